//! A push from the first read to the last receipt: performs what the state machine asks for.

use super::{CaseChoice, Host, host, journal_prefix};
use crate::case::{SecurityCase, with_connector};
use crate::connector::{Connector, Secrets, authorize};
use crate::error::{Code, Error};
use crate::push::{FailReason, Next, Options, Outcome, Push, Record, Settlement, plan, read_journal, status};
use crate::wasm::convert::{from_js, promise, set, stringify, to_js};
use crate::wasm::draft::member;
use crate::wasm::engine::read_pages;
use crate::wasm::push::{outcome_to_js, read_settlement};
use crate::wasm::send::{TIMEOUT_MS, perform};
use crate::wasm::store::Table;
use js_sys::{Array, Function, Object, Promise};
use serde::Serialize;
use serde_json::Value;
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// What a host may set for one push.
struct RunOptions {
    connector_id: Option<String>,
    timeout_ms: u32,
    pushed_by: Option<Value>,
    settle: Option<Settlement>,
}

impl RunOptions {
    fn read(options: &JsValue) -> Result<Self, Error> {
        let (pushed_by, settle) = (member(options, "pushedBy"), member(options, "settle"));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let timeout_ms = member(options, "timeoutMs").as_f64().map_or(TIMEOUT_MS, |ms| ms as u32);
        Ok(Self {
            connector_id: member(options, "connectorId").as_string(),
            timeout_ms,
            pushed_by: pushed_by.is_object().then(|| from_js(&pushed_by, "pushedBy")).transpose()?,
            settle: settle.is_object().then(|| read_settlement(&settle)).transpose()?,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Progress<'a> {
    label: &'a str,
    done: u32,
    total: u32,
    wait_ms: Option<u32>,
}

/// A case with the connector that a push of it uses, and what is known of earlier pushes.
struct Prepared {
    case: Vec<u8>,
    case_id: String,
    connector: Connector,
    secrets: Option<Secrets>,
    journal: Vec<Record>,
}

impl Host {
    /// The connector that was asked for, else the case's choice, else the case's own, else the default.
    async fn prepare(&self, case: Vec<u8>, pages: &[&[u8]], asked: Option<String>) -> Result<Prepared, Error> {
        let (case_id, own) = {
            let parsed = SecurityCase::parse(&case, pages)?;
            let own = parsed.connector.as_ref().map(|c| c.id.to_string()).filter(|id| id != "none");
            (parsed.id.to_string(), own)
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
        let secrets = self.secrets_of(&stored);
        let connector = Connector::new(stored)?;
        let case = match choice.filter(|choice| choice.connector_id == connector.id()) {
            Some(choice) => with_connector(&case, &case_connector(&connector, &choice))?,
            None => case,
        };
        let rows = self.store.list(Table::Journal, &journal_prefix(&case_id, connector.id())).await?;
        let rows: Array = rows.into_iter().collect();
        let journal = read_journal(stringify(&rows).as_bytes())?;
        Ok(Prepared { case, case_id, connector, secrets, journal })
    }

    async fn options(&self, pushed_by: Option<Value>) -> Result<Options, Error> {
        Ok(Options {
            now: js_sys::Date::new_0().to_iso_string().into(),
            license: self.license.map(|license| license.as_str().to_owned()),
            closure: Some(self.settings().await?.closure),
            pushed_by,
            jitter: Some(js_sys::Math::random()),
        })
    }

    async fn save(&self, records: &[Record]) -> Result<(), Error> {
        let entries: Vec<(String, JsValue)> = records
            .iter()
            .map(|record| {
                let key = format!("{}{:010}", journal_prefix(&record.case_id, &record.connector_id), record.seq);
                (key, to_js(record))
            })
            .collect();
        self.store.add(Table::Journal, &entries).await
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

/// Frees the place of a push when it ends, however it ends.
struct Place {
    host: Rc<Host>,
    key: (String, String),
}

impl Place {
    fn take(host: &Rc<Host>, key: (String, String)) -> Result<Self, Error> {
        let mut running = host.running.borrow_mut();
        if running.contains(&key) {
            return Err(Error::with(Code::StoreConflict, "A push of this case with this connector is under way."));
        }
        running.push(key.clone());
        Ok(Self { host: Rc::clone(host), key })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.host.running.borrow_mut().retain(|key| *key != self.key);
    }
}

/// What a push of this case would do now.
///
/// # Errors
/// As `planPush`, and `CONNECTOR_UNKNOWN`.
#[wasm_bindgen(js_name = hostPlan)]
pub fn host_plan(handle: u32, case: Vec<u8>, pages: Array, connector_id: Option<String>) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let pages = read_pages(&pages);
        let pages: Vec<&[u8]> = pages.iter().map(Vec::as_slice).collect();
        let prepared = host.prepare(case, &pages, connector_id).await?;
        let options = host.options(None).await?;
        let plan = SecurityCase::parse(&prepared.case, &pages)
            .and_then(|case| plan(&case, &prepared.connector, &prepared.journal, &options));
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
        let host = host(handle)?;
        let pages = read_pages(&pages);
        let pages: Vec<&[u8]> = pages.iter().map(Vec::as_slice).collect();
        let prepared = host.prepare(case, &pages, connector_id).await?;
        let status = SecurityCase::parse(&prepared.case, &pages)
            .and_then(|case| status(&case, &prepared.connector, &prepared.journal));
        Ok(to_js(&status?))
    })
}

/// Pushes a case and answers its outcome.
///
/// # Errors
/// Where the push cannot begin: as `planPush`, and `CONNECTOR_UNKNOWN`, `SECRET_MISSING`,
/// `STORE_CONFLICT`.
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
        let host = host(handle)?;
        let options = RunOptions::read(&options)?;
        let pages = read_pages(&pages);
        let pages: Vec<&[u8]> = pages.iter().map(Vec::as_slice).collect();
        let outcome = begin(&host, case, &pages, options, signal, on_progress).await;
        Ok(outcome_to_js(&outcome?))
    })
}

async fn begin(
    host: &Rc<Host>,
    case: Vec<u8>,
    pages: &[&[u8]],
    options: RunOptions,
    signal: Option<AbortSignal>,
    on_progress: Option<Function>,
) -> Result<Outcome, Error> {
    let Prepared { case, case_id, connector, secrets, journal } =
        host.prepare(case, pages, options.connector_id).await?;
    let secrets = secrets.ok_or_else(|| Error::new(Code::SecretMissing))?;
    let _place = Place::take(host, (case_id, connector.id().to_owned()))?;
    let engine_options = host.options(options.pushed_by).await?;
    let mut push = Push::new(case, pages, connector.clone(), &journal, engine_options)?;
    if let Some(settlement) = &options.settle {
        push.settle(settlement)?;
    }
    let sender = Sender { connector, secrets, timeout_ms: options.timeout_ms, signal };
    drive(host, &mut push, &sender, on_progress.as_ref()).await;
    Ok(push.outcome())
}

/// What every request of a push needs.
struct Sender {
    connector: Connector,
    secrets: Secrets,
    timeout_ms: u32,
    signal: Option<AbortSignal>,
}

async fn drive(host: &Host, push: &mut Push, sender: &Sender, on_progress: Option<&Function>) {
    loop {
        if sender.signal.as_ref().is_some_and(AbortSignal::aborted) {
            push.abort();
        }
        // Each reply below answers what `next` asked for, so `PUSH_STATE` cannot come back.
        match push.next() {
            Next::Save { records } => {
                let saved = match host.save(&records).await {
                    Ok(()) => push.saved(),
                    Err(error) => push.not_saved(error),
                };
                drop(saved);
            }
            Next::Send { id, label, request } => {
                report(push, &label, None, on_progress);
                let sent = match authorize(&request, &sender.connector, &sender.secrets) {
                    Err(error) => push.fail(id, FailReason::NotSent, Some(error)),
                    Ok(request) => match perform(&request, sender.timeout_ms, sender.signal.clone()).await {
                        Ok(response) => {
                            push.tick(&String::from(js_sys::Date::new_0().to_iso_string()));
                            push.receive(id, &response)
                        }
                        Err(failure) => push.fail(id, failure.reason, Some(failure.error)),
                    },
                };
                drop(sent);
            }
            Next::Wait { ms, label } => {
                report(push, &label, Some(ms), on_progress);
                wait(ms, sender.signal.as_ref()).await;
            }
            Next::Done => return report(push, "", None, on_progress),
        }
    }
}

fn report(push: &Push, label: &str, wait_ms: Option<u32>, on_progress: Option<&Function>) {
    let Some(on_progress) = on_progress else { return };
    let progress = push.progress();
    let progress = Progress { label, done: progress.done, total: progress.total, wait_ms };
    // A host's display must not stop a push.
    drop(on_progress.call1(&JsValue::UNDEFINED, &to_js(&progress)));
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &JsValue, ms: u32) -> JsValue;
}

/// Waits, or less where the host aborts.
async fn wait(ms: u32, signal: Option<&AbortSignal>) {
    let promise = Promise::new(&mut |resolve, _| {
        set_timeout(&resolve, ms);
        if let Some(signal) = signal {
            let stop = Closure::once_into_js(move || drop(resolve.call0(&JsValue::UNDEFINED)));
            drop(signal.add_event_listener_with_callback("abort", stop.unchecked_ref()));
        }
    });
    drop(JsFuture::from(promise).await);
}
