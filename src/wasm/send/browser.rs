//! gloo-net's fetch, in a browser.
//!
//! Two inputs make gloo-net panic, and a panic leaves the caller's promise pending for ever: a header with a line break, and
//! an abort with a reason that is no `Error`. The first is refused before, the second does not happen: see [`super`].

use super::body::{Received, read};
use super::platform::is_cloudflare;
use crate::host::{Cookies, Mode};
use crate::http::{Method, Request};
use crate::wasm::convert::member;
use gloo_net::http::RequestBuilder;
use js_sys::{Error, Uint8Array, global};
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect};

/// Whether the platform is a browser, with all that gloo-net takes for granted.
pub(super) fn is_here() -> bool {
    let global = global();
    let has = |name: &'static str| member(&global, name).is_function();
    let is_node = member(&member(&member(&global, "process"), "versions"), "node").is_string();
    has("Request") && has("Headers") && has("Response") && !is_node && !is_cloudflare()
}

/// Sends by gloo-net.
pub(super) async fn fetch(
    request: &Request,
    mode: Mode,
    cookies: Cookies,
    signal: &AbortSignal,
    limit: usize,
) -> Result<Received, JsValue> {
    let method = match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Patch => gloo_net::http::Method::PATCH,
    };
    let redirect = if mode.follows_redirects() { RequestRedirect::Follow } else { RequestRedirect::Manual };
    let mode = match mode {
        Mode::Cors => RequestMode::Cors,
        Mode::NoCors => RequestMode::NoCors,
    };
    let cookies = match cookies {
        Cookies::Omit => RequestCredentials::Omit,
        Cookies::SameOrigin => RequestCredentials::SameOrigin,
        Cookies::Include => RequestCredentials::Include,
    };
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
    let answer = built.map_err(thrown)?.send().await.map_err(thrown)?;
    let mut headers = BTreeMap::new();
    headers.extend(answer.headers().entries().map(|(name, value)| (name.to_ascii_lowercase(), value)));
    let status = answer.status();
    Ok(Received { status, headers, body: read(&web_sys::Response::from(answer), limit).await? })
}

/// What the platform threw, of which gloo-net keeps the words.
fn thrown(error: gloo_net::Error) -> JsValue {
    let words = match error {
        gloo_net::Error::JsError(error) => error.message,
        other => other.to_string(),
    };
    Error::new(&words).into()
}
