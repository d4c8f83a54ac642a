//! Requests to ServiceNow (Table API, Import Set API, and the health route of Elastic's app).

use super::table::Table;
use crate::connector::Scalar;
use crate::connector::case_field::CaseTarget;
use crate::http::{Method, Request};
use crate::markup::reference;
use crate::systems::connector::CommentsTarget;
use crate::systems::{Connector, Context, Fields, segment};
use crate::url::encode_component;
use serde_json::{Value, json};

/// The journal field that takes the comments.
pub(super) fn journal_field(table: &Table, connector: &Connector) -> &'static str {
    let internal = connector.comments_target(table.comments) == CommentsTarget::Internal;
    if internal || connector.comments_field() == Some("work_notes") { "work_notes" } else { "comments" }
}

/// Whether the Table API is used rather than Elastic's import set.
pub(in crate::systems) fn uses_table_api(connector: &Connector) -> bool {
    connector.draft().advanced("usesTableApi") != Some(&Scalar::Flag(false))
}

pub(super) fn health(table: &Table, context: &Context<'_>) -> Request {
    Request::get(context.url(&format!("/api/{}/elastic_api/health", table.app)))
}

/// The fields are asked for by name, so that the answer shows whether the query was obeyed: an
/// instance ignores the invalid part of a query and answers every row.
pub(super) fn lookup(table: &Table, context: &Context<'_>) -> Request {
    let query = encode_component(&format!("correlation_id={}^ORDERBYDESCsys_created_on", context.mark));
    let fields = "sys_id,number,correlation_id,active,sys_created_by";
    let path = format!("?sysparm_query={query}&sysparm_fields={fields}&sysparm_limit={}", context.most_found());
    Request::get(context.url(&table.path(&path)))
}

/// So many incidents nobody makes while a request is under way.
const NEWEST: u32 = 100;

/// The newest incidents of this account, with what tells them apart.
pub(super) fn newest(table: &Table, context: &Context<'_>) -> Request {
    let by = user(context.connector).filter(|user| !user.contains('^'));
    let by = by.map_or_else(String::new, |user| format!("sys_created_by={user}^"));
    let query = encode_component(&format!("{by}ORDERBYDESCsys_created_on"));
    let fields = "short_description,correlation_id,sys_mod_count";
    let path = format!("?sysparm_query={query}&sysparm_fields={fields}&sysparm_limit={NEWEST}");
    Request::get(context.url(&table.path(&path)))
}

pub(super) fn create(table: &Table, context: &Context<'_>) -> Request {
    let mut fields = context.fields.clone();
    fields.insert("correlation_id".into(), json!(context.mark));
    fields.insert("correlation_display".into(), json!("Security case"));
    // The first journal entry shows later whether the account may read the journal at all: only
    // then does the absence of a comment prove anything.
    let opened = format!("Opened from a security case.\n\n{}", reference::opened(context.case_id));
    fields.insert("work_notes".into(), json!(opened));
    write(table, context, None, fields)
}

/// Creates an incident, or changes the one with the id.
pub(super) fn write(table: &Table, context: &Context<'_>, id: Option<&str>, fields: Fields) -> Request {
    if uses_table_api(context.connector) {
        let (method, row) = match id {
            Some(id) => (Method::Patch, format!("/{}", segment(id))),
            None => (Method::Post, String::new()),
        };
        // The answer shows what the instance has made of the values: it passes over what it does not take.
        let names: Vec<&str> = fields.keys().map(String::as_str).filter(|name| !is_journal(name)).collect();
        let names: String = names.iter().flat_map(|name| [",".into(), encode_component(name)]).collect();
        let query = format!("sysparm_fields=sys_id,number{names}&sysparm_exclude_reference_link=true");
        let path = table.path(&format!("{row}?{query}"));
        return Request::json(method, context.url(&path), &Value::Object(fields));
    }
    // The import set's columns carry a prefix; extra fields are columns of their own.
    let mut staged = Fields::new();
    for (name, value) in fields {
        let ours = is_staged(table, context.connector, &name);
        staged.insert(if ours { format!("u_{name}") } else { name }, value);
    }
    if let Some(id) = id {
        staged.insert("elastic_incident_id".into(), json!(id));
    }
    let path = format!("/api/now/import/{}", table.import_set);
    Request::json(Method::Post, context.url(&path), &Value::Object(staged))
}

/// Whether a field appends, and reads back empty.
fn is_journal(name: &str) -> bool {
    ["comments", "work_notes"].contains(&name)
}

/// Whether the import set has a column for a field.
fn is_staged(table: &Table, connector: &Connector, name: &str) -> bool {
    let of_case = || {
        connector
            .form()
            .case_fields
            .iter()
            .any(|field| matches!(field.target, CaseTarget::Value(column) if column == name))
    };
    connector.target(name).is_some()
        || ["correlation_id", "correlation_display"].contains(&name)
        || of_case()
        || table.staged.contains(&name)
}

/// By `sys_id`, or by the number that people see: only its letters and digits go into the query, where
/// a `^` would begin another condition.
pub(super) fn incident(table: &Table, context: &Context<'_>, id: &str) -> Request {
    read(table, context, id, &[], "")
}

/// The same, with how it stands: each value with what people see of it.
pub(super) fn standing(table: &Table, context: &Context<'_>, id: &str) -> Request {
    read(table, context, id, &["state", "close_code", "assigned_to"], "&sysparm_display_value=all")
}

fn read(table: &Table, context: &Context<'_>, id: &str, besides: &[&str], how: &str) -> Request {
    let mut names = vec!["sys_id", "number", "correlation_id", "active", "sys_created_by"];
    names.extend(besides);
    names.extend(context.fields.keys().map(String::as_str));
    let names = encode_component(&names.join(",")).replace("%2C", ",");
    let fields = format!("sysparm_fields={names}&sysparm_exclude_reference_link=true{how}");
    let rest = if id.get(..table.number.len()).is_some_and(|start| start.eq_ignore_ascii_case(table.number)) {
        let number: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
        format!("?sysparm_query=number%3D{}&{fields}&sysparm_limit=1", number.to_ascii_uppercase())
    } else {
        format!("/{}?{fields}", segment(id))
    };
    Request::get(context.url(&table.path(&rest)))
}

/// The most entries that one look at the journal's table reads.
pub(super) const MOST_ROWS: usize = 10_000;

/// The journal's own table, with the authors. It answers an ordinary account with an empty list.
pub(super) fn journal_rows(context: &Context<'_>, id: &str) -> Request {
    let query = encode_component(&format!("element_id={id}^elementINcomments,work_notes^ORDERBYsys_created_on"));
    let fields = "sys_id,element_id,element,value,sys_created_by,sys_created_on";
    let query = format!("sysparm_query={query}&sysparm_fields={fields}&sysparm_limit={MOST_ROWS}");
    Request::get(context.url(&format!("/api/now/table/sys_journal_field?{query}")))
}

/// The user that a connector logs in with, where it stands in the form.
pub(super) fn user(connector: &Connector) -> Option<&str> {
    let authentication = connector.form().authentication;
    let user = Some(connector.config(authentication.user())).filter(|user| !user.is_empty());
    user.filter(|_| !authentication.is_bearer(connector.draft()))
}

/// The journal by its display value on the incident: one text, whose heads anybody can type.
pub(super) fn journal(table: &Table, context: &Context<'_>, id: &str) -> Request {
    let query = "sysparm_display_value=true&sysparm_fields=sys_id,comments,work_notes";
    Request::get(context.url(&table.path(&format!("/{}?{query}", segment(id)))))
}
