//! Mappings and per-case fields, as the systems received them.

use super::browser::Browser;
use crate::common::answer;
use crate::common::world::{Kind, World, sample};
use case_connectors::error::Code;
use case_connectors::http::Response;
use case_connectors::machine::Machine;
use case_connectors::push::{Next, Outcome, PushState};
use case_connectors::systems::authorize;
use serde_json::{Value, json};

#[tokio::test]
async fn append_adds_only_what_is_not_there_yet() {
    for kind in [Kind::ServiceNow, Kind::JiraCloud, Kind::Resilient] {
        let title = match kind {
            Kind::ServiceNow => "short_description",
            Kind::JiraCloud => "summary",
            _ => "name",
        };
        let mappings = json!([
            { "source": "title", "target": title, "action": "overwrite" },
            { "source": "description", "target": "description", "action": "append" },
            { "source": "comments", "target": "comments", "action": "append" },
        ]);
        let world = World::offline(kind);
        let mut case = sample("ransomware_intl");
        case["description"] = json!("First.");
        let mut browser = Browser::new(world.connector_with("soc", &json!({}), Some(mappings)));
        browser.push(&world, &case).await;
        case["description"] = json!("Second.");
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
        // A second browser finds the text at the end and adds nothing.
        let mut other = Browser::new((browser.connector.clone(), browser.secrets.clone()));
        assert_eq!(other.push(&world, &case).await.writes, 0, "{kind:?}");
        let incident = &world.incidents().await[0];
        let description = incident.fields["description"].to_string();
        assert_eq!(description.matches("First.").count(), 1, "{kind:?} {description}");
        assert_eq!(description.matches("Second.").count(), 1, "{kind:?} {description}");
    }
}

/// The answer to a read of the incident, as an account sees it that may write the description, and not read it.
fn without_description(response: &Response) -> Option<Response> {
    let mut body: Value = serde_json::from_slice(response.body()?).ok()?;
    let fields = ["/fields", "/result", ""].into_iter().find(|path| body.pointer(path).is_some())?;
    body.pointer_mut(fields)?.as_object_mut()?.remove("description")?;
    Some(answer(200, &body))
}

/// A push whose account may not read the description.
async fn push_unseen(world: &World, browser: &mut Browser, case: &Value) -> Outcome {
    let mut push = browser.begin(case);
    loop {
        match push.next() {
            Next::Save { records } => {
                browser.journal.extend(records);
                push.saved().unwrap();
            }
            Next::Send { id, request, label } => {
                let request = authorize(&request, &browser.connector, &browser.secrets).unwrap();
                let response = world.send(&request).await.unwrap();
                let is_read = label == "Reading the incident";
                let shown = Some(&response).filter(|_| is_read).and_then(without_description).unwrap_or(response);
                push.receive(id, &shown).unwrap();
            }
            Next::Wait { .. } => {}
            Next::Done => return push.outcome(),
        }
    }
}

#[tokio::test]
async fn what_cannot_be_seen_is_written_over_and_a_warning_says_so() {
    for kind in [Kind::ServiceNow, Kind::JiraCloud, Kind::JiraDataCenter, Kind::Resilient] {
        let world = World::offline(kind);
        let mut case = sample("ransomware_intl");
        let mut browser = Browser::new(world.connector("soc"));
        let of_unseen = |outcome: &Outcome| {
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
            let all = outcome.warnings.iter().filter(|warning| warning.code == "FIELD_UNSEEN");
            all.map(|warning| warning.field.clone()).collect::<Vec<_>>()
        };
        assert!(
            of_unseen(&push_unseen(&world, &mut browser, &case).await).is_empty(),
            "{kind:?}: nobody else was there"
        );
        let id = world.incidents().await[0].id.clone();
        world.edit_description(&id, "Of the other team").await;
        case["description"] = json!("Second.");
        let outcome = push_unseen(&world, &mut browser, &case).await;
        if kind == Kind::Resilient {
            // It is told what it replaces, and refuses.
            assert_eq!(outcome.error.map(|error| error.code), Some(Code::Rejected));
            continue;
        }
        assert_eq!(of_unseen(&outcome), ["description"], "{kind:?}");
        assert!(world.incidents().await[0].fields["description"].to_string().contains("Second."), "{kind:?}");
        assert!(of_unseen(&push_unseen(&world, &mut browser, &case).await).is_empty(), "{kind:?}: nothing was written");
        // Another title, and what can be seen, is no such thing.
        case["title"] = json!("Contained");
        assert!(of_unseen(&push_unseen(&world, &mut browser, &case).await).is_empty(), "{kind:?}");
        case["description"] = json!("Third.");
        assert!(of_unseen(&browser.push(&world, &case).await).is_empty(), "{kind:?}");
    }
}

#[tokio::test]
async fn nothing_is_appended_to_what_cannot_be_seen() {
    for kind in [Kind::ServiceNow, Kind::JiraCloud, Kind::JiraDataCenter, Kind::Resilient] {
        let mappings = json!([
            { "source": "title", "target": kind.title_field(), "action": "overwrite" },
            { "source": "description", "target": "description", "action": "append" },
            { "source": "comments", "target": "comments", "action": "append" },
        ]);
        let world = World::offline(kind);
        let mut case = sample("ransomware_intl");
        case["description"] = json!("First.");
        let mut browser = Browser::new(world.connector_with("soc", &json!({}), Some(mappings)));
        browser.push(&world, &case).await;
        case["description"] = json!("Second.");
        let outcome = push_unseen(&world, &mut browser, &case).await;
        let code = outcome.error.map(|error| (error.code, error.field.clone()));
        assert_eq!(code, Some((Code::AnswerIncomplete, Some("description".to_owned()))), "{kind:?}");
        // Whoever sees it goes on.
        assert_eq!(browser.push(&world, &case).await.state, PushState::Complete, "{kind:?}");
        let description = world.incidents().await[0].fields["description"].to_string();
        assert!(description.contains("First.") && description.contains("Second."), "{kind:?} {description}");
    }
}

#[tokio::test]
async fn per_case_fields_arrive_and_extra_fields_override_nothing() {
    let world = World::offline(Kind::JiraDataCenter);
    let mut case = sample("dns_tunnelling");
    case["connector"]["fields"]["otherFields"] =
        json!(r#"{"Summary":"hijacked","SUMMARY":"hijacked","labels":[],"project":{"key":"SOC"}}"#);
    let outcome = Browser::new(world.connector("jira-soc")).push(&world, &case).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    let incident = &world.incidents().await[0];
    assert_eq!(incident.fields["summary"], case["title"]);
    // The simulator keeps the id of the priority (2 is High) and the name of the type (10006 is Incident).
    assert_eq!(incident.fields["priority"], json!("2"));
    assert_eq!(incident.fields["issuetype"], json!("Incident"));
    assert_eq!(incident.fields["labels"].as_array().unwrap().len(), 1);
}
