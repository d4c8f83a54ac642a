//! Per-case fields as data: what a case carries for its connector, beyond the mapped text.

use crate::case::members;
use crate::json;
use serde_json::{Map, Value};

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

/// The extra JSON fields, which Kibana stores as the text of a JSON object; nothing where they are none. Where everything is
/// sent as text, so is a number, as it was typed: read as one, a long one would be another.
pub(crate) fn extra_fields(value: &Value, values: ExtraValues) -> Option<Map<String, Value>> {
    let text = match value {
        Value::Null => return Some(Map::new()),
        Value::Object(map) => return Some(map.clone()),
        Value::String(text) => text.trim(),
        _ => return None,
    };
    if text.is_empty() || values != ExtraValues::Text {
        return if text.is_empty() { Some(Map::new()) } else { json::read_object(text) };
    }
    let mut extra = Map::new();
    for (name, raw) in members(text).ok()? {
        let is_number = raw.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        extra.insert(name.into_owned(), if is_number { Value::from(raw) } else { json::read(raw).ok()? });
    }
    Some(extra)
}
