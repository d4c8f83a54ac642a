//! One incident: what writing does to it.

use super::{
    Refusal, catalog,
    columns::{COLUMNS, Column, Kind, find},
    refuse,
};
use crate::shared::{clock, ids, settings::Settings};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// An entry of a journal field.
#[derive(Clone, Debug)]
pub(super) struct JournalEntry {
    pub(super) sys_id: String,
    /// `comments` or `work_notes`.
    pub(super) element: &'static str,
    pub(super) text: String,
    pub(super) at: String,
}

/// A stored incident.
#[derive(Clone, Debug)]
pub(super) struct Incident {
    /// Every column but the journals.
    pub(super) values: BTreeMap<&'static str, String>,
    /// Oldest first.
    pub(super) journal: Vec<JournalEntry>,
}

impl Incident {
    /// A new one, as yet without what the client sent.
    pub(super) fn new(number: u32) -> Self {
        let now = clock::spaced(clock::now());
        let mut values: BTreeMap<_, _> = COLUMNS
            .iter()
            .filter(|column| column.kind != Kind::Journal)
            .map(|column| (column.name, column.default.to_owned()))
            .collect();
        values.insert("sys_id", ids::hex32());
        values.insert("number", format!("INC{number:07}"));
        for moment in ["sys_created_on", "sys_updated_on"] {
            values.insert(moment, now.clone());
        }
        for author in ["sys_created_by", "sys_updated_by"] {
            values.insert(author, crate::SERVICENOW_USER.to_owned());
        }
        values.insert("sys_mod_count", "0".to_owned());
        values.insert("active", "true".to_owned());
        Self { values, journal: Vec::new() }
    }

    /// The value of a column, empty for a journal.
    pub(super) fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// Writes what is known and allowed, ignores the rest and cuts what is too
    /// long, all without a word. Says whether anything changed.
    pub(super) fn write(&mut self, sent: &Map<String, Value>, settings: &Settings) -> bool {
        let mut changed = false;
        for (name, value) in sent {
            let read_only = settings.read_only_fields.contains(name);
            let Some(column) = find(name).filter(|column| column.writable && !read_only) else {
                continue;
            };
            let text: String = plain(value).chars().take(column.max).collect();
            changed |= self.put(column, text);
        }
        let priority = priority(self.get("impact"), self.get("urgency"));
        self.values.insert("priority", priority.to_owned());
        let active = !["7", "8"].contains(&self.get("state"));
        self.values.insert("active", active.to_string());
        changed
    }

    fn put(&mut self, column: &'static Column, text: String) -> bool {
        if column.kind != Kind::Journal {
            return self.values.insert(column.name, text.clone()) != Some(text);
        }
        if text.is_empty() {
            return false;
        }
        self.journal.push(JournalEntry {
            sys_id: ids::hex32(),
            element: column.name,
            text,
            at: clock::spaced(clock::now()),
        });
        true
    }

    /// Notes that an update changed something.
    pub(super) fn touch(&mut self) {
        let count: u32 = self.get("sys_mod_count").parse().unwrap_or_default();
        self.values.insert("sys_mod_count", (count + 1).to_string());
        let now = clock::spaced(clock::now());
        self.values.insert("sys_updated_on", now);
    }

    /// The data policies: fields that may not be empty.
    pub(super) fn check(&self, settings: &Settings) -> Result<(), Refusal> {
        let mut needed: Vec<&str> = settings.required_fields.iter().map(String::as_str).collect();
        if settings.close_fields_required && ["6", "7"].contains(&self.get("state")) {
            needed.extend(["close_code", "close_notes"]);
        }
        let missing: Vec<_> = needed
            .into_iter()
            .filter(|name| !self.has(name))
            .map(|name| find(name).map_or(name, |column| column.label))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let detail = format!("Data Policy Exception: The following fields are mandatory: {}", missing.join(", "));
        Err(refuse(403, "Operation Failed", &detail))
    }

    fn has(&self, name: &str) -> bool {
        !self.get(name).is_empty() || self.journal.iter().any(|entry| entry.element == name)
    }

    /// A journal as it is shown: newest first, each entry with its heading.
    pub(super) fn journal_text(&self, column: &Column) -> String {
        self.journal
            .iter()
            .rev()
            .filter(|entry| entry.element == column.name)
            .map(|entry| {
                let (at, text) = (&entry.at, &entry.text);
                let by = catalog::CASE_BOT_NAME;
                format!("{at} - {by} ({})\n{text}\n\n", column.label)
            })
            .collect()
    }
}

/// Every value is stored as text. An object becomes what Java prints for a
/// map, which is of no use to anyone: that is how the vendor treats it.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(members) => {
            let pairs: Vec<_> = members.iter().map(|(name, value)| format!("{name}={}", plain(value))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(plain).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

/// The vendor's default table of priorities.
fn priority(impact: &str, urgency: &str) -> &'static str {
    match (impact, urgency) {
        ("1", "1") => "1",
        ("1", "2") | ("2", "1") => "2",
        ("1", "3") | ("2", "2") | ("3", "1") => "3",
        ("2", "3") | ("3", "2") => "4",
        _ => "5",
    }
}
