//! The API of Elastic's applications: whether one is installed, and the observables of a security
//! incident.
//!
//! Known from what Kibana sends and expects: the paths, `{value, type}` in, `{value,
//! observable_sys_id}` out, one or a list. Assumptions, since the vendor publishes nothing: the
//! status is 200; another type than Kibana's three is refused, and so is a list in which one is
//! wrong; an incident that is not there is a 404; **a value that is sent twice stands there twice**.

use super::{
    By, Refusal, System,
    accounts::Account,
    json_value, no_resource,
    record::Observable,
    refuse,
    tables::{TABLES, Table},
};
use crate::shared::{
    answer::{self, Outcome},
    ids,
    settings::Settings,
};
use axum::{
    Extension,
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
};
use serde_json::{Value, json};

/// The types that Kibana sends.
const TYPES: [&str; 3] = ["ipv4-addr", "SHA256", "URL"];

pub(super) async fn health(State(system): System, Path(scope): Path<String>, Extension(by): By) -> Outcome {
    let table = installed(&scope, &system.hub.settings(), by)?;
    let app = json!({ "name": "Elastic", "scope": table.app.scope, "version": "1.2.0" });
    Ok(answer::json(200, &json!({ "result": app })))
}

pub(super) async fn observable(
    State(system): System,
    Path((scope, id)): Path<(String, String)>,
    Extension(by): By,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let table = with_observables(&scope, &system.hub.settings(), by)?;
    let sent = json_value(&headers, &body)?;
    let result = attach(&system, table, &id, &[sent])?;
    Ok(answer::json(200, &json!({ "result": result[0] })))
}

pub(super) async fn observables(
    State(system): System,
    Path((scope, id)): Path<(String, String)>,
    Extension(by): By,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let table = with_observables(&scope, &system.hub.settings(), by)?;
    let Value::Array(sent) = json_value(&headers, &body)? else {
        return Err(refuse(400, "Bad request", "The payload must be a list of observables"));
    };
    let result = attach(&system, table, &id, &sent)?;
    Ok(answer::json(200, &json!({ "result": result })))
}

/// The table of the application with this scope, where it is installed and open to the account.
fn installed(scope: &str, settings: &Settings, by: &Account) -> Result<&'static Table, Refusal> {
    let table = TABLES.iter().find(|table| table.app.scope == scope).ok_or_else(|| no_resource(400))?;
    if !(table.app.is_installed)(settings) {
        return Err(no_resource(404));
    }
    if !by.has_one_of(&[table.app.role]) {
        return Err(refuse(403, "User Not Authorized", "Failed API level ACL Validation"));
    }
    Ok(table)
}

fn with_observables(scope: &str, settings: &Settings, by: &Account) -> Result<&'static Table, Refusal> {
    installed(scope, settings, by)
        .and_then(|table| if table.app.observables { Ok(table) } else { Err(no_resource(400)) })
}

/// Attaches all of them or none, and answers what each has become.
fn attach(system: &super::ServiceNow, table: &Table, id: &str, sent: &[Value]) -> Result<Vec<Value>, Refusal> {
    let new = sent.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut store = system.store();
    let record = store.records.iter_mut().find(|it| it.table.name == table.name && it.get("sys_id") == id);
    let Some(record) = record else {
        return Err(refuse(404, "No Record found", "The security incident does not exist"));
    };
    let result = new.iter().map(|it| json!({ "value": it.value, "observable_sys_id": it.sys_id })).collect();
    record.observables.extend(new);
    Ok(result)
}

fn read(sent: &Value) -> Result<Observable, Refusal> {
    let text = |name: &str| sent.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    match (text("value"), text("type")) {
        (Some(value), Some(kind)) if TYPES.contains(&kind) => {
            Ok(Observable { sys_id: ids::hex32(), value: value.to_owned(), kind: kind.to_owned() })
        }
        _ => Err(refuse(400, "Bad request", "An observable needs a value and a known type")),
    }
}
