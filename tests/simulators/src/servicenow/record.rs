//! One record of a table of incidents: what writing does to it.

use super::{
    Refusal,
    accounts::Account,
    catalog,
    columns::{Column, Kind},
    refuse,
    tables::Table,
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
    pub(super) by: &'static Account,
}

/// What Elastic's application has attached to a record.
#[derive(Clone, Debug)]
pub(super) struct Observable {
    pub(super) sys_id: String,
    pub(super) value: String,
    pub(super) kind: String,
}

/// A stored record.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) table: &'static Table,
    /// Every column but the journals.
    pub(super) values: BTreeMap<&'static str, String>,
    /// Oldest first.
    pub(super) journal: Vec<JournalEntry>,
    /// Oldest first.
    pub(super) observables: Vec<Observable>,
}

impl Record {
    /// A new one, as yet without what the client sent.
    pub(super) fn new(table: &'static Table, number: u32, by: &Account) -> Self {
        let now = clock::spaced(clock::now());
        let mut values: BTreeMap<_, _> = table
            .columns()
            .filter(|column| column.kind != Kind::Journal)
            .map(|column| (column.name, column.default.to_owned()))
            .collect();
        values.insert("sys_id", ids::hex32());
        values.insert("number", format!("{}{number:07}", table.prefix));
        for moment in ["sys_created_on", "sys_updated_on"] {
            values.insert(moment, now.clone());
        }
        for author in ["sys_created_by", "sys_updated_by"] {
            values.insert(author, by.user.to_owned());
        }
        values.insert("opened_by", by.sys_id.to_owned());
        values.insert("sys_mod_count", "0".to_owned());
        values.insert("active", "true".to_owned());
        Self { table, values, journal: Vec::new(), observables: Vec::new() }
    }

    /// The value of a column, empty for a journal.
    pub(super) fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// Writes what is known and allowed, ignores the rest and cuts what is too
    /// long, all without a word. Says whether anything changed.
    pub(super) fn write(&mut self, sent: &Map<String, Value>, settings: &Settings, by: &'static Account) -> bool {
        let mut changed = false;
        for (name, value) in sent {
            let read_only = settings.read_only_fields.contains(name);
            let Some(column) = self.table.column(name).filter(|column| column.writable && !read_only) else {
                continue;
            };
            let text: String = plain(value).chars().take(column.max).collect();
            // A reference takes an id; a name leaves it as it was. No reference has a name that looks like an id.
            let no_reference = column.kind.reference().is_some() && !text.is_empty() && !is_id(&text);
            let no_choice = settings.drops_unknown_choices
                && column.kind == Kind::Choice
                && !text.is_empty()
                && !catalog::is_choice(self.table, column.name, &text);
            if no_reference || no_choice {
                continue;
            }
            changed |= self.put(column, text, by);
        }
        if self.table.priority_is_computed {
            let priority = priority(self.get("impact"), self.get("urgency"));
            self.values.insert("priority", priority.to_owned());
        }
        let active = !self.table.inactive.contains(&self.get("state"));
        self.values.insert("active", active.to_string());
        changed
    }

    fn put(&mut self, column: &'static Column, text: String, by: &'static Account) -> bool {
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
            by,
        });
        true
    }

    /// Notes that an update changed something.
    pub(super) fn touch(&mut self, by: &Account) {
        let count: u32 = self.get("sys_mod_count").parse().unwrap_or_default();
        self.values.insert("sys_mod_count", (count + 1).to_string());
        let now = clock::spaced(clock::now());
        self.values.insert("sys_updated_on", now);
        self.values.insert("sys_updated_by", by.user.to_owned());
    }

    /// The data policies: fields that may not be empty.
    pub(super) fn check(&self, settings: &Settings) -> Result<(), Refusal> {
        if !settings.business_rule.is_empty() {
            let (table, rule) = (self.table.name, &settings.business_rule);
            let detail = format!(
                "Operation against file '{table}' was aborted by Business Rule '{rule}^0a1b'. Business Rule Stack:{rule}"
            );
            return Err(refuse(403, "Operation Failed", &detail));
        }
        let mut needed: Vec<&str> = self.table.required(settings).collect();
        if settings.close_fields_required && self.table.closing.contains(&self.get("state")) {
            needed.extend(["close_code", "close_notes"]);
        }
        let missing: Vec<_> = needed
            .into_iter()
            .filter(|name| !self.has(name))
            .map(|name| self.table.column(name).map_or(name, |column| column.label))
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
                let (at, by, text) = (&entry.at, entry.by.name, &entry.text);
                format!("{at} - {by} ({})\n{text}\n\n", column.label)
            })
            .collect()
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 32 && text.chars().all(|c| c.is_ascii_hexdigit())
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
