//! What is known of the remote side: from the journal, from the case, and from what this push has read.

use super::goal::{Goal, GoalComment};
use super::incident::Hashes;
use super::journal::{Event, Evidence, Receipt, Record, Step};
use crate::markup::reference::{self, Reference};
use crate::order::sort_by;
use crate::systems::{Connector, Context, Facts, Fields, IncidentRef, RemoteIncident, System};
use crate::time::parse_iso;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that the next decision depends on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Knowledge {
    /// The incident, and how it is known.
    pub(crate) incident: Option<(IncidentRef, Evidence)>,
    /// The fields that the remote side was last given, with the hashes of their sources.
    pub(crate) fields: Fields,
    pub(crate) hashes: Hashes,
    /// The versions of comments that the remote side has, by token.
    comments: BTreeMap<String, Vec<Sent>>,
    /// The numbers of alerts that this journal has recorded, in order.
    alerts_recorded: Vec<u32>,
    /// Those that the comments show, as far as they were read in this push.
    alerts_seen: Vec<u32>,
    /// The items that were sent, whether it is known that they arrived or not.
    items: BTreeSet<String>,
    /// Whether this journal has made the incident. Only then nobody else sends items to it: browsers that did not make it
    /// say what they do not know, and send none.
    made_here: bool,
    /// A write whose outcome is unknown.
    pub(crate) open: Option<Open>,
    pub(crate) next_seq: u32,
    /// The incidents in whose place a person wanted a new one.
    pub(crate) given_up: BTreeSet<String>,
    /// This journal has made the incident, and nobody has looked yet whether another browser made one too.
    pub(crate) recheck_due: bool,

    /// What was found out about the system.
    pub(crate) facts: Facts,
    /// Where this push has looked for the incident.
    pub(crate) looked: Looked,
    pub(crate) created_now: bool,
    pub(crate) remote: Option<RemoteIncident>,
    pub(crate) comments_read: bool,
    /// Whether a text of ours was visible among the comments.
    pub(crate) ours_visible: bool,
}

/// Where a push has looked for the incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Looked {
    #[default]
    Nowhere,
    /// By the search.
    Searched,
    /// Without the search too, where the search lags.
    Everywhere,
}

/// A version of a comment that the remote side has.
#[derive(Debug, Clone)]
struct Sent {
    edit: u32,
    at: i64,
    /// The hash of its source, where this journal knows it.
    hash: Option<String>,
}

/// An intent without an answer.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    pub(crate) step: Step,
    pub(crate) fields: Fields,
    pub(crate) hashes: Hashes,
}

impl Knowledge {
    /// Replays the journal. Records of other cases, connectors or instances mean nothing here.
    pub(crate) fn replay(records: &[Record], goal: &Goal, connector: &Connector) -> Self {
        let mut known = Self::default();
        let ours = |r: &&Record| r.case_id == goal.case_id && r.connector_id == connector.id();
        let mut records: Vec<&Record> = records.iter().filter(ours).collect();
        sort_by(&mut records, |one, other| one.seq.cmp(&other.seq));
        for record in records {
            known.next_seq = record.seq.saturating_add(1);
            if record.base_url == connector.base().as_str() {
                known.apply(&record.step, &record.event, connector.system());
            }
        }
        // The same values again do no harm: an update without an answer is simply made anew.
        if known.open.as_ref().is_some_and(|open| open.step == Step::Update) {
            known.open = None;
        }
        if known.external(goal).is_some() {
            for comment in &goal.comments {
                known.believe_case(comment);
            }
        }
        known
    }

    /// The incident that the case names, unless a person gave it up.
    pub(crate) fn external<'a>(&self, goal: &'a Goal) -> Option<&'a IncidentRef> {
        goal.external.as_ref().filter(|external| !self.given_up.contains(&external.id))
    }

    /// Takes over what a record says.
    pub(crate) fn apply(&mut self, step: &Step, event: &Event, system: &dyn System) {
        self.recheck_due = false;
        match event {
            Event::Intent { fields, hashes, anchor, .. } => {
                self.open = Some(Open { step: step.clone(), fields: fields.clone(), hashes: hashes.clone() });
                if let Some(anchor) = anchor {
                    self.facts = system.anchored(&self.facts, anchor);
                }
            }
            Event::Rejected { .. } => self.open = None,
            Event::Unconfirmed => {
                self.open = None;
                self.add_items(step);
            }
            Event::Receipt(receipt) => {
                let was_open = self.open.take().is_some_and(|open| open.step == *step);
                self.made_here |= *step == Step::Create && (was_open || receipt.evidence == Evidence::Answered);
                self.confirm(step, receipt);
                self.recheck_due = *step == Step::Create && receipt.evidence == Evidence::Answered;
            }
            Event::GivenUp { incident_id } => {
                let mut given_up = std::mem::take(&mut self.given_up);
                given_up.insert(incident_id.clone());
                // What the old incident had, the new one has not.
                *self = Self { next_seq: self.next_seq, given_up, ..Self::default() };
            }
            // The worst that a lost record can have been is the intent of a create: it is looked for.
            Event::Lost if self.incident.is_none() && self.open.is_none() => {
                self.open = Some(Open { step: Step::Create, fields: Fields::new(), hashes: Hashes::new() });
            }
            Event::Lost => {}
        }
    }

    fn confirm(&mut self, step: &Step, receipt: &Receipt) {
        let known = self.incident.take().filter(|(known, _)| known.id == receipt.incident.id);
        let evidence = known.map(|(_, evidence)| evidence).filter(|_| receipt.evidence != Evidence::Settled);
        // Of a moved issue the key is new, and the id is not.
        self.incident = Some((receipt.incident.clone(), evidence.unwrap_or(receipt.evidence)));
        self.fields.extend(receipt.fields.clone());
        self.hashes.extend(receipt.hashes.clone());
        match step {
            Step::Create | Step::Update => {}
            Step::Comment { comment_id, edit, version_at, hash } => {
                let at = parse_iso(version_at).unwrap_or_default();
                self.add_sent(&reference::token(comment_id), *edit, at, Some(hash.clone()));
            }
            Step::Alerts { total } => self.alerts_recorded.push(*total),
            Step::Items { .. } => {
                self.add_items(step);
                // Who has sent some has made the incident, also where the intent that says so is no longer kept.
                self.made_here = true;
            }
        }
    }

    fn add_items(&mut self, step: &Step) {
        if let Step::Items { items } = step {
            self.items.extend(items.iter().cloned());
        }
    }

    /// The items of the goal that were never sent.
    pub(crate) fn missing_items(&self, goal: &Goal) -> Vec<String> {
        goal.incident.items.iter().filter(|item| !self.items.contains(*item)).cloned().collect()
    }

    /// Whether it is this browser that sends the incident's items.
    pub(crate) const fn sends_items(&self) -> bool {
        self.made_here
    }

    /// The case says that a version of the comment was pushed: Kibana, or another browser, did.
    fn believe_case(&mut self, comment: &GoalComment) {
        let Some(pushed_at) = comment.pushed_at else { return };
        if self.comments.contains_key(&comment.token) {
            return;
        }
        if pushed_at >= comment.version_at {
            self.add_sent(&comment.token, 0, comment.version_at, Some(comment.hash().to_owned()));
        } else {
            self.add_sent(&comment.token, 0, comment.created_at, None);
        }
    }

    /// Takes over what a text of the remote side shows.
    pub(crate) fn read_text(&mut self, text: &str) {
        for found in reference::read_all(text) {
            self.ours_visible = true;
            match found {
                Reference::Opened => {}
                Reference::Comment { token, edit, at } => self.add_sent(&token, edit, at, None),
                Reference::Alerts { total } => self.alerts_seen.push(total),
            }
        }
    }

    fn add_sent(&mut self, token: &str, edit: u32, at: i64, hash: Option<String>) {
        let versions = self.comments.entry(token.to_owned()).or_default();
        // Two browsers can have sent two versions under one number: both are kept.
        let same = |sent: &&mut Sent| sent.edit == edit && (sent.at == at || (hash.is_some() && sent.hash == hash));
        match versions.iter_mut().find(same) {
            Some(sent) => {
                // The same text again may stand under a later time.
                sent.at = at;
                sent.hash = sent.hash.take().or(hash);
            }
            None => {
                let place = versions.partition_point(|sent| (sent.edit, sent.at) < (edit, at));
                versions.insert(place, Sent { edit, at, hash });
            }
        }
    }

    /// Whether the remote side has the comment as it stands in the case now. Only the latest version
    /// counts: a text that was put back to an earlier one is an edit too. Where only the time of the
    /// version is new, another browser may have sent an edit in between: the comments are read first.
    pub(crate) fn has_current(&self, comment: &GoalComment) -> bool {
        self.turn(comment).is_none()
    }

    /// When it is a comment's turn to be sent; nothing where the remote side has it as it stands now. New
    /// ones go by their creation, edits by the time of the edit.
    pub(crate) fn turn(&self, comment: &GoalComment) -> Option<i64> {
        let Some(sent) = self.latest(comment) else { return Some(comment.created_at) };
        // A case that is older than what the remote side has takes nothing back.
        if self.is_outdated(comment) {
            return None;
        }
        let fresh = self.comments_read || self.created_now;
        let current = match &sent.hash {
            Some(hash) => hash == comment.hash() && (fresh || sent.at == comment.version_at),
            None => sent.at == comment.version_at,
        };
        (!current).then_some(comment.version_at)
    }

    /// Whether the remote side has a later version of the comment than the case.
    pub(crate) fn is_outdated(&self, comment: &GoalComment) -> bool {
        self.latest(comment).is_some_and(|sent| sent.at > comment.version_at)
    }

    /// Whether the journal knows the version of the comment, with its time, and not only the remote system.
    pub(crate) fn is_recorded(&self, comment: &GoalComment) -> bool {
        self.latest(comment).is_some_and(|sent| sent.hash.is_some() && sent.at == comment.version_at)
    }

    fn latest(&self, comment: &GoalComment) -> Option<&Sent> {
        self.comments.get(&comment.token).and_then(|versions| versions.last())
    }

    /// Whether the number of alerts was the last one that was sent, or somebody else has sent it.
    pub(crate) fn has_alerts(&self, total: u32) -> bool {
        self.alerts_recorded.last() == Some(&total) || self.sees_new_alerts(total)
    }

    /// Whether the comments show this number more often than the journal has it.
    pub(crate) fn sees_new_alerts(&self, total: u32) -> bool {
        let count = |list: &[u32]| list.iter().filter(|number| **number == total).count();
        count(&self.alerts_seen) > count(&self.alerts_recorded)
    }

    /// The comments are read anew.
    pub(crate) fn begin_comments(&mut self) {
        self.alerts_seen.clear();
    }

    /// The number of the latest version that the remote side has.
    pub(crate) fn latest_edit(&self, comment: &GoalComment) -> Option<u32> {
        self.latest(comment).map(|sent| sent.edit)
    }

    /// Whether the remote side has what a step would write.
    pub(crate) fn shows(&self, step: &Step) -> bool {
        match step {
            Step::Create => self.incident.is_some(),
            Step::Update | Step::Items { .. } => false,
            Step::Comment { comment_id, edit, version_at, .. } => {
                let at = parse_iso(version_at);
                let same = |sent: &Sent| sent.edit == *edit && Some(sent.at) == at;
                self.comments.get(&reference::token(comment_id)).is_some_and(|versions| versions.iter().any(same))
            }
            Step::Alerts { total } => self.sees_new_alerts(*total),
        }
    }

    pub(crate) fn context<'a>(&'a self, goal: &'a Goal, connector: &'a Connector) -> Context<'a> {
        Context {
            connector,
            mark: &goal.mark,
            case_id: &goal.case_id,
            created_at: goal.created_at,
            fields: &goal.incident.fields,
            incident: self.incident.as_ref().map(|(incident, _)| incident.id.as_str()),
            facts: &self.facts,
        }
    }
}
