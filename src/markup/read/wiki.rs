//! Reads Jira's wiki text, line by line.

use crate::builder::{Builder, Kind, Mark};
use crate::document::Document;
use crate::entities::decoded;

/// Reads a text.
pub(crate) fn read(wiki: &str) -> Document<'_> {
    let mut reader = Reader { builder: Builder::default(), code: None };
    for line in wiki.lines() {
        reader.line(line);
    }
    Document { blocks: reader.builder.end().0 }
}

struct Reader<'a> {
    builder: Builder<'a>,
    /// The macro that holds code, until it ends.
    code: Option<&'static str>,
}

impl Reader<'_> {
    /// A line holds several macros, one after the other.
    fn line(&mut self, line: &str) {
        let mut rest = Some(line);
        while let Some(part) = rest {
            rest = self.part(part);
        }
    }

    /// Reads up to the end of a macro, and answers what follows it.
    fn part<'l>(&mut self, line: &'l str) -> Option<&'l str> {
        if let Some(name) = self.code {
            let Some((code, rest)) = line.split_once(name) else {
                self.builder.text(format!("{line}\n"));
                return None;
            };
            if !code.is_empty() {
                self.builder.text(code.to_owned());
            }
            self.builder.close_code();
            self.code = None;
            return (!rest.trim().is_empty()).then_some(rest);
        }
        let text = line.trim();
        if text.is_empty() {
            self.close_lists("");
            self.builder.end_paragraph();
            return None;
        }
        let macros = [("{code", "{code}"), ("{noformat", "{noformat}")];
        let opened = macros.iter().find_map(|(open, close)| {
            let (attributes, rest) = text.strip_prefix(open)?.split_once('}')?;
            (attributes.is_empty() || attributes.starts_with(':')).then_some((attributes, rest, *close))
        });
        if let Some((attributes, rest, close)) = opened {
            self.builder.open_code(attributes.trim_start_matches(':').split('|').next().unwrap_or_default());
            self.code = Some(close);
            return (!rest.is_empty()).then_some(rest);
        }
        if let Some(rest) = text.strip_prefix("{quote}") {
            self.close_lists("");
            let within = self.builder.open_kinds().any(|kind| kind == Kind::Quote);
            if within {
                self.builder.close()
            } else {
                self.builder.open(Kind::Quote)
            }
            return (!rest.trim().is_empty()).then_some(rest);
        }
        // A macro may close, or open, behind the text of its line.
        let begins = |at: &usize| {
            let rest = text.get(*at..).unwrap_or_default();
            *at > 0 && ["{quote}", "{code", "{noformat"].iter().any(|name| rest.starts_with(name))
        };
        let next = text.match_indices('{').map(|(at, _)| at).find(begins);
        let Some(at) = next.filter(|at| !text.get(..*at).unwrap_or_default().ends_with(['{', '\\'])) else {
            self.text(text);
            return None;
        };
        self.text(text.get(..at).unwrap_or_default().trim_end());
        text.get(at..)
    }

    /// A line, or what is left of it, without a macro.
    fn text(&mut self, text: &str) {
        let marker = text.find(' ').and_then(|end| text.get(..end)).filter(|marker| is_marker(marker));
        if let Some(marker) = marker {
            return self.item(marker, text.get(marker.len()..).unwrap_or_default().trim_start());
        }
        if text.starts_with('|') {
            return self.row(text);
        }
        if self.builder.open_kinds().next_back() == Some(Kind::Table) {
            self.builder.close();
        }
        if text.len() >= 4 && text.bytes().all(|b| b == b'-') {
            return self.builder.rule();
        }
        let heading = text.strip_prefix('h').and_then(|rest| rest.split_once(". "));
        if let Some((level, rest)) = heading
            && let Ok(level @ 1..=6) = level.parse()
        {
            self.builder.end_paragraph();
            self.inline(rest);
            return self.builder.end_heading(level);
        }
        if let Some(rest) = text.strip_prefix("bq. ") {
            self.builder.open(Kind::Quote);
            self.inline(rest);
            return self.builder.close();
        }
        if !self.builder.is_at_line_start() {
            self.builder.text("\n");
        }
        self.inline(text);
    }

    fn item(&mut self, marker: &str, text: &str) {
        self.close_lists(marker);
        let depth = self.lists().len();
        for sign in marker.chars().skip(depth) {
            self.builder.open(Kind::List((sign == '#').then_some(1)));
            if self.lists().len() < marker.len() {
                self.builder.open(Kind::Item);
            }
        }
        self.builder.open(Kind::Item);
        self.inline(text);
    }

    /// The signs of the lists that are open.
    fn lists(&self) -> String {
        self.builder
            .open_kinds()
            .filter_map(|kind| match kind {
                Kind::List(start) => Some(if start.is_some() { '#' } else { '*' }),
                _ => None,
            })
            .collect()
    }

    /// Closes the lists that a marker does not go on with, and the item before it.
    fn close_lists(&mut self, marker: &str) {
        let marker = marker.replace('-', "*");
        loop {
            let open = self.lists();
            let inner = self.builder.open_kinds().next_back();
            let goes_on = marker.starts_with(&open) && !open.is_empty();
            let done = match inner {
                Some(Kind::Item) => goes_on && open.len() < marker.len(),
                Some(Kind::List(_)) => goes_on,
                Some(Kind::Table) => false,
                _ => true,
            };
            if done {
                return;
            }
            self.builder.close();
        }
    }

    fn row(&mut self, text: &str) {
        if self.builder.open_kinds().next_back() != Some(Kind::Table) {
            self.builder.open(Kind::Table);
        }
        self.builder.open_row();
        let bar = if text.starts_with("||") { "||" } else { "|" };
        let inside = text.strip_prefix(bar).unwrap_or(text);
        let inside = inside.strip_suffix(bar).unwrap_or(inside);
        let (mut from, mut in_link, mut escaped) = (0, false, false);
        for (at, c) in inside.char_indices() {
            match c {
                _ if escaped => {}
                '[' => in_link = true,
                ']' => in_link = false,
                '|' if !in_link => {
                    self.cell(inside.get(from..at).unwrap_or_default());
                    from = at + 1;
                }
                _ => {}
            }
            escaped = c == '\\' && !escaped;
        }
        self.cell(inside.get(from..).unwrap_or_default());
    }

    /// Between the two bars of a head stands no cell.
    fn cell(&mut self, text: &str) {
        if !text.is_empty() {
            self.inline(text.trim());
            self.builder.end_cell();
        }
    }

    /// Marks, links and escapes.
    fn inline(&mut self, text: &str) {
        let mut rest = text;
        let mut before = None;
        let mut open: Vec<(&str, Mark)> = Vec::new();
        while let Some(c) = rest.chars().next() {
            let escaped = rest.strip_prefix('\\').and_then(|after| after.chars().next());
            if let Some(c) = escaped.filter(|c| "-#*_+?^~|%{}[]()!@".contains(*c)) {
                self.builder.text(c.to_string());
                rest = rest.get(1 + c.len_utf8()..).unwrap_or_default();
                before = Some(c);
                continue;
            }
            let marks = [
                ("{{{}", Mark::Code),
                ("{}}}", Mark::Code),
                ("{{", Mark::Code),
                ("}}", Mark::Code),
                ("{*}", Mark::Strong),
                ("{_}", Mark::Emphasis),
                ("{-}", Mark::Strike),
                ("*", Mark::Strong),
                ("_", Mark::Emphasis),
                ("-", Mark::Strike),
            ];
            let mark = marks.into_iter().find(|(sign, _)| rest.starts_with(sign));
            if let Some((sign, mark)) = mark {
                let after = rest.get(sign.len()..).unwrap_or_default();
                let at_edge = sign.len() > 1 || is_edge(before) != is_edge(after.chars().next());
                let position = open.iter().rposition(|(_, other)| *other == mark);
                let opens = position.is_none() && at_edge && (sign.len() > 1 || closes_later(after, sign));
                if opens || (position.is_some() && at_edge) {
                    match position {
                        Some(position) => drop(open.remove(position)),
                        None => open.push((sign, mark)),
                    }
                    self.builder.mark(mark, opens);
                    rest = after;
                    before = Some('}');
                    continue;
                }
            }
            if let Some((shown, target, after)) = link(rest) {
                self.builder.open_link(target.to_owned());
                self.inline(shown);
                self.builder.close_link(false);
                rest = after;
                before = Some(']');
                continue;
            }
            let length = if rest.starts_with("\\\\") { 2 } else { c.len_utf8() };
            let plain = rest.get(length..).unwrap_or_default();
            let end = if length == 2 {
                0
            } else {
                plain.find(|c: char| !c.is_alphanumeric() && c != ' ').unwrap_or(plain.len())
            };
            let piece = rest.get(..length + end).unwrap_or_default();
            // No entity is longer.
            let entity = piece.starts_with('&').then(|| rest.bytes().take(12).position(|b| b == b';')).flatten();
            let piece = entity.and_then(|end| rest.get(..=end)).unwrap_or(piece);
            self.builder.text(if piece == "\\\\" { "\n".to_owned() } else { decoded(piece).into_owned() });
            before = piece.chars().next_back();
            rest = rest.get(piece.len()..).unwrap_or_default();
        }
        for (_, mark) in open {
            self.builder.mark(mark, false);
        }
    }
}

fn is_marker(marker: &str) -> bool {
    marker == "-" || marker.bytes().all(|b| matches!(b, b'*' | b'#'))
}

fn is_edge(c: Option<char>) -> bool {
    !c.is_some_and(char::is_alphanumeric)
}

/// Whether a short mark finds its end on the line: behind text, and not within a word. Nobody marks
/// more than some lines, so no more are looked at.
fn closes_later(text: &str, sign: &str) -> bool {
    text.match_indices(sign).take(20).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + sign.len()..).and_then(|after| after.chars().next());
        before.is_some_and(|c| !c.is_whitespace() && c != '\\') && is_edge(after)
    })
}

/// `[text|target]` and `[target]`: what is shown, the target, and what follows.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let rest = text.strip_prefix('[')?;
    // A link holds no other; so a row of brackets is looked at once.
    let end = rest.find(['[', ']']).filter(|end| rest.as_bytes().get(*end) == Some(&b']'))?;
    let (inside, after) = (rest.get(..end)?, rest.get(end + 1..)?);
    let (shown, target) = inside.rsplit_once('|').unwrap_or((inside, inside));
    crate::link::target(target).map(|_| (shown, target, after))
}
