//! The Import Set API with the staging table of Elastic's application.
//!
//! A row that cannot be transformed is reported inside a success: the status
//! of the answer says nothing about it.

use super::{Refusal, System, columns::find, json_object, record::plain, refuse, store::Store};
use crate::shared::{
    answer::{self, Outcome},
    settings::Settings,
};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
};
use serde_json::{Map, Value, json};

const STAGING: &str = "x_elas2_inc_int_elastic_incident";
const TRANSFORM_MAP: &str = "Elastic Incident";

pub(super) async fn import(
    State(system): System,
    Path(staging): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let settings = system.hub.settings();
    if staging != STAGING || !settings.elastic_app {
        return Err(refuse(400, &format!("Invalid table {staging}"), ""));
    }
    let sent = json_object(&headers, &body)?;
    let target = sent.get("elastic_incident_id").map(plain);
    let target = target.filter(|id| !id.is_empty());
    let row = staged(&sent, &settings);
    let mut store = system.store();
    let import_set = store.import_set();
    let result = match transform(&mut store, target.as_deref(), &row, &settings) {
        Ok((status, sys_id, number)) => json!({
            "transform_map": TRANSFORM_MAP,
            "table": "incident",
            "display_name": "number",
            "display_value": number,
            "record_link": format!("{}/api/now/table/incident/{sys_id}", system.hub.base),
            "status": status,
            "sys_id": sys_id,
        }),
        Err(message) => json!({
            "transform_map": TRANSFORM_MAP,
            "table": "incident",
            "status": "error",
            "error_message": message,
        }),
    };
    Ok(answer::json(201, &json!({ "import_set": import_set, "staging_table": STAGING, "result": [result] })))
}

/// What reaches the incident: the staging columns `u_...` mapped by name, and
/// the columns added by the administrator, mapped by the same name.
fn staged(sent: &Map<String, Value>, settings: &Settings) -> Map<String, Value> {
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
            if copied && find(column).is_some() {
                row.insert(column.to_owned(), text.into());
            }
        }
    }
    row
}

type Transformed = (&'static str, String, String);

fn transform(
    store: &mut Store,
    target: Option<&str>,
    row: &Map<String, Value>,
    settings: &Settings,
) -> Result<Transformed, String> {
    let (status, mut incident) = match target {
        None => ("inserted", store.draft()),
        Some(id) => match store.find(id) {
            Some(incident) => ("updated", incident.clone()),
            None => return Err(format!("Incident {id} not found")),
        },
    };
    let changed = incident.write(row, settings);
    incident.check(settings).map_err(|refusal| detail(&refusal))?;
    let key = |name| incident.get(name).to_owned();
    let done = (status, key("sys_id"), key("number"));
    if target.is_none() {
        store.incidents.push(incident);
    } else if changed {
        incident.touch();
        store.replace(incident);
    }
    Ok(done)
}

fn detail(refusal: &Refusal) -> String {
    plain(&refusal.body["error"]["detail"])
}
