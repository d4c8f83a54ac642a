//! What a checkup asks ServiceNow.

use super::facts::Facts;
use super::table::Table;
use super::{answers, refusals, requests};
use crate::error::{Code, Error};
use crate::http::{Request, Response};
use crate::systems::answer::{self, incomplete};
use crate::systems::checks::{Check, CheckId, Question, Verdict, mapped, required};
use crate::systems::{Call, Connector, Context};
use crate::url::encode_component;
use serde_json::Value;

/// How a question of a table is asked.
pub(in crate::systems) type Ask = fn(&Context<'_>) -> Option<Call<Verdict>>;

/// The questions about a table: its incidents, Elastic's app, the journal, and which fields are mandatory.
pub(in crate::systems) const fn questions([incident, app, journal, mandatory]: [Ask; 4]) -> [Question; 4] {
    const fn question(label: &'static str, about: CheckId, ask: Ask) -> Question {
        Question { label, about, anonymous: false, decisive: false, ask }
    }
    [
        Question { decisive: true, ..question("Logging in and reading an incident", CheckId::Product, incident) },
        question("Looking for Elastic's app", CheckId::Place, app),
        question("Reading the journal", CheckId::Fields, journal),
        question("Reading which fields are mandatory", CheckId::Fields, mandatory),
    ]
}

pub(in crate::systems) fn cors_remedy(_: &Connector, origin: &str) -> String {
    format!(
        "Ask a ServiceNow administrator for a CORS rule (System Web Services > REST > CORS Rules) for the Table API, and one for the Import Set API where it is used: domain {origin}, methods GET, POST and PATCH, HTTP headers Authorization, Content-Type and Accept. Or use a gateway."
    )
}

fn rows(response: &Response) -> Result<Vec<Value>, Error> {
    match answers::result(response)? {
        Value::Array(rows) => Ok(rows),
        _ => Err(incomplete(response, "list of rows")),
    }
}

/// Reads an incident, whichever.
pub(in crate::systems) fn incident(table: &'static Table, context: &Context<'_>) -> Call<Verdict> {
    let query = "?sysparm_limit=1&sysparm_fields=sys_id,number,correlation_id";
    Call::new(Request::get(context.url(&table.path(query))), |context, response| {
        read_incident(table, context, response)
    })
}

fn read_incident(table: &Table, context: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let mut checks = vec![
        Check::passed(CheckId::Product, "ServiceNow answers; it tells its version to administrators only."),
        Check::passed(CheckId::Credentials, "The login was accepted."),
    ];
    let rows = match rows(response) {
        Ok(rows) => rows,
        // The login was accepted: the refusal is about the table.
        Err(error) if error.code.is_refusal() && response.json().is_some_and(|body| refusals::recognises(&body)) => {
            checks.push(Check::failed(CheckId::Place, error));
            return Ok(Verdict { ends: true, ..checks.into() });
        }
        Err(error) => return Err(error),
    };
    let rights = if requests::uses_table_api(context.connector) { table.rights } else { table.import_rights };
    let message = format!("ServiceNow does not tell what an account may write. It needs {rights}.");
    checks.push(Check::cannot_tell(CheckId::Permissions, message));
    let mut facts = None;
    match rows.first() {
        Some(row) => {
            checks.push(Check::passed(CheckId::Place, format!("The table {} can be read.", table.name)));
            checks.push(if row.get("correlation_id").is_some() {
                Check::passed(CheckId::Fields, "The mark in correlation_id can be read.")
            } else {
                let message = "The account cannot read correlation_id, by which an incident is found again.";
                Check::failed(CheckId::Fields, Error::with(Code::MarkUnreadable, message))
            });
            facts = Some(context.facts.with(|facts: &mut Facts| facts.sees_incident = true));
        }
        None => {
            let name = table.name;
            let message = format!("The table {name} answers without any: none is there, or the account may see none.");
            checks.push(Check::cannot_tell(CheckId::Place, message));
            let message =
                "Without an incident to look at it is not known whether correlation_id and the journal can be read.";
            checks.push(Check::cannot_tell(CheckId::Fields, message));
        }
    }
    Ok(Verdict { checks, facts, ..Verdict::default() })
}

/// Looks for Elastic's app, where the connector goes through it.
pub(in crate::systems) fn app(table: &Table, context: &Context<'_>) -> Option<Call<Verdict>> {
    let needed = !requests::uses_table_api(context.connector);
    needed.then(|| Call::new(requests::health(table, context), |_, response| read_app(response)))
}

fn read_app(response: &Response) -> Result<Verdict, Error> {
    let check = match answers::health(response) {
        Ok(version) => Check::passed(CheckId::Place, format!("Elastic's app is there, version {version}.")),
        Err(error) if error.code == Code::AppMissing => Check::failed(CheckId::Place, error),
        Err(error) => return Err(error),
    };
    Ok(vec![check].into())
}

/// Reads the journals of a few incidents, where there is one to read.
pub(in crate::systems) fn journal(table: &'static Table, context: &Context<'_>) -> Option<Call<Verdict>> {
    let sees_incident = context.facts::<Facts>().is_some_and(|facts| facts.sees_incident);
    let query = "?sysparm_limit=3&sysparm_display_value=true&sysparm_fields=sys_id,comments,work_notes";
    let read = move |context: &Context<'_>, response: &Response| read_journal(table, context, response);
    sees_incident.then(|| Call::new(Request::get(context.url(&table.path(query))), read))
}

/// A field that an access rule hides is not in the answer; an empty journal proves nothing.
fn read_journal(table: &Table, context: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let rows = rows(response)?;
    let field = requests::journal_field(table, context.connector);
    let names = if field == "work_notes" { vec![field] } else { vec![field, "work_notes"] };
    let hidden: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| !rows.is_empty() && rows.iter().all(|row| row.get(*name).is_none()))
        .collect();
    let entry = |name: &&str| rows.iter().any(|row| answer::text(row.get(*name)).is_some());
    let check = if !hidden.is_empty() {
        let message = format!("The account cannot read the journal: {} is hidden.", hidden.join(", "));
        Check::warning(CheckId::Fields, Error::with(Code::CommentsUnreadable, message))
    } else if names.iter().any(entry) {
        Check::passed(CheckId::Fields, "The journal can be read.")
    } else {
        let message =
            "The journals of the incidents that were read are empty, so it is not known whether others can be read.";
        Check::cannot_tell(CheckId::Fields, message)
    };
    Ok(vec![check].into())
}

/// Reads the mandatory fields, and one that every instance has: without it an empty answer could not be told
/// from one that an access rule has emptied.
pub(in crate::systems) fn mandatory(table: &'static Table, context: &Context<'_>) -> Call<Verdict> {
    let query = format!("nameINtask,{}^mandatory=true^ORelement=number^active=true", table.name);
    let fields = "name,element,column_label,mandatory,default_value";
    let query = format!("sysparm_query={}&sysparm_fields={fields}&sysparm_limit=200", encode_component(&query));
    let request = Request::get(context.url(&format!("/api/now/table/sys_dictionary?{query}")));
    Call::new(request, |context, response| read_mandatory(table, context, response))
}

fn read_mandatory(table: &Table, context: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let cannot_tell = |why: &str| {
        let message = format!("Which fields are mandatory is not known: {why}.");
        Verdict::from(vec![Check::cannot_tell(CheckId::Fields, message)])
    };
    let rows = match rows(response) {
        Ok(rows) => rows,
        Err(error) if matches!(error.code, Code::Forbidden | Code::NotFound) => {
            return Ok(cannot_tell("the account may not read the dictionary"));
        }
        Err(error) => return Err(error),
    };
    let is = |row: &Value, name: &str, value: &str| row.get(name).and_then(Value::as_str) == Some(value);
    if !rows.iter().any(|row| is(row, "element", "number")) {
        return Ok(cannot_tell("the account may not read the dictionary"));
    }
    let set: Vec<&str> =
        mapped(context).chain(["correlation_id", "correlation_display", "work_notes", "number"]).collect();
    // An instance that ignores a part of the query answers other rows as well.
    let unfilled = rows.iter().filter(|row| {
        let element = row.get("element").and_then(Value::as_str).unwrap_or_default();
        let ours = is(row, "name", "task") || is(row, "name", table.name);
        let default = answer::text(row.get("default_value")).is_some();
        ours && is(row, "mandatory", "true") && !default && !set.contains(&element)
    });
    let named = |row: &Value| {
        let text = |name| answer::text(row.get(name)).unwrap_or_default();
        format!("{} ({})", text("column_label"), text("element"))
    };
    let unfilled: Vec<String> = unfilled.map(named).collect();
    let fine = || Check::passed(CheckId::Fields, "The dictionary has no mandatory field that stays empty.");
    Ok(vec![required(&unfilled, "ServiceNow").unwrap_or_else(fine)].into())
}
