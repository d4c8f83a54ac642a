//! Code between rows of backticks.

use std::collections::BinaryHeap;

/// The rows of backticks of a text.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// How long, and where. They are looked for when the first is met.
    rows: Option<Vec<(usize, usize)>>,
    /// Where the row began and ended that was looked at last: what begins no code is looked at again from its next sign on.
    last: (usize, usize),
}

impl Codes {
    /// What stands in the code that begins at a position, and where that ends: with as many backticks as it begins with, within
    /// a part of the text that ends at `to`.
    pub(super) fn find<'t>(&mut self, text: &'t str, at: usize, to: usize) -> Option<(&'t str, usize)> {
        if at < self.last.0 || at >= self.last.1 {
            self.last = (at, at + row_length(text, at));
        }
        let length = self.last.1.min(to).saturating_sub(at);
        let rows = self.rows.get_or_insert_with(|| rows(text));
        let number = rows.partition_point(|row| *row < (length, at + length));
        let end =
            rows.get(number).filter(|(own, from)| *own == length && from + length <= to).map(|(_, from)| *from)?;
        let inside = text.get(at + length..end)?;
        let bare = inside.strip_prefix([' ', '\n']).and_then(|inside| inside.strip_suffix([' ', '\n']));
        let bare = bare.filter(|bare| !bare.trim_matches([' ', '\n']).is_empty());
        Some((bare.unwrap_or(inside), end + length))
    }
}

fn row_length(text: &str, at: usize) -> usize {
    text.bytes().skip(at).take_while(|b| *b == b'`').count()
}

/// The short ones first.
fn rows(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(step) = text.as_bytes().get(at..).and_then(|rest| memchr::memchr(b'`', rest)) {
        at += step;
        let length = row_length(text, at);
        out.push((length, at));
        at += length;
    }
    // The library's sort would be 8 kB of code.
    BinaryHeap::from(out).into_sorted_vec()
}
