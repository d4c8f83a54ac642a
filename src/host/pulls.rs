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

/// Whether a pull that began with a record may replace what is stored now. What was decided meanwhile stays: the next pull sees
/// again what this one has seen.
pub(crate) fn is_as_read(before: &Value, stored: &Value) -> bool {
    seen_of(before) == seen_of(stored)
}

/// Keeps what a person has decided.
pub(crate) fn keep_decided(key: &str, decided: &Decided) -> Vec<Change> {
    let seen = keep_seen(key, &decided.seen);
    [seen].into_iter().chain(decided.records.iter().map(append)).collect()
}

#[cfg(test)]
mod tests {
    use super::is_as_read;
    use serde_json::{Value, json};

    #[test]
    fn a_pull_replaces_what_it_has_read_and_nothing_that_was_decided_meanwhile() {
        let (read, decided) = (json!({ "v": 1, "seen": { "a": 1 } }), json!({ "v": 1, "seen": { "a": 1, "b": 2 } }));
        assert!(is_as_read(&read, &read) && is_as_read(&Value::Null, &Value::Null));
        for (before, stored) in [(&read, &decided), (&Value::Null, &read), (&read, &Value::Null)] {
            assert!(!is_as_read(before, stored), "{before} {stored}");
        }
    }
}
