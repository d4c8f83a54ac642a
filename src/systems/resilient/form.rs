//! The form of an IBM Resilient connector.

use crate::connector::License;
use crate::connector::case_field::{CaseField, CaseFieldKind, CaseTarget, ExtraValues};
use crate::connector::follows::{
    closing_fields, severity_critical, severity_high, severity_low, severity_medium, status_closed, status_in_progress,
    status_open,
};
use crate::connector::form::{
    Authentication, COLLEAGUES, Choice, FieldSpec, Follows, FormSpec, IncidentPlace, Kind, NAME, PLACE, Place,
    RECOGNITION, Rule, url,
};
use crate::connector::mapping::{Action, FieldMapping, Source, Target, TargetKind};

const STATUS: &str = "A for active, C for closed. Empty: the incident keeps its status.";

const CLOSING: &str =
    "What the organization asks for, such as resolution_id=Resolved; resolution_summary=Closed in the case.";

const SEVERITY: &str = "The id of the severity code. One that the case names itself counts more. Empty: none is set.";

/// IBM Resilient, today QRadar SOAR.
pub(crate) static FORM: FormSpec = FormSpec {
    type_id: ".resilient",
    name: "IBM Resilient",
    description: "To send cases to IBM Resilient",
    minimum_license: License::Platinum,
    fields: &[
        NAME,
        url("The server, such as https://soar.example.com."),
        FieldSpec::required(
            "orgId",
            Place::Config,
            "Organization ID",
            Rule::Digits,
            "Organization ID is required",
            "The number of the organization, such as 201.",
        ),
        FieldSpec::required(
            "apiKeyId",
            Place::Config,
            "API key ID",
            Rule::User,
            "API key ID is required",
            "An API key that may create, read and edit incidents.",
        ),
        FieldSpec::required(
            "apiKeySecret",
            Place::Secrets,
            "API key secret",
            Rule::Token,
            "API key secret is required",
            "Sent to the URL above and nowhere else.",
        ),
    ],
    advanced: &[
        FieldSpec::advanced(
            "textFormat",
            "Text format",
            Kind::Select(&[
                Choice { value: "auto", label: "As the system reads it" },
                Choice { value: "plain", label: "Plain text" },
                Choice { value: "raw", label: "Markdown as it was typed" },
            ]),
            "As the system reads it: rich text, with headings, lists, code and links.",
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
    // IBM documents no lengths: the server's own answer decides.
    targets: &[
        Target { name: "name", kind: TargetKind::Line, limit: None, required: true },
        Target { name: "description", kind: TargetKind::Body, limit: None, required: false },
        Target { name: "comments", kind: TargetKind::Comments, limit: None, required: false },
    ],
    reserved: &[
        "discovered_date",
        "incident_type_ids",
        "severity_code",
        "case_connectors_mark",
        "id",
        "vers",
        "properties",
    ],
    default_mappings: &[
        FieldMapping::to(Source::Title, "name", Action::Overwrite),
        FieldMapping::to(Source::Description, "description", Action::Overwrite),
        FieldMapping::to(Source::Comments, "comments", Action::Append),
    ],
    case_fields: &[
        CaseField {
            key: "incidentTypes",
            label: "Incident types",
            help: "Their ids, with commas in between.",
            kind: CaseFieldKind::Numbers,
            target: CaseTarget::Object("incident_type_ids", "id"),
        },
        CaseField {
            key: "severityCode",
            label: "Severity code",
            help: "The id of the severity, such as 5.",
            kind: CaseFieldKind::Number,
            target: CaseTarget::Object("severity_code", "id"),
        },
        CaseField::extra("additionalFields", ExtraValues::Any),
    ],
    authentication: Authentication::Basic { user: "apiKeyId", secret: "apiKeySecret" },
    follows: Follows { status: "plan_status", severity: &["severityCode"] },
    place: IncidentPlace::Field("orgId"),
    name_prefixes: &["properties."],
    check: |_, _| None,
    check_deployed: |_, _| None,
};
