//! What a system passes over without a word: a person is told by field and value.

use super::browser::Browser;
use crate::common::world::{Kind, World, sample};
use case_connectors::machine::Machine;
use case_connectors::push::{Event, FailReason, Next, Outcome, PushState};
use serde_json::{Value, json};

const SERVICENOW: [Kind; 4] = [Kind::ServiceNow, Kind::ServiceNowImport, Kind::SecOps, Kind::SecOpsImport];

/// What a push has warned of: the fields, and the comments by their ids.
fn not_taken(outcome: &Outcome) -> Vec<(&str, Option<&str>)> {
    let warnings = outcome.warnings.iter().filter(|warning| warning.code == "FIELD_NOT_TAKEN");
    warnings.map(|warning| (warning.field.as_str(), warning.comment_id.as_deref())).collect()
}

/// A case with extra fields for the connector of a world.
fn case_with(world: &World, fields: &Value) -> Value {
    let mut case = sample("phishing");
    let form = world.form().0;
    case["connector"] = json!({ "id": "soc", "name": "SOC", "type": form["type"], "fields": fields });
    case
}

async fn pushed(world: &World, case: &Value) -> Outcome {
    let outcome = Browser::new(world.connector("soc")).push(world, case).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    outcome
}

#[tokio::test]
async fn values_that_servicenow_drops_are_named() {
    for kind in SERVICENOW {
        let world = World::new(kind).await;
        world.set(json!({ "dropsUnknownChoices": true, "readOnlyFields": ["close_notes"] })).await;
        let extra = json!({ "opened_by": "Abel Tuter", "u_colour": "blue", "close_notes": "None", "state": "77" });
        let fields = json!({ "category": "no such category", "additionalFields": extra.to_string() });
        let outcome = pushed(&world, &case_with(&world, &fields)).await;
        let mut names: Vec<&str> = not_taken(&outcome).into_iter().map(|(field, _)| field).collect();
        names.sort_unstable();
        assert_eq!(names, ["category", "close_notes", "opened_by", "state", "u_colour"], "{kind:?}");
        let reference = outcome.warnings.iter().find(|warning| warning.field == "opened_by").unwrap();
        assert_eq!(reference.before.as_deref(), Some("Abel Tuter"), "{kind:?}");
        assert!(reference.message.contains("Abel Tuter"), "{}", reference.message);
    }
}

#[tokio::test]
async fn values_that_were_taken_are_no_trouble() {
    for kind in SERVICENOW {
        let world = World::new(kind).await;
        world.set(json!({ "dropsUnknownChoices": true })).await;
        let extra = json!({ "opened_by": "c0ffee00c0ffee00c0ffee00c0ffee02", "close_notes": " spaced  out " });
        let fields = json!({ "subcategory": null, "additionalFields": extra.to_string() });
        let outcome = pushed(&world, &case_with(&world, &fields)).await;
        assert_eq!(not_taken(&outcome), [], "{kind:?}");
    }
    for kind in [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter, Kind::Resilient] {
        let world = World::new(kind).await;
        let outcome = pushed(&world, &sample("phishing")).await;
        assert_eq!(outcome.warnings, [], "{kind:?}");
    }
}

#[tokio::test]
async fn a_change_that_servicenow_drops_is_named_too() {
    let world = World::new(Kind::ServiceNow).await;
    let mut browser = Browser::new(world.connector("soc"));
    let mut case = sample("phishing");
    browser.push(&world, &case).await;
    world.set(json!({ "readOnlyFields": ["short_description"] })).await;
    case["title"] = json!("Another title");
    let outcome = browser.push(&world, &case).await;
    assert_eq!(not_taken(&outcome), [("short_description", None)]);
    let warning = outcome.warnings.iter().find(|warning| warning.field == "short_description").unwrap();
    assert_eq!(warning.before.as_deref(), Some("Another title"));
}

#[tokio::test]
async fn comments_that_vanish_are_named_where_the_journal_shows() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport, Kind::SecOps] {
        let world = World::new(kind).await;
        let field = if kind == Kind::ServiceNow { "comments" } else { "work_notes" };
        let mut browser = Browser::new(world.connector("soc"));
        let mut case = sample("phishing");
        let outcome = browser.push(&world, &case).await;
        assert_eq!(not_taken(&outcome), [], "{kind:?}");
        world.set(json!({ "readOnlyFields": [field] })).await;
        let mut more = case["comments"][0].clone();
        more["id"] = json!("one-more");
        more["created_at"] = json!("2026-11-20T08:00:00.000Z");
        case["comments"].as_array_mut().unwrap().push(more);
        let requests = world.requests().await;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(not_taken(&outcome), [("comments", Some("one-more"))], "{kind:?}");
        // One look, whatever was sent.
        assert!(world.requests().await - requests <= 6, "{kind:?}");
    }
}

#[tokio::test]
async fn a_journal_that_may_not_be_read_says_nothing_and_a_look_that_fails_ends_nothing() {
    let world = World::new(Kind::ServiceNow).await;
    world.set(json!({ "readOnlyFields": ["comments"], "hiddenFields": ["comments"] })).await;
    let outcome = pushed(&world, &sample("phishing")).await;
    assert_eq!(not_taken(&outcome), []);
    for fault in [json!({ "kind": "status", "status": 403 }), json!({ "kind": "cutBefore" }), json!({ "kind": "html" })]
    {
        let world = World::new(Kind::ServiceNow).await;
        world.set(json!({ "readOnlyFields": ["comments"] })).await;
        let mut fault = fault;
        fault["match"] = json!({ "pathContains": "sysparm_display_value" });
        fault["times"] = json!(100);
        world.fault(fault.clone()).await;
        let outcome = pushed(&world, &sample("phishing")).await;
        assert_eq!(not_taken(&outcome), [], "{fault}");
    }
}

#[tokio::test]
async fn who_aborts_the_last_look_has_a_complete_push() {
    for fails in [true, false] {
        let world = World::new(Kind::ServiceNowImport).await;
        world.set(json!({ "readOnlyFields": ["close_notes"] })).await;
        let case = case_with(&world, &json!({ "additionalFields": "{\"close_notes\":\"None\"}" }));
        let mut browser = Browser::new(world.connector("soc"));
        let mut push = browser.begin(&case);
        let looks = |next: &Next| matches!(next, Next::Send { label, .. } if label.contains("everything has arrived"));
        browser.run_until(&world, &mut push, looks).await;
        // A host aborts before each step.
        if let (true, Next::Send { id, .. }) = (fails, push.next()) {
            push.fail(id, FailReason::Aborted, None).unwrap();
        }
        push.abort();
        while let Next::Save { records } = push.next() {
            browser.journal.extend(records);
            push.abort();
            push.saved().unwrap();
            push.abort();
        }
        assert_eq!(push.outcome_state(), PushState::Complete, "{fails}");
        // Without it the next push would take another browser for the one that has told its time.
        assert_eq!(browser.journal.last().map(|record| &record.event), Some(&Event::Complete), "{fails}");
    }
}
