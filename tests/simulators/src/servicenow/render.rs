//! Records as the Table API shows them.

use super::{
    catalog::{label, reference_name},
    columns::{Column, Kind},
    record::Record,
};
use crate::shared::{Params, settings::Settings};
use serde_json::{Map, Value, json};

/// The parameter `sysparm_display_value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Display {
    Value,
    Label,
    Both,
}

/// How the client wants records to look.
#[derive(Debug)]
pub(super) struct View<'a> {
    base: &'a str,
    display: Display,
    links: bool,
    fields: Option<Vec<&'a str>>,
    hidden: &'a [String],
}

impl<'a> View<'a> {
    pub(super) fn new(base: &'a str, params: &'a Params, settings: &'a Settings) -> Self {
        // Clients write `True` too, and the vendor takes it.
        let get = |name: &str| params.get(name).map(|value| value.to_lowercase());
        let fields = params.get("sysparm_fields").filter(|list| !list.is_empty());
        Self {
            base,
            display: match get("sysparm_display_value").as_deref() {
                Some("true") => Display::Label,
                Some("all") => Display::Both,
                _ => Display::Value,
            },
            links: get("sysparm_exclude_reference_link").as_deref() != Some("true"),
            fields: fields.map(|list| list.split(',').map(str::trim).collect()),
            hidden: &settings.hidden_fields,
        }
    }

    /// Whether a field was asked for. One that does not exist is left out.
    pub(super) fn wants(&self, name: &str) -> bool {
        self.fields.as_ref().is_none_or(|fields| fields.contains(&name))
    }

    pub(super) fn record(&self, record: &Record) -> Value {
        let shown = record
            .table
            .columns()
            .filter(|column| self.wants(column.name) && !self.hidden.iter().any(|name| name == column.name));
        shown.map(|column| (column.name.to_owned(), self.field(record, column))).collect::<Map<_, _>>().into()
    }

    fn field(&self, record: &Record, column: &Column) -> Value {
        let value = record.get(column.name);
        let shown = shown(record, column);
        let table = column.kind.reference().filter(|_| !value.is_empty() && self.links);
        let link = table.map(|table| format!("{}/api/now/table/{table}/{value}", self.base));
        match (self.display, link) {
            (Display::Value, None) => value.into(),
            (Display::Value, Some(link)) => json!({ "link": link, "value": value }),
            (Display::Label, None) => shown.into(),
            (Display::Label, Some(link)) => json!({ "display_value": shown, "link": link }),
            (Display::Both, None) => json!({ "display_value": shown, "value": value }),
            (Display::Both, Some(link)) => {
                json!({ "display_value": shown, "value": value, "link": link })
            }
        }
    }
}

/// What a person sees in a column.
pub(super) fn shown(record: &Record, column: &Column) -> String {
    let value = record.get(column.name);
    match column.kind {
        Kind::Journal => record.journal_text(column),
        Kind::Choice => label(record.table, column.name, value),
        Kind::User | Kind::Group | Kind::Item => reference_name(value).to_owned(),
        Kind::Text | Kind::Moment | Kind::Number => value.to_owned(),
    }
}
