//! The state machine that carries a push out, one effect at a time.

mod outcome;
mod read;
mod session;
mod settle;
mod trouble;
mod written;

pub(crate) use settle::NOTHING_OPEN;
pub use settle::Settlement;

use super::decide::decide;
use super::decision::{Decision, Read, Texts, Write};
use super::drift::Drift;
use super::evidence::Claim;
use super::goal::Goal;
use super::journal::{Event, Evidence, KEPT, Receipt, Record, Step, VERSION};
use super::knowledge::{Knowledge, Open};
use super::options::{IfRare, Options};
use super::plan::{Simulated, describe_write, simulate, unconfirmed};
use super::rare::is_loss;
use super::taken::FIELD_UNSEEN;
use crate::case::{Page, SecurityCase};
use crate::error::{Code, Error};
use crate::http::{FailReason, Limit, Request, Response};
use crate::machine::{self, Machine, Sending};
use crate::systems::{Call, Connector, OPENER_UNKNOWN, RemoteIncident, fields};
use crate::warning::Warning;
use std::collections::BTreeSet;

/// What the host of a push does next.
pub type Next = machine::Next<Record>;

#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "a push has one, and most of its time it sends")]
enum Phase {
    Deciding,
    Saving(Vec<Record>, Box<Phase>),
    Sending(u32, What),
    Waiting(u32, &'static str),
    Ended(End),
}

#[derive(Debug)]
enum What {
    Read(Read),
    Write(Box<Write>),
    /// Reads the incident that a person has named for a create under suspicion.
    Link(Open, String, Call<RemoteIncident>),
}

impl What {
    fn request(&self) -> &Request {
        match self {
            Self::Read(read) => read.request(),
            Self::Write(write) => &write.call.request,
            Self::Link(_, _, call) => &call.request,
        }
    }
}

#[derive(Debug, Clone)]
enum End {
    Complete,
    Failed(Error),
    Unknown(Error),
}

/// A running push. See the [module](super) for the protocol.
#[derive(Debug)]
pub struct Push {
    connector: Connector,
    goal: Goal,
    known: Knowledge,
    options: Options,
    now_ms: i64,
    case: Vec<u8>,
    phase: Phase,
    /// What a person has said, for the moment when the push cannot read the comments.
    settlement: Option<Settlement>,
    /// What stands in the incident in place of what the last push left there.
    drift: Vec<Drift>,
    /// What says without a proof that something is there.
    claims: Vec<Claim>,
    /// What a person should know although the push goes on, and what the next push finds out anew. All else is in the journal.
    warnings: Vec<Warning>,
    /// After how many milliseconds its host gives a request up, where it says so.
    limit_ms: u32,
    /// How long ago the open write was sent, in milliseconds, as far as this push has waited for it.
    looked_ms: u32,
    /// Whether no request that the open write has made can still be at work.
    is_settled_there: bool,
    /// What became of the open write, as far as somebody has said, in this push.
    trouble: Option<Error>,
    /// What the open write holds of characters that an old database refuses.
    rare: String,
    /// How often the request at hand was tried.
    tries: u32,
    /// How many looks at the open write have found nothing.
    looks: u32,
    /// Where the pages of comments have led so far.
    cursors: BTreeSet<String>,
    /// How many answers a look without the search has taken.
    traced: u32,
    resends: u32,
    /// How often the update was tried, whatever was read in between.
    update_tries: u32,
    next_id: u32,
    planned: u32,
    writes: u32,
    confirmed: BTreeSet<String>,
    alerts_confirmed: bool,
}

impl Machine for Push {
    type Record = Record;

    fn next(&mut self) -> Next {
        loop {
            match &self.phase {
                Phase::Deciding => self.decide(),
                Phase::Saving(records, _) => return Next::Save { records: records.clone() },
                Phase::Sending(id, what) => {
                    return Next::Send {
                        id: *id,
                        label: label(what, &self.connector),
                        request: what.request().clone(),
                    };
                }
                Phase::Waiting(ms, label) => {
                    let next = Next::Wait { ms: *ms, label: (*label).to_owned() };
                    self.phase = Phase::Deciding;
                    return next;
                }
                // Who has stopped it, or has no network, is asked nothing.
                Phase::Ended(End::Unknown(error)) if !matches!(error.code, Code::Aborted | Code::Offline) => {
                    match self.known.open.as_ref().filter(|open| !open.was_asked) {
                        Some(open) => {
                            let (step, error) = (open.step.clone(), error.clone());
                            self.ask_about_open(step, End::Unknown(error));
                        }
                        None => return Next::Done,
                    }
                }
                Phase::Ended(_) => return Next::Done,
            }
        }
    }

    fn saved(&mut self) -> Result<(), Error> {
        match std::mem::replace(&mut self.phase, Phase::Deciding) {
            Phase::Saving(_, then) => {
                self.phase = *then;
                Ok(())
            }
            other => {
                self.phase = other;
                Err(Error::new(Code::PushState))
            }
        }
    }

    fn not_saved(&mut self, error: Error) -> Result<(), Error> {
        let Phase::Saving(_, then) = &self.phase else { return Err(Error::new(Code::PushState)) };
        // Whether a write is there nobody knows, whatever could not be kept of it; but the record is another's after a conflict.
        let end = match &**then {
            Phase::Ended(End::Unknown(unknown)) if error.code != Code::StoreConflict => End::Unknown(unknown.clone()),
            _ => End::Failed(error),
        };
        self.phase = Phase::Ended(end);
        Ok(())
    }

    fn receive(&mut self, id: u32, response: &Response) -> Result<(), Error> {
        match self.take_sent(id)? {
            What::Read(read) => match self.take_read(&read, response) {
                // Looks at an open write have their tries in common, or they could fail for ever.
                Ok(()) if self.known.open.is_none() => self.tries = 0,
                Ok(()) => {}
                Err(error) => self.read_failed(&read, error, Some(response)),
            },
            What::Link(open, named, call) => match self.read_named(&named, &call, response) {
                Ok(incident) => {
                    // What stands there, somebody else may have written.
                    self.record(open.step, Event::Receipt(Receipt::new(Evidence::Settled, incident)));
                }
                Err(error) => self.phase = Phase::Ended(End::Unknown(error)),
            },
            What::Write(write) => match self.read_write(&write, response) {
                Ok((receipt, passed_over)) => {
                    self.tries = 0;
                    self.record(write.step, Event::Receipt(receipt));
                    if let Some(passed_over) = passed_over {
                        self.known.taken.shown(&write.fields);
                        self.warn(passed_over);
                    }
                }
                Err(error) => self.write_failed(&write, error, Some(response)),
            },
        }
        Ok(())
    }

    fn fail(&mut self, id: u32, reason: FailReason, detail: Option<Error>) -> Result<(), Error> {
        let error = detail.unwrap_or_else(|| reason.error());
        match self.take_sent(id)? {
            // All is written.
            What::Read(Read::LastLook(_)) if error.code == Code::Aborted => self.finish(),
            What::Read(read) => self.read_failed(&read, error, None),
            What::Link(..) => self.phase = Phase::Ended(End::Unknown(error)),
            What::Write(write) if reason == FailReason::NotSent => {
                self.record(write.step, Event::Rejected { code: error.code.as_str().to_owned() });
                self.end_after_save(End::Failed(error));
            }
            // On request the push stops at once; the intent stays open and the next push looks.
            What::Write(_) if reason == FailReason::Aborted => self.phase = Phase::Ended(End::Unknown(error)),
            What::Write(write) => self.write_failed(&write, error, None),
        }
        Ok(())
    }

    fn limit(&self) -> Limit {
        match &self.phase {
            Phase::Sending(_, What::Read(read)) => read.limit(),
            _ => Limit::Usual,
        }
    }

    fn sending(&self) -> Sending {
        match &self.phase {
            // Anybody is told it, and a secret that is refused twice is soon locked out.
            Phase::Sending(_, What::Read(Read::Deployment(_))) => Sending::Anonymous,
            _ => Sending::Authorized,
        }
    }

    fn tick(&mut self, now: &str) {
        self.now_ms = crate::time::parse_iso(now).unwrap_or(self.now_ms);
    }

    fn abort(&mut self) {
        let aborted = Error::new(Code::Aborted);
        match &self.phase {
            // The host fails the request itself.
            Phase::Sending(_, What::Write(_)) | Phase::Ended(_) => {}
            // All is written.
            Phase::Sending(_, What::Read(Read::LastLook(_))) => self.finish(),
            // It has come to its end, which is only to be kept.
            Phase::Saving(_, then) if matches!(**then, Phase::Ended(_)) => {}
            Phase::Saving(_, then) => {
                if let Phase::Sending(_, What::Write(write)) = &**then {
                    let step = write.step.clone();
                    self.record(step, Event::Rejected { code: aborted.code.as_str().to_owned() });
                }
                self.end_after_save(self.stopped(aborted));
            }
            _ => self.phase = Phase::Ended(self.stopped(aborted)),
        }
    }
}

impl Push {
    /// Begins a push; `case` are the bytes that `pages` belong to.
    ///
    /// # Errors
    /// As [`plan`](super::plan()), and those of [`SecurityCase::parse`].
    pub fn new(
        case: Vec<u8>,
        pages: &[Page<'_>],
        connector: Connector,
        journal: &[Record],
        options: Options,
    ) -> Result<Self, Error> {
        options.check(&connector)?;
        let connector = options.adapted(&connector).into_owned();
        let now_ms = options.now_ms()?;
        let goal = Goal::new(&SecurityCase::parse(&case, pages)?, &connector, &options)?;
        let known = Knowledge::replay(journal, &goal, &connector);
        let mut planned = 0_u32;
        simulate(&goal, known.clone(), &connector, &options, Texts::LeftOut, &mut |step| {
            planned += u32::from(matches!(step, Simulated::Write(_)));
        });
        Ok(Self {
            connector,
            goal,
            known,
            options,
            now_ms,
            case,
            phase: Phase::Deciding,
            settlement: None,
            drift: Vec::new(),
            claims: Vec::new(),
            warnings: Vec::new(),
            limit_ms: 0,
            looked_ms: 0,
            is_settled_there: false,
            trouble: None,
            rare: String::new(),
            tries: 0,
            looks: 0,
            cursors: BTreeSet::new(),
            traced: 0,
            resends: 0,
            update_tries: 0,
            next_id: 0,
            planned,
            writes: 0,
            confirmed: BTreeSet::new(),
            alerts_confirmed: false,
        })
    }

    /// How a push ends that stops here: with a write under suspicion nobody knows.
    fn stopped(&self, error: Error) -> End {
        if self.known.open.is_some() { End::Unknown(error) } else { End::Failed(error) }
    }

    fn decide(&mut self) {
        match decide(&self.goal, &mut self.known, &self.connector, &self.options, Texts::Made) {
            Decision::Read(read) => self.send(What::Read(read)),
            Decision::Write(write) => {
                let intent = Event::Intent {
                    request: write.call.request.clone(),
                    fields: if matches!(write.step, Step::Create | Step::Update) {
                        write.fields.clone()
                    } else {
                        Default::default()
                    },
                    hashes: write.hashes.clone(),
                    anchor: self.anchor().filter(|_| write.step == Step::Create).map(str::to_owned),
                    mark: (write.step == Step::Create).then(|| self.goal.mark.clone()),
                };
                let leaves_out = self.options.if_rare == IfRare::LeaveOut;
                let is_news = |warning: &Warning| {
                    leaves_out && is_loss(warning) || [OPENER_UNKNOWN, FIELD_UNSEEN].contains(&warning.code)
                };
                let news: Vec<Warning> = write.warnings.iter().filter(|it| is_news(it)).cloned().collect();
                let step = write.step.clone();
                self.send(What::Write(write));
                self.record(step, intent);
                self.warn(news);
            }
            Decision::Note(found) => {
                for (step, event) in found {
                    let unknown = match (&step, &event) {
                        (Step::Items { items }, Event::Unconfirmed) => Some(unconfirmed(items)),
                        _ => None,
                    };
                    self.record(step, event);
                    self.warn(unknown);
                }
            }
            Decision::Stop(stop) if stop.error.code == Code::CommentsUnreadable => match self.settlement.take() {
                Some(settlement) => self.settle_unreadable(&settlement),
                None => self.ask_about_comments(End::Failed(stop.error)),
            },
            Decision::Stop(stop) => {
                (self.drift, self.claims) = (stop.drift, stop.claims);
                self.phase = Phase::Ended(self.stopped(stop.error));
            }
            Decision::PassOver(id) => self.give_up(&id),
            Decision::Leave(warning) => self.leave_status(warning),
            Decision::Finish => self.finish(),
        }
    }

    fn finish(&mut self) {
        if self.known.is_unfinished {
            self.record(Step::Update, Event::Complete);
        }
        self.end_after_save(End::Complete);
    }

    /// The status that stands there now is what a later push starts from: nobody has changed it since.
    fn leave_status(&mut self, warning: Warning) {
        self.known.leaves_status = true;
        self.warnings.push(warning);
        let (Some((incident, _)), Some(remote)) = (&self.known.incident, &self.known.remote) else { return };
        let name = self.connector.form().follows.status;
        let theirs = remote.fields.get(name).map(|theirs| (name.to_owned(), theirs.clone()));
        let receipt = Receipt { fields: fields(theirs), ..Receipt::new(Evidence::Found, incident.clone()) };
        self.record(Step::Update, Event::Receipt(receipt));
    }

    fn anchor(&self) -> Option<&str> {
        self.connector.system().anchor(&self.known.facts)
    }

    fn send(&mut self, what: What) {
        self.next_id = self.next_id.wrapping_add(1);
        self.phase = match what.request().check() {
            Ok(()) => Phase::Sending(self.next_id, what),
            Err(error) => Phase::Ended(End::Failed(error)),
        };
    }

    /// Takes the record over, and has it saved before whatever comes next.
    fn record(&mut self, step: Step, event: Event) {
        if matches!(self.phase, Phase::Ended(_)) {
            return;
        }
        self.known.apply(&step, &event, self.connector.system());
        if let Event::Receipt(receipt) = &event {
            match &step {
                Step::Comment { comment_id, .. } => drop(self.confirmed.insert(comment_id.clone())),
                Step::Alerts { .. } => self.alerts_confirmed = true,
                // Nobody can have commented on what was not there a moment ago.
                Step::Create => self.known.created_now |= receipt.evidence == Evidence::Answered,
                Step::Update | Step::Items { .. } => {}
            }
            self.writes += u32::from(receipt.evidence == Evidence::Answered);
            self.known.is_unfinished = true;
            (self.tries, self.looks, self.resends, self.update_tries) = (0, 0, 0, 0);
            self.trouble = None;
        }
        let record = Record {
            v: VERSION,
            case_id: self.goal.case_id.clone(),
            connector_id: self.connector.id().to_owned(),
            base_url: self.connector.base().as_str().to_owned(),
            place: self.connector.place_id(),
            seq: self.known.next_seq,
            at: self.options.now.clone(),
            step,
            event,
        };
        self.known.next_seq = self.known.next_seq.saturating_add(1);
        self.phase = match std::mem::replace(&mut self.phase, Phase::Deciding) {
            Phase::Saving(mut records, then) => {
                records.push(record);
                Phase::Saving(records, then)
            }
            then => Phase::Saving(vec![record], Box::new(then)),
        };
    }

    /// Has it kept with what it was learned from: this tab may never come to tell it. What no reader would take is told at once.
    fn warn(&mut self, warnings: impl IntoIterator<Item = Warning>) {
        for warning in warnings {
            if KEPT.contains(&warning.code) {
                self.record(Step::Update, Event::Warned { warning });
            } else {
                self.warnings.push(warning);
            }
        }
    }

    fn end_after_save(&mut self, ending: End) {
        if let Phase::Saving(_, then) = &mut self.phase {
            **then = Phase::Ended(ending);
        } else {
            self.phase = Phase::Ended(ending);
        }
    }

    fn wait_after_save(&mut self, ms: u32, why: &'static str) {
        let waiting = Phase::Waiting(ms, why);
        if let Phase::Saving(_, then) = &mut self.phase {
            **then = waiting;
        } else {
            self.phase = waiting;
        }
    }

    fn take_sent(&mut self, id: u32) -> Result<What, Error> {
        match std::mem::replace(&mut self.phase, Phase::Deciding) {
            Phase::Sending(sent, what) if sent == id => Ok(what),
            other => {
                self.phase = other;
                Err(Error::new(Code::PushState))
            }
        }
    }
}

fn label(what: &What, connector: &Connector) -> String {
    match what {
        What::Read(Read::Deployment(_)) => "Finding out how the system is deployed".to_owned(),
        What::Read(Read::Prepare(_) | Read::PrepareStatus(_)) => "Reading what the next request needs".to_owned(),
        What::Read(Read::Account(_)) => "Finding out which account this is".to_owned(),
        What::Read(Read::Lookup(_)) => "Looking whether the incident exists".to_owned(),
        What::Read(Read::Unmarked(_)) => "Looking whether it is there without its mark".to_owned(),
        What::Read(Read::Newest(_)) => "Looking whether it is there, but too new for the search".to_owned(),
        What::Read(Read::Recheck(_)) => "Looking whether another browser has created one too".to_owned(),
        What::Read(Read::Incident(_) | Read::Named(_) | Read::Standing(_)) | What::Link(..) => {
            "Reading the incident".to_owned()
        }
        What::Read(Read::LastLook(_)) => "Looking whether everything has arrived".to_owned(),
        What::Read(Read::Comments(_)) => "Reading the comments that are there".to_owned(),
        What::Write(write) => describe_write(write, connector).1,
    }
}
