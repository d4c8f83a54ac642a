//! What is found out about a ServiceNow instance.

/// What is found out about an instance.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// The version of Elastic's app.
    pub(super) app: Option<String>,
    /// Whether the account can see an incident at all.
    pub(super) sees_incident: bool,
}
