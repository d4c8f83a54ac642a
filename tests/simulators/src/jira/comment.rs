//! Comments.

use super::{
    System, Version,
    errors::{Errors, no_issue},
    json_object, text,
    text::Problem,
};
use crate::shared::{
    Params, Query,
    answer::{self, Outcome},
};
use axum::{
    Extension,
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
};
use serde_json::{Map, Value, json};

const MAX_KEY: usize = 255;
const MAX_PROPERTY: usize = 32_768;

pub(super) async fn create(
    State(system): System,
    Extension(version): Extension<Version>,
    Path(issue): Path<String>,
    Query(params): Query,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let sent = json_object(&headers, &body)?;
    let mut store = system.store();
    let place = store.position(&issue).ok_or_else(no_issue)?;
    let mut errors = Errors::default();
    let body = sent.get("body").unwrap_or(&Value::Null);
    check_body(body, version, &mut errors);
    let properties = properties(sent.get("properties"), &mut errors);
    errors.check()?;
    let comment = store.comment(place, body.clone(), properties, system.hub.settings().person);
    let issue = &store.issues[place];
    let shown = system.show_comment(issue, &comment, version, expands(&params));
    Ok(answer::json(201, &shown))
}

pub(super) async fn list(
    State(system): System,
    Extension(version): Extension<Version>,
    Path(issue): Path<String>,
    Query(params): Query,
) -> Outcome {
    let store = system.store();
    let issue = store.find(&issue).ok_or_else(no_issue)?;
    let mut comments: Vec<_> = issue.comments.iter().collect();
    match params.get("orderBy").map(String::as_str) {
        None | Some("created" | "+created") => {}
        Some("-created") => comments.reverse(),
        Some(other) => {
            let message = format!("The orderBy value '{other}' is not valid.");
            return Err(Errors::message(&message).refusal(400));
        }
    }
    let number = |name: &str| params.get(name).and_then(|it| it.parse::<usize>().ok());
    let start = number("startAt").unwrap_or(0);
    let default = if system.is_cloud() { 5000 } else { 1_048_576 };
    let most = number("maxResults").unwrap_or(default);
    let shown: Vec<_> = comments
        .iter()
        .skip(start)
        .take(most)
        .map(|comment| system.show_comment(issue, comment, version, expands(&params)))
        .collect();
    Ok(answer::json(
        200,
        &json!({
            "startAt": start,
            "maxResults": most,
            "total": comments.len(),
            "comments": shown,
        }),
    ))
}

pub(super) async fn read(
    State(system): System,
    Extension(version): Extension<Version>,
    Path((issue, id)): Path<(String, String)>,
    Query(params): Query,
) -> Outcome {
    let store = system.store();
    let issue = store.find(&issue).ok_or_else(no_issue)?;
    let comment = issue.comments.iter().find(|it| it.id.to_string() == id);
    let comment =
        comment.ok_or_else(|| Errors::message(&format!("Can not find a comment for the id: {id}.")).refusal(404))?;
    let shown = system.show_comment(issue, comment, version, expands(&params));
    Ok(answer::json(200, &shown))
}

/// The comments that an edit adds: `{"comment":[{"add":{"body":...}}]}`.
pub(super) fn in_operations(operations: &Map<String, Value>, version: Version, errors: &mut Errors) -> Vec<Value> {
    let list = operations.get("comment").and_then(Value::as_array);
    let mut bodies = Vec::new();
    for operation in list.into_iter().flatten() {
        let body = &operation["add"]["body"];
        check_body(body, version, errors);
        bodies.push(body.clone());
    }
    bodies
}

fn expands(params: &Params) -> bool {
    let expand = params.get("expand").map_or("", String::as_str);
    expand.split(',').any(|part| part.trim() == "properties")
}

fn check_body(body: &Value, version: Version, errors: &mut Errors) {
    if body.is_null() || (body.is_string() && text::is_blank(body)) {
        errors.add("comment", "Comment body can not be empty!");
        return;
    }
    match text::check(body, version) {
        Ok(()) if text::is_blank(body) => {
            errors.add("comment", "Comment body can not be empty!");
        }
        Ok(()) => {}
        Err(Problem::Kind(_)) => errors.add("comment", "Comment body is not valid!"),
        Err(Problem::Document) => errors.add_message("INVALID_INPUT"),
        Err(Problem::TooLong) => errors.add("comment", text::too_long()),
    }
}

/// Properties are stored with a comment; `sd.public.comment` decides whether
/// customers of a service project see it.
fn properties(sent: Option<&Value>, errors: &mut Errors) -> Vec<(String, Value)> {
    let mut properties = Vec::new();
    let list = match sent {
        None | Some(Value::Null) => return properties,
        Some(Value::Array(list)) => list,
        Some(_) => {
            errors.add("properties", "data was not an array");
            return properties;
        }
    };
    for property in list {
        let key = property["key"].as_str().unwrap_or("");
        let value = &property["value"];
        if key.is_empty() || text::units(key) > MAX_KEY {
            errors.add("properties", "The property key is missing or too long.");
        } else if text::units(&value.to_string()) > MAX_PROPERTY {
            errors.add("properties", "The property value is too long.");
        } else {
            properties.push((key.to_owned(), value.clone()));
        }
    }
    properties
}
