//! Remote fields as a person reads them.

use crate::markup::{Format, read_back};
use crate::systems::{Connector, Fields, fields};
use serde_json::Value;

/// The format of a field that holds text of several lines, `comment` included; nothing for the others.
pub(crate) fn body_format(connector: &Connector, name: &str) -> Option<Format> {
    let system = connector.system();
    if name == "comment" {
        return Some(system.format(connector, connector.comments_field().unwrap_or("comments")));
    }
    connector.is_body(name).then(|| system.format(connector, name))
}

/// A field as a person reads it: text in a system's own format as Markdown.
pub(super) fn readable(connector: &Connector, name: &str, value: &Value) -> Value {
    match (value, body_format(connector, name)) {
        (Value::String(text), Some(format)) => Value::String(read_back(text, format)),
        _ => value.clone(),
    }
}

/// Fields as a person reads them.
pub(super) fn readable_fields(connector: &Connector, all: &Fields) -> Fields {
    fields(all.iter().map(|(name, value)| (name.clone(), readable(connector, name, value))))
}
