//! How much a pull reads, and whose words it believes.

use super::{Kept, NOW, all, apply, begin, changes, comment, decide, kinds, pull, pushed};
use crate::common::world::{ALL, Kind, World, sample};
use crate::push::browser::Browser;
use case_connectors::error::Code;
use case_connectors::machine::Machine;
use case_connectors::pull::{Next, Pull, applied};
use case_connectors::push::{FailReason, Options, PushState};
use serde_json::{Value, json};

#[tokio::test]
async fn where_nothing_is_new_a_pull_reads_two_or_three_times_and_writes_nothing() {
    for kind in ALL {
        let world = World::new(kind).await;
        let (browser, case, _) = pushed(&world).await;
        let mut kept = Kept::default();
        pull(&world, &browser, &mut kept, &case).await;
        let (requests, writes) = (world.requests().await, world.writes().await);
        pull(&world, &browser, &mut kept, &case).await;
        // ServiceNow's journal is asked for twice by an account that may not read its table.
        let most = if format!("{kind:?}").starts_with("Se") { 3 } else { 2 };
        assert!(world.requests().await - requests <= most, "{kind:?}");
        assert_eq!(world.writes().await, writes, "{kind:?}");
    }
}

#[tokio::test]
async fn of_many_comments_the_newest_page_is_read_and_nothing_is_missed() {
    for kind in [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter] {
        let world = World::offline(kind);
        let (mut browser, case, id) = pushed(&world).await;
        let mut kept = Kept::default();
        comment(&world, &id, "The first.").await;
        let first = pull(&world, &browser, &mut kept, &case).await;
        assert_eq!(kinds(&first), ["comment"], "{kind:?}");
        // Nobody has decided, and many come after it.
        for number in 0..120 {
            comment(&world, &id, &format!("Number {number}.")).await;
        }
        let many = pull(&world, &browser, &mut kept, &case).await;
        assert_eq!(changes(&many, "comment").len(), 121, "{kind:?}");
        assert_eq!(changes(&many, "comment")[0]["theirs"], json!("The first."), "{kind:?}: the oldest first");
        let mut choices = all(&many, "keep");
        let left = choices.as_object_mut().unwrap().remove(changes(&many, "comment")[0]["key"].as_str().unwrap());
        assert!(left.is_some());
        let case = decide(&mut browser, &mut kept, &case, &many, &choices);
        // The newest page has nothing that is new, and what nobody has decided about lies behind it.
        let left = pull(&world, &browser, &mut kept, &case).await;
        assert_eq!(changes(&left, "comment")[0]["theirs"], json!("The first."), "{kind:?}");
        let case = decide(&mut browser, &mut kept, &case, &left, &all(&left, "keep"));
        let before = world.requests().await;
        comment(&world, &id, "One more.").await;
        let more = pull(&world, &browser, &mut kept, &case).await;
        assert_eq!(changes(&more, "comment").len(), 1, "{kind:?}");
        // The comment itself, the incident, and one page where all before it are known, else two.
        assert!(world.requests().await - before <= 4, "{kind:?}");
        let case = decide(&mut browser, &mut kept, &case, &more, &all(&more, "keep"));
        let before = world.requests().await;
        assert_eq!(kinds(&pull(&world, &browser, &mut kept, &case).await), [""; 0], "{kind:?}");
        assert_eq!(world.requests().await - before, 2, "{kind:?}");
    }
}

#[tokio::test]
async fn who_may_read_authors_finds_what_was_taken_without_them() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport] {
        let world = World::new(kind).await;
        let (mut browser, case, id) = pushed(&world).await;
        let mut kept = Kept::default();
        comment(&world, &id, "Blocked.").await;
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        assert!(changes(&pulled, "comment")[0]["account"].is_null(), "{kind:?}");
        let case = decide(&mut browser, &mut kept, &case, &pulled, &all(&pulled, "take"));
        world.tells_authors().await;
        assert_eq!(kinds(&pull(&world, &browser, &mut kept, &case).await), [""; 0], "{kind:?}");
        comment(&world, &id, "Blocked.").await;
        let pulled = pull(&world, &browser, &mut kept, &case).await;
        let shown = changes(&pulled, "comment");
        assert_eq!(shown.len(), 1, "{kind:?}: somebody has said it again");
        assert_eq!(shown[0]["account"]["id"], json!(simulators::SERVICENOW_ITIL_USER), "{kind:?}");
    }
}

#[tokio::test]
async fn whoever_may_read_authors_or_not_sends_nothing_back() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport] {
        for is_told_first in [true, false] {
            let world = World::new(kind).await;
            let (browser, case, id) = pushed(&world).await;
            comment(&world, &id, "Blocked.\nTwice.").await;
            world.set(json!({ "journalReadable": is_told_first })).await;
            let pulled = pull(&world, &browser, &mut Kept::default(), &case).await;
            let case = apply(&case, &pulled, &all(&pulled, "take"));
            world.set(json!({ "journalReadable": !is_told_first })).await;
            for mut browser in [browser, Browser::new(world.connector("other"))] {
                let outcome = browser.push(&world, &case).await;
                assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {is_told_first}");
            }
        }
    }
}

#[tokio::test]
async fn a_case_that_was_never_pushed_has_nothing_to_pull() {
    let world = World::new(Kind::JiraCloud).await;
    let browser = Browser::new(world.connector("soc"));
    let case = sample("phishing").to_string().into_bytes();
    let error = Pull::new(&case, &[], browser.connector.clone(), &[], None, &Options::new(NOW)).unwrap_err();
    assert_eq!(error.code, Code::NeverPushed);
}

#[tokio::test]
async fn an_incident_of_another_case_is_not_pulled() {
    for kind in ALL {
        let world = World::new(kind).await;
        let (browser, case, _) = pushed(&world).await;
        let mut forged = sample("dns_tunnelling");
        forged["external_service"] = case["external_service"].clone();
        let other = Browser::new((browser.connector.clone(), browser.secrets.clone()));
        let mut pull = begin(&other, &Kept::default(), &forged);
        while let Next::Send { id, request, .. } = pull.next() {
            let request = case_connectors::systems::authorize(&request, &other.connector, &other.secrets).unwrap();
            pull.receive(id, &world.send(&request).await.unwrap()).unwrap();
        }
        // Where the organization has no field for it, an incident of Resilient carries no mark.
        match pull.pulled() {
            Err(error) => assert_eq!(error.code, Code::IncidentForeign, "{kind:?}"),
            Ok(_) => assert_eq!(kind, Kind::Resilient),
        }
    }
}

#[tokio::test]
async fn a_pull_that_fails_or_is_stopped_says_so() {
    let world = World::new(Kind::JiraCloud).await;
    let (browser, case, _) = pushed(&world).await;
    let mut failed = begin(&browser, &Kept::default(), &case);
    let Next::Send { id, .. } = failed.next() else { panic!("it asks for nothing") };
    assert_eq!(failed.fail(id + 1, FailReason::NoAnswer, None).unwrap_err().code, Code::PushState);
    failed.fail(id, FailReason::NoAnswer, None).unwrap();
    assert_eq!((failed.next(), failed.pulled().unwrap_err().code), (Next::Done, Code::NoAnswer));
    assert_eq!(failed.seen(), None);
    let mut stopped = begin(&browser, &Kept::default(), &case);
    stopped.abort();
    assert_eq!((stopped.next(), stopped.pulled().unwrap_err().code), (Next::Done, Code::Aborted));
}

#[test]
fn choices_that_are_none_are_refused_and_the_rest_of_the_case_stays_as_it_came() {
    let case = r#"{"id":"c","title":"T" ,"x":[1, 2],"status":"open","owner":"o","totalComment":0,"comments":[]}"#;
    let pulled = json!({ "caseId": "c", "at": NOW, "system": "Jira", "changes": [
        { "key": "title:summary", "kind": "title", "ours": "T", "theirs": "U", "takes": true },
        { "key": "status", "kind": "status", "ours": "open", "status": "closed", "takes": true },
        { "key": "comment:1", "kind": "comment", "by": "Ben", "at": null, "takes": true, "comment": { "id": "p1", "text": "Hi" } },
    ] });
    for (choices, field) in
        [(json!({ "title:summary": "yes" }), "choices.title:summary"), (json!({ "z": "take" }), "choices.z")]
    {
        let error = applied(case.as_bytes(), &[], &pulled, &choices).unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::OptionsInvalid, Some(field)));
    }
    let choices = json!({ "title:summary": "take", "status": "take", "comment:1": "take" });
    let once = applied(case.as_bytes(), &[], &pulled, &choices).unwrap();
    let text = String::from_utf8(once.clone()).unwrap();
    assert!(
        text.starts_with(
            r#"{"id":"c","title":"U","x":[1, 2],"status":"closed","owner":"o","totalComment":1,"comments":[{"#
        ),
        "{text}"
    );
    let new: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&new["comments"][0]["owner"], &new["closed_at"]), (&json!("o"), &json!(NOW)));
    // Applied twice, nothing is there twice.
    assert_eq!(applied(&once, &[], &pulled, &choices).unwrap(), once);
    assert_eq!(
        applied(case.as_bytes(), &[], &pulled, &json!({})).unwrap(),
        serde_json::to_vec(&serde_json::from_str::<Value>(case).unwrap())
            .map(|_| case.replace("\"T\" ,", "\"T\",").into_bytes())
            .unwrap()
    );
}
