//! A push that nothing disturbs, and the pushes after it.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, World, comment_ids, edit, sample};
use case_connectors::push::{Closure, IncidentState, PushState, status};
use serde_json::json;

#[tokio::test]
async fn each_sample_becomes_one_incident_with_its_comments_in_order() {
    for kind in ALL {
        for name in ["phishing", "dns_tunnelling", "ransomware_intl", "long_intrusion"] {
            let world = World::new(kind).await;
            let case = sample(name);
            let mut browser = Browser::new(world.connector("soc"));

            let outcome = browser.push(&world, &case).await;
            assert_eq!((outcome.state, &outcome.error), (PushState::Complete, &None), "{kind:?} {name}");

            let mut expected = comment_ids(&case);
            let comments = expected.len();
            expected.extend((name == "dns_tunnelling").then(|| "alerts, total 4".to_owned()));
            let incidents = world.incidents().await;
            assert_eq!(incidents.len(), 1, "{kind:?} {name}");
            assert_eq!(incidents[0].references(), expected, "{kind:?} {name}");
            assert_eq!(world.writes().await.len(), 1 + expected.len(), "{kind:?} {name}");
            // A look before the create and one after it, and what the create needs to know. No read per comment.
            let reads = world.requests().await - (1 + expected.len());
            assert!((2..=5).contains(&reads), "{kind:?} {name}: {reads}");
            assert_eq!(outcome.pushed_comments.len(), comments, "{kind:?} {name}");
            let service = outcome.external_service.unwrap();
            assert_eq!(service.external_id, incidents[0].id, "{kind:?} {name}");
        }
    }
}

/// The most requests of a first push with two comments, with the looks at the end where the system passes over what it does
/// not take: one by the Table API, which shows the fields in its answers, and two by the import set.
const fn most_requests(kind: Kind) -> usize {
    match kind {
        Kind::ServiceNow | Kind::SecOps | Kind::Resilient => 6,
        // One of them asks which Jira it is, which the URL does not show.
        Kind::JiraDataCenter => 7,
        Kind::ServiceNowImport | Kind::SecOpsImport => 8,
        Kind::JiraCloud | Kind::JiraDocuments => 8,
    }
}

#[tokio::test]
async fn an_ordinary_push_asks_no_more_than_it_must() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut case = sample("phishing");
        let third = case["comments"].as_array_mut().unwrap().pop().unwrap();
        case["totalComment"] = json!(2);
        let mut browser = Browser::new(world.connector("soc"));
        let first = browser.push(&world, &case).await;
        assert_eq!((first.state, first.writes), (PushState::Complete, 3), "{kind:?} {:?}", first.error);
        let requests = world.requests().await;
        assert!(requests <= most_requests(kind), "{kind:?}: {requests} for a first push");

        assert_eq!(browser.push(&world, &updated(&first)).await.writes, 0, "{kind:?}");
        assert_eq!(world.requests().await, requests, "{kind:?}: nothing was new");

        let mut case = updated(&first);
        case["comments"].as_array_mut().unwrap().push(third);
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
        let of_one = world.requests().await - requests;
        assert!(of_one <= 5, "{kind:?}: {of_one} for one comment");
    }
}

#[tokio::test]
async fn a_push_without_a_change_asks_nothing_and_writes_nothing() {
    for kind in ALL {
        let world = World::new(kind).await;
        let case = sample("dns_tunnelling");
        let mut browser = Browser::new(world.connector("soc"));
        let first = browser.push(&world, &case).await;
        let requests = world.requests().await;
        // The case as the host wrote it back, and the case as it was.
        for case in [updated(&first), case] {
            let again = browser.push(&world, &case).await;
            assert_eq!((again.state, again.writes), (PushState::Complete, 0), "{kind:?}");
        }
        assert_eq!(world.requests().await, requests, "{kind:?}");
    }
}

#[tokio::test]
async fn an_edited_comment_is_one_new_comment_and_a_text_put_back_is_another() {
    for kind in ALL {
        let world = World::new(kind).await;
        let mut case = sample("phishing");
        let original = case["comments"][0]["comment"].as_str().unwrap().to_owned();
        let mut browser = Browser::new(world.connector("soc"));
        browser.push(&world, &case).await;

        edit(&mut case, "c1a1", "All sessions revoked.", "2026-09-15T10:00:00.000Z");
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?}");

        edit(&mut case, "c1a1", &original, "2026-09-15T11:00:00.000Z");
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?}");

        let mut expected = comment_ids(&case);
        expected.extend(["comment c1a1, edit 1".to_owned(), "comment c1a1, edit 2".to_owned()]);
        assert_eq!(world.incidents().await[0].references(), expected, "{kind:?}");
    }
}

#[tokio::test]
async fn a_changed_title_updates_only_the_title_in_place() {
    for kind in ALL {
        let world = World::new(kind).await;
        let mut case = sample("phishing");
        let mut browser = Browser::new(world.connector("soc"));
        browser.push(&world, &case).await;
        let before = world.incidents().await[0].fields.clone();

        case["title"] = json!("Phishing, contained");
        let (connector, journal) = (&browser.connector, &browser.journal);
        let bytes = case.to_string().into_bytes();
        let parsed = case_connectors::case::SecurityCase::parse(&bytes, &[]).unwrap();
        let title = kind.title_field();
        let found = status(&parsed, connector, journal).unwrap();
        assert_eq!((found.state, found.reasons), (IncidentState::NeedsUpdate, vec![title.to_owned()]), "{kind:?}");

        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
        let after = &world.incidents().await[0].fields;
        assert_eq!(after[title], json!("Phishing, contained"), "{kind:?}");
        assert_eq!(after["description"], before["description"], "{kind:?}");
    }
}

#[tokio::test]
async fn the_number_of_alerts_is_sent_again_only_when_it_changes() {
    let world = World::new(Kind::JiraCloud).await;
    let mut case = sample("dns_tunnelling");
    let mut browser = Browser::new(world.connector("soc"));
    browser.push(&world, &case).await;

    let mut alert = case["comments"][3].clone();
    alert["id"] = json!("a2b3");
    alert["alertId"] = json!(["b6d9c2e9"]);
    case["comments"].as_array_mut().unwrap().push(alert);
    assert_eq!(browser.push(&world, &case).await.writes, 1);
    assert_eq!(browser.push(&world, &case).await.writes, 0);
    let references = world.incidents().await[0].references();
    assert_eq!(references[references.len() - 2..], ["alerts, total 4", "alerts, total 5"]);
}

#[tokio::test]
async fn a_complete_push_closes_the_case_only_where_the_closure_option_says_so() {
    let world = World::new(Kind::Resilient).await;
    let mut browser = Browser::new(world.connector("soc"));
    let case = sample("phishing");
    let outcome = browser.push(&world, &case).await;
    assert!(!outcome.close_case);
    assert_eq!(updated(&outcome)["status"], json!("open"));

    browser.closure = Closure::ByPushing;
    // Any complete push closes, one that found nothing to do included.
    let outcome = browser.push(&world, &case).await;
    assert!(outcome.close_case);
    assert_eq!(updated(&outcome)["status"], json!("closed"));
    // And a closed case can be pushed.
    assert_eq!(browser.push(&world, &updated(&outcome)).await.state, PushState::Complete);
}

#[tokio::test]
async fn comments_go_where_the_connector_says() {
    let world = World::new(Kind::JiraDataCenter).await;
    Browser::new(world.connector("internal")).push(&world, &sample("phishing")).await;
    let internal = world.incidents().await.remove(0).internal;
    assert_eq!(internal, [true, true, true]);
    let world = World::new(Kind::JiraDataCenter).await;
    let public = world.connector_with("public", &json!({ "commentsTarget": "public" }), None);
    Browser::new(public).push(&world, &sample("phishing")).await;
    assert_eq!(world.incidents().await[0].internal, [false, false, false]);
}
