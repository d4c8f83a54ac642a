//! What is known of the remote side: from the journal, from the case, and from what this push has read.

mod alerts;
mod comments;
mod entries;

pub(crate) use comments::Shown;

use super::due::Due;
use super::entries::Entries;
use super::evidence::{Candidate, Source};
use super::goal::{External, Goal};
use super::incident::Hashes;
use super::journal::{Event, Evidence, Receipt, Record, Step};
use super::others::Others;
use super::taken::Taken;
use crate::connector::recognition::RecognitionKey;
use crate::markup::reference;
use crate::order::{Keyed, set_of, sort_by};
use crate::systems::{
    Account, Colleagues, Connector, Context, Facts, Fields, IncidentRef, OwnAccount, RemoteIncident, System,
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
    /// Whether this push has passed over an incident because a person said so. What is found after that is another question.
    pub(crate) has_passed_over: bool,
    /// An incident that may be the case's.
    pub(crate) candidate: Option<Candidate>,
    /// The account that the connector works with.
    pub(crate) own: Own,
    /// Those that a person has said are ours too.
    colleagues: Colleagues,
    /// What proves entries, whoever has written them, with the mark that they are checked for.
    recognition: Option<RecognitionKey>,
    mark: String,
    /// The fields that the remote side was last given, with the hashes of their sources.
    pub(crate) fields: Fields,
    pub(crate) hashes: Hashes,
    /// The versions of comments that the remote side has, by token.
    comments: Keyed<Vec<Sent>>,
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
    /// Only who has made the incident sends items to it: others say what they do not know, and send none.
    maker: Maker,
    /// A write whose outcome is unknown.
    pub(crate) open: Option<Open>,
    /// What a create without an answer had sent: where that stands in the incident that was found, nobody has edited it.
    pub(super) attempted: Fields,
    /// What a person should know of what was sent.
    pub(super) warned: Vec<Warning>,
    /// Whether the journal has something of a push that it does not say to be complete.
    pub(super) is_unfinished: bool,
    /// Whether the case says that another browser has pushed since this one's last push was complete: what stands there is not
    /// known to be what this journal has sent.
    pub(super) is_overtaken: bool,
    /// The same of the number of alerts, until this push has sent one.
    pub(super) doubts_alerts: bool,
    pub(crate) next_seq: u32,
    /// Which record was the last to say what each field of the incident has.
    field_records: BTreeMap<String, String>,
    /// The id of the incident that the case names: what the case says of its comments is about that one alone.
    named: Option<String>,
    /// The incidents in whose place a person wanted a new one.
    pub(crate) given_up: BTreeSet<String>,
    /// This journal has made an incident, or may have, and nobody has looked yet whether there is another one too.
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
    /// What that is about.
    asked: BTreeSet<String>,
    /// The incidents that a person was asked about, since they are closed or gone.
    pub(super) asked_about: BTreeSet<String>,
}

/// Who has made the incident.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Maker {
    /// Another browser, as far as this journal tells.
    #[default]
    Others,
    /// This one has sent a create without an answer, and found an incident: its own, or one that another browser has made in
    /// between.
    Unsure,
    /// This one.
    Here,
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

impl Own {
    pub(crate) const fn account(&self) -> Option<&Account> {
        match self {
            Self::Known(account) => Some(account),
            Self::Unasked | Self::Unknown => None,
        }
    }

    /// Takes over what an earlier push or pull of this session was told, so that it is not asked again.
    #[cfg(any(feature = "bindings", test))]
    pub(crate) fn take(&mut self, account: &Account) {
        if matches!(self, Self::Unasked) {
            *self = Self::Known(account.clone());
        }
    }
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
    /// Whether a person was asked what became of it.
    pub(crate) was_asked: bool,
}

impl Open {
    /// That it has become this incident.
    pub(super) fn receipt(&self, evidence: Evidence, incident: IncidentRef) -> Receipt {
        Receipt { fields: self.fields.clone(), hashes: self.hashes.clone(), ..Receipt::new(evidence, incident) }
    }
}

impl Knowledge {
    /// Replays the journal. Records of other cases or places mean nothing here.
    pub(crate) fn replay(records: &[Record], goal: &Goal, connector: &Connector) -> Self {
        let named = goal.external.as_ref().map(|external| external.incident.id.clone());
        let (recognition, mark) = (connector.recognition().cloned(), goal.mark.clone());
        let mut known = Self { named, colleagues: connector.colleagues(), recognition, mark, ..Self::default() };
        let ours = |record: &&Record| record.case_id == goal.case_id && record.is_of(connector);
        let mut records: Vec<&Record> = records.iter().filter(ours).collect();
        sort_by(&mut records, |one, other| one.seq.cmp(&other.seq));
        let mut completed_at = None;
        for record in records {
            known.next_seq = record.seq.saturating_add(1);
            if let Event::Receipt(receipt) = &record.event {
                let name = |field: &String| (field.clone(), format!("{} {}", record.seq, record.at));
                known.field_records.extend(receipt.fields.keys().map(name));
            }
            known.apply(&record.step, &record.event, connector.system());
            if record.event == Event::Complete {
                (known.warned, known.taken) = (Vec::new(), Taken::default());
                completed_at = parse_iso(&record.at);
            }
            if let (Event::Intent { .. } | Event::Lost, Some(open)) = (&record.event, &mut known.open) {
                open.mark = Some(record.mark());
            }
        }
        // While nobody went on with it another browser may have pushed.
        known.met_others = known.is_unfinished;
        let external = goal.external.as_ref().filter(|external| known.is_of(&external.incident.id));
        // No clock: it is the very time that the last complete push has told, or that of another one.
        known.is_overtaken = external.is_some_and(|external| external.pushed_at != completed_at);
        known.doubts_alerts = known.is_overtaken;
        // The next push knows this one by its time.
        known.is_unfinished |= external.is_some() || completed_at.is_some();
        let unknown = goal.comments.iter().filter(|comment| !known.comments.has(comment.token()));
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

    /// The name of the journal's last record of a field.
    pub(crate) fn record_of(&self, field: &str) -> Option<&str> {
        self.field_records.get(field).map(String::as_str)
    }

    fn is_of(&self, id: &str) -> bool {
        self.incident.as_ref().is_some_and(|(incident, _)| incident.id == id)
    }

    /// Whether a person's wish for a new incident can be about this one: not where this push has made it, or has found it after it
    /// gave another one up. Else one wish would make incidents without end where each new one is closed or hidden at once. Nor
    /// where a push has asked about others alone: then somebody has answered late. Who was never asked wants it of each.
    pub(super) fn may_recreate(&self, id: &str) -> bool {
        let is_asked = self.asked_about.is_empty() || self.asked_about.contains(id);
        !self.created_now && !self.has_passed_over && is_asked
    }

    /// Takes over what a record says.
    pub(crate) fn apply(&mut self, step: &Step, event: &Event, system: &dyn System) {
        match event {
            Event::Warned { warning } => return self.warn(warning),
            Event::Complete => return self.is_unfinished = false,
            Event::Asked { incident_id: Some(id) } => {
                self.asked_about.insert(id.clone());
                return;
            }
            Event::Asked { incident_id: None } => {
                match self.open.as_mut().filter(|open| open.step == *step) {
                    Some(open) => open.was_asked = true,
                    None => drop(self.asked.insert(version_of(step))),
                }
                return;
            }
            _ => {}
        }
        self.recheck_due = false;
        let candidate = self.candidate.take();
        match event {
            Event::Intent { fields, hashes, anchor, mark, .. } => {
                let (fields, hashes, mark) = (fields.clone(), hashes.clone(), mark.clone());
                self.is_unfinished = true;
                // What is sent anew is judged anew.
                self.warned.retain(|warning| !fields.contains_key(&warning.field));
                self.open = Some(Open { step: step.clone(), fields, hashes, mark, was_asked: false });
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
                let open = self.open.take().filter(|open| open.step == *step);
                let was_open = open.is_some();
                if let Some(open) = open {
                    self.taken.note(step, &open.fields);
                    if *step == Step::Create {
                        self.attempted = open.fields;
                    }
                }
                self.learn_maker(step, receipt.evidence, was_open);
                self.met_others |= *step == Step::Create && self.incident.is_none() && self.maker == Maker::Others;
                self.confirm(step, receipt);
                if let Some(candidate) = candidate.filter(|it| it.incident().id == receipt.incident.id) {
                    self.take_origin(candidate.origin().creator.clone());
                    self.remote = candidate.into_remote();
                }
                // Whatever a create without an answer is taken for, it may have made one that nobody has seen.
                let is_new = receipt.evidence == Evidence::Answered || was_open;
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
                let old = std::mem::take(self);
                *self = Self {
                    next_seq,
                    given_up,
                    asked_about: old.asked_about,
                    has_worked: old.has_worked,
                    asked_deployment: old.asked_deployment,
                    own: old.own,
                    colleagues: old.colleagues,
                    recognition: old.recognition,
                    mark: old.mark,
                    facts: old.facts,
                    named: old.named,
                    origins: old.origins,
                    ..Self::default()
                };
            }
            // The worst that a lost record can have been is the intent of a create: it is looked for.
            Event::Lost if self.incident.is_none() && self.open.is_none() => {
                let (fields, hashes, mark) = (Fields::new(), Hashes::new(), None);
                self.open = Some(Open { step: Step::Create, fields, hashes, mark, was_asked: false });
            }
            Event::Lost | Event::Warned { .. } | Event::Asked { .. } | Event::Complete => {}
        }
    }

    /// Whether a person was asked about it, since it could not be read.
    pub(crate) fn was_asked(&self, step: &Step) -> bool {
        self.asked.contains(&version_of(step))
    }

    fn warn(&mut self, warning: &Warning) {
        if warning.code.is_empty() {
            return;
        }
        self.is_unfinished = true;
        // There may be as many as comments, in the same words: whose they are tells them apart at once.
        if !self.warned.iter().any(|it| it.comment_id == warning.comment_id && it == warning) {
            self.warned.push(warning.clone());
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
            Step::Alerts { total } => {
                self.alerts_recorded.push(*total);
                self.doubts_alerts = false;
            }
            Step::Items { .. } => self.add_items(step),
        }
    }

    fn add_items(&mut self, step: &Step) {
        if let Step::Items { items } = step {
            self.items.extend(items.iter().cloned());
        }
    }

    fn learn_maker(&mut self, step: &Step, evidence: Evidence, was_open: bool) {
        let is_answered = evidence == Evidence::Answered;
        self.maker = match (step, self.maker) {
            (Step::Create, _) if is_answered => Maker::Here,
            (Step::Create, Maker::Others) if was_open => Maker::Unsure,
            // Who has sent some has made the incident, also where the intent that says so is no longer kept.
            (Step::Items { .. }, _) => Maker::Here,
            // What was found there and never sent from here, another browser has sent.
            (Step::Comment { .. } | Step::Alerts { .. }, Maker::Unsure) if !is_answered && !was_open => Maker::Others,
            (_, maker) => maker,
        };
    }

    /// Whether it is this browser that sends the incident's items.
    pub(crate) fn sends_items(&self) -> bool {
        match self.maker {
            Maker::Here => true,
            Maker::Others => false,
            // The number of alerts comes before them.
            Maker::Unsure => self.alerts_seen.iter().all(|(total, _)| self.alerts_recorded.contains(total)),
        }
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
            if self.comments.has(comment.token()) {
                continue;
            }
            let is_current = pushed_at >= comment.version_at;
            let at = if is_current { comment.version_at } else { comment.created_at };
            let hash = is_current.then(|| comment.hash().to_owned());
            self.add_sent(comment.token(), 0, at, hash, Source::Journal);
        }
    }

    /// Whether what an account has written or created counts as ours.
    pub(super) fn trusts(&self, author: Option<&Account>) -> bool {
        let is = |one: &Option<Account>| matches!((one, author), (Some(one), Some(author)) if one.id == author.id);
        let own = || matches!((&self.own, author), (Own::Known(own), Some(author)) if own.has_id(&author.id));
        is(&self.creator) || own() || self.colleagues.has(author)
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
            opened_by: goal.opened_by.as_deref(),
            given_up: self.given_up.len(),
        }
    }
}

/// What tells a version of a comment, or a number of alerts, from every other.
fn version_of(step: &Step) -> String {
    match step {
        Step::Comment { comment_id, version_at, hash, .. } => format!("{comment_id} {version_at} {hash}"),
        Step::Alerts { total } => format!("{total}"),
        Step::Create | Step::Update | Step::Items { .. } => String::new(),
    }
}
