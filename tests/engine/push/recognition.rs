//! The recognition key: those who share it are asked nothing, whatever their accounts, and nobody else can make what it makes.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, World, comment_ids, edit, sample};
use case_connectors::connector::Secrets;
use case_connectors::error::Code;
use case_connectors::http::Request;
use case_connectors::machine::Machine;
use case_connectors::push::{IfForeign, IfUnverified, Next, Outcome, PushState};
use case_connectors::systems::Connector;
use serde_json::{Value, json};

const KEY: &str = "one-key-for-the-whole-team";
const CANARY: &str = "canary-5up3r-s3cr3t-r3c0gn1t10n";

fn with_key((connector, secrets): (Connector, Secrets), key: &str) -> Browser {
    let mut all = secrets.clone();
    all.insert("recognitionKey".into(), key.into());
    Browser::new((connector.recognizing(&all), secrets))
}

/// The first is one person's, the second another's, with an account of its own.
async fn colleague(world: &World, key: &str) -> Browser {
    let advanced = match world.kind {
        Kind::JiraDocuments => json!({ "apiVersion": "3" }),
        _ => json!({}),
    };
    with_key(world.connector_of_another("colleague", &advanced).await, key)
}

fn forgetful(case: &Value) -> Value {
    let mut case = case.clone();
    case["external_service"] = Value::Null;
    for comment in case["comments"].as_array_mut().unwrap() {
        comment["pushed_at"] = Value::Null;
    }
    case
}

fn code(outcome: &Outcome) -> Option<Code> {
    outcome.error.as_ref().map(|error| error.code)
}

/// The check values in the entries of an incident, each with the line that it stands in.
fn checks(comments: &[String]) -> Vec<(String, String)> {
    let lines = comments.iter().flat_map(|text| text.lines());
    let checked = lines.filter_map(|line| {
        let (_, rest) = line.split_once(", check ")?;
        Some((rest.get(..16)?.to_owned(), line.to_owned()))
    });
    checked.collect()
}

#[tokio::test]
async fn a_team_with_accounts_of_their_own_and_the_key_is_asked_nothing() {
    for kind in ALL {
        for sample_name in ["phishing", "dns_tunnelling", "ransomware_intl"] {
            let world = World::new(kind).await;
            let mut case = sample(sample_name);
            let mut first = with_key(world.connector("soc"), KEY);
            let outcome = first.push(&world, &case).await;
            let place = format!("{kind:?} {sample_name}");
            assert_eq!(outcome.state, PushState::Complete, "{place} {:?}", outcome.error);
            let there = world.incidents().await;

            // The host writes nothing back, and the other browser has no journal: it goes by the key alone.
            let mut second = colleague(&world, KEY).await;
            let outcome = second.push(&world, &forgetful(&case)).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{place} {:?}", outcome.error);
            assert_eq!(world.incidents().await[0].comments, there[0].comments, "{place}");

            // What the second sends, the first knows for its own.
            let id = case["comments"][0]["id"].as_str().unwrap().to_owned();
            edit(&mut case, &id, "Edited by the second.", "2026-11-20T10:00:00.000Z");
            let outcome = second.push(&world, &forgetful(&case)).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{place} {:?}", outcome.error);
            world.log_in(0).await;
            let outcome = first.push(&world, &case).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{place} {:?}", outcome.error);
            let outcome = with_key(world.connector("soc"), KEY).push(&world, &forgetful(&case)).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{place} {:?}", outcome.error);
            assert_eq!(world.incidents().await.len(), 1, "{place}");
        }
    }
}
