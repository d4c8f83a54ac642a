//! What a checkup asks Jira.

use super::deployment::{Deployment, deployment, known};
use super::facts::Facts;
use super::{answers, refusals, requests};
use crate::connector::Deployed;
use crate::error::{Code, Error};
use crate::http::{Request, Response};
use crate::systems::answer::{self, incomplete};
use crate::systems::checks::{Check, CheckId, Checks, Question, Verdict, mapped, required};
use crate::systems::{Call, Connector, Context};
use crate::url::encode_component;
use serde_json::Value;

pub(super) static CHECKS: Checks = Checks { questions: QUESTIONS, recognises: refusals::recognises, cors_remedy };

const QUESTIONS: &[Question] = &[
    Question {
        label: "Asking which Jira it is",
        about: CheckId::Product,
        anonymous: true,
        decisive: true,
        ask: |context| Some(Call::new(requests::server_info(context), server_info)),
    },
    Question {
        label: "Logging in",
        about: CheckId::Credentials,
        anonymous: false,
        decisive: true,
        ask: |context| read(context, "/rest/api/2/myself", myself),
    },
    Question {
        label: "Reading the project",
        about: CheckId::Place,
        anonymous: false,
        decisive: true,
        ask: |context| read(context, &format!("/rest/api/2/project/{}", project_key(context)), project),
    },
    Question {
        label: "Asking what the account may do",
        about: CheckId::Permissions,
        anonymous: false,
        decisive: false,
        ask: |context| {
            let names = PERMISSIONS.map(|(name, _)| name).join(",");
            let query = format!("projectKey={}&permissions={names}", project_key(context));
            read(context, &format!("/rest/api/2/mypermissions?{query}"), permissions)
        },
    },
    Question {
        label: "Reading the issue types",
        about: CheckId::Fields,
        anonymous: false,
        decisive: false,
        ask: |context| Some(Call::new(requests::issue_types(context), issue_types)),
    },
    Question {
        label: "Reading the fields of a new issue",
        about: CheckId::Fields,
        anonymous: false,
        decisive: false,
        ask: |context| {
            let id = context.facts::<Facts>()?.issue_type.as_deref()?;
            Some(Call::new(requests::fields_of_type(context, id), fields_of_type))
        },
    },
];

type Reader = fn(&Context<'_>, &Response) -> Result<Verdict, Error>;

fn read(context: &Context<'_>, path: &str, reader: Reader) -> Option<Call<Verdict>> {
    Some(Call::new(Request::get(context.url(path)), reader))
}

/// What a push needs; the names for people are Jira's own.
const PERMISSIONS: [(&str, &str); 4] = [
    ("BROWSE_PROJECTS", "Browse Projects"),
    ("CREATE_ISSUES", "Create Issues"),
    ("EDIT_ISSUES", "Edit Issues"),
    ("ADD_COMMENTS", "Add Comments"),
];

fn project_key(context: &Context<'_>) -> String {
    encode_component(context.connector.place())
}

fn cors_remedy(connector: &Connector, origin: &str) -> String {
    match deployment(connector) {
        Deployment::Cloud => {
            "Jira Cloud has no setting for it and takes no writes from other web sites: use a gateway.".to_owned()
        }
        Deployment::DataCenter => format!(
            "Ask a Jira administrator to add {origin} to the allowlist (System > Security > Allowlist) with \"Allow incoming\" ticked, or use a gateway."
        ),
    }
}

fn server_info(context: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let (deployed, version) = answers::deployed(response)?;
    let (name, other) = match deployed {
        Deployed::Cloud => ("Jira Cloud", "Data Center"),
        _ => ("Jira Data Center", "Cloud"),
    };
    let check = match (deployed, known(context.connector)) {
        (Deployed::Cloud, Some(Deployment::Cloud))
        | (Deployed::DataCenter | Deployed::Untold, None | Some(Deployment::DataCenter)) => {
            Check::passed(CheckId::Product, format!("{name} {version} answers."))
        }
        (_, Some(_)) => {
            let message = format!("{name} {version} answers, and the connector takes it for {other}.");
            Check::failed(CheckId::Product, Error::with(Code::DeploymentWrong, message))
        }
        // It is treated as such; with the deployment chosen nobody has to find out.
        (_, None) => {
            let message = format!(
                "{name} {version} answers, which its URL does not show: choose Jira Cloud as the deployment in the advanced part."
            );
            Check::warning(CheckId::Product, Error::with(Code::DeploymentWrong, message))
        }
    };
    Ok(Verdict { deployed: Some(deployed), ..vec![check].into() })
}

fn myself(_: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let body = answer::json(response, &answers::FAILURES)?;
    let name = ["displayName", "name", "emailAddress"].into_iter().find_map(|name| answer::text(body.get(name)));
    let name = name.ok_or_else(|| incomplete(response, "name of the account"))?;
    Ok(vec![Check::passed(CheckId::Credentials, format!("Logged in as {name}."))].into())
}

fn project(context: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let key = context.connector.place();
    let body = answer::json(response, &answers::FAILURES).map_err(|error| match error.code {
        Code::NotFound => {
            let message = format!("The account sees no project with the key {key}.");
            error.saying(message).coded(Code::ProjectMissing)
        }
        _ => error,
    })?;
    let name = answer::text(body.get("name")).ok_or_else(|| incomplete(response, "name of the project"))?;
    Ok(vec![Check::passed(CheckId::Place, format!("{key} is the project {name}."))].into())
}

fn permissions(_: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let body = answer::json(response, &answers::FAILURES)?;
    let mut missing = Vec::new();
    for (name, words) in PERMISSIONS {
        let permission = body.get("permissions").and_then(|all| all.get(name));
        let have = permission.and_then(|permission| permission.get("havePermission")).and_then(Value::as_bool);
        if !have.ok_or_else(|| incomplete(response, &format!("permission {name}")))? {
            missing.push(words);
        }
    }
    let check = if missing.is_empty() {
        Check::passed(CheckId::Permissions, "The account may browse, create, edit and comment.")
    } else {
        let message = format!("In this project the account lacks: {}.", missing.join(", "));
        Check::failed(CheckId::Permissions, Error::with(Code::PermissionMissing, message))
    };
    Ok(vec![check].into())
}

fn issue_types(context: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let nothing = |error: Error| match error.code {
        Code::IssueTypeMissing => Ok(Verdict { ends: true, ..vec![Check::failed(CheckId::Fields, error)].into() }),
        _ => Err(error),
    };
    let mut first = match answers::first_issue_type(response) {
        Ok(first) => first,
        Err(error) => return nothing(error),
    };
    let body = answer::json(response, &answers::FAILURES)?;
    let (types, all) = answers::list(&body, "issueTypes").ok_or_else(|| incomplete(response, "list of issue types"))?;
    let named = |kind: &Value| {
        let (name, id) = (answer::text(kind.get("name")), answer::text(kind.get("id")));
        format!("{} ({})", name.unwrap_or_default(), id.unwrap_or_default())
    };
    let names: Vec<String> = types.iter().map(named).collect();
    let found = format!("Issue types found: {}.", names.join(", "));
    if let Some(id) = context.connector.advanced("defaultIssueType") {
        if all && !types.iter().any(|kind| answer::text(kind.get("id")).as_deref() == Some(id)) {
            let message = format!("The project has no issue type with the id {id}. {found}");
            return nothing(Error::with(Code::IssueTypeMissing, message));
        }
        first = id.to_owned();
    }
    let facts = context.facts.with(|facts: &mut Facts| facts.issue_type = Some(first));
    Ok(Verdict { facts: Some(facts), ..vec![Check::passed(CheckId::Fields, found)].into() })
}

fn fields_of_type(context: &Context<'_>, response: &Response) -> Result<Verdict, Error> {
    let body = answer::json(response, &answers::FAILURES)?;
    let (form, all) = answers::list(&body, "fields").ok_or_else(|| incomplete(response, "list of fields"))?;
    let id = |field: &Value| answer::text(field.get("fieldId")).or_else(|| answer::text(field.get("key")));
    // The mark is a label.
    let filled: Vec<&str> = mapped(context).filter(|name| *name != "comments").chain(["labels"]).collect();
    // Who logs in is the reporter, though Jira calls that field required.
    let by_itself = ["project", "issuetype", "reporter"];
    let unfilled = |field: &&Value| {
        let id = id(field).unwrap_or_default();
        let flag = |name: &str| field.get(name) == Some(&Value::Bool(true));
        let known = filled.contains(&id.as_str()) || by_itself.contains(&id.as_str());
        flag("required") && !flag("hasDefaultValue") && !known
    };
    let named = |field: &Value| {
        format!("{} ({})", answer::text(field.get("name")).unwrap_or_default(), id(field).unwrap_or_default())
    };
    let unfilled: Vec<String> = form.iter().filter(unfilled).map(named).collect();
    let mut checks: Vec<Check> = required(&unfilled, "Jira").into_iter().collect();
    let is_there = |name: &str| form.iter().any(|field| id(field).as_deref() == Some(name));
    let mut missing: Vec<&str> = filled.iter().copied().filter(|name| all && !is_there(name)).collect();
    missing.dedup();
    if !missing.is_empty() {
        let message = format!("The create screen lacks fields that a push fills: {}.", missing.join(", "));
        checks.push(Check::failed(CheckId::Fields, Error::with(Code::FieldsMissing, message)));
    }
    if checks.is_empty() {
        checks.push(Check::passed(CheckId::Fields, "Every field that a new issue requires is filled."));
    }
    Ok(checks.into())
}
