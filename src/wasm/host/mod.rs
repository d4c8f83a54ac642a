//! What a host decides, for `pkg/host`: conversion alone, and nothing here waits.

mod connectors;
mod fields;
mod lease;
mod pending;
mod prepare;
mod pull;
mod records;
mod run;
mod vault;

pub use connectors::*;
pub use fields::*;
pub use lease::*;
pub use pending::*;
pub use prepare::*;
pub use pull::*;
pub use run::*;
pub use vault::*;

use super::convert::{Answer, from_js, object, to_js};
use super::forms::spell_host;
use super::handles::Handles;
use crate::error::{Code, Error};
use crate::host::{Host, Pause, concurrency, try_lock};
use records::{changes, entries, time};
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static HOSTS: RefCell<Handles<Host>> = const { RefCell::new(Handles::new()) };
}

/// Does something with an open host.
pub(super) fn with_host<T>(handle: u32, then: impl FnOnce(&mut Host) -> Result<T, Error>) -> Result<T, Error> {
    HOSTS.with_borrow_mut(|hosts| then(hosts.get(handle).ok_or_else(|| Error::new(Code::HostClosed))?))
}

/// Reads the options of a host and answers its handle.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = hostNew)]
pub fn host_new(options: &JsValue) -> Answer<u32> {
    let mut host = Host::open(from_js(options, "options")?)?;
    host.spell_host = Some(spell_host);
    Ok(HOSTS.with_borrow_mut(|hosts| hosts.add(host)))
}

/// Forgets a host and the secrets that it has in memory.
#[wasm_bindgen(js_name = hostFree)]
pub fn host_free(handle: u32) {
    HOSTS.with_borrow_mut(|hosts| hosts.remove(handle));
}

/// Takes over the pauses that other tabs have left: stored entries.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = pausesLoad)]
pub fn pauses_load(host: u32, stored: &JsValue) -> Answer<()> {
    Ok(with_host(host, |host| {
        host.pauses.load(entries(stored));
        Ok(())
    })?)
}

/// Takes over a pause that another tab has told.
///
/// # Errors
/// `HOST_CLOSED`, `OPTIONS_INVALID` for what is no pause.
#[wasm_bindgen(js_name = pauseLearn)]
pub fn pause_learn(host: u32, base_url: &str, pause: &JsValue) -> Answer<()> {
    let pause: Pause = from_js(pause, "pause")?;
    Ok(with_host(host, |host| {
        host.pauses.learn(base_url, pause);
        Ok(())
    })?)
}

/// Takes over what the last one who tried a base URL has left in the store.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = pauseFound)]
pub fn pause_found(host: u32, base_url: &str, stored: &JsValue) -> Answer<()> {
    let pause = if stored.is_object() { from_js(stored, "pause").ok() } else { None };
    Ok(with_host(host, |host| {
        host.pauses.found(base_url, pause);
        Ok(())
    })?)
}

/// The name of the lock of the one that tries a base URL.
#[wasm_bindgen(js_name = tryLock)]
#[must_use]
pub fn lock_of_try(base_url: &str) -> String {
    try_lock(base_url)
}

/// The pauses that have not ended, with those that other tabs have left: `{baseUrl, since, until}[]`.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = pausesShown)]
pub fn pauses_shown(host: u32, stored: &JsValue, now: f64) -> Answer {
    Ok(with_host(host, |host| {
        host.pauses.load(entries(stored));
        Ok(to_js(&host.pauses.shown(time(now))))
    })?)
}

/// Ends a pause: `{pause, changes}`, for the other tabs and the store.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = pauseEnd)]
pub fn pause_end(host: u32, base_url: &str, now: f64) -> Answer {
    let (told, change) = with_host(host, |host| Ok(host.pauses.end(base_url, time(now))))?;
    Ok(object([("pause", to_js(&told)), ("changes", changes(&[change]))]))
}

/// How many requests may be under way at once.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = hostConcurrency)]
pub fn host_concurrency(asked: Option<f64>) -> Answer<u32> {
    Ok(concurrency(asked)?)
}

/// The error of a code as a plain object, with the words of the code unless others are given.
#[wasm_bindgen(js_name = errorOf)]
pub fn error_of(code: &str, message: Option<String>, field: Option<String>) -> JsValue {
    error(code, message, field).into()
}

/// An error by its code; one that nobody knows is the storage's.
fn error(code: &str, message: Option<String>, field: Option<String>) -> Error {
    let code = Code::ALL.iter().copied().find(|known| known.as_str() == code).unwrap_or(Code::StoreFailed);
    let error = message.map_or_else(|| Error::new(code), |message| Error::with(code, message));
    match field {
        Some(field) => error.at(field),
        None => error,
    }
}
