//! Which characters mean something in Jira's wiki text, and how each is written so that it does not.
//!
//! A backslash takes the meaning of the punctuation that Jira's renderer lists (`-#*_+?^~|%{}[]()!@`).
//! Where no backslash helps, an entity stands: before such punctuation a backslash itself, since two of
//! them are a line break; the dot of `h1.`; the letter of `:D`; the colon of an address that is no link.

use crate::document::Style;

/// What stands behind a bracket that is drawn as an icon.
pub(crate) const ICONS: [&str; 16] =
    ["y)", "n)", "i)", "/)", "x)", "!)", "+)", "-)", "?)", "on)", "off)", "*)", "*r)", "*g)", "*b)", "*y)"];

/// The punctuation whose meaning a backslash takes.
pub(crate) const ESCAPED: &str = "-#*_+?^~|%{}[]()!@";

/// How a character is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escaping {
    /// As it is, within marks too.
    Bare,
    /// As it is, but not within marks.
    Outside,
    /// Behind a backslash.
    Backslash,
    /// As an entity.
    Entity,
}

/// Where a character stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'t> {
    /// All before it in the same span.
    pub(super) before: &'t str,
    /// All after it in the same span.
    pub(super) after: &'t str,
    /// What stands before it on its line, where the line, or a mark that is read anew, begins in this
    /// span; without white space at its start.
    pub(super) line: Option<&'t str>,
    /// Within a table's cell.
    pub(super) in_cell: bool,
    /// Within a link, whose text is not searched for addresses.
    pub(super) in_link: bool,
    /// Whether an entity stands right before it, whose semicolon would make a face of a bracket.
    pub(super) after_entity: bool,
    /// The marks around it: their own sign would end them.
    pub(super) style: Style,
}

/// How a character is written in its place.
pub(super) fn escaping(c: char, around: Around<'_>) -> Escaping {
    let before = around.before.chars().next_back();
    let after = around.after.chars().next();
    let line_start = around.line == Some("");
    let within_word = is_word(before) && is_word(after);
    let between_spaces = before == Some(' ') && after == Some(' ') && !line_start;
    match c {
        '\\' => backslash(around),
        '&' => ampersand(around.after),
        '|' if around.in_cell => Escaping::Entity,
        '{' | '}' | '[' | ']' | '|' | '^' | '~' | '!' => Escaping::Backslash,
        '*' if between_spaces => Escaping::Outside,
        '*' => Escaping::Backslash,
        '_' if around.style.emphasis => Escaping::Backslash,
        '-' if around.style.strike => Escaping::Backslash,
        '_' | '-' | '+' if within_word => Escaping::Bare,
        '_' | '-' | '+' if between_spaces => Escaping::Outside,
        '_' | '-' | '+' => Escaping::Backslash,
        '#' if line_start => Escaping::Backslash,
        '?' if before == Some('?') || after == Some('?') => Escaping::Backslash,
        '(' | ')' if around.after_entity || is_face(around.before) => Escaping::Backslash,
        '(' if starts_icon(around.after) => Escaping::Backslash,
        'P' | 'p' | 'D' if is_face(around.before) && !is_word(after) => Escaping::Entity,
        ':' if !around.in_link && starts_address(around) => Escaping::Entity,
        '.' if around.line.is_some_and(is_block_word) => Escaping::Entity,
        _ => Escaping::Bare,
    }
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric())
}

/// A backslash stays bare where it can neither escape what follows nor be half of a line break.
fn backslash(around: Around<'_>) -> Escaping {
    let single = !around.before.ends_with('\\') && is_word(around.after.chars().next());
    // Jira's renderer reads no line break where another backslash follows before the next white
    // space: the `\\server\share` of a network path stays as it is.
    let second = around.before.ends_with('\\') && !around.before.ends_with("\\\\") && leads_on(around.after);
    let first = around.after.strip_prefix('\\').is_some_and(leads_on) && !around.before.ends_with('\\');
    if single || first || second { Escaping::Bare } else { Escaping::Entity }
}

/// Whether a word begins that holds a bare backslash.
pub(crate) fn leads_on(text: &str) -> bool {
    let mut chars = text.chars();
    if !is_word(chars.next()) {
        return false;
    }
    let rest = chars.as_str();
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '$'))).unwrap_or(0);
    let mut tail = rest.get(end..).unwrap_or_default().chars();
    tail.next() == Some('\\') && is_word(tail.next())
}

/// An entity in the text would be shown as the character that it names.
fn ampersand(after: &str) -> Escaping {
    let name = after.strip_prefix('#').unwrap_or(after);
    let rest = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    if rest.len() < name.len() && rest.starts_with(';') { Escaping::Entity } else { Escaping::Bare }
}

/// `:`, `;`, `:-` and `;-`, which a bracket or a letter makes a face.
fn is_face(before: &str) -> bool {
    let before = before.strip_suffix('-').unwrap_or(before);
    before.ends_with([':', ';'])
}

/// `(!)`, `(on)`, `(flag)` and their kind are drawn as icons.
fn starts_icon(after: &str) -> bool {
    ICONS.iter().any(|icon| after.starts_with(icon)) || after.starts_with("flag")
}

/// The colon of an address that the text does not make a link.
fn starts_address(around: Around<'_>) -> bool {
    let word = around.before.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let scheme = around.before.get(word..).unwrap_or_default();
    (around.after.starts_with("//") && !scheme.is_empty())
        || scheme.to_ascii_lowercase().ends_with("mailto") && !around.after.starts_with(char::is_whitespace)
}

/// `h1.` to `h6.` and `bq.` at the start of a line.
fn is_block_word(line: &str) -> bool {
    matches!(line, "bq" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}
