//! Kibana's Markdown into a [`Document`].
//!
//! Kibana shows a case by EUI's parser: remark-parse 8 with line breaks kept, and plugins. That dialect differs from
//! CommonMark where analysts notice (`C:\%TEMP%`, `~/.ssh`, a heading over a rule), so no parser of CommonMark reads
//! it. This one does, in linear time, and keeps the signs that the dialect would lose: docs/text.md lists each.

mod address;
mod bare;
mod code;
mod context;
mod definition;
mod escape;
mod html;
mod inline;
mod kibana;
mod leaf;
mod lines;
mod link;
mod list;
mod marks;
mod nodes;
mod quote;
mod shield;
mod table;

use super::document::{Block, Document, Line, Span, Style};
use super::format::Format;
use super::line::lines;
use super::loss::Losses;
use context::Context;
use definition::{Definitions, Found};
use lines::{indent, is_blank};
use list::Bullet;
use std::borrow::Cow;

/// Deeper nesting is shown at this depth; a list takes two. Jira's lists go no deeper than 20.
pub(super) const DEPTH: usize = 32;

const TOO_DEEP: &str = "what is nested too deeply is shown at the deepest level";

/// Reads a text for a target: the raw ones show Markdown as it was typed. `kibana` is the address of a page of Kibana,
/// from which a link without a host leads on.
pub(super) fn parse_for<'a>(
    source: &'a str,
    format: Format,
    kibana: Option<&str>,
    losses: &mut Losses,
) -> Document<'a> {
    if matches!(format, Format::Raw | Format::RawAdf) {
        return Document::of_text(source);
    }
    let lines: Vec<&str> = lines(source).collect();
    let mut definitions = Definitions::default();
    if memchr::memchr_iter(b']', source.as_bytes()).any(|at| source.as_bytes().get(at + 1) == Some(&b':')) {
        // References may stand before what they refer to.
        let mut unheard = Losses::default();
        let context = Context { kibana, definitions, losses: &mut unheard, in_link: false };
        let mut first = Parser { source, context };
        first.blocks(&lines, 0);
        definitions = first.context.definitions.known();
    }
    let mut parser = Parser { source, context: Context { kibana, definitions, losses, in_link: false } };
    Document { blocks: parser.blocks(&lines, 0) }
}

/// The blocks of a text as they come, without a place for what they lead to.
pub(super) fn blocks(source: &str) -> Vec<Block<'_>> {
    parse_for(source, Format::Html, None, &mut Losses::default()).blocks
}

/// A text within a block.
pub(super) fn line(text: &str) -> Line<'_> {
    let mut losses = Losses::default();
    let definitions = Definitions::default();
    inline::read(text, &mut Context { kibana: None, definitions, losses: &mut losses, in_link: false })
}

/// How long a part is that a text begins with, of which no more than its name is shown: what only Kibana draws, or the bytes of
/// an image behind the brackets of its text. `fuel` is what is left of the work that may be done in vain.
pub(super) fn unread(text: &str, fuel: &mut usize) -> Option<usize> {
    let is_data = |target: &&str| link::is_data(target);
    let bytes = ["](", "]: <", "]: "].into_iter().find_map(|sign| text.strip_prefix(sign)).filter(is_data);
    if *fuel == 0 || bytes.is_none() && !text.starts_with("!{") {
        return None;
    }
    let length = match bytes {
        Some(bytes) => {
            let end = bytes.bytes().position(|byte| matches!(byte, b' ' | b')' | b'>' | b'\n'));
            end.map(|end| text.len() - bytes.len() + end)
        }
        None => kibana::read(text).map(|found| found.length),
    };
    *fuel = fuel.saturating_sub(if length.is_none() { text.len() } else { 0 });
    length
}

pub(super) use bare::linked;

struct Parser<'a, 'p> {
    source: &'a str,
    context: Context<'a, 'p>,
}

impl<'a> Parser<'a, '_> {
    /// The blocks of some lines, each a part of a line of the source.
    fn blocks(&mut self, lines: &[&'a str], depth: usize) -> Vec<Block<'a>> {
        let mut out = Vec::new();
        let mut at = 0;
        // Where the line behind the last checkbox is.
        let mut behind_box = None;
        while let Some(rest) = lines.get(at..).filter(|rest| !rest.is_empty()) {
            let line = rest.first().filter(|line| !leaf::begins_indented_code(line));
            if let Some((done, text)) = line.and_then(|line| list::checkbox(line)) {
                self.checkbox(done, text, &mut out, behind_box == Some(at));
                at += 1;
                behind_box = Some(at);
            } else {
                at += self.block(rest, depth, &mut out).max(1);
            }
        }
        out
    }

    /// Reads the first block of some lines, and answers how many it takes.
    fn block(&mut self, lines: &[&'a str], depth: usize, out: &mut Vec<Block<'a>>) -> usize {
        let Some(&line) = lines.first() else { return 1 };
        if is_blank(line) {
            return 1;
        }
        if let Some((block, taken)) = leaf::indented_code(lines).or_else(|| leaf::fenced_code(lines)) {
            out.push(block);
            return taken;
        }
        if quote::begins(line) {
            return self.quote(lines, depth, out);
        }
        if let Some((level, text)) = leaf::atx_heading(line) {
            let line = self.inline(Cow::Borrowed(text));
            add(line, out, |line| Block::Heading(level, line));
            return 1;
        }
        if leaf::is_rule(line) {
            out.push(Block::Rule);
            return 1;
        }
        if let Some(bullet) = list::bullet(line) {
            if depth + 2 <= DEPTH {
                return self.list(bullet, lines, depth, out);
            }
            self.context.losses.add(TOO_DEEP, line, line);
        }
        if let Some(level) = leaf::setext_level(lines) {
            let line = self.inline(Cow::Borrowed(line.trim()));
            add(line, out, |line| Block::Heading(level, line));
            return 2;
        }
        if let Some((taken, _)) = html::block(lines) {
            for part in lines.get(..taken).unwrap_or_default().split(|line| is_blank(line)) {
                self.verbatim(part, out);
            }
            return taken;
        }
        if let Some(found) = definition::read(lines) {
            self.definition(&found, lines, out);
            return found.taken;
        }
        if let Some((rows, taken)) = table::read(lines) {
            let rows =
                rows.into_iter().map(|row| row.into_iter().map(|cell| self.inline(Cow::Borrowed(cell))).collect());
            out.push(Block::Table(rows.collect()));
            return taken;
        }
        let taken = 1 + lines
            .iter()
            .skip(1)
            .enumerate()
            .take_while(|(number, line)| {
                !is_blank(line) && !interrupts_paragraph(lines.get(number + 1..).unwrap_or_default())
            })
            .count();
        let line = self.inline(self.joined(lines.get(..taken).unwrap_or_default()));
        add(line, out, Block::Paragraph);
        taken
    }

    fn quote(&mut self, lines: &[&'a str], depth: usize, out: &mut Vec<Block<'a>>) -> usize {
        let mut inside = quote::inside(lines);
        let taken = inside.len();
        if depth < DEPTH {
            let blocks = self.blocks(&inside, depth + 1);
            if !blocks.is_empty() {
                out.push(Block::Quote(blocks));
            }
            return taken;
        }
        self.context.losses.add(TOO_DEEP, lines.first().unwrap_or(&""), "");
        // No line of it begins a quote any more.
        inside.iter_mut().for_each(|line| *line = quote::bare(line));
        out.extend(self.blocks(&inside, depth));
        taken
    }

    fn list(&mut self, first: Bullet, lines: &[&'a str], depth: usize, out: &mut Vec<Block<'a>>) -> usize {
        let (items, taken) = list::items(first, lines);
        let items = items.into_iter().map(|item| {
            let blocks = self.blocks(&item.lines, depth + 2);
            if let Some(done) = item.task { ticked(done, blocks) } else { blocks }
        });
        out.push(Block::List { start: first.number, items: items.collect() });
        taken
    }

    /// An item of the list that the checkbox before began, where that stands on the line before.
    fn checkbox(&mut self, done: bool, text: &'a str, out: &mut Vec<Block<'a>>, follows: bool) {
        let text = self.inline(Cow::Borrowed(text.trim()));
        let item = ticked(done, vec![Block::Paragraph(text)]);
        match out.last_mut() {
            Some(Block::List { start: None, items }) if follows => items.push(item),
            _ => out.push(Block::List { start: None, items: vec![item] }),
        }
    }

    /// Takes note of a definition. One that no reference uses is a line of text, with the lines before it.
    fn definition(&mut self, found: &Found<'a>, lines: &[&'a str], out: &mut Vec<Block<'a>>) {
        if self.context.definitions.is_hidden(found) {
            return;
        }
        let text = self.joined(lines.get(..found.taken).unwrap_or_default()).into_owned();
        // The label is no reference to itself.
        let line: Line<'a> = owned(bare::verbatim(&text));
        match out.last_mut() {
            Some(Block::Paragraph(before)) => {
                before.push(Span::plain("\n"));
                before.extend(line);
            }
            _ => out.push(Block::Paragraph(line)),
        }
    }

    /// Lines as one text, without the white space at the edges of each; a part of the source where it can be.
    fn joined(&self, lines: &[&'a str]) -> Cow<'a, str> {
        let mut lines = lines.iter().map(|line| line.trim_matches([' ', '\t']));
        let mut text = Cow::Borrowed(lines.next().unwrap_or_default());
        for line in lines {
            let both = match &text {
                Cow::Borrowed(text) => span_of(self.source, text, line),
                Cow::Owned(_) => None,
            };
            match both {
                Some(both) => text = Cow::Borrowed(both),
                None => {
                    let text = text.to_mut();
                    text.push('\n');
                    text.push_str(line);
                }
            }
        }
        text
    }

    /// Lines in which nothing but an address has a meaning.
    fn verbatim(&mut self, lines: &[&'a str], out: &mut Vec<Block<'a>>) {
        let line = match self.joined(lines) {
            Cow::Borrowed(text) => bare::verbatim(text),
            Cow::Owned(text) => owned(bare::verbatim(&text)),
        };
        add(line, out, Block::Paragraph);
    }

    fn inline(&mut self, text: Cow<'a, str>) -> Line<'a> {
        match text {
            Cow::Borrowed(text) => inline::read(text, &mut self.context),
            Cow::Owned(text) => owned(inline::read(&text, &mut self.context)),
        }
    }
}

/// Adds a block of a line, unless nothing of that is shown.
fn add<'a>(line: Line<'a>, out: &mut Vec<Block<'a>>, block: impl FnOnce(Line<'a>) -> Block<'a>) {
    if !line.is_empty() {
        out.push(block(line));
    }
}

/// Blocks with the sign of a checkbox before them.
fn ticked(done: bool, mut blocks: Vec<Block<'_>>) -> Vec<Block<'_>> {
    let sign = if done { "[x] " } else { "[ ] " };
    match blocks.first_mut() {
        Some(Block::Paragraph(line)) => match line.first_mut() {
            Some(first) if first.style == Style::default() && first.link.is_none() => {
                first.text = Cow::Owned(format!("{sign}{}", first.text));
            }
            _ => line.insert(0, Span::plain(sign)),
        },
        _ => blocks.insert(0, Block::Paragraph(vec![Span::plain(sign)])),
    }
    blocks
}

/// Two parts of the source that a line break alone stands between, in one.
fn span_of<'a>(source: &'a str, one: &str, other: &str) -> Option<&'a str> {
    let from = (one.as_ptr() as usize).checked_sub(source.as_ptr() as usize)?;
    let next = from + one.len() + 1;
    let adjacent = (source.as_ptr() as usize).checked_add(next)? == other.as_ptr() as usize;
    source.get(from..next + other.len()).filter(|_| adjacent)
}

fn owned<'a>(line: Line<'_>) -> Line<'a> {
    line.into_iter().map(|span| span.with(span.text.clone().into_owned())).collect()
}

/// Whether a paragraph ends before these lines.
fn interrupts_paragraph(lines: &[&str]) -> bool {
    let Some(&line) = lines.first() else { return true };
    // All but a heading of two lines begin with one of these.
    let begins = line.get(indent(line)..).and_then(|text| text.bytes().next());
    let may = matches!(begins, Some(b'*' | b'-' | b'_' | b'+' | b'1' | b'#' | b'`' | b'~' | b'>' | b'<' | b'['));
    may && (leaf::is_rule(line)
        || list::bullet(line).is_some_and(|bullet| bullet.may_interrupt())
        || leaf::atx_heading(line).is_some()
        || leaf::opens_fence(line).is_some()
        || quote::begins(line)
        || html::block(lines.get(..1).unwrap_or_default()).is_some_and(|(_, interrupts)| interrupts))
        || leaf::setext_level(lines).is_some()
        || may && definition::read(lines).is_some()
}
