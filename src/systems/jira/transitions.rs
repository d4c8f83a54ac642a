//! The status of an issue: it has no field of its own, and changes by one of the transitions that the workflow offers now.

use super::answers;
use super::facts::Facts;
use super::status::{Transition, Transitions, is};
use crate::error::Error;
use crate::http::{Method, Request, Response};
use crate::json;
use crate::systems::{Call, Context, Fields, ID, Preparation, StatusChange, Written, answer, fields, segment};
use serde_json::{Value, json};

/// Version 2 takes the fields of a screen as text, on Cloud too.
fn path(context: &Context<'_>, id: &str) -> String {
    context.url(&format!("/rest/api/2/issue/{}/transitions", segment(id)))
}

pub(super) fn set_status(context: &Context<'_>, id: &str, status: &str, now: &str) -> StatusChange {
    let Some(transitions) = context.facts::<Facts>().and_then(|facts| facts.transitions.as_ref()) else {
        return StatusChange::Ask(preparation(context, id));
    };
    let write = |transition: &str, fields: Fields| {
        let mut body = json!({ "transition": { "id": transition } });
        if let (Some(body), false) = (body.as_object_mut(), fields.is_empty()) {
            body.insert("fields".to_owned(), Value::Object(fields));
        }
        let request = Request::json(Method::Post, path(context, id), &body);
        StatusChange::Write(Call::new(request, |_, response| answers::updated(response).map(|()| Written::Done(None))))
    };
    let all = match transitions {
        Transitions::Assumed => return write(ID, Fields::new()),
        Transitions::Read(all) => all,
    };
    let Some(transition) = all.iter().find(|transition| is(&transition.to, status)) else {
        return StatusChange::Impossible(unreachable(all, now));
    };
    let closing = if context.connector.closing_status() == Some(status) {
        context.connector.closing_fields()
    } else {
        Vec::new()
    };
    let given = |id: &str, field: &Value| {
        let label = field.get("name").and_then(Value::as_str).unwrap_or(id);
        let typed = closing.iter().find(|(name, _)| *name == id || name.eq_ignore_ascii_case(label));
        typed.map(|(_, value)| shaped(field, value))
    };
    let screen = transition.fields.iter().filter_map(|(id, field)| Some((id.clone(), given(id, field)?)));
    let sent = fields(screen);
    let is_missing = |(id, field): &(&String, &Value)| {
        let is = |name: &str| field.get(name) == Some(&Value::Bool(true));
        is("required") && !is("hasDefaultValue") && !sent.contains_key(id.as_str())
    };
    let missing: Vec<&str> = transition
        .fields
        .iter()
        .filter(is_missing)
        .map(|(id, field)| field.get("name").and_then(Value::as_str).unwrap_or(id))
        .collect();
    if !missing.is_empty() {
        return StatusChange::Impossible(format!(
            "The transition asks for {}: name it in \"Fields that closing needs\", in the advanced part of the connector.",
            missing.join(", ")
        ));
    }
    write(&transition.id, sent)
}

fn unreachable(all: &[Transition], now: &str) -> String {
    let names: Vec<&str> = all.iter().filter_map(|it| it.to.get("name").and_then(Value::as_str)).collect();
    let offered = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    format!("No transition leads there from {now}. This account is offered: {offered}.")
}

fn preparation(context: &Context<'_>, id: &str) -> Preparation {
    let request = Request::get(format!("{}?expand=transitions.fields", path(context, id)));
    let call = Call::new(request, |context, response| {
        let all = read(response)?;
        Ok(context.facts.with(|facts: &mut Facts| facts.transitions = Some(Transitions::Read(all))))
    });
    let assumed = context.facts.with(|facts: &mut Facts| facts.transitions = Some(Transitions::Assumed));
    Preparation { call, assumed }
}

fn read(response: &Response) -> Result<Vec<Transition>, Error> {
    let mut body = answers::read(response)?;
    let Some(Value::Array(all)) = body.get_mut("transitions").map(Value::take) else {
        return Err(answer::incomplete(response, "list of transitions"));
    };
    let transition = |mut it: Value| {
        let is_open = it.get("isAvailable") != Some(&Value::Bool(false));
        let id = answer::text(it.get("id")).filter(|_| is_open)?;
        let fields = it.get_mut("fields").map(Value::take).and_then(|fields| fields.as_object().cloned());
        Some(Transition { id, to: it.get_mut("to").map(Value::take)?, fields: fields.unwrap_or_default() })
    };
    Ok(all.into_iter().filter_map(transition).collect())
}

/// A typed value in the shape of its field: the choice that has it for a name, or what its type takes.
fn shaped(field: &Value, typed: &str) -> Value {
    let choices = field.get("allowedValues").and_then(Value::as_array).into_iter().flatten();
    let named = |choice: &&Value| {
        ["name", "value", "id"]
            .iter()
            .any(|key| choice.get(*key).and_then(Value::as_str).is_some_and(|it| it.eq_ignore_ascii_case(typed)))
    };
    let one = choices.into_iter().find(named).and_then(|choice| choice.get("id")).map(|id| json!({ "id": id }));
    let schema = |name: &str| field.pointer(&format!("/schema/{name}")).and_then(Value::as_str);
    let kind = if schema("type") == Some("array") { schema("items") } else { schema("type") };
    let one = one.unwrap_or_else(|| match kind {
        Some("string" | "date" | "datetime") | None => Value::from(typed),
        Some("number") => json::read(typed).unwrap_or_else(|_| Value::from(typed)),
        Some("option") => json!({ "value": typed }),
        Some(_) => json!({ "name": typed }),
    });
    if schema("type") == Some("array") { json!([one]) } else { one }
}
