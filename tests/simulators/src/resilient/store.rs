//! All incidents.

use super::{access::Session, fields::Field, html_text};
use crate::shared::clock;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The id before that of the first incident.
const IDS_BEFORE: u32 = 2094;

/// A comment. Its text is HTML.
#[derive(Clone, Debug)]
pub(super) struct Comment {
    pub(super) id: u32,
    pub(super) html: String,
    pub(super) created: i64,
    /// The id of the user who has written it.
    pub(super) author: u32,
}

/// An incident.
#[derive(Clone, Debug)]
pub(super) struct Incident {
    pub(super) id: u32,
    pub(super) version: u32,
    /// By name without prefix.
    pub(super) values: BTreeMap<&'static str, Value>,
    /// Oldest first.
    pub(super) comments: Vec<Comment>,
    pub(super) created: i64,
    /// The id of the user who has created it.
    pub(super) creator: u32,
    pub(super) modified: i64,
}

impl Incident {
    /// The stored value of a field.
    pub(super) fn get(&self, field: &Field) -> Value {
        match field.name {
            "id" => self.id.into(),
            "create_date" => self.created.into(),
            "inc_last_modified_date" => self.modified.into(),
            name => self.values.get(name).cloned().unwrap_or_default(),
        }
    }

    pub(super) fn name(&self) -> &str {
        self.values.get("name").and_then(Value::as_str).unwrap_or("")
    }

    /// Notes a change.
    pub(super) fn touch(&mut self) {
        self.version += 1;
        self.modified = clock::now();
    }
}

/// The database.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// Oldest first.
    pub(super) incidents: Vec<Incident>,
    pub(super) sessions: Vec<Session>,
    ids: u32,
    comment_ids: u32,
}

impl Store {
    /// Stores a new incident and gives its place.
    pub(super) fn add(&mut self, values: BTreeMap<&'static str, Value>, creator: u32) -> usize {
        self.ids += 1;
        let now = clock::now();
        self.incidents.push(Incident {
            id: IDS_BEFORE + self.ids,
            version: 1,
            values,
            comments: Vec::new(),
            created: now,
            creator,
            modified: now,
        });
        self.incidents.len() - 1
    }

    /// The place of an incident.
    pub(super) fn position(&self, id: &str) -> Option<usize> {
        let id: u32 = id.parse().ok()?;
        self.incidents.iter().position(|incident| incident.id == id)
    }

    /// Adds a comment to the incident at a place.
    pub(super) fn comment(&mut self, place: usize, html: String, author: u32) -> Comment {
        self.comment_ids += 1;
        let comment = Comment { id: self.comment_ids, html, created: clock::now(), author };
        self.incidents[place].comments.push(comment.clone());
        comment
    }

    /// For the control area. `text` is what a person would read.
    pub(super) fn records(&self) -> Value {
        let record = |incident: &Incident| {
            let comments: Vec<_> = incident
                .comments
                .iter()
                .map(|comment| {
                    json!({
                        "id": comment.id,
                        "text": html_text::to_text(&comment.html),
                        "html": comment.html,
                        "internal": false,
                        "created": comment.created,
                    })
                })
                .collect();
            json!({
                "id": incident.id,
                "key": incident.id.to_string(),
                "version": incident.version,
                "fields": incident.values,
                "comments": comments,
            })
        };
        self.incidents.iter().map(record).collect()
    }
}
