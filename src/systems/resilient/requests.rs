//! Requests to IBM Resilient's REST API.

use super::facts::{Facts, Field};
use crate::http::{Method, Request};
use crate::markup::Format;
use crate::systems::connector::TextFormat;
use crate::systems::{Connector, Context, Fields, RemoteIncident, fields, segment};
use crate::time::parse_iso;
use crate::url::encode_component;
use serde_json::{Value, json};

/// The custom field that carries the mark, where the organization has made one.
pub(super) const MARK_FIELD: &str = "case_connectors_mark";

/// Rich text as HTML; everything else as lines in which nothing has a meaning.
pub(super) fn format(connector: &Connector, field: &str) -> Format {
    match connector.text_format() {
        TextFormat::Raw => Format::Raw,
        // Other fields may be of any type, and most are no rich text.
        TextFormat::Auto if ["description", "comments"].contains(&field) => Format::Html,
        _ => Format::Plain,
    }
}

const BUILT_IN: [&str; 4] = ["name", "description", "incident_type_ids", "severity_code"];

/// Fields whose type is known without asking.
pub(super) fn is_built_in(name: &str) -> bool {
    BUILT_IN.contains(&name)
}

fn org(context: &Context<'_>, path: &str) -> String {
    let org = encode_component(context.connector.place());
    context.url(&format!("/rest/orgs/{org}{path}"))
}

pub(super) fn field_types(context: &Context<'_>) -> Request {
    Request::get(org(context, "/types/incident/fields"))
}

/// Who is at work: a user, or an API key.
pub(super) fn session(context: &Context<'_>) -> Request {
    Request::get(context.url("/rest/session"))
}

/// The name of a field without the prefix that tells where its value stands.
fn bare(name: &str) -> &str {
    name.strip_prefix("properties.").unwrap_or(name)
}

pub(super) fn field<'a>(context: &Context<'a>, name: &str) -> Option<&'a Field> {
    context.facts::<Facts>()?.fields.as_ref()?.get(bare(name))
}

/// Fields of every organization that a case can fill. A bulk reads nothing: there any other one is taken for its own.
const COMMON: [&str; 14] = [
    "name",
    "description",
    "discovered_date",
    "start_date",
    "end_date",
    "incident_type_ids",
    "severity_code",
    "owner_id",
    "members",
    "phase_id",
    "plan_status",
    "reporter",
    "confirmed",
    "workspace",
];

/// Whether a field is one of the organization's own, which stand below `properties`.
fn is_custom(context: &Context<'_>, name: &str) -> bool {
    match field(context, name) {
        Some(field) => field.is_custom,
        None => {
            let nothing_is_read = context
                .facts::<Facts>()
                .and_then(|facts| facts.fields.as_ref())
                .is_none_or(|fields| fields.iter().next().is_none());
            bare(name) != name || nothing_is_read && !COMMON.contains(&name)
        }
    }
}

pub(super) fn has_mark_field(context: &Context<'_>) -> bool {
    field(context, MARK_FIELD).is_some()
}

/// Where incidents are searched, by POST.
pub(super) fn search(context: &Context<'_>) -> String {
    org(context, "/incidents/query_paged?return_level=normal")
}

/// By the mark, or by the creation time of the case, to the millisecond, with the name.
pub(super) fn lookup(context: &Context<'_>) -> Request {
    let equals = |field: &str, value: Value| json!({ "field_name": field, "method": "equals", "value": value });
    let conditions = if has_mark_field(context) {
        vec![equals(&format!("properties.{MARK_FIELD}"), json!(context.mark))]
    } else {
        let name = context.fields.get("name").cloned().unwrap_or_default();
        vec![equals("discovered_date", json!(context.created_at)), equals("name", name)]
    };
    let newest_first = json!([{ "field_name": "create_date", "type": "desc" }]);
    let filters = json!([{ "conditions": conditions }]);
    let body = json!({ "filters": filters, "sorts": newest_first, "start": 0, "length": context.most_found() });
    Request::json(Method::Post, search(context), &body)
}

pub(super) fn create(context: &Context<'_>) -> Request {
    let mut body = Fields::new();
    let mut properties = Fields::new();
    for (name, value) in context.fields {
        match name.as_str() {
            "description" => {
                body.insert(name.clone(), rich_text(context, name, value));
            }
            _ => {
                let (place, key) =
                    if is_custom(context, name) { (&mut properties, bare(name)) } else { (&mut body, name.as_str()) };
                let is_rich = value.is_string() && input_type(context, name) == "textarea";
                let value = if is_rich { rich_text(context, name, value) } else { by_id(context, name, value) };
                place.insert(key.to_owned(), value);
            }
        }
    }
    // Required by every organization; the case's own creation time makes the request repeatable.
    body.insert("discovered_date".into(), json!(context.created_at));
    if has_mark_field(context) {
        properties.insert(MARK_FIELD.into(), json!(context.mark));
    }
    if !properties.is_empty() {
        body.insert("properties".into(), Value::Object(properties));
    }
    Request::json(
        Method::Post,
        org(context, "/incidents?text_content_output_format=objects_convert"),
        &Value::Object(body),
    )
}

pub(super) fn incident(context: &Context<'_>, id: &str, besides: &str) -> Request {
    let path = format!("/incidents/{}?text_content_output_format=objects_convert{besides}", segment(id));
    Request::get(org(context, &path))
}

/// Each change names the value that it replaces; a change by somebody else in between is refused.
pub(super) fn update(context: &Context<'_>, id: &str, changes: &Fields, remote: Option<&RemoteIncident>) -> Request {
    let raw = remote.map_or(&Value::Null, |remote| &remote.raw);
    let changes: Vec<Value> = changes
        .iter()
        .map(|(name, value)| {
            let in_properties = || raw.get("properties").and_then(|properties| properties.get(bare(name)));
            let old = raw.get(name).or_else(in_properties);
            let kind = input_type(context, name);
            let value = &by_id(context, name, value);
            json!({
                "field": { "name": bare(name) },
                "old_value": wrap(kind, old.unwrap_or(&Value::Null)),
                "new_value": if kind == "textarea" { json!({ "textarea": rich_text(context, name, value) }) } else { wrap(kind, value) },
            })
        })
        .collect();
    let mut body = fields([("changes".to_owned(), Value::Array(changes))]);
    if let Some(version) = raw.get("vers") {
        body.insert("version".into(), version.clone());
    }
    Request::json(Method::Patch, org(context, &format!("/incidents/{}", segment(id))), &Value::Object(body))
}

/// HTML, or text in which nothing has a meaning.
fn rich_text(context: &Context<'_>, field: &str, value: &Value) -> Value {
    let is_html = format(context.connector, field) == Format::Html;
    json!({ "format": if is_html { "html" } else { "text" }, "content": value })
}

fn input_type<'a>(context: &Context<'a>, name: &str) -> &'a str {
    match name {
        // A select by its field list, whose letters are written as text.
        "name" | "plan_status" => "text",
        "description" => "textarea",
        "incident_type_ids" => "multiselect",
        "severity_code" => "select",
        _ => field(context, name).map_or("text", |field| &field.input_type),
    }
}

/// A choice by the id that stands for its label, and a day by its time: people write what they see.
fn by_id(context: &Context<'_>, name: &str, value: &Value) -> Value {
    let Some(field) = field(context, name) else { return value.clone() };
    let kind = field.input_type.as_str();
    match value {
        Value::String(text) if kind.starts_with("date") => {
            let day = || parse_iso(&format!("{}T00:00:00Z", text.trim()));
            parse_iso(text.trim()).or_else(day).map_or_else(|| value.clone(), Value::from)
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| choice(field, item)).collect()),
        // One of several, without the list around it.
        Value::String(_) | Value::Number(_) if kind.starts_with("multiselect") => json!([choice(field, value)]),
        _ => choice(field, value),
    }
}

/// The value of the choice with this label, or with this name before or this address in brackets, as people have it.
fn choice(field: &Field, value: &Value) -> Value {
    let Some(text) = value.get("name").unwrap_or(value).as_str() else { return value.clone() };
    let text = text.trim();
    let is_it = |label: &str| {
        let (name, address) = label.rsplit_once(" (").map_or((label, None), |(name, rest)| (name, Some(rest)));
        [Some(label), Some(name), address.map(|rest| rest.trim_end_matches(')'))].contains(&Some(text))
    };
    let mut fitting = field.choices.iter().filter(|(_, label)| is_it(label));
    match (fitting.next(), fitting.next()) {
        (Some((id, _)), None) => id.clone(),
        // None, or two people of one name.
        _ => value.clone(),
    }
}

/// The value in the shape that its type has in a change. Ids come as `{"id":4}` in what we write
/// and may come bare in what we read.
fn wrap(kind: &str, value: &Value) -> Value {
    let id = |value: &Value| value.get("id").unwrap_or(value).clone();
    match kind {
        _ if value.is_null() => json!({}),
        "textarea" if value.is_string() => json!({ "textarea": { "format": "html", "content": value } }),
        "textarea" => json!({ "textarea": value }),
        "text" => json!({ "text": value }),
        "boolean" => json!({ "boolean": value }),
        _ if kind.starts_with("multiselect") => {
            json!({ "ids": value.as_array().map(|ids| ids.iter().map(id).collect::<Vec<_>>()).unwrap_or_default() })
        }
        // The owner is a select of people.
        _ if kind.starts_with("select") => json!({ "id": id(value) }),
        _ if kind.starts_with("date") => json!({ "date": value }),
        _ => json!({ "object": value }),
    }
}

pub(super) fn comment(context: &Context<'_>, id: &str, text: &str) -> Request {
    let path = format!("/incidents/{}/comments", segment(id));
    Request::json(Method::Post, org(context, &path), &json!({ "text": rich_text(context, "comments", &json!(text)) }))
}

pub(super) fn comments(context: &Context<'_>, id: &str) -> Request {
    let path = format!("/incidents/{}/comments?text_content_output_format=objects_convert", segment(id));
    Request::get(org(context, &path))
}
