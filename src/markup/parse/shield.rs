//! What stays as it was typed: addresses, and words with a backslash that escapes nothing. A star or an underscore in
//! them marks nothing, and `\.` in `C:\Users\.ssh` escapes nothing.

use super::address;

/// A part of a text in which no sign has a meaning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shield {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether an address begins here that may become a link.
    pub(super) is_address: bool,
}

/// The shielded parts of a text, in order.
pub(super) fn find(text: &str) -> Vec<Shield> {
    let mut out = Vec::new();
    if !(text.contains("://") || text.contains("www.") || text.contains('\\')) {
        return out;
    }
    let mut at = 0;
    for word in text.split(|c: char| c.is_whitespace() || c == '<') {
        // Angle brackets end what they begin.
        let enclosed = text.get(..at).is_some_and(|before| before.ends_with('<'));
        let inside = word.split('>').next().filter(|_| enclosed).unwrap_or(word);
        out.extend(in_word(inside).map(|it| Shield { start: it.start + at, end: it.end + at, ..it }));
        // What splits a word may take several bytes.
        at += word.len();
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    out
}

fn in_word(word: &str) -> Option<Shield> {
    let address = ["http://", "https://", "www."].iter().filter_map(|sign| word.find(sign)).min();
    let address = address.or_else(|| starts_in_capitals(word).then_some(0));
    if let Some(start) = address {
        let length = address::length(before_target(word.get(start..)?));
        return Some(Shield { start, end: start + length, is_address: true });
    }
    if let Some(at) = word.find("://") {
        let head = word.get(..at)?;
        let start = head.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '[' | ']')).len();
        let start = start + head.get(start..)?.find(|c: char| c.is_ascii_alphanumeric())?;
        let length = address::length(before_target(word.get(start..)?));
        return Some(Shield { start, end: start + length, is_address: false });
    }
    let is_path = word.match_indices('\\').any(|(at, _)| {
        word.as_bytes().get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    });
    if !is_path {
        return None;
    }
    let around = ['*', '_', '~', '"', '\'', '(', '[', '{', '`', ')', ']', '}', '>', ',', ';', ':', '.', '!', '?', '|'];
    let start = word.len() - word.trim_start_matches(around).len();
    let rest = before_target(word.get(start..)?);
    let rest = rest.split('`').next().unwrap_or(rest);
    let end = start + rest.trim_end_matches(around).len();
    Some(Shield { start, end, is_address: false })
}

fn starts_in_capitals(word: &str) -> bool {
    let scheme = word.split("://").next().unwrap_or_default();
    scheme.len() < word.len() && (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
}

/// Without the target of a link whose text this ends.
fn before_target(word: &str) -> &str {
    word.split("](").next().unwrap_or(word)
}
