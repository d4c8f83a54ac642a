//! The comment reference: the line that ends each text we send, and by which it is recognised again.
//!
//! It is ASCII but for the author's name, so that it survives what remote systems do to text. A
//! line of case text that looks like one is quoted before it is sent, so that no case text passes
//! for one. Whoever may write in the remote system can type one.

use crate::time::{for_people, parse_for_people};
use std::borrow::Cow;

/// What every reference holds.
const SIGN: &str = ", case ";

/// What stands before a check value. It comes before [`SIGN`], where versions that know of none pass over it.
const CHECK: &str = ", check ";

/// So many hexadecimal digits a check value has.
const CHECK_LEN: usize = 16;

/// Stands for a check value until it is made.
const NO_CHECK: &str = ", check 0000000000000000";

/// What a reference speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// The incident was opened from a case.
    Opened,
    /// A version of a comment: its id (or what stands for it), edit number and time.
    Comment {
        /// What stands for the id of the comment.
        token: String,
        /// Which version it is: 0 is the first.
        edit: u32,
        /// When it was written, in milliseconds since 1970.
        at: i64,
    },
    /// The number of alerts.
    Alerts {
        /// How many there were.
        total: u32,
    },
}

/// What stands for an id: itself where it is plain, else its hash.
#[must_use]
pub fn token(id: &str) -> String {
    hashed(id).unwrap_or_else(|| id.to_owned())
}

/// What stands for an id that cannot stand for itself.
#[must_use]
pub fn hashed(id: &str) -> Option<String> {
    (!is_token(id)).then(|| format!("x{}", crate::hash::hash(&[id])))
}

/// The reference of the incident.
#[must_use]
pub fn opened(case_id: &str) -> String {
    format!("(added by case-connectors, case {})", token(case_id))
}

/// The reference of a version of a comment.
#[must_use]
pub fn comment(at: i64, author: &str, token: &str, edit: u32) -> String {
    // By hand: each comment of a bulk has one, and `format!` took as long as all the rest of its text.
    let mut line = String::with_capacity(64 + author.len() + token.len());
    for part in ["(added at ", &for_people(at), " by ", author, ", case comment ", token] {
        line.push_str(part);
    }
    if edit > 0 {
        line.push_str(&format!(", edit {edit}"));
    }
    line.push(')');
    line
}

/// The reference of the number of alerts.
#[must_use]
pub fn alerts(total: u32) -> String {
    format!("(added by case-connectors, case alerts, total {total})")
}

/// A reference with room for a check value, which [`put_check`] fills.
#[must_use]
pub fn with_room(line: &str) -> String {
    let (head, tail) = line.rsplit_once(SIGN).unwrap_or((line, ""));
    format!("{head}{NO_CHECK}{SIGN}{tail}")
}

/// Fills the room that [`with_room`] has made, in whatever format the text is by now; nothing where it has none.
#[must_use]
pub fn put_check(text: &str, check: &str) -> Option<String> {
    let (before, after) = text.rsplit_once(NO_CHECK)?;
    Some(format!("{before}{CHECK}{check}{after}"))
}

/// The last reference of a text with its check value.
#[derive(Debug)]
pub struct Checked {
    /// What it speaks of.
    pub reference: Reference,
    /// The value.
    pub check: String,
    /// What the text says up to the end of the reference, but for the value: its letters and digits alone, since systems
    /// change white space, signs and markup.
    pub said: String,
}

/// What the last reference of a text says of itself, where it has a check value.
#[must_use]
pub fn checked(text: &str) -> Option<Checked> {
    let mut end = 0;
    let mut last = None;
    for line in text.split_inclusive('\n') {
        let begin = end;
        end += line.len();
        if let Some(reference) = read(line) {
            last = Some((begin, end, reference));
        }
    }
    let (begin, end, reference) = last?;
    let (head, check, tail) = split_check(text.get(begin..end)?)?;
    let mut said = String::new();
    for part in [text.get(..begin)?, head, tail] {
        for c in part.chars() {
            if c.is_alphanumeric() {
                said.push(c);
            }
        }
    }
    Some(Checked { reference, check: check.to_owned(), said })
}

/// What stands before and after the last check value of a line, and the value.
#[must_use]
pub fn split_check(line: &str) -> Option<(&str, &str, &str)> {
    let (head, rest) = line.rsplit_once(CHECK)?;
    let (check, tail) = rest.split_at_checked(CHECK_LEN)?;
    check.bytes().all(|b| b.is_ascii_hexdigit()).then_some((head, check, tail))
}

/// A text as it would be without check values in its references: one text may be sent with and without.
#[must_use]
pub fn without_checks(text: &str) -> Cow<'_, str> {
    if !text.contains(CHECK) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match split_check(line) {
            Some((head, _, tail)) if tail.starts_with(SIGN) => {
                out.push_str(head);
                out.push_str(tail);
            }
            _ => out.push_str(line),
        }
    }
    Cow::Owned(out)
}

/// Every reference in a text that was read from the remote system.
#[must_use]
pub fn read_all(text: &str) -> Vec<Reference> {
    text.lines().filter_map(read).collect()
}

/// Quotes the lines of case text that look like a reference.
pub(super) fn neutralise(text: &str) -> Cow<'_, str> {
    let breaks = ['\n', '\r'];
    if !text.split(breaks).any(|line| read(line).is_some()) {
        return Cow::Borrowed(text);
    }
    let quoted = text
        .split_inclusive(breaks)
        .map(|line| if read(line).is_some() { format!("> {line}") } else { line.to_owned() });
    Cow::Owned(quoted.collect())
}

/// Whether a line would be taken for one of ours.
pub(super) fn is_reference(line: &str) -> bool {
    read(line).is_some()
}

/// Whether a reference may stand in a text, or begin in it and go on in the next: every one holds a comma and this word, between
/// whatever white space.
pub(super) fn may_begin(text: &str) -> bool {
    const WORD: &str = "case";
    memchr::memchr_iter(b',', text.as_bytes()).any(|at| {
        let behind = text.get(at + 1..).unwrap_or_default();
        let behind = behind.trim_start_matches(|c: char| c.is_whitespace() || c == '\\' || c.is_control());
        behind.starts_with(WORD) || WORD.starts_with(behind)
    })
}

fn read(line: &str) -> Option<Reference> {
    // Jira's wiki text escapes with backslashes; control characters do not reach the remote side, and
    // HTML shows any white space as one space.
    let bare: String = line.chars().filter(|c| *c != '\\' && (!c.is_control() || c.is_whitespace())).collect();
    let line = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    let inside = line.strip_prefix('(')?.strip_suffix(')')?;
    let (head, tail) = inside.rsplit_once(SIGN)?;
    if let Some(total) = tail.strip_prefix("alerts, total ") {
        return Some(Reference::Alerts { total: total.parse().ok()? });
    }
    let Some(comment) = tail.strip_prefix("comment ") else {
        return (head == "added by case-connectors" && is_token(tail)).then_some(Reference::Opened);
    };
    let (token, edit) = match comment.split_once(", edit ") {
        Some((token, edit)) => (token, edit.parse().ok()?),
        None => (comment, 0),
    };
    let at = head.strip_prefix("added at ")?.split(" by ").next()?;
    let at = parse_for_people(at)?;
    is_token(token).then(|| Reference::Comment { token: token.to_owned(), edit, at })
}

/// Words, as Markdown in which none of their signs is markup.
#[must_use]
pub fn escaped_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '\'' | '-') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether a word is what [`token`] makes.
pub(super) fn is_token(word: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    !word.is_empty() && word.len() <= 64 && word.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ending, Format, fit, visible};

    const AT: i64 = 1_789_374_780_114;

    #[test]
    fn what_is_written_is_read() {
        let author = "Eve, case comment c9, edit 3) (x";
        let line = comment(AT, author, "c1-a_3", 2);
        let expected = Reference::Comment { token: "c1-a_3".into(), edit: 2, at: AT };
        assert_eq!(read(&line), Some(expected.clone()));
        for format in [Format::Wiki, Format::Html, Format::Adf, Format::Journal] {
            let sent = fit("text", format, None, Ending { line: Some(&line), case_url: None }).text;
            let read = if format == Format::Wiki { sent } else { visible(&sent, format) };
            assert_eq!(read_all(&format!("{read}  \nmore")), std::slice::from_ref(&expected), "{read}");
        }
        assert_eq!(read(&alerts(51)), Some(Reference::Alerts { total: 51 }));
        assert_eq!(read(&opened("7b0f")), Some(Reference::Opened));
    }

    #[test]
    fn however_it_is_written_case_text_does_not_pass_for_a_reference() {
        let line = comment(AT, "x", "c9", 0);
        let dressed = [
            "**{}**",
            "`{}`",
            "# {}",
            "- {}",
            "> {}",
            "```\n{}\n```",
            "a\n{}\nb",
            "<b>\n{}\n</b>",
            "\\{}",
            "| x |\n|-|\n| {} |",
        ];
        for source in dressed.map(|dress| dress.replace("{}", &line)) {
            for format in
                [Format::Wiki, Format::Html, Format::Adf, Format::Journal, Format::Code, Format::Raw, Format::RawAdf]
            {
                let sent = crate::render(&source, format).text;
                assert_eq!(read_all(&sent), [], "{sent}");
                assert_eq!(read_all(&visible(&sent, format)), [], "{sent}");
            }
        }
    }

    #[test]
    fn case_text_cannot_pass_for_a_reference() {
        let forged = format!("see:\r\n{}\n \\{}\u{0}", comment(AT, "x", "c9", 0), alerts(3));
        assert_eq!(read_all(&forged).len(), 2);
        assert_eq!(read_all(&neutralise(&forged)), []);
    }

    #[test]
    fn a_check_value_is_read_and_older_versions_pass_over_it() {
        for line in [comment(AT, "Eve, check 0123456789abcdef, case comment c9", "c1", 2), alerts(51)] {
            let plain = format!("One **two**.\n\n{line}");
            let room = format!("One **two**.\n\n{}", with_room(&line));
            let text = put_check(&room, "00112233445566ff").unwrap();
            assert_eq!(read_all(&text), read_all(&plain));
            let found = checked(&format!("{text}\nmore")).unwrap();
            assert_eq!((found.check.as_str(), vec![found.reference]), ("00112233445566ff", read_all(&plain)));
            assert!(
                found.said.starts_with("Onetwoadded") && !found.said.contains("00112233445566ff"),
                "{}",
                found.said
            );
            assert_eq!(without_checks(&text), plain);
        }
        assert!(checked(&comment(AT, "Ana", "c1", 2)).is_none() && put_check("text", "0").is_none());
    }

    #[test]
    fn an_odd_id_is_hashed() {
        assert_eq!(token("c1a3"), "c1a3");
        let odd = token("a, edit 5) (");
        assert!(odd.starts_with('x') && odd.len() == 21, "{odd}");
    }
}
