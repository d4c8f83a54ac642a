//! The Atlassian Document Format, as far as a case needs it.
//!
//! Refused: anything but a `doc` of version 1, text directly under it, empty
//! text nodes, unknown nodes and marks, and `code` together with another mark
//! that formats.

use serde_json::Value;

/// Nodes that stand directly under the document.
const BLOCKS: [&str; 14] = [
    "paragraph",
    "heading",
    "bulletList",
    "orderedList",
    "codeBlock",
    "blockquote",
    "rule",
    "panel",
    "table",
    "mediaSingle",
    "mediaGroup",
    "expand",
    "taskList",
    "decisionList",
];
/// Nodes that stand inside a block.
const INNER: [&str; 18] = [
    "text",
    "hardBreak",
    "mention",
    "emoji",
    "inlineCard",
    "date",
    "status",
    "listItem",
    "tableRow",
    "tableCell",
    "tableHeader",
    "media",
    "mediaInline",
    "taskItem",
    "decisionItem",
    "nestedExpand",
    "paragraph",
    "codeBlock",
];
const MARKS: [&str; 10] =
    ["strong", "em", "strike", "code", "underline", "link", "subsup", "textColor", "annotation", "backgroundColor"];

/// Whether a value is a document that Jira takes.
pub(super) fn is_valid(document: &Value) -> bool {
    kind(document) == "doc"
        && document["version"] == 1
        && document["content"]
            .as_array()
            .is_some_and(|content| content.iter().all(|node| BLOCKS.contains(&kind(node)) && node_is_valid(node)))
}

fn node_is_valid(node: &Value) -> bool {
    let kind = kind(node);
    if !BLOCKS.contains(&kind) && !INNER.contains(&kind) {
        return false;
    }
    if kind == "text" {
        let text = node["text"].as_str().unwrap_or("");
        return !text.is_empty() && marks_are_valid(node);
    }
    match &node["content"] {
        Value::Null => kind != "listItem",
        Value::Array(content) => content.iter().all(node_is_valid),
        _ => false,
    }
}

fn marks_are_valid(node: &Value) -> bool {
    let marks: Vec<&str> = match &node["marks"] {
        Value::Null => return true,
        Value::Array(marks) => marks.iter().map(kind).collect(),
        _ => return false,
    };
    let code = marks.contains(&"code");
    marks.iter().all(|mark| MARKS.contains(mark))
        && (!code || marks.iter().all(|it| ["code", "link", "annotation"].contains(it)))
}

/// The text of a document, one line per block.
pub(super) fn plain(document: &Value) -> String {
    let mut text = String::new();
    gather(document, &mut text);
    text.truncate(text.trim_end_matches('\n').len());
    text
}

fn gather(node: &Value, text: &mut String) {
    match kind(node) {
        "text" => text.push_str(node["text"].as_str().unwrap_or("")),
        "hardBreak" => text.push('\n'),
        kind => {
            for child in node["content"].as_array().into_iter().flatten() {
                gather(child, text);
            }
            if ["paragraph", "heading", "codeBlock", "rule"].contains(&kind) {
                text.push('\n');
            }
        }
    }
}

fn kind(node: &Value) -> &str {
    node["type"].as_str().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn doc(content: Value) -> Value {
        json!({ "type": "doc", "version": 1, "content": content })
    }

    #[test]
    fn a_document_needs_blocks_around_its_text() {
        let text = json!({ "type": "text", "text": "a" });
        assert!(is_valid(&doc(json!([{ "type": "paragraph", "content": [text] }]))));
        assert!(!is_valid(&doc(json!([text]))));
        assert!(!is_valid(&json!({ "type": "doc", "content": [] })));
        let empty = json!({ "type": "text", "text": "" });
        assert!(!is_valid(&doc(json!([{ "type": "paragraph", "content": [empty] }]))));
    }

    #[test]
    fn code_stands_alone() {
        let marked = |marks: Value| {
            let text = json!({ "type": "text", "text": "a", "marks": marks });
            is_valid(&doc(json!([{ "type": "paragraph", "content": [text] }])))
        };
        assert!(marked(json!([{ "type": "code" }])));
        assert!(!marked(json!([{ "type": "code" }, { "type": "strong" }])));
        assert!(!marked(json!([{ "type": "blink" }])));
    }
}
