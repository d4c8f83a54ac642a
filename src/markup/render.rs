//! From Markdown to the text of a target.

use super::document::{Block, Document};
use super::format::Format;
use super::line::{readable_text, utf16_len};
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
/// `limit` where somebody asks whether it fits. What looks like a comment reference is quoted here: lowering and cutting make lines of their own.
pub(super) fn finish<'a>(
    mut document: Document<'a>,
    ending: Vec<Block<'a>>,
    format: Format,
    limit: Option<usize>,
    losses: &mut Losses,
) -> Written {
    if matches!(format, Format::Wiki | Format::Adf) {
        document = nesting::lower(document, losses);
    }
    document.quote_references();
    document.blocks.extend(ending);
    let text = match format {
        Format::Wiki => write::wiki::write(&document, losses),
        Format::Adf => write::adf::write(&document),
        Format::Html => write::html::write(&document),
        Format::Code => servicenow::code(&write::html::write(&document)),
        Format::Plain => write::plain::write(&document),
        Format::Raw => servicenow::raw(write::plain::write(&document), losses),
        Format::Journal => servicenow::journal(write::plain::write(&document), losses),
        Format::PlainAdf | Format::RawAdf => {
            document = Document::of_text(write::plain::write(&document));
            write::adf::write(&document)
        }
    };
    let is_document = matches!(format, Format::Adf | Format::PlainAdf | Format::RawAdf);
    // No unit takes less than a byte of the JSON.
    let may_be_long = is_document && limit.is_some_and(|limit| text.len() > limit);
    Written { text, units: may_be_long.then(|| document.units()) }
}

/// What was written for a target.
pub(super) struct Written {
    pub(super) text: String,
    /// How much of a field it takes, where that is not all of the text, and all of it would be too long: of ADF the JSON does
    /// not count.
    units: Option<usize>,
}

impl Written {
    pub(super) fn fits(&self, limit: usize) -> bool {
        match self.units {
            Some(units) => units <= limit,
            None => self.text.len() <= limit || utf16_len(&self.text) <= limit,
        }
    }
}

/// Line breaks as `\n`, and no control character. Tells whether some were left out.
fn without_control(source: &str) -> (Cow<'_, str>, bool) {
    // Below 0x20, 0x7f, and the second block of controls, which begins with 0xc2 in UTF-8.
    let suspect =
        |b: u8| !(0x20..0x7f).contains(&b) && (b < 0x20 && b != b'\n' && b != b'\t' || b == 0x7f || b == 0xc2);
    if !source.bytes().any(suspect) {
        return (Cow::Borrowed(source), false);
    }
    let unified = source.replace("\r\n", "\n").replace('\r', "\n");
    let kept = readable_text(&unified);
    let changed = kept.chars().count() != unified.chars().count();
    (Cow::Owned(kept), changed)
}
