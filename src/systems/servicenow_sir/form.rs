//! The form of a ServiceNow SecOps connector: that of ServiceNow with other per-case fields, and with comments that
//! stay internal unless somebody chooses otherwise.

use super::observables::{DEST_IP, MALWARE_HASH, MALWARE_URL, SOURCE_IP};
use crate::connector::case_field::{CaseField, CaseFieldKind, CaseTarget};
use crate::connector::follows::{
    closing_fields, severity_critical, severity_high, severity_low, severity_medium, status_closed, status_in_progress,
    status_open,
};
use crate::connector::form::{
    COLLEAGUES, Choice, FieldSpec, Follows, FormSpec, IncidentPlace, Kind, PLACE, RECOGNITION,
};
use crate::connector::{Draft, License, Problem, Scalar};
use crate::systems::servicenow::form as servicenow;

const STATUS: &str = "The value of the incident's state: 10 draft, 16 analysis, 18 contain, 3 closed. Empty: the incident keeps its state.";

const SEVERITY: &str = "The priority: 1 to 4. One that the case names itself counts more. Empty: none is set.";

/// ServiceNow Security Operations.
pub(crate) static FORM: FormSpec = FormSpec {
    type_id: ".servicenow-sir",
    name: "ServiceNow SecOps",
    description: "To send cases to ServiceNow SecOps",
    minimum_license: License::Platinum,
    fields: servicenow::FIELDS,
    advanced: &[
        servicenow::USES_TABLE_API,
        FieldSpec::advanced(
            "commentsTarget",
            "Where comments go",
            Kind::Select(&[
                Choice { value: "work_notes", label: "Work notes (internal)" },
                Choice { value: "comments", label: "Additional comments (the caller sees them)" },
            ]),
            servicenow::COMMENTS_HELP,
        ),
        servicenow::TEXT_FORMAT,
        PLACE,
        COLLEAGUES,
        RECOGNITION,
        status_open(STATUS),
        status_in_progress(STATUS),
        status_closed(STATUS),
        closing_fields(servicenow::CLOSING),
        severity_low(SEVERITY),
        severity_medium(SEVERITY),
        severity_high(SEVERITY),
        severity_critical(SEVERITY),
    ],
    targets: servicenow::TARGETS,
    reserved: RESERVED,
    default_mappings: servicenow::DEFAULT_MAPPINGS,
    case_fields: &[
        servicenow::CATEGORY,
        servicenow::SUBCATEGORY,
        CaseField::text(
            "priority",
            "Priority",
            CaseTarget::Value("priority"),
            "1 is critical, 2 high, 3 moderate, 4 low.",
        ),
        observable(DEST_IP, "Destination IPs"),
        observable(SOURCE_IP, "Source IPs"),
        observable(MALWARE_URL, "Malware URLs"),
        observable(MALWARE_HASH, "Malware hashes"),
        servicenow::EXTRA,
    ],
    authentication: servicenow::AUTHENTICATION,
    follows: Follows { status: "state", severity: &["priority"] },
    place: IncidentPlace::Fixed("sn_si_incident"),
    name_prefixes: servicenow::NAME_PREFIXES,
    check,
    check_deployed: |_, _| None,
};

/// Those of every table of ServiceNow, and the columns of the observables.
const RESERVED: &[&str] = &[
    "correlation_id",
    "correlation_display",
    "sys_id",
    "number",
    "elastic_incident_id",
    "dest_ip",
    "source_ip",
    "malware_hash",
    "malware_url",
];

const fn observable(key: &'static str, label: &'static str) -> CaseField {
    let help = "Of the case's alerts, where the host passes their documents.";
    CaseField { key, label, help, kind: CaseFieldKind::Flag(true), target: CaseTarget::Choice }
}

/// The caller reads additional comments, which a person should know who has chosen them.
fn check(field: &FieldSpec, draft: &Draft) -> Option<Problem> {
    let chosen = draft.advanced("commentsTarget").and_then(Scalar::as_text);
    (chosen == Some("comments")).then(|| servicenow::check(field, draft))?
}

#[cfg(test)]
mod tests {
    use super::{RESERVED, servicenow};
    use crate::systems::servicenow_sir::observables::COLUMNS;

    #[test]
    fn what_servicenow_and_the_observables_fill_is_reserved() {
        assert_eq!(RESERVED, [servicenow::RESERVED, &COLUMNS].concat());
    }
}
