//! What the systems themselves refuse or lack.

use super::healthy::an_incident;
use super::patient::{Patient, answered, check, rest_is_skipped, verdict};
use crate::common::world::{ALL, Kind};
use case_connectors::connector::Secrets;
use case_connectors::doctor::{CheckId, CheckState, Grade};
use serde_json::{Value, json};

const FAILED: CheckState = CheckState::Failed;

#[tokio::test]
async fn a_wrong_secret_is_told_and_nothing_after_it_is_asked() {
    for kind in ALL {
        let mut patient = Patient::new(kind).await;
        let key = patient.secrets.keys().next().unwrap().to_owned();
        patient.secrets = Secrets::from([(key.as_str(), "wrong")]);
        let report = patient.check().await;
        assert_eq!(verdict(&report, CheckId::Credentials), (FAILED, Some("AUTH_FAILED")), "{kind:?}");
        assert_eq!(check(&report, CheckId::Credentials).status, Some(401));
        assert_eq!(verdict(&report, CheckId::Product), (CheckState::Passed, None), "{kind:?}");
        rest_is_skipped(&report, CheckId::Credentials);
        assert!(check(&report, CheckId::Fields).message.contains("credentials"));
    }
}

#[tokio::test]
async fn another_product_at_the_url_is_named_and_jira_asks_before_it_sends_the_secret() {
    let others = Patient::new(Kind::ServiceNow).await;
    let mut patient = Patient::new(Kind::JiraDataCenter).await;
    patient.form["config"]["apiUrl"] = others.form["config"]["apiUrl"].clone();
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Product), (FAILED, Some("WRONG_PRODUCT")));
    assert_eq!(verdict(&report, CheckId::Cors), (CheckState::Passed, None));
    rest_is_skipped(&report, CheckId::Product);
    assert_eq!(others.world.requests().await, 1);

    let jira = Patient::new(Kind::JiraCloud).await;
    let mut patient = Patient::new(Kind::Resilient).await;
    patient.form["config"]["apiUrl"] = jira.form["config"]["apiUrl"].clone();
    let report = patient.check().await;
    let product = check(&report, CheckId::Product);
    assert!(product.message.contains("IBM Resilient"), "{}", product.message);
    assert_eq!(verdict(&report, CheckId::Product), (FAILED, Some("WRONG_PRODUCT")));

    let mut patient = Patient::new(Kind::Resilient).await;
    patient.form["config"]["apiUrl"] = others.form["config"]["apiUrl"].clone();
    patient.form["config"]["apiUrl"] = json!(format!("{}/api", patient.form["config"]["apiUrl"].as_str().unwrap()));
    let report = patient.check().await;
    assert!(check(&report, CheckId::Product).message.contains("It looks like ServiceNow."), "{report:#?}");
}

#[tokio::test]
async fn a_web_page_in_place_of_data_is_told() {
    for kind in ALL {
        let patient = Patient::new(kind).await;
        patient.world.fault(json!({ "kind": "html", "times": 10 })).await;
        let report = patient.check().await;
        assert_eq!(verdict(&report, CheckId::Product), (FAILED, Some("NOT_JSON")), "{kind:?}");
        rest_is_skipped(&report, CheckId::Product);
    }
}

#[tokio::test]
async fn a_jira_of_the_other_kind_is_told_and_the_rest_is_still_asked() {
    for (kind, wrong) in [(Kind::JiraCloud, "dataCenter"), (Kind::JiraDataCenter, "cloud")] {
        let mut patient = Patient::new(kind).await;
        patient.form["config"]["advanced"]["deployment"] = json!(wrong);
        let report = patient.check().await;
        assert_eq!(verdict(&report, CheckId::Product), (FAILED, Some("DEPLOYMENT_WRONG")));
        assert_eq!(verdict(&report, CheckId::Fields), (CheckState::Passed, None), "{report:#?}");
        assert_eq!(report.grade, Grade::Failed);
        // One click sets it right.
        let [problem] = report.problems.as_slice() else { panic!("{report:#?}") };
        assert_eq!((problem.code, problem.field.as_deref()), ("DEPLOYMENT_WRONG", Some("config.advanced.deployment")));
        patient.form["config"]["advanced"]["deployment"] = json!(problem.suggestion);
        let report = patient.check().await;
        assert_eq!((verdict(&report, CheckId::Product), report.problems.len()), ((CheckState::Passed, None), 0));
    }
}

#[tokio::test]
async fn a_cloud_that_its_url_does_not_show_is_a_warning_that_says_what_to_choose() {
    let mut patient = Patient::new(Kind::JiraCloud).await;
    patient.form["config"]["advanced"]["deployment"] = json!("auto");
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Product), (CheckState::Warning, Some("DEPLOYMENT_WRONG")));
    assert!(check(&report, CheckId::Product).message.contains("choose Jira Cloud"), "{report:#?}");
    assert_eq!(verdict(&report, CheckId::Fields), (CheckState::Passed, None), "{report:#?}");
    let offered: Vec<_> = report.problems.iter().map(|it| (it.code, it.suggestion.as_deref())).collect();
    assert_eq!(offered, [("DEPLOYMENT_FOUND", Some("cloud"))]);
}

#[tokio::test]
async fn a_jira_that_says_nothing_before_a_login_is_asked_on() {
    let patient = Patient::new(Kind::JiraDataCenter).await;
    patient.answer("serverInfo", 401, json!("Log in first")).await;
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Product), (CheckState::Skipped, Some("CANNOT_TELL")));
    assert_eq!(verdict(&report, CheckId::Credentials), (CheckState::Passed, None));
    assert_eq!(report.grade, Grade::Ok);
}

#[tokio::test]
async fn an_unknown_place_is_told() {
    let mut jira = Patient::new(Kind::JiraCloud).await;
    jira.form["config"]["projectKey"] = json!("NOPE");
    let report = jira.check().await;
    assert_eq!(verdict(&report, CheckId::Place), (FAILED, Some("PROJECT_MISSING")));
    assert!(check(&report, CheckId::Place).message.contains("NOPE"));
    assert_eq!(check(&report, CheckId::Place).remote.as_deref(), Some("No project could be found with key 'NOPE'."));
    rest_is_skipped(&report, CheckId::Place);

    let mut soar = Patient::new(Kind::Resilient).await;
    soar.form["config"]["orgId"] = json!("999");
    let report = soar.check().await;
    assert_eq!(verdict(&report, CheckId::Place), (FAILED, Some("ORGANIZATION_MISSING")));
    assert!(check(&report, CheckId::Place).message.contains("201 (Demo Organization)"));

    let now = Patient::new(Kind::ServiceNowImport).await;
    now.world.set(json!({ "elasticApp": false })).await;
    let report = now.check().await;
    assert_eq!(verdict(&report, CheckId::Place), (FAILED, Some("APP_MISSING")));

    let body = json!({ "error": { "message": "User Not Authorized", "detail": "Failed API level ACL Validation" }, "status": "failure" });
    let now = Patient::new(Kind::ServiceNow).await;
    now.answer("/table/incident", 403, body).await;
    let report = now.check().await;
    assert_eq!(verdict(&report, CheckId::Credentials), (CheckState::Passed, None));
    assert_eq!(verdict(&report, CheckId::Place), (FAILED, Some("FORBIDDEN")));
    rest_is_skipped(&report, CheckId::Place);
}

#[tokio::test]
async fn a_table_whose_plugin_is_missing_is_told() {
    for (kind, table) in [(Kind::SecOps, "sn_si_incident"), (Kind::ServiceNow, "incident")] {
        let patient = Patient::new(kind).await;
        let body =
            json!({ "error": { "message": format!("Invalid table {table}"), "detail": null }, "status": "failure" });
        patient.answer(&format!("/table/{table}"), 400, body).await;
        let report = patient.check().await;
        assert_eq!(verdict(&report, CheckId::Place), (FAILED, Some("TABLE_MISSING")));
        assert!(check(&report, CheckId::Place).remedy.as_ref().unwrap().contains("plugin"));
        rest_is_skipped(&report, CheckId::Place);
    }
}

#[tokio::test]
async fn missing_rights_are_told_by_jiras_own_names() {
    let have = |have: bool| json!({ "havePermission": have });
    let body = json!({ "permissions": { "BROWSE_PROJECTS": have(true), "CREATE_ISSUES": have(false),
        "EDIT_ISSUES": have(true), "ADD_COMMENTS": have(false) } });
    let patient = Patient::new(Kind::JiraDataCenter).await;
    patient.answer("mypermissions", 200, body).await;
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Permissions), (FAILED, Some("PERMISSION_MISSING")));
    assert!(check(&report, CheckId::Permissions).message.ends_with(": Create Issues, Add Comments."));
    // A right that is not spoken of is not taken for one that is there.
    let patient = Patient::new(Kind::JiraDataCenter).await;
    patient.answer("mypermissions", 200, json!({ "permissions": {} })).await;
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Permissions), (CheckState::Warning, Some("ANSWER_INCOMPLETE")));

    let patient = Patient::new(Kind::Resilient).await;
    let body = json!({ "success": false, "message": "No access", "error_code": "generic" });
    patient.answer("query_paged", 403, body).await;
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Permissions), (FAILED, Some("FORBIDDEN")));
}

#[tokio::test]
async fn fields_that_nobody_fills_are_named() {
    for (kind, field, label) in [
        (Kind::JiraCloud, "customfield_10042", "Responsible team (customfield_10042)"),
        (Kind::JiraDataCenter, "customfield_10042", "Responsible team (customfield_10042)"),
        (Kind::ServiceNow, "subcategory", "Subcategory (subcategory)"),
        (Kind::Resilient, "detection_source", "Detection source (detection_source)"),
    ] {
        let patient = Patient::new(kind).await;
        // The second one is filled by the mapping.
        patient.world.set(json!({ "requiredFields": [field, "description"] })).await;
        let report = patient.check().await;
        let fields = check(&report, CheckId::Fields);
        assert_eq!((fields.state, report.grade), (CheckState::Warning, Grade::Warning), "{kind:?} {fields:?}");
        assert_eq!(fields.code.unwrap().as_str(), "FIELDS_REQUIRED");
        assert!(fields.message.contains(&format!(": {label}.")), "{}", fields.message);
    }
}

#[tokio::test]
async fn a_create_screen_without_the_marks_label_is_told() {
    let patient = Patient::new(Kind::JiraDataCenter).await;
    let field = |id: &str| json!({ "fieldId": id, "name": id, "required": false, "hasDefaultValue": false });
    let page = |total: u32| json!({ "total": total, "values": [field("summary"), field("description")] });
    patient.answer("/issuetypes/", 200, page(2)).await;
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Fields), (FAILED, Some("FIELDS_MISSING")));
    assert!(check(&report, CheckId::Fields).message.ends_with(": labels."));
    // More fields than the page shows: nobody knows.
    patient.answer("/issuetypes/", 200, page(3)).await;
    assert_eq!(verdict(&patient.check().await, CheckId::Fields), (CheckState::Passed, None));
}

#[tokio::test]
async fn an_issue_type_that_the_project_does_not_offer_is_told_with_those_that_it_does() {
    let mut patient = Patient::new(Kind::JiraCloud).await;
    patient.form["config"]["advanced"]["defaultIssueType"] = json!("77");
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Fields), (FAILED, Some("ISSUE_TYPE_MISSING")));
    assert!(check(&report, CheckId::Fields).message.contains("Incident (10006)"));
    patient.form["config"]["advanced"]["defaultIssueType"] = json!("10004");
    assert_eq!(patient.check().await.grade, Grade::Ok);

    let patient = Patient::new(Kind::JiraCloud).await;
    patient.answer("/issuetypes", 200, json!({ "total": 0, "issueTypes": [] })).await;
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Fields), (FAILED, Some("ISSUE_TYPE_MISSING")));
}

#[tokio::test]
async fn what_servicenow_hides_is_told() {
    let patient = Patient::new(Kind::ServiceNow).await;
    an_incident(&patient, json!({ "short_description": "Mail", "work_notes": "Seen" })).await;
    patient.world.set(json!({ "hiddenFields": ["correlation_id"] })).await;
    assert_eq!(verdict(&patient.check().await, CheckId::Fields), (FAILED, Some("MARK_UNREADABLE")));
    patient.world.set(json!({ "hiddenFields": ["work_notes"] })).await;
    assert_eq!(verdict(&patient.check().await, CheckId::Fields), (CheckState::Warning, Some("COMMENTS_UNREADABLE")));
    // An ordinary account gets an empty list, which is no proof that nothing is mandatory.
    patient.world.set(json!({ "hiddenFields": [] })).await;
    patient.answer("sys_dictionary", 200, json!({ "result": [] })).await;
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Fields), (CheckState::Skipped, Some("CANNOT_TELL")));
    assert!(check(&report, CheckId::Fields).message.contains("may not read the dictionary"));
}

#[tokio::test]
async fn an_instance_that_ignores_the_question_is_not_believed() {
    // An invalid part of a query is ignored, and every row of every table comes back.
    let row = |table: &str, element: &str, mandatory: &str, default: &str| json!({ "name": table, "element": element, "column_label": "L", "mandatory": mandatory, "default_value": default });
    let rows = json!([
        row("task", "number", "true", ""),
        row("incident", "caller_id", "false", ""),
        row("problem", "cause", "true", ""),
        row("task", "impact", "true", "3"),
        row("incident", "close_code", "true", ""),
    ]);
    let patient = Patient::new(Kind::ServiceNow).await;
    patient.answer("sys_dictionary", 200, json!({ "result": rows })).await;
    let report = patient.check().await;
    assert!(check(&report, CheckId::Fields).message.ends_with(" fill: L (close_code)."), "{report:#?}");
}

#[tokio::test]
async fn a_resilient_without_the_marks_field_gets_a_warning() {
    let patient = Patient::new(Kind::Resilient).await;
    patient.world.set(json!({ "markField": false })).await;
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Fields), (CheckState::Warning, Some("MARK_FIELD_MISSING")));
    assert_eq!(report.grade, Grade::Warning);
}

#[tokio::test]
async fn trouble_with_a_later_question_is_a_warning_and_the_rest_is_asked() {
    let patient = Patient::new(Kind::JiraCloud).await;
    patient.world.fault(json!({ "kind": "rateLimit", "match": { "pathContains": "mypermissions" } })).await;
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Permissions), (CheckState::Warning, Some("RATE_LIMITED")));
    assert_eq!(verdict(&report, CheckId::Fields), (CheckState::Passed, None));
    patient.world.fault(json!({ "kind": "cutBefore", "match": { "pathContains": "mypermissions" } })).await;
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Permissions), (CheckState::Warning, Some("NO_ANSWER")));
    assert_eq!(verdict(&report, CheckId::Fields), (CheckState::Passed, None));
}

#[test]
fn the_reporter_is_whoever_logs_in() {
    let form = json!({ "type": ".jira", "name": "J", "secrets": { "apiToken": "t" },
        "config": { "apiUrl": "https://a.atlassian.net", "projectKey": "SOC", "email": "u" } });
    let field = |id: &str| json!({ "fieldId": id, "name": id, "required": true, "hasDefaultValue": false });
    let screen: Vec<Value> = ["summary", "description", "labels", "reporter", "project", "issuetype"].map(field).into();
    let have = json!({ "havePermission": true });
    let report = answered(
        &form,
        &[
            ("serverInfo", 200, json!({ "version": "1", "versionNumbers": [1], "deploymentType": "Cloud" })),
            ("myself", 200, json!({ "displayName": "Bot" })),
            ("/project/", 200, json!({ "name": "Security" })),
            (
                "mypermissions",
                200,
                json!({ "permissions": { "BROWSE_PROJECTS": have, "CREATE_ISSUES": have, "EDIT_ISSUES": have, "ADD_COMMENTS": have } }),
            ),
            ("/issuetypes?", 200, json!({ "total": 1, "issueTypes": [{ "id": "1", "name": "Task" }] })),
            ("/issuetypes/1", 200, json!({ "total": 6, "fields": screen })),
        ],
    );
    assert_eq!(report.grade, Grade::Ok, "{report:#?}");
    assert_eq!(verdict(&report, CheckId::Certificate), (CheckState::Passed, None));
}
