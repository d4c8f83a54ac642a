//! The form of a ServiceNow connector, in parts that other tables of ServiceNow share.

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
use crate::connector::{Draft, License, Problem, Scalar};

/// ServiceNow IT service management.
pub(crate) static FORM: FormSpec = FormSpec {
    type_id: ".servicenow",
    name: "ServiceNow",
    description: "To send cases to ServiceNow",
    minimum_license: License::Platinum,
    fields: FIELDS,
    advanced: ADVANCED,
    targets: TARGETS,
    reserved: RESERVED,
    default_mappings: DEFAULT_MAPPINGS,
    case_fields: &[
        CaseField::text("impact", "Impact", CaseTarget::Value("impact"), LEVELS),
        CaseField::text("urgency", "Urgency", CaseTarget::Value("urgency"), LEVELS),
        CaseField::text("severity", "Incident severity", CaseTarget::Value("severity"), LEVELS),
        CATEGORY,
        SUBCATEGORY,
        EXTRA,
    ],
    authentication: AUTHENTICATION,
    place: IncidentPlace::Fixed("incident"),
    follows: Follows { status: "state", severity: &["impact", "urgency"] },
    name_prefixes: NAME_PREFIXES,
    check,
    check_deployed: |_, _| None,
};

const STATUS: &str = "The value of the incident's state: 1 new, 2 in progress, 6 resolved, 7 closed. Empty: the incident keeps its state.";

pub(in crate::systems) const CLOSING: &str =
    "What the instance asks for, such as close_code=Solution provided; close_notes=Closed in the case.";

const SEVERITY: &str = "Impact and urgency: 1, 2 or 3. What the case names itself counts more. Empty: neither is set.";

const LEVELS: &str = "1 is high, 2 medium, 3 low.";

pub(in crate::systems) const FIELDS: &[FieldSpec] = &[
    NAME,
    url("The instance, such as https://example.service-now.com."),
    FieldSpec::required(
        "username",
        Place::Config,
        "Username",
        Rule::User,
        "Username is required.",
        "An account that may create and read incidents.",
    ),
    FieldSpec::required(
        "password",
        Place::Secrets,
        "Password",
        Rule::Password,
        "Password is required.",
        "Sent to the URL above and nowhere else.",
    ),
];

const ADVANCED: &[FieldSpec] = &[
    USES_TABLE_API,
    FieldSpec::advanced(
        "commentsTarget",
        "Where comments go",
        Kind::Select(&[
            Choice { value: "comments", label: "Additional comments (the caller sees them)" },
            Choice { value: "work_notes", label: "Work notes (internal)" },
        ]),
        COMMENTS_HELP,
    ),
    TEXT_FORMAT,
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
];

pub(in crate::systems) const USES_TABLE_API: FieldSpec = FieldSpec::advanced(
    "usesTableApi",
    "Use the Table API",
    Kind::Flag(true),
    "Switch off where the instance has Elastic's app: cases then go through its import set.",
);

pub(in crate::systems) const COMMENTS_HELP: &str =
    "Additional comments are shown to the caller of the incident; work notes are internal.";

pub(in crate::systems) const TEXT_FORMAT: FieldSpec = FieldSpec::advanced(
    "textFormat",
    "Text format",
    Kind::Select(&[
        Choice { value: "auto", label: "Plain text" },
        Choice { value: "code", label: "Comments as HTML in [code]" },
        Choice { value: "raw", label: "Markdown as it was typed, nothing escaped" },
    ]),
    "HTML only where the instance renders [code] in its journal (glide.ui.security.allow_codetag). In Markdown as it was typed, a [code] of the case would be rendered.",
);

/// With the lengths of the dictionary of the task table; longer text would be cut by the server.
pub(in crate::systems) const TARGETS: &[Target] = &[
    Target { name: "short_description", kind: TargetKind::Line, limit: Some(160), required: true },
    Target { name: "description", kind: TargetKind::Body, limit: Some(4000), required: false },
    Target { name: "comments", kind: TargetKind::Comments, limit: Some(4000), required: false },
    Target { name: "work_notes", kind: TargetKind::Comments, limit: Some(4000), required: false },
];

pub(in crate::systems) const RESERVED: &[&str] =
    &["correlation_id", "correlation_display", "sys_id", "number", "elastic_incident_id"];

pub(in crate::systems) const DEFAULT_MAPPINGS: &[FieldMapping] = &[
    FieldMapping::to(Source::Title, "short_description", Action::Overwrite),
    FieldMapping::to(Source::Description, "description", Action::Overwrite),
    FieldMapping::to(Source::Comments, "comments", Action::Append),
];

pub(in crate::systems) const CATEGORY: CaseField =
    CaseField::text("category", "Category", CaseTarget::Value("category"), "The value, such as software.");

pub(in crate::systems) const SUBCATEGORY: CaseField =
    CaseField::text("subcategory", "Subcategory", CaseTarget::Value("subcategory"), "The value, one of the category.");

/// The Table API knows strings only, and the import set mangles anything nested.
pub(in crate::systems) const EXTRA: CaseField = CaseField::extra("additionalFields", ExtraValues::Text);

pub(in crate::systems) const AUTHENTICATION: Authentication =
    Authentication::Basic { user: "username", secret: "password" };

/// The import set knows a column by its name with `u_` before it.
pub(in crate::systems) const NAME_PREFIXES: &[&str] = &["u_", "u-"];

/// The caller of the incident reads its additional comments, which a person should know.
pub(in crate::systems) fn check(field: &FieldSpec, draft: &Draft) -> Option<Problem> {
    let chosen = draft.advanced("commentsTarget").and_then(Scalar::as_text);
    let is_visible = field.key == "commentsTarget" && chosen.is_none_or(|target| target == "comments");
    let message = "Comments are visible to the caller of the incident. Choose work notes to keep them internal.";
    (is_visible && shows_comments(draft)).then(|| Problem::warning(field.path(), "COMMENTS_VISIBLE", message))
}

/// Whether the mappings leave it to the form where comments go: others send them to a field of their
/// own, or nowhere.
fn shows_comments(draft: &Draft) -> bool {
    let Some(mappings) = &draft.mappings else { return true };
    mappings.iter().any(|mapping| mapping.is_active() && mapping.target == "comments")
}
