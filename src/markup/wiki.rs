//! Jira's wiki text, with every character that could start markup escaped.
//!
//! A backslash escapes punctuation, but two backslashes are a line break, so a backslash itself is
//! written as the entity `&#92;`. Inside a URL no backslash may stand, since it would become part
//! of the link: there the same characters are percent-encoded, which names the same resource.

use crate::http::encode_component;

/// Escapes text so that Jira shows it as it is.
pub(super) fn escape(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + source.len() / 8);
    for (number, line) in source.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        escape_line(line, &mut out);
    }
    out
}

fn escape_line(line: &str, out: &mut String) {
    let mut rest = line;
    let lead = line.trim_start();
    // `h1. ` to `h6. ` and `bq. ` at the start of a line are block markup.
    if let Some(word) = lead.get(..3)
        && matches!(word, "bq." | "h1." | "h2." | "h3." | "h4." | "h5." | "h6.")
    {
        out.push_str(line.get(..line.len() - lead.len()).unwrap_or_default());
        out.push_str(word.trim_end_matches('.'));
        out.push_str("&#46;");
        rest = lead.get(3..).unwrap_or_default();
    }
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        if !before.is_some_and(char::is_alphanumeric)
            && let Some(length) = url_length(rest)
        {
            let (url, after) = rest.split_at(length);
            url.chars().for_each(|c| escape_in_url(c, out));
            before = url.chars().last();
            rest = after;
            continue;
        }
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        escape_char(c, before, after, out);
        before = Some(c);
        rest = after;
    }
}

fn escape_char(c: char, before: Option<char>, after: &str, out: &mut String) {
    let next = after.chars().next();
    let within_word = before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
    let escape = match c {
        '\\' => return out.push_str("&#92;"),
        // An entity in the text would be shown as the character that it names.
        '&' if next.is_some_and(|n| n == '#' || n.is_ascii_alphanumeric()) && after.contains(';') => {
            return out.push_str("&amp;");
        }
        '{' | '}' | '[' | ']' | '|' | '*' | '^' | '~' | '!' | '#' => true,
        // Between letters and digits these mark nothing: dates and snake_case stay readable.
        '_' | '-' | '+' => !within_word,
        '?' => next == Some('?') || before == Some('?'),
        '(' => starts_icon(after) || matches!(before, Some(':' | ';')),
        ')' => matches!(before, Some(':' | ';')),
        'P' | 'p' | 'D' if before == Some(':') && !next.is_some_and(char::is_alphanumeric) => {
            // `:P` and `:D` are icons; a letter cannot be escaped.
            return out.push_str(match c {
                'P' => "&#80;",
                'p' => "&#112;",
                _ => "&#68;",
            });
        }
        _ => false,
    };
    if escape {
        out.push('\\');
    }
    out.push(c);
}

/// `(!)`, `(on)`, `(flag)` and their kind are drawn as icons.
fn starts_icon(after: &str) -> bool {
    const ICONS: [&str; 16] =
        ["y)", "n)", "i)", "/)", "x)", "!)", "+)", "-)", "?)", "on)", "off)", "*)", "*r)", "*g)", "*b)", "*y)"];
    ICONS.iter().any(|icon| after.starts_with(icon)) || after.starts_with("flag")
}

/// The length of a URL that begins here, as Jira would link it.
fn url_length(text: &str) -> Option<usize> {
    let scheme =
        ["https://", "http://", "ftp://", "mailto:", "file://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let rest = text.get(scheme.len()..)?;
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`')).unwrap_or(rest.len());
    (end > 0).then_some(scheme.len() + end)
}

fn escape_in_url(c: char, out: &mut String) {
    match c {
        '{' | '}' | '[' | ']' | '|' | '\\' | '^' | '*' | '!' => {
            out.push_str(&encode_component(c.encode_utf8(&mut [0; 4])))
        }
        _ => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_that_starts_markup_is_left_bare() {
        for (source, expected) in [
            ("{code}x{code}", r"\{code\}x\{code\}"),
            ("!image.png!", r"\!image.png\!"),
            ("[~accountid:5b10] [a|b]", r"\[\~accountid:5b10\] \[a\|b\]"),
            ("----", r"\-\-\-\-"),
            ("- item\n# item\n* item", "\\- item\n\\# item\n\\* item"),
            ("h1. Title", "h1&#46; Title"),
            ("  bq. quote", "  bq&#46; quote"),
            (r"C:\Windows\\x", "C:&#92;Windows&#92;&#92;x"),
            ("2026-09-14 snake_case 2*3", r"2026-09-14 snake_case 2\*3"),
            ("*b* _i_ +u+ -s- ??c??", r"\*b\* \_i\_ \+u\+ \-s\- \?\?c\?\?"),
            ("&lt; & &#42; a&b", r"&amp;lt; & &amp;\#42; a&b"),
            ("(!) (on) (ok) :) ;) :D", r"\(\!) \(on) (ok) :\) ;\) :&#68;"),
            ("https://x.example/a_(b)?x={1}*", "https://x.example/a_(b)?x=%7B1%7D%2A"),
        ] {
            assert_eq!(escape(source), expected, "{source}");
        }
    }
}
