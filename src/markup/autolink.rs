//! Addresses that stand bare in a text, as GitHub's Markdown links them ("Autolinks (extension)").

use super::document::{Line, Span};
use super::link;

/// Makes links of the addresses in a line.
pub(super) fn autolink<'a>(line: Line<'a>) -> Line<'a> {
    if !line.iter().any(|span| may_hold(span)) {
        return line;
    }
    let mut out = Line::with_capacity(line.len() + 2);
    for span in line {
        if may_hold(&span) { split(span, &mut out) } else { out.push(span) }
    }
    out
}

fn may_hold(span: &Span<'_>) -> bool {
    let text = span.text.as_bytes();
    let begins = |at: usize| {
        text.get(at..)
            .is_some_and(|rest| rest.starts_with(b"@") || rest.starts_with(b"://") || rest.starts_with(b"www."))
    };
    span.link.is_none() && !span.style.code && memchr::memchr3_iter(b'@', b':', b'w', text).any(begins)
}

fn split<'a>(span: Span<'a>, out: &mut Line<'a>) {
    let text = span.text.as_ref();
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = next(text, at) {
        let Found { start, end, target } = found;
        at = end;
        let Some(target) = link::target(&target) else { continue };
        if start > done {
            out.push(span.with(part(done, start)));
        }
        out.push(Span { link: Some(target), ..span.with(part(start, end)) });
        done = end;
    }
    if done == 0 {
        out.push(span);
    } else if done < text.len() {
        out.push(span.with(part(done, text.len())));
    }
}

struct Found {
    start: usize,
    end: usize,
    target: String,
}

/// The next address at or after a position.
fn next(text: &str, from: usize) -> Option<Found> {
    let mut at = from;
    // Up to here a domain was looked at that is none: whatever begins within it ends as badly.
    let mut failed = 0;
    while let Some(step) = text.get(at..)?.find([':', 'w', '@']) {
        let here = at + step;
        let found = match text.as_bytes().get(here) {
            Some(b':') => with_scheme(text, from, here, &mut failed),
            Some(b'w') => www(text, here, &mut failed),
            _ => email(text, from, here),
        };
        if found.is_some() {
            return found;
        }
        at = here + 1;
    }
    None
}

/// `http://` and `https://`, at the colon.
fn with_scheme(text: &str, from: usize, colon: usize, failed: &mut usize) -> Option<Found> {
    if !text.get(colon..)?.starts_with("://") {
        return None;
    }
    let start = ["https", "http"].into_iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len())?;
        let same = start >= from && text.get(start..colon)?.eq_ignore_ascii_case(scheme);
        same.then_some(start)
    })?;
    let end = address_end(text, start, colon + 3, failed)?;
    Some(Found { start, end, target: text.get(start..end)?.to_owned() })
}

fn www(text: &str, start: usize, failed: &mut usize) -> Option<Found> {
    if !text.get(start..)?.starts_with("www.") {
        return None;
    }
    let end = address_end(text, start, start, failed)?;
    Some(Found { start, end, target: format!("http://{}", text.get(start..end)?) })
}

/// Where an address ends whose domain begins at `domain`, if it is one.
fn address_end(text: &str, start: usize, domain: usize, failed: &mut usize) -> Option<usize> {
    let before = text.get(..start)?.chars().next_back();
    if domain < *failed || before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '*' | '_' | '~' | '(')) {
        return None;
    }
    let rest = text.get(domain..)?;
    let length = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(rest.len());
    let segments: Vec<&str> = rest.get(..length)?.trim_end_matches('.').split('.').collect();
    let underscores = segments.iter().rev().take(2).any(|segment| segment.contains('_'));
    if segments.len() < 2 || segments.iter().any(|segment| segment.is_empty()) || underscores {
        *failed = domain + length;
        return None;
    }
    // A change of direction would reverse what follows.
    let ends = |c: char| c.is_whitespace() || c == '<' || link::changes_direction(c);
    let whole = rest.find(ends).unwrap_or(rest.len());
    Some(domain + trimmed(rest.get(..whole)?).len())
}

/// Without the punctuation that belongs to the sentence around.
fn trimmed(address: &str) -> &str {
    let mut kept = address;
    // Counted once: a row of a hundred thousand brackets takes no longer than it is.
    let opened = kept.matches('(').count();
    let mut closed = kept.matches(')').count();
    while let Some(last) = kept.chars().next_back() {
        let shorter = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' => kept.get(..kept.len() - 1),
            ')' if closed > opened => {
                closed -= 1;
                kept.get(..kept.len() - 1)
            }
            ';' => {
                // An entity at the end goes as a whole.
                let head = kept.get(..kept.len() - 1).unwrap_or_default();
                let name = head.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                name.strip_suffix('&').filter(|_| name.len() < head.len()).or(Some(head))
            }
            _ => return kept,
        };
        kept = shorter.unwrap_or_default();
    }
    kept
}

/// `name@host.example`, at the `@`.
fn email(text: &str, from: usize, at: usize) -> Option<Found> {
    let user = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let head = text.get(from..at)?;
    let start = from + head.trim_end_matches(user).len();
    let rest = text.get(at + 1..)?;
    let length =
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(rest.len());
    let domain = rest.get(..length)?.trim_end_matches('.');
    let fits = start < at && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with(['-', '_']);
    let end = at + 1 + domain.len();
    fits.then(|| Found { start, end, target: format!("mailto:{}", text.get(start..end).unwrap_or_default()) })
}
