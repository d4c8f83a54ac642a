//! The incident's own status and severity, where they follow those of the case.

use super::browser::{Browser, updated};
use super::strangers::prepare_as_stranger;
use crate::common::world::{ALL, Kind, World, sample, status_of};
use case_connectors::case::SecurityCase;
use case_connectors::error::Code;
use case_connectors::machine::Machine;
use case_connectors::push::{IfClosed, IfEdited, Next, Options, Outcome, PushState, map_case, plan};
use serde_json::{Value, json};

const JIRA: [Kind; 3] = [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter];

async fn state(world: &World) -> Value {
    let incidents = world.incidents().await;
    assert_eq!(incidents.len(), 1);
    status_of(&incidents[0].fields)
}

fn with_status(case: &Value, status: &str) -> Value {
    let mut case = case.clone();
    case["status"] = json!(status);
    case
}

/// The case after a complete push, with this status.
fn next(outcome: &Outcome, status: &str) -> Value {
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    with_status(&updated(outcome), status)
}

fn add_comment(case: &mut Value, id: &str, at: &str) {
    let by = json!({ "username": "analyst", "full_name": null, "email": null });
    let comment =
        json!({ "id": id, "type": "user", "comment": format!("Said by {id}."), "created_at": at, "created_by": by });
    case["comments"].as_array_mut().unwrap().push(comment);
    case["totalComment"] = json!(case["totalComment"].as_u64().unwrap_or_default() + 1);
}

fn following_browser(world: &World) -> Browser {
    Browser::new(world.connector_with("soc", &world.kind.following(), None))
}

/// How many requests changed the status.
async fn changes(world: &World) -> usize {
    let writes = world.writes().await;
    match world.kind {
        kind if JIRA.contains(&kind) => writes.iter().filter(|write| write.ends_with("/transitions")).count(),
        _ => writes.len(),
    }
}

#[tokio::test]
async fn the_incident_is_worked_at_closed_and_opened_with_its_case() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = following_browser(&world);
        let [new, at_work, closed] = kind.states();
        let case = with_status(&sample("phishing"), "open");
        let outcome = browser.push(&world, &case).await;
        assert_eq!(state(&world).await, new, "{kind:?}");
        assert!(outcome.warnings.iter().all(|warning| warning.code != "STATUS_NOT_SET"), "{kind:?}");

        let case = next(&outcome, "in-progress");
        let outcome = browser.push(&world, &case).await;
        assert_eq!(state(&world).await, at_work, "{kind:?} {:?}", outcome.error);

        // What is said is said before the incident is closed.
        let mut case = next(&outcome, "closed");
        add_comment(&mut case, "last", "2026-10-01T08:00:00.000Z");
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 2), "{kind:?} {:?}", outcome.error);
        assert_eq!(state(&world).await, closed, "{kind:?}");
        assert_eq!(world.incidents().await[0].references().last().unwrap(), "comment last", "{kind:?}");
        if kind != Kind::Resilient && !JIRA.contains(&kind) {
            assert_eq!(world.incidents().await[0].fields["close_notes"], "Closed in the case.", "{kind:?}");
        }

        let case = next(&outcome, "closed");
        let before = world.requests().await;
        assert_eq!(browser.push(&world, &case).await.writes, 0, "{kind:?}");
        assert_eq!(world.requests().await, before, "{kind:?}: nothing has changed");

        // And opened again before anything more is said.
        let mut case = with_status(&case, "open");
        add_comment(&mut case, "again", "2026-10-02T08:00:00.000Z");
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 2), "{kind:?} {:?}", outcome.error);
        assert_eq!(state(&world).await, new, "{kind:?}");
    }
}

#[tokio::test]
async fn a_closed_case_of_which_we_have_closed_the_incident_takes_another_comment_unasked() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = following_browser(&world);
        let outcome = browser.push(&world, &with_status(&sample("phishing"), "closed")).await;
        let mut case = next(&outcome, "closed");
        assert_eq!(state(&world).await, kind.states()[2], "{kind:?} {:?}", outcome.warnings);
        add_comment(&mut case, "late", "2026-10-01T08:00:00.000Z");
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
        // Nor does a browser without a journal ask.
        let mut other = following_browser(&world);
        add_comment(&mut case, "later", "2026-10-02T08:00:00.000Z");
        world.tells_authors().await;
        let outcome = other.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
    }
}

#[tokio::test]
async fn a_lost_answer_to_a_change_of_status_is_looked_up_and_not_repeated() {
    for kind in ALL {
        for fault in ["cutAfter", "cutBefore"] {
            let world = World::offline(kind);
            let mut browser = following_browser(&world);
            let case = next(&browser.push(&world, &with_status(&sample("phishing"), "open")).await, "closed");
            let before = changes(&world).await;
            let method = match kind {
                Kind::ServiceNow | Kind::SecOps | Kind::Resilient => "PATCH",
                _ => "POST",
            };
            world.fault(json!({ "match": { "method": method }, "kind": fault })).await;
            let outcome = browser.push(&world, &case).await;
            assert_eq!(
                (outcome.state, outcome.writes),
                (PushState::Complete, u32::from(fault == "cutBefore")),
                "{kind:?} {fault} {:?}",
                outcome.error
            );
            assert_eq!(state(&world).await, kind.states()[2], "{kind:?} {fault}");
            let sent = changes(&world).await - before;
            assert_eq!(sent, if fault == "cutBefore" { 2 } else { 1 }, "{kind:?} {fault}");
        }
    }
}

#[tokio::test]
async fn a_status_that_others_have_changed_since_is_asked_about() {
    for kind in ALL {
        for (choice, expected) in [(IfEdited::Keep, 2), (IfEdited::Overwrite, 1)] {
            if kind == Kind::Resilient {
                // It knows two states: whatever others have done, it is what the case says or what it was.
                continue;
            }
            let world = World::offline(kind);
            let mut browser = following_browser(&world);
            let case = next(&browser.push(&world, &with_status(&sample("phishing"), "open")).await, "in-progress");
            let id = world.incidents().await[0].id.clone();
            world.close(&id).await;
            browser.choices.if_closed = IfClosed::Continue;
            let outcome = browser.push(&world, &case).await;
            assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentEdited), "{kind:?}");
            assert_eq!(outcome.drift.len(), 1, "{kind:?}");
            assert_eq!(state(&world).await, kind.states()[2], "{kind:?}: nothing is done unasked");
            browser.choices.if_edited = choice;
            let outcome = browser.push(&world, &case).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
            assert_eq!(state(&world).await, kind.states()[expected], "{kind:?} {choice:?}");
            // What was kept is not asked about again.
            browser.choices.if_edited = IfEdited::Stop;
            assert_eq!(browser.push(&world, &case).await.writes, 0, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn an_incident_that_is_only_closed_with_its_case_may_have_any_status_before() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut settings = kind.following();
        (settings["statusOpen"], settings["statusInProgress"]) = (json!(""), json!(""));
        let mut browser = Browser::new(world.connector_with("soc", &settings, None));
        let case = next(&browser.push(&world, &with_status(&sample("phishing"), "in-progress")).await, "closed");
        assert_eq!(state(&world).await, kind.states()[0], "{kind:?}: it stays as the system made it");
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
        assert_eq!(state(&world).await, kind.states()[2], "{kind:?}");
    }
}

#[tokio::test]
async fn a_status_that_is_left_alone_while_a_case_is_open_opens_nothing_that_others_have_closed() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut settings = kind.following();
        (settings["statusOpen"], settings["statusClosed"]) = (json!(""), json!(""));
        let mut browser = Browser::new(world.connector_with("soc", &settings, None));
        let case = next(&browser.push(&world, &with_status(&sample("phishing"), "open")).await, "in-progress");
        world.close(&world.incidents().await[0].id.clone()).await;
        let outcome = browser.push(&world, &case).await;
        let code = outcome.error.map(|error| error.code);
        assert!(matches!(code, Some(Code::IncidentClosed | Code::IncidentEdited)), "{kind:?} {code:?}");
        assert_eq!(state(&world).await, kind.states()[2], "{kind:?}");
    }
}

#[tokio::test]
async fn what_others_have_closed_stays_closed_and_is_asked_about() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = following_browser(&world);
        let mut case = next(&browser.push(&world, &with_status(&sample("phishing"), "open")).await, "open");
        let id = world.incidents().await[0].id.clone();
        world.close(&id).await;
        assert_eq!(browser.push(&world, &case).await.writes, 0, "{kind:?}: nothing has changed here");
        add_comment(&mut case, "late", "2026-10-01T08:00:00.000Z");
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentClosed), "{kind:?}");
        assert_eq!(state(&world).await, kind.states()[2], "{kind:?}");
    }
}

#[tokio::test]
async fn a_status_that_the_system_refuses_is_told_and_tried_again_by_the_next_push() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut settings = kind.following();
        settings["closingFields"] = json!("");
        world.set(json!({ "resolutionScreen": true })).await;
        let mut browser = Browser::new(world.connector_with("soc", &settings, None));
        let mut case = next(&browser.push(&world, &with_status(&sample("phishing"), "open")).await, "closed");
        add_comment(&mut case, "last", "2026-10-01T08:00:00.000Z");
        let outcome = browser.push(&world, &case).await;
        let refused = outcome.warnings.iter().filter(|warning| warning.code == "STATUS_NOT_SET").collect::<Vec<_>>();
        if kind == Kind::SecOps || kind == Kind::SecOpsImport || kind == Kind::Resilient || kind == Kind::ServiceNow {
            assert_eq!(refused.len(), 1, "{kind:?} {:?} {:?}", outcome.error, outcome.warnings);
        }
        if JIRA.contains(&kind) {
            assert!(refused[0].message.contains("Resolution"), "{}", refused[0].message);
        }
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(state(&world).await, kind.states()[0], "{kind:?}");

        let needed =
            if JIRA.contains(&kind) { json!("resolution=Won't Do") } else { kind.following()["closingFields"].clone() };
        settings["closingFields"] = needed;
        let journal = browser.journal.clone();
        let mut browser = Browser::new(world.connector_with("soc", &settings, None));
        browser.journal = journal;
        let outcome = browser.push(&world, &next(&outcome, "closed")).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
        assert_eq!(state(&world).await, kind.states()[2], "{kind:?}");
        if JIRA.contains(&kind) {
            assert_eq!(world.incidents().await[0].fields["resolution"]["name"], "Won't Do");
        }
    }
}

#[tokio::test]
async fn where_what_the_status_needs_may_not_be_read_the_push_goes_on_and_tells() {
    let is_told = |outcome: &Outcome| outcome.warnings.iter().filter(|it| it.code == "STATUS_NOT_SET").count();
    for kind in JIRA {
        let world = World::offline(kind);
        let mut browser = following_browser(&world);
        let mut case = next(&browser.push(&world, &with_status(&sample("phishing"), "open")).await, "in-progress");
        add_comment(&mut case, "last", "2026-10-01T08:00:00.000Z");
        for status in [403, 404] {
            let refused = json!({ "kind": "status", "status": status, "times": 1, "match": { "pathContains": "/transitions", "method": "GET" } });
            world.fault(refused).await;
            let outcome = browser.push(&world, &case).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {status} {:?}", outcome.error);
            assert_eq!(is_told(&outcome), 1, "{kind:?} {status} {:?}", outcome.warnings);
            assert_eq!(state(&world).await, kind.states()[0], "{kind:?}");
            let sent = world.incidents().await[0].references();
            assert!(sent.contains(&"comment last".to_owned()), "{kind:?} {sent:?}");
        }
        // Where it may be read again, the next push sets it.
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes, is_told(&outcome)), (PushState::Complete, 1, 0), "{kind:?}");
        assert_eq!(state(&world).await, kind.states()[1], "{kind:?}");
    }
}

#[tokio::test]
async fn a_new_incident_that_may_not_be_read_keeps_its_status_and_is_complete() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = following_browser(&world);
        let case = with_status(&sample("phishing"), "in-progress");
        let mut push = browser.begin(&case);
        let reads = |next: &Next| matches!(next, Next::Send { label, .. } if label == "Reading the incident");
        let is_done = |next: &Next| reads(next) || *next == Next::Done;
        browser.run_until(&world, &mut push, is_done).await;
        if push.next() == Next::Done {
            continue;
        }
        let forbidden = json!({ "kind": "status", "status": 403, "times": 1 });
        world.fault(forbidden).await;
        let outcome = browser.run(&world, push, None).await.unwrap();
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(outcome.warnings.iter().filter(|it| it.code == "STATUS_NOT_SET").count(), 1, "{kind:?}");
        assert_eq!(world.incidents().await[0].comments.len(), 3, "{kind:?}");
    }
}

#[tokio::test]
async fn a_status_to_which_no_transition_leads_is_told_with_those_that_are_offered() {
    for kind in JIRA {
        let world = World::offline(kind);
        world.set(json!({ "stepwise": true })).await;
        let mut browser = following_browser(&world);
        let outcome = browser.push(&world, &with_status(&sample("phishing"), "closed")).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let warning = outcome.warnings.iter().find(|warning| warning.code == "STATUS_NOT_SET").unwrap();
        assert!(
            warning.message.contains("from To Do") && warning.message.contains("In Progress"),
            "{}",
            warning.message
        );
        let outcome = browser.push(&world, &next(&outcome, "in-progress")).await;
        assert_eq!(state(&world).await, "In Progress", "{kind:?}");
        next(&browser.push(&world, &next(&outcome, "closed")).await, "closed");
        assert_eq!(state(&world).await, "Done", "{kind:?}");
    }
}

#[tokio::test]
async fn a_screen_is_filled_from_the_issue_and_what_it_lacks_is_named() {
    for kind in JIRA {
        let world = World::offline(kind);
        world.set(json!({ "closingScreen": ["summary"] })).await;
        let title = sample("phishing")["title"].clone();
        let outcome = following_browser(&world).push(&world, &with_status(&sample("phishing"), "closed")).await;
        assert!(outcome.warnings.iter().all(|warning| warning.code != "STATUS_NOT_SET"), "{:?}", outcome.warnings);
        assert_eq!(state(&world).await, "Done", "{kind:?}");
        assert_eq!(world.incidents().await[0].fields["summary"], title, "{kind:?}");

        let world = World::offline(kind);
        world.set(json!({ "closingScreen": ["summary", "assignee"] })).await;
        let outcome = following_browser(&world).push(&world, &with_status(&sample("phishing"), "closed")).await;
        let warning = outcome.warnings.iter().find(|warning| warning.code == "STATUS_NOT_SET").unwrap();
        assert!(warning.message.contains("asks for Assignee: name it"), "{}", warning.message);
        assert_eq!(state(&world).await, "To Do", "{kind:?}");
        let mut settings = kind.following();
        let person = if kind == Kind::JiraDataCenter { "ana.lyst" } else { "712020:8b21d7c4-demo-analyst" };
        settings["closingFields"] = json!(format!("assignee={person}; Comment=Closed by the case."));
        let mut browser = Browser::new(world.connector_with("soc", &settings, None));
        let outcome = browser.push(&world, &next(&outcome, "closed")).await;
        assert!(outcome.warnings.iter().all(|warning| warning.code != "STATUS_NOT_SET"), "{:?}", outcome.warnings);
        assert_eq!(state(&world).await, "Done", "{kind:?}");
        let incident = &world.incidents().await[0];
        assert_eq!(incident.fields["assignee"], 1, "{kind:?}");
        assert_eq!(incident.comments.len(), 4, "{kind:?}");
        assert_eq!(incident.comments[3], "Closed by the case.", "{kind:?}");
    }
}

#[tokio::test]
async fn of_several_transitions_the_one_to_the_very_status_is_taken_whose_screen_asks_for_nothing() {
    for kind in JIRA {
        let world = World::offline(kind);
        world.set(json!({ "severalEnds": true, "resolutionScreen": true })).await;
        let outcome = following_browser(&world).push(&world, &with_status(&sample("phishing"), "closed")).await;
        assert!(outcome.warnings.iter().all(|warning| warning.code != "STATUS_NOT_SET"), "{:?}", outcome.warnings);
        assert_eq!(state(&world).await, "Done", "{kind:?}");
    }
}

#[tokio::test]
async fn a_browser_without_a_journal_goes_on_with_the_status_and_takes_none_back_unasked() {
    for kind in ALL {
        let world = World::offline(kind);
        world.tells_authors().await;
        let outcome = following_browser(&world).push(&world, &with_status(&sample("phishing"), "open")).await;
        let open = next(&outcome, "open");
        let outcome = following_browser(&world).push(&world, &open).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        let outcome = following_browser(&world).push(&world, &with_status(&open, "closed")).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
        assert_eq!(state(&world).await, kind.states()[2], "{kind:?}");
        // An old copy of the case, or somebody who has opened it again.
        let mut other = following_browser(&world);
        let outcome = other.push(&world, &open).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentClosed), "{kind:?}");
        other.choices.if_closed = IfClosed::Continue;
        let outcome = other.push(&world, &open).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentEdited), "{kind:?}");
        assert_eq!(state(&world).await, kind.states()[2], "{kind:?}");
    }
}

#[tokio::test]
async fn a_plan_shows_the_status_as_a_step_of_its_own() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = following_browser(&world);
        let case = next(&browser.push(&world, &with_status(&sample("phishing"), "open")).await, "closed");
        let text = case.to_string();
        let case = SecurityCase::parse(text.as_bytes(), &[]).unwrap();
        let options = Options::new("2026-11-24T08:00:00.000Z");
        let plan = plan(&case, &browser.connector, &browser.journal, &options).unwrap();
        let writes: Vec<_> = plan.steps.iter().filter(|step| step.writes).collect();
        let closed = kind.following()["statusClosed"].as_str().unwrap().to_owned();
        assert_eq!(writes.len(), 1, "{kind:?}");
        assert_eq!(writes[0].label, format!("Set the status to {closed}"), "{kind:?}");
        assert_eq!(writes[0].after.values().next().unwrap(), &json!(closed), "{kind:?}");
    }
}

#[test]
fn the_severity_stands_in_where_the_case_names_no_value() {
    for kind in ALL {
        let world = World::offline(kind);
        let (severity, expected, own) = match kind {
            Kind::ServiceNow | Kind::ServiceNowImport => {
                ("1", json!({ "impact": "3", "urgency": "1" }), json!({ "impact": "3" }))
            }
            Kind::SecOps | Kind::SecOpsImport => ("2", json!({ "priority": "2" }), json!({})),
            Kind::Resilient => ("6", json!({ "severity_code": { "id": 6 } }), json!({ "severityCode": "" })),
            _ => ("Highest", json!({ "priority": { "name": "Highest" } }), json!({ "priority": null })),
        };
        let (connector, _) = world.connector_with("soc", &json!({ "severityCritical": severity }), None);
        let mut case = sample("phishing");
        case["severity"] = json!("critical");
        case["connector"] = json!({ "id": "soc", "name": "soc", "type": connector.type_id(), "fields": own });
        let mapped = |case: &Value| {
            let text = case.to_string();
            map_case(&SecurityCase::parse(text.as_bytes(), &[]).unwrap(), &connector, None).unwrap().fields
        };
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(mapped(&case).get(name), Some(value), "{kind:?}");
        }
        case["severity"] = json!("low");
        case["connector"]["fields"] = json!({});
        for name in expected.as_object().unwrap().keys() {
            assert_eq!(mapped(&case).get(name), None, "{kind:?}: nothing stands for low");
        }
    }
}

/// Somebody prepares an incident with the case's mark, and ours is closed with its case: that theirs is open makes it no better.
#[tokio::test]
async fn what_a_stranger_has_marked_does_not_take_the_place_of_an_incident_that_was_closed_with_its_case() {
    for kind in [Kind::ServiceNow, Kind::JiraDataCenter, Kind::Resilient] {
        let world = World::offline(kind);
        let case = with_status(&sample("phishing"), "closed");
        let mut browser = following_browser(&world);
        next(&browser.push(&world, &case).await, "closed");
        prepare_as_stranger(&world, &case).await;
        let outcome = following_browser(&world).push(&world, &case).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentAmbiguous), "{kind:?}");
    }
}
