//! Requests to ServiceNow (Table API, Import Set API, and the health route of Elastic's app).

use crate::connector::Scalar;
use crate::http::{Method, Request};
use crate::markup::reference;
use crate::systems::connector::CommentsTarget;
use crate::systems::{Connector, Context, Fields, segment};
use crate::url::encode_component;
use serde_json::{Value, json};

pub(super) const TABLE: &str = "/api/now/table/incident";
const IMPORT: &str = "/api/now/import/x_elas2_inc_int_elastic_incident";
const HEALTH: &str = "/api/x_elas2_inc_int/elastic_api/health";

/// The journal field that takes the comments.
pub(super) fn journal_field(connector: &Connector) -> &'static str {
    let internal = connector.comments_target(CommentsTarget::Public) == CommentsTarget::Internal;
    if internal || connector.comments_field() == Some("work_notes") { "work_notes" } else { "comments" }
}

/// Whether the Table API is used rather than Elastic's import set.
pub(super) fn uses_table_api(connector: &Connector) -> bool {
    connector.draft().advanced("usesTableApi") != Some(&Scalar::Flag(false))
}

pub(super) fn health(context: &Context<'_>) -> Request {
    Request::get(context.url(HEALTH))
}

/// The fields are asked for by name, so that the answer shows whether the query was obeyed: an
/// instance ignores the invalid part of a query and answers every row.
pub(super) fn lookup(context: &Context<'_>) -> Request {
    let query = encode_component(&format!("correlation_id={}", context.mark));
    Request::get(context.url(&format!(
        "{TABLE}?sysparm_query={query}&sysparm_fields=sys_id,number,correlation_id,active&sysparm_limit=3"
    )))
}

pub(super) fn create(context: &Context<'_>) -> Request {
    let mut fields = context.fields.clone();
    fields.insert("correlation_id".into(), json!(context.mark));
    fields.insert("correlation_display".into(), json!("Security case"));
    // The first journal entry shows later whether the account may read the journal at all: only
    // then does the absence of a comment prove anything.
    let opened = format!("Opened from a security case.\n\n{}", reference::opened(context.case_id));
    fields.insert("work_notes".into(), json!(opened));
    write(context, None, fields)
}

/// Creates an incident, or changes the one with the id.
pub(super) fn write(context: &Context<'_>, id: Option<&str>, fields: Fields) -> Request {
    if uses_table_api(context.connector) {
        let (method, path) = match id {
            Some(id) => (Method::Patch, format!("{TABLE}/{}", segment(id))),
            None => (Method::Post, TABLE.to_owned()),
        };
        let path = format!("{path}?sysparm_fields=sys_id,number&sysparm_exclude_reference_link=true");
        return Request::json(method, context.url(&path), &Value::Object(fields));
    }
    // The import set's columns carry a prefix; extra fields are columns of their own.
    let mut staged = Fields::new();
    for (name, value) in fields {
        let ours = context.connector.form().targets.iter().any(|target| target.name == name)
            || ["correlation_id", "correlation_display", "impact", "urgency", "severity", "category", "subcategory"]
                .contains(&name.as_str());
        staged.insert(if ours { format!("u_{name}") } else { name }, value);
    }
    if let Some(id) = id {
        staged.insert("elastic_incident_id".into(), json!(id));
    }
    Request::json(Method::Post, context.url(IMPORT), &Value::Object(staged))
}

/// By `sys_id`, or by the number that people see: only its letters and digits go into the query, where
/// a `^` would begin another condition.
pub(super) fn incident(context: &Context<'_>, id: &str) -> Request {
    let mut names = vec!["sys_id", "number", "correlation_id", "active"];
    names.extend(context.fields.keys().map(String::as_str));
    let names = encode_component(&names.join(",")).replace("%2C", ",");
    let fields = format!("sysparm_fields={names}&sysparm_exclude_reference_link=true");
    let path = if id.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("INC")) {
        let number: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
        format!("{TABLE}?sysparm_query=number%3D{}&{fields}&sysparm_limit=1", number.to_ascii_uppercase())
    } else {
        format!("{TABLE}/{}?{fields}", segment(id))
    };
    Request::get(context.url(&path))
}

/// The journal table answers an ordinary account with an empty list; the journal is read by its
/// display value on the incident.
pub(super) fn journal(context: &Context<'_>, id: &str) -> Request {
    Request::get(
        context.url(&format!(
            "{TABLE}/{}?sysparm_display_value=true&sysparm_fields=sys_id,comments,work_notes",
            segment(id)
        )),
    )
}
