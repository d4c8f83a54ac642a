//! Texts that stand as they are typed where nothing is marked: most comments. One look tells, and no parser is asked.

use super::format::Format;
use super::kinds::{ALWAYS, MARKDOWN, first};

/// A text with its ending, where it is written as it is typed; nothing where somebody has to look closer.
pub(super) fn written(source: &str, format: Format, limit: Option<usize>, ending: Option<&str>) -> Option<String> {
    let kinds = match format {
        Format::Raw => ALWAYS,
        Format::Plain | Format::Journal => ALWAYS | MARKDOWN,
        _ => return None,
    };
    let ending = ending.unwrap_or_default();
    let between = if ending.is_empty() { "" } else { "\n\n" };
    let length = source.len() + between.len() + ending.len();
    // In UTF-16 units it is no longer. Of the ending too nothing may be read as a tag.
    if limit.is_some_and(|limit| length > limit)
        || memchr::memchr(b'[', ending.as_bytes()).is_some()
        || !is_prose(source, kinds)
    {
        return None;
    }
    let mut text = String::with_capacity(length);
    text.push_str(source);
    text.push_str(between);
    text.push_str(ending);
    Some(text)
}

/// Whether nothing in a text means anything to who looks for bytes of these kinds.
fn is_prose(text: &str, kinds: u8) -> bool {
    let bytes = text.as_bytes();
    let is = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
    let mut done = 0;
    if kinds & MARKDOWN != 0 && (!begins_line(bytes.first()) || text.ends_with(char::is_whitespace)) {
        return false;
    }
    while let Some(step) = first(bytes.get(done..).unwrap_or_default(), kinds) {
        let at = done + step;
        done = at + 1;
        let means_nothing = match bytes.get(at) {
            // A comment reference has a comma and then, behind white space, this word.
            Some(b',') => {
                let rest = bytes.get(done..).unwrap_or_default();
                let white = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n')).count();
                let next = rest.get(white..).unwrap_or_default();
                // Behind what is no letter there may be more of that.
                next.first().is_some_and(|next| (b'!'..0x7f).contains(next) && *next != b'\\')
                    && !next.starts_with(b"case")
                    && !b"case".starts_with(next)
            }
            // One empty line may stand between two others.
            Some(b'\n') => {
                let ends_in_space = text.get(..at).is_none_or(|line| line.ends_with(char::is_whitespace));
                done += usize::from(is(done, b'\n'));
                !ends_in_space && begins_line(bytes.get(done))
            }
            Some(b'/') => !is(done, b'/'),
            Some(b'w') => !is(done, b'w'),
            _ => false,
        };
        if !means_nothing {
            return false;
        }
    }
    true
}

/// Whether a line that begins so is one of a paragraph.
fn begins_line(first: Option<&u8>) -> bool {
    first.is_some_and(|first| first.is_ascii_alphabetic() || !first.is_ascii() || matches!(first, b'"' | b'\'' | b'('))
}

#[cfg(test)]
mod tests {
    use super::written;
    use crate::fit::{Ending, read_and_written};
    use crate::format::Format;

    /// Whoever looks closer writes the same, and sees no loss.
    #[test]
    fn prose_is_written_as_any_other_text() {
        let parts = [
            "word",
            "A ",
            " ",
            "\n",
            "\n\n",
            "\t",
            ", ",
            ",",
            "case",
            ", ca",
            "www.a.example",
            "w",
            "/",
            "//",
            "-",
            "1. ",
            "é",
            "\u{a0}",
            "\u{2003}",
            "\u{85}",
            "[code]",
            "!{",
            "=",
            "\"",
            "(added by case-connectors, case c1)",
            "C:\\x",
            "a@b.example",
            "&amp;",
            "|",
            "`",
        ];
        let mut seen = [0; 3];
        for number in 0..parts.len().pow(3) {
            let at = |place: usize| parts[number / parts.len().pow(place as u32) % parts.len()];
            let text = format!("{}{}{}", at(2), at(1), at(0));
            for (format, seen) in [Format::Raw, Format::Plain, Format::Journal].into_iter().zip(&mut seen) {
                for line in [None, Some("(the line)")] {
                    let Some(prose) = written(&text, format, Some(200), line) else { continue };
                    let fitted = read_and_written(&text, 0, format, Some(200), Ending::new(line));
                    assert_eq!((&prose, fitted.losses.len()), (&fitted.text, 0), "{text:?} {format:?}");
                    *seen += 1;
                }
            }
        }
        assert!(seen.iter().all(|seen| *seen > 1_000), "{seen:?}");
        assert_eq!(written("word", Format::Plain, Some(5), Some("line")), None);
        assert_eq!(written("word", Format::Raw, None, Some("[code]")), None);
    }
}
