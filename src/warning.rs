//! What a push changes or leaves out, said before it does.

use serde::Serialize;

/// A remark of a plan: nothing stops, but a person should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Warning {
    /// The stable code, such as `TEXT_CUT`.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
    /// The remote field, or `comments`.
    pub field: String,
    /// The comment that is meant, where one is.
    pub comment_id: Option<String>,
    /// The place in the case's text, where a text is changed.
    pub before: Option<String>,
    /// What stands there once it is sent.
    pub after: Option<String>,
}

impl Warning {
    /// A warning about a remote field.
    #[must_use]
    pub(crate) fn new(code: &'static str, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), field: field.into(), comment_id: None, before: None, after: None }
    }

    /// The same warning, about one comment.
    #[must_use]
    pub(crate) fn about(mut self, comment_id: &str) -> Self {
        self.comment_id = Some(comment_id.to_owned());
        self
    }

    /// The same warning, with what was and what becomes of it.
    #[must_use]
    pub(crate) fn change(self, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { before: Some(before.into()), after: Some(after.into()), ..self }
    }
}
