//! Comments of an incident.

use super::{System, bad, html_text, incident::no_incident, json_object, values, view::Shape};
use crate::shared::{
    Query,
    answer::{self, Outcome},
};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
};
use serde_json::Value;

pub(super) async fn list(
    State(system): System,
    Path((_, id)): Path<(String, String)>,
    Query(params): Query,
    headers: HeaderMap,
) -> Outcome {
    let shape = Shape::new(&params, &headers)?;
    let store = system.store();
    let place = store.position(&id).ok_or_else(no_incident)?;
    let incident = &store.incidents[place];
    let comments = incident.comments.iter();
    let shown = comments.map(|comment| system.show_comment(incident, comment, shape));
    Ok(answer::json(200, &shown.collect()))
}

pub(super) async fn create(
    State(system): System,
    Path((_, id)): Path<(String, String)>,
    Query(params): Query,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let shape = Shape::new(&params, &headers)?;
    let sent = json_object(&headers, &body)?;
    let known = ["text", "parent_id", "mentioned_users"];
    if let Some(name) = sent.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(bad(format!("Unrecognized field '{name}'.")));
    }
    let html = sent.get("text").filter(|text| !text.is_null());
    let html = html.ok_or_else(|| bad("The field 'text' is required."))?;
    let html = values::rich(html).ok_or_else(|| bad("Invalid value for the field 'text'."))?;
    if html_text::to_text(&html).trim().is_empty() {
        return Err(bad("The field 'text' is required."));
    }
    let parent = sent.get("parent_id").unwrap_or(&Value::Null);
    if !parent.is_null() && !parent.is_u64() {
        return Err(bad("Invalid value for the field 'parent_id'."));
    }
    let mut store = system.store();
    let place = store.position(&id).ok_or_else(no_incident)?;
    let comment = store.comment(place, html, system.person());
    let shown = system.show_comment(&store.incidents[place], &comment, shape);
    Ok(answer::json(200, &shown))
}
