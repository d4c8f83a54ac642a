//! The Table API.

use super::{
    System, json_object,
    query::Query,
    refuse,
    render::View,
    store::{catalog_rows, column_names},
};
use crate::shared::{
    Query as Parameters,
    answer::{self, Outcome, Refusal},
};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::{Map, Value, json};

/// Rows in an answer when the client names no limit.
const DEFAULT_LIMIT: usize = 10_000;

pub(super) async fn list(State(system): System, Path(table): Path<String>, Parameters(params): Parameters) -> Outcome {
    let settings = system.hub.settings();
    let hidden = &settings.hidden_fields;
    let columns = column_names(&table, hidden).ok_or_else(|| invalid_table(&table))?;
    let store = system.store();
    let mut rows = match table.as_str() {
        "incident" => store.incident_rows(hidden),
        // An access rule answers with nothing, not with a refusal.
        "sys_journal_field" if settings.journal_readable => store.journal_rows(),
        _ => catalog_rows(&table, &settings.required_fields),
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
        .filter_map(|row| match table.as_str() {
            "incident" => store.find(row.get("sys_id")?).map(|it| view.record(it)),
            _ => {
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
    Path((table, id)): Path<(String, String)>,
    Parameters(params): Parameters,
) -> Outcome {
    let settings = system.hub.settings();
    if table != "incident" {
        column_names(&table, &[]).ok_or_else(|| invalid_table(&table))?;
        let rows = catalog_rows(&table, &settings.required_fields);
        let row = rows.iter().find(|row| row.get("sys_id") == Some(&id));
        return row.map(|row| answer::json(200, &json!({ "result": row }))).ok_or_else(no_record);
    }
    let store = system.store();
    let incident = store.find(&id).ok_or_else(no_record)?;
    let view = View::new(&system.hub.base, &params, &settings);
    Ok(answer::json(200, &json!({ "result": view.record(incident) })))
}

pub(super) async fn create(
    State(system): System,
    Path(table): Path<String>,
    Parameters(params): Parameters,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    writable(&table)?;
    let sent = json_object(&headers, &body)?;
    let settings = system.hub.settings();
    let mut store = system.store();
    let mut incident = store.draft();
    incident.write(&sent, &settings);
    incident.check(&settings)?;
    let view = View::new(&system.hub.base, &params, &settings);
    let reply = written(201, &headers, view.record(&incident));
    let id = incident.get("sys_id");
    let location = format!("{}/api/now/table/incident/{id}", system.hub.base);
    store.incidents.push(incident);
    Ok(answer::with_header(reply, "location", &location))
}

/// PATCH and PUT do the same: what is not named stays.
pub(super) async fn update(
    State(system): System,
    Path((table, id)): Path<(String, String)>,
    Parameters(params): Parameters,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    writable(&table)?;
    let sent = json_object(&headers, &body)?;
    let settings = system.hub.settings();
    let mut store = system.store();
    let mut incident = store.find(&id).ok_or_else(no_record)?.clone();
    if incident.write(&sent, &settings) {
        incident.touch();
    }
    incident.check(&settings)?;
    let view = View::new(&system.hub.base, &params, &settings);
    let reply = written(200, &headers, view.record(&incident));
    store.replace(incident);
    Ok(reply)
}

pub(super) async fn delete(State(system): System, Path((table, id)): Path<(String, String)>) -> Outcome {
    writable(&table)?;
    let mut store = system.store();
    let before = store.incidents.len();
    store.incidents.retain(|incident| incident.get("sys_id") != id);
    if store.incidents.len() == before { Err(no_record()) } else { Ok(answer::empty(204)) }
}

fn written(status: u16, headers: &HeaderMap, record: Value) -> Response {
    let silent = headers.get("x-no-response-body");
    if silent.is_some_and(|value| value == "true") {
        return answer::empty(status);
    }
    answer::json(status, &json!({ "result": record }))
}

fn writable(table: &str) -> Result<(), Refusal> {
    match table {
        "incident" => Ok(()),
        _ if column_names(table, &[]).is_none() => Err(invalid_table(table)),
        _ => Err(refuse(403, "Operation Failed", "ACL Exception Insert Failed due to security constraints")),
    }
}

fn invalid_table(table: &str) -> Refusal {
    refuse(400, &format!("Invalid table {table}"), "")
}

fn no_record() -> Refusal {
    refuse(404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval")
}
