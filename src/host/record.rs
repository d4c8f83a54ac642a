//! Stored records: where they lie, the version of their shape, and the changes of a transaction.

use crate::delegate::Kibana;
use crate::json;
use crate::order::Keyed;
use serde::Serialize;
use serde_json::Value;

/// What is kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Table {
    Connectors,
    Settings,
    /// The connectors that people chose for cases.
    Choices,
    Journal,
    /// Pushes that have not completed.
    Pending,
    /// Their cases.
    Cases,
    /// Sealed secrets, by connector.
    Secrets,
    /// The key that seals them.
    Keys,
    /// The pauses that systems have asked for, by base URL.
    Pauses,
    /// Records that could not be read.
    Aside,
    /// What became of queued pushes.
    Results,
    /// Live fields, by connector and issue type.
    Fields,
}

/// A record with its key. Bytes are not in it: they stay with the host.
pub(crate) type Entry = (String, Value);

/// The version of the shape of stored records.
pub(crate) const VERSION: u32 = 1;

/// A key that is no prefix of another one.
pub(crate) fn exactly(id: &str) -> String {
    format!("{id}\u{0}")
}

/// Where what is kept of a case lies: its journal by place, its pending pushes by connector.
pub(crate) fn journal_prefix(case_id: &str, place_or_connector: &str) -> String {
    format!("{case_id}\u{0}{place_or_connector}\u{0}")
}

/// Where the intent of a push by Kibana lies: with the journals of the case, under Kibana's URL in the place of a connector.
pub(crate) fn kibana_key(kibana: &Kibana, case_id: &str, connector_id: &str) -> String {
    format!("{}{connector_id}\u{0}", journal_prefix(case_id, kibana.base().as_str()))
}

/// One change of a transaction.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Change {
    /// Writes a value in the place of what was there.
    Put { table: Table, key: String, value: Value },
    /// Writes a value under a new key; one that is taken is `STORE_CONFLICT`.
    Add { table: Table, key: String, value: Value },
    /// Deletes what lies under this key.
    Remove { table: Table, key: String },
    /// Deletes what lies under all keys that begin with this.
    Clear { table: Table, prefix: String },
}

impl Change {
    pub(crate) fn put(table: Table, key: impl Into<String>, record: impl Serialize) -> Self {
        Self::Put { table, key: key.into(), value: versioned(record) }
    }

    pub(crate) fn add(table: Table, key: impl Into<String>, record: impl Serialize) -> Self {
        Self::Add { table, key: key.into(), value: versioned(record) }
    }

    pub(crate) fn remove(table: Table, key: impl Into<String>) -> Self {
        Self::Remove { table, key: key.into() }
    }

    pub(crate) fn clear(table: Table, prefix: impl Into<String>) -> Self {
        Self::Clear { table, prefix: prefix.into() }
    }

    #[cfg(test)]
    pub(crate) fn key(&self) -> &str {
        match self {
            Self::Put { key, .. } | Self::Add { key, .. } | Self::Remove { key, .. } => key,
            Self::Clear { prefix, .. } => prefix,
        }
    }
}

/// A record with the version of its shape, unless it has one of its own.
pub(crate) fn versioned(record: impl Serialize) -> Value {
    let mut value = json::of(&record);
    if let Some(members) = value.as_object_mut()
        && !members.contains_key("v")
    {
        members.insert("v".to_owned(), VERSION.into());
    }
    value
}

/// Takes a record that cannot be read to where somebody can look at it. The host adds the record itself as `value`.
pub(crate) fn set_aside(table: Table, key: &str, reason: &str, now: &str) -> [Change; 2] {
    let name = json::of(&table);
    let name = name.as_str().unwrap_or_default();
    let members = [("table", name), ("key", key), ("reason", reason), ("at", now)];
    let record = json::object(members.map(|(name, text)| (name, text.into())).into());
    [Change::put(Table::Aside, format!("{name}/{key}"), record), Change::remove(table, key)]
}

/// The places of ids in their list; of those that are there twice the last.
pub(super) fn index_of<'a>(ids: impl IntoIterator<Item = &'a str>) -> Keyed<usize> {
    let mut index = Keyed::default();
    for (place, id) in ids.into_iter().enumerate() {
        index.insert(id, place);
    }
    index
}

#[cfg(test)]
mod tests {
    use super::{Change, Table, exactly, journal_prefix, set_aside};
    use serde_json::json;

    #[test]
    fn no_key_is_the_beginning_of_anothers() {
        assert!(!exactly("case-12").starts_with(&exactly("case-1")));
        assert!(journal_prefix("case-1", "soc").starts_with(&exactly("case-1")));
        assert!(!journal_prefix("case-1", "soc-2").starts_with(&journal_prefix("case-1", "soc")));
    }

    #[test]
    fn changes_cross_with_the_version_of_their_records() {
        let put = serde_json::to_value(Change::put(Table::Choices, "a", json!({ "x": 1 }))).unwrap();
        assert_eq!(put, json!({ "kind": "put", "table": "choices", "key": "a", "value": { "x": 1, "v": 1 } }));
        let own = Change::add(Table::Journal, "a", json!({ "v": 3 }));
        assert_eq!(own, Change::Add { table: Table::Journal, key: "a".into(), value: json!({ "v": 3 }) });
    }

    #[test]
    fn a_record_that_is_set_aside_says_where_it_lay() {
        let [put, remove] = set_aside(Table::Pending, "k\u{0}", "It is no pending push.", "2026-09-14T08:00:00.000Z");
        assert!(matches!(put, Change::Put { table: Table::Aside, key, .. } if key == "pending/k\u{0}"));
        assert_eq!(remove, Change::remove(Table::Pending, "k\u{0}"));
    }
}
