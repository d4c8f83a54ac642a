//! What is found out about a Jira.

/// What is found out about a Jira.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// The id of the project's first issue type.
    pub(super) issue_type: Option<String>,
    /// The key from which newer issues are read: that of the newest one before a create.
    pub(super) anchor: Option<String>,
}
