//! All cases, and the incidents that their pushes have made.

use crate::shared::{clock, ids};
use serde_json::{Value, json};

/// What happened to a case, as far as a push looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Comment(String),
    Pushed { connector: String, external_id: String },
}

#[derive(Clone, Debug)]
pub(super) struct Comment {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) created_at: String,
    pub(super) pushed_at: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) tags: Value,
    pub(super) connector: Value,
    pub(super) closed: bool,
    pub(super) version: u32,
    pub(super) created_at: String,
    pub(super) updated_at: Option<String>,
    pub(super) external_service: Value,
    /// Oldest first.
    pub(super) comments: Vec<Comment>,
    pub(super) history: Vec<Action>,
}

/// An incident in the system behind a connector.
#[derive(Clone, Debug)]
pub(super) struct Incident {
    pub(super) id: String,
    pub(super) key: String,
    pub(super) case: String,
    pub(super) title: String,
    pub(super) comments: Vec<String>,
}

/// The database.
#[derive(Debug, Default)]
pub(super) struct Store {
    pub(super) cases: Vec<Case>,
    pub(super) incidents: Vec<Incident>,
    last_ms: i64,
}

/// Who acts.
pub(super) fn user() -> Value {
    json!({ "username": "ana", "full_name": "Ana Ruiz", "email": null })
}

impl Store {
    /// The time, later each time it is asked for: what comes after differs from what was before.
    pub(super) fn now(&mut self) -> String {
        self.last_ms = clock::now().max(self.last_ms + 1);
        clock::iso(self.last_ms)
    }

    pub(super) fn case(&mut self, id: &str) -> Option<&mut Case> {
        self.cases.iter_mut().find(|case| case.id == id)
    }

    /// The place of the incident with this id, or of a new one.
    pub(super) fn incident(&mut self, id: Option<&str>, case: &str) -> usize {
        if let Some(place) = self.incidents.iter().position(|incident| Some(incident.id.as_str()) == id) {
            return place;
        }
        let number = self.incidents.len() + 1;
        self.incidents.push(Incident {
            id: ids::hex32(),
            key: format!("SOC-{number}"),
            case: case.to_owned(),
            title: String::new(),
            comments: Vec::new(),
        });
        number - 1
    }

    /// For the control area: the incidents.
    pub(super) fn records(&self) -> Value {
        let comments = |incident: &Incident| -> Value {
            let comment = |(place, text): (usize, &String)| json!({ "id": place, "text": text, "internal": false });
            incident.comments.iter().enumerate().map(comment).collect()
        };
        let record = |incident: &Incident| {
            json!({
                "id": incident.id,
                "key": incident.key,
                "fields": { "summary": incident.title, "case": incident.case },
                "comments": comments(incident),
            })
        };
        self.incidents.iter().map(record).collect()
    }
}

impl Comment {
    pub(super) fn show(&self) -> Value {
        json!({
            "id": self.id,
            "type": "user",
            "comment": self.text,
            "created_at": self.created_at,
            "created_by": user(),
            "updated_at": null,
            "updated_by": null,
            "pushed_at": self.pushed_at,
            "pushed_by": self.pushed_at.as_ref().map(|_| user()),
            "version": "WzEsMV0=",
        })
    }
}

impl Case {
    /// As the Cases API answers it.
    pub(super) fn show(&self, with_comments: bool) -> Value {
        let comments: Vec<Value> = self.comments.iter().filter(|_| with_comments).map(Comment::show).collect();
        json!({
            "id": self.id,
            "version": format!("Wz{},1]", self.version),
            "owner": "securitySolution",
            "title": self.title,
            "description": self.description,
            "tags": self.tags,
            "status": if self.closed { "closed" } else { "open" },
            "severity": "low",
            "connector": self.connector,
            "created_at": self.created_at,
            "created_by": user(),
            "updated_at": self.updated_at,
            "updated_by": self.updated_at.as_ref().map(|_| user()),
            "external_service": self.external_service,
            "totalComment": self.comments.len(),
            "totalAlerts": 0,
            "comments": comments,
        })
    }

    pub(super) fn touch(&mut self, now: &str) {
        self.version += 1;
        self.updated_at = Some(now.to_owned());
    }
}
