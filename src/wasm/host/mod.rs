//! `CaseConnectors`: storage, secrets in memory, and pushes that use them.

mod connectors;
mod run;

pub use connectors::{host_connectors, host_delete_connector, host_save_connector, host_set_secrets};
pub use run::{host_plan, host_push, host_status};

use super::convert::{from_js, promise, read_license, to_js};
use super::store::{Store, Table};
use crate::connector::Secrets;
use crate::error::{Code, Error};
use js_sys::Promise;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// One open `CaseConnectors`.
struct Host {
    store: Store,
    license: Option<String>,
    secrets: RefCell<BTreeMap<String, Secrets>>,
    /// The pushes under way here, by case and connector.
    running: RefCell<Vec<(String, String)>>,
}

thread_local! {
    /// By handle; the place of a closed one stays empty, so that no handle ever means another host.
    static HOSTS: RefCell<Vec<Option<Rc<Host>>>> = const { RefCell::new(Vec::new()) };
}

fn host(handle: u32) -> Result<Rc<Host>, Error> {
    let closed = || Error::with(Code::StoreUnavailable, "This CaseConnectors was closed.");
    HOSTS.with_borrow(|hosts| hosts.get(handle as usize).cloned().flatten()).ok_or_else(closed)
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct OpenOptions {
    name: Option<String>,
    namespace: Option<String>,
    store: Option<String>,
    license: Option<String>,
}

/// Opens the storage and answers a handle.
///
/// # Errors
/// `OPTIONS_INVALID`, `STORE_UNAVAILABLE`, `STORE_TOO_NEW`, `STORE_FAILED`.
#[wasm_bindgen(js_name = hostOpen)]
pub fn host_open(options: JsValue) -> Promise {
    promise(async move {
        let options: OpenOptions = from_js(&options, "options")?;
        read_license(options.license.as_deref())?;
        let name = options.name.as_deref().unwrap_or("case-connectors");
        let name = options.namespace.map_or_else(|| name.to_owned(), |namespace| format!("{name}/{namespace}"));
        let store = match options.store.as_deref() {
            None | Some("indexeddb") => Store::open(&name).await,
            Some("memory") => Ok(Store::memory()),
            Some(_) => Err(Error::with(Code::OptionsInvalid, "store must be indexeddb or memory.").at("store")),
        };
        let host =
            Host { store: store?, license: options.license, secrets: RefCell::default(), running: RefCell::default() };
        let handle = HOSTS.with_borrow_mut(|hosts| {
            hosts.push(Some(Rc::new(host)));
            hosts.len() - 1
        });
        Ok(u32::try_from(handle).unwrap_or(u32::MAX).into())
    })
}

/// Closes the storage and forgets the secrets.
#[wasm_bindgen(js_name = hostClose)]
pub fn host_close(handle: u32) {
    if let Some(host) = HOSTS.with_borrow_mut(|hosts| hosts.get_mut(handle as usize).and_then(Option::take)) {
        host.secrets.borrow_mut().clear();
        host.store.close();
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    #[serde(default)]
    default_connector_id: Option<String>,
    closure: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CaseChoice {
    connector_id: String,
    #[serde(default)]
    fields: Option<Value>,
}

impl Host {
    async fn read<T: for<'de> Deserialize<'de>>(&self, table: Table, key: &str) -> Result<Option<T>, Error> {
        let stored = self.store.get(table, key).await?;
        stored.map(|json| parse(&json)).transpose()
    }

    async fn write<T: Serialize>(&self, table: Table, key: &str, value: &T) -> Result<(), Error> {
        let mut value = serde_json::to_value(value).unwrap_or(Value::Null);
        if let Some(record) = value.as_object_mut() {
            record.insert("v".into(), json!(1));
        }
        self.store.put(table, key, &value.to_string()).await
    }

    async fn settings(&self) -> Result<Settings, Error> {
        let stored = self.read(Table::Settings, "settings").await?;
        Ok(stored.unwrap_or(Settings { default_connector_id: None, closure: "close-by-user".into() }))
    }

    async fn choice(&self, case_id: &str) -> Result<Option<CaseChoice>, Error> {
        self.read(Table::Choices, &exactly(case_id)).await
    }
}

fn parse<T: for<'de> Deserialize<'de>>(json: &str) -> Result<T, Error> {
    serde_json::from_str(json)
        .map_err(|e| Error::with(Code::StoreFailed, format!("A stored record cannot be read: {e}.")))
}

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
        host.settings().await.map(|settings| to_js(&settings))
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
        let settings: Settings = from_js(&settings, "settings")?;
        if !matches!(settings.closure.as_str(), "close-by-user" | "close-by-pushing") {
            let message = "closure must be close-by-user or close-by-pushing.";
            return Err(Error::with(Code::OptionsInvalid, message).at("closure"));
        }
        host.write(Table::Settings, "settings", &settings).await?;
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
        host.choice(&case_id).await.map(|choice| to_js(&choice))
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
        let choice: Option<CaseChoice> = from_js(&choice, "choice")?;
        let key = exactly(&case_id);
        match choice {
            Some(choice) => host.write(Table::Choices, &key, &choice).await?,
            None => host.store.delete(Table::Choices, &key).await?,
        }
        Ok(JsValue::UNDEFINED)
    })
}

/// The journal of a case and a connector, as a JSON array.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostJournal)]
pub fn host_journal(handle: u32, case_id: String, connector_id: String) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let records = host.store.list(Table::Journal, &journal_prefix(&case_id, &connector_id)).await;
        Ok(format!("[{}]", records?.join(",")).into())
    })
}

/// Deletes the journal of a case.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostForget)]
pub fn host_forget(handle: u32, case_id: String) -> Promise {
    promise(async move {
        let host = host(handle)?;
        host.store.delete(Table::Journal, &exactly(&case_id)).await?;
        Ok(JsValue::UNDEFINED)
    })
}
