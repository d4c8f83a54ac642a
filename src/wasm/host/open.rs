//! Opening and closing a `CaseConnectors`.

use super::channel::Channel;
use super::clock::Clock;
use super::delegate;
use super::governor::{CONCURRENCY, MOST_CONCURRENCY};
use super::handle::{HOSTS, Host};
use super::license::Licensing;
use super::vault::memory::Vault;
use crate::error::{Code, Error};
use crate::systems::transport::Transport;
use crate::url::BaseUrl;
use crate::wasm::convert::promise;
use crate::wasm::draft::member;
use crate::wasm::store::Store;
use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

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
        host.join(&name);
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
