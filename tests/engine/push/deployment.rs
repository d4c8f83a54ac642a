//! A Jira whose URL does not show which one it is: it is asked once, and whatever it says, the push goes on.

use super::browser::Browser;
use crate::common::world::{Kind, World, sample};
use case_connectors::error::Code;
use case_connectors::push::{IfGone, PushState};
use serde_json::{Value, json};

/// The requests that ask, and those that a Cloud has answered with "gone".
async fn asked(world: &World) -> (usize, usize) {
    let ledger: Vec<Value> = world.read("ledger").await;
    let is_asked = |entry: &&Value| entry["path"].as_str().unwrap().ends_with("/serverInfo");
    (ledger.iter().filter(is_asked).count(), ledger.iter().filter(|entry| entry["status"] == 410).count())
}

fn by_the_url(world: &World) -> Browser {
    Browser::new(world.connector_with("soc", &json!({ "deployment": "auto" }), None))
}

#[tokio::test]
async fn a_host_that_no_rule_knows_is_asked_before_the_first_push_and_no_request_fails() {
    for (kind, found) in [(Kind::JiraCloud, vec!["DEPLOYMENT_FOUND"]), (Kind::JiraDataCenter, vec![])] {
        let world = World::new(kind).await;
        let (mut browser, mut case) = (by_the_url(&world), sample("phishing"));
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let codes: Vec<&str> = outcome.warnings.iter().map(|warning| warning.code).collect();
        assert_eq!((codes, asked(&world).await), (found, (1, 0)), "{kind:?}");
        // What the journal tells of worked.
        case["title"] = json!("Another title");
        assert_eq!(browser.push(&world, &case).await.writes, 1, "{kind:?}");
        let (incident, _) = (outcome.external_service.unwrap(), ());
        world.delete(&incident.external_id).await;
        browser.choices.if_gone = IfGone::Recreate;
        case["title"] = json!("A third title");
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 4), "{kind:?} {:?}", outcome.error);
        assert_eq!(asked(&world).await.0, 1, "{kind:?}");
    }
}

#[tokio::test]
async fn nobody_is_asked_what_a_person_or_a_rule_has_said() {
    for (kind, deployment) in [(Kind::JiraCloud, "cloud"), (Kind::JiraDataCenter, "dataCenter")] {
        let world = World::new(kind).await;
        let mut browser = Browser::new(world.connector_with("soc", &json!({ "deployment": deployment }), None));
        assert_eq!(browser.push(&world, &sample("phishing")).await.state, PushState::Complete, "{kind:?}");
        assert_eq!(asked(&world).await, (0, 0), "{kind:?}");
    }
}

#[tokio::test]
async fn no_answer_to_the_question_stops_a_push() {
    let status = |status: u16, body: Value| json!({ "kind": "status", "status": status, "body": body });
    for fault in [
        status(401, json!("Log in first")),
        status(403, json!({ "message": "no" })),
        status(404, json!({ "errorMessages": ["no"] })),
        status(429, json!({})),
        status(503, json!({})),
        status(200, json!({ "deploymentType": "Cloud" })),
        status(200, json!([1])),
        json!({ "kind": "html" }),
        json!({ "kind": "badJson" }),
        json!({ "kind": "cutBefore" }),
        json!({ "kind": "cutAfter" }),
    ] {
        for (kind, gone) in [(Kind::JiraCloud, 1), (Kind::JiraDataCenter, 0)] {
            let world = World::new(kind).await;
            let mut fault = fault.clone();
            fault["match"] = json!({ "pathContains": "serverInfo" });
            world.fault(fault.clone()).await;
            let outcome = by_the_url(&world).push(&world, &sample("phishing")).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {fault} {:?}", outcome.error);
            // Then a Cloud is found out by its first refusal.
            assert_eq!(asked(&world).await, (1, gone), "{kind:?} {fault}");
        }
    }
}

#[tokio::test]
async fn a_data_center_that_has_said_so_is_none_the_less_one_for_a_single_gone() {
    let world = World::new(Kind::JiraDataCenter).await;
    let gone = json!({ "kind": "status", "status": 410, "body": "gone", "match": { "pathContains": "/search" } });
    world.fault(gone).await;
    let mut browser = by_the_url(&world);
    let outcome = browser.push(&world, &sample("phishing")).await;
    assert_eq!(outcome.error.map(|error| error.code), Some(Code::DeploymentWrong));
    assert!(outcome.warnings.is_empty(), "{:?}", outcome.warnings);
    let outcome = browser.push(&world, &sample("phishing")).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
}
