//! What Jira's formats, wiki text and ADF, can hold within what.
//!
//! Neither has a quote in a quote, nor a heading, quote, table or rule in a list. So both writers
//! get a document in which these stand as the nearest thing that is allowed.

use super::document::{Block, Document, Line, Span};
use super::line::lines;
use super::loss::Losses;

const QUOTE_IN_QUOTE: &str = "a quote within a quote or a list is shown by \"> \"";
const HEADING_WITHIN: &str = "a heading within a quote or a list is shown as bold text";
const TABLE_IN_LIST: &str = "a table within a list is shown as lines";
const RULE_IN_LIST: &str = "a rule within a list is shown as dashes";
const LIFTED: &str = "a table or a rule ends the quote around it, which goes on after it";

/// The same document, with only what Jira can nest.
pub(super) fn lower<'a>(document: Document<'a>, losses: &mut Losses) -> Document<'a> {
    if document.blocks.iter().all(can_stand) {
        return document;
    }
    let mut blocks = Vec::with_capacity(document.blocks.len());
    for block in document.blocks {
        match block {
            Block::Quote(inside) => quote(inside, losses, &mut blocks),
            Block::List { start, items } => blocks.push(list(start, items, losses)),
            block => blocks.push(block),
        }
    }
    Document { blocks }
}

/// Most blocks hold text alone.
fn can_stand(block: &Block<'_>) -> bool {
    match block {
        Block::Quote(inside) => !inside.is_empty() && inside.iter().all(is_text),
        Block::List { items, .. } => {
            items.iter().all(|item| matches!(item.first(), Some(Block::Paragraph(_))) && item.iter().all(is_text))
        }
        _ => true,
    }
}

fn is_text(block: &Block<'_>) -> bool {
    matches!(block, Block::Paragraph(_) | Block::Code { .. })
}

/// A quote, in parts where something stands in it that cannot.
fn quote<'a>(inside: Vec<Block<'a>>, losses: &mut Losses, out: &mut Vec<Block<'a>>) {
    let mut part = Vec::new();
    for block in within(inside, losses) {
        if matches!(block, Block::Table(_) | Block::Rule) {
            losses.add(LIFTED, "", "");
            if !part.is_empty() {
                out.push(Block::Quote(std::mem::take(&mut part)));
            }
            out.push(block);
        } else {
            part.push(block);
        }
    }
    if !part.is_empty() {
        out.push(Block::Quote(part));
    }
}

/// The blocks within a quote or a list item, in which neither headings nor quotes can stand.
fn within<'a>(inside: Vec<Block<'a>>, losses: &mut Losses) -> Vec<Block<'a>> {
    if inside.iter().all(is_text) {
        return inside;
    }
    let mut out = Vec::with_capacity(inside.len());
    quoted(inside, 0, losses, &mut out);
    out
}

/// More signs than these say no more.
const SIGNS: usize = 8;

/// The same, so many quotes deeper than what is around can hold.
fn quoted<'a>(inside: Vec<Block<'a>>, depth: usize, losses: &mut Losses, out: &mut Vec<Block<'a>>) {
    for block in inside {
        match block {
            Block::Heading(_, mut line) => {
                let text = text_of(&line);
                losses.add(HEADING_WITHIN, &text, &text);
                line.iter_mut().for_each(|span| span.style.strong = true);
                out.push(Block::Paragraph(marked(line, depth, losses)));
            }
            Block::Paragraph(line) => out.push(Block::Paragraph(marked(line, depth, losses))),
            Block::Quote(inside) => quoted(inside, (depth + 1).min(SIGNS), losses, out),
            Block::List { start, items } => out.push(list(start, items, losses)),
            block => out.push(block),
        }
    }
}

fn list<'a>(start: Option<u64>, items: Vec<Vec<Block<'a>>>, losses: &mut Losses) -> Block<'a> {
    let items = items.into_iter().map(|blocks| item(blocks, losses)).collect();
    Block::List { start, items }
}

fn item<'a>(blocks: Vec<Block<'a>>, losses: &mut Losses) -> Vec<Block<'a>> {
    let mut out = within(blocks, losses);
    for block in &mut out {
        match block {
            Block::Table(rows) => {
                let line = rows_as_lines(std::mem::take(rows));
                losses.add(TABLE_IN_LIST, "", &text_of(&line));
                *block = Block::Paragraph(line);
            }
            Block::Rule => {
                losses.add(RULE_IN_LIST, "", "---");
                *block = Block::Paragraph(vec![Span::plain("---")]);
            }
            _ => {}
        }
    }
    if !matches!(out.first(), Some(Block::Paragraph(_))) {
        out.insert(0, Block::Paragraph(Line::new()));
    }
    out
}

fn rows_as_lines(rows: Vec<Vec<Line<'_>>>) -> Line<'_> {
    let mut line = Line::new();
    for (number, row) in rows.into_iter().enumerate() {
        for (column, mut cell) in row.into_iter().enumerate() {
            match (number, column) {
                (_, 1..) => line.push(Span::plain(" | ")),
                (1.., 0) => line.push(Span::plain("\n")),
                (0, 0) => {}
            }
            cell.iter_mut().for_each(|span| span.style.strong |= number == 0);
            line.extend(cell);
        }
    }
    line
}

/// Each line with the signs of so many quotes before it.
fn marked<'a>(line: Line<'a>, depth: usize, losses: &mut Losses) -> Line<'a> {
    if depth == 0 {
        return line;
    }
    let signs = "> ".repeat(depth);
    let mut out = vec![Span::plain(signs.clone())];
    for span in &line {
        for (number, text) in lines(&span.text).enumerate() {
            if number > 0 {
                out.push(Span::plain(format!("\n{signs}")));
            }
            if !text.is_empty() {
                out.push(span.with(text.to_owned()));
            }
        }
    }
    losses.add(QUOTE_IN_QUOTE, &text_of(&line), &text_of(&out));
    out
}

fn text_of(line: &Line<'_>) -> String {
    line.iter().map(|span| span.text.as_ref()).collect()
}
