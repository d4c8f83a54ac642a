//! What a system can be asked: the trait that each room fills.

use super::connector::Connector;
use super::context::Context;
use super::exam::Question;
use super::fields::{CaseFields, Fields};
use super::remote::{CommentsPage, Found, IncidentRef, RemoteIncident, Trace};
use crate::connector::form::FormSpec;
use crate::error::Error;
use crate::http::{Request, Response};
use crate::markup::Format;
use serde_json::{Map, Value};

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
