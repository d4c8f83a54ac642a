//! What a checkup asks ServiceNow.

use super::{answers, requests};
use crate::error::{Code, Error};
use crate::http::{Request, Response};
use crate::systems::Context;
use crate::systems::answer::{self, incomplete};
use crate::systems::exam::{Check, CheckId, Question, Told, mapped, required};
use crate::url::encode_component;
use serde_json::Value;

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        label: "Logging in and reading an incident",
        about: CheckId::Product,
        anonymous: false,
        decisive: true,
        ask: |context| {
            let query = "sysparm_limit=1&sysparm_fields=sys_id,number,correlation_id";
            Some(Request::get(context.url(&format!("{}?{query}", requests::TABLE))))
        },
        read: incident,
    },
    Question {
        label: "Looking for Elastic's app",
        about: CheckId::Place,
        anonymous: false,
        decisive: false,
        ask: |context| (!requests::uses_table_api(context.connector)).then(|| requests::health(context)),
        read: app,
    },
    Question {
        label: "Reading the journal",
        about: CheckId::Fields,
        anonymous: false,
        decisive: false,
        ask: |context| {
            let query = "sysparm_limit=3&sysparm_display_value=true&sysparm_fields=sys_id,comments,work_notes";
            context.learned("row").map(|_| Request::get(context.url(&format!("{}?{query}", requests::TABLE))))
        },
        read: journal,
    },
    Question {
        label: "Reading which fields are mandatory",
        about: CheckId::Fields,
        anonymous: false,
        decisive: false,
        ask: |context| Some(Request::get(context.url(&dictionary()))),
        read: mandatory,
    },
];

/// The mandatory fields, and one that every instance has: without it an empty answer could not be told
/// from one that an access rule has emptied.
fn dictionary() -> String {
    let query = encode_component("nameINtask,incident^mandatory=true^ORelement=number^active=true");
    let fields = "name,element,column_label,mandatory,default_value";
    format!("/api/now/table/sys_dictionary?sysparm_query={query}&sysparm_fields={fields}&sysparm_limit=200")
}

pub(super) fn speaks(body: &Value) -> bool {
    let failure = body.get("status").and_then(Value::as_str) == Some("failure");
    failure && body.get("error").is_some_and(|error| error.get("message").is_some())
}

pub(super) fn cors_remedy(origin: &str) -> String {
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

fn incident(context: &Context<'_>, response: &Response) -> Result<Told, Error> {
    let mut checks = vec![
        Check::passed(CheckId::Product, "ServiceNow answers; it tells its version to administrators only."),
        Check::passed(CheckId::Credentials, "The login was accepted."),
    ];
    let rows = match rows(response) {
        Ok(rows) => rows,
        // The login was accepted: the refusal is about the table.
        Err(error)
            if matches!(error.code, Code::Forbidden | Code::NotFound | Code::Rejected)
                && response.json().is_some_and(|body| speaks(&body)) =>
        {
            checks.push(Check::failed(CheckId::Place, error));
            return Ok(Told { ends: true, ..checks.into() });
        }
        Err(error) => return Err(error),
    };
    let rights = if requests::uses_table_api(context.connector) {
        "the role itil, or rules that let it create and write incidents and their journal"
    } else {
        "the role itil, import_set_loader and import_transformer, or rules that allow the same"
    };
    let message = format!("ServiceNow does not tell what an account may write. It needs {rights}.");
    checks.push(Check::untold(CheckId::Permissions, message));
    let mut told = Told::default();
    match rows.first() {
        Some(row) => {
            checks.push(Check::passed(CheckId::Place, "The table incident can be read."));
            checks.push(if row.get("correlation_id").is_some() {
                Check::passed(CheckId::Fields, "The mark in correlation_id can be read.")
            } else {
                let message = "The account cannot read correlation_id, by which an incident is found again.";
                Check::failed(CheckId::Fields, Error::with(Code::MarkUnreadable, message))
            });
            told.learned.insert("row".into(), Value::Bool(true));
        }
        None => {
            let message = "The table incident answers without any: none is there, or the account may see none.";
            checks.push(Check::untold(CheckId::Place, message));
            let message =
                "Without an incident to look at it is not known whether correlation_id and the journal can be read.";
            checks.push(Check::untold(CheckId::Fields, message));
        }
    }
    Ok(Told { checks, ..told })
}

fn app(_: &Context<'_>, response: &Response) -> Result<Told, Error> {
    let check = match answers::health(response) {
        Ok(learned) => {
            let version = answer::text(learned.get("app")).unwrap_or_default();
            Check::passed(CheckId::Place, format!("Elastic's app is there, version {version}."))
        }
        Err(error) if error.code == Code::AppMissing => Check::failed(CheckId::Place, error),
        Err(error) => return Err(error),
    };
    Ok(vec![check].into())
}

/// A field that an access rule hides is not in the answer; an empty journal proves nothing.
fn journal(context: &Context<'_>, response: &Response) -> Result<Told, Error> {
    let rows = rows(response)?;
    let field = requests::journal_field(context.connector);
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
        Check::untold(CheckId::Fields, message)
    };
    Ok(vec![check].into())
}

fn mandatory(context: &Context<'_>, response: &Response) -> Result<Told, Error> {
    let untold = |why: &str| {
        let message = format!("Which fields are mandatory is not known: {why}.");
        Told::from(vec![Check::untold(CheckId::Fields, message)])
    };
    let rows = match rows(response) {
        Ok(rows) => rows,
        Err(error) if matches!(error.code, Code::Forbidden | Code::NotFound) => {
            return Ok(untold("the account may not read the dictionary"));
        }
        Err(error) => return Err(error),
    };
    let is = |row: &Value, name: &str, value: &str| row.get(name).and_then(Value::as_str) == Some(value);
    if !rows.iter().any(|row| is(row, "element", "number")) {
        return Ok(untold("the account may not read the dictionary"));
    }
    let set: Vec<&str> =
        mapped(context).chain(["correlation_id", "correlation_display", "work_notes", "number"]).collect();
    // An instance that ignores a part of the query answers other rows as well.
    let unfilled = rows.iter().filter(|row| {
        let element = row.get("element").and_then(Value::as_str).unwrap_or_default();
        let ours = is(row, "name", "task") || is(row, "name", "incident");
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
