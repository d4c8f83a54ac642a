//! A system that changes another incident than it was asked to, and one that another browser has made.

use super::browser::{Browser, updated};
use crate::common::answer;
use crate::common::world::{ALL, Kind, World, sample};
use case_connectors::error::Code;
use case_connectors::http::Method;
use case_connectors::machine::Machine;
use case_connectors::push::{IfEdited, Next, Outcome, PushState, Settlement};
use case_connectors::systems::authorize;
use serde_json::{Value, json};

const OTHER: &str = "c0ffee00c0ffee00c0ffee00c0ffee99";

/// Pushes to a ServiceNow that answers each write about another incident, and nothing but that: what is asked for is not done.
/// Tells how often something was written.
async fn astray(world: &World, browser: &mut Browser, case: &Value) -> (Outcome, usize) {
    let (mut push, mut writes) = (browser.begin(case), 0);
    let outcome = loop {
        match push.next() {
            Next::Save { records } => {
                browser.journal.extend(records);
                push.saved().unwrap();
            }
            Next::Send { id, request, .. } if request.method != Method::Get => {
                writes += 1;
                let row = json!({ "status": "inserted", "sys_id": OTHER, "number": "INC0099999", "display_value": "INC0099999" });
                let result = if request.url.contains("/import/") { json!([row]) } else { row };
                push.receive(id, &answer(201, &json!({ "result": result }))).unwrap();
            }
            Next::Send { id, request, .. } => {
                let request = authorize(&request, &browser.connector, &browser.secrets).unwrap();
                push.receive(id, &world.send(&request).await.unwrap()).unwrap();
            }
            Next::Wait { ms, .. } => panic!("it waits {ms}"),
            Next::Done => break push.outcome(),
        }
    };
    (outcome, writes)
}

#[tokio::test]
async fn what_was_written_to_another_incident_is_told_at_once_and_not_sent_again() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport, Kind::SecOps, Kind::SecOpsImport] {
        let world = World::offline(kind);
        world.tells_authors().await;
        let mut browser = Browser::new(world.connector("soc"));
        let case = updated(&browser.push(&world, &sample("phishing")).await);
        let (mut commented, mut renamed) = (case.clone(), case.clone());
        let comment =
            json!({ "id": "n1", "type": "user", "comment": "More.", "created_at": "2026-10-03T10:00:00.000Z" });
        commented["comments"].as_array_mut().unwrap().push(comment);
        renamed["title"] = json!("Second");
        for case in [&commented, &renamed] {
            let (outcome, writes) = astray(&world, &mut browser, case).await;
            let error = outcome.error.unwrap();
            assert_eq!((outcome.state, error.code, writes), (PushState::Failed, Code::LookupUnreliable, 1), "{kind:?}");
            assert!(error.message.contains("INC0099999"), "{kind:?} {}", error.message);
        }
        // Once that is mended it arrives.
        for (case, writes) in [(&commented, 1), (&renamed, 1)] {
            let outcome = browser.push(&world, case).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, writes), "{kind:?} {:?}", outcome.error);
        }
        let incidents = world.incidents().await;
        assert_eq!((incidents.len(), &incidents[0].fields["short_description"]), (1, &json!("Second")), "{kind:?}");
        assert_eq!(incidents[0].references().iter().filter(|it| *it == "comment n1").count(), 1, "{kind:?}");
    }
}

/// A browser whose tab died when the incident was about to be made, which never was.
async fn dies_before_create(world: &World, case: &Value) -> Browser {
    let mut browser = Browser::new(world.connector("soc"));
    let mut push = browser.begin(case);
    let is_create = |next: &Next| matches!(next, Next::Send { label, .. } if label == "Create the incident");
    browser.run_until(world, &mut push, is_create).await;
    browser
}

#[tokio::test]
async fn an_incident_that_another_browser_has_made_does_not_say_what_this_one_was_about_to_send() {
    for kind in ALL {
        let world = World::offline(kind);
        world.tells_authors().await;
        let (mut newer, older) = (sample("phishing"), sample("phishing"));
        newer["title"] = json!("Second");
        let mut first = dies_before_create(&world, &newer).await;
        let mut second = Browser::new(world.connector("soc"));
        let of_older = updated(&second.push(&world, &older).await);

        // By its mark, and where the case names it.
        let mut named = of_older.clone();
        named["title"] = json!("Second");
        for case in [&newer, &named] {
            let mut browser = Browser { journal: first.journal.clone(), ..Browser::new(world.connector("soc")) };
            let outcome = browser.push(&world, case).await;
            let error = outcome.error.unwrap_or_else(|| panic!("{kind:?} was not asked about"));
            assert_eq!(error.code, Code::IncidentEdited, "{kind:?} {}", error.message);
            let drift = &outcome.drift[0];
            assert_eq!((drift.field.as_str(), &drift.base), (kind.title_field(), &Value::Null), "{kind:?}");
        }
        // And where a person has named it.
        let there = Settlement::There { external_id: Some(world.incidents().await[0].id.clone()) };
        let mut browser = Browser { journal: first.journal.clone(), ..Browser::new(world.connector("soc")) };
        let outcome = browser.settle(&world, &newer, &there).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::IncidentEdited), "{kind:?}");

        first.choices.if_edited = IfEdited::Overwrite;
        let outcome = first.push(&world, &newer).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let incidents = world.incidents().await;
        assert_eq!((incidents.len(), &incidents[0].fields[kind.title_field()]), (1, &json!("Second")), "{kind:?}");
        assert_eq!(first.push(&world, &newer).await.writes, 0, "{kind:?}");
    }
}

#[tokio::test]
async fn what_a_create_without_an_answer_had_sent_is_nobodys_edit() {
    for kind in ALL {
        let world = World::offline(kind);
        world.tells_authors().await;
        let mut case = sample("phishing");
        let mut browser = Browser::new(world.connector("soc"));
        let mut push = browser.begin(&case);
        let is_create = |next: &Next| matches!(next, Next::Send { label, .. } if label == "Create the incident");
        browser.run_until(&world, &mut push, is_create).await;
        // It is carried out, and its answer never comes.
        let Next::Send { request, .. } = push.next() else { panic!("{kind:?}") };
        world.send(&authorize(&request, &browser.connector, &browser.secrets).unwrap()).await.unwrap();

        case["title"] = json!("Second");
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let incidents = world.incidents().await;
        assert_eq!((incidents.len(), &incidents[0].fields[kind.title_field()]), (1, &json!("Second")), "{kind:?}");
        assert_eq!(browser.push(&world, &case).await.writes, 0, "{kind:?}");
    }
}
