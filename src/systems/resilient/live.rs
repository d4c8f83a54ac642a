//! The fields of an incident in an organization, with their values: one list has them all, people included.

use super::answers::read;
use super::requests::{self, MARK_FIELD};
use crate::connector::live::{ConnectorFields, LiveChoice, LiveField, LiveKind, Note, Others, RequiredAt};
use crate::systems::answer::{self, incomplete};
use crate::systems::live::{JSON_HELP, Live, MOST_ITEMS, cut, kind_of};
use crate::systems::{Call, Context, Facts};
use serde_json::Value;

/// The fields as they were answered.
#[derive(Debug, Clone)]
struct Read(Vec<Value>);

pub(super) fn live(context: &Context<'_>) -> Live {
    if let Some(Read(list)) = context.facts::<Read>() {
        return Live::Ready(described(context, list));
    }
    let call = Call::new(requests::field_types(context), |_, response| {
        let body = read(response)?;
        let list = body.as_array().ok_or_else(|| incomplete(response, "list of fields"))?;
        Ok(Facts::new(Read(list.iter().take(MOST_ITEMS).cloned().collect())))
    });
    Live::Ask("Reading the fields of an incident", call)
}

/// What IBM Resilient calls its kinds.
const KINDS: &[(LiveKind, &[&str])] = &[
    (LiveKind::Text, &["text"]),
    (LiveKind::TextArea, &["textarea"]),
    (LiveKind::Number, &["number"]),
    (LiveKind::Flag, &["boolean"]),
    (LiveKind::Select, &["select", "select_owner", "select_user"]),
    (LiveKind::MultiSelect, &["multiselect", "multiselect_members"]),
    (LiveKind::Date, &["datepicker"]),
    (LiveKind::DateTime, &["datetimepicker"]),
];

/// What the push sets, and the state of an incident.
const NOT_OURS: &[&str] = &["discovered_date", "plan_status", MARK_FIELD];

/// The per-case fields of the form, by their names there.
const OWN: [(&str, &str); 2] = [("incident_type_ids", "incidentTypes"), ("severity_code", "severityCode")];

fn described(context: &Context<'_>, list: &[Value]) -> ConnectorFields {
    let all: Vec<LiveField> = list.iter().filter_map(|item| field(context, item)).collect();
    let (own, extra): (Vec<_>, Vec<_>) = all.into_iter().partition(|field| !field.path.contains('.'));
    let mut notes = Vec::new();
    if list.is_empty() {
        let message = "IBM Resilient shows no field of an incident: the API key may lack the right to read them.";
        notes.push(Note::new("FIELDS_UNREADABLE", message));
    }
    if list.len() >= MOST_ITEMS {
        notes.push(cut());
    }
    let others = if notes.is_empty() { Others::Refused } else { Others::Unknown };
    let fields = own.into_iter().chain(extra).collect();
    ConnectorFields { fields, others, notes, ..ConnectorFields::default() }
}

fn field(context: &Context<'_>, item: &Value) -> Option<LiveField> {
    let text = |name: &str| answer::text(item.get(name)).unwrap_or_default();
    let flag = |name: &str| item.get(name) == Some(&Value::Bool(true));
    let name = answer::text(item.get("name"))?;
    let is_ours = NOT_OURS.contains(&name.as_str())
        || context.connector.target(&name).is_some()
        || context.connector.is_mapped(&name);
    let is_fixed = flag("read_only") || flag("calculated") || flag("deprecated") || text("prefix") == "pii";
    let input = text("input_type");
    if is_ours || is_fixed || input == "none" {
        return None;
    }
    let own = OWN.iter().find(|(remote, _)| *remote == name).map(|(_, key)| *key);
    let kind = kind_of(KINDS, &input).unwrap_or(LiveKind::Json);
    let path = own.map_or_else(|| format!("additionalFields.{name}"), str::to_owned);
    let label = Some(text("text")).filter(|label| !label.is_empty()).unwrap_or_else(|| name.clone());
    let mut field = LiveField::new(path, label, kind);
    field.help = if kind == LiveKind::Json { JSON_HELP.to_owned() } else { text("tooltip") };
    let values = item.get("values").and_then(Value::as_array);
    let mut defaults: Vec<Value> = Vec::new();
    for value in values.into_iter().flatten() {
        let (Some(id), Some(label)) = (value.get("value"), answer::text(value.get("label"))) else { continue };
        // Kibana stores those of its own fields as text.
        let id = if own.is_some() { answer::text(Some(id)).map(Value::from).unwrap_or_default() } else { id.clone() };
        let is = |name: &str| value.get(name) == Some(&Value::Bool(true));
        let retired = is("hidden") || value.get("enabled") == Some(&Value::Bool(false));
        if is("default") {
            defaults.push(id.clone());
        }
        field.choices.push(LiveChoice { retired, ..LiveChoice::new(id, label) });
    }
    field.default = match (kind, defaults.first()) {
        (LiveKind::MultiSelect, Some(_)) => defaults.into(),
        (_, Some(first)) => first.clone(),
        (_, None) => Value::Null,
    };
    field.format = matches!(kind, LiveKind::Date | LiveKind::DateTime).then(|| "x".to_owned());
    field.required = match text("required").as_str() {
        "always" => Some(RequiredAt::Create),
        "close" => Some(RequiredAt::Close),
        _ => None,
    };
    Some(field)
}
