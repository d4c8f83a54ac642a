//! What a host decides about many things takes work by their number, and not by its square.

use super::pending::{Known, Pending, interrupted};
use super::record::{Entry, exactly};
use super::results::{discard, shown};
use super::stored::{Stored, read};
use super::{At, Host, Imported, Queue};
use crate::error::{Code, Error};
use serde_json::{Value, json};
use std::time::Duration;

#[path = "../../tests/engine/common/processor.rs"]
mod processor;

/// Ten times as many take about ten times as long; by the square it would be a hundred. What seems to be slow is looked at
/// again, and the shortest times count.
fn grows_with_its_number(work: impl Fn(usize) -> Box<dyn FnOnce()>) -> Result<(), (Duration, Duration)> {
    let took = |count: usize| {
        let once = work(count);
        processor::taken(once)
    };
    let (mut few, mut many) = (Duration::MAX, Duration::MAX);
    for _ in 0..12 {
        (few, many) = (few.min(took(1_000)), many.min(took(10_000)));
        if many < few * 30 {
            return Ok(());
        }
    }
    Err((few, many))
}

fn connector(id: usize) -> Value {
    json!({ "id": format!("soc-{id}"), "name": format!("SOC {id}"), "type": ".jira",
        "config": { "apiUrl": "https://example.atlassian.net", "projectKey": "SOC", "email": "bot@example.com" } })
}

fn pending(id: usize) -> Pending {
    let record = json!({ "caseId": format!("case-{id}"), "connectorId": format!("soc-{id}"), "title": "t", "startedAt": "1",
        "pushedBy": null, "state": "queued", "error": null, "order": id });
    serde_json::from_value(record).unwrap()
}

/// As many of them as there are, all of them at work, with a connector each.
fn of_queue(count: usize) -> (Vec<Pending>, Vec<Entry>, Vec<String>, Vec<Known>) {
    let results =
        (count..2 * count).map(|id| (pending(id).key(), json!({ "order": id, "connectorId": format!("soc-{id}") })));
    let held = (0..count).map(|id| format!("lock-{id}")).collect();
    let known = (0..count).map(|id| serde_json::from_value(connector(id)).unwrap()).collect();
    ((0..count).map(pending).collect(), results.collect(), held, known)
}

#[test]
fn pending_pushes_and_the_cases_of_a_queue() {
    type Work = fn(usize) -> Box<dyn FnOnce()>;
    let works: [(&str, Work); 4] = [
        ("interrupted", |count| {
            let (pending, _, held, known) = of_queue(count);
            Box::new(move || assert_eq!(interrupted(pending, &held, &known).len(), count))
        }),
        ("shown", |count| {
            let (pending, results, held, known) = of_queue(count);
            Box::new(move || assert_eq!(shown(pending, results, &held, &known).len(), 2 * count))
        }),
        ("discarded", |count| {
            let (pending, results, ..) = of_queue(count);
            Box::new(move || assert_eq!(discard(&pending, &results).len(), 2 * count))
        }),
        ("taken", |count| {
            let ids: Vec<String> = (0..count).map(|id| format!("soc-{id}")).collect();
            Box::new(move || {
                let mut queue = Queue::new(ids.clone(), 4);
                for place in (0..).take(ids.len()) {
                    queue.take().unwrap();
                    queue.ended(place, false, Some(&Error::new(Code::AuthFailed)));
                }
            })
        }),
    ];
    for (name, work) in works {
        let grows = grows_with_its_number(work);
        assert!(grows.is_ok(), "{name}: {grows:?}");
    }
}

#[test]
fn connectors() {
    let stored = |count: usize| Stored {
        connectors: (0..count).map(|id| (exactly(&format!("soc-{id}")), connector(id))).collect(),
        secrets: (0..count).map(|id| (exactly(&format!("soc-{id}")), json!({}))).collect(),
        ..Stored::default()
    };
    let listed = grows_with_its_number(|count| {
        let stored = stored(count);
        Box::new(move || assert_eq!(Host::default().list(&stored, 0).connectors.len(), count))
    });
    assert!(listed.is_ok(), "{listed:?}");
    let imported = grows_with_its_number(|count| {
        let stored = stored(count);
        let record = |id: usize| Imported {
            name: None,
            draft: read(&connector(id)).ok_or_else(|| Error::new(Code::OptionsInvalid)),
        };
        let records: Vec<Imported> = (count / 2..count + count / 2).map(record).collect();
        Box::new(move || {
            let import = Host::default().import(records, &[], &stored, At::default());
            assert!(import.results.iter().all(|(_, result)| result.is_ok()));
        })
    });
    assert!(imported.is_ok(), "{imported:?}");
}
