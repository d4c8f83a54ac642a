//! Text within a block: marks, code, links, and what Kibana alone draws.

use super::code::Codes;
use super::context::Context;
use super::link::{Brackets, unescaped};
use super::marks::Marks;
use super::nodes::{self, Link, Mark, Node, push};
use super::shield::Shield;
use super::{address, escape, html, kibana, link, shield};
use crate::document::{Line, Span};
use crate::entities;
use crate::kinds::{INLINE, first};
use std::borrow::Cow;

const SPACED: &str = "signs with a space beside them are read as marks, as Kibana shows them";
const IMAGE: &str = "an image is shown as a link";
const DATA: &str = "an image that lies in the text itself is shown by its name";

/// Marks within marks, no deeper.
const DEPTH: usize = 24;

/// So often may each byte be looked at in vain by what has no other bound.
const FUEL: usize = 24;

/// Reads a text.
pub(super) fn read<'t>(text: &'t str, context: &mut Context<'_, '_>) -> Line<'t> {
    if text.is_empty() {
        return Line::new();
    }
    let shields = shield::find(text);
    if shields.is_empty() && first(text.as_bytes(), INLINE).is_none() && !text.contains('&') {
        return vec![Span::plain(text)];
    }
    let fuel = text.len() * FUEL + 4_096;
    let brackets = Brackets::new(text, &shields, fuel);
    let mut reader = Reader { text, shields: &shields, brackets, codes: Codes::default(), fuel, no_mail: 0, context };
    let nodes = reader.part(0, text.len(), 0);
    nodes::line(nodes, text, reader.context.losses)
}

struct Reader<'t, 'r, 'a, 'p> {
    text: &'t str,
    shields: &'r [Shield],
    brackets: Brackets<'t>,
    codes: Codes,
    /// What is left of the work that may be done in vain.
    fuel: usize,
    /// Up to here no mail address begins.
    no_mail: usize,
    context: &'r mut Context<'a, 'p>,
}

impl<'t> Reader<'t, '_, '_, '_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Reads a part of the text, which ends where what is around it ends.
    fn part(&mut self, from: usize, to: usize, depth: usize) -> Vec<Node<'t>> {
        let mut out = Vec::new();
        let mut marks = Marks::new(self.text, self.shields, to);
        let (mut at, mut done) = (from, from);
        while at < to {
            match self.token(at, to, depth, &mut marks) {
                Some((node, end)) => {
                    self.plain(done, at, &mut out);
                    push(node, self.text, &mut out);
                    (at, done) = (end, end);
                }
                None => at = self.next(at, to),
            }
        }
        self.plain(done, to, &mut out);
        nodes::without_marks_in_words(out, self.text)
    }

    fn plain(&self, from: usize, to: usize, out: &mut Vec<Node<'t>>) {
        let text = self.text.get(from..to).unwrap_or_default();
        if !text.is_empty() {
            push(Node::Text(entities::decoded(text)), self.text, out);
        }
    }

    /// Where something may begin next.
    fn next(&self, at: usize, to: usize) -> usize {
        let number = self.shields.partition_point(|shield| shield.start <= at);
        let shield = self.shields.get(number).map_or(to, |shield| shield.start.min(to));
        let bytes = self.text.as_bytes();
        let mut here = at + 1;
        while let Some(step) = first(bytes.get(here..shield).unwrap_or_default(), INLINE) {
            here += step;
            let next = bytes.get(here + 1);
            match bytes.get(here) {
                Some(b'!') if !matches!(next, Some(b'[' | b'{')) => {}
                Some(b'~') if next != Some(&b'~') => {}
                Some(b'@') => {
                    let start = address::user_start(self.text, here);
                    if start > at && start < here {
                        return start;
                    }
                }
                _ => return here,
            }
            here += 1;
        }
        shield
    }

    /// What begins at a position, and where it ends.
    fn token(&mut self, at: usize, to: usize, depth: usize, marks: &mut Marks<'_>) -> Option<(Node<'t>, usize)> {
        if let Some(found) = self.shielded(at, to) {
            return Some(found);
        }
        let byte = self.byte(at)?;
        let rest = self.text.get(at..to)?;
        if (byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.'))
            && let Some(found) = self.mail(at, rest)
        {
            return Some(found);
        }
        match byte {
            b'\\' => {
                let next = self.byte(at + 1).filter(|next| at + 1 < to && escape::is_escaped(*next))?;
                let text = self.text.get(at + 1..at + 2)?;
                Some((Node::Text(Cow::Borrowed(text)), at + 1 + char::from(next).len_utf8()))
            }
            b'<' => self.angle(at, rest),
            b'!' if rest.starts_with("!{") && self.fuel > rest.len() => {
                let Some(found) = kibana::read(rest) else {
                    self.fuel = self.fuel.saturating_sub(rest.len());
                    return None;
                };
                let node = kibana::node(&found, self.context.losses);
                Some((node, at + found.length))
            }
            b'!' if !rest.starts_with("![") => None,
            b'!' | b'[' if depth < DEPTH => self.bracket(at, to, depth),
            b'*' | b'_' if depth < DEPTH => self.marked(at, byte, rest, depth, marks),
            b'~' if rest.starts_with("~~~~") => {
                let length = rest.bytes().take_while(|b| *b == b'~').count();
                Some((Node::Text(Cow::Borrowed(rest.get(..length)?)), at + length))
            }
            b'~' if depth < DEPTH && rest.starts_with("~~") => {
                let end = marks.strike_end(at + 2)?;
                Some((self.mark(Mark::Strike, at, 2, end, depth), end + 2))
            }
            b'`' => {
                let (inside, end) = self.codes.find(self.text, at, to)?;
                Some((Node::Code(inside), end))
            }
            _ => None,
        }
    }

    fn mark(&mut self, mark: Mark, at: usize, length: usize, end: usize, depth: usize) -> Node<'t> {
        let sign = self.text.get(at..at + length).unwrap_or_default();
        let marked = self.text.get(at + length..end).unwrap_or_default();
        if marked.trim().len() < marked.len() {
            self.context.losses.add(SPACED, self.text.get(at..end + length).unwrap_or_default(), marked);
        }
        Node::Marked { mark, sign, inside: self.part(at + length, end, depth + 1) }
    }

    fn marked(
        &mut self,
        at: usize,
        sign: u8,
        rest: &str,
        depth: usize,
        marks: &mut Marks<'_>,
    ) -> Option<(Node<'t>, usize)> {
        if rest.as_bytes().get(1) == Some(&sign)
            && let Some(end) = marks.strong_end(sign, at + 2)
        {
            return Some((self.mark(Mark::Strong, at, 2, end, depth), end + 2));
        }
        let end = marks.emphasis_end(sign, at + 1)?;
        Some((self.mark(Mark::Emphasis, at, 1, end, depth), end + 1))
    }

    /// A link, an image, or brackets that are none.
    fn bracket(&mut self, at: usize, to: usize, depth: usize) -> Option<(Node<'t>, usize)> {
        if self.context.in_link && self.byte(at) == Some(b'[') {
            return None;
        }
        let found = self.brackets.find(at, to, &mut self.context.definitions)?;
        let (from, close) = found.text;
        let tail = self.text.get(close..found.end)?;
        let Some(target) = found.target else {
            let node = match self.text.get(at..found.end).filter(|_| found.is_image) {
                Some(typed) => Node::Text(Cow::Borrowed(typed)),
                None => Node::Brackets { inside: self.in_link(from, close, depth), tail },
            };
            return Some((node, found.end));
        };
        if found.is_image && link::is_data(&target) {
            let mut shown = "[Image".to_owned();
            for node in self.alternative(from, close) {
                if let Node::Text(text) = node {
                    shown.push_str(if shown.len() > 6 { "" } else { ": " });
                    shown.push_str(&text);
                }
            }
            shown.push(']');
            self.context.losses.add(DATA, &target, &shown);
            return Some((Node::Text(Cow::Owned(shown)), found.end));
        }
        let inside = if found.is_image {
            self.context.losses.add(IMAGE, &target, &target);
            self.alternative(from, close)
        } else {
            self.in_link(from, close, depth)
        };
        // A definition is shown nowhere, so that its target stands behind where it is no link.
        let tail = Some(tail).filter(|_| found.is_inline && !found.is_image);
        let target = link::absolute(target, self.context.kibana);
        let link = Link { target, title: found.has_title, tail, is_image: found.is_image, inside };
        Some((Node::Link(link), found.end))
    }

    /// The text in place of an image, in which nothing is marked.
    fn alternative(&self, from: usize, to: usize) -> Vec<Node<'t>> {
        let part = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        let mut out = Vec::new();
        let mut done = from;
        for shield in self.shields.iter().filter(|shield| from <= shield.start && shield.end <= to) {
            push(Node::Text(unescaped(part(done, shield.start))), self.text, &mut out);
            push(Node::Text(Cow::Borrowed(part(shield.start, shield.end))), self.text, &mut out);
            done = shield.end;
        }
        push(Node::Text(unescaped(part(done, to))), self.text, &mut out);
        out
    }

    fn in_link(&mut self, from: usize, to: usize, depth: usize) -> Vec<Node<'t>> {
        let around = std::mem::replace(&mut self.context.in_link, true);
        let inside = self.part(from, to, depth + 1);
        self.context.in_link = around;
        inside
    }

    /// An address, which is a link, or a word that is shown as it is.
    fn shielded(&mut self, at: usize, to: usize) -> Option<(Node<'t>, usize)> {
        // Its beginning may have gone with what stands before.
        let number = self.shields.partition_point(|shield| shield.end <= at);
        let holds = |shield: &&Shield| shield.start == at || shield.start < at && !shield.is_address;
        let shield = *self.shields.get(number).filter(holds)?;
        let rest = self.text.get(at..to).filter(|_| shield.start == at || !self.is_link(at, to))?;
        let mut shown = rest.get(..shield.end.min(to) - at).filter(|shown| !shown.is_empty())?;
        if shield.is_address && shield.start == at && !self.context.in_link {
            // What would end the text of a link is part of an address elsewhere.
            let whole = rest.get(..address::length(rest))?;
            if let Some(target) = address::target(whole) {
                return Some((Node::address(whole, target), at + whole.len()));
            }
        }
        // What leads nowhere itself may end in a link.
        let link =
            shown.match_indices(['[', '!']).map(|(within, _)| within).find(|within| self.is_link(at + within, to));
        shown = shown.get(..link.filter(|link| *link > 0).unwrap_or(shown.len()))?;
        Some((Node::Text(Cow::Borrowed(shown)), at + shown.len()))
    }

    /// Whether a link or an image begins at a position that says itself where it leads.
    fn is_link(&mut self, at: usize, to: usize) -> bool {
        matches!(self.byte(at), Some(b'[' | b'!'))
            && self.brackets.find(at, to, &mut self.context.definitions).is_some_and(|found| found.is_inline)
    }

    fn mail(&mut self, at: usize, rest: &'t str) -> Option<(Node<'t>, usize)> {
        if self.context.in_link || at < self.no_mail {
            return None;
        }
        let Some(length) = address::mail(rest) else {
            self.no_mail = at + address::user_length(rest);
            return None;
        };
        let shown = rest.get(..length)?;
        Some((Node::address(shown, format!("mailto:{shown}")), at + length))
    }

    /// An address in angle brackets, or a tag.
    fn angle(&mut self, at: usize, rest: &'t str) -> Option<(Node<'t>, usize)> {
        if self.fuel == 0 {
            return None;
        }
        let word = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
        self.fuel = self.fuel.saturating_sub(word);
        if !self.context.in_link
            && let Some((length, shown, target)) = address::enclosed(rest)
        {
            return Some((Node::address(shown, target), at + length));
        }
        let Some(length) = html::tag(rest) else {
            if rest.starts_with("<!") || rest.starts_with("<?") {
                self.fuel = self.fuel.saturating_sub(rest.len());
            }
            return None;
        };
        let tag = rest.get(..length)?;
        let is = |beginning: &str| tag.get(..beginning.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(beginning));
        if is("<a ") {
            self.context.in_link = true;
        } else if is("</a>") {
            self.context.in_link = false;
        }
        Some((Node::Tag(tag), at + tag.len()))
    }
}
