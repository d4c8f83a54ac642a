//! A bare `fetch`, bound by hand: for Node, whose errors say why a connection failed, which gloo-net drops; for Cloudflare,
//! which throws for options that it does not know; and for jsdom, which has no `Request`, `Headers` or `Response`.

use super::body::{Received, read, settled};
use crate::host::{Cookies, Mode};
use crate::http::Request;
use crate::wasm::convert::{member, set};
use crate::wasm::engine::{read_headers, write_request};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

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
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a status is a small number")]
pub(super) fn status(value: &JsValue) -> u16 {
    value.as_f64().unwrap_or_default() as u16
}

/// Sends by a bare `fetch`.
pub(super) async fn fetch(
    request: &Request,
    mode: Mode,
    cookies: Cookies,
    signal: &AbortSignal,
    limit: usize,
) -> Result<Received, JsValue> {
    let options = write_request(request);
    let words = [
        ("mode", if mode == Mode::NoCors { "no-cors" } else { "cors" }),
        ("redirect", if mode.follows_redirects() { "follow" } else { "manual" }),
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
    let body = read(answer.as_ref(), limit).await?;
    Ok(Received { status: status(&answer.status()), headers: read_headers(&answer.headers())?, body })
}

pub(super) fn is_cloudflare() -> bool {
    let navigator = member(&js_sys::global(), "navigator");
    member(&navigator, "userAgent").as_string().is_some_and(|name| name == "Cloudflare-Workers")
}
