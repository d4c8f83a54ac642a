//! An incident that the case names and that does not answer: nobody gives it up but a person, or what shows another place.

use super::browser::{Browser, updated};
use crate::common::came;
use crate::common::world::{ALL, Kind, World, sample};
use case_connectors::error::Code;
use case_connectors::machine::Machine;
use case_connectors::push::{Event, IfGone, IfUnmarked, Next, PushState, Record};
use case_connectors::systems::{Connector, authorize};
use serde_json::{Value, json};

/// Reads of an incident by its id.
const READS: [&str; 3] = ["?fields=", "?sysparm_fields=", "?text_content_output_format=objects_convert"];

async fn not_found(world: &World, path: &str, times: u32) {
    let matching = json!({ "method": "GET", "pathContains": path });
    world.fault(json!({ "kind": "status", "status": 404, "times": times, "match": matching })).await;
}

/// The case as a connector with another id has pushed it to the same place.
async fn pushed_by_another(world: &World) -> Value {
    world.tells_authors().await;
    updated(&Browser::new(world.connector("another")).push(world, &sample("phishing")).await)
}

#[tokio::test]
async fn one_of_this_place_that_answers_404_for_a_moment_is_asked_about_whoever_has_named_it() {
    for kind in ALL {
        let world = World::offline(kind);
        let case = pushed_by_another(&world).await;
        let mut browser = Browser::new(world.connector("soc"));
        for read in READS {
            not_found(&world, read, 1).await;
        }
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentGone), "{kind:?}");
        // Whatever is still to fail, the next push comes to it.
        for _ in 0..2 {
            browser.push(&world, &case).await;
        }
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        assert_eq!(world.incidents().await.len(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn where_everything_answers_404_for_a_moment_the_journal_keeps_the_question_alone() {
    for kind in ALL {
        let world = World::offline(kind);
        let case = pushed_by_another(&world).await;
        let mut browser = Browser::new(world.connector("soc"));
        not_found(&world, "", 1).await;
        assert_eq!(browser.push(&world, &case).await.state, PushState::Failed, "{kind:?}");
        let is_asked = |record: &Record| matches!(record.event, Event::Asked { .. });
        assert!(browser.journal.iter().all(is_asked), "{kind:?} {:?}", browser.journal);
    }
}

#[tokio::test]
async fn one_that_was_deleted_is_made_anew_by_choice() {
    for kind in ALL {
        let world = World::offline(kind);
        let case = pushed_by_another(&world).await;
        world.delete(&world.incidents().await[0].id.clone()).await;
        let mut browser = Browser::new(world.connector("soc"));
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentGone), "{kind:?}");
        assert_eq!(world.incidents().await.len(), 0, "{kind:?}");
        browser.choices.if_gone = IfGone::Recreate;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(world.incidents().await.len(), 1, "{kind:?}");
    }
}

/// A case goes on to another team: what the first one has is nobody's business there, and may not be seen.
#[tokio::test]
async fn one_of_another_place_does_not_stop_the_first_push_to_this_one() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport, Kind::JiraCloud, Kind::JiraDocuments] {
        let world = World::offline(kind);
        let case = pushed_by_another(&world).await;
        let mut browser = Browser::new(if matches!(kind, Kind::JiraCloud | Kind::JiraDocuments) {
            not_found(&world, "?fields=", 1).await;
            world.connector_in("SD")
        } else {
            let (mut form, secrets) = world.form();
            (form["id"], form["type"]) = (json!("secops"), json!(".servicenow-sir"));
            (Connector::from_json(form.to_string().as_bytes()).unwrap(), secrets)
        });
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(world.incidents().await.len(), 2, "{kind:?}");
    }
}

/// A browser that died as it sent its create, with what it has sent.
async fn died_creating(world: &World, case: &Value) -> (Browser, case_connectors::http::Request) {
    let mut browser = Browser::new(world.connector("soc"));
    let mut push = browser.begin(case);
    let creates = |next: &Next| matches!(next, Next::Send { label, .. } if label == "Create the incident");
    browser.run_until(world, &mut push, creates).await;
    let Next::Send { request, .. } = push.next() else { panic!("it is about to create") };
    let request = authorize(&request, &browser.connector, &browser.secrets).unwrap();
    (browser, request)
}

/// Two browsers have looked, and both create. One of them dies, and goes on with the case that names the other's incident.
#[tokio::test]
async fn one_that_the_case_names_does_not_hide_the_one_that_was_made_here() {
    for kind in ALL {
        let world = World::offline(kind);
        world.tells_authors().await;
        world
            .set(json!({ "searchLag": if matches!(kind, Kind::JiraCloud | Kind::JiraDocuments) { 1_000 } else { 0 } }))
            .await;
        let case = sample("phishing");
        let (mut first, create) = died_creating(&world, &case).await;
        let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        world.send(&create).await.unwrap();
        assert_eq!(world.incidents().await.len(), 2, "{kind:?}");
        let case = updated(&outcome);
        for _ in 0..2 {
            let outcome = first.push(&world, &case).await;
            assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentAmbiguous), "{kind:?}");
        }
        // Once a person has decided it goes on.
        let ours = outcome.external_service.unwrap().external_id;
        let other = world.incidents().await.into_iter().find(|it| it.id != ours).unwrap().id;
        world.delete(&other).await;
        let outcome = first.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
    }
}

/// Kibana sets no mark: that the one it has made is not found by it is no news.
#[tokio::test]
async fn one_without_a_mark_that_the_case_names_is_taken_over_after_a_create_that_never_arrived() {
    let world = World::offline(Kind::ServiceNow);
    world.tells_authors().await;
    let case = sample("phishing");
    let (mut first, _) = died_creating(&world, &case).await;
    world.set(json!({ "readOnlyFields": ["correlation_id"] })).await;
    let mut second = Browser::new(world.connector("soc"));
    second.choices.if_unmarked = IfUnmarked::Continue;
    let case = updated(&second.push(&world, &case).await);
    let outcome = first.push(&world, &case).await;
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{:?}", outcome.error);
}

/// The connector's project is not where it is any more, and its mark still says whose it is.
#[tokio::test]
async fn one_that_was_moved_to_another_project_is_asked_about() {
    for kind in [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter] {
        let world = World::offline(kind);
        let case = pushed_by_another(&world).await;
        let mut browser = Browser::new(world.connector("soc"));
        let mut push = browser.begin(&case);
        let reads = |next: &Next| matches!(next, Next::Send { request, .. } if request.url.contains(READS[0]));
        browser.run_until(&world, &mut push, reads).await;
        let Next::Send { id, request, .. } = push.next() else { panic!("it is about to read") };
        let request = authorize(&request, &browser.connector, &browser.secrets).unwrap();
        let response = world.send(&request).await.unwrap();
        let mut issue: Value = serde_json::from_slice(response.body().unwrap()).unwrap();
        (issue["key"], issue["fields"]["project"]["key"]) = (json!("HELP-9"), json!("HELP"));
        let headers = [("content-type".to_owned(), "application/json".to_owned())].into();
        push.receive(id, &came(200, headers, issue.to_string().into_bytes())).unwrap();
        let outcome = browser.run(&world, push, None).await.unwrap();
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentForeign), "{kind:?}");
        // Nor has it been given up: back in its project it is the case's.
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        assert_eq!(world.incidents().await.len(), 1, "{kind:?}");
    }
}

/// Its key is of a project that has another key now.
#[tokio::test]
async fn one_of_a_renamed_project_that_answers_404_is_asked_about() {
    let world = World::offline(Kind::JiraDataCenter);
    let connector = |project: &str, id: &str| {
        let (mut form, secrets) = world.form();
        (form["id"], form["config"]["projectKey"]) = (json!(id), json!(project));
        form["config"]["advanced"]["place"] = json!("the security team's");
        (Connector::from_json(form.to_string().as_bytes()).unwrap(), secrets)
    };
    let case = updated(&Browser::new(connector("SOC", "another")).push(&world, &sample("phishing")).await);
    let mut browser = Browser::new(connector("SD", "soc"));
    not_found(&world, READS[0], 1).await;
    let outcome = browser.push(&world, &case).await;
    assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentGone));
    assert_eq!(world.incidents().await.len(), 1);
}
