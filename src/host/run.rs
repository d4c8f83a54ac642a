//! A run: a machine from its first effect to its last, by one protocol for all.
//!
//! [`Run::next`] says what to do, and the host replies:
//!
//! 1. `Write`: write the changes, durably, then [`Run::written`] or [`Run::not_written`].
//! 2. `Send`: take [`Run::outgoing`], send it, and hand what came of it to [`Run::answered`].
//! 3. `Wait`: wait, then ask again.
//! 4. `Done`: read [`Run::outcome`] or [`Run::report`].
//!
//! `Send` is answered until the request was taken: a host that waits for a place asks again when it has one.

use super::accounts::{Accounts, People};
use super::deployments::{LOOK_MS, Turn};
use super::exchange::{About, Answer, Exchange, Failure, describe};
use super::journal::is_passing;
use super::open::Host;
use super::pauses::{self, Gate};
use super::pending::Pending;
use super::record::Change;
use super::sending::Outgoing;
use super::task::{KibanaTask, PullTask, PushTask, QueryTask, TIMEOUT_MS, Task, TestTask, machine};
use crate::connector::{Deployed, Draft, Secrets};
use crate::delegate::{DelegatedPush, Kibana};
use crate::doctor::{Checkup, Report};
use crate::error::{Code, Error};
use crate::fields::FieldsQuery;
use crate::http::{FailReason, Request};
use crate::machine::{Machine, Next, Sending};
use crate::pull::Pull;
use crate::push::{Event, Outcome, Push};
use crate::systems::Connector;
use crate::time::to_iso;
use serde::Serialize;
use serde_json::Value;

/// What the host does next, with how far the run is.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum Effect {
    Write {
        changes: Vec<Change>,
    },
    /// `alone` where no other request to the base URL may be under way that tries: where one is, the host looks again after so
    /// many milliseconds.
    Send {
        progress: Value,
        alone: Option<u32>,
    },
    /// `taken` where its login is known to be taken: whoever waits for what comes of that need not wait for this one.
    Wait {
        ms: u32,
        taken: bool,
        progress: Value,
    },
    /// `taken`: as of `Wait`.
    Done {
        taken: bool,
        progress: Value,
    },
}

/// What is told of an answer.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Told {
    pub(crate) exchange: Option<Exchange>,
    /// The pause that the answer asks for, for the other tabs.
    pub(crate) pause: Option<pauses::Told>,
    /// What is stored of it, and of what the system has said of itself. Only tabs that open later miss it where that fails.
    pub(crate) changes: Vec<Change>,
}

#[derive(Debug)]
enum Stage {
    /// What is kept before anything is sent.
    Beginning(Vec<Change>),
    Working,
    /// What is kept of the end.
    Ending(Vec<Change>),
    Ended,
}

/// The request that the machine has asked for.
#[derive(Debug)]
struct UnderWay {
    id: u32,
    label: String,
    request: Request,
}

/// A running push, or a test of a connector.
#[derive(Debug)]
pub(crate) struct Run {
    task: Task,
    stage: Stage,
    asked: Option<UnderWay>,
    timeout_ms: Option<u32>,
    /// What is broken off is still to be done, where it was queued.
    queue_stopped: bool,
    /// It asks how the system is deployed, and others wait for it.
    asks_deployment: bool,
    login: Login,
}

/// What its answers say of its login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Login {
    Untold,
    /// A request with its secret has succeeded, by its status alone.
    Answered,
    /// The machine goes on from that.
    Taken,
}

/// The host's clock and its dice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// Milliseconds since 1970.
    pub(crate) now_ms: i64,
    /// From 0 to 1: spreads the waits of many pages.
    pub(crate) jitter: f64,
}

impl Run {
    /// A push from here. `mended` is what the journal needed before it could be read.
    pub(crate) fn push(
        mut push: Push,
        connector: Connector,
        secrets: Option<Secrets>,
        pending: Pending,
        journal: super::journal::Journal,
        accounts: &Accounts,
    ) -> Self {
        let mut kept = journal.mended;
        if let Some(people) = accounts.get(&connector, secrets.as_ref()) {
            push.take_people(people.account.as_ref(), people.opener.as_ref());
        }
        // Nothing left to do: an earlier push was interrupted after its last receipt, or nothing is new.
        let done = match push.next() {
            Next::Save { records } => records.iter().all(|record| record.event == Event::Complete),
            next => next == Next::Done,
        };
        if !done {
            kept.extend(pending.keep_with_case());
        }
        let passing = journal.records.iter().filter(|record| is_passing(record)).map(super::journal::key).collect();
        let is_kept = !done || pending.order.is_some();
        let task = PushTask { push, connector, secrets, pending, is_kept, passing, complete: None };
        Self::new(Task::Push(Box::new(task)), kept)
    }

    /// A push by Kibana; `key` is where its intent lies.
    pub(crate) fn kibana(push: DelegatedPush, kibana: Kibana, pending: Pending, key: String) -> Self {
        let kept = pending.keep_with_case().into();
        Self::new(Task::Kibana(Box::new(KibanaTask { push, kibana, pending, key })), kept)
    }

    /// The test of a connector. What it finds out of one that is stored is kept.
    pub(crate) fn test(checkup: Checkup, secrets: Option<Secrets>, is_stored: bool) -> Self {
        Self::new(Task::Test(Box::new(TestTask { checkup, secrets, is_stored })), Vec::new())
    }

    /// The reading of live fields, asked for with an issue type or without, or a search for choices.
    pub(crate) fn query(
        query: FieldsQuery,
        draft: Draft,
        asked: Option<String>,
        known_ms: Option<i64>,
        secrets: Option<Secrets>,
    ) -> Self {
        Self::new(Task::Query(Box::new(QueryTask { query, secrets, draft, asked, known_ms, kept: None })), Vec::new())
    }

    /// A pull; `key` is where it lies what was seen.
    pub(crate) fn pull(mut pull: Pull, secrets: Option<Secrets>, key: String, accounts: &Accounts) -> Self {
        let people = accounts.get(pull.connector(), secrets.as_ref());
        if let Some(account) = people.and_then(|people| people.account.as_ref()) {
            pull.take_account(account);
        }
        Self::new(Task::Pull(Box::new(PullTask { pull, secrets, key })), Vec::new())
    }

    fn new(task: Task, kept: Vec<Change>) -> Self {
        let stage = Stage::Beginning(kept);
        let (queue_stopped, asks_deployment, login) = (false, false, Login::Untold);
        Self { task, stage, asked: None, timeout_ms: None, queue_stopped, asks_deployment, login }
    }

    /// With a time limit per request.
    pub(crate) fn within(mut self, timeout_ms: Option<u32>) -> Self {
        if let Task::Push(task) = &mut self.task {
            task.push.take_limit(timeout_ms.unwrap_or(TIMEOUT_MS));
        }
        Self { timeout_ms, ..self }
    }

    /// What to do next.
    pub(crate) fn next(&mut self, host: &mut Host, moment: Moment) -> Effect {
        loop {
            match &self.stage {
                Stage::Beginning(changes) | Stage::Ending(changes) if !changes.is_empty() => {
                    return Effect::Write { changes: changes.clone() };
                }
                Stage::Beginning(_) => self.stage = Stage::Working,
                Stage::Ending(_) => self.stage = Stage::Ended,
                Stage::Ended => {
                    let taken = self.login != Login::Untold && self.task.is_complete();
                    return Effect::Done { taken, progress: self.task.progress("", None) };
                }
                Stage::Working => {
                    if let Some(effect) = self.work(host, moment) {
                        return effect;
                    }
                }
            }
        }
    }

    fn work(&mut self, host: &mut Host, moment: Moment) -> Option<Effect> {
        let next = self.task.next();
        let gate = self.task.base_url().map_or(Gate::Open, |base| host.pauses.gate(base, moment.now_ms, moment.jitter));
        // Who may not ask now must not keep others waiting for an answer.
        if let (Next::Send { label, .. }, Gate::Open | Gate::Try) = (&next, gate) {
            match self.turn(host, moment.now_ms) {
                Some(Turn::Told(deployed)) => {
                    if let Task::Push(task) = &mut self.task {
                        task.push.take_deployment(deployed);
                    }
                    return None;
                }
                Some(Turn::Wait) => {
                    return Some(self.wait(LOOK_MS, label));
                }
                Some(Turn::Ask) => self.asks_deployment = true,
                None => {}
            }
        }
        match next {
            Next::Save { records } if records.is_empty() => {
                // It was asked for, so `PUSH_STATE` cannot come back.
                drop(machine!(&mut self.task, machine => machine.saved()));
                None
            }
            Next::Save { records } => {
                // After an answer that it could go on from. An intent, or what a person has settled, may come before that.
                if self.login == Login::Answered {
                    self.login = Login::Taken;
                }
                Some(Effect::Write { changes: records })
            }
            Next::Wait { ms, label } => Some(self.wait(ms, &label)),
            Next::Done => {
                self.asked = None;
                if std::mem::take(&mut self.asks_deployment)
                    && let Task::Push(task) = &self.task
                {
                    // It got no answer.
                    host.deployments.note(&task.connector, None);
                }
                self.stage = Stage::Ending(self.task.end(self.queue_stopped, moment.now_ms));
                None
            }
            Next::Send { id, label, request } => {
                let effect = match gate {
                    Gate::Open => Ok(Effect::Send { progress: self.task.progress(&label, None), alone: None }),
                    Gate::Try => {
                        let alone = Some(pauses::look_again_ms(moment.jitter));
                        Ok(Effect::Send { progress: self.task.progress(&label, None), alone })
                    }
                    Gate::Wait(ms) => Ok(self.wait(ms, "Waiting because the system limits how many requests it takes")),
                    Gate::Shut { until } => {
                        let message = format!("The system asked for no more requests until {}.", to_iso(until));
                        Err(Error::with(Code::RateLimited, message))
                    }
                };
                self.asked = Some(UnderWay { id, label, request });
                effect.map_err(|error| self.fail(Failure::not_sent(error))).ok()
            }
        }
    }

    fn wait(&self, ms: u32, label: &str) -> Effect {
        Effect::Wait { ms, taken: self.login == Login::Taken, progress: self.task.progress(label, Some(ms)) }
    }

    /// Of a push that would ask how the system is deployed: whether another one of this host has asked, or asks just now.
    fn turn(&self, host: &mut Host, now_ms: i64) -> Option<Turn> {
        match &self.task {
            Task::Push(task) if task.push.asks_deployment() && !self.asks_deployment => {
                Some(host.deployments.turn(&task.connector, now_ms, self.timeout_ms.unwrap_or(TIMEOUT_MS)))
            }
            _ => None,
        }
    }

    /// The changes are stored.
    ///
    /// # Errors
    /// `PUSH_STATE` where none were asked for.
    pub(crate) fn written(&mut self) -> Result<(), Error> {
        match self.stage {
            Stage::Beginning(_) => self.stage = Stage::Working,
            Stage::Ending(_) => self.stage = Stage::Ended,
            Stage::Working => return machine!(&mut self.task, machine => machine.saved()),
            Stage::Ended => return Err(Error::new(Code::PushState)),
        }
        Ok(())
    }

    /// The changes could not be stored.
    ///
    /// # Errors
    /// The error itself where the run cannot begin. At its end the journal has everything that counts: what stays
    /// pending is only looked at once more.
    pub(crate) fn not_written(&mut self, error: Error) -> Result<(), Error> {
        match self.stage {
            Stage::Beginning(_) => Err(error),
            Stage::Working => machine!(&mut self.task, machine => machine.not_saved(error)),
            Stage::Ending(_) | Stage::Ended => {
                self.stage = Stage::Ended;
                Ok(())
            }
        }
    }

    /// The request as it is sent; `None` where none is asked for. It must not be logged: it may hold a secret.
    ///
    /// # Errors
    /// Why it cannot be sent.
    pub(crate) fn outgoing(&self, host: &Host) -> Option<Result<Outgoing, Error>> {
        let asked = self.asked.as_ref()?;
        Some(self.task.outgoing(&asked.request, &host.transport, self.timeout_ms))
    }

    /// What came of the request, sent as it is given here, between two times in milliseconds since 1970.
    pub(crate) fn answered(
        &mut self,
        host: &mut Host,
        sent: Option<Request>,
        answer: Answer,
        (begun, ended): (i64, i64),
    ) -> Told {
        let mut told = Told::default();
        let label = self.asked.as_ref().map_or("", |asked| &asked.label);
        if let Some(sent) = sent {
            let about = About {
                case_id: self.task.case_id(),
                connector_id: self.task.connector_id(),
                label,
                redaction: &self.task.redaction(&sent),
            };
            told.exchange = host.tells_exchanges.then(|| describe(about, &sent, &answer, (begun, ended)));
        }
        if let Some(base) = self.task.base_url()
            && let Some((pause, change)) = host.pauses.heed(base, answer.as_ref().ok(), ended)
        {
            told.pause = Some(pause);
            told.changes.push(change);
        }
        self.tick(ended);
        let known = self.deployed();
        match answer {
            Err(failure) => self.fail(failure),
            Ok(response) => {
                if let Some(asked) = self.asked.take() {
                    let is_ours = machine!(&mut self.task, machine => machine.sending()) == Sending::Authorized;
                    if is_ours && self.login == Login::Untold && (200..300).contains(&response.status()) {
                        self.login = Login::Answered;
                    }
                    let asks_people = match &self.task {
                        Task::Push(task) => task.push.asks_people(),
                        Task::Pull(task) => task.pull.asks_account(),
                        _ => false,
                    };
                    // It answers what was asked for, so `PUSH_STATE` cannot come back.
                    drop(machine!(&mut self.task, machine => machine.receive(asked.id, &response)));
                    let told = match &self.task {
                        Task::Push(task) => {
                            Some((&task.connector, &task.secrets, task.push.account(), task.push.opener()))
                        }
                        Task::Pull(task) => Some((task.pull.connector(), &task.secrets, task.pull.account(), None)),
                        _ => None,
                    };
                    if let Some((connector, secrets, account, opener)) = told.filter(|_| asks_people) {
                        let people = People { account: account.cloned(), opener };
                        host.accounts.note(connector, secrets.as_ref(), people);
                    }
                }
            }
        }
        let has_asked = std::mem::take(&mut self.asks_deployment);
        if let Task::Push(task) = &self.task
            && (has_asked || task.push.deployed() != known)
        {
            told.changes.extend(host.deployments.note(&task.connector, task.push.deployed()));
        }
        told
    }

    fn deployed(&self) -> Option<Deployed> {
        match &self.task {
            Task::Push(task) => task.push.deployed(),
            _ => None,
        }
    }

    fn fail(&mut self, failure: Failure) {
        if let Some(asked) = self.asked.take() {
            let Failure { reason, error } = failure;
            drop(machine!(&mut self.task, machine => machine.fail(asked.id, reason, Some(error))));
        }
    }

    /// The time, in milliseconds since 1970, after a wait.
    pub(crate) fn tick(&mut self, now_ms: i64) {
        machine!(&mut self.task, machine => machine.tick(&to_iso(now_ms)));
    }

    /// Stops it: between two requests, or before one that has not been sent yet. With `queue_stopped` the whole queue was
    /// stopped, and what is broken off is still to be done.
    pub(crate) fn abort(&mut self, queue_stopped: bool) {
        self.queue_stopped |= queue_stopped;
        let aborted = Error::new(Code::Aborted);
        match &self.task {
            _ if self.asked.is_none() => machine!(&mut self.task, machine => machine.abort()),
            Task::Test(_) => self.fail(Failure { reason: FailReason::Aborted, error: aborted }),
            Task::Push(_) | Task::Kibana(_) | Task::Query(_) | Task::Pull(_) => self.fail(Failure::not_sent(aborted)),
        }
    }

    /// The base URL whose places it needs.
    pub(crate) fn base_url(&self) -> Option<&str> {
        self.task.base_url()
    }

    /// What a push has come to.
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        match &self.task {
            Task::Push(task) => Some(task.push.outcome()),
            Task::Kibana(task) => Some(task.push.outcome()),
            Task::Test(_) | Task::Query(_) | Task::Pull(_) => None,
        }
    }

    /// What a reading has come to, of live fields or of what others did; nothing of another run.
    pub(crate) fn found(&self) -> Option<Result<Value, Error>> {
        self.task.found()
    }

    /// What a test has found out.
    pub(crate) fn report(&self) -> Option<Report> {
        match &self.task {
            Task::Test(task) => Some(task.checkup.report()),
            Task::Push(_) | Task::Kibana(_) | Task::Query(_) | Task::Pull(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
