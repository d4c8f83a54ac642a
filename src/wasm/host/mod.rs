//! `CaseConnectors`: storage, secrets, and pushes that use them, alone among all tabs.

mod bulk;
mod channel;
mod clock;
mod connectors;
mod delegate;
mod doctor;
mod drive;
mod exchange;
mod governor;
mod journal;
mod license;
mod lock;
mod log;
mod resume;
mod run;
mod vault;

pub use bulk::{host_push_all, host_resume_all};
pub use channel::{host_abort, host_unwatch, host_watch};
pub use connectors::{host_connectors, host_delete_connector, host_save_connector, host_set_secrets};
pub use doctor::host_test_connector;
pub use exchange::{host_export, host_import};
pub use journal::{host_aside, host_journal};
pub use resume::{host_dismiss, host_interrupted, host_resume};
pub use run::{host_forget, host_plan, host_push, host_status};
pub use vault::{host_lock, host_set_vault, host_unlock, host_vault, host_wipe};

use super::convert::{promise, set, to_js};
use super::draft::member;
use super::engine::choice;
use super::send::{Cookies, Mode, Way};
use super::store::{Store, Table};
use crate::delegate::Kibana;
use crate::error::{Code, Error};
use crate::push::Closure;
use crate::push::rate::Pause;
use crate::systems::transport::Transport;
use crate::url::BaseUrl;
use channel::Channel;
use clock::Clock;
pub(in crate::wasm) use clock::Timer;
use governor::{CONCURRENCY, MOST_CONCURRENCY};
use js_sys::{Function, Promise};
use license::Licensing;
use run::Running;
use serde::Serialize;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use vault::Vault;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// One open `CaseConnectors`.
struct Host {
    store: Store,
    licensing: Licensing,
    /// The address at which people find a case.
    case_url: Option<String>,
    transport: Transport,
    /// Does the pushes in place of this browser.
    delegate: Option<Kibana>,
    /// Sends the requests to the delegate in place of the platform.
    delegate_send: Option<Function>,
    /// Hears of each request and its answer, without their secrets.
    on_exchange: Option<Function>,
    clock: Clock,
    /// How many pushes run at once against one base URL.
    concurrency: u32,
    vault: Vault,
    channel: Channel,
    /// The pushes under way in this tab.
    running: RefCell<Vec<Running>>,
    /// What systems have asked for, by base URL.
    pauses: RefCell<BTreeMap<String, Pause>>,
}

thread_local! {
    /// By handle; the place of a closed one stays empty, so that no handle ever means another host.
    static HOSTS: RefCell<Vec<Option<Rc<Host>>>> = const { RefCell::new(Vec::new()) };
}

fn host(handle: u32) -> Result<Rc<Host>, Error> {
    let closed = || Error::new(Code::HostClosed);
    HOSTS.with_borrow(|hosts| hosts.get(handle as usize).cloned().flatten()).ok_or_else(closed)
}

/// Opens the storage and answers a handle.
///
/// # Errors
/// `OPTIONS_INVALID`, `STORE_UNAVAILABLE`, `STORE_TOO_NEW`, `STORE_FAILED`.
#[wasm_bindgen(js_name = hostOpen)]
pub fn host_open(options: JsValue) -> Promise {
    promise(async move {
        let word = |name: &str| member(&options, name).as_string();
        let licensing = Licensing::read(member(&options, "license"))?;
        let transport = read_transport(&member(&options, "transport"))?;
        let delegate = delegate::read(&member(&options, "delegate"))?;
        let delegate_send = function(&member(&options, "delegate"), "send", "delegate.send")?;
        let on_exchange = function(&options, "onExchange", "onExchange")?;
        let clock = Clock::read(&member(&options, "clock"))?;
        let concurrency = read_concurrency(&member(&options, "concurrency"))?;
        let mut name = word("name").unwrap_or_else(|| "case-connectors".to_owned());
        if let Some(namespace) = word("namespace") {
            name = format!("{name}/{namespace}");
        }
        let store = match word("store").as_deref() {
            None | Some("indexeddb") => Store::open(&name).await,
            Some("memory") => Ok(Store::memory()),
            Some(_) => Err(Error::with(Code::OptionsInvalid, "store must be indexeddb or memory.").at("store")),
        };
        let host = Rc::new(Host {
            store: store?,
            licensing,
            case_url: word("caseUrl"),
            transport,
            delegate,
            delegate_send,
            on_exchange,
            clock,
            concurrency,
            vault: Vault::default(),
            channel: Channel::default(),
            running: RefCell::default(),
            pauses: RefCell::default(),
        });
        host.load_pauses().await?;
        Channel::join(&host, &name);
        let handle = HOSTS.with_borrow_mut(|hosts| {
            hosts.push(Some(host));
            hosts.len() - 1
        });
        Ok(u32::try_from(handle).unwrap_or(u32::MAX).into())
    })
}

fn read_transport(value: &JsValue) -> Result<Transport, Error> {
    let url = match member(value, "kind").as_string().as_deref() {
        None | Some("direct") => return Ok(Transport::Direct),
        Some("gateway") => member(value, "url").as_string().unwrap_or_default(),
        Some(_) => {
            return Err(Error::with(Code::OptionsInvalid, "The transport must be direct or gateway.").at("transport"));
        }
    };
    let invalid = |_| {
        let message = "The gateway's URL must be https, or http on this machine, without query or credentials.";
        Error::with(Code::OptionsInvalid, message).at("transport.url")
    };
    let holds_secrets = member(value, "holdsSecrets").is_truthy();
    Ok(Transport::Gateway { base: BaseUrl::parse(&url).map_err(invalid)?, holds_secrets })
}

/// A function of the options, or nothing.
fn function(options: &JsValue, name: &str, path: &str) -> Result<Option<Function>, Error> {
    let value = member(options, name);
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let invalid = |_| Error::with(Code::OptionsInvalid, format!("{path} must be a function.")).at(path);
    value.dyn_into().map(Some).map_err(invalid)
}

fn read_concurrency(value: &JsValue) -> Result<u32, Error> {
    let Some(number) = value.as_f64() else { return Ok(CONCURRENCY) };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked against the bounds below")]
    let whole = number as u32;
    if (1..=MOST_CONCURRENCY).contains(&whole) && f64::from(whole) == number {
        return Ok(whole);
    }
    let message = format!("concurrency must be a whole number from 1 to {MOST_CONCURRENCY}.");
    Err(Error::with(Code::OptionsInvalid, message).at("concurrency"))
}

/// Closes the storage and forgets the secrets. Pushes under way are aborted; they can be resumed.
#[wasm_bindgen(js_name = hostClose)]
pub fn host_close(handle: u32) {
    if let Some(host) = HOSTS.with_borrow_mut(|hosts| hosts.get_mut(handle as usize).and_then(Option::take)) {
        for running in host.running.borrow().iter() {
            running.abort();
        }
        host.lock_vault();
        host.channel.leave();
        host.store.close();
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    default_connector_id: Option<String>,
    closure: Closure,
}

/// The connector of a case. Its fields stay JavaScript's: nothing here looks into them.
struct CaseChoice {
    case_id: String,
    connector_id: String,
    fields: JsValue,
}

impl CaseChoice {
    fn read(value: &JsValue) -> Option<Self> {
        Some(Self {
            case_id: member(value, "caseId").as_string().unwrap_or_default(),
            connector_id: member(value, "connectorId").as_string()?,
            fields: member(value, "fields"),
        })
    }

    fn to_js(&self) -> JsValue {
        let out = js_sys::Object::new().into();
        set(&out, "connectorId", &self.connector_id.as_str().into());
        let fields = Some(&self.fields).filter(|fields| fields.is_object());
        set(&out, "fields", fields.unwrap_or(&JsValue::NULL));
        out
    }
}

impl Host {
    /// A gateway that holds the secrets knows its caller by a cookie; no system may get one.
    fn way(&self) -> Way<'static> {
        let omit = self.transport.needs_secrets();
        Way::Fetch(Mode::Cors, if omit { Cookies::Omit } else { Cookies::Include })
    }

    /// Writes a record, with the version of its shape.
    async fn write(&self, table: Table, key: &str, record: JsValue) -> Result<(), Error> {
        set(&record, "v", &VERSION.into());
        self.store.put(table, key, record).await
    }

    async fn settings(&self) -> Result<Settings, Error> {
        let stored = self.store.get(Table::Settings, SETTINGS).await?.unwrap_or(JsValue::UNDEFINED);
        Ok(Settings {
            default_connector_id: member(&stored, "defaultConnectorId").as_string(),
            closure: member(&stored, "closure").as_string().and_then(|word| Closure::parse(&word)).unwrap_or_default(),
        })
    }

    async fn choice(&self, case_id: &str) -> Result<Option<CaseChoice>, Error> {
        Ok(self.store.get(Table::Choices, &exactly(case_id)).await?.as_ref().and_then(CaseChoice::read))
    }
}

/// The version of the shape of stored records.
const VERSION: u32 = 1;

/// The key of the one record of settings.
const SETTINGS: &str = "settings";

/// A key that is no prefix of another one.
fn exactly(id: &str) -> String {
    format!("{id}\u{0}")
}

/// Where the journal of a case and a connector lies.
fn journal_prefix(case_id: &str, connector_id: &str) -> String {
    format!("{case_id}\u{0}{connector_id}\u{0}")
}

/// The default connector and the closure option.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostSettings)]
pub fn host_settings(handle: u32) -> Promise {
    promise(async move {
        let host = host(handle)?;
        Ok(to_js(&host.settings().await?))
    })
}

/// Stores the default connector and the closure option.
///
/// # Errors
/// `OPTIONS_INVALID`, `STORE_FULL`, `STORE_FAILED`.
#[wasm_bindgen(js_name = hostSaveSettings)]
pub fn host_save_settings(handle: u32, settings: JsValue) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let missing = || Error::with(Code::OptionsInvalid, "The settings name no closure.").at("closure");
        let settings = Settings {
            default_connector_id: member(&settings, "defaultConnectorId").as_string(),
            closure: choice(&settings, "closure", Closure::parse)?.ok_or_else(missing)?,
        };
        host.write(Table::Settings, SETTINGS, to_js(&settings)).await?;
        Ok(JsValue::UNDEFINED)
    })
}

/// The connector that was chosen for a case.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostCaseChoice)]
pub fn host_case_choice(handle: u32, case_id: String) -> Promise {
    promise(async move {
        let host = host(handle)?;
        Ok(host.choice(&case_id).await?.map_or(JsValue::NULL, |choice| choice.to_js()))
    })
}

/// Chooses the connector of a case, or takes the choice back.
///
/// # Errors
/// `OPTIONS_INVALID`, `STORE_FULL`, `STORE_FAILED`.
#[wasm_bindgen(js_name = hostSaveCaseChoice)]
pub fn host_save_case_choice(handle: u32, case_id: String, choice: JsValue) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let key = exactly(&case_id);
        if !choice.is_object() {
            host.store.delete(Table::Choices, &key).await?;
            return Ok(JsValue::UNDEFINED);
        }
        let choice = CaseChoice::read(&choice).ok_or_else(|| {
            Error::with(Code::OptionsInvalid, "The choice names no connector.").at("choice.connectorId")
        })?;
        let record = choice.to_js();
        set(&record, "caseId", &case_id.into());
        host.write(Table::Choices, &key, record).await?;
        Ok(JsValue::UNDEFINED)
    })
}
