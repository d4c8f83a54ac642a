//! What the case shows of a `_push`, and what failed requests lead to.

use super::{DelegatedPush, End, Intent, Phase};
use crate::delegate::answer::{Stored, translate};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::push::Settlement;
use crate::push::retry::{Certainty, MAX_TRIES, certainty, is_passing, is_shut, wait_ms};
use crate::time::{parse_iso, to_iso};

/// When to look after a `_push` without an answer: two minutes in all, since Kibana may be at work yet.
const LOOKS_MS: [u32; 6] = [2_000, 5_000, 10_000, 20_000, 30_000, 53_000];

/// After so long Kibana is not at work any more, and one look says what there is to say.
const AT_WORK_MS: i64 = 15 * 60_000;

impl DelegatedPush {
    /// What the case says: of the open `_push`, or of the time before the first.
    pub(super) fn take_case(&mut self, stored: Option<Stored>) {
        let done = stored.as_ref().is_some_and(|stored| self.is_answer_to_open(stored));
        match (stored, self.settled.take()) {
            (Some(stored), _) if done => self.complete(stored),
            (stored, Some(Settlement::NotThere)) => self.begin(stored),
            (stored, _) if self.open.is_none() => self.begin(stored),
            (_, Some(Settlement::There { .. })) => {
                let message = "Kibana's case does not show the incident, and Kibana cannot be told of it.";
                self.phase = Phase::Ended(End::Unknown(Error::with(Code::DelegateIncomplete, message)));
            }
            (_, None) => self.nothing_found(),
        }
    }

    fn begin(&mut self, stored: Option<Stored>) {
        let pushed_at = stored.map(|stored| stored.service.pushed_at);
        self.open = Some(Intent { at: to_iso(self.now_ms), pushed_at, answered: false });
        self.phase = Phase::Saving;
    }

    fn nothing_found(&mut self) {
        self.looks += 1;
        let ms = LOOKS_MS.get(self.looks).filter(|_| self.may_be_at_work());
        self.phase = match ms {
            Some(ms) => Phase::Waiting(*ms, "Waiting before looking again"),
            None => Phase::Ended(End::Unknown(self.nobody_knows())),
        };
    }

    fn may_be_at_work(&self) -> bool {
        let asked = self.open.as_ref().filter(|intent| !intent.answered).and_then(|intent| parse_iso(&intent.at));
        asked.is_some_and(|at| self.now_ms.saturating_sub(at) < AT_WORK_MS)
    }

    fn nobody_knows(&self) -> Error {
        let answered = self.open.as_ref().is_some_and(|intent| intent.answered);
        let code = if answered { Code::DelegateIncomplete } else { Code::OutcomeUnknown };
        let said = self.said.as_ref();
        let message = match said {
            Some(said) => format!("{} {}", code.meaning(), said.message),
            None => code.meaning().to_owned(),
        };
        let (status, remote) = said.map(|said| (said.status, said.remote.clone())).unwrap_or_default();
        Error::with(code, message).with_status(status).in_words(remote)
    }

    pub(super) fn push_failed(&mut self, error: Error, response: Option<&Response>) {
        let sure = certainty(&error) == Certainty::NotDone;
        let error = translate(error, true);
        let wait = self.wait_ms(response);
        match error.code {
            Code::DelegateIncomplete => {
                if let Some(intent) = &mut self.open {
                    intent.answered = true;
                }
                self.phase = Phase::Ended(End::Unknown(error));
            }
            // A request that Kibana was too busy to take is not begun.
            Code::RateLimited if self.tries < MAX_TRIES && wait.is_some() => {
                self.open = None;
                self.phase = Phase::Waiting(wait.unwrap_or_default(), "Waiting because Kibana is busy");
            }
            _ if sure => self.not_done(error),
            _ => {
                self.said = Some(error);
                (self.tries, self.looks) = (0, 0);
                self.phase = Phase::Waiting(LOOKS_MS[0], "Waiting before looking whether it was carried out");
            }
        }
    }

    pub(super) fn read_failed(&mut self, error: Error, response: Option<&Response>) {
        let wait = self.wait_ms(response);
        let again = is_passing(&error) && !is_shut(&error, response) && self.tries < MAX_TRIES;
        match wait.filter(|_| again) {
            Some(ms) => self.phase = Phase::Waiting(ms, "Waiting before trying again"),
            None => self.stop(translate(error, false)),
        }
    }

    /// Counts a try, and answers how long to wait before the next one.
    fn wait_ms(&mut self, response: Option<&Response>) -> Option<u32> {
        self.tries += 1;
        wait_ms(response, self.tries, self.now_ms, self.jitter)
    }

    pub(super) fn not_done(&mut self, error: Error) {
        self.open = None;
        self.phase = Phase::Ended(End::Failed(error));
    }

    /// With an open `_push` a stop does not make it certain.
    pub(super) fn stop(&mut self, error: Error) {
        let ending = if self.open.is_some() { End::Unknown(error) } else { End::Failed(error) };
        self.phase = Phase::Ended(ending);
    }
}
