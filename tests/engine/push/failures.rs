//! What the systems refuse, and what a person is told.

use super::browser::Browser;
use crate::common::world::{ALL, Kind, World, sample};
use case_connectors::connector::Secrets;
use case_connectors::error::{Code, Error};
use case_connectors::push::PushState;
use serde_json::{Value, json};

async fn error_of(browser: &mut Browser, world: &World, case: &Value) -> Error {
    let outcome = browser.push(world, case).await;
    assert_eq!(outcome.state, PushState::Failed);
    outcome.error.unwrap()
}

#[tokio::test]
async fn a_wrong_secret_stops_at_the_first_request() {
    for kind in ALL {
        let world = World::new(kind).await;
        let (connector, _) = world.connector("soc");
        let wrong = Secrets::from([("password", "wrong"), ("apiToken", "wrong"), ("apiKeySecret", "wrong")]);
        let mut browser = Browser::new((connector, wrong));
        let error = error_of(&mut browser, &world, &sample("phishing")).await;
        assert_eq!((error.code, error.status), (Code::AuthFailed, Some(401)), "{kind:?}");
        assert!(error.remedy().contains("again"), "{kind:?}");
        assert_eq!(world.requests().await, 1, "{kind:?}");
    }
}

#[tokio::test]
async fn a_rate_limit_is_waited_for_as_long_as_the_system_says() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.fault(json!({ "kind": "rateLimit", "retryAfter": "7", "times": 2 })).await;
        let mut browser = Browser::new(world.connector("soc"));
        let outcome = browser.push(&world, &sample("phishing")).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(browser.waits, [7_000, 7_000], "{kind:?}");
        assert_eq!(world.incidents().await.len(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn a_rate_limit_of_an_hour_stops_and_the_next_push_goes_on() {
    let world = World::new(Kind::JiraCloud).await;
    let path = json!({ "method": "POST", "pathContains": "/comment", "nth": 2 });
    world.fault(json!({ "kind": "rateLimit", "retryAfter": "3600", "match": path })).await;
    let mut browser = Browser::new(world.connector("soc"));
    let error = error_of(&mut browser, &world, &sample("phishing")).await;
    assert_eq!(error.code, Code::RateLimited);
    let outcome = browser.push(&world, &sample("phishing")).await;
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 2));
}

#[tokio::test]
async fn a_server_error_that_passes_is_survived_and_one_that_stays_is_told() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.fault(json!({ "kind": "status", "status": 503, "times": 2 })).await;
        let mut browser = Browser::new(world.connector("soc"));
        assert_eq!(browser.push(&world, &sample("phishing")).await.state, PushState::Complete, "{kind:?}");

        let world = World::new(kind).await;
        world.fault(json!({ "kind": "status", "status": 503, "times": 1000 })).await;
        let mut browser = Browser::new(world.connector("soc"));
        let error = error_of(&mut browser, &world, &sample("phishing")).await;
        assert_eq!((error.code, error.status), (Code::RemoteFailed, Some(503)), "{kind:?}");
    }
}

#[tokio::test]
async fn a_login_page_in_place_of_an_answer_is_named() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.fault(json!({ "kind": "html", "times": 1000 })).await;
        let error = error_of(&mut Browser::new(world.connector("soc")), &world, &sample("phishing")).await;
        assert_eq!(error.code, Code::NotJson, "{kind:?}");
        assert_eq!(world.incidents().await.len(), 0, "{kind:?}");
    }
}

#[tokio::test]
async fn jiras_own_words_keep_the_names_of_the_fields() {
    let world = World::new(Kind::JiraDataCenter).await;
    let mut case = sample("dns_tunnelling");
    case["connector"]["fields"]["priority"] = json!("Nonsense");
    let error = error_of(&mut Browser::new(world.connector("jira-soc")), &world, &case).await;
    assert_eq!((error.code, error.status, error.field.as_deref()), (Code::Rejected, Some(400), Some("priority")));
    assert!(error.remote.unwrap().starts_with("priority: "));
}

#[tokio::test]
async fn a_failed_import_hides_in_a_success_and_is_found() {
    let world = World::new(Kind::ServiceNowImport).await;
    world.set(json!({ "requiredFields": ["subcategory"] })).await;
    let error = error_of(&mut Browser::new(world.connector("soc")), &world, &sample("phishing")).await;
    assert_eq!(error.code, Code::Rejected);
    assert!(error.remote.is_some_and(|words| !words.is_empty()));
    assert!(world.incidents().await.is_empty());
}

#[tokio::test]
async fn an_instance_without_elastics_app_is_named() {
    let world = World::new(Kind::ServiceNowImport).await;
    world.set(json!({ "elasticApp": false })).await;
    let error = error_of(&mut Browser::new(world.connector("soc")), &world, &sample("phishing")).await;
    assert_eq!(error.code, Code::AppMissing);
}

#[tokio::test]
async fn a_search_that_answers_every_row_is_not_believed() {
    let world = World::new(Kind::ServiceNow).await;
    Browser::new(world.connector("another")).push(&world, &sample("dns_tunnelling")).await;
    world.set(json!({ "hiddenFields": ["correlation_id"] })).await;
    let error = error_of(&mut Browser::new(world.connector("soc")), &world, &sample("phishing")).await;
    assert_eq!(error.code, Code::LookupUnreliable);
    assert_eq!(world.incidents().await.len(), 1);
}

#[tokio::test]
async fn two_incidents_with_one_mark_are_left_to_a_person() {
    let world = World::new(Kind::ServiceNow).await;
    let case = sample("phishing");
    let mut browser = Browser::new(world.connector("soc"));
    browser.push(&world, &case).await;
    let mark = world.incidents().await[0].fields["correlation_id"].clone();
    let twin = json!({ "short_description": "twin", "correlation_id": mark });
    let url = browser.connector.base().join("/api/now/table/incident");
    let request = world.http.post(url).basic_auth(simulators::SERVICENOW_USER, Some(simulators::SERVICENOW_PASSWORD));
    let answer = request.header("accept", "application/json").json(&twin).send().await.unwrap();
    assert_eq!(answer.status(), 201);

    let mut other = Browser::new(world.connector("soc"));
    let error = error_of(&mut other, &world, &case).await;
    assert_eq!(error.code, Code::IncidentAmbiguous);
    assert!(error.message.contains("INC"), "{}", error.message);
}

#[tokio::test]
async fn a_conflict_in_resilients_database_is_tried_again() {
    let world = World::new(Kind::Resilient).await;
    let mut case = sample("phishing");
    let mut browser = Browser::new(world.connector("soc"));
    browser.push(&world, &case).await;
    world.fault(json!({ "kind": "status", "status": 409, "match": { "method": "PATCH" } })).await;
    case["title"] = json!("Phishing, contained");
    let outcome = browser.push(&world, &case).await;
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{:?}", outcome.error);
    assert_eq!(world.incidents().await[0].fields["name"], json!("Phishing, contained"));
}
