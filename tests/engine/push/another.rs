//! A system that changes another incident than it was asked to.

use super::browser::{Browser, updated};
use crate::common::answer;
use crate::common::world::{Kind, World, sample};
use case_connectors::error::Code;
use case_connectors::http::Method;
use case_connectors::machine::Machine;
use case_connectors::push::{Next, Outcome, PushState};
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
