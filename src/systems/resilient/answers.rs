//! Answers of IBM Resilient, with the update that fails inside of a success.

use super::facts::Field;
use super::refusals;
use super::requests::{MARK_FIELD, format, has_mark_field};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::markup::{Format, escaped, visible};
use crate::order::Keyed;
use crate::systems::answer::{self, Failures, in_band, incomplete};
use crate::systems::{Account, CommentsPage, Context, Entry, Found, IncidentRef, Origin, RemoteIncident, Standing};
use crate::url::encode_component;
use serde_json::{Value, json};

const FAILURES: Failures =
    Failures { describe, named: refusals::named, recognises: refusals::recognises, known: refusals::KNOWN };

/// `{"success":false,"title":null,"message":"…","hints":[…],"error_code":"generic"}`.
fn describe(body: &Value) -> (Option<String>, Option<String>) {
    let mut words: Vec<String> =
        ["title", "message"].into_iter().filter_map(|name| answer::text(body.get(name))).collect();
    let hints = body.get("hints").and_then(Value::as_array);
    words.extend(hints.into_iter().flatten().filter_map(|hint| answer::text(Some(hint))));
    let failures = body.get("field_failures").and_then(Value::as_array);
    let field = failures.and_then(|list| list.first()).and_then(|failure| answer::text(failure.get("field")));
    ((!words.is_empty()).then(|| words.join(" ")), field)
}

/// The body of a success. Resilient may say inside of one that it has failed.
pub(super) fn read(response: &Response) -> Result<Value, Error> {
    let body = answer::json(response, &FAILURES)?;
    if body.get("success") == Some(&Value::Bool(false)) { Err(failed(response, &body)) } else { Ok(body) }
}

fn failed(response: &Response, body: &Value) -> Error {
    let (words, field) = describe(body);
    in_band(response, &FAILURES, words.as_deref().unwrap_or("Nothing was done."), field)
}

/// The fields of an incident.
pub(super) fn fields(response: &Response) -> Result<Keyed<Field>, Error> {
    let body = read(response)?;
    let list = body.as_array().ok_or_else(|| incomplete(response, "list of fields"))?;
    let text = |field: &Value, name: &str| answer::text(field.get(name)).unwrap_or_default();
    let mut fields = Keyed::default();
    for field in list {
        let input_type = Some(text(field, "input_type")).filter(|kind| !kind.is_empty());
        let is_custom = text(field, "prefix") == "properties";
        let input_type = input_type.unwrap_or_else(|| "text".to_owned());
        let choices = field.get("values").and_then(Value::as_array).into_iter().flatten();
        let choices =
            choices.filter_map(|it| Some((it.get("value")?.clone(), answer::text(it.get("label"))?))).collect();
        let field_of = Field { label: text(field, "text"), input_type, is_custom, choices };
        fields.insert(&text(field, "name"), field_of);
    }
    Ok(fields)
}

pub(super) fn lookup(context: &Context<'_>, response: &Response) -> Result<Vec<Found>, Error> {
    let body = read(response)?;
    let rows = body.get("data").and_then(Value::as_array).ok_or_else(|| incomplete(response, "list of incidents"))?;
    let carries_mark = |row: &Value| {
        if has_mark_field(context) {
            row.get("properties").and_then(|properties| properties.get(MARK_FIELD)) == Some(&json!(context.mark))
        } else {
            row.get("discovered_date").and_then(Value::as_i64) == Some(context.created_at)
                && row.get("name") == context.fields.get("name")
        }
    };
    rows.iter()
        .map(|row| {
            if !carries_mark(row) {
                return Err(Error::new(Code::LookupUnreliable).with_status(Some(response.status())));
            }
            let incident = incident_ref(context, row).ok_or_else(|| incomplete(response, "id"))?;
            Ok(Found { incident, closed: is_closed(row), origin: origin(row) })
        })
        .collect()
}

pub(super) fn incident(context: &Context<'_>, response: &Response) -> Result<RemoteIncident, Error> {
    let raw = read(response)?;
    let incident = incident_ref(context, &raw).ok_or_else(|| incomplete(response, "id"))?;
    let mut fields = raw.as_object().cloned().unwrap_or_default();
    for (name, value) in raw.get("properties").and_then(Value::as_object).into_iter().flatten() {
        if !fields.contains_key(name) {
            fields.insert(name.clone(), value.clone());
        }
    }
    for (name, value) in &mut fields {
        let is_html = format(context.connector, name) == Format::Html;
        if name == "description" || value.get("content").is_some_and(Value::is_string) {
            *value = json!(if is_html { html(value) } else { content(value) });
        }
    }
    let closed = is_closed(&raw);
    let name = |name: &str| answer::text(raw.get(name).and_then(|value| value.get("name"))).unwrap_or_default();
    let origin = origin(&raw);
    // Whoever makes an incident owns it until somebody else does.
    let is_maker = || {
        let owner = raw.get("owner_id").and_then(|owner| answer::text(owner.get("id")));
        origin.creator.as_ref().is_some_and(|creator| owner.is_some_and(|id| creator.has_id(&id)))
    };
    let standing = Standing {
        status: if closed { "Closed" } else { "Active" }.to_owned(),
        resolution: name("resolution_id"),
        assignee: if is_maker() { String::new() } else { name("owner_id") },
    };
    Ok(RemoteIncident { incident, fields, closed, origin, standing, raw })
}

/// The URL names the organization, so whatever it answers is in place.
fn origin(incident: &Value) -> Origin {
    let creator = incident.get("creator_principal").and_then(principal);
    let creator = creator.or_else(|| account(incident.get("creator_id")?, incident.get("creator")));
    let mark = answer::text(incident.get("properties").and_then(|properties| properties.get(MARK_FIELD)));
    Origin { creator, in_place: true, marks: mark.into_iter().collect() }
}

/// A user or an API key.
fn principal(principal: &Value) -> Option<Account> {
    account(principal.get("id")?, Some(principal))
}

fn account(id: &Value, names: Option<&Value>) -> Option<Account> {
    let id = answer::text(Some(id))?;
    let part = |name: &str| names.and_then(|names| answer::text(names.get(name)));
    let of_parts = || {
        let parts: Vec<String> = ["fname", "lname"].into_iter().filter_map(part).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    let name = part("display_name").or_else(of_parts).unwrap_or_else(|| id.clone());
    Some(Account { id, name })
}

/// Of an API key the handle; of a user the id.
pub(super) fn session(response: &Response) -> Result<Option<Account>, Error> {
    let body = read(response)?;
    let id = ["user_id", "api_key_handle"].into_iter().find_map(|name| body.get(name).filter(|id| !id.is_null()));
    let name = json!({ "display_name": body.get("user_displayname") });
    Ok(id.and_then(|id| account(id, Some(&name))))
}

/// Who has written a comment; nobody where somebody else has changed it since.
fn author(comment: &Value) -> Option<Account> {
    let user = answer::text(comment.get("user_id"));
    let names = json!({ "fname": comment.get("user_fname"), "lname": comment.get("user_lname") });
    match comment.get("modify_principal").and_then(principal) {
        Some(last) if user.as_ref().is_none_or(|user| *user == last.id) => Some(last),
        Some(_) => None,
        None => account(comment.get("user_id")?, Some(&names)),
    }
}

fn is_closed(incident: &Value) -> bool {
    let status = incident.get("plan_status");
    status.and_then(|status| status.get("id").unwrap_or(status).as_str()) == Some("C")
}

pub(super) fn updated(response: &Response) -> Result<(), Error> {
    let body = read(response)?;
    if body.get("success") == Some(&Value::Bool(true)) { Ok(()) } else { Err(failed(response, &body)) }
}

pub(super) fn commented(response: &Response) -> Result<String, Error> {
    let body = read(response)?;
    answer::id(body.get("id")).ok_or_else(|| incomplete(response, "id of the comment"))
}

pub(super) fn comments(response: &Response) -> Result<CommentsPage, Error> {
    let body = read(response)?;
    let list = body.as_array().ok_or_else(|| incomplete(response, "list of comments"))?;
    let (mut entries, mut open) = (Vec::new(), list.iter().rev().collect::<Vec<_>>());
    // Replies stand below what they answer.
    while let Some(comment) = open.pop() {
        open.extend(comment.get("children").and_then(Value::as_array).into_iter().flatten().rev());
        let deleted = comment.get("is_deleted") == Some(&Value::Bool(true));
        if let Some(text) = comment.get("text").filter(|_| !deleted) {
            let (is_html, raw) = rich_text(text);
            let names = json!({ "fname": comment.get("user_fname"), "lname": comment.get("user_lname") });
            let by = comment.get("user_id").and_then(|id| account(id, Some(&names)));
            entries.push(Entry {
                id: answer::id(comment.get("id")),
                text: content(text),
                format: if is_html { Format::Html } else { Format::Plain },
                raw: is_html.then_some(raw),
                author: author(comment),
                by: by.map(|by| by.name).unwrap_or_default(),
                at: answer::text(comment.get("create_date")).unwrap_or_default(),
                moment: comment.get("create_date").and_then(Value::as_i64),
            });
        }
    }
    Ok(CommentsPage { entries, readable: true, ..CommentsPage::default() })
}

/// The text of a rich text value: as it is, or what its HTML shows.
fn content(value: &Value) -> String {
    let (is_html, text) = rich_text(value);
    if is_html { visible(&text, Format::Html) } else { text }
}

/// A rich text value as HTML.
fn html(value: &Value) -> String {
    let (is_html, text) = rich_text(value);
    if is_html { text } else { escaped(&text) }
}

fn rich_text(value: &Value) -> (bool, String) {
    match value {
        Value::Object(object) => (
            object.get("format").and_then(Value::as_str) == Some("html"),
            answer::text(object.get("content")).unwrap_or_default(),
        ),
        other => (false, answer::text(Some(other)).unwrap_or_default()),
    }
}

fn incident_ref(context: &Context<'_>, incident: &Value) -> Option<IncidentRef> {
    let id = answer::id(incident.get("id"))?;
    let url = context.url(&format!("/#incidents/{}", encode_component(&id)));
    Some(IncidentRef { title: id.clone(), id, url })
}
