//! Two browsers, an edit in between, a connector that was moved, a person who settles too much.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, World, comment_ids, edit, sample};
use case_connectors::error::Code;
use case_connectors::machine::Machine;
use case_connectors::push::{IncidentState, Next, PushState, Settlement, status};
use case_connectors::systems::Connector;
use serde_json::{Value, json};

#[tokio::test]
async fn a_version_that_another_browser_sent_is_not_sent_again() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.tells_authors().await;
        let mut case = sample("phishing");
        let mut first = Browser::new(world.connector("soc"));
        // It dies when the first comment is about to be sent: the intent stays, the comment never arrives.
        let mut push = first.begin(&case);
        let third = |next: &Next| matches!(next, Next::Save { records } if records.iter().any(|r| r.seq == 2));
        first.run_until(&world, &mut push, third).await;
        let Next::Save { records } = push.next() else { panic!("an intent is saved") };
        first.journal.extend(records);

        edit(&mut case, "c1a1", "All sessions revoked.", "2026-09-15T10:00:00.000Z");
        Browser::new(world.connector("soc")).push(&world, &case).await;
        let outcome = first.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let references = world.incidents().await[0].references();
        assert_eq!(references.iter().filter(|reference| reference.contains("c1a1")).count(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn a_text_that_was_put_back_is_sent_although_this_browser_sent_it_before() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.tells_authors().await;
        let mut case = sample("phishing");
        let original = case["comments"][0]["comment"].as_str().unwrap().to_owned();
        let mut first = Browser::new(world.connector("soc"));
        let mut second = Browser::new(world.connector("soc"));
        first.push(&world, &case).await;
        edit(&mut case, "c1a1", "All sessions revoked.", "2026-09-15T10:00:00.000Z");
        second.push(&world, &case).await;
        edit(&mut case, "c1a1", &original, "2026-09-15T11:00:00.000Z");
        assert_eq!(first.push(&world, &case).await.writes, 1, "{kind:?}");
        assert_eq!(second.push(&world, &case).await.writes, 0, "{kind:?}");
        let mut expected = comment_ids(&case);
        expected.extend(["comment c1a1, edit 1".to_owned(), "comment c1a1, edit 2".to_owned()]);
        assert_eq!(world.incidents().await[0].references(), expected, "{kind:?}");
    }
}

#[tokio::test]
async fn a_later_time_alone_is_no_edit() {
    let world = World::new(Kind::JiraDataCenter).await;
    let mut case = sample("phishing");
    let original = case["comments"][0]["comment"].as_str().unwrap().to_owned();
    let mut browser = Browser::new(world.connector("soc"));
    browser.push(&world, &case).await;
    edit(&mut case, "c1a1", &original, "2026-09-15T11:00:00.000Z");
    assert_eq!(browser.push(&world, &case).await.writes, 0);
    // It was looked up once, and is known from then on.
    let requests = world.requests().await;
    assert_eq!(browser.push(&world, &case).await.writes, 0);
    assert_eq!(world.requests().await, requests);
}

#[tokio::test]
async fn fewer_alerts_are_told_once() {
    let world = World::new(Kind::Resilient).await;
    let mut case = sample("dns_tunnelling");
    let mut browser = Browser::new(world.connector("soc"));
    browser.push(&world, &case).await;
    case["comments"].as_array_mut().unwrap().pop();
    for (id, at) in [("n1", "2026-10-03T10:00:00.000Z"), ("n2", "2026-10-03T11:00:00.000Z")] {
        let new = json!({ "id": id, "type": "user", "comment": "More.", "created_at": at });
        case["comments"].as_array_mut().unwrap().push(new);
        browser.push(&world, &case).await;
    }
    let references = world.incidents().await[0].references();
    let told = |total: &str| references.iter().filter(|reference| reference.as_str() == total).count();
    assert_eq!((told("alerts, total 4"), told("alerts, total 3")), (1, 1), "{references:?}");
}

#[tokio::test]
async fn a_connector_that_was_moved_touches_no_stranger() {
    let world = World::new(Kind::JiraCloud).await;
    Browser::new(world.connector("another")).push(&world, &sample("dns_tunnelling")).await;
    let stranger = world.incidents().await.remove(0);
    let mut case = sample("phishing");
    case["external_service"] = json!({ "connector_id": "soc", "external_id": stranger.id, "external_title": "SOC-1",
        "external_url": "https://old.example/browse/SOC-1" });
    let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    let incidents = world.incidents().await;
    assert_eq!(incidents.len(), 2);
    assert_eq!(incidents[0].fields, stranger.fields);
    assert_eq!(incidents[1].references(), comment_ids(&case));
}

#[tokio::test]
async fn settling_what_is_not_open_loses_no_comment() {
    let world = World::new(Kind::JiraDataCenter).await;
    let case = sample("phishing");
    Browser::new(world.connector("soc")).push(&world, &sample("phishing")).await;
    let mut later = case.clone();
    let new = json!({ "id": "n1", "type": "user", "comment": "More.", "created_at": "2026-10-03T10:00:00.000Z" });
    later["comments"].as_array_mut().unwrap().push(new);
    later["totalComment"] = json!(4);
    world
        .fault(json!({ "kind": "status", "status": 403, "match": { "pathContains": "/comment", "method": "POST" } }))
        .await;
    let mut browser = Browser::new(world.connector("soc"));
    let failed = browser.push(&world, &later).await;
    assert_eq!(failed.error.map(|error| error.code), Some(Code::Forbidden));

    let there = Settlement::There { external_id: Some("SD-99".into()) };
    let outcome = browser.settle(&world, &later, &there).await;
    assert_eq!(outcome.state, PushState::Complete);
    assert_eq!(world.incidents().await[0].references(), comment_ids(&later));

    // With nothing open and nothing done, nothing is there; that it is not there a push finds out by itself.
    let mut push = Browser::new(world.connector("soc")).begin(&case);
    assert_eq!(push.settle(&there).unwrap_err().code, Code::NothingPending);
    push.settle(&Settlement::NotThere).unwrap();
    // Nor is there while a write is under way.
    let mut push = Browser::new(world.connector("other")).begin(&case);
    let Next::Send { .. } = push.next() else { panic!("a look comes first") };
    assert_eq!(push.settle(&Settlement::NotThere).unwrap_err().code, Code::PushState);
}

#[tokio::test]
async fn an_abort_saves_what_was_confirmed() {
    let world = World::new(Kind::JiraCloud).await;
    world.set(json!({ "searchLag": 1_000 })).await;
    let case = sample("phishing");
    let mut browser = Browser::new(world.connector("soc"));
    let mut push = browser.begin(&case);
    // Until the create is answered, and its receipt waits to be saved.
    browser
        .run_until(&world, &mut push, |next| match next {
            Next::Save { records } => records.iter().any(|record| record.seq == 1),
            _ => false,
        })
        .await;
    push.abort();
    let Next::Save { records } = push.next() else { panic!("the receipt is saved") };
    browser.journal.extend(records);
    push.saved().unwrap();
    assert_eq!((push.next(), push.outcome().state), (Next::Done, PushState::Failed));

    let outcome = browser.push(&world, &case).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    assert_eq!(world.incidents().await.len(), 1);
}

#[tokio::test]
async fn what_no_longer_fits_is_not_appended() {
    let mappings = json!([
        { "source": "title", "target": "short_description", "action": "overwrite" },
        { "source": "description", "target": "description", "action": "append" },
    ]);
    let world = World::new(Kind::ServiceNow).await;
    let mut case = sample("phishing");
    case["description"] = json!("a".repeat(3_000));
    let mut browser = Browser::new(world.connector_with("soc", &json!({}), Some(mappings)));
    browser.push(&world, &case).await;
    case["description"] = json!("b".repeat(3_000));
    let writes = world.writes().await.len();
    let error = browser.push(&world, &case).await.error.unwrap();
    assert_eq!((error.code, error.field.as_deref()), (Code::TextTooLong, Some("description")));
    assert_eq!(world.writes().await.len(), writes);
}

#[tokio::test]
async fn an_update_that_is_not_carried_out_fails_with_its_reason_and_is_made_again_later() {
    let world = World::new(Kind::ServiceNow).await;
    let mut case = sample("phishing");
    let mut browser = Browser::new(world.connector("soc"));
    case = updated(&browser.push(&world, &case).await);
    case["title"] = json!("Contained");
    world.fault(json!({ "kind": "status", "status": 503, "times": 3, "match": { "method": "PATCH" } })).await;
    let outcome = browser.push(&world, &case).await;
    assert_eq!((outcome.state, outcome.error.and_then(|error| error.status)), (PushState::Failed, Some(503)));
    let bytes = case.to_string().into_bytes();
    let parsed = case_connectors::case::SecurityCase::parse(&bytes, &[]).unwrap();
    assert_eq!(status(&parsed, &browser.connector, &browser.journal).unwrap().state, IncidentState::NeedsUpdate);
    let outcome = browser.push(&world, &case).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
}

#[test]
fn a_connector_is_usable_as_it_is_listed_after_a_reload() {
    let listed: Value = json!({ "id": "soc", "type": ".jira", "name": "SOC", "schemaVersion": 1, "isMissingSecrets": true,
        "config": { "apiUrl": "https://jira.example", "projectKey": "SOC", "email": "bot" } });
    assert!(Connector::from_json(listed.to_string().as_bytes()).is_ok());
}

#[tokio::test]
async fn an_old_copy_of_a_case_takes_nothing_back_and_a_new_one_doubles_nothing() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.tells_authors().await;
        let old = sample("phishing");
        let mut new = old.clone();
        edit(&mut new, "c1a1", "All sessions revoked.", "2026-09-15T10:00:00.000Z");
        let mut first = Browser::new(world.connector("soc"));
        let mut push = first.begin(&old);
        let comment = |next: &Next| match next {
            Next::Save { records } => records.iter().any(|r| r.seq == 3),
            _ => false,
        };
        first.run_until(&world, &mut push, comment).await;
        // Before the comment was sent the tab died. Another browser sends a later version of it.
        Browser::new(world.connector("soc")).push(&world, &new).await;
        for case in [&old, &new] {
            let outcome = first.push(&world, case).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        }
        let references = world.incidents().await[0].references();
        assert_eq!(references.iter().filter(|reference| reference.contains("c1a1")).count(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn two_browsers_in_the_same_moment_double_comments_and_the_one_that_can_see_it_names_them() {
    let is_comment = |next: &Next| matches!(next, Next::Send { label, .. } if label.starts_with("Add comment"));
    for kind in ALL {
        let world = World::offline(kind);
        world.tells_authors().await;
        let case = sample("phishing");
        let mut first = Browser::new(world.connector("soc"));
        let mut making = first.begin(&case);
        first.run_until(&world, &mut making, is_comment).await;
        let mut second = Browser::new(world.connector("soc"));
        let mut joining = second.begin(&case);
        second.run_until(&world, &mut joining, is_comment).await;
        let outcome = first.run(&world, making, None).await.unwrap();
        assert!(outcome.warnings.iter().all(|warning| warning.code != "COMMENT_TWICE"), "{kind:?}: not yet");

        let before = world.requests().await;
        let outcome = second.run(&world, joining, None).await.unwrap();
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let twice: Vec<_> = outcome.warnings.iter().filter(|warning| warning.code == "COMMENT_TWICE").collect();
        let ids: Vec<&str> = twice.iter().filter_map(|warning| warning.comment_id.as_deref()).collect();
        assert_eq!(ids, ["c1a1", "c1a2", "c1a3"], "{kind:?} {:?}", outcome.warnings);
        assert_eq!(world.requests().await - before, 4, "{kind:?}: one look for all of them");
    }
}

#[tokio::test]
async fn a_team_of_five_with_five_accounts_is_asked_once_about_each_at_most() {
    for kind in [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter] {
        let world = World::offline(kind);
        let mut case = sample("phishing");
        // The host writes nothing back, so that each browser knows its own journal alone. They share the connector.
        let mut colleagues: Vec<String> = Vec::new();
        let mut journals = vec![Vec::new(); 5];
        for turn in 0..10 {
            let member = turn % 5;
            let new = json!({ "id": format!("n{turn}"), "type": "user", "comment": format!("Finding {turn}."),
                "created_at": format!("2026-10-{:02}T10:00:00.000Z", turn + 1) });
            case["comments"].as_array_mut().unwrap().push(new);
            world.log_in(member).await;
            loop {
                let connector = world.connector_with("soc", &json!({ "colleagues": colleagues.join(", ") }), None);
                let mut browser = Browser { journal: journals[member].clone(), ..Browser::new(connector) };
                let outcome = browser.push(&world, &case).await;
                journals[member] = browser.journal;
                if outcome.state == PushState::Complete {
                    break;
                }
                let asked = outcome.claims.iter().find_map(|claim| claim.account.clone());
                let account = asked.unwrap_or_else(|| panic!("{kind:?} {turn}: {:?}", outcome.error));
                assert!(!colleagues.contains(&account.id), "{kind:?} {turn}: asked twice about {}", account.id);
                colleagues.push(account.id);
            }
        }
        assert!(colleagues.len() <= 5, "{kind:?} {colleagues:?}");
        assert_eq!(world.incidents().await[0].references(), comment_ids(&case), "{kind:?}");
    }
}
