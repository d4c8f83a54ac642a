//! What others did is shown, taken over, and not sent back.

use super::{Kept, all, apply, changes, comment, decide, kinds, last_comment, pull, pushed};
use crate::common::world::{ALL, Kind, World, edit};
use crate::push::browser::{Browser, updated};
use case_connectors::http::Method;
use case_connectors::machine::Machine;
use case_connectors::push::{IfClosed, IfGone, Next, Outcome, PushState};
use case_connectors::systems::authorize;
use serde_json::{Value, json};

const SAID: &str = "We blocked 203.0.113.7 at the proxy.\nThe user *was* called.";

fn complete(outcome: &Outcome, kind: Kind) {
    assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
}

#[tokio::test]
async fn what_others_did_is_shown_taken_over_and_nothing_of_it_is_sent_back() {
    for kind in ALL {
        let world = World::new(kind).await;
        let (mut browser, case, id) = pushed(&world).await;
        let mut kept = Kept::default();
        let nothing = pull(&world, &browser, &mut kept, &case).await;
        assert_eq!(kinds(&nothing), [""; 0], "{kind:?} {nothing}");

        comment(&world, &id, SAID).await;
        world.edit_title(&id, "Phishing, with a proxy block").await;
        world.assign(&id).await;
        world.close(&id).await;
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        assert_eq!(kinds(&pulled), ["status", "resolution", "assignee", "title", "comment"], "{kind:?} {pulled}");
        assert_eq!(changes(&pulled, "status")[0]["status"], json!("closed"), "{kind:?}");
        assert_eq!(changes(&pulled, "title")[0]["theirs"], json!("Phishing, with a proxy block"), "{kind:?}");
        assert_eq!(pulled["closed"], json!(true), "{kind:?}");
        let shown = changes(&pulled, "comment")[0];
        assert!(shown["theirs"].as_str().unwrap().starts_with("We blocked 203.0.113.7"), "{kind:?} {shown}");
        assert!(!shown["by"].as_str().unwrap().is_empty(), "{kind:?} {shown}");
        assert_eq!(shown["isClaim"], json!(false), "{kind:?} {shown}");

        // Nothing was decided: it comes again.
        let again = pull(&world, &browser, &mut kept, &case).await;
        assert_eq!(again["changes"], pulled["changes"], "{kind:?}");

        let before = world.writes().await.len();
        let case = decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, "take"));
        assert_eq!(case["status"], json!("closed"), "{kind:?}");
        assert_eq!(case["title"], json!("Phishing, with a proxy block"), "{kind:?}");
        assert_eq!(
            case["totalComment"],
            json!(case["comments"].as_array().unwrap().iter().filter(|it| it["type"] == json!("user")).count())
        );
        assert_eq!(kinds(&pull(&world, &browser, &mut kept, &case).await), [""; 0], "{kind:?}");
        let requests = world.requests().await;
        let outcome = browser.push(&world, &case).await;
        complete(&outcome, kind);
        // The host has kept what was read: the push need not even look.
        assert_eq!((outcome.writes, world.requests().await), (0, requests), "{kind:?}");

        // Another browser knows the case alone.
        let mut other = Browser::new(world.connector("other"));
        let pulled = pull(&world, &other, &mut Kept::default(), &case).await;
        assert_eq!(changes(&pulled, "comment"), Vec::<&Value>::new(), "{kind:?} {pulled}");
        assert_eq!(changes(&pulled, "title"), Vec::<&Value>::new(), "{kind:?} {pulled}");
        other.choices.if_closed = IfClosed::Continue;
        let outcome = other.push(&world, &case).await;
        complete(&outcome, kind);
        assert_eq!(world.writes().await.len(), before, "{kind:?}: nothing is sent back");
    }
}

#[tokio::test]
async fn a_browser_without_a_journal_pulls_the_same() {
    for kind in ALL {
        let world = World::new(kind).await;
        let (browser, case, id) = pushed(&world).await;
        comment(&world, &id, SAID).await;
        comment(&world, &id, "Second.").await;
        let mine = pull(&world, &browser, &mut Kept::default(), &case).await;
        let other = Browser::new(world.connector("other"));
        let theirs = pull(&world, &other, &mut Kept::default(), &case).await;
        let texts = |pulled: &Value| -> Vec<Value> {
            changes(pulled, "comment").iter().map(|it| json!([it["key"], it["theirs"]])).collect()
        };
        assert_eq!(texts(&mine), texts(&theirs), "{kind:?}");
        assert_eq!(texts(&mine).len(), 2, "{kind:?} {mine}");
        // By the case's bytes alone, nothing kept.
        let taken = apply(&case, &mine, &all(&mine, "take"));
        let again = pull(&world, &other, &mut Kept::default(), &taken).await;
        assert_eq!(texts(&again), Vec::<Value>::new(), "{kind:?}");
    }
}

#[tokio::test]
async fn a_push_without_what_a_host_keeps_looks_and_sends_nothing_back() {
    for kind in ALL {
        let world = World::new(kind).await;
        let (browser, case, id) = pushed(&world).await;
        comment(&world, &id, SAID).await;
        let pulled = pull(&world, &browser, &mut Kept::default(), &case).await;
        let case = apply(&case, &pulled, &all(&pulled, "take"));
        for mut browser in [browser, Browser::new(world.connector("other"))] {
            let outcome = browser.push(&world, &case).await;
            complete(&outcome, kind);
            assert_eq!(outcome.writes, 0, "{kind:?}");
            let requests = world.requests().await;
            complete(&browser.push(&world, &case).await, kind);
            assert_eq!(world.requests().await, requests, "{kind:?}: it is recorded");
        }
    }
}

#[tokio::test]
async fn behind_a_hundred_comments_of_ours_a_taken_one_is_still_looked_for() {
    for kind in [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter] {
        let world = World::offline(kind);
        let (mut browser, case, id) = pushed(&world).await;
        comment(&world, &id, SAID).await;
        let mut kept = Kept::default();
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        let mut case = decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, "take"));
        let add = |case: &mut Value, number: usize| {
            let at = format!("2026-12-01T10:{:02}:{:02}.000Z", number / 60, number % 60);
            let new = json!({ "id": format!("new-{number}"), "type": "user", "comment": format!("Number {number}."), "created_at": at });
            case["comments"].as_array_mut().unwrap().push(new);
            case["totalComment"] = json!(case["totalComment"].as_u64().unwrap() + 1);
        };
        (0..110).for_each(|number| add(&mut case, number));
        complete(&browser.push(&world, &case).await, kind);
        // Kibana gives the comment an id of its own, of which the journal knows nothing.
        let taken = case["comments"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .find(|it| it["id"].as_str().unwrap().starts_with("pulled-"));
        taken.unwrap()["id"] = json!("of-kibana");
        add(&mut case, 110);
        let outcome = browser.push(&world, &case).await;
        complete(&outcome, kind);
        assert_eq!(outcome.writes, 1, "{kind:?}: the new one alone");
    }
}

#[tokio::test]
async fn a_taken_comment_that_was_edited_is_sent() {
    for kind in ALL {
        for is_kept in [true, false] {
            let world = World::new(kind).await;
            let (mut browser, case, id) = pushed(&world).await;
            comment(&world, &id, SAID).await;
            let mut kept = Kept::default();
            let pulled = pull(&world, &browser, &mut kept, &case).await;
            let choices = all(&pulled, "take");
            let mut case = match is_kept {
                true => decide(&mut browser, &mut kept, &case, &pulled, &choices),
                false => apply(&case, &pulled, &choices),
            };
            let comment = last_comment(&case).clone();
            let text = comment["comment"].as_str().unwrap().replace("We blocked", "They blocked");
            edit(&mut case, comment["id"].as_str().unwrap(), &text, "2026-11-26T10:00:00.000Z");
            let outcome = browser.push(&world, &case).await;
            complete(&outcome, kind);
            assert_eq!(outcome.writes, 1, "{kind:?} {is_kept}");
            let incident = &world.incidents().await[0];
            let sent = incident.comments.iter().filter(|text| text.contains("They blocked")).count();
            assert_eq!(sent, 1, "{kind:?} {is_kept} {:?} {text}", incident.comments);
        }
    }
}

#[tokio::test]
async fn a_description_that_was_taken_over_is_the_cases_own() {
    for kind in ALL {
        let world = World::new(kind).await;
        let (mut browser, case, id) = pushed(&world).await;
        world.edit_description(&id, "First line.\n\nAnother *sign* of <it>, a_b_c.").await;
        let mut kept = Kept::default();
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        let shown = changes(&pulled, "description");
        assert_eq!(shown.len(), 1, "{kind:?} {pulled}");
        let bare = apply(&case, &pulled, &all(&pulled, "take"));
        assert!(bare["description"].as_str().unwrap().starts_with("First line."), "{kind:?} {bare}");
        let before = world.writes().await.len();
        // One that has kept nothing of the decision, and one that has.
        complete(&browser.push(&world, &bare).await, kind);
        assert_eq!(world.writes().await.len(), before, "{kind:?} {:?}", bare["description"]);
        let case = decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, "take"));
        complete(&browser.push(&world, &case).await, kind);
        assert_eq!(world.writes().await.len(), before, "{kind:?}");
        assert_eq!(kinds(&pull(&world, &browser, &mut kept, &case).await), [""; 0], "{kind:?}");
    }
}

#[tokio::test]
async fn what_is_kept_as_it_is_does_not_come_again_until_it_changes() {
    for kind in ALL {
        let world = World::new(kind).await;
        let (mut browser, case, id) = pushed(&world).await;
        let mut kept = Kept::default();
        comment(&world, &id, SAID).await;
        world.edit_title(&id, "Theirs").await;
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        let after = decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, "keep"));
        assert_eq!(after, case, "{kind:?}: nothing was taken");
        assert_eq!(kinds(&pull(&world, &browser, &mut kept, &case).await), [""; 0], "{kind:?}");
        world.edit_title(&id, "Theirs again").await;
        comment(&world, &id, "More.").await;
        assert_eq!(kinds(&pull(&world, &browser, &mut kept, &case).await), ["title", "comment"], "{kind:?}");
    }
}

#[tokio::test]
async fn an_incident_that_is_gone_is_told() {
    for kind in ALL {
        let world = World::new(kind).await;
        let (browser, case, id) = pushed(&world).await;
        world.delete(&id).await;
        let pulled = pull(&world, &browser, &mut Kept::default(), &case).await;
        assert_eq!((kinds(&pulled), &pulled["closed"]), (vec!["gone"], &Value::Null), "{kind:?}");
        assert_eq!(apply(&case, &pulled, &all(&pulled, "take")), case, "{kind:?}");
    }
}

#[tokio::test]
async fn what_is_taken_over_while_a_write_has_no_answer_does_not_hide_that_write() {
    for kind in ALL {
        let world = World::offline(kind);
        let (mut browser, case, id) = pushed(&world).await;
        let mut more = case.clone();
        let at = "2026-11-25T08:00:00.000Z";
        let new = json!({ "id": "own-late", "type": "user", "comment": "It is late.", "created_at": at });
        more["comments"].as_array_mut().unwrap().push(new);
        more["totalComment"] = json!(more["totalComment"].as_u64().unwrap() + 1);
        // The tab dies with the write on its way.
        let mut push = browser.begin(&more);
        let is_write = |next: &Next| matches!(next, Next::Send { request, .. } if request.method != Method::Get && request.body.as_deref().is_some_and(|body| body.contains("It is late")));
        browser.run_until(&world, &mut push, is_write).await;
        let Next::Send { request, .. } = push.next() else { panic!("{kind:?}: no write") };
        comment(&world, &id, SAID).await;

        let mut kept = Kept::default();
        let pulled = pull(&world, &browser, &mut kept, &more).await;
        assert_eq!(changes(&pulled, "comment").len(), 1, "{kind:?} {pulled}");
        let more = decide(&mut browser, &mut kept, &more, &pulled, &all(&pulled, "take"));
        world.send(&authorize(&request, &browser.connector, &browser.secrets).unwrap()).await.unwrap();

        complete(&browser.push(&world, &more).await, kind);
        let there = world.incidents().await.remove(0).comments;
        let count = |text: &str| there.iter().filter(|it| it.contains(text)).count();
        assert_eq!((count("It is late"), count("203.0.113.7 at the proxy")), (1, 1), "{kind:?} {there:#?}");
    }
}

#[tokio::test]
async fn what_was_seen_is_over_when_ours_stands_there_again_or_another_incident_does() {
    for kind in [Kind::ServiceNow, Kind::JiraCloud, Kind::Resilient] {
        let world = World::offline(kind);
        let (mut browser, mut case, id) = pushed(&world).await;
        let mut kept = Kept::default();
        let title = case["title"].as_str().unwrap().to_owned();
        for _ in 0..2 {
            world.edit_title(&id, "P1").await;
            let pulled = pull(&world, &browser, &mut kept, &case).await;
            assert_eq!(kinds(&pulled), ["title"], "{kind:?}");
            decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, "keep"));
            assert_eq!(kinds(&pull(&world, &browser, &mut kept, &case).await), [""; 0], "{kind:?}");
            world.edit_title(&id, &title).await;
            assert_eq!(kinds(&pull(&world, &browser, &mut kept, &case).await), [""; 0], "{kind:?}");
        }

        world.assign(&id).await;
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, "keep"));
        world.delete(&id).await;
        let gone = pull(&world, &browser, &mut kept, &case).await;
        assert_eq!(kinds(&gone), ["gone"], "{kind:?}");
        decide(&mut browser, &mut kept, &case, &gone, &all(&gone, "keep"));
        assert_eq!(kinds(&pull(&world, &browser, &mut kept, &case).await), [""; 0], "{kind:?}");
        case["title"] = json!("Once more");
        browser.choices.if_gone = IfGone::Recreate;
        let outcome = browser.push(&world, &case).await;
        complete(&outcome, kind);
        let (case, second) = (updated(&outcome), outcome.external_service.unwrap().external_id);
        // Whether a pull has seen the second or not.
        let mut unseen = Kept(kept.0.clone());
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        assert_eq!(kinds(&pulled), [""; 0], "{kind:?} {pulled}");
        world.delete(&second).await;
        for kept in [&mut kept, &mut unseen] {
            let pulled = pull(&world, &browser, kept, &case).await;
            assert_eq!(kinds(&pulled), ["gone"], "{kind:?}");
            // What is decided late about the first is no word about this one.
            decide(&mut browser, kept, &case, &gone, &all(&gone, "keep"));
            assert_eq!(kinds(&pull(&world, &browser, kept, &case).await), ["gone"], "{kind:?}");
            decide(&mut browser, kept, &case, &pulled, &all(&pulled, "keep"));
            assert_eq!(kinds(&pull(&world, &browser, kept, &case).await), [""; 0], "{kind:?}");
        }
    }
}
