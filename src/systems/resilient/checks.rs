//! What a checkup asks IBM Resilient.

use super::requests::{self, MARK_FIELD};
use super::{answers, refusals};
use crate::error::{Code, Error};
use crate::http::{Method, Request, Response};
use crate::systems::answer::{self, incomplete};
use crate::systems::checks::{Check, CheckId, Checks, Question, Verdict, mapped, required};
use crate::systems::{Call, Connector, Context};
use serde_json::{Value, json};

pub(super) static CHECKS: Checks = Checks { questions: QUESTIONS, recognises: refusals::recognises, cors_remedy };

const QUESTIONS: &[Question] = &[
    Question {
        label: "Logging in",
        about: CheckId::Product,
        anonymous: false,
        decisive: true,
        ask: |context| Some(Call::new(Request::get(context.url("/rest/session")), session)),
    },
    Question {
        label: "Asking for the version",
        about: CheckId::Product,
        anonymous: false,
        decisive: false,
        ask: |context| Some(Call::new(Request::get(context.url("/rest/const")), version)),
    },
    Question {
        label: "Searching incidents",
        about: CheckId::Permissions,
        anonymous: false,
        decisive: false,
        ask: |context| {
            let open = json!({ "field_name": "plan_status", "method": "equals", "value": "A" });
            let body = json!({ "filters": [{ "conditions": [open] }], "start": 0, "length": 1 });
            Some(Call::new(Request::json(Method::Post, requests::search(context), &body), search))
        },
    },
    Question {
        label: "Reading the fields of an incident",
        about: CheckId::Fields,
        anonymous: false,
        decisive: false,
        ask: |context| Some(Call::new(requests::field_types(context), fields)),
    },
];

fn cors_remedy(_: &Connector, origin: &str) -> String {
    format!("IBM documents no setting that lets pages of {origin} call it: use a gateway.")
}

fn session(context: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let body = answers::read(response)?;
    let orgs =
        body.get("orgs").and_then(Value::as_array).ok_or_else(|| incomplete(response, "list of organizations"))?;
    let mut checks = vec![
        Check::passed(CheckId::Product, "IBM Resilient answers."),
        Check::passed(CheckId::Credentials, "The API key was accepted."),
    ];
    let wanted = context.connector.place();
    let text = |org: &Value, name: &str| answer::text(org.get(name)).unwrap_or_default();
    match orgs.iter().find(|org| text(org, "id").trim_start_matches('0') == wanted.trim_start_matches('0')) {
        Some(org) => {
            checks.push(Check::passed(CheckId::Place, format!("{wanted} is the organization {}.", text(org, "name"))));
            Ok(checks.into())
        }
        None => {
            let own: Vec<String> =
                orgs.iter().map(|org| format!("{} ({})", text(org, "id"), text(org, "name"))).collect();
            let message = format!(
                "The API key does not belong to the organization {wanted}. It belongs to: {}.",
                if own.is_empty() { "none".to_owned() } else { own.join(", ") }
            );
            checks.push(Check::failed(CheckId::Place, Error::with(Code::OrganizationMissing, message)));
            Ok(Verdict { ends: true, ..checks.into() })
        }
    }
}

/// Good to know, and no trouble where it is not told.
fn version(_: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let body = answers::read(response).unwrap_or_default();
    let version = body.get("server_version").and_then(|server| answer::text(server.get("version")));
    let check = version.map(|version| Check::passed(CheckId::Product, format!("Its version is {version}.")));
    Ok(check.into_iter().collect::<Vec<_>>().into())
}

fn search(_: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let body = match answers::read(response) {
        Ok(body) => body,
        Err(error) if error.code == Code::Forbidden => {
            return Ok(vec![Check::failed(CheckId::Permissions, error)].into());
        }
        Err(error) => return Err(error),
    };
    body.get("data").and_then(Value::as_array).ok_or_else(|| incomplete(response, "list of incidents"))?;
    let message = "The API key may search incidents. Whether it may create and edit them and add comments cannot be told by reading.";
    Ok(vec![Check::cannot_tell(CheckId::Permissions, message)].into())
}

fn fields(context: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let body = answers::read(response)?;
    let list = body.as_array().ok_or_else(|| incomplete(response, "list of fields"))?;
    let text = |field: &Value, name: &str| answer::text(field.get(name)).unwrap_or_default();
    let set: Vec<&str> = mapped(context).chain(["discovered_date", MARK_FIELD]).collect();
    let unfilled = |field: &&Value| text(field, "required") == "always" && !set.contains(&text(field, "name").as_str());
    let named = |field: &Value| format!("{} ({})", text(field, "text"), text(field, "name"));
    let unfilled: Vec<String> = list.iter().filter(unfilled).map(named).collect();
    let mut checks: Vec<Check> = required(&unfilled, "IBM Resilient").into_iter().collect();
    let is_mark = |field: &Value| text(field, "name") == MARK_FIELD && text(field, "input_type") == "text";
    checks.push(if list.iter().any(is_mark) {
        Check::passed(CheckId::Fields, format!("The field of the mark, {MARK_FIELD}, is there."))
    } else {
        let message = format!("The organization has no text field {MARK_FIELD} on the incident.");
        Check::warning(CheckId::Fields, Error::with(Code::MarkFieldMissing, message))
    });
    Ok(checks.into())
}
