//! What a system takes of the alerts beyond fields and comments. Nobody can read whether it is there.

use super::browser::{Browser, Crash, updated};
use crate::common::world::{Kind, World, sample};
use case_connectors::case::{Page, SecurityCase};
use case_connectors::push::{Event, Options, PushState, StepKind, plan};
use serde_json::{Value, json};

const HASH: &str = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9";

/// A case with two alerts, a1 and a2, and no more.
fn case() -> Value {
    let mut case = sample("phishing");
    case["totalComment"] = json!(0);
    case["comments"] = json!([{ "id": "k1", "type": "alert", "alertId": ["a1", "a2"], "index": ["i", "i"],
        "created_at": "2026-11-02T08:00:00.000Z", "created_by": { "username": "ana" } }]);
    case["connector"] = json!({ "id": "soc", "name": "SecOps", "type": ".servicenow-sir", "fields": {} });
    case
}

fn first() -> Value {
    json!({ "_id": "a1", "_index": "i", "_source": { "source": { "ip": "192.0.2.10" }, "destination.ip": "198.51.100.53" } })
}

fn second() -> Value {
    json!({ "_id": "a2", "_source": { "source": { "ip": ["192.0.2.10", "192.0.2.11"] }, "url": { "full": "https://a.example/x,y" },
        "file": { "hash": { "sha256": HASH } } } })
}

fn values(observables: &[Value]) -> Vec<&str> {
    observables.iter().map(|observable| observable["value"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn observables_are_added_once_and_later_ones_when_they_come() {
    let world = World::new(Kind::SecOpsImport).await;
    let mut browser = Browser::new(world.connector("soc"));
    let push = browser.begin_with(&case(), &[first()]);
    let outcome = browser.run(&world, push, None).await.unwrap();
    assert_eq!((outcome.state, &outcome.warnings), (PushState::Complete, &vec![]), "{:?}", outcome.error);
    assert_eq!(values(&world.incidents().await[0].observables), ["198.51.100.53", "192.0.2.10"]);

    // The case as it was written back, with what one more alert holds.
    let push = browser.begin_with(&updated(&outcome), &[first(), second()]);
    let outcome = browser.run(&world, push, None).await.unwrap();
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{:?}", outcome.error);
    let incident = &world.incidents().await[0];
    let expected = ["198.51.100.53", "192.0.2.10", "192.0.2.11", HASH, "https://a.example/x,y"];
    assert_eq!(values(&incident.observables), expected);

    let requests = world.requests().await;
    let push = browser.begin_with(&updated(&outcome), &[second(), first()]);
    assert_eq!(browser.run(&world, push, None).await.unwrap().writes, 0);
    assert_eq!(world.requests().await, requests, "nothing was new");
}

#[tokio::test]
async fn an_addition_whose_answer_is_lost_is_warned_of_and_never_repeated() {
    for lost in ["cutBefore", "cutAfter", "html"] {
        let world = World::new(Kind::SecOpsImport).await;
        world.fault(json!({ "kind": lost, "match": { "pathContains": "/observables/bulk" } })).await;
        let mut browser = Browser::new(world.connector("soc"));
        let push = browser.begin_with(&case(), &[first()]);
        let outcome = browser.run(&world, push, None).await.unwrap();
        assert_eq!(outcome.state, PushState::Complete, "{lost} {:?}", outcome.error);
        let [warning] = outcome.warnings.as_slice() else { panic!("{lost} {:?}", outcome.warnings) };
        assert_eq!(warning.code, "ITEMS_UNCONFIRMED", "{lost}");
        assert!(warning.message.contains("198.51.100.53"), "{}", warning.message);

        let push = browser.begin_with(&updated(&outcome), &[first()]);
        let outcome = browser.run(&world, push, None).await.unwrap();
        assert_eq!((outcome.writes, outcome.warnings), (0, vec![]), "{lost}: said once");
        let sent = world.incidents().await[0].observables.len();
        assert_eq!(sent, if lost == "cutAfter" { 2 } else { 0 }, "{lost}");
    }
}

#[tokio::test]
async fn a_crash_at_any_effect_neither_doubles_nor_silently_loses_them() {
    for effect in 0.. {
        for after in [false, true] {
            let world = World::new(Kind::SecOpsImport).await;
            let mut browser = Browser::new(world.connector("soc"));
            let push = browser.begin_with(&case(), &[first()]);
            let died = browser.run(&world, push, Some(Crash { effect, after })).await.is_none();
            let push = browser.begin_with(&case(), &[first()]);
            let outcome = browser.run(&world, push, None).await.unwrap();
            assert_eq!(outcome.state, PushState::Complete, "{effect} {after} {:?}", outcome.error);
            let incidents = world.incidents().await;
            let sent = incidents[0].observables.len();
            assert_eq!(incidents.len(), 1, "{effect} {after}");
            assert!(sent == 2 || (sent == 0 && outcome.warnings.len() == 1), "{effect} {after}: {sent} {outcome:?}");
            if !died {
                assert!(effect > 8, "the push had only {effect} effects");
                return;
            }
        }
    }
}

#[tokio::test]
async fn browsers_that_push_in_turn_double_nothing_and_each_says_what_it_does_not_know() {
    let world = World::new(Kind::SecOpsImport).await;
    world.tells_authors().await;
    let mut one = Browser::new(world.connector("soc"));
    let push = one.begin_with(&case(), &[first()]);
    one.run(&world, push, None).await.unwrap();

    let mut other = Browser::new(world.connector("soc"));
    let push = other.begin_with(&case(), &[first()]);
    let outcome = other.run(&world, push, None).await.unwrap();
    assert_eq!((outcome.state, outcome.warnings.len()), (PushState::Complete, 1), "{:?}", outcome.error);
    let push = other.begin_with(&updated(&outcome), &[first()]);
    assert!(other.run(&world, push, None).await.unwrap().warnings.is_empty(), "said once");

    // Later ones come from the browser that has made the incident, whoever pushes first.
    let push = other.begin_with(&case(), &[first(), second()]);
    let outcome = other.run(&world, push, None).await.unwrap();
    assert_eq!((outcome.state, outcome.warnings.len()), (PushState::Complete, 1), "{:?}", outcome.error);
    assert_eq!(world.incidents().await[0].observables.len(), 2, "none twice");
    let push = one.begin_with(&case(), &[first(), second()]);
    assert_eq!(one.run(&world, push, None).await.unwrap().warnings, vec![]);
    assert_eq!(world.incidents().await[0].observables.len(), 5);
}

#[tokio::test]
async fn a_browser_whose_create_was_found_again_goes_on_adding() {
    let world = World::new(Kind::SecOpsImport).await;
    world.fault(json!({ "kind": "cutAfter", "match": { "method": "POST", "pathContains": "/import/" } })).await;
    let mut browser = Browser::new(world.connector("soc"));
    let push = browser.begin_with(&case(), &[first()]);
    let outcome = browser.run(&world, push, None).await.unwrap();
    assert_eq!((outcome.state, &outcome.warnings), (PushState::Complete, &vec![]), "{:?}", outcome.error);
    // A host deletes the intents of a push that is complete.
    browser.journal.retain(|record| !matches!(record.event, Event::Intent { .. }));
    let push = browser.begin_with(&updated(&outcome), &[first(), second()]);
    assert_eq!(browser.run(&world, push, None).await.unwrap().warnings, vec![]);
    assert_eq!(world.incidents().await[0].observables.len(), 5);
}

/// Where the create never came, another browser makes the incident: what it has sent there tells that it was another.
#[tokio::test]
async fn a_crash_at_any_effect_with_another_browser_after_it_doubles_none() {
    for effect in 0.. {
        let world = World::new(Kind::SecOpsImport).await;
        world.tells_authors().await;
        let mut one = Browser::new(world.connector("soc"));
        let push = one.begin_with(&case(), &[first()]);
        let died = one.run(&world, push, Some(Crash { effect, after: false })).await.is_none();
        let mut other = Browser::new(world.connector("soc"));
        let push = other.begin_with(&case(), &[first()]);
        let outcome = other.run(&world, push, None).await.unwrap();
        let mut said = outcome.warnings.len();
        for alerts in [vec![first()], vec![first()], vec![first(), second()]] {
            let push = one.begin_with(&case(), &alerts);
            let outcome = one.run(&world, push, None).await.unwrap();
            assert_eq!(outcome.state, PushState::Complete, "{effect} {:?}", outcome.error);
            said += outcome.warnings.len();
        }
        let incidents = world.incidents().await;
        let mut sent = values(&incidents[0].observables);
        let all = sent.len();
        sent.sort_unstable();
        sent.dedup();
        assert_eq!((incidents.len(), sent.len()), (1, all), "{effect}: {sent:?}");
        assert!(all == 5 || said > 0, "{effect}: {sent:?}");
        if !died {
            assert!(effect > 8, "the push had only {effect} effects");
            return;
        }
    }
}

#[tokio::test]
async fn an_addition_that_is_refused_fails_and_is_made_by_the_next_push() {
    let world = World::new(Kind::SecOpsImport).await;
    let refusal = json!({ "error": { "message": "Operation Failed", "detail": "ACL Exception Insert Failed due to security constraints" }, "status": "failure" });
    world
        .fault(
            json!({ "kind": "status", "status": 403, "body": refusal, "match": { "pathContains": "/observables/" } }),
        )
        .await;
    let mut browser = Browser::new(world.connector("soc"));
    let push = browser.begin_with(&case(), &[first()]);
    let outcome = browser.run(&world, push, None).await.unwrap();
    assert_eq!(outcome.error.unwrap().code.as_str(), "FORBIDDEN");
    let push = browser.begin_with(&case(), &[first()]);
    assert_eq!(browser.run(&world, push, None).await.unwrap().state, PushState::Complete);
    assert_eq!(world.incidents().await[0].observables.len(), 2);
}

#[tokio::test]
async fn the_table_api_takes_them_as_columns_and_a_case_can_leave_kinds_out() {
    let world = World::new(Kind::SecOps).await;
    let mut case = case();
    case["connector"]["fields"] =
        json!({ "sourceIp": false, "malwareUrl": true, "malwareHash": null, "priority": "2" });
    let mut browser = Browser::new(world.connector("soc"));
    let push = browser.begin_with(&case, &[first(), second()]);
    let outcome = browser.run(&world, push, None).await.unwrap();
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    let incident = &world.incidents().await[0];
    for (column, value) in [
        ("dest_ip", "198.51.100.53"),
        ("source_ip", ""),
        ("malware_hash", HASH),
        ("malware_url", "https://a.example/x,y"),
        ("priority", "2"),
    ] {
        assert_eq!(incident.fields[column].as_str().unwrap_or_default(), value, "{column}");
    }
    assert!(incident.observables.is_empty());
}

#[tokio::test]
async fn an_ipv6_address_goes_as_elastics_own_connector_sends_it() {
    let world = World::new(Kind::SecOpsImport).await;
    let mut browser = Browser::new(world.connector("soc"));
    let push = browser.begin_with(&case(), &[json!({ "_id": "a1", "_source": { "source.ip": "2001:db8::5" } })]);
    browser.run(&world, push, None).await.unwrap();
    let observables = &world.incidents().await[0].observables;
    let sent: Vec<_> = observables.iter().map(|it| (it["type"].as_str(), it["value"].as_str())).collect();
    assert_eq!(sent, [(Some("ipv4-addr"), Some("2001:db8::5"))]);
}

/// The codes of the warnings, and the kinds of the steps, of a plan with these documents.
async fn planned(kind: Kind, alerts: &[Value]) -> (Vec<&'static str>, Vec<StepKind>) {
    let (connector, _) = World::new(kind).await.connector("soc");
    let case = case().to_string();
    let page = json!({ "took": 3, "hits": { "total": { "value": 1 }, "hits": alerts } }).to_string();
    let case = SecurityCase::parse(case.as_bytes(), &[Page::Alerts(page.as_bytes())]).unwrap();
    let plan = plan(&case, &connector, &[], &Options::new("2026-11-24T08:00:00Z")).unwrap();
    (plan.warnings.iter().map(|it| it.code).collect(), plan.steps.iter().map(|it| it.kind).collect())
}

/// The last step before the looks at what has arrived.
fn last_write(kinds: &[StepKind]) -> Option<StepKind> {
    kinds.iter().rev().find(|kind| **kind != StepKind::ReadIncident).copied()
}

#[tokio::test]
async fn documents_of_other_alerts_are_passed_over_with_a_warning() {
    let mut foreign = first();
    foreign["_id"] = json!("not-attached");
    let (codes, kinds) = planned(Kind::SecOpsImport, &[foreign]).await;
    assert_eq!(codes, ["ALERT_DOCUMENTS_FOREIGN"]);
    assert!(!kinds.contains(&StepKind::Items));
    let (codes, kinds) = planned(Kind::SecOpsImport, &[first(), first()]).await;
    assert_eq!((codes.len(), last_write(&kinds)), (0, Some(StepKind::Items)));
    // Other systems make nothing of them.
    assert!(!planned(Kind::ServiceNowImport, &[first()]).await.1.contains(&StepKind::Items));
}

#[tokio::test]
async fn a_column_takes_whole_values_only_and_the_rest_is_said() {
    let many: Vec<String> = (0..100).map(|n| format!("198.51.100.{n}")).collect();
    let alert = json!({ "_id": "a1", "_source": { "source": { "ip": many } } });
    assert_eq!(planned(Kind::SecOps, std::slice::from_ref(&alert)).await.0, ["TEXT_CUT"]);
    let world = World::new(Kind::SecOps).await;
    let mut browser = Browser::new(world.connector("soc"));
    let push = browser.begin_with(&case(), &[alert]);
    browser.run(&world, push, None).await.unwrap();
    let column = world.incidents().await[0].fields["source_ip"].as_str().unwrap().to_owned();
    assert!((900..=1_000).contains(&column.len()), "{}", column.len());
    assert!(column.split(',').all(|value| many.iter().any(|known| known == value)), "{column}");
}

/// A hundred thousand values, and as many documents twice: work that grew with the square would not end.
#[tokio::test]
async fn many_values_and_documents_are_linear_work() {
    let many: Vec<String> = (0..100_000).map(|n| format!("https://a.example/{n}")).collect();
    let alert = json!({ "_id": "a1", "_source": { "url": { "full": many } } });
    let foreign = (0..50_000).map(|n| json!({ "_id": format!("f{n}"), "_source": {} }));
    let twice: Vec<Value> = [alert.clone(), alert].into_iter().chain(foreign).collect();
    let (codes, kinds) = planned(Kind::SecOpsImport, &twice).await;
    assert_eq!((codes.as_slice(), last_write(&kinds)), (["ALERT_DOCUMENTS_FOREIGN"].as_slice(), Some(StepKind::Items)));
}
