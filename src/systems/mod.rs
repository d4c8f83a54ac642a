//! One room per system, with all that is known of it: form, limits, mark, requests, answers, errors.
//!
//! A fourth system is one new room and one line in the list below.

pub(crate) mod answer;
pub(crate) mod exam;

use self::exam::Question;
use crate::connector::form::FormSpec;
use crate::connector::{CommentsTarget, Connector};
use crate::error::Error;
use crate::http::{Request, Response, encode_component};
use crate::mapping::Fields;
use crate::markup::Format;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;

macro_rules! systems {
    ($($room:ident),+) => {
        $(mod $room;)+

        /// The forms of all connector types, in the order in which people see them.
        pub static FORMS: &[&FormSpec] = &[$(&$room::FORM),+];

        static SYSTEMS: &[&dyn System] = &[$(&$room::Room),+];
    };
}

systems!(servicenow, jira, resilient);

/// The form of a connector type.
#[must_use]
pub fn form(type_id: &str) -> Option<&'static FormSpec> {
    FORMS.iter().copied().find(|form| form.type_id == type_id)
}

/// The system behind a connector type.
pub(crate) fn system(type_id: &str) -> Option<&'static dyn System> {
    SYSTEMS.iter().copied().find(|system| system.form().type_id == type_id)
}

/// Stands in a plan for an id that only the answer to an earlier step tells.
pub(crate) const ID: &str = "{id}";

/// An incident's id as a segment of a path.
pub(crate) fn segment(id: &str) -> Cow<'_, str> {
    if id == ID { Cow::Borrowed(id) } else { Cow::Owned(encode_component(id)) }
}

/// What requests are made of, besides the values that they carry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) connector: &'a Connector,
    /// What makes our incident findable by any browser.
    pub(crate) mark: &'a str,
    pub(crate) case_id: &'a str,
    /// When the case was created: with the name, Resilient's mark where no custom field is there.
    pub(crate) created_at: i64,
    /// The incident's mapped fields.
    pub(crate) fields: &'a Fields,
    /// The incident that is known, whose answers must speak of it.
    pub(crate) incident: Option<&'a str>,
    /// What [`System::prepare`] learned.
    pub(crate) prepared: &'a Map<String, Value>,
}

impl Context<'_> {
    pub(crate) fn url(&self, path: &str) -> String {
        self.connector.base().join(path)
    }

    /// What was learned under a name, if anything was.
    pub(crate) fn learned(&self, name: &str) -> Option<&Value> {
        self.prepared.get(name)
    }
}

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

/// What a search-free look for a create has shown.
#[derive(Debug)]
pub(crate) struct Trace {
    pub(crate) found: Vec<Found>,
    /// The anchor of the next look, where more may have been created than one look shows.
    pub(crate) next: Option<String>,
    /// Whether nothing found means that nothing was created.
    pub(crate) proof: bool,
}

/// Under this name a room keeps what a [`System::trace`] starts from; it goes into the journal with the
/// intent of the create.
pub(crate) const ANCHOR: &str = "anchor";

/// What the per-case connector fields become.
#[derive(Debug, Default)]
pub(crate) struct CaseFields {
    /// Fields with a meaning of their own.
    pub(crate) fields: Fields,
    /// Extra JSON fields, which may override nothing.
    pub(crate) extra: Fields,
}

/// One page of the comments of an incident.
#[derive(Debug, Default)]
pub(crate) struct CommentsPage {
    /// The texts, each with the remote id where the system has one.
    pub(crate) texts: Vec<(Option<String>, String)>,
    /// Where the next page starts.
    pub(crate) next: Option<u32>,
}

/// What a read is for, which decides what must be known before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    Lookup,
    Create,
    Update,
    Comment,
}

/// Looks that end only when a request of the usual time limit can no longer be at work.
pub(crate) const SLOW_WRITE: &[u32] = &[1_000, 5_000, 30_000];

/// What an empty answer of a system proves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidence {
    /// After a create without an answer: how long to wait before each look, in milliseconds. A
    /// request that timed out may still be at work, so the first look alone proves nothing.
    pub(crate) looks: &'static [u32],
    /// Whether an empty last look proves that nothing was created.
    pub(crate) empty_lookup_is_proof: bool,
    /// Whether an empty list of comments proves that there are none of ours. If not, an entry of
    /// ours must be visible before anything is concluded.
    pub(crate) empty_comments_are_proof: bool,
}

/// One remote system. Makes requests and reads answers; decides nothing about the push.
pub(crate) trait System: Sync {
    fn form(&self) -> &'static FormSpec;
    fn default_comments_target(&self) -> CommentsTarget;
    /// What the text of a field is written in.
    fn format(&self, connector: &Connector, field: &str) -> Format;
    /// Reads the per-case connector fields.
    fn case_fields(&self, fields: &Map<String, Value>) -> Result<CaseFields, Error>;
    fn evidence(&self, connector: &Connector) -> Evidence;

    /// A read whose answer later requests need, where it is not known yet, with the name of what it teaches.
    fn preparation(&self, context: &Context<'_>, before: Before) -> Option<(&'static str, Request)>;
    /// What the answer teaches, as an object.
    fn prepare(&self, context: &Context<'_>, response: &Response) -> Result<Map<String, Value>, Error>;

    /// Looks for the incident by its mark.
    fn lookup(&self, context: &Context<'_>) -> Request;
    /// Every incident that carries the mark; the mark was checked on each.
    fn read_lookup(&self, context: &Context<'_>, response: &Response) -> Result<Vec<Found>, Error>;

    /// Looks for the incident without the search, where the search lags: reads what was created since
    /// the anchor. Nothing where the lookup is as good.
    fn trace(&self, _: &Context<'_>) -> Option<Request> {
        None
    }
    fn read_trace(&self, context: &Context<'_>, response: &Response) -> Result<Trace, Error> {
        let found = self.read_lookup(context, response)?;
        Ok(Trace { found, next: None, proof: self.evidence(context.connector).empty_lookup_is_proof })
    }

    fn create(&self, context: &Context<'_>) -> Request;
    fn read_create(&self, context: &Context<'_>, response: &Response) -> Result<IncidentRef, Error>;

    fn incident(&self, context: &Context<'_>, id: &str) -> Request;
    fn read_incident(&self, context: &Context<'_>, response: &Response) -> Result<RemoteIncident, Error>;

    fn update(&self, context: &Context<'_>, id: &str, changes: &Fields, remote: Option<&RemoteIncident>) -> Request;
    fn read_update(&self, context: &Context<'_>, response: &Response) -> Result<(), Error>;

    fn comment(&self, context: &Context<'_>, id: &str, text: &str) -> Request;
    /// The remote id of the new comment, where the system tells it.
    fn read_comment(&self, context: &Context<'_>, response: &Response) -> Result<Option<String>, Error>;
    fn comments(&self, context: &Context<'_>, id: &str, start: u32) -> Request;
    fn read_comments(&self, context: &Context<'_>, response: &Response) -> Result<CommentsPage, Error>;

    /// What a checkup asks, in the order of what the questions are about.
    fn questions(&self) -> &'static [Question];
    /// Whether a body, an error's included, has the shape that only this system's have.
    fn speaks(&self, body: &Value) -> bool;
    /// What lets a page of this origin call the system.
    fn cors_remedy(&self, connector: &Connector, origin: &str) -> String;
}

/// The name of the system whose shape a body has.
pub(crate) fn speaker(body: &Value) -> Option<&'static str> {
    SYSTEMS.iter().find(|system| system.speaks(body)).map(|system| system.form().name)
}
