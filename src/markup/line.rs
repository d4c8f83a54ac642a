//! One line of plain text: how long it is, and where it is cut.

use unicode_segmentation::UnicodeSegmentation;

/// The length in UTF-16 units, in which the systems, being Java, count.
#[must_use]
pub fn utf16_len(text: &str) -> usize {
    // Each character begins with one byte that no other has, and those of two units begin with a high one.
    text.bytes().map(|b| usize::from(b & 0xc0 != 0x80) + usize::from(b >= 0xf0)).sum()
}

/// The parts of a text between its line breaks: what `split` answers, in less time.
pub(super) fn lines(text: &str) -> Lines<'_> {
    Lines(Some(text))
}

/// What is left of a text.
pub(super) struct Lines<'a>(Option<&'a str>);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let text = self.0?;
        let end = memchr::memchr(b'\n', text.as_bytes());
        self.0 = end.and_then(|end| text.get(end + 1..));
        text.get(..end.unwrap_or(text.len()))
    }
}

/// A character as every text may hold it. Remote systems refuse or drop control characters: those between words, which word
/// processors write, are white space in a line for Kibana too, and all others are nothing.
pub(super) fn readable(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\u{b}' | '\u{c}' | '\u{85}' => Some(' '),
        _ => (!c.is_control()).then_some(c),
    }
}

/// A text of such characters.
pub(super) fn readable_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if let Some(c) = readable(c) {
            out.push(c);
        }
    }
    out
}

/// One line: line breaks become a comma, as in Kibana's Jira summaries; other white space and
/// control characters become a space.
#[must_use]
pub fn one_line(text: &str) -> String {
    let plain = |c: char| c == ' ' || !(c.is_whitespace() || c.is_control());
    if text.chars().all(plain) && text.trim().len() == text.len() && !text.contains("  ") {
        return text.to_owned();
    }
    text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'])
        .map(|line| {
            line.split(|c: char| c.is_whitespace() || c.is_control())
                .filter(|w| !w.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// A line that is too long: as it is shown, with an ellipsis, what of it was kept, and what was not.
pub(super) fn cut(line: &str, limit: usize) -> (String, &str, &str) {
    let mut kept = 0;
    let mut length = 1;
    for (at, grapheme) in line.grapheme_indices(true) {
        length += utf16_len(grapheme);
        if length > limit {
            break;
        }
        kept = at + grapheme.len();
    }
    let (head, tail) = line.split_at(kept);
    (head.trim_end().to_owned() + "…", head, tail)
}

/// So many characters on each side show where a text was cut.
const EDGE: usize = 30;

/// The end of what stayed and the beginning of what did not.
pub(super) fn edges(kept: &str, cut: &str) -> (String, String) {
    let skipped = kept.chars().count().saturating_sub(EDGE);
    (kept.chars().skip(skipped).collect(), cut.chars().take(EDGE).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_those_of_java() {
        for text in ["", "a", "é", "端", "𝕏", "👨‍👩‍👧‍👦", "a\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}"]
        {
            assert_eq!(utf16_len(text), text.encode_utf16().count(), "{text}");
        }
    }

    #[test]
    fn one_line_has_no_break_and_no_control_character() {
        assert_eq!(one_line(" a\tb \r\n\n c\u{0}d \u{2028}"), "a b, c d");
    }
}
