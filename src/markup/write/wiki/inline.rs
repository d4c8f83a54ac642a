//! A line of text, with its marks, in Jira's wiki text.
//!
//! Within a mark or a link stands nothing that would have to be escaped: Atlassian's parser takes the
//! escapes away and reads what is left once more. So such characters stand between two parts of the
//! mark: the text stays whole, and only they are not bold.

use super::escape::{Around, Escaping, escaping};
use crate::document::{Line, Span, Style};
use crate::line::lines;
use crate::loss::Losses;

const ENTITY: &str = "some characters are written as entities, which Jira's renderer shows as the characters";
const UNMARKED: &str = "characters with a meaning in Jira stand outside of bold, italics and links";
const UNLINKED: &str = "a link of characters with a meaning in Jira is followed by its target";
const MARKED_ADDRESS: &str = "an address that is linked is shown without bold and italics";
const CODE_IN_LINK: &str = "code within a link is shown as plain text";

/// Where the text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Block,
    Quote,
    Item,
    ItemInQuote,
    Cell,
}

/// So many bytes may the targets of one link take that is written in parts.
const REPEATED: usize = 16_384;

pub(super) fn write(line: &Line<'_>, container: Container, out: &mut String, losses: &mut Losses) {
    let mut inline = Inline { container, out, losses, blank: true, before: None, next: None, is_linked: false };
    for (number, span) in line.iter().enumerate() {
        let next = line.get(number + 1);
        inline.next = next.and_then(|next| next.text.chars().next());
        inline.span(span);
        if next.is_none_or(|next| next.link != span.link) {
            inline.end_link(span);
        }
    }
}

struct Inline<'o, 'l> {
    container: Container,
    out: &'o mut String,
    losses: &'l mut Losses,
    /// Whether nothing but white space stands on the line so far.
    blank: bool,
    /// The character before, on this line.
    before: Option<char>,
    /// What the next span begins with.
    next: Option<char>,
    /// Whether something of the link leads to its target.
    is_linked: bool,
}

/// A piece of a span: what can stand within its marks, or what must stand outside.
enum Piece<'t> {
    Run(&'t str),
    Special(&'t str, Escaping),
}

impl Inline<'_, '_> {
    fn emit(&mut self, text: &str) {
        self.blank = self.blank && text.trim().is_empty();
        self.before = text.chars().next_back().or(self.before);
        self.out.push_str(text);
    }

    fn span(&mut self, span: &Span<'_>) {
        let style = span.style;
        if style.code && span.link.is_some() {
            self.losses.add(CODE_IN_LINK, &span.text, &span.text);
        }
        for (number, text) in lines(&span.text).enumerate() {
            if number > 0 {
                self.line_break();
            }
            if span.link.is_none() && style.code {
                self.code(text);
            } else if span.link.is_none() && style == Style::default() {
                self.plain(text);
            } else if span.link.is_some() && style != Style::default() && holds_address(text) {
                // Within marks an address would be read as a link of its own.
                self.losses.add(MARKED_ADDRESS, text, text);
                self.marked(text, &Span { style: Style::default(), ..span.clone() });
            } else {
                self.marked(text, span);
            }
        }
    }

    /// Where no sign of a link can be linked, its target stands behind.
    fn end_link(&mut self, span: &Span<'_>) {
        let is_linked = std::mem::take(&mut self.is_linked);
        if let Some(target) = span.link.as_deref().filter(|_| !is_linked) {
            self.losses.add(UNLINKED, &span.text, target);
            self.emit(&format!(" [{target}]"));
        }
    }

    /// An empty line would end a list or the paragraph, and any line a table's row.
    fn line_break(&mut self) {
        match self.container {
            Container::Cell => return self.emit(" "),
            _ if self.blank => return,
            _ => self.out.push('\n'),
        }
        self.blank = true;
        self.before = None;
    }

    fn pieces<'t>(&self, text: &'t str, span: Option<&Span<'_>>) -> Vec<Piece<'t>> {
        let mut pieces = Vec::new();
        let mut from = 0;
        // Where the line begins, white space left out. What stands within marks is read anew.
        let mut line = (self.blank || span.is_some()).then_some(0);
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            if line == Some(at) && c.is_whitespace() {
                line = Some(end);
                continue;
            }
            let around = Around {
                before: text.get(..at).unwrap_or_default(),
                after: text.get(end..).unwrap_or_default(),
                line: line.and_then(|line| text.get(line..at)),
                in_cell: self.container == Container::Cell,
                in_link: span.is_some_and(|span| span.link.is_some()),
                after_entity: match pieces.last() {
                    Some(Piece::Special(_, escaping)) => from == at && *escaping == Escaping::Entity,
                    _ => from == at && self.before == Some(';'),
                },
                style: span.map(|span| span.style).unwrap_or_default(),
            };
            let escaping = escaping(c, around);
            if escaping == Escaping::Bare {
                continue;
            }
            pieces.push(Piece::Run(text.get(from..at).unwrap_or_default()));
            pieces.push(Piece::Special(text.get(at..end).unwrap_or_default(), escaping));
            from = end;
            line = span.map(|_| end);
        }
        pieces.push(Piece::Run(text.get(from..).unwrap_or_default()));
        pieces
    }

    fn plain(&mut self, text: &str) {
        for piece in self.pieces(text, None) {
            match piece {
                Piece::Run(text) => self.emit(text),
                Piece::Special(text, escaping) => self.special(text, escaping),
            }
        }
    }

    fn special(&mut self, text: &str, escaping: Escaping) {
        match escaping {
            Escaping::Bare | Escaping::Outside => {}
            Escaping::Backslash => self.emit("\\"),
            Escaping::Entity => {
                let entity = match text {
                    "&" => "&amp;".to_owned(),
                    _ => text.chars().map(|c| format!("&#{};", u32::from(c))).collect(),
                };
                self.losses.add(ENTITY, text, &entity);
                return self.emit(&entity);
            }
        }
        self.emit(text);
    }

    /// Monospaced. Jira's renderer reads marks in it, so they are escaped there too.
    fn code(&mut self, text: &str) {
        let (lead, inside, tail) = trimmed(text);
        self.emit(lead);
        if !inside.is_empty() {
            let long = self.needs_braces(tail.chars().next().or(self.next)) || is_macro(inside);
            self.emit(if long { "{{{}" } else { "{{" });
            self.plain(inside);
            self.emit(if long { "{}}}" } else { "}}" });
        }
        self.emit(tail);
    }

    fn marked(&mut self, text: &str, span: &Span<'_>) {
        let pieces = self.pieces(text, Some(span));
        let mut pieces = pieces.iter().peekable();
        // Each run is a link of its own, and repeats the target.
        let runs = span.link.as_ref().map_or(usize::MAX, |target| (REPEATED / target.len().max(1)).max(1));
        let unlinked = Span { link: None, ..span.clone() };
        let mut number = 0;
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Run(part) => {
                    let next = pieces.peek().map_or(self.next, |_| Some('\\'));
                    self.run(part, if number < runs { span } else { &unlinked }, next);
                    number += usize::from(!part.is_empty());
                }
                Piece::Special(part, escaping) => {
                    self.losses.add(UNMARKED, text, part);
                    self.special(part, *escaping);
                }
            }
        }
    }

    /// Text without anything to escape, in the marks of its span.
    fn run(&mut self, text: &str, span: &Span<'_>, next: Option<char>) {
        let (lead, inside, tail) = trimmed(text);
        self.emit(lead);
        if !inside.is_empty() {
            let style = span.style;
            let all = [(style.strong, ["*", "{*}"]), (style.emphasis, ["_", "{_}"]), (style.strike, ["-", "{-}"])];
            let marks: Vec<[&str; 2]> = all.into_iter().filter(|(is_set, _)| *is_set).map(|(_, mark)| mark).collect();
            let long = marks.len() > 1 || span.link.is_some() || self.needs_braces(tail.chars().next().or(next));
            let marks: Vec<&str> = marks.into_iter().map(|[short, braces]| if long { braces } else { short }).collect();
            // Within the link: an address may hold the sign of the mark.
            if span.link.is_some() {
                self.emit("[");
            }
            let same = span.link.as_deref() == Some(inside);
            marks.iter().for_each(|mark| self.emit(mark));
            self.emit(inside);
            marks.iter().rev().for_each(|mark| self.emit(mark));
            if let Some(target) = &span.link {
                self.is_linked = true;
                self.emit(&if same && marks.is_empty() { "]".to_owned() } else { format!("|{target}]") });
            }
        }
        self.emit(tail);
    }

    /// Short marks work only at the edges of words.
    fn needs_braces(&self, next: Option<char>) -> bool {
        let opens = self.before.is_none_or(|c| c == ' ');
        let closes = next.is_none_or(|c| matches!(c, ' ' | '\n' | '.' | ',' | ';'));
        !(opens && closes)
    }
}

/// Whether code between two braces on each side would be a macro of this name.
fn is_macro(code: &str) -> bool {
    const NAMES: [&str; 7] = ["adf", "anchor", "code", "color", "noformat", "panel", "quote"];
    let end = code.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(code.len());
    let (name, after) = code.split_at(end);
    NAMES.contains(&name.to_ascii_lowercase().as_str()) && (after.is_empty() || after.starts_with([':', '}']))
}

fn holds_address(text: &str) -> bool {
    text.contains("://") || text.contains("mailto:")
}

/// The white space at the start, what stands between, and the white space at the end.
fn trimmed(text: &str) -> (&str, &str, &str) {
    let rest = text.trim_start();
    let inside = rest.trim_end();
    let lead = text.get(..text.len() - rest.len()).unwrap_or_default();
    (lead, inside, rest.get(inside.len()..).unwrap_or_default())
}
