//! The answers that IBM Resilient is known to give where it refuses or fails.

use crate::error::Code;
use crate::systems::refusal::Known;
use serde_json::Value;

pub(super) const KNOWN: &[Known] = &[
    Known::of(&[401], &[], Code::AuthFailed).means(
        "The API key was not accepted.",
        "Enter the id and the secret of an API key of this organization again. A key that was deleted, switched off or has expired looks the same.",
    ),
    Known::of(&[403, 404], &["this organization", "organization was not found"], Code::OrganizationMissing).means(
        Code::OrganizationMissing.meaning(),
        "Enter an organization that the key belongs to: the test of the connector lists them.",
    ),
    Known::of(&[403], &[], Code::Forbidden).means(
        "The API key may not do this.",
        "Ask an administrator to give the API key the right that the message names (Administrator Settings, Users, API Keys). A new secret changes nothing.",
    ),
    Known::of(&[200, 404], &["unable to find object"], Code::NotFound).means(
        Code::NotFound.meaning(),
        Code::NotFound.remedy(),
    ),
    Known::of(&[200, 400], &["required"], Code::FieldsRequired).means(
        "The organization wants fields that are empty: {name}.",
        "Fill them in the connector fields of each case (additional fields), or have them made optional in the organization.",
    ),
    Known::of(&[400], &["unrecognized field", "no such field", "unknown field"], Code::FieldsMissing).means(
        "The organization has no field {name}.",
        "Correct its name in the connector fields of the case: it is the API access name, which the field's settings show.",
    ),
    Known::of(&[400], &["invalid value", "is not a valid", "wrong type"], Code::Rejected).means(
        "The field {name} does not take this value.",
        "Enter one of the values that the organization offers for it, by its id or label, in the connector fields of the case.",
    ),
    Known::of(&[500], &[], Code::RemoteFailed).means(
        "The server reported an error of its own.",
        "A rule, script or workflow that runs at this request may be failing: an administrator finds it in the server's client.log at the time of the push.",
    ),
];

/// Whether a body is one of its own answers.
pub(super) fn recognises(body: &Value) -> bool {
    body.get("success") == Some(&Value::Bool(false)) && body.get("error_code").is_some()
}

/// What stands in quotes, with the label that follows in brackets.
pub(super) fn named(words: &str, field: Option<&str>) -> Option<String> {
    let quoted = || {
        let (_, rest) = words.split_once('\'')?;
        let (name, rest) = rest.split_once('\'')?;
        let label = rest.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(label, _)| label);
        Some(label.map_or_else(|| name.to_owned(), |label| format!("{label} ({name})")))
    };
    let listed = || words.split_once(": ").map(|(_, rest)| rest.trim_end_matches('.').to_owned());
    quoted().or_else(|| field.map(str::to_owned)).or_else(listed)
}
