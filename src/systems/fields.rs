//! The fields of an incident, and the per-case fields that a case carries for its connector.

use crate::error::{Code, Error};
use serde_json::{Map, Value};

/// The incident's fields, by the remote system's own names.
pub type Fields = Map<String, Value>;

/// Fields from their entries. Collecting would sort first, and each kind of sorting has its weight in
/// the bundle.
pub(crate) fn fields(entries: impl IntoIterator<Item = (String, Value)>) -> Fields {
    let mut fields = Fields::new();
    fields.extend(entries);
    fields
}

/// What the per-case connector fields become.
#[derive(Debug, Default)]
pub(crate) struct CaseFields {
    /// Fields with a meaning of their own.
    pub(crate) fields: Fields,
    /// Extra JSON fields, which may override nothing.
    pub(crate) extra: Fields,
}

/// Reads extra JSON fields, which Kibana stores as the text of a JSON object.
pub(crate) fn read_extra(fields: &Map<String, Value>, key: &str) -> Result<Fields, Error> {
    let invalid = || {
        let path = format!("connector.fields.{key}");
        Error::with(Code::FieldsInvalid, "Additional fields must be a JSON object.").at(path)
    };
    match fields.get(key) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map.clone()),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(Map::new()),
        Some(Value::String(text)) => serde_json::from_str(text).map_err(|_| invalid()),
        Some(_) => Err(invalid()),
    }
}

/// A per-case field that is text; nothing where it is empty.
pub(crate) fn read_text(fields: &Map<String, Value>, key: &str) -> Result<Option<String>, Error> {
    match fields.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => {
            let message = format!("The connector field {key} must be text.");
            Err(Error::with(Code::FieldsInvalid, message).at(format!("connector.fields.{key}")))
        }
    }
}
