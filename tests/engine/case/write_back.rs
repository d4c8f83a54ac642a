//! What a push writes back into a case, and that it touches nothing else.

use super::{DNS_TUNNELLING, LONG_INTRUSION, PHISHING, PHISHING_V9, RANSOMWARE};
use case_connectors::case::{SecurityCase, WriteBack, with_connector, write_back};
use case_connectors::error::Code;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const AT: &str = "2026-09-14T10:00:00.000Z";

pub(crate) fn nothing_but(comments: &[&str], close: bool) -> WriteBack {
    let pushed_by = json!({ "username": "kofi", "full_name": "Kofi Mensah", "email": null });
    let mut changes = WriteBack::new(json!({ "connector_id": "c", "external_id": "10001" }), AT, pushed_by);
    changes.comments = comments.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>();
    changes.close = close;
    changes
}

/// The raw text of each value, by name.
fn raw(json: &str) -> BTreeMap<String, String> {
    let values: BTreeMap<String, Box<RawValue>> = serde_json::from_str(json).unwrap();
    values.into_iter().map(|(name, value)| (name, value.get().to_owned())).collect()
}

/// The time of the version of a comment.
fn version(comment: &BTreeMap<String, String>) -> String {
    let edited = comment.get("updated_at").filter(|at| *at != "null");
    edited.or_else(|| comment.get("created_at")).unwrap().clone()
}

fn raw_items(json: &str) -> Vec<String> {
    let items: Vec<Box<RawValue>> = serde_json::from_str(json).unwrap();
    items.into_iter().map(|item| item.get().to_owned()).collect()
}

#[test]
fn a_push_changes_what_it_changes_and_not_a_byte_of_any_other_value() {
    for (sample, sent) in [(PHISHING, "c1a2"), (DNS_TUNNELLING, "c2b1"), (RANSOMWARE, "c3c1"), (LONG_INTRUSION, "c4d7")]
    {
        let came = std::str::from_utf8(sample).unwrap();
        let written = String::from_utf8(write_back(sample, &nothing_but(&[sent], false)).unwrap()).unwrap();
        let (before, after) = (raw(came), raw(&written));
        assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
        for (name, value) in &before {
            match name.as_str() {
                "external_service" => {
                    let service: Value = serde_json::from_str(&after[name]).unwrap();
                    assert_eq!(service, json!({ "connector_id": "c", "external_id": "10001" }));
                }
                "comments" => {
                    let (before, after) = (raw_items(value), raw_items(&after[name]));
                    assert_eq!(before.len(), after.len());
                    for (before, after) in before.iter().zip(&after) {
                        let (before, after) = (raw(before), raw(after));
                        let ours = before["id"] == format!("\"{sent}\"");
                        for (name, value) in &before {
                            match name.as_str() {
                                // The time of the version, so that a later edit is later whatever the clock of this browser says.
                                "pushed_at" if ours => assert_eq!(after[name], version(&before)),
                                "pushed_by" if ours => assert!(after[name].contains("\"kofi\"")),
                                _ => assert_eq!(&after[name], value, "{name} of {}", before["id"]),
                            }
                        }
                        assert_eq!(before.len(), after.len());
                    }
                }
                _ => assert_eq!(&after[name], value, "{name}"),
            }
        }
    }
}

#[test]
fn values_that_no_number_type_can_hold_pass_through() {
    let odd = [
        r#""huge": 1e400"#,
        r#""long":  12345678901234567890123"#,
        r#""digits": 1.10000000000000000000000000001"#,
        r#""zero": -0.0"#,
        r#""escaped": "\u00e9\/ \ud83d\udd12""#,
        r#""spaced": [ 1 ,	2 ]"#,
        r#""half": "\ud800""#,
    ];
    let case = format!(
        r#"{{ "id":"1", {}, "title":"t", "comments": [ {{ "id" : "a", "type":"user", "deep": {{ {} }} }} ] }}"#,
        odd.join(", "),
        odd.join(" , ")
    );
    let written = String::from_utf8(write_back(case.as_bytes(), &nothing_but(&["a"], true)).unwrap()).unwrap();
    let values = |json: &str| -> Vec<(String, String)> {
        raw(json).into_iter().filter(|(name, _)| odd.iter().any(|o| o.starts_with(&format!("\"{name}\"")))).collect()
    };
    assert_eq!(values(&written), values(&case));
    assert_eq!(values(&case).len(), odd.len());
    let deep = |json: &str| raw(&raw_items(&raw(json)["comments"])[0])["deep"].clone();
    assert_eq!(deep(&written), deep(&case));
}

#[test]
fn the_order_of_the_fields_stays() {
    let case = r#"{"zebra":1,"id":"1","status":"open","title":"t","external_service":null,"alpha":2}"#;
    let written = String::from_utf8(write_back(case.as_bytes(), &nothing_but(&[], true)).unwrap()).unwrap();
    let at = ["zebra", "id", "status", "title", "external_service", "alpha"]
        .map(|name| written.find(&format!("\"{name}\":")).unwrap());
    assert!(at.is_sorted(), "{written}");
}

#[test]
fn closing_says_when_and_by_whom_and_only_where_it_is_asked_for() {
    let closed = |close| {
        let written = write_back(PHISHING, &nothing_but(&[], close)).unwrap();
        let case: Value = serde_json::from_slice(&written).unwrap();
        (case["status"].clone(), case["closed_at"].clone(), case["closed_by"].clone())
    };
    let by = json!({ "username": "kofi", "full_name": "Kofi Mensah", "email": null });
    assert_eq!(closed(true), (json!("closed"), json!(AT), by));
    assert_eq!(closed(false), (json!("open"), Value::Null, Value::Null));
}

#[test]
fn only_the_comments_that_were_sent_are_marked_as_pushed() {
    let pushed = |changes: &WriteBack, sample: &[u8]| -> Vec<String> {
        let written = write_back(sample, changes).unwrap();
        let case: Value = serde_json::from_slice(&written).unwrap();
        let list = case["comments"].as_array().unwrap().clone();
        list.iter()
            .filter(|c| c["pushed_by"]["username"] == "kofi")
            .map(|c| c["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(pushed(&nothing_but(&["c1a1", "c1a3", "elsewhere"], false), PHISHING), ["c1a1", "c1a3"]);
    assert!(pushed(&nothing_but(&[], true), PHISHING).is_empty());
    assert!(pushed(&nothing_but(&["c2b1"], false), DNS_TUNNELLING) == ["c2b1"], "alerts were not sent");
    let mut with_alerts = nothing_but(&["c2b1"], false);
    with_alerts.alerts = true;
    assert_eq!(pushed(&with_alerts, DNS_TUNNELLING), ["a2b1", "c2b1", "a2b2"]);
}

#[test]
fn what_is_written_back_is_read_again_and_counts_as_pushed() {
    let mut changes = nothing_but(&["c1a1"], true);
    changes.external_service = json!({ "connector_id": "jira-soc", "connector_name": "Jira SOC", "external_id": "10001",
            "external_title": "SOC-1", "external_url": "https://x.example/browse/SOC-1", "pushed_at": AT, "pushed_by": null });
    let written = write_back(PHISHING, &changes).unwrap();
    let case = SecurityCase::parse(&written, &[]).unwrap();
    // The version that was sent, and not the time of the push.
    assert_eq!(case.comments[0].pushed_at, Some(case.comments[0].version_at()));
    assert_eq!(case.comments[1].pushed_at, None);
    assert_eq!(case.external_service.map(|s| s.external_title.to_string()).as_deref(), Some("SOC-1"));
    assert_eq!(case.status.as_deref(), Some("closed"));
}

#[test]
fn a_case_of_the_new_generation_is_written_back_without_comments_of_its_own() {
    let written = write_back(PHISHING_V9, &nothing_but(&["c1a1"], false)).unwrap();
    let case: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(case.get("comments"), None);
    assert_eq!(case["external_service"]["external_id"], "10001");
}

#[test]
fn another_connector_replaces_the_connector_alone() {
    let connector = json!({ "id": "soar-prod", "name": "SOAR", "type": ".resilient", "fields": null });
    let written = String::from_utf8(with_connector(PHISHING, &connector.to_string()).unwrap()).unwrap();
    let (mut before, mut after) = (raw(std::str::from_utf8(PHISHING).unwrap()), raw(&written));
    before.remove("connector");
    assert_eq!(serde_json::from_str::<Value>(&after.remove("connector").unwrap()).unwrap(), connector);
    assert_eq!(before, after);
}

#[test]
fn only_an_object_can_be_written_back() {
    for not_a_case in ["", "[]", "null", "{\"id\":", "{} {}"] {
        assert_eq!(
            write_back(not_a_case.as_bytes(), &nothing_but(&[], false)).unwrap_err().code,
            Code::CaseInvalid,
            "{not_a_case}"
        );
        assert_eq!(with_connector(not_a_case.as_bytes(), "null").unwrap_err().code, Code::CaseInvalid);
    }
}
