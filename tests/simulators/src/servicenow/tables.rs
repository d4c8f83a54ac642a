//! The tables of incidents, as data: what one of them has that the others do not.

use super::columns::{Column, INCIDENT, SECURITY_INCIDENT, TASK};
use crate::shared::settings::Settings;

/// A table that extends `task`.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    /// The heading of its list.
    pub(super) label: &'static str,
    /// What its numbers begin with.
    pub(super) prefix: &'static str,
    /// What the table adds to `task`, or has otherwise.
    pub(super) own: &'static [Column],
    /// Whether the priority is computed from impact and urgency.
    pub(super) priority_is_computed: bool,
    /// The states in which a record is no longer active.
    pub(super) inactive: &'static [&'static str],
    /// The states that need `close_code` and `close_notes`.
    pub(super) closing: &'static [&'static str],
    /// One of these roles lets an account read.
    pub(super) readers: &'static [&'static str],
    /// One of these roles lets an account write.
    pub(super) writers: &'static [&'static str],
    pub(super) app: App,
}

/// The application of Elastic that writes to a table.
#[derive(Debug)]
pub(super) struct App {
    pub(super) scope: &'static str,
    /// The staging table of its import sets.
    pub(super) staging: &'static str,
    pub(super) transform_map: &'static str,
    /// The role that opens its API.
    pub(super) role: &'static str,
    /// Whether it takes observables.
    pub(super) observables: bool,
    pub(super) is_installed: fn(&Settings) -> bool,
}

/// All of them.
pub(super) static TABLES: [Table; 2] = [
    Table {
        name: "incident",
        label: "Incidents",
        prefix: "INC",
        own: INCIDENT,
        priority_is_computed: true,
        inactive: &["7", "8"],
        closing: &["6", "7"],
        readers: &["itil"],
        writers: &["itil"],
        app: App {
            scope: "x_elas2_inc_int",
            staging: "x_elas2_inc_int_elastic_incident",
            transform_map: "Elastic Incident",
            role: "x_elas2_inc_int.integration_user",
            observables: false,
            is_installed: |settings| settings.elastic_app,
        },
    },
    Table {
        name: "sn_si_incident",
        label: "Security incidents",
        prefix: "SIR",
        own: SECURITY_INCIDENT,
        priority_is_computed: false,
        inactive: &["3", "7"],
        // Cancelling needs none: an assumption.
        closing: &["3"],
        readers: &["sn_si.read", "sn_si.basic"],
        writers: &["sn_si.basic"],
        app: App {
            scope: "x_elas2_sir_int",
            staging: "x_elas2_sir_int_elastic_si_incident",
            // An assumption, after that of the other application.
            transform_map: "Elastic SI Incident",
            role: "x_elas2_sir_int.integration_user",
            observables: true,
            is_installed: |settings| settings.elastic_sir_app,
        },
    },
];

impl Table {
    /// The table of this name.
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name == name)
    }

    /// Its columns: those of `task`, unless it has its own, and what it adds.
    pub(super) fn columns(&self) -> impl Iterator<Item = &'static Column> {
        let own = self.own;
        TASK.iter().filter(|inherited| own.iter().all(|column| column.name != inherited.name)).chain(own)
    }

    /// The column of this name.
    pub(super) fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns().find(|column| column.name == name)
    }

    /// The columns that the settings want filled. A bare name is a column of `incident`.
    pub(super) fn required<'a>(&self, settings: &'a Settings) -> impl Iterator<Item = &'a str> {
        settings.required_fields.iter().filter_map(|name| {
            let (table, column) = name.split_once('.').unwrap_or(("incident", name));
            (table == self.name).then_some(column)
        })
    }
}
