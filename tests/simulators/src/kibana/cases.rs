//! Making and reading cases.

use super::{
    System, access, done, no_case, refuse,
    store::{Action, Case, Comment},
};
use crate::shared::{answer::Outcome, ids};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The segments of a path by name: in a space there is one more.
pub(super) type Segments = Path<BTreeMap<String, String>>;

pub(super) async fn create(State(system): System, headers: HeaderMap, body: Bytes) -> Outcome {
    let known = ["title", "description", "tags", "connector", "settings", "owner", "severity"];
    let sent = access::body(&headers, &body, &known)?;
    let (title, description) = (word(&sent, "title")?, word(&sent, "description")?);
    word(&sent, "owner")?;
    let tags = sent.get("tags").filter(|tags| tags.is_array());
    let connector =
        sent.get("connector").filter(|connector| connector["id"].is_string() && connector["type"].is_string());
    let (Some(tags), Some(connector)) = (tags, connector) else {
        return Err(refuse(400, "Invalid value \"undefined\" supplied to \"tags\" or \"connector\""));
    };
    let mut store = system.store();
    let case = Case {
        id: ids::hex32(),
        title,
        description,
        tags: tags.clone(),
        connector: connector.clone(),
        closed: false,
        version: 1,
        created_at: store.now(),
        updated_at: None,
        external_service: Value::Null,
        comments: Vec::new(),
        history: Vec::new(),
    };
    let shown = case.show(true);
    store.cases.push(case);
    Ok(done(&shown))
}

pub(super) async fn read(State(system): System, Path(path): Segments) -> Outcome {
    let with_comments = system.hub.settings().kibana.major < 9;
    let mut store = system.store();
    let case = store.case(&path["id"]).ok_or_else(|| no_case(&path["id"]))?;
    Ok(done(&case.show(with_comments)))
}

pub(super) async fn comment(State(system): System, Path(path): Segments, headers: HeaderMap, body: Bytes) -> Outcome {
    let sent = access::body(&headers, &body, &["type", "comment", "owner"])?;
    if sent.get("type").and_then(Value::as_str) != Some("user") {
        return Err(refuse(400, "Invalid value supplied to \"type\""));
    }
    let text = word(&sent, "comment")?;
    let mut store = system.store();
    let now = store.now();
    let case = store.case(&path["id"]).ok_or_else(|| no_case(&path["id"]))?;
    let id = ids::hex32();
    case.history.push(Action::Comment(id.clone()));
    case.comments.push(Comment { id, text, created_at: now.clone(), pushed_at: None });
    case.touch(&now);
    Ok(done(&case.show(true)))
}

pub(super) async fn comments(State(system): System, Path(path): Segments) -> Outcome {
    let mut store = system.store();
    let case = store.case(&path["id"]).ok_or_else(|| no_case(&path["id"]))?;
    let comments: Vec<Value> = case.comments.iter().map(Comment::show).collect();
    Ok(done(&json!({ "comments": comments, "page": 1, "per_page": 20, "total": case.comments.len() })))
}

fn word(sent: &Map<String, Value>, name: &str) -> Result<String, crate::shared::answer::Refusal> {
    let text = sent.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    text.map(str::to_owned).ok_or_else(|| refuse(400, format!("Invalid value \"undefined\" supplied to \"{name}\"")))
}
