//! Creating and reading incidents.

use super::{
    Resilient, System, bad,
    fields::{self, Field, existing},
    json_object, refuse, values,
    view::Shape,
};
use crate::shared::{
    Query,
    answer::{self, Outcome, Refusal},
};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

pub(super) type Values = BTreeMap<&'static str, Value>;

pub(super) async fn create(State(system): System, Query(params): Query, headers: HeaderMap, body: Bytes) -> Outcome {
    let shape = Shape::new(&params, &headers)?;
    let mut values = system.read_values(&json_object(&headers, &body)?)?;
    // Whoever makes an incident owns it, unless it says otherwise.
    values.entry("owner_id").or_insert_with(|| system.person().into());
    let mut store = system.store();
    let place = store.add(values, system.person());
    let shown = system.show(&store.incidents[place], shape);
    Ok(answer::json(200, &shown))
}

pub(super) async fn read(
    State(system): System,
    Path((_, id)): Path<(String, String)>,
    Query(params): Query,
    headers: HeaderMap,
) -> Outcome {
    let shape = Shape::new(&params, &headers)?;
    let store = system.store();
    let place = store.position(&id).ok_or_else(no_incident)?;
    Ok(answer::json(200, &system.show(&store.incidents[place], shape)))
}

pub(super) async fn delete(State(system): System, Path((_, id)): Path<(String, String)>) -> Outcome {
    let mut store = system.store();
    let place = store.position(&id).ok_or_else(no_incident)?;
    store.incidents.remove(place);
    Ok(answer::json(200, &serde_json::json!({ "success": true, "title": null, "message": null, "hints": [] })))
}

/// The answer for an incident that is not there.
pub(super) fn no_incident() -> Refusal {
    refuse(404, "Unable to find object.")
}

impl Resilient {
    /// Reads the body of a create.
    fn read_values(&self, sent: &Map<String, Value>) -> Result<Values, Refusal> {
        let with_mark = self.hub.settings().mark_field;
        let mut values = Values::from([("plan_status", "A".into())]);
        for (name, value) in sent {
            match (name.as_str(), value) {
                ("properties", Value::Null) => {}
                ("properties", Value::Object(properties)) => {
                    for (name, value) in properties {
                        let field = fields::find(name, with_mark).filter(|it| it.custom);
                        put(&mut values, field, name, value)?;
                    }
                }
                _ => {
                    let field = fields::find(name, with_mark).filter(|it| !it.custom);
                    put(&mut values, field, name, value)?;
                }
            }
        }
        self.check_required(&values)?;
        Ok(values)
    }

    /// Fields that must have a value, some of them only when closing.
    pub(super) fn check_required(&self, values: &Values) -> Result<(), Refusal> {
        let settings = self.hub.settings();
        let closed = values.get("plan_status").is_some_and(|status| status == "C");
        for field in existing(settings.mark_field) {
            let required = field.required == "always"
                || (field.required == "close" && closed)
                || settings.required_fields.iter().any(|it| it == field.name);
            if required && values.get(field.name).is_none_or(Value::is_null) {
                return Err(bad(format!("The field '{}' is required ({}).", field.name, field.label)));
            }
        }
        Ok(())
    }
}

fn put(values: &mut Values, field: Option<&'static Field>, name: &str, value: &Value) -> Result<(), Refusal> {
    let field = field.ok_or_else(|| bad(format!("Unrecognized field '{name}'.")))?;
    if !field.read_only {
        values.insert(field.name, values::stored(field, value).map_err(bad)?);
    }
    Ok(())
}
