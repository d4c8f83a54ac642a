//! Labels: a set of words to which others add, and in which the mark stands.

use super::knowledge::Knowledge;
use crate::connector::mapping::{Action, TargetKind};
use crate::order::set_of;
use crate::systems::{Connector, Context};
use serde_json::Value;
use std::collections::BTreeSet;

/// What an update leaves in a field of labels: what stands there, without what the last push of this journal had sent and the
/// case no longer has; and what the case has. Whose the others are nobody can tell, so they stay. Nothing of any other field.
pub(super) fn merged(
    known: &Knowledge,
    context: &Context<'_>,
    name: &str,
    ours: &Value,
    theirs: &Value,
) -> Option<Value> {
    if !is_labels(context.connector, name) {
        return None;
    }
    let base = known.fields.get(name).filter(|_| context.connector.action_for(name) == Action::Overwrite);
    let (base, own, there) = (base.map(words).unwrap_or_default(), words(ours), words(theirs));
    let stays = |label: &str| own.contains(label) || !base.contains(label) || label == context.mark;
    let is_new = |label: &str| !there.contains(label);
    let mut merged = Vec::new();
    for (labels, is_kept) in [(theirs, &stays as &dyn Fn(&str) -> bool), (ours, &is_new)] {
        for label in list(labels).filter(|label| label.as_str().is_some_and(is_kept)) {
            merged.push(label.clone());
        }
    }
    Some(Value::Array(merged))
}

/// Whether labels stand among others.
pub(super) fn are_among(ours: &Value, theirs: &Value) -> bool {
    let there = words(theirs);
    words(ours).iter().all(|label| there.contains(label))
}

pub(super) fn is_labels(connector: &Connector, name: &str) -> bool {
    connector.target(name).is_some_and(|target| target.kind == TargetKind::Labels)
}

fn list(labels: &Value) -> impl Iterator<Item = &Value> {
    labels.as_array().into_iter().flatten()
}

fn words(labels: &Value) -> BTreeSet<String> {
    set_of(list(labels).filter_map(Value::as_str).map(str::to_owned))
}
