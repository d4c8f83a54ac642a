//! Requests to Jira's REST API: v2, which takes text on Cloud and on Data Center, or Cloud's v3, which takes ADF.

use super::deployment::{Deployment, deployment, known};
use super::facts::Facts;
use crate::connector::mapping::{FieldMapping, Source};
use crate::http::{Method, Request};
use crate::json;
use crate::markup::{Format, render};
use crate::systems::connector::CommentsTarget;
use crate::systems::{Connector, Context, Fields, ID, fields, segment};
use crate::url::encode_component;
use serde_json::{Value, json};

/// Whether a field takes documents. A custom field does if it has several lines, as one for the description
/// must have; the others take a line of text.
pub(super) fn takes_adf(connector: &Connector, field: &str) -> bool {
    let of_one_line = |mapping: &FieldMapping| mapping.target == field && mapping.source != Source::Description;
    uses_adf(connector) && (field == "comments" || !connector.mappings().iter().any(of_one_line))
}

/// Whether a field's value goes as a document: one that the mapping fills, `environment`, and custom fields of several lines.
pub(super) fn is_document(context: &Context<'_>, name: &str) -> bool {
    if !uses_adf(context.connector) {
        return false;
    }
    if context.connector.is_body(name) {
        return takes_adf(context.connector, name);
    }
    let documents = context.facts::<Facts>().and_then(|facts| facts.documents.as_ref());
    name == "environment" || documents.is_some_and(|documents| documents.contains(name))
}

/// Whether a custom field holds text, and nobody knows yet whether it takes one line or a document.
pub(super) fn needs_kinds(context: &Context<'_>) -> bool {
    let is_text = |(name, value): (&String, &Value)| {
        name.starts_with("customfield_") && value.is_string() && !context.connector.is_body(name)
    };
    let is_known = context.facts::<Facts>().is_some_and(|facts| facts.documents.is_some());
    uses_adf(context.connector) && !is_known && context.fields.iter().any(is_text)
}

/// All fields of the site, with their kinds.
pub(super) fn kinds(context: &Context<'_>) -> Request {
    Request::get(context.url("/rest/api/3/field"))
}

/// The path of the issues in the version that the connector uses.
fn issue(context: &Context<'_>) -> &'static str {
    if uses_adf(context.connector) { "/rest/api/3/issue" } else { "/rest/api/2/issue" }
}

/// Version 3, which takes text only as ADF, is there on Cloud alone. Where only the system has said that it is one, texts may
/// have been made before that.
pub(super) fn uses_adf(connector: &Connector) -> bool {
    connector.advanced("apiVersion") == Some("3") && known(connector) == Some(Deployment::Cloud)
}

/// The issue type: of the case, of the connector, or the project's first one once it was read.
pub(super) fn issue_type(context: &Context<'_>) -> Option<Value> {
    let configured = || context.connector.advanced("defaultIssueType").map(|id| json!({ "id": id }));
    let first = || context.facts::<Facts>()?.issue_type.as_ref().map(|id| json!({ "id": id }));
    context.fields.get("issuetype").cloned().or_else(configured).or_else(first)
}

/// The older `createmeta` without a path is gone from Data Center and deprecated on Cloud.
pub(super) fn issue_types(context: &Context<'_>) -> Request {
    let project = encode_component(context.connector.place());
    Request::get(context.url(&format!("{}/createmeta/{project}/issuetypes?maxResults=50", issue(context))))
}

/// A page of the issue types, from this one on.
pub(super) fn page_of_types(context: &Context<'_>, start: usize) -> Request {
    let project = encode_component(context.connector.place());
    let path = format!("{}/createmeta/{project}/issuetypes?startAt={start}&maxResults=50", issue(context));
    Request::get(context.url(&path))
}

/// A page of what the create screen of an issue type asks for, from this field on.
pub(super) fn page_of_fields(context: &Context<'_>, issue_type: &str, start: usize) -> Request {
    let project = encode_component(context.connector.place());
    let id = encode_component(issue_type);
    let path = format!("{}/createmeta/{project}/issuetypes/{id}?startAt={start}&maxResults=200", issue(context));
    Request::get(context.url(&path))
}

/// What the edit screen of an issue has.
pub(super) fn edit_screen(context: &Context<'_>, id: &str) -> Request {
    Request::get(context.url(&format!("{}/{}/editmeta", issue(context), segment(id))))
}

/// What the create screen of an issue type asks for.
pub(super) fn fields_of_type(context: &Context<'_>, issue_type: &str) -> Request {
    let project = encode_component(context.connector.place());
    let id = encode_component(issue_type);
    Request::get(context.url(&format!("{}/createmeta/{project}/issuetypes/{id}?maxResults=200", issue(context))))
}

/// Cloud has taken the older search away; Data Center has only that one. The project is left out,
/// so that an issue that was moved is still found.
pub(super) fn lookup(context: &Context<'_>) -> Request {
    let path = match deployment(context.connector) {
        Deployment::Cloud => "/rest/api/2/search/jql",
        Deployment::DataCenter => "/rest/api/2/search",
    };
    let jql = encode_component(&format!("labels = \"{}\" ORDER BY created DESC", context.mark));
    let most = context.most_found();
    Request::get(
        context.url(&format!("{path}?jql={jql}&fields=summary,labels,status,creator,project&maxResults={most}")),
    )
}

/// Which Jira it is.
pub(super) fn server_info(context: &Context<'_>) -> Request {
    Request::get(context.url("/rest/api/2/serverInfo"))
}

/// The account behind the secret.
pub(super) fn myself(context: &Context<'_>) -> Request {
    Request::get(context.url("/rest/api/2/myself"))
}

/// The project's newest issue that the search knows: whatever is created from now on has a higher number.
pub(super) fn newest(context: &Context<'_>) -> Request {
    let project = context.connector.place().replace('\\', r"\\").replace('"', "\\\"");
    let jql = encode_component(&format!("project = \"{project}\" ORDER BY key DESC"));
    Request::get(context.url(&format!("/rest/api/2/search/jql?jql={jql}&fields=labels&maxResults=1")))
}

/// The most that one `bulkfetch` takes.
pub(super) const MOST_KEYS: u64 = 100;

/// So many numbers before the anchor are read too: the search may show an issue before an earlier one.
const BEFORE_ANCHOR: u64 = 40;

/// The first number that is read around an anchor.
pub(super) fn first_key(anchor: u64) -> u64 {
    anchor.saturating_sub(BEFORE_ANCHOR).max(1)
}

/// The issues around the anchor and after it, by their keys. Unlike the search, this reads what is stored now.
pub(super) fn since_anchor(context: &Context<'_>) -> Request {
    let facts = context.facts::<Facts>();
    let keys = match facts.and_then(|facts| split_key(facts.anchor.as_deref()?)) {
        Some((project, number)) => {
            let first = facts.and_then(|facts| facts.scan).map_or_else(|| first_key(number), |scan| scan.from);
            (first..first + MOST_KEYS).map(|n| format!("{project}-{n}")).collect()
        }
        // While a plan is shown nobody knows it yet.
        None => vec![ID.to_owned()],
    };
    let body = json!({ "issueIdsOrKeys": keys, "fields": ["labels", "status", "creator", "project"] });
    Request::json(Method::Post, context.url(&format!("{}/bulkfetch", issue(context))), &body)
}

/// An issue's key as its project and its number.
pub(super) fn split_key(key: &str) -> Option<(&str, u64)> {
    let (project, number) = key.rsplit_once('-')?;
    Some((project, number.parse().ok().filter(|n| *n < u64::MAX - MOST_KEYS)?))
}

pub(super) fn create(context: &Context<'_>) -> Request {
    let mut fields = as_sent(context, context.fields);
    fields.insert("project".into(), json!({ "key": context.connector.place() }));
    // Not known yet only in a bulk, which reads nothing.
    fields.insert("issuetype".into(), issue_type(context).unwrap_or_else(|| json!({ "id": ID })));
    if !fields.contains_key("labels") {
        fields.insert("labels".into(), json!([context.mark]));
    }
    Request::json(Method::Post, context.url(issue(context)), &json!({ "fields": fields }))
}

pub(super) fn update(context: &Context<'_>, id: &str, changes: &Fields) -> Request {
    let fields = as_sent(context, changes);
    let url = context.url(&format!("{}/{}", issue(context), segment(id)));
    Request::json(Method::Put, url, &json!({ "fields": fields }))
}

/// The fields as Jira takes them.
fn as_sent(context: &Context<'_>, all: &Fields) -> Fields {
    let mut out = all.clone();
    if uses_adf(context.connector) {
        for (name, value) in &mut out {
            if let (Value::String(text), true) = (&*value, is_document(context, name)) {
                // What the mapping fills was written as a document by then.
                let is_written = context.connector.is_body(name);
                *value = if is_written { adf(text) } else { adf(&render(text, Format::RawAdf).text) };
            }
        }
    }
    // Labels are replaced as a whole, so the mark must be among them.
    if let Some(Value::Array(labels)) = out.get_mut("labels") {
        labels.retain(|label| label != context.mark);
        labels.insert(0, json!(context.mark));
    }
    out
}

/// A text in ADF as the document that it is.
fn adf(text: &str) -> Value {
    json::read(text).unwrap_or_else(|_| json!(text))
}

pub(super) fn incident(context: &Context<'_>, id: &str, besides: &[&'static str]) -> Request {
    let mut names = vec!["summary", "labels", "status", "creator", "project"];
    names.extend(besides);
    let more: Vec<&str> = context.fields.keys().map(String::as_str).filter(|name| !names.contains(name)).collect();
    names.extend(more);
    let names = encode_component(&names.join(",")).replace("%2C", ",");
    Request::get(context.url(&format!("{}/{}?fields={names}", issue(context), segment(id))))
}

pub(super) fn comment(context: &Context<'_>, id: &str, text: &str) -> Request {
    let text = if uses_adf(context.connector) { adf(text) } else { json!(text) };
    let mut body = fields([("body".to_owned(), text)]);
    if context.connector.comments_target(CommentsTarget::Internal) == CommentsTarget::Internal {
        // Only service management projects read this property; elsewhere it says nothing.
        let internal = json!([{ "key": "sd.public.comment", "value": { "internal": true } }]);
        body.insert("properties".into(), internal);
    }
    let url = context.url(&format!("{}/{}/comment", issue(context), segment(id)));
    Request::json(Method::Post, url, &Value::Object(body))
}

/// The newest first: the older ones are mostly those that the journal knows.
pub(super) fn comments(context: &Context<'_>, id: &str, start: &str) -> Request {
    let path = format!("{}/{}/comment", issue(context), segment(id));
    Request::get(context.url(&format!("{path}?startAt={start}&maxResults=100&orderBy=-created")))
}
