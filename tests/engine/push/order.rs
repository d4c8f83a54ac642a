//! The order of what is sent, where something that cannot be believed, or an old copy of the case, says how it was.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, World, comment_ids, edit, sample};
use case_connectors::error::Code;
use case_connectors::push::{IfUnverified, Next, PushState, Settlement};
use serde_json::{Value, json};

#[tokio::test]
async fn a_line_of_a_stranger_puts_no_comment_behind_the_others() {
    let kinds = [Kind::ServiceNow, Kind::ServiceNowImport, Kind::JiraCloud, Kind::JiraDataCenter, Kind::Resilient];
    // Later than the edit, and a millisecond before the comment was there at all.
    let times = ["2099-01-01 00:00:00.000", "2026-09-14 07:48:09.999"];
    for (kind, time) in kinds.into_iter().flat_map(|kind| times.map(|time| (kind, time))) {
        let world = World::offline(kind);
        let mut case = sample("phishing");
        let mut browser = Browser::new(world.connector("soc"));
        let mut push = browser.begin(&case);
        let is_comment = |next: &Next| matches!(next, Next::Send { label, .. } if label.starts_with("Add comment"));
        browser.run_until(&world, &mut push, is_comment).await;
        let id = world.incidents().await[0].id.clone();
        world.comment_as_stranger(&id, &format!("(added at {time} UTC by x, case comment c1a1, edit 7)")).await;
        edit(&mut case, "c1a1", "All sessions revoked.", "2026-09-19T10:00:00.000Z");
        browser.choices.if_unverified = IfUnverified::SendAgain;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {time} {:?}", outcome.error);
        let references = world.incidents().await[0].references();
        let ours: Vec<String> = references.into_iter().filter(|it| !it.ends_with("edit 7")).collect();
        let ids = comment_ids(&case);
        assert_eq!(ours, [format!("{}, edit 8", ids[0]), ids[1].clone(), ids[2].clone()], "{kind:?} {time}");
    }
}

#[tokio::test]
async fn edits_come_at_their_turn_where_comments_cannot_be_read_and_a_person_is_asked_once() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport, Kind::SecOps, Kind::SecOpsImport] {
        let world = World::offline(kind);
        let mut case = updated(&Browser::new(world.connector("soc")).push(&world, &sample("phishing")).await);
        edit(&mut case, "c1a2", "Log attached below.", "2026-09-15T10:00:00.000Z");
        edit(&mut case, "c1a3", "Closed.", "2026-09-15T11:00:00.000Z");
        edit(&mut case, "c1a1", "All sessions revoked.", "2026-09-15T12:00:00.000Z");
        // The host has stamped one by a clock of its own.
        case["comments"][0]["pushed_at"] = json!("2026-09-25T12:00:00.000Z");
        world.set(json!({ "hiddenFields": ["comments", "work_notes"] })).await;
        let mut other = Browser::new(world.connector("soc"));
        let outcome = other.push(&world, &case).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::CommentsUnreadable), "{kind:?}");
        let outcome = other.settle(&world, &case, &Settlement::NotThere).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 3), "{kind:?} {:?}", outcome.error);
        world.set(json!({ "hiddenFields": [] })).await;
        let mut expected = comment_ids(&case);
        expected.extend(["c1a2", "c1a3", "c1a1"].map(|id| format!("comment {id}, edit 1")));
        assert_eq!(world.incidents().await[0].references(), expected, "{kind:?}");
    }
}

/// The sample with an alert less, as it was before.
fn earlier(case: &Value) -> Value {
    let mut earlier = case.clone();
    earlier["comments"].as_array_mut().unwrap().pop();
    earlier
}

#[tokio::test]
async fn an_old_copy_of_a_case_makes_no_number_of_alerts_come_twice() {
    for kind in ALL {
        for authors in [true, false] {
            let world = World::offline(kind);
            if authors {
                world.tells_authors().await;
            }
            let case = sample("dns_tunnelling");
            Browser::new(world.connector("soc")).push(&world, &earlier(&case)).await;
            let mut other = Browser::new(world.connector("soc"));
            // Where nobody can tell who has written what, a person says that it is there.
            other.choices.if_unverified = IfUnverified::Trust;
            let mut writes = Vec::new();
            for copy in [&case, &earlier(&case), &case] {
                let outcome = other.push(&world, copy).await;
                assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
                writes.push(outcome.writes);
            }
            assert_eq!(writes, [1, 0, 0], "{kind:?}, authors: {authors}");
        }
    }
}
