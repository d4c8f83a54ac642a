//! All records, and the rows of the tables that can be read.

use super::{
    accounts::Account,
    catalog::{self, Row, row},
    record::Record,
    tables::Table,
};
use crate::shared::settings::Settings;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The database.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// Oldest first, of all tables.
    pub(super) records: Vec<Record>,
    /// How many numbers each table has used up.
    numbers: BTreeMap<&'static str, u32>,
    import_sets: u32,
}

impl Store {
    /// A new record, not yet stored. Its number is used up even if it never is.
    pub(super) fn draft(&mut self, table: &'static Table, by: &Account) -> Record {
        let number = self.numbers.entry(table.name).or_default();
        *number += 1;
        Record::new(table, 10_000 + *number, by)
    }

    /// The number of the next import set.
    pub(super) fn import_set(&mut self) -> String {
        self.import_sets += 1;
        format!("ISET{:07}", 10_000 + self.import_sets)
    }

    /// The records of a table, oldest first.
    pub(super) fn of(&self, table: &Table) -> impl DoubleEndedIterator<Item = &Record> {
        self.records.iter().filter(move |record| record.table.name == table.name)
    }

    pub(super) fn find(&self, table: &Table, sys_id: &str) -> Option<&Record> {
        self.of(table).find(|record| record.get("sys_id") == sys_id)
    }

    /// Puts a changed record in the place of the old one.
    pub(super) fn replace(&mut self, changed: Record) {
        let id = changed.get("sys_id").to_owned();
        if let Some(old) = self.records.iter_mut().find(|it| it.get("sys_id") == id) {
            *old = changed;
        }
    }

    /// The records of a table as rows, with empty journals.
    pub(super) fn rows(&self, table: &Table, hidden: &[String]) -> Vec<Row> {
        let names = shown_columns(table, hidden);
        self.of(table)
            .map(|record| names.iter().map(|&name| (name.to_owned(), record.get(name).to_owned())).collect())
            .collect()
    }

    /// The rows of `sys_journal_field`.
    pub(super) fn journal_rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for record in &self.records {
            for entry in &record.journal {
                rows.push(row(&[
                    ("sys_id", &entry.sys_id),
                    ("name", record.table.name),
                    ("element", entry.element),
                    ("element_id", record.get("sys_id")),
                    ("value", &entry.text),
                    ("sys_created_on", &entry.at),
                    ("sys_created_by", entry.by.user),
                ]));
            }
        }
        rows
    }

    /// For the control area.
    pub(super) fn control_records(&self) -> Value {
        let shown = |record: &Record| {
            let comments: Vec<_> = record
                .journal
                .iter()
                .map(|entry| {
                    json!({
                        "id": entry.sys_id,
                        "text": entry.text,
                        "internal": entry.element == "work_notes",
                        "element": entry.element,
                        "created": entry.at,
                    })
                })
                .collect();
            let observables: Vec<_> = record
                .observables
                .iter()
                .map(|it| json!({ "id": it.sys_id, "value": it.value, "type": it.kind }))
                .collect();
            json!({
                "id": record.get("sys_id"),
                "key": record.get("number"),
                "table": record.table.name,
                "fields": record.values,
                "comments": comments,
                "observables": observables,
            })
        };
        self.records.iter().map(shown).collect()
    }
}

/// The columns of a table that the account may read.
fn shown_columns(table: &Table, hidden: &[String]) -> Vec<&'static str> {
    table.columns().map(|column| column.name).filter(|name| !hidden.iter().any(|hidden| hidden == name)).collect()
}

/// The columns that a query on a table may name.
pub(super) fn column_names(table: &str, hidden: &[String]) -> Option<Vec<&'static str>> {
    if let Some(table) = Table::find(table) {
        return Some(shown_columns(table, hidden));
    }
    let mut columns = match table {
        "sys_choice" => {
            vec!["sys_id", "name", "element", "value", "label", "dependent_value", "language", "inactive", "sequence"]
        }
        "sys_dictionary_override" => vec![
            "sys_id",
            "name",
            "element",
            "mandatory",
            "mandatory_override",
            "read_only",
            "read_only_override",
            "default_value",
            "default_value_override",
        ],
        "sys_user" => vec!["sys_id", "name", "active", "user_name", "email"],
        "sys_user_group" | "cmdb_ci" => vec!["sys_id", "name", "active"],
        "sys_dictionary" => vec![
            "sys_id",
            "name",
            "element",
            "column_label",
            "internal_type",
            "max_length",
            "mandatory",
            "default_value",
            "active",
            "array",
            "read_only",
            "reference",
            "choice",
            "dependent_on_field",
        ],
        "sys_journal_field" => {
            vec!["sys_id", "name", "element", "element_id", "value", "sys_created_on", "sys_created_by"]
        }
        _ => return None,
    };
    columns.retain(|name| hidden.iter().all(|it| it != name));
    Some(columns)
}

/// The rows of a table that describes others.
pub(super) fn catalog_rows(table: &str, settings: &Settings) -> Vec<Row> {
    match table {
        // Rows that an access rule hides are left out without a word.
        "sys_choice" if !settings.choices_readable => Vec::new(),
        "sys_user" if !settings.users_readable => Vec::new(),
        "sys_dictionary" | "sys_dictionary_override" if !settings.dictionary_readable => Vec::new(),
        "sys_choice" => catalog::choices(),
        "sys_dictionary" => catalog::dictionary(settings),
        "sys_dictionary_override" => catalog::overrides(settings),
        "sys_user" | "sys_user_group" | "cmdb_ci" => catalog::referenced(table),
        _ => Vec::new(),
    }
}
