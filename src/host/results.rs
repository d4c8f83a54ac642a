//! The queue as it is shown: what is still to be done, and what became of the rest. Results stay until a person clears them.

use super::pending::{Known, Pending, case_lock};
use super::record::{Change, Entry, Table, index_of};
use crate::error::{Code, Error};
use crate::json;
use crate::order::{set_of, sort_by};
use crate::push::{Outcome, PushState};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;

/// The key of the record that says whether the queue is stopped.
pub(crate) const QUEUE: &str = "queue";

/// What is kept of a push that ended: what was queued has a result. What a stop of the whole queue has reached has none.
pub(super) fn ended(pending: &Pending, outcome: &Outcome, queue_stopped: bool, now: &str) -> Vec<Change> {
    let aborted = outcome.error.as_ref().is_some_and(|error| error.code == Code::Aborted);
    match pending.order {
        Some(_) if queue_stopped && aborted => vec![pending.still_queued()],
        Some(order) => {
            let mut changes = pending.ended(outcome);
            changes.push(of_outcome(pending, order, outcome, now));
            changes
        }
        None => pending.ended(outcome),
    }
}

fn of_outcome(pending: &Pending, order: u32, outcome: &Outcome, now: &str) -> Change {
    let incident = outcome.external_service.as_ref().map(|service| {
        let title = Some(&service.external_title).filter(|title| !title.is_empty()).unwrap_or(&service.external_id);
        json::object(vec![("title", title.as_str().into()), ("url", service.external_url.as_str().into())])
    });
    let state = if outcome.state == PushState::Running { PushState::Failed } else { outcome.state };
    let of = [outcome.pushed_comments.len(), outcome.warnings.len()];
    record(pending, order, result(state, incident, of, outcome.error.as_ref()), now)
}

/// What is kept of a queued push that could not begin: its result, and itself as one that failed. Nothing of one that was not
/// queued, or that is still to be done: the queue was stopped before its turn, another tab is at it, or the secrets are locked.
pub(crate) fn of_error(pending: &Pending, error: &Error, queue_stopped: bool, now: &str) -> Option<[Change; 2]> {
    if matches!(error.code, Code::PushBusy | Code::VaultLocked) || queue_stopped && error.code == Code::Aborted {
        return None;
    }
    let result = result(PushState::Failed, None, [0, 0], Some(error));
    Some([record(pending, pending.order?, result, now), pending.failed(error)])
}

fn result(state: PushState, incident: Option<Value>, [comments, warnings]: [usize; 2], error: Option<&Error>) -> Value {
    json::object(vec![
        ("state", json::of(&state)),
        ("incident", incident.into()),
        ("comments", comments.into()),
        ("warnings", warnings.into()),
        ("error", error.map(json::of).into()),
    ])
}

fn record(pending: &Pending, order: u32, mut result: Value, now: &str) -> Change {
    let names = json::object(vec![
        ("caseId", pending.case_id.as_str().into()),
        ("connectorId", pending.connector_id.as_str().into()),
        ("title", pending.title.as_str().into()),
        ("order", order.into()),
        ("at", now.into()),
        ("queuedAt", pending.known_since().into()),
        ("startedAt", started_at(pending).into()),
    ]);
    if let (Some(result), Value::Object(names)) = (result.as_object_mut(), names) {
        result.extend(names);
    }
    Change::put(Table::Results, pending.prefix(), result)
}

/// When it began; nothing before that.
fn started_at(pending: &Pending) -> Option<&str> {
    Some(pending.started_at.as_str()).filter(|at| !at.is_empty())
}

/// The place behind all others.
pub(crate) fn next_order(pending: &[Pending], results: &[Entry]) -> u32 {
    let ended = results.iter().filter_map(|(_, result)| order_of(result));
    pending.iter().filter_map(|it| it.order).chain(ended).max().map_or(0, |order| order.saturating_add(1))
}

fn order_of(result: &Value) -> Option<u32> {
    result.get("order")?.as_u64()?.try_into().ok()
}

/// What is in the queue, in its order: with its result, or still to be done.
pub(crate) fn shown(pending: Vec<Pending>, results: Vec<Entry>, held: &[String], connectors: &[Known]) -> Vec<Value> {
    let (held, ended) = (set_of(held.iter().cloned()), tries(&results));
    let index = index_of(connectors.iter().map(|known| known.id.as_str()));
    let name = |id: &str| index.get(id).and_then(|place| connectors.get(*place)).map(|known| known.name.clone());
    let mut items = Vec::new();
    let mut open = BTreeSet::new();
    for it in pending {
        // What has failed has a result, until that was cleared: then it is interrupted, and no more in the queue.
        let Some(order) = it.order.filter(|_| it.is_queued()) else { continue };
        // What could not begin was kept as queued by an earlier version, with a result.
        if ended.contains(&of_try(&it.prefix(), order)) {
            continue;
        }
        open.insert(it.prefix());
        let state = if held.contains(&case_lock(&it.case_id)) { "running" } else { "queued" };
        let item = json::object(vec![
            ("caseId", it.case_id.as_str().into()),
            ("connectorId", it.connector_id.as_str().into()),
            ("connectorName", name(&it.connector_id).into()),
            ("title", it.title.as_str().into()),
            ("queuedAt", it.known_since().into()),
            ("startedAt", started_at(&it).into()),
            ("state", state.into()),
            ("result", Value::Null),
        ]);
        items.push((order, item));
    }
    for (key, result) in &results {
        // It was put in anew while this was written: what counts is the later one.
        if open.contains(key) {
            continue;
        }
        let (Some(order), Some(id)) = (order_of(result), result.get("connectorId").and_then(Value::as_str)) else {
            continue;
        };
        let member = |name: &'static str| (name, result.get(name).cloned().unwrap_or_default());
        let item = json::object(vec![
            member("caseId"),
            ("connectorId", id.into()),
            ("connectorName", name(id).into()),
            member("title"),
            // A result of an earlier version says when it ended, and no other time.
            ("queuedAt", result.get("queuedAt").or_else(|| result.get("at")).cloned().into()),
            member("startedAt"),
            member("state"),
            ("result", json::object(["at", "incident", "comments", "warnings", "error"].map(member).into())),
        ]);
        items.push((order, item));
    }
    sort_by(&mut items, |(one, _), (other, _)| one.cmp(other));
    items.into_iter().map(|(_, item)| item).collect()
}

/// What has ended, each by its key and its place in the queue: one that was put in anew has another place.
fn tries(results: &[Entry]) -> BTreeSet<String> {
    set_of(results.iter().filter_map(|(key, result)| Some(of_try(key, order_of(result)?))))
}

fn of_try(key: &str, order: u32) -> String {
    format!("{key}{order}")
}

/// Whether the queue is stopped, as it is stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Mark {
    pub(crate) is_paused: bool,
    /// How often it was stopped: who went on after a stop is not reached by the news of it.
    pub(crate) stops: u32,
}

impl Mark {
    /// What cannot be read stops nothing.
    pub(crate) fn read(record: Value) -> Self {
        json::take(record).unwrap_or_default()
    }

    /// Stopped, or going on.
    #[must_use]
    pub(crate) fn set(self, is_paused: bool) -> Self {
        Self { is_paused, stops: self.stops.wrapping_add(is_paused.into()) }
    }
}

/// Takes everything off the queue that is still to be done, by the stored pending pushes and results.
pub(crate) fn discard(pending: &[Pending], results: &[Entry]) -> Vec<Change> {
    let ended = tries(results);
    let is_open =
        |it: &&Pending| it.is_queued() && it.order.is_some_and(|order| !ended.contains(&of_try(&it.prefix(), order)));
    pending.iter().filter(is_open).flat_map(Pending::off).collect()
}

#[cfg(test)]
mod tests {
    use super::{Mark, discard, next_order, of_error, shown};
    use crate::error::{Code, Error};
    use crate::host::pending::{Known, Pending, State, case_lock};
    use crate::host::record::{Change, Entry};
    use serde_json::json;

    fn pending(case_id: &str, state: State, order: Option<u32>) -> Pending {
        Pending {
            case_id: case_id.into(),
            connector_id: "soc".into(),
            title: case_id.to_uppercase(),
            queued_at: Some("2026-09-14T07:00:00.000Z".into()),
            started_at: String::new(),
            pushed_by: None,
            state,
            error: None,
            order,
            put: None,
        }
    }

    fn failed(case_id: &str, order: u32) -> Entry {
        let queued = pending(case_id, State::Queued, Some(order));
        match of_error(&queued, &Error::new(Code::SecretMissing), false, "2026-09-14T08:00:00.000Z").unwrap() {
            [Change::Put { key, value, .. }, Change::Put { value: own, .. }] => {
                assert_eq!((&own["state"], &own["error"]["code"]), (&json!("failed"), &json!("SECRET_MISSING")));
                (key, value)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_queue_shows_what_is_to_be_done_and_what_has_a_result_in_one_order() {
        let waiting = vec![
            pending("d", State::Queued, Some(3)),
            pending("b", State::Running, Some(1)),
            pending("x", State::Failed, Some(2)),
            pending("y", State::Running, None),
        ];
        assert_eq!(next_order(&waiting, &[failed("a", 7)]), 8);
        let connectors: Vec<Known> = serde_json::from_value(json!([{ "id": "soc", "name": "SOC" }])).unwrap();
        let items = shown(waiting, vec![failed("a", 0), ("z".into(), json!(null))], &[case_lock("b")], &connectors);
        let items: Vec<_> =
            items.iter().map(|it| (it["caseId"].as_str().unwrap(), it["state"].as_str().unwrap())).collect();
        assert_eq!(items, [("a", "failed"), ("b", "running"), ("d", "queued")]);
    }

    #[test]
    fn a_result_says_when_and_why_and_only_what_was_queued_has_one() {
        let items = shown(Vec::new(), vec![failed("a", 0)], &[], &[]);
        assert_eq!(items[0]["result"]["error"]["code"], "SECRET_MISSING");
        assert_eq!((&items[0]["result"]["at"], &items[0]["title"]), (&json!("2026-09-14T08:00:00.000Z"), &json!("A")));
        let queued = pending("a", State::Queued, Some(0));
        for still_to_be_done in [Code::Aborted, Code::PushBusy, Code::VaultLocked] {
            assert_eq!(of_error(&queued, &Error::new(still_to_be_done), true, "now"), None);
        }
        assert!(of_error(&queued, &Error::new(Code::Aborted), false, "now").is_some(), "it was stopped by itself");
        assert_eq!((&items[0]["queuedAt"], &items[0]["startedAt"]), (&json!("2026-09-14T07:00:00.000Z"), &json!(null)));
        assert_eq!(shown(vec![queued], vec![failed("a", 0)], &[], &[]).len(), 1, "it stands there once");
        let anew = pending("a", State::Queued, Some(1));
        let items = shown(vec![anew.clone()], vec![failed("a", 0)], &[], &[]);
        assert_eq!(
            (items.len(), &items[0]["state"], discard(&[anew], &[failed("a", 0)]).len()),
            (1, &json!("queued"), 2)
        );
        let alone = pending("a", State::Running, None);
        assert_eq!(of_error(&alone, &Error::new(Code::SecretMissing), false, "now"), None);
        assert_eq!(next_order(&[], &[]), 0);
    }

    #[test]
    fn each_stop_is_another_one_and_a_damaged_mark_stops_nothing() {
        let stopped = Mark::default().set(true);
        assert_eq!((stopped.is_paused, stopped.stops), (true, 1));
        let gone_on = stopped.set(false);
        assert_eq!((gone_on.is_paused, gone_on.stops, gone_on.set(true).stops), (false, 1, 2));
        // As an earlier version wrote it.
        assert_eq!(Mark::read(json!({ "v": 1, "isPaused": true })), Mark { is_paused: true, stops: 0 });
        assert_eq!(Mark::read(json!("damaged")), Mark::default());
    }

    #[test]
    fn discarding_takes_what_is_still_to_be_done_and_nothing_else() {
        let all = vec![
            pending("a", State::Queued, Some(0)),
            pending("b", State::Running, Some(1)),
            pending("failed", State::Failed, Some(2)),
            pending("alone", State::Running, None),
            pending("c", State::Queued, Some(3)),
        ];
        let keys: Vec<_> = discard(&all, &[failed("c", 3)]).iter().map(|it| it.key().to_owned()).collect();
        assert_eq!(keys, ["a\0soc\0", "a\0soc\0", "b\0soc\0", "b\0soc\0"]);
    }
}
