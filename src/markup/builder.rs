//! Makes a [`Document`](super::document::Document) of what a reader meets, in the order in which it does.

use super::autolink::autolink;
use super::document::{Block, Line, Span, Style, trim_end};
use super::link;
use super::loss::Losses;
use std::borrow::Cow;

/// Deeper nesting is shown at this depth; a list takes two. Jira's lists go no deeper than 20.
const DEPTH: usize = 32;

const NO_LINK: &str = "a link that is neither http, https nor mailto is shown as text, with its target";
const TOO_DEEP: &str = "what is nested too deeply is shown at the deepest level";

/// What opens around blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Quote,
    /// With its first number, where it is numbered.
    List(Option<u64>),
    Item,
    Table,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Strong,
    Emphasis,
    Strike,
    Code,
}

/// What is being read: the blocks around, and the line of text.
#[derive(Debug, Default)]
pub(super) struct Builder<'a> {
    /// The blocks on the outermost level.
    root: Vec<Block<'a>>,
    around: Vec<Around<'a>>,
    /// How many blocks around were left out since they go too deep.
    too_deep: usize,
    line: Line<'a>,
    /// How often each mark is open.
    marks: [usize; 4],
    /// Links that are open: where their text begins, and their target.
    links: Vec<(usize, Cow<'a, str>)>,
    code: Option<(String, String)>,
    /// What is shown differently in every format.
    pub(super) losses: Losses,
}

#[derive(Debug)]
enum Around<'a> {
    Quote(Vec<Block<'a>>),
    List(Option<u64>, Vec<Vec<Block<'a>>>),
    Item(Vec<Block<'a>>),
    Table(Vec<Vec<Line<'a>>>),
}

impl<'a> Builder<'a> {
    /// Text in the marks that are open.
    pub(super) fn text(&mut self, text: impl Into<Cow<'a, str>>) {
        let text = text.into();
        if let Some((_, code)) = &mut self.code {
            return code.push_str(&text);
        }
        let [strong, emphasis, strike, code] = self.marks.map(|open| open > 0);
        let style = Style { strong, emphasis, strike, code };
        let in_link = self.links.last().map_or(0, |(from, _)| *from);
        // An address may come in several pieces; a link may not take in what stands before it.
        if self.line.len() > in_link
            && let Some(last) = self.line.last_mut()
            && last.style == style
            && last.link.is_none()
        {
            return last.text.to_mut().push_str(&text);
        }
        self.line.push(Span { text, style, link: None });
    }

    pub(super) fn mark(&mut self, mark: Mark, opens: bool) {
        if let Some(open) = self.marks.get_mut(mark as usize) {
            *open = if opens { *open + 1 } else { open.saturating_sub(1) };
        }
    }

    pub(super) fn open_link(&mut self, target: impl Into<Cow<'a, str>>) {
        self.links.push((self.line.len(), target.into()));
    }

    /// Ends a link. Where its text would hide the target, that is added, but not to what was read back.
    pub(super) fn close_link(&mut self, shows_target: bool) {
        let Some((from, target)) = self.links.pop() else { return };
        if shows_target {
            if link::finish(&mut self.line, from, &target) {
                self.losses.add(NO_LINK, &target, &target);
            }
        } else if let Some(target) = link::target(&target) {
            self.line.iter_mut().skip(from).for_each(|span| span.link = Some(target.clone()));
        }
    }

    pub(super) fn open_code(&mut self, language: &str) {
        self.end_paragraph();
        self.code = Some((language.to_owned(), String::new()));
    }

    pub(super) fn close_code(&mut self) {
        if let Some((language, mut text)) = self.code.take() {
            if text.ends_with('\n') {
                text.pop();
            }
            self.add(Block::Code { language, text: Cow::Owned(text) });
        }
    }

    /// Ends the line of text, which becomes a paragraph; within a table's cell, which has none, a space.
    pub(super) fn end_paragraph(&mut self) {
        if matches!(self.around.last(), Some(Around::Table(_))) {
            if !self.line.is_empty() {
                self.text(" ");
            }
            return;
        }
        let line = self.take_line();
        if !line.is_empty() {
            self.add(Block::Paragraph(line));
        }
    }

    /// Ends the line of text, which becomes a heading. It has no line breaks.
    pub(super) fn end_heading(&mut self, level: u8) {
        let mut line = self.take_line();
        for span in line.iter_mut().filter(|span| span.text.contains('\n')) {
            span.text = Cow::Owned(span.text.replace('\n', " "));
        }
        if !line.is_empty() {
            self.add(Block::Heading(level, line));
        }
    }

    pub(super) fn rule(&mut self) {
        self.end_paragraph();
        self.add(Block::Rule);
    }

    pub(super) fn open_row(&mut self) {
        if let Some(Around::Table(rows)) = self.around.last_mut() {
            rows.push(Vec::new());
        }
    }

    pub(super) fn end_cell(&mut self) {
        let line = self.take_line();
        match self.around.last_mut() {
            Some(Around::Table(rows)) => rows.last_mut().into_iter().for_each(|row| row.push(line.clone())),
            _ if line.is_empty() => {}
            _ => self.add(Block::Paragraph(line)),
        }
    }

    pub(super) fn open(&mut self, kind: Kind) {
        self.end_paragraph();
        // An item goes with its list, and no deeper by itself.
        let of_list = kind == Kind::Item && matches!(self.around.last(), Some(Around::List(..)));
        let deep = self.around.len() >= DEPTH && !of_list;
        if self.too_deep > 0 || deep {
            self.losses.add(TOO_DEEP, "", "");
            self.too_deep += 1;
            return;
        }
        self.around.push(match kind {
            Kind::Quote => Around::Quote(Vec::new()),
            Kind::List(start) => Around::List(start, Vec::new()),
            Kind::Item => Around::Item(Vec::new()),
            Kind::Table => Around::Table(Vec::new()),
        });
    }

    /// Ends what was opened last.
    pub(super) fn close(&mut self) {
        self.end_paragraph();
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        match self.around.pop() {
            Some(Around::Quote(blocks)) => self.add(Block::Quote(blocks)),
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
            }
            Some(Around::List(..)) | None => {}
        }
    }

    /// Whether no text stands on the line yet.
    pub(super) fn is_at_line_start(&self) -> bool {
        self.line.last().is_none_or(|span| span.text.ends_with('\n'))
    }

    /// What is open around the line, from the outside in.
    pub(super) fn open_kinds(&self) -> impl DoubleEndedIterator<Item = Kind> + '_ {
        self.around.iter().map(|around| match around {
            Around::Quote(_) => Kind::Quote,
            Around::List(start, _) => Kind::List(*start),
            Around::Item(_) => Kind::Item,
            Around::Table(_) => Kind::Table,
        })
    }

    pub(super) fn end(mut self) -> (Vec<Block<'a>>, Losses) {
        self.close_code();
        while !self.around.is_empty() || self.too_deep > 0 {
            self.close();
        }
        self.end_paragraph();
        (self.root, self.losses)
    }

    fn take_line(&mut self) -> Line<'a> {
        let mut line = std::mem::take(&mut self.line);
        self.links.clear();
        // A link that is none leaves its text in pieces, and what a character means depends on its neighbours.
        line.dedup_by(|next, span| {
            let same = next.style == span.style && next.link == span.link && !next.style.code;
            if same {
                span.text.to_mut().push_str(&next.text);
            }
            same
        });
        trim_end(&mut line);
        autolink(line)
    }

    /// Into the innermost block that holds blocks.
    fn add(&mut self, block: Block<'a>) {
        let blocks = self.around.iter_mut().rev().find_map(|around| match around {
            Around::Quote(blocks) | Around::Item(blocks) => Some(blocks),
            _ => None,
        });
        blocks.unwrap_or(&mut self.root).push(block);
    }
}
