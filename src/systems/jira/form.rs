//! The form of a Jira connector.

use super::deployment::{Deployment, by_the_form};
use crate::connector::case_field::{CaseField, CaseTarget, ExtraValues};
use crate::connector::follows::{
    closing_fields, severity_critical, severity_high, severity_low, severity_medium, status_closed, status_in_progress,
    status_open,
};
use crate::connector::form::{
    Authentication, COLLEAGUES, Choice, FieldSpec, Follows, FormSpec, IncidentPlace, Kind, NAME, PLACE, Place,
    RECOGNITION, Rule, url,
};
use crate::connector::mapping::{Action, FieldMapping, Source, Target, TargetKind};
use crate::connector::{Deployed, Draft, License, Problem, Scalar};

const STATUS: &str =
    "The status's name or id, or its category: new, indeterminate, done. Empty: the issue keeps its status.";

const CLOSING: &str =
    "What the screen of the transition asks for, such as Resolution=Done. With semicolons between several.";

const SEVERITY: &str = "The name of the priority. One that the case names itself counts more. Empty: none is set.";

/// Jira Cloud, Data Center and Service Management.
pub(crate) static FORM: FormSpec = FormSpec {
    type_id: ".jira",
    name: "Jira",
    description: "To send cases to Jira or Jira Service Desk",
    minimum_license: License::Gold,
    fields: &[
        NAME,
        url(
            "The site, such as https://example.atlassian.net. Tokens with scopes need https://api.atlassian.com/ex/jira/<cloud id>.",
        ),
        FieldSpec::required(
            "projectKey",
            Place::Config,
            "Project key",
            Rule::Free,
            "Project key is required",
            "The letters before the number of an issue, such as SOC.",
        ),
        FieldSpec::required(
            "email",
            Place::Config,
            "Email or Username",
            Rule::User,
            "Username or email address is required",
            "Jira Cloud: the email address of the account. Data Center: the user name.",
        ),
        FieldSpec::required(
            "apiToken",
            Place::Secrets,
            "API token or Password",
            Rule::Password,
            "API token or password is required",
            "Jira Cloud: an API token. Data Center: the password, or a personal access token with Bearer authentication.",
        ),
    ],
    advanced: &[
        FieldSpec::advanced(
            "deployment",
            "Deployment",
            Kind::Select(&[
                Choice { value: "auto", label: "By the URL" },
                Choice { value: "cloud", label: "Jira Cloud" },
                Choice { value: "dataCenter", label: "Jira Data Center" },
            ]),
            "By the URL: atlassian.net, jira.com, Atlassian's government cloud and api.atlassian.com are Cloud; every other host is asked once what it is.",
        ),
        FieldSpec::advanced(
            "auth",
            "Authentication",
            Kind::Select(&[
                Choice { value: "basic", label: "Basic" },
                Choice { value: "bearer", label: "Bearer: personal access token" },
            ]),
            "Data Center 11 switches basic authentication off by default: use a personal access token.",
        ),
        FieldSpec::advanced(
            "apiVersion",
            "REST API version",
            Kind::Select(&[
                Choice { value: "2", label: "2: text with Jira's own markup" },
                Choice { value: "3", label: "3: documents, on Jira Cloud only" },
            ]),
            "Version 3 keeps every code block, list and link exactly, but only Jira Cloud has it.",
        ),
        FieldSpec::advanced(
            "commentsTarget",
            "Comments in service projects",
            Kind::Select(&[
                Choice { value: "internal", label: "Internal: agents only" },
                Choice { value: "public", label: "Public: the customer sees them" },
            ]),
            "Only service management projects tell the two apart.",
        ),
        FieldSpec::advanced(
            "textFormat",
            "Text format",
            Kind::Select(&[
                Choice { value: "auto", label: "As the system reads it" },
                Choice { value: "plain", label: "Plain text, nothing escaped" },
                Choice { value: "raw", label: "Markdown as it was typed, nothing escaped" },
            ]),
            "Plain text and Markdown only where the remote field does not read markup: what looks like Jira's would be read as such.",
        ),
        FieldSpec::advanced(
            "characters",
            "Characters",
            Kind::Select(&[
                Choice { value: "all", label: "All" },
                Choice { value: "basic", label: "Up to U+FFFF, no emoji" },
            ]),
            "Where MySQL refuses emoji.",
        ),
        FieldSpec::advanced(
            "defaultIssueType",
            "Default issue type",
            Kind::Text,
            "The id of an issue type, for cases that name none. Empty: the project's first issue type.",
        ),
        PLACE,
        COLLEAGUES,
        RECOGNITION,
        status_open(STATUS),
        status_in_progress(STATUS),
        status_closed(STATUS),
        closing_fields(CLOSING),
        severity_low(SEVERITY),
        severity_medium(SEVERITY),
        severity_high(SEVERITY),
        severity_critical(SEVERITY),
    ],
    // Jira's own message says "less than 255", so 254 is what every Jira takes.
    targets: &[
        Target { name: "summary", kind: TargetKind::Line, limit: Some(254), required: true },
        Target { name: "description", kind: TargetKind::Body, limit: Some(32767), required: false },
        Target { name: "labels", kind: TargetKind::Labels, limit: Some(255), required: false },
        Target { name: "comments", kind: TargetKind::Comments, limit: Some(32767), required: false },
    ],
    reserved: &["project", "issuetype", "priority", "parent", "id", "key"],
    default_mappings: &[
        FieldMapping::to(Source::Title, "summary", Action::Overwrite),
        FieldMapping::to(Source::Description, "description", Action::Overwrite),
        FieldMapping::to(Source::Comments, "comments", Action::Append),
    ],
    case_fields: &[
        CaseField::text(
            "issueType",
            "Issue type",
            CaseTarget::Object("issuetype", "id"),
            "The id of the type. Empty: the first one of the project.",
        ),
        CaseField::text("priority", "Priority", CaseTarget::Object("priority", "name"), "The name, such as High."),
        CaseField::text("parent", "Parent issue", CaseTarget::Object("parent", "key"), "The key, such as SOC-12."),
        CaseField::extra("otherFields", ExtraValues::Any),
    ],
    authentication: Authentication::BasicOrBearer { user: "email", secret: "apiToken" },
    follows: Follows { status: "status", severity: &["priority"] },
    place: IncidentPlace::Field("projectKey"),
    name_prefixes: &[],
    check,
    check_deployed,
};

/// An administrator can change the pattern of project keys, so an unusual one is only a warning; and a version of the
/// REST API that the deployment lacks is not used.
fn check(field: &FieldSpec, draft: &Draft) -> Option<Problem> {
    match field.key {
        "projectKey" if draft.text("projectKey").is_some_and(|key| !is_usual_project_key(key)) => {
            let message = "Project keys are usually capital letters and digits, such as SOC.";
            Some(Problem::warning(field.path(), "PROJECT_KEY_UNUSUAL", message))
        }
        "apiVersion" => {
            let is_3 = draft.advanced("apiVersion").and_then(Scalar::as_text) == Some("3");
            let is_unused = is_3 && by_the_form(draft) != Some(Deployment::Cloud);
            let message = "Only Jira Cloud has version 3: version 2 is used.";
            is_unused.then(|| Problem::warning(field.path(), "API_VERSION_UNUSED", message))
        }
        _ => None,
    }
}

/// What the system has said is offered as the choice, where the form says otherwise or leaves it open.
fn check_deployed(draft: &Draft, deployed: Deployed) -> Option<Problem> {
    let (choice, message) = match (deployed, by_the_form(draft)) {
        (Deployed::Cloud, None) => (
            "cloud",
            "This is Jira Cloud, which its URL does not show, and is treated as such. Once it is chosen, version 3 of the REST API can be used too.",
        ),
        (Deployed::Cloud, Some(Deployment::DataCenter)) => ("cloud", "This is Jira Cloud."),
        (Deployed::DataCenter, Some(Deployment::Cloud)) => ("dataCenter", "This is Jira Data Center."),
        _ => return None,
    };
    let code = if by_the_form(draft).is_none() { "DEPLOYMENT_FOUND" } else { "DEPLOYMENT_WRONG" };
    let problem = Problem::warning("config.advanced.deployment".to_owned(), code, message);
    Some(Problem { suggestion: Some(choice.to_owned()), ..problem })
}

fn is_usual_project_key(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_uppercase())
        && text.len() >= 2
        && bytes.all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}
