//! Pushes that have not completed: what is kept of them, so that they can go on without the page that began them.

use super::record::{Change, Table, journal_prefix};
use crate::error::Error;
use crate::push::{Outcome, PushState};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How a pending push stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum State {
    /// It waits in a queue for its turn.
    Queued,
    /// A tab has begun it. A living one holds the lock of the case; a dead one has left it.
    Running,
    Failed,
    Unknown,
}

/// A push that has not completed. The host adds the case's bytes, `case` and `pages`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pending {
    pub(crate) case_id: String,
    pub(crate) connector_id: String,
    pub(crate) title: String,
    pub(crate) started_at: String,
    pub(crate) pushed_by: Option<Value>,
    pub(crate) state: State,
    pub(crate) error: Option<Value>,
}

impl Pending {
    /// Where it lies; the journal lies under the same prefix.
    pub(crate) fn key(&self) -> String {
        journal_prefix(&self.case_id, &self.connector_id)
    }

    /// Keeps it.
    pub(crate) fn keep(&self) -> Change {
        Change::put(Table::Pending, self.key(), self)
    }

    /// Keeps what it has come to; nothing is pending once it is complete.
    pub(crate) fn ended(&self, outcome: &Outcome) -> Change {
        let state = match outcome.state {
            PushState::Complete => return Change::delete(Table::Pending, self.key()),
            PushState::Unknown => State::Unknown,
            PushState::Failed => State::Failed,
            PushState::Running => State::Running,
        };
        Self { state, error: outcome.error.as_ref().and_then(as_value), ..self.clone() }.keep()
    }
}

fn as_value(error: &Error) -> Option<Value> {
    serde_json::to_value(error).ok()
}
