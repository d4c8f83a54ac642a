//! What is found out about a Jira.

use super::status::Transitions;
use std::collections::BTreeSet;

/// What is found out about a Jira.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// The id of the project's first issue type.
    pub(super) issue_type: Option<String>,
    /// The custom fields that version 3 takes documents for, once they were read: those of several lines.
    pub(super) documents: Option<BTreeSet<String>>,
    /// The key from which newer issues are read: that of the newest one before a create.
    pub(super) anchor: Option<String>,
    /// By what the issue changes its status, as it stands now.
    pub(super) transitions: Option<Transitions>,
    /// How far newer issues were read.
    pub(super) scan: Option<Scan>,
}

/// A look at the numbers of a project, one after the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan {
    /// The first number that was not read yet.
    pub(super) from: u64,
    /// The highest one at which an issue was seen.
    pub(super) last: u64,
    /// Whether nearly all numbers before the anchor were seen.
    pub(super) is_dense: bool,
}
