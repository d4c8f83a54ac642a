//! Links, images and references.

use super::entities;
use super::inline::Reader;
use super::nodes::{Link, Node, push};
use std::borrow::Cow;

const IMAGE: &str = "an image is shown as a link";

/// What Kibana takes a backslash for its own: the signs that it escapes.
const ESCAPED: &[u8] = b"\\`*{}[]()#+-.!_>~|";

pub(super) fn is_escaped(byte: u8) -> bool {
    ESCAPED.contains(&byte)
}

/// A text without the backslashes that escape, and with its references as characters.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return entities::decoded(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        match after.bytes().next() {
            Some(byte) if is_escaped(byte) => {
                out.push(char::from(byte));
                rest = after.get(1..).unwrap_or_default();
            }
            _ => {
                out.push('\\');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(entities::decoded(&out).into_owned())
}

/// The brackets that belong together, in the order of those that open.
pub(super) fn pairs(text: &str) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut out = Vec::new();
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => open.push(at),
            b']' => out.extend(open.pop().map(|from| (from, at))),
            _ => {}
        }
    }
    out.sort_unstable();
    out
}

/// Where a link leads, read from behind its opening bracket.
struct Target<'t> {
    url: &'t str,
    title: bool,
    /// Behind the closing bracket.
    end: usize,
}

impl<'t> Reader<'t, '_, '_, '_> {
    /// What the bracket at a position begins, and where that ends.
    pub(super) fn bracket(&mut self, at: usize, to: usize, depth: usize) -> Option<(Node<'t>, usize)> {
        let is_image = self.byte(at) == Some(b'!');
        let open = at + usize::from(is_image);
        let close = self.closing(open).filter(|close| *close < to)?;
        if !is_image && self.parser.in_link {
            return None;
        }
        if self.byte(close + 1) == Some(b'(')
            && close + 1 < to
            && let Some(target) = self.target(close + 2, to)
        {
            let link = Link {
                target: unescaped(target.url),
                title: target.title,
                tail: self.text.get(close..target.end),
                is_image,
                inside: Vec::new(),
            };
            return Some((self.linked((open + 1, close), depth, link), target.end));
        }
        self.reference(is_image, open, close, to, depth)
    }

    /// A link or an image around what stands between two positions.
    fn linked(&mut self, (from, to): (usize, usize), depth: usize, mut link: Link<'t>) -> Node<'t> {
        if link.is_image {
            self.parser.losses.add(IMAGE, &link.target, &link.target);
            link.inside = self.alternative(from, to);
            link.tail = None;
        } else {
            link.inside = self.in_link(from, to, depth);
        }
        link.target = self.absolute(link.target);
        Node::Link(link)
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
        let around = std::mem::replace(&mut self.parser.in_link, true);
        let inside = self.part(from, to, depth + 1);
        self.parser.in_link = around;
        inside
    }

    /// A target without a host leads on from Kibana, where its address is known.
    fn absolute(&self, url: Cow<'t, str>) -> Cow<'t, str> {
        let origin = self.parser.kibana.filter(|_| url.starts_with('/')).and_then(|kibana| {
            let scheme = kibana.find("://")?;
            let end = kibana.get(scheme + 3..)?.find('/').map_or(kibana.len(), |at| scheme + 3 + at);
            // What begins with two slashes has a host of its own.
            kibana.get(..if url.starts_with("//") { scheme + 1 } else { end })
        });
        match origin {
            Some(origin) => Cow::Owned(format!("{origin}{url}")),
            None => url,
        }
    }

    fn target(&mut self, from: usize, to: usize) -> Option<Target<'t>> {
        let blank = |at: usize| self.text.get(at..to).map_or(0, |rest| rest.len() - rest.trim_start().len());
        let start = from + blank(from);
        let rest = self.text.get(start..to)?;
        let (url, behind) = if let Some(inside) = rest.strip_prefix('<') {
            let end = inside.find('>');
            self.fuel = self.fuel.checked_sub(end.unwrap_or(inside.len()))?;
            (inside.get(..end?)?, start + end? + 2)
        } else {
            let length = unenclosed(rest);
            self.fuel = self.fuel.checked_sub(length)?;
            (rest.get(..length)?, start + length)
        };
        let mut at = behind + blank(behind);
        let quote = self.byte(at).filter(|b| at > behind && at < to && matches!(b, b'"' | b'\''));
        if let Some(quote) = quote {
            let title = self.text.get(at + 1..to)?;
            // It ends with the sign that a bracket follows.
            let end = title.bytes().enumerate().find(|(number, byte)| {
                let after = || title.get(number + 1..).is_some_and(|rest| rest.trim_start().starts_with(')'));
                *byte == quote && after()
            });
            self.fuel = self.fuel.checked_sub(end.map_or(title.len(), |(end, _)| end))?;
            at += 2 + end?.0;
            at += self.text.get(at..to).map_or(0, |rest| rest.len() - rest.trim_start().len());
        }
        let closes = self.byte(at) == Some(b')') && at < to;
        closes.then_some(Target { url, title: quote.is_some(), end: at + 1 })
    }

    /// `[text][label]`, `[label][]` and `[label]`.
    fn reference(
        &mut self,
        is_image: bool,
        open: usize,
        close: usize,
        to: usize,
        depth: usize,
    ) -> Option<(Node<'t>, usize)> {
        let text = self.text.get(open + 1..close)?;
        let rest = self.text.get(close + 1..to)?;
        let second = close + 1 + rest.len() - rest.trim_start().len();
        let label_end = self.closing(second).filter(|end| *end < to);
        let label = label_end.and_then(|end| self.text.get(second + 1..end)).filter(|label| !holds_bracket(label));
        let full = label.filter(|label| !label.is_empty());
        if full.is_none() && (text.is_empty() || holds_bracket(text)) {
            return None;
        }
        let end = label.and(label_end).unwrap_or(close) + 1;
        let tail = self.text.get(close..end)?;
        match self.parser.definitions.target(full.unwrap_or(text)) {
            Some(url) => {
                // The definition is shown nowhere, so that the target is.
                let target = Cow::Owned(unescaped(url).into_owned());
                let link = Link { target, title: false, tail: None, is_image, inside: Vec::new() };
                Some((self.linked((open + 1, close), depth, link), end))
            }
            None if is_image => Some((Node::Text(Cow::Borrowed(self.text.get(open - 1..end)?)), end)),
            None => Some((Node::Brackets { inside: self.in_link(open + 1, close, depth), tail }, end)),
        }
    }

    fn closing(&self, open: usize) -> Option<usize> {
        let number = self.pairs.binary_search_by_key(&open, |(open, _)| *open).ok()?;
        self.pairs.get(number).map(|(_, close)| *close)
    }
}

fn holds_bracket(text: &str) -> bool {
    let mut escaped = false;
    text.bytes().any(|byte| {
        let is_one = byte == b'[' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_one
    })
}

/// How long a target is that no `<` begins: up to white space, or to a bracket that it has not opened.
fn unenclosed(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            c if c.is_whitespace() => return at,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}
