//! A push behind a number: JavaScript holds no pointer into this memory.

use super::convert::{Answer, from_js, thrown, to_js};
use super::engine::{read_connector, read_pages, read_records, write_request};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::push::{FailReason, Next, Outcome, Push};
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static PUSHES: RefCell<(u32, BTreeMap<u32, Push>)> = const { RefCell::new((0, BTreeMap::new())) };
}

fn with_push<T>(handle: u32, then: impl FnOnce(&mut Push) -> Result<T, Error>) -> Answer<T> {
    PUSHES.with_borrow_mut(|(_, pushes)| {
        let gone = || Error::with(Code::PushState, "This push was freed.");
        pushes.get_mut(&handle).ok_or_else(gone).and_then(then).map_err(|error| thrown(&error))
    })
}

/// Begins a push and answers its handle.
///
/// # Errors
/// As `planPush`.
#[wasm_bindgen(js_name = pushNew)]
pub fn push_new(
    case: Vec<u8>,
    pages: &Array,
    connector: JsValue,
    journal: Option<Vec<u8>>,
    options: JsValue,
) -> Answer<u32> {
    let connector = read_connector(connector)?;
    let journal = read_records(journal)?;
    let pages = read_pages(pages);
    let pages: Vec<&[u8]> = pages.iter().map(Vec::as_slice).collect();
    let options = from_js(options, "options")?;
    let push = Push::new(case, &pages, connector, &journal, options).map_err(|error| thrown(&error))?;
    Ok(PUSHES.with_borrow_mut(|(last, pushes)| {
        *last = last.wrapping_add(1);
        pushes.insert(*last, push);
        *last
    }))
}

/// Gives a push's memory back.
#[wasm_bindgen(js_name = pushFree)]
pub fn push_free(handle: u32) {
    PUSHES.with_borrow_mut(|(_, pushes)| pushes.remove(&handle));
}

/// What to do next.
///
/// # Errors
/// `PUSH_STATE` where the push was freed.
#[wasm_bindgen(js_name = pushNext)]
pub fn push_next(handle: u32) -> Answer {
    next_to_js(&with_push(handle, |push| Ok(push.next()))?)
}

pub(super) fn next_to_js(next: &Next) -> Answer {
    let out = to_js(next);
    if let Next::Send { request, .. } = next {
        Reflect::set(&out, &"request".into(), &write_request(request)?)?;
    }
    Ok(out)
}

/// The records are in the journal.
///
/// # Errors
/// `PUSH_STATE`.
#[wasm_bindgen(js_name = pushSaved)]
pub fn push_saved(handle: u32) -> Answer<()> {
    with_push(handle, Push::saved)
}

/// The records could not be appended.
///
/// # Errors
/// `PUSH_STATE`.
#[wasm_bindgen(js_name = pushNotSaved)]
pub fn push_not_saved(handle: u32, message: Option<String>) -> Answer<()> {
    let error =
        message.map_or_else(|| Error::new(Code::StoreFailed), |message| Error::with(Code::StoreFailed, message));
    with_push(handle, |push| push.not_saved(error))
}

#[derive(Deserialize)]
struct WireAnswer {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

/// The answer to a request.
///
/// # Errors
/// `PUSH_STATE` where this request is not under way.
#[wasm_bindgen(js_name = pushReceive)]
pub fn push_receive(handle: u32, id: u32, answer: JsValue, body: Vec<u8>) -> Answer<()> {
    let wire: WireAnswer = from_js(answer, "answer")?;
    let headers = wire.headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
    with_push(handle, |push| push.receive(id, &Response { status: wire.status, headers, body }))
}

/// A request got no answer.
///
/// # Errors
/// `PUSH_STATE` where this request is not under way.
#[wasm_bindgen(js_name = pushFail)]
pub fn push_fail(handle: u32, id: u32, reason: JsValue, detail: Option<String>) -> Answer<()> {
    let reason: FailReason = from_js(reason, "reason")?;
    with_push(handle, |push| push.fail(id, reason, detail.map(|words| no_answer(reason, &words))))
}

/// The error of a request without an answer, with the platform's own words.
pub(super) fn no_answer(reason: FailReason, words: &str) -> Error {
    let code = match reason {
        FailReason::NoAnswer => Code::NoAnswer,
        FailReason::TimedOut => Code::TimedOut,
        FailReason::Aborted => Code::Aborted,
        FailReason::NotSent => Code::RequestInvalid,
    };
    Error { remote: Some(words.to_owned()), ..Error::new(code) }
}

/// Stops the push between two requests.
///
/// # Errors
/// `PUSH_STATE` where the push was freed.
#[wasm_bindgen(js_name = pushAbort)]
pub fn push_abort(handle: u32) -> Answer<()> {
    with_push(handle, |push| {
        push.abort();
        Ok(())
    })
}

/// A person settles what is unknown.
///
/// # Errors
/// `PUSH_STATE` where there is nothing to settle.
#[wasm_bindgen(js_name = pushSettle)]
pub fn push_settle(handle: u32, settlement: JsValue) -> Answer<()> {
    let settlement = from_js(settlement, "settlement")?;
    with_push(handle, |push| push.settle(&settlement))
}

/// How far it is.
///
/// # Errors
/// `PUSH_STATE` where the push was freed.
#[wasm_bindgen(js_name = pushProgress)]
pub fn push_progress(handle: u32) -> Answer {
    with_push(handle, |push| Ok(to_js(&push.progress())))
}

/// How it stands, with the case to write back as bytes.
///
/// # Errors
/// `PUSH_STATE` where the push was freed.
#[wasm_bindgen(js_name = pushOutcome)]
pub fn push_outcome(handle: u32) -> Answer {
    outcome_to_js(&with_push(handle, |push| Ok(push.outcome()))?)
}

pub(super) fn outcome_to_js(outcome: &Outcome) -> Answer {
    let out: Object = to_js(outcome).into();
    let case = outcome.updated_case.as_deref().map_or(JsValue::NULL, |case| Uint8Array::from(case).into());
    Reflect::set(&out, &"updatedCase".into(), &case)?;
    Ok(out.into())
}
