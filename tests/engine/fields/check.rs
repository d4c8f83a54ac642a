//! A case's fields, judged by what was read: every problem at once, each at its field, before anything is sent.

use super::reader::{INCIDENT, Reader};
use crate::common::world::{Kind, sample};
use case_connectors::case::SecurityCase;
use case_connectors::connector::Severity;
use case_connectors::fields::ConnectorFields;
use case_connectors::push::{Options, plan};
use serde_json::{Value, json};

const REQUIRED: [&str; 3] = ["customfield_10042", "customfield_10045", "customfield_10046"];

async fn jira() -> (Reader, ConnectorFields) {
    let reader = Reader::new(Kind::JiraCloud);
    reader.world.set(json!({ "requiredFields": REQUIRED.map(|id| format!("{INCIDENT}.{id}")) })).await;
    let live = reader.fields(Some(INCIDENT)).await;
    (reader, live)
}

/// The problems of a case with these fields: paths without their beginning, codes, and whether they stop a push.
fn problems(reader: &Reader, live: &ConnectorFields, fields: Value) -> Vec<(String, &'static str, bool)> {
    let mut case = sample("phishing");
    case["connector"] = json!({ "id": "soc", "name": "SOC", "type": reader.connector.type_id(), "fields": fields });
    let bytes = case.to_string();
    let case = SecurityCase::parse(bytes.as_bytes(), &[]).unwrap();
    let mut options = Options::new(crate::common::NOW);
    options.fields = Some(live.clone());
    let plan = plan(&case, &reader.connector, &[], &options).unwrap();
    let path = |field: Option<String>| field.unwrap().strip_prefix("connector.fields.").unwrap().to_owned();
    plan.problems.into_iter().map(|it| (path(it.field), it.code, it.severity == Severity::Error)).collect()
}

fn extra(fields: &Value) -> Value {
    json!({ "issueType": INCIDENT, "otherFields": fields.to_string() })
}

fn good() -> Value {
    json!({ "customfield_10042": { "id": "10100" }, "customfield_10045": { "id": "10120" },
        "customfield_10046": { "accountId": "712020:8b21d7c4-demo-analyst" } })
}

#[tokio::test]
async fn what_is_required_and_missing_is_said_at_once_with_its_path() {
    let (reader, live) = jira().await;
    let expected: Vec<_> = REQUIRED.map(|id| (format!("otherFields.{id}"), "FIELD_REQUIRED", true)).into();
    assert_eq!(problems(&reader, &live, json!({ "issueType": INCIDENT })), expected);
    assert_eq!(problems(&reader, &live, extra(&good())), []);
}

#[tokio::test]
async fn a_value_that_jira_would_refuse_is_a_problem_of_the_plan() {
    let (reader, live) = jira().await;
    for (id, value, code) in [
        ("customfield_10042", json!({ "id": "999" }), "CHOICE_UNKNOWN"),
        ("customfield_10042", json!("Green team"), "CHOICE_UNKNOWN"),
        ("customfield_10045", json!({ "id": "10120", "child": { "id": "10131" } }), "CHOICE_UNKNOWN"),
        ("customfield_10048", json!({ "id": "10110" }), "VALUE_INVALID"),
        ("customfield_10048", json!([{ "id": "10110" }, { "id": "1" }]), "CHOICE_UNKNOWN"),
        ("customfield_10043", json!("7"), "VALUE_INVALID"),
        ("customfield_10047", json!("2026-12-01"), "VALUE_INVALID"),
        ("customfield_10047", json!("2026-12-01T10:00:00.000Z"), "VALUE_INVALID"),
        ("duedate", json!("01.12.2026"), "VALUE_INVALID"),
        ("customfield_10041", json!("x".repeat(256)), "VALUE_TOO_LONG"),
        ("customfield_10041", json!({}), "VALUE_INVALID"),
        ("customfield_77777", json!("x"), "FIELD_UNKNOWN"),
    ] {
        let mut fields = good();
        fields[id] = value.clone();
        let expected = [(format!("otherFields.{id}"), code, true)];
        assert_eq!(problems(&reader, &live, extra(&fields)), expected, "{id} {value}");
    }
    // A parent is on the screen of sub-tasks alone.
    let parent = json!({ "issueType": INCIDENT, "parent": "SOC-1", "otherFields": good().to_string() });
    assert_eq!(problems(&reader, &live, parent), [("parent".to_owned(), "FIELD_UNKNOWN", true)]);
    let priority = json!({ "issueType": INCIDENT, "priority": "Urgent", "otherFields": good().to_string() });
    assert_eq!(problems(&reader, &live, priority), [("priority".to_owned(), "CHOICE_UNKNOWN", true)]);
}

#[tokio::test]
async fn what_jira_takes_otherwise_than_it_is_offered_is_fine() {
    let (reader, live) = jira().await;
    for (id, value) in [
        ("customfield_10042", json!({ "value": "Red team" })),
        ("customfield_10045", json!({ "value": "Mail", "child": { "value": "Link" } })),
        ("customfield_10047", json!("2026-12-01T10:00:00.000+0100")),
        ("customfield_10043", json!(7.5)),
        ("customfield_10043", Value::Null),
    ] {
        let mut fields = good();
        fields[id] = value.clone();
        assert_eq!(problems(&reader, &live, extra(&fields)), [], "{id} {value}");
    }
}

/// The fields of one issue type say nothing about another.
#[tokio::test]
async fn fields_of_another_issue_type_judge_nothing_but_that() {
    let (reader, live) = jira().await;
    let other = problems(&reader, &live, json!({ "issueType": "10004" }));
    assert_eq!(other, [("issueType".to_owned(), "FIELDS_OF_OTHER_TYPE", false)]);
    // One that names none gets the project's first.
    assert_eq!(problems(&reader, &live, json!({})), other);
    let unknown = problems(&reader, &live, json!({ "issueType": "77", "otherFields": good().to_string() }));
    assert_eq!(unknown, [("issueType".to_owned(), "CHOICE_UNKNOWN", true)]);
}

#[tokio::test]
async fn servicenows_dependents_hints_and_dropped_columns() {
    let reader = Reader::new(Kind::ServiceNow);
    reader.world.set(json!({ "requiredFields": ["caller_id"] })).await;
    let live = reader.fields(None).await;
    let hint = ("additionalFields.caller_id".to_owned(), "FIELD_REQUIRED", false);
    assert_eq!(problems(&reader, &live, json!({ "urgency": "1" })), std::slice::from_ref(&hint));
    let wrong = json!({ "urgency": "9", "category": "software", "subcategory": "dns" });
    let of = |path: &str| (path.to_owned(), "CHOICE_UNKNOWN", true);
    assert_eq!(problems(&reader, &live, wrong), [of("urgency"), of("subcategory"), hint.clone()]);
    // By the category that ServiceNow fills in.
    assert_eq!(problems(&reader, &live, json!({ "subcategory": "dns" }))[0], of("subcategory"));
    assert_eq!(problems(&reader, &live, json!({ "subcategory": "antivirus" })), [hint]);
    let caller = "c0ffee00c0ffee00c0ffee00c0ffee02";
    let dropped = json!({ "additionalFields": json!({ "caller_id": caller, "u_gone": "x", "short_description": "x" }).to_string() });
    let expected = [("additionalFields.u_gone".to_owned(), "FIELD_UNKNOWN", false)];
    assert_eq!(problems(&reader, &live, dropped), expected);
}

#[tokio::test]
async fn resilients_values_by_id_by_label_and_with_the_prefix() {
    let reader = Reader::new(Kind::Resilient);
    reader.world.set(json!({ "requiredFields": ["detection_source"] })).await;
    let live = reader.fields(None).await;
    let of =
        |extra: Value| json!({ "severityCode": "5", "incidentTypes": ["22"], "additionalFields": extra.to_string() });
    for value in [json!(101), json!("Endpoint"), json!({ "name": "Endpoint" })] {
        for name in ["detection_source", "properties.detection_source"] {
            assert_eq!(problems(&reader, &live, of(json!({ name: value }))), [], "{name} {value}");
        }
    }
    let required = ("additionalFields.detection_source".to_owned(), "FIELD_REQUIRED", true);
    assert_eq!(problems(&reader, &live, of(json!({}))), [required]);
    let wrong = json!({ "severityCode": "50", "incidentTypes": ["22", "1"], "additionalFields": { "detection_source": 9, "gone": 1 } });
    let codes: Vec<_> = problems(&reader, &live, wrong).into_iter().map(|(path, code, _)| (path, code)).collect();
    let expected = [
        ("severityCode", "CHOICE_UNKNOWN"),
        ("incidentTypes", "CHOICE_UNKNOWN"),
        ("additionalFields.detection_source", "CHOICE_UNKNOWN"),
        ("additionalFields.gone", "FIELD_UNKNOWN"),
    ];
    let mut expected: Vec<_> = expected.map(|(path, code)| (path.to_owned(), code)).into();
    let mut codes = codes;
    codes.sort();
    expected.sort();
    assert_eq!(codes, expected);
}

/// Where nobody could read them, nobody says that one is wrong.
#[tokio::test]
async fn what_could_not_be_read_is_not_judged() {
    let reader = Reader::new(Kind::ServiceNow);
    reader.world.set(json!({ "dictionaryReadable": false, "choicesReadable": false })).await;
    let live = reader.fields(None).await;
    let fields = json!({ "urgency": "9", "additionalFields": "{\"u_gone\":\"x\"}" });
    assert_eq!(problems(&reader, &live, fields), []);
}

/// The remote length replaces the form's.
#[tokio::test]
async fn a_text_is_cut_where_this_instance_would_cut_it() {
    let reader = Reader::new(Kind::ServiceNow);
    let mut live = reader.fields(None).await;
    let mut case = sample("phishing");
    case["title"] = json!("t".repeat(150));
    let cut = |live: &ConnectorFields| {
        let bytes = case.to_string();
        let case = SecurityCase::parse(bytes.as_bytes(), &[]).unwrap();
        let mut options = Options::new(crate::common::NOW);
        options.fields = Some(live.clone());
        let plan = plan(&case, &reader.connector, &[], &options).unwrap();
        plan.warnings.iter().any(|warning| warning.code == "TEXT_CUT" && warning.field == "short_description")
    };
    assert!(!cut(&live));
    live.limits.insert("short_description".to_owned(), 100);
    assert!(cut(&live));
}
