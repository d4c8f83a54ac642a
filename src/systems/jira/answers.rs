//! Answers of Jira.

use super::facts::Facts;
use super::requests::{MOST_KEYS, first_key, split_key};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::markup::{Format, visible};
use crate::systems::answer::{self, Failures, incomplete};
use crate::systems::{CommentsPage, Context, Found, IncidentRef, Newest, RemoteIncident};
use crate::url::encode_component;
use serde_json::Value;

pub(super) const FAILURES: Failures = Failures { describe, meaning };

/// Jira refuses writes that look as if a page had sent them, and says so in plain text.
fn meaning(status: u16, words: &str) -> Option<Code> {
    (status == 403 && words.contains("XSRF")).then_some(Code::XsrfRefused)
}

/// `{"errorMessages":[…],"errors":{field:message}}`; service management has `errorMessage`.
/// The field names are kept: without them nobody knows what to correct.
fn describe(body: &Value) -> (Option<String>, Option<String>) {
    let mut words: Vec<String> = Vec::new();
    let list = body.get("errorMessages").and_then(Value::as_array);
    words.extend(list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
    words.extend(answer::text(body.get("errorMessage")));
    let mut field = None;
    for (name, message) in body.get("errors").and_then(Value::as_object).into_iter().flatten() {
        words.push(format!("{name}: {}", answer::text(Some(message)).unwrap_or_default()));
        field.get_or_insert_with(|| name.clone());
    }
    words.extend(answer::text(body.get("message")).filter(|_| words.is_empty()));
    ((!words.is_empty()).then(|| words.join(" ")), field)
}

/// The id of the first issue type that is none of sub-tasks.
pub(super) fn first_issue_type(response: &Response) -> Result<String, Error> {
    let body = answer::json(response, &FAILURES)?;
    // Cloud says `issueTypes`, Data Center `values`.
    let types = body.get("issueTypes").or_else(|| body.get("values")).and_then(Value::as_array);
    let types = types.ok_or_else(|| incomplete(response, "list of issue types"))?;
    let usable = types.iter().find(|kind| kind.get("subtask") != Some(&Value::Bool(true)));
    let id = usable.and_then(|kind| answer::text(kind.get("id")));
    id.ok_or_else(|| Error { status: Some(response.status()), ..Error::new(Code::IssueTypeMissing) })
}

pub(super) fn lookup(context: &Context<'_>, response: &Response) -> Result<Vec<Found>, Error> {
    let issues = issues(response)?;
    let each = issues.iter().map(|issue| {
        if !has_mark(context, issue) {
            return Err(Error { status: Some(response.status()), ..Error::new(Code::LookupUnreliable) });
        }
        found(context, issue).ok_or_else(|| incomplete(response, "key"))
    });
    each.collect()
}

fn issues(response: &Response) -> Result<Vec<Value>, Error> {
    match answer::json(response, &FAILURES)?.get_mut("issues").map(Value::take) {
        Some(Value::Array(issues)) => Ok(issues),
        _ => Err(incomplete(response, "list of issues")),
    }
}

fn has_mark(context: &Context<'_>, issue: &Value) -> bool {
    let labels = issue.get("fields").and_then(|fields| fields.get("labels")).and_then(Value::as_array);
    labels.is_some_and(|labels| labels.iter().any(|label| label == context.mark))
}

fn found(context: &Context<'_>, issue: &Value) -> Option<Found> {
    Some(Found { incident: incident_ref(context, issue)?, closed: is_closed(issue) })
}

/// By the category of the status: a resolution may be set or not (statuses have names of their own).
fn is_closed(issue: &Value) -> bool {
    issue.pointer("/fields/status/statusCategory/key").and_then(Value::as_str) == Some("done")
}

/// The key of the newest issue; number 0 in a project without any.
pub(super) fn newest_key(context: &Context<'_>, response: &Response) -> Result<String, Error> {
    let newest = issues(response)?.first().and_then(|issue| answer::text(issue.get("key")));
    Ok(newest.unwrap_or_else(|| format!("{}-0", context.connector.place())))
}

/// So many numbers without an issue at the end mean that nothing later was created: a refused create uses
/// a number up too, but not so many within a minute.
const EMPTY_END: u64 = 40;

/// What was created since the anchor. Issues that are not there, or that the account may not see, are simply
/// missing in the answer: so the anchor itself must be in it, or nothing is proved.
pub(super) fn since_anchor(context: &Context<'_>, response: &Response) -> Result<Newest, Error> {
    let issues = issues(response)?;
    let anchor = context.facts::<Facts>().and_then(|facts| split_key(facts.anchor.as_deref()?));
    let (project, anchor) = anchor.ok_or_else(|| incomplete(response, "anchor"))?;
    let key = |issue: &Value| answer::text(issue.get("key"));
    let number = |issue: &Value| split_key(&key(issue)?).filter(|(name, _)| *name == project).map(|(_, number)| number);
    let last = issues.iter().filter_map(number).max().unwrap_or(anchor);
    let sees_anchor = anchor == 0 || issues.iter().any(|issue| number(issue) == Some(anchor));
    let full = last + EMPTY_END >= first_key(anchor) + MOST_KEYS;
    Ok(Newest {
        found: issues
            .iter()
            .filter(|issue| has_mark(context, issue))
            .filter_map(|issue| found(context, issue))
            .collect(),
        next: full.then(|| format!("{project}-{last}")),
        proof: sees_anchor,
    })
}

pub(super) fn created(context: &Context<'_>, response: &Response) -> Result<IncidentRef, Error> {
    let body = answer::json(response, &FAILURES)?;
    incident_ref(context, &body).ok_or_else(|| incomplete(response, "id and key"))
}

pub(super) fn updated(response: &Response) -> Result<(), Error> {
    if response.status() == 204 { Ok(()) } else { answer::json(response, &FAILURES).map(drop) }
}

pub(super) fn incident(context: &Context<'_>, response: &Response) -> Result<RemoteIncident, Error> {
    let raw = answer::json(response, &FAILURES)?;
    let incident = incident_ref(context, &raw).ok_or_else(|| incomplete(response, "id and key"))?;
    let mut fields = raw.get("fields").and_then(Value::as_object).cloned().unwrap_or_default();
    for value in fields.values_mut().filter(|value| is_adf(value)) {
        *value = Value::String(value.to_string());
    }
    Ok(RemoteIncident { incident, fields, closed: is_closed(&raw), raw })
}

pub(super) fn commented(response: &Response) -> Result<String, Error> {
    let body = answer::json(response, &FAILURES)?;
    answer::text(body.get("id")).ok_or_else(|| incomplete(response, "id of the comment"))
}

pub(super) fn comments(response: &Response) -> Result<CommentsPage, Error> {
    let body = answer::json(response, &FAILURES)?;
    let list =
        body.get("comments").and_then(Value::as_array).ok_or_else(|| incomplete(response, "list of comments"))?;
    let texts: Vec<_> = list.iter().filter_map(|comment| shown(comment.get("body")?)).collect();
    let number = |name: &str| body.get(name).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    let end = number("startAt").unwrap_or(0).saturating_add(u32::try_from(list.len()).unwrap_or(u32::MAX));
    let more = !list.is_empty() && number("total").is_some_and(|total| end < total);
    Ok(CommentsPage { texts, next: more.then(|| end.to_string()) })
}

/// v3 answers text as ADF.
fn is_adf(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str) == Some("doc")
}

fn shown(body: &Value) -> Option<String> {
    if is_adf(body) { Some(visible(&body.to_string(), Format::Adf)) } else { answer::text(Some(body)) }
}

fn incident_ref(context: &Context<'_>, issue: &Value) -> Option<IncidentRef> {
    let id = answer::text(issue.get("id"))?;
    let key = answer::text(issue.get("key"))?;
    let url = context.url(&format!("/browse/{}", encode_component(&key)));
    Some(IncidentRef { id, title: key, url })
}
