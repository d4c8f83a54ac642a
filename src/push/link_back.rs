//! The way back from an incident to its case: who has added it, and where the case is. It ends the description and the comment on
//! alerts, and is no part of what is compared: another address or another person is no edit. Of the description it also has the
//! check value that proves the incident.

use crate::markup::fit_line;
use crate::markup::reference::{escaped_words, split_check};
use serde_json::Value;

/// What each such line holds.
const WORDS: &str = "For more details, see the case: ";
const ADDED_BY: &str = "Added by ";

/// The line, as Markdown; `by` is who pushes, in Kibana's shape for users. Nothing where there is nothing to say.
pub(super) fn line(url: Option<&str>, by: Option<&Value>, check: Option<&str>) -> Option<String> {
    let name = |part: &str| by?.get(part)?.as_str().filter(|name| !name.trim().is_empty());
    let name = name("full_name").or_else(|| name("username")).or_else(|| name("email"));
    let name = name.or(check.map(|_| "case-connectors"));
    let added = name.map_or_else(String::new, |name| {
        let name = escaped_words(&fit_line(name, Some(100)).text);
        let (sign, check) = check.map_or(("", ""), |check| (", check ", check));
        format!("{ADDED_BY}{name}{sign}{check}. ")
    });
    let Some(url) = url else { return check.map(|_| added.trim_end().to_owned()) };
    // Within angle brackets no sign of an address is markup.
    let is_plain = !url.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>'));
    Some(if is_plain { format!("{added}{WORDS}<{url}>") } else { format!("{added}{WORDS}{}", escaped_words(url)) })
}

/// The text with the line at its end.
pub(super) fn with(text: &str, line: Option<&str>) -> String {
    match line {
        Some(line) if text.trim().is_empty() => line.to_owned(),
        Some(line) => format!("{}\n\n{line}", text.trim_end()),
        None => text.to_owned(),
    }
}

/// A text without the line, where it ends with one.
pub(super) fn without(text: &str) -> &str {
    let text = text.trim_end();
    let (before, last) = text.rsplit_once('\n').unwrap_or(("", text));
    if is_line(last) { before.trim_end() } else { text }
}

/// Whether a line holds the link or a check value and nothing else: what somebody has written behind it is an edit.
fn is_line(line: &str) -> bool {
    let Some((before, url)) = line.trim().split_once(WORDS) else { return check_of(line).is_some() };
    let is_begin = before.is_empty() || (before.starts_with(ADDED_BY) && before.ends_with(". "));
    is_begin && !url.contains(char::is_whitespace)
}

fn check_of(line: &str) -> Option<&str> {
    let (head, check, tail) = split_check(line.trim())?;
    let is_end = tail == "." || tail.strip_prefix(". ").is_some_and(|tail| tail.starts_with(WORDS));
    (head.starts_with(ADDED_BY) && is_end).then_some(check)
}

/// Whether one of the lines of a text has this check value.
pub(super) fn has_check(text: &str, check: &str) -> bool {
    text.lines().any(|line| check_of(line) == Some(check))
}

#[cfg(test)]
mod tests {
    use super::{has_check, line, with, without};
    use serde_json::json;

    #[test]
    fn the_line_is_left_out_and_nothing_else() {
        let by = json!({ "full_name": "Ana *Ruiz*. For sure" });
        let (url, check) = (Some("https://kibana.example/app/case/1?a=*b*"), Some("0123456789abcdef"));
        let lines = [(None, url, None), (Some(&by), url, None), (Some(&by), url, check), (None, None, check)];
        for (by, url, check) in lines {
            let text = with("What happened", line(url, by, check).as_deref());
            assert_eq!(without(&text), "What happened");
            assert_eq!(has_check(&text, "0123456789abcdef"), check.is_some(), "{text}");
            assert!(!has_check(&text, "0123456789abcdee"));
            for more in [" Contained.", "\nContained."] {
                let edited = format!("{text}{more}");
                assert_eq!(without(&edited), edited);
            }
        }
        assert_eq!(line(None, Some(&by), None), None);
        for text in ["", "a", "We said: For more details, see the case: x", "a\nFor more details, see the case: x y"] {
            assert_eq!(without(text), text);
        }
    }
}
