//! Fields of an issue that is there already: its edit screen takes changes of some of them alone.

use super::reader::{INCIDENT, Reader};
use crate::common::world::{ALL, Kind, sample};
use crate::push::browser::Browser;
use case_connectors::case::SecurityCase;
use case_connectors::connector::Severity;
use case_connectors::fields::ConnectorFields;
use case_connectors::push::{Options, PushState, plan};
use serde_json::{Value, json};

const TEAM: &str = "otherFields.customfield_10042";
const JIRAS: [Kind; 3] = [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter];

fn case(team: &str, priority: &str) -> Value {
    let extra = json!({ "customfield_10042": { "id": team } }).to_string();
    let fields = json!({ "issueType": INCIDENT, "priority": priority, "otherFields": extra });
    let mut case = sample("phishing");
    case["connector"] = json!({ "id": "soc", "name": "SOC", "type": ".jira", "fields": fields });
    case
}

/// What a plan finds in a case's fields: paths, codes, and whether they stop a push.
fn problems(browser: &Browser, live: &ConnectorFields, case: &Value) -> Vec<(String, &'static str, bool)> {
    let bytes = case.to_string();
    let case = SecurityCase::parse(bytes.as_bytes(), &[]).unwrap();
    let mut options = Options::new(crate::common::NOW);
    options.fields = Some(live.clone());
    let found = plan(&case, &browser.connector, &browser.journal, &options).unwrap().problems;
    let path = |field: Option<String>| field.unwrap().strip_prefix("connector.fields.").unwrap().to_owned();
    found.into_iter().map(|it| (path(it.field), it.code, it.severity == Severity::Error)).collect()
}

fn read_only(live: &ConnectorFields) -> Vec<&str> {
    live.fields.iter().filter(|field| field.read_only).map(|field| field.path.as_str()).collect()
}

#[tokio::test]
async fn the_plan_says_beforehand_what_the_push_finds() {
    for kind in JIRAS {
        let reader = Reader::new(kind);
        let mut browser = Browser::new((reader.connector.clone(), reader.secrets.clone()));
        let required = json!([format!("{INCIDENT}.customfield_10042")]);
        reader.world.set(json!({ "offEditScreen": ["customfield_10042"], "requiredFields": required })).await;
        let before = case("10100", "High");
        let pushed = browser.push(&reader.world, &before).await;
        let id = pushed.external_service.unwrap().external_id;
        let live = reader.of_incident(INCIDENT, &id).await;
        assert_eq!((live.incident_id.as_ref(), read_only(&live)), (Some(&id), vec![TEAM]), "{kind:?}");
        // What stands there is no mistake, nor is a field that no longer can be filled.
        assert_eq!(problems(&browser, &live, &before), [], "{kind:?}");
        let mut empty = before.clone();
        empty["connector"]["fields"]["otherFields"] = Value::Null;
        assert_eq!(problems(&browser, &live, &empty), [], "{kind:?}");
        let after = case("10101", "Low");
        assert_eq!(problems(&browser, &live, &after), [(TEAM.to_owned(), "FIELD_READ_ONLY", false)], "{kind:?}");
        let outcome = browser.push(&reader.world, &after).await;
        let found: Vec<_> = outcome.warnings.iter().map(|it| (it.code, &*it.field)).collect();
        assert_eq!((outcome.state, found), (PushState::Complete, vec![("FIELD_NOT_TAKEN", "customfield_10042")]));
        assert_eq!(reader.world.incidents().await[0].fields["priority"], "4", "{kind:?}");
    }
}

#[tokio::test]
async fn a_type_that_an_issue_keeps_is_said_by_the_name_that_the_form_has() {
    let reader = Reader::new(Kind::JiraCloud);
    let mut browser = Browser::new((reader.connector.clone(), reader.secrets.clone()));
    let before = case("10100", "High");
    let id = browser.push(&reader.world, &before).await.external_service.unwrap().external_id;
    assert_eq!(read_only(&reader.of_incident(INCIDENT, &id).await), Vec::<&str>::new());
    reader.world.set(json!({ "offEditScreen": ["issuetype", "priority"] })).await;
    let mut live = reader.of_incident(INCIDENT, &id).await;
    assert_eq!(read_only(&live), ["issueType", "priority"]);
    let mut after = case("10100", "Low");
    after["connector"]["fields"]["issueType"] = json!("10002");
    live.issue_type = Some("10002".into());
    let expected = ["issueType", "priority"].map(|path| (path.to_owned(), "FIELD_READ_ONLY", false));
    assert_eq!(problems(&browser, &live, &after), expected);
}

#[tokio::test]
async fn where_the_edit_screen_cannot_be_read_nothing_is_said_of_it() {
    for (status, body) in
        [(404, json!({ "errorMessages": ["Issue does not exist"] })), (503, json!({})), (200, json!({}))]
    {
        let reader = Reader::new(Kind::JiraDataCenter);
        reader.answer("/editmeta", status, body).await;
        let live = reader.of_incident(INCIDENT, "SOC-99").await;
        assert_eq!((live.incident_id.as_ref(), read_only(&live)), (None, vec![]), "{status}");
        assert!(live.fields.len() > 5, "{status}");
    }
    let reader = Reader::new(Kind::JiraCloud);
    reader.world.fault(json!({ "kind": "cutBefore", "match": { "pathContains": "/editmeta" } })).await;
    assert_eq!(reader.of_incident(INCIDENT, "SOC-1").await.incident_id, None);
    // An account that may edit nothing is told so by an empty screen.
    let reader = Reader::new(Kind::JiraCloud);
    reader.answer("/editmeta", 200, json!({ "fields": {} })).await;
    let live = reader.of_incident(INCIDENT, "SOC-1").await;
    assert_eq!(read_only(&live).len(), live.fields.len());
}

#[tokio::test]
async fn no_other_system_is_asked_more() {
    for kind in ALL.into_iter().filter(|kind| !JIRAS.contains(kind)) {
        let reader = Reader::new(kind);
        let (of_new, asked) = (reader.fields(None).await, reader.world.requests().await);
        assert_eq!(reader.of_incident("", "1").await, of_new, "{kind:?}");
        assert_eq!(reader.world.requests().await, 2 * asked, "{kind:?}");
    }
}
