//! A new incident that a person has wanted in place of another: one, and never one after the other.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, World, sample};
use case_connectors::error::Code;
use case_connectors::machine::Machine;
use case_connectors::push::{IfClosed, IfGone, Next, PushState};
use serde_json::{Value, json};

fn following_browser(world: &World) -> Browser {
    Browser::new(world.connector_with("soc", &world.kind.following(), None))
}

/// The incident itself answers so from now on; what is looked for is still found.
async fn reads_answer_404(world: &World, times: u32) {
    for read in ["?fields=", "?sysparm_fields=", "?text_content_output_format=objects_convert"] {
        let matching = json!({ "method": "GET", "pathContains": read });
        world.fault(json!({ "kind": "status", "status": 404, "times": times, "match": matching, "body": {} })).await;
    }
}

fn at_work(case: &Value) -> Value {
    let mut case = case.clone();
    case["status"] = json!("in-progress");
    case
}

#[tokio::test]
async fn an_account_that_may_create_and_not_read_makes_one_incident_for_one_choice() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = following_browser(&world);
        let mut case = updated(&browser.push(&world, &at_work(&sample("phishing"))).await);
        case["title"] = json!("Contained");
        reads_answer_404(&world, 10_000).await;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentGone), "{kind:?}");
        browser.choices.if_gone = IfGone::Recreate;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(world.incidents().await.len(), 2, "{kind:?}");
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
    }
}

#[tokio::test]
async fn an_incident_that_was_just_made_is_asked_about_and_not_made_again_where_it_is_closed_already() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = following_browser(&world);
        browser.choices.if_closed = IfClosed::Recreate;
        let mut push = browser.begin(&at_work(&sample("phishing")));
        let reads = |next: &Next| matches!(next, Next::Send { label, .. } if label == "Reading the incident");
        browser.run_until(&world, &mut push, |next| reads(next) || *next == Next::Done).await;
        if push.next() == Next::Done {
            continue;
        }
        let id = world.incidents().await[0].id.clone();
        world.close(&id).await;
        let outcome = browser.run(&world, push, None).await.unwrap();
        assert_eq!(world.incidents().await.len(), 1, "{kind:?}");
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentClosed), "{kind:?}");
    }
}

/// Where every create is cut off, what it made is found by its mark, as another browser's would be.
#[tokio::test]
async fn what_is_found_after_one_was_given_up_is_asked_about_anew() {
    // Jira Cloud reads by POST too.
    for kind in ALL.into_iter().filter(|kind| !matches!(kind, Kind::JiraCloud | Kind::JiraDocuments)) {
        let world = World::offline(kind);
        let mut browser = following_browser(&world);
        let mut case = updated(&browser.push(&world, &at_work(&sample("phishing"))).await);
        case["title"] = json!("Contained");
        reads_answer_404(&world, 10_000).await;
        for path in ["/table/", "/import/", "/issue", "/incidents?"] {
            let matching = json!({ "method": "POST", "pathContains": path });
            world.fault(json!({ "kind": "cutAfter", "times": 50, "match": matching })).await;
        }
        browser.choices.if_gone = IfGone::Recreate;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(world.incidents().await.len(), 2, "{kind:?}");
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentGone), "{kind:?}");
    }
}
