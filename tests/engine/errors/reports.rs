//! What others have reported of these systems in public, tried on the product: the answers as they were reported, and what a person is told.
//! Each row names where it was read.

use super::answers::end;
use crate::common::{came, connector, well_answered, writes};
use case_connectors::error::Code;
use case_connectors::http::{Request, Response};
use case_connectors::push::PushState;
use std::collections::BTreeMap;

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    let kind = if body.starts_with('<') { "text/html" } else { "application/json" };
    let mut all = BTreeMap::from([("content-type".to_owned(), kind.to_owned())]);
    all.extend(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    came(status, all, body.as_bytes().to_vec())
}

/// Where it was read, the connector, whether a write or the first read gets the answer, the answer, the code, and words of the
/// message and of the remedy.
type Report<'a> = (&'a str, &'a str, fn(&Request) -> bool, Response, Code, &'a str, &'a str);

fn any(_: &Request) -> bool {
    true
}

#[test]
fn what_was_reported_in_public_is_told_with_what_to_do() {
    let reports: Vec<Report<'_>> = vec![
        (
            "ibmresilient/resilient-python-examples#2",
            "resilient",
            writes,
            answer(
                403,
                &[],
                r#"{"success":false,"title":null,"message":"Forbidden","hints":[],"error_code":"generic"}"#,
            ),
            Code::Forbidden,
            "right to create incidents",
            "API key",
        ),
        (
            "IBM support 6562213: a key that was copied badly, or without an enabled organization",
            "resilient",
            any,
            answer(
                401,
                &[],
                r#"{"success":false,"title":null,"message":"Unauthorized","hints":[],"error_code":"unauthorized"}"#,
            ),
            Code::AuthFailed,
            "API key was not accepted",
            "again",
        ),
        (
            "prometheus-community/jiralert#88, ICTU/quality-time#4586",
            "jira_data_center",
            writes,
            answer(
                400,
                &[],
                r#"{"errorMessages":[],"errors":{"labels":"Field 'labels' cannot be set. It is not on the appropriate screen, or unknown."}}"#,
            ),
            Code::FieldsMissing,
            "Labels",
            "screen",
        ),
        (
            "tenable/integration-jira-cloud#89: several fields at once",
            "jira_cloud",
            writes,
            answer(
                400,
                &[],
                r#"{"errorMessages":[],"errors":{"customfield_10951":"Field 'customfield_10951' cannot be set. It is not on the appropriate screen, or unknown.","customfield_10952":"Field 'customfield_10952' cannot be set. It is not on the appropriate screen, or unknown."}}"#,
            ),
            Code::FieldsMissing,
            "customfield_10951, customfield_10952",
            "screen",
        ),
        (
            "tenable/integration-jira-cloud#28",
            "jira_cloud",
            writes,
            answer(400, &[], r#"{"errorMessages":[],"errors":{"issuetype":"The issue type selected is invalid."}}"#),
            Code::IssueTypeMissing,
            "issue type",
            "test of the connector",
        ),
        (
            "tenable/integration-jira-cloud#82",
            "jira_cloud",
            writes,
            answer(
                400,
                &[],
                r#"{"errorMessages":["We can't create this issue for you right now, it could be due to unsupported content you've entered into one or more of the issue fields. If this situation persists, contact your administrator as they'll be able to access more specific information in the log file."],"errors":{}}"#,
            ),
            Code::Rejected,
            "without saying which field",
            "log",
        ),
        (
            "tenable/integration-jira-cloud#165: a wrong token is nobody, who sees no project",
            "jira_cloud",
            |request| request.url.contains("/createmeta/"),
            answer(404, &[], r#"{"errorMessages":["No project could be found with key 'VULN'."],"errors":{}}"#),
            Code::ProjectMissing,
            "no project",
            "token",
        ),
        (
            "gioboa/jira-plugin#26, palashkulsh/jira-cmd#38",
            "jira_data_center",
            any,
            answer(
                403,
                &[(
                    "x-authentication-denied-reason",
                    "CAPTCHA_CHALLENGE; login-url=https://jira.example.com/login.jsp",
                )],
                "<html></html>",
            ),
            Code::AuthFailed,
            "CAPTCHA",
            "by hand",
        ),
        (
            "go-jira/jira#8: a success for nobody",
            "jira_data_center",
            any,
            answer(200, &[("x-seraph-loginreason", "AUTHENTICATION_DENIED")], r#"{"issues":[],"total":0}"#),
            Code::AuthFailed,
            "log in no more",
            "by hand",
        ),
        (
            "godaddy/jiractl#28, AtlassianPS/JiraPS#107",
            "jira_data_center",
            any,
            answer(
                401,
                &[("x-seraph-loginreason", "AUTHENTICATION_DENIED")],
                r#"{"errorMessages":["Login failed"],"errors":{}}"#,
            ),
            Code::AuthFailed,
            "log in no more",
            "CAPTCHA",
        ),
        (
            "raycast/extensions#11212",
            "jira_cloud",
            any,
            answer(401, &[], r#"{"code":401,"message":"Unauthorized; scope does not match"}"#),
            Code::PermissionMissing,
            "lacks a scope",
            "write:jira-work",
        ),
        (
            "stablyai/orca#20092: a token with scopes at the site's own address",
            "jira_cloud",
            any,
            answer(
                401,
                &[],
                r#"{"message":"Client must be authenticated to access this resource.","status-code":401}"#,
            ),
            Code::AuthFailed,
            "not accepted",
            "api.atlassian.com/ex/jira",
        ),
        (
            "ankitpokhrel/jira-cli#842",
            "jira_cloud",
            any,
            answer(405, &[], "<html><head><title>405 Not Allowed</title></head></html>"),
            Code::WrongProduct,
            "status 405",
            "URL",
        ),
        (
            "atlassian/gajira-find-issue-key#40",
            "jira_cloud",
            any,
            answer(404, &[], "<!DOCTYPE html><html><title>Oops, you&#39;ve found a dead link. - JIRA</title></html>"),
            Code::WrongProduct,
            "Something else answers",
            "URL",
        ),
        (
            "pchuri/jira-cli#20: single sign-on answers 200 with a page",
            "jira_data_center",
            any,
            answer(
                200,
                &[],
                "<!DOCTYPE html><html><body onload=\"document.forms[0].submit()\"><form></form></body></html>",
            ),
            Code::NotJson,
            "web page",
            "login page",
        ),
        (
            "nguyenvanduocit/jira-mcp#42",
            "jira_cloud",
            writes,
            answer(400, &[], r#"{"errorMessages":["INVALID_INPUT"],"errors":{}}"#),
            Code::Rejected,
            "does not take the text",
            "version 2",
        ),
        (
            "lesstif/php-jira-rest-client#389, atlassian/atlassian-mcp-server#101",
            "jira_cloud",
            writes,
            answer(
                400,
                &[],
                r#"{"errorMessages":[],"errors":{"customfield_10100":"Operation value must be an Atlassian Document (see the Atlassian Document Format)"}}"#,
            ),
            Code::Rejected,
            "customfield_10100",
            "version 2",
        ),
        (
            "vdesabou/kafka-docker-playground#8779",
            "servicenow_table",
            any,
            answer(200, &[], "<html><head><title>Instance Hibernating page</title></head></html>"),
            Code::NotJson,
            "asleep",
            "wake",
        ),
        (
            "vdesabou/kafka-docker-playground#8778",
            "servicenow_table",
            any,
            answer(
                401,
                &[],
                r#"{"error":{"message":"User is not authenticated","detail":"Required to provide Auth information"},"status":"failure"}"#,
            ),
            Code::AuthFailed,
            "not accepted",
            "web services",
        ),
        (
            "elastic/kibana#273886, harness/developer-hub#6247",
            "servicenow_table",
            writes,
            answer(
                403,
                &[],
                r#"{"error":{"message":"Operation Failed","detail":"ACL Exception Insert Failed due to security constraints"},"status":"failure"}"#,
            ),
            Code::Forbidden,
            "itil",
            "Another password changes nothing",
        ),
        (
            "locaweb/python-servicenow#23: a page where the API is not reached",
            "servicenow_table",
            any,
            answer(200, &[], "<!DOCTYPE html><html><head><title>ServiceNow</title></head></html>"),
            Code::NotJson,
            "web page",
            "URL",
        ),
        (
            "Jira's own page for a wrong password is none about basic authentication",
            "jira_data_center",
            any,
            answer(
                401,
                &[],
                "<html><title>Unauthorized (401)</title><body>Basic Authentication Failure - Reason : AUTHENTICATED_FAILED</body></html>",
            ),
            Code::AuthFailed,
            "user name or the secret",
            "again",
        ),
    ];
    assert!(reports.len() > 20);
    for (place, name, gets, answer, code, says, remedy) in reports {
        let (state, error) =
            end(connector(name), |request| if gets(request) { answer.clone() } else { well_answered(request, false) });
        let error = error.unwrap_or_else(|| panic!("{place}: no error"));
        assert_eq!((state, error.code), (PushState::Failed, code), "{place}: {error:?}");
        assert!(error.message.contains(says), "{place}: {}", error.message);
        assert!(error.remedy().contains(remedy), "{place}: {}", error.remedy());
    }
}
