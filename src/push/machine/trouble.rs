//! What failed requests lead to: another try, a look at the remote side, or an end.

use super::{End, Phase, Push, What};
use crate::connector::Deployed;
use crate::error::{Code, Details, Error};
use crate::http::Response;
use crate::http::TIME_LIMIT_MS;
use crate::push::decision::{Read, Write};
use crate::push::drift::gone;
use crate::push::evidence::{Candidate, Shown};
use crate::push::journal::{Event, Evidence, Receipt, Step};
use crate::push::knowledge::{Looked, Open, Own};
use crate::push::options::Options;
use crate::push::plan::describe;
use crate::push::rare::rare_of;
use crate::push::retry::{Certainty, MAX_TRIES, certainty, is_passing, is_shut, wait_ms};
use crate::push::status::refused_status;
use crate::push::taken::missing;
use crate::systems::{Fields, IncidentRef};
use crate::warning::Warning;

/// How often a write that was proved not to have happened is sent anew.
const MAX_RESENDS: u32 = 2;

const LOOK: &str = "Waiting before looking whether it was carried out";
const LOOK_AGAIN: &str = "Waiting before looking again";

fn why(error: &Error) -> &'static str {
    match error.code {
        Code::RateLimited => "Waiting because the system limits how many requests it takes",
        _ => "Waiting before trying again",
    }
}

/// An error that keeps what the system said at last.
fn because(code: Code, meaning: &str, step: &str, said: Option<Error>) -> Error {
    let words = said.as_ref().map_or_else(String::new, |error| format!(" The last try ended so: {}", error.message));
    let mut error = Error::with(code, format!("{meaning} The step was: {step}.{words}"));
    if let Some(Details { status, remote, cause, field, .. }) = said.map(Error::into_details) {
        (error.status, error.remote, error.cause, error.field) = (status, remote, cause, field);
    }
    error
}

impl Push {
    pub(super) fn nothing_found(&mut self, open: Open, proof: bool) {
        self.looks += 1;
        let looks = self.connector.system().absence(&self.connector).looks;
        if let Some(ms) = looks.get(self.looks as usize) {
            self.looked_ms += ms;
            self.wait_after_save(*ms, LOOK_AGAIN);
        } else if self.waits_it_out() {
            // Then comes the last look.
        } else if open.step == Step::Create && if proof { self.look_without_mark() } else { self.look_at_newest() } {
            // The search for the mark alone cannot tell.
        } else {
            self.not_there(open, proof);
        }
    }

    /// Waits for as long as what the open write has sent may still be at work. Whoever sent it may have died right after, so that
    /// its time limit has only begun.
    pub(super) fn waits_it_out(&mut self) -> bool {
        let looks = self.connector.system().absence(&self.connector).looks;
        let longest = TIME_LIMIT_MS + looks.iter().sum::<u32>();
        let rest = longest.saturating_sub(self.looked_ms);
        let waits = rest > 0 && !self.is_settled_there;
        if waits {
            self.looked_ms += rest;
            self.wait_after_save(rest, LOOK_AGAIN);
        }
        waits
    }

    /// Reads what was created since the anchor, where the system can tell.
    fn look_at_newest(&mut self) -> bool {
        self.rewind();
        self.look_on_at_newest()
    }

    /// An incident that is not found is not absent where its mark was dropped, or cannot be searched for.
    fn look_without_mark(&mut self) -> bool {
        let context = self.known.context(&self.goal, &self.connector);
        let call = self.connector.system().unmarked(&context);
        let can = call.is_some();
        if let Some(call) = call {
            self.send(What::Read(Read::Unmarked(call)));
        }
        can
    }

    /// The next look at the newest incidents begins at the anchor.
    pub(super) fn rewind(&mut self) {
        if let Some(anchor) = self.anchor().map(str::to_owned) {
            self.known.facts = self.connector.system().anchored(&self.known.facts, &anchor);
        }
    }

    /// Reads on from where the last look ended.
    pub(super) fn look_on_at_newest(&mut self) -> bool {
        let context = self.known.context(&self.goal, &self.connector);
        let call = self.connector.system().newest(&context).filter(|_| self.anchor().is_some());
        let can = call.is_some();
        if let Some(call) = call {
            self.send(What::Read(Read::Newest(call)));
        }
        can
    }

    /// After the last look: with proof the write is sent anew, and after so many times its cause stays; without proof nobody
    /// knows.
    pub(super) fn not_there(&mut self, open: Open, proof: bool) {
        let (_, step) = describe(&open.step);
        let said = self.trouble.clone();
        if proof && self.resends < MAX_RESENDS {
            let resends = self.resends + 1;
            self.record(open.step, Event::Rejected { code: "NOT_THERE".into() });
            (self.looks, self.looked_ms, self.resends) = (0, 0, resends);
        } else if proof {
            let times = self.resends + 1;
            self.record(open.step, Event::Rejected { code: "NOT_THERE".into() });
            self.end_after_save(End::Failed(self.never_done(&step, times, said)));
        } else {
            let error = because(Code::OutcomeUnknown, Code::OutcomeUnknown.meaning(), &step, said);
            self.phase = Phase::Ended(End::Unknown(error));
        }
    }

    /// A write that was sent several times and proved each time not to have happened.
    fn never_done(&self, step: &str, times: u32, said: Option<Error>) -> Error {
        let meaning = format!(
            "The system did not carry this out: it was sent {times} times, and each time a look has shown that it is not there."
        );
        let remedy = said.as_ref().map_or(Code::RemoteFailed.remedy(), |error| match error.code {
            Code::RemoteFailed => error.remedy(),
            _ => "Something on the way, or in the system, breaks off just this write: ask the system's administrator, and whoever runs a proxy or firewall in between, to look at their logs at the time of the push.",
        });
        match self.connector.system().remedy_of_rare(&self.connector).filter(|_| !self.rare.is_empty()) {
            Some(remedy) => {
                let meaning = format!("{meaning} It holds characters beyond U+FFFF, which may be why: {}.", self.rare);
                because(Code::RareCharacters, &meaning, step, said).advise(remedy)
            }
            None => because(Code::RemoteFailed, &meaning, step, said).advise(remedy),
        }
    }

    /// The push goes on as for a system that is deployed so.
    pub(super) fn learn_deployment(&mut self, deployed: Deployed) {
        self.take_deployment(deployed);
        if deployed == Deployed::Cloud {
            let message = "This is Jira Cloud, which its URL does not show, and is treated as such. Choose Jira Cloud as the deployment in the advanced part of the connector, and nobody has to find out.";
            self.warnings.push(Warning::new("DEPLOYMENT_FOUND", "deployment", message));
        }
    }

    /// The look for the incident has shown a Cloud where the system had not said so.
    fn shows_cloud(&mut self) -> bool {
        let context = self.known.context(&self.goal, &self.connector);
        let is_news = self.connector.system().deployment(&context).is_some()
            && !matches!(self.connector.deployed(), Some(Deployed::Cloud | Deployed::DataCenter));
        if is_news {
            self.learn_deployment(Deployed::Cloud);
        }
        is_news
    }

    /// The incident cannot be read any more: a person decides, or has decided, what that means.
    fn incident_gone(&mut self, error: &Error) -> bool {
        let Some((incident, _)) = self.known.incident.clone() else { return false };
        self.ask_about_gone(&incident, error)
    }

    /// The incident that the case names cannot be read: a person decides, whichever connector has made it. Only what the name itself
    /// shows to be another place's stops nobody.
    fn named_gone(&mut self, error: &Error) -> bool {
        let Some(external) = self.known.external(&self.goal) else { return false };
        let (incident, by_this) = (external.incident.clone(), external.by_this);
        if !by_this && self.connector.system().is_elsewhere(&self.connector, &incident) {
            self.record(Step::Create, Event::GivenUp { incident_id: incident.id });
            return true;
        }
        self.ask_about_gone(&incident, error)
    }

    fn ask_about_gone(&mut self, incident: &IncidentRef, error: &Error) -> bool {
        let gone = |options: &Options, title: &str, may_recreate| gone(options, title, may_recreate, error);
        if let Err(error) = self.takes_another(incident, gone) {
            self.end_after_save(self.stopped(error));
        }
        true
    }

    pub(super) fn read_failed(&mut self, read: &Read, error: Error, response: Option<&Response>) {
        if let (Read::Named(_), Some(Candidate::Marked(_, shown))) = (read, &mut self.known.candidate)
            && (error.code.is_refusal() || error.code == Code::NotFound)
        {
            // Who has created it may prove it all the same.
            *shown = Shown::Nothing;
            return;
        }
        if matches!(read, Read::Named(_)) && error.code == Code::NotFound && self.named_gone(&error) {
            return;
        }
        if let Read::LastLook(look) = read {
            // All is written: what cannot be read says nothing, and nobody waits for it.
            return self.looked_last(look);
        }
        if matches!(read, Read::Lookup(_)) && error.code == Code::DeploymentWrong && self.shows_cloud() {
            return;
        }
        let refused = error.code.is_refusal();
        if matches!(read, Read::Deployment(_)) && error.code != Code::Aborted {
            // Whatever keeps it from being told, the push goes on as it would without. What says no today does so tomorrow.
            if error.status.is_some() && !is_passing(&error) {
                return self.take_deployment(Deployed::Untold);
            }
            self.known.asked_deployment = true;
            let asked = wait_ms(response, 1, self.now_ms, self.options.jitter.unwrap_or(0.0));
            if let Some(ms) = asked.filter(|_| error.code == Code::RateLimited && !is_shut(&error, response)) {
                self.wait_after_save(ms, why(&error));
            }
            return;
        }
        if matches!(read, Read::Account(_)) && refused {
            return self.known.own = Own::Unknown;
        }
        if matches!(read, Read::Incident(_)) && refused && self.known.created_now && self.known.open.is_none() {
            // A new incident is read for its status alone.
            return self.leave_status_refused(&error);
        }
        let about_incident = matches!(read, Read::Incident(_) | Read::Comments(_));
        if about_incident && error.code == Code::NotFound && self.incident_gone(&error) {
            return;
        }
        if refused && self.known.open.is_none() {
            // Where one may not look closer, the push goes on as it would without.
            match read {
                // All but the status is as it should be, or will be.
                Read::PrepareStatus(_) => return self.leave_status_refused(&error),
                Read::Standing(_) => {
                    (self.known.is_overtaken, self.known.doubts_alerts) = (false, false);
                    return;
                }
                Read::Comments(_) if self.known.doubts_alerts => return self.known.doubts_alerts = false,
                Read::Recheck(_) => return self.known.recheck_due = false,
                Read::Newest(_) => return self.known.looked = Looked::Everywhere,
                _ => {}
            }
        }
        self.tries += 1;
        let wait = wait_ms(response, self.tries, self.now_ms, self.options.jitter.unwrap_or(0.0));
        let again = is_passing(&error) && !is_shut(&error, response) && self.tries < self.max_tries(&error);
        match wait.filter(|_| again) {
            Some(ms) => self.wait_after_save(ms, why(&error)),
            // With a write under suspicion a failing read does not make it certain.
            None => self.end_after_save(self.stopped(error)),
        }
    }

    fn leave_status_refused(&mut self, error: &Error) {
        let name = self.goal.incident.status;
        let status = name.and_then(|name| self.goal.incident.fields.get(name)?.as_str()).unwrap_or_default();
        let warning = refused_status(status, error, &self.connector);
        self.leave_status(warning);
    }

    /// Where nothing has answered yet in this push, the reason is hardly a passing one: a wrong
    /// host, or CORS. Nobody should wait long for being told.
    fn max_tries(&self, error: &Error) -> u32 {
        let silent =
            matches!(error.code, Code::NoAnswer | Code::Offline) && self.writes == 0 && self.known.open.is_none();
        if silent { 2 } else { MAX_TRIES }
    }

    pub(super) fn write_failed(&mut self, write: &Write, error: Error, response: Option<&Response>) {
        if certainty(&error) == Certainty::Unknown {
            self.trouble = Some(error.clone());
            self.rare = rare_of(write.call.request.body.as_deref().unwrap_or_default());
            let first = self.connector.system().absence(&self.connector).looks.first().copied().unwrap_or_default();
            // A host that gives up sooner does not stop the system.
            let passed = if error.code == Code::TimedOut { self.limit_ms.min(TIME_LIMIT_MS) } else { 0 };
            (self.looks, self.looked_ms) = (0, passed + first);
            // The system itself has answered. What a proxy answers says nothing of what is behind it.
            self.is_settled_there = error.status.is_some_and(|status| status == 500);
            if matches!(write.step, Step::Items { .. }) {
                // Nothing can be looked at: what is decided next is to say so.
                return;
            }
            if write.step == Step::Update {
                // Whatever comes of it, what was read before is old.
                self.known.remote = None;
            }
            return self.wait_after_save(first, LOOK);
        }
        let tries = self.count_try(&write.step);
        let wait = wait_ms(response, tries, self.now_ms, self.options.jitter.unwrap_or(0.0));
        // A change inside of a success was refused because somebody changed the incident in between.
        let is_in_band = error.code.is_refusal() && error.status.is_some_and(|status| status < 300);
        let stale = write.step == Step::Update && is_in_band;
        let again = (is_passing(&error) && tries < MAX_TRIES) || (stale && tries < 3);
        self.record(write.step.clone(), Event::Rejected { code: error.code.as_str().to_owned() });
        if stale {
            self.known.remote = None;
        }
        match wait.filter(|_| again) {
            Some(ms) => self.wait_after_save(ms, why(&error)),
            None => match write.status(&self.connector).filter(|_| error.code.is_refusal()) {
                // All but the status is as it should be.
                Some(status) => self.leave_status(refused_status(status, &error, &self.connector)),
                None if self.leave_fields(write, &error, response) => {}
                None => self.end_after_save(End::Failed(error)),
            },
        }
    }

    /// What the incident does not take of a change keeps the rest from nothing: it stays as it is there until the case has another
    /// value.
    fn leave_fields(&mut self, write: &Write, error: &Error, response: Option<&Response>) -> bool {
        let (Step::Update, Some(response), Some((incident, _))) = (&write.step, response, &self.known.incident) else {
            return false;
        };
        let context = self.known.context(&self.goal, &self.connector);
        let names = self.connector.system().refused_fields(&context, response);
        let mut receipt = Receipt::new(Evidence::Found, incident.clone());
        let mut sent = Fields::new();
        for name in names {
            let Some(value) = write.fields.get(&name) else { continue };
            if let Some(theirs) = self.known.remote.as_ref().and_then(|remote| remote.fields.get(&name)) {
                receipt.fields.insert(name.clone(), theirs.clone());
            }
            if let Some(hash) = write.hashes.get(&name) {
                receipt.hashes.insert(name.clone(), hash.clone());
            }
            sent.insert(name, value.clone());
        }
        if sent.is_empty() {
            return false;
        }
        let mut refused = missing(&sent, &receipt.fields, &self.connector, &|_, _, _| false);
        for warning in &mut refused {
            if let Some(said) = &error.remote {
                warning.message.push_str(" It says: ");
                warning.message.push_str(said);
            }
        }
        self.record(Step::Update, Event::Receipt(receipt));
        self.warn(refused);
        true
    }

    /// Counts a try of a write. An update has a count of its own, since a read may come before each.
    fn count_try(&mut self, step: &Step) -> u32 {
        let tries = if *step == Step::Update { &mut self.update_tries } else { &mut self.tries };
        *tries += 1;
        *tries
    }
}
