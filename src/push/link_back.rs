//! The way back from an incident to its case: who has added it, and where the case is. It ends the description and the comment on
//! alerts, and is no part of what is compared: another address or another person is no edit.

use crate::markup::fit_line;
use crate::markup::reference::escaped_words;
use serde_json::Value;

/// What each such line holds.
const WORDS: &str = "For more details, see the case: ";
const ADDED_BY: &str = "Added by ";

/// The line, as Markdown; `by` is who pushes, in Kibana's shape for users.
pub(super) fn line(url: &str, by: Option<&Value>) -> String {
    let name = |part: &str| by?.get(part)?.as_str().filter(|name| !name.trim().is_empty());
    let name = name("full_name").or_else(|| name("username")).or_else(|| name("email"));
    let added =
        name.map_or_else(String::new, |name| format!("{ADDED_BY}{}. ", escaped_words(&fit_line(name, Some(100)).text)));
    // Within angle brackets no sign of an address is markup.
    let is_plain = !url.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>'));
    if is_plain { format!("{added}{WORDS}<{url}>") } else { format!("{added}{WORDS}{}", escaped_words(url)) }
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

/// Whether a line holds the link and nothing else: what somebody has written behind it is an edit.
fn is_line(line: &str) -> bool {
    let Some((before, url)) = line.trim().split_once(WORDS) else { return false };
    let is_begin = before.is_empty() || (before.starts_with(ADDED_BY) && before.ends_with(". "));
    is_begin && !url.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::{line, with, without};
    use serde_json::json;

    #[test]
    fn the_line_is_left_out_and_nothing_else() {
        let by = json!({ "full_name": "Ana *Ruiz*. For sure" });
        for by in [None, Some(&by)] {
            let text = with("What happened", Some(&line("https://kibana.example/app/case/1?a=*b*", by)));
            assert_eq!(without(&text), "What happened");
            for more in [" Contained.", "\nContained."] {
                let edited = format!("{text}{more}");
                assert_eq!(without(&edited), edited);
            }
        }
        for text in ["", "a", "We said: For more details, see the case: x", "a\nFor more details, see the case: x y"] {
            assert_eq!(without(text), text);
        }
    }
}
