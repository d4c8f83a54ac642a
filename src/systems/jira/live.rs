//! What Jira asks for on the screen that creates an issue: the issue types of the project, and the fields of one of them.

use super::deployment::{Deployment, deployment};
use super::{answers, requests};
use crate::connector::live::{ConnectorFields, LiveChoice, LiveField, LiveKind, Note, Others, RequiredAt};
use crate::error::{Code, Error};
use crate::http::{Request, Response};
use crate::systems::answer::{self, incomplete};
use crate::systems::live::{JSON_HELP, Live, MOST_ITEMS, choices, cut, kind_of};
use crate::systems::{Call, Context, Facts};
use crate::url::encode_component;
use serde_json::{Value, json};

/// What has been read so far.
#[derive(Debug, Clone, Default)]
struct Read {
    types: List,
    /// Of the issue type.
    fields: List,
}

/// A list that comes in pages.
#[derive(Debug, Clone, Default)]
struct List {
    items: Vec<Value>,
    is_complete: bool,
}

impl List {
    /// Adds a page. Each deployment names the list and its end in its own way, and may give fewer than were asked for.
    fn add(&mut self, response: &Response, name: &str) -> Result<(), Error> {
        let body = answer::json(response, &answers::FAILURES)?;
        let (page, _) = answers::list(&body, name).ok_or_else(|| incomplete(response, "list of fields"))?;
        self.items.extend(page.iter().cloned());
        let total = body.get("total").and_then(Value::as_u64);
        let is_last = body.get("isLast").and_then(Value::as_bool);
        let all = total.is_some_and(|total| total <= self.items.len() as u64);
        self.is_complete = page.is_empty() || is_last.unwrap_or(all) || self.items.len() >= MOST_ITEMS;
        Ok(())
    }
}

pub(super) fn live(context: &Context<'_>, issue_type: Option<&str>) -> Live {
    let none = Read::default();
    let read = context.facts::<Read>().unwrap_or(&none);
    if !read.types.is_complete {
        let request = requests::page_of_types(context, read.types.items.len());
        return ask("Reading the issue types", request, |read, response| read.types.add(response, "issueTypes"));
    }
    let first = || read.types.items.iter().find(|it| it.get("subtask") != Some(&Value::Bool(true)));
    let default = context.connector.advanced("defaultIssueType").map(str::to_owned);
    let default = default.or_else(|| answer::text(first()?.get("id")));
    let Some(id) = issue_type.map(str::to_owned).or_else(|| default.clone()) else {
        let message = "The account sees no issue type in this project: it may lack the permission Create Issues.";
        return Live::Ready(ConnectorFields {
            notes: vec![Note::new("FIELDS_UNREADABLE", message)],
            ..ConnectorFields::default()
        });
    };
    if !read.fields.is_complete {
        let request = requests::page_of_fields(context, &id, read.fields.items.len());
        return ask("Reading the fields of a new issue", request, |read, response| read.fields.add(response, "fields"));
    }
    Live::Ready(described(context, read, id, default))
}

fn ask(label: &'static str, request: Request, add: fn(&mut Read, &Response) -> Result<(), Error>) -> Live {
    let call = Call::new(request, move |context, response| {
        let mut read = context.facts::<Read>().cloned().unwrap_or_default();
        add(&mut read, response)?;
        Ok(Facts::new(read))
    });
    Live::Ask(label, call)
}

fn described(context: &Context<'_>, read: &Read, id: String, default: Option<String>) -> ConnectorFields {
    let mut types = LiveField::new("issueType", "Issue type", LiveKind::Select);
    let of_type = |it: &Value| Some(LiveChoice::new(answer::text(it.get("id"))?, answer::text(it.get("name"))?));
    types.choices = read.types.items.iter().filter_map(of_type).collect();
    types.default = default.map(Value::from).unwrap_or_default();
    let mut fields = vec![types];
    let described: Vec<LiveField> = read.fields.items.iter().filter_map(|item| field(context, item)).collect();
    // Those that the form of a case has come first.
    let (own, extra): (Vec<_>, Vec<_>) = described.into_iter().partition(|field| !field.path.contains('.'));
    fields.extend(own);
    fields.extend(extra);
    let mut notes = Vec::new();
    if read.fields.items.is_empty() {
        let message = "Jira shows no field of this issue type: the account may lack the permission Create Issues.";
        notes.push(Note::new("FIELDS_UNREADABLE", message));
    }
    if [&read.types, &read.fields].iter().any(|list| list.items.len() >= MOST_ITEMS) {
        notes.push(cut());
    }
    let others = if notes.is_empty() { Others::Refused } else { Others::Unknown };
    ConnectorFields { issue_type: Some(id), fields, others, notes, ..ConnectorFields::default() }
}

/// What Jira calls its kinds: the name of a system's field, the end of a custom field's type, or the type of the value.
const KINDS: &[(LiveKind, &[&str])] = &[
    (LiveKind::Text, &["textfield", "readonlyfield"]),
    (LiveKind::TextArea, &["textarea", "environment"]),
    (LiveKind::Url, &["url"]),
    (LiveKind::Number, &["float", "number"]),
    (LiveKind::Date, &["datepicker", "duedate", "date"]),
    (LiveKind::DateTime, &["datetime"]),
    (LiveKind::Cascading, &["cascadingselect", "option-with-child"]),
    (LiveKind::Labels, &["labels"]),
    (
        LiveKind::Select,
        &[
            "select",
            "radiobuttons",
            "option",
            "priority",
            "resolution",
            "version",
            "security",
            "securitylevel",
            "component",
            "userpicker",
            "assignee",
            "reporter",
            "user",
            "grouppicker",
            "group",
            "parent",
            "issuelink",
        ],
    ),
    (
        LiveKind::MultiSelect,
        &[
            "multiselect",
            "multicheckboxes",
            "multiversion",
            "fixVersions",
            "versions",
            "components",
            "multiuserpicker",
            "multigrouppicker",
        ],
    ),
];

/// What cannot be set at creation, or is the push's or the mapping's own.
const NOT_OURS: &[&str] = &["project", "issuetype", "labels", "attachment", "issuelinks", "comment"];

/// Where a case keeps the value of a field.
fn path(id: &str) -> String {
    match id {
        "issuetype" => "issueType".to_owned(),
        "priority" | "parent" => id.to_owned(),
        _ => format!("otherFields.{id}"),
    }
}

fn field(context: &Context<'_>, item: &Value) -> Option<LiveField> {
    let id = answer::text(item.get("fieldId")).or_else(|| answer::text(item.get("key")))?;
    if NOT_OURS.contains(&id.as_str()) || context.connector.target(&id).is_some() || context.connector.is_mapped(&id) {
        return None;
    }
    let schema = |name: &str| item.get("schema").and_then(|schema| answer::text(schema.get(name)));
    let custom = schema("custom");
    let of_vendor =
        custom.as_deref().map(|custom| custom.strip_prefix("com.atlassian.jira.plugin.system.customfieldtypes:"));
    let (value, items) = (schema("type").unwrap_or_default(), schema("items").unwrap_or_default());
    // An app's own field may look like a text and want something else: only kinds with listed values are sure then.
    let name = match of_vendor {
        Some(Some(tail)) => tail.to_owned(),
        Some(None) => String::new(),
        None => schema("system").unwrap_or_default(),
    };
    let listed = item.get("allowedValues").and_then(Value::as_array);
    let by_value = || match (value.as_str(), items.as_str()) {
        ("array", "option" | "version" | "component") if listed.is_some() => Some(LiveKind::MultiSelect),
        (kind @ ("option" | "option-with-child" | "version" | "component"), _) if listed.is_some() => {
            kind_of(KINDS, kind)
        }
        (kind @ ("number" | "date" | "datetime" | "user"), _) => kind_of(KINDS, kind),
        _ => None,
    };
    let kind = kind_of(KINDS, &name).or_else(by_value).unwrap_or(LiveKind::Json);
    let label = answer::text(item.get("name")).unwrap_or_else(|| id.clone());
    let mut field = LiveField::new(path(&id), label, kind);
    field.choices = listed.into_iter().flatten().filter_map(|item| choice(&id, item)).collect();
    let holds = format!("{value} {items}");
    field.search =
        ["user", "group"].iter().find(|it| holds.split(' ').any(|held| held == **it)).map(|it| (*it).to_owned());
    if id == "parent" {
        field.search = Some("issue".to_owned());
    }
    field.format = match kind {
        LiveKind::Date => Some("YYYY-MM-DD".to_owned()),
        LiveKind::DateTime => Some("YYYY-MM-DDTHH:mm:ss.SSSZZ".to_owned()),
        _ => None,
    };
    field.max_length = (kind == LiveKind::Text).then_some(255);
    if kind == LiveKind::Json {
        field.help = JSON_HELP.to_owned();
    }
    let flag = |name: &str| item.get(name) == Some(&Value::Bool(true));
    // Who logs in is the reporter, though Jira calls that field required.
    let by_itself = flag("hasDefaultValue") || id == "reporter";
    field.required = (flag("required") && !by_itself).then_some(RequiredAt::Create);
    field.default = item.get("defaultValue").map(|value| default(&field.choices, value)).unwrap_or_default();
    Some(field)
}

/// An allowed value: by its id, since labels are translated and may be there twice; a priority by its name, as Kibana
/// stores it.
fn choice(field: &str, item: &Value) -> Option<LiveChoice> {
    let label = answer::text(item.get("value")).or_else(|| answer::text(item.get("name")))?;
    if field == "priority" {
        return Some(LiveChoice::new(label.clone(), label));
    }
    let id = answer::text(item.get("id"))?;
    let child = |child: &Value| {
        let own = json!({ "id": answer::text(child.get("id"))? });
        Some(LiveChoice::new(json!({ "id": id, "child": own }), answer::text(child.get("value"))?))
    };
    let children = item.get("children").and_then(Value::as_array).into_iter().flatten().filter_map(child).collect();
    let retired = item.get("archived") == Some(&Value::Bool(true)) || item.get("disabled") == Some(&Value::Bool(true));
    Some(LiveChoice { children, retired, ..LiveChoice::new(json!({ "id": id }), label) })
}

/// What Jira fills in, as a case would store it.
fn default(choices: &[LiveChoice], value: &Value) -> Value {
    if let Value::Array(list) = value {
        return list.iter().map(|value| default(choices, value)).collect();
    }
    choices.iter().find(|choice| choice.is(value)).map_or_else(|| value.clone(), |choice| choice.value.clone())
}

/// Where a case keeps what the edit screen of an issue has.
struct Edited(Vec<String>);

/// The edit screen of an issue, for this account: an object by the names of the fields, in one page.
pub(super) fn editable(context: &Context<'_>, id: &str, fields: &mut ConnectorFields) -> Option<Call<Facts>> {
    if let Some(Edited(taken)) = context.facts() {
        fields.edited(Some((id, taken)));
        return None;
    }
    Some(Call::new(requests::edit_screen(context, id), |_, response| {
        let body = answer::json(response, &answers::FAILURES)?;
        let fields = body.get("fields").and_then(Value::as_object);
        let fields = fields.ok_or_else(|| incomplete(response, "list of fields"))?;
        Ok(Facts::new(Edited(fields.keys().map(|name| path(name)).collect())))
    }))
}

/// Searches users, groups or issues.
pub(super) fn search(context: &Context<'_>, by: &str, words: &str) -> Option<Call<Vec<LiveChoice>>> {
    let (words, project) = (encode_component(words), encode_component(context.connector.place()));
    let is_cloud = deployment(context.connector) == Deployment::Cloud;
    let (path, name) = match by {
        "user" => {
            let query = if is_cloud { "query" } else { "username" };
            (format!("user/assignable/search?{query}={words}&project={project}&maxResults=50"), "")
        }
        "group" => (format!("groups/picker?query={words}&maxResults=50"), "groups"),
        "issue" => {
            let jql = encode_component(&format!("project = \"{}\" ORDER BY updated DESC", context.connector.place()));
            (format!("issue/picker?query={words}&currentJQL={jql}&showSubTasks=false"), "sections")
        }
        _ => return None,
    };
    Some(Call::new(Request::get(context.url(&format!("/rest/api/2/{path}"))), move |_, response| {
        let body = answer::json(response, &answers::FAILURES)?;
        let list = if name.is_empty() { Some(&body) } else { body.get(name) };
        let found = match name {
            "" => choices(list, user),
            "groups" => choices(list, group),
            _ => list.and_then(Value::as_array).map(|sections| issues(sections)),
        };
        found.ok_or_else(|| incomplete(response, "list").coded(Code::AnswerIncomplete))
    }))
}

fn user(user: &Value) -> Option<LiveChoice> {
    let text = |name: &str| answer::text(user.get(name));
    let (key, id) = match text("accountId") {
        Some(id) => ("accountId", id),
        None => ("name", text("name")?),
    };
    let label = text("displayName").unwrap_or_else(|| id.clone());
    let label = text("emailAddress").map_or_else(|| label.clone(), |address| format!("{label} ({address})"));
    let mut value = serde_json::Map::new();
    value.insert(key.to_owned(), id.into());
    Some(LiveChoice::new(value, label))
}

fn group(group: &Value) -> Option<LiveChoice> {
    let name = answer::text(group.get("name"))?;
    Some(LiveChoice::new(json!({ "name": name }), name))
}

/// One issue may stand in several sections.
fn issues(sections: &[Value]) -> Vec<LiveChoice> {
    let mut found: Vec<LiveChoice> = Vec::new();
    let lists = sections.iter().filter_map(|section| section.get("issues").and_then(Value::as_array));
    for issue in lists.flatten() {
        let Some(key) = answer::text(issue.get("key")) else { continue };
        let title = answer::text(issue.get("summaryText")).or_else(|| answer::text(issue.get("summary")));
        let choice = LiveChoice::new(key.clone(), format!("{key} {}", title.unwrap_or_default()).trim().to_owned());
        if !found.contains(&choice) {
            found.push(choice);
        }
    }
    found
}
