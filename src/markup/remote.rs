//! What stands in a remote field, read and put together.

use super::document::{Block, Document, Span};
use super::format::Format;
use super::{json, normal, read, write};

/// What a remote text says, as Markdown: for a person to compare with the case's own.
#[must_use]
pub fn read_back(remote: &str, format: Format) -> String {
    with_document(remote, format, write::markdown::write).unwrap_or_else(|| remote.to_owned())
}

/// What somebody has written there, as Markdown that reads as the text does there: in plain text no sign is markup.
#[must_use]
pub fn taken_over(remote: &str, format: Format) -> String {
    match format {
        Format::Raw => remote.to_owned(),
        Format::RawAdf => visible(remote, format),
        _ => with_document(remote, format, write::markdown::write).unwrap_or_else(|| {
            let lines = normal::paragraphs(vec![Span::plain(remote)]);
            write::markdown::write(&Document { blocks: lines.into_iter().map(Block::Paragraph).collect() })
        }),
    }
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
    let mut first = json::read(first).ok()?;
    let mut second = json::read(second).ok()?;
    let more = second.get_mut("content")?.as_array_mut()?;
    first.get_mut("content")?.as_array_mut()?.append(more);
    Some(json::write(&first))
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
        Format::Adf | Format::PlainAdf | Format::RawAdf => Some(then(&read::adf::read(&json::read(remote).ok()?))),
        Format::Plain | Format::Journal | Format::Raw => None,
    }
}
