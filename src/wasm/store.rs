//! The browser's storage: IndexedDB, or memory where the host asks for it.
//!
//! Values are plain objects. Every failure is an error with a code, and none is a trap. The `transaction`
//! call is bound by hand, because web-sys offers its durability only under a compiler flag that
//! every user of the crate would inherit.

use crate::error::{Code, Error};
use js_sys::{Array, Object, Promise, Reflect};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
};

/// The version of the database's layout.
const VERSION: u32 = 1;

/// What is kept apart.
#[derive(Debug, Clone, Copy)]
pub(super) enum Table {
    Connectors,
    Settings,
    Choices,
    Journal,
}

impl Table {
    const ALL: [Self; 4] = [Self::Connectors, Self::Settings, Self::Choices, Self::Journal];

    /// The key of a record where all tables share one map.
    fn key(self, key: &str) -> String {
        format!("{}/{key}", self.name())
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Connectors => "connectors",
            Self::Settings => "settings",
            Self::Choices => "choices",
            Self::Journal => "journal",
        }
    }
}

/// Where things are kept.
pub(super) enum Store {
    IndexedDb(IdbDatabase),
    Memory(RefCell<BTreeMap<String, JsValue>>),
}

#[wasm_bindgen]
extern "C" {
    type Database;

    #[wasm_bindgen(method, catch)]
    fn transaction(this: &Database, stores: &JsValue, mode: &str, options: &JsValue)
    -> Result<IdbTransaction, JsValue>;
}

impl Store {
    pub(super) fn memory() -> Self {
        Self::Memory(RefCell::default())
    }

    /// Opens or makes the database.
    pub(super) async fn open(name: &str) -> Result<Self, Error> {
        let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok();
        let factory: IdbFactory =
            factory.filter(JsValue::is_object).ok_or_else(|| Error::new(Code::StoreUnavailable))?.unchecked_into();
        let request = factory.open_with_u32(name, VERSION).map_err(|e| refused(&e))?;
        let upgrade = on_upgrade(&request);
        let opened = settle(&request, "blocked").await;
        drop(upgrade);
        let database: IdbDatabase = opened?.unchecked_into();
        // Another tab brings a newer layout: let it, rather than block it for ever.
        let closing = database.clone();
        let close = Closure::once_into_js(move || closing.close());
        database.set_onversionchange(Some(close.unchecked_ref()));
        Ok(Self::IndexedDb(database))
    }

    pub(super) fn close(&self) {
        if let Self::IndexedDb(database) = self {
            database.close();
        }
    }

    pub(super) async fn get(&self, table: Table, key: &str) -> Result<Option<JsValue>, Error> {
        match self {
            Self::Memory(map) => Ok(map.borrow().get(&table.key(key)).cloned()),
            Self::IndexedDb(database) => {
                let (_, store) = begin(database, table, "readonly")?;
                let value = settle(&store.get(&key.into()).map_err(|e| failed(&e))?, "").await?;
                Ok(Some(value).filter(|value| !value.is_undefined()))
            }
        }
    }

    /// The values whose keys begin with `prefix`, in the order of the keys.
    pub(super) async fn list(&self, table: Table, prefix: &str) -> Result<Vec<JsValue>, Error> {
        match self {
            Self::Memory(map) => {
                let (map, prefix) = (map.borrow(), table.key(prefix));
                Ok(map.iter().filter(|(key, _)| key.starts_with(&prefix)).map(|(_, value)| value.clone()).collect())
            }
            Self::IndexedDb(database) => {
                let (_, store) = begin(database, table, "readonly")?;
                let request = store.get_all_with_key(&range(prefix)?).map_err(|e| failed(&e))?;
                let values: Array = settle(&request, "").await?.unchecked_into();
                Ok(values.iter().collect())
            }
        }
    }

    /// Writes a value in the place of what was there.
    pub(super) async fn put(&self, table: Table, key: &str, value: &JsValue) -> Result<(), Error> {
        match self {
            Self::Memory(map) => {
                map.borrow_mut().insert(table.key(key), value.clone());
                Ok(())
            }
            Self::IndexedDb(database) => {
                let (transaction, store) = begin(database, table, "readwrite")?;
                store.put_with_key(value, &key.into()).map_err(|e| failed(&e))?;
                finish(&transaction).await
            }
        }
    }

    /// Adds values under new keys, all or none; one that is taken is `STORE_CONFLICT`.
    pub(super) async fn add(&self, table: Table, entries: &[(String, JsValue)]) -> Result<(), Error> {
        match self {
            Self::Memory(map) => {
                let mut map = map.borrow_mut();
                if entries.iter().any(|(key, _)| map.contains_key(&table.key(key))) {
                    return Err(Error::new(Code::StoreConflict));
                }
                map.extend(entries.iter().map(|(key, value)| (table.key(key), value.clone())));
                Ok(())
            }
            Self::IndexedDb(database) => {
                let (transaction, store) = begin(database, table, "readwrite")?;
                for (key, value) in entries {
                    store.add_with_key(value, &key.into()).map_err(|e| failed(&e))?;
                }
                finish(&transaction).await
            }
        }
    }

    /// Deletes what lies under keys that begin with `prefix`.
    pub(super) async fn delete(&self, table: Table, prefix: &str) -> Result<(), Error> {
        match self {
            Self::Memory(map) => {
                let prefix = table.key(prefix);
                map.borrow_mut().retain(|key, _| !key.starts_with(&prefix));
                Ok(())
            }
            Self::IndexedDb(database) => {
                let (transaction, store) = begin(database, table, "readwrite")?;
                store.delete(&range(prefix)?).map_err(|e| failed(&e))?;
                finish(&transaction).await
            }
        }
    }
}

/// Makes the tables when the database is new. The closure must live until the request is settled.
fn on_upgrade(request: &IdbOpenDbRequest) -> Closure<dyn FnMut()> {
    let opening = request.clone();
    let upgrade = Closure::new(move || {
        let Ok(database) = opening.result() else { return };
        let database: IdbDatabase = database.unchecked_into();
        for table in Table::ALL {
            // A refusal aborts the upgrade, and the request reports it.
            drop(database.create_object_store(table.name()));
        }
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    upgrade
}

fn begin(database: &IdbDatabase, table: Table, mode: &str) -> Result<(IdbTransaction, IdbObjectStore), Error> {
    let options = Object::new();
    // An intent that the browser has not written to disk would be lost with the machine's power.
    Reflect::set(&options, &"durability".into(), &"strict".into()).map_err(|e| failed(&e))?;
    let database: &Database = database.unchecked_ref();
    let transaction = database.transaction(&table.name().into(), mode, &options).map_err(|e| failed(&e))?;
    let store = transaction.object_store(table.name()).map_err(|e| failed(&e))?;
    Ok((transaction, store))
}

fn range(prefix: &str) -> Result<JsValue, Error> {
    let last = format!("{prefix}\u{ffff}");
    IdbKeyRange::bound(&prefix.into(), &last.into()).map(Into::into).map_err(|e| failed(&e))
}

/// The result of a request. `also` names one more event that ends it, as a failure.
async fn settle(request: &IdbRequest, also: &str) -> Result<JsValue, Error> {
    let watched = request.clone();
    let promise = Promise::new(&mut |resolve, reject| {
        let settled = watched.clone();
        // One closure for all events: exactly one of them comes, so none is leaked.
        let done = Closure::once_into_js(move |event: web_sys::Event| {
            let outcome = match event.type_().as_str() {
                "success" => resolve.call1(&JsValue::UNDEFINED, &settled.result().unwrap_or(JsValue::UNDEFINED)),
                _ => {
                    let error = settled.error().ok().flatten().map_or(JsValue::UNDEFINED, JsValue::from);
                    reject.call1(&JsValue::UNDEFINED, &error)
                }
            };
            drop(outcome);
        });
        watched.set_onsuccess(Some(done.unchecked_ref()));
        watched.set_onerror(Some(done.unchecked_ref()));
        if !also.is_empty() {
            drop(watched.add_event_listener_with_callback(also, done.unchecked_ref()));
        }
    });
    JsFuture::from(promise).await.map_err(|e| failed(&e))
}

/// Waits until a transaction is durable.
async fn finish(transaction: &IdbTransaction) -> Result<(), Error> {
    let watched = transaction.clone();
    let promise = Promise::new(&mut |resolve, reject| {
        let settled = watched.clone();
        let done = Closure::once_into_js(move |event: web_sys::Event| {
            let outcome = match event.type_().as_str() {
                "complete" => resolve.call0(&JsValue::UNDEFINED),
                _ => reject.call1(&JsValue::UNDEFINED, &settled.error().map_or(JsValue::UNDEFINED, JsValue::from)),
            };
            drop(outcome);
        });
        watched.set_oncomplete(Some(done.unchecked_ref()));
        watched.set_onabort(Some(done.unchecked_ref()));
    });
    JsFuture::from(promise).await.map(drop).map_err(|e| failed(&e))
}

fn refused(error: &JsValue) -> Error {
    Error { code: Code::StoreUnavailable, ..failed(error) }
}

fn failed(error: &JsValue) -> Error {
    let Some(exception) = error.dyn_ref::<DomException>() else {
        return Error::new(if error.is_undefined() { Code::StoreConflict } else { Code::StoreFailed });
    };
    let code = match exception.name().as_str() {
        "QuotaExceededError" => Code::StoreFull,
        "ConstraintError" => Code::StoreConflict,
        "VersionError" => Code::StoreTooNew,
        "SecurityError" => Code::StoreUnavailable,
        _ => Code::StoreFailed,
    };
    let message = format!("{} The browser says: {}", code.meaning(), exception.message());
    Error::with(code, message)
}
