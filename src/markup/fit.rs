//! Cutting to a limit: at a grapheme and outside of markup, with a mark that a reader sees, never silently.

use super::document::{Block, Document, Span};
use super::format::Format;
use super::line::{cut, edges, one_line, utf16_len};
use super::loss::{Loss, Losses};
use super::render::{Written, finish, readable};
use super::{link, parse, prose};
use serde::Serialize;

/// A text in the target's format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Rendered {
    /// The text; of ADF, its JSON.
    pub text: String,
    /// What a reader will see differently.
    pub losses: Vec<Loss>,
}

/// A text that fits its field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fitted {
    /// The text, with its ending.
    pub text: String,
    /// How many characters were left out.
    pub left_out: usize,
    /// Where the text was cut: the last words that stayed, and the first that did not.
    pub cut: Option<(String, String)>,
    /// As in [`Rendered`](super::Rendered).
    pub losses: Vec<Loss>,
}

/// What ends a text, besides the text itself.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Ending<'a> {
    /// A line that is never cut.
    pub line: Option<&'a str>,
    /// Where the full text is found, for the mark of a cut.
    pub case_url: Option<&'a str>,
}

impl<'a> Ending<'a> {
    /// An ending with this line; the address is a field to set.
    #[must_use]
    pub fn new(line: impl Into<Option<&'a str>>) -> Self {
        Self { line: line.into(), case_url: None }
    }
}

/// Writes Markdown for a target; of more than a mebibyte the beginning.
#[must_use]
pub fn render(source: &str, format: Format) -> Rendered {
    let fitted = fit(source, format, None, Ending::default());
    Rendered { text: fitted.text, losses: fitted.losses }
}

/// Renders a text with its ending, in no more than `limit` UTF-16 units; of ADF the text counts, and not the JSON.
///
/// What is too long is cut before it is written: so no markup stays open, and neither an escape nor a
/// character is torn apart.
#[must_use]
pub fn fit(source: &str, format: Format, limit: Option<usize>, ending: Ending<'_>) -> Fitted {
    let (source, beyond) = read(source, limit, parse::unread);
    match prose::written(source, format, limit, ending.line) {
        Some(text) if beyond == 0 => Fitted { text, left_out: 0, cut: None, losses: Vec::new() },
        _ => read_and_written(source, beyond, format, limit, ending),
    }
}

/// The same by way of what the text says.
pub(super) fn read_and_written(
    source: &str,
    beyond: usize,
    format: Format,
    limit: Option<usize>,
    ending: Ending<'_>,
) -> Fitted {
    let (source, mut losses) = readable(source);
    let finished = |mut document: Document<'_>, cut: Cut, losses: &mut Losses| {
        let cut = match (cut, document.blocks.last_mut()) {
            (Cut::Untold | Cut::Told(0), _) => None,
            (Cut::Told(left_out), _) => Some(mark(left_out, ending.case_url)),
            (Cut::Shown, Some(Block::Paragraph(line))) => {
                line.push(Span::plain("…"));
                None
            }
            (Cut::Shown, _) => Some(Block::Paragraph(vec![Span::plain("…")])),
        };
        let line = ending.line.map(|line| Block::Paragraph(vec![Span::plain(line.to_owned())]));
        finish(document, cut.into_iter().chain(line).collect(), format, limit, losses)
    };
    let fits = |written: &Written| limit.is_none_or(|limit| written.fits(limit));
    let document = parse::parse_for(&source, format, ending.case_url, &mut losses);
    let written = finished(document, Cut::Told(beyond), &mut losses);
    if beyond == 0 && fits(&written) {
        return Fitted { text: written.text, left_out: 0, cut: None, losses: losses.0 };
    }
    let document = parse::parse_for(&source, format, ending.case_url, &mut losses);
    let total = document.length();
    // A field may be too short for the mark, or for any.
    let (mut most, mut cut) = (0, Cut::Untold);
    for is_told in [true, false] {
        let of = |kept: usize| if is_told { Cut::Told(total - kept + beyond) } else { Cut::Shown };
        // One more than what fits: nothing may be too much.
        let (mut low, mut high) = (0, total + 1);
        while low < high {
            let middle = (low + high).div_ceil(2);
            let kept = middle - 1;
            if fits(&finished(document.head(kept), of(kept), &mut Losses::default())) {
                low = middle;
            } else {
                high = kept;
            }
        }
        if low > 0 {
            most = low - 1;
            cut = of(document.head(most).length());
            break;
        }
    }
    let head = document.head(most);
    let kept = head.length();
    let left_out = total - kept + beyond;
    let text = finished(head, cut, &mut losses).text;
    Fitted { text, left_out, cut: Some(document.around(kept)), losses: losses.0 }
}

/// One line of plain text, cut with an ellipsis.
#[must_use]
pub fn fit_line(source: &str, limit: Option<usize>) -> Fitted {
    let (source, beyond) = read(source, limit, |_, _| None);
    let line = one_line(source);
    let Some(limit) = limit.filter(|limit| beyond > 0 || utf16_len(&line) > *limit) else {
        return Fitted { text: line, left_out: beyond, cut: None, losses: Vec::new() };
    };
    let (text, head, tail) = cut(&line, limit);
    Fitted { text, left_out: tail.chars().count() + beyond, cut: Some(edges(head, tail)), losses: Vec::new() }
}

/// No more of a text is read, in bytes: the work on it is bounded by what a field can take, and not by what a case holds.
const LONGEST: usize = 1 << 20;

/// So much of a text as is read for a field with this limit, and how many characters are left out. Markup takes more room
/// than what a reader sees, but not this much more, apart from what is not shown: `unread` tells how long such a part is.
fn read(source: &str, limit: Option<usize>, unread: fn(&str, &mut usize) -> Option<usize>) -> (&str, usize) {
    let mut end = limit.map_or(LONGEST, |limit| limit.saturating_mul(8).saturating_add(4_096).min(LONGEST));
    let (mut at, mut fuel) = (0, LONGEST * 8);
    while end < source.len().min(LONGEST)
        && let Some(next) = memchr::memchr2(b'!', b']', source.as_bytes().get(at..end).unwrap_or_default())
    {
        at += next;
        let rest = source.get(at..).unwrap_or_default();
        let length = unread(rest, &mut fuel);
        end += length.unwrap_or(0);
        at += length.unwrap_or(1);
    }
    let mut end = end.min(LONGEST).min(source.len());
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let (read, beyond) = source.split_at(end);
    (read, beyond.chars().count())
}

/// How a reader is told that a text was cut.
#[derive(Clone, Copy)]
enum Cut {
    /// So many characters are left out.
    Told(usize),
    /// By an ellipsis.
    Shown,
    Untold,
}

/// Says what is missing, and where it is found.
fn mark(left_out: usize, case_url: Option<&str>) -> Block<'static> {
    let colon = if case_url.is_some() { ": " } else { "" };
    let mut line = vec![Span::plain(format!("(… {left_out} characters left out; full text in the case{colon}"))];
    if let Some(url) = case_url {
        line.push(Span::plain(url.to_owned()));
        let _ = link::finish(&mut line, 1, url, link::target(url));
    }
    line.push(Span::plain(")"));
    Block::Paragraph(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_fills_its_limit_and_says_what_is_missing() {
        let source = "!".repeat(100);
        let fitted = fit(&source, Format::Wiki, Some(140), Ending { line: Some("END"), case_url: None });
        assert!(utf16_len(&fitted.text) <= 140, "{}", fitted.text);
        assert!(fitted.text.ends_with("characters left out; full text in the case)\n\nEND"));
        let kept = fitted.text.matches(r"\!").count();
        assert!(kept > 10);
        assert_eq!(kept + fitted.left_out, 100);
    }

    #[test]
    fn no_markup_stays_open() {
        let source = format!("**{}** and `code`", "bold words ".repeat(40));
        let ending = Ending { case_url: Some("https://kibana.example/c/1"), ..Ending::default() };
        let fitted = fit(&source, Format::Html, Some(300), ending);
        assert_eq!(fitted.text.matches("<strong>").count(), fitted.text.matches("</strong>").count());
        assert!(
            fitted.text.contains("full text in the case: <a href=\"https://kibana.example/c/1\">"),
            "{}",
            fitted.text
        );
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

    #[test]
    fn raw_text_keeps_every_visible_character() {
        let rendered = render("a\r\nb\u{7}\t*c* {d} \u{200b}é", Format::Raw);
        assert_eq!(rendered.text, "a\nb\t*c* {d} \u{200b}é");
        assert_eq!(
            rendered.losses.iter().map(|loss| loss.what).collect::<Vec<_>>(),
            ["control characters are left out"]
        );
    }
}
