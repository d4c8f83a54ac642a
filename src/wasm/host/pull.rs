//! Pulls, and what is kept of them.

use super::records::{changes, value};
use super::run::{Given, add, push_options, recognizing, timeout_ms};
use super::with_host;
use crate::error::{Code, Error};
use crate::host::{Run, is_as_read, keep_decided, pull_key, seen_of};
use crate::pull::{self, Pull};
use crate::wasm::convert::{Answer, member, value_from_js};
use crate::wasm::draft::read_draft;
use crate::wasm::engine::{as_pages, read_pages};
use js_sys::Array;
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Where it lies what was seen of a case at the place of a connector.
///
/// # Errors
/// `CONNECTOR_INVALID`.
#[wasm_bindgen(js_name = pullKey)]
pub fn pull_record_key(case_id: &str, connector: &JsValue) -> Answer<String> {
    Ok(pull_key(case_id, &crate::systems::Connector::new(read_draft(connector, "connector")?)?))
}

/// Begins a pull: `{bytes, pages, connector, keys, rows}`, the record of what was seen, and
/// `{now, caseId, license, timeoutMs}`.
///
/// # Errors
/// As `planPush`, and `NEVER_PUSHED`.
#[wasm_bindgen(js_name = runPull)]
pub fn run_pull(host: u32, given: &JsValue, record: &JsValue, options: &JsValue) -> Answer<u32> {
    let (given, record) = (Given::read(given)?, value(record));
    let push_options = push_options(host, options)?;
    let case_id = member(options, "caseId").as_string().unwrap_or_default();
    let journal = given.journal(&case_id, &push_options.now)?;
    let key = pull_key(&case_id, &given.connector);
    let Given { case, pages, draft, connector, .. } = given;
    let secrets = with_host(host, |host| Ok(host.secrets_for(&draft).cloned()))?;
    let connector = recognizing(connector, secrets.as_ref());
    let pull = Pull::new(&case, &as_pages(&pages), connector, &journal.records, seen_of(&record), &push_options)?;
    let run = with_host(host, |host| {
        if secrets.is_none() && host.transport.needs_secrets() {
            return Err(Error::new(Code::SecretMissing));
        }
        Ok(Run::pull(pull, secrets, key, &host.accounts))
    })?;
    Ok(add(run.within(timeout_ms(options))))
}

/// Whether a pull that began with one record may replace what is stored now.
#[wasm_bindgen(js_name = pullIsAsRead)]
#[must_use]
pub fn pull_is_as_read(before: &JsValue, stored: &JsValue) -> bool {
    is_as_read(&value(before), &value(stored))
}

/// The case's new bytes.
///
/// # Errors
/// `OPTIONS_INVALID`, and those of the case.
#[wasm_bindgen(js_name = pullApplied)]
pub fn pull_applied(case: &[u8], pages: &Array, pulled: &JsValue, choices: &JsValue) -> Answer<Vec<u8>> {
    let pages = read_pages(pages);
    Ok(pull::applied(case, &as_pages(&pages), &read(pulled, "pulled")?, &read(choices, "choices")?)?)
}

/// What is kept of a decision, as changes: of `{bytes, pages, connector, keys, rows}` with the case's new bytes, the record of
/// what was seen, `{pulled, choices}` and the options of `runPull`.
///
/// # Errors
/// As `pullApplied`.
#[wasm_bindgen(js_name = pullDecided)]
pub fn pull_decided(host: u32, given: &JsValue, record: &JsValue, decision: &JsValue, options: &JsValue) -> Answer {
    let (given, record) = (Given::read(given)?, value(record));
    let push_options = push_options(host, options)?;
    let case_id = member(options, "caseId").as_string().unwrap_or_default();
    let journal = given.journal(&case_id, &push_options.now)?;
    let (pulled, choices) =
        (read(&member(decision, "pulled"), "pulled")?, read(&member(decision, "choices"), "choices")?);
    let kept = (&*journal.records, seen_of(&record));
    let pages = as_pages(&given.pages);
    let decided = pull::decided(&given.case, &pages, &given.connector, kept, (&pulled, &choices), &push_options)?;
    Ok(changes(&keep_decided(&pull_key(&case_id, &given.connector), &decided)))
}

fn read(given: &JsValue, what: &str) -> Result<Value, Error> {
    value_from_js(given, what)
}
