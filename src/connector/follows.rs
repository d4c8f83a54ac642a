//! How an incident's own status and severity follow those of its case: a part of each form, empty unless somebody fills it in.

use super::form::{FieldSpec, Kind, Rule};
use crate::url::{cut, parts};

/// A status of a case, with the key of the field that says what the incident's is to be meanwhile.
pub(crate) const STATUSES: [(&str, &str); 3] =
    [("open", "statusOpen"), ("in-progress", "statusInProgress"), (CLOSED, "statusClosed")];

/// The status of a case that is closed.
pub(crate) const CLOSED: &str = "closed";

/// A severity of a case, with the key of the field that says what stands for it.
pub(crate) const SEVERITIES: [(&str, &str); 4] =
    [("low", "severityLow"), ("medium", "severityMedium"), ("high", "severityHigh"), ("critical", "severityCritical")];

const fn field(key: &'static str, label: &'static str, help: &'static str) -> FieldSpec {
    FieldSpec { group: Some("Status and severity"), ..FieldSpec::advanced(key, label, Kind::Text, help) }
}

pub(crate) const fn status_open(help: &'static str) -> FieldSpec {
    field("statusOpen", "Status while the case is open", help)
}

pub(crate) const fn status_in_progress(help: &'static str) -> FieldSpec {
    field("statusInProgress", "Status while the case is in progress", help)
}

pub(crate) const fn status_closed(help: &'static str) -> FieldSpec {
    field("statusClosed", "Status once the case is closed", help)
}

pub(crate) const fn closing_fields(help: &'static str) -> FieldSpec {
    FieldSpec { rule: Rule::Pairs, ..field("closingFields", "Fields that closing needs", help) }
}

pub(crate) const fn severity_low(help: &'static str) -> FieldSpec {
    field("severityLow", "For a case of low severity", help)
}

pub(crate) const fn severity_medium(help: &'static str) -> FieldSpec {
    field("severityMedium", "For a case of medium severity", help)
}

pub(crate) const fn severity_high(help: &'static str) -> FieldSpec {
    field("severityHigh", "For a case of high severity", help)
}

pub(crate) const fn severity_critical(help: &'static str) -> FieldSpec {
    field("severityCritical", "For a case of critical severity", help)
}

/// The names and values of `name=value; name=value`; nothing where a part is none.
pub(crate) fn pairs(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut pairs = Vec::new();
    for part in parts(text, b";").map(str::trim).filter(|part| !part.is_empty()) {
        let (name, value) = cut(part, b"=");
        pairs.push((name.trim(), value.strip_prefix("=")?.trim()));
    }
    Some(pairs)
}

#[cfg(test)]
mod tests {
    use super::pairs;

    #[test]
    fn reads_names_and_values() {
        let read = pairs(" close_code = Solution provided; close_notes=a=b ;");
        assert_eq!(read.unwrap(), [("close_code", "Solution provided"), ("close_notes", "a=b")]);
        assert_eq!(pairs("close_code"), None);
        assert_eq!(pairs("").unwrap(), []);
    }
}
