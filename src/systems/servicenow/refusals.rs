//! The answers that ServiceNow is known to give where it refuses or fails.

use crate::error::Code;
use crate::systems::refusal::Known;
use serde_json::Value;

pub(super) const KNOWN: &[Known] = &[
    Known::of(&[401], &["locked"], Code::AuthFailed).means(
        "The account is locked.",
        "Have a ServiceNow administrator unlock the user, then enter the password again.",
    ),
    Known::of(&[401], &["expired", "invalid_token"], Code::AuthFailed).means(
        "The token or the password has expired.",
        "Make a new one and enter it again.",
    ),
    Known::of(&[401], &["<html", "<!doctype"], Code::AuthFailed).means(
        "A login page answers in place of the API, as single sign-on has it.",
        "Use an account of the instance itself with a password of its own: one that logs in by single sign-on cannot be used here.",
    ),
    Known::of(&[401], &["not authenticated"], Code::AuthFailed).means(
        "The user name or the password was not accepted.",
        "Check both, and enter the password again. ServiceNow says the same of a locked user and of one who may not call web services: an administrator sees which it is in the user's record.",
    ),
    Known::of(&[200, 201, 400, 403], &["mandatory"], Code::FieldsRequired).means(
        "The instance wants fields that are empty: {name}.",
        "Fill them in the connector fields of each case (additional fields), give them a default, or have the data policy changed in ServiceNow.",
    ),
    Known::of(&[200, 201, 400, 403, 500], &["aborted by business rule"], Code::Rejected).means(
        "A business rule of the instance stopped the write: {name}.",
        "Ask a ServiceNow administrator what this rule wants of the record, and fill that in the connector fields or the field mapping.",
    ),
    Known::of(&[403], &["acl exception", "acl validation", "security constraints", "not authorized", "insufficient rights"], Code::Forbidden).means(
        "The account lacks a role, or an access rule keeps it out.",
        "Ask a ServiceNow administrator for the right that the message names. Another password changes nothing.",
    ),
    Known::of(&[403], &["operation failed"], Code::Rejected).means(
        "A rule of the instance stopped the write.",
        "Ask a ServiceNow administrator: the system log names the data policy, business rule or script that did.",
    ),
    Known::of(&[400], &["invalid table"], Code::TableMissing).means(
        "The instance has no such table.",
        "Check the connector's type. The table comes with its plugin: security incidents need Security Incident Response.",
    ),
    Known::of(&[400], &["does not represent any resource"], Code::WrongProduct).means(
        "Nothing answers at this path of the instance.",
        "Enter the URL of the instance alone, such as https://example.service-now.com, without a path. If it is right, the app that has this path is not installed.",
    ),
    Known::of(&[], &["hibernat"], Code::NotJson).means(
        "The developer instance is asleep.",
        "Log in to developer.servicenow.com and wake the instance. It takes some minutes; then push again.",
    ),
    Known::of(&[200, 502, 503], &["being upgraded", "upgrade in progress", "under maintenance", "for maintenance", "scheduled maintenance"], Code::RemoteFailed).means(
        "The instance is being upgraded or maintained.",
        "Push again when it is back; the ServiceNow administrator knows when.",
    ),
    Known::of(&[500, 503], &["maximum execution time", "transaction cancelled"], Code::RemoteFailed).means(
        "The instance stopped the request because it took too long.",
        "Ask a ServiceNow administrator which rule or flow takes so long at this write, or for a higher quota for REST transactions.",
    ),
    Known::of(&[500], &[], Code::RemoteFailed).means(
        "The instance reported an error of its own.",
        "A business rule, flow or script that runs at this request may be failing: a ServiceNow administrator finds it in the system log.",
    ),
];

/// Whether a body is one of its own answers.
pub(in crate::systems) fn recognises(body: &Value) -> bool {
    let failure = body.get("status").and_then(Value::as_str) == Some("failure");
    failure && body.get("error").is_some_and(|error| error.get("message").is_some())
}

/// The fields that a data policy wants, or the rule that stopped a write.
pub(super) fn named(words: &str, field: Option<&str>) -> Option<String> {
    let after = |mark: &str| words.split_once(mark).map(|(_, rest)| rest);
    let fields = after("mandatory: ").map(|rest| rest.split(['.', '\n']).next().unwrap_or_default());
    // The name, and after a ^ the id, which nobody knows.
    let rule = || after("Business Rule '").map(|rest| rest.split(['\'', '^']).next().unwrap_or_default());
    let name = fields.or_else(rule).or(field)?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
