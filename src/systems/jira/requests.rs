//! Requests to Jira's REST API v2, which takes text on Cloud and on Data Center.

use crate::connector::{CommentsTarget, Deployment};
use crate::http::{Method, Request, encode_component};
use crate::mapping::{Fields, fields};
use crate::systems::{Context, ID, segment};
use serde_json::{Value, json};

const ISSUE: &str = "/rest/api/2/issue";

/// The issue type: of the case, of the connector, or the project's first one once it was read.
pub(super) fn issue_type(context: &Context<'_>) -> Option<Value> {
    let configured = || context.connector.advanced("defaultIssueType").map(|id| json!({ "id": id }));
    let learned = || context.learned("issueType").map(|id| json!({ "id": id }));
    context.fields.get("issuetype").cloned().or_else(configured).or_else(learned)
}

/// The older `createmeta` without a path is gone from Data Center and deprecated on Cloud.
pub(super) fn issue_types(context: &Context<'_>) -> Request {
    let project = encode_component(context.connector.config("projectKey"));
    Request::get(context.url(&format!("{ISSUE}/createmeta/{project}/issuetypes?maxResults=50")))
}

/// What the create screen of an issue type asks for.
pub(super) fn fields_of_type(context: &Context<'_>, issue_type: &str) -> Request {
    let project = encode_component(context.connector.config("projectKey"));
    let id = encode_component(issue_type);
    Request::get(context.url(&format!("{ISSUE}/createmeta/{project}/issuetypes/{id}?maxResults=200")))
}

/// Cloud has taken the older search away; Data Center has only that one. The project is left out,
/// so that an issue that was moved is still found.
pub(super) fn lookup(context: &Context<'_>) -> Request {
    let path = match context.connector.deployment() {
        Deployment::Cloud => "/rest/api/2/search/jql",
        Deployment::DataCenter => "/rest/api/2/search",
    };
    let jql = encode_component(&format!("labels = \"{}\" ORDER BY created ASC", context.mark));
    Request::get(context.url(&format!("{path}?jql={jql}&fields=summary,labels&maxResults=3")))
}

pub(super) fn create(context: &Context<'_>) -> Request {
    let mut issue = with_mark(context.fields.clone(), context.mark);
    issue.insert("project".into(), json!({ "key": context.connector.config("projectKey") }));
    // Not known yet only while a plan is shown: the step before this one reads it.
    issue.insert("issuetype".into(), issue_type(context).unwrap_or_else(|| json!({ "id": ID })));
    issue.entry("labels").or_insert_with(|| json!([context.mark]));
    Request::json(Method::Post, context.url(ISSUE), &json!({ "fields": issue }))
}

pub(super) fn update(context: &Context<'_>, id: &str, changes: &Fields) -> Request {
    let fields = with_mark(changes.clone(), context.mark);
    let url = context.url(&format!("{ISSUE}/{}", segment(id)));
    Request::json(Method::Put, url, &json!({ "fields": fields }))
}

/// Labels are replaced as a whole, so the mark must be among them.
fn with_mark(mut fields: Fields, mark: &str) -> Fields {
    if let Some(Value::Array(labels)) = fields.get_mut("labels") {
        labels.retain(|label| label != mark);
        labels.insert(0, json!(mark));
    }
    fields
}

pub(super) fn incident(context: &Context<'_>, id: &str) -> Request {
    let mut names = vec!["summary", "labels"];
    names.extend(context.fields.keys().map(String::as_str).filter(|name| !["summary", "labels"].contains(name)));
    let names = encode_component(&names.join(",")).replace("%2C", ",");
    Request::get(context.url(&format!("{ISSUE}/{}?fields={names}", segment(id))))
}

pub(super) fn comment(context: &Context<'_>, id: &str, text: &str) -> Request {
    let mut body = fields([("body".to_owned(), json!(text))]);
    if context.connector.comments_target() == CommentsTarget::Internal {
        // Only service management projects read this property; elsewhere it says nothing.
        let internal = json!([{ "key": "sd.public.comment", "value": { "internal": true } }]);
        body.insert("properties".into(), internal);
    }
    let url = context.url(&format!("{ISSUE}/{}/comment", segment(id)));
    Request::json(Method::Post, url, &Value::Object(body))
}

pub(super) fn comments(context: &Context<'_>, id: &str, start: u32) -> Request {
    Request::get(context.url(&format!("{ISSUE}/{}/comment?startAt={start}&maxResults=100", segment(id))))
}
