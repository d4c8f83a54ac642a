//! What is found out about a ServiceNow instance.

/// What is found out about an instance.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// The version of Elastic's app.
    pub(super) app: Option<String>,
    /// Whether the account can see an incident at all.
    pub(super) sees_incident: bool,
    /// Who opens incidents.
    pub(super) opener: Opener,
}

/// The person of whom the host says that they open incidents.
#[derive(Debug, Clone, Default)]
pub(super) enum Opener {
    #[default]
    Unasked,
    /// The instance shows no one person by that name.
    Unknown,
    Known {
        sys_id: String,
        user_name: String,
    },
}
