//! Answers that are lost, before or after the system did what was asked.

use super::browser::Browser;
use crate::common::world::{ALL, Kind, World, comment_ids, sample};
use case_connectors::error::Code;
use case_connectors::push::{PushState, Settlement};
use serde_json::{Value, json};

/// The n-th write that a path names.
fn fault(kind: &str, path: &str, nth: u32) -> Value {
    json!({ "kind": kind, "match": { "method": "POST", "pathContains": path, "nth": nth } })
}

/// A fault for the create. On Jira Cloud one POST below `/issue` reads before it.
fn create_fault(kind: Kind, fault_kind: &str) -> Value {
    let (path, nth) = match kind {
        Kind::ServiceNow | Kind::SecOps => ("/api/now/table/", 1),
        Kind::ServiceNowImport | Kind::SecOpsImport => ("/import/", 1),
        Kind::JiraCloud | Kind::JiraDocuments => ("/issue", 2),
        Kind::JiraDataCenter => ("/issue", 1),
        Kind::Resilient => ("/incidents?", 1),
    };
    fault(fault_kind, path, nth)
}

/// The fault for the second comment.
fn comment_fault(kind: Kind, fault_kind: &str) -> Value {
    match kind {
        Kind::ServiceNow | Kind::SecOps => json!({ "kind": fault_kind, "match": { "method": "PATCH", "nth": 2 } }),
        Kind::ServiceNowImport | Kind::SecOpsImport => fault(fault_kind, "/import/", 3),
        Kind::JiraCloud | Kind::JiraDocuments | Kind::JiraDataCenter => fault(fault_kind, "/comment", 2),
        Kind::Resilient => fault(fault_kind, "/comments", 2),
    }
}

/// A system that others use too: where a project shows no issue, nobody can tell what it does not show.
async fn used(kind: Kind) -> World {
    let world = World::new(kind).await;
    let other = json!({ "id": "a", "title": "First", "description": "x", "created_at": "2026-09-01T00:00:00Z" });
    Browser::new(world.connector("soc")).push(&world, &other).await;
    world
}

async fn assert_second_whole(world: &World, case: &Value, place: &str) {
    let incidents = world.incidents().await;
    assert_eq!(incidents.len(), 2, "{place}");
    assert_eq!(incidents[1].references(), comment_ids(case), "{place}");
}

async fn assert_whole(world: &World, case: &Value, place: &str) {
    let incidents = world.incidents().await;
    assert_eq!(incidents.len(), 1, "{place}");
    assert_eq!(incidents[0].references(), comment_ids(case), "{place}");
}

#[tokio::test]
async fn a_create_whose_answer_is_lost_is_found_again() {
    for kind in ALL {
        for lost in ["cutAfter", "html", "badJson"] {
            let world = used(kind).await;
            world.fault(create_fault(kind, lost)).await;
            let case = sample("phishing");
            let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {lost} {:?}", outcome.error);
            assert_second_whole(&world, &case, &format!("{kind:?} {lost}")).await;
        }
    }
}

#[tokio::test]
async fn a_create_that_never_arrived_is_sent_again() {
    for kind in ALL {
        let world = used(kind).await;
        world.fault(create_fault(kind, "cutBefore")).await;
        let case = sample("phishing");
        let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_second_whole(&world, &case, &format!("{kind:?}")).await;
    }
}

#[tokio::test]
async fn a_comment_whose_answer_is_lost_is_neither_doubled_nor_dropped() {
    for kind in ALL {
        for lost in ["cutBefore", "cutAfter", "html", "badJson"] {
            let world = World::new(kind).await;
            world.fault(comment_fault(kind, lost)).await;
            let case = sample("phishing");
            let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {lost} {:?}", outcome.error);
            assert_whole(&world, &case, &format!("{kind:?} {lost}")).await;
        }
    }
}

#[tokio::test]
async fn jira_clouds_search_lag_is_waited_for_within_a_bound() {
    let world = World::new(Kind::JiraCloud).await;
    let case = sample("phishing");
    world.set(json!({ "searchLag": 3 })).await;
    world.fault(create_fault(Kind::JiraCloud, "cutAfter")).await;
    let mut browser = Browser::new(world.connector("soc"));
    assert_eq!(browser.push(&world, &case).await.state, PushState::Complete);
    assert_whole(&world, &case, "lag of 3").await;
}

#[tokio::test]
async fn what_jira_clouds_search_does_not_show_is_found_by_its_key() {
    for lost in ["cutAfter", "cutBefore"] {
        let world = World::new(Kind::JiraCloud).await;
        // Others have created issues before, and numbers are missing among them.
        for (id, title) in [("a", "First"), ("b", "Second")] {
            let other = json!({ "id": id, "title": title, "description": "x", "created_at": "2026-09-01T00:00:00Z" });
            Browser::new(world.connector(id)).push(&world, &other).await;
        }
        let case = sample("phishing");
        world.set(json!({ "searchLag": 1_000 })).await;
        world.fault(create_fault(Kind::JiraCloud, lost)).await;
        let mut browser = Browser::new(world.connector("soc"));
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{lost} {:?}", outcome.error);
        assert!(browser.waits.iter().sum::<u32>() <= 95_000, "{lost} {:?}", browser.waits);
        let incidents = world.incidents().await;
        assert_eq!(incidents.len(), 3, "{lost}");
        assert_eq!(incidents[2].references(), comment_ids(&case), "{lost}");
    }
}

#[tokio::test]
async fn a_second_browser_finds_what_jira_clouds_search_does_not_show_yet() {
    let world = World::new(Kind::JiraCloud).await;
    world.set(json!({ "searchLag": 1_000 })).await;
    let case = sample("phishing");
    Browser::new(world.connector("soc")).push(&world, &case).await;
    let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{:?}", outcome.error);
    assert_whole(&world, &case, "second browser").await;
}

#[tokio::test]
async fn where_the_keys_may_not_be_read_a_person_settles() {
    let case = sample("phishing");
    let world = World::new(Kind::JiraCloud).await;
    world.set(json!({ "searchLag": 1_000 })).await;
    world.fault(create_fault(Kind::JiraCloud, "cutAfter")).await;
    world
        .fault(json!({ "kind": "status", "status": 403, "times": 99, "match": { "pathContains": "bulkfetch" } }))
        .await;
    let mut browser = Browser::new(world.connector("soc"));
    let outcome = browser.push(&world, &case).await;
    assert_eq!(outcome.state, PushState::Unknown);
    assert!(browser.waits.iter().sum::<u32>() <= 95_000, "{:?}", browser.waits);
    // A person finds the issue and links it.
    let id = world.incidents().await[0].id.clone();
    // One that is not there is not believed.
    let wrong = Settlement::There { external_id: Some("SOC-99".into()) };
    assert_eq!(browser.settle(&world, &case, &wrong).await.state, PushState::Unknown);
    // The key that people see will do.
    let there = Settlement::There { external_id: Some("SOC-1".into()) };
    let outcome = browser.settle(&world, &case, &there).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    let service = outcome.external_service.unwrap();
    assert_eq!((service.external_id, service.external_title.as_str()), (id, "SOC-1"));
    assert!(service.external_url.ends_with("/browse/SOC-1"));
    assert_whole(&world, &case, "settled").await;
}

#[tokio::test]
async fn a_journal_that_cannot_be_read_leaves_a_lost_comment_unknown() {
    let world = World::new(Kind::ServiceNow).await;
    let case = sample("phishing");
    world.set(json!({ "hiddenFields": ["comments", "work_notes"] })).await;
    world.fault(comment_fault(Kind::ServiceNow, "cutAfter")).await;
    let mut browser = Browser::new(world.connector("soc"));
    let outcome = browser.push(&world, &case).await;
    assert_eq!(outcome.state, PushState::Unknown);
    // Pushing again looks again, and still writes nothing.
    let writes = world.writes().await.len();
    assert_eq!(browser.push(&world, &case).await.state, PushState::Unknown);
    assert_eq!(world.writes().await.len(), writes);

    let there = Settlement::There { external_id: None };
    let outcome = browser.settle(&world, &case, &there).await;
    // Another browser may have sent the others meanwhile.
    assert_eq!(outcome.error.map(|error| error.code), Some(Code::CommentsUnreadable));
    let outcome = browser.settle(&world, &case, &Settlement::NotThere).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    world.set(json!({ "hiddenFields": [] })).await;
    assert_whole(&world, &case, "settled").await;
}
