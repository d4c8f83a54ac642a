//! A case's text as ADF: JSON of known nodes, each text of it not empty.
#![no_main]

#[path = "../text.rs"]
mod text;

use case_connectors::markup::Format;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const NODES: [&str; 14] = [
    "doc",
    "paragraph",
    "heading",
    "codeBlock",
    "blockquote",
    "bulletList",
    "orderedList",
    "listItem",
    "table",
    "tableRow",
    "tableHeader",
    "tableCell",
    "rule",
    "hardBreak",
];

fn check(node: &Value) {
    let kind = node["type"].as_str().expect("a type");
    if kind == "text" {
        assert!(!node["text"].as_str().expect("a text").is_empty());
        for mark in node["marks"].as_array().into_iter().flatten().filter(|mark| mark["type"] == "link") {
            let target = mark["attrs"]["href"].as_str().expect("a target");
            assert!(["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme)), "{target}");
        }
        return;
    }
    assert!(NODES.contains(&kind), "{kind}");
    node["content"].as_array().into_iter().flatten().for_each(check);
}

fuzz_target!(|source: &str| {
    let text = text::written(source, Format::Adf);
    check(&serde_json::from_str(&text).expect("ADF is JSON"));
});
