//! Plain text that a person reads in a journal: lists, quotes and tables keep their shape, emphasis goes.

use super::lines::{blocks, item, quote};
use crate::document::{Block, Document, Line};
use crate::link;

pub(crate) fn write(document: &Document<'_>) -> String {
    let mut out = String::new();
    blocks(&document.blocks, "\n\n", block, &mut out);
    out
}

fn block(it: &Block<'_>, out: &mut String) {
    match it {
        Block::Paragraph(text) | Block::Heading(_, text) => line(text, out),
        Block::Code { text, .. } => out.push_str(text),
        Block::Quote(inside) => quote(inside, block, out),
        Block::List { start, items } => {
            let loose = items.iter().any(|item| item.iter().filter(|it| !matches!(it, Block::List { .. })).count() > 1);
            for (number, blocks_of) in items.iter().enumerate() {
                if number > 0 {
                    out.push_str(if loose { "\n\n" } else { "\n" });
                }
                item(blocks_of, *start, number, if loose { "\n\n" } else { "\n" }, block, out);
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
        // The link goes on, or its target stands behind it already, since the text would have hidden it.
        let mut next = spans.iter().skip(number + 1).take(2);
        if !next.any(|next| next.link.as_ref() == Some(target)) && !link::is_same(&span.text, target) {
            out.push_str(&format!(" ({target})"));
        }
    }
}
