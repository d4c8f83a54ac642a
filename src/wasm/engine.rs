//! The pure functions of the engine: bytes and small objects in, plain objects out.

use super::convert::{Answer, from_js, thrown, to_js};
use crate::case::SecurityCase;
use crate::connector::{self, Connector, Draft, Secrets};
use crate::error::{Code, Error};
use crate::http::{Method, Request};
use crate::mapping;
use crate::push::{Options, Record, build_requests, plan, read_journal, status};
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::Deserialize;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

pub(super) fn read_connector(value: JsValue) -> Answer<Connector> {
    let draft: Draft = from_js(value, "connector")?;
    Connector::new(draft).map_err(|error| thrown(&error))
}

/// The pages of comments as bytes of our own, to which the case can be bound.
pub(super) fn read_pages(pages: &Array) -> Vec<Vec<u8>> {
    pages.iter().filter_map(|page| page.dyn_into::<Uint8Array>().ok()).map(|page| page.to_vec()).collect()
}

pub(super) fn read_records(journal: Option<Vec<u8>>) -> Answer<Vec<Record>> {
    journal.map_or_else(|| Ok(Vec::new()), |json| read_journal(&json).map_err(|error| thrown(&error)))
}

fn with_case<T>(case: &[u8], pages: &Array, then: impl FnOnce(&SecurityCase<'_>) -> Result<T, Error>) -> Answer<T> {
    let pages = read_pages(pages);
    let pages: Vec<&[u8]> = pages.iter().map(Vec::as_slice).collect();
    SecurityCase::parse(case, &pages).and_then(|case| then(&case)).map_err(|error| thrown(&error))
}

/// The incident that a case becomes.
///
/// # Errors
/// Those of the case, the connector and the case's connector fields.
#[wasm_bindgen(js_name = mapCase)]
pub fn map_case(case: &[u8], pages: &Array, connector: JsValue) -> Answer {
    let connector = read_connector(connector)?;
    with_case(case, pages, |case| mapping::map_case(case, &connector)).map(|incident| to_js(&incident))
}

/// What a push would do now.
///
/// # Errors
/// As [`map_case`], and `LICENSE_REQUIRED`, `OPTIONS_INVALID`, `JOURNAL_INVALID`.
#[wasm_bindgen(js_name = planPush)]
pub fn plan_push(case: &[u8], pages: &Array, connector: JsValue, journal: Option<Vec<u8>>, options: JsValue) -> Answer {
    let connector = read_connector(connector)?;
    let journal = read_records(journal)?;
    let options: Options = from_js(options, "options")?;
    with_case(case, pages, |case| plan(case, &connector, &journal, &options)).map(|plan| to_js(&plan))
}

/// How the incident of a case stands.
///
/// # Errors
/// As [`map_case`], and `JOURNAL_INVALID`.
#[wasm_bindgen(js_name = pushStatus)]
pub fn push_status(case: &[u8], pages: &Array, connector: JsValue, journal: Option<Vec<u8>>) -> Answer {
    let connector = read_connector(connector)?;
    let journal = read_records(journal)?;
    with_case(case, pages, |case| status(case, &connector, &journal)).map(|status| to_js(&status))
}

/// The writes of many first pushes: `{bytes, requests}`.
///
/// # Errors
/// The first case that cannot be read, with its index.
#[wasm_bindgen(js_name = buildRequests)]
pub fn build(cases: &Array, connector: JsValue) -> Answer {
    let connector = read_connector(connector)?;
    let cases = read_pages(cases);
    let cases: Vec<&[u8]> = cases.iter().map(Vec::as_slice).collect();
    let mut buffer = Vec::with_capacity(cases.iter().map(|case| case.len()).sum());
    let requests = build_requests(&cases, &connector, &mut buffer).map_err(|error| thrown(&error))?;
    let out = Object::new();
    Reflect::set(&out, &"bytes".into(), &Uint8Array::from(buffer.as_slice()))?;
    Reflect::set(&out, &"requests".into(), &to_js(&requests))?;
    Ok(out.into())
}

#[derive(Deserialize)]
struct WireRequest {
    method: Method,
    url: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

/// Reads a request whose body is text, bytes or nothing.
pub(super) fn read_request(value: &JsValue) -> Answer<Request> {
    let body = Reflect::get(value, &"body".into()).unwrap_or(JsValue::UNDEFINED);
    let body = match body.dyn_ref::<Uint8Array>() {
        Some(bytes) => Some(
            String::from_utf8(bytes.to_vec())
                .map_err(|_| thrown(&Error::with(Code::RequestInvalid, "The body is not UTF-8.").at("body")))?,
        ),
        None => body.as_string(),
    };
    let wire: WireRequest = from_js(value.clone(), "request")?;
    Ok(Request { method: wire.method, url: wire.url, headers: wire.headers, body })
}

/// A request with its body as bytes, which `fetch` sends as they are.
pub(super) fn write_request(request: &Request) -> Answer {
    let out = to_js(request);
    let body = request.body.as_deref().map_or(JsValue::NULL, |body| Uint8Array::from(body.as_bytes()).into());
    Reflect::set(&out, &"body".into(), &body)?;
    Ok(out)
}

/// Adds the `Authorization` header.
///
/// # Errors
/// `URL_OUTSIDE_CONNECTOR`, `SECRET_MISSING`, `REQUEST_INVALID`.
#[wasm_bindgen]
pub fn authorize(request: &JsValue, connector: JsValue, secrets: JsValue) -> Answer {
    let request = read_request(request)?;
    let connector = read_connector(connector)?;
    let secrets: Secrets = from_js(secrets, "secrets")?;
    let authorized = connector::authorize(&request, &connector, &secrets).map_err(|error| thrown(&error))?;
    write_request(&authorized)
}
