//! What a text says, apart from how a system writes it down.
//!
//! Inline text is flat: a row of spans, each with its whole style, as ADF has it. So no writer
//! has to close what it has not opened, and a cut can never leave markup open.

use super::line::{edges, utf16_len};
use super::reference;
use std::borrow::Cow;
use std::rc::Rc;
use unicode_segmentation::UnicodeSegmentation;

/// A text, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Document<'a> {
    pub(super) blocks: Vec<Block<'a>>,
}

/// A block. Nested no deeper than the reader allows, so that recursion over it is safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block<'a> {
    Paragraph(Line<'a>),
    Heading(u8, Line<'a>),
    Code {
        language: String,
        text: Cow<'a, str>,
    },
    Quote(Vec<Self>),
    List {
        start: Option<u64>,
        items: Vec<Vec<Self>>,
    },
    /// The first row is the head.
    Table(Vec<Vec<Line<'a>>>),
    Rule,
}

/// A row of spans. A `\n` in their text is a line break.
pub(super) type Line<'a> = Vec<Span<'a>>;

/// Text of one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) style: Style,
    /// The target of a link; of an allowed scheme, and free of white space and control characters.
    pub(super) link: Option<Rc<str>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) strike: bool,
    pub(super) code: bool,
}

impl<'a> Span<'a> {
    pub(super) fn plain(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), style: Style::default(), link: None }
    }
}

impl Span<'_> {
    /// Another text in the same style, with the same link.
    pub(super) fn with<'b>(&self, text: impl Into<Cow<'b, str>>) -> Span<'b> {
        Span { text: text.into(), style: self.style, link: self.link.clone() }
    }
}

impl<'a> Document<'a> {
    /// A paragraph of plain text.
    pub(super) fn of_text(text: impl Into<Cow<'a, str>>) -> Self {
        Self { blocks: vec![Block::Paragraph(vec![Span::plain(text)])] }
    }

    /// How many characters a reader sees.
    pub(super) fn length(&self) -> usize {
        let mut length = 0;
        each_text(&self.blocks, &mut |text| length += text.chars().count());
        length
    }

    /// How long the text is without what marks it, as the servers count: in UTF-16 units, with a break behind each line.
    pub(super) fn units(&self) -> usize {
        units_of(&self.blocks)
    }

    /// The first characters, cut at a grapheme, with all that was open closed.
    pub(super) fn head(&self, characters: usize) -> Document<'a> {
        Document { blocks: head_of(&self.blocks, &mut Budget { left: characters }) }
    }

    /// What stands before and after a cut.
    pub(super) fn around(&self, characters: usize) -> (String, String) {
        let mut all = String::new();
        each_text(&self.blocks, &mut |text| all.push_str(text));
        let at = all.char_indices().nth(characters).map_or(all.len(), |(at, _)| at);
        let (before, after) = all.split_at(at);
        edges(before, after)
    }

    /// Takes lines that look like a comment reference their meaning: case text must not pass for ours.
    pub(super) fn quote_references(&mut self) {
        let mut may_hold = false;
        each_text(&self.blocks, &mut |text| may_hold |= reference::may_begin(text));
        if may_hold {
            quote(&mut self.blocks);
        }
    }
}

fn units_of(blocks: &[Block<'_>]) -> usize {
    let line = |line: &Line<'_>| line.iter().map(|span| utf16_len(&span.text)).sum::<usize>() + 1;
    let block = |block: &Block<'_>| match block {
        Block::Paragraph(text) | Block::Heading(_, text) => line(text),
        Block::Code { text, .. } => utf16_len(text) + 1,
        Block::Quote(blocks) => units_of(blocks),
        Block::List { items, .. } => items.iter().map(|item| units_of(item)).sum(),
        Block::Table(rows) => rows.iter().flatten().map(line).sum(),
        Block::Rule => 0,
    };
    blocks.iter().map(block).sum()
}

fn each_text(blocks: &[Block<'_>], see: &mut impl FnMut(&str)) {
    for block in blocks {
        match block {
            Block::Paragraph(line) | Block::Heading(_, line) => line.iter().for_each(|span| see(&span.text)),
            Block::Code { text, .. } => see(text),
            Block::Quote(blocks) => each_text(blocks, see),
            Block::List { items, .. } => items.iter().for_each(|item| each_text(item, see)),
            Block::Table(rows) => rows.iter().flatten().flatten().for_each(|span| see(&span.text)),
            Block::Rule => {}
        }
    }
}

/// How many more characters fit.
struct Budget {
    left: usize,
}

impl Budget {
    /// The start of a text that still fits.
    fn take<'t>(&mut self, text: &'t str) -> &'t str {
        let mut end = 0;
        for (at, grapheme) in text.grapheme_indices(true) {
            let length = grapheme.chars().count();
            if length > self.left {
                // Nothing that comes later may fill the gap.
                self.left = 0;
                break;
            }
            self.left -= length;
            end = at + grapheme.len();
        }
        text.get(..end).unwrap_or_default()
    }

    fn line<'a>(&mut self, line: &Line<'a>) -> Line<'a> {
        let mut out = Line::new();
        for span in line {
            let text = self.take(&span.text);
            if !text.is_empty() {
                out.push(span.with(text.to_owned()));
            }
            if self.left == 0 {
                break;
            }
        }
        if self.left == 0 {
            trim_end(&mut out);
        }
        out
    }
}

/// Takes white space away from the end of a line.
pub(super) fn trim_end(line: &mut Line<'_>) {
    while let Some(last) = line.last_mut() {
        let kept = last.text.trim_end().len();
        if kept == last.text.len() {
            break;
        }
        last.text.to_mut().truncate(kept);
        if kept == 0 {
            line.pop();
        }
    }
}

fn head_of<'a>(blocks: &[Block<'a>], budget: &mut Budget) -> Vec<Block<'a>> {
    let mut out = Vec::new();
    for block in blocks {
        if budget.left == 0 {
            break;
        }
        let kept = match block {
            Block::Paragraph(line) => Block::Paragraph(budget.line(line)),
            Block::Heading(level, line) => Block::Heading(*level, budget.line(line)),
            Block::Code { language, text } => {
                Block::Code { language: language.clone(), text: Cow::Owned(budget.take(text).to_owned()) }
            }
            Block::Quote(blocks) => Block::Quote(head_of(blocks, budget)),
            Block::List { start, items } => {
                let mut kept: Vec<_> = items.iter().map(|item| head_of(item, budget)).collect();
                kept.truncate(kept.iter().rposition(|item| !item.is_empty()).map_or(0, |last| last + 1));
                Block::List { start: *start, items: kept }
            }
            Block::Table(rows) => {
                let mut kept: Vec<Vec<_>> =
                    rows.iter().map(|row| row.iter().map(|cell| budget.line(cell)).collect()).collect();
                kept.truncate(
                    kept.iter().rposition(|row| row.iter().any(|cell| !cell.is_empty())).map_or(0, |n| n + 1),
                );
                Block::Table(kept)
            }
            Block::Rule => Block::Rule,
        };
        if !is_empty(&kept) {
            out.push(kept);
        }
    }
    out
}

fn is_empty(block: &Block<'_>) -> bool {
    match block {
        Block::Paragraph(line) | Block::Heading(_, line) => line.is_empty(),
        Block::Code { text, .. } => text.is_empty(),
        Block::Quote(blocks) => blocks.is_empty(),
        Block::List { items, .. } => items.is_empty(),
        Block::Table(rows) => rows.is_empty(),
        Block::Rule => false,
    }
}

fn quote(blocks: &mut [Block<'_>]) {
    for block in blocks {
        match block {
            Block::Paragraph(line) | Block::Heading(_, line) => quote_line(line),
            Block::Code { text, .. } => {
                if let Cow::Owned(quoted) = reference::neutralise(text) {
                    *text = Cow::Owned(quoted);
                }
            }
            Block::Quote(blocks) => quote(blocks),
            Block::List { items, .. } => items.iter_mut().for_each(|item| quote(item)),
            Block::Table(rows) => rows.iter_mut().flatten().for_each(quote_line),
            Block::Rule => {}
        }
    }
}

/// Quotes the lines, which may go over several spans, that look like a reference.
fn quote_line(line: &mut Line<'_>) {
    let whole: String = line.iter().map(|span| span.text.as_ref()).collect();
    let mut at = 0;
    let mut forged = Vec::new();
    for part in whole.split_inclusive('\n') {
        if reference::is_reference(part) {
            forged.push(at);
        }
        at += part.len();
    }
    for at in forged.into_iter().rev() {
        insert(line, at);
    }
}

/// Puts a quotation mark before the byte `at` of a line.
fn insert(line: &mut Line<'_>, at: usize) {
    let mut before = 0;
    for number in 0..line.len() {
        let Some(span) = line.get_mut(number) else { return };
        let length = span.text.len();
        if at < before + length {
            let text = span.text.to_mut();
            let rest = text.split_off(at - before);
            let tail = span.with(rest);
            line.splice(number + 1..number + 1, [Span::plain("> "), tail]);
            line.retain(|span| !span.text.is_empty());
            return;
        }
        before += length;
    }
}
