//! The status, both ways: what others have set there becomes the case's, and is not sent back.

use super::{Kept, all, changes, decide, pull};
use crate::common::world::{ALL, Kind, World, sample, status_of};
use crate::push::browser::{Browser, updated};
use case_connectors::error::Code;
use case_connectors::push::{IfClosed, Outcome, PushState};
use serde_json::{Value, json};

fn next(outcome: &Outcome, kind: Kind) -> Value {
    assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
    updated(outcome)
}

async fn state(world: &World) -> Value {
    status_of(&world.incidents().await[0].fields)
}

fn with_status(case: &Value, status: &str) -> Value {
    let mut case = case.clone();
    case["status"] = json!(status);
    case
}

fn following(world: &World) -> Browser {
    Browser::new(world.connector_with("soc", &world.kind.following(), None))
}

/// Another browser of the team, whose push sets the status: for this one it is somebody else.
async fn set(world: &World, case: &Value, status: &str) {
    let mut other = following(world);
    world.tells_authors().await;
    other.choices.if_closed = IfClosed::Continue;
    other.choices.if_edited = case_connectors::push::IfEdited::Overwrite;
    next(&other.push(world, &with_status(case, status)).await, world.kind);
}

#[tokio::test]
async fn what_others_have_set_becomes_the_status_of_the_case_and_is_not_sent_back() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = following(&world);
        let mut kept = Kept::default();
        let mut case = next(&browser.push(&world, &with_status(&sample("phishing"), "open")).await, kind);
        // Resilient knows no incident in progress.
        let steps =
            if kind == Kind::Resilient { vec!["closed", "open"] } else { vec!["in-progress", "closed", "open"] };
        for status in steps {
            set(&world, &case, status).await;
            let stands = state(&world).await;
            let pulled = pull(&world, &browser, &mut kept, &case).await;
            assert_eq!(changes(&pulled, "status")[0]["status"], json!(status), "{kind:?} {pulled}");
            case = decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, "take"));
            assert_eq!(case["status"], json!(status), "{kind:?}");
            let requests = world.requests().await;
            let outcome = browser.push(&world, &case).await;
            next(&outcome, kind);
            assert_eq!((outcome.writes, world.requests().await), (0, requests), "{kind:?} {status}");
            assert_eq!(state(&world).await, stands, "{kind:?} {status}");
        }
    }
}

#[tokio::test]
async fn a_status_of_the_case_that_is_still_to_be_sent_is_not_taken_for_one_of_the_other_team() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = following(&world);
        let case = next(&browser.push(&world, &with_status(&sample("phishing"), "open")).await, kind);
        let pulled = pull(&world, &browser, &mut Kept::default(), &with_status(&case, "closed")).await;
        assert_eq!(changes(&pulled, "status"), Vec::<&Value>::new(), "{kind:?} {pulled}");
    }
}

/// What the case has of its own to send is not taken for what stands there.
#[tokio::test]
async fn a_status_that_the_case_cannot_take_is_acknowledged_and_no_more() {
    for kind in ALL.into_iter().filter(|kind| *kind != Kind::Resilient) {
        for choice in ["take", "keep"] {
            let world = World::offline(kind);
            let mut advanced = kind.following();
            advanced["statusInProgress"] = json!("");
            let mut browser = Browser::new(world.connector_with("soc", &advanced, None));
            let mut kept = Kept::default();
            let case = next(&browser.push(&world, &with_status(&sample("phishing"), "open")).await, kind);
            pull(&world, &browser, &mut kept, &case).await;
            set(&world, &case, "in-progress").await;
            let case = with_status(&case, "closed");
            let pulled = pull(&world, &browser, &mut kept, &case).await;
            assert_eq!(changes(&pulled, "status")[0]["takes"], json!(false), "{kind:?} {pulled}");
            let case = decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, choice));
            let outcome = browser.push(&world, &case).await;
            let code = outcome.error.map(|error| error.code);
            assert_eq!(code, Some(Code::IncidentEdited), "{kind:?} {choice}");
        }
    }
}

#[tokio::test]
async fn what_our_own_push_has_closed_is_no_news_of_the_other_team_nor_is_the_resolution_that_it_brought() {
    for (kind, has_looked) in ALL.iter().flat_map(|kind| [(*kind, true), (*kind, false)]) {
        let world = World::offline(kind);
        let mut browser = following(&world);
        let mut kept = Kept::default();
        let case = next(&browser.push(&world, &with_status(&sample("phishing"), "open")).await, kind);
        if has_looked {
            pull(&world, &browser, &mut kept, &case).await;
        }
        let case = next(&browser.push(&world, &with_status(&case, "closed")).await, kind);
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        assert_eq!((&pulled["closed"], &pulled["changes"]), (&json!(true), &json!([])), "{kind:?} {pulled}");
        // What others do with it then is told.
        set(&world, &case, "open").await;
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        assert_eq!(changes(&pulled, "status")[0]["status"], json!("open"), "{kind:?} {pulled}");
    }
}

/// The incident was closed, with a status that the connector does not name.
#[tokio::test]
async fn a_closed_case_asks_for_no_other_way_of_being_closed() {
    let world = World::offline(Kind::ServiceNow);
    let mut advanced = Kind::ServiceNow.following();
    advanced["statusClosed"] = json!("8");
    let mut browser = Browser::new(world.connector_with("soc", &advanced, None));
    let case = next(&browser.push(&world, &with_status(&sample("phishing"), "open")).await, Kind::ServiceNow);
    let id = world.incidents().await[0].id.clone();
    world.close(&id).await;
    browser.choices.if_closed = IfClosed::Continue;
    let outcome = browser.push(&world, &with_status(&case, "closed")).await;
    next(&outcome, Kind::ServiceNow);
    assert_eq!((outcome.writes, state(&world).await), (0, json!("7")));
}
