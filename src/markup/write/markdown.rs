//! Markdown, for what was read from a remote system: to be shown beside the case's own text.

use super::lines::{blocks, item, quote};
use crate::document::{Block, Document, Line, Span};

pub(crate) fn write(document: &Document<'_>) -> String {
    let mut out = String::new();
    blocks(&document.blocks, "\n\n", block, &mut out);
    out
}

fn block(it: &Block<'_>, out: &mut String) {
    match it {
        Block::Paragraph(text) => line(text, out),
        Block::Heading(level, text) => {
            out.push_str(&"#".repeat(usize::from(*level)));
            out.push(' ');
            line(text, out);
        }
        Block::Code { language, text } => {
            let fence = fence(text, 3);
            out.push_str(&format!("{fence}{language}\n{text}\n{fence}"));
        }
        Block::Quote(inside) => quote(inside, block, out),
        Block::List { start, items } => {
            for (number, blocks_of) in items.iter().enumerate() {
                if number > 0 {
                    out.push('\n');
                }
                let is_tight = blocks_of.iter().skip(1).all(|it| !matches!(it, Block::Paragraph(_)));
                item(blocks_of, *start, number, if is_tight { "\n" } else { "\n\n" }, block, out);
            }
        }
        Block::Table(rows) => {
            for (number, row) in rows.iter().enumerate() {
                if number > 0 {
                    out.push('\n');
                }
                for cell in row {
                    out.push_str("| ");
                    let mut text = String::new();
                    line(cell, &mut text);
                    out.push_str(&text.replace('|', "\\|").replace('\n', " "));
                    out.push(' ');
                }
                out.push('|');
                if number == 0 {
                    out.push('\n');
                    out.push_str(&"|---".repeat(row.len()));
                    out.push('|');
                }
            }
        }
        Block::Rule => out.push_str("---"),
    }
}

/// Longer than any row of backticks in the text.
fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(least.max(longest + 1))
}

fn line(spans: &Line<'_>, out: &mut String) {
    for span in spans {
        match &span.link {
            Some(target) if span.text == **target => out.push_str(target),
            Some(target) => {
                out.push('[');
                styled(span, out);
                out.push_str(&format!("]({target})"));
            }
            None => styled(span, out),
        }
    }
}

fn styled(span: &Span<'_>, out: &mut String) {
    let style = span.style;
    let text = span.text.trim();
    if style.code && !text.is_empty() {
        let fence = fence(text, 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        out.push_str(&span.text.replacen(text, &format!("{fence}{pad}{text}{pad}{fence}"), 1));
        return;
    }
    let marks: String = [(style.strong, "**"), (style.emphasis, "*"), (style.strike, "~~")]
        .into_iter()
        .filter(|(is_set, _)| *is_set)
        .map(|(_, mark)| mark)
        .collect();
    let end: String = marks.chars().rev().collect();
    let (lead, tail) = span.text.split_once(text).unwrap_or((&span.text, ""));
    out.push_str(lead);
    if !text.is_empty() {
        out.push_str(&marks);
        escape(text, out);
        out.push_str(&end);
    }
    out.push_str(tail);
}

fn escape(text: &str, out: &mut String) {
    let holds_entity = text.contains(';');
    let mut before = None;
    let is_task = text.starts_with("[x] ") || text.starts_with("[ ] ");
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let line_start = matches!(before, None | Some('\n'));
        let in_word = before.is_some_and(char::is_alphanumeric) && chars.peek().is_some_and(|c| c.is_alphanumeric());
        let special = match c {
            '[' if is_task && before.is_none() => false,
            '`' | '*' | '[' | '<' | '\\' => true,
            '_' | '~' => !in_word,
            '#' | '>' | '|' => line_start,
            '-' | '+' => line_start && chars.peek() == Some(&' '),
            '&' => chars.peek().is_some_and(|c| c.is_ascii_alphabetic() || *c == '#') && holds_entity,
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}
