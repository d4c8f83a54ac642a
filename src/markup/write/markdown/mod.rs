//! Markdown, for what was read from a remote system: to be shown beside the case's own text.
//!
//! What is written here reads again as the same document. Each text is read once more as it is written, and where it would
//! read otherwise it is written with more care.

mod escape;
mod line;

use super::lines::{indented, quoted};
use crate::document::{Block, Document, Line, Span, Style};
use escape::fence;
use line::Place;

pub(crate) fn write(document: &Document<'_>) -> String {
    let mut out = String::new();
    blocks(&document.blocks, Around { in_item: false, bullet: None }, &mut out);
    out
}

/// What stands around blocks.
#[derive(Debug, Clone, Copy)]
struct Around {
    in_item: bool,
    /// The bullet right before, of the item that they begin.
    bullet: Option<char>,
}

fn blocks(blocks: &[Block<'_>], around: Around, out: &mut String) {
    // The bullet of the list before, or right before: another list needs another one.
    let mut last = around.bullet;
    for (number, block) in blocks.iter().enumerate() {
        let before = number.checked_sub(1).and_then(|before| blocks.get(before));
        let Block::List { start, items } = block else {
            out.push_str(if before.is_some() { "\n\n" } else { "" });
            self::block(block, around.in_item, out);
            last = None;
            continue;
        };
        let bullet = bullet(*start, items, last);
        out.push_str(match before {
            None => "",
            Some(Block::Paragraph(_)) if around.in_item && interrupts(*start, items) => "\n",
            Some(Block::List { start: other, .. }) if around.in_item && other.is_some() != start.is_some() => "\n",
            // Two empty lines end a list.
            Some(Block::List { .. }) if last == Some(bullet) => "\n\n\n",
            Some(_) => "\n\n",
        });
        list(*start, items, bullet, out);
        last = Some(bullet);
    }
}

fn block(block: &Block<'_>, in_item: bool, out: &mut String) {
    match block {
        Block::Paragraph(text) => out.push_str(&line::write(text, Place::Paragraph)),
        Block::Heading(level, text) => {
            out.push_str(&"#".repeat(usize::from(*level)));
            out.push(' ');
            out.push_str(&line::write(text, Place::Heading(*level)));
        }
        Block::Code { language, text } => {
            let fence = fence(text, 3);
            let is_word = language.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '#' | '.' | '_'));
            let language = if is_word { language } else { "" };
            out.push_str(&format!("{fence}{language}\n{text}\n{fence}"));
        }
        Block::Quote(inside) => {
            let mut text = String::new();
            blocks(inside, Around { in_item: false, bullet: None }, &mut text);
            quoted(&text, out);
        }
        Block::Table(rows) => table(rows, out),
        // In an item dashes would be bullets.
        Block::Rule => out.push_str(if in_item { "___" } else { "---" }),
        Block::List { .. } => {}
    }
}

/// The box that an item begins with, and what stands behind it.
fn task<'a, 'b>(item: &'b [Block<'a>]) -> Option<(&'static str, Line<'a>, &'b [Block<'a>])> {
    let (Block::Paragraph(line), others) = item.split_first()? else { return None };
    let first = line.first().filter(|span| span.style == Style::default() && span.link.is_none())?;
    let sign = ["[x] ", "[ ] "].into_iter().find(|sign| first.text.starts_with(sign))?;
    let rest = first.text.get(sign.len()..)?.trim_start();
    let mut line: Line<'a> = line.iter().skip(1).cloned().collect();
    if !rest.is_empty() {
        line.insert(0, Span::plain(rest.to_owned()));
    }
    (!line.is_empty()).then_some((sign, line, others))
}

/// Kibana reads a line with a box as a whole, whatever stands below it, unless its bullet is a plus.
fn bullet(start: Option<u64>, items: &[Vec<Block<'_>>], not: Option<char>) -> char {
    if start.is_some() {
        return '.';
    }
    let is_line = |item: &Vec<Block<'_>>| {
        let task = task(item);
        task.is_some_and(|(_, line, rest)| rest.is_empty() && line.iter().all(|span| !span.text.contains('\n')))
    };
    if items.iter().any(|item| task(item).is_some()) && !items.iter().all(is_line) {
        return '+';
    }
    if not == Some('-') { '*' } else { '-' }
}

/// Whether a list ends a paragraph without an empty line.
fn interrupts(start: Option<u64>, items: &[Vec<Block<'_>>]) -> bool {
    matches!(start, None | Some(1)) && matches!(items.first().and_then(|item| item.first()), Some(Block::Paragraph(_)))
}

fn list(start: Option<u64>, items: &[Vec<Block<'_>>], bullet: char, out: &mut String) {
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        // Kibana takes a space more than a number of one digit has, where all lines below have it.
        let space = if matches!(item.first(), Some(Block::List { .. })) { "  " } else { " " };
        let marker = match start.map(|start| start.saturating_add(number as u64)) {
            Some(number) => format!("{number}.{}", if number < 10 { space } else { " " }),
            None => format!("{bullet} "),
        };
        let mut text = String::new();
        let around = Around { in_item: true, bullet: Some(bullet) };
        match task(item) {
            Some((sign, line, rest)) => {
                text.push_str(sign);
                text.push_str(&line::write(&line, Place::Paragraph));
                if !rest.is_empty() {
                    // As if the paragraph stood before.
                    let before = Block::Paragraph(Line::new());
                    let all: Vec<Block<'_>> = std::iter::once(before).chain(rest.iter().cloned()).collect();
                    blocks(&all, around, &mut text);
                }
            }
            None => blocks(item, around, &mut text),
        }
        indented(&text, &marker, out);
    }
}

fn table(rows: &[Vec<Line<'_>>], out: &mut String) {
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        for cell in row {
            out.push_str("| ");
            out.push_str(&line::write(cell, Place::Cell));
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
