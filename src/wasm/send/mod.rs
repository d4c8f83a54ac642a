//! Sending, in a way that cannot hang: by gloo-net in a browser, by the platform's bare `fetch` elsewhere.
//!
//! Requests are checked before, and whoever sends only ever sees a signal of our own, which is aborted without a reason.

mod body;
mod browser;
mod platform;
mod timer;

use super::convert::{Answer, bytes, member, object, promise, set, to_js};
use super::engine::{read_headers, read_request, write_request};
use super::push::{Words, no_answer, said};
use crate::error::{Code, Error};
use crate::host::{Answer as Came, Cookies, Failure, Mode, Outgoing, Peer, TIMEOUT_MS};
use crate::http::redact::Redaction;
use crate::http::{Limit, Request, Response};
use crate::push::FailReason;
use body::{Received, settled};
use js_sys::{Function, Object, Promise, Uint8Array, global};
use platform::status;
use std::cell::Cell;
use std::rc::Rc;
use timer::Timer;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, AbortSignal};

/// Does something when a signal aborts, for as long as it lives.
struct Forward {
    signal: AbortSignal,
    listener: Closure<dyn FnMut()>,
}

impl Forward {
    fn new(signal: AbortSignal, abort: impl Fn() + 'static) -> Self {
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

/// What performs a request.
enum Client<'a> {
    /// By the platform, with cookies only where the other side knows its caller by them.
    Fetch(Mode, Cookies),
    /// By a function of the host: `(request, { signal }) => Promise<HttpAnswer>`.
    Host(&'a Function),
}

/// Sends a request of a run: by the platform, or to Kibana by the host's own function where there is one.
pub(super) async fn perform(outgoing: &Outgoing, send: Option<&Function>, signal: Option<AbortSignal>) -> Came {
    let client = match (outgoing.peer, send) {
        (Peer::System(mode, cookies), _) => Client::Fetch(mode, cookies),
        (Peer::Kibana, Some(send)) => Client::Host(send),
        // With Kibana's session, which the browser keeps for pages of Kibana's own origin.
        (Peer::Kibana, None) => Client::Fetch(Mode::Cors, Cookies::SameOrigin),
    };
    attempt(outgoing, &client, signal).await
}

/// Sends, and takes in what comes: within its limit, and without what it repeats of the request.
async fn attempt(outgoing: &Outgoing, client: &Client<'_>, host: Option<AbortSignal>) -> Came {
    let Outgoing { request, timeout_ms, redaction, .. } = outgoing;
    let limit = outgoing.limit.bytes();
    let failure = |reason, said: Words| Failure { reason, error: no_answer(reason, said, redaction) };
    request.check().map_err(|error| Failure { reason: FailReason::NotSent, error })?;
    let controller = AbortController::new().map_err(|error| failure(FailReason::NotSent, said(&error)))?;
    let reason = Rc::new(Cell::new(None));
    let abort_because = |why: FailReason| {
        let (controller, reason) = (controller.clone(), Rc::clone(&reason));
        move || {
            reason.set(reason.get().or(Some(why)));
            controller.abort();
        }
    };
    let forward = host.map(|signal| Forward::new(signal, abort_because(FailReason::Aborted)));
    let timer = Timer::new(*timeout_ms, abort_because(FailReason::TimedOut));
    // Only why nothing came: the browser may be wrong about it, and what runs on this machine answers without a network.
    let was_offline = member(&member(&global(), "navigator"), "onLine").as_bool() == Some(false);
    let answer = match client {
        Client::Fetch(mode, cookies) if browser::is_here() => {
            browser::fetch(request, *mode, *cookies, &controller.signal(), limit).await
        }
        Client::Fetch(mode, cookies) => platform::fetch(request, *mode, *cookies, &controller.signal(), limit).await,
        Client::Host(send) => by_host(request, send, &controller.signal()).await,
    };
    drop((forward, timer));
    let Received { status, headers, body } = answer.map_err(|error| {
        let reason = reason.get().unwrap_or(FailReason::NoAnswer);
        let Failure { error, .. } = failure(reason, said(&error));
        let is_why = was_offline && reason == FailReason::NoAnswer;
        let error = if is_why { Error::new(Code::Offline).in_words(error.into_details().remote) } else { error };
        Failure { reason, error }
    })?;
    Ok(Response::cleaned(redaction, status, headers, body))
}

/// Sends by the host's own function. What it rejects with is told as the platform's words are.
async fn by_host(request: &Request, send: &Function, signal: &AbortSignal) -> Result<Received, JsValue> {
    let options = object([("signal", signal.into())]);
    let answer = settled(send.call2(&JsValue::UNDEFINED, &write_request(request), &options)).await?;
    let body = bytes(&member(&answer, "body")).unwrap_or_default();
    let body = (body.length() as usize <= Limit::List.bytes()).then(|| body.to_vec());
    let headers = read_headers(&member(&answer, "headers"))?;
    Ok(Received { status: status(&member(&answer, "status")), headers, body })
}

/// Sends one request for a host that drives a push itself.
///
/// # Errors
/// `NO_ANSWER`, `TIMED_OUT`, `ABORTED` or `REQUEST_INVALID`.
#[wasm_bindgen]
pub fn send(request: &JsValue, timeout_ms: Option<u32>, signal: Option<AbortSignal>) -> Answer<Promise> {
    let request = read_request(request)?;
    Ok(promise(async move { send_one(request, timeout_ms, signal).await }))
}

async fn send_one(request: Request, timeout_ms: Option<u32>, signal: Option<AbortSignal>) -> Result<JsValue, Error> {
    let timeout_ms = timeout_ms.unwrap_or(TIMEOUT_MS);
    let client = Client::Fetch(Mode::Cors, Cookies::Omit);
    let redaction = Redaction::of(&request, []);
    let peer = Peer::System(Mode::Cors, Cookies::Omit);
    let outgoing = Outgoing { request, peer, timeout_ms, limit: Limit::List, redaction };
    let answer = attempt(&outgoing, &client, signal).await;
    let response = answer.map_err(|failure| failure.error)?;
    let tell = |why| Error::with(Code::AnswerTooLarge, format!("The answer {why}."));
    let body = response.whole(Limit::List).map_err(tell)?;
    let out = Object::new().into();
    set(&out, "status", &response.status().into());
    set(&out, "headers", &to_js(response.headers()));
    set(&out, "body", &Uint8Array::from(body));
    Ok(out)
}
