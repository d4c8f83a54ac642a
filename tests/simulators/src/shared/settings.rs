//! The switches of one listener, read and written at `/_sim/settings`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// All switches. Each system reads those that concern it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Settings {
    /// What browsers may do. All systems.
    pub(crate) cors: Cors,
    /// Jira and Resilient: the number of the person to whom the credentials belong; 0 is the account of clients. On
    /// ServiceNow people log in with users of their own.
    pub(crate) person: usize,
    /// Fields that a record must have, besides those the vendor requires. All systems. Of ServiceNow's
    /// table `sn_si_incident` they carry its name: `sn_si_incident.category`. Of Jira they may carry the id of an issue type:
    /// `10006.duedate`.
    pub(crate) required_fields: Vec<String>,
    /// ServiceNow and Jira Data Center: whether the requests are limited, with many left: each answer carries the headers of it.
    pub(crate) rate_limits: bool,
    /// Jira Cloud: how many searches miss a new or changed issue.
    pub(crate) search_lag: u32,
    /// Jira: whether its database, MySQL with the old `utf8`, refuses characters beyond U+FFFF with a server error.
    pub(crate) old_database: bool,
    /// Jira: fields that stand on no screen.
    pub(crate) off_screen: Vec<String>,
    /// Jira: fields that stand on the screen that creates an issue, and not on the one that edits it.
    pub(crate) off_edit_screen: Vec<String>,
    /// Jira: whether an issue moves through its workflow one step at a time; else from each status to each.
    pub(crate) stepwise: bool,
    /// Jira: whether the transition to Done has a screen that requires a resolution.
    pub(crate) resolution_screen: bool,
    /// Jira: fields that the same screen requires besides, of `summary` and `assignee`. It takes a comment then, too.
    pub(crate) closing_screen: Vec<String>,
    /// Jira: whether an issue can also be cancelled, which is offered first, or be done without a screen, which is offered last.
    pub(crate) several_ends: bool,
    /// ServiceNow: a business rule that aborts each write to an incident; none where it is empty.
    pub(crate) business_rule: String,
    /// ServiceNow: whether a value that is none of a field's choices is dropped without a word, as a rule of the instance or a
    /// transform map can have it; else it is stored as it is.
    pub(crate) drops_unknown_choices: bool,
    /// ServiceNow: whether the developer instance is asleep: every answer is a page that says so.
    pub(crate) hibernating: bool,
    /// Resilient: what the API key may not do: `create`, `read`, `edit`, `comment`.
    pub(crate) missing_rights: Vec<String>,
    /// ServiceNow: whether Elastic's application for incidents is installed.
    pub(crate) elastic_app: bool,
    /// ServiceNow: whether Elastic's application for security incidents is installed.
    pub(crate) elastic_sir_app: bool,
    /// ServiceNow: whether the account may read `sys_journal_field`.
    pub(crate) journal_readable: bool,
    /// ServiceNow: whether the account may read `sys_dictionary` and its overrides.
    pub(crate) dictionary_readable: bool,
    /// ServiceNow: whether the account may read `sys_choice`.
    pub(crate) choices_readable: bool,
    /// ServiceNow: whether the account may read `sys_user`.
    pub(crate) users_readable: bool,
    /// ServiceNow: the property `glide.invalid_query.returns_no_rows`.
    pub(crate) invalid_query_returns_no_rows: bool,
    /// ServiceNow: fields that an access rule does not let the account read.
    pub(crate) hidden_fields: Vec<String>,
    /// ServiceNow: fields that an access rule does not let the account write: they are ignored.
    pub(crate) read_only_fields: Vec<String>,
    /// ServiceNow: whether resolving needs `close_code` and `close_notes`.
    pub(crate) close_fields_required: bool,
    /// ServiceNow: whether an import clears a field when its value is empty.
    pub(crate) import_copies_empty: bool,
    /// Resilient: whether the custom field `case_connectors_mark` exists.
    pub(crate) mark_field: bool,
    /// Kibana: its behaviour, by this sub-object.
    pub(crate) kibana: Kibana,
}

/// The switches of Kibana.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Kibana {
    /// 8: a case carries its comments, and a closed one is not pushed. 9: comments come apart.
    pub(crate) major: u32,
    /// Whether the licence includes connectors.
    pub(crate) licensed: bool,
    /// Whether the user may push cases.
    pub(crate) may_push: bool,
    /// Whether a request must carry the session cookie.
    pub(crate) session_required: bool,
    /// The comment of a push at which the system refuses, counted from 1; 0 for none.
    pub(crate) fail_at_comment: u32,
    /// Whether somebody changes the case while it is pushed.
    pub(crate) changed_meanwhile: bool,
    /// Whether a complete push closes the case.
    pub(crate) close_by_pushing: bool,
}

impl Default for Kibana {
    fn default() -> Self {
        Self {
            major: 9,
            licensed: true,
            may_push: true,
            session_required: false,
            fail_at_comment: 0,
            changed_meanwhile: false,
            close_by_pushing: false,
        }
    }
}

/// The CORS policy.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Cors {
    pub(crate) mode: CorsMode,
    /// Allowed origins. The port may be `*`.
    pub(crate) origins: Vec<String>,
    pub(crate) allow_methods: Vec<String>,
    pub(crate) allow_headers: Vec<String>,
    /// Headers that JavaScript may read.
    pub(crate) expose_headers: Vec<String>,
    /// Seconds for which a browser may remember a preflight.
    pub(crate) max_age: u32,
}

/// Whether any origin is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum CorsMode {
    Refused,
    Allowed,
}

impl Settings {
    /// The settings of a fresh listener.
    pub(crate) fn with_origins(origins: &[String]) -> Self {
        Self {
            cors: Cors::with_origins(origins),
            person: 0,
            required_fields: Vec::new(),
            rate_limits: false,
            search_lag: 0,
            old_database: false,
            off_screen: Vec::new(),
            off_edit_screen: Vec::new(),
            stepwise: false,
            resolution_screen: false,
            closing_screen: Vec::new(),
            several_ends: false,
            business_rule: String::new(),
            drops_unknown_choices: false,
            hibernating: false,
            missing_rights: Vec::new(),
            elastic_app: true,
            elastic_sir_app: true,
            journal_readable: false,
            dictionary_readable: true,
            choices_readable: true,
            users_readable: true,
            invalid_query_returns_no_rows: false,
            hidden_fields: Vec::new(),
            read_only_fields: Vec::new(),
            close_fields_required: true,
            import_copies_empty: false,
            mark_field: true,
            kibana: Kibana::default(),
        }
    }

    /// These settings with some members replaced. Inside `cors` too, what is
    /// not named stays.
    pub(crate) fn merged(&self, change: &Value) -> Result<Self, String> {
        let mut all = serde_json::to_value(self).map_err(|error| error.to_string())?;
        overlay(&mut all, change);
        serde_json::from_value(all).map_err(|error| error.to_string())
    }
}

impl Cors {
    fn with_origins(origins: &[String]) -> Self {
        let list = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Self {
            mode: CorsMode::Allowed,
            origins: origins.to_vec(),
            allow_methods: list(&["GET", "POST", "PUT", "PATCH", "DELETE"]),
            allow_headers: list(&["Authorization", "Content-Type", "Accept", "X-Atlassian-Token"]),
            expose_headers: list(&[
                "Retry-After",
                "X-RateLimit-Limit",
                "X-RateLimit-Remaining",
                "X-RateLimit-Reset",
                "Location",
                "X-Total-Count",
            ]),
            max_age: 0,
        }
    }
}

fn overlay(target: &mut Value, change: &Value) {
    match (target, change) {
        (Value::Object(target), Value::Object(change)) => {
            for (name, value) in change {
                overlay(target.entry(name).or_insert(Value::Null), value);
            }
        }
        (target, change) => *target = change.clone(),
    }
}
