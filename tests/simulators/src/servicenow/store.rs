//! All incidents, and the rows of the tables that can be read.

use super::{
    catalog::{self, Row, row},
    columns::{COLUMNS, Kind},
    record::Incident,
};
use serde_json::{Value, json};

/// The database.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// Oldest first.
    pub(super) incidents: Vec<Incident>,
    numbers: u32,
    import_sets: u32,
}

impl Store {
    /// A new incident, not yet stored. Its number is used up even if it never is.
    pub(super) fn draft(&mut self) -> Incident {
        self.numbers += 1;
        Incident::new(10_000 + self.numbers)
    }

    /// The number of the next import set.
    pub(super) fn import_set(&mut self) -> String {
        self.import_sets += 1;
        format!("ISET{:07}", 10_000 + self.import_sets)
    }

    pub(super) fn find(&self, sys_id: &str) -> Option<&Incident> {
        self.incidents.iter().find(|incident| incident.get("sys_id") == sys_id)
    }

    /// Puts a changed incident in the place of the old one.
    pub(super) fn replace(&mut self, changed: Incident) {
        let id = changed.get("sys_id").to_owned();
        if let Some(old) = self.incidents.iter_mut().find(|it| it.get("sys_id") == id) {
            *old = changed;
        }
    }

    /// The incidents as rows, with empty journals.
    pub(super) fn incident_rows(&self, hidden: &[String]) -> Vec<Row> {
        let shown = |name: &str| !hidden.iter().any(|hidden| hidden == name);
        self.incidents
            .iter()
            .map(|incident| {
                COLUMNS
                    .iter()
                    .filter(|column| shown(column.name))
                    .map(|column| (column.name.to_owned(), incident.get(column.name).to_owned()))
                    .collect()
            })
            .collect()
    }

    /// The rows of `sys_journal_field`.
    pub(super) fn journal_rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for incident in &self.incidents {
            for entry in &incident.journal {
                rows.push(row(&[
                    ("sys_id", &entry.sys_id),
                    ("name", "incident"),
                    ("element", entry.element),
                    ("element_id", incident.get("sys_id")),
                    ("value", &entry.text),
                    ("sys_created_on", &entry.at),
                    ("sys_created_by", crate::SERVICENOW_USER),
                ]));
            }
        }
        rows
    }

    /// For the control area.
    pub(super) fn records(&self) -> Value {
        let record = |incident: &Incident| {
            let comments: Vec<_> = incident
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
            json!({
                "id": incident.get("sys_id"),
                "key": incident.get("number"),
                "fields": incident.values,
                "comments": comments,
            })
        };
        self.incidents.iter().map(record).collect()
    }
}

/// The columns that a query on a table may name.
pub(super) fn column_names(table: &str, hidden: &[String]) -> Option<Vec<&'static str>> {
    Some(match table {
        "incident" => COLUMNS
            .iter()
            .map(|column| column.name)
            .filter(|name| !hidden.iter().any(|hidden| hidden == name))
            .collect(),
        "sys_choice" => vec!["sys_id", "name", "element", "value", "label", "dependent_value", "language", "inactive"],
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
        ],
        "sys_journal_field" => {
            vec!["sys_id", "name", "element", "element_id", "value", "sys_created_on", "sys_created_by"]
        }
        _ => return None,
    })
}

/// The rows of a table that describes others.
pub(super) fn catalog_rows(table: &str, required: &[String]) -> Vec<Row> {
    match table {
        "sys_choice" => catalog::choices(),
        "sys_dictionary" => catalog::dictionary(required),
        _ => Vec::new(),
    }
}

/// For the pages: the columns worth showing, with their labels.
pub(super) fn shown_fields(incident: &Incident) -> Vec<(String, String)> {
    COLUMNS
        .iter()
        .filter(|column| column.kind != Kind::Journal)
        .map(|column| {
            let value = incident.get(column.name);
            let value = match column.kind {
                Kind::Choice => catalog::label(column.name, value),
                Kind::User => catalog::user_name(value).to_owned(),
                _ => value.to_owned(),
            };
            (column.label.to_owned(), value)
        })
        .collect()
}
