//! Addresses that stand bare in a text in which nothing else has a meaning: that of HTML, and of remote systems.

use super::{address, shield};
use crate::document::{Line, Span};
use crate::link;
use std::rc::Rc;

/// Where an address stands, and where it leads.
struct Found {
    start: usize,
    end: usize,
    target: Rc<str>,
}

/// A text of HTML, in which an address may stand between quotes.
pub(super) fn verbatim(text: &str) -> Line<'_> {
    let found = shield::find(text).into_iter().filter(|shield| shield.is_address).filter_map(|shield| {
        let rest = text.get(shield.start..)?;
        // It is looked for no farther than an address goes.
        let rest = rest.get(..address::end(rest))?.split(['"', '\'']).next()?;
        let shown = rest.get(..address::length(rest).min(shield.end - shield.start))?;
        let target = link::target(&address::target(shown)?)?;
        Some(Found { start: shield.start, end: shield.start + shown.len(), target })
    });
    let mut out = Line::new();
    let mut done = 0;
    for Found { start, end, target } in found {
        let before = text.get(done..start).unwrap_or_default();
        out.extend((!before.is_empty()).then(|| Span::plain(before)));
        out.push(Span { link: Some(target), ..Span::plain(text.get(start..end).unwrap_or_default()) });
        done = end;
    }
    let rest = text.get(done..).unwrap_or_default();
    out.extend((!rest.is_empty()).then(|| Span::plain(rest)));
    out
}

/// A text with its addresses as links, in its own style.
pub(crate) fn linked(span: Span<'_>) -> Line<'_> {
    let found = all(&span.text);
    if found.is_empty() {
        return vec![span];
    }
    let part = |from: usize, to: usize| span.with(span.text.get(from..to).unwrap_or_default().to_owned());
    let mut out = Line::new();
    let mut done = 0;
    for Found { start, end, target } in found {
        out.push(part(done, start));
        out.push(Span { link: Some(target), ..part(start, end) });
        done = end;
    }
    out.push(part(done, span.text.len()));
    out
}

/// The addresses of a text, those of mail too, in order.
fn all(text: &str) -> Vec<Found> {
    let shields = shield::find(text);
    let mut out = Vec::new();
    let mut done = 0;
    let mut mails = memchr::memchr_iter(b'@', text.as_bytes()).peekable();
    for shield in shields.iter().map(Some).chain([None]) {
        let until = shield.map_or(text.len(), |shield| shield.start);
        while let Some(at) = mails.next_if(|at| *at < until) {
            let start = address::user_start(text, at).max(done);
            let length = text.get(start..until).and_then(address::mail).filter(|_| start < at);
            let end = start + length.unwrap_or_default();
            let shown = text.get(start..end).unwrap_or_default();
            if let Some(target) = length.and_then(|_| link::target(&format!("mailto:{shown}"))) {
                out.push(Found { start, end, target });
                done = end;
            }
        }
        let Some(shield) = shield.filter(|shield| shield.start >= done) else { continue };
        let Some(rest) = text.get(shield.start..) else { continue };
        // As where marks are read: what would end the text of a link is part of an address elsewhere.
        let whole = if shield.is_address { address::length(rest) } else { 0 };
        done = shield.end.max(shield.start + whole);
        while mails.next_if(|at| *at < done).is_some() {}
        let target = rest.get(..done - shield.start).filter(|_| shield.is_address).and_then(address::target);
        let target = target.and_then(|target| link::target(&target));
        out.extend(target.map(|target| Found { start: shield.start, end: done, target }));
    }
    out
}
