//! Pushes that Kibana does: keeps what was handed over, and performs what the state machine asks for.

use super::drive::Reporter;
use super::exchange::About;
use super::handle::Host;
use super::keys::{VERSION, journal_prefix};
use super::request::{CaseBytes, Names, RunOptions};
use crate::case::SecurityCase;
use crate::delegate::{CaseNames, DelegatedPush, Intent, Kibana, Next, Options, status};
use crate::error::{Code, Error};
use crate::http::{Method, Request, Response};
use crate::machine::Machine;
use crate::push::{FailReason, Outcome, PushState};
use crate::wasm::convert::{from_js, set, to_js};
use crate::wasm::draft::member;
use crate::wasm::send::{Client, Cookies, Failure, Mode, TIMEOUT_MS};
use crate::wasm::store::{Change, Table};
use js_sys::Function;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

/// The time limit of a `_push` where the host sets none: Kibana answers once the last comment has arrived.
const PUSH_TIMEOUT_MS: u32 = 5 * 60_000;

/// `{ kind: 'kibana', url, space }`, or nothing.
pub(super) fn read(value: &JsValue) -> Result<Option<Kibana>, Error> {
    if !value.is_object() {
        return Ok(None);
    }
    let word = |name: &str| member(value, name).as_string();
    if word("kind").as_deref() != Some("kibana") {
        return Err(Error::with(Code::OptionsInvalid, "The delegate must be kibana.").at("delegate"));
    }
    Kibana::new(&word("url").unwrap_or_default(), word("space").as_deref()).map(Some)
}

/// The connector that was asked for, else the case's own. Both are Kibana's, so nothing stored here counts.
pub(super) fn names(case: &CaseBytes, asked: Option<String>) -> Result<Names, Error> {
    let case = CaseNames::read(&case.bytes)?;
    let connector_id = asked.or(case.connector_id).ok_or_else(|| Error::new(Code::ConnectorUnknown))?;
    Ok(Names { case_id: case.id, title: case.title, connector_id })
}

/// Where the intent lies: with the journals of the case, under Kibana's URL in the place of a connector.
fn key(kibana: &Kibana, names: &Names) -> String {
    format!("{}{}\u{0}", journal_prefix(&names.case_id, kibana.base().as_str()), names.connector_id)
}

impl Host {
    async fn intent(&self, key: &str) -> Result<Option<Intent>, Error> {
        let stored = self.store.get(Table::Journal, key).await?;
        // One that cannot be read must not pass for none: the push would be sent again.
        stored.map(|stored| from_js(&stored, "intent").map_err(|_| Error::new(Code::JournalInvalid))).transpose()
    }

    fn put_intent(key: &str, intent: &Intent) -> Change {
        let record = to_js(intent);
        set(&record, "v", &VERSION.into());
        Change::Put(Table::Journal, key.to_owned(), record)
    }

    /// Pushes a case by Kibana, alone among all tabs, and leaves nothing pending once it is complete.
    pub(super) async fn push_by(
        self: &Rc<Self>,
        kibana: &Kibana,
        case: &CaseBytes,
        options: RunOptions,
        signal: Option<AbortSignal>,
        on_progress: Option<&Function>,
    ) -> Result<Outcome, Error> {
        if options.choices.has_choices() {
            let message = "Kibana does not look at the incident before it writes: it takes no such choice.";
            return Err(Error::with(Code::OptionsInvalid, message).at("options"));
        }
        let names = names(case, options.connector_id.clone())?;
        let turn = self.turn((&names.case_id, &names.connector_id), &options, signal, on_progress).await?;
        let key = key(kibana, &names);
        let engine_options = Options { now: self.clock.now(), jitter: js_sys::Math::random() };
        let (case_id, connector_id) = (names.case_id.clone(), names.connector_id.clone());
        let open = self.intent(&key).await?;
        let mut push = DelegatedPush::new(kibana.clone(), case_id, connector_id, open, &engine_options)?;
        if let Some(settlement) = &options.settle {
            push.settle(settlement.clone())?;
        }
        let (pending, record) = self.pending(case, &names.title, &turn.report, options.pushed_by.as_ref());
        self.store.put(Table::Pending, &pending, record.clone()).await?;
        let base_url = kibana.base().as_str();
        {
            let _place = self.place(base_url, &turn.signal).await?;
            let sender =
                Sender { host: self, base_url, key: &key, timeout_ms: options.timeout_ms, signal: &turn.signal };
            sender.drive(&mut push, &turn.report).await;
        }
        let outcome = push.outcome();
        let mut changes = vec![match push.intent() {
            Some(intent) => Self::put_intent(&key, intent),
            None => Change::Delete(Table::Journal, key),
        }];
        changes.push(if outcome.state == PushState::Complete {
            Change::Delete(Table::Pending, pending)
        } else {
            set(&record, "state", &to_js(&outcome.state));
            set(&record, "error", &to_js(&outcome.error));
            Change::Put(Table::Pending, pending, record)
        });
        // Where this fails the intent stays open, and the next push looks.
        drop(self.store.write(changes).await);
        turn.report.step(push.progress(), outcome.state, "", None);
        Ok(outcome)
    }

    /// How the incident of a case stands in Kibana.
    pub(super) async fn status_by(
        &self,
        kibana: &Kibana,
        case: &CaseBytes,
        connector_id: Option<String>,
    ) -> Result<JsValue, Error> {
        let names = names(case, connector_id)?;
        let open = self.intent(&key(kibana, &names)).await?.is_some();
        let pages = case.pages();
        let case = SecurityCase::parse(&case.bytes, &pages)?;
        Ok(to_js(&status(&case, &names.connector_id, open)))
    }
}

/// How the requests of one push go to Kibana.
struct Sender<'a> {
    host: &'a Rc<Host>,
    base_url: &'a str,
    key: &'a str,
    timeout_ms: Option<u32>,
    signal: &'a AbortSignal,
}

impl Sender<'_> {
    async fn drive(&self, push: &mut DelegatedPush, report: &Reporter<'_>) {
        loop {
            if self.signal.aborted() {
                push.abort();
            }
            // Each reply below answers what `next` asked for, so `PUSH_STATE` cannot come back.
            match push.next() {
                Next::Save { records } => {
                    let intents = records.iter().map(|intent| Host::put_intent(self.key, intent)).collect();
                    let saved = match self.host.store.write(intents).await {
                        Ok(()) => push.saved(),
                        Err(error) => push.not_saved(error),
                    };
                    drop(saved);
                }
                Next::Send { id, label, request } => {
                    let tell = |label: &str, ms| report.step(push.progress(), push.outcome_state(), label, ms);
                    tell(&label, None);
                    let about = About {
                        case_id: Some(report.case_id),
                        connector_id: Some(report.connector_id),
                        label: &label,
                        secrets: None,
                    };
                    let answer = self.send(&request, &about, |label, ms| tell(label, Some(ms))).await;
                    push.tick(&self.host.clock.now());
                    let taken = match answer {
                        Ok(response) => push.receive(id, &response),
                        Err(failure) => push.fail(id, failure.reason, Some(failure.error)),
                    };
                    drop(taken);
                }
                Next::Wait { ms, label } => {
                    report.step(push.progress(), push.outcome_state(), &label, Some(ms));
                    self.host.clock.sleep(ms, Some(self.signal)).await;
                    push.tick(&self.host.clock.now());
                }
                Next::Done => return,
            }
        }
    }

    /// By the host's own function, or with Kibana's session, which the browser keeps for pages of Kibana's own origin.
    async fn send(&self, request: &Request, about: &About<'_>, tell: impl Fn(&str, u32)) -> Result<Response, Failure> {
        let not_sent = |error| Failure { reason: FailReason::NotSent, error };
        self.host.admit(self.base_url, self.signal, tell).await.map_err(not_sent)?;
        let default = if request.method == Method::Get { TIMEOUT_MS } else { PUSH_TIMEOUT_MS };
        let timeout_ms = self.timeout_ms.unwrap_or(default);
        let client = match &self.host.delegate_send {
            Some(send) => Client::Host(send),
            None => Client::Fetch(Mode::Cors, Cookies::SameOrigin),
        };
        let answer = self.host.exchange(about, request, &client, timeout_ms, Some(self.signal.clone())).await;
        if let Ok(response) = &answer {
            self.host.heed(self.base_url, response).await;
        }
        answer
    }
}
