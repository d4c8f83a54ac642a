//! A case's text as HTML: only the tags of the list, each closed, and links of three schemes.
#![no_main]

#[path = "../text.rs"]
mod text;

use case_connectors::markup::Format;
use libfuzzer_sys::fuzz_target;

const TAGS: [&str; 24] = [
    "p",
    "strong",
    "em",
    "s",
    "code",
    "pre",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "br",
];

fuzz_target!(|source: &str| {
    let html = text::written(source, Format::Html);
    let mut open: Vec<&str> = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, _) = part.split_once('>').expect("a tag ends");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let (name, attribute) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(TAGS.contains(&name) || name == "hr", "{name}");
        let target = attribute.strip_prefix("href=\"").and_then(|rest| rest.strip_suffix('"'));
        let safe = target.is_some_and(|target| {
            !target.contains('"') && ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme))
        });
        assert!(
            attribute.is_empty() || (name == "a" && safe) || (name == "ol" && attribute.starts_with("start=\"")),
            "{tag}"
        );
        if !["br", "hr"].contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} stay open: {html}");
});
