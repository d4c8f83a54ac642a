//! What the answers of a system tell.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An incident in the remote system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct IncidentRef {
    /// Its id.
    pub id: String,
    /// The number or key that people use.
    pub title: String,
    /// Where a person finds it.
    pub url: String,
}

/// An incident as it stands in the remote system.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RemoteIncident {
    pub(crate) incident: IncidentRef,
    /// Its fields as text, for comparing and appending.
    pub(crate) fields: Map<String, Value>,
    /// The answer itself, for what an update must repeat.
    pub(crate) raw: Value,
    /// Whether it was closed.
    pub(crate) closed: bool,
}

/// An incident that carries the mark.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) incident: IncidentRef,
    /// Whether it was closed: where one was made anew, the open one counts.
    pub(crate) closed: bool,
}

/// What a look at the newest incidents has shown, which needs no search.
#[derive(Debug)]
pub(crate) struct Newest {
    /// Those that carry the mark.
    pub(crate) found: Vec<Found>,
    /// The anchor of the next look, where more may have been created than one look shows.
    pub(crate) next: Option<String>,
    /// Whether nothing found means that nothing was created.
    pub(crate) proof: bool,
}

/// What a write has made.
#[derive(Debug)]
pub(crate) enum Written {
    /// This incident.
    Incident(IncidentRef),
    /// A change, or an entry without an id.
    Done,
    /// A comment with this id.
    Comment(String),
}

/// One page of the comments of an incident.
#[derive(Debug, Default)]
pub(crate) struct CommentsPage {
    pub(crate) texts: Vec<String>,
    /// Where the next page starts, in the system's own terms.
    pub(crate) next: Option<String>,
}
