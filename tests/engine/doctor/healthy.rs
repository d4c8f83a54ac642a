//! What is well, and that nothing is ever written.

use super::patient::{Patient, check, verdict};
use crate::common::world::{ALL, Kind};
use case_connectors::doctor::{CheckId, CheckState, Grade};
use serde_json::json;

#[tokio::test]
async fn a_good_connector_is_ok_on_every_system() {
    for kind in ALL {
        let patient = Patient::new(kind).await;
        let report = patient.check().await;
        assert_eq!(report.grade, Grade::Ok, "{kind:?} {report:#?}");
        let ids: Vec<CheckId> = report.checks.iter().map(|check| check.id).collect();
        assert_eq!(ids, CheckId::ALL, "{kind:?}");
        for id in [CheckId::Form, CheckId::Reachable, CheckId::Cors, CheckId::Product, CheckId::Credentials] {
            assert_eq!(verdict(&report, id), (CheckState::Passed, None), "{kind:?}");
        }
        assert!(patient.world.writes().await.is_empty());
        assert!(patient.world.requests().await <= 6, "{kind:?}");
    }
}

#[tokio::test]
async fn every_skipped_check_has_its_reason_and_every_code_its_remedy() {
    for kind in ALL {
        for check in Patient::new(kind).await.check().await.checks {
            assert!(!check.message.is_empty());
            assert_eq!(check.code.is_some(), check.remedy.is_some(), "{check:?}");
        }
    }
}

#[tokio::test]
async fn names_and_versions_are_told() {
    for (kind, id, words) in [
        (Kind::JiraCloud, CheckId::Product, "Jira Cloud 1001.0.0-SNAPSHOT"),
        (Kind::JiraDataCenter, CheckId::Product, "Jira Data Center 10.3.0"),
        (Kind::JiraDataCenter, CheckId::Credentials, "Case Bot"),
        (Kind::JiraDataCenter, CheckId::Place, "Service Desk"),
        (Kind::JiraCloud, CheckId::Fields, "Task (10002)"),
        (Kind::ServiceNowImport, CheckId::Place, "1.2.0"),
        (Kind::Resilient, CheckId::Product, "51.0.0"),
        (Kind::Resilient, CheckId::Place, "Demo Organization"),
    ] {
        let report = Patient::new(kind).await.check().await;
        let message = &check(&report, id).message;
        assert!(message.contains(words), "{kind:?} {message}");
    }
}

/// A create that is refused stores nothing, so an incident is made as a push makes it.
#[tokio::test]
async fn with_an_incident_to_look_at_servicenow_tells_more() {
    let patient = Patient::new(Kind::ServiceNow).await;
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Fields), (CheckState::Skipped, Some("CANNOT_TELL")));
    an_incident(&patient, json!({ "short_description": "Mail", "work_notes": "Seen" })).await;
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Fields), (CheckState::Passed, None), "{report:#?}");
    assert_eq!(verdict(&report, CheckId::Place), (CheckState::Passed, None));
    // What an account may write is not told by any read.
    assert_eq!(verdict(&report, CheckId::Permissions), (CheckState::Skipped, Some("CANNOT_TELL")));
}

pub(crate) async fn an_incident(patient: &Patient, fields: serde_json::Value) {
    let url = format!("{}/api/now/table/incident", patient.form["config"]["apiUrl"].as_str().unwrap());
    let request = patient.world.http.post(url);
    let request = request.basic_auth(simulators::SERVICENOW_USER, Some(simulators::SERVICENOW_PASSWORD));
    let answer = request.header("accept", "application/json").json(&fields).send().await.unwrap();
    assert_eq!(answer.status(), 201);
}
