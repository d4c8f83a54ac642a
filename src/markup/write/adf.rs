//! Atlassian Document Format, version 1: what Jira Cloud's REST API v3 reads.
//!
//! Written as JSON text at once. The nodes and their nesting are those of Atlassian's published
//! schema; of a table's columns it has no alignment, and `code` stands with no other mark than a link.

use crate::document::{Block, Document, Line, Span, Style};
use crate::json::string;
use crate::line::lines;

/// Writes a document that is nested as ADF can.
pub(crate) fn write(document: &Document<'_>) -> String {
    // A comment of some lines fits at once.
    let mut out = String::with_capacity(4096);
    out.push_str(r#"{"version":1,"type":"doc","content":"#);
    blocks(&document.blocks, &mut out);
    out.push('}');
    out
}

fn each<T>(items: impl IntoIterator<Item = T>, out: &mut String, mut write: impl FnMut(T, &mut String)) {
    out.push('[');
    let mut separator = "";
    for item in items {
        out.push_str(separator);
        separator = ",";
        write(item, out);
    }
    out.push(']');
}

fn blocks(blocks: &[Block<'_>], out: &mut String) {
    each(blocks, out, block);
}

fn block(block: &Block<'_>, out: &mut String) {
    match block {
        Block::Paragraph(text) => paragraph(text, out),
        Block::Heading(level, text) => {
            out.push_str(r#"{"type":"heading","attrs":{"level":"#);
            out.push(char::from(b'0' + level));
            out.push('}');
            content(text, out);
        }
        Block::Code { language, text } => {
            out.push_str(r#"{"type":"codeBlock""#);
            if !language.is_empty() {
                out.push_str(r#","attrs":{"language":"#);
                string(language, out);
                out.push('}');
            }
            if !text.is_empty() {
                out.push_str(r#","content":[{"type":"text","text":"#);
                string(text, out);
                out.push_str("}]");
            }
        }
        Block::Quote(inside) => {
            out.push_str(r#"{"type":"blockquote","content":"#);
            blocks(inside, out);
        }
        Block::List { start, items } => {
            match start {
                Some(start) => {
                    out.push_str(r#"{"type":"orderedList","attrs":{"order":"#);
                    out.push_str(&start.to_string());
                    out.push('}');
                }
                None => out.push_str(r#"{"type":"bulletList""#),
            }
            out.push_str(r#","content":"#);
            each(items, out, |item, out| {
                out.push_str(r#"{"type":"listItem","content":"#);
                blocks(item, out);
                out.push('}');
            });
        }
        Block::Table(rows) => {
            out.push_str(r#"{"type":"table","content":"#);
            each(rows.iter().enumerate(), out, |(number, row), out| {
                out.push_str(r#"{"type":"tableRow","content":"#);
                each(row, out, |cell, out| {
                    out.push_str(if number == 0 { r#"{"type":"tableHeader""# } else { r#"{"type":"tableCell""# });
                    out.push_str(r#","content":["#);
                    paragraph(cell, out);
                    out.push_str("}]}");
                });
                out.push('}');
            });
        }
        Block::Rule => out.push_str(r#"{"type":"rule""#),
    }
    out.push('}');
}

/// Without its closing brace.
fn paragraph(text: &Line<'_>, out: &mut String) {
    out.push_str(r#"{"type":"paragraph""#);
    content(text, out);
}

fn content(text: &Line<'_>, out: &mut String) {
    if text.is_empty() {
        return;
    }
    out.push_str(r#","content":["#);
    let mut separator = "";
    for span in text {
        for (number, text) in lines(&span.text).enumerate() {
            if number > 0 {
                out.push_str(separator);
                out.push_str(r#"{"type":"hardBreak"}"#);
                separator = ",";
            }
            if !text.is_empty() {
                out.push_str(separator);
                inline(span, text, out);
                separator = ",";
            }
        }
    }
    out.push(']');
}

fn inline(span: &Span<'_>, text: &str, out: &mut String) {
    out.push_str(r#"{"type":"text","text":"#);
    string(text, out);
    let style = span.style;
    if style == Style::default() && span.link.is_none() {
        return out.push('}');
    }
    let marks = [
        (style.code, r#"{"type":"code"}"#),
        (style.emphasis && !style.code, r#"{"type":"em"}"#),
        (style.strike && !style.code, r#"{"type":"strike"}"#),
        (style.strong && !style.code, r#"{"type":"strong"}"#),
    ];
    let mut separator = r#","marks":["#;
    if let Some(target) = &span.link {
        out.push_str(separator);
        out.push_str(r#"{"type":"link","attrs":{"href":"#);
        string(target, out);
        out.push_str("}}");
        separator = ",";
    }
    for (_, mark) in marks.iter().filter(|(is_set, _)| *is_set) {
        out.push_str(separator);
        out.push_str(mark);
        separator = ",";
    }
    out.push_str(if separator == "," { "]}" } else { "}" });
}
