//! The vocabulary of field mappings: which case field goes to which remote field, and how.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Kibana's name for a case field that goes nowhere.
const NOT_MAPPED: &str = "not_mapped";

/// Where a case field goes, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FieldMapping {
    /// The case field.
    pub source: Source,
    /// The remote field, or `not_mapped`.
    pub target: Cow<'static, str>,
    /// What happens on an update.
    #[serde(alias = "action_type")]
    pub action: Action,
}

/// A case field that can be mapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Source {
    /// The title.
    Title,
    /// The description.
    Description,
    /// The comments.
    Comments,
    /// The tags.
    Tags,
}

impl Source {
    /// Reads the field's name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Title, Self::Description, Self::Comments, Self::Tags].into_iter().find(|source| source.as_str() == name)
    }

    /// The field's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Description => "description",
            Self::Comments => "comments",
            Self::Tags => "tags",
        }
    }
}

/// What an update does to a mapped field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Action {
    /// The case's value replaces the incident's.
    Overwrite,
    /// The case's value is added at the end, unless it already stands there.
    Append,
    /// The field is left alone.
    Nothing,
}

impl Action {
    /// The action's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overwrite => "overwrite",
            Self::Append => "append",
            Self::Nothing => "nothing",
        }
    }

    /// Reads the action's name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "overwrite" => Self::Overwrite,
            "append" => Self::Append,
            "nothing" => Self::Nothing,
            _ => return None,
        })
    }
}

/// A remote field that is known to take mapped text.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// How it takes text.
    pub kind: TargetKind,
    /// Its length in UTF-16 units; of labels, that of each.
    pub limit: Option<usize>,
    /// Whether an incident cannot be made without it.
    pub required: bool,
}

/// How a remote field takes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetKind {
    /// One line of plain text.
    Line,
    /// Text in the connector's format.
    Body,
    /// A list of words without white space: what lies between two words becomes a hyphen.
    Labels,
    /// New comments, never overwritten.
    Comments,
}

impl FieldMapping {
    /// A mapping to a remote field, by the remote system's own name.
    #[must_use]
    pub fn new(source: Source, target: impl Into<Cow<'static, str>>, action: Action) -> Self {
        Self { source, target: target.into(), action }
    }

    /// A mapping to a known target.
    pub(crate) const fn to(source: Source, target: &'static str, action: Action) -> Self {
        Self { source, target: Cow::Borrowed(target), action }
    }

    pub(crate) fn is_active(&self) -> bool {
        self.target != NOT_MAPPED && self.action != Action::Nothing
    }
}
