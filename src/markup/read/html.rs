//! Reads simple HTML, as a rich text field holds it. Unknown tags are left out, their text stays.

use crate::builder::{Builder, Kind, Mark};
use crate::document::Document;
use crate::entities::decoded;

/// Reads a text.
pub(crate) fn read(html: &str) -> Document<'_> {
    let mut reader = Reader { builder: Builder::default(), in_pre: false, pre_begins: false, cells: Vec::new() };
    let mut rest = html;
    let mut comments_end = true;
    while let Some(at) = rest.find('<') {
        reader.text(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let begins = rest
            .get(1..)
            .is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')));
        if !begins {
            reader.text("<");
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        // Where one comment has no end, no later one has.
        let comment = (comments_end && rest.starts_with("<!--")).then(|| rest.find("-->"));
        comments_end &= comment != Some(None);
        let Some(end) = comment.flatten().map(|at| at + 2).or_else(|| tag_end(rest)) else { break };
        let tag = rest.get(1..end).unwrap_or_default();
        rest = rest.get(end + 1..).unwrap_or_default();
        match unseen(tag) {
            // What stands within is shown nowhere.
            Some(close) => rest = after(rest, close),
            None => reader.tag(tag),
        }
    }
    reader.text(rest);
    reader.builder.end()
}

/// Where a tag ends: not within the quotes of an attribute, where those close.
fn tag_end(tag: &str) -> Option<usize> {
    let first = tag.find('>')?;
    let mut quote = None;
    let end = tag.bytes().enumerate().take(4_000).find(|(_, byte)| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(*byte);
            false
        }
        (Some(open), _) if open == *byte => {
            quote = None;
            false
        }
        _ => false,
    });
    Some(end.map_or(first, |(end, _)| end))
}

/// What ends the element of a tag whose text nobody sees.
fn unseen(tag: &str) -> Option<&'static str> {
    let is = |name: &str| {
        tag.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
            && !tag.get(name.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    ["script", "style", "title", "template"].into_iter().find(|name| is(name))
}

/// Behind the closing tag of an element; at the end where it is not closed.
fn after<'t>(text: &'t str, name: &str) -> &'t str {
    let closes = |at: &usize| text.get(at + 2..at + 2 + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
    let close = text.match_indices("</").map(|(at, _)| at).find(closes);
    let rest = close.and_then(|at| text.get(at..)).unwrap_or_default();
    rest.split_once('>').map_or("", |(_, rest)| rest)
}

/// What stands on lines of its own and is shown as a paragraph.
const BLOCKS: [&str; 24] = [
    "address",
    "article",
    "aside",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "head",
    "header",
    "legend",
    "main",
    "nav",
    "p",
    "section",
    "summary",
];

struct Reader<'a> {
    builder: Builder<'a>,
    in_pre: bool,
    /// Right behind `<pre>`, where a line break says nothing.
    pre_begins: bool,
    /// Of each table that is open, whether a cell is.
    cells: Vec<bool>,
}

impl Reader<'_> {
    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let text =
            decoded(if std::mem::take(&mut self.pre_begins) { text.strip_prefix('\n').unwrap_or(text) } else { text });
        if self.in_pre {
            return self.builder.text(text.into_owned());
        }
        let mut words = text.split(|c: char| c.is_ascii_whitespace());
        let mut shown = words.next().unwrap_or_default().to_owned();
        for word in words {
            if !shown.ends_with(' ') {
                shown.push(' ');
            }
            shown.push_str(word);
        }
        if shown.starts_with(' ') && self.builder.ends_in_space() {
            shown.remove(0);
        }
        self.builder.text(shown);
    }

    fn tag(&mut self, tag: &str) {
        self.pre_begins = false;
        let (closes, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let end = tag.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(tag.len());
        let name = tag.get(..end).unwrap_or_default().to_ascii_lowercase();
        let attribute = |name: &str| attribute(tag.get(end..).unwrap_or_default(), name);
        let builder = &mut self.builder;
        match name.as_str() {
            "b" | "strong" => builder.mark(Mark::Strong, !closes),
            "i" | "em" => builder.mark(Mark::Emphasis, !closes),
            "s" | "del" | "strike" => builder.mark(Mark::Strike, !closes),
            "code" | "tt" if !self.in_pre => builder.mark(Mark::Code, !closes),
            "br" => builder.text("\n"),
            "hr" => builder.rule(),
            "a" if closes => builder.close_link(),
            "a" => builder.open_link(attribute("href").unwrap_or_default()),
            "pre" => {
                self.in_pre = !closes;
                self.pre_begins = !closes;
                if closes { builder.close_code() } else { builder.open_code("") }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.bytes().last().unwrap_or(b'1') - b'0';
                if closes { builder.end_heading(level) } else { builder.end_paragraph() }
            }
            "blockquote" => self.block(Kind::Quote, closes),
            "ul" => self.block(Kind::List(None), closes),
            "ol" => {
                let start = attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                self.block(Kind::List(Some(start)), closes);
            }
            "li" => {
                // The end of an item may be left out where the next one begins.
                if !closes && self.builder.open_kinds().rev().find(|kind| *kind != Kind::Quote) == Some(Kind::Item) {
                    self.block(Kind::Item, true);
                }
                self.block(Kind::Item, closes);
            }
            "table" if closes => {
                self.end_cell();
                self.cells.pop();
                self.block(Kind::Table, true);
            }
            "table" => {
                self.cells.push(false);
                self.block(Kind::Table, false);
            }
            "img" => builder.text(attribute("alt").unwrap_or_default()),
            "input" if attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) => {
                let is_checked = tag.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "checked");
                builder.text(if is_checked { "[x] " } else { "[ ] " });
            }
            "sup" if !closes => builder.text("^"),
            // The end of a cell and of a row may be left out.
            "tr" => {
                self.end_cell();
                if !closes {
                    self.builder.open_row();
                }
            }
            "td" | "th" => {
                self.end_cell();
                self.cells.last_mut().into_iter().for_each(|cell| *cell = !closes);
            }
            name if BLOCKS.contains(&name) => builder.end_paragraph(),
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        if self.cells.last_mut().is_some_and(std::mem::take) {
            self.builder.end_cell();
        }
    }

    /// A closing tag without its opening one says nothing; one that is missing is added.
    fn block(&mut self, kind: Kind, closes: bool) {
        if !closes {
            return self.builder.open(kind);
        }
        let same = |open: &Kind| std::mem::discriminant(open) == std::mem::discriminant(&kind);
        // No end within a table is that of what is around it.
        let mut own = self.builder.open_kinds().rev().take_while(|open| *open != Kind::Table || kind == Kind::Table);
        let depth = own.position(|open| same(&open));
        drop(own);
        (0..depth.map_or(0, |depth| depth + 1)).for_each(|_| self.builder.close());
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.match_indices(name).find_map(|(at, _)| {
        let after = lower.get(at + name.len()..)?.trim_start();
        let own = lower.get(..at)?.ends_with(|c: char| c.is_ascii_whitespace());
        (own && after.starts_with('=')).then_some(lower.len() - after.len() + 1)
    })?;
    let value = tag.get(at..)?.trim_start();
    let quoted = ['"', '\''].into_iter().find_map(|sign| value.strip_prefix(sign)?.split(sign).next());
    Some(
        decoded(quoted.unwrap_or_else(|| value.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default()))
            .into_owned(),
    )
}
