//! What was pulled is taken over later, when the case or its incident is another one than it was.

use super::{Kept, all, apply, changes, comment, decide, kinds, pull, pushed};
use crate::common::world::{ALL, Kind, World};
use crate::push::browser::updated;
use case_connectors::case::Page;
use case_connectors::error::Code;
use case_connectors::pull::applied;
use case_connectors::push::{IfEdited, PushState};
use serde_json::{Value, json};

#[tokio::test]
async fn what_a_push_has_overwritten_since_is_not_taken_for_what_stands_there() {
    for kind in ALL {
        let world = World::offline(kind);
        let (mut browser, mut case, id) = pushed(&world).await;
        let mut kept = Kept::default();
        world.edit_title(&id, "Theirs").await;
        case["title"] = json!("Ours");
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        assert_eq!(kinds(&pulled), ["title"], "{kind:?} {pulled}");

        browser.choices.if_edited = IfEdited::Overwrite;
        let case = updated(&browser.push(&world, &case).await);
        browser.choices.if_edited = IfEdited::Stop;
        let case = decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, "take"));
        assert_eq!(case["title"], json!("Theirs"), "{kind:?}");
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(world.incidents().await[0].fields[kind.title_field()], json!("Theirs"), "{kind:?}");
    }
}

#[tokio::test]
async fn what_was_decided_about_one_part_leaves_the_others_as_they_were_pulled() {
    for kind in ALL {
        let world = World::offline(kind);
        let (mut browser, case, id) = pushed(&world).await;
        let mut kept = Kept::default();
        world.edit_title(&id, "Their title").await;
        world.edit_description(&id, "Their description").await;
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        let mut case = case;
        for change in pulled["changes"].as_array().unwrap() {
            let choices = json!({ change["key"].as_str().unwrap(): "take" });
            case = decide(&mut browser, &mut kept, &case, &pulled, &choices);
        }
        assert_eq!((&case["title"], &case["description"]), (&json!("Their title"), &json!("Their description")));
        let requests = world.requests().await;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(world.requests().await, requests, "{kind:?}: it is recorded");
    }
}

#[tokio::test]
async fn what_was_edited_in_the_case_since_stays_and_is_still_to_be_decided() {
    for kind in ALL {
        let world = World::offline(kind);
        let (mut browser, mut case, id) = pushed(&world).await;
        let mut kept = Kept::default();
        case["status"] = json!("open");
        world.edit_title(&id, "Their title").await;
        world.edit_description(&id, "Their description").await;
        world.close(&id).await;
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        for (name, ours) in
            [("title", "Our new title"), ("description", "Our new description"), ("status", "in-progress")]
        {
            assert_eq!(changes(&pulled, name).len(), 1, "{kind:?} {pulled}");
            case[name] = json!(ours);
        }
        let after = decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, "take"));
        assert_eq!(after, case, "{kind:?}");
        let again = pull(&world, &browser, &mut kept, &after).await;
        assert_eq!(kinds(&again), ["status", "title", "description"], "{kind:?} {again}");
    }
}

#[tokio::test]
async fn a_case_that_was_closed_here_too_keeps_who_has_closed_it() {
    let world = World::offline(ALL[0]);
    let (mut browser, mut case, id) = pushed(&world).await;
    let mut kept = Kept::default();
    case["status"] = json!("open");
    world.close(&id).await;
    let pulled = pull(&world, &browser, &mut kept, &case).await;
    let ana = json!({ "username": "ana", "full_name": null, "email": null });
    (case["status"], case["closed_at"], case["closed_by"]) = (json!("closed"), json!("2026-11-25T08:59:00.000Z"), ana);
    assert_eq!(decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, "take")), case);
    assert_eq!(kinds(&pull(&world, &browser, &mut kept, &case).await), [""; 0]);
}

/// A case has a title.
#[tokio::test]
async fn a_title_that_was_emptied_is_acknowledged_and_no_more() {
    let world = World::offline(Kind::ServiceNow);
    let (mut browser, mut case, id) = pushed(&world).await;
    let mut kept = Kept::default();
    world.edit_title(&id, "").await;
    case["title"] = json!("Ours");
    let pulled = pull(&world, &browser, &mut kept, &case).await;
    assert_eq!(changes(&pulled, "title")[0]["takes"], json!(false), "{pulled}");
    let case = decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, "take"));
    let outcome = browser.push(&world, &case).await;
    assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentEdited));
}

#[tokio::test]
async fn what_was_pulled_for_one_case_is_refused_for_another() {
    let world = World::offline(ALL[0]);
    let (browser, mut case, id) = pushed(&world).await;
    comment(&world, &id, "One.").await;
    let pulled = pull(&world, &browser, &mut Kept::default(), &case).await;
    case["id"] = json!("another");
    let refused = applied(case.to_string().as_bytes(), &[], &pulled, &all(&pulled, "take")).unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::OptionsInvalid, Some("pulled.caseId")));
}

#[tokio::test]
async fn a_comment_that_kibana_has_given_its_own_id_is_not_added_again() {
    for kind in ALL {
        let world = World::offline(kind);
        let (browser, case, id) = pushed(&world).await;
        comment(&world, &id, "Said *by* them.").await;
        let pulled = pull(&world, &browser, &mut Kept::default(), &case).await;
        let choices = all(&pulled, "take");
        let mut taken = apply(&case, &pulled, &choices);
        taken["comments"].as_array_mut().unwrap().last_mut().unwrap()["id"] = json!("of-kibana");
        assert_eq!(apply(&taken, &pulled, &choices), taken, "{kind:?}");

        // The same where the comments come apart.
        let page = json!({ "comments": taken["comments"] }).to_string();
        taken.as_object_mut().unwrap().remove("comments");
        let pages = [Page::Comments(page.as_bytes())];
        let again = applied(taken.to_string().as_bytes(), &pages, &pulled, &choices).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&again).unwrap(), taken, "{kind:?}");
    }
}
