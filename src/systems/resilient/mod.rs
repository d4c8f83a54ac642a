//! IBM Resilient, today QRadar SOAR.

mod answers;
mod exam;
mod form;
mod requests;

pub(super) use form::FORM;

use super::exam::Question;
use super::{
    Before, CaseFields, CommentsPage, Connector, Context, Evidence, Fields, Found, IncidentRef, RemoteIncident,
    SLOW_WRITE, System, read_extra, read_text,
};
use crate::connector::form::FormSpec;
use crate::error::{Code, Error};
use crate::http::{Request, Response};
use crate::markup::Format;
use serde_json::{Map, Value, json};

pub(super) struct Room;

impl System for Room {
    fn form(&self) -> &'static FormSpec {
        &FORM
    }

    fn format(&self, connector: &Connector, field: &str) -> Format {
        requests::format(connector, field)
    }

    fn case_fields(&self, fields: &Map<String, Value>) -> Result<CaseFields, Error> {
        let mut out = CaseFields { extra: read_extra(fields, "additionalFields")?, ..CaseFields::default() };
        if let Some(severity) = read_text(fields, "severityCode")? {
            out.fields.insert("severity_code".into(), json!({ "id": number(&severity, "severityCode")? }));
        }
        let types = match fields.get("incidentTypes") {
            None | Some(Value::Null) => &[],
            Some(Value::Array(types)) => types.as_slice(),
            Some(_) => return Err(not_a_number("incidentTypes")),
        };
        if !types.is_empty() {
            let ids: Result<Vec<Value>, Error> = types
                .iter()
                .map(|id| {
                    let text = super::answer::text(Some(id)).unwrap_or_default();
                    Ok(json!({ "id": number(&text, "incidentTypes")? }))
                })
                .collect();
            out.fields.insert("incident_type_ids".into(), Value::Array(ids?));
        }
        Ok(out)
    }

    fn evidence(&self, _: &Connector) -> Evidence {
        Evidence { looks: SLOW_WRITE, empty_lookup_is_proof: true, empty_comments_are_proof: true }
    }

    fn preparation(&self, context: &Context<'_>, before: Before) -> Option<(&'static str, Request)> {
        let needed = match before {
            Before::Lookup | Before::Create => true,
            Before::Update => context.fields.keys().any(|name| !requests::is_built_in(name)),
            Before::Comment => false,
        };
        (needed && context.learned("fields").is_none()).then(|| ("fields", requests::field_types(context)))
    }

    fn prepare(&self, _: &Context<'_>, response: &Response) -> Result<Map<String, Value>, Error> {
        answers::field_types(response)
    }

    fn lookup(&self, context: &Context<'_>) -> Request {
        requests::lookup(context)
    }

    fn read_lookup(&self, context: &Context<'_>, response: &Response) -> Result<Vec<Found>, Error> {
        answers::lookup(context, response)
    }

    fn create(&self, context: &Context<'_>) -> Request {
        requests::create(context)
    }

    fn read_create(&self, context: &Context<'_>, response: &Response) -> Result<IncidentRef, Error> {
        answers::incident(context, response).map(|remote| remote.incident)
    }

    fn incident(&self, context: &Context<'_>, id: &str) -> Request {
        requests::incident(context, id)
    }

    fn read_incident(&self, context: &Context<'_>, response: &Response) -> Result<RemoteIncident, Error> {
        answers::incident(context, response)
    }

    fn update(&self, context: &Context<'_>, id: &str, changes: &Fields, remote: Option<&RemoteIncident>) -> Request {
        requests::update(context, id, changes, remote)
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

    fn comments(&self, context: &Context<'_>, id: &str, _: u32) -> Request {
        requests::comments(context, id)
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

    fn cors_remedy(&self, _: &Connector, origin: &str) -> String {
        exam::cors_remedy(origin)
    }
}

/// Kibana stores the ids as text; Resilient wants numbers.
fn number(text: &str, field: &str) -> Result<i64, Error> {
    text.trim().parse().map_err(|_| not_a_number(field))
}

fn not_a_number(field: &str) -> Error {
    let message = format!("The connector field {field} must hold the ids that Resilient gave, which are numbers.");
    Error::with(Code::FieldsInvalid, message).at(format!("connector.fields.{field}"))
}
