//! Long text: wiki markup in version 2, an Atlassian Document in version 3.
//! It is stored as it came and turned into the other form on the way out.

use super::{Version, adf};
use serde_json::{Value, json};

/// The longest text Jira keeps, in UTF-16 units, as Java counts.
const MAX: usize = 32_767;

/// Length as Java counts it.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// What is wrong with a text.
#[derive(Debug)]
pub(super) enum Problem {
    /// Not the kind of value this version takes.
    Kind(&'static str),
    /// An Atlassian Document that breaks the rules of the format.
    Document,
    TooLong,
}

/// Checks a text for one version of the API.
pub(super) fn check(value: &Value, version: Version) -> Result<(), Problem> {
    let length = match (version, value) {
        (Version::V2, Value::String(text)) => units(text),
        (Version::V2, _) => return Err(Problem::Kind("Operation value must be a string")),
        (Version::V3, Value::Object(_)) => {
            if !adf::is_valid(value) {
                return Err(Problem::Document);
            }
            units(&adf::plain(value))
        }
        (Version::V3, _) => {
            return Err(Problem::Kind(
                "Operation value must be an Atlassian Document (see the Atlassian Document Format)",
            ));
        }
    };
    if length > MAX {
        return Err(Problem::TooLong);
    }
    Ok(())
}

/// The message of Jira for a text that is too long.
pub(super) fn too_long() -> String {
    format!("The entered text is too long. It exceeds the allowed limit of {MAX} characters.")
}

/// Whether there is nothing but white space in it.
pub(super) fn is_blank(value: &Value) -> bool {
    plain(value).trim().is_empty()
}

/// The text without markup of a document; wiki markup stays as it is.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(_) => adf::plain(value),
        _ => String::new(),
    }
}

/// The form in which a version of the API shows a stored text.
pub(super) fn shown(value: &Value, version: Version) -> Value {
    match (version, value) {
        (Version::V2, Value::Object(_)) => adf::plain(value).into(),
        (Version::V3, Value::String(text)) => document(text),
        _ => value.clone(),
    }
}

/// A document with one paragraph per line. The real one renders the markup;
/// that much is not needed here.
fn document(text: &str) -> Value {
    let paragraphs: Vec<_> = text
        .lines()
        .map(|line| match line {
            "" => json!({ "type": "paragraph", "content": [] }),
            line => json!({
                "type": "paragraph",
                "content": [{ "type": "text", "text": line }],
            }),
        })
        .collect();
    json!({ "type": "doc", "version": 1, "content": paragraphs })
}
