//! Bringing the incident's fields up to date, unless somebody has edited them there.

use super::compare::{append, ends_with, is_written, same_field};
use super::decision::{Decision, Stop, Write, prepare};
use super::drift::{Drift, drift, edited};
use super::goal::Goal;
use super::incident::Hashes;
use super::journal::{Event, Evidence, Receipt, Step};
use super::knowledge::Knowledge;
use super::labels::merged;
use super::options::{IfEdited, Options};
use super::taken::unseen;
use crate::connector::mapping::Action;
use crate::error::{Code, Error};
use crate::markup::utf16_len;
use crate::systems::{Before, Context, Fields, RemoteIncident, fields};
use crate::warning::Warning;
use serde_json::Value;

const UNSEEN: &str = "Let the connector's account read this field, or map the text to another one, or let the field mapping overwrite it.";

/// The fields whose source has changed since the remote side was last given them.
pub(super) fn stale<'a>(goal: &'a Goal, known: &Knowledge) -> Vec<(&'a String, &'a Value)> {
    let changed = |name: &String| goal.incident.hashes.get(name) != known.hashes.get(name);
    goal.incident.fields.iter().filter(|(name, _)| changed(name)).collect()
}

/// Brings the incident's fields up to date.
pub(super) fn update(
    goal: &Goal,
    known: &Knowledge,
    context: &Context<'_>,
    stale: &[(&String, &Value)],
    options: &Options,
) -> Option<Decision> {
    if stale.is_empty() {
        return None;
    }
    if let Some(decision) = edited_there(goal, known, context, stale, options) {
        return Some(decision);
    }
    let mut changes = Fields::new();
    // What is remembered of labels are those of the case: the others are nothing that a later push may take away.
    let mut own = Fields::new();
    let mut before = Fields::new();
    for (name, value) in stale {
        let theirs = known.remote.as_ref().and_then(|remote| remote.fields.get(*name));
        let appends = context.connector.action_for(name) == Action::Append;
        let new = match theirs {
            Some(theirs) if let Some(labels) = merged(known, context, name, value, theirs) => {
                if labels == *theirs {
                    continue;
                }
                own.insert((*name).clone(), (*value).clone());
                labels
            }
            Some(theirs) if appends && ends_with(context.connector, name, theirs, value) => continue,
            Some(theirs) if appends => {
                let joined = append(context.connector, name, theirs, value);
                if let Some(error) = too_long(context, name, &joined) {
                    return Some(error.into());
                }
                joined
            }
            Some(theirs) if is_written(context, name, value, theirs) => continue,
            // To write ours alone would erase it.
            None if appends && is_unseen(name, known) => {
                let message = format!("The incident does not show {name}, to which the text is to be appended.");
                return Some(Error::with(Code::AnswerIncomplete, message).at(name.as_str()).advise(UNSEEN).into());
            }
            _ => (*value).clone(),
        };
        if let Some(old) = theirs.or_else(|| known.fields.get(*name)) {
            before.insert((*name).clone(), old.clone());
        }
        changes.insert((*name).clone(), new);
    }
    // What the remote side already says is remembered with its value, by a receipt of its own, when the rest is written.
    let noted = |name: &String| changes.is_empty() || changes.contains_key(name);
    let of = |(name, _): &(&String, _)| Some(((*name).clone(), goal.incident.hashes.get(*name)?.clone()));
    let mut hashes = Hashes::new();
    hashes.extend(stale.iter().filter(|(name, _)| noted(name)).filter_map(of));
    let (incident, _) = known.incident.as_ref()?;
    if changes.is_empty() {
        // The remote side already says the same: remember it, so that it is not asked again.
        let fields = fields(stale.iter().map(|(name, value)| ((*name).clone(), (*value).clone())));
        let receipt = Receipt { fields, hashes, ..Receipt::new(Evidence::Found, incident.clone()) };
        return Some(Decision::Note(vec![(Step::Update, Event::Receipt(receipt))]));
    }
    if let Some(prepare) = prepare(context, Before::Update) {
        return Some(prepare);
    }
    let call = context.connector.system().update(context, &incident.id, &changes, known.remote.as_ref());
    changes.extend(own);
    let about = |warning: &&Warning| changes.contains_key(&warning.field);
    let mut warnings: Vec<Warning> = goal.incident.warnings.iter().filter(about).cloned().collect();
    for name in changes.keys() {
        if is_unseen(name, known) && context.connector.is_mapped(name) {
            warnings.push(unseen(name, context.connector));
        }
    }
    Some(Decision::Write(Box::new(Write { step: Step::Update, call, before, fields: changes, hashes, warnings })))
}

/// Whether an incident was read that does not show this field: what stands there cannot be seen. A plan has read nothing.
fn is_unseen(name: &str, known: &Knowledge) -> bool {
    known.remote.as_ref().is_some_and(|remote| !remote.raw.is_null() && !remote.fields.contains_key(name))
}

/// Whether an update of a field would change nothing that stands there.
pub(super) fn stands(known: &Knowledge, context: &Context<'_>, name: &str, ours: &Value, theirs: &Value) -> bool {
    merged(known, context, name, ours, theirs)
        .map_or_else(|| is_written(context, name, ours, theirs), |labels| labels == *theirs)
}

/// What was edited there since the last push: a stop, or the remote texts as the new base.
pub(super) fn edited_there(
    goal: &Goal,
    known: &Knowledge,
    context: &Context<'_>,
    stale: &[(&String, &Value)],
    options: &Options,
) -> Option<Decision> {
    let (incident, _) = known.incident.as_ref()?;
    let remote: &RemoteIncident = known.remote.as_ref()?;
    let drifts: Vec<Drift> = stale.iter().filter_map(|stale| drifted(*stale, known, context, remote)).collect();
    if drifts.is_empty() {
        return None;
    }
    match options.if_edited {
        IfEdited::Overwrite => None,
        IfEdited::Stop => {
            let error = edited(&drifts);
            let drift = drifts.into_iter().map(|drift| drift.readable(context.connector)).collect();
            Some(Decision::Stop(Stop { error, drift, claims: Vec::new() }))
        }
        IfEdited::Keep => {
            let hash = |drift: &Drift| goal.incident.hashes.get(&drift.field).cloned();
            let mut receipt = Receipt::new(Evidence::Found, incident.clone());
            receipt.hashes.extend(drifts.iter().filter_map(|drift| Some((drift.field.clone(), hash(drift)?))));
            receipt.fields = fields(drifts.into_iter().map(|drift| (drift.field, drift.theirs)));
            Some(Decision::Note(vec![(Step::Update, Event::Receipt(receipt))]))
        }
    }
}

/// The mapped texts that are neither what this journal left there nor what the case says.
pub(super) fn moved(goal: &Goal, known: &Knowledge, context: &Context<'_>, remote: &RemoteIncident) -> Vec<String> {
    let mut moved = Vec::new();
    for field in &goal.incident.fields {
        if context.connector.is_mapped(field.0) && drifted(field, known, context, remote).is_some() {
            moved.push(field.0.clone());
        }
    }
    moved
}

fn drifted(
    (name, value): (&String, &Value),
    known: &Knowledge,
    context: &Context<'_>,
    remote: &RemoteIncident,
) -> Option<Drift> {
    let same = |one: &Value, other: &Value| same_field(context, name, one, other);
    drift(known, context.connector, remote, name, value, same)
}

/// Cutting here would lose the end, which is what is new: a person decides instead.
fn too_long(context: &Context<'_>, name: &str, joined: &Value) -> Option<Error> {
    let limit = context.connector.limit(name)?;
    let length = utf16_len(joined.as_str()?);
    let message = || format!("{name} would have {length} characters, but takes {limit}.");
    (length > limit).then(|| Error::with(Code::TextTooLong, message()).at(name))
}
