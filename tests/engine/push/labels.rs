//! Tags as labels: a set of words that the other team adds to, and in which the mark stands.

use super::browser::{Browser, updated};
use crate::common::world::{Kind, World, sample};
use case_connectors::machine::Machine;
use case_connectors::push::{FailReason, Next, PushState};
use case_connectors::systems::authorize;
use serde_json::{Value, json};

const JIRAS: [Kind; 3] = [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter];

/// A browser whose connector maps the tags to the labels.
fn labelling(world: &World, action: &str) -> Browser {
    let mappings = json!([
        { "source": "title", "target": "summary", "action": "overwrite" },
        { "source": "tags", "target": "labels", "action": action },
        { "source": "comments", "target": "comments", "action": "nothing" },
    ]);
    Browser::new(world.connector_with("soc", &json!({}), Some(mappings)))
}

/// The labels but for the mark, which must be among them. Jira keeps them in an order of its own.
async fn labels(world: &World, browser: &Browser, case: &Value) -> Vec<String> {
    let mark = case_connectors::push::mark(case["id"].as_str().unwrap(), &browser.connector);
    let incident = world.incidents().await.remove(0);
    let all = incident.fields["labels"].as_array().unwrap().iter().map(|label| label.as_str().unwrap().to_owned());
    let (marks, mut labels): (Vec<_>, Vec<_>) = all.partition(|label| *label == mark);
    assert_eq!(marks.len(), 1);
    labels.sort();
    labels
}

#[tokio::test]
async fn tags_become_labels_beside_the_mark() {
    let world = World::offline(Kind::JiraCloud);
    let mut case = sample("phishing");
    let mut browser = labelling(&world, "overwrite");
    browser.push(&world, &case).await;
    assert_eq!(labels(&world, &browser, &case).await, ["Finance-EMEA", "T1566.002", "phishing"]);
    assert!(world.incidents().await[0].comments.is_empty());

    case["tags"] = json!(["contained"]);
    assert_eq!(browser.push(&world, &case).await.writes, 1);
    assert_eq!(labels(&world, &browser, &case).await, ["contained"]);
}

#[tokio::test]
async fn labels_of_the_other_team_stay_whatever_the_tags_do() {
    for kind in JIRAS {
        for (action, stands) in [("overwrite", ["b", "sev1"].as_slice()), ("append", &["a", "b", "sev1"])] {
            let world = World::offline(kind);
            let mut browser = labelling(&world, action);
            let mut case = sample("phishing");
            case["tags"] = json!(["a"]);
            case = updated(&browser.push(&world, &case).await);
            let id = world.incidents().await[0].id.clone();
            world.add_label(&id, "sev1").await;
            case["tags"] = json!(["a", "b"]);
            case = updated(&browser.push(&world, &case).await);
            assert_eq!(labels(&world, &browser, &case).await, ["a", "b", "sev1"], "{kind:?} {action}");
            // A tag that is gone takes its label along, and no other.
            case["tags"] = json!(["b"]);
            case = updated(&browser.push(&world, &case).await);
            assert_eq!(labels(&world, &browser, &case).await, stands, "{kind:?} {action}");
            // A browser without a journal does not know whose they are: all of them stay, and it has nothing to write.
            let mut other = labelling(&world, action);
            let outcome = other.push(&world, &case).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {action}");
            case["tags"] = json!(["c"]);
            assert_eq!(labelling(&world, action).push(&world, &case).await.state, PushState::Complete);
            let union = [stands, &["c"]].concat();
            let mut union: Vec<&str> = union.into_iter().collect();
            union.sort_unstable();
            assert_eq!(labels(&world, &browser, &case).await, union, "{kind:?} {action}");
        }
    }
}

#[tokio::test]
async fn labels_whose_answer_was_lost_are_sent_again_only_where_they_did_not_arrive() {
    for (action, tags, stands) in [
        ("append", json!(["a", "b"]), ["a", "b", "sev1"].as_slice()),
        ("overwrite", json!(["b"]), &["b", "sev1"]),
        ("overwrite", json!(["a b", "a-b", "a b"]), &["a-b", "sev1"]),
        ("overwrite", json!([]), &["sev1"]),
    ] {
        for has_arrived in [true, false] {
            let world = World::offline(Kind::JiraDataCenter);
            let mut browser = labelling(&world, action);
            let mut case = sample("phishing");
            case["tags"] = json!(["a"]);
            case = updated(&browser.push(&world, &case).await);
            let id = world.incidents().await[0].id.clone();
            world.add_label(&id, "sev1").await;
            case["tags"] = tags.clone();
            let mut push = browser.begin(&case);
            let is_update = |next: &Next| matches!(next, Next::Send { label, .. } if label == "Update the incident");
            browser.run_until(&world, &mut push, is_update).await;
            let Next::Send { id, request, .. } = push.next() else { unreachable!() };
            if has_arrived {
                world.send(&authorize(&request, &browser.connector, &browser.secrets).unwrap()).await.unwrap();
            }
            push.fail(id, FailReason::NoAnswer, None).unwrap();
            let writes = world.writes().await.len();
            let outcome = browser.run(&world, push, None).await.unwrap();
            assert_eq!(outcome.state, PushState::Complete, "{action} {tags}: {:?}", outcome.error);
            let sent = world.writes().await.len() - writes;
            assert_eq!(sent, usize::from(!has_arrived), "{action} {tags}");
            assert_eq!(labels(&world, &browser, &case).await, stands, "{action} {tags}");
        }
    }
}
