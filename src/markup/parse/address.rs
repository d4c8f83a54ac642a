//! Addresses that stand bare in a text, as Kibana links them.

use std::borrow::Cow;

/// How much of a text that begins with an address belongs to it: up to white space or a change of direction, which would
/// reverse what follows, and without the punctuation of the sentence around.
pub(super) fn length(text: &str) -> usize {
    let all = text.get(..end(text)).unwrap_or_default();
    let mut kept = all.trim_end_matches(['!', '*', ',', '.', ':', '?', '_', '~']);
    if kept.ends_with(')') {
        // Of the brackets that close, no more than those that open.
        let opened = memchr::memchr_iter(b'(', kept.as_bytes()).count();
        let extra = memchr::memchr_iter(b')', kept.as_bytes()).nth(opened);
        kept = kept.get(..extra.unwrap_or(kept.len())).unwrap_or_default();
    }
    if let Some(head) = kept.strip_suffix(';') {
        let name = head.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        kept = name.strip_suffix('&').filter(|_| name.len() < head.len()).unwrap_or(head);
    }
    kept.len()
}

/// Where white space stands, a tag begins or the direction changes.
pub(super) fn end(text: &str) -> usize {
    let mut at = 0;
    // Most of an address is ASCII.
    while let Some(step) = text.bytes().skip(at).position(|b| b <= b' ' || b == b'<' || !b.is_ascii()) {
        at += step;
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        if c == '<' || c.is_whitespace() || crate::link::changes_direction(c) {
            return at;
        }
        at += c.len_utf8();
    }
    text.len()
}

/// How long a target is that no `<` begins: up to white space, or to a bracket that it has not opened.
pub(super) fn unenclosed(text: &str) -> usize {
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

/// The target of an address, if Kibana links it: its name has a dot, and no underscore in the last two parts.
pub(super) fn target(address: &str) -> Option<String> {
    let (scheme, rest) = match address.split_once(':') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => {
            ("", rest.strip_prefix("//")?)
        }
        _ => ("http://", address.strip_prefix("www.")?),
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name = rest.get(..rest.find(|c| !is_name(c)).unwrap_or(rest.len()))?;
    let name = name.split("..").next()?;
    let dotted = name.strip_suffix('.').filter(|_| name.len() == rest.len()).unwrap_or(name);
    let underscores = dotted.rsplit('.').take(2).any(|part| part.contains('_'));
    let is_one = dotted.contains('.') && !dotted.starts_with('.') && !underscores;
    is_one.then(|| format!("{scheme}{address}"))
}

fn is_user(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.' | b'_')
}

/// Where the part before an `@` begins.
pub(super) fn user_start(text: &str, at: usize) -> usize {
    let head = text.as_bytes().get(..at).unwrap_or_default();
    at - head.iter().rev().take_while(|b| is_user(**b)).count()
}

/// How long the part before an `@` would be that a text begins with.
pub(super) fn user_length(text: &str) -> usize {
    text.bytes().take_while(|b| is_user(*b)).count()
}

/// How long the mail address is that a text begins with. Of a name that ends in a number it is none: `root@10.0.0.5` and
/// `npm@6.13.1` are no mailboxes.
pub(super) fn mail(text: &str) -> Option<usize> {
    let user = user_length(text);
    if user == 0 || text.as_bytes().get(user) != Some(&b'@') {
        return None;
    }
    let rest = text.get(user + 1..)?;
    let name = rest.bytes().take_while(|b| is_user(*b) && *b != b'+').count();
    let name = rest.get(..name)?.trim_end_matches('.');
    let last = name.rsplit('.').next().filter(|last| last.len() < name.len())?;
    let is_domain = !last.is_empty() && last.bytes().all(|b| b.is_ascii_alphabetic()) && !name.starts_with('.');
    is_domain.then_some(user + 1 + name.len())
}

/// `<https://host.example/x>` and `<name@host.example>`: the whole, what is shown, and the target.
pub(super) fn enclosed(text: &str) -> Option<(usize, &str, Cow<'_, str>)> {
    let inside = text.strip_prefix('<')?;
    let end = inside.find(|c: char| c.is_whitespace() || c == '>')?;
    let address = inside.get(..end)?;
    inside.get(end..)?.strip_prefix('>')?;
    let first = address.find('@').into_iter().chain(address.find(":/")).min().filter(|at| *at > 0)?;
    let length = end + 2;
    if address.as_bytes().get(first) == Some(&b'@') {
        if first + 1 == address.len() {
            return None;
        }
        let shown = match address.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => address.get(7..)?,
            _ => address,
        };
        return Some((length, shown, Cow::Owned(format!("mailto:{shown}"))));
    }
    (first + 2 < address.len()).then_some((length, address, Cow::Borrowed(address)))
}
