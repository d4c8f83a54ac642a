//! The next step on the way to a system's live fields.

use super::{Call, Facts};
use crate::connector::live::{ConnectorFields, LiveChoice, LiveField, LiveKind, Note};
use serde_json::Value;

/// What a system asks next, or what it has found.
#[derive(Debug)]
pub(crate) enum Live {
    /// A read, with what it does in words. Its answer is what is known from then on.
    Ask(&'static str, Call<Facts>),
    Ready(ConnectorFields),
}

/// The most items of one list that are read: more than a form could show.
pub(crate) const MOST_ITEMS: usize = 5_000;

pub(crate) fn cut() -> Note {
    Note::new("FIELDS_CUT", format!("The system lists more than {MOST_ITEMS} entries: the rest is not shown."))
}

/// The kind of a name that a system has for kinds, by a table.
pub(crate) fn kind_of(table: &[(LiveKind, &[&str])], name: &str) -> Option<LiveKind> {
    table.iter().find(|(_, names)| names.contains(&name)).map(|(kind, _)| *kind)
}

/// The help of a field that only JSON can fill.
pub(crate) const JSON_HELP: &str = "As JSON, in the shape that the system's interface takes.";

/// A search's answer as choices.
pub(crate) fn choices(list: Option<&Value>, choice: impl Fn(&Value) -> Option<LiveChoice>) -> Option<Vec<LiveChoice>> {
    Some(list?.as_array()?.iter().filter_map(choice).collect())
}

impl LiveField {
    /// A field of a path and a label; the rest is to be set.
    pub(crate) fn new(path: impl Into<String>, label: impl Into<String>, kind: LiveKind) -> Self {
        Self { path: path.into(), label: label.into(), kind, ..Self::default() }
    }
}
