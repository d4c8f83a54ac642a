//! Sending with gloo-net's fetch, in a way that cannot hang.
//!
//! Two inputs make gloo-net panic, and a panic leaves the caller's promise pending for ever: a
//! header with a line break, and an abort with a reason that is no `Error`. So requests are checked
//! before, and gloo-net only ever sees a signal of our own, which is aborted without a reason.

use super::convert::{Answer, object, promise, set, to_js};
use super::draft::member;
use super::engine::{read_headers, read_request, write_request};
use super::push::no_answer;
use crate::error::Error;
use crate::http::{Method, Request, Response};
use crate::push::FailReason;
use gloo_net::http::RequestBuilder;
use js_sys::{Function, Object, Promise, Uint8Array};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect,
};

/// The time limit of a request where the host sets none.
pub(super) const TIMEOUT_MS: u32 = 30_000;

/// Why a request got no answer.
pub(super) struct Failure {
    pub(super) reason: FailReason,
    pub(super) error: Error,
}

impl Failure {
    /// With the platform's own words.
    fn new(reason: FailReason, words: &str) -> Self {
        Self { reason, error: no_answer(reason, words) }
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

/// How a request gets to the other side.
pub(super) enum Way<'a> {
    /// By the platform, with cookies only where the other side knows its caller by them.
    Fetch(RequestMode, RequestCredentials),
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
    attempt(request, &Way::Fetch(RequestMode::NoCors, RequestCredentials::Omit), timeout_ms, host).await
}

async fn attempt(
    request: &Request,
    way: &Way<'_>,
    timeout_ms: u32,
    host: Option<AbortSignal>,
) -> Result<Response, Failure> {
    let not_sent = |words: &str| Failure::new(FailReason::NotSent, words);
    request.check().map_err(|error| Failure { reason: FailReason::NotSent, error })?;
    let controller = AbortController::new().map_err(|_| not_sent("This platform has no AbortController."))?;
    let reason = Rc::new(Cell::new(None));
    let abort_because = |why: FailReason| {
        let (controller, reason) = (controller.clone(), Rc::clone(&reason));
        move || {
            reason.set(reason.get().or(Some(why)));
            controller.abort();
        }
    };
    let mut forwards =
        vec![Forward::new(AbortSignal::timeout_with_u32(timeout_ms), abort_because(FailReason::TimedOut))];
    forwards.extend(host.map(|signal| Forward::new(signal, abort_because(FailReason::Aborted))));

    let answer = match way {
        Way::Fetch(mode, cookies) => fetch(request, *mode, *cookies, &controller.signal()).await,
        Way::Given(send) => by_host(request, send, &controller.signal()).await,
    };
    drop(forwards);
    answer.map_err(|error| match (error, reason.get()) {
        (Fetch::NotBuilt(words), _) => not_sent(&words),
        (Fetch::Failed(words), why) => Failure::new(why.unwrap_or(FailReason::NoAnswer), &words),
    })
}

enum Fetch {
    NotBuilt(String),
    Failed(String),
}

async fn fetch(
    request: &Request,
    mode: RequestMode,
    cookies: RequestCredentials,
    signal: &AbortSignal,
) -> Result<Response, Fetch> {
    let method = match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Patch => gloo_net::http::Method::PATCH,
    };
    // The platform lets a request without CORS only follow redirects.
    let redirect = if mode == RequestMode::NoCors { RequestRedirect::Follow } else { RequestRedirect::Manual };
    let mut builder = RequestBuilder::new(&request.url)
        .method(method)
        .abort_signal(Some(signal))
        .mode(mode)
        .credentials(cookies)
        .redirect(redirect)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer);
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let built = match &request.body {
        Some(body) => builder.body(Uint8Array::from(body.as_bytes())),
        None => builder.build(),
    };
    let answer = built.map_err(|e| Fetch::NotBuilt(e.to_string()))?.send().await;
    let answer = answer.map_err(|e| Fetch::Failed(e.to_string()))?;
    // A body that breaks off is no answer: what it said is lost.
    let body = answer.binary().await.map_err(|e| Fetch::Failed(e.to_string()))?;
    let mut headers = BTreeMap::new();
    headers.extend(answer.headers().entries().map(|(name, value)| (name.to_ascii_lowercase(), value)));
    Ok(Response { status: answer.status(), headers, body })
}

/// Sends by the host's own function. What it rejects with is told as the platform's words are.
async fn by_host(request: &Request, send: &Function, signal: &AbortSignal) -> Result<Response, Fetch> {
    let failed = |why: JsValue| Fetch::Failed(member(&why, "message").as_string().unwrap_or_default());
    let options = object([("signal", signal.into())]);
    let promise = send.call2(&JsValue::UNDEFINED, &write_request(request), &options).map_err(failed)?;
    let answer = JsFuture::from(Promise::resolve(&promise)).await.map_err(failed)?;
    let body: Uint8Array = member(&answer, "body").dyn_into().unwrap_or_default();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a status is a small number")]
    let status = member(&answer, "status").as_f64().unwrap_or_default() as u16;
    let headers = read_headers(&member(&answer, "headers")).map_err(|error| Fetch::Failed(error.message))?;
    Ok(Response { status, headers, body: body.to_vec() })
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
    let way = Way::Fetch(RequestMode::Cors, RequestCredentials::Omit);
    let answer = way.perform(request, timeout_ms, signal).await;
    let response = answer.map_err(|failure| failure.error)?;
    let out = Object::new().into();
    set(&out, "status", &response.status.into());
    set(&out, "headers", &to_js(&response.headers));
    set(&out, "body", &Uint8Array::from(response.body.as_slice()));
    Ok(out)
}
