//! The fields of an incident, and what it gets of the per-case fields.

use crate::connector::case_field::{CaseField, CaseFieldKind, CaseTarget, ExtraValues, extra_fields};
use crate::connector::form::FormSpec;
use crate::error::{Code, Error};
use crate::json;
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

/// What the per-case fields become.
#[derive(Debug, Default)]
pub(crate) struct CaseFields {
    /// Fields with a meaning of their own.
    pub(crate) fields: Fields,
    /// Extra JSON fields, which may override nothing.
    pub(crate) extra: Fields,
    /// The keys of the flags that are off.
    pub(crate) off: Vec<&'static str>,
}

/// Reads the per-case fields of a case, by the form's description of them.
///
/// # Errors
/// `FIELDS_INVALID` names the field that cannot be used.
pub(crate) fn read_case_fields(form: &FormSpec, values: &Map<String, Value>) -> Result<CaseFields, Error> {
    let mut out = CaseFields::default();
    for field in form.case_fields {
        let value = values.get(field.key).unwrap_or(&Value::Null);
        read(field, value, &mut out).map_err(|problem| problem.of(field, form))?;
    }
    Ok(out)
}

/// Why a per-case field cannot be used.
enum Problem {
    NotText,
    NotNumbers,
    NotFlag,
    NotObject,
    /// The extra field of this name holds more than one value.
    Nested(String),
}

impl Problem {
    fn of(self, field: &CaseField, form: &FormSpec) -> Error {
        let key = field.key;
        let (message, path) = match self {
            Self::NotText => (format!("The connector field {key} must be text."), key.to_owned()),
            Self::NotNumbers => {
                let name = form.name;
                (
                    format!("The connector field {key} must hold the ids that {name} gave, which are numbers."),
                    key.to_owned(),
                )
            }
            Self::NotFlag => (format!("The connector field {key} must be true or false."), key.to_owned()),
            Self::NotObject => ("Additional fields must be a JSON object.".to_owned(), key.to_owned()),
            Self::Nested(name) => {
                let message = format!("The additional field {name} must be a text, a number or a yes or no.");
                (message, format!("{key}.{name}"))
            }
        };
        Error::with(Code::FieldsInvalid, message).at(format!("connector.fields.{path}"))
    }
}

fn read(field: &CaseField, value: &Value, out: &mut CaseFields) -> Result<(), Problem> {
    if let CaseTarget::Extra(values) = field.target {
        out.extra = extra(value, values)?;
        return Ok(());
    }
    let read = match field.kind {
        CaseFieldKind::Text | CaseFieldKind::Json => text(value)?.map(Value::String),
        CaseFieldKind::Number => text(value).map_err(|_| Problem::NotNumbers)?.map(|text| number(&text)).transpose()?,
        CaseFieldKind::Numbers => numbers(value)?,
        CaseFieldKind::Flag(default) => {
            if !flag(value, default)? {
                out.off.push(field.key);
            }
            None
        }
    };
    let Some(read) = read else { return Ok(()) };
    let object = |key: &str, value: Value| Value::Object(fields([(key.to_owned(), value)]));
    let (name, value) = match (field.target, read) {
        (CaseTarget::Object(name, key), Value::Array(all)) => {
            (name, Value::Array(all.into_iter().map(|value| object(key, value)).collect()))
        }
        (CaseTarget::Object(name, key), value) => (name, object(key, value)),
        (CaseTarget::Value(name), value) => (name, value),
        (CaseTarget::Extra(_) | CaseTarget::Choice, _) => return Ok(()),
    };
    out.fields.insert(name.to_owned(), value);
    Ok(())
}

/// Text, or a number as text; nothing where it is empty.
fn text(value: &Value) -> Result<Option<String>, Problem> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        Value::Number(number) => Ok(Some(number.to_string())),
        _ => Err(Problem::NotText),
    }
}

/// Kibana stores numbers as text.
fn number(text: &str) -> Result<Value, Problem> {
    text.trim().parse::<i64>().map(Value::from).map_err(|_| Problem::NotNumbers)
}

fn numbers(value: &Value) -> Result<Option<Value>, Problem> {
    let list = match value {
        Value::Null => return Ok(None),
        Value::Array(list) => list,
        _ => return Err(Problem::NotNumbers),
    };
    let each = list.iter().map(|value| match text(value) {
        Ok(Some(text)) => number(&text),
        _ => Err(Problem::NotNumbers),
    });
    let all = each.collect::<Result<Vec<Value>, Problem>>()?;
    Ok((!all.is_empty()).then_some(Value::Array(all)))
}

fn flag(value: &Value, default: bool) -> Result<bool, Problem> {
    match value {
        Value::Null => Ok(default),
        Value::Bool(on) => Ok(*on),
        _ => Err(Problem::NotFlag),
    }
}

fn extra(value: &Value, values: ExtraValues) -> Result<Fields, Problem> {
    let mut extra = extra_fields(value, values).ok_or(Problem::NotObject)?;
    if values == ExtraValues::Text {
        for (name, value) in &mut extra {
            *value = match value.take() {
                Value::Null => Value::from(""),
                Value::Array(_) | Value::Object(_) => return Err(Problem::Nested(name.clone())),
                Value::String(text) => Value::String(text),
                other => Value::String(json::write(&other)),
            };
        }
    }
    Ok(extra)
}
