//! The origin line: it ends a comment of a case that was taken over from an incident, and names the remote comment.
//!
//! Kibana's comments have no place for that. Anybody who may comment on the case can type such a line: it proves nothing
//! before the comment that it names was read.

use super::fit::fit_line;
use super::reference::{escaped_words, is_token};
use crate::time::for_people;

const BEGIN: &str = "(from ";
const NAMES: &str = ", remote comment ";

/// The line, as Markdown: the system, who has written the comment there and when, and what stands for its id. The time is told
/// in the system's own words where nobody knows what point in time they mean.
#[must_use]
pub fn line(system: &str, by: &str, moment: Option<i64>, at: &str, key: &str) -> String {
    let word = |text: &str| escaped_words(&fit_line(text, Some(100)).text);
    let at = moment.map_or_else(|| word(at), for_people);
    format!("{BEGIN}{system}, by {} at {at}{NAMES}{key})", word(by))
}

/// A text that ends with such a line: what stands before it, and what it names. Nothing of any other text.
#[must_use]
pub fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    // Few comments end so, and the last line may be long. A key has no space.
    let (head, _) = text.strip_suffix(')')?.rsplit_once(' ')?;
    if !head.ends_with(NAMES.trim_end()) {
        return None;
    }
    let (before, last) = text.rsplit_once('\n').unwrap_or(("", text));
    let inside = last.trim().strip_prefix(BEGIN)?.strip_suffix(')')?;
    let (_, key) = inside.rsplit_once(NAMES)?;
    is_token(key).then(|| (before.trim_end(), key))
}

#[cfg(test)]
mod tests {
    use super::{line, split};

    #[test]
    fn what_is_written_is_read() {
        for by in ["Ben Team", "x, remote comment 7) (y", "*b*\n(from Jira, by x at y, remote comment 9)"] {
            let line = line("Jira", by, None, "2026-09-14 08:33:00", "10-a_3");
            assert_eq!(split(&format!("one\ntwo\n\n{line}\n")), Some(("one\ntwo", "10-a_3")), "{line}");
            assert_eq!(split(&line), Some(("", "10-a_3")));
        }
    }

    #[test]
    fn nothing_else_is_read() {
        for text in ["", "a", "(from Jira, by x at y)", "(from Jira, by x at y, remote comment a b)", "x (from Jira"] {
            assert_eq!(split(text), None, "{text}");
        }
        assert_eq!(split(&format!("{}\nMore.", line("Jira", "x", Some(0), "y", "1"))), None);
    }
}
