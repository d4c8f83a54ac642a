//! The state machine of a push by Kibana: reads the case, has an intent saved, asks Kibana, and looks.

mod trouble;

use super::Kibana;
use super::answer::{Stored, read_case};
use crate::error::{Code, Error};
use crate::http::{FailReason, Limit, Request, Response};
use crate::machine::{self, Machine};
use crate::push::{NOTHING_OPEN, Outcome, Progress, PushState, Settlement};
use crate::time::parse_iso;
use serde::{Deserialize, Serialize};

pub(super) const PUSH: &str = "Push with Kibana";

/// What is saved before Kibana is asked: by it a later push sees whether this one was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Intent {
    /// When Kibana was asked.
    pub at: String,
    /// When the case was last pushed with this connector, as it stood before.
    pub pushed_at: Option<String>,
    /// Kibana has answered, but not whether everything arrived: it is not at work any more.
    pub answered: bool,
}

/// What a push by Kibana is made with.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// The time, ISO 8601 in UTC.
    pub now: String,
    /// From 0 to 1: spreads the waits of many pages.
    pub jitter: f64,
}

impl Options {
    /// Options with the time, ISO 8601 in UTC. The others are fields to set.
    #[must_use]
    pub fn new(now: impl Into<String>) -> Self {
        Self { now: now.into(), ..Self::default() }
    }
}

/// What the host of a push by Kibana does next. An intent replaces the one before.
pub type Next = machine::Next<Intent>;

#[derive(Debug)]
enum Phase {
    Reading,
    Saving,
    Sending(u32, Request, bool),
    Waiting(u32, &'static str),
    Ended(End),
}

#[derive(Debug)]
enum End {
    Complete(Box<Stored>),
    Failed(Error),
    Unknown(Error),
}

/// A running push by Kibana.
#[derive(Debug)]
pub struct DelegatedPush {
    kibana: Kibana,
    case_id: String,
    connector_id: String,
    /// The `_push` that is not known to have arrived, or not to have been carried out.
    open: Option<Intent>,
    /// What a person has said of it.
    settled: Option<Settlement>,
    /// What Kibana said last, for the message.
    said: Option<Error>,
    phase: Phase,
    now_ms: i64,
    jitter: f64,
    tries: u32,
    looks: usize,
    next_id: u32,
    writes: u32,
}

impl Machine for DelegatedPush {
    type Record = Intent;

    fn next(&mut self) -> Next {
        loop {
            match &self.phase {
                Phase::Reading => self.send(self.kibana.read(&self.case_id), false),
                Phase::Saving => match &self.open {
                    Some(intent) => return Next::Save { records: vec![intent.clone()] },
                    None => self.phase = Phase::Reading,
                },
                Phase::Sending(id, request, pushing) => {
                    let label = if *pushing { PUSH } else { "Reading the case in Kibana" };
                    return Next::Send { id: *id, label: label.to_owned(), request: request.clone() };
                }
                Phase::Waiting(ms, label) => {
                    let next = Next::Wait { ms: *ms, label: (*label).to_owned() };
                    self.phase = Phase::Reading;
                    return next;
                }
                Phase::Ended(_) => return Next::Done,
            }
        }
    }

    fn saved(&mut self) -> Result<(), Error> {
        self.expect_saving()?;
        self.send(self.kibana.push(&self.case_id, &self.connector_id), true);
        Ok(())
    }

    fn not_saved(&mut self, error: Error) -> Result<(), Error> {
        self.expect_saving()?;
        self.not_done(error);
        Ok(())
    }

    fn receive(&mut self, id: u32, response: &Response) -> Result<(), Error> {
        let limit = self.limit();
        let (request, pushing) = self.take_sent(id)?;
        let within = response.within(limit, &request);
        let stored = within.and_then(|()| read_case(response, &self.case_id, &self.connector_id));
        match (pushing, stored) {
            (true, Ok(Some(stored))) if self.is_answer_to_open(&stored) => {
                self.writes = 1;
                self.complete(stored);
            }
            // A success that does not show the push proves nothing.
            (true, Ok(_)) => self.push_failed(Error::new(Code::AnswerIncomplete), Some(response)),
            (true, Err(error)) => self.push_failed(error, Some(response)),
            (false, Ok(stored)) => self.take_case(stored),
            (false, Err(error)) => self.read_failed(error, Some(response)),
        }
        Ok(())
    }

    fn fail(&mut self, id: u32, reason: FailReason, detail: Option<Error>) -> Result<(), Error> {
        let error = detail.unwrap_or_else(|| reason.error());
        match (self.take_sent(id)?.1, reason) {
            (true, FailReason::NotSent) => self.not_done(error),
            // Kibana goes on with what it has begun. The intent stays, and the next push looks.
            (true, FailReason::Aborted) => self.phase = Phase::Ended(End::Unknown(error)),
            (true, _) => self.push_failed(error, None),
            (false, _) => self.read_failed(error, None),
        }
        Ok(())
    }

    /// Kibana answers a `_push` with the whole case, once the work is done: where that is large, the case is read by itself.
    fn limit(&self) -> Limit {
        if matches!(self.phase, Phase::Sending(_, _, false)) { Limit::List } else { Limit::Usual }
    }

    fn tick(&mut self, now: &str) {
        self.now_ms = parse_iso(now).unwrap_or(self.now_ms);
    }

    fn abort(&mut self) {
        let aborted = Error::new(Code::Aborted);
        match &self.phase {
            // The host fails the request itself.
            Phase::Sending(_, _, true) | Phase::Ended(_) => {}
            Phase::Saving => self.not_done(aborted),
            _ => self.stop(aborted),
        }
    }
}

impl DelegatedPush {
    /// Begins a push. `open` is the intent that an earlier one has left.
    ///
    /// # Errors
    /// `OPTIONS_INVALID` for a time that is none.
    pub fn new(
        kibana: Kibana,
        case_id: String,
        connector_id: String,
        open: Option<Intent>,
        options: &Options,
    ) -> Result<Self, Error> {
        let invalid = || Error::with(Code::OptionsInvalid, "now is not an ISO 8601 time in UTC.").at("now");
        let now_ms = parse_iso(&options.now).ok_or_else(invalid)?;
        Ok(Self {
            kibana,
            case_id,
            connector_id,
            open,
            settled: None,
            said: None,
            phase: Phase::Reading,
            now_ms,
            jitter: options.jitter,
            tries: 0,
            looks: 0,
            next_id: 0,
            writes: 0,
        })
    }

    /// A person has looked in the remote system and settles a push that ended `unknown`: `NotThere` sends it again,
    /// `There` reads the case once more.
    ///
    /// # Errors
    /// `NOTHING_PENDING` where there is nothing to settle, `PUSH_STATE` while the push finds out by itself.
    pub fn settle(&mut self, settlement: Settlement) -> Result<(), Error> {
        let begins = matches!(self.phase, Phase::Reading) && self.next_id == 0;
        let ended = matches!(self.phase, Phase::Ended(End::Failed(_) | End::Unknown(_)));
        if !begins && !ended {
            return Err(Error::new(Code::PushState));
        }
        if self.open.is_none() {
            return Err(Error::with(Code::NothingPending, NOTHING_OPEN));
        }
        self.settled = Some(settlement);
        (self.tries, self.looks) = (0, 0);
        self.phase = Phase::Reading;
        Ok(())
    }

    /// The `_push` of which nobody knows whether it was carried out.
    #[must_use]
    pub const fn intent(&self) -> Option<&Intent> {
        self.open.as_ref()
    }

    /// How far it is: Kibana tells nothing in between.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress { done: u32::from(matches!(self.phase, Phase::Ended(End::Complete(_)))), total: 1 }
    }

    /// How it stands, in a word.
    #[must_use]
    pub const fn outcome_state(&self) -> PushState {
        match &self.phase {
            Phase::Ended(End::Complete(_)) => PushState::Complete,
            Phase::Ended(End::Failed(_)) => PushState::Failed,
            Phase::Ended(End::Unknown(_)) => PushState::Unknown,
            _ => PushState::Running,
        }
    }

    /// How it stands. The receipts are Kibana's: it has written them into the case, and closes the case itself.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let (stored, error) = match &self.phase {
            Phase::Ended(End::Complete(stored)) => (Some(stored), None),
            Phase::Ended(End::Failed(error) | End::Unknown(error)) => (None, Some(error.clone())),
            _ => (None, None),
        };
        Outcome {
            state: self.outcome_state(),
            error,
            external_service: stored.map(|stored| stored.service.clone()),
            pushed_comments: stored.map(|stored| stored.comments.clone()).unwrap_or_default(),
            close_case: false,
            writes: self.writes,
            updated_case: stored.map(|stored| stored.case.clone()),
            warnings: Vec::new(),
            drift: Vec::new(),
            claims: Vec::new(),
        }
    }

    fn expect_saving(&self) -> Result<(), Error> {
        if matches!(self.phase, Phase::Saving) { Ok(()) } else { Err(Error::new(Code::PushState)) }
    }

    /// The request that is under way, and whether it is the `_push`.
    fn take_sent(&mut self, id: u32) -> Result<(Request, bool), Error> {
        match &self.phase {
            Phase::Sending(sent, request, pushing) if *sent == id => Ok((request.clone(), *pushing)),
            _ => Err(Error::new(Code::PushState)),
        }
    }

    fn send(&mut self, request: Request, pushing: bool) {
        self.next_id = self.next_id.wrapping_add(1);
        // An id of dots would name another address of Kibana's.
        let below = self.kibana.base().contains(&request.url);
        let outside = || Error::new(Code::UrlOutside).at(if pushing { "connectorId" } else { "caseId" });
        self.phase = match request.check().and_then(|()| below.then_some(()).ok_or_else(outside)) {
            Ok(()) => Phase::Sending(self.next_id, request, pushing),
            Err(error) => return if pushing { self.not_done(error) } else { self.stop(error) },
        };
    }

    fn is_answer_to_open(&self, stored: &Stored) -> bool {
        self.open.as_ref().is_some_and(|intent| stored.is_after(intent.pushed_at.as_deref()))
    }

    fn complete(&mut self, stored: Stored) {
        self.open = None;
        self.phase = Phase::Ended(End::Complete(Box::new(stored)));
    }
}
