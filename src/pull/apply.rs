//! The case's new bytes.

use super::choices::{chosen, text};
use crate::case::{Page, SecurityCase, TakeOver, take_over};
use crate::error::Error;
use crate::json::object;
use crate::markup::origin;
use crate::order::set_of;
use crate::push::of_origin;
use crate::time::{parse_iso, to_iso};
use serde_json::Value;

/// The case with what a person has taken over; every other byte of every value stays as it came. `choices` has `"take"` or
/// `"keep"` by the keys of the changes; what is not in it stays undecided, and so does a title, a description or a status that was
/// edited in the case since it was pulled.
///
/// # Errors
/// `OPTIONS_INVALID` for the pull of another case and for choices that are none, and those of [`SecurityCase::parse`].
pub fn applied(case: &[u8], pages: &[Page<'_>], pulled: &Value, choices: &Value) -> Result<Vec<u8>, Error> {
    let at = text(pulled, "at").unwrap_or_default();
    let person = |name: Option<&str>| {
        object(vec![("username", Value::Null), ("full_name", name.into()), ("email", Value::Null)])
    };
    let before = SecurityCase::parse(case, pages)?;
    // Kibana gives a comment an id of its own: then its origin tells that it is there.
    let of_text = |text: &str| origin::split(text).map(|(body, key)| of_origin(key, body));
    let held = set_of(before.comments.iter().flat_map(|it| [Some(it.id.to_string()), of_text(&it.text)]).flatten());
    let mut over = TakeOver::default();
    for (change, _) in chosen(&before, pulled, choices)?.into_iter().filter(|(_, is_taken)| *is_taken) {
        match text(change, "kind") {
            Some(kind @ ("title" | "description")) => {
                over.fields.extend(text(change, "theirs").map(|theirs| (kind.to_owned(), Value::from(theirs))));
            }
            Some("status") => {
                // Who has closed it here in between, has closed it.
                if let Some(status @ ("open" | "in-progress" | "closed")) = text(change, "status")
                    && status != before.status_or_open()
                {
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
                let (id, words) = (of("id"), of("text"));
                if held.contains(id) || of_text(words).is_some_and(|it| held.contains(&it)) {
                    continue;
                }
                let mut members = vec![
                    ("id", id.into()),
                    ("type", "user".into()),
                    ("comment", words.into()),
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
