//! Why a case was not read, in words for people.

use crate::json::{Fault, Wrong, mismatch, read};
use crate::unreadable::why;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

const NO_JSON: &str = "It is not JSON.";

/// One or two sentences, and how much of the text was read.
pub(super) fn why_not(text: &str, wrong: &Wrong) -> (String, usize) {
    let before = text.get(..wrong.at).unwrap_or(text);
    let words = match wrong.fault {
        // The library knows more of it, and passes over the same.
        Fault::Json => {
            return match serde_json::from_str::<IgnoredAny>(text) {
                Err(error) => {
                    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
                    (why(&error), lines.map(str::len).sum::<usize>() + error.column())
                }
                Ok(_) => (NO_JSON.to_owned(), wrong.at),
            };
        }
        Fault::Missing(name) => format!("`{name}` is missing."),
        Fault::Twice(name) => format!("duplicate field `{name}`."),
        Fault::Other(what, from) => {
            let found = match text.as_bytes().get(from) {
                Some(b'[') => Ok(Value::Array(Vec::new())),
                Some(b'{') => Ok(Value::Object(Map::new())),
                _ => read(before.get(from..).unwrap_or_default()),
            };
            found.map_or_else(|_| NO_JSON.to_owned(), |found| why(&mismatch(found, &what)))
        }
    };
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    (format!("{words} Look at line {}, column {column}.", before.split('\n').count()), wrong.at)
}
