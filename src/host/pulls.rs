//! What pulls have seen, as it is stored: with the journals of the case, under the place. It holds hashes, and the names of states
//! and people, and no text of a comment.

use super::journal::append;
use super::record::{Change, Table, journal_prefix};
use crate::pull::Decided;
use crate::systems::Connector;
use serde_json::{Value, json};

/// Where it lies what was seen of a case at the place of a connector.
pub(crate) fn pull_key(case_id: &str, connector: &Connector) -> String {
    journal_prefix(case_id, &format!("pull {}", connector.place_id()))
}

/// Keeps what was seen.
pub(crate) fn keep_seen(key: &str, seen: &Value) -> Change {
    Change::put(Table::Journal, key, json!({ "seen": seen }))
}

/// What was seen, of a stored record.
pub(crate) fn seen_of(record: &Value) -> Option<&Value> {
    record.get("seen")
}

/// Keeps what a person has decided.
pub(crate) fn keep_decided(key: &str, decided: &Decided) -> Vec<Change> {
    let seen = keep_seen(key, &decided.seen);
    [seen].into_iter().chain(decided.records.iter().map(append)).collect()
}
