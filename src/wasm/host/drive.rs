//! Performs the effects of a push, one at a time, and tells how it is getting on.

use super::exchange::About;
use super::handle::Host;
use crate::connector::Secrets;
use crate::http::{FailReason, Request, Response};
use crate::machine::Machine;
use crate::push::{Next, Progress, Push, PushState};
use crate::systems::Connector;
use crate::wasm::convert::{object, to_js};
use crate::wasm::send::Failure;
use js_sys::Function;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;
use zeroize::Zeroize;

/// Tells the caller and all tabs how a push is getting on.
pub(super) struct Reporter<'a> {
    pub(super) host: &'a Rc<Host>,
    pub(super) case_id: &'a str,
    pub(super) connector_id: &'a str,
    pub(super) on_progress: Option<&'a Function>,
}

impl Reporter<'_> {
    fn tell(&self, label: &str, state: &str, done: u32, total: u32, wait_ms: Option<u32>) {
        let progress = object([
            ("caseId", self.case_id.into()),
            ("connectorId", self.connector_id.into()),
            ("state", state.into()),
            ("label", label.into()),
            ("done", done.into()),
            ("total", total.into()),
            ("waitMs", wait_ms.map_or(JsValue::NULL, JsValue::from)),
        ]);
        if let Some(on_progress) = self.on_progress {
            // A host's display must not stop a push.
            drop(on_progress.call1(&JsValue::UNDEFINED, &progress));
        }
        self.host.tell(&progress);
    }

    pub(super) fn waiting(&self, label: &str) {
        self.tell(label, "waiting", 0, 0, None);
    }

    pub(super) fn step(&self, progress: Progress, state: PushState, label: &str, wait_ms: Option<u32>) {
        let state = to_js(&state).as_string().unwrap_or_default();
        self.tell(label, &state, progress.done, progress.total, wait_ms);
    }
}

/// What every request of a push needs.
pub(super) struct Sender<'a> {
    pub(super) host: &'a Rc<Host>,
    pub(super) connector: &'a Connector,
    pub(super) secrets: Option<&'a Secrets>,
    pub(super) timeout_ms: u32,
    pub(super) signal: AbortSignal,
}

impl Sender<'_> {
    /// Sends a request once the governor lets it.
    async fn send(
        &self,
        request: &Request,
        label: &str,
        report: &Reporter<'_>,
        push: &Push,
    ) -> Result<Response, Failure> {
        let base_url = self.connector.base().as_str();
        let not_sent = |error| Failure { reason: FailReason::NotSent, error };
        let tell = |label: &str, ms| report.step(push.progress(), push.outcome_state(), label, Some(ms));
        self.host.admit(base_url, &self.signal, tell).await.map_err(not_sent)?;
        let mut sent = self.host.transport.dispatch(request, self.connector, self.secrets).map_err(not_sent)?;
        let about = About {
            case_id: Some(report.case_id),
            connector_id: Some(report.connector_id),
            label,
            secrets: self.secrets,
        };
        let signal = Some(self.signal.clone());
        let answer = self.host.exchange(&about, &sent, &self.host.client(), self.timeout_ms, signal).await;
        if let Some(authorization) = sent.headers.get_mut("authorization") {
            authorization.zeroize();
        }
        if let Ok(response) = &answer {
            self.host.heed(base_url, response).await;
        }
        answer
    }
}

/// Performs what the push asks for, until it asks for nothing more.
pub(super) async fn drive(push: &mut Push, sender: &Sender<'_>, report: &Reporter<'_>) {
    loop {
        if sender.signal.aborted() {
            push.abort();
        }
        // Each reply below answers what `next` asked for, so `PUSH_STATE` cannot come back.
        match push.next() {
            Next::Save { records } => {
                let saved = match sender.host.save(&records).await {
                    Ok(()) => push.saved(),
                    Err(error) => push.not_saved(error),
                };
                drop(saved);
            }
            Next::Send { id, label, request } => {
                report.step(push.progress(), push.outcome_state(), &label, None);
                let sent = match sender.send(&request, &label, report, push).await {
                    Ok(response) => {
                        push.tick(&sender.host.clock.now());
                        push.receive(id, &response)
                    }
                    Err(failure) => push.fail(id, failure.reason, Some(failure.error)),
                };
                drop(sent);
            }
            Next::Wait { ms, label } => {
                report.step(push.progress(), push.outcome_state(), &label, Some(ms));
                sender.host.clock.sleep(ms, Some(&sender.signal)).await;
            }
            Next::Done => return,
        }
    }
}
