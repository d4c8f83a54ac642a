//! A field that an issue no longer takes: it stays as it is there, and keeps nothing else from arriving.

use super::browser::Browser;
use crate::common::world::{Kind, World, sample};
use case_connectors::push::{Outcome, PushState};
use serde_json::{Value, json};

const JIRA: [Kind; 3] = [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter];

fn case_with(fields: &Value) -> Value {
    let mut case = sample("phishing");
    case["connector"] = json!({ "id": "soc", "name": "SOC", "type": ".jira", "fields": fields });
    case
}

fn not_taken(outcome: &Outcome) -> Vec<&str> {
    let warnings = outcome.warnings.iter().filter(|warning| warning.code == "FIELD_NOT_TAKEN");
    warnings.map(|warning| warning.field.as_str()).collect()
}

fn one_more(case: &mut Value, id: &str) {
    let mut more = case["comments"][0].clone();
    (more["id"], more["created_at"]) = (json!(id), json!("2026-11-20T08:00:00.000Z"));
    case["comments"].as_array_mut().unwrap().push(more);
}

#[tokio::test]
async fn the_title_and_the_comments_arrive_and_the_field_is_named_once() {
    for kind in JIRA {
        let world = World::offline(kind);
        let mut browser = Browser::new(world.connector("soc"));
        let mut case = case_with(&json!({ "priority": "High" }));
        assert_eq!(browser.push(&world, &case).await.state, PushState::Complete);
        let comments = world.incidents().await[0].comments.len();
        world.set(json!({ "offScreen": ["priority"] })).await;
        case["connector"]["fields"]["priority"] = json!("Low");
        case["title"] = json!("Another title");
        one_more(&mut case, "one-more");
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(not_taken(&outcome), ["priority"], "{kind:?}");
        let message = &outcome.warnings[0].message;
        assert!(message.contains("Low") && message.contains("High") && message.contains("screen"), "{message}");
        let incident = world.incidents().await.remove(0);
        assert_eq!(incident.fields["summary"], "Another title", "{kind:?}");
        assert_eq!(incident.fields["priority"], "2", "{kind:?}");
        assert_eq!(incident.comments.len(), comments + 1, "{kind:?}");
        // It is not asked for again and again; another value is.
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.warnings);
        world.set(json!({ "offScreen": [] })).await;
        case["connector"]["fields"]["priority"] = json!("Highest");
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.warnings), (PushState::Complete, Vec::new()), "{kind:?}");
        assert_eq!(world.incidents().await[0].fields["priority"], "1", "{kind:?}");
    }
}

#[tokio::test]
async fn a_value_of_the_case_that_jira_does_not_know_is_left_out_too_and_a_text_is_not() {
    let world = World::offline(Kind::JiraDataCenter);
    let mut browser = Browser::new(world.connector("soc"));
    let mut case = case_with(&json!({ "priority": "High" }));
    browser.push(&world, &case).await;
    case["connector"]["fields"]["priority"] = json!("No such priority");
    one_more(&mut case, "one-more");
    let outcome = browser.push(&world, &case).await;
    assert_eq!((outcome.state, not_taken(&outcome)), (PushState::Complete, vec!["priority"]));
    // What Jira says of a text is for a person to answer.
    case["title"] = json!("Another title");
    let body = json!({ "errors": { "summary": "No such words in a summary." } });
    let update = json!({ "method": "PUT", "pathContains": "/issue/" });
    world.fault(json!({ "kind": "status", "status": 400, "body": body, "match": update })).await;
    assert_eq!(browser.push(&world, &case).await.state, PushState::Failed);
    // A screen without it is none: the comments go on.
    world.set(json!({ "offScreen": ["summary"] })).await;
    one_more(&mut case, "another");
    let outcome = browser.push(&world, &case).await;
    assert_eq!((outcome.state, not_taken(&outcome)), (PushState::Complete, vec!["summary"]), "{:?}", outcome.error);
}
