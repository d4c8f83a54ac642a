//! What the answers of a system tell.

use super::account::Account;
use super::case_fields::Fields;
use super::facts::Facts;
use crate::hash::hash;
use crate::markup::reference::token;
use crate::markup::{Format, taken_over};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An incident in the remote system.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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

/// Where an incident comes from, as far as its system tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Origin {
    /// The account that has created it. Unlike a reporter or a caller, nobody can change it.
    pub(crate) creator: Option<Account>,
    /// Whether it is in the connector's place.
    pub(crate) in_place: bool,
    /// The marks of cases that it carries.
    pub(crate) marks: Vec<String>,
}

/// An incident as it stands in the remote system.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct RemoteIncident {
    pub(crate) incident: IncidentRef,
    /// Its fields as text, for comparing and appending.
    pub(crate) fields: Map<String, Value>,
    /// The answer itself, for what an update must repeat.
    pub(crate) raw: Value,
    /// Whether it was closed.
    pub(crate) closed: bool,
    pub(crate) origin: Origin,
    pub(crate) standing: Standing,
}

/// How an incident stands with those who work on it, in the system's own words, as far as it was asked for; empty where it has
/// none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Standing {
    pub(crate) status: String,
    pub(crate) resolution: String,
    pub(crate) assignee: String,
}

/// An incident that carries the mark.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) incident: IncidentRef,
    /// Whether it was closed: where one was made anew, the open one counts.
    pub(crate) closed: bool,
    pub(crate) origin: Origin,
}

/// What a look at the newest incidents has shown, which needs no search.
#[derive(Debug)]
pub(crate) struct Newest {
    /// Those that carry the mark.
    pub(crate) found: Vec<Found>,
    /// The ids of those that do not.
    pub(crate) unmarked: Vec<String>,
    /// The facts with which a look goes on, where more may have been created than one look shows.
    pub(crate) next: Option<Facts>,
    /// What it means that nothing was found.
    pub(crate) absence: Absent,
}

/// Whether nothing found means that nothing was created.
#[derive(Debug)]
pub(crate) enum Absent {
    Proved,
    /// Nobody can tell.
    Unproved,
    /// A look that goes on with these facts may tell.
    NotYet(Facts),
}

/// What a write has made.
#[derive(Debug)]
pub(crate) enum Written {
    /// This incident, with its fields as they stand now, where the answer shows those that were sent.
    Incident(IncidentRef, Option<Fields>),
    /// A change, with the fields likewise, or an entry without an id.
    Done(Option<Fields>),
    /// A comment with this id.
    Comment(String),
}

/// One comment of an incident, or several where the system answers them as one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its id there, where the system tells one: a comment that was written has the same.
    pub(crate) id: Option<String>,
    pub(crate) text: String,
    /// What it is written in, where `text` is only what a reader sees of it.
    pub(crate) raw: Option<String>,
    pub(crate) format: Format,
    /// Who has written it, and nobody has changed it since; nothing where that cannot be told.
    pub(crate) author: Option<Account>,
    /// Who has written it, by the name that people see. It proves nothing.
    pub(crate) by: String,
    /// When, in the system's own words: shown to people, and never compared.
    pub(crate) at: String,
    /// The same as a point in time, in milliseconds since 1970, where the words tell one.
    pub(crate) moment: Option<i64>,
}

impl Entry {
    /// What stands for it: its id, or the hash of what it says where the system tells no id.
    pub(crate) fn key(&self) -> String {
        match &self.id {
            Some(id) => token(id),
            None => format!("x{}", hash(&[&self.by, &self.at, self.raw.as_deref().unwrap_or(&self.text)])),
        }
    }

    /// What it says, as Markdown.
    pub(crate) fn markdown(&self) -> String {
        taken_over(self.raw.as_deref().unwrap_or(&self.text), self.format)
    }
}

/// One page of the comments of an incident.
#[derive(Debug, Default)]
pub(crate) struct CommentsPage {
    pub(crate) entries: Vec<Entry>,
    /// Whether the answer shows that the account may read comments: then what is not in it is not there.
    pub(crate) readable: bool,
    /// Where the next page starts, in the system's own terms.
    pub(crate) next: Option<String>,
    /// Whether the newest come first, on this page and on the next ones.
    pub(crate) is_newest_first: bool,
    /// How many entries the next pages have, where the system tells: who knows of as many need not read them.
    pub(crate) left: Option<usize>,
}
