//! Sending by the platform's `fetch`, in a way that cannot hang.
//!
//! Bound by hand, as it is called when a request is sent: so a `fetch` that a host puts in its place is
//! used, it needs no `Request`, `Headers` or `Response` of its own (jsdom has none), and what it rejects
//! with keeps the cause that Node gives. gloo-net needs all three, drops the cause, and panics where an answer
//! is no `Response` or an abort has a reason; a panic leaves the caller's promise pending for ever.
//!
//! Requests are checked before, and `fetch` only ever sees a signal of our own.

use super::convert::{Answer, bytes, object, promise, set, to_js};
use super::draft::member;
use super::engine::{read_headers, read_request, write_request};
use super::host::Timer;
use super::push::{Words, no_answer, said};
use crate::error::Error;
use crate::http::{Request, Response};
use crate::push::FailReason;
use js_sys::{Function, Object, Promise, Uint8Array};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn platform_fetch(url: &str, options: &JsValue) -> Result<JsValue, JsValue>;

    /// What `fetch` answers, whoever made it.
    type Answered;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Answered) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn headers(this: &Answered) -> JsValue;
    #[wasm_bindgen(method, catch, js_name = arrayBuffer)]
    fn array_buffer(this: &Answered) -> Result<JsValue, JsValue>;
}

/// The time limit of a request where the host sets none.
pub(super) const TIMEOUT_MS: u32 = 30_000;

/// Why a request got no answer.
pub(super) struct Failure {
    pub(super) reason: FailReason,
    pub(super) error: Error,
}

impl Failure {
    /// With the platform's own words.
    fn new(reason: FailReason, said: Words) -> Self {
        Self { reason, error: no_answer(reason, said) }
    }
}

/// Does something when a signal aborts, for as long as it lives.
pub(super) struct Forward {
    signal: AbortSignal,
    listener: Closure<dyn FnMut()>,
}

impl Forward {
    pub(super) fn new(signal: AbortSignal, abort: impl Fn() + 'static) -> Self {
        if signal.aborted() {
            abort();
        }
        let listener = Closure::new(abort);
        // Refused listeners mean no abort, never no request.
        drop(signal.add_event_listener_with_callback("abort", listener.as_ref().unchecked_ref()));
        Self { signal, listener }
    }
}

impl Drop for Forward {
    fn drop(&mut self) {
        drop(self.signal.remove_event_listener_with_callback("abort", self.listener.as_ref().unchecked_ref()));
    }
}

/// Whether the page may read the answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Cors,
    /// Only to learn whether there is an answer.
    NoCors,
}

#[derive(Clone, Copy)]
pub(super) enum Cookies {
    Omit,
    SameOrigin,
    Include,
}

/// How a request gets to the other side.
pub(super) enum Way<'a> {
    /// By the platform, with cookies only where the other side knows its caller by them.
    Fetch(Mode, Cookies),
    /// By a function of the host: `(request, { signal }) => Promise<HttpAnswer>`.
    Given(&'a Function),
}

impl Way<'_> {
    /// Sends a request that may hold a secret: no redirects, no referrer, no cache.
    pub(super) async fn perform(
        &self,
        request: &Request,
        timeout_ms: u32,
        host: Option<AbortSignal>,
    ) -> Result<Response, Failure> {
        attempt(request, self, timeout_ms, host).await
    }
}

/// Asks whether a host answers at all, where CORS keeps its answers from the page: the request must
/// hold no secret, and of the answer nothing is shown.
pub(super) async fn probe(request: &Request, timeout_ms: u32, host: Option<AbortSignal>) -> Result<Response, Failure> {
    attempt(request, &Way::Fetch(Mode::NoCors, Cookies::Omit), timeout_ms, host).await
}

async fn attempt(
    request: &Request,
    way: &Way<'_>,
    timeout_ms: u32,
    host: Option<AbortSignal>,
) -> Result<Response, Failure> {
    request.check().map_err(|error| Failure { reason: FailReason::NotSent, error })?;
    let controller = AbortController::new().map_err(|error| Failure::new(FailReason::NotSent, said(&error)))?;
    let reason = Rc::new(Cell::new(None));
    let abort_because = |why: FailReason| {
        let (controller, reason) = (controller.clone(), Rc::clone(&reason));
        move || {
            reason.set(reason.get().or(Some(why)));
            controller.abort();
        }
    };
    let forward = host.map(|signal| Forward::new(signal, abort_because(FailReason::Aborted)));
    let timer = Timer::new(timeout_ms, abort_because(FailReason::TimedOut));
    let answer = match way {
        Way::Fetch(mode, cookies) => fetch(request, *mode, *cookies, &controller.signal()).await,
        Way::Given(send) => by_host(request, send, &controller.signal()).await,
    };
    drop((forward, timer));
    answer.map_err(|error| Failure::new(reason.get().unwrap_or(FailReason::NoAnswer), said(&error)))
}

async fn settled(answer: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&answer?)).await
}

async fn fetch(request: &Request, mode: Mode, cookies: Cookies, signal: &AbortSignal) -> Result<Response, JsValue> {
    let options = write_request(request);
    let words = [
        ("mode", if mode == Mode::NoCors { "no-cors" } else { "cors" }),
        // The platform lets a request without CORS only follow redirects.
        ("redirect", if mode == Mode::NoCors { "follow" } else { "manual" }),
        (
            "credentials",
            match cookies {
                Cookies::Omit => "omit",
                Cookies::SameOrigin => "same-origin",
                Cookies::Include => "include",
            },
        ),
        ("cache", "no-store"),
        ("referrerPolicy", "no-referrer"),
    ];
    // Cloudflare's platform throws for what it does not know; it has no cookies, origins or referrers to hold back.
    let known = |name: &str| name == "redirect" || !is_cloudflare();
    for (name, word) in words.into_iter().filter(|(name, _)| known(name)) {
        set(&options, name, &word.into());
    }
    set(&options, "signal", signal);
    let answer: Answered = settled(platform_fetch(&request.url, &options)).await?.unchecked_into();
    // A body that breaks off is no answer: what it said is lost.
    let body = settled(answer.array_buffer()).await?;
    Ok(Response {
        status: status(&answer.status()),
        headers: headers(&answer.headers())?,
        body: Uint8Array::new(&body).to_vec(),
    })
}

fn is_cloudflare() -> bool {
    let navigator = member(&js_sys::global(), "navigator");
    member(&navigator, "userAgent").as_string().is_some_and(|name| name == "Cloudflare-Workers")
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a status is a small number")]
fn status(value: &JsValue) -> u16 {
    value.as_f64().unwrap_or_default() as u16
}

/// Names in lower case with their values, of a `Headers`, a `Map` or a plain object.
fn headers(value: &JsValue) -> Result<BTreeMap<String, String>, JsValue> {
    let pairs = js_sys::Reflect::get(value, &js_sys::Symbol::iterator()).is_ok_and(|iterator| iterator.is_function());
    Ok(if pairs { read_headers(&JsValue::from(Object::from_entries(value)?))? } else { read_headers(value)? })
}

/// Sends by the host's own function. What it rejects with is told as the platform's words are.
async fn by_host(request: &Request, send: &Function, signal: &AbortSignal) -> Result<Response, JsValue> {
    let options = object([("signal", signal.into())]);
    let answer = settled(send.call2(&JsValue::UNDEFINED, &write_request(request), &options)).await?;
    Ok(Response {
        status: status(&member(&answer, "status")),
        headers: read_headers(&member(&answer, "headers"))?,
        body: bytes(&member(&answer, "body")).unwrap_or_default().to_vec(),
    })
}

/// Sends one request for a host that drives a push itself.
///
/// # Errors
/// `NO_ANSWER`, `TIMED_OUT`, `ABORTED` or `REQUEST_INVALID`.
#[wasm_bindgen]
pub fn send(request: &JsValue, timeout_ms: Option<u32>, signal: Option<AbortSignal>) -> Answer<Promise> {
    let request = read_request(request)?;
    Ok(promise(async move { send_one(&request, timeout_ms, signal).await }))
}

async fn send_one(request: &Request, timeout_ms: Option<u32>, signal: Option<AbortSignal>) -> Result<JsValue, Error> {
    let timeout_ms = timeout_ms.unwrap_or(TIMEOUT_MS);
    let way = Way::Fetch(Mode::Cors, Cookies::Omit);
    let answer = way.perform(request, timeout_ms, signal).await;
    let response = answer.map_err(|failure| failure.error)?;
    let out = Object::new().into();
    set(&out, "status", &response.status.into());
    set(&out, "headers", &to_js(&response.headers));
    set(&out, "body", &Uint8Array::from(response.body.as_slice()));
    Ok(out)
}
