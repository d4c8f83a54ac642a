//! Creating, reading and editing issues.

use super::{
    Jira, System, Version,
    catalog::{DEFAULT_PRIORITY, IssueType, Project, find_project},
    comment,
    errors::{Errors, no_issue},
    fields::Screen,
    json_object,
    store::{Issue, Store},
    view::Wanted,
    workflow,
};
use crate::shared::{
    Query,
    answer::{self, Outcome, Refusal},
    clock,
};
use axum::{
    Extension,
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(super) async fn create(
    State(system): System,
    Extension(version): Extension<Version>,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let (fields, operations) = parts(&json_object(&headers, &body)?)?;
    let (project, kind) = system.place(&fields)?;
    let mut store = system.store();
    // On Cloud a number is gone even if the create fails after this point.
    let taken = system.is_cloud().then(|| store.take_number(project));
    let now = clock::now();
    let mut errors = Errors::default();
    let mut issue = Issue {
        id: 0,
        number: 0,
        project,
        kind,
        parent: system.parent(&store, project, kind, &fields, &mut errors),
        values: BTreeMap::from_iter([("priority".to_owned(), DEFAULT_PRIORITY.into())]),
        comments: Vec::new(),
        created: now,
        creator: system.hub.settings().person,
        updated: now,
        status: workflow::FIRST,
        resolution: None,
        hidden_for: system.hub.settings().search_lag,
    };
    let how = (Screen::Create, version);
    system.set_fields(&mut issue, &fields, how, &mut errors);
    system.apply_operations(&mut issue, &operations, how, &mut errors);
    if !(fields.contains_key("summary") && issue.summary().is_empty()) {
        system.check_required(&issue, &mut errors);
    }
    let comments = comment::in_operations(&operations, version, &mut errors);
    errors.check()?;

    issue.number = taken.unwrap_or_else(|| store.take_number(project));
    issue.id = store.take_id();
    let reply = json!({
        "id": issue.id.to_string(),
        "key": issue.key(),
        "self": format!("{}/rest/api/2/issue/{}", system.hub.base, issue.id),
    });
    store.issues.push(issue);
    let place = store.issues.len() - 1;
    for body in comments {
        store.comment(place, body, Vec::new(), system.hub.settings().person);
    }
    Ok(answer::json(201, &reply))
}

pub(super) async fn read(
    State(system): System,
    Extension(version): Extension<Version>,
    Path(id): Path<String>,
    Query(params): Query,
) -> Outcome {
    let store = system.store();
    let issue = store.find(&id).ok_or_else(no_issue)?;
    let wanted = params.get("fields").filter(|list| !list.is_empty());
    let wanted = Wanted::from_text(wanted.map_or("*all", String::as_str));
    Ok(answer::json(200, &system.show_issue(&store, issue, version, &wanted)))
}

pub(super) async fn update(
    State(system): System,
    Extension(version): Extension<Version>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let (fields, operations) = parts(&json_object(&headers, &body)?)?;
    let mut store = system.store();
    let place = store.position(&id).ok_or_else(no_issue)?;
    let mut issue = store.issues[place].clone();
    let mut errors = Errors::default();
    system.keep_place(&store, &mut issue, &fields, &mut errors);
    let how = (Screen::Edit, version);
    system.set_fields(&mut issue, &fields, how, &mut errors);
    system.apply_operations(&mut issue, &operations, how, &mut errors);
    let comments = comment::in_operations(&operations, version, &mut errors);
    errors.check()?;

    issue.updated = clock::now();
    issue.hidden_for = system.hub.settings().search_lag;
    store.issues[place] = issue;
    for body in comments {
        store.comment(place, body, Vec::new(), system.hub.settings().person);
    }
    Ok(answer::empty(204))
}

pub(super) async fn delete(State(system): System, Path(id): Path<String>) -> Outcome {
    let mut store = system.store();
    let place = store.position(&id).ok_or_else(no_issue)?;
    store.issues.remove(place);
    Ok(answer::empty(204))
}

/// The most issues that one request reads.
const MOST_FETCHED: usize = 100;

/// Reads issues by their ids or keys, without the search: what is not there, or may not be seen, is missing
/// in the answer, and is no error.
pub(super) async fn bulk_fetch(
    State(system): System,
    Extension(version): Extension<Version>,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let body = json_object(&headers, &body)?;
    let invalid = || {
        let message = "Invalid request payload. Refer to the REST API documentation and try again.";
        Errors::message(message).refusal(400)
    };
    let known = ["issueIdsOrKeys", "fields", "expand", "properties", "fieldsByKeys"];
    let ids = body.get("issueIdsOrKeys").and_then(Value::as_array).ok_or_else(invalid)?;
    if body.keys().any(|name| !known.contains(&name.as_str())) || ids.is_empty() || ids.len() > MOST_FETCHED {
        return Err(invalid());
    }
    let wanted = body.get("fields").and_then(Value::as_array).filter(|fields| !fields.is_empty());
    let wanted = wanted.map_or_else(|| Wanted::from_text("*navigable"), |fields| Wanted::from_array(fields));
    let store = system.store();
    let named = ids.iter().filter_map(Value::as_str).filter_map(|id| store.find(id));
    let mut found: Vec<_> = named.collect();
    found.sort_by_key(|issue| issue.id);
    found.dedup_by_key(|issue| issue.id);
    let issues: Vec<_> = found.into_iter().map(|issue| system.show_issue(&store, issue, version, &wanted)).collect();
    Ok(answer::json(200, &json!({ "expand": "schema,names", "issues": issues, "issueErrors": [] })))
}

type Parts = (Map<String, Value>, Map<String, Value>);

/// The members `fields` and `update` of a body.
fn parts(body: &Map<String, Value>) -> Result<Parts, Refusal> {
    let object = |name: &str| match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(members)) => Ok(Some(members.clone())),
        Some(_) => Err(Errors::message(&format!("'{name}' was not an object")).refusal(400)),
    };
    let (fields, operations) = (object("fields")?, object("update")?);
    if fields.is_none() && operations.is_none() {
        return Err(Errors::message("one of 'fields' or 'update' required").refusal(400));
    }
    let (fields, operations) = (fields.unwrap_or_default(), operations.unwrap_or_default());
    let mut errors = Errors::default();
    for id in operations.keys().filter(|id| fields.contains_key(*id)) {
        let message = format!("Field '{id}' cannot appear in both 'fields' and 'update'");
        errors.add(id, message);
    }
    errors.check()?;
    Ok((fields, operations))
}

impl Jira {
    /// The project and the issue type. Without them nothing else is looked at.
    fn place(&self, fields: &Map<String, Value>) -> Result<(&'static Project, &'static IssueType), Refusal> {
        let (no_project, no_type) = if self.is_cloud() {
            ("Specify a valid project ID or key", "Specify a valid issue type")
        } else {
            ("valid project is required", "valid issue type is required")
        };
        let project = named(fields.get("project"), "key").and_then(find_project);
        let project = project.ok_or_else(|| Errors::field("project", no_project).refusal(400))?;
        let kind = named(fields.get("issuetype"), "name").and_then(|it| project.find_type(it));
        let kind = kind.ok_or_else(|| Errors::field("issuetype", no_type).refusal(400))?;
        Ok((project, kind))
    }

    /// The parent of a new issue: a sub-task must have one, nothing else may.
    fn parent(
        &self,
        store: &Store,
        project: &'static Project,
        kind: &'static IssueType,
        fields: &Map<String, Value>,
        errors: &mut Errors,
    ) -> Option<u32> {
        let sent = fields.get("parent").filter(|value| !value.is_null());
        let Some(sent) = sent else {
            if kind.subtask {
                let message = "Issue type is a sub-task but parent issue key or id not specified.";
                errors.add("issuetype", message);
            }
            return None;
        };
        let parent = named(Some(sent), "key").and_then(|id| store.find(id));
        match parent {
            None => errors.add("parent", "Could not find issue by id or key."),
            Some(_) if !kind.subtask => {
                let message = "Given parent issue does not belong to appropriate hierarchy.";
                errors.add("parent", message);
            }
            Some(parent) if parent.project != project || parent.kind.subtask => {
                errors.add("parent", "The parent cannot have this issue as a sub-task.");
            }
            Some(parent) => return Some(parent.id),
        }
        None
    }

    /// An edit may repeat the project and the parent but not change them, and
    /// it may change the issue type within the project.
    fn keep_place(&self, store: &Store, issue: &mut Issue, fields: &Map<String, Value>, errors: &mut Errors) {
        if let Some(sent) = fields.get("project") {
            let project = named(Some(sent), "key").and_then(find_project);
            if project != Some(issue.project) {
                errors.add("project", "The project of an issue cannot be edited.");
            }
        }
        if let Some(sent) = fields.get("issuetype") {
            match named(Some(sent), "name").and_then(|it| issue.project.find_type(it)) {
                Some(kind) if kind.subtask == issue.kind.subtask => issue.kind = kind,
                _ => errors.add("issuetype", "The issue type selected is invalid."),
            }
        }
        if let Some(sent) = fields.get("parent").filter(|value| !value.is_null()) {
            let parent = named(Some(sent), "key").and_then(|id| store.find(id));
            match parent {
                None => errors.add("parent", "Could not find issue by id or key."),
                Some(parent) if issue.parent == Some(parent.id) => {}
                Some(_) => errors.add("parent", "The parent of an issue cannot be edited."),
            }
        }
    }
}

/// What a reference names: its `id`, or else its key or name.
fn named<'a>(reference: Option<&'a Value>, other: &str) -> Option<&'a str> {
    let reference = reference?;
    reference["id"].as_str().or(reference[other].as_str())
}
