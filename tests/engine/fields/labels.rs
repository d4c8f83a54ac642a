//! What a system says of its fields is told by the labels that people see, once they were read.

use super::reader::{INCIDENT, Reader};
use crate::common::world::{ALL, Kind, sample};
use crate::push::browser::Browser;
use case_connectors::error::Error;
use case_connectors::fields::{ConnectorFields, LiveField};
use case_connectors::push::PushState;
use serde_json::{Value, json};

/// The error of a push whose create is refused in these words.
async fn refused(reader: &Reader, live: Option<ConnectorFields>, status: u16, body: Value) -> Error {
    let create = match reader.world.kind {
        Kind::JiraCloud | Kind::JiraDocuments | Kind::JiraDataCenter => "/issue",
        Kind::Resilient => "/incidents",
        _ => "/api/",
    };
    // Of Jira's requests to that path the first ones only read.
    for nth in 1..=4 {
        let creates = json!({ "method": "POST", "pathContains": create, "nth": nth });
        let fault = json!({ "kind": "status", "status": status, "body": body, "match": creates });
        reader.world.fault(fault).await;
    }
    let mut browser = Browser::new((reader.connector.clone(), reader.secrets.clone()));
    browser.choices.fields = live;
    let outcome = browser.push(&reader.world, &sample("phishing")).await;
    assert_eq!(outcome.state, PushState::Failed, "{:?}", reader.world.kind);
    outcome.error.unwrap()
}

/// The fields of the system that are known by a name which no person knows.
fn named(live: &ConnectorFields) -> Vec<(String, String)> {
    let one = |field: &LiveField| {
        let (_, name) = field.path.rsplit_once('.')?;
        (name.contains('_') && field.label != name).then(|| (name.to_owned(), format!("{} ({name})", field.label)))
    };
    live.fields.iter().filter_map(one).take(2).collect()
}

#[tokio::test]
async fn a_refusal_names_fields_by_the_labels_that_were_read() {
    for kind in ALL {
        let reader = Reader::new(kind);
        let is_jira = matches!(kind, Kind::JiraCloud | Kind::JiraDocuments | Kind::JiraDataCenter);
        let live = reader.fields(is_jira.then_some(INCIDENT)).await;
        let fields = named(&live);
        let [(one, first), (two, second)] = fields.as_slice() else { panic!("{kind:?} {live:?}") };
        let (status, body) = match kind {
            _ if is_jira => {
                (400, json!({ "errors": { (one.as_str()): "Nothing like that.", (two.as_str()): "Nor that." } }))
            }
            Kind::Resilient => {
                (400, json!({ "success": false, "message": format!("Invalid value for '{one}'; {two} too") }))
            }
            _ => {
                let message = format!("Operation Failed: Data Policy Exception: mandatory: {one}, {two}");
                (403, json!({ "error": { "message": message, "detail": "" }, "status": "failure" }))
            }
        };
        let error = refused(&reader, Some(live), status, body.clone()).await;
        for label in [first, second] {
            assert_eq!(error.message.matches(label.as_str()).count(), 1, "{kind:?} {label}: {}", error.message);
        }
        // The system's own words stay as they are.
        assert!(error.message.contains(error.remote.as_deref().unwrap()), "{kind:?} {error:?}");
        assert!(!error.remote.as_ref().unwrap().contains(first.as_str()), "{kind:?}");
        // Who has read no fields is told what the system says.
        let error = refused(&Reader::new(kind), None, status, body).await;
        assert!(error.message.contains(one.as_str()) && !error.message.contains(first.as_str()), "{kind:?} {error:?}");
    }
}

#[tokio::test]
async fn a_label_stands_in_our_sentence_and_a_name_within_another_is_none() {
    let reader = Reader::new(Kind::JiraDataCenter);
    let live = reader.fields(Some(INCIDENT)).await;
    let fields = named(&live);
    let [(name, label), ..] = fields.as_slice() else { panic!("{live:?}") };
    let words = format!("Field '{name}' cannot be set. It is not on the appropriate screen, or unknown.");
    let body = json!({ "errors": { (name.as_str()): words } });
    let error = refused(&reader, Some(live.clone()), 400, body).await;
    let sentence = format!("The screen of this issue type lacks the field {label}. It says: ");
    assert!(error.message.starts_with(&sentence), "{}", error.message);
    assert!(!error.message.contains(" The field is "), "{}", error.message);
    let body = json!({ "errorMessages": [format!("x{name} and {name}0 are unknown")] });
    let error = refused(&Reader::new(Kind::JiraDataCenter), Some(live), 400, body).await;
    assert!(!error.message.contains(label.as_str()), "{}", error.message);
}

#[tokio::test]
async fn what_a_system_passes_over_is_named_by_its_label_too() {
    let reader = Reader::new(Kind::ServiceNow);
    let live = reader.fields(None).await;
    reader.world.set(json!({ "readOnlyFields": ["close_notes"] })).await;
    let label = &live.fields.iter().find(|field| field.path.ends_with(".close_notes")).unwrap().label;
    let expected = format!("{label} (close_notes) was sent as \"Done\"");
    let mut case = sample("phishing");
    let fields = json!({ "additionalFields": json!({ "close_notes": "Done" }).to_string() });
    case["connector"] = json!({ "id": "soc", "name": "SOC", "type": ".servicenow", "fields": fields });
    let mut browser = Browser::new((reader.connector.clone(), reader.secrets.clone()));
    browser.choices.fields = Some(live.clone());
    let outcome = browser.push(&reader.world, &case).await;
    let [warning] = outcome.warnings.as_slice() else { panic!("{outcome:?}") };
    assert!(label != "close_notes" && warning.message.starts_with(&expected), "{}", warning.message);
    assert_eq!(warning.field, "close_notes");
}
