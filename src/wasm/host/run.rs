//! A push from the first read to the last receipt: performs what the state machine asks for.

use super::drive::{Reporter, Sender, drive};
use super::handle::{Host, host};
use super::keys::{exactly, journal_prefix};
use super::lock::{Guard, IfHeld, case_lock};
use super::request::{CaseBytes, Names, RunOptions};
use super::running::Running;
use super::settings::CaseChoice;
use crate::case::{SecurityCase, with_connector};
use crate::connector::Draft;
use crate::delegate;
use crate::error::{Code, Error};
use crate::machine::Machine;
use crate::push::{Next, Options, Outcome, Push, PushState, plan, status};
use crate::systems::Connector;
use crate::wasm::convert::{self, promise, set, stringify, to_js};
use crate::wasm::draft::member;
use crate::wasm::engine::read_pages;
use crate::wasm::push::outcome_to_js;
use crate::wasm::send::{Forward, TIMEOUT_MS};
use crate::wasm::store::{Change, Table};
use js_sys::{Array, Function, Object, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, AbortSignal};

/// A case with the connector that a push of it uses.
pub(super) struct Prepared {
    pub(super) case: Vec<u8>,
    pub(super) case_id: String,
    pub(super) title: String,
    pub(super) connector: Connector,
    stored: Draft,
}

/// The turn of a case: for as long as it lives nobody else pushes it.
pub(super) struct Turn<'a> {
    pub(super) report: Reporter<'a>,
    pub(super) signal: AbortSignal,
    _entry: Entry,
    _forward: Option<Forward>,
    _guard: Guard,
}

/// Takes a running push off the list when it ends, however it ends.
struct Entry {
    host: Rc<Host>,
    controller: AbortController,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.host.running.borrow_mut().retain(|running| running.controller != self.controller);
    }
}

impl Host {
    /// The connector that was asked for, else the case's choice, else the case's own, else the default.
    pub(super) async fn prepare(&self, case: &CaseBytes, asked: Option<String>) -> Result<Prepared, Error> {
        let (case_id, title, own) = {
            let parsed = SecurityCase::parse(&case.bytes, &case.pages())?;
            let own = parsed.connector.as_ref().map(|c| c.id.to_string()).filter(|id| id != "none");
            (parsed.id.to_string(), parsed.title.to_string(), own)
        };
        let choice = self.choice(&case_id).await?;
        let chosen = choice.as_ref().map(|choice| choice.connector_id.clone());
        let mut stored = None;
        for id in [asked.clone(), chosen, own, self.settings().await?.default_connector_id].into_iter().flatten() {
            stored = self.connector(&id).await?;
            if stored.is_some() || asked.is_some() {
                break;
            }
        }
        let stored = stored.ok_or_else(|| Error::new(Code::ConnectorUnknown))?;
        let connector = Connector::new(stored.clone())?;
        let case = match choice.filter(|choice| choice.connector_id == connector.id()) {
            Some(choice) => with_connector(&case.bytes, &case_connector(&connector, &choice))?,
            None => case.bytes.clone(),
        };
        Ok(Prepared { case, case_id, title, connector, stored })
    }

    /// What a push of this case would be known by.
    pub(super) async fn names(&self, case: &CaseBytes, asked: Option<String>) -> Result<Names, Error> {
        if self.delegate.is_some() {
            return super::delegate::names(case, asked);
        }
        let Prepared { case_id, title, connector, .. } = self.prepare(case, asked).await?;
        Ok(Names { case_id, title, connector_id: connector.id().to_owned() })
    }

    /// Waits until this case may be pushed, alone among all tabs.
    pub(super) async fn turn<'a>(
        self: &'a Rc<Self>,
        (case_id, connector_id): (&'a str, &'a str),
        options: &RunOptions,
        signal: Option<AbortSignal>,
        on_progress: Option<&'a Function>,
    ) -> Result<Turn<'a>, Error> {
        let controller = AbortController::new().map_err(|_| Error::new(Code::OptionsInvalid))?;
        let aborting = controller.clone();
        let forward = signal.map(|signal| Forward::new(signal, move || aborting.abort()));
        self.running.borrow_mut().push(Running { case_id: case_id.to_owned(), controller: controller.clone() });
        let entry = Entry { host: Rc::clone(self), controller: controller.clone() };
        let report = Reporter { host: self, case_id, connector_id, on_progress };
        let name = case_lock(case_id);
        let mut guard = self.lock(&name, IfHeld::GiveUp, None).await?;
        if guard.is_none() && options.if_busy == IfHeld::Wait {
            report.waiting("Waiting for another tab or window that pushes this case");
            guard = self.lock(&name, IfHeld::Wait, Some(&controller.signal())).await?;
        }
        let guard = guard.ok_or_else(|| Error::new(Code::PushBusy))?;
        Ok(Turn { report, signal: controller.signal(), _entry: entry, _forward: forward, _guard: guard })
    }

    async fn options(&self, options: &RunOptions) -> Result<Options, Error> {
        Ok(Options {
            now: self.clock.now(),
            license: self.licensing.now()?,
            closure: self.settings().await?.closure,
            case_url: self.case_url.clone(),
            pushed_by: options.pushed_by.clone(),
            jitter: Some(js_sys::Math::random()),
            ..options.choices.clone()
        })
    }

    pub(super) fn abort_here(&self, case_id: &str) {
        for running in self.running.borrow().iter().filter(|running| running.case_id == case_id) {
            running.abort();
        }
    }

    /// Pushes a case, alone among all tabs, and leaves nothing pending once it is complete.
    pub(super) async fn push(
        self: &Rc<Self>,
        case: &CaseBytes,
        options: RunOptions,
        signal: Option<AbortSignal>,
        on_progress: Option<&Function>,
    ) -> Result<Outcome, Error> {
        if let Some(kibana) = &self.delegate {
            return self.push_by(kibana, case, options, signal, on_progress).await;
        }
        let prepared = self.prepare(case, options.connector_id.clone()).await?;
        let secrets = match self.transport.needs_secrets() {
            true => Some(self.secrets_of(&prepared.stored).await?.ok_or_else(|| Error::new(Code::SecretMissing))?),
            false => None,
        };
        let (connector, case_id) = (prepared.connector.clone(), prepared.case_id.clone());
        let turn = self.turn((&case_id, connector.id()), &options, signal, on_progress).await?;
        let report = &turn.report;

        let journal = self.mend_journal(&case_id, &connector).await?;
        let engine_options = self.options(&options).await?;
        let mut push = Push::new(prepared.case, &case.pages(), connector.clone(), &journal, engine_options)?;
        if let Some(settlement) = &options.settle {
            push.settle(settlement)?;
        }
        if push.next() != Next::Done {
            let pending = self.pending(case, &prepared.title, report, options.pushed_by.as_ref());
            self.store.put(Table::Pending, &pending.0, pending.1.clone()).await?;
            let _place = self.place(connector.base().as_str(), &turn.signal).await?;
            let sender = Sender {
                host: self,
                connector: &connector,
                secrets: secrets.as_ref(),
                timeout_ms: options.timeout_ms.unwrap_or(TIMEOUT_MS),
                signal: turn.signal.clone(),
            };
            drive(&mut push, &sender, report).await;
            self.close_pending(&pending, &push.outcome()).await;
        } else {
            // An earlier push was interrupted after its last receipt.
            self.store.delete(Table::Pending, &journal_prefix(&case_id, connector.id())).await?;
        }
        report.step(push.progress(), push.outcome_state(), "", None);
        Ok(push.outcome())
    }

    /// After a complete push nothing is pending, and the bodies that were sent need not be kept.
    async fn close_pending(&self, (key, record): &(String, JsValue), outcome: &Outcome) {
        let closed = if outcome.state == PushState::Complete {
            let sent = self.store.entries(Table::Journal, key).await.unwrap_or_default().into_iter();
            let sent = sent.filter(|(_, record)| {
                member(&member(record, "event"), "kind").as_string().as_deref() == Some("intent")
            });
            let mut changes: Vec<Change> = sent.map(|(key, _)| Change::Delete(Table::Journal, key)).collect();
            changes.push(Change::Delete(Table::Pending, key.clone()));
            self.store.write(changes).await
        } else {
            set(record, "state", &to_js(&outcome.state));
            set(record, "error", &to_js(&outcome.error));
            self.store.put(Table::Pending, key, record.clone()).await
        };
        // The journal has everything that counts: what stays pending is only looked at once more.
        drop(closed);
    }
}

/// The case's `connector`, as Kibana writes it.
fn case_connector(connector: &Connector, choice: &CaseChoice) -> String {
    let out = Object::new().into();
    set(&out, "id", &connector.id().into());
    set(&out, "name", &connector.name().into());
    set(&out, "type", &connector.type_id().into());
    set(&out, "fields", &choice.fields);
    stringify(&out)
}

fn case_bytes(bytes: Vec<u8>, pages: &Array) -> CaseBytes {
    CaseBytes { bytes, pages: read_pages(pages) }
}

/// What a push of this case would do now.
///
/// # Errors
/// As `planPush`, and `CONNECTOR_UNKNOWN`.
#[wasm_bindgen(js_name = hostPlan)]
pub fn host_plan(handle: u32, case: Vec<u8>, pages: Array, options: JsValue) -> Promise {
    promise(async move {
        let (host, case) = (host(handle)?, case_bytes(case, &pages));
        let options = RunOptions::read(&options)?;
        if let Some(kibana) = &host.delegate {
            let names = super::delegate::names(&case, options.connector_id)?;
            return Ok(to_js(&delegate::plan(kibana, &names.case_id, &names.connector_id)));
        }
        let prepared = host.prepare(&case, options.connector_id.clone()).await?;
        let journal = host.read_journal(&prepared.case_id, &prepared.connector).await?;
        let options = host.options(&options).await?;
        let plan = SecurityCase::parse(&prepared.case, &case.pages())
            .and_then(|case| plan(&case, &prepared.connector, &journal, &options));
        Ok(to_js(&plan?))
    })
}

/// How the incident of a case stands.
///
/// # Errors
/// As `pushStatus`, and `CONNECTOR_UNKNOWN`.
#[wasm_bindgen(js_name = hostStatus)]
pub fn host_status(handle: u32, case: Vec<u8>, pages: Array, connector_id: Option<String>) -> Promise {
    promise(async move {
        let (host, case) = (host(handle)?, case_bytes(case, &pages));
        if let Some(kibana) = &host.delegate {
            return host.status_by(kibana, &case, connector_id).await;
        }
        let prepared = host.prepare(&case, connector_id).await?;
        let journal = host.read_journal(&prepared.case_id, &prepared.connector).await?;
        let status = SecurityCase::parse(&prepared.case, &case.pages())
            .and_then(|case| status(&case, &prepared.connector, &journal));
        Ok(to_js(&status?))
    })
}

/// Pushes a case and answers its outcome.
///
/// # Errors
/// Where the push cannot begin: as `planPush`, and `CONNECTOR_UNKNOWN`, `SECRET_MISSING`,
/// `VAULT_LOCKED`, `PUSH_BUSY`, `STORE_FULL`.
#[wasm_bindgen(js_name = hostPush)]
pub fn host_push(
    handle: u32,
    case: Vec<u8>,
    pages: Array,
    options: JsValue,
    signal: Option<AbortSignal>,
    on_progress: Option<Function>,
) -> Promise {
    promise(async move {
        let (host, case) = (host(handle)?, case_bytes(case, &pages));
        let options = RunOptions::read(&options)?;
        let outcome = host.push(&case, options, signal, on_progress.as_ref()).await;
        Ok(outcome_to_js(&outcome?))
    })
}

/// Deletes the journal of a case, and the case itself where a push of it is pending.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostForget)]
pub fn host_forget(handle: u32, case_id: String) -> Promise {
    promise(async move {
        let of_case = [Table::Journal, Table::Pending].map(|table| Change::Delete(table, exactly(&case_id)));
        host(handle)?.store.write(of_case.into()).await?;
        Ok(JsValue::UNDEFINED)
    })
}

/// The bytes and pages of each case of a list of `{bytes, pages}`.
pub(super) fn read_cases(cases: &Array) -> Vec<CaseBytes> {
    cases
        .iter()
        .map(|case| {
            let bytes = convert::bytes(&member(&case, "bytes")).unwrap_or_default();
            let pages: Array = member(&case, "pages").dyn_into().unwrap_or_default();
            case_bytes(bytes.to_vec(), &pages)
        })
        .collect()
}
