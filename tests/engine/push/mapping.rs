//! Mappings and per-case fields, as the systems received them.

use super::browser::Browser;
use crate::common::world::{Incident, Kind, World, sample};
use case_connectors::push::PushState;
use serde_json::json;

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
        let world = World::new(kind).await;
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

#[tokio::test]
async fn tags_become_labels_beside_the_mark() {
    let mappings = json!([
        { "source": "title", "target": "summary", "action": "overwrite" },
        { "source": "tags", "target": "labels", "action": "overwrite" },
        { "source": "comments", "target": "comments", "action": "nothing" },
    ]);
    let world = World::new(Kind::JiraCloud).await;
    let mut case = sample("phishing");
    let mut browser = Browser::new(world.connector_with("soc", &json!({}), Some(mappings)));
    browser.push(&world, &case).await;
    let mark = case_connectors::push::mark(case["id"].as_str().unwrap(), &browser.connector);
    let incident = &world.incidents().await[0];
    assert_eq!(labels(incident), sorted([&mark, "phishing", "Finance-EMEA", "T1566.002"]));
    assert!(incident.comments.is_empty());

    case["tags"] = json!(["contained"]);
    assert_eq!(browser.push(&world, &case).await.writes, 1);
    assert_eq!(labels(&world.incidents().await[0]), sorted([&mark, "contained"]));
}

/// Jira keeps labels in an order of its own.
fn labels(incident: &Incident) -> Vec<String> {
    let labels = incident.fields["labels"].as_array().unwrap().iter();
    sorted_words(labels.map(|label| label.as_str().unwrap().to_owned()).collect())
}

fn sorted<const N: usize>(words: [&str; N]) -> Vec<String> {
    sorted_words(words.map(str::to_owned).to_vec())
}

fn sorted_words(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}

#[tokio::test]
async fn per_case_fields_arrive_and_extra_fields_override_nothing() {
    let world = World::new(Kind::JiraDataCenter).await;
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
