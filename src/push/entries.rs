//! Which entries of an incident the journal knows, by the ids that its system gives them. Where nothing else is left to read,
//! the rest need not be read: of ten thousand comments a push reads the newest hundred.

use super::journal::Step;
use crate::markup::reference::{Reference, token};
use crate::time::parse_iso;
use std::collections::{BTreeMap, BTreeSet};

/// Those that the journal knows, and those that were read.
#[derive(Debug, Clone, Default)]
pub(super) struct Entries {
    recorded: BTreeSet<String>,
    /// Of those the numbers of alerts, in their order.
    alerts: Vec<(String, u32)>,
    read: BTreeSet<String>,
    /// How many of those that were read the journal knows.
    known: usize,
    /// The ids of those that were read, by what they show.
    shown: BTreeMap<String, String>,
}

impl Entries {
    /// The journal has a receipt of this one.
    pub(super) fn record(&mut self, id: &str, step: &Step) {
        if self.recorded.insert(id.to_owned()) {
            self.known += usize::from(self.read.contains(id));
            if let Step::Alerts { total } = step {
                self.alerts.push((id.to_owned(), *total));
            }
        }
    }

    /// Whether the journal has a receipt of this one.
    pub(super) fn has(&self, id: &str) -> bool {
        self.recorded.contains(id)
    }

    /// They are read anew.
    pub(super) fn begin(&mut self) {
        self.read.clear();
        self.shown.clear();
        self.known = 0;
    }

    /// Notes one that was read. Whether it is the first time: while pages are read the entries move from one to the next.
    pub(super) fn read(&mut self, id: &str) -> bool {
        let is_new = self.read.insert(id.to_owned());
        self.known += usize::from(is_new && self.recorded.contains(id));
        is_new
    }

    /// Notes what one shows.
    pub(super) fn shows(&mut self, id: Option<&str>, reference: &Reference) {
        if let Some(id) = id {
            self.shown.insert(name(reference), id.to_owned());
        }
    }

    /// The id of the one that was read and shows this version of a comment.
    pub(super) fn id_of(&self, step: &Step) -> Option<String> {
        let Step::Comment { comment_id, edit, version_at, .. } = step else { return None };
        let (token, at) = (token(comment_id), parse_iso(version_at)?);
        self.shown.get(&name(&Reference::Comment { token, edit: *edit, at })).cloned()
    }

    /// Whether so many that were not read are all that the journal knows besides.
    pub(super) fn are_all_recorded(&self, left: usize) -> bool {
        self.recorded.len() - self.known == left
    }

    /// The numbers of alerts that were not read, the latest first.
    pub(super) fn unread_alerts(&self) -> impl Iterator<Item = u32> {
        self.alerts.iter().rev().filter(|(id, _)| !self.read.contains(id)).map(|(_, total)| *total)
    }
}

/// A reference as one word.
pub(super) fn name(reference: &Reference) -> String {
    match reference {
        Reference::Opened => "opened".to_owned(),
        Reference::Comment { token, edit, at } => format!("{token} {edit} {at}"),
        Reference::Alerts { total } => format!("alerts {total}"),
    }
}
