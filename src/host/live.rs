//! Live fields as they are kept: with their age, bound to the connector as it was when they were read.

use super::record::{Change, Entry, Table, exactly, journal_prefix};
use super::stored::id_of;
use crate::connector::Draft;
use crate::fields::ConnectorFields;
use crate::hash::hash;
use crate::json;
use crate::time::{parse_iso, to_iso};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// After so long they are read anew before they are shown, in milliseconds.
const OLD_AFTER_MS: i64 = 24 * 60 * 60 * 1000;

/// What is kept of one reading.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Kept {
    connector_id: String,
    /// The issue type that was asked for; nothing where none was.
    asked: Option<String>,
    /// Changes with the connector: what another account or project was shown says nothing.
    bound_to: String,
    read_at: String,
    fields: ConnectorFields,
}

/// Live fields as a host shows them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shown {
    #[serde(flatten)]
    fields: ConnectorFields,
    read_at: String,
}

fn bound_to(connector: &Draft) -> String {
    hash(&[&connector.type_id, &serde_json::to_string(&connector.config).unwrap_or_default()])
}

/// Where the live fields of a connector lie.
pub(crate) fn fields_prefix(connector_id: &str) -> String {
    exactly(connector_id)
}

/// Where those lie that were asked for with an issue type, or without.
pub(crate) fn fields_key(connector_id: &str, asked: Option<&str>) -> String {
    journal_prefix(connector_id, asked.unwrap_or_default())
}

impl Kept {
    pub(crate) fn new(connector: &Draft, asked: Option<String>, fields: ConnectorFields, read_ms: i64) -> Self {
        let connector_id = id_of(connector).to_owned();
        Self { connector_id, asked, bound_to: bound_to(connector), read_at: to_iso(read_ms), fields }
    }

    /// Reads a record; one of another connector, or of this one before it was changed, is none.
    pub(crate) fn read(record: &Value, connector: &Draft) -> Option<Self> {
        let kept: Self = json::take(record.clone()).ok()?;
        (kept.connector_id == id_of(connector) && kept.bound_to == bound_to(connector)).then_some(kept)
    }

    /// What is written of it.
    pub(crate) fn keep(&self) -> Change {
        Change::put(Table::Fields, fields_key(&self.connector_id, self.asked.as_deref()), self)
    }

    /// Whether it is too old to be shown unasked, or from a clock that went ahead.
    pub(crate) fn is_old(&self, now_ms: i64) -> bool {
        parse_iso(&self.read_at).is_none_or(|at| !(0..OLD_AFTER_MS).contains(&(now_ms - at)))
    }

    /// Whether they tell all of an incident, or of a new one. Only where an issue type decides has an incident a screen of its own.
    pub(crate) fn is_of(&self, incident_id: Option<&str>) -> bool {
        let ConnectorFields { issue_type, incident_id: of, .. } = &self.fields;
        incident_id.is_none() || issue_type.is_none() || of.as_deref() == incident_id
    }

    /// What was read, and when in milliseconds since 1970: what is read to it later makes it no younger.
    pub(crate) fn into_known(self) -> (ConnectorFields, i64) {
        let read_ms = parse_iso(&self.read_at).unwrap_or_default();
        (self.fields, read_ms)
    }

    /// As a host shows it, for an incident or for a new one.
    pub(crate) fn into_shown(self, incident_id: Option<&str>) -> Shown {
        Shown { fields: for_incident(self.fields, incident_id), read_at: self.read_at }
    }
}

/// What the edit screen of another incident has says nothing of this one, or of a new one.
fn for_incident(mut fields: ConnectorFields, incident_id: Option<&str>) -> ConnectorFields {
    if fields.incident_id.as_deref() != incident_id {
        fields.edited(None);
    }
    fields
}

/// Of what is kept of a connector, the fields that a case is judged by: those of its issue type, or of the type that a case
/// without one gets; for the incident that the case names, or for a new one.
pub(crate) fn of_case(
    entries: &[Entry],
    connector: &Draft,
    issue_type: Option<&str>,
    incident_id: Option<&str>,
) -> Option<ConnectorFields> {
    let all = entries.iter().filter_map(|(_, record)| Kept::read(record, connector));
    let mut fitting: Vec<Kept> = all
        .filter(|kept| match issue_type {
            Some(id) => kept.fields.issue_type.as_deref() == Some(id),
            None => kept.asked.is_none(),
        })
        .collect();
    // The newest: one may be there under its own name, and as the one that a case without any gets.
    let at = |kept: &Kept| parse_iso(&kept.read_at).unwrap_or_default();
    let newest = fitting.iter().map(at).max()?;
    let place = fitting.iter().position(|kept| at(kept) == newest)?;
    Some(for_incident(fitting.swap_remove(place).fields, incident_id))
}

#[cfg(test)]
mod tests {
    use super::{Kept, OLD_AFTER_MS, of_case};
    use crate::connector::Draft;
    use crate::fields::ConnectorFields;
    use crate::host::record::{Change, Entry};
    use serde_json::json;

    fn connector(project: &str) -> Draft {
        let mut draft = Draft::new(".jira");
        draft.id = Some("soc".into());
        draft.config.insert("projectKey".into(), project.into());
        draft
    }

    fn fields(issue_type: &str) -> ConnectorFields {
        ConnectorFields { issue_type: Some(issue_type.to_owned()), ..ConnectorFields::default() }
    }

    fn entry(asked: Option<&str>, of: &str, at: i64) -> Entry {
        let kept = Kept::new(&connector("SOC"), asked.map(str::to_owned), fields(of), at);
        match kept.keep() {
            Change::Put { key, value, .. } => (key, value),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_was_read_is_found_again_until_the_connector_changes() {
        let (key, record) = entry(Some("10006"), "10006", 0);
        assert_eq!((key.as_str(), &record["v"]), ("soc\u{0}10006\u{0}", &json!(1)));
        let shown = json!(Kept::read(&record, &connector("SOC")).unwrap().into_shown(None));
        assert_eq!((&shown["issueType"], &shown["readAt"]), (&json!("10006"), &json!("1970-01-01T00:00:00.000Z")));
        assert!(Kept::read(&record, &connector("OPS")).is_none());
        assert!(Kept::read(&json!({ "connectorId": "soc" }), &connector("SOC")).is_none());
    }

    #[test]
    fn after_a_day_or_from_the_future_it_is_old() {
        let kept = |at| Kept::new(&connector("SOC"), None, ConnectorFields::default(), at);
        assert!(!kept(0).is_old(OLD_AFTER_MS - 1));
        assert!(kept(0).is_old(OLD_AFTER_MS));
        assert!(kept(1).is_old(0));
    }

    #[test]
    fn a_case_is_judged_by_the_newest_of_its_issue_type() {
        let kept = [entry(None, "1", 5), entry(Some("1"), "1", 9), entry(Some("2"), "2", 7)];
        let of = |issue_type| of_case(&kept, &connector("SOC"), issue_type, None).and_then(|it| it.issue_type);
        assert_eq!(
            [of(None), of(Some("1")), of(Some("2")), of(Some("3"))].map(|it| it.unwrap_or_default()),
            ["1", "1", "2", ""]
        );
    }
}
