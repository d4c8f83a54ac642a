//! The pull against the simulators, over HTTP: what others did comes as data, and nothing of it is lost or sent back to them.

mod forged;
mod late;
mod random;
mod reads;
mod statuses;
mod taken;

use crate::common::world::{Kind, World, sample};
use crate::push::browser::{Browser, updated};
use case_connectors::http::Limit;
use case_connectors::machine::Machine;
use case_connectors::pull::{Decided, Next, Pull, applied, decided};
use case_connectors::push::Options;
use case_connectors::systems::authorize;
use serde_json::{Value, json};

const NOW: &str = "2026-11-25T09:00:00.000Z";

/// What a browser keeps of pulls, beside its journal.
#[derive(Default)]
struct Kept(Option<Value>);

fn begin(browser: &Browser, kept: &Kept, case: &Value) -> Pull {
    let options = Options::new(NOW);
    let case = case.to_string().into_bytes();
    Pull::new(&case, &[], browser.connector.clone(), &browser.journal, kept.0.as_ref(), &options).unwrap()
}

/// Pulls, and keeps what was seen.
async fn pull(world: &World, browser: &Browser, kept: &mut Kept, case: &Value) -> Value {
    let mut pull = begin(browser, kept, case);
    for _ in 0..200 {
        match pull.next() {
            Next::Send { id, request, label } => {
                let is_list = label == "Reading the comments that are there";
                assert_eq!(pull.limit() == Limit::List, is_list, "{:?} {label}", world.kind);
                let request = authorize(&request, &browser.connector, &browser.secrets).unwrap();
                pull.receive(id, &world.send(&request).await.unwrap()).unwrap();
            }
            Next::Done => {
                let pulled = pull.pulled().unwrap_or_else(|error| panic!("{:?}: {error}", world.kind)).unwrap().clone();
                kept.0 = pull.seen().cloned().or_else(|| kept.0.take());
                return pulled;
            }
            other => panic!("{other:?}"),
        }
    }
    panic!("the pull does not end");
}

fn changes<'a>(pulled: &'a Value, kind: &str) -> Vec<&'a Value> {
    pulled["changes"].as_array().unwrap().iter().filter(|change| change["kind"] == json!(kind)).collect()
}

fn kinds(pulled: &Value) -> Vec<&str> {
    pulled["changes"].as_array().unwrap().iter().map(|change| change["kind"].as_str().unwrap()).collect()
}

/// The same choice for all parts.
fn all(pulled: &Value, choice: &str) -> Value {
    let keys = pulled["changes"].as_array().unwrap().iter().map(|change| change["key"].as_str().unwrap().to_owned());
    Value::Object(keys.map(|key| (key, json!(choice))).collect())
}

/// The case with what was chosen, by bytes alone.
fn apply(case: &Value, pulled: &Value, choices: &Value) -> Value {
    let bytes = applied(case.to_string().as_bytes(), &[], pulled, choices).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// The same, with what a host keeps of it.
fn decide(browser: &mut Browser, kept: &mut Kept, case: &Value, pulled: &Value, choices: &Value) -> Value {
    let case = apply(case, pulled, choices);
    let (bytes, options) = (case.to_string().into_bytes(), Options::new(NOW));
    let before = (&*browser.journal, kept.0.as_ref());
    let Decided { seen, records, .. } =
        decided(&bytes, &[], &browser.connector, before, (pulled, choices), &options).unwrap();
    kept.0 = Some(seen);
    browser.journal.extend(records);
    case
}

/// A pushed case, with the browser that pushed it and the id of its incident.
async fn pushed(world: &World) -> (Browser, Value, String) {
    let mut browser = Browser::new(world.connector("soc"));
    let outcome = browser.push(world, &sample("phishing")).await;
    let case = updated(&outcome);
    let id = world.incidents().await[0].id.clone();
    (browser, case, id)
}

/// Somebody comments who is none of us; of SecOps, whose simulated instance has no second account, by the same account.
async fn comment(world: &World, id: &str, text: &str) {
    match world.kind {
        Kind::SecOps | Kind::SecOpsImport => world.comment_by_hand(id, text).await,
        _ => world.comment_as_stranger(id, text).await,
    }
}

fn last_comment(case: &Value) -> &Value {
    case["comments"].as_array().unwrap().last().unwrap()
}
