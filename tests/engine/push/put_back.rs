//! What is put back to what this browser has sent last, while another browser has sent something else in between.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, World, edit, sample};
use case_connectors::error::Code;
use case_connectors::push::{Event, IfEdited, Outcome, PushState};
use serde_json::{Value, json};

fn later(browser: Browser, hour: u32) -> Browser {
    Browser { now: at(hour), ..browser }
}

fn at(hour: u32) -> String {
    format!("2026-11-24T{hour:02}:00:00.000Z")
}

/// Pushes at this hour, and answers the case as the host has it then.
async fn push(world: &World, browser: &mut Browser, case: &Value, hour: u32) -> (Outcome, Value) {
    browser.now = at(hour);
    let outcome = browser.push(world, case).await;
    let case = updated(&outcome);
    (outcome, case)
}

/// The case after a push of the first browser, and one of the second with another value.
async fn overtaken(world: &World, first: &mut Browser, case: &Value, name: &str, value: &str) -> Value {
    let (outcome, mut case) = push(world, first, case, 9).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?} {:?}", world.kind, outcome.error);
    case[name] = json!(value);
    let mut second = later(Browser::new(world.connector("soc")), 10);
    second.choices.if_edited = IfEdited::Overwrite;
    let (outcome, case) = push(world, &mut second, &case, 10).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?} {:?}", world.kind, outcome.error);
    case
}

#[tokio::test]
async fn a_text_is_asked_about_and_sent_and_nothing_is_read_again() {
    for kind in ALL {
        for (name, field) in [("title", kind.title_field()), ("description", "description")] {
            let world = World::offline(kind);
            let mut first = Browser::new(world.connector("soc"));
            let original = sample("phishing");
            let mut case = overtaken(&world, &mut first, &original, name, "Of the second browser").await;
            let before = world.incidents().await[0].fields[field].clone();
            case[name] = original[name].clone();
            // However often it is pushed, it is not complete while something else stands there.
            for hour in [11, 12] {
                let (outcome, after) = push(&world, &mut first, &case, hour).await;
                assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentEdited), "{kind:?} {name}");
                let fields: Vec<&str> = outcome.drift.iter().map(|drift| drift.field.as_str()).collect();
                assert_eq!(fields, [field], "{kind:?} {name}");
                assert_eq!(world.incidents().await[0].fields[field], before, "{kind:?} {name}");
                case = after;
            }
            first.choices.if_edited = IfEdited::Overwrite;
            let (outcome, case) = push(&world, &mut first, &case, 13).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
            assert_ne!(world.incidents().await[0].fields[field], before, "{kind:?} {name}");
            let requests = world.requests().await;
            push(&world, &mut first, &case, 14).await;
            assert_eq!(world.requests().await, requests, "{kind:?} {name}");
        }
    }
}

#[tokio::test]
async fn where_nothing_else_stands_there_it_is_read_once_and_nothing_is_asked() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut first = Browser::new(world.connector("soc"));
        let (_, mut case) = push(&world, &mut first, &sample("phishing"), 9).await;
        edit(&mut case, "c1a1", "All sessions revoked.", "2026-11-24T09:30:00.000Z");
        let mut second = Browser::new(world.connector("soc"));
        let (outcome, case) = push(&world, &mut second, &case, 10).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        // The first one looks for the comment, and with it at the texts.
        let (outcome, mut case) = push(&world, &mut first, &case, 11).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        // The second one has nothing to look for but the texts.
        for (hour, expected) in [(12, 1), (13, 0), (14, 0)] {
            let requests = world.requests().await;
            let (outcome, after) = push(&world, &mut second, &case, hour).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
            assert_eq!(world.requests().await - requests, expected, "{kind:?} {hour}");
            case = after;
        }
        // What the other team does there meanwhile is not asked about, as long as nothing is sent.
        let id = world.incidents().await[0].id.clone();
        world.edit_title(&id, "Theirs").await;
        world.close(&id).await;
        let (outcome, _) = push(&world, &mut second, &case, 15).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        // A journal that is only appended to holds no more than that each was complete.
        let receipts = |record: &&case_connectors::push::Record| matches!(record.event, Event::Receipt(_));
        let kept = second.journal.iter().filter(receipts).count();
        // That copy of the case is older by now: the push looks, and asks.
        let (outcome, _) = push(&world, &mut second, &case, 16).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentClosed), "{kind:?}");
        assert_eq!(second.journal.iter().filter(receipts).count(), kept, "{kind:?}");
    }
}

#[tokio::test]
async fn an_incident_that_may_not_be_read_or_is_closed_keeps_no_push_that_sends_nothing() {
    for kind in ALL {
        for fault in [Some(403), Some(404), None] {
            let world = World::offline(kind);
            let mut first = Browser::new(world.connector("soc"));
            let (_, case) = push(&world, &mut first, &sample("phishing"), 9).await;
            let mut second = Browser::new(world.connector("soc"));
            let (_, case) = push(&world, &mut second, &case, 10).await;
            match fault {
                Some(status) => world.fault(json!({ "kind": "status", "status": status, "times": 1 })).await,
                None => world.close(&world.incidents().await[0].id.clone()).await,
            }
            let (outcome, _) = push(&world, &mut first, &case, 11).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        }
    }
}

#[tokio::test]
async fn a_read_that_gets_no_answer_is_no_complete_push() {
    let world = World::offline(Kind::JiraDataCenter);
    let mut first = Browser::new(world.connector("soc"));
    let mut case = overtaken(&world, &mut first, &sample("phishing"), "title", "Of the second browser").await;
    world.fault(json!({ "kind": "status", "status": 503, "times": 20 })).await;
    case["title"] = sample("phishing")["title"].clone();
    let (outcome, _) = push(&world, &mut first, &case, 11).await;
    assert_eq!((outcome.state, outcome.error.and_then(|error| error.status)), (PushState::Failed, Some(503)));
}

/// A case with so many alerts.
fn with_alerts(case: &Value, total: usize) -> Value {
    let mut case = case.clone();
    let comments = case["comments"].as_array_mut().unwrap();
    comments.retain(|comment| comment["type"] == "user");
    comments.extend((0..total).map(|n| {
        json!({ "id": format!("a{n}"), "type": "alert", "alertId": [format!("al{n}")], "index": ["i"],
            "created_at": "2026-10-01T10:00:00.000Z" })
    }));
    case
}

#[tokio::test]
async fn a_number_of_alerts_is_sent_after_that_of_another_browser() {
    for kind in ALL {
        let world = World::offline(kind);
        world.tells_authors().await;
        let told = async || {
            let references = world.incidents().await[0].references();
            references.into_iter().filter(|it| it.starts_with("alerts")).collect::<Vec<_>>()
        };
        let mut browsers = [Browser::new(world.connector("soc")), Browser::new(world.connector("soc"))];
        let (_, mut case) = push(&world, &mut browsers[0], &with_alerts(&sample("phishing"), 3), 9).await;
        for (hour, browser, total) in [(10, 1, 4), (11, 0, 3), (12, 1, 4), (13, 0, 4)] {
            let (outcome, after) = push(&world, &mut browsers[browser], &with_alerts(&case, total), hour).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
            case = after;
        }
        let all = ["alerts, total 3", "alerts, total 4", "alerts, total 3", "alerts, total 4"];
        assert_eq!(told().await, all, "{kind:?}");
        let requests = world.requests().await;
        push(&world, &mut browsers[0], &case, 14).await;
        assert_eq!((told().await.len(), world.requests().await), (4, requests), "{kind:?}");
    }
}

#[tokio::test]
async fn where_comments_cannot_be_read_the_number_that_was_sent_last_counts() {
    let world = World::offline(Kind::ServiceNow);
    let mut first = Browser::new(world.connector("soc"));
    let (_, case) = push(&world, &mut first, &with_alerts(&sample("phishing"), 3), 9).await;
    let mut second = Browser::new(world.connector("soc"));
    let (outcome, case) = push(&world, &mut second, &case, 10).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    world.set(json!({ "hiddenFields": ["comments", "work_notes"] })).await;
    let (outcome, _) = push(&world, &mut first, &case, 11).await;
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{:?}", outcome.error);
}
