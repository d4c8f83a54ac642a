//! Values of fields: from what a client sends to what is stored.

use super::{
    fields::{Field, Kind},
    html_text,
};
use serde_json::{Value, json};

/// What is stored for a value. Nothing and an empty text are the same.
pub(super) fn stored(field: &Field, sent: &Value) -> Result<Value, String> {
    if sent.is_null() {
        return Ok(Value::Null);
    }
    let value = match field.kind {
        _ if field.name == "plan_status" => match sent.as_str() {
            Some("A" | "C") => Some(sent.clone()),
            _ => None,
        },
        Kind::Text => sent.is_string().then(|| sent.clone()),
        Kind::TextArea => rich(sent).map(Value::from),
        Kind::Select | Kind::Owner => option(field, sent),
        Kind::MultiSelect | Kind::Members => {
            let items = sent.as_array().map(|items| {
                let options = items.iter().map(|item| option(field, item));
                options.collect::<Option<Vec<_>>>()
            });
            items.flatten().map(sorted)
        }
        Kind::Boolean => sent.is_boolean().then(|| sent.clone()),
        Kind::Number => sent.is_number().then(|| sent.clone()),
        Kind::Date | Kind::DateTime => sent.is_i64().then(|| sent.clone()),
    };
    match value {
        None => Err(format!("Invalid value {sent} for the field '{}'.", field.name)),
        Some(value) if value == "" || value == json!([]) => Ok(Value::Null),
        Some(value) => Ok(value),
    }
}

/// A rich text: an object with its format, or a string that is HTML.
pub(super) fn rich(sent: &Value) -> Option<String> {
    let content = sent["content"].as_str();
    match (sent, sent["format"].as_str()) {
        (Value::String(html), _) => Some(html_text::sanitise(html)),
        (Value::Object(_), Some("text")) => content.map(html_text::from_text),
        (Value::Object(_), Some("html") | None) => content.map(html_text::sanitise),
        _ => None,
    }
}

/// The id of an option given by id or by label, bare or in an object.
fn option(field: &Field, sent: &Value) -> Option<Value> {
    let found = |wanted: &Value| {
        let mut options = field.options.iter();
        let known = match wanted {
            Value::Number(id) => options.find(|option| id.as_u64() == Some(option.0.into())),
            Value::String(label) => options.find(|option| option.1 == label),
            _ => None,
        };
        known.map(|option| option.0.into())
    };
    match sent {
        Value::Object(handle) => found(handle.get("id").or(handle.get("name"))?),
        bare => found(bare),
    }
}

/// The order of several options means nothing.
fn sorted(mut ids: Vec<Value>) -> Value {
    ids.sort_by_key(Value::as_u64);
    ids.dedup();
    ids.into()
}

/// The value inside the wrapper of a change: `{"text":...}` and so on.
pub(super) fn unwrapped(field: &Field, wrapper: &Value) -> Result<Value, String> {
    let members = match wrapper {
        Value::Null => return Ok(Value::Null),
        Value::Object(members) => members,
        _ => return Err(wrong_wrapper(field)),
    };
    let Some((name, value)) = members.iter().next() else {
        return Ok(Value::Null);
    };
    let fits = matches!(
        (name.as_str(), field.kind),
        ("object", _)
            | ("text", Kind::Text)
            | ("textarea", Kind::TextArea)
            | ("id", Kind::Select | Kind::Owner)
            | ("ids", Kind::MultiSelect | Kind::Members)
            | ("date", Kind::Date | Kind::DateTime)
            | ("boolean", Kind::Boolean)
    );
    if !fits || members.len() > 1 {
        return Err(wrong_wrapper(field));
    }
    stored(field, value)
}

fn wrong_wrapper(field: &Field) -> String {
    format!("The value of the field '{}' has the wrong type.", field.name)
}
