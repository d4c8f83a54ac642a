//! Pages for people. No login: the records are invented.

use super::{System, columns::find, store::shown_fields};
use crate::shared::{
    Query, answer,
    html::{self, Row},
};
use axum::{extract::State, response::Response};

const NAME: &str = "ServiceNow";

pub(super) async fn list(State(system): System) -> Response {
    let store = system.store();
    let rows: Vec<_> = store
        .incidents
        .iter()
        .rev()
        .map(|incident| Row {
            link: format!("/nav_to.do?uri=incident.do?sys_id={}", incident.get("sys_id")),
            key: incident.get("number").to_owned(),
            title: incident.get("short_description").to_owned(),
            updated: incident.get("sys_updated_on").to_owned(),
        })
        .collect();
    let body = html::list("Incidents", &rows);
    answer::html(200, html::page(NAME, "Incidents", &body))
}

/// Both spellings work: `uri=incident.do?sys_id=1` and its encoded form.
pub(super) async fn incident(State(system): System, Query(params): Query) -> Response {
    let id = params
        .get("uri")
        .and_then(|uri| uri.split_once("sys_id="))
        .map_or("", |(_, rest)| rest.split('&').next().unwrap_or(""));
    let store = system.store();
    let Some(incident) = store.find(id) else {
        return not_found();
    };
    let comments: Vec<_> = incident
        .journal
        .iter()
        .map(|entry| {
            let kind = find(entry.element).map_or("", |column| column.label);
            (format!("{} - {kind}", entry.at), entry.text.clone())
        })
        .collect();
    let heading = format!("{}: {}", incident.get("number"), incident.get("short_description"));
    let body = html::incident(&heading, &shown_fields(incident), &comments);
    answer::html(200, html::page(NAME, incident.get("number"), &body))
}

pub(super) fn not_found() -> Response {
    let body = "<h1>Record not found</h1><p><a href=\"/\">All incidents</a></p>";
    answer::html(404, html::page(NAME, "Record not found", body))
}
