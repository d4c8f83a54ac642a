//! A line of text with its marks and links in Markdown, so that it reads as the same line.

use super::escape::{self, Care, fence};
use crate::document::{Block, Line, Span, Style};
use crate::{entities, link, normal, parse};

/// What a line is the text of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    Heading(u8),
    Cell,
}

/// A way to write a line.
#[derive(Debug, Clone, Copy)]
struct Way {
    care: Care,
    strong: &'static str,
    emphasis: &'static str,
    /// Whether an address stands as it is.
    bare: bool,
    marked: bool,
}

const fn way(care: Care, strong: &'static str, emphasis: &'static str, bare: bool) -> Way {
    Way { care, strong, emphasis, bare, marked: true }
}

const PLAIN: Way = way(Care::Light, "**", "*", true);

/// From the one that reads best to the one that is always understood: marks that touch can not always be told apart.
const WAYS: [Way; 8] = [
    PLAIN,
    way(Care::Light, "**", "_", true),
    way(Care::Light, "**", "*", false),
    way(Care::Light, "**", "_", false),
    way(Care::Full, "**", "*", false),
    way(Care::Full, "**", "_", false),
    way(Care::Full, "__", "*", false),
    UNMARKED,
];

/// Nobody reads a longer word, so that it is written at once as it is always understood.
const LONGEST_WORD: usize = 2_000;

const UNMARKED: Way = Way { marked: false, ..way(Care::Full, "**", "*", false) };

/// Writes a line.
pub(super) fn write(line: &Line<'_>, place: Place) -> String {
    let text = written(line, PLAIN, place);
    if reads_as(&text, line, place) {
        return text;
    }
    // Only where it has to, and with more care where what stands side by side would still be read as one.
    for ways in [&WAYS[..], &WAYS[4..]] {
        let mut text = String::new();
        let mut said = Line::new();
        for piece in pieces(line) {
            said.extend(piece_in(piece, ways, place, &mut text));
        }
        if reads_as(&text, &normal::normal(said), place) {
            return text;
        }
    }
    written(line, UNMARKED, place)
}

/// The parts of a line between its white space, and that white space.
fn pieces<'a>(line: &Line<'a>) -> Vec<Line<'a>> {
    let mut out = vec![Line::new()];
    for span in line {
        if span.link.is_some() || span.style != Style::default() {
            out.last_mut().into_iter().for_each(|piece| piece.push(span.clone()));
            continue;
        }
        let mut rest = span.text.as_ref();
        while !rest.is_empty() {
            let is_space = rest.starts_with(char::is_whitespace);
            let end = rest.find(|c: char| c.is_whitespace() != is_space).unwrap_or(rest.len());
            let (part, behind) = rest.split_at(end);
            if is_space {
                out.extend([vec![Span::plain(part.to_owned())], Line::new()]);
            } else {
                out.last_mut().into_iter().for_each(|piece| piece.push(Span::plain(part.to_owned())));
            }
            rest = behind;
        }
    }
    out
}

/// Writes a piece in the first way in which it is read as it is, and answers what it says: less where no way says all.
fn piece_in<'a>(piece: Line<'a>, ways: &[Way], place: Place, out: &mut String) -> Line<'a> {
    let start = out.len();
    let mut said = Line::new();
    let length: usize = piece.iter().map(|span| span.text.len()).sum();
    let ways = if length > LONGEST_WORD { &WAYS[7..] } else { ways };
    for way in ways {
        out.truncate(start);
        Writer { way: *way, place, out }.line(&piece);
        let own = out.get(start..).unwrap_or_default();
        if own.trim().is_empty() {
            return piece;
        }
        said = normal::normal(parse::line(own));
        if said == piece {
            return piece;
        }
    }
    let said: Line<'a> = said.into_iter().map(|span| span.with(span.text.clone().into_owned())).collect();
    // As it will be written from now on.
    out.truncate(start);
    let way = ways.iter().find(|way| {
        let text = written(&said, **way, place);
        normal::normal(parse::line(&text)) == said
    });
    Writer { way: *way.unwrap_or(&UNMARKED), place, out }.line(&said);
    said
}

fn written(line: &Line<'_>, way: Way, place: Place) -> String {
    let mut out = String::new();
    Writer { way, place, out: &mut out }.line(line);
    out
}

/// Whether a text is read as this line, and as nothing more.
fn reads_as(text: &str, line: &Line<'_>, place: Place) -> bool {
    let is_line = |read: Line<'_>| normal::normal(read) == *line;
    match place {
        Place::Paragraph => match parse::blocks(text).as_slice() {
            [] => line.is_empty(),
            [Block::Paragraph(read)] => is_line(read.clone()),
            _ => false,
        },
        Place::Heading(level) => {
            match parse::blocks(&format!("{} {text}", "#".repeat(usize::from(level)))).as_slice() {
                [Block::Heading(own, read)] => *own == level && is_line(read.clone()),
                _ => false,
            }
        }
        Place::Cell => match parse::blocks(&format!("| {text} |\n|---|")).as_slice() {
            [Block::Table(rows)] => match rows.as_slice() {
                [row] => matches!(row.as_slice(), [read] if is_line(read.clone())),
                _ => false,
            },
            _ => false,
        },
    }
}

/// One of the marks of a style.
type Mark = fn(&mut Style) -> &mut bool;

struct Writer<'o> {
    way: Way,
    place: Place,
    out: &'o mut String,
}

impl Writer<'_> {
    fn line(&mut self, line: &[Span<'_>]) {
        let mut rest = line;
        while let Some(first) = rest.first() {
            let length = rest.iter().take_while(|span| span.link == first.link).count();
            let (run, behind) = rest.split_at(length);
            self.run(run, !behind.is_empty());
            rest = behind;
        }
    }

    /// Spans that lead to one target, or nowhere.
    fn run(&mut self, run: &[Span<'_>], before_link: bool) {
        let Some(target) = run.first().and_then(|span| span.link.as_deref()) else {
            return self.marked(run, Style::default(), &mut |writer, span| writer.text(span, false, before_link));
        };
        let is_bare = self.way.bare && matches!(run, [span] if !span.style.code && link::is_same(&span.text, target));
        if is_bare {
            return self.marked(run, Style::default(), &mut |writer, span| writer.out.push_str(&span.text));
        }
        self.out.push('[');
        self.marked(run, Style::default(), &mut |writer, span| writer.text(span, true, false));
        let target = match entities::decoded(target) {
            read if read == target => target.to_owned(),
            _ => target.replace('&', "&amp;"),
        };
        let plain = self.way.care == Care::Light && is_balanced(&target, ['(', ')']);
        self.out.push_str(&if plain { format!("]({target})") } else { format!("](<{target}>)") });
    }

    /// Spans in the marks that are not set around them; the one that goes on the longest stands outside.
    fn marked(&mut self, spans: &[Span<'_>], around: Style, leaf: &mut dyn FnMut(&mut Self, &Span<'_>)) {
        let marks: [(Mark, &str); 3] = [
            (|style| &mut style.strike, "~~"),
            (|style| &mut style.strong, self.way.strong),
            (|style| &mut style.emphasis, self.way.emphasis),
        ];
        let mut rest = spans;
        while let Some(first) = rest.first() {
            let is_set = |of: Mark, mut style: Style| *of(&mut style);
            let longest = marks
                .iter()
                .filter(|(of, _)| self.way.marked && is_set(*of, first.style) && !is_set(*of, around))
                .map(|(of, sign)| (rest.iter().take_while(|span| is_set(*of, span.style)).count(), *of, *sign))
                .reduce(|one, other| if other.0 > one.0 { other } else { one });
            let Some((length, of, sign)) = longest else {
                leaf(self, first);
                rest = rest.get(1..).unwrap_or_default();
                continue;
            };
            let (run, behind) = rest.split_at(length);
            let mut inside = around;
            *of(&mut inside) = true;
            self.out.push_str(sign);
            self.marked(run, inside, leaf);
            self.out.push_str(sign);
            rest = behind;
        }
    }

    fn text(&mut self, span: &Span<'_>, in_link: bool, before_link: bool) {
        // In the text of a link brackets count in code too.
        let is_free = !in_link || is_balanced(&span.text, ['[', ']']) && !span.text.contains('\\');
        if span.style.code && is_free {
            let fence = fence(&span.text, 1);
            let text = span.text.as_ref();
            let space = |c: char| matches!(c, ' ' | '\n');
            let strips = text.starts_with(space) && text.ends_with(space) && !text.trim_matches(space).is_empty();
            let pad = if strips || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
            self.out.push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
            return;
        }
        let around = escape::Around {
            care: self.way.care,
            in_link,
            in_cell: self.place == Place::Cell,
            in_heading: matches!(self.place, Place::Heading(_)),
            before_link,
        };
        escape::text(&span.text, around, self.out);
    }
}

/// Whether each bracket ends where it begins.
fn is_balanced(text: &str, [open, close]: [char; 2]) -> bool {
    let mut depth = 0_usize;
    let goes_on = text.chars().all(|c| {
        if c == open {
            depth += 1;
        } else if c == close {
            let Some(outer) = depth.checked_sub(1) else { return false };
            depth = outer;
        }
        true
    });
    goes_on && depth == 0
}
