//! What the formats of plain lines share: the signs before the lines of quotes and items.

use crate::line::lines;

pub(super) fn quoted(text: &str, out: &mut String) {
    for (number, text) in lines(text).enumerate() {
        out.push_str(if number > 0 { "\n" } else { "" });
        out.push_str(if text.is_empty() { ">" } else { "> " });
        out.push_str(text);
    }
}

/// The lines of an item behind its number or dash. Of two empty lines the second keeps its white space: it would end the
/// list.
pub(super) fn indented(text: &str, marker: &str, out: &mut String) {
    let indent = " ".repeat(marker.len());
    let mut is_empty = false;
    for (number, text) in lines(text).enumerate() {
        out.push_str(if number > 0 { "\n" } else { "" });
        let sign = if number == 0 { marker } else { &indent };
        let was_empty = std::mem::replace(&mut is_empty, text.trim().is_empty());
        out.push_str(if text.is_empty() && !was_empty { sign.trim_end() } else { sign });
        out.push_str(text);
    }
}
