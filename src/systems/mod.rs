//! One folder per system, with all that is known of it: form, limits, mark, requests, answers, checks.
//!
//! A new system is a folder, its `mod` line and its name in the list below.

mod account;
pub(crate) mod answer;
mod authorize;
mod call;
mod case_fields;
pub(crate) mod checks;
mod connector;
mod context;
mod facts;
mod jira;
mod labels;
pub(crate) mod live;
pub(crate) mod refusal;
mod remote;
mod resilient;
mod servicenow;
mod servicenow_sir;
mod system;
#[cfg(any(test, feature = "bindings"))]
pub(crate) mod transport;

pub use account::Account;
pub(crate) use account::Colleagues;
pub use authorize::authorize;
pub(crate) use call::Call;
pub use case_fields::Fields;
pub(crate) use case_fields::{CaseFields, fields, read_case_fields};
pub use connector::Connector;
pub(crate) use context::{Context, ID, segment};
pub(crate) use facts::Facts;
pub(crate) use live::Live;
pub use remote::IncidentRef;
pub(crate) use remote::{Absent, CommentsPage, Entry, Found, Newest, Origin, RemoteIncident, Standing, Written};
pub(crate) use system::{
    Absence, Before, LastLook, OPENER_UNKNOWN, OfAlerts, OwnAccount, Preparation, SLOW_WRITE, StatusChange, System,
};

use crate::connector::form::FormSpec;
use crate::connector::validate::{self, Rules};
use crate::connector::{Draft, Problem};
use crate::error::{Code, Error};
use crate::json;
use crate::unreadable::why;
use serde_json::Value;

macro_rules! systems {
    ($($folder:ident),+) => {
        /// The forms of all connector types, in the order in which people see them.
        pub static FORMS: &[&FormSpec] = &[$(&$folder::FORM),+];

        static SYSTEMS: [&dyn System; FORMS.len()] = [$(&$folder::SYSTEM),+];
    };
}

systems!(servicenow, servicenow_sir, jira, resilient);

/// The form of a connector type.
#[must_use]
pub fn form(type_id: &str) -> Option<&'static FormSpec> {
    FORMS.iter().copied().find(|form| form.type_id == type_id)
}

/// Every problem of a draft.
#[must_use]
pub fn validate(draft: &Draft, rules: Rules<'_>) -> Vec<Problem> {
    validate::validate(draft, form(&draft.type_id), rules)
}

/// The problems of one field, named by its path.
#[must_use]
pub fn validate_field(draft: &Draft, field: &str, rules: Rules<'_>) -> Vec<Problem> {
    let mut problems = validate(draft, rules);
    problems.retain(|problem| problem.field.as_deref() == Some(field));
    problems
}

/// The paths of the secrets that a connector needs or may have.
#[must_use]
pub fn secret_fields(draft: &Draft) -> Vec<String> {
    form(&draft.type_id).map(|form| form.secret_paths(None)).unwrap_or_default()
}

/// A connector finds its system in the list above.
impl Connector {
    /// Reads a connector as JSON; of the secrets in it only the recognition key is taken.
    ///
    /// # Errors
    /// `CONNECTOR_INVALID` names the first field at fault; `MAPPING_INVALID` the mapping.
    pub fn from_json(json: &[u8]) -> Result<Self, Error> {
        let draft = json::text(json)
            .and_then(serde_json::from_str)
            .map_err(|e| Error::with(Code::ConnectorInvalid, format!("The connector cannot be read. {}", why(&e))))?;
        Self::new(draft)
    }

    /// A connector from a valid form; without mappings it gets its system's defaults.
    ///
    /// # Errors
    /// As [`Connector::from_json`].
    pub fn new(draft: Draft) -> Result<Self, Error> {
        let form = form(&draft.type_id);
        Self::of_form(draft, form)
    }

    /// The system behind it: the first of the list, unless its form is of one of the others.
    pub(crate) fn system(&self) -> &'static dyn System {
        let [first, others @ ..] = SYSTEMS;
        others.into_iter().find(|system| std::ptr::eq(system.form(), self.form())).unwrap_or(first)
    }
}

/// The name of the system whose shape a body has.
pub(crate) fn recognise(body: &Value) -> Option<&'static str> {
    SYSTEMS.iter().find(|system| (system.checks().recognises)(body)).map(|system| system.form().name)
}
