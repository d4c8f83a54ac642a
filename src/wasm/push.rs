//! A push behind a number: JavaScript holds no pointer into this memory.

use super::convert::{Answer, member, set, to_js};
use super::draft::read_secrets;
use super::engine::{
    as_pages, read_connector, read_headers, read_options, read_pages, read_records, read_request, write_request,
};
use super::handles::Handles;
use crate::error::{Code, Error};
use crate::http::redact::Redaction;
use crate::http::{Request, Response};
use crate::machine::Machine;
use crate::push::{FailReason, Next, Outcome, Push, Settlement};
use crate::systems::{self, Connector};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A push, with what is taken out of answers: its host sends, and hands back whatever came.
struct Open {
    push: Push,
    redaction: Redaction,
}

thread_local! {
    static PUSHES: RefCell<Handles<Open>> = const { RefCell::new(Handles::new()) };
}

fn with_open<T>(handle: u32, then: impl FnOnce(&mut Open) -> Result<T, Error>) -> Result<T, Error> {
    let gone = || Error::with(Code::PushState, "This push was freed.");
    PUSHES.with_borrow_mut(|pushes| then(pushes.get(handle).ok_or_else(gone)?))
}

fn with_push<T>(handle: u32, then: impl FnOnce(&mut Push) -> Result<T, Error>) -> Result<T, Error> {
    with_open(handle, |open| then(&mut open.push))
}

/// A request was authorized: the pushes of that connector take its secret out of answers from now on.
fn remember(request: &Request, connector: &Connector) {
    PUSHES.with_borrow_mut(|pushes| {
        for open in pushes.iter_mut().filter(|open| open.push.is_of(connector)) {
            open.redaction = Redaction::of(request, []);
        }
    });
}

/// Adds the `Authorization` header.
///
/// # Errors
/// `URL_OUTSIDE_CONNECTOR`, `SECRET_MISSING`, `REQUEST_INVALID`.
#[wasm_bindgen]
pub fn authorize(request: &JsValue, connector: &JsValue, secrets: &JsValue) -> Answer {
    let request = read_request(request)?;
    let connector = read_connector(connector)?;
    let secrets = read_secrets(secrets);
    let authorized = systems::authorize(&request, &connector, &secrets)?;
    remember(&authorized, &connector);
    Ok(write_request(&authorized))
}

/// Begins a push and answers its handle.
///
/// # Errors
/// As `planPush`.
#[wasm_bindgen(js_name = pushNew)]
pub fn push_new(
    case: Vec<u8>,
    pages: &Array,
    connector: &JsValue,
    journal: Option<Vec<u8>>,
    options: &JsValue,
) -> Answer<u32> {
    let connector = read_connector(connector)?;
    let journal = read_records(journal)?;
    let pages = read_pages(pages);
    let options = read_options(options)?;
    let push = Push::new(case, &as_pages(&pages), connector, &journal, options)?;
    Ok(PUSHES.with_borrow_mut(|pushes| pushes.add(Open { push, redaction: Redaction::default() })))
}

/// Gives a push's memory back.
#[wasm_bindgen(js_name = pushFree)]
pub fn push_free(handle: u32) {
    PUSHES.with_borrow_mut(|pushes| pushes.remove(handle));
}

/// What to do next.
///
/// # Errors
/// `PUSH_STATE` where the push was freed.
#[wasm_bindgen(js_name = pushNext)]
pub fn push_next(handle: u32) -> Answer {
    let next = with_push(handle, |push| Ok(push.next()))?;
    let out = to_js(&next);
    if let Next::Send { request, .. } = &next {
        set(&out, "request", &write_request(request));
    }
    Ok(out)
}

/// The records are in the journal.
///
/// # Errors
/// `PUSH_STATE`.
#[wasm_bindgen(js_name = pushSaved)]
pub fn push_saved(handle: u32) -> Answer<()> {
    Ok(with_push(handle, Push::saved)?)
}

/// The records could not be appended.
///
/// # Errors
/// `PUSH_STATE`.
#[wasm_bindgen(js_name = pushNotSaved)]
pub fn push_not_saved(handle: u32, message: Option<String>) -> Answer<()> {
    let error =
        message.map_or_else(|| Error::new(Code::StoreFailed), |message| Error::with(Code::StoreFailed, message));
    Ok(with_push(handle, |push| push.not_saved(error))?)
}

/// The answer to a request.
///
/// # Errors
/// `PUSH_STATE` where this request is not under way.
#[wasm_bindgen(js_name = pushReceive)]
pub fn push_receive(
    handle: u32,
    id: u32,
    status: u16,
    headers: &JsValue,
    body: Vec<u8>,
    now: Option<String>,
) -> Answer<()> {
    let headers = read_headers(headers)?;
    Ok(with_open(handle, |Open { push, redaction }| {
        push.tick(now.as_deref().unwrap_or_default());
        push.receive(id, &Response::cleaned(redaction, status, headers, Some(body)))
    })?)
}

/// A request got no answer.
///
/// # Errors
/// `PUSH_STATE` where this request is not under way.
#[wasm_bindgen(js_name = pushFail)]
pub fn push_fail(handle: u32, id: u32, reason: &JsValue, error: &JsValue) -> Answer<()> {
    let reason = reason.as_string().as_deref().and_then(FailReason::parse).ok_or_else(|| {
        Error::with(Code::OptionsInvalid, "The reason must be noAnswer, timedOut, aborted or notSent.").at("reason")
    })?;
    Ok(with_open(handle, |Open { push, redaction }| {
        let detail = (!error.is_undefined()).then(|| no_answer(reason, said(error), redaction));
        push.fail(id, reason, detail)
    })?)
}

/// What the platform says about a request without an answer.
pub(super) struct Words {
    words: String,
    /// Its code, where it has one, such as `ECONNREFUSED`.
    cause: Option<String>,
}

/// What a thrown value says, and the code that lies below it: Node's "fetch failed" alone says nothing.
pub(super) fn said(error: &JsValue) -> Words {
    let word = |value: &JsValue, name: &'static str| member(value, name).as_string().filter(|text| !text.is_empty());
    let cause = member(error, "cause");
    // As Node has it, and as Bun has it. What a page aborts with has a code too, but a number.
    let code = word(&cause, "code").or_else(|| word(error, "code"));
    let message = word(error, "message").or_else(|| error.as_string());
    let below = word(&cause, "message").or_else(|| code.clone()).filter(|below| message.as_ref() != Some(below));
    Words { words: [message, below].into_iter().flatten().collect::<Vec<_>>().join(": "), cause: code }
}

/// The error of a request without an answer, with the platform's own words: they may repeat a header that it refused.
pub(super) fn no_answer(reason: FailReason, said: Words, redaction: &Redaction) -> Error {
    let mut error = reason.error().in_words(Some(redaction.words(&said.words)));
    error.cause = said.cause.map(Into::into);
    error
}

/// Stops the push between two requests.
///
/// # Errors
/// `PUSH_STATE` where the push was freed.
#[wasm_bindgen(js_name = pushAbort)]
pub fn push_abort(handle: u32) -> Answer<()> {
    Ok(with_push(handle, |push| {
        push.abort();
        Ok(())
    })?)
}

/// A person settles what is unknown.
///
/// # Errors
/// `PUSH_STATE` while the push is under way, `NOTHING_PENDING` where there is nothing to settle.
#[wasm_bindgen(js_name = pushSettle)]
pub fn push_settle(handle: u32, settlement: &JsValue) -> Answer<()> {
    let settlement = read_settlement(settlement)?;
    Ok(with_push(handle, |push| push.settle(&settlement))?)
}

/// Reads `{kind: "there", externalId?}` or `{kind: "notThere"}`.
pub(super) fn read_settlement(value: &JsValue) -> Result<Settlement, Error> {
    let word = |name: &'static str| member(value, name).as_string();
    match word("kind").as_deref() {
        Some("there") => Ok(Settlement::There { external_id: word("externalId") }),
        Some("notThere") => Ok(Settlement::NotThere),
        _ => Err(Error::with(Code::OptionsInvalid, "A settlement is there or notThere.").at("settle.kind")),
    }
}

/// How far it is.
///
/// # Errors
/// `PUSH_STATE` where the push was freed.
#[wasm_bindgen(js_name = pushProgress)]
pub fn push_progress(handle: u32) -> Answer {
    Ok(with_push(handle, |push| Ok(to_js(&push.progress())))?)
}

/// How it stands, with the case to write back as bytes.
///
/// # Errors
/// `PUSH_STATE` where the push was freed.
#[wasm_bindgen(js_name = pushOutcome)]
pub fn push_outcome(handle: u32) -> Answer {
    Ok(outcome_to_js(&with_push(handle, |push| Ok(push.outcome()))?))
}

pub(super) fn outcome_to_js(outcome: &Outcome) -> JsValue {
    let out = to_js(outcome);
    let case = outcome.updated_case.as_deref().map_or(JsValue::NULL, |case| Uint8Array::from(case).into());
    set(&out, "updatedCase", &case);
    out
}
