//! The status of an issue: it has no field of its own, and changes by one of the transitions that the workflow offers now.

use super::answers;
use super::deployment::{Deployment, deployment};
use super::facts::Facts;
use super::status::{Transition, Transitions, is, is_itself};
use crate::error::Error;
use crate::http::{Method, Request, Response};
use crate::json;
use crate::systems::{Call, Context, Fields, ID, Preparation, StatusChange, Written, answer, segment};
use serde_json::{Value, json};

/// Version 2 takes the fields of a screen as text, on Cloud too.
fn path(context: &Context<'_>, id: &str) -> String {
    context.url(&format!("/rest/api/2/issue/{}/transitions", segment(id)))
}

pub(super) fn set_status(context: &Context<'_>, id: &str, status: &str, now: &str) -> StatusChange {
    let Some(transitions) = context.facts::<Facts>().and_then(|facts| facts.transitions.as_ref()) else {
        return StatusChange::Ask(preparation(context, id));
    };
    let all = match transitions {
        Transitions::Assumed => return write(context, id, ID, Filled::default()),
        Transitions::Read(all) => all,
    };
    let closing = if context.connector.closing_status() == Some(status) {
        context.connector.closing_fields()
    } else {
        Vec::new()
    };
    let fitting = all.iter().filter(|transition| is(&transition.to, status));
    let filled = fitting.map(|transition| (transition, fill(context, &transition.fields, &closing)));
    // The status itself before another one of its category, and of those a screen that asks for nothing else.
    let best = filled.min_by_key(|(transition, filled)| (!is_itself(&transition.to, status), filled.unsure));
    match best {
        Some((transition, filled)) => write(context, id, &transition.id, filled),
        None => StatusChange::Impossible(unreachable(all, now)),
    }
}

/// What is sent of the fields of a screen.
#[derive(Default)]
struct Filled {
    set: Fields,
    /// Of those that take additions alone.
    add: Fields,
    /// What is required and not sent, by id and label. Jira takes what the issue has.
    lacks: Vec<(String, String)>,
    /// How many of these an issue may not have either: each has a title, and what is mapped.
    unsure: usize,
}

fn fill(context: &Context<'_>, screen: &Fields, closing: &[(&str, &str)]) -> Filled {
    let mut filled = Filled::default();
    for (id, field) in screen {
        let label = field.get("name").and_then(Value::as_str).unwrap_or(id);
        let typed = closing.iter().find(|(name, _)| *name == id || name.eq_ignore_ascii_case(label));
        let operations = field.get("operations").and_then(Value::as_array);
        let only_adds = operations.is_some_and(|all| !all.iter().any(|it| it == "set"));
        let is = |name: &str| field.get(name) == Some(&Value::Bool(true));
        match typed.map(|(_, typed)| shaped(context, field, typed)) {
            Some(value) if only_adds => drop(filled.add.insert(id.clone(), json!([{ "add": value }]))),
            Some(value) => drop(filled.set.insert(id.clone(), value)),
            None if is("required") && !is("hasDefaultValue") => {
                filled.unsure += usize::from(id != "summary" && !context.connector.is_mapped(id));
                filled.lacks.push((id.clone(), label.to_owned()));
            }
            None => {}
        }
    }
    filled
}

fn write(context: &Context<'_>, id: &str, transition: &str, filled: Filled) -> StatusChange {
    let mut body = json!({ "transition": { "id": transition } });
    for (name, fields) in [("fields", filled.set), ("update", filled.add)] {
        if let (Some(body), false) = (body.as_object_mut(), fields.is_empty()) {
            body.insert(name.to_owned(), Value::Object(fields));
        }
    }
    let lacks = filled.lacks;
    StatusChange::Write(Call::new(Request::json(Method::Post, path(context, id), &body), move |_, response| {
        answers::updated(response).map(|()| Written::Done(None)).map_err(|error| asking(error, response, &lacks))
    }))
}

/// A refusal with what to do about the fields that it names.
fn asking(error: Error, response: &Response, lacks: &[(String, String)]) -> Error {
    let body = response.json().unwrap_or_default();
    let named = lacks.iter().filter(|(id, _)| body.get("errors").is_some_and(|errors| errors.get(id).is_some()));
    let named: Vec<&str> = named.map(|(_, label)| label.as_str()).collect();
    if named.is_empty() {
        return error;
    }
    let message = format!(
        "The transition asks for {}: name it in \"Fields that closing needs\", in the advanced part of the connector.",
        named.join(", ")
    );
    error.saying(message)
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
fn shaped(context: &Context<'_>, field: &Value, typed: &str) -> Value {
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
        Some("comments-page") => json!({ "body": typed }),
        Some("user") if deployment(context.connector) == Deployment::Cloud => json!({ "accountId": typed }),
        Some(_) => json!({ "name": typed }),
    });
    if schema("type") == Some("array") { json!([one]) } else { one }
}
