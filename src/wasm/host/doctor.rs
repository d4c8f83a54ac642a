//! The test of a connector that is not saved: performs what the checkup asks for.

use super::exchange::About;
use super::handle::{Host, host};
use crate::connector::{Draft, Rules, Secrets};
use crate::doctor::{Checkup, FailReason, Next, Sending, WebPage};
use crate::error::Error;
use crate::http::{Request, Response};
use crate::machine::Machine;
use crate::wasm::convert::{promise, set, to_js};
use crate::wasm::draft::{member, read_draft};
use crate::wasm::send::{Failure, probe};
use js_sys::{Function, Object, Promise, global};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::AbortSignal;

/// The time limit of a request where the host sets none: somebody waits in front of a form.
const TIMEOUT_MS: u32 = 10_000;

/// How the requests of one checkup are sent.
struct Sender {
    host: Rc<Host>,
    secrets: Option<Secrets>,
    timeout_ms: u32,
    signal: Option<AbortSignal>,
}

impl Host {
    /// The stored connector that a draft would replace, which knows whether its secret is gone.
    async fn existing(&self, draft: &Draft) -> Result<Option<Draft>, Error> {
        let Some(id) = &draft.id else { return Ok(None) };
        let mut stored = self.connector(id).await?.ok_or_else(|| super::connectors::unknown(id))?;
        stored.is_missing_secrets = self.is_missing_secrets(&stored).await?;
        Ok(Some(stored))
    }
}

/// Checks a draft against the real system and answers a graded report. Nothing is written there.
///
/// # Errors
/// `CONNECTOR_UNKNOWN` for an id that is not stored; `STORE_FAILED`.
#[wasm_bindgen(js_name = hostTestConnector)]
pub fn host_test_connector(
    handle: u32,
    draft: JsValue,
    options: JsValue,
    signal: Option<AbortSignal>,
    on_progress: Option<Function>,
) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let draft = read_draft(&draft, "draft")?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let timeout_ms = member(&options, "timeoutMs").as_f64().map_or(TIMEOUT_MS, |ms| ms as u32);
        let existing = host.existing(&draft).await?.or_else(|| host.without_secrets(&draft));
        let rules = Rules { existing: existing.as_ref(), license: host.licensing.now()?, ..Rules::default() };
        let mut checkup = Checkup::new(&draft, rules, page());
        // An empty secret is the stored one's: the form is valid only where that is bound to the same
        // URL and user.
        let secrets = match &existing {
            Some(stored) if !draft.secrets.is_filled() && host.transport.needs_secrets() => {
                host.secrets_of(stored).await?
            }
            _ => Some(draft.secrets),
        };
        let sender = Sender { host, secrets, timeout_ms, signal };
        while let Next::Send { id, label, request } = checkup.next() {
            let how = checkup.sending();
            report(&checkup, &label, on_progress.as_ref());
            // Each reply answers what `next` asked for, so `PUSH_STATE` cannot come back.
            let taken = match sender.send(&checkup, request, &label, how).await {
                Ok(response) => checkup.receive(id, &response),
                Err(failure) => checkup.fail(id, failure.reason, Some(failure.error)),
            };
            drop(taken);
        }
        report(&checkup, "", on_progress.as_ref());
        Ok(to_js(&checkup.report()))
    })
}

impl Sender {
    async fn send(&self, checkup: &Checkup, request: Request, label: &str, how: Sending) -> Result<Response, Failure> {
        let not_sent = |error| Failure { reason: FailReason::NotSent, error };
        let transport = &self.host.transport;
        // A gateway that holds the secrets takes no anonymous requests.
        let named = how == Sending::Authorized || !transport.needs_secrets();
        let request = match checkup.connector().filter(|_| named && how != Sending::Probe) {
            Some(connector) => transport.dispatch(&request, connector, self.secrets.as_ref()).map_err(not_sent)?,
            None => Request { url: transport.address(&request.url), ..request },
        };
        let signal = self.signal.clone();
        if how == Sending::Probe {
            return probe(&request, self.timeout_ms, signal).await;
        }
        let about = About {
            case_id: None,
            connector_id: checkup.connector().map(|connector| connector.id()).filter(|id| !id.is_empty()),
            label,
            secrets: self.secrets.as_ref(),
        };
        self.host.exchange(&about, &request, &self.host.client(), self.timeout_ms, signal).await
    }
}

/// What the browser knows of itself; workers have no `location` of their own everywhere, and Node has none.
fn page() -> WebPage {
    let global: JsValue = global().into();
    let origin = member(&member(&global, "location"), "origin").as_string();
    let online = member(&member(&global, "navigator"), "onLine").as_bool();
    let isolated = member(&global, "crossOriginIsolated").is_truthy();
    WebPage { origin, online: online.unwrap_or(true), isolated }
}

fn report(checkup: &Checkup, label: &str, on_progress: Option<&Function>) {
    let Some(on_progress) = on_progress else { return };
    let progress = Object::new().into();
    set(&progress, "label", &label.into());
    set(&progress, "checks", &to_js(&checkup.report().checks));
    // A host's display must not stop a test.
    drop(on_progress.call1(&JsValue::UNDEFINED, &progress));
}
