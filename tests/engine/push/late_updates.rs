//! Updates that are carried out late: they take the place of nothing that was sent after them.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, World, sample, status_of};
use case_connectors::http::Request;
use case_connectors::machine::Machine;
use case_connectors::push::{FailReason, IfClosed, Next, Outcome, Push, PushState};
use case_connectors::systems::authorize;
use serde_json::json;

/// How long the system takes for what the dead tab has sent.
const SLOW_MS: u32 = 45_000;

/// Goes on with a push while a request is still at work.
async fn run(world: &World, browser: &mut Browser, mut push: Push, late: &mut Option<Request>) -> Outcome {
    let mut waited = 0;
    loop {
        match push.next() {
            Next::Save { records } => {
                browser.journal.extend(records);
                push.saved().unwrap();
            }
            Next::Send { id, request, .. } => {
                let request = authorize(&request, &browser.connector, &browser.secrets).unwrap();
                match world.send(&request).await {
                    Some(response) => push.receive(id, &response).unwrap(),
                    None => push.fail(id, FailReason::NoAnswer, None).unwrap(),
                }
            }
            Next::Wait { ms, .. } => {
                waited += ms;
                if waited >= SLOW_MS
                    && let Some(request) = late.take()
                {
                    world.send(&request).await;
                }
            }
            Next::Done => return push.outcome(),
        }
    }
}

#[tokio::test]
async fn a_slow_update_of_a_dead_tab_does_not_come_after_a_later_one() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = Browser::new(world.connector("soc"));
        let mut case = updated(&browser.push(&world, &sample("phishing")).await);
        case["title"] = json!("Second");
        let mut push = browser.begin(&case);
        let is_update = |next: &Next| matches!(next, Next::Send { label, .. } if label == "Update the incident");
        browser.run_until(&world, &mut push, is_update).await;
        let Next::Send { request, .. } = push.next() else { unreachable!() };
        let mut late = Some(authorize(&request, &browser.connector, &browser.secrets).unwrap());
        drop(push);

        case["title"] = json!("Third");
        let push = browser.begin(&case);
        let outcome = run(&world, &mut browser, push, &mut late).await;
        let place = format!("{kind:?}: {:?}", outcome.error);
        assert_eq!(outcome.state, PushState::Complete, "{place}");
        if let Some(request) = late {
            world.send(&request).await;
        }
        assert_eq!(world.incidents().await[0].fields[kind.title_field()], json!("Third"), "{place}");
    }
}

#[tokio::test]
async fn an_update_that_was_carried_out_is_found_and_not_sent_again() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = Browser::new(world.connector("soc"));
        let mut case = updated(&browser.push(&world, &sample("phishing")).await);
        case["title"] = json!("Second");
        let mut push = browser.begin(&case);
        let is_update = |next: &Next| matches!(next, Next::Send { label, .. } if label == "Update the incident");
        browser.run_until(&world, &mut push, is_update).await;
        let Next::Send { id, request, .. } = push.next() else { unreachable!() };
        world.send(&authorize(&request, &browser.connector, &browser.secrets).unwrap()).await.unwrap();
        push.fail(id, FailReason::NoAnswer, None).unwrap();
        let writes = world.writes().await.len();
        let outcome = browser.run(&world, push, None).await.unwrap();
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(world.writes().await.len(), writes, "{kind:?}");
        assert_eq!(browser.waits.iter().sum::<u32>(), browser.waits[0], "{kind:?}: after the first look");
        assert_eq!(world.incidents().await[0].fields[kind.title_field()], json!("Second"), "{kind:?}");
    }
}

#[tokio::test]
async fn a_status_that_others_have_set_is_no_proof_that_a_dead_tabs_was_carried_out() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = Browser::new(world.connector_with("soc", &kind.following(), None));
        browser.choices.if_closed = IfClosed::Continue;
        let mut case = sample("phishing");
        case["status"] = json!("in-progress");
        let mut case = updated(&browser.push(&world, &case).await);
        case["status"] = json!("closed");
        let mut push = browser.begin(&case);
        let is_write = |next: &Next| matches!(next, Next::Send { request, .. } if request.body.is_some());
        browser.run_until(&world, &mut push, is_write).await;
        let Next::Send { request, .. } = push.next() else { unreachable!() };
        let mut late = Some(authorize(&request, &browser.connector, &browser.secrets).unwrap());
        drop(push);

        world.close(&world.incidents().await[0].id).await;
        case["status"] = json!("in-progress");
        let push = browser.begin(&case);
        let outcome = run(&world, &mut browser, push, &mut late).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?}: {:?}", outcome.error);
        if let Some(request) = late {
            world.send(&request).await;
        }
        let [_, at_work, _] = kind.states();
        assert_eq!(status_of(&world.incidents().await[0].fields), at_work, "{kind:?}");
    }
}
