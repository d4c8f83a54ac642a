//! A host with a journal of its own, as a browser is: it performs what the push asks for, and may die.

use crate::common::world::World;
use case_connectors::case::Page;
use case_connectors::connector::Secrets;
use case_connectors::http::Request;
use case_connectors::machine::{Machine, Sending};
use case_connectors::push::{Closure, FailReason, Next, Options, Outcome, Push, Record, Settlement, read_journal};
use case_connectors::systems::{Connector, authorize};
use serde_json::{Value, json};

pub(crate) struct Browser {
    pub(crate) connector: Connector,
    pub(crate) secrets: Secrets,
    pub(crate) journal: Vec<Record>,
    pub(crate) closure: Closure,
    /// What a person chose for an incident that others have changed.
    pub(crate) choices: Options,
    /// What its clock says.
    pub(crate) now: String,
    /// How long the pushes asked to wait, in milliseconds. Nobody waits in a test.
    pub(crate) waits: Vec<u32>,
}

/// Where a browser dies: at its n-th effect, before or after performing it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crash {
    pub(crate) effect: usize,
    pub(crate) after: bool,
}

impl Browser {
    pub(crate) fn new((connector, secrets): (Connector, Secrets)) -> Self {
        Self {
            connector,
            secrets,
            journal: Vec::new(),
            closure: Closure::default(),
            choices: Options::default(),
            now: "2026-11-24T08:00:00.000Z".into(),
            waits: Vec::new(),
        }
    }

    pub(crate) fn begin(&self, case: &Value) -> Push {
        self.begin_with(case, &[])
    }

    /// With the documents of alerts.
    pub(crate) fn begin_with(&self, case: &Value, alerts: &[Value]) -> Push {
        let mut options = self.choices.clone();
        options.now.clone_from(&self.now);
        options.closure = self.closure;
        let case = case.to_string().into_bytes();
        let page = json!({ "hits": { "hits": alerts } }).to_string();
        let pages = [Page::Alerts(page.as_bytes())];
        // As a store gives it back.
        let journal = read_journal(&serde_json::to_vec(&self.journal).unwrap()).unwrap();
        Push::new(case, &pages, self.connector.clone(), &journal, options).unwrap()
    }

    /// With the secret, where it is no question that anybody may ask.
    fn as_sent(&self, push: &Push, request: Request) -> Request {
        match push.sending() {
            Sending::Authorized => authorize(&request, &self.connector, &self.secrets).unwrap(),
            Sending::Anonymous | Sending::Probe => request,
        }
    }

    pub(crate) async fn push(&mut self, world: &World, case: &Value) -> Outcome {
        let push = self.begin(case);
        self.run(world, push, None).await.unwrap()
    }

    pub(crate) async fn settle(&mut self, world: &World, case: &Value, settlement: &Settlement) -> Outcome {
        let mut push = self.begin(case);
        push.settle(settlement).unwrap();
        self.run(world, push, None).await.unwrap()
    }

    /// Performs what the push asks for until it asks for something of this kind.
    pub(crate) async fn run_until(&mut self, world: &World, push: &mut Push, stops: impl Fn(&Next) -> bool) {
        loop {
            let next = push.next();
            if stops(&next) {
                return;
            }
            match next {
                Next::Save { records } => {
                    self.journal.extend(records);
                    push.saved().unwrap();
                }
                Next::Send { id, request, .. } => {
                    let response = world.send(&self.as_sent(push, request)).await.unwrap();
                    push.receive(id, &response).unwrap();
                }
                Next::Wait { ms, .. } => self.waits.push(ms),
                Next::Done => panic!("the push did not ask for it"),
            }
        }
    }

    /// The outcome, or nothing where the browser died.
    pub(crate) async fn run(&mut self, world: &World, mut push: Push, crash: Option<Crash>) -> Option<Outcome> {
        for effect in 0.. {
            assert!(effect < 2_000, "the push does not end");
            let dies = |after| crash.is_some_and(|crash| crash.effect == effect && crash.after == after);
            let next = push.next();
            if next != Next::Done && dies(false) {
                return None;
            }
            match next {
                Next::Save { records } => {
                    self.journal.extend(records);
                    if dies(true) {
                        return None;
                    }
                    push.saved().unwrap();
                }
                Next::Send { id, request, .. } => {
                    let answer = world.send(&self.as_sent(&push, request)).await;
                    if dies(true) {
                        return None;
                    }
                    match answer {
                        Some(response) => push.receive(id, &response).unwrap(),
                        None => push.fail(id, FailReason::NoAnswer, None).unwrap(),
                    }
                }
                Next::Wait { ms, .. } => self.waits.push(ms),
                Next::Done => break,
            }
        }
        Some(push.outcome())
    }
}

pub(crate) fn updated(outcome: &Outcome) -> Value {
    serde_json::from_slice(outcome.updated_case.as_deref().unwrap()).unwrap()
}
