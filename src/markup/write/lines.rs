//! What the formats of plain lines share: how they write quotes and items.

use crate::document::Block;

/// How a format of plain lines writes one block.
pub(super) type WriteBlock = fn(&Block<'_>, &mut String);

pub(super) fn blocks(blocks: &[Block<'_>], between: &str, write: WriteBlock, out: &mut String) {
    for (number, block) in blocks.iter().enumerate() {
        if number > 0 {
            out.push_str(between);
        }
        write(block, out);
    }
}

pub(super) fn quote(inside: &[Block<'_>], write: WriteBlock, out: &mut String) {
    let mut text = String::new();
    blocks(inside, "\n\n", write, &mut text);
    indented(&text, "> ", "> ", out);
}

/// An item of a list, behind its number or dash.
pub(super) fn item(
    inside: &[Block<'_>],
    start: Option<u64>,
    number: usize,
    between: &str,
    write: WriteBlock,
    out: &mut String,
) {
    let marker = match start {
        Some(start) => format!("{}. ", start.saturating_add(number as u64)),
        None => "- ".to_owned(),
    };
    let mut text = String::new();
    blocks(inside, between, write, &mut text);
    indented(&text, &marker, &" ".repeat(marker.len()), out);
}

/// Lines behind a sign; an empty one gets no white space at its end.
fn indented(text: &str, first: &str, others: &str, out: &mut String) {
    for (number, text) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let sign = if number == 0 { first } else { others };
        out.push_str(if text.is_empty() { sign.trim_end() } else { sign });
        out.push_str(text);
    }
}
