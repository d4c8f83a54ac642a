//! The searches behind fields: people, groups, issues.

use super::{System, catalog, meta};
use crate::shared::{
    Query,
    answer::{self, Outcome},
};
use axum::{extract::State, response::Response};
use serde_json::{Value, json};

/// The people who can be assigned issues of a project. Cloud takes `query`, Data Center `username`.
pub(super) async fn assignable(State(system): System, Query(params): Query) -> Outcome {
    let words = if system.is_cloud() { params.get("query") } else { params.get("username") };
    meta::known(params.get("project").map_or("", String::as_str))?;
    let most = params.get("maxResults").and_then(|it| it.parse().ok()).unwrap_or(50);
    let people = catalog::people_like(words.map_or("", String::as_str)).take(most);
    let shown: Value = people.map(|it| catalog::person(system.deployment, &system.hub.base, it)).collect();
    Ok(answer::json(200, &shown))
}

/// Groups by a part of their names.
pub(super) async fn groups(State(system): System, Query(params): Query) -> Response {
    let words = params.get("query").map(|words| words.to_lowercase()).unwrap_or_default();
    let found = catalog::GROUPS.iter().filter(|name| name.contains(&words));
    let group = |name: &&str| {
        let mut shown = json!({ "name": name, "html": name, "labels": [] });
        if system.is_cloud() {
            shown["groupId"] = format!("276f955c-{name}").into();
        }
        shown
    };
    let groups: Vec<Value> = found.map(group).collect();
    answer::json(200, &json!({ "header": "Showing groups", "total": groups.len(), "groups": groups }))
}

/// Issues by key or by words of their titles.
pub(super) async fn issues(State(system): System, Query(params): Query) -> Response {
    let words = params.get("query").map(|words| words.to_lowercase()).unwrap_or_default();
    let store = system.store();
    let fits = |text: &str| text.to_lowercase().contains(&words);
    let found = store.issues.iter().rev().filter(|issue| fits(&issue.key()) || fits(issue.summary())).take(20);
    let shown: Vec<Value> = found
        .map(|issue| json!({ "id": issue.id, "key": issue.key(), "keyHtml": issue.key(), "summary": issue.summary(), "summaryText": issue.summary() }))
        .collect();
    let section = json!({ "label": "History Search", "sub": "Showing issues", "id": "hs", "issues": shown });
    answer::json(200, &json!({ "sections": [section] }))
}
