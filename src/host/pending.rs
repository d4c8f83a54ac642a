//! Pushes that have not completed: what is kept of them, so that they can go on without the page that began them.

use super::record::{Change, Entry, Table, index_of, journal_prefix, set_aside};
use crate::error::{Code, Error};
use crate::json::{self, Members, Unread};
use crate::order::{set_of, sort_by};
use crate::push::{Outcome, PushState};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How a pending push stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum State {
    /// It waits in a queue for its turn.
    Queued,
    /// A tab has begun it. A living one holds the lock of the case; a dead one has left it.
    Running,
    Failed,
    Unknown,
}

/// A push that has not completed. Its case lies under the same key in a table of its own: whoever lists pushes loads no case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Value")]
pub(crate) struct Pending {
    pub(crate) case_id: String,
    pub(crate) connector_id: String,
    pub(crate) title: String,
    /// When it was put into the queue, where it was.
    pub(crate) queued_at: Option<String>,
    /// When it first began; nothing before that.
    pub(crate) started_at: String,
    pub(crate) pushed_by: Option<Value>,
    pub(crate) state: State,
    pub(crate) error: Option<Value>,
    /// Its place in the queue, where it was put into it.
    pub(crate) order: Option<u32>,
    /// Who it is: no other one ever has this. A record of an earlier version has none, and lies where its case and connector say.
    pub(crate) put: Option<String>,
}

impl TryFrom<Value> for Pending {
    type Error = Unread;

    fn try_from(record: Value) -> Result<Self, Unread> {
        let mut members = Members::of(record)?;
        Ok(Self {
            case_id: members.need("caseId")?,
            connector_id: members.need("connectorId")?,
            title: members.take("title")?.unwrap_or_default(),
            queued_at: members.take("queuedAt")?,
            started_at: members.take("startedAt")?.unwrap_or_default(),
            pushed_by: members.take("pushedBy")?,
            state: members.need("state")?,
            error: members.take("error")?,
            order: members.take("order")?,
            put: members.take("put")?,
        })
    }
}

impl Pending {
    /// Where what became of it lies, and under which it lies itself: beside others of its case and connector.
    pub(super) fn prefix(&self) -> String {
        journal_prefix(&self.case_id, &self.connector_id)
    }

    /// Where it lies, and its case: at a place of its own, so that whatever is written of it is written over no other one.
    pub(crate) fn key(&self) -> String {
        key(&self.case_id, &self.connector_id, self.put.as_deref())
    }

    /// Keeps it.
    pub(crate) fn keep(&self) -> Change {
        Change::put(Table::Pending, self.key(), self)
    }

    /// Keeps it with its case. The host adds the bytes, `case` and `pages`.
    pub(crate) fn keep_with_case(&self) -> [Change; 3] {
        // What is known of an earlier try is no more.
        let result = Change::remove(Table::Results, self.prefix());
        [self.keep(), Change::put(Table::Cases, self.key(), json!({})), result]
    }

    /// The same of one that is put into the queue: in the place of all that was there of its case and connector.
    pub(crate) fn put_in(&self) -> [Change; 5] {
        let clear = |table| Change::Clear { table, prefix: self.prefix() };
        let [own, case, result] = self.keep_with_case();
        [clear(Table::Pending), clear(Table::Cases), own, case, result]
    }

    /// Takes it off, with its case.
    pub(super) fn off(&self) -> [Change; 2] {
        [Table::Pending, Table::Cases].map(|table| Change::remove(table, self.key()))
    }

    /// When it was put in. A record of an earlier version has one time alone.
    pub(super) fn known_since(&self) -> &str {
        self.queued_at.as_deref().unwrap_or(&self.started_at)
    }

    /// Keeps what it has come to: nothing is pending once it is complete, and nothing has become of an earlier try.
    pub(super) fn ended(&self, outcome: &Outcome) -> Vec<Change> {
        let state = match outcome.state {
            PushState::Complete => {
                let [own, case] = self.off();
                return vec![own, case, Change::remove(Table::Results, self.prefix())];
            }
            PushState::Unknown => State::Unknown,
            PushState::Failed => State::Failed,
            PushState::Running => State::Running,
        };
        vec![Self { state, error: outcome.error.as_ref().map(json::of), ..self.clone() }.keep()]
    }

    /// Keeps that it could not begin.
    pub(super) fn failed(&self, error: &Error) -> Change {
        Self { state: State::Failed, error: Some(json::of(error)), ..self.clone() }.keep()
    }

    /// The same where the whole queue was stopped: it is still to be done.
    pub(super) fn still_queued(&self) -> Change {
        Self { state: State::Queued, ..self.clone() }.keep()
    }

    /// Whether it is in the queue, and still to be done.
    pub(crate) fn is_queued(&self) -> bool {
        self.order.is_some() && matches!(self.state, State::Queued | State::Running)
    }

    fn is_beside(&self, other: &Self) -> bool {
        self.case_id == other.case_id && self.connector_id == other.connector_id
    }

    /// Of two of one case and connector the one that counts has the greater: what waits was put in after the other had begun.
    fn rank(&self) -> Option<u32> {
        self.order.filter(|_| self.state == State::Queued)
    }

    /// What another host has come to, where this one has listed it as still to be done.
    pub(crate) fn ended_since(&self, listed: State) -> Option<&Value> {
        let is_open = |state| matches!(state, State::Queued | State::Running);
        if is_open(listed) && !is_open(self.state) { self.error.as_ref() } else { None }
    }
}

/// Where the pending push of a case and a connector lies that this put has made.
pub(crate) fn key(case_id: &str, connector_id: &str, put: Option<&str>) -> String {
    let mut key = journal_prefix(case_id, connector_id);
    if let Some(put) = put {
        key += put;
        key.push('\0');
    }
    key
}

/// Reads the stored ones, in the order of their keys, and answers them the oldest first: one of each case and connector. Takes off
/// what was put in anew since, and sets aside what is none.
pub(crate) fn read(stored: Vec<Entry>, now: &str) -> (Vec<Pending>, Vec<Change>) {
    let (mut pending, mut changes) = (Vec::<Pending>::new(), Vec::new());
    for (key, record) in stored {
        match json::take::<Pending>(record) {
            Ok(mut record) => {
                if let Some(other) = pending.last_mut().filter(|other| record.is_beside(other)) {
                    if record.rank() >= other.rank() {
                        std::mem::swap(other, &mut record);
                    }
                    changes.extend(record.off());
                } else {
                    pending.push(record);
                }
            }
            _ => changes.extend(set_aside(Table::Pending, &key, "It is no pending push.", now)),
        }
    }
    sort_by(&mut pending, |one, other| one.known_since().cmp(other.known_since()));
    (pending, changes)
}

/// The keys of what goes where a push begins, or is taken off, while no other one is under way: what it had found, and what has begun
/// since. What waits was put in after that, and stays.
pub(crate) fn replaced(stored: Vec<Entry>, found: &[String]) -> Vec<String> {
    let waits = |record: &Value| record.get("state").and_then(Value::as_str) == Some("queued");
    stored.into_iter().filter(|(key, record)| found.contains(key) || !waits(record)).map(|(key, _)| key).collect()
}

/// Sets a pending push aside whose case is not there.
pub(crate) fn without_case(key: &str, now: &str) -> [Change; 2] {
    set_aside(Table::Pending, key, "Its case is not there.", now)
}

/// The one that is meant: the oldest of the case, with this connector where one is named.
///
/// # Errors
/// `NOTHING_PENDING`.
pub(crate) fn choose(pending: Vec<Pending>, case_id: &str, connector_id: Option<&str>) -> Result<Pending, Error> {
    let meant =
        |it: &Pending| it.case_id == case_id && connector_id.is_none_or(|connector_id| it.connector_id == connector_id);
    pending.into_iter().find(meant).ok_or_else(|| Error::new(Code::NothingPending))
}

/// What a person sees of a stored connector.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Known {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    is_missing_secrets: bool,
}

/// A pending push as a person sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Interrupted {
    case_id: String,
    connector_id: String,
    /// None where the connector was deleted, or is Kibana's.
    connector_name: Option<String>,
    title: String,
    queued_at: Option<String>,
    started_at: String,
    state: &'static str,
    error: Option<Value>,
    is_missing_secrets: bool,
}

/// Those that are not under way in any tab, by the names of the locks that are held.
pub(crate) fn interrupted(pending: Vec<Pending>, held: &[String], connectors: &[Known]) -> Vec<Interrupted> {
    let (held, index) = (set_of(held.iter().cloned()), index_of(connectors.iter().map(|known| known.id.as_str())));
    let still = pending.into_iter().filter(|it| !held.contains(&case_lock(&it.case_id)));
    let view = |it: Pending| {
        let connector = index.get(&it.connector_id).and_then(|place| connectors.get(*place));
        Interrupted {
            connector_name: connector.map(|connector| connector.name.clone()),
            is_missing_secrets: connector.is_some_and(|connector| connector.is_missing_secrets),
            state: match it.state {
                State::Queued => "queued",
                // Nobody holds its lock: its tab died.
                State::Running => "interrupted",
                State::Failed => "failed",
                State::Unknown => "unknown",
            },
            case_id: it.case_id,
            connector_id: it.connector_id,
            title: it.title,
            started_at: if it.started_at.is_empty() { it.queued_at.clone().unwrap_or_default() } else { it.started_at },
            queued_at: it.queued_at,
            error: it.error,
        }
    };
    still.map(view).collect()
}

/// The name of the lock of a case. It does not name the storage: two namespaces of one page push the same case one after
/// the other too.
pub(crate) fn case_lock(case_id: &str) -> String {
    format!("case-connectors/push/{case_id}")
}

/// The names of the locks that are the places for requests to one base URL.
pub(crate) fn place_locks(base_url: &str, concurrency: u32) -> Vec<String> {
    (0..concurrency).map(|place| format!("case-connectors/place/{base_url}/{place}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Known, Pending, State, case_lock, choose, interrupted, read, replaced};
    use crate::host::record::{Change, Table};
    use serde_json::{Value, json};

    fn record(case_id: &str, connector_id: &str, started_at: &str, state: &str) -> (String, Value) {
        let key = format!("{case_id}\u{0}{connector_id}\u{0}");
        let record = json!({ "v": 1, "caseId": case_id, "connectorId": connector_id, "title": "t",
            "startedAt": started_at, "pushedBy": null, "state": state, "error": null });
        (key, record)
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_rest_is_in_the_order_of_its_beginning() {
        let no_state = ("k".to_owned(), json!({ "caseId": "c", "connectorId": "a" }));
        let stored = vec![
            record("b", "soc", "2026-09-14T09:00:00.000Z", "failed"),
            no_state,
            ("x".to_owned(), json!("damaged")),
            record("a", "soc", "2026-09-14T08:00:00.000Z", "queued"),
        ];
        let (pending, changes) = read(stored, "now");
        assert_eq!(pending.iter().map(|it| it.case_id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        let keys: Vec<&str> = changes.iter().map(Change::key).collect();
        assert_eq!(keys, ["pending/k", "k", "pending/x", "x"]);
    }

    #[test]
    fn the_order_is_that_of_putting_in_and_what_has_not_begun_has_no_other_time() {
        let mut later = record("a", "soc", "2026-09-14T07:00:00.000Z", "running");
        later.1["queuedAt"] = json!("2026-09-14T06:00:00.000Z");
        let mut first = record("b", "soc", "", "queued");
        first.1["queuedAt"] = json!("2026-09-14T05:00:00.000Z");
        let (pending, _) = read(vec![later, first], "now");
        let shown: Vec<_> = interrupted(pending, &[], &[]).into_iter().map(|it| it.started_at).collect();
        assert_eq!(shown, ["2026-09-14T05:00:00.000Z", "2026-09-14T07:00:00.000Z"]);
    }

    #[test]
    fn what_another_host_has_ended_is_not_tried_again_by_one_that_saw_it_before() {
        let stored = |state: &str| {
            let (_, mut record) = record("a", "soc", "1", state);
            record["error"] = json!({ "code": "FORBIDDEN" });
            serde_json::from_value::<Pending>(record).unwrap()
        };
        assert!(stored("failed").ended_since(State::Queued).is_some());
        assert!(stored("unknown").ended_since(State::Running).is_some());
        for (listed, state) in [(State::Queued, "queued"), (State::Queued, "running"), (State::Failed, "failed")] {
            assert_eq!(stored(state).ended_since(listed), None);
        }
    }

    #[test]
    fn a_push_goes_on_by_its_case_and_by_its_connector_where_one_is_named() {
        let stored = || {
            read(
                vec![
                    record("a", "soc", "2026-09-14T08:00:00.000Z", "failed"),
                    record("a", "sn", "2026-09-14T09:00:00.000Z", "failed"),
                ],
                "now",
            )
            .0
        };
        assert_eq!(choose(stored(), "a", None).unwrap().connector_id, "soc");
        assert_eq!(choose(stored(), "a", Some("sn")).unwrap().connector_id, "sn");
        assert!(choose(stored(), "a", Some("other")).is_err() && choose(stored(), "b", None).is_err());
    }

    /// One of a case and a connector, as it is stored.
    fn put(state: &str, put: Option<&str>, order: Option<u32>) -> (String, Value) {
        let (_, mut record) = record("a", "soc", "1", state);
        (record["put"], record["order"]) = (json!(put), json!(order));
        (super::key("a", "soc", put), record)
    }

    fn keys(changes: &[Change]) -> Vec<&str> {
        changes.iter().map(Change::key).collect()
    }

    #[test]
    fn each_put_lies_at_a_place_of_its_own_and_the_one_that_waits_counts() {
        let (running, queued) = (put("running", Some("1"), Some(7)), put("queued", Some("0"), Some(2)));
        let before = put("failed", None, Some(1));
        assert_eq!(before.0, "a\0soc\0");
        let other = record("b", "soc", "1", "queued");
        for stored in [[&running, &queued], [&before, &queued], [&queued, &put("queued", Some("9"), Some(1))]] {
            let (pending, changes) = read([stored[0], stored[1], &other].map(Clone::clone).into(), "now");
            let kept: Vec<String> = pending.iter().map(Pending::key).collect();
            assert_eq!(kept, [queued.0.as_str(), "b\0soc\0"]);
            let gone = if *stored[0] == queued { &stored[1].0 } else { &stored[0].0 };
            assert_eq!(keys(&changes), [gone, gone], "with its case");
        }
        let taken: Pending = serde_json::from_value(queued.1).unwrap();
        let put_in = taken.put_in();
        let cleared = [Table::Pending, Table::Cases].map(|table| Change::Clear { table, prefix: before.0.clone() });
        assert_eq!(put_in[..2], cleared);
        assert_eq!(keys(&put_in[2..]), [&queued.0, &queued.0, &before.0]);
    }

    #[test]
    fn one_that_begins_takes_the_place_of_what_it_had_found_and_of_what_has_ended_since() {
        let (found, later) = (put("queued", Some("1"), Some(1)), put("queued", Some("2"), Some(2)));
        let (failed, before) = (put("failed", Some("3"), None), put("running", None, None));
        let stored = || [&before, &found, &later, &failed].map(Clone::clone).into();
        let gone = replaced(stored(), std::slice::from_ref(&found.0));
        assert_eq!(gone, [&before.0, &found.0, &failed.0].map(Clone::clone));
        assert_eq!(replaced(stored(), &[]), [before.0.clone(), failed.0.clone()]);
    }

    #[test]
    fn what_is_kept_anew_takes_the_result_of_an_earlier_try_along() {
        let (key, record) = record("a", "soc", "1", "running");
        let pending: Pending = serde_json::from_value(record).unwrap();
        let kept: Vec<String> = pending.keep_with_case().iter().map(|change| json!(change).to_string()).collect();
        let removed = json!(Change::remove(Table::Results, key)).to_string();
        assert!(kept.contains(&removed), "{kept:?}");
    }

    #[test]
    fn what_a_living_tab_pushes_is_not_interrupted() {
        let (pending, _) = read(
            vec![
                record("a", "soc", "1", "running"),
                record("b", "soc", "2", "running"),
                record("c", "gone", "3", "queued"),
            ],
            "now",
        );
        let connectors: Vec<Known> =
            serde_json::from_value(json!([{ "id": "soc", "name": "SOC", "isMissingSecrets": true }])).unwrap();
        let shown = interrupted(pending, &[case_lock("a")], &connectors);
        let shown: Vec<_> = shown
            .iter()
            .map(|it| (it.case_id.as_str(), it.state, it.connector_name.as_deref(), it.is_missing_secrets))
            .collect();
        assert_eq!(shown, [("b", "interrupted", Some("SOC"), true), ("c", "queued", None, false)]);
    }
}
