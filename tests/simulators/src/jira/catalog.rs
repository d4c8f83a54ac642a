//! Projects, issue types, priorities, people and fields of the site.

use super::Deployment;
use crate::demo::JIRA_PROJECT;
use serde_json::{Value, json};

/// A project.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Project {
    pub(super) id: &'static str,
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    /// `software` or `service_desk`.
    pub(super) kind: &'static str,
    types: &'static [&'static str],
}

/// An issue type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct IssueType {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) subtask: bool,
}

/// How the value of a field looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Project,
    IssueType,
    Parent,
    Summary,
    LongText,
    Labels,
    Priority,
    User,
    Date,
    Line,
    Number,
    /// One of [`TEAMS`].
    Team,
    /// Some of [`SYSTEMS`].
    Systems,
    /// One of [`VECTORS`], and one below it.
    Vector,
    /// A point in time.
    Moment,
}

/// A field on the screens.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

const PROJECTS: [Project; 2] = [
    Project {
        id: "10000",
        key: JIRA_PROJECT,
        name: "Security Operations",
        kind: "software",
        types: &["10002", "10003", "10004", "10006"],
    },
    Project { id: "10001", key: "SD", name: "Service Desk", kind: "service_desk", types: &["10006", "10002"] },
];

const TYPES: [IssueType; 4] = [
    IssueType { id: "10002", name: "Task", description: "A small, distinct piece of work.", subtask: false },
    IssueType { id: "10003", name: "Sub-task", description: "A part of another issue.", subtask: true },
    IssueType { id: "10004", name: "Bug", description: "A problem or error.", subtask: false },
    IssueType { id: "10006", name: "Incident", description: "An incident to look into.", subtask: false },
];

/// Ids and names, highest first.
pub(super) const PRIORITIES: [(&str, &str); 5] =
    [("1", "Highest"), ("2", "High"), ("3", "Medium"), ("4", "Low"), ("5", "Lowest")];
/// The id of the priority an issue gets when none is given.
pub(super) const DEFAULT_PRIORITY: &str = "3";

/// The options of the select field.
pub(super) const TEAMS: [(&str, &str); 2] = [("10100", "Blue team"), ("10101", "Red team")];

/// The options of the field of several.
pub(super) const SYSTEMS: [(&str, &str); 3] = [("10110", "Mail"), ("10111", "VPN"), ("10112", "Payroll")];

/// Options of a cascading select, as a name for a type says: the id, what people read, and those below it.
pub(super) type Cascade = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The options of the cascading select.
pub(super) const VECTORS: [Cascade; 2] = [
    ("10120", "Mail", &[("10121", "Attachment"), ("10122", "Link")]),
    ("10130", "Web", &[("10131", "Drive-by"), ("10132", "Form")]),
];

/// Groups of people.
pub(super) const GROUPS: [&str; 3] = ["jira-users", "soc-analysts", "soc-leads"];

/// `account id on Cloud, name on Data Center, display name, e-mail`.
const PEOPLE: [(&str, &str, &str, &str); 5] = [
    ("712020:5c6f0a1e-demo-bot", "case.bot", "Case Bot", crate::JIRA_CLOUD_EMAIL),
    ("712020:8b21d7c4-demo-analyst", "ana.lyst", "Ana Lyst", "ana.lyst@example.com"),
    ("712020:1f09c3d2-demo-caller", "cal.ler", "Cal Ler", "cal.ler@example.com"),
    ("712020:3c77e5a1-demo-responder", "res.ponder", "Res Ponder", "res.ponder@example.com"),
    ("712020:e02b9d48-demo-hunter", "hun.ter", "Hun Ter", "hun.ter@example.com"),
];

const fn field(id: &'static str, name: &'static str, kind: Kind) -> Field {
    Field { id, name, kind }
}

/// Every field that can be set.
pub(super) const FIELDS: [Field; 18] = [
    field("project", "Project", Kind::Project),
    field("issuetype", "Issue Type", Kind::IssueType),
    field("parent", "Parent", Kind::Parent),
    field("summary", "Summary", Kind::Summary),
    field("description", "Description", Kind::LongText),
    field("environment", "Environment", Kind::LongText),
    field("labels", "Labels", Kind::Labels),
    field("priority", "Priority", Kind::Priority),
    field("assignee", "Assignee", Kind::User),
    field("duedate", "Due date", Kind::Date),
    field("customfield_10041", "Case reference", Kind::Line),
    field("customfield_10042", "Responsible team", Kind::Team),
    field("customfield_10043", "Risk score", Kind::Number),
    field("customfield_10044", "Root cause", Kind::LongText),
    field("customfield_10045", "Attack vector", Kind::Vector),
    field("customfield_10046", "Incident commander", Kind::User),
    field("customfield_10047", "Detected at", Kind::Moment),
    field("customfield_10048", "Affected systems", Kind::Systems),
];

/// The field of this id.
pub(super) fn find_field(id: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.id == id)
}

/// The project of this id or key.
pub(super) fn find_project(id_or_key: &str) -> Option<&'static Project> {
    PROJECTS.iter().find(|project| project.id == id_or_key || project.key.eq_ignore_ascii_case(id_or_key))
}

/// The person of an account id or name, as the deployment has it.
pub(super) fn find_person(deployment: Deployment, id: &str) -> Option<usize> {
    PEOPLE.iter().position(|person| match deployment {
        Deployment::Cloud => person.0 == id,
        Deployment::DataCenter => person.1 == id,
    })
}

/// The people whose name or address begins a word with this.
pub(super) fn people_like(words: &str) -> impl Iterator<Item = usize> {
    let words = words.to_lowercase();
    let is_like = move |text: &str| text.to_lowercase().split([' ', '.', '@']).any(|part| part.starts_with(&words));
    (0..PEOPLE.len()).filter(move |number| is_like(PEOPLE[*number].2) || is_like(PEOPLE[*number].3))
}

/// Whether the settings want a field filled: everywhere, or by a name such as `10006.duedate` in issues of that type.
pub(super) fn is_required(required: &[String], kind: &IssueType, field: &str) -> bool {
    required.iter().any(|name| match name.split_once('.') {
        Some((of, name)) => of == kind.id && name == field,
        None => name == field,
    })
}

/// A person as the deployment shows one. Number 0 is the account of clients.
pub(super) fn person(deployment: Deployment, base: &str, number: usize) -> Value {
    let (account, name, display, email) = PEOPLE[number.min(PEOPLE.len() - 1)];
    let mut shown = json!({
        "displayName": display,
        "emailAddress": email,
        "active": true,
        "timeZone": "Etc/UTC",
        "avatarUrls": {},
    });
    match deployment {
        Deployment::Cloud => {
            shown["self"] = format!("{base}/rest/api/3/user?accountId={account}").into();
            shown["accountId"] = account.into();
            shown["accountType"] = "atlassian".into();
        }
        Deployment::DataCenter => {
            shown["self"] = format!("{base}/rest/api/2/user?username={name}").into();
            shown["name"] = name.into();
            shown["key"] = format!("JIRAUSER{number}").into();
        }
    }
    shown
}

impl Project {
    /// Its issue types.
    pub(super) fn types(&self) -> impl Iterator<Item = &'static IssueType> {
        self.types.iter().filter_map(|id| TYPES.iter().find(|kind| kind.id == *id))
    }

    /// The issue type of this id or name.
    pub(super) fn find_type(&self, id_or_name: &str) -> Option<&'static IssueType> {
        self.types().find(|kind| kind.id == id_or_name || kind.name.eq_ignore_ascii_case(id_or_name))
    }

    pub(super) fn to_value(&self, base: &str) -> Value {
        json!({
            "self": format!("{base}/rest/api/2/project/{}", self.id),
            "id": self.id,
            "key": self.key,
            "name": self.name,
            "projectTypeKey": self.kind,
        })
    }
}

impl IssueType {
    pub(super) fn to_value(&self, base: &str) -> Value {
        json!({
            "self": format!("{base}/rest/api/2/issuetype/{}", self.id),
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "subtask": self.subtask,
            "iconUrl": format!("{base}/images/{}.png", self.id),
        })
    }
}

/// A priority by id.
pub(super) fn priority(base: &str, id: &str) -> Value {
    let known = PRIORITIES.iter().find(|priority| priority.0 == id);
    json!({
        "self": format!("{base}/rest/api/2/priority/{id}"),
        "id": id,
        "name": known.map_or("", |priority| priority.1),
        "iconUrl": format!("{base}/images/priority-{id}.png"),
    })
}
