//! What a person chose for an incident that is no longer as the last push left it.

use super::knowledge::Knowledge;
use super::options::{IfClosed, IfGone, Options};
use super::readable::readable;
use crate::connector::mapping::Action;
use crate::error::{Code, Error};
use crate::systems::Connector;
use crate::systems::RemoteIncident;
use serde::Serialize;
use serde_json::Value;

/// A field that was changed in the remote system since the last push.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Drift {
    /// The remote field.
    pub field: String,
    /// What the last push left there; null where this journal does not know it.
    pub base: Value,
    /// What stands there now.
    pub theirs: Value,
    /// What this push would write.
    pub ours: Value,
}

impl Drift {
    /// The texts as a person reads them.
    pub(super) fn readable(self, connector: &Connector) -> Self {
        let [base, theirs, ours] =
            [&self.base, &self.theirs, &self.ours].map(|value| readable(connector, &self.field, value));
        Self { field: self.field, base, theirs, ours }
    }
}

/// Whether a field's text would be overwritten although somebody may have changed it there. Without a base, as in a
/// browser without a journal, nobody can tell who has written what stands there: so a text or a status is asked about too. Any
/// other field that no push has set has a value of the system's own.
pub(super) fn drift(
    known: &Knowledge,
    connector: &Connector,
    remote: &RemoteIncident,
    name: &str,
    ours: &Value,
    same: impl Fn(&Value, &Value) -> bool,
) -> Option<Drift> {
    let theirs = remote.fields.get(name)?;
    let attempted = known.attempted.get(name).filter(|attempted| same(attempted, theirs));
    let base = known.fields.get(name).or(attempted);
    // A label that was written and reads back as an id is no text that somebody has edited.
    let reads_as_text = ours.is_string() && (theirs.is_string() || theirs.is_null());
    let is_text = matches!(connector.action_for(name), Action::Overwrite) && reads_as_text;
    let is_claimed = || {
        let of_case = connector.is_mapped(name) || name == connector.form().follows.status;
        of_case && !same(theirs, &Value::Null)
    };
    let drifted = is_text && base.map_or_else(is_claimed, |base| !same(base, theirs)) && !same(ours, theirs);
    let base = base.cloned().unwrap_or(Value::Null);
    drifted.then(|| Drift { field: name.to_owned(), base, theirs: theirs.clone(), ours: ours.clone() })
}

/// What stops a push that nobody has decided about.
pub(super) fn edited(drift: &[Drift]) -> Error {
    let names: Vec<&str> = drift.iter().map(|drift| drift.field.as_str()).collect();
    let message = format!("{} The fields are: {}.", Code::IncidentEdited.meaning(), names.join(", "));
    Error::with(Code::IncidentEdited, message).at_any(names.first().map(|name| (*name).to_owned()))
}

/// What a closed incident means: an error, a new incident (`true`), or nothing (`false`). `may_recreate` is whether a wish for a new
/// one is about this incident.
pub(super) fn closed(options: &Options, title: &str, may_recreate: bool) -> Result<bool, Error> {
    match options.if_closed {
        IfClosed::Continue => Ok(false),
        IfClosed::Recreate if may_recreate => Ok(true),
        IfClosed::Stop | IfClosed::Recreate => {
            let message = format!("{} It is {title}.", Code::IncidentClosed.meaning());
            Err(Error::with(Code::IncidentClosed, message))
        }
    }
}

/// What a missing incident means, as [`closed`].
pub(super) fn gone(options: &Options, title: &str, may_recreate: bool, error: &Error) -> Result<bool, Error> {
    match options.if_gone {
        IfGone::Recreate if may_recreate => Ok(true),
        IfGone::Stop | IfGone::Recreate => {
            let message = format!("{} It was {title}.", Code::IncidentGone.meaning());
            Err(Error::with(Code::IncidentGone, message).with_status(error.status).in_words(error.remote.clone()))
        }
    }
}
