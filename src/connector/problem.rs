//! What is wrong in a form.

use serde::Serialize;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// The connector cannot be used.
    Error,
    /// It can, but a person should know.
    Warning,
}

impl Severity {
    /// Its name in JavaScript.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One problem of a form, or of a case's fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// The path of the field; `null` where the whole form is meant.
    pub field: Option<String>,
    /// The stable code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// A short sentence for people.
    pub message: String,
    /// The value that the person most likely means, where that is certain enough to be offered.
    pub suggestion: Option<String>,
}

impl Problem {
    pub(crate) fn warning(field: String, code: &'static str, message: impl Into<String>) -> Self {
        Self { field: Some(field), code, severity: Severity::Warning, message: message.into(), suggestion: None }
    }
}
