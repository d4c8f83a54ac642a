//! What others do to the incident between two pushes: edit, close, delete; and a second incident in the same moment.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, World, comment_ids, sample};
use case_connectors::error::Code;
use case_connectors::push::{IfClosed, IfEdited, IfGone, Next, PushState};
use serde_json::{Value, json};

/// The case after a first push, with a new title.
async fn pushed_and_renamed(world: &World, browser: &mut Browser) -> Value {
    let mut case = updated(&browser.push(world, &sample("phishing")).await);
    case["title"] = json!("Contained");
    case
}

#[tokio::test]
async fn an_incident_is_not_gone_where_something_else_answers_in_place_of_its_system() {
    for kind in ALL {
        let page = json!({ "kind": "html", "status": 404, "body": "<html><body>404 Not Found</body></html>" });
        let suspended =
            json!({ "kind": "status", "status": 404, "body": { "errorMessage": "Site temporarily unavailable" } });
        let no_path =
            json!({ "kind": "status", "status": 404, "body": { "message": "null for uri", "status-code": 404 } });
        for mut fault in [page, suspended, no_path] {
            let world = World::offline(kind);
            let mut browser = Browser::new(world.connector("soc"));
            let case = pushed_and_renamed(&world, &mut browser).await;
            browser.choices.if_gone = IfGone::Recreate;
            fault["times"] = json!(1000);
            world.fault(fault.clone()).await;
            // A browser that does not know of the incident would make another one, too.
            let mut other = Browser::new(world.connector("soc"));
            other.choices.if_gone = IfGone::Recreate;
            for browser in [&mut browser, &mut other] {
                let outcome = browser.push(&world, &case).await;
                let code = outcome.error.map(|error| error.code);
                assert_eq!((outcome.state, code), (PushState::Failed, Some(Code::WrongProduct)), "{kind:?} {fault}");
            }
            world.heal().await;
            let outcome = browser.push(&world, &case).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {fault} {:?}", outcome.error);
            assert_eq!(world.incidents().await.len(), 1, "{kind:?} {fault}");
        }
    }
}

#[tokio::test]
async fn a_title_that_somebody_edited_there_is_not_overwritten_unasked() {
    for kind in ALL {
        let world = World::new(kind).await;
        let mut browser = Browser::new(world.connector("soc"));
        let case = pushed_and_renamed(&world, &mut browser).await;
        let id = world.incidents().await[0].id.clone();
        world.edit_title(&id, "Renamed by the other team").await;
        let writes = world.writes().await.len();

        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentEdited), "{kind:?}");
        assert_eq!(world.writes().await.len(), writes, "{kind:?}: nothing was sent");
        let drift = &outcome.drift[0];
        assert_eq!(drift.field, kind.title_field(), "{kind:?}");
        assert_eq!(
            (drift.theirs.as_str(), drift.ours.as_str()),
            (Some("Renamed by the other team"), Some("Contained"))
        );

        browser.choices.if_edited = IfEdited::Keep;
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        assert_eq!(
            world.incidents().await[0].fields[kind.title_field()],
            json!("Renamed by the other team"),
            "{kind:?}"
        );

        let mut renamed = case.clone();
        renamed["title"] = json!("Closed for good");
        world.edit_title(&id, "Renamed again").await;
        browser.choices.if_edited = IfEdited::Overwrite;
        assert_eq!(browser.push(&world, &renamed).await.state, PushState::Complete, "{kind:?}");
        assert_eq!(world.incidents().await[0].fields[kind.title_field()], json!("Closed for good"), "{kind:?}");
    }
}

#[tokio::test]
async fn an_incident_that_nobody_edited_is_updated_without_a_question() {
    for kind in ALL {
        let world = World::new(kind).await;
        let mut browser = Browser::new(world.connector("soc"));
        let case = pushed_and_renamed(&world, &mut browser).await;
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
        assert_eq!(world.incidents().await[0].fields[kind.title_field()], json!("Contained"), "{kind:?}");
    }
}

#[tokio::test]
async fn a_deleted_incident_is_made_anew_only_on_request() {
    for kind in ALL {
        let world = World::new(kind).await;
        let mut browser = Browser::new(world.connector("soc"));
        let case = pushed_and_renamed(&world, &mut browser).await;
        let id = world.incidents().await[0].id.clone();
        world.delete(&id).await;

        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentGone), "{kind:?}");
        assert!(world.incidents().await.is_empty(), "{kind:?}");

        browser.choices.if_gone = IfGone::Recreate;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let incidents = world.incidents().await;
        assert_eq!(incidents.len(), 1, "{kind:?}");
        assert_eq!(incidents[0].references(), comment_ids(&case), "{kind:?}: every comment again");
        // The case as it was written back, and one that still names the old incident.
        browser.choices.if_gone = IfGone::Stop;
        for case in [updated(&outcome), case] {
            assert_eq!(browser.push(&world, &case).await.writes, 0, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn a_closed_incident_is_recognised_and_the_caller_chooses() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.tells_authors().await;
        let mut browser = Browser::new(world.connector("soc"));
        let case = pushed_and_renamed(&world, &mut browser).await;
        let id = world.incidents().await[0].id.clone();
        world.close(&id).await;

        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentClosed), "{kind:?}");

        browser.choices.if_closed = IfClosed::Continue;
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);

        let mut renamed = case.clone();
        renamed["title"] = json!("Back again");
        browser.choices.if_closed = IfClosed::Recreate;
        let outcome = browser.push(&world, &renamed).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let incidents = world.incidents().await;
        assert_eq!(incidents.len(), 2, "{kind:?}");
        assert_eq!(incidents[1].references(), comment_ids(&case), "{kind:?}");
        // A browser that knows nothing finds the open one.
        let second = Browser::new(world.connector("soc")).push(&world, &renamed_without_service(&renamed)).await;
        assert_eq!((second.state, second.writes), (PushState::Complete, 0), "{kind:?} {:?}", second.error);
        assert_eq!(second.external_service.unwrap().external_id, incidents[1].id, "{kind:?}");
    }
}

fn renamed_without_service(case: &Value) -> Value {
    let mut case = case.clone();
    case["external_service"] = Value::Null;
    case
}

#[tokio::test]
async fn two_browsers_that_create_in_the_same_moment_are_told_before_a_comment_is_sent() {
    for kind in ALL {
        let world = World::new(kind).await;
        if matches!(kind, Kind::JiraCloud | Kind::JiraDocuments) {
            world.set(json!({ "searchLag": 1_000 })).await;
        }
        let case = sample("phishing");
        let mut first = Browser::new(world.connector("soc"));
        // Stopped right before its create: it has looked, and found nothing.
        let mut waiting = first.begin(&case);
        let create = |next: &Next| matches!(next, Next::Save { .. });
        first.run_until(&world, &mut waiting, create).await;
        let mut second = Browser::new(world.connector("soc"));
        assert_eq!(second.push(&world, &case).await.state, PushState::Complete, "{kind:?}");

        let outcome = first.run(&world, waiting, None).await.unwrap();
        let error = outcome.error.unwrap();
        assert_eq!(error.code, Code::IncidentAmbiguous, "{kind:?}");
        let incidents = world.incidents().await;
        assert_eq!(incidents.len(), 2, "{kind:?}");
        assert!(incidents.iter().any(|incident| incident.comments.is_empty()), "{kind:?}");
        // It goes on asking until a person has decided.
        assert_eq!(first.push(&world, &case).await.error.unwrap().code, Code::IncidentAmbiguous, "{kind:?}");
    }
}

/// The case with these fields of its own.
fn with_fields(world: &World, case: &Value, fields: Value) -> Value {
    let mut case = case.clone();
    case["connector"] = json!({ "id": "soc", "name": "SOC", "type": world.form().0["type"], "fields": fields });
    case
}

#[tokio::test]
async fn what_the_system_has_set_by_itself_is_no_edit() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport] {
        // Chosen in the case after its first push, and by its severity.
        let world = World::offline(kind);
        let mut browser = Browser::new(world.connector("soc"));
        let case = updated(&browser.push(&world, &sample("phishing")).await);
        for urgency in ["1", "2"] {
            let outcome = browser.push(&world, &with_fields(&world, &case, json!({ "urgency": urgency }))).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
            assert_eq!(world.incidents().await[0].fields["urgency"], json!(urgency), "{kind:?}");
        }
        let world = World::offline(kind);
        let mut browser = Browser::new(world.connector_with("soc", &json!({ "severityHigh": "1" }), None));
        let mut case = sample("phishing");
        case["severity"] = json!("low");
        let mut case = updated(&browser.push(&world, &case).await);
        case["severity"] = json!("high");
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(world.incidents().await[0].fields["impact"], json!("1"), "{kind:?}");
    }
}

#[tokio::test]
async fn a_field_that_is_mapped_later_is_asked_about_where_something_stands_in_it() {
    for (kind, target, old) in [
        (Kind::JiraDataCenter, "environment", None),
        (Kind::JiraDataCenter, "environment", Some("Theirs")),
        (Kind::ServiceNow, "close_notes", None),
        (Kind::ServiceNow, "close_notes", Some("Theirs")),
    ] {
        let world = World::offline(kind);
        let mut browser = Browser::new(world.connector("soc"));
        let case = updated(&browser.push(&world, &sample("phishing")).await);
        let mappings = json!([
            { "source": "title", "target": kind.title_field(), "action": "overwrite" },
            { "source": "description", "target": target, "action": "overwrite" },
            { "source": "comments", "target": "comments", "action": "append" },
        ]);
        browser.connector = world.connector_with("soc", &json!({}), Some(mappings)).0;
        if let Some(old) = old {
            let mut by = case.clone();
            by["description"] = json!(old);
            let mut other = Browser::new((browser.connector.clone(), browser.secrets.clone()));
            other.choices.if_edited = IfEdited::Overwrite;
            assert_eq!(other.push(&world, &by).await.state, PushState::Complete, "{kind:?}");
        }
        let outcome = browser.push(&world, &case).await;
        let code = outcome.error.map(|error| error.code);
        assert_eq!(code, old.map(|_| Code::IncidentEdited), "{kind:?} {old:?}");
    }
}

#[tokio::test]
async fn a_text_that_stood_there_already_when_another_was_sent_is_the_base_of_the_next() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = Browser::new(world.connector("soc"));
        let mut case = pushed_and_renamed(&world, &mut browser).await;
        let id = world.incidents().await[0].id.clone();
        world.edit_title(&id, "Contained").await;
        case["description"] = json!("Another one.");
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
        assert_eq!(browser.push(&world, &case).await.writes, 0, "{kind:?}");
        case["title"] = json!("Closed");
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
    }
}

#[tokio::test]
async fn what_resilient_refuses_inside_of_a_success_is_refused() {
    let world = World::offline(Kind::Resilient);
    let mut browser = Browser::new(world.connector("soc"));
    let mut case = pushed_and_renamed(&world, &mut browser).await;
    let says = |message: &str, method: &str, path: &str| {
        let body = json!({ "success": false, "title": null, "message": message, "hints": [], "error_code": "generic" });
        json!({ "kind": "status", "status": 200, "body": body, "match": { "method": method, "pathContains": path } })
    };
    let id = world.incidents().await[0].id.clone();
    world.fault(says("Unable to find object with ID 2", "GET", &format!("incidents/{id}?"))).await;
    let outcome = browser.push(&world, &case).await;
    assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentGone));
    case["comments"][0]["comment"] = json!("Edited");
    case["comments"][0]["updated_at"] = json!("2026-11-24T07:00:00.000Z");
    world.fault(says("No comments any more", "POST", "/comments")).await;
    let outcome = browser.push(&world, &case).await;
    assert_eq!((outcome.state, outcome.error.map(|error| error.code)), (PushState::Failed, Some(Code::Rejected)));
}
