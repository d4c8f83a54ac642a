//! Marks that are not kept or cannot be searched for, and answers that are lost on top of it.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, World, comment_ids, edit, sample};
use case_connectors::error::Code;
use case_connectors::machine::Machine;
use case_connectors::push::{FailReason, Next, PushState, Settlement};
use case_connectors::systems::authorize;
use serde_json::{Value, json};

const WITH_COLUMN: [Kind; 4] = [Kind::ServiceNow, Kind::ServiceNowImport, Kind::SecOps, Kind::SecOpsImport];

fn broken() -> [Value; 2] {
    [
        json!({ "readOnlyFields": ["correlation_id"] }),
        json!({ "hiddenFields": ["correlation_id"], "invalidQueryReturnsNoRows": true }),
    ]
}

/// A create that is carried out, and whose answer is lost.
async fn lose_the_answer(world: &World) {
    let path = if matches!(world.kind, Kind::ServiceNow | Kind::SecOps) { "/table/" } else { "/import/" };
    world.fault(json!({ "kind": "cutAfter", "match": { "method": "POST", "pathContains": path } })).await;
}

#[tokio::test]
async fn an_incident_that_no_search_shows_is_not_made_again_after_a_lost_answer() {
    for kind in WITH_COLUMN {
        for settings in broken() {
            let world = World::offline(kind);
            world.set(settings.clone()).await;
            lose_the_answer(&world).await;
            let case = sample("phishing");
            let mut browser = Browser::new(world.connector("soc"));
            let outcome = browser.push(&world, &case).await;
            let place = format!("{kind:?} {settings}: {:?}", outcome.error);
            assert_eq!(outcome.state, PushState::Unknown, "{place}");
            assert_eq!(outcome.error.map(|error| error.code), Some(Code::OutcomeUnknown), "{place}");
            assert_eq!(world.incidents().await.len(), 1, "{place}");

            // Who names it hears that another browser would not find it.
            let id = world.incidents().await[0].id.clone();
            let there = Settlement::There { external_id: Some(id) };
            let outcome = browser.settle(&world, &case, &there).await;
            assert_eq!(outcome.error.map(|error| error.code), Some(Code::MarkNotKept), "{place}");
            assert_eq!(world.incidents().await.len(), 1, "{place}");
        }
    }
}

#[tokio::test]
async fn one_that_was_given_another_title_meanwhile_is_not_made_again_either() {
    for kind in WITH_COLUMN {
        for settings in broken() {
            let world = World::offline(kind);
            world.set(settings.clone()).await;
            let mut browser = Browser::new(world.connector("soc"));
            let mut push = browser.begin(&sample("phishing"));
            let is_create = |next: &Next| matches!(next, Next::Send { label, .. } if label == "Create the incident");
            browser.run_until(&world, &mut push, is_create).await;
            let Next::Send { id, request, .. } = push.next() else { unreachable!() };
            world.send(&authorize(&request, &browser.connector, &browser.secrets).unwrap()).await.unwrap();
            push.fail(id, FailReason::NoAnswer, None).unwrap();
            world.edit_title(&world.incidents().await[0].id, "Renamed by the other team").await;
            let outcome = browser.run(&world, push, None).await.unwrap();
            let place = format!("{kind:?} {settings}: {:?}", outcome.error);
            assert_eq!(outcome.state, PushState::Unknown, "{place}");
            assert_eq!(world.incidents().await.len(), 1, "{place}");
        }
    }
}

#[tokio::test]
async fn a_lost_create_is_made_again_where_others_of_the_same_title_carry_marks() {
    for kind in WITH_COLUMN {
        let world = World::offline(kind);
        let case = sample("phishing");
        let mut other = case.clone();
        other["id"] = json!("another-case");
        Browser::new(world.connector("soc")).push(&world, &other).await;
        let path = if matches!(kind, Kind::ServiceNow | Kind::SecOps) { "/table/" } else { "/import/" };
        world.fault(json!({ "kind": "cutBefore", "match": { "method": "POST", "pathContains": path } })).await;
        let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(world.incidents().await.len(), 2, "{kind:?}");
    }
}

#[tokio::test]
async fn an_incident_of_this_place_that_another_connector_left_without_a_mark_is_not_made_again() {
    for kind in WITH_COLUMN {
        let world = World::offline(kind);
        world.set(broken()[0].clone()).await;
        let mut first = Browser::new(world.connector("soar-prod"));
        first.choices.if_unmarked = case_connectors::push::IfUnmarked::Continue;
        let mut case = updated(&first.push(&world, &sample("phishing")).await);
        case["title"] = json!("Another title");
        let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
        assert_eq!(outcome.writes, 0, "{kind:?}");
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentEdited), "{kind:?}");
        assert_eq!(world.incidents().await.len(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn edits_of_comments_whose_authors_nobody_can_tell_come_at_their_turn() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut case = sample("phishing");
        Browser::new(world.connector("soc")).push(&world, &case).await;
        edit(&mut case, "c1a2", "Log attached below.", "2026-09-15T10:00:00.000Z");
        edit(&mut case, "c1a3", "Closed.", "2026-09-15T11:00:00.000Z");
        edit(&mut case, "c1a1", "All sessions revoked.", "2026-09-15T12:00:00.000Z");
        // It knows nothing of earlier pushes, and on ServiceNow cannot see who has written what is there.
        case["external_service"] = Value::Null;
        let outcome = Browser::new(world.connector("other")).push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let mut expected = comment_ids(&case);
        expected.extend(["c1a2", "c1a3", "c1a1"].map(|id| format!("comment {id}, edit 1")));
        assert_eq!(world.incidents().await[0].references(), expected, "{kind:?}");
    }
}
