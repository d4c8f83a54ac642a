//! Who has opened an incident: the person of whom the host says so. The Table API keeps of a reference nothing but a `sys_id`, so the
//! person is looked up; the import set of Elastic's app takes user names.

use super::facts::{Facts, Opener};
use super::requests::uses_table_api;
use super::table::Table;
use super::{answers, live};
use crate::error::Error;
use crate::http::{Request, Response};
use crate::systems::answer;
use crate::systems::{Call, Context, Fields, ID, OPENER_UNKNOWN, Preparation, fields};
use crate::url::encode_component;
use crate::warning::Warning;
use serde_json::{Value, json};

/// Looks the person up, where the host has named one and the case does not.
pub(super) fn preparation(table: &Table, context: &Context<'_>) -> Option<Preparation> {
    let words = live::plain(context.opened_by?);
    let is_asked = !matches!(asked(context), Opener::Unasked);
    if words.is_empty() || is_asked || unnamed(table, context).next().is_none() {
        return None;
    }
    let query = encode_component(&format!("active=true^user_name={words}^ORemail={words}"));
    let columns = "sys_id,user_name,email";
    let path = format!("/api/now/table/sys_user?sysparm_query={query}&sysparm_fields={columns}&sysparm_limit=3");
    let call = Call::new(Request::get(context.url(&path)), |context, response| {
        let opener = person(context, response)?;
        Ok(context.facts.with(|facts: &mut Facts| facts.opener = opener))
    });
    let opener = Opener::Known { sys_id: ID.to_owned(), user_name: words };
    Some(Preparation { call, assumed: context.facts.with(|facts: &mut Facts| facts.opener = opener) })
}

fn asked(context: &Context<'_>) -> Opener {
    context.facts::<Facts>().map(|facts| facts.opener.clone()).unwrap_or_default()
}

/// The one that the instance shows by that name. Nobody waits for it: where the account may not read people, nobody is named.
fn person(context: &Context<'_>, response: &Response) -> Result<Opener, Error> {
    let rows = match answers::result(response) {
        Ok(Value::Array(rows)) => rows,
        Err(error) if !error.code.is_refusal() => return Err(error),
        _ => Vec::new(),
    };
    let words = live::plain(context.opened_by.unwrap_or_default());
    // An instance ignores an invalid part of a query, and answers anybody.
    let has = |row: &Value, name: &str| answer::text(row.get(name)).is_some_and(|it| it.eq_ignore_ascii_case(&words));
    let by = |name: &str| {
        let mut named = rows.iter().filter(|row| has(row, name));
        named.next().filter(|_| named.next().is_none())
    };
    let opener = by("user_name").or_else(|| by("email")).and_then(|row| {
        Some(Opener::Known { sys_id: answer::id(row.get("sys_id"))?, user_name: answer::text(row.get("user_name"))? })
    });
    Ok(opener.unwrap_or(Opener::Unknown))
}

/// The columns in which the case names nobody itself.
fn unnamed(table: &Table, context: &Context<'_>) -> impl Iterator<Item = &'static str> {
    let form = context.connector.form();
    let of_case = |name: &str| context.fields.keys().any(|field| form.is_same(field, name));
    table.opener.iter().copied().filter(move |name| !of_case(name))
}

/// The fields that name the person.
pub(super) fn opener(table: &Table, context: &Context<'_>) -> (Fields, Option<Warning>) {
    let (prefix, value) = match asked(context) {
        Opener::Known { sys_id, .. } if uses_table_api(context.connector) => ("", sys_id),
        Opener::Known { user_name, .. } => ("u_", user_name),
        Opener::Unasked => return Default::default(),
        Opener::Unknown => {
            let message = format!(
                "Nobody is named as who has opened the incident: ServiceNow shows no one active person with the user name or the mail address \"{}\", or this account may not read sys_user.",
                context.opened_by.unwrap_or_default()
            );
            return (Fields::new(), Some(Warning::new(OPENER_UNKNOWN, "opened_by", message)));
        }
    };
    (fields(unnamed(table, context).map(|name| (format!("{prefix}{name}"), json!(value)))), None)
}

/// The facts with nothing but a person who was found. Whoever was not may be there by now.
#[cfg(any(feature = "bindings", test))]
pub(super) fn known(facts: &crate::systems::Facts) -> Option<crate::systems::Facts> {
    let opener = facts.get().map(|facts: &Facts| facts.opener.clone())?;
    let is_known = matches!(opener, Opener::Known { .. });
    is_known.then(|| crate::systems::Facts::new(Facts { opener, ..Facts::default() }))
}
