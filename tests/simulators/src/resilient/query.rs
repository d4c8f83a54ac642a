//! Finding incidents. Conditions are joined by AND, filters by OR.

use super::{
    System, bad,
    fields::{self, Field, Kind},
    html_text, json_object,
    store::Incident,
    values,
    view::Shape,
};
use crate::shared::{
    Query,
    answer::{self, Outcome, Refusal},
};
use axum::{body::Bytes, extract::State, http::HeaderMap};
use serde_json::{Map, Value, json};

const MAX_PAGE: usize = 1000;

struct Condition {
    field: &'static Field,
    method: Method,
    value: Value,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Equals,
    NotEquals,
    Contains,
    In,
}

pub(super) async fn query_paged(
    State(system): System,
    Query(params): Query,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let shape = Shape::new(&params, &headers)?;
    let sent = json_object(&headers, &body)?;
    let with_mark = system.hub.settings().mark_field;
    let filters: Vec<_> =
        list(&sent, "filters")?.iter().map(|filter| conditions(filter, with_mark)).collect::<Result<_, _>>()?;
    let store = system.store();
    let mut found: Vec<_> = store
        .incidents
        .iter()
        .filter(|incident| {
            filters.is_empty() || filters.iter().any(|filter| filter.iter().all(|condition| condition.holds(incident)))
        })
        .collect();
    sort(&mut found, list(&sent, "sorts")?, with_mark)?;

    let number = |name: &str| sent.get(name).and_then(Value::as_u64);
    let number = |name: &str| number(name).and_then(|it| usize::try_from(it).ok());
    let most = number("length").filter(|most| *most > 0);
    let page = found.iter().skip(number("start").unwrap_or(0)).take(most.unwrap_or(MAX_PAGE).min(MAX_PAGE));
    let data: Vec<_> = page.map(|incident| system.show(incident, shape)).collect();
    Ok(answer::json(
        200,
        &json!({
            "recordsTotal": store.incidents.len(),
            "recordsFiltered": found.len(),
            "data": data,
        }),
    ))
}

fn list<'a>(sent: &'a Map<String, Value>, name: &str) -> Result<&'a [Value], Refusal> {
    match sent.get(name) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(bad(format!("The field '{name}' must be a list."))),
    }
}

fn conditions(filter: &Value, with_mark: bool) -> Result<Vec<Condition>, Refusal> {
    let conditions = filter["conditions"].as_array();
    let conditions = conditions.ok_or_else(|| bad("A filter has no conditions."))?;
    conditions
        .iter()
        .map(|sent| {
            let method = match sent["method"].as_str() {
                Some("equals") => Method::Equals,
                Some("not_equals") => Method::NotEquals,
                Some("contains") => Method::Contains,
                Some("in") => Method::In,
                other => {
                    let other = other.unwrap_or("");
                    return Err(bad(format!("Unknown method '{other}' in a condition.")));
                }
            };
            Ok(Condition { field: field(&sent["field_name"], with_mark)?, method, value: sent["value"].clone() })
        })
        .collect()
}

/// A custom field is named with its prefix here.
fn field(name: &Value, with_mark: bool) -> Result<&'static Field, Refusal> {
    let name = name.as_str().unwrap_or("");
    let found = fields::find(name, with_mark);
    let found = found.filter(|field| field.custom == name.starts_with("properties."));
    found.ok_or_else(|| bad(format!("Unknown field '{name}' in a condition.")))
}

fn sort(found: &mut [&Incident], sorts: &[Value], with_mark: bool) -> Result<(), Refusal> {
    found.sort_by_key(|incident| std::cmp::Reverse(incident.id));
    for sent in sorts.iter().rev() {
        let field = field(&sent["field_name"], with_mark)?;
        let key = |incident: &&Incident| {
            let value = incident.get(field);
            (value.as_i64(), value.as_str().map(str::to_owned))
        };
        match sent["type"] == "desc" {
            true => found.sort_by_key(|incident| std::cmp::Reverse(key(incident))),
            false => found.sort_by_key(key),
        }
    }
    Ok(())
}

impl Condition {
    fn holds(&self, incident: &Incident) -> bool {
        let actual = incident.get(self.field);
        match self.method {
            Method::Equals => self.same(&actual, &self.value),
            Method::NotEquals => !self.same(&actual, &self.value),
            Method::In => {
                let mut wanted = self.value.as_array().into_iter().flatten();
                wanted.any(|wanted| self.same(&actual, wanted))
            }
            Method::Contains => match (&actual, &self.value) {
                (Value::Array(ids), wanted) => {
                    let one = values::stored(self.field, &json!([wanted]));
                    one.is_ok_and(|one| one.as_array().is_some_and(|one| ids.contains(&one[0])))
                }
                (Value::String(text), Value::String(wanted)) => {
                    let text = readable(self.field, text).to_lowercase();
                    text.contains(&wanted.to_lowercase())
                }
                _ => false,
            },
        }
    }

    fn same(&self, actual: &Value, wanted: &Value) -> bool {
        match (actual, wanted) {
            (Value::String(text), Value::String(wanted)) => readable(self.field, text) == *wanted,
            (actual, wanted) => {
                values::stored(self.field, wanted).is_ok_and(|wanted| wanted == *actual) || actual == wanted
            }
        }
    }
}

fn readable(field: &Field, text: &str) -> String {
    match field.kind {
        Kind::TextArea => html_text::to_text(text),
        _ => text.to_owned(),
    }
}
