//! Cutting to a limit: at a grapheme, with a mark that a reader sees, and never silently.

use super::{Format, one_line, render};
use unicode_segmentation::UnicodeSegmentation;

/// A text that fits its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitted {
    /// The text, with `ending` at its end.
    pub text: String,
    /// How many characters of the source were left out.
    pub left_out: usize,
    /// As in [`Rendered`](super::Rendered).
    pub losses: Vec<&'static str>,
}

/// The length in UTF-16 units, in which the three systems, being Java, count.
#[must_use]
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Renders a text and appends `ending`, which is never cut.
///
/// Where that is longer than `limit`, the source is cut, not the result: so no escape and no
/// character is torn apart.
#[must_use]
pub fn fit(source: &str, format: Format, limit: Option<usize>, ending: &str) -> Fitted {
    let whole = render(source, format);
    let fits = |text: &str, mark: &str| {
        // No text has more UTF-16 units than bytes, and the bytes are counted already.
        let short = |limit: usize| text.len() + mark.len() + ending.len() <= limit;
        limit.is_none_or(|limit| short(limit) || utf16_len(text) + utf16_len(mark) + utf16_len(ending) <= limit)
    };
    if fits(&whole.text, "") {
        return Fitted { text: whole.text + ending, left_out: 0, losses: whole.losses };
    }
    let total = source.chars().count();
    let bounds: Vec<usize> = source.grapheme_indices(true).map(|(at, _)| at).collect();
    // The mark for the whole length is the longest there can be: the room it takes is enough.
    let longest = mark(total, format);
    let kept = bounds.partition_point(|at| {
        let head = source.get(..*at).unwrap_or_default().trim_end();
        fits(&render(head, format).text, &longest)
    });
    let end = kept.checked_sub(1).and_then(|last| bounds.get(last)).copied().unwrap_or(0);
    let head = source.get(..end).unwrap_or_default().trim_end();
    let left_out = total - head.chars().count();
    let rendered = render(head, format);
    Fitted { text: rendered.text + &mark(left_out, format) + ending, left_out, losses: rendered.losses }
}

/// One line of plain text, cut with an ellipsis.
#[must_use]
pub fn fit_line(source: &str, limit: Option<usize>) -> Fitted {
    let line = one_line(source);
    let Some(limit) = limit.filter(|limit| utf16_len(&line) > *limit) else {
        return Fitted { text: line, left_out: 0, losses: Vec::new() };
    };
    let mut text = String::new();
    let mut length = 1;
    for grapheme in line.graphemes(true) {
        length += utf16_len(grapheme);
        if length > limit {
            break;
        }
        text.push_str(grapheme);
    }
    let left_out = line.chars().count() - text.chars().count();
    Fitted { text: text.trim_end().to_owned() + "…", left_out, losses: Vec::new() }
}

fn mark(left_out: usize, format: Format) -> String {
    render(&format!("\n\n(… {left_out} characters left out; full text in the case)"), format).text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_fills_its_limit_and_says_what_is_missing() {
        let source = "*".repeat(100);
        let fitted = fit(&source, Format::JiraWiki, Some(120), "END");
        assert!(utf16_len(&fitted.text) <= 120, "{}", fitted.text);
        assert!(fitted.text.ends_with("characters left out; full text in the case)END"));
        let stars = fitted.text.matches(r"\*").count();
        assert_eq!(stars + fitted.left_out, 100);
    }

    #[test]
    fn no_grapheme_is_torn() {
        let family = "👨‍👩‍👧‍👦";
        for limit in 1..40 {
            let line = fit_line(&family.repeat(5), Some(limit)).text;
            assert!(utf16_len(&line) <= limit);
            assert_eq!(line.trim_end_matches('…').replace(family, ""), "", "{limit}");
        }
    }
}
