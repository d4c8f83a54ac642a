//! A case's text as Jira's wiki text: outside of code blocks no sign of Jira's stands bare but those that we write.
#![no_main]

#[path = "../text.rs"]
mod text;

use case_connectors::markup::Format;
use libfuzzer_sys::fuzz_target;

const OURS: [&str; 6] = ["{quote}", "{*}", "{_}", "{-}", "{{", "{}"];

/// The text without what stands between two marks of code, where nothing else has a meaning.
fn without_code(wiki: &str) -> String {
    let mut out = String::new();
    let mut open: Option<&str> = None;
    for line in wiki.lines() {
        match open {
            Some(end) if line == end => open = None,
            Some(_) => {}
            None if line == "{noformat}" => open = Some("{noformat}"),
            None if line.starts_with("{code") && line.ends_with('}') => open = Some("{code}"),
            None => out.extend([line, "\n"]),
        }
    }
    assert!(open.is_none(), "a code block stays open: {wiki}");
    out
}

fuzz_target!(|source: &str| {
    let wiki = without_code(&text::written(source, Format::Wiki));
    for (at, sign) in wiki.match_indices(['!', '{']) {
        let before = &wiki[..at];
        let ours = sign == "{"
            && OURS
                .iter()
                .any(|mark| wiki[at..].starts_with(mark) || (before.ends_with('{') && !before.ends_with("\\{")));
        assert!(before.ends_with('\\') || ours, "{sign} at {at}: {wiki}");
    }
    assert!(!wiki.contains("[~") && !wiki.contains("[^"), "{wiki}");
});
