//! What is known of the remote side: from the journal, from the case, and from what this push has read.

use super::due::{Due, Ground};
use super::entries::Entries;
use super::evidence::{Candidate, Claim, Source};
use super::goal::{External, Goal, GoalComment};
use super::incident::Hashes;
use super::journal::{Event, Evidence, Receipt, Record, Step};
use super::options::IfUnverified;
use super::others::Others;
use super::readable::body_format;
use super::taken::Taken;
use super::theirs::{body, may_be_one, may_have_two, reads_the_same, said};
use crate::markup::reference::{self, Reference};
use crate::markup::visible;
use crate::order::{set_of, sort_by};
use crate::systems::{
    Account, Colleagues, CommentsPage, Connector, Context, Entry, Facts, Fields, IncidentRef, OwnAccount,
    RemoteIncident, System,
};
use crate::time::parse_iso;
use crate::warning::Warning;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that the next decision depends on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Knowledge {
    /// What this push has written and not seen in the incident.
    pub(crate) taken: Taken,
    /// Whether this push has found what its journal does not tell of: another browser may be at work now.
    pub(crate) met_others: bool,
    /// Whether a push of this case has written before, or found what one has.
    pub(crate) has_worked: bool,
    /// Whether this push has asked how the system is deployed.
    pub(crate) asked_deployment: bool,
    /// The incident, and how it is known.
    pub(crate) incident: Option<(IncidentRef, Evidence)>,
    /// The account that has created it. Its entries count as ours: an incident is taken over only where that is proved.
    creator: Option<Account>,
    /// An incident that may be the case's.
    pub(crate) candidate: Option<Candidate>,
    /// The account that the connector works with.
    pub(crate) own: Own,
    /// Those that a person has said are ours too.
    colleagues: Colleagues,
    /// The fields that the remote side was last given, with the hashes of their sources.
    pub(crate) fields: Fields,
    pub(crate) hashes: Hashes,
    /// The versions of comments that the remote side has, by token.
    comments: BTreeMap<String, Vec<Sent>>,
    others: Others,
    /// The remote comments that the case says it has taken over, and the journal does not; and what those of them say that
    /// were read.
    origins: BTreeSet<String>,
    theirs: BTreeMap<String, String>,
    /// How often the entries were read, or read anew.
    entries_read: usize,
    /// Which entries the journal knows, by the ids that the system gave them.
    entries: Entries,
    /// What is due by all of this.
    pub(super) due: Due,
    /// The numbers of alerts that this journal has recorded, in order.
    alerts_recorded: Vec<u32>,
    /// Those that the comments show, as far as they were read in this push.
    alerts_seen: Vec<(u32, Source)>,
    /// The items that were sent, whether it is known that they arrived or not.
    items: BTreeSet<String>,
    /// Whether this journal has made the incident. Only then nobody else sends items to it: browsers that did not make it
    /// say what they do not know, and send none.
    made_here: bool,
    /// A write whose outcome is unknown.
    pub(crate) open: Option<Open>,
    pub(crate) next_seq: u32,
    /// The id of the incident that the case names: what the case says of its comments is about that one alone.
    named: Option<String>,
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
    /// Whether a write of this push has changed the incident since it was read.
    is_remote_old: bool,
    /// Whether this push leaves the incident's status as it is.
    pub(crate) leaves_status: bool,
    pub(crate) comments_read: bool,
    /// Whether the comments that were read show that the account may read them.
    pub(crate) comments_readable: bool,
    /// Whether a person has said, in this push, which of those that cannot be read are there.
    pub(crate) comments_settled: bool,
}

/// What is known of the account that the connector works with.
#[derive(Debug, Clone, Default)]
pub(crate) enum Own {
    #[default]
    Unasked,
    Known(Account),
    /// Nobody can find out.
    Unknown,
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

/// A version of a comment that the remote side has, or is said to have.
#[derive(Debug, Clone)]
struct Sent {
    edit: u32,
    at: i64,
    /// The hash of its source, where this journal knows it.
    hash: Option<String>,
    source: Source,
}

/// An intent without an answer.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    pub(crate) step: Step,
    pub(crate) fields: Fields,
    pub(crate) hashes: Hashes,
    /// Of a create: the mark that it sets.
    pub(crate) mark: Option<String>,
}

impl Knowledge {
    /// Replays the journal. Records of other cases or places mean nothing here.
    pub(crate) fn replay(records: &[Record], goal: &Goal, connector: &Connector) -> Self {
        let named = goal.external.as_ref().map(|external| external.incident.id.clone());
        let mut known = Self { named, colleagues: connector.colleagues(), ..Self::default() };
        let ours = |record: &&Record| record.case_id == goal.case_id && record.is_of(connector);
        let mut records: Vec<&Record> = records.iter().filter(ours).collect();
        sort_by(&mut records, |one, other| one.seq.cmp(&other.seq));
        for record in records {
            known.next_seq = record.seq.saturating_add(1);
            known.apply(&record.step, &record.event, connector.system());
            if let (Event::Intent { .. } | Event::Lost, Some(open)) = (&record.event, &mut known.open) {
                open.mark = Some(record.mark());
            }
        }
        known.met_others = false;
        let unknown = goal.comments.iter().filter(|comment| !known.comments.contains_key(&comment.token));
        known.origins = set_of(unknown.filter_map(|comment| comment.origin.clone()));
        if let OwnAccount::Known(account) = connector.system().own_account(&known.context(goal, connector)) {
            known.own = Own::Known(account);
        }
        known
    }

    /// The incident that the case names, unless a person gave it up.
    pub(crate) fn external<'a>(&self, goal: &'a Goal) -> Option<&'a External> {
        goal.external.as_ref().filter(|external| !self.given_up.contains(&external.incident.id))
    }

    /// When the case says that a version of the comment was sent to this incident: a claim.
    fn case_pushed_at(&self, comment: &GoalComment) -> Option<i64> {
        let (incident, _) = self.incident.as_ref()?;
        comment.pushed_at.filter(|_| self.named.as_ref() == Some(&incident.id))
    }

    /// Whether the journal knows this entry by its id.
    pub(crate) fn has_recorded(&self, entry: &Entry) -> bool {
        entry.id.as_ref().is_some_and(|id| self.entries.has(id))
    }

    /// Whether a receipt, or the case, says that what a reference names was sent.
    pub(super) fn is_known(&self, reference: &Reference, goal: &Goal) -> bool {
        match reference {
            Reference::Opened => false,
            Reference::Alerts { total } => self.alerts_recorded.contains(total),
            Reference::Comment { token, edit, at } => {
                let mut versions = self.comments.get(token).into_iter().flatten();
                let comment = goal.places.get(token).and_then(|place| goal.comments.get(*place));
                versions.any(|sent| sent.source == Source::Journal && (sent.edit, sent.at) == (*edit, *at))
                    || comment.is_some_and(|comment| self.case_says_pushed(comment, *at))
            }
        }
    }

    /// Whether the remote comment that a comment says it was taken over from was read, nobody of us has written it, and it
    /// has this text. Anybody can type such a line.
    fn is_taken_over(&self, comment: &GoalComment) -> bool {
        let Some(key) = &comment.origin else { return false };
        let says = |theirs: &String| reads_the_same(theirs, body(comment));
        let is_other_name = || self.theirs.iter().any(|(other, theirs)| may_be_one(key, other) && says(theirs));
        self.theirs.get(key).is_some_and(says) || (may_have_two(key) && is_other_name())
    }

    /// Whether the case says that the remote side has just this version. Of an edited comment only the time of the version
    /// itself says so: any other is that of some clock.
    pub(super) fn case_says_pushed(&self, comment: &GoalComment, at: i64) -> bool {
        let is_edited = comment.version_at != comment.created_at;
        at == comment.version_at
            && self.case_pushed_at(comment).is_some_and(|pushed| if is_edited { pushed == at } else { pushed >= at })
    }

    /// Takes over what a record says.
    pub(crate) fn apply(&mut self, step: &Step, event: &Event, system: &dyn System) {
        self.recheck_due = false;
        let candidate = self.candidate.take();
        match event {
            Event::Intent { fields, hashes, anchor, mark, .. } => {
                let (fields, hashes, mark) = (fields.clone(), hashes.clone(), mark.clone());
                self.open = Some(Open { step: step.clone(), fields, hashes, mark });
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
                self.has_worked = true;
                let was_open = self.open.take().is_some_and(|open| open.step == *step);
                self.made_here |= *step == Step::Create && (was_open || receipt.evidence == Evidence::Answered);
                self.met_others |= *step == Step::Create && self.incident.is_none() && !self.made_here;
                self.confirm(step, receipt);
                if let Some(candidate) = candidate.filter(|it| it.incident().id == receipt.incident.id) {
                    self.take_origin(candidate.origin().creator.clone());
                    self.remote = candidate.into_remote();
                }
                // What a person has named for a lost answer has not been seen by its mark either.
                let is_new =
                    receipt.evidence == Evidence::Answered || was_open && receipt.evidence == Evidence::Settled;
                self.recheck_due = *step == Step::Create && is_new;
            }
            // One that was only named, or found, takes nothing along.
            Event::GivenUp { incident_id } if self.incident.as_ref().is_none_or(|(it, _)| it.id != *incident_id) => {
                self.given_up.insert(incident_id.clone());
            }
            Event::GivenUp { incident_id } => {
                let next_seq = self.next_seq;
                let mut given_up = std::mem::take(&mut self.given_up);
                given_up.insert(incident_id.clone());
                // What the old incident had, the new one has not.
                let Self { has_worked, asked_deployment, own, colleagues, facts, named, origins, .. } =
                    std::mem::take(self);
                let kept =
                    Self { has_worked, asked_deployment, own, colleagues, facts, named, origins, ..Self::default() };
                *self = Self { next_seq, given_up, ..kept };
            }
            // The worst that a lost record can have been is the intent of a create: it is looked for.
            Event::Lost if self.incident.is_none() && self.open.is_none() => {
                let (fields, hashes, mark) = (Fields::new(), Hashes::new(), None);
                self.open = Some(Open { step: Step::Create, fields, hashes, mark });
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
        if let Some(id) = &receipt.external_comment_id {
            self.entries.record(id, step);
        }
        self.is_remote_old |= receipt.evidence == Evidence::Answered;
        match step {
            Step::Create | Step::Update => {}
            Step::Comment { comment_id, edit, version_at, hash } => {
                let at = parse_iso(version_at).unwrap_or_default();
                self.add_sent(&reference::token(comment_id), *edit, at, Some(hash.clone()), Source::Journal);
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

    /// Whether it is this browser that sends the incident's items.
    pub(crate) const fn sends_items(&self) -> bool {
        self.made_here
    }

    /// Whether the incident was read, and nothing that this push wrote may have changed it since.
    pub(super) const fn shows_status(&self) -> bool {
        self.remote.is_some() && !self.is_remote_old
    }

    /// The incident as it stands now.
    pub(super) fn saw(&mut self, remote: RemoteIncident) {
        self.remote = Some(remote);
        self.is_remote_old = false;
    }

    /// For a pull: the incident as it was read, and who has created it where it is the case's for certain.
    pub(crate) fn take_read(&mut self, remote: &RemoteIncident, is_proved: bool) {
        if self.incident.is_none() {
            self.incident = Some((remote.incident.clone(), Evidence::Adopted));
        }
        self.take_origin(remote.origin.creator.clone().filter(|_| is_proved));
    }

    /// For a plan, which reads nothing: the incident that the case names is its own.
    pub(crate) fn assume_named(&mut self, goal: &Goal) {
        let Some(incident) = self.external(goal).map(|external| external.incident.clone()) else { return };
        self.open = None;
        self.remote = Some(RemoteIncident { incident: incident.clone(), ..RemoteIncident::default() });
        self.incident = Some((incident, Evidence::Adopted));
    }

    /// For a plan: what the case says of its comments is so.
    pub(crate) fn assume_case(&mut self, goal: &Goal) {
        for comment in &goal.comments {
            let Some(pushed_at) = self.case_pushed_at(comment) else { continue };
            if self.comments.contains_key(&comment.token) {
                continue;
            }
            let is_current = pushed_at >= comment.version_at;
            let at = if is_current { comment.version_at } else { comment.created_at };
            let hash = is_current.then(|| comment.hash().to_owned());
            self.add_sent(&comment.token, 0, at, hash, Source::Journal);
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
        let source = Source::Entry { author: entry.author.clone(), at: entry.at.clone() };
        let found = reference::read_all(&entry.text);
        // One text can hold many entries, so that a reference in it says nothing of the rest.
        if found.is_empty() || entry.author.is_none() {
            self.others.add(&entry.text);
        }
        // A text that holds many shows the newest first.
        for found in found.into_iter().rev() {
            self.entries.shows(entry.id.as_deref(), &found);
            match found {
                Reference::Opened => {}
                Reference::Comment { token, edit, at } => {
                    let versions = self.comments.get(&token);
                    let is_ours = |sent: &Sent| sent.source == Source::Journal && sent.edit == edit;
                    self.met_others |= !versions.is_some_and(|versions| versions.iter().any(is_ours));
                    self.add_sent(&token, edit, at, None, source.clone());
                }
                Reference::Alerts { total } => self.alerts_seen.push((total, source.clone())),
            }
        }
    }

    /// What an entry holds that no push of ours has written, where a comment of the case may have been taken over from it.
    fn parts_of_theirs(&self, entry: &Entry, system: &dyn System) -> Vec<Entry> {
        let parts = if self.origins.is_empty() { Vec::new() } else { system.parts(entry.clone()) };
        // All of ours end with a line that says so.
        parts.into_iter().filter(|part| reference::read_all(&part.text).is_empty()).collect()
    }

    fn add_sent(&mut self, token: &str, edit: u32, at: i64, hash: Option<String>, source: Source) {
        self.due.changed(token);
        let versions = self.comments.entry(token.to_owned()).or_default();
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
        let ours = |entry: &&Entry| entry.author.is_none() || self.trusts(entry.author.as_ref());
        self.taken.twice(page.entries.iter().filter(ours))
    }

    /// Whether what an account has written or created counts as ours.
    pub(super) fn trusts(&self, author: Option<&Account>) -> bool {
        let is = |one: &Option<Account>| matches!((one, author), (Some(one), Some(author)) if one.id == author.id);
        let own = || matches!((&self.own, author), (Own::Known(own), Some(author)) if own.has_id(&author.id));
        is(&self.creator) || own() || self.colleagues.has(author)
    }

    /// Whether a version is proved: by a receipt, by who has written the entry, or by the case, which says the same.
    fn is_proved(&self, sent: &Sent, comment: &GoalComment) -> bool {
        match &sent.source {
            Source::Journal => true,
            Source::Entry { author, .. } => self.trusts(author.as_ref()) || self.case_says_pushed(comment, sent.at),
        }
    }

    /// The latest version of a comment that the remote side has for certain.
    fn latest(&self, comment: &GoalComment) -> Option<&Sent> {
        let versions = self.comments.get(&comment.token)?;
        versions.iter().rev().find(|sent| self.is_proved(sent, comment))
    }

    /// What says that a comment was sent, or a later version of it, without a proof.
    pub(crate) fn claims(&self, comment: &GoalComment) -> Vec<Claim> {
        let versions = self.comments.get(&comment.token).into_iter().flatten();
        let later = |sent: &&Sent| sent.at >= comment.version_at && !self.is_proved(sent, comment);
        let mut claims: Vec<Claim> =
            versions.filter(later).filter_map(|sent| sent.source.claim(Some(&comment.id))).collect();
        // Of an edited comment the case tells only the time of some clock: what the incident shows of it decides.
        let is_edited = comment.version_at != comment.created_at;
        let seen = self.latest(comment).is_some() || (is_edited && self.comments.contains_key(&comment.token));
        if claims.is_empty() && !seen && self.case_pushed_at(comment).is_some_and(|at| at >= comment.version_at) {
            claims.push(Claim::of_case(&comment.id));
        }
        claims
    }

    /// Whether the case says that a version of the comment was pushed, and an entry has its words: so it looks where
    /// Kibana has pushed.
    fn shows_words(&self, comment: &GoalComment) -> bool {
        let claimed = self.case_pushed_at(comment).is_some_and(|at| at >= comment.version_at);
        claimed && self.others.hold(&comment.source)
    }

    /// Whether an entry whose author cannot be told holds this text, which was made for the system.
    fn shows_text(&self, text: &str, connector: &Connector) -> bool {
        let seen = || body_format(connector, "comment").map(|format| visible(text, format));
        self.others.hold(text) || seen().is_some_and(|seen| self.others.hold(&seen))
    }

    /// When it is a comment's turn to be sent; nothing where the remote side has it as it stands now. New
    /// ones go by their creation, edits by the time of the edit.
    pub(crate) fn turn(&self, comment: &GoalComment) -> Option<i64> {
        let Some(sent) = self.latest(comment) else {
            // After an earlier version it comes as an edit, whoever says that there is one: it is about the order alone.
            let versions = self.comments.get(&comment.token);
            let shows_earlier = versions.into_iter().flatten().any(|sent| sent.at < comment.version_at);
            let had_earlier = shows_earlier || self.case_pushed_at(comment).is_some();
            let at = if had_earlier { comment.version_at } else { comment.created_at };
            return (!self.shows_words(comment) && !self.is_taken_over(comment)).then_some(at);
        };
        // A case that is older than what the remote side has takes nothing back.
        if sent.at > comment.version_at {
            return None;
        }
        let current = match &sent.hash {
            Some(hash) => hash == comment.hash() && (self.is_fresh() || sent.at == comment.version_at),
            None => sent.at == comment.version_at,
        };
        (!current).then_some(comment.version_at)
    }

    /// Works out what is due by all that is known.
    pub(super) fn line_up(&mut self, goal: &Goal) {
        let ground = Ground {
            incident: self.incident.as_ref().map(|(incident, _)| incident.id.clone()),
            creator: self.creator.clone(),
            own: match &self.own {
                Own::Known(account) => Some(account.clone()),
                Own::Unasked | Own::Unknown => None,
            },
            entries_read: self.entries_read,
            is_fresh: self.is_fresh(),
        };
        let mut due = std::mem::take(&mut self.due);
        due.line_up(goal, ground, |comment| self.turn(comment));
        due.line_up_items(goal, &self.items);
        self.due = due;
    }

    /// Whether what is known of the comments is what the incident shows now.
    const fn is_fresh(&self) -> bool {
        self.comments_read || self.created_now
    }

    /// Whether the remote side has the comment as it stands now, and the journal does not know it yet.
    pub(crate) fn is_unrecorded(&self, comment: &GoalComment) -> bool {
        match self.latest(comment) {
            Some(sent) => sent.at <= comment.version_at && self.turn(comment).is_none() && !self.is_recorded(comment),
            None => self.shows_words(comment) || self.is_taken_over(comment),
        }
    }

    /// Whether the journal knows the version of the comment, with its time, and not only the remote system.
    pub(crate) fn is_recorded(&self, comment: &GoalComment) -> bool {
        let mut versions = self.comments.get(&comment.token).into_iter().flatten();
        let recorded = versions.rfind(|sent| sent.source == Source::Journal);
        recorded.is_some_and(|sent| sent.hash.is_some() && sent.at == comment.version_at)
    }

    /// Whether the number of alerts was the last one that was sent, or somebody else has sent it.
    pub(crate) fn has_alerts(&self, total: u32, goal: &Goal) -> bool {
        self.alerts_recorded.last() == Some(&total)
            || self.sees_new_alerts(total, goal)
            || self.sees_last_alerts(total, goal)
    }

    /// Whether the comments show this number more often than the journal has it.
    fn sees_new_alerts(&self, total: u32, goal: &Goal) -> bool {
        let seen = self.proved_alerts(goal).filter(|number| *number == total).count();
        seen > self.alerts_recorded.iter().filter(|number| **number == total).count()
    }

    /// Whether the comments end with this number, and it is ours. What the journal has noted of an old copy of the case may
    /// have come before it.
    fn sees_last_alerts(&self, total: u32, goal: &Goal) -> bool {
        let seen = self.alerts_seen.iter().filter(|(number, _)| *number == total).count();
        let recorded = self.alerts_recorded.iter().filter(|number| **number == total).count();
        self.alerts_seen.last().is_some_and(|(number, _)| *number == total)
            && (seen <= recorded || self.proved_alerts(goal).last() == Some(total))
    }

    /// Whether the number of alerts is one that the journal does not know yet. An old copy of a case finds one that a later
    /// one has followed: that is there, and is not the last that was sent.
    pub(crate) fn is_new_alerts(&self, total: u32, goal: &Goal) -> bool {
        self.sees_new_alerts(total, goal) && self.proved_alerts(goal).last() == Some(total)
    }

    /// The numbers of alerts that the comments show, as far as somebody is known to have sent them, in their order.
    fn proved_alerts(&self, goal: &Goal) -> impl Iterator<Item = u32> {
        let named = self.incident.as_ref().is_some_and(|(incident, _)| self.named.as_ref() == Some(&incident.id));
        let proved = move |source: &Source| match source {
            Source::Journal => true,
            Source::Entry { author, .. } => (named && goal.alerts_pushed) || self.trusts(author.as_ref()),
        };
        self.alerts_seen.iter().filter(move |(_, source)| proved(source)).map(|(number, _)| *number)
    }

    /// What says without a proof that the number of alerts was sent.
    pub(crate) fn alert_claims(&self, total: u32) -> Vec<Claim> {
        let foreign = |(number, source): &&(u32, Source)| match source {
            Source::Entry { author, .. } => *number == total && !self.trusts(author.as_ref()),
            Source::Journal => false,
        };
        let mut claims: Vec<&(u32, Source)> = self.alerts_seen.iter().filter(foreign).collect();
        let recorded = self.alerts_recorded.iter().filter(|number| **number == total).count();
        claims.drain(..recorded.min(claims.len()));
        claims.into_iter().filter_map(|(_, source)| source.claim(None)).collect()
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

    /// A receipt of what was found in the incident.
    pub(crate) fn found(&self, step: &Step, incident: &IncidentRef) -> Receipt {
        let external_comment_id = self.entries.id_of(step);
        Receipt { external_comment_id, ..Receipt::new(Evidence::Found, incident.clone()) }
    }

    /// The number of the version that is sent next: higher than whatever anybody has used.
    pub(crate) fn next_edit(&self, comment: &GoalComment) -> u32 {
        let last = self.comments.get(&comment.token).and_then(|versions| versions.last());
        let of_case = self.case_pushed_at(comment).map(|_| 0);
        let used = last.map(|sent| sent.edit).max(of_case);
        used.map_or(0, |edit| edit.saturating_add(1))
    }

    /// The number of the latest version that the remote side has.
    pub(crate) fn latest_edit(&self, comment: &GoalComment) -> Option<u32> {
        let of_case = self.case_pushed_at(comment).map(|_| 0);
        self.latest(comment).map(|sent| sent.edit).or(of_case)
    }

    /// What the entries say of a write without an answer. The journal says that we sent it, and an entry that nobody is
    /// known to have forged says the same: two that agree.
    pub(crate) fn of_open(
        &self,
        step: &Step,
        goal: &Goal,
        connector: &Connector,
        if_unverified: IfUnverified,
    ) -> Shown {
        let own_is_known = matches!(self.own, Own::Known(_));
        let stands = |author: &Option<Account>| match author {
            Some(author) => !own_is_known || self.trusts(Some(author)),
            // Anybody can write the line. The text before it, nobody writes for us.
            None => goal.sent_text(step, connector).is_none_or(|text| self.shows_text(&text, connector)),
        };
        let mut claims = Vec::new();
        let mut consider = |source: &Source| match source {
            Source::Entry { author, .. } if !stands(author) => {
                claims.extend(source.claim(None));
                if_unverified == IfUnverified::Trust
            }
            Source::Journal | Source::Entry { .. } => true,
        };
        let there = match step {
            Step::Create | Step::Update | Step::Items { .. } => false,
            Step::Comment { comment_id, edit, version_at, .. } => {
                let at = parse_iso(version_at);
                let versions = self.comments.get(&reference::token(comment_id)).into_iter().flatten();
                let same = versions.filter(|sent| sent.edit == *edit && Some(sent.at) == at);
                same.map(|sent| consider(&sent.source)).fold(false, |one, other| one | other)
            }
            Step::Alerts { total } => {
                self.sees_new_alerts(*total, goal) || {
                    let same = self.alerts_seen.iter().filter(|(number, _)| number == total);
                    let seen = same.map(|(_, source)| consider(source)).filter(|there| *there).count();
                    seen > self.alerts_recorded.iter().filter(|number| *number == total).count()
                }
            }
        };
        match there {
            true => Shown::There,
            false if claims.is_empty() || if_unverified == IfUnverified::SendAgain => Shown::NotThere,
            false => Shown::Claimed(claims),
        }
    }

    /// Takes over who has created the incident. What this journal has made, this connector's account has made.
    pub(crate) fn take_origin(&mut self, creator: Option<Account>) {
        if creator.is_some() {
            self.creator = creator;
        }
    }

    /// The fields of a create without an answer: the incident is recognised by what it was sent with.
    fn sent_fields(&self) -> Option<&Fields> {
        let open = self.open.as_ref().filter(|open| open.step == Step::Create)?;
        (!open.fields.is_empty()).then_some(&open.fields)
    }

    pub(crate) fn context<'a>(&'a self, goal: &'a Goal, connector: &'a Connector) -> Context<'a> {
        Context {
            connector,
            mark: self.open.as_ref().and_then(|open| open.mark.as_deref()).unwrap_or(&goal.mark),
            case_id: &goal.case_id,
            created_at: goal.created_at,
            fields: self.sent_fields().unwrap_or(&goal.incident.fields),
            incident: self.incident.as_ref().map(|(incident, _)| incident.id.as_str()),
            facts: &self.facts,
        }
    }
}

/// What the entries say of a write without an answer.
pub(crate) enum Shown {
    There,
    NotThere,
    /// Somebody else's entry says that it is there.
    Claimed(Vec<Claim>),
}
