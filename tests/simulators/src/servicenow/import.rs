//! The Import Set API with the staging tables of Elastic's applications.
//!
//! A row that cannot be transformed is reported inside a success: the status
//! of the answer says nothing about it.

use super::{
    By, Refusal, System,
    accounts::Account,
    catalog,
    columns::{Column, Kind},
    json_object,
    record::plain,
    refuse,
    store::Store,
    tables::{TABLES, Table},
};
use crate::shared::{
    answer::{self, Outcome},
    settings::Settings,
};
use axum::{
    Extension,
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
};
use serde_json::{Map, Value, json};

/// The role that lets an account load import sets.
const LOADER: &str = "import_set_loader";

pub(super) async fn import(
    State(system): System,
    Path(staging): Path<String>,
    Extension(by): By,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let settings = system.hub.settings();
    let table = TABLES.iter().find(|table| table.app.staging == staging && (table.app.is_installed)(&settings));
    let Some(table) = table else {
        return Err(refuse(400, &format!("Invalid table {staging}"), ""));
    };
    // That both roles are needed is an assumption: Elastic's guide wants them assigned.
    if !(by.has_one_of(&[LOADER]) && by.has_one_of(&[table.app.role])) {
        return Err(refuse(403, "Operation Failed", "ACL Exception Insert Failed due to security constraints"));
    }
    let sent = json_object(&headers, &body)?;
    let target = sent.get("elastic_incident_id").map(plain);
    let target = target.filter(|id| !id.is_empty());
    let row = staged(table, &sent, &settings);
    let mut store = system.store();
    let import_set = store.import_set();
    let result = match transform(&mut store, table, target.as_deref(), &row, &settings, by) {
        Ok((status, sys_id, number)) => json!({
            "transform_map": table.app.transform_map,
            "table": table.name,
            "display_name": "number",
            "display_value": number,
            "record_link": format!("{}/api/now/table/{}/{sys_id}", system.hub.base, table.name),
            "status": status,
            "sys_id": sys_id,
        }),
        Err(message) => json!({
            "transform_map": table.app.transform_map,
            "table": table.name,
            "status": "error",
            "error_message": message,
        }),
    };
    Ok(answer::json(201, &json!({ "import_set": import_set, "staging_table": staging, "result": [result] })))
}

/// What reaches the incident: the staging columns `u_...` mapped by name, and
/// the columns added by the administrator, mapped by the same name.
fn staged(table: &Table, sent: &Map<String, Value>, settings: &Settings) -> Map<String, Value> {
    let mut row = Map::new();
    // Un-prefixed ones first: the standard fields win.
    for prefixed in [false, true] {
        for (name, value) in sent {
            let column = match (prefixed, name.strip_prefix("u_")) {
                (true, Some(column)) => column,
                (false, None) => name,
                _ => continue,
            };
            let text = plain(value);
            // A transform map does not copy empty fields unless it is told to.
            let copied = !text.is_empty() || settings.import_copies_empty;
            if let Some(known) = table.column(column).filter(|_| copied) {
                row.insert(column.to_owned(), referenced(known, text).into());
            }
        }
    }
    row
}

/// A user name becomes the person. That the transform map knows people by it follows from what Kibana sends: an assumption.
fn referenced(column: &Column, text: String) -> String {
    let person = (column.kind == Kind::User).then(|| catalog::user_id(&text)).flatten();
    person.unwrap_or(text)
}

type Transformed = (&'static str, String, String);

fn transform(
    store: &mut Store,
    table: &'static Table,
    target: Option<&str>,
    row: &Map<String, Value>,
    settings: &Settings,
    by: &'static Account,
) -> Result<Transformed, String> {
    let (status, mut record) = match target {
        None => ("inserted", store.draft(table, by)),
        Some(id) => match store.find(table, id) {
            Some(record) => ("updated", record.clone()),
            None => return Err(format!("Incident {id} not found")),
        },
    };
    let changed = record.write(row, settings, by);
    record.check(settings).map_err(|refusal| detail(&refusal))?;
    let key = |name| record.get(name).to_owned();
    let done = (status, key("sys_id"), key("number"));
    if target.is_none() {
        store.records.push(record);
    } else if changed {
        record.touch(by);
        store.replace(record);
    }
    Ok(done)
}

fn detail(refusal: &Refusal) -> String {
    plain(&refusal.body["error"]["detail"])
}
