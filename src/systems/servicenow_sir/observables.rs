//! What a security incident gets of the alerts: addresses, hashes and URLs, as columns of the table, or as observables
//! where Elastic's app takes them.

use crate::case::AlertDocument;
use crate::http::{Method, Request};
use crate::systems::answer::incomplete;
use crate::systems::servicenow::{Table, requests, result};
use crate::systems::{Call, CaseFields, Connector, Context, OfAlerts, Written, segment};
use crate::warning::Warning;
use serde_json::{Value, json};
use std::collections::BTreeSet;

// The keys of the per-case fields.
pub(super) const DEST_IP: &str = "destIp";
pub(super) const SOURCE_IP: &str = "sourceIp";
pub(super) const MALWARE_HASH: &str = "malwareHash";
pub(super) const MALWARE_URL: &str = "malwareUrl";

/// A kind of value that alerts hold.
struct Observable {
    /// The per-case field that switches it off.
    key: &'static str,
    /// Where it stands in an alert's document, by the Elastic Common Schema.
    path: &'static str,
    /// The app's name for its type.
    kind: &'static str,
}

/// In the order in which the app gets them.
const OBSERVABLES: [Observable; 4] = [
    Observable { key: DEST_IP, path: "destination.ip", kind: "ipv4-addr" },
    Observable { key: SOURCE_IP, path: "source.ip", kind: "ipv4-addr" },
    Observable { key: MALWARE_HASH, path: "file.hash.sha256", kind: "SHA256" },
    Observable { key: MALWARE_URL, path: "url.full", kind: "URL" },
];

/// Their columns in the table, in the same order.
pub(super) const COLUMNS: [&str; 4] = ["dest_ip", "source_ip", "malware_hash", "malware_url"];

/// The length of a column, in characters.
const COLUMN_LIMIT: usize = 1_000;

pub(super) fn of_alerts(connector: &Connector, case: &CaseFields, alerts: &[AlertDocument<'_>]) -> OfAlerts {
    let mut values = OBSERVABLES.map(|_| Distinct::default());
    for alert in alerts {
        let texts = alert.texts(OBSERVABLES.map(|observable| observable.path));
        for ((known, texts), observable) in values.iter_mut().zip(texts).zip(&OBSERVABLES) {
            if !case.off.contains(&observable.key) {
                known.extend(texts);
            }
        }
    }
    let values = values.map(|values| values.list);
    let mut out = OfAlerts::default();
    if requests::uses_table_api(connector) {
        for (column, values) in COLUMNS.into_iter().zip(values).filter(|(_, values)| !values.is_empty()) {
            let (text, warning) = joined(column, &values);
            out.fields.insert(column.to_owned(), Value::String(text));
            out.warnings.extend(warning);
        }
    } else {
        let mut items = Distinct::default();
        for (observable, values) in OBSERVABLES.iter().zip(values) {
            items.extend(values.into_iter().map(|value| format!("{}:{value}", observable.kind)));
        }
        out.items = items.list;
    }
    out
}

/// Values in the order in which they came, each once.
#[derive(Default)]
struct Distinct {
    list: Vec<String>,
    seen: BTreeSet<String>,
}

impl Distinct {
    fn extend(&mut self, values: impl IntoIterator<Item = String>) {
        for value in values {
            if self.seen.insert(value.clone()) {
                self.list.push(value);
            }
        }
    }
}

/// As many values as the column takes, with commas in between; half an address would be another one.
fn joined(column: &str, values: &[String]) -> (String, Option<Warning>) {
    let mut text = String::new();
    let mut length = 0;
    for (count, value) in values.iter().enumerate() {
        let separator = if count == 0 { "" } else { "," };
        length += separator.len() + value.chars().count();
        if length > COLUMN_LIMIT {
            let message = format!("{column} is too long: {} values are left out.", values.len() - count);
            return (text, Some(Warning::new("TEXT_CUT", column, message)));
        }
        text.push_str(separator);
        text.push_str(value);
    }
    (text, None)
}

/// Adds observables to an incident, by the route of Elastic's app.
pub(super) fn add(table: &Table, context: &Context<'_>, id: &str, items: &[String]) -> Call<Written> {
    let of_item = |item: &String| {
        let (kind, value) = item.split_once(':').unwrap_or_default();
        json!({ "value": value, "type": kind })
    };
    let body = Value::Array(items.iter().map(of_item).collect());
    let path = format!("/api/{}/elastic_api/incident/{}/observables/bulk", table.app, segment(id));
    Call::new(Request::json(Method::Post, context.url(&path), &body), |_, response| {
        result(response)?
            .as_array()
            .map(|_| Written::Done(None))
            .ok_or_else(|| incomplete(response, "list of observables"))
    })
}
