//! Which signs of a text would mean something in Kibana's Markdown, and how each is written so that it does not.

use crate::document::Span;
use crate::entities;
use crate::parse;

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// As few escapes as there may be; a path stays as people write it.
    Light,
    /// Each sign that could mean something.
    Full,
}

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub(super) care: Care,
    pub(super) in_link: bool,
    pub(super) in_cell: bool,
    pub(super) in_heading: bool,
    /// Whether a link comes right behind.
    pub(super) before_link: bool,
}

/// What a backslash escapes in Kibana.
const ESCAPED: &str = "\\`*{}[]()#+-.!_>~|";

/// Writes a text behind what stands on its line.
pub(super) fn text(text: &str, around: Around, out: &mut String) {
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        let ends = behind.is_empty();
        self::word(word, behind.chars().next(), Around { before_link: ends && around.before_link, ..around }, out);
        let space = behind.len() - behind.trim_start().len();
        for c in behind.chars().take_while(|c| c.is_whitespace()) {
            // Kibana takes no other white space away.
            let plain = matches!(c, ' ' | '\t' | '\n') || !is_line_start(out);
            if plain { out.push(c) } else { out.push_str(&number(c)) }
        }
        rest = behind.get(space..).unwrap_or_default();
    }
}

fn word(word: &str, behind: Option<char>, around: Around, out: &mut String) {
    // Nothing has a meaning in a path, nor in an address that leads nowhere, so that they may stay as they are.
    let is_light = around.care == Care::Light && !around.in_cell && !around.in_link;
    let may_stay = is_light && (word.contains('\\') || word.contains("://"));
    if may_stay && matches!(parse::line(word).as_slice(), [span] if *span == Span::plain(word)) {
        return out.push_str(word);
    }
    let mut before = None;
    for (at, c) in word.char_indices() {
        let rest = word.get(at..).unwrap_or_default();
        let after = word.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let next = after.or(behind);
        if c == '\\' {
            let escapes = after.is_some_and(|c| ESCAPED.contains(c)) && around.care == Care::Light;
            out.push_str(if escapes { "\\\\" } else { "&#92;" });
        } else if !means(&Sign { c, before, after, next, rest }, around, out) {
            out.push(c);
        } else if ESCAPED.contains(c) && !(matches!(c, '~' | '>') && around.care == Care::Full) {
            // Nothing escapes the tilde that ends a mark, nor the bracket that ends an address.
            out.push('\\');
            out.push(c);
        } else {
            match c {
                '<' => out.push_str("&lt;"),
                '&' => out.push_str("&amp;"),
                c => out.push_str(&number(c)),
            }
        }
        before = Some(c);
    }
}

fn number(c: char) -> String {
    format!("&#{};", u32::from(c))
}

fn is_line_start(out: &str) -> bool {
    out.is_empty() || out.ends_with('\n')
}

/// A sign where it stands.
struct Sign<'t> {
    c: char,
    before: Option<char>,
    /// Within its word, and in all.
    after: Option<char>,
    next: Option<char>,
    /// Of the word, from the sign on.
    rest: &'t str,
}

/// Whether a sign may mean something where it stands.
fn means(sign: &Sign<'_>, around: Around, out: &str) -> bool {
    let &Sign { c, before, after, next, rest } = sign;
    if around.care == Care::Full && c.is_ascii_punctuation() {
        return !matches!(c, ',' | ';' | '\'' | '"' | '/' | '?' | '%' | '$' | '^');
    }
    // No block begins in a cell.
    let line_start = is_line_start(out) && !around.in_cell;
    let is_space = next.is_none_or(char::is_whitespace);
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    match c {
        '`' | '*' | '[' => true,
        ']' => around.in_link || around.in_cell,
        '_' => !(is_word(before) && is_word(after)),
        '~' => before == Some('~') || after == Some('~'),
        '!' => after == Some('{') || after.is_none() && around.before_link,
        '<' => after.map_or(around.before_link, |c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => entities::begins(rest),
        '|' => around.in_cell || line_start,
        '#' => line_start || around.in_heading && next.is_none(),
        '>' => line_start,
        '+' => line_start && is_space,
        '-' => line_start && (is_space || matches!(after, Some('-' | '|' | ':'))),
        ':' => line_start && after == Some('-'),
        '=' => line_start && (is_space || after == Some('=')),
        '.' if !around.in_cell => {
            let head = out.trim_end_matches(|c: char| c.is_ascii_digit());
            is_space && head.len() < out.len() && is_line_start(head)
        }
        _ => false,
    }
}

/// Longer than any row of backticks in the text.
pub(super) fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(least.max(longest + 1))
}
