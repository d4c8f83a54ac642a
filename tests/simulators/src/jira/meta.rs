//! What a client asks about the site before it writes.

use super::{
    Deployment, System,
    catalog::{
        self, DEFAULT_PRIORITY, FIELDS, Field, IssueType, Kind, PRIORITIES, Project, SYSTEMS, TEAMS, VECTORS,
        find_project,
    },
    errors::{Errors, no_issue},
    fields::Screen,
};
use crate::shared::{
    Params, Query,
    answer::{self, Outcome, Refusal},
    clock,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::{Map, Value, json};

/// Permissions that exist, and whether the account has them.
const PERMISSIONS: [(&str, &str, bool); 6] = [
    ("BROWSE_PROJECTS", "Browse Projects", true),
    ("CREATE_ISSUES", "Create Issues", true),
    ("EDIT_ISSUES", "Edit Issues", true),
    ("ADD_COMMENTS", "Add Comments", true),
    ("DELETE_ISSUES", "Delete Issues", false),
    ("ADMINISTER", "Administer Jira", false),
];

pub(super) async fn issue_types(State(system): System, Path(project): Path<String>, Query(params): Query) -> Outcome {
    let project = known(&project)?;
    let types = project.types().map(|kind| kind.to_value(&system.hub.base));
    Ok(page(system.deployment, "issueTypes", types.collect(), &params))
}

pub(super) async fn fields_of_type(
    State(system): System,
    Path((project, kind)): Path<(String, String)>,
    Query(params): Query,
) -> Outcome {
    let project = known(&project)?;
    let kind = project
        .types()
        .find(|it| it.id == kind)
        .ok_or_else(|| Errors::message("The issue type does not exist in this project.").refusal(404))?;
    let settings = system.hub.settings();
    let required = &settings.required_fields;
    let fields = FIELDS
        .iter()
        .filter(|field| Screen::Create.has(field.id, &settings))
        .filter(|field| field.kind != Kind::Parent || kind.subtask)
        .map(|field| describe(field, project, kind, required, &system.hub.base));
    Ok(page(system.deployment, "fields", fields.collect(), &params))
}

/// The screen that edits an issue, whole: an object by the fields' ids. Cloud repeats the id as `key`, Data Center as `fieldId`.
///
/// Assumption: without the parent of a sub-task, which the interface does not change.
pub(super) async fn edit_screen(State(system): System, Path(issue): Path<String>) -> Outcome {
    let store = system.store();
    let issue = store.find(&issue).ok_or_else(no_issue)?;
    let settings = system.hub.settings();
    let other_id = if system.is_cloud() { "fieldId" } else { "key" };
    let comment = json!({
        "required": false,
        "schema": { "type": "comments-page", "system": "comment" },
        "name": "Comment",
        "key": "comment",
        "fieldId": "comment",
        "hasDefaultValue": false,
        "operations": ["add", "edit", "remove"],
    });
    let of_issue = FIELDS
        .iter()
        .filter(|field| !matches!(field.kind, Kind::Project | Kind::Parent) && Screen::Edit.has(field.id, &settings))
        .map(|field| {
            let mut shown = describe(field, issue.project, issue.kind, &settings.required_fields, &system.hub.base);
            if field.kind == Kind::IssueType {
                let types = issue.project.types().filter(|kind| kind.subtask == issue.kind.subtask);
                shown["allowedValues"] = types.map(|kind| kind.to_value(&system.hub.base)).collect();
            }
            (field.id, shown)
        });
    let fields: Map<_, _> = of_issue
        .chain([("comment", comment)])
        .map(|(id, mut shown)| {
            shown.as_object_mut().map(|shown| shown.remove(other_id));
            (id.to_owned(), shown)
        })
        .collect();
    Ok(answer::json(200, &json!({ "fields": fields })))
}

/// A page of a list. The two deployments name the list differently.
fn page(deployment: Deployment, name: &str, items: Vec<Value>, params: &Params) -> Response {
    let number = |name: &str| params.get(name).and_then(|it| it.parse::<usize>().ok());
    let start = number("startAt").unwrap_or(0);
    let most = number("maxResults").unwrap_or(50).min(200);
    let total = items.len();
    let shown: Vec<_> = items.into_iter().skip(start).take(most).collect();
    let last = start + shown.len() >= total;
    let mut body = json!({ "startAt": start, "maxResults": most, "total": total });
    match deployment {
        Deployment::Cloud => body[name] = shown.into(),
        Deployment::DataCenter => {
            body["isLast"] = last.into();
            body["values"] = shown.into();
        }
    }
    answer::json(200, &body)
}

fn describe(field: &Field, project: &Project, kind: &IssueType, required: &[String], base: &str) -> Value {
    let always = matches!(field.kind, Kind::Project | Kind::IssueType | Kind::Summary | Kind::Parent);
    let mut shown = json!({
        "required": always || catalog::is_required(required, kind, field.id),
        "schema": schema(field),
        "name": field.name,
        "key": field.id,
        "fieldId": field.id,
        "hasDefaultValue": field.kind == Kind::Priority,
        "operations": match field.kind {
            Kind::Labels | Kind::Systems => json!(["add", "set", "remove"]),
            _ => json!(["set"]),
        },
    });
    match field.kind {
        Kind::Project => shown["allowedValues"] = json!([project.to_value(base)]),
        Kind::IssueType => shown["allowedValues"] = json!([kind.to_value(base)]),
        Kind::Priority => {
            shown["allowedValues"] = priorities_list(base);
            shown["defaultValue"] = catalog::priority(base, DEFAULT_PRIORITY);
        }
        Kind::Team => {
            shown["allowedValues"] = TEAMS.iter().map(|(id, value)| json!({ "id": id, "value": value })).collect();
        }
        Kind::Systems => {
            shown["allowedValues"] = SYSTEMS.iter().map(|(id, value)| json!({ "id": id, "value": value })).collect();
        }
        Kind::Vector => {
            let below = |list: &[(&str, &str)]| -> Value {
                list.iter().map(|(id, value)| json!({ "id": id, "value": value })).collect()
            };
            let vector =
                |(id, value, list): &catalog::Cascade| json!({ "id": id, "value": value, "children": below(list) });
            shown["allowedValues"] = VECTORS.iter().map(vector).collect();
        }
        Kind::User => {
            shown["autoCompleteUrl"] =
                format!("{base}/rest/api/latest/user/assignable/search?project={}&query=", project.key).into();
        }
        _ => {}
    }
    shown
}

fn schema(field: &Field) -> Value {
    let kind = match field.kind {
        Kind::Project => "project",
        Kind::IssueType => "issuetype",
        Kind::Parent => "issuelink",
        Kind::Labels | Kind::Systems => "array",
        Kind::Vector => "option-with-child",
        Kind::Moment => "datetime",
        Kind::Priority => "priority",
        Kind::User => "user",
        Kind::Date => "date",
        Kind::Number => "number",
        Kind::Team => "option",
        Kind::Summary | Kind::LongText | Kind::Line => "string",
    };
    let mut schema = json!({ "type": kind });
    if field.kind == Kind::Labels {
        schema["items"] = "string".into();
    }
    if field.kind == Kind::Systems {
        schema["items"] = "option".into();
    }
    match field.id.strip_prefix("customfield_") {
        None => schema["system"] = field.id.into(),
        Some(number) => {
            let custom = match field.kind {
                Kind::Team => "select",
                Kind::Number => "float",
                Kind::LongText => "textarea",
                Kind::Vector => "cascadingselect",
                Kind::User => "userpicker",
                Kind::Moment => "datetime",
                Kind::Systems => "multicheckboxes",
                _ => "textfield",
            };
            schema["custom"] = format!("com.atlassian.jira.plugin.system.customfieldtypes:{custom}").into();
            schema["customId"] = number.parse::<u32>().unwrap_or_default().into();
        }
    }
    schema
}

pub(super) async fn project(State(system): System, Path(project): Path<String>) -> Outcome {
    let project = known(&project)?;
    let base = &system.hub.base;
    let mut shown = project.to_value(base);
    shown["lead"] = catalog::person(system.deployment, base, 0);
    shown["issueTypes"] = project.types().map(|kind| kind.to_value(base)).collect();
    Ok(answer::json(200, &shown))
}

pub(super) fn known(project: &str) -> Result<&'static Project, Refusal> {
    find_project(project)
        .ok_or_else(|| Errors::message(&format!("No project could be found with key '{project}'.")).refusal(404))
}

pub(super) async fn priorities(State(system): System) -> Response {
    answer::json(200, &priorities_list(&system.hub.base))
}

fn priorities_list(base: &str) -> Value {
    let list = PRIORITIES.iter();
    list.map(|(id, _)| catalog::priority(base, id)).collect()
}

pub(super) async fn all_fields() -> Response {
    let field = |field: &Field| {
        json!({
            "id": field.id,
            "key": field.id,
            "name": field.name,
            "custom": field.id.starts_with("customfield_"),
            "orderable": true,
            "navigable": true,
            "searchable": true,
            "clauseNames": [field.id],
            "schema": schema(field),
        })
    };
    answer::json(200, &FIELDS.iter().map(field).collect())
}

pub(super) async fn myself(State(system): System) -> Response {
    let person = catalog::person(system.deployment, &system.hub.base, system.hub.settings().person);
    answer::json(200, &person)
}

pub(super) async fn permissions(State(system): System, Query(params): Query) -> Outcome {
    let asked = params.get("permissions").filter(|list| !list.is_empty());
    if asked.is_none() && system.is_cloud() {
        let message = "The 'permissions' query parameter is required.";
        return Err(Errors::message(message).refusal(400));
    }
    let asked: Vec<_> = asked.map_or(Vec::new(), |list| list.split(',').collect());
    let unknown = |name: &&&str| !PERMISSIONS.iter().any(|known| known.0 == **name);
    if let Some(name) = asked.iter().find(unknown) {
        return Err(Errors::message(&format!("Unrecognized permission: {name}")).refusal(400));
    }
    let shown: Map<_, _> = PERMISSIONS
        .iter()
        .filter(|known| asked.is_empty() || asked.contains(&known.0))
        .map(|(key, name, have)| {
            let shown = json!({
                "id": "0", "key": key, "name": name, "type": "PROJECT",
                "description": name, "havePermission": have,
            });
            ((*key).to_owned(), shown)
        })
        .collect();
    Ok(answer::json(200, &json!({ "permissions": shown })))
}

pub(super) async fn server_info(State(system): System) -> Response {
    let (version, numbers, kind) = match system.deployment {
        Deployment::Cloud => ("1001.0.0-SNAPSHOT", [1001, 0, 0], "Cloud"),
        Deployment::DataCenter => ("10.3.0", [10, 3, 0], "Server"),
    };
    answer::json(
        200,
        &json!({
            "baseUrl": system.hub.base,
            "version": version,
            "versionNumbers": numbers,
            "deploymentType": kind,
            "buildNumber": 100_300,
            "buildDate": "2026-01-01T00:00:00.000+0000",
            "serverTime": clock::jira(clock::now()),
            "scmInfo": "simulated",
            "serverTitle": "Simulated Jira",
        }),
    )
}
