//! What must hold for whatever comes in. The seed is fixed, so that a failure comes again; another
//! one, and more cases, with `PROPTEST_RNG_SEED` and `PROPTEST_CASES`.

mod input;
mod push;
mod round;
mod secrets;
mod text;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

fn config(cases: u32) -> ProptestConfig {
    let asked = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: asked("PROPTEST_CASES").and_then(|n| u32::try_from(n).ok()).unwrap_or(cases),
        rng_seed: RngSeed::Fixed(asked("PROPTEST_RNG_SEED").unwrap_or(20_260_914)),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Any JSON, a few levels deep, with the words that the systems and the cases use among its names.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        any_word().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((any_word(), inner), 0..5)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

const WORDS: &[&str] = &[
    "id",
    "key",
    "type",
    "title",
    "description",
    "comments",
    "comment",
    "created_at",
    "tags",
    "connector",
    "fields",
    "name",
    "config",
    "secrets",
    "advanced",
    "apiUrl",
    "result",
    "sys_id",
    "number",
    "correlation_id",
    "status",
    "error",
    "message",
    "issues",
    "labels",
    "total",
    "startAt",
    "body",
    "data",
    "properties",
    "success",
    "vers",
    "text",
    "content",
    "format",
    "errors",
    "errorMessages",
    "issueTypes",
    "values",
    "version",
    "user",
    "alert",
    "2026-09-14T08:00:00Z",
];

fn any_word() -> impl Strategy<Value = String> {
    prop_oneof![4 => prop::sample::select(WORDS).prop_map(str::to_owned), 1 => "[a-z_]{0,6}"]
}

/// A few changes to bytes: other bytes, cuts, repetitions.
fn mutated(bytes: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_u8..5, any::<u8>());
    prop::collection::vec(change, 1..6).prop_map(move |changes| {
        let mut bytes = bytes.clone();
        for (at, other, kind, byte) in changes {
            if bytes.is_empty() {
                break;
            }
            let (at, other) = (at.index(bytes.len()), other.index(bytes.len()));
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, br#"{}[]",:0nt\"#[usize::from(byte) % 11]),
                2 => bytes.truncate(at.max(1)),
                3 => drop(bytes.drain(at.min(other)..at.max(other).min(at.min(other) + 40))),
                _ => {
                    let piece = bytes[at.min(other)..at.max(other).min(at.min(other) + 40)].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        bytes
    })
}

/// One value anywhere inside of JSON, replaced by another one.
fn with_a_value_replaced(json: Value) -> impl Strategy<Value = Value> {
    (any::<prop::sample::Index>(), any_json()).prop_map(move |(at, new)| {
        let mut places = Vec::new();
        pointers(&json, String::new(), &mut places);
        let mut json = json.clone();
        if let Some(place) = json.pointer_mut(&places[at.index(places.len())]) {
            *place = new;
        }
        json
    })
}

fn pointers(json: &Value, at: String, out: &mut Vec<String>) {
    match json {
        Value::Object(map) => {
            for (name, value) in map {
                let name = name.replace('~', "~0").replace('/', "~1");
                pointers(value, format!("{at}/{name}"), out);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, format!("{at}/{index}"), out);
            }
        }
        _ => {}
    }
    out.push(at);
}
