//! What a person has chosen for the parts of a pull, and how those are written and read.

use crate::error::{Code, Error};
use crate::order::Keyed;
use serde_json::Value;

/// The parts that were decided, each with whether it is taken over.
///
/// # Errors
/// `OPTIONS_INVALID` for a choice that is none, or for a part that was not pulled.
pub(super) fn chosen<'a>(pulled: &'a Value, choices: &Value) -> Result<Vec<(&'a Value, bool)>, Error> {
    let invalid = |key: &str, message: String| Error::with(Code::OptionsInvalid, message).at(format!("choices.{key}"));
    let changes = pulled.get("changes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut by_key = Keyed::default();
    for change in changes {
        if let Some(key) = text(change, "key") {
            by_key.insert(key, change);
        }
    }
    let each = choices.as_object().into_iter().flatten().map(|(key, choice)| {
        let change = by_key.get(key).copied();
        let change = change.ok_or_else(|| invalid(key, format!("Nothing with the key \"{key}\" was pulled.")))?;
        match choice.as_str() {
            Some("take") => Ok((change, true)),
            Some("keep") => Ok((change, false)),
            _ => Err(invalid(key, "The choice must be \"take\" or \"keep\".".to_owned())),
        }
    });
    each.collect()
}

/// A text of a change.
pub(super) fn text<'a>(change: &'a Value, name: &str) -> Option<&'a str> {
    change.get(name)?.as_str()
}

/// Whether it is a change of this kind.
pub(super) fn is(change: &Value, kind: &str) -> bool {
    text(change, "kind") == Some(kind)
}
