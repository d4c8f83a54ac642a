//! Makes a [`Document`](super::document::Document) of what a reader of a remote text meets, in the order in which it does.
//!
//! What Markdown has no place for is brought into the nearest form that it has: a cell holds one line.

mod text;

use super::document::{Block, Document, Line};
use super::line::readable_text;
use super::{normal, parse};
use std::borrow::Cow;
pub(super) use text::Mark;
use text::Text;

/// What opens around blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Quote,
    /// With its first number, where it is numbered.
    List(Option<u64>),
    Item,
    Table,
}

/// What is being read: the blocks around, and the line of text.
#[derive(Debug, Default)]
pub(super) struct Builder<'a> {
    /// The blocks on the outermost level.
    root: Vec<Block<'a>>,
    around: Vec<Around<'a>>,
    /// What is open within a cell, which holds text alone, or deeper than anything is shown.
    flat: Vec<(Kind, u64)>,
    line: Text<'a>,
    code: Option<(String, String)>,
}

#[derive(Debug)]
enum Around<'a> {
    Quote(Vec<Block<'a>>),
    List(Option<u64>, Vec<Vec<Block<'a>>>),
    Item(Vec<Block<'a>>),
    Table(Vec<Vec<Line<'a>>>),
}

impl Around<'_> {
    /// How deep it goes, as the parser of Markdown counts.
    fn depth(&self) -> usize {
        match self {
            Self::List(..) => 2,
            Self::Quote(_) => 1,
            Self::Item(_) | Self::Table(_) => 0,
        }
    }
}

impl<'a> Builder<'a> {
    /// Text in the marks that are open.
    pub(super) fn text(&mut self, text: impl Into<Cow<'a, str>>) {
        match &mut self.code {
            Some((_, code)) => code.push_str(&text.into()),
            None => self.line.text(text.into()),
        }
    }

    pub(super) fn mark(&mut self, mark: Mark, opens: bool) {
        self.line.mark(mark, opens);
    }

    pub(super) fn open_link(&mut self, target: impl Into<Cow<'a, str>>) {
        self.line.open_link(target.into());
    }

    /// Ends a link. Where it may lead nowhere its target stands behind it, but for a place in the same text.
    pub(super) fn close_link(&mut self) {
        self.line.close_link();
    }

    /// Makes one link of two that lead to the same place, where nothing but signs stands between: wiki text can not link these.
    pub(super) fn rejoin_links(&mut self) {
        self.line.rejoin_links();
    }

    pub(super) fn open_code(&mut self, language: &str) {
        self.end_paragraph();
        self.code = Some((language.to_owned(), String::new()));
    }

    pub(super) fn close_code(&mut self) {
        let Some((language, text)) = self.code.take() else { return };
        let mut text = readable_text(&text);
        if text.ends_with('\n') {
            text.pop();
        }
        if self.is_flat() {
            self.mark(Mark::Code, true);
            self.text(text);
            self.mark(Mark::Code, false);
            self.end_paragraph();
        } else {
            self.add(Block::Code { language, text: Cow::Owned(text) });
        }
    }

    /// Ends the line of text, which becomes a paragraph, or several where empty lines stand in it.
    pub(super) fn end_paragraph(&mut self) {
        if self.in_cell() {
            return self.line.end_part();
        }
        for line in normal::paragraphs(self.take_line()) {
            self.add(Block::Paragraph(line));
        }
    }

    /// Ends the line of text, which becomes a heading. It has no line breaks.
    pub(super) fn end_heading(&mut self, level: u8) {
        if self.in_cell() {
            return self.end_paragraph();
        }
        let line = normal::one(self.take_line());
        if !line.is_empty() {
            self.add(Block::Heading(level, line));
        }
    }

    pub(super) fn rule(&mut self) {
        self.end_paragraph();
        if !self.is_flat() {
            self.add(Block::Rule);
        }
    }

    /// Leaves what is open within the innermost cell, and answers whether that stands in another one.
    fn leave_cell(&mut self) -> bool {
        while self.flat.last().is_some_and(|(kind, _)| *kind != Kind::Table) {
            self.flat.pop();
        }
        !self.flat.is_empty()
    }

    pub(super) fn open_row(&mut self) {
        if self.leave_cell() {
            return self.end_paragraph();
        }
        // What stands between the rows stands before the table.
        let between = normal::one(self.take_line());
        if !between.is_empty() {
            self.add(Block::Paragraph(between));
        }
        if let Some(Around::Table(rows)) = self.around.last_mut() {
            rows.push(Vec::new());
        }
    }

    pub(super) fn end_cell(&mut self) {
        if self.leave_cell() {
            return self.end_paragraph();
        }
        let line = normal::one(self.take_line());
        match self.around.last_mut() {
            Some(Around::Table(rows)) => rows.last_mut().into_iter().for_each(|row| row.push(line.clone())),
            _ if line.is_empty() => {}
            _ => self.add(Block::Paragraph(line)),
        }
    }

    pub(super) fn open(&mut self, kind: Kind) {
        self.end_paragraph();
        let of_list = kind == Kind::Item && matches!(self.around.last(), Some(Around::List(..)));
        let depth: usize = self.around.iter().map(Around::depth).sum();
        let needs = match kind {
            Kind::Quote => 1,
            Kind::List(_) => 2,
            Kind::Item if !of_list => 2,
            Kind::Item | Kind::Table => 0,
        };
        if self.is_flat() || depth + needs > parse::DEPTH {
            if kind == Kind::Item {
                self.bullet();
            }
            return self.flat.push((kind, if let Kind::List(start) = kind { start.unwrap_or(0) } else { 0 }));
        }
        self.around.push(match kind {
            Kind::Quote => Around::Quote(Vec::new()),
            Kind::List(start) => Around::List(start, Vec::new()),
            Kind::Item => Around::Item(Vec::new()),
            Kind::Table => Around::Table(Vec::new()),
        });
    }

    /// What an item begins with where it is text.
    fn bullet(&mut self) {
        let sign = match self.flat.last_mut() {
            Some((Kind::List(Some(_)), number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        self.text(sign);
    }

    /// Ends what was opened last.
    pub(super) fn close(&mut self) {
        self.end_paragraph();
        if self.flat.pop().is_some() {
            return;
        }
        match self.around.pop() {
            Some(Around::Quote(blocks)) if !blocks.is_empty() => self.add(Block::Quote(blocks)),
            Some(Around::Item(blocks)) => match self.around.last_mut() {
                Some(Around::List(_, items)) => items.push(blocks),
                // An item without a list is still a list.
                _ => self.add(Block::List { start: None, items: vec![blocks] }),
            },
            Some(Around::List(start, items)) if !items.is_empty() => self.add(Block::List { start, items }),
            Some(Around::Table(mut rows)) => {
                rows.retain(|row| !row.is_empty());
                if !rows.is_empty() {
                    self.add(Block::Table(rows));
                }
                // What no cell has ended.
                let rest = normal::one(self.take_line());
                if !rest.is_empty() {
                    self.add(Block::Paragraph(rest));
                }
            }
            Some(Around::Quote(_) | Around::List(..)) | None => {}
        }
    }

    /// Whether no text stands on the line yet.
    pub(super) fn is_at_line_start(&self) -> bool {
        self.line.is_at_start()
    }

    /// Whether white space that comes now would be seen by nobody, where rows of it are one.
    pub(super) fn ends_in_space(&self) -> bool {
        self.line.ends_in_space()
    }

    /// What is open around the line, from the outside in.
    pub(super) fn open_kinds(&self) -> impl DoubleEndedIterator<Item = Kind> + '_ {
        let around = self.around.iter().map(|around| match around {
            Around::Quote(_) => Kind::Quote,
            Around::List(start, _) => Kind::List(*start),
            Around::Item(_) => Kind::Item,
            Around::Table(_) => Kind::Table,
        });
        around.chain(self.flat.iter().map(|(kind, _)| *kind))
    }

    pub(super) fn end(mut self) -> Document<'a> {
        self.close_code();
        while !self.around.is_empty() || !self.flat.is_empty() {
            self.close();
        }
        self.end_paragraph();
        Document { blocks: self.root }
    }

    fn in_cell(&self) -> bool {
        matches!(self.around.last(), Some(Around::Table(_)))
    }

    /// Whether blocks are text here.
    fn is_flat(&self) -> bool {
        self.in_cell() || !self.flat.is_empty()
    }

    fn take_line(&mut self) -> Line<'a> {
        self.line.take()
    }

    /// Into the innermost block that holds blocks.
    fn add(&mut self, block: Block<'a>) {
        let blocks = self.around.iter_mut().rev().find_map(|around| match around {
            Around::Quote(blocks) | Around::Item(blocks) => Some(blocks),
            // What stands in a list but in none of its items belongs to the last.
            Around::List(_, items) => {
                if items.is_empty() {
                    items.push(Vec::new());
                }
                items.last_mut()
            }
            Around::Table(_) => None,
        });
        blocks.unwrap_or(&mut self.root).push(block);
    }
}
