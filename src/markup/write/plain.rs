//! Plain text that a person reads in a journal: lists, quotes and tables keep their shape, emphasis goes.

use super::lines::{indented, quoted};
use crate::document::{Block, Document, Line};
use crate::link;

pub(crate) fn write(document: &Document<'_>) -> String {
    let mut out = String::new();
    blocks(&document.blocks, "\n\n", &mut out);
    out
}

fn blocks(blocks: &[Block<'_>], between: &str, out: &mut String) {
    for (number, block) in blocks.iter().enumerate() {
        if number > 0 {
            out.push_str(between);
        }
        self::block(block, out);
    }
}

fn block(it: &Block<'_>, out: &mut String) {
    match it {
        Block::Paragraph(text) | Block::Heading(_, text) => line(text, out),
        Block::Code { text, .. } => out.push_str(text),
        Block::Quote(inside) => {
            let mut text = String::new();
            blocks(inside, "\n\n", &mut text);
            quoted(&text, out);
        }
        Block::List { start, items } => {
            let loose = items.iter().any(|item| item.iter().filter(|it| !matches!(it, Block::List { .. })).count() > 1);
            let between = if loose { "\n\n" } else { "\n" };
            for (number, item) in items.iter().enumerate() {
                if number > 0 {
                    out.push_str(between);
                }
                let marker = start.map(|start| format!("{}. ", start.saturating_add(number as u64)));
                let mut text = String::new();
                blocks(item, between, &mut text);
                indented(&text, marker.as_deref().unwrap_or("- "), out);
            }
        }
        Block::Table(rows) => {
            for (number, row) in rows.iter().enumerate() {
                if number > 0 {
                    out.push('\n');
                }
                for cell in row {
                    out.push_str("| ");
                    line(cell, out);
                    out.push(' ');
                }
                out.push('|');
            }
        }
        Block::Rule => out.push_str("----------"),
    }
}

/// A link is followed by its target, where that is not what is shown.
fn line(spans: &Line<'_>, out: &mut String) {
    for (number, span) in spans.iter().enumerate() {
        out.push_str(&span.text);
        let Some(target) = &span.link else { continue };
        let next = spans.get(number + 1);
        // The link goes on, or its target stands behind it already, since the text would have hidden it.
        let goes_on = next.is_some_and(|next| next.link.as_ref() == Some(target));
        let behind = next.map(|next| next.text.trim_start_matches(link::changes_direction)).unwrap_or_default();
        let is_shown = || behind.starts_with(&format!(" ({target})"));
        if !goes_on && !link::is_same(&span.text, target) && !is_shown() {
            out.push_str(&format!(" ({target})"));
        }
    }
}
