//! Per-case fields as data: what a case carries for its connector, beyond the mapped text.

/// A field of the case that belongs to its connector.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CaseField {
    /// The key in the case's `connector.fields`, as Kibana names it.
    pub key: &'static str,
    /// The label that people see.
    pub label: &'static str,
    /// What helps a person to fill it in.
    pub help: &'static str,
    /// How it is typed.
    pub kind: CaseFieldKind,
    /// What the incident gets of it.
    pub(crate) target: CaseTarget,
}

/// How a per-case field is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CaseFieldKind {
    /// A line of text.
    Text,
    /// A whole number.
    Number,
    /// A list of whole numbers.
    Numbers,
    /// Yes or no, with the default.
    Flag(bool),
    /// The text of a JSON object.
    Json,
}

impl CaseFieldKind {
    /// The kind's name in JavaScript.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Numbers => "numbers",
            Self::Flag(_) => "flag",
            Self::Json => "json",
        }
    }
}

/// What the incident gets of a per-case field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CaseTarget {
    /// The value, in the remote field of this name.
    Value(&'static str),
    /// An object with the value under one key, or a list of such objects: `{"id": 5}`.
    Object(&'static str, &'static str),
    /// Fields of its own, which may override nothing.
    Extra(ExtraValues),
    /// Nothing by itself: the system decides by it what else is sent.
    Choice,
}

/// What extra fields may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExtraValues {
    /// Any JSON.
    Any,
    /// Text, numbers, yes and no; sent as text.
    Text,
}

impl CaseField {
    /// A line of text.
    pub(crate) const fn text(key: &'static str, label: &'static str, target: CaseTarget, help: &'static str) -> Self {
        Self { key, label, help, kind: CaseFieldKind::Text, target }
    }

    /// Extra fields as a JSON object.
    pub(crate) const fn extra(key: &'static str, values: ExtraValues) -> Self {
        let help = "A JSON object. Mapped fields cannot be set here.";
        Self { key, label: "Additional fields", help, kind: CaseFieldKind::Json, target: CaseTarget::Extra(values) }
    }
}
