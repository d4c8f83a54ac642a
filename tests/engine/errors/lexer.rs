//! The words of a test's source, in Rust or in JavaScript: enough of both to tell names, strings and brackets apart.

/// A piece of source. Comments and regular expressions are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A name or a number.
    Word(String),
    /// What stands between quotes, as it is written.
    Text(String),
    Sign(char),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    JavaScript,
}

pub(crate) fn tokens(source: &str, language: Language) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let after = |length: usize| rest.get(length..).unwrap_or("");
        rest = if rest.starts_with("//") {
            rest.split_once('\n').map_or("", |(_, next)| next)
        } else if rest.starts_with("/*") {
            rest.split_once("*/").map_or("", |(_, next)| next)
        } else if let Some((text, next)) = raw(rest, language) {
            found.push(Token::Text(text.to_owned()));
            next
        } else if is_quote(rest, language) {
            let length = quoted(rest, c);
            found.push(Token::Text(rest[1..length - 1].to_owned()));
            after(length)
        } else if c == '/' && language == Language::JavaScript && begins_an_expression(found.last()) {
            after(regular_expression(rest))
        } else if c.is_alphanumeric() || c == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            found.push(Token::Word(rest[..length].to_owned()));
            after(length)
        } else {
            if !c.is_whitespace() {
                found.push(Token::Sign(c));
            }
            after(c.len_utf8())
        };
    }
    found
}

/// `r"…"`, `r#"…"#` and `br"…"`.
fn raw(rest: &str, language: Language) -> Option<(&str, &str)> {
    let hashes = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r').filter(|_| language == Language::Rust)?;
    let text = hashes.trim_start_matches('#');
    let end = format!("\"{}", "#".repeat(hashes.len() - text.len()));
    text.strip_prefix('"')?.split_once(end.as_str())
}

/// In Rust a single quote may begin a lifetime.
fn is_quote(rest: &str, language: Language) -> bool {
    let mut next = rest.chars();
    match (next.next(), language) {
        (Some('"'), _) | (Some('\'' | '`'), Language::JavaScript) => true,
        (Some('\''), Language::Rust) => next.next() == Some('\\') || next.next() == Some('\''),
        _ => false,
    }
}

/// The length of a string with both quotes. One in backticks may have code in it, with strings of its own.
fn quoted(rest: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(c) = rest[at..].chars().next() {
        at += match c {
            '\\' => 1 + rest[at + 1..].chars().next().map_or(0, char::len_utf8),
            '$' if quote == '`' && rest[at..].starts_with("${") => 2 + code(&rest[at + 2..]),
            c if c == quote => return at + c.len_utf8(),
            c => c.len_utf8(),
        };
    }
    panic!("a string without an end: {}", rest.chars().take(40).collect::<String>());
}

/// The length of the code up to the brace that closes it.
fn code(rest: &str) -> usize {
    let (mut at, mut depth) = (0, 1);
    while let Some(c) = rest[at..].chars().next() {
        at += match c {
            '"' | '\'' | '`' => quoted(&rest[at..], c),
            c => c.len_utf8(),
        };
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// Where a value may begin, a slash begins a regular expression.
fn begins_an_expression(before: Option<&Token>) -> bool {
    match before {
        Some(Token::Sign(sign)) => !")]}".contains(*sign),
        Some(Token::Word(word)) => word == "return",
        _ => false,
    }
}

fn regular_expression(rest: &str) -> usize {
    let (mut is_escaped, mut in_class) = (false, false);
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => return at + 1,
            _ => {}
        }
    }
    rest.len()
}
