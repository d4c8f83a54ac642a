//! The Table API.

use super::{
    By, System,
    accounts::Account,
    json_object,
    query::Query,
    refuse,
    render::View,
    store::{catalog_rows, column_names},
    tables::Table,
};
use crate::shared::{
    Query as Parameters,
    answer::{self, Outcome, Refusal},
};
use axum::{
    Extension,
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::{Map, Value, json};

/// Rows in an answer when the client names no limit.
const DEFAULT_LIMIT: usize = 10_000;

pub(super) async fn list(
    State(system): System,
    Path(name): Path<String>,
    Extension(by): By,
    Parameters(params): Parameters,
) -> Outcome {
    let settings = system.hub.settings();
    let hidden = &settings.hidden_fields;
    let columns = column_names(&name, hidden).ok_or_else(|| invalid_table(&name))?;
    let table = Table::find(&name);
    let store = system.store();
    let mut rows = match (table, name.as_str()) {
        // An access rule answers with nothing, not with a refusal.
        (Some(table), _) if !by.has_one_of(table.readers) => Vec::new(),
        (Some(table), _) => store.rows(table, hidden),
        (None, "sys_journal_field") if settings.journal_readable => store.journal_rows(),
        (None, _) => catalog_rows(&name, &settings),
    };
    let query = params.get("sysparm_query").map_or("", String::as_str);
    let query = Query::parse(query, &columns);
    if query.invalid && settings.invalid_query_returns_no_rows {
        rows.clear();
    }
    rows.retain(|row| query.finds(row));
    query.sort(&mut rows);

    let total = rows.len().to_string();
    let number = |name: &str| params.get(name).and_then(|it| it.parse::<usize>().ok());
    let view = View::new(&system.hub.base, &params, &settings);
    let shown: Vec<Value> = rows
        .iter()
        .skip(number("sysparm_offset").unwrap_or(0))
        .take(number("sysparm_limit").unwrap_or(DEFAULT_LIMIT))
        .filter_map(|row| match table {
            Some(table) => store.find(table, row.get("sys_id")?).map(|it| view.record(it)),
            None => {
                let wanted = row.iter().filter(|cell| view.wants(cell.0));
                let cells = wanted.map(|(name, value)| (name.clone(), value.clone().into()));
                Some(cells.collect::<Map<_, _>>().into())
            }
        })
        .collect();
    let reply = answer::json(200, &json!({ "result": shown }));
    Ok(answer::with_header(reply, "x-total-count", &total))
}

pub(super) async fn read(
    State(system): System,
    Path((name, id)): Path<(String, String)>,
    Extension(by): By,
    Parameters(params): Parameters,
) -> Outcome {
    let settings = system.hub.settings();
    let Some(table) = Table::find(&name) else {
        column_names(&name, &[]).ok_or_else(|| invalid_table(&name))?;
        let rows = catalog_rows(&name, &settings);
        let row = rows.iter().find(|row| row.get("sys_id") == Some(&id));
        return row.map(|row| answer::json(200, &json!({ "result": row }))).ok_or_else(no_record);
    };
    let store = system.store();
    let record = store.find(table, &id).filter(|_| by.has_one_of(table.readers)).ok_or_else(no_record)?;
    let view = View::new(&system.hub.base, &params, &settings);
    Ok(answer::json(200, &json!({ "result": view.record(record) })))
}

pub(super) async fn create(
    State(system): System,
    Path(name): Path<String>,
    Extension(by): By,
    Parameters(params): Parameters,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let table = writable(&name, by, "Insert")?;
    let sent = json_object(&headers, &body)?;
    let settings = system.hub.settings();
    let mut store = system.store();
    let mut record = store.draft(table, by);
    record.write(&sent, &settings, by);
    record.check(&settings)?;
    let view = View::new(&system.hub.base, &params, &settings);
    let reply = written(201, &headers, view.record(&record));
    let location = format!("{}/api/now/table/{}/{}", system.hub.base, table.name, record.get("sys_id"));
    store.records.push(record);
    Ok(answer::with_header(reply, "location", &location))
}

/// PATCH and PUT do the same: what is not named stays.
pub(super) async fn update(
    State(system): System,
    Path((name, id)): Path<(String, String)>,
    Extension(by): By,
    Parameters(params): Parameters,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let table = changeable(&name, by, "Update")?;
    let sent = json_object(&headers, &body)?;
    let settings = system.hub.settings();
    let mut store = system.store();
    let mut record = store.find(table, &id).ok_or_else(no_record)?.clone();
    if record.write(&sent, &settings, by) {
        record.touch(by);
    }
    record.check(&settings)?;
    let view = View::new(&system.hub.base, &params, &settings);
    let reply = written(200, &headers, view.record(&record));
    store.replace(record);
    Ok(reply)
}

pub(super) async fn delete(
    State(system): System,
    Path((name, id)): Path<(String, String)>,
    Extension(by): By,
) -> Outcome {
    let table = changeable(&name, by, "Delete")?;
    let mut store = system.store();
    store.find(table, &id).ok_or_else(no_record)?;
    store.records.retain(|record| record.get("sys_id") != id);
    Ok(answer::empty(204))
}

fn written(status: u16, headers: &HeaderMap, record: Value) -> Response {
    let silent = headers.get("x-no-response-body");
    if silent.is_some_and(|value| value == "true") {
        return answer::empty(status);
    }
    answer::json(status, &json!({ "result": record }))
}

/// The table of this name, where the account may write to it.
fn writable(name: &str, by: &Account, what: &str) -> Result<&'static Table, Refusal> {
    match Table::find(name) {
        Some(table) if by.has_one_of(table.writers) => Ok(table),
        None if column_names(name, &[]).is_none() => Err(invalid_table(name)),
        _ => {
            let detail = format!("ACL Exception {what} Failed due to security constraints");
            Err(refuse(403, "Operation Failed", &detail))
        }
    }
}

/// The same for records that are there. One that the account may not read is not there for it.
fn changeable(name: &str, by: &Account, what: &str) -> Result<&'static Table, Refusal> {
    match Table::find(name) {
        Some(table) if !by.has_one_of(table.readers) => Err(no_record()),
        _ => writable(name, by, what),
    }
}

fn invalid_table(table: &str) -> Refusal {
    refuse(400, &format!("Invalid table {table}"), "")
}

fn no_record() -> Refusal {
    refuse(404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval")
}
