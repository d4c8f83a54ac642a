//! A new incident that a person has wanted in place of another: one, and never one after the other.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, World, sample};
use case_connectors::error::Code;
use case_connectors::machine::Machine;
use case_connectors::push::{IfClosed, IfGone, Next, PushState};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn following_browser(world: &World) -> Browser {
    Browser::new(world.connector_with("soc", &world.kind.following(), None))
}

/// The incident itself answers so from now on; what is looked for is still found.
async fn reads_answer_404(world: &World, times: u32) {
    for read in ["?fields=", "?sysparm_fields=", "?text_content_output_format=objects_convert"] {
        let matching = json!({ "method": "GET", "pathContains": read });
        world.fault(json!({ "kind": "status", "status": 404, "times": times, "match": matching })).await;
    }
}

fn at_work(case: &Value) -> Value {
    let mut case = case.clone();
    case["status"] = json!("in-progress");
    case
}

#[tokio::test]
async fn an_account_that_may_create_and_not_read_makes_one_incident_for_one_choice() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = following_browser(&world);
        let mut case = updated(&browser.push(&world, &at_work(&sample("phishing"))).await);
        case["title"] = json!("Contained");
        reads_answer_404(&world, 10_000).await;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentGone), "{kind:?}");
        browser.choices.if_gone = IfGone::Recreate;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(world.incidents().await.len(), 2, "{kind:?}");
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
    }
}

#[tokio::test]
async fn an_incident_that_was_just_made_is_asked_about_and_not_made_again_where_it_is_closed_already() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = following_browser(&world);
        browser.choices.if_closed = IfClosed::Recreate;
        let mut push = browser.begin(&at_work(&sample("phishing")));
        let reads = |next: &Next| matches!(next, Next::Send { label, .. } if label == "Reading the incident");
        browser.run_until(&world, &mut push, |next| reads(next) || *next == Next::Done).await;
        if push.next() == Next::Done {
            continue;
        }
        let id = world.incidents().await[0].id.clone();
        world.close(&id).await;
        let outcome = browser.run(&world, push, None).await.unwrap();
        assert_eq!(world.incidents().await.len(), 1, "{kind:?}");
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentClosed), "{kind:?}");
    }
}

/// Two tabs share a journal, and ask about one incident. What is chosen in the second after the first one's is done is not about the
/// incident that the first has made.
#[tokio::test]
async fn a_wish_for_a_new_incident_is_about_the_one_that_was_asked_about() {
    for (kind, is_deleted) in ALL.into_iter().flat_map(|kind| [(kind, true), (kind, false)]) {
        let world = World::offline(kind);
        world.tells_authors().await;
        let mut browser = Browser::new(world.connector("soc"));
        let mut case = updated(&browser.push(&world, &sample("phishing")).await);
        let code = if is_deleted { Code::IncidentGone } else { Code::IncidentClosed };
        let mut made = BTreeSet::new();
        for turn in 1..=2 {
            let id = world.incidents().await.last().unwrap().id.clone();
            made.insert(id.clone());
            if is_deleted {
                world.delete(&id).await;
            } else {
                world.close(&id).await;
            }
            case["title"] = json!(format!("Turn {turn}"));
            let outcome = browser.push(&world, &case).await;
            assert_eq!(outcome.error.map(|error| error.code), Some(code), "{kind:?} {turn}");
            (browser.choices.if_closed, browser.choices.if_gone) = (IfClosed::Recreate, IfGone::Recreate);
            let outcome = browser.push(&world, &case).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {turn} {:?}", outcome.error);
            assert!(!made.contains(&outcome.external_service.unwrap().external_id), "{kind:?} {turn}");
        }
    }
}

/// Where every create is cut off, what it made is found by its mark, as another browser's would be.
#[tokio::test]
async fn what_is_found_after_one_was_given_up_is_asked_about_anew() {
    for kind in ALL.into_iter().filter(|kind| !is_cloud(*kind)) {
        let world = World::offline(kind);
        let mut browser = following_browser(&world);
        let mut case = updated(&browser.push(&world, &at_work(&sample("phishing"))).await);
        case["title"] = json!("Contained");
        reads_answer_404(&world, 10_000).await;
        for path in ["/table/", "/import/", "/issue", "/incidents?"] {
            let matching = json!({ "method": "POST", "pathContains": path });
            world.fault(json!({ "kind": "cutAfter", "times": 50, "match": matching })).await;
        }
        browser.choices.if_gone = IfGone::Recreate;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(world.incidents().await.len(), 2, "{kind:?}");
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentGone), "{kind:?}");
    }
}

/// The other team closes one after the other: each of them carries the case's mark.
#[tokio::test]
async fn however_many_were_given_up_the_next_one_is_made_once_and_found_by_every_browser() {
    for kind in [Kind::ServiceNow, Kind::JiraCloud, Kind::JiraDataCenter, Kind::Resilient] {
        let world = World::offline(kind);
        world.tells_authors().await;
        let mut browser = Browser::new(world.connector("soc"));
        browser.choices.if_closed = IfClosed::Recreate;
        let mut case = sample("phishing");
        let last = 12;
        for turn in 0..=last {
            case["title"] = json!(format!("Turn {turn}"));
            // Each time the newest is the case's; at last its answer is lost.
            if turn == last {
                for path in ["/table/", "/import/", "/issue", "/incidents?"] {
                    let nth = if is_cloud(kind) { 2 } else { 1 };
                    let matching = json!({ "method": "POST", "pathContains": path, "nth": nth });
                    world.fault(json!({ "kind": "cutAfter", "match": matching })).await;
                }
            }
            let outcome = browser.push(&world, &case).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {turn} {:?}", outcome.error);
            let incidents = world.incidents().await;
            assert_eq!(incidents.len(), turn + 1, "{kind:?}");
            if turn < last {
                world.close(&incidents[turn].id).await;
            }
        }
        // Nobody has told this one of any.
        let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        let found = outcome.external_service.unwrap().external_id;
        assert_eq!(found, world.incidents().await[last].id, "{kind:?}");
    }
}

/// Jira Cloud reads by POST too: the newest issues, before it creates.
const fn is_cloud(kind: Kind) -> bool {
    matches!(kind, Kind::JiraCloud | Kind::JiraDocuments)
}
