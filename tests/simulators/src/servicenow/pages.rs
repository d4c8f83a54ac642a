//! Pages for people. No login: the records are invented.

use super::{
    System,
    columns::Kind,
    record::Record,
    render,
    tables::{TABLES, Table},
};
use crate::shared::{
    Query, answer,
    html::{self, Row},
};
use axum::{extract::State, response::Response};

const NAME: &str = "ServiceNow";

/// The tables that have records, and incidents in any case.
pub(super) async fn list(State(system): System) -> Response {
    let store = system.store();
    let mut body = String::new();
    for (place, table) in TABLES.iter().enumerate() {
        let rows: Vec<_> = store
            .of(table)
            .rev()
            .map(|record| Row {
                link: format!("/nav_to.do?uri={}.do?sys_id={}", table.name, record.get("sys_id")),
                key: record.get("number").to_owned(),
                title: record.get("short_description").to_owned(),
                updated: record.get("sys_updated_on").to_owned(),
            })
            .collect();
        if place == 0 || !rows.is_empty() {
            body += &html::list(table.label, &rows);
        }
    }
    answer::html(200, html::page(NAME, "Incidents", &body))
}

/// Both spellings work: `uri=incident.do?sys_id=1` and its encoded form.
pub(super) async fn record(State(system): System, Query(params): Query) -> Response {
    let uri = params.get("uri").map_or("", String::as_str);
    let Some((page, rest)) = uri.split_once(".do?sys_id=") else {
        return not_found();
    };
    let id = rest.split('&').next().unwrap_or("");
    let store = system.store();
    let Some(record) = Table::find(page).and_then(|table| store.find(table, id)) else {
        return not_found();
    };
    let comments: Vec<_> = record
        .journal
        .iter()
        .map(|entry| {
            let kind = record.table.column(entry.element).map_or("", |column| column.label);
            (format!("{} - {kind}", entry.at), entry.text.clone())
        })
        .collect();
    let heading = format!("{}: {}", record.get("number"), record.get("short_description"));
    let body = html::incident(&heading, &shown_fields(record), &comments);
    answer::html(200, html::page(NAME, record.get("number"), &body))
}

/// The fields with their labels, and the observables where the table has them.
fn shown_fields(record: &Record) -> Vec<(String, String)> {
    let columns = record.table.columns().filter(|column| column.kind != Kind::Journal);
    let mut fields: Vec<_> = columns.map(|column| (column.label.to_owned(), render::shown(record, column))).collect();
    if record.table.app.observables {
        let lines: Vec<_> = record.observables.iter().map(|it| format!("{}: {}", it.kind, it.value)).collect();
        fields.push(("Observables".to_owned(), lines.join("\n")));
    }
    fields
}

pub(super) fn not_found() -> Response {
    let body = "<h1>Record not found</h1><p><a href=\"/\">All incidents</a></p>";
    answer::html(404, html::page(NAME, "Record not found", body))
}
