//! Answers of Jira.

use super::facts::{Facts, Scan};
use super::refusals;
use super::requests::{MOST_KEYS, first_key, split_key};
use super::status::status_text;
use crate::connector::Deployed;
use crate::error::{Code, Error};
use crate::http::Response;
use crate::json;
use crate::markup::{Format, visible};
use crate::systems::answer::{self, Failures, incomplete};
use crate::systems::{
    Absent, Account, CommentsPage, Context, Entry, Found, IncidentRef, Newest, Origin, RemoteIncident, Standing,
};
use crate::time::parse_iso;
use crate::url::encode_component;
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) const FAILURES: Failures =
    Failures { describe, named: refusals::named, recognises: refusals::recognises, known: refusals::KNOWN };

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

/// The fields that a refused change names: those that stand on no screen, and of the others the case's own. A text that is refused
/// for what it says is no small matter.
pub(super) fn refused_fields(context: &Context<'_>, response: &Response) -> Vec<String> {
    let body = response.json().filter(|_| response.status() == 400).unwrap_or_default();
    let is_text = |name: &str| context.connector.mappings().iter().any(|mapping| mapping.target == name);
    let is_off_screen = |words: &Value| words.as_str().is_some_and(|words| words.contains("appropriate screen"));
    let errors = body.get("errors").and_then(Value::as_object).into_iter().flatten();
    errors.filter(|(name, words)| !is_text(name) || is_off_screen(words)).map(|(name, _)| name.clone()).collect()
}

/// How it is deployed, and its version. Data Center calls itself "Server", as its forerunner did; very old ones say nothing.
pub(super) fn deployed(response: &Response) -> Result<(Deployed, String), Error> {
    let body = answer::json(response, &FAILURES)?;
    let version = answer::text(body.get("version")).filter(|_| body.get("versionNumbers").is_some());
    let version = version.ok_or_else(|| incomplete(response, "version of Jira"))?;
    let is_cloud = body.get("deploymentType").and_then(Value::as_str) == Some("Cloud");
    Ok((if is_cloud { Deployed::Cloud } else { Deployed::DataCenter }, version))
}

/// The id of the first issue type that is none of sub-tasks.
pub(super) fn first_issue_type(response: &Response) -> Result<String, Error> {
    let body = answer::json(response, &FAILURES)?;
    // Cloud says `issueTypes`, Data Center `values`.
    let types = body.get("issueTypes").or_else(|| body.get("values")).and_then(Value::as_array);
    let types = types.ok_or_else(|| incomplete(response, "list of issue types"))?;
    let usable = types.iter().find(|kind| kind.get("subtask") != Some(&Value::Bool(true)));
    let id = usable.and_then(|kind| answer::text(kind.get("id")));
    id.ok_or_else(|| Error::new(Code::IssueTypeMissing).with_status(Some(response.status())))
}

/// A list by the name that either deployment gives it, and whether all of it is there.
pub(super) fn list<'a>(body: &'a Value, name: &str) -> Option<(&'a Vec<Value>, bool)> {
    let list = body.get(name).or_else(|| body.get("values")).and_then(Value::as_array)?;
    let total = body.get("total").and_then(Value::as_u64);
    let all = total.is_some_and(|total| total <= list.len() as u64) || body.get("isLast") == Some(&Value::Bool(true));
    Some((list, all))
}

/// The custom fields of several lines: those whose text is a document in version 3.
pub(super) fn documents(response: &Response) -> Result<BTreeSet<String>, Error> {
    let body = answer::json(response, &FAILURES)?;
    let list = body.as_array().ok_or_else(|| incomplete(response, "list of fields"))?;
    let kind = |field: &Value| answer::text(field.get("schema").and_then(|schema| schema.get("custom")));
    let is_document = |field: &&Value| kind(field).is_some_and(|kind| kind.ends_with(":textarea"));
    let mut documents = BTreeSet::new();
    documents.extend(list.iter().filter(is_document).filter_map(|field| answer::text(field.get("id"))));
    Ok(documents)
}

pub(super) fn lookup(context: &Context<'_>, response: &Response) -> Result<Vec<Found>, Error> {
    let issues = issues(response)?;
    let each = issues.iter().map(|issue| {
        if !has_mark(context, issue) {
            return Err(Error::new(Code::LookupUnreliable).with_status(Some(response.status())));
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
    Some(Found { incident: incident_ref(context, issue)?, closed: is_closed(issue), origin: origin(context, issue) })
}

/// The creator, since the reporter can be edited.
fn origin(context: &Context<'_>, issue: &Value) -> Origin {
    let fields = issue.get("fields");
    let field = |name: &str| fields.and_then(|fields| fields.get(name));
    let labels = field("labels").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    Origin {
        creator: field("creator").and_then(account),
        in_place: field("project").and_then(|project| answer::text(project.get("key"))).as_deref()
            == Some(context.connector.place()),
        marks: labels.filter(|label| label.starts_with("cc-")).map(str::to_owned).collect(),
    }
}

/// Cloud tells accounts apart by `accountId`, Data Center by `key`, which outlives another name.
fn account(user: &Value) -> Option<Account> {
    let id = ["accountId", "key", "name"].iter().find_map(|name| answer::text(user.get(*name)))?;
    Some(Account { name: answer::text(user.get("displayName")).unwrap_or_else(|| id.clone()), id })
}

pub(super) fn myself(response: &Response) -> Result<Option<Account>, Error> {
    Ok(account(&answer::json(response, &FAILURES)?))
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

/// So many numbers without an issue at the end mean that nothing later was created. Refused creates, and issues that
/// were deleted, moved or hidden, use numbers up too.
const EMPTY_END: u64 = 500;

/// So near the end of what one look reads, there may be more.
const NEAR_END: u64 = 40;

/// Of the numbers before the anchor, one in so many at most may be missing: else this account does not see the issues
/// of the project as they come, and what it does not see proves nothing.
const MOST_MISSING: u64 = 4;

/// So far after the anchor absence is looked for.
const FARTHEST: u64 = 5_000;

/// What was created since the anchor. Issues that are not there, or that the account may not see, are simply
/// missing in the answer: absence is proved only where the numbers before the anchor are nearly all seen, and none of a
/// long run after the last one is.
pub(super) fn since_anchor(context: &Context<'_>, response: &Response) -> Result<Newest, Error> {
    let issues = issues(response)?;
    let facts = context.facts::<Facts>();
    let anchor = facts.and_then(|facts| split_key(facts.anchor.as_deref()?));
    let (project, anchor) = anchor.ok_or_else(|| incomplete(response, "anchor"))?;
    let key = |issue: &Value| answer::text(issue.get("key"));
    let number = |issue: &Value| split_key(&key(issue)?).filter(|(name, _)| *name == project).map(|(_, number)| number);
    let scan = facts.and_then(|facts| facts.scan).unwrap_or_else(|| {
        let before = anchor.saturating_sub(first_key(anchor)) + 1;
        let seen = issues.iter().filter_map(number).filter(|number| *number <= anchor).count() as u64;
        Scan {
            from: first_key(anchor),
            last: anchor,
            is_dense: anchor > 0 && before.saturating_sub(seen) * MOST_MISSING <= before,
        }
    });
    let last = issues.iter().filter_map(number).max().unwrap_or(0).max(scan.last);
    let read_to = scan.from + MOST_KEYS;
    let on = || context.facts.with(|facts: &mut Facts| facts.scan = Some(Scan { from: read_to, last, ..scan }));
    let absence = match read_to >= last + EMPTY_END {
        _ if !scan.is_dense => Absent::Unproved,
        true => Absent::Proved,
        false if read_to > anchor + FARTHEST => Absent::Unproved,
        false => Absent::NotYet(on()),
    };
    let marked = |issue: &&Value| has_mark(context, issue);
    Ok(Newest {
        found: issues.iter().filter(marked).filter_map(|issue| found(context, issue)).collect(),
        unmarked: issues
            .iter()
            .filter(|issue| !marked(issue))
            .filter_map(|issue| answer::text(issue.get("id")))
            .collect(),
        next: (last + NEAR_END >= read_to).then(on),
        absence,
    })
}

pub(super) fn created(context: &Context<'_>, response: &Response) -> Result<IncidentRef, Error> {
    let body = answer::json(response, &FAILURES)?;
    incident_ref(context, &body).ok_or_else(|| incomplete(response, "id and key"))
}

/// An answer as it is.
pub(super) fn read(response: &Response) -> Result<Value, Error> {
    answer::json(response, &FAILURES)
}

pub(super) fn updated(response: &Response) -> Result<(), Error> {
    if response.status() == 204 { Ok(()) } else { answer::json(response, &FAILURES).map(drop) }
}

pub(super) fn incident(context: &Context<'_>, response: &Response) -> Result<RemoteIncident, Error> {
    let raw = answer::json(response, &FAILURES)?;
    let incident = incident_ref(context, &raw).ok_or_else(|| incomplete(response, "id and key"))?;
    let mut fields = raw.get("fields").and_then(Value::as_object).cloned().unwrap_or_default();
    for (name, value) in fields.iter_mut().filter(|(_, value)| is_adf(value)) {
        let document = json::write(value);
        // The mapping compares documents; in an extra field stands what its document says.
        let is_mapped = context.connector.is_body(name);
        *value = Value::String(if is_mapped { document } else { visible(&document, Format::Adf) });
    }
    if let Some(status) = fields.get_mut("status") {
        *status = status_text(context.connector, status).unwrap_or_default();
    }
    let word = |path: &str| answer::text(raw.pointer(path)).unwrap_or_default();
    let standing = Standing {
        status: word("/fields/status/name"),
        resolution: word("/fields/resolution/name"),
        assignee: word("/fields/assignee/displayName"),
    };
    Ok(RemoteIncident { incident, fields, closed: is_closed(&raw), origin: origin(context, &raw), standing, raw })
}

pub(super) fn commented(response: &Response) -> Result<String, Error> {
    let body = answer::json(response, &FAILURES)?;
    answer::id(body.get("id")).ok_or_else(|| incomplete(response, "id of the comment"))
}

/// Who has written a comment; nobody where somebody else has changed it since.
fn author(comment: &Value) -> Option<Account> {
    let author = account(comment.get("author")?)?;
    let changed_by = comment.get("updateAuthor").and_then(account);
    changed_by.is_none_or(|by| by.id == author.id).then_some(author)
}

pub(super) fn comments(response: &Response) -> Result<CommentsPage, Error> {
    let body = answer::json(response, &FAILURES)?;
    let list =
        body.get("comments").and_then(Value::as_array).ok_or_else(|| incomplete(response, "list of comments"))?;
    let entry = |comment: &Value| {
        let at = answer::text(comment.get("created")).unwrap_or_default();
        let body = comment.get("body")?;
        let raw = is_adf(body).then(|| json::write(body));
        Some(Entry {
            id: answer::text(comment.get("id")),
            text: shown(body)?,
            format: if raw.is_some() { Format::Adf } else { Format::Wiki },
            raw,
            author: author(comment),
            by: comment.get("author").and_then(account).map(|author| author.name).unwrap_or_default(),
            moment: parse_iso(&at),
            at,
        })
    };
    let entries: Vec<Entry> = list.iter().filter_map(entry).collect();
    let number = |name: &str| body.get(name).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    let end = number("startAt").unwrap_or(0).saturating_add(u32::try_from(list.len()).unwrap_or(u32::MAX));
    let left = number("total").and_then(|total| total.checked_sub(end)).filter(|left| *left > 0 && !list.is_empty());
    // Who may see the issue may see its comments, but for those that are restricted to a group.
    let (next, left) = (left.map(|_| end.to_string()), left.map(|left| left as usize));
    Ok(CommentsPage { entries, readable: true, next, is_newest_first: true, left })
}

/// v3 answers text as ADF.
fn is_adf(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str) == Some("doc")
}

fn shown(body: &Value) -> Option<String> {
    if is_adf(body) { Some(visible(&json::write(body), Format::Adf)) } else { answer::text(Some(body)) }
}

fn incident_ref(context: &Context<'_>, issue: &Value) -> Option<IncidentRef> {
    let id = answer::id(issue.get("id"))?;
    let key = answer::text(issue.get("key"))?;
    let url = context.url(&format!("/browse/{}", encode_component(&key)));
    Some(IncidentRef { id, title: key, url })
}
