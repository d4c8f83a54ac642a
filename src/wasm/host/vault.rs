//! Secrets and the vault. Plaintext crosses as bytes alone, to be sealed or just opened, and the host overwrites its own.

use super::records::{bytes, changes, seal, stored, time, value};
use super::with_host;
use crate::connector::Draft;
use crate::error::Error;
use crate::host::{Reseal, Source, VaultOptions, wipe};
use crate::wasm::convert::{Answer, member, object, to_js};
use crate::wasm::draft::{read_draft, read_secrets};
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

fn read_connector(connector: &JsValue) -> Result<Draft, Error> {
    read_draft(connector, "connector")
}

/// What is to be sealed of secrets that were entered again; `null` where they are kept in memory.
///
/// # Errors
/// `CONNECTOR_UNKNOWN`, `SECRET_MISSING`, `VAULT_LOCKED`, `HOST_CLOSED`.
#[wasm_bindgen(js_name = secretsSet)]
pub fn secrets_set(host: u32, id: &str, secrets: &JsValue, records: &JsValue, now: f64) -> Answer {
    let secrets = read_secrets(secrets);
    Ok(seal(with_host(host, |host| host.set_secrets(id, secrets, &stored(records), time(now)))?))
}

/// `{ additional, with }`: what is to be opened before something begins that needs the secrets of a connector; `null`
/// where there is nothing to open.
///
/// # Errors
/// `VAULT_LOCKED`, `HOST_CLOSED`.
#[wasm_bindgen(js_name = secretsToOpen)]
pub fn secrets_to_open(host: u32, connector: &JsValue, sealed: &JsValue, key: &JsValue, now: f64) -> Answer {
    let connector = read_connector(connector)?;
    let opening = with_host(host, |host| host.opening(&connector, &value(sealed), &value(key), time(now)))?;
    Ok(opening.map_or(JsValue::NULL, |opening| {
        object([("additional", bytes(&opening.additional)), ("with", to_js(&opening.with))])
    }))
}

/// Takes an opened text over, for what is about to begin.
///
/// # Errors
/// `SECRET_MISSING`, `HOST_CLOSED`.
#[wasm_bindgen(js_name = secretsOpened)]
pub fn secrets_opened(host: u32, connector: &JsValue, text: Vec<u8>) -> Answer<()> {
    let (connector, text) = (read_connector(connector)?, Zeroizing::new(text));
    Ok(with_host(host, |host| host.opened(&connector, &text))?)
}

/// Forgets it: what began has its own.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = secretsForgetOpened)]
pub fn secrets_forget_opened(host: u32) -> Answer<()> {
    Ok(with_host(host, |host| {
        host.forget_opened();
        Ok(())
    })?)
}

/// Keeps an opened text in memory from now on.
///
/// # Errors
/// `SECRET_MISSING`, `HOST_CLOSED`.
#[wasm_bindgen(js_name = secretsKeep)]
pub fn secrets_keep(host: u32, connector_id: String, bound_to: String, text: Vec<u8>) -> Answer<()> {
    let text = Zeroizing::new(text);
    Ok(with_host(host, |host| host.keep_opened(connector_id, bound_to, &text))?)
}

/// `{ level, locked, sealed, autoLockMs }`.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = vaultState)]
pub fn vault_state(host: u32, key: &JsValue, sealed: u32, now: f64) -> Answer {
    let sealed = usize::try_from(sealed).unwrap_or(usize::MAX);
    Ok(to_js(&with_host(host, |host| Ok(host.vault_state(&value(key), sealed, time(now))))?))
}

/// Locks where it is time. In how many milliseconds it is, or nothing where no key is in use.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = vaultLocksIn)]
pub fn vault_locks_in(host: u32, now: f64) -> Answer<Option<f64>> {
    #[allow(clippy::cast_precision_loss, reason = "milliseconds until a lock")]
    let locks_in = |left: i64| left as f64;
    Ok(with_host(host, |host| Ok(host.locks_in(time(now))))?.map(locks_in))
}

/// Forgets the secrets in memory.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = vaultLock)]
pub fn vault_lock(host: u32) -> Answer<()> {
    Ok(with_host(host, |host| {
        host.lock_vault();
        Ok(())
    })?)
}

/// Another number after each lock: what `vaultUnlocked` and `vaultChanged` get of whoever began before.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = vaultTurn)]
pub fn vault_turn(host: u32) -> Answer<u32> {
    Ok(with_host(host, |host| Ok(host.vault_turn()))?)
}

/// How often the passphrase goes through PBKDF2.
///
/// # Errors
/// `OPTIONS_INVALID` where there is no passphrase; `HOST_CLOSED`.
#[wasm_bindgen(js_name = vaultUnlocking)]
pub fn vault_unlocking(host: u32, key: &JsValue) -> Answer<u32> {
    Ok(with_host(host, |host| host.unlocking(&value(key)))?)
}

/// The key of a passphrase is made: `fits` says whether it is the right one.
///
/// # Errors
/// `VAULT_PASSPHRASE`, `VAULT_LOCKED`, `HOST_CLOSED`.
#[wasm_bindgen(js_name = vaultUnlocked)]
pub fn vault_unlocked(host: u32, key: &JsValue, fits: bool, turn: u32, now: f64) -> Answer<()> {
    Ok(with_host(host, |host| host.unlocked(&value(key), fits, turn, time(now)))?)
}

/// `{ newKey, keyRecord, changes, secrets }`: what is to be done to keep secrets elsewhere.
///
/// # Errors
/// `OPTIONS_INVALID`, `VAULT_PASSPHRASE`, `VAULT_LOCKED`, `HOST_CLOSED`.
#[wasm_bindgen(js_name = vaultChange)]
pub fn vault_change(host: u32, options: &JsValue, key_id: String, records: &JsValue, now: f64) -> Answer {
    let word = |name: &'static str| member(options, name).as_string();
    let options = VaultOptions {
        level: word("level"),
        passphrase: Zeroizing::new(word("passphrase").unwrap_or_default()),
        auto_lock_ms: member(options, "autoLockMs").as_f64(),
        key_id,
    };
    let change = with_host(host, |host| host.change_vault(&options, &stored(records), time(now)))?;
    Ok(object([
        ("newKey", to_js(&change.new_key)),
        ("keyRecord", to_js(&change.key_record)),
        ("changes", changes(&change.changes)),
        ("secrets", change.secrets.iter().map(reseal_to_js).collect::<Array>().into()),
    ]))
}

fn reseal_to_js(reseal: &Reseal) -> JsValue {
    let (text, with) = match &reseal.from {
        Source::Memory(text) => (bytes(text), JsValue::NULL),
        Source::Sealed(with) => (JsValue::NULL, to_js(with)),
    };
    object([
        ("connectorId", reseal.connector_id.as_str().into()),
        ("boundTo", reseal.bound_to.as_str().into()),
        ("change", to_js(&reseal.change)),
        ("additional", bytes(&reseal.additional)),
        ("text", text),
        ("with", with),
    ])
}

/// Secrets are kept elsewhere now. Whether the new key, and what is kept in memory, may be used.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = vaultChanged)]
pub fn vault_changed(host: u32, key: &JsValue, turn: u32, now: f64) -> Answer<bool> {
    Ok(with_host(host, |host| Ok(host.vault_changed(&value(key), turn, time(now))))?)
}

/// The changes that delete all secrets and the key.
#[wasm_bindgen(js_name = vaultWipe)]
#[must_use]
pub fn vault_wipe() -> JsValue {
    changes(&wipe())
}
