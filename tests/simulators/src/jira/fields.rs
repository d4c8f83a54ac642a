//! Checking the values of fields, with Jira's words for what is wrong.

use super::{
    Deployment, Jira, Version,
    catalog::{self, FIELDS, Field, Kind, PRIORITIES, SYSTEMS, TEAMS, VECTORS, find_field},
    errors::Errors,
    store::Issue,
    text::{self, Problem},
};
use crate::shared::settings::Settings;
use serde_json::{Map, Value, json};

/// The longest summary that Jira's own message allows.
const MAX_SUMMARY: usize = 254;
const MAX_LINE: usize = 255;

/// What is wrong with a value.
enum Wrong {
    /// Reported under the field.
    Field(String),
    /// Reported as a general message.
    Message(&'static str),
}

impl From<&str> for Wrong {
    fn from(text: &str) -> Self {
        Self::Field(text.to_owned())
    }
}

impl From<String> for Wrong {
    fn from(text: String) -> Self {
        Self::Field(text)
    }
}

/// What fields are set by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    Create,
    Edit,
}

impl Screen {
    /// Whether a field stands on it.
    pub(super) fn has(self, id: &str, settings: &Settings) -> bool {
        let is_in = |list: &[String]| list.iter().any(|it| it == id);
        !is_in(&settings.off_screen) && (self == Self::Create || !is_in(&settings.off_edit_screen))
    }
}

impl Jira {
    /// Puts the members of `fields` into an issue, collecting what is wrong.
    /// Project, issue type and parent are the caller's.
    pub(super) fn set_fields(
        &self,
        issue: &mut Issue,
        sent: &Map<String, Value>,
        (screen, version): (Screen, Version),
        errors: &mut Errors,
    ) {
        let settings = self.hub.settings();
        for (id, value) in sent {
            match find_field(id).filter(|_| screen.has(id, &settings)) {
                None => errors.add(id, not_on_screen(id)),
                Some(field) => self.set_field(issue, field, value, version, errors),
            }
        }
    }

    fn set_field(&self, issue: &mut Issue, field: &Field, value: &Value, version: Version, errors: &mut Errors) {
        if matches!(field.kind, Kind::Project | Kind::IssueType | Kind::Parent) {
            return;
        }
        // Nothing clears a field, except one that must have a value.
        if value.is_null() && field.kind != Kind::Summary {
            issue.values.remove(field.id);
            return;
        }
        match checked(field, value, version, self.deployment) {
            Ok(stored) => {
                issue.values.insert(field.id.to_owned(), stored);
            }
            Err(Wrong::Field(message)) => errors.add(field.id, message),
            Err(Wrong::Message(message)) => errors.add_message(message),
        }
    }

    /// Carries out the operations of `update`: `add`, `remove` and `set`.
    /// Comments are the caller's.
    pub(super) fn apply_operations(
        &self,
        issue: &mut Issue,
        operations: &Map<String, Value>,
        (screen, version): (Screen, Version),
        errors: &mut Errors,
    ) {
        let settings = self.hub.settings();
        for (id, list) in operations.iter().filter(|entry| entry.0 != "comment") {
            let Some(field) = find_field(id).filter(|_| screen.has(id, &settings)) else {
                errors.add(id, not_on_screen(id));
                continue;
            };
            let Some(list) = list.as_array() else {
                errors.add(id, "data was not an array");
                continue;
            };
            for (verb, value) in list.iter().filter_map(Value::as_object).flatten() {
                match (verb.as_str(), field.kind) {
                    ("set", _) => self.set_field(issue, field, value, version, errors),
                    ("add" | "remove", Kind::Labels) => {
                        let mut labels = json!(issue.labels());
                        change_list(&mut labels, verb == "add", value);
                        self.set_field(issue, field, &labels, version, errors);
                    }
                    _ => errors.add(id, format!("Field does not support operation '{verb}'")),
                }
            }
        }
    }

    /// The fields that an administrator made mandatory.
    pub(super) fn check_required(&self, issue: &Issue, errors: &mut Errors) {
        if issue.summary().trim().is_empty() {
            errors.add("summary", NO_SUMMARY);
        }
        let required = self.hub.settings().required_fields;
        for field in &FIELDS {
            if catalog::is_required(&required, issue.kind, field.id) && !issue.values.contains_key(field.id) {
                errors.add(field.id, format!("{} is required.", field.name));
            }
        }
    }
}

const NO_SUMMARY: &str = "You must specify a summary of the issue.";

fn not_on_screen(id: &str) -> String {
    format!("Field '{id}' cannot be set. It is not on the appropriate screen, or unknown.")
}

fn change_list(list: &mut Value, add: bool, value: &Value) {
    if let Some(items) = list.as_array_mut() {
        items.retain(|item| item != value);
        if add {
            items.push(value.clone());
        }
    }
}

fn checked(field: &Field, value: &Value, version: Version, deployment: Deployment) -> Result<Value, Wrong> {
    match field.kind {
        Kind::Summary => summary(value),
        Kind::LongText => long_text(value, version),
        Kind::Labels => labels(value),
        Kind::Priority => option(value, &PRIORITIES, "name").ok_or_else(|| bad_priority(value)),
        Kind::Team => {
            option(value, &TEAMS, "value").ok_or_else(|| Wrong::from("Specify a valid 'id' or 'name' for the option"))
        }
        Kind::Systems => systems(value),
        Kind::Vector => vector(value),
        Kind::User => person(value, deployment),
        Kind::Moment => match value.as_str() {
            Some(text) if is_moment(text) => Ok(text.into()),
            _ => Err("Error parsing date string. Use the format \"yyyy-MM-dd'T'HH:mm:ss.SSSZ\".".into()),
        },
        Kind::Date => match value.as_str() {
            Some(text) if is_date(text) => Ok(text.into()),
            _ => Err("Error parsing date string. Use the format \"yyyy-MM-dd\".".into()),
        },
        Kind::Line => match value.as_str() {
            None => Err("Operation value must be a string".into()),
            Some(text) if text::units(text) > MAX_LINE => {
                Err(format!("{} can not exceed {MAX_LINE} characters.", field.name).into())
            }
            Some(text) => Ok(text.into()),
        },
        Kind::Number => match value {
            Value::Number(_) => Ok(value.clone()),
            _ => Err("Operation value must be a number".into()),
        },
        Kind::Project | Kind::IssueType | Kind::Parent => Ok(value.clone()),
    }
}

fn summary(value: &Value) -> Result<Value, Wrong> {
    let text = match value {
        Value::Null => "",
        Value::String(text) => text.trim(),
        _ => return Err("Operation value must be a string".into()),
    };
    if text.is_empty() {
        Err(NO_SUMMARY.into())
    } else if text.contains(['\n', '\r']) {
        Err("The summary is invalid because it contains newline characters.".into())
    } else if text::units(text) > MAX_SUMMARY {
        Err("Summary must be less than 255 characters.".into())
    } else {
        Ok(text.into())
    }
}

fn long_text(value: &Value, version: Version) -> Result<Value, Wrong> {
    match text::check(value, version) {
        Ok(()) => Ok(value.clone()),
        Err(Problem::Kind(message)) => Err(message.into()),
        Err(Problem::Document) => Err(Wrong::Message("INVALID_INPUT")),
        Err(Problem::TooLong) if version == Version::V3 => Err(Wrong::Message("CONTENT_LIMIT_EXCEEDED")),
        Err(Problem::TooLong) => Err(text::too_long().into()),
    }
}

fn labels(value: &Value) -> Result<Value, Wrong> {
    let items = value.as_array().ok_or("data was not an array")?;
    let mut labels = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let label = item.as_str().ok_or_else(|| format!("string expected at index {place}"))?;
        if label.contains(char::is_whitespace) {
            return Err(format!("The label '{label}' contains spaces which is invalid.").into());
        }
        if text::units(label) > MAX_LINE {
            return Err(format!("The label '{label}' exceeds {MAX_LINE} characters.").into());
        }
        if !label.is_empty() {
            labels.push(label);
        }
    }
    labels.sort_unstable();
    labels.dedup();
    Ok(json!(labels))
}

/// The id of an option given by id or by name.
fn option(value: &Value, known: &[(&str, &str)], name: &str) -> Option<Value> {
    let found = match (value["id"].as_str(), value[name].as_str()) {
        (Some(id), _) => known.iter().find(|option| option.0 == id),
        (None, Some(name)) => known.iter().find(|option| option.1 == name),
        (None, None) => None,
    };
    found.map(|option| option.0.into())
}

fn bad_priority(value: &Value) -> Wrong {
    match value["name"].as_str() {
        Some(name) => format!("Priority name '{name}' is not valid").into(),
        None => "The priority selected is invalid.".into(),
    }
}

fn person(value: &Value, deployment: Deployment) -> Result<Value, Wrong> {
    let id = match deployment {
        Deployment::Cloud => value["accountId"].as_str().or(value["id"].as_str()),
        Deployment::DataCenter => value["name"].as_str(),
    };
    let found = catalog::find_person(deployment, id.unwrap_or(""));
    found.map(Value::from).ok_or_else(|| {
        let id = id.unwrap_or("");
        format!("User '{id}' does not exist.").into()
    })
}

/// Several options, each as one is given.
fn systems(value: &Value) -> Result<Value, Wrong> {
    let items = value.as_array().ok_or("data was not an array")?;
    let known = items.iter().map(|item| option(item, &SYSTEMS, "value"));
    let known: Option<Vec<Value>> = known.collect();
    known.map(Value::from).ok_or_else(|| Wrong::from("Specify a valid 'id' or 'name' for the option"))
}

/// An option and one below it, which may be left out.
fn vector(value: &Value) -> Result<Value, Wrong> {
    let upper: Vec<_> = VECTORS.iter().map(|(id, value, _)| (*id, *value)).collect();
    let wrong = || Wrong::from("Specify a valid 'id' or 'name' for the option");
    let parent = option(value, &upper, "value").ok_or_else(wrong)?;
    let child = match &value["child"] {
        Value::Null => Value::Null,
        child => {
            let below = VECTORS.iter().find(|vector| parent == vector.0).map_or(&[][..], |vector| vector.2);
            option(child, below, "value").ok_or_else(wrong)?
        }
    };
    Ok(json!([parent, child]))
}

/// With an offset without a colon, as the vendor writes it.
fn is_moment(text: &str) -> bool {
    let (time, offset) = text.split_at(text.len().saturating_sub(5));
    let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let is_offset =
        offset.starts_with(['+', '-']) && offset.get(1..).is_some_and(|digits| digits.parse::<u32>().is_ok());
    shape == "0000-00-00T00:00:00.000" && is_offset
}

fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').map(str::len).collect();
    parts == [4, 2, 2] && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}

/// The ids of all fields, for the list of issues' fields.
pub(super) fn ids() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|field| field.id)
}
