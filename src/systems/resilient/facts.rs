//! What is found out about an organization.

use std::collections::BTreeMap;

/// The fields of its incidents, by name; nothing before they were read.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts(pub(super) BTreeMap<String, Field>);

/// A field of an incident.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// The shape that its value has in a change, such as `textarea`.
    pub(super) input_type: String,
    /// Whether it stands among the custom fields, below `properties`.
    pub(super) is_custom: bool,
}
