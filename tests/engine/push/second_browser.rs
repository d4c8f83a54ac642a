//! A browser that has no journal: another analyst's, or one whose data was cleared.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, World, comment_ids, edit, sample};
use case_connectors::connector::form::{self, FieldSpec};
use case_connectors::push::{PushState, Settlement};
use serde_json::{Value, json};

/// The case as it was before any push: nothing in it tells of one.
fn forgetful(case: &Value) -> Value {
    let mut case = case.clone();
    case["external_service"] = Value::Null;
    case
}

#[tokio::test]
async fn finds_the_incident_and_makes_no_second_one() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.tells_authors().await;
        let case = sample("long_intrusion");
        Browser::new(world.connector("soc")).push(&world, &case).await;

        let mut other = Browser::new(world.connector("soc"));
        let outcome = other.push(&world, &forgetful(&case)).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        let incidents = world.incidents().await;
        assert_eq!(incidents.len(), 1, "{kind:?}");
        assert_eq!(incidents[0].references(), comment_ids(&case), "{kind:?}");

        // It remembers what it found.
        let requests = world.requests().await;
        assert_eq!(other.push(&world, &case).await.writes, 0);
        assert_eq!(world.requests().await, requests, "{kind:?}");
    }
}

#[tokio::test]
async fn sends_only_what_the_other_one_has_not_sent() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.tells_authors().await;
        let mut case = sample("phishing");
        let mut first = Browser::new(world.connector("soc"));
        let mut second = Browser::new(world.connector("soc"));
        first.push(&world, &case).await;
        second.push(&world, &forgetful(&case)).await;

        // The first one sends an edit; the second one, whose journal is older, must not send it again.
        edit(&mut case, "c1a2", "Log attached.", "2026-09-15T10:00:00.000Z");
        assert_eq!(first.push(&world, &case).await.writes, 1, "{kind:?}");
        assert_eq!(second.push(&world, &case).await.writes, 0, "{kind:?}");
        edit(&mut case, "c1a2", "Log attached below.", "2026-09-15T11:00:00.000Z");
        assert_eq!(second.push(&world, &case).await.writes, 1, "{kind:?}");
        assert_eq!(first.push(&world, &case).await.writes, 0, "{kind:?}");

        let mut expected = comment_ids(&case);
        expected.extend(["comment c1a2, edit 1".to_owned(), "comment c1a2, edit 2".to_owned()]);
        assert_eq!(world.incidents().await[0].references(), expected, "{kind:?}");
    }
}

#[tokio::test]
async fn an_incident_that_kibana_pushed_is_adopted_with_its_comments() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.tells_authors().await;
        let case = sample("phishing");
        let outcome = Browser::new(world.connector("made-by-kibana")).push(&world, &case).await;

        // Kibana's incident carries neither our mark nor our references; the case says what was pushed.
        let mut case = updated(&outcome);
        case["external_service"]["connector_id"] = json!("soc");
        case["comments"][2]["pushed_at"] = Value::Null;
        edit(&mut case, "c1a1", "All sessions revoked.", "2026-11-25T10:00:00.000Z");
        let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let incidents = world.incidents().await;
        assert_eq!(incidents.len(), 1, "{kind:?}");
        let references = incidents[0].references();
        // The third comment is recognised by its reference; only the edit is new.
        assert_eq!(references[3..], ["comment c1a1, edit 1".to_owned()], "{kind:?}");
    }
}

#[tokio::test]
async fn another_connector_of_the_same_place_goes_on_with_the_incident_and_takes_no_fields_over() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.tells_authors().await;
        let case = sample("ransomware_intl");
        let mut first = Browser::new(world.connector("soar-prod"));
        let outcome = first.push(&world, &case).await;
        for (journal, case) in
            [(Vec::new(), &case), (Vec::new(), &updated(&outcome)), (first.journal, &updated(&outcome))]
        {
            let mut other = Browser::new(world.connector("other"));
            other.journal = journal;
            let outcome = other.push(&world, case).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
            let incidents = world.incidents().await;
            assert_eq!(incidents.len(), 1, "{kind:?}");
            assert_eq!(incidents[0].references(), comment_ids(case), "{kind:?}");
            if kind == Kind::Resilient {
                assert_eq!(incidents[0].fields["severity_code"], json!(6));
            }
        }
    }
}

#[tokio::test]
async fn a_connector_of_another_place_takes_nothing_over() {
    let world = World::new(Kind::JiraCloud).await;
    let case = sample("phishing");
    let mut first = Browser::new(world.connector("soc"));
    let pushed = updated(&first.push(&world, &case).await);
    let mut other = Browser::new(world.connector_in("SD"));
    other.journal = first.journal;
    let outcome = other.push(&world, &pushed).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    let incidents = world.incidents().await;
    assert_eq!(incidents.len(), 2);
    assert_eq!(incidents[1].references(), comment_ids(&case));
}

#[tokio::test]
async fn without_a_field_for_the_mark_resilient_finds_it_by_name_and_date() {
    let world = World::new(Kind::Resilient).await;
    world.set(json!({ "markField": false })).await;
    let case = sample("phishing");
    Browser::new(world.connector("soc")).push(&world, &case).await;
    let outcome = Browser::new(world.connector("soc")).push(&world, &forgetful(&case)).await;
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{:?}", outcome.error);
    assert_eq!(world.incidents().await.len(), 1);
}

#[tokio::test]
async fn comments_that_cannot_be_read_stop_the_push_until_a_person_settles_it() {
    for (settlement, total) in [(Settlement::NotThere, 6), (Settlement::There { external_id: None }, 3)] {
        let world = World::new(Kind::ServiceNow).await;
        let case = sample("phishing");
        Browser::new(world.connector("soc")).push(&world, &case).await;
        world.set(json!({ "hiddenFields": ["comments", "work_notes"] })).await;

        let mut other = Browser::new(world.connector("soc"));
        let outcome = other.push(&world, &forgetful(&case)).await;
        assert_eq!(outcome.error.map(|error| error.code.as_str()), Some("COMMENTS_UNREADABLE"));
        assert_eq!(world.writes().await.len(), 4);

        let outcome = other.settle(&world, &case, &settlement).await;
        assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
        world.set(json!({ "hiddenFields": [] })).await;
        assert_eq!(world.incidents().await[0].comments.len(), total);
    }
}

#[tokio::test]
async fn in_every_text_format_a_browser_without_a_journal_finds_what_was_pushed() {
    for kind in ALL {
        for format in ["auto", "plain", "code", "raw"] {
            let world = World::new(kind).await;
            let options = json!({ "textFormat": format });
            let form = case_connectors::systems::form(world.form().0["type"].as_str().unwrap()).unwrap();
            let is_choice =
                |it: &FieldSpec| matches!(it.kind, form::Kind::Select(all) if all.iter().any(|it| it.value == format));
            if !form.all_fields().any(|it| it.key == "textFormat" && is_choice(it)) {
                continue;
            }
            for tells_authors in [false, true] {
                if tells_authors {
                    world.tells_authors().await;
                }
                let case = sample("phishing");
                let outcome = Browser::new(world.connector_with("soc", &options, None)).push(&world, &case).await;
                let place = format!("{kind:?} {format} {tells_authors} {:?}", outcome.error);
                let is_lost = outcome.warnings.iter().any(|warning| warning.code == "FIELD_NOT_TAKEN");
                assert_eq!((outcome.state, is_lost), (PushState::Complete, false), "{place}");
                let outcome =
                    Browser::new(world.connector_with("soc", &options, None)).push(&world, &updated(&outcome)).await;
                // A description in plain text may be written once more: Resilient answers it as HTML.
                assert_eq!(outcome.state, PushState::Complete, "{place} {:?}", outcome.error);
                assert_eq!(world.incidents().await[0].comments.len(), comment_ids(&case).len(), "{place}");
            }
        }
    }
}
