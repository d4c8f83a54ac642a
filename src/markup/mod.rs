//! Case text into the remote system's text, so that it arrives as text and as nothing else.
//!
//! [`render`] reads Markdown once and writes it for one target. Every writer keeps what a reader sees:
//! a character that means something in the target is escaped for its place.

mod autolink;
mod builder;
mod document;
mod fit;
mod link;
mod loss;
mod nesting;
mod parse;
mod read;
pub(crate) mod reference;
mod servicenow;
mod write;

use document::{Block, Document};
use loss::Losses;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

pub use fit::{Ending, Fitted, fit, fit_line, utf16_len};
pub use loss::Loss;

/// What the target reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Jira's wiki text: REST v2, Cloud and Data Center.
    Wiki,
    /// Atlassian Document Format, as JSON: REST v3 on Jira Cloud.
    Adf,
    /// HTML with a fixed list of tags and attributes.
    Html,
    /// The same HTML in a ServiceNow journal field, which renders what stands between `[code]` and `[/code]`.
    Code,
    /// Text in which nothing has a meaning, laid out for people.
    Plain,
    /// As [`Format::Plain`], for a ServiceNow field, in which `[code]` has a meaning.
    Journal,
    /// As [`Format::Plain`], as ADF: for Jira Cloud's REST v3, where no other body is taken.
    PlainAdf,
    /// As it was typed, for a remote side that reads Markdown. Nothing is escaped.
    Raw,
    /// As [`Format::Raw`], as ADF.
    RawAdf,
}

impl Format {
    /// Its name in JavaScript; whether a text is wrapped as ADF is Jira's own matter.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Wiki => "wiki",
            Self::Adf => "adf",
            Self::Html => "html",
            Self::Code => "code",
            Self::Plain | Self::PlainAdf => "plain",
            Self::Journal => "journal",
            Self::Raw | Self::RawAdf => "raw",
        }
    }

    /// Reads the format by its name in JavaScript.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "wiki" => Self::Wiki,
            "adf" => Self::Adf,
            "html" => Self::Html,
            "code" => Self::Code,
            "plain" => Self::Plain,
            "journal" => Self::Journal,
            "raw" => Self::Raw,
            _ => return None,
        })
    }
}

/// A text in the target's format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Rendered {
    /// The text; of ADF, its JSON.
    pub text: String,
    /// What a reader will see differently.
    pub losses: Vec<Loss>,
}

const CONTROL: &str = "control characters are left out";

/// Writes Markdown for a target.
#[must_use]
pub fn render(source: &str, format: Format) -> Rendered {
    let (source, mut losses) = readable(source);
    let document = parse::parse_for(&source, format, &mut losses);
    let text = write(document, Vec::new(), format, &mut losses);
    Rendered { text, losses: losses.0 }
}

/// The source as every target takes it.
fn readable(source: &str) -> (Cow<'_, str>, Losses) {
    let (text, changed) = without_control(source);
    let mut losses = Losses::default();
    if changed {
        losses.add(CONTROL, source, &text);
    }
    (text, losses)
}

/// Writes what was read for a target, and then what is ours and not the case's.
///
/// What looks like a comment reference is quoted here: lowering and cutting make lines of their own.
fn write<'a>(mut document: Document<'a>, ending: Vec<Block<'a>>, format: Format, losses: &mut Losses) -> String {
    if matches!(format, Format::Wiki | Format::Adf) {
        document = nesting::lower(document, losses);
    }
    document.quote_references();
    document.blocks.extend(ending);
    match format {
        Format::Wiki => write::wiki::write(&document, losses),
        Format::Adf => write::adf::write(&document),
        Format::Html => write::html::write(&document),
        Format::Code => servicenow::code(&write::html::write(&document)),
        Format::Plain | Format::Raw => write::plain::write(&document),
        Format::Journal => servicenow::journal(write::plain::write(&document), losses),
        Format::PlainAdf | Format::RawAdf => write::adf::write(&Document::of_text(write::plain::write(&document))),
    }
}

/// What a remote text says, as Markdown: for a person to compare with the case's own.
#[must_use]
pub fn read_back(remote: &str, format: Format) -> String {
    with_document(remote, format, write::markdown::write).unwrap_or_else(|| remote.to_owned())
}

/// What a reader of a remote text sees, as plain lines.
#[must_use]
pub fn visible(remote: &str, format: Format) -> String {
    with_document(remote, format, write::plain::write).unwrap_or_else(|| remote.to_owned())
}

/// Two texts of one format, the second after the first.
#[must_use]
pub fn join(first: &str, second: &str, format: Format) -> String {
    let first = first.trim_end();
    match format {
        _ if first.is_empty() => second.to_owned(),
        Format::Html => format!("{first}{second}"),
        Format::Adf | Format::PlainAdf | Format::RawAdf => join_adf(first, second)
            // What is no document is still somebody's text.
            .or_else(|| join_adf(&write::adf::write(&Document::of_text(first)), second))
            .unwrap_or_else(|| second.to_owned()),
        _ => format!("{first}\n\n{second}"),
    }
}

fn join_adf(first: &str, second: &str) -> Option<String> {
    let mut first: Value = serde_json::from_str(first).ok()?;
    let mut second: Value = serde_json::from_str(second).ok()?;
    let more = second.get_mut("content")?.as_array_mut()?;
    first.get_mut("content")?.as_array_mut()?.append(more);
    Some(first.to_string())
}

/// Plain text as HTML.
#[must_use]
pub fn escaped(text: &str) -> String {
    write::html::write(&Document::of_text(text))
}

fn with_document(remote: &str, format: Format, then: impl FnOnce(&Document<'_>) -> String) -> Option<String> {
    match format {
        Format::Wiki => Some(then(&read::wiki::read(remote))),
        Format::Html => Some(then(&read::html::read(remote))),
        Format::Code => {
            let html = remote.trim().strip_prefix("[code]")?.strip_suffix("[/code]")?;
            Some(then(&read::html::read(html)))
        }
        Format::Adf | Format::PlainAdf | Format::RawAdf => {
            let value: Value = serde_json::from_str(remote).ok()?;
            Some(then(&read::adf::read(&value)))
        }
        Format::Plain | Format::Journal | Format::Raw => None,
    }
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

/// Line breaks as `\n`; control characters, which remote systems refuse or drop, are left out. Tells
/// whether some were.
fn without_control(source: &str) -> (Cow<'_, str>, bool) {
    // Below 0x20, 0x7f, and the second block of controls, which begins with 0xc2 in UTF-8.
    let suspect = |b: u8| (b < 0x20 && b != b'\n' && b != b'\t') || b == 0x7f || b == 0xc2;
    if !source.bytes().any(suspect) {
        return (Cow::Borrowed(source), false);
    }
    let unified = source.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unified.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let changed = kept.len() != unified.len();
    (Cow::Owned(kept), changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_has_no_break_and_no_control_character() {
        assert_eq!(one_line(" a\tb \r\n\n c\u{0}d \u{2028}"), "a b, c d");
    }

    #[test]
    fn raw_text_keeps_every_visible_character() {
        let rendered = render("a\r\nb\u{7}\t*c* {d} \u{200b}é", Format::Raw);
        assert_eq!(rendered.text, "a\nb\t*c* {d} \u{200b}é");
        assert_eq!(rendered.losses.iter().map(|loss| loss.what).collect::<Vec<_>>(), [CONTROL]);
    }
}
