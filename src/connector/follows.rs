//! How an incident's own status and severity follow those of its case: a part of each form, empty unless somebody fills it in.

use super::form::{FieldSpec, Kind, Rule};

/// A status of a case, with the key of the field that says what the incident's is to be meanwhile.
pub(crate) const STATUSES: [(&str, &str); 3] =
    [("open", "statusOpen"), ("in-progress", "statusInProgress"), (CLOSED, "statusClosed")];

/// The status of a case that is closed.
pub(crate) const CLOSED: &str = "closed";

/// A severity of a case, with the key of the field that says what stands for it.
pub(crate) const SEVERITIES: [(&str, &str); 4] =
    [("low", "severityLow"), ("medium", "severityMedium"), ("high", "severityHigh"), ("critical", "severityCritical")];

pub(crate) const fn status_open(help: &'static str) -> FieldSpec {
    FieldSpec::advanced("statusOpen", "Status while the case is open", Kind::Text, help)
}

pub(crate) const fn status_in_progress(help: &'static str) -> FieldSpec {
    FieldSpec::advanced("statusInProgress", "Status while the case is in progress", Kind::Text, help)
}

pub(crate) const fn status_closed(help: &'static str) -> FieldSpec {
    FieldSpec::advanced("statusClosed", "Status once the case is closed", Kind::Text, help)
}

pub(crate) const fn closing_fields(help: &'static str) -> FieldSpec {
    let field = FieldSpec::advanced("closingFields", "Fields that closing needs", Kind::Text, help);
    FieldSpec { rule: Rule::Pairs, ..field }
}

pub(crate) const fn severity_low(help: &'static str) -> FieldSpec {
    FieldSpec::advanced("severityLow", "For a case of low severity", Kind::Text, help)
}

pub(crate) const fn severity_medium(help: &'static str) -> FieldSpec {
    FieldSpec::advanced("severityMedium", "For a case of medium severity", Kind::Text, help)
}

pub(crate) const fn severity_high(help: &'static str) -> FieldSpec {
    FieldSpec::advanced("severityHigh", "For a case of high severity", Kind::Text, help)
}

pub(crate) const fn severity_critical(help: &'static str) -> FieldSpec {
    FieldSpec::advanced("severityCritical", "For a case of critical severity", Kind::Text, help)
}

/// The names and values of `name=value; name=value`; nothing where a part is none.
pub(crate) fn pairs(text: &str) -> Option<Vec<(&str, &str)>> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.split_once('=').map(|(name, value)| (name.trim(), value.trim()))).collect()
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
