//! What a system has taken of a write, and what it has passed over without a word.

use super::entries::name;
use super::goal::Goal;
use super::journal::Step;
use crate::json;
use crate::markup::reference::{self, Reference};
use crate::order::{Keyed, set_of};
use crate::systems::{CommentsPage, Connector, Entry, Fields, fields};
use crate::time::parse_iso;
use crate::warning::Warning;
use serde_json::Value;

/// What this push has written and not seen in the incident.
#[derive(Debug, Clone, Default)]
pub(crate) struct Taken {
    pub(super) fields: Fields,
    /// The ids of comments, with the names of their references; no id for the number of alerts.
    pub(super) entries: Vec<(Option<String>, String)>,
}

impl Taken {
    /// Notes a write, with the fields that it has sent.
    pub(super) fn note(&mut self, step: &Step, fields: &Fields) {
        match step {
            Step::Create | Step::Update => self.fields.extend(fields.clone()),
            Step::Comment { comment_id, edit, version_at, .. } => {
                let (token, at) = (reference::token(comment_id), parse_iso(version_at).unwrap_or_default());
                let name = name(&Reference::Comment { token, edit: *edit, at });
                self.entries.push((Some(comment_id.clone()), name));
            }
            Step::Alerts { total } => self.entries.push((None, name(&Reference::Alerts { total: *total }))),
            Step::Items { .. } => {}
        }
    }

    /// An answer has shown what became of these.
    pub(super) fn shown(&mut self, answered: &Fields) {
        let written = std::mem::take(&mut self.fields);
        self.fields = fields(written.into_iter().filter(|(name, _)| !answered.contains_key(name)));
    }

    /// The fields that are looked at: what only a new incident is given is not read again.
    pub(super) fn fields_of(&self, goal: &Goal) -> Fields {
        let is_read = |(name, _): &(&String, &Value)| goal.incident.fields.contains_key(*name);
        fields(self.fields.iter().filter(is_read).map(|(name, value)| (name.clone(), value.clone())))
    }

    /// The entries that a page does not show, though it can be read.
    pub(super) fn lost(&self, page: &CommentsPage) -> Vec<Warning> {
        let there = set_of(page.entries.iter().flat_map(|entry| names(&entry.text)));
        let lost = self.entries.iter().filter(|(_, name)| page.readable && !there.contains(name));
        lost.map(|(id, _)| entry_not_taken(id.as_deref())).collect()
    }

    /// The comments that stand there more than once.
    pub(super) fn twice<'a>(&self, shown: impl Iterator<Item = &'a Entry>) -> Vec<Warning> {
        let mut there: Keyed<Vec<&Entry>> = Keyed::default();
        for entry in shown {
            names(&entry.text)
                .for_each(|name| there.or_default(&name).into_iter().for_each(|entries| entries.push(entry)));
        }
        let twice = |(id, name): &(Option<String>, String)| {
            let entries = there.get(name).filter(|entries| entries.len() > 1)?;
            id.as_deref().map(|id| comment_twice(id, entries))
        };
        self.entries.iter().filter_map(twice).collect()
    }
}

/// The references that a text holds.
fn names(text: &str) -> impl Iterator<Item = String> {
    reference::read_all(text).into_iter().map(|reference| name(&reference))
}

/// The values that were sent and do not stand in the incident, where the two do not read the same.
pub(super) fn missing(
    sent: &Fields,
    shown: &Fields,
    connector: &Connector,
    is_same: &dyn Fn(&str, &Value, &Value) -> bool,
) -> Vec<Warning> {
    let is_missing = |(name, value): &(&String, &Value)| match shown.get(name.as_str()) {
        Some(theirs) => !is_same(name, value, theirs),
        None => !is_empty(value),
    };
    let one = |(name, value): (&String, &Value)| {
        let theirs = shown.get(name.as_str());
        let sent = short(value);
        let stands = match theirs {
            Some(theirs) if !is_empty(theirs) => format!("it has \"{}\"", short(theirs)),
            Some(_) => "it is empty".to_owned(),
            None => "it is not shown: there may be no such field, or the account may not read it".to_owned(),
        };
        let field = labelled(name, connector);
        let message = format!("{field} was sent as \"{sent}\", and the system did not take that: {stands}.");
        Warning::new("FIELD_NOT_TAKEN", name.as_str(), message).change(sent, theirs.map(short).unwrap_or_default())
    };
    sent.iter().filter(is_missing).map(one).collect()
}

/// A field as people know it, with its name.
fn labelled(name: &str, connector: &Connector) -> String {
    let label = connector.labels().get(name).filter(|label| *label != name);
    label.map_or_else(|| name.to_owned(), |label| format!("{label} ({name})"))
}

/// The code of [`unseen`].
pub(super) const FIELD_UNSEEN: &str = "FIELD_UNSEEN";

/// What a person is told of a field that is written over, and that the incident does not show.
pub(super) fn unseen(name: &str, connector: &Connector) -> Warning {
    let field = labelled(name, connector);
    let message = format!(
        "The incident does not show {field}, so nobody can see whether somebody has edited it there: the push writes over it."
    );
    Warning::new(FIELD_UNSEEN, name, message)
}

pub(super) fn entry_not_taken(comment_id: Option<&str>) -> Warning {
    let what = comment_id.map_or_else(|| "The number of alerts".to_owned(), |id| format!("The comment {id}"));
    let message = format!(
        "{what} was sent and accepted, and does not show in the incident: the account may lack the right to write there."
    );
    let warning = Warning::new("FIELD_NOT_TAKEN", "comments", message);
    match comment_id {
        Some(id) => warning.about(id),
        None => warning,
    }
}

fn comment_twice(comment_id: &str, entries: &[&Entry]) -> Warning {
    let named: Vec<String> = entries
        .iter()
        .filter_map(|entry| {
            let author = entry.author.as_ref()?;
            Some(format!("by {} at {}", author.shown(), entry.at))
        })
        .collect();
    let named = if named.is_empty() { String::new() } else { format!(" They are: {}.", named.join("; ")) };
    let message = format!(
        "The comment {comment_id} stands in the incident more than once, since another browser has pushed in the same moment.{named} Delete all but one of them there: each ends with the same line."
    );
    Warning::new("COMMENT_TWICE", "comments", message).about(comment_id)
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// So much of a value shows which one it was.
const LONGEST: usize = 200;

fn short(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| json::write(value), str::to_owned);
    crate::error::cut(text, LONGEST)
}
