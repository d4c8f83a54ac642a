//! One browser: it performs what a push asks for, in virtual time, and may die at any step.

use crate::case::Case;
use crate::plan::{Act, Event, Fate};
use crate::system::System;
use case_connectors::case::Page;
use case_connectors::connector::Secrets;
use case_connectors::http::Response;
use case_connectors::machine::Machine;
use case_connectors::push::{
    Event as Recorded, FailReason, Next, Options, Outcome, Push, PushState, Record, Settlement, read_journal,
};
use case_connectors::systems::{Connector, authorize};
use case_connectors::time::to_iso;
use serde_json::Value;

/// When the virtual time begins.
pub(crate) const BEGIN: i64 = 1_796_000_000_000;

/// The time limit of a request, in milliseconds.
const TIME_LIMIT: i64 = 30_000;

/// That of a host which waits less long.
const SOON: i64 = 5_000;

/// More effects than any push has.
const MOST_EFFECTS: usize = 400;

pub(crate) struct Browser {
    pub(crate) journal: Vec<Record>,
    /// What it keeps of pulls.
    pub(crate) seen: Option<Value>,
    /// By how much its clock is wrong.
    pub(crate) clock: i64,
    /// Whose account it works with.
    pub(crate) account: usize,
    pub(crate) connector_id: &'static str,
}

/// How a push ended.
pub(crate) enum Ending {
    Outcome(Box<Outcome>),
    Died,
    Endless,
}

/// What a push did.
pub(crate) struct Did {
    pub(crate) ending: Ending,
    pub(crate) requests: usize,
    pub(crate) writes: usize,
}

impl Browser {
    pub(crate) fn begin(
        &self,
        connector: &Connector,
        case: &Value,
        choices: &Options,
        settle: Option<&Settlement>,
        now: i64,
        alerts: &Value,
    ) -> Push {
        let mut options = choices.clone();
        options.now = to_iso(BEGIN + now + self.clock);
        let page = alerts.to_string();
        let case = case.to_string().into_bytes();
        // As a store gives it back.
        let journal = read_journal(&serde_json::to_vec(&self.journal).unwrap()).unwrap();
        let mut push = Push::new(case, &[Page::Alerts(page.as_bytes())], connector.clone(), &journal, options).unwrap();
        if let Some(settlement) = settle {
            // Where nothing is open any more, nothing needs to be settled.
            let _ = push.settle(settlement);
        }
        push
    }

    /// Drives a push to its end, or to that of the tab.
    pub(crate) async fn run(
        &mut self,
        mut push: Push,
        (connector, secrets): &(Connector, Secrets),
        system: &mut System,
        act: &Act,
        case: &mut Case,
    ) -> Did {
        let mut did = Did { ending: Ending::Endless, requests: 0, writes: 0 };
        let mut complete = None;
        for effect in 0..MOST_EFFECTS {
            for (_, event) in act.edits.iter().filter(|(at, _)| *at == effect) {
                case.happen(*event);
            }
            let dies = |after| act.dies == Some((effect, after));
            let next = push.next();
            if next != Next::Done && dies(false) {
                did.ending = Ending::Died;
                return did;
            }
            match next {
                Next::Save { records } => {
                    for record in records {
                        match record.event {
                            Recorded::Complete => complete = Some(record),
                            _ => self.journal.push(record),
                        }
                    }
                    if dies(true) {
                        did.ending = Ending::Died;
                        return did;
                    }
                    push.saved().unwrap();
                }
                Next::Send { id, request, .. } => {
                    let is_write = matches!(self.journal.last().map(|record| &record.event),
                        Some(Recorded::Intent { request: saved, .. }) if *saved == request);
                    did.requests += 1;
                    let fate = act.fates.iter().find(|(n, _)| is_write && *n == did.writes).map(|(_, fate)| *fate);
                    did.writes += usize::from(is_write);
                    let authorized = authorize(&request, connector, secrets).unwrap();
                    let answer = match fate {
                        None => system.send(&authorized, self.account).await,
                        Some(Fate::Lost) => None,
                        Some(Fate::Unanswered) => {
                            system.send(&authorized, self.account).await;
                            None
                        }
                        Some(Fate::Slow(ms)) if ms < TIME_LIMIT => {
                            system.pass(ms).await;
                            system.send(&authorized, self.account).await
                        }
                        Some(Fate::Slow(ms)) => {
                            system.send_late(authorized, self.account, ms);
                            system.pass(TIME_LIMIT).await;
                            push.fail(id, FailReason::TimedOut, None).unwrap();
                            continue;
                        }
                        Some(Fate::GivenUp(ms)) => {
                            system.send_late(authorized, self.account, ms);
                            system.pass(SOON).await;
                            push.fail(id, FailReason::TimedOut, None).unwrap();
                            continue;
                        }
                        Some(Fate::NeverSent) => {
                            did.ending = Ending::Died;
                            return did;
                        }
                        Some(Fate::SlowAndDies(ms)) => {
                            system.send_late(authorized, self.account, ms);
                            did.ending = Ending::Died;
                            return did;
                        }
                        Some(Fate::Refused(status)) => {
                            Some(Response::received(&request, status, Default::default(), b"{}".to_vec()))
                        }
                    };
                    if dies(true) {
                        did.ending = Ending::Died;
                        return did;
                    }
                    push.tick(&to_iso(BEGIN + system.now + self.clock));
                    match answer {
                        Some(response) => push.receive(id, &response).unwrap(),
                        None => push.fail(id, FailReason::NoAnswer, None).unwrap(),
                    }
                }
                Next::Wait { ms, .. } => system.pass(i64::from(ms)).await,
                Next::Done => {
                    if push.outcome_state() == PushState::Complete {
                        // As the package's host does, which writes it in one with that the push is complete.
                        let is_passing = |event: &Recorded| {
                            matches!(event, Recorded::Intent { .. } | Recorded::Warned { .. } | Recorded::Complete)
                        };
                        self.journal.retain(|record| !is_passing(&record.event));
                        self.journal.extend(complete);
                    }
                    did.ending = Ending::Outcome(Box::new(push.outcome()));
                    return did;
                }
            }
        }
        did
    }
}

/// What happens to the case or to the incident between two pushes.
pub(crate) fn is_of_case(event: Event) -> bool {
    !matches!(event, Event::TheirTitle | Event::TheirClose | Event::TheirComment)
}
