//! What a person has chosen for the parts of a pull, and how those are written and read.

use crate::case::SecurityCase;
use crate::error::{Code, Error};
use crate::order::Keyed;
use serde_json::Value;

/// The parts that were decided, each with whether the case takes it over: what takes nothing is only acknowledged. One that was
/// edited in the case since stays undecided.
///
/// # Errors
/// `OPTIONS_INVALID` for the pull of another case, for a choice that is none, or for a part that was not pulled.
pub(super) fn chosen<'a>(
    case: &SecurityCase<'_>,
    pulled: &'a Value,
    choices: &Value,
) -> Result<Vec<(&'a Value, bool)>, Error> {
    let invalid = |field: String, message: String| Error::with(Code::OptionsInvalid, message).at(field);
    if text(pulled, "caseId") != Some(&case.id) {
        return Err(invalid("pulled.caseId".to_owned(), "It was pulled for another case.".to_owned()));
    }
    let changes = pulled.get("changes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut by_key = Keyed::default();
    for change in changes {
        if let Some(key) = text(change, "key") {
            by_key.insert(key, change);
        }
    }
    let mut chosen = Vec::new();
    for (key, choice) in choices.as_object().into_iter().flatten() {
        let invalid = |message: String| invalid(format!("choices.{key}"), message);
        let change = by_key.get(key).copied();
        let change = change.ok_or_else(|| invalid(format!("Nothing with the key \"{key}\" was pulled.")))?;
        let is_taken = match choice.as_str() {
            Some("take") => change.get("takes") == Some(&Value::Bool(true)),
            Some("keep") => false,
            _ => return Err(invalid("The choice must be \"take\" or \"keep\".".to_owned())),
        };
        if !is_taken || is_as_pulled(case, change) {
            chosen.push((change, is_taken));
        }
    }
    Ok(chosen)
}

/// Whether the case still says what it said then, or by now what is taken over.
fn is_as_pulled(case: &SecurityCase<'_>, change: &Value) -> bool {
    let (now, taken) = match text(change, "kind") {
        Some("title") => (&*case.title, "theirs"),
        Some("description") => (&*case.description, "theirs"),
        Some("status") => (case.status_or_open(), "status"),
        _ => return true,
    };
    ["ours", taken].iter().any(|name| text(change, name) == Some(now))
}

/// A text of a change.
pub(super) fn text<'a>(change: &'a Value, name: &str) -> Option<&'a str> {
    change.get(name)?.as_str()
}

/// Whether it is a change of this kind.
pub(super) fn is(change: &Value, kind: &str) -> bool {
    text(change, "kind") == Some(kind)
}
