//! Case text into the remote system's text, so that it arrives as text and as nothing else.
//!
//! Every writer keeps what a reader sees: characters that mean something in the target are
//! escaped for it. The writers here show Markdown as it was typed; they stand behind
//! [`render`], where richer ones can take their place.

mod fit;
pub(crate) mod reference;
mod servicenow;
mod wiki;

use std::borrow::Cow;

pub use fit::{Fitted, fit, fit_line, utf16_len};

/// What the target reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text in which nothing has a meaning.
    Plain,
    /// A ServiceNow field: plain, but for `[code]`, whose content is rendered as HTML.
    ServiceNow,
    /// Jira's wiki text (REST v2 and Data Center).
    JiraWiki,
}

/// A text in the target's format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// What a reader will see differently, in a few words each.
    pub losses: Vec<&'static str>,
}

/// Writes Markdown for a target.
#[must_use]
pub fn render(source: &str, format: Format) -> Rendered {
    let (source, control) = without_control(source);
    let (text, changed) = match format {
        Format::Plain => (source.into_owned(), None),
        Format::ServiceNow => servicenow::escape(&source),
        Format::JiraWiki => (wiki::escape(&source), None),
    };
    Rendered { text, losses: control.into_iter().chain(changed).collect() }
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

/// Line breaks as `\n`; control characters, which remote systems refuse or drop, are left out.
fn without_control(source: &str) -> (Cow<'_, str>, Option<&'static str>) {
    // Below 0x20, 0x7f, and the second block of controls, which begins with 0xc2 in UTF-8.
    let suspect = |b: u8| (b < 0x20 && b != b'\n' && b != b'\t') || b == 0x7f || b == 0xc2;
    if !source.bytes().any(suspect) {
        return (Cow::Borrowed(source), None);
    }
    let unified = source.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unified.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let loss = (kept.len() != unified.len()).then_some("control characters were left out");
    (Cow::Owned(kept), loss)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_has_no_break_and_no_control_character() {
        assert_eq!(one_line(" a\tb \r\n\n c\u{0}d \u{2028}"), "a b, c d");
    }

    #[test]
    fn plain_text_keeps_every_visible_character() {
        let rendered = render("a\r\nb\u{7}\t*c* {d} \u{200b}é", Format::Plain);
        assert_eq!(rendered.text, "a\nb\t*c* {d} \u{200b}é");
        assert_eq!(rendered.losses, ["control characters were left out"]);
    }
}
