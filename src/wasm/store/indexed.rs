//! IndexedDB, with the durability that the browser has.
//!
//! The `transaction` call is bound by hand, because web-sys offers its durability only under a compiler
//! flag that every user of the crate would inherit.

use super::table::{Change, Table, VERSION};
use crate::error::{Code, Error};
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbVersionChangeEvent,
};

/// An open database.
pub(in crate::wasm) struct Indexed(IdbDatabase);

#[wasm_bindgen]
extern "C" {
    type Database;

    #[wasm_bindgen(method, catch)]
    fn transaction(this: &Database, stores: &JsValue, mode: &str, options: &JsValue)
    -> Result<IdbTransaction, JsValue>;
}

impl Indexed {
    pub(super) async fn open(name: &str) -> Result<Self, Error> {
        let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok();
        let factory: IdbFactory =
            factory.filter(JsValue::is_object).ok_or_else(|| Error::new(Code::StoreMissing))?.unchecked_into();
        let request = factory.open_with_u32(name, VERSION).map_err(|e| refused(&e))?;
        let upgrade = on_upgrade(&request);
        let opened = settle(&request, "blocked").await;
        drop(upgrade);
        let database: IdbDatabase = opened?.unchecked_into();
        // Another tab brings a newer layout: let it, rather than block it for ever.
        let closing = database.clone();
        let close = Closure::once_into_js(move || closing.close());
        database.set_onversionchange(Some(close.unchecked_ref()));
        Ok(Self(database))
    }

    pub(super) fn close(&self) {
        self.0.close();
    }

    pub(super) async fn get(&self, table: Table, key: &str) -> Result<Option<JsValue>, Error> {
        let store = self.begin(&[table], "readonly")?.object_store(table.name()).map_err(|e| failed(&e))?;
        let value = settle(&store.get(&key.into()).map_err(|e| failed(&e))?, "").await?;
        Ok(Some(value).filter(|value| !value.is_undefined()))
    }

    pub(super) async fn entries(&self, table: Table, prefix: &str) -> Result<Vec<(String, JsValue)>, Error> {
        let store = self.begin(&[table], "readonly")?.object_store(table.name()).map_err(|e| failed(&e))?;
        let range = range(prefix)?;
        let keys = store.get_all_keys_with_key(&range).map_err(|e| failed(&e))?;
        let values = store.get_all_with_key(&range).map_err(|e| failed(&e))?;
        // The answers come in the order of the requests, so neither is missed.
        let (keys, values) = (watch(&keys, ""), watch(&values, ""));
        let keys: Array = JsFuture::from(keys).await.map_err(|e| failed(&e))?.unchecked_into();
        let values: Array = JsFuture::from(values).await.map_err(|e| failed(&e))?.unchecked_into();
        Ok(keys.iter().zip(values.iter()).map(|(key, value)| (key.as_string().unwrap_or_default(), value)).collect())
    }

    pub(super) async fn write(&self, changes: &[Change]) -> Result<(), Error> {
        let mut tables: Vec<Table> = Vec::new();
        for change in changes {
            if !tables.contains(&change.table()) {
                tables.push(change.table());
            }
        }
        if tables.is_empty() {
            return Ok(());
        }
        let transaction = self.begin(&tables, "readwrite")?;
        for change in changes {
            let store = transaction.object_store(change.table().name()).map_err(|e| failed(&e))?;
            let done = match change {
                Change::Put(_, key, value) => store.put_with_key(value, &key.into()),
                Change::Add(_, key, value) => store.add_with_key(value, &key.into()),
                Change::Delete(_, prefix) => store.delete(&range(prefix)?),
            };
            if let Err(error) = done {
                // A value that cannot be stored: what came before it must not stay.
                drop(transaction.abort());
                return Err(failed(&error));
            }
        }
        finish(&transaction).await
    }

    pub(super) async fn exchange(
        &self,
        table: Table,
        key: &str,
        change: impl FnOnce(Option<JsValue>) -> Option<JsValue>,
    ) -> Result<bool, Error> {
        let transaction = self.begin(&[table], "readwrite")?;
        let store: IdbObjectStore = transaction.object_store(table.name()).map_err(|e| failed(&e))?;
        let old = settle(&store.get(&key.into()).map_err(|e| failed(&e))?, "").await?;
        let Some(new) = change(Some(old).filter(|old| !old.is_undefined())) else { return Ok(false) };
        store.put_with_key(&new, &key.into()).map_err(|e| failed(&e))?;
        finish(&transaction).await?;
        Ok(true)
    }

    fn begin(&self, tables: &[Table], mode: &str) -> Result<IdbTransaction, Error> {
        let options = Object::new();
        // An intent that the browser has not written to disk would be lost with the machine's power.
        Reflect::set(&options, &"durability".into(), &"strict".into()).map_err(|e| failed(&e))?;
        let names: Array = tables.iter().map(|table| JsValue::from(table.name())).collect();
        let database: &Database = self.0.unchecked_ref();
        database.transaction(&names, mode, &options).map_err(|e| failed(&e))
    }
}

/// Makes the tables that a database of an older layout lacks. The closure must live until the request is settled.
fn on_upgrade(request: &IdbOpenDbRequest) -> Closure<dyn FnMut(IdbVersionChangeEvent)> {
    let opening = request.clone();
    let upgrade = Closure::new(move |event: IdbVersionChangeEvent| {
        let Ok(database) = opening.result() else { return };
        let database: IdbDatabase = database.unchecked_into();
        for (table, since) in Table::ALL {
            if event.old_version() < f64::from(since) {
                // A refusal aborts the upgrade, and the request reports it.
                drop(database.create_object_store(table.name()));
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    upgrade
}

fn range(prefix: &str) -> Result<JsValue, Error> {
    let last = format!("{prefix}\u{ffff}");
    IdbKeyRange::bound(&prefix.into(), &last.into()).map(Into::into).map_err(|e| failed(&e))
}

/// The result of a request. `also` names one more event that ends it, as a failure.
async fn settle(request: &IdbRequest, also: &str) -> Result<JsValue, Error> {
    JsFuture::from(watch(request, also)).await.map_err(|e| failed(&e))
}

fn watch(request: &IdbRequest, also: &str) -> Promise {
    let watched = request.clone();
    Promise::new(&mut |resolve, reject| {
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
    })
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
