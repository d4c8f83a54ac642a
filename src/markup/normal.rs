//! The one form of a line that was read from a remote text: what nobody sees is left out, so that Markdown can say the rest.

use super::document::{Line, Span, Style, trim_end};
use super::line::{lines, readable, readable_text};
use super::{link, parse};
use std::borrow::Cow;
use std::rc::Rc;

/// A line in parts, where empty lines stand in it.
pub(super) fn paragraphs(line: Line<'_>) -> Vec<Line<'_>> {
    let mut out = vec![Line::new()];
    let mut is_empty = false;
    for span in line {
        if !span.text.contains('\n') {
            is_empty &= span.text.trim().is_empty();
            out.last_mut().into_iter().for_each(|line| line.push(span.clone()));
            continue;
        }
        for (number, text) in lines(&span.text).enumerate() {
            if number > 0 && is_empty {
                out.push(Line::new());
            }
            let Some(last) = out.last_mut() else { continue };
            if number > 0 && !last.is_empty() {
                // A break has the style of its text, but code ends before it.
                let code = span.style.code;
                last.push(if code { Span::plain("\n") } else { span.with("\n") });
            }
            is_empty = if number > 0 { text.trim().is_empty() } else { is_empty && text.trim().is_empty() };
            if !text.is_empty() {
                last.push(span.with(text.to_owned()));
            }
        }
    }
    out.into_iter().map(normal).filter(|line| !line.is_empty()).collect()
}

/// A line without breaks.
pub(super) fn one(mut line: Line<'_>) -> Line<'_> {
    for span in line.iter_mut().filter(|span| span.text.contains('\n')) {
        span.text = Cow::Owned(span.text.replace('\n', " "));
    }
    normal(line)
}

/// Without control characters, white space that nobody sees, and marks on it; with its addresses as links.
pub(super) fn normal(line: Line<'_>) -> Line<'_> {
    let mut line = line;
    for span in line.iter_mut().filter(|span| span.text.contains(|c| readable(c) != Some(c))) {
        span.text = Cow::Owned(readable_text(&span.text));
    }
    let line = trimmed(merged(unlinked(line)));
    let line = merged(bare(line));
    merged(linked(without_targets(line)))
}

/// Spans of one style and one target in one.
fn merged(mut line: Line<'_>) -> Line<'_> {
    line.retain(|span| !span.text.is_empty());
    line.dedup_by(|next, span| {
        let same = next.style == span.style && next.link == span.link;
        if same {
            span.text.to_mut().push_str(&next.text);
        }
        same
    });
    line
}

/// A link of white space is none.
fn unlinked(mut line: Line<'_>) -> Line<'_> {
    let mut at = 0;
    while let Some(first) = line.get(at) {
        let target = first.link.clone();
        let count = line.iter().skip(at).take_while(|span| span.link == target).count();
        let run = line.get_mut(at..at + count).unwrap_or_default();
        if run.iter().all(|span| span.text.trim().is_empty()) {
            run.iter_mut().for_each(|span| span.link = None);
        }
        at += count;
    }
    line
}

/// Without white space at the edges of its lines.
fn trimmed(mut line: Line<'_>) -> Line<'_> {
    let edge = [' ', '\t'];
    let mut at_start = true;
    for span in &mut line {
        if span.text.contains('\n') && !span.style.code {
            let lines: Vec<&str> = lines(&span.text).collect();
            let last = lines.len() - 1;
            let trimmed = lines.iter().enumerate().map(|(number, text)| {
                let text = if number > 0 { text.trim_start_matches(edge) } else { text };
                if number < last { text.trim_end_matches(edge) } else { text }
            });
            span.text = Cow::Owned(trimmed.collect::<Vec<_>>().join("\n"));
        }
        if at_start {
            let text = span.text.trim_start_matches(['\n', ' ', '\t']);
            if text.len() < span.text.len() {
                span.text = Cow::Owned(text.to_owned());
            }
        }
        at_start = if span.text.is_empty() { at_start } else { span.text.ends_with('\n') && !span.style.code };
    }
    // And before a break that stands in a span of its own.
    for number in (1..line.len()).rev() {
        let breaks = line.get(number).is_some_and(|span| span.text.starts_with('\n'));
        if let Some(before) = line.get_mut(number - 1).filter(|before| breaks && before.text.ends_with(edge)) {
            let kept = before.text.trim_end_matches(edge).len();
            before.text.to_mut().truncate(kept);
        }
    }
    trim_end(&mut line);
    line
}

/// White space at the edges of what is marked is not marked.
fn bare(line: Line<'_>) -> Line<'_> {
    let mut out = Line::with_capacity(line.len());
    let mut before: Option<(Style, Option<Rc<str>>)> = None;
    let mut rest = line.into_iter().peekable();
    while let Some(span) = rest.next() {
        let shared = |style: Option<Style>| match style {
            Some(style) => Style {
                strong: style.strong && span.style.strong,
                emphasis: style.emphasis && span.style.emphasis,
                strike: style.strike && span.style.strike,
                code: false,
            },
            None => Style::default(),
        };
        let lead = shared(before.take().filter(|(_, link)| *link == span.link).map(|(style, _)| style));
        let tail = shared(rest.peek().filter(|next| next.link == span.link).map(|next| next.style));
        before = Some((span.style, span.link.clone()));
        if span.style == Style::default() || span.style.code {
            out.push(span);
            continue;
        }
        let inside = span.text.trim();
        if inside.is_empty() {
            let style = Style {
                strong: lead.strong && tail.strong,
                emphasis: lead.emphasis && tail.emphasis,
                strike: lead.strike && tail.strike,
                code: false,
            };
            before = Some((style, span.link.clone()));
            out.push(Span { style, ..span });
        } else if inside.len() == span.text.len() {
            out.push(span);
        } else {
            let start = span.text.len() - span.text.trim_start().len();
            let part = |from: usize, to: usize| span.text.get(from..to).unwrap_or_default().to_owned();
            let end = start + inside.len();
            out.push(Span { style: lead, ..span.with(part(0, start)) });
            out.push(span.with(part(start, end)));
            out.push(Span { style: tail, ..span.with(part(end, span.text.len())) });
        }
    }
    out
}

/// Without the targets that stand behind links whose text would hide them: whoever reads the Markdown adds them.
fn without_targets(line: Line<'_>) -> Line<'_> {
    if line.iter().all(|span| span.link.is_none()) {
        return line;
    }
    let mut out = Line::with_capacity(line.len());
    let mut rest = line.into_iter().peekable();
    let mut text = String::new();
    while let Some(span) = rest.next() {
        let target = span.link.clone();
        text.push_str(&span.text);
        out.push(span);
        let Some(target) = target.filter(|target| rest.peek().is_none_or(|next| next.link.as_ref() != Some(target)))
        else {
            if out.last().is_some_and(|span| span.link.is_none()) {
                text.clear();
            }
            continue;
        };
        let added = link::shown_target(&std::mem::take(&mut text), &target);
        if let Some(next) = rest.peek_mut()
            && let Some(added) = added
            && let Some(kept) = next.text.strip_prefix(added.as_str()).map(str::to_owned)
        {
            next.text = Cow::Owned(kept);
        }
    }
    out
}

/// With its addresses as links, as Kibana links them.
fn linked(line: Line<'_>) -> Line<'_> {
    line.into_iter()
        .flat_map(|span| if span.link.is_some() || span.style.code { vec![span] } else { parse::linked(span) })
        .collect()
}
