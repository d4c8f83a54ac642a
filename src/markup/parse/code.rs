//! Code between rows of backticks.

use std::collections::BinaryHeap;

/// The rows of backticks of a text: how long, and where. They are looked for when the first is met.
#[derive(Debug, Default)]
pub(super) struct Codes(Option<Vec<(usize, usize)>>);

impl Codes {
    /// What stands in the code that begins at a position, and where that ends: with as many backticks as it begins with, within
    /// a part of the text that ends at `to`.
    pub(super) fn find<'t>(&mut self, text: &'t str, at: usize, to: usize) -> Option<(&'t str, usize)> {
        let rest = text.get(at..to)?;
        let length = rest.bytes().take_while(|b| *b == b'`').count();
        let rows = self.0.get_or_insert_with(|| rows(text));
        let number = rows.partition_point(|row| *row < (length, at + length));
        let end =
            rows.get(number).filter(|(own, from)| *own == length && from + length <= to).map(|(_, from)| *from)?;
        let inside = text.get(at + length..end)?;
        let bare = inside.strip_prefix([' ', '\n']).and_then(|inside| inside.strip_suffix([' ', '\n']));
        let bare = bare.filter(|bare| !bare.trim_matches([' ', '\n']).is_empty());
        Some((bare.unwrap_or(inside), end + length))
    }
}

/// The short ones first.
fn rows(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(step) = text.as_bytes().get(at..).and_then(|rest| memchr::memchr(b'`', rest)) {
        at += step;
        let length = text.bytes().skip(at).take_while(|b| *b == b'`').count();
        out.push((length, at));
        at += length;
    }
    // The library's sort would be 8 kB of code.
    BinaryHeap::from(out).into_sorted_vec()
}
