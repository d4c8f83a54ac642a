//! What a case holds, in a few words: for whoever takes cases in and has no connector yet.

use super::SecurityCase;
use serde::Serialize;

/// What a case holds of what a push needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Summary {
    /// The case's id.
    pub id: String,
    /// The title.
    pub title: String,
    /// `open`, `in-progress` or `closed`, where the case says so.
    pub status: Option<String>,
    /// How many comments people have written.
    pub comments: usize,
    /// How many different alerts are attached.
    pub alerts: usize,
    /// How many attachments are neither: they are not pushed.
    pub other_attachments: usize,
}

impl SecurityCase<'_> {
    /// What it holds.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary {
            id: self.id.to_string(),
            title: self.title.to_string(),
            status: self.status.as_ref().map(ToString::to_string),
            comments: self.comments.len(),
            alerts: self.alerts,
            other_attachments: self.other_attachments,
        }
    }
}
