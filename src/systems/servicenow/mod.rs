//! ServiceNow: Table API, or Elastic's import set where the instance has its app.

mod answers;
mod exam;
mod form;
mod requests;

pub(super) use form::FORM;

use super::connector::TextFormat;
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
        match connector.text_format() {
            // Only journal fields render it.
            TextFormat::Code if ["comments", "work_notes"].contains(&field) => Format::Code,
            TextFormat::Raw => Format::Raw,
            _ => Format::Journal,
        }
    }

    fn case_fields(&self, fields: &Map<String, Value>) -> Result<CaseFields, Error> {
        let mut out = CaseFields { extra: read_extra(fields, "additionalFields")?, ..CaseFields::default() };
        for name in ["impact", "urgency", "severity", "category", "subcategory"] {
            if let Some(value) = read_text(fields, name)? {
                out.fields.insert(name.to_owned(), Value::String(value));
            }
        }
        for (name, value) in &mut out.extra {
            // The Table API knows strings only, and the import set mangles anything nested.
            *value = match value.take() {
                Value::Null => Value::from(""),
                Value::Array(_) | Value::Object(_) => {
                    let message = format!("The additional field {name} must be a text, a number or a yes or no.");
                    return Err(Error::with(Code::FieldsInvalid, message)
                        .at(format!("connector.fields.additionalFields.{name}")));
                }
                Value::String(text) => Value::String(text),
                other => Value::String(other.to_string()),
            };
        }
        Ok(out)
    }

    fn evidence(&self, _: &Connector) -> Evidence {
        Evidence { looks: SLOW_WRITE, empty_lookup_is_proof: true, empty_comments_are_proof: false }
    }

    fn preparation(&self, context: &Context<'_>, before: Before) -> Option<(&'static str, Request)> {
        let import = !requests::uses_table_api(context.connector);
        let writes = before != Before::Lookup;
        (import && writes && context.learned("app").is_none()).then(|| ("app", requests::health(context)))
    }

    fn prepare(&self, _: &Context<'_>, response: &Response) -> Result<Map<String, Value>, Error> {
        answers::health(response)
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
        answers::written(context, response)
    }

    fn incident(&self, context: &Context<'_>, id: &str) -> Request {
        requests::incident(context, id)
    }

    fn read_incident(&self, context: &Context<'_>, response: &Response) -> Result<RemoteIncident, Error> {
        answers::incident(context, response)
    }

    fn update(&self, context: &Context<'_>, id: &str, changes: &Fields, _: Option<&RemoteIncident>) -> Request {
        requests::write(context, Some(id), changes.clone())
    }

    fn read_update(&self, context: &Context<'_>, response: &Response) -> Result<(), Error> {
        answers::written(context, response).map(drop)
    }

    fn comment(&self, context: &Context<'_>, id: &str, text: &str) -> Request {
        let mut fields = Fields::new();
        // The comment alone: the whole incident again would overwrite what others changed.
        fields.insert(requests::journal_field(context.connector).to_owned(), json!(text));
        requests::write(context, Some(id), fields)
    }

    fn read_comment(&self, context: &Context<'_>, response: &Response) -> Result<Option<String>, Error> {
        // A journal entry has no id in the answer.
        answers::written(context, response).map(|_| None)
    }

    fn comments(&self, context: &Context<'_>, id: &str, _: u32) -> Request {
        requests::journal(context, id)
    }

    fn read_comments(&self, _: &Context<'_>, response: &Response) -> Result<CommentsPage, Error> {
        answers::journal(response)
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
