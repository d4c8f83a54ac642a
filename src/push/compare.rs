//! Whether a remote value says what ours says. Others' edits are recognised by what a reader sees, our own changes by
//! every sign.

use super::labels::{are_among, is_labels};
use super::link_back::without as without_link;
use super::readable::body_format;
use crate::json;
use crate::markup::{Format, join, read_back, visible};
use crate::systems::{Connector, Context};
use crate::time::parse_iso;
use serde_json::Value;
use std::borrow::Cow;

/// Remote systems change white space; a difference in it alone is none.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

/// What a reader sees of a text: systems change markup on its way through them, and that is no difference.
fn seen<'a>(connector: &Connector, name: &str, text: &'a str) -> Cow<'a, str> {
    let seen = |format| Cow::Owned(without_link(&visible(text, format)).to_owned());
    body_format(connector, name).map_or(Cow::Borrowed(text), seen)
}

/// A text as our own is compared with what stands there: nothing of what it says may be passed over, so only line
/// breaks, and white space at the ends of lines, mean nothing.
fn lines(connector: &Connector, name: &str, text: &str) -> Vec<String> {
    let read = body_format(connector, name).map_or(Cow::Borrowed(text), |format| Cow::Owned(read_back(text, format)));
    without_link(read.trim()).lines().map(|line| line.trim_end().to_owned()).collect()
}

pub(super) fn ends_with(connector: &Connector, name: &str, theirs: &Value, ours: &Value) -> bool {
    let (Some(theirs), Some(ours)) = (theirs.as_str(), ours.as_str()) else { return false };
    lines(connector, name, theirs).ends_with(&lines(connector, name, ours))
}

pub(super) fn append(connector: &Connector, name: &str, theirs: &Value, ours: &Value) -> Value {
    match (theirs, ours) {
        (Value::String(theirs), Value::String(ours)) => {
            Value::from(join(theirs, ours, body_format(connector, name).unwrap_or(Format::Plain)))
        }
        _ => ours.clone(),
    }
}

/// Whether our own value stands there already. A change of ours that a reader may not see, such as a word that is no
/// longer struck out, is a change.
pub(super) fn is_written(context: &Context<'_>, name: &str, ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::String(ours), Value::String(theirs)) => {
            lines(context.connector, name, ours) == lines(context.connector, name, theirs) || same_moment(ours, theirs)
        }
        _ => same(ours, theirs),
    }
}

/// Whether two remote values of a field read the same: what differs in markup alone was changed by the system.
pub(crate) fn same_field(context: &Context<'_>, name: &str, ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::String(ours), Value::String(theirs)) if ours != theirs => {
            let (ours, theirs) = (seen(context.connector, name, ours), seen(context.connector, name, theirs));
            words(&ours).eq(words(&theirs)) || same_moment(&ours, &theirs)
        }
        // The mark stands among them, and what others have added.
        _ if is_labels(context.connector, name) => are_among(ours, theirs),
        _ => same(ours, theirs),
    }
}

/// Whether both are one point in time: Jira answers in the zone of the account.
fn same_moment(ours: &str, theirs: &str) -> bool {
    parse_iso(ours).is_some_and(|at| parse_iso(theirs) == Some(at))
}

/// Whether a remote value says what ours says: systems answer more keys, bare ids and other
/// white space than they were sent.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            ours.iter().all(|(key, value)| theirs.get(key).is_some_and(|other| same(value, other)))
        }
        (Value::Object(ours), theirs) => ours.get("id").is_some_and(|id| same(id, theirs)),
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().all(|value| theirs.iter().any(|other| same(value, other)))
        }
        (Value::Null, Value::String(text)) | (Value::String(text), Value::Null) => text.trim().is_empty(),
        (Value::String(_) | Value::Number(_), Value::String(_) | Value::Number(_)) => {
            let text = |value: &Value| value.as_str().map_or_else(|| json::write(value), str::to_owned);
            words(&text(ours)).eq(words(&text(theirs)))
        }
        _ => ours == theirs,
    }
}

#[cfg(test)]
mod tests {
    use super::same_moment;

    #[test]
    fn a_time_is_the_same_in_every_zone() {
        assert!(same_moment("2026-12-01T10:00:00.000+0000", "2026-12-01T11:00:00.000+0100"));
        assert!(!same_moment("2026-12-01T10:00:00.000+0000", "2026-12-01T10:00:00.000+0100"));
        assert!(!same_moment("10", "10"));
    }
}
