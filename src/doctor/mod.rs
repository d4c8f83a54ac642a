//! The doctor: checks a connector that is not saved yet against the real system, by reads alone.
//!
//! Nothing here does I/O. [`Machine::next`] says what to send, the host sends it and replies:
//!
//! 1. `Send`: send the request as its [`Sending`] says, then call [`Machine::receive`] or
//!    [`Machine::fail`].
//! 2. `Done`: read [`Checkup::report`].
//!
//! What a system is asked, and what its answers mean, stands in the system's folder.

mod report;
mod transport;

pub use crate::http::FailReason;
pub use crate::machine::Sending;
pub use crate::systems::checks::{Check, CheckId, CheckState};
pub use report::{Grade, Report};
pub use transport::WebPage;

use crate::connector::{Draft, Rules};
use crate::error::{Code, Error};
use crate::http::{Request, Response};
use crate::machine::{self, Machine};
use crate::systems::checks::{Question, Verdict};
use crate::systems::{Call, Connector, Context, Facts, Fields, recognise};
use report::Findings;
use std::convert::Infallible;

/// What the host of a checkup does next. It keeps nothing, so nothing is ever saved.
pub type Next = machine::Next<Infallible>;

#[derive(Debug)]
enum Phase {
    /// About to ask the question at this place.
    Deciding(usize),
    Asking(usize, Call<Verdict>),
    /// The question got no answer: does the host answer at all?
    Probing(usize, Request, Error),
    Ended,
}

/// A running checkup. See the [module](self) for the protocol.
#[derive(Debug)]
pub struct Checkup {
    /// Nothing where the form is not valid: then nothing is asked.
    connector: Option<Connector>,
    page: WebPage,
    findings: Findings,
    facts: Facts,
    /// There is no case, so no field of an incident either.
    fields: Fields,
    phase: Phase,
    next_id: u32,
}

impl Machine for Checkup {
    type Record = Infallible;

    fn next(&mut self) -> Next {
        while let Phase::Deciding(place) = self.phase {
            self.decide(place);
        }
        let (request, label) = match &self.phase {
            Phase::Asking(place, call) => match self.question(*place) {
                Some(question) => (&call.request, question.label),
                None => return Next::Done,
            },
            Phase::Probing(_, request, _) => (request, "Looking whether the host answers at all"),
            Phase::Deciding(_) | Phase::Ended => return Next::Done,
        };
        Next::Send { id: self.next_id, label: label.to_owned(), request: request.clone() }
    }

    fn receive(&mut self, id: u32, response: &Response) -> Result<(), Error> {
        let phase = self.take(id)?;
        let Some(connector) = self.connector.clone() else { return Ok(()) };
        match phase {
            Phase::Asking(place, call) => {
                let Some(question) = self.question(place) else { return Ok(()) };
                transport::answered(&connector, question, &mut self.findings);
                let verdict = call.read(&self.context(&connector), response);
                let verdict = verdict.unwrap_or_else(|error| misread(&connector, question, error, response));
                if let Some(facts) = verdict.facts {
                    self.facts = facts;
                }
                if let Some(deployed) = verdict.deployed {
                    self.connector = Some(connector.with_deployed(Some(deployed)));
                }
                self.findings.add(verdict.checks);
                if verdict.ends && !self.findings.has(CheckId::Cors) {
                    self.findings.add([Check::passed(CheckId::Cors, "An answer without a login can be read.")]);
                }
                if verdict.ends { self.end() } else { self.phase = Phase::Deciding(place + 1) }
            }
            Phase::Probing(_, _, error) => {
                transport::refused(&connector, &self.page, error, &mut self.findings);
                self.end();
            }
            Phase::Deciding(_) | Phase::Ended => {}
        }
        Ok(())
    }

    fn fail(&mut self, id: u32, reason: FailReason, detail: Option<Error>) -> Result<(), Error> {
        let error = detail.unwrap_or_else(|| reason.error());
        let phase = self.take(id)?;
        let Some(connector) = self.connector.clone() else { return Ok(()) };
        if reason == FailReason::Aborted {
            self.stopped(&phase);
            return Ok(());
        }
        match phase {
            Phase::Asking(place, call) => {
                let Some(question) = self.question(place) else { return Ok(()) };
                let readable = self.findings.has(CheckId::Cors);
                if reason == FailReason::NoAnswer && !readable {
                    self.phase = Phase::Probing(place, Request::get(call.request.url.clone()), error);
                    return Ok(());
                }
                let about = match reason {
                    // The form's values cannot be sent.
                    FailReason::NotSent => CheckId::Form,
                    _ if self.findings.has(CheckId::Reachable) => question.about,
                    _ => CheckId::Reachable,
                };
                let ends = question.decisive || about < question.about;
                self.findings.add([if ends { Check::failed(about, error) } else { Check::warning(about, error) }]);
                if ends { self.end() } else { self.phase = Phase::Deciding(place + 1) }
            }
            Phase::Probing(place, request, _) => {
                match self.question(place).filter(|_| self.findings.has(CheckId::Reachable)) {
                    Some(question) => self.findings.add([Check::failed(question.about, error)]),
                    None => self.findings.add(transport::silent(&connector, &self.page, &request, error)),
                }
                self.end();
            }
            Phase::Deciding(_) | Phase::Ended => {}
        }
        Ok(())
    }

    /// The host fails the request itself, which stops the checkup.
    fn abort(&mut self) {}

    fn sending(&self) -> Sending {
        match &self.phase {
            Phase::Probing(..) => Sending::Probe,
            Phase::Asking(place, _) if self.question(*place).is_some_and(|question| question.anonymous) => {
                Sending::Anonymous
            }
            _ => Sending::Authorized,
        }
    }
}

impl Checkup {
    /// Begins with the form; `page` is what a browser knows of itself.
    ///
    /// A draft without a secret passes where `rules` name a stored connector with the same URL and user:
    /// its secret is the one to send.
    #[must_use]
    pub fn new(draft: &Draft, rules: Rules<'_>, page: WebPage) -> Self {
        let mut findings = Findings::default();
        let connector = report::check_form(draft, rules, &mut findings);
        let phase = if connector.is_some() { Phase::Deciding(0) } else { Phase::Ended };
        Self { connector, page, findings, facts: Facts::default(), fields: Fields::new(), phase, next_id: 0 }
    }

    /// The connector that requests are to be authorized for; nothing where the form is not valid.
    #[must_use]
    pub fn connector(&self) -> Option<&Connector> {
        self.connector.as_ref()
    }

    fn question(&self, place: usize) -> Option<&'static Question> {
        self.connector.as_ref()?.system().checks().questions.get(place)
    }

    fn context<'a>(&'a self, connector: &'a Connector) -> Context<'a> {
        let (fields, facts) = (&self.fields, &self.facts);
        Context {
            connector,
            mark: "",
            case_id: "",
            created_at: 0,
            fields,
            incident: None,
            facts,
            opened_by: None,
            given_up: 0,
        }
    }

    fn decide(&mut self, place: usize) {
        let call = match (self.question(place), &self.connector) {
            (Some(question), Some(connector)) => (question.ask)(&self.context(connector)),
            _ => return self.end(),
        };
        self.phase = match call {
            Some(call) => Phase::Asking(place, call),
            None => Phase::Deciding(place + 1),
        };
    }

    fn take(&mut self, id: u32) -> Result<Phase, Error> {
        let asked = id == self.next_id && matches!(self.phase, Phase::Asking(..) | Phase::Probing(..));
        if !asked {
            return Err(Error::with(Code::PushState, "The checkup was not waiting for this call."));
        }
        self.next_id += 1;
        Ok(std::mem::replace(&mut self.phase, Phase::Ended))
    }

    /// A person has stopped it: what is known so far stands, and the rest was not asked.
    fn stopped(&mut self, phase: &Phase) {
        let about = match phase {
            Phase::Asking(place, _) if self.findings.has(CheckId::Reachable) => {
                self.question(*place).map_or(CheckId::Reachable, |question| question.about)
            }
            _ => CheckId::Reachable,
        };
        let error = Error::with(Code::Aborted, "The test was stopped on request.");
        let check = Check { remedy: Some("Test again.".to_owned()), ..Check::failed(about, error) };
        self.findings.add([check]);
        self.end();
    }

    fn end(&mut self) {
        self.findings.close();
        self.phase = Phase::Ended;
    }

    /// What was found out so far, in the order of the report; once `Done`, every check is there. A
    /// later answer may make one worse.
    #[must_use]
    pub fn report(&self) -> Report {
        let found = self.connector.as_ref().and_then(|connector| {
            let deployed = connector.deployed()?;
            (connector.form().check_deployed)(connector.draft(), deployed)
        });
        Report { problems: found.into_iter().collect(), ..self.findings.report() }
    }
}

/// What an answer means that does not hold what was asked for.
fn misread(connector: &Connector, question: &Question, error: Error, response: &Response) -> Verdict {
    if !question.decisive {
        return vec![Check::warning(question.about, error)].into();
    }
    let body = response.json().unwrap_or_default();
    let system = connector.system();
    let name = system.form().name;
    let checks = match error.code {
        _ if question.about != CheckId::Product => vec![Check::failed(question.about, error)],
        Code::AuthFailed | Code::Forbidden if question.anonymous => {
            return vec![Check::cannot_tell(CheckId::Product, "It tells nobody what it is without a login.")].into();
        }
        Code::AuthFailed | Code::Forbidden => {
            let product = if (system.checks().recognises)(&body) {
                Check::passed(CheckId::Product, format!("{name} answers."))
            } else {
                Check::cannot_tell(CheckId::Product, "The login was refused before anything said what answers here.")
            };
            vec![product, Check::failed(CheckId::Credentials, error)]
        }
        Code::NotFound | Code::WrongProduct | Code::Rejected | Code::AnswerIncomplete => {
            let other = recognise(&body).filter(|other| *other != name);
            let looks = other.map_or_else(String::new, |other| format!(" It looks like {other}."));
            let message = format!("{name} does not answer at this URL.{looks}");
            vec![Check::failed(CheckId::Product, error.saying(message).coded(Code::WrongProduct))]
        }
        _ => vec![Check::failed(CheckId::Product, error)],
    };
    Verdict { checks, ends: true, ..Verdict::default() }
}
