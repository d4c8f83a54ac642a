//! What is read of an incident's entries.

use super::{Knowledge, Sent};
use crate::markup::reference::{self, Reference};
use crate::markup::visible;
use crate::push::check::proved;
use crate::push::evidence::Source;
use crate::push::goal::Goal;
use crate::push::others::Others;
use crate::push::theirs::{may_have_two, said};
use crate::systems::{CommentsPage, Entry, System};
use crate::warning::Warning;

impl Knowledge {
    /// Whether the journal knows this entry by its id.
    pub(crate) fn has_recorded(&self, entry: &Entry) -> bool {
        entry.id.as_ref().is_some_and(|id| self.entries.has(id))
    }

    /// Whether a receipt, or the case, says that what a reference names was sent.
    pub(in crate::push) fn is_known(&self, reference: &Reference, goal: &Goal) -> bool {
        match reference {
            Reference::Opened => false,
            Reference::Alerts { total } => self.alerts_recorded.contains(total),
            Reference::Comment { token, edit, at } => {
                let mut versions = self.comments.get(token).into_iter().flatten();
                let comment = goal.comment_of(token);
                versions.any(|sent| sent.source == Source::Journal && (sent.edit, sent.at) == (*edit, *at))
                    || comment.is_some_and(|comment| self.case_says_pushed(comment, *at))
            }
        }
    }

    /// Takes over what an entry of the remote side shows.
    pub(crate) fn read_entry(&mut self, entry: &Entry, system: &dyn System) {
        self.entries_read += 1;
        if entry.id.as_ref().is_some_and(|id| !self.entries.read(id)) {
            return;
        }
        for part in self.parts_of_theirs(entry, system) {
            let key = part.key();
            if self.origins.contains(&key) || may_have_two(&key) {
                self.theirs.insert(key, said(&part));
            }
        }
        let proved = self.proved_by_key_in(entry, system);
        let found = reference::read_all(&entry.text);
        // One text can hold many entries, so that a reference in it says nothing of the rest.
        if found.is_empty() || entry.author.is_none() {
            self.others.add(&entry.text);
        }
        // A text that holds many shows the newest first.
        for found in found.into_iter().rev() {
            let source = match proved.contains(&found) {
                true => Source::Checked,
                false => Source::Entry { author: entry.author.clone(), at: entry.at.clone() },
            };
            self.entries.shows(entry.id.as_deref(), &found);
            match found {
                Reference::Opened => {}
                Reference::Comment { token, edit, at } => {
                    let versions = self.comments.get(&token);
                    let is_ours = |sent: &Sent| sent.source == Source::Journal && sent.edit == edit;
                    self.met_others |= !versions.is_some_and(|versions| versions.iter().any(is_ours));
                    self.add_sent(&token, edit, at, None, source);
                }
                Reference::Alerts { total } => self.alerts_seen.push((total, source)),
            }
        }
    }

    /// What the line of an entry speaks of, where its check value proves it.
    pub(in crate::push) fn proved_by_key(&self, entry: &Entry) -> Option<Reference> {
        let (key, (incident, _)) = self.recognition.as_ref().zip(self.incident.as_ref())?;
        let text = visible(entry.raw.as_deref().unwrap_or(&entry.text), entry.format);
        proved(&text, key, (&self.mark, &incident.id))
    }

    /// The same of each entry that a text holds.
    fn proved_by_key_in(&self, entry: &Entry, system: &dyn System) -> Vec<Reference> {
        let parts = if self.recognition.is_some() { system.parts(entry.clone()) } else { Vec::new() };
        parts.iter().filter_map(|part| self.proved_by_key(part)).collect()
    }

    /// What an entry holds that no push of ours has written, where a comment of the case may have been taken over from it.
    fn parts_of_theirs(&self, entry: &Entry, system: &dyn System) -> Vec<Entry> {
        let parts = if self.origins.is_empty() { Vec::new() } else { system.parts(entry.clone()) };
        // All of ours end with a line that says so.
        parts.into_iter().filter(|part| reference::read_all(&part.text).is_empty()).collect()
    }

    pub(super) fn add_sent(&mut self, token: &str, edit: u32, at: i64, hash: Option<String>, source: Source) {
        self.due.changed(token);
        let Some(versions) = self.comments.or_default(token) else { return };
        let place = |versions: &[Sent]| versions.partition_point(|sent| (sent.edit, sent.at) < (edit, at));
        // Two browsers can have sent two versions under one number: both are kept. The same text again may stand under a
        // later time.
        let begin = match hash {
            Some(_) => versions.partition_point(|sent| sent.edit < edit),
            None => place(versions),
        };
        let same = |sent: &Sent| sent.at == at || (hash.is_some() && sent.hash == hash);
        let numbered = versions.iter().skip(begin).take_while(|sent| sent.edit == edit);
        let known =
            numbered.zip(begin..).find(|(sent, _)| same(sent)).map(|(sent, known)| (sent.source.clone(), known));
        match known {
            Some((old, known)) if old == Source::Journal || source == Source::Journal => {
                let mut sent = versions.remove(known);
                sent.at = if source == Source::Journal { at } else { sent.at };
                sent.hash = sent.hash.take().or(hash);
                sent.source = Source::Journal;
                let place = versions.partition_point(|other| (other.edit, other.at) < (sent.edit, sent.at));
                versions.insert(place, sent);
            }
            Some((old, _)) if old == source => {}
            _ => versions.insert(place(versions), Sent { edit, at, hash, source }),
        }
    }

    /// The comments of this push that a page shows twice: another browser has sent them in the same moment.
    pub(crate) fn twice(&self, page: &CommentsPage) -> Vec<Warning> {
        let ours = |entry: &&Entry| {
            entry.author.is_none() || self.trusts(entry.author.as_ref()) || self.proved_by_key(entry).is_some()
        };
        self.taken.twice(page.entries.iter().filter(ours))
    }

    /// The comments are read anew.
    pub(crate) fn begin_comments(&mut self) {
        self.alerts_seen.clear();
        self.entries.begin();
        self.others = Others::default();
        self.theirs.clear();
        self.entries_read += 1;
        self.comments_readable = false;
    }

    /// Whether those that are left are the ones that the journal knows. Then nothing in them is new.
    pub(crate) fn knows_the_rest(&self, left: usize) -> bool {
        // What may be taken over from an entry, only the entry itself tells.
        self.entries.are_all_recorded(left) && self.origins.iter().all(|key| self.theirs.contains_key(key))
    }

    /// All that is new was read. Those that `has_rest` says were left have what the journal knows.
    pub(crate) fn end_comments(&mut self, is_newest_first: bool, has_rest: bool) {
        if has_rest {
            self.alerts_seen.extend(self.entries.unread_alerts().map(|total| (total, Source::Journal)));
        }
        if is_newest_first {
            self.alerts_seen.reverse();
        }
    }
}
