//! Jira: Cloud by REST v2 or v3, Data Center by v2, service management projects through the same issues.

mod answers;
mod deployment;
mod exam;
mod form;
mod requests;

pub(super) use form::FORM;

use super::connector::TextFormat;
use super::exam::Question;
use super::{
    ANCHOR, Before, CaseFields, CommentsPage, Connector, Context, Evidence, Fields, Found, IncidentRef, RemoteIncident,
    SLOW_WRITE, System, Trace, read_extra, read_text,
};
use crate::connector::form::FormSpec;
use crate::error::Error;
use crate::http::{Request, Response};
use crate::markup::Format;
use deployment::{Deployment, deployment};
use serde_json::{Map, Value, json};

pub(super) struct Room;

impl System for Room {
    fn form(&self) -> &'static FormSpec {
        &FORM
    }

    fn format(&self, connector: &Connector, field: &str) -> Format {
        match (connector.text_format(), requests::takes_adf(connector, field)) {
            (TextFormat::Plain, false) => Format::Plain,
            (TextFormat::Plain, true) => Format::PlainAdf,
            (TextFormat::Raw, false) => Format::Raw,
            (TextFormat::Raw, true) => Format::RawAdf,
            (_, false) => Format::Wiki,
            (_, true) => Format::Adf,
        }
    }

    fn case_fields(&self, fields: &Map<String, Value>) -> Result<CaseFields, Error> {
        let mut out = CaseFields { extra: read_extra(fields, "otherFields")?, ..CaseFields::default() };
        for (name, remote, key) in
            [("issueType", "issuetype", "id"), ("priority", "priority", "name"), ("parent", "parent", "key")]
        {
            if let Some(value) = read_text(fields, name)? {
                out.fields.insert(remote.to_owned(), json!({ key: value }));
            }
        }
        Ok(out)
    }

    fn evidence(&self, connector: &Connector) -> Evidence {
        match deployment(connector) {
            // Search on Cloud lags by seconds to minutes, so an empty answer never proves absence.
            Deployment::Cloud => Evidence {
                looks: &[2_000, 4_000, 8_000, 16_000, 30_000],
                empty_lookup_is_proof: false,
                empty_comments_are_proof: true,
            },
            Deployment::DataCenter => {
                Evidence { looks: SLOW_WRITE, empty_lookup_is_proof: true, empty_comments_are_proof: true }
            }
        }
    }

    fn preparation(&self, context: &Context<'_>, before: Before) -> Option<(&'static str, Request)> {
        if before != Before::Create {
            return None;
        }
        if requests::issue_type(context).is_none() && context.learned(requests::ISSUE_TYPE).is_none() {
            return Some((requests::ISSUE_TYPE, requests::issue_types(context)));
        }
        let is_cloud = deployment(context.connector) == Deployment::Cloud;
        (is_cloud && context.learned(ANCHOR).is_none()).then(|| (ANCHOR, requests::newest(context)))
    }

    fn prepare(&self, context: &Context<'_>, response: &Response) -> Result<Map<String, Value>, Error> {
        if requests::issue_type(context).is_none() {
            return answers::issue_types(response);
        }
        answers::newest(context, response)
    }

    fn lookup(&self, context: &Context<'_>) -> Request {
        requests::lookup(context)
    }

    fn read_lookup(&self, context: &Context<'_>, response: &Response) -> Result<Vec<Found>, Error> {
        answers::lookup(context, response)
    }

    fn trace(&self, context: &Context<'_>) -> Option<Request> {
        (deployment(context.connector) == Deployment::Cloud).then(|| requests::since_anchor(context))
    }

    fn read_trace(&self, context: &Context<'_>, response: &Response) -> Result<Trace, Error> {
        answers::since_anchor(context, response)
    }

    fn create(&self, context: &Context<'_>) -> Request {
        requests::create(context)
    }

    fn read_create(&self, context: &Context<'_>, response: &Response) -> Result<IncidentRef, Error> {
        answers::created(context, response)
    }

    fn incident(&self, context: &Context<'_>, id: &str) -> Request {
        requests::incident(context, id)
    }

    fn read_incident(&self, context: &Context<'_>, response: &Response) -> Result<RemoteIncident, Error> {
        answers::incident(context, response)
    }

    fn update(&self, context: &Context<'_>, id: &str, changes: &Fields, _: Option<&RemoteIncident>) -> Request {
        requests::update(context, id, changes)
    }

    fn read_update(&self, _: &Context<'_>, response: &Response) -> Result<(), Error> {
        answers::updated(response)
    }

    fn comment(&self, context: &Context<'_>, id: &str, text: &str) -> Request {
        requests::comment(context, id, text)
    }

    fn read_comment(&self, _: &Context<'_>, response: &Response) -> Result<Option<String>, Error> {
        answers::commented(response).map(Some)
    }

    fn comments(&self, context: &Context<'_>, id: &str, start: u32) -> Request {
        requests::comments(context, id, start)
    }

    fn read_comments(&self, _: &Context<'_>, response: &Response) -> Result<CommentsPage, Error> {
        answers::comments(response)
    }

    fn questions(&self) -> &'static [Question] {
        exam::QUESTIONS
    }

    fn speaks(&self, body: &Value) -> bool {
        exam::speaks(body)
    }

    fn cors_remedy(&self, connector: &Connector, origin: &str) -> String {
        exam::cors_remedy(connector, origin)
    }
}
