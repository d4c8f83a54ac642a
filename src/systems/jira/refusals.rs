//! The answers that Jira is known to give where it refuses or fails.

use crate::error::Code;
use crate::systems::refusal::Known;
use serde_json::Value;

const BY_HAND: &str = "Log in once by hand in a browser with this account and solve the CAPTCHA there; then enter the right secret here. In Jira Data Center an administrator can reset the failed logins of the user.";

/// What to do where a write with characters beyond U+FFFF fails.
pub(super) const RARE: &str = "The text holds characters beyond U+FFFF, such as emoji: a Jira on MySQL with the old utf8 refuses them so. Push without them, or have the database changed to utf8mb4; for all pushes, choose \"Up to U+FFFF\" under Characters in the advanced part of the connector. If that is not why, a workflow function or script is failing: a Jira administrator finds it in the log.";

const REMOVED: &str = "Choose Jira Cloud as the deployment in the advanced part of the connector.";

pub(super) const KNOWN: &[Known] = &[
    Known::of(&[403], &["xsrf"], Code::XsrfRefused).means(Code::XsrfRefused.meaning(), Code::XsrfRefused.remedy()),
    Known::by_header(&[401, 403], "x-authentication-denied-reason", "CAPTCHA", Code::AuthFailed).means(
        "Jira wants a CAPTCHA solved after too many failed logins.",
        BY_HAND,
    ),
    Known::by_header(&[200, 401, 403, 404], "x-seraph-loginreason", "DENIED", Code::AuthFailed).means(
        "Jira lets this account log in no more after too many failed logins.",
        BY_HAND,
    ),
    Known::by_header(&[200, 404], "x-seraph-loginreason", "FAILED", Code::AuthFailed).means(
        "Jira did not accept the login, and answered as to anybody.",
        "Check the user and enter the password or token again.",
    ),
    Known::of(&[401, 403], &["captcha", "authentication_denied"], Code::AuthFailed).means(
        "Jira wants a CAPTCHA solved after too many failed logins.",
        BY_HAND,
    ),
    Known::of(&[401, 403], &["basic auth with password", "basic authentication with passwords"], Code::AuthFailed).means(
        "Jira Cloud takes no passwords.",
        "Make an API token for the account at id.atlassian.com and enter it in place of the password.",
    ),
    Known::of(&[401, 403], &["basic authentication has been disabled", "basic authentication is disabled", "basic authentication is not"], Code::AuthFailed).means(
        "This Jira takes no user name and password from programs.",
        "Make a personal access token in the account's profile, and choose it as the way to log in, in the advanced part of the connector.",
    ),
    Known::of(&[401, 403], &["scope does not match"], Code::PermissionMissing).means(
        "The API token lacks a scope.",
        "Make a token with the scopes read:jira-work, write:jira-work and read:jira-user, or one without scopes.",
    ),
    Known::of(&[401], &["must be authenticated", "not authenticated"], Code::AuthFailed).means(
        "The user or the token was not accepted.",
        "Check the email address and enter the API token again; it may have expired. A token with scopes works only with the URL https://api.atlassian.com/ex/jira/<cloud id>.",
    ),
    Known::of(&[410], &[], Code::DeploymentWrong).means(
        "This is a Jira Cloud, and the connector takes it for Data Center: the address that was asked is gone there.",
        REMOVED,
    ),
    Known::of(&[], &["requested api has been removed"], Code::DeploymentWrong).means(
        "This is a Jira Cloud, and the connector takes it for Data Center: the address that was asked is gone there.",
        REMOVED,
    ),
    Known::of(&[400], &["field 'labels' cannot be set"], Code::FieldsMissing).means(
        "The screen of this issue type lacks the field Labels, which carries the mark of the case.",
        "Ask a Jira administrator to add Labels to the create and the edit screen of this issue type, or choose an issue type that has it. The case is not at fault.",
    ),
    Known::of(&[400], &["not on the appropriate screen"], Code::FieldsMissing).means(
        "The screen of this issue type lacks the field {name}.",
        "Ask a Jira administrator to add it to the create and the edit screen of this issue type, or take it out of the field mapping or of the connector fields of the case.",
    ),
    Known::of(
        &[400, 404],
        &[
            "does not exist for the field 'project'",
            "no project could be found",
            "valid project is required",
            "specify a valid project",
        ],
        Code::ProjectMissing,
    )
    .means("The account sees no project with the connector's key.",
        "Check the project key, and that the account may browse the project. On Jira Cloud a wrong or expired token looks the same.",
    ),
    Known::of(&[400], &["valid issue type", "issue type is required", "issue type selected is invalid"], Code::IssueTypeMissing)
        .means(
            "The project does not offer this issue type.",
            "Choose another issue type in the connector fields of the case or as the default of the connector: the test of the connector lists those of the project.",
        ),
    Known::of(&[400, 401, 403], &["permission to create issues"], Code::PermissionMissing).means(
        "The account may not create issues in this project.",
        "Ask a Jira administrator for the permissions Browse Projects and Create Issues in this project. On Jira Cloud a wrong or expired token looks the same.",
    ),
    Known::of(&[400], &["is required"], Code::FieldsRequired).means(
        "Jira wants fields that are empty: {name}.",
        "Fill them in the connector fields of each case (other fields), or have them made optional or given a default in Jira.",
    ),
    Known::of(&[400], &["must be an atlassian document", "invalid_input"], Code::Rejected).means(
        "Jira does not take the text of {name} as it was sent.",
        "Choose version 2 of the REST API in the advanced part of the connector, and report the case's text.",
    ),
    Known::of(&[400], &["create this issue for you right now"], Code::Rejected).means(
        "Jira refused the issue without saying which field is at fault.",
        "Take the connector fields of the case away one by one, or ask a Jira administrator: the log says more at the time of the push.",
    ),
    Known::of(&[400], &["content_limit_exceeded"], Code::Rejected).means(
        "A text is longer than Jira takes.",
        "Shorten the description or the comment in the case.",
    ),
    Known::of(&[404], &["site temporarily unavailable"], Code::WrongProduct).means(
        "There is no Jira Cloud site of this name, or it is suspended.",
        "Check the name before .atlassian.net; a suspended site opens again when its plan is renewed.",
    ),
    Known::of(&[500], &[], Code::RemoteFailed).means(
        "Jira reported an error of its own.",
        "A workflow function, listener or script that runs at this request may be failing: a Jira administrator finds it in the log at the time of the push.",
    ),
];

/// Whether a body is one of its own answers.
pub(super) fn recognises(body: &Value) -> bool {
    body.get("errorMessages").is_some_and(Value::is_array) || body.get("deploymentType").is_some()
}

/// The fields by the labels that people see, where they are Jira's own: all that the words name, else the one at fault.
pub(super) fn named(words: &str, field: Option<&str>) -> Option<String> {
    let quoted = words.split("Field '").skip(1).filter_map(|rest| rest.split_once("' cannot be set"));
    let mut names: Vec<String> = quoted.map(|(name, _)| labelled(name)).collect();
    names.dedup();
    if names.is_empty() { field.map(labelled) } else { Some(names.join(", ")) }
}

fn labelled(field: &str) -> String {
    let label = match field {
        "summary" => "Summary",
        "description" => "Description",
        "labels" => "Labels",
        "environment" => "Environment",
        "priority" => "Priority",
        "parent" => "Parent",
        "assignee" => "Assignee",
        "reporter" => "Reporter",
        "components" => "Components",
        "duedate" => "Due date",
        "issuetype" => "Issue type",
        "fixVersions" => "Fix versions",
        "versions" => "Affects versions",
        _ => return field.to_owned(),
    };
    format!("{label} ({field})")
}
