//! What is found out about an organization.

use crate::order::Keyed;
use serde_json::Value;

/// What is found out about an organization.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// The fields of its incidents, by name, once they were read.
    pub(super) fields: Option<Keyed<Field>>,
}

/// A field of an incident.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// What people see.
    pub(super) label: String,
    /// The shape that its value has in a change, such as `textarea`.
    pub(super) input_type: String,
    /// Whether it stands among the custom fields, below `properties`.
    pub(super) is_custom: bool,
    /// Its choices: the value, and the label that people see.
    pub(super) choices: Vec<(Value, String)>,
}
