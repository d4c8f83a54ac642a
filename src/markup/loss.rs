//! What a reader of the result sees differently, with before and after.

use super::line::{cut, one_line, utf16_len};
use serde::Serialize;

/// One kind of change, with the first place where it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Loss {
    /// What happens, as a sentence without its full stop.
    pub what: &'static str,
    /// The beginning of the text as it was.
    pub before: String,
    /// The beginning of what stands there now.
    pub after: String,
}

/// The losses of one text, each kind once.
#[derive(Debug, Default)]
pub(super) struct Losses(pub(super) Vec<Loss>);

/// So much of a text is enough to find the place.
const EXCERPT: usize = 60;

impl Losses {
    pub(super) fn add(&mut self, what: &'static str, before: &str, after: &str) {
        if !self.0.iter().any(|loss| loss.what == what) {
            self.0.push(Loss { what, before: excerpt(before), after: excerpt(after) });
        }
    }
}

/// The beginning of a text, cut with an ellipsis.
fn excerpt(text: &str) -> String {
    let line = one_line(text);
    if utf16_len(&line) <= EXCERPT { line } else { cut(&line, EXCERPT).0 }
}
