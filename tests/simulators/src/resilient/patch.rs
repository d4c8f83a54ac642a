//! Updating an incident. A change whose old value is out of date is refused
//! with a status that says success.

use super::{System, bad, fields, incident::no_incident, json_object, values::unwrapped, view::Shape};
use crate::shared::{
    Query,
    answer::{self, Outcome},
};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
};
use serde_json::{Value, json};

pub(super) async fn patch(
    State(system): System,
    Path((_, id)): Path<(String, String)>,
    Query(params): Query,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let shape = Shape::new(&params, &headers)?;
    let sent = json_object(&headers, &body)?;
    if let Some(name) = sent.keys().find(|it| !["version", "changes"].contains(&it.as_str())) {
        return Err(bad(format!("Unrecognized field '{name}'.")));
    }
    let changes = sent.get("changes").and_then(Value::as_array);
    let changes = changes.ok_or_else(|| bad("The field 'changes' is required."))?;
    let with_mark = system.hub.settings().mark_field;
    let mut store = system.store();
    let place = store.position(&id).ok_or_else(no_incident)?;
    let mut incident = store.incidents[place].clone();
    let mut failures = Vec::new();
    for change in changes {
        let name = change["field"].as_str().or(change["field"]["name"].as_str());
        let name = name.ok_or_else(|| bad("A change does not name its field."))?;
        let field = fields::find(name, with_mark).filter(|field| !field.read_only);
        let field = field.ok_or_else(|| bad(format!("Unrecognized field '{name}'.")))?;
        let old = unwrapped(field, &change["old_value"]).map_err(bad)?;
        let new = unwrapped(field, &change["new_value"]).map_err(bad)?;
        let current = incident.get(field);
        if old != current {
            failures.push(json!({
                "field": name,
                "your_original_value": shape.value(field, old),
                // Bare: a client puts it into `{"object":...}` to try again.
                "actual_current_value": shape.value(field, current),
            }));
        }
        incident.values.insert(field.name, new);
    }
    if !failures.is_empty() {
        let message = "The update was not applied: some fields were changed by another user.";
        return Ok(answer::json(200, &status(false, Some(message), &failures)));
    }
    system.check_required(&incident.values)?;
    incident.touch();
    store.incidents[place] = incident;
    Ok(answer::json(200, &status(true, None, &[])))
}

fn status(success: bool, message: Option<&str>, failures: &[Value]) -> Value {
    json!({
        "success": success,
        "title": null,
        "message": message,
        "hints": [],
        "field_failures": failures,
    })
}
