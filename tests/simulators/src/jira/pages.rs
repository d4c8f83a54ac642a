//! Pages for people. No login: the records are invented.

use super::{Jira, System, catalog, store::Issue, text};
use crate::shared::{
    answer, clock,
    html::{self, Row},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::Value;

impl Jira {
    fn product(&self) -> &'static str {
        if self.is_cloud() { "Jira Cloud" } else { "Jira Data Center" }
    }
}

pub(super) async fn list(State(system): System) -> Response {
    let store = system.store();
    let rows: Vec<_> = store
        .issues
        .iter()
        .rev()
        .map(|issue| Row {
            link: format!("/browse/{}", issue.key()),
            key: issue.key(),
            title: issue.summary().to_owned(),
            updated: clock::spaced(issue.updated),
        })
        .collect();
    let body = html::list("Issues", &rows);
    answer::html(200, html::page(system.product(), "Issues", &body))
}

pub(super) async fn issue(State(system): System, Path(key): Path<String>) -> Response {
    let store = system.store();
    let Some(issue) = store.find(&key) else {
        return not_found();
    };
    let comments: Vec<_> = issue
        .comments
        .iter()
        .map(|comment| {
            let at = clock::spaced(comment.created);
            let internal = if comment.is_internal() { " (internal)" } else { "" };
            (format!("{at} - Case Bot{internal}"), text::plain(&comment.body))
        })
        .collect();
    let key = issue.key();
    let heading = format!("{key}: {}", issue.summary());
    let body = html::incident(&heading, &fields(issue), &comments);
    answer::html(200, html::page(system.product(), &key, &body))
}

fn fields(issue: &Issue) -> Vec<(String, String)> {
    let mut shown = vec![
        ("Project".to_owned(), issue.project.name.to_owned()),
        ("Issue type".to_owned(), issue.kind.name.to_owned()),
    ];
    for field in &catalog::FIELDS {
        let value = match issue.values.get(field.id) {
            None => continue,
            Some(Value::Array(labels)) => {
                let labels: Vec<_> = labels.iter().filter_map(Value::as_str).collect();
                labels.join(" ")
            }
            Some(Value::String(id)) if field.kind == catalog::Kind::Priority => {
                let known = catalog::PRIORITIES.iter().find(|it| it.0 == id);
                known.map_or("", |it| it.1).to_owned()
            }
            Some(Value::Number(number)) => number.to_string(),
            Some(value) => text::plain(value),
        };
        shown.push((field.name.to_owned(), value));
    }
    shown.push(("Created".to_owned(), clock::spaced(issue.created)));
    shown.push(("Updated".to_owned(), clock::spaced(issue.updated)));
    shown
}

pub(super) fn not_found() -> Response {
    let body = "<h1>Issue not found</h1><p><a href=\"/\">All issues</a></p>";
    answer::html(404, html::page("Jira", "Issue not found", body))
}
