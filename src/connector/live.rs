//! Live fields: the per-case fields of a connector as its system describes them now, in the shape of a form.

use crate::json::{Members, Unread};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a system asks of a new incident, for the account of a connector.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Unsorted")]
#[non_exhaustive]
pub struct ConnectorFields {
    /// Of Jira: the issue type that these are the fields of.
    pub issue_type: Option<String>,
    /// Of Jira: the incident whose edit screen was read too, by its id or key.
    pub incident_id: Option<String>,
    /// The fields that a case can set, in the system's order, the per-case fields of the form first.
    pub fields: Vec<LiveField>,
    /// What happens to an additional field that is none of these.
    pub others: Others,
    /// How many characters the fields take that the mapping fills, where the system says so.
    pub limits: BTreeMap<String, usize>,
    /// What could not be read, and what that means.
    pub notes: Vec<Note>,
}

/// A field of a case that belongs to its connector, as the system describes it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Unsorted")]
#[non_exhaustive]
pub struct LiveField {
    /// Where the value lies in the case's `connector.fields`: a key of the form's, or one within its additional fields, such
    /// as `otherFields.customfield_10010`.
    pub path: String,
    /// The label that people see in the system.
    pub label: String,
    /// How it is typed.
    pub kind: LiveKind,
    /// When it must be filled; nothing where it may stay empty, or where the system fills it itself.
    pub required: Option<RequiredAt>,
    /// What the system says about it.
    pub help: String,
    /// What it may hold; of a search, nothing.
    pub choices: Vec<LiveChoice>,
    /// What the system takes where the case says nothing; null where it takes nothing.
    pub default: Value,
    /// The path of the field whose value decides which of the choices may be taken.
    pub depends_on: Option<String>,
    /// How many characters it takes.
    pub max_length: Option<usize>,
    /// Of a date: how it is written, in UTC, by the letters of Moment and Day.js; `x` is a number of milliseconds.
    pub format: Option<String>,
    /// What its choices are searched by, where there are too many to list.
    pub search: Option<String>,
    /// The incident whose edit screen was read takes no change of it.
    pub read_only: bool,
}

/// How a live field is typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum LiveKind {
    /// A line of text.
    Text,
    /// Text of several lines.
    TextArea,
    /// An absolute URL.
    Url,
    /// A number.
    Number,
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// A point in time.
    DateTime,
    /// One of the choices.
    Select,
    /// A list of choices.
    MultiSelect,
    /// One of the choices, and one of its children.
    Cascading,
    /// A list of words without white space.
    Labels,
    /// Whatever JSON the system wants there.
    #[default]
    Json,
}

/// When a field must be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RequiredAt {
    /// The system refuses a new incident without it.
    Create,
    /// It refuses to close an incident without it.
    Close,
    /// Its own form asks for it; whether the interface does only a write shows.
    Form,
}

/// What a field may hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Unsorted")]
#[non_exhaustive]
pub struct LiveChoice {
    /// What is stored in the case and sent.
    pub value: Value,
    /// What a person reads.
    pub label: String,
    /// The value of the field that this one depends on; nothing where the choice always stands.
    pub when: Option<String>,
    /// Of a cascading field: the choices of the second list, each with the whole value.
    pub children: Vec<LiveChoice>,
    /// No longer offered; an incident may still have it.
    pub retired: bool,
}

/// What a system does with an additional field that it does not know.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Others {
    /// It refuses the incident.
    Refused,
    /// It drops the value without a word.
    Dropped,
    /// Not all fields could be read, so nobody can tell.
    #[default]
    Unknown,
}

/// What could not be read of a system's fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Note {
    /// The stable code, such as `FIELDS_UNREADABLE`.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

/// What is read of them: member by member, which is a third of the code that serde derives.
#[derive(Deserialize)]
struct Unsorted(Value);

impl TryFrom<Unsorted> for ConnectorFields {
    type Error = Unread;

    fn try_from(fields: Unsorted) -> Result<Self, Unread> {
        let mut members = Members::of(fields.0)?;
        Ok(Self {
            issue_type: members.take("issueType")?,
            incident_id: members.take("incidentId")?,
            fields: members.need("fields")?,
            others: members.need("others")?,
            limits: members.take("limits")?.unwrap_or_default(),
            notes: members.need("notes")?,
        })
    }
}

impl TryFrom<Unsorted> for LiveField {
    type Error = Unread;

    fn try_from(field: Unsorted) -> Result<Self, Unread> {
        let mut members = Members::of(field.0)?;
        Ok(Self {
            path: members.need("path")?,
            label: members.need("label")?,
            kind: members.need("kind")?,
            required: members.take("required")?,
            help: members.need("help")?,
            choices: members.need("choices")?,
            default: members.value("default")?,
            depends_on: members.take("dependsOn")?,
            max_length: members.take("maxLength")?,
            format: members.take("format")?,
            search: members.take("search")?,
            read_only: members.take("readOnly")?.unwrap_or_default(),
        })
    }
}

impl TryFrom<Unsorted> for LiveChoice {
    type Error = Unread;

    fn try_from(choice: Unsorted) -> Result<Self, Unread> {
        let mut members = Members::of(choice.0)?;
        Ok(Self {
            value: members.value("value")?,
            label: members.need("label")?,
            when: members.take("when")?,
            children: members.take("children")?.unwrap_or_default(),
            retired: members.take("retired")?.unwrap_or_default(),
        })
    }
}

impl Note {
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into() }
    }
}

impl ConnectorFields {
    /// The field at a path.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&LiveField> {
        self.fields.iter().find(|field| field.path == path)
    }

    /// With what an incident takes changes of, by their paths; of none where nothing was read.
    pub(crate) fn edited(&mut self, incident: Option<(&str, &[String])>) {
        for field in &mut self.fields {
            field.read_only = incident.is_some_and(|(_, taken)| !taken.contains(&field.path));
        }
        self.incident_id = incident.map(|(id, _)| id.to_owned());
    }
}

impl LiveChoice {
    pub(crate) fn new(value: impl Into<Value>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// Whether a value of a case means this choice.
    pub(crate) fn is(&self, value: &Value) -> bool {
        means(&self.value, &self.label, value)
    }
}

/// Whether a value means what `own` with this label stands for: it may name it by its id or, in an object, by its label.
pub(crate) fn means(own: &Value, label: &str, value: &Value) -> bool {
    let same = |one: &Value, other: &Value| words(one).is_some() && words(one) == words(other);
    let Value::Object(given) = value else {
        let is_label = own.is_number() && value.as_str() == Some(label);
        return is_label || same(own, value);
    };
    let by_label = || ["value", "name"].iter().filter_map(|key| given.get(*key)).any(|it| it.as_str() == Some(label));
    let by_id = match own {
        Value::Object(own) => own.iter().any(|(key, id)| given.get(key).is_some_and(|it| same(id, it))),
        id => given.get("id").is_some_and(|it| same(id, it)),
    };
    by_id || by_label()
}

/// A text, a number, or yes or no as text; nothing where it is something else.
pub(crate) fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
