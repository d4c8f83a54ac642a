//! Marks, links, images and escapes within a line.

use super::macros;
use crate::builder::{Builder, Mark};
use crate::entities::decoded;
use crate::write::wiki::escape::{ESCAPED, ICONS, leads_on};

/// What marks a text, and what becomes of it: insertions and subscripts are text.
const SIGNS: [(&str, Option<Mark>); 17] = [
    ("{*}", Some(Mark::Strong)),
    ("{_}", Some(Mark::Emphasis)),
    ("{-}", Some(Mark::Strike)),
    ("{+}", None),
    ("{^}", None),
    ("{~}", None),
    ("{??}", Some(Mark::Emphasis)),
    ("??", Some(Mark::Emphasis)),
    ("*", Some(Mark::Strong)),
    ("_", Some(Mark::Emphasis)),
    ("-", Some(Mark::Strike)),
    ("+", None),
    ("^", None),
    ("~", None),
    ("{{{}", Some(Mark::Code)),
    ("{{", Some(Mark::Code)),
    ("{}}}", Some(Mark::Code)),
];

pub(super) struct Inline<'t, 'b, 'a> {
    rest: &'t str,
    before: Option<char>,
    /// The signs that are open.
    open: Vec<usize>,
    /// Whether code may find its end.
    codes_end: bool,
    builder: &'b mut Builder<'a>,
}

impl<'t, 'b, 'a> Inline<'t, 'b, 'a> {
    pub(super) fn new(text: &'t str, builder: &'b mut Builder<'a>) -> Self {
        Self { rest: text, before: None, open: Vec::new(), codes_end: true, builder }
    }

    pub(super) fn read(mut self) {
        while !self.rest.is_empty() {
            let done = self.escaped()
                || self.code()
                || self.icon()
                || self.sign()
                || self.link()
                || self.image()
                || self.unseen()
                || self.line_break();
            if !done {
                self.plain();
            }
        }
        for mark in self.open.into_iter().filter_map(|sign| SIGNS.get(sign)?.1) {
            self.builder.mark(mark, false);
        }
    }

    fn skip(&mut self, length: usize, before: char) {
        self.rest = self.rest.get(length..).unwrap_or_default();
        self.before = Some(before);
    }

    fn text(&mut self, length: usize) {
        let text = self.rest.get(..length).unwrap_or_default();
        self.builder.text(decoded(text).into_owned());
        self.before = text.chars().next_back().or(self.before);
        self.rest = self.rest.get(length..).unwrap_or_default();
    }

    fn escaped(&mut self) -> bool {
        let escaped = self.rest.strip_prefix('\\').and_then(|after| after.chars().next());
        let Some(c) = escaped.filter(|c| ESCAPED.contains(*c)) else { return false };
        self.builder.text(c.to_string());
        self.skip(1 + c.len_utf8(), c);
        true
    }

    /// Code between two braces on each side: what else marks a text is text in it.
    fn code(&mut self) -> bool {
        let is_open = self.open.iter().any(|sign| SIGNS.get(*sign).is_some_and(|(_, mark)| *mark == Some(Mark::Code)));
        if is_open {
            let end = ["{}}}", "}}"].into_iter().find(|end| self.rest.starts_with(end));
            let Some(end) = end else {
                if !self.line_break() {
                    self.plain();
                }
                return true;
            };
            self.open.retain(|sign| SIGNS.get(*sign).is_none_or(|(_, mark)| *mark != Some(Mark::Code)));
            self.builder.mark(Mark::Code, false);
            self.skip(end.len(), '}');
            return true;
        }
        let begin = ["{{{}", "{{"].into_iter().find(|begin| self.rest.starts_with(begin));
        let Some(begin) = begin.filter(|_| self.codes_end) else { return false };
        // Where one finds no end, no later one does.
        self.codes_end = self.rest.get(begin.len()..).is_some_and(|rest| rest.contains("}}"));
        if !self.codes_end {
            return false;
        }
        self.open.extend(SIGNS.iter().position(|(sign, _)| *sign == begin));
        self.builder.mark(Mark::Code, true);
        self.skip(begin.len(), '{');
        true
    }

    /// `(/)` and its kind stay as they are.
    fn icon(&mut self) -> bool {
        let inside = self.rest.strip_prefix('(');
        let icon = inside.and_then(|inside| ICONS.iter().find(|icon| inside.starts_with(**icon)));
        let Some(icon) = icon else { return false };
        self.text(1 + icon.len());
        true
    }

    fn sign(&mut self) -> bool {
        let found =
            SIGNS.iter().enumerate().find(|(_, (sign, mark))| *mark != Some(Mark::Code) && self.rest.starts_with(sign));
        let Some((number, (sign, mark))) = found else { return false };
        let after = self.rest.get(sign.len()..).unwrap_or_default();
        // Several of one are text: `--`, `__init__`.
        let one = sign.chars().next();
        if one != Some('{') && (after.chars().next() == one || self.before == one) {
            let count = self.rest.chars().take_while(|c| Some(*c) == one).count();
            self.text(count);
            return true;
        }
        let in_braces = sign.starts_with('{');
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let next = after.chars().next();
        let position = self.open.iter().rposition(|open| *open == number);
        let script = matches!(*sign, "^" | "~");
        let acts = match position {
            Some(_) => in_braces || !is_space(self.before) && (script || !is_word(next)),
            None if in_braces => true,
            None => (script || !is_word(self.before)) && !is_space(next) && closes_later(after, sign),
        };
        if !acts {
            return false;
        }
        match position {
            Some(position) => drop(self.open.remove(position)),
            None => self.open.push(number),
        }
        match mark {
            Some(mark) => self.builder.mark(*mark, position.is_none()),
            None if position.is_none() && sign.contains('^') => self.builder.text("^"),
            None => {}
        }
        self.skip(sign.len(), '}');
        true
    }

    /// `[text|target]`, `[target]`, `[target|target|smart-link]`, `[~name]`, `[^file]`.
    fn link(&mut self) -> bool {
        let Some(rest) = self.rest.strip_prefix('[') else { return false };
        // A link holds no other; so a row of brackets is looked at once.
        let end = rest.find(['[', ']']).filter(|end| rest.as_bytes().get(*end) == Some(&b']'));
        let Some(inside) = end.and_then(|end| rest.get(..end)) else { return false };
        let mut parts = inside.split('|');
        let shown = parts.next().unwrap_or_default();
        let target = parts.next().map(str::trim);
        let whole = inside.len() + 2;
        match target {
            None if inside.starts_with(['~', '^', '#']) && !inside.contains(char::is_whitespace) => {
                let name = inside.get(1..).unwrap_or_default();
                self.builder.text(if inside.starts_with('~') { format!("@{name}") } else { name.to_owned() });
            }
            None if crate::link::target(inside).is_some() => {
                self.builder.open_link(inside.to_owned());
                self.builder.text(inside.strip_prefix("mailto:").unwrap_or(inside).to_owned());
                self.builder.close_link();
            }
            // An address that is no link, without what looked like one.
            None if inside.contains("://") && !inside.contains(char::is_whitespace) => {
                self.builder.text(decoded(inside).into_owned());
            }
            Some(target) if leads_somewhere(target) => {
                self.builder.open_link(target.to_owned());
                Inline::new(shown, self.builder).read();
                self.builder.close_link();
                self.builder.rejoin_links();
            }
            _ => return false,
        }
        self.skip(whole, ']');
        true
    }

    /// `!name.png|width=300!`: its name, or where it is; what stands in its place links there.
    fn image(&mut self) -> bool {
        let Some(rest) = self.rest.strip_prefix('!').filter(|rest| !rest.starts_with(['!', ' '])) else { return false };
        let end = rest.find(['!', '\n']).filter(|end| rest.as_bytes().get(*end) == Some(&b'!'));
        let Some(inside) = end.and_then(|end| rest.get(..end)) else { return false };
        let name = inside.split('|').next().unwrap_or_default();
        if name.contains(char::is_whitespace) || !name.contains('.') {
            return false;
        }
        let alternative = inside.split_once("alt=\"").and_then(|(_, rest)| rest.split('"').next());
        match alternative.filter(|alternative| !alternative.is_empty()) {
            Some(alternative) => {
                self.builder.open_link(if name.contains("://") { name.to_owned() } else { String::new() });
                self.builder.text(alternative.to_owned());
                self.builder.close_link();
            }
            None => self.builder.text(name.to_owned()),
        }
        self.skip(inside.len() + 2, '!');
        true
    }

    fn unseen(&mut self) -> bool {
        let Some(length) = macros::unseen(self.rest) else { return false };
        self.rest = self.rest.get(length..).unwrap_or_default();
        true
    }

    /// Two backslashes, unless they begin a network path.
    fn line_break(&mut self) -> bool {
        let Some(after) = self.rest.strip_prefix("\\\\") else { return false };
        if leads_on(after) {
            self.text(2);
        } else {
            if !after.trim_start_matches(' ').is_empty() {
                self.builder.text("\n");
            }
            self.skip(2, ' ');
        }
        true
    }

    fn plain(&mut self) {
        let first = self.rest.chars().next().map_or(0, char::len_utf8);
        let after = self.rest.get(first..).unwrap_or_default();
        if self.rest.starts_with('&') {
            let name = after.trim_start_matches('#').trim_start_matches(|c: char| c.is_ascii_alphanumeric());
            if name.starts_with(';') {
                return self.text(first + after.len() - name.len() + 1);
            }
        }
        let more = after.find(|c: char| !c.is_alphanumeric() && c != ' ').unwrap_or(after.len());
        self.text(first + more);
    }
}

/// Whether a short mark finds its end on the line: behind text, and not within a word. Nobody marks
/// more than some lines, so no more are looked at.
fn closes_later(text: &str, sign: &str) -> bool {
    text.match_indices(sign).take(20).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + sign.len()..).and_then(|after| after.chars().next());
        let ends = matches!(sign, "^" | "~") || !after.is_some_and(char::is_alphanumeric);
        before.is_some_and(|c| !c.is_whitespace() && c != '\\') && ends
    })
}

/// Whether Jira would take this for what a link leads to.
fn leads_somewhere(target: &str) -> bool {
    !target.is_empty()
        && !target.contains(char::is_whitespace)
        && (target.contains("://")
            || target.starts_with(['#', '^', '~', '/'])
            || target.contains(':')
            || target.starts_with("www."))
}
