//! Links, images and references.

use super::address;
use super::definition::Definitions;
use super::escape::is_escaped;
use super::shield::Shield;
use crate::entities;
use std::borrow::Cow;
use std::collections::BinaryHeap;

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

/// Whether a target is no address but the bytes themselves.
pub(super) fn is_data(target: &str) -> bool {
    target.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// What a bracket begins.
pub(super) struct Found<'t> {
    pub(super) is_image: bool,
    /// Where its text stands.
    pub(super) text: (usize, usize),
    /// Where it leads, of a link.
    pub(super) target: Option<Cow<'t, str>>,
    pub(super) has_title: bool,
    /// Behind all of it.
    pub(super) end: usize,
    /// Whether it says itself where it leads.
    pub(super) is_inline: bool,
}

/// The brackets of a text.
pub(super) struct Brackets<'t> {
    text: &'t str,
    /// Those that belong together, in the order of those that open.
    pairs: Vec<(usize, usize)>,
    /// What is left of the work that may be done in vain.
    fuel: usize,
}

impl<'t> Brackets<'t> {
    pub(super) fn new(text: &'t str, shields: &[Shield], fuel: usize) -> Self {
        Self { text, pairs: if text.contains('[') { pairs(text, shields) } else { Vec::new() }, fuel }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// What the bracket at a position begins, in a part of the text that ends at `to`.
    pub(super) fn find(&mut self, at: usize, to: usize, definitions: &mut Definitions<'_>) -> Option<Found<'t>> {
        let is_image = self.byte(at) == Some(b'!');
        let open = at + usize::from(is_image);
        let close = self.closing(open).filter(|close| *close < to)?;
        let text = (open + 1, close);
        if self.byte(close + 1) == Some(b'(')
            && close + 1 < to
            && let Some(Target { url, has_title, end }) = self.target(close + 2, to)
        {
            return Some(Found { is_image, text, target: Some(unescaped(url)), has_title, end, is_inline: true });
        }
        let (label, end) = self.label(text, to)?;
        let found = definitions.of(label);
        let target = found.map(|found| Cow::Owned(unescaped(found.target).into_owned()));
        let has_title = found.is_some_and(|found| found.has_title);
        Some(Found { is_image, text, target, has_title, end, is_inline: false })
    }

    /// The label of `[text][label]`, `[label][]` and `[label]`, and where that ends.
    fn label(&self, (from, close): (usize, usize), to: usize) -> Option<(&'t str, usize)> {
        let text = self.text.get(from..close)?;
        let rest = self.text.get(close + 1..to)?;
        let second = close + 1 + rest.len() - rest.trim_start().len();
        let label_end = self.closing(second).filter(|end| *end < to);
        let label = label_end.and_then(|end| self.text.get(second + 1..end)).filter(|label| !holds_bracket(label));
        let full = label.filter(|label| !label.is_empty());
        if full.is_none() && (text.is_empty() || holds_bracket(text)) {
            return None;
        }
        Some((full.unwrap_or(text), label.and(label_end).unwrap_or(close) + 1))
    }

    fn target(&mut self, from: usize, to: usize) -> Option<Target<'t>> {
        let blank = |at: usize| self.text.get(at..to).map_or(0, |rest| rest.len() - rest.trim_start().len());
        let start = from + blank(from);
        let rest = self.text.get(start..to).filter(|_| self.fuel > 0)?;
        let (url, behind) = if let Some(inside) = rest.strip_prefix('<') {
            let end = inside.find('>');
            self.fuel = self.fuel.saturating_sub(end.unwrap_or(inside.len()));
            (inside.get(..end?)?, start + end? + 2)
        } else {
            let length = address::unenclosed(rest);
            self.fuel = self.fuel.saturating_sub(length);
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
            self.fuel = self.fuel.saturating_sub(end.map_or(title.len(), |(end, _)| end));
            at += 2 + end?.0;
            at += self.text.get(at..to).map_or(0, |rest| rest.len() - rest.trim_start().len());
        }
        let closes = self.byte(at) == Some(b')') && at < to;
        closes.then_some(Target { url, has_title: quote.is_some(), end: at + 1 })
    }

    fn closing(&self, open: usize) -> Option<usize> {
        let number = self.pairs.binary_search_by_key(&open, |(open, _)| *open).ok()?;
        self.pairs.get(number).map(|(_, close)| *close)
    }
}

/// A target without a host leads on from Kibana, where its address is known.
pub(super) fn absolute<'t>(url: Cow<'t, str>, kibana: Option<&str>) -> Cow<'t, str> {
    let origin = kibana.filter(|_| url.starts_with('/')).and_then(|kibana| {
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

/// The brackets that belong together, in the order of those that open. In what is shielded nothing escapes, and in a path
/// no bracket counts.
fn pairs(text: &str, shields: &[Shield]) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut out = Vec::new();
    let mut escaped = false;
    let mut shields = shields.iter().peekable();
    for (at, byte) in text.bytes().enumerate() {
        while shields.next_if(|shield| shield.end <= at).is_some() {}
        let shield = shields.peek().filter(|shield| shield.start <= at);
        match byte {
            _ if shield.is_some_and(|shield| shield.is_path) => escaped = false,
            _ if escaped => escaped = false,
            b'\\' => escaped = shield.is_none(),
            b'[' => open.push(at),
            b']' => out.extend(open.pop().map(|from| (from, at))),
            _ => {}
        }
    }
    // The library's sort would be 8 kB of code.
    BinaryHeap::from(out).into_sorted_vec()
}

/// Where a link leads, read from behind its opening bracket.
struct Target<'t> {
    url: &'t str,
    has_title: bool,
    /// Behind the closing bracket.
    end: usize,
}

fn holds_bracket(text: &str) -> bool {
    let mut escaped = false;
    text.bytes().any(|byte| {
        let is_one = byte == b'[' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_one
    })
}
