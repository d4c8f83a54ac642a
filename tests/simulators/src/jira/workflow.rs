//! The status of an issue: the workflow of every project has three, and a transition to each of the others.

use super::{
    System, Version, comment,
    errors::{Errors, no_issue},
    fields::Screen,
    json_object,
    store::Issue,
};
use crate::shared::{
    Query,
    answer::{self, Outcome},
    settings::Settings,
};
use axum::{
    Extension,
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
};
use serde_json::{Map, Value, json};

/// A status of the workflow.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Status {
    id: &'static str,
    name: &'static str,
    category: (u32, &'static str, &'static str),
    /// The transition that leads to it, and its name.
    transition: (&'static str, &'static str),
}

static STATUSES: [Status; 3] = [
    Status { id: "10000", name: "To Do", category: (2, "new", "To Do"), transition: ("11", "Back to the list") },
    Status {
        id: "3",
        name: "In Progress",
        category: (4, "indeterminate", "In Progress"),
        transition: ("21", "Start progress"),
    },
    Status { id: "10002", name: "Done", category: (3, "done", "Done"), transition: ("31", "Finish") },
];

/// Two more ends, where a workflow has several: of the same category, and the same without a screen.
static ENDS: [Status; 2] = [
    Status { id: "10003", name: "Cancelled", category: (3, "done", "Done"), transition: ("41", "Cancel") },
    Status { id: "10002", name: "Done", category: (3, "done", "Done"), transition: (WITHOUT_SCREEN, "Finish at once") },
];

const WITHOUT_SCREEN: &str = "32";

/// The status of a new issue.
pub(super) static FIRST: &Status = &STATUSES[0];

/// What a site offers as resolutions.
const RESOLUTIONS: [(&str, &str); 3] = [("10000", "Done"), ("10001", "Won't Do"), ("10002", "Duplicate")];

impl Status {
    fn is_done(&self) -> bool {
        self.category.1 == "done"
    }

    pub(super) fn to_value(&self, base: &str) -> Value {
        let (id, key, name) = self.category;
        json!({
            "self": format!("{base}/rest/api/2/status/{}", self.id),
            "id": self.id,
            "name": self.name,
            "statusCategory": { "id": id, "key": key, "name": name },
        })
    }
}

/// The resolution of an issue, as it is shown.
pub(super) fn resolution(issue: &Issue) -> Value {
    let named = RESOLUTIONS.iter().find(|(id, _)| Some(*id) == issue.resolution);
    named.map_or(Value::Null, |(id, name)| json!({ "id": id, "name": name }))
}

/// The statuses that the account may move an issue to now. None leads to where it is.
fn offered(issue: &Issue, settings: &Settings) -> impl Iterator<Item = &'static Status> {
    let place = |status: &Status| STATUSES.iter().position(|it| it == status).unwrap_or_default();
    let (now, stepwise) = (place(issue.status), settings.stepwise);
    let usual = STATUSES.iter().filter(move |to| place(to) != now && (!stepwise || place(to).abs_diff(now) == 1));
    let [cancelled, done] = &ENDS;
    let (first, last) = (settings.several_ends.then_some(cancelled), settings.several_ends.then_some(done));
    let is_there = issue.status.id;
    first.into_iter().chain(usual).chain(last).filter(move |to| to.id != is_there)
}

/// What the screen of a transition asks for.
fn screen(to: &Status, settings: &Settings) -> Map<String, Value> {
    let mut fields = Map::new();
    if !to.is_done() || to.transition.0 == WITHOUT_SCREEN {
        return fields;
    }
    let field = |name: &str, kind: &str, operation: &str, required: bool| {
        let label = name[..1].to_uppercase() + &name[1..];
        json!({ "required": required, "schema": { "type": kind, "system": name }, "name": label, "key": name,
            "hasDefaultValue": false, "operations": [operation] })
    };
    for name in &settings.closing_screen {
        let kind = if name == "assignee" { "user" } else { "string" };
        fields.insert(name.clone(), field(name, kind, "set", true));
        fields.insert("comment".to_owned(), field("comment", "comments-page", "add", false));
    }
    if settings.resolution_screen {
        let allowed: Vec<Value> = RESOLUTIONS.iter().map(|(id, name)| json!({ "id": id, "name": name })).collect();
        let schema = json!({ "type": "resolution", "system": "resolution" });
        let field = json!({
            "required": true,
            "schema": schema,
            "name": "Resolution",
            "key": "resolution",
            "hasDefaultValue": false,
            "operations": ["set"],
            "allowedValues": allowed,
        });
        fields.insert("resolution".to_owned(), field);
    }
    fields
}

/// With the fields of the screens only where they are asked for.
pub(super) async fn list(State(system): System, Path(id): Path<String>, Query(params): Query) -> Outcome {
    let store = system.store();
    let issue = &store.issues[store.position(&id).ok_or_else(no_issue)?];
    let settings = system.hub.settings();
    let expand = params.get("expand").is_some_and(|it| it.split(',').any(|it| it == "transitions.fields"));
    let all = offered(issue, &settings).map(|to| {
        let fields = screen(to, &settings);
        let mut shown = json!({
            "id": to.transition.0,
            "name": to.transition.1,
            "to": to.to_value(&system.hub.base),
            "hasScreen": !fields.is_empty(),
            "isGlobal": !settings.stepwise,
            "isInitial": false,
            "isAvailable": true,
            "isConditional": false,
        });
        if expand {
            shown["fields"] = Value::Object(fields);
        }
        shown
    });
    Ok(answer::json(200, &json!({ "expand": "transitions", "transitions": all.collect::<Vec<_>>() })))
}

/// Only fields on the screen are taken, and those that it requires must be there: what is not sent is what the issue has.
pub(super) async fn carry_out(
    State(system): System,
    Extension(version): Extension<Version>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let body = json_object(&headers, &body)?;
    let mut store = system.store();
    let place = store.position(&id).ok_or_else(no_issue)?;
    let settings = system.hub.settings();
    let wanted = body.get("transition").and_then(|transition| transition["id"].as_str());
    let to = offered(&store.issues[place], &settings).find(|to| Some(to.transition.0) == wanted);
    let to = to.ok_or_else(|| Errors::message("It is not possible to transition this issue.").refusal(400))?;
    let screen = screen(to, &settings);
    let part = |name: &str| body.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
    let (mut sent, added) = (part("fields"), part("update"));
    let mut errors = Errors::default();
    let takes = |name: &str, operation: &str| screen.get(name).is_some_and(|it| it["operations"][0] == operation);
    let refused = sent.keys().filter(|name| !takes(name, "set"));
    for name in refused.chain(added.keys().filter(|name| !takes(name, "add"))) {
        errors.add(name, format!("Field '{name}' cannot be set. It is not on the appropriate screen, or unknown."));
    }
    let resolution = sent.get("resolution").and_then(|sent| {
        RESOLUTIONS.iter().find(|(id, name)| sent["id"] == *id || sent["name"] == *name).map(|(id, _)| *id)
    });
    if screen.contains_key("resolution") && resolution.is_none() {
        errors.add("resolution", "Resolution is required.");
    }
    sent.remove("resolution");
    let mut changed = store.issues[place].clone();
    system.set_fields(&mut changed, &sent, (Screen::Edit, version), &mut errors);
    for name in settings.closing_screen.iter().filter(|name| screen.contains_key(*name)) {
        if changed.values.get(name).is_none_or(|value| value.is_null() || value == "") {
            errors.add(name, format!("{} is required.", screen[name]["name"].as_str().unwrap_or(name)));
        }
    }
    let comments = comment::in_operations(&added, version, &mut errors);
    errors.check()?;
    store.issues[place] = changed;
    for body in comments {
        store.comment(place, body, Vec::new(), settings.person);
    }
    let issue = &mut store.issues[place];
    issue.status = to;
    // Where no screen asks, the workflow sets one itself, as Jira's own does.
    issue.resolution = if to.is_done() { resolution.or(Some(RESOLUTIONS[0].0)) } else { None };
    issue.hidden_for = settings.search_lag;
    Ok(answer::empty(204))
}
