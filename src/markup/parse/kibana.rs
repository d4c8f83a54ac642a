//! `!{lens{…}}`, `!{timeline[title](address)}` and their kind: what Kibana draws, and no other system can. A reader
//! elsewhere is told what it is, its title, and where it is found.

use super::nodes::{Link, Node};
use crate::loss::Losses;
use serde_json::Value;
use std::borrow::Cow;

const DRAWN: &str = "what only Kibana draws is shown by its kind and its title";

/// No such part is longer: the state of a chart is some kilobytes.
const LONGEST: usize = 200_000;

/// Each kind as it is written, and its name for people.
const KINDS: [(&str, &str); 6] = [
    ("lens", "Lens chart"),
    ("timeline", "Timeline"),
    ("tooltip", ""),
    ("investigate", "Investigation"),
    ("insight", "Insight"),
    ("osquery", "Osquery"),
];

pub(super) struct Found<'t> {
    name: &'static str,
    what: What<'t>,
    source: &'t str,
    pub(super) length: usize,
}

enum What<'t> {
    /// `[title](target)`.
    Titled(&'t str, &'t str),
    Data(Value),
}

pub(super) fn read(text: &str) -> Option<Found<'_>> {
    let inside = text.strip_prefix("!{")?;
    let (kind, name) = KINDS.into_iter().find(|(kind, _)| inside.starts_with(kind))?;
    let rest = inside.get(kind.len()..)?;
    let (what, rest) = if rest.starts_with('[') {
        let (title, rest) = within(rest, ['[', ']'])?;
        let (target, rest) = within(rest, ['(', ')'])?;
        if title.is_empty() || target.is_empty() {
            return None;
        }
        (What::Titled(title, target), rest)
    } else {
        let end = object(rest)?;
        (What::Data(crate::json::read(rest.get(..end)?).ok()?), rest.get(end..)?)
    };
    let length = text.len() - rest.strip_prefix('}')?.len();
    Some(Found { name, what, source: text.get(..length)?, length })
}

/// What stands between two brackets, and what follows them.
fn within(text: &str, [open, close]: [char; 2]) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take(4_000) {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some((text.get(1..at)?, text.get(at + 1..)?));
            }
        } else if depth == 0 {
            return None;
        }
    }
    None
}

/// How long the JSON object is that a text begins with.
fn object(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut string = false;
    let mut escaped = false;
    if !text.starts_with('{') {
        return None;
    }
    for (at, byte) in text.bytes().enumerate().take(LONGEST) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = string,
            b'"' => string = !string,
            b'{' if !string => depth += 1,
            b'}' if !string => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

pub(super) fn node<'t>(found: &Found<'t>, losses: &mut Losses) -> Node<'t> {
    let (shown, target) = match &found.what {
        What::Titled(title, text) if found.name.is_empty() => (format!("{title} ({text})"), None),
        What::Titled(title, target) => (format!("{}: {title}", found.name), Some(*target)),
        What::Data(data) => match title(data) {
            Some(title) => (format!("[{}: {title}]", found.name), None),
            None => (format!("[{}]", found.name), None),
        },
    };
    losses.add(DRAWN, found.source, &shown);
    let text = Node::Text(Cow::Owned(shown));
    match target {
        Some(target) => Node::Link(Link {
            target: Cow::Borrowed(target),
            title: false,
            tail: None,
            is_image: false,
            inside: vec![text],
        }),
        None => text,
    }
}

/// What a chart, a query or an investigation is called.
fn title(data: &Value) -> Option<&str> {
    let places = ["/attributes/title", "/title", "/label", "/description", "/query"];
    let title = |place: &&str| data.pointer(place).and_then(Value::as_str).map(str::trim);
    places.iter().filter_map(title).find(|title| !title.is_empty())
}
