//! From Markdown to the text of a target.

use super::document::{Block, Document};
use super::format::Format;
use super::loss::Losses;
use super::{nesting, servicenow, write};
use std::borrow::Cow;

const CONTROL: &str = "control characters are left out";

/// The source as every target takes it.
pub(super) fn readable(source: &str) -> (Cow<'_, str>, Losses) {
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
pub(super) fn finish<'a>(
    mut document: Document<'a>,
    ending: Vec<Block<'a>>,
    format: Format,
    losses: &mut Losses,
) -> String {
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
