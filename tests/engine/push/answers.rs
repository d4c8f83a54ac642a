//! What a person has answered is about what was asked, and about nothing else.

use super::browser::Browser;
use crate::common::world::{Kind, World, comment_ids, sample};
use case_connectors::error::{Code, Error};
use case_connectors::machine::Machine;
use case_connectors::push::{Event, FailReason, Next, Outcome, Push, PushState, Settlement};
use case_connectors::systems::authorize;
use serde_json::{Value, json};

/// A browser that dies when its first comment is about to be sent, which never arrives.
async fn dies_at_the_first_comment(world: &World, case: &Value) -> Browser {
    let mut browser = Browser::new(world.connector("soc"));
    let mut push = browser.begin(case);
    browser.run_until(world, &mut push, adds_a_comment).await;
    browser
}

fn adds_a_comment(next: &Next) -> bool {
    matches!(next, Next::Send { label, .. } if label.starts_with("Add comment"))
}

/// What becomes of the comment that a push is about to send, with its answer.
async fn send(world: &World, browser: &Browser, push: &mut Push) {
    let Next::Send { id, request, .. } = push.next() else { panic!("it sends nothing") };
    let request = authorize(&request, &browser.connector, &browser.secrets).unwrap();
    push.receive(id, &world.send(&request).await.unwrap()).unwrap();
}

#[tokio::test]
async fn an_answer_settles_no_write_that_came_after_the_question() {
    let there = |id: Option<&str>| Settlement::There { external_id: id.map(str::to_owned) };
    for kind in [Kind::ServiceNow, Kind::SecOpsImport] {
        for answer in [there(None), there(Some("INC0010001")), Settlement::NotThere] {
            for arrives in [true, false] {
                let place = format!("{kind:?} {answer:?}, it arrives: {arrives}");
                let world = World::offline(kind);
                let case = sample("phishing");
                let mut browser = dies_at_the_first_comment(&world, &case).await;
                world.set(json!({ "hiddenFields": ["comments", "work_notes"] })).await;
                let outcome = browser.push(&world, &case).await;
                assert_eq!(outcome.error.map(|error| error.code), Some(Code::OutcomeUnknown), "{place}");
                // Before it is answered, another tab finds out, and dies when it has sent the next comment.
                world.set(json!({ "hiddenFields": [] })).await;
                let mut push = browser.begin(&case);
                browser.run_until(&world, &mut push, adds_a_comment).await;
                send(&world, &browser, &mut push).await;
                browser.run_until(&world, &mut push, adds_a_comment).await;
                if arrives {
                    send(&world, &browser, &mut push).await;
                }
                let outcome = browser.settle(&world, &case, &answer).await;
                assert_eq!(outcome.state, PushState::Complete, "{place}: {:?}", outcome.error);
                assert_eq!(world.incidents().await[0].references(), comment_ids(&case), "{place}");
            }
        }
    }
}

#[tokio::test]
async fn who_names_an_incident_has_settled_no_comment() {
    let world = World::offline(Kind::ServiceNow);
    let case = sample("phishing");
    let mut browser = dies_at_the_first_comment(&world, &case).await;
    world.set(json!({ "hiddenFields": ["comments", "work_notes"] })).await;
    browser.push(&world, &case).await;
    let named = Settlement::There { external_id: Some("INC0010001".into()) };
    let outcome = browser.settle(&world, &case, &named).await;
    assert_eq!(outcome.error.map(|error| error.code), Some(Code::OutcomeUnknown));
    world.set(json!({ "hiddenFields": [] })).await;
    let outcome = browser.settle(&world, &case, &named).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    assert_eq!(world.incidents().await[0].references(), comment_ids(&case));
}

fn asks(next: &Next) -> bool {
    let is_question = |event: &Event| matches!(event, Event::Asked { .. });
    matches!(next, Next::Save { records } if records.iter().any(|record| is_question(&record.event)))
}

#[tokio::test]
async fn an_incident_that_is_named_is_linked_although_no_push_has_asked() {
    let world = World::offline(Kind::ServiceNow);
    // Nobody can find it by its mark.
    world.set(json!({ "readOnlyFields": ["correlation_id"] })).await;
    let case = sample("phishing");
    let mut browser = Browser::new(world.connector("soc"));
    let mut push = browser.begin(&case);
    browser
        .run_until(&world, &mut push, |next| matches!(next, Next::Send { label, .. } if label.starts_with("Create")))
        .await;
    send(&world, &browser, &mut push).await;
    let named = Settlement::There { external_id: Some("INC0010001".into()) };
    let outcome = browser.settle(&world, &case, &named).await;
    // It is known, and what is asked next is about its mark.
    assert_eq!(outcome.error.map(|error| error.code), Some(Code::MarkNotKept));
    assert_eq!(world.incidents().await.len(), 1);
}

#[tokio::test]
async fn who_stops_a_push_was_asked_nothing() {
    let world = World::offline(Kind::ServiceNow);
    let case = sample("phishing");
    let mut browser = Browser::new(world.connector("soc"));
    let mut push = browser.begin(&case);
    browser.run_until(&world, &mut push, adds_a_comment).await;
    let Next::Send { id, .. } = push.next() else { panic!("it sends nothing") };
    push.fail(id, FailReason::Aborted, None).unwrap();
    assert_eq!(push.next(), Next::Done);
    assert_eq!(push.outcome().state, PushState::Unknown);
}

#[tokio::test]
async fn an_outcome_that_nobody_knows_stays_so_where_the_question_cannot_be_kept() {
    for (stored, state) in [(Code::StoreFull, PushState::Unknown), (Code::StoreConflict, PushState::Failed)] {
        let world = World::offline(Kind::ServiceNow);
        let case = sample("phishing");
        let mut browser = dies_at_the_first_comment(&world, &case).await;
        world.set(json!({ "hiddenFields": ["comments", "work_notes"] })).await;
        let mut push = browser.begin(&case);
        browser.run_until(&world, &mut push, asks).await;
        push.not_saved(Error::new(stored)).unwrap();
        assert_eq!(push.next(), Next::Done);
        assert_eq!(push.outcome().state, state, "{stored:?}");
    }
}

#[tokio::test]
async fn who_settles_one_write_has_said_nothing_of_the_other_comments() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport, Kind::SecOps, Kind::SecOpsImport] {
        let world = World::offline(kind);
        let case = sample("phishing");
        let mut first = dies_at_the_first_comment(&world, &case).await;
        Browser::new(world.connector("soc")).push(&world, &case).await;
        world.set(json!({ "hiddenFields": ["comments", "work_notes"] })).await;
        let outcome = first.push(&world, &case).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::OutcomeUnknown), "{kind:?}");
        let there = Settlement::There { external_id: None };
        let outcome = first.settle(&world, &case, &there).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::CommentsUnreadable), "{kind:?}");
        let outcome = first.settle(&world, &case, &there).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?}");
        world.set(json!({ "hiddenFields": [] })).await;
        assert_eq!(world.incidents().await[0].references(), comment_ids(&case), "{kind:?}");
    }
}

#[tokio::test]
async fn who_settles_comments_has_said_nothing_of_those_that_come_later() {
    let there = |external_id: Option<&str>| Settlement::There { external_id: external_id.map(str::to_owned) };
    for kind in [Kind::ServiceNow, Kind::SecOpsImport] {
        for (answer, writes) in [(there(None), 0), (Settlement::NotThere, 3)] {
            let world = World::offline(kind);
            let mut case = sample("phishing");
            Browser::new(world.connector("soc")).push(&world, &case).await;
            world.set(json!({ "hiddenFields": ["comments", "work_notes"] })).await;
            let mut browser = Browser::new(world.connector("soc"));
            let asked = (Some(Code::CommentsUnreadable), 0);
            let end = |outcome: Outcome| (outcome.error.map(|error| error.code), outcome.writes);
            assert_eq!(end(browser.push(&world, &case).await), asked, "{kind:?}");

            // Between the question and its answer the case gets a comment.
            let late =
                json!({ "id": "late", "type": "user", "comment": "More.", "created_at": "2026-12-03T10:00:00.000Z" });
            case["comments"].as_array_mut().unwrap().push(late);
            case["totalComment"] = json!(4);
            assert_eq!(end(browser.settle(&world, &case, &answer).await), (asked.0, writes), "{kind:?}");
            // Who names an incident has not answered whether a comment is there.
            assert_eq!(end(browser.settle(&world, &case, &there(Some("INC0010001"))).await), asked, "{kind:?}");
            assert_eq!(end(browser.settle(&world, &case, &Settlement::NotThere).await), (None, 1), "{kind:?}");
            // An answer that comes once more finds nothing to do.
            assert_eq!(end(browser.settle(&world, &case, &answer).await), (None, 0), "{kind:?}");
        }
    }
}

#[tokio::test]
async fn one_answer_for_all_claims_names_the_number_of_alerts_too() {
    let world = World::offline(Kind::ServiceNow);
    let case = sample("dns_tunnelling");
    Browser::new(world.connector("soc")).push(&world, &case).await;
    let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
    assert_eq!(outcome.error.as_ref().map(|error| error.code), Some(Code::EntryUnverified));
    let of_comments = outcome.claims.iter().filter(|claim| claim.comment_id.is_some()).count();
    assert!(of_comments > 0 && outcome.claims.len() == of_comments + 1, "{:?}", outcome.claims);
}

#[tokio::test]
async fn a_line_alone_is_no_lost_comment_where_nobody_can_tell_who_has_written_it() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport] {
        let world = World::offline(kind);
        let case = sample("phishing");
        let mut browser = dies_at_the_first_comment(&world, &case).await;
        let id = world.incidents().await[0].id.clone();
        let comment = &case["comments"][0];
        let at = comment["created_at"].as_str().unwrap().replace('T', " ").replace('Z', "");
        let author = comment["created_by"]["full_name"].as_str().unwrap();
        let line = format!("As I said:\n\n(added at {at} UTC by {author}, case comment c1a1)");
        world.comment_as_stranger(&id, &line).await;
        let outcome = browser.push(&world, &case).await;
        let code = outcome.error.as_ref().map(|error| error.code);
        assert_eq!((outcome.state, code), (PushState::Unknown, Some(Code::EntryUnverified)), "{kind:?}");
        let outcome = browser.settle(&world, &case, &Settlement::NotThere).await;
        assert_eq!(outcome.state, PushState::Failed, "{kind:?}: the same line stands against sending it");
        browser.choices.if_unverified = case_connectors::push::IfUnverified::SendAgain;
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 3), "{kind:?} {:?}", outcome.error);
    }
}
