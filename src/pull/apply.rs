//! The case's new bytes.

use super::choices::{chosen, is, text};
use crate::case::{TakeOver, take_over};
use crate::error::Error;
use crate::json::object;
use crate::time::{parse_iso, to_iso};
use serde_json::Value;

/// The case with what a person has taken over; every other byte of every value stays as it came. `choices` has `"take"` or
/// `"keep"` by the keys of the changes; what is not in it stays undecided.
///
/// # Errors
/// `OPTIONS_INVALID` for choices that are none; `CASE_INVALID` where the bytes are not a JSON object.
pub fn applied(case: &[u8], pulled: &Value, choices: &Value) -> Result<Vec<u8>, Error> {
    let at = text(pulled, "at").unwrap_or_default();
    let person = |name: Option<&str>| {
        object(vec![("username", Value::Null), ("full_name", name.into()), ("email", Value::Null)])
    };
    let mut over = TakeOver::default();
    for (change, _) in chosen(pulled, choices)?.into_iter().filter(|(_, is_taken)| *is_taken) {
        let theirs = text(change, "theirs");
        match text(change, "kind") {
            Some(kind @ ("title" | "description")) => {
                over.fields
                    .extend(theirs.filter(|_| takes(change)).map(|theirs| (kind.to_owned(), Value::from(theirs))));
            }
            Some("status") => {
                if let Some(status @ ("open" | "in-progress" | "closed")) = text(change, "status") {
                    let is_closed = status == "closed";
                    let closed_at = if is_closed { at.into() } else { Value::Null };
                    let closed_by = if is_closed { person(text(pulled, "system")) } else { Value::Null };
                    let fields = [("status", status.into()), ("closed_at", closed_at), ("closed_by", closed_by)];
                    over.fields.extend(fields.map(|(name, value)| (name.to_owned(), value)));
                }
            }
            Some("incident") => over.incident = pulled.get("incident").cloned(),
            Some("comment") => {
                let comment = change.get("comment");
                let of = |name: &str| comment.and_then(|comment| text(comment, name)).unwrap_or_default();
                let mut members = vec![
                    ("id", of("id").into()),
                    ("type", "user".into()),
                    ("comment", of("text").into()),
                    ("created_at", later(at, over.comments.len()).into()),
                    ("created_by", person(text(change, "by"))),
                ];
                members.extend(["updated_at", "updated_by", "pushed_at", "pushed_by"].map(|name| (name, Value::Null)));
                over.comments.push(object(members));
            }
            _ => {}
        }
    }
    take_over(case, over)
}

/// When a comment came into the case, by the clock that edits of it go by, and not by the remote system's: each a moment after the
/// one before, so that they keep their order.
fn later(at: &str, milliseconds: usize) -> String {
    let moved = parse_iso(at).zip(i64::try_from(milliseconds).ok()).map(|(at, more)| to_iso(at.saturating_add(more)));
    moved.unwrap_or_else(|| at.to_owned())
}

/// Whether taking it over changes the case.
fn takes(change: &Value) -> bool {
    change.get("takes") == Some(&Value::Bool(true)) && !is(change, "gone")
}
