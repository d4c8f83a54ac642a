//! Texts as people and their programs make them in each system, and the Markdown that somebody would write who sees them:
//! `tests/fixtures/people/`. `tests/judges/markup/people.test.mjs` has them read by others.

use case_connectors::markup::{Format, read_back, render};

pub(crate) const WIKI: &str = include_str!("../fixtures/people/wiki.txt");
pub(crate) const HTML: &str = include_str!("../fixtures/people/html.txt");
pub(crate) const ADF: &str = include_str!("../fixtures/people/adf.txt");

/// Each sample: what it is, the text, and its Markdown.
pub(crate) fn samples(file: &'static str) -> Vec<[&'static str; 3]> {
    let sample = |sample: &'static str| {
        let (name, rest) = sample.split_once('\n').unwrap();
        let (text, markdown) = rest.split_once("\n@@@\n").unwrap_or_else(|| panic!("{name} has no Markdown"));
        [name, text, markdown.trim_end_matches('\n')]
    };
    let found: Vec<_> = file.split("\n@@@ ").skip(1).map(sample).collect();
    assert!(found.len() >= 60, "{} samples", found.len());
    found
}

/// The blocks of a sample as a document.
pub(crate) fn document(blocks: &str) -> String {
    format!(r#"{{"version":1,"type":"doc","content":[{blocks}]}}"#)
}

/// All that is read otherwise is shown at once.
fn reads(file: &'static str, format: Format, whole: impl Fn(&str) -> String) {
    let mut wrong = Vec::new();
    for [name, text, markdown] in samples(file) {
        let read = read_back(&whole(text), format);
        if read != markdown {
            wrong.push(format!("{name}\n{read}\nand not\n{markdown}\n"));
            continue;
        }
        // What an analyst is shown beside the case is what would be sent again.
        let again = read_back(&render(&read, format).text, format);
        let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<String>();
        if words(&again) != words(&read) {
            wrong.push(format!("{name}, sent again\n{again}\n"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn wiki_text() {
    reads(WIKI, Format::Wiki, str::to_owned);
}

#[test]
fn html() {
    reads(HTML, Format::Html, str::to_owned);
}

#[test]
fn documents() {
    reads(ADF, Format::Adf, document);
}
