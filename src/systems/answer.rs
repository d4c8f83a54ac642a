//! What the answers of all systems have in common.

use super::refusal::{Known, denied, recognised};
use crate::error::{Code, Error};
use crate::http::Response;
use serde_json::Value;

/// How a system says that it failed.
pub(crate) struct Failures {
    /// Its own words, and the field where one is named, in the body of an error.
    pub(crate) describe: fn(&Value) -> (Option<String>, Option<String>),
    /// What its words name, by the label that people see: a field, several, or a rule.
    pub(crate) named: fn(words: &str, field: Option<&str>) -> Option<String>,
    /// Whether a body is the system's own, and not that of something before it.
    pub(crate) recognises: fn(&Value) -> bool,
    /// The answers that it is known to give.
    pub(crate) known: &'static [Known],
}

/// The body of a success, as JSON.
pub(crate) fn json(response: &Response, failures: &Failures) -> Result<Value, Error> {
    if !response.is_success() {
        return Err(failure(response, failures));
    }
    // Some answer anybody who asks, as nobody: what such an answer lacks is not missing.
    if let Some(error) = denied(failures.known, response) {
        return Err(error.with_status(Some(response.status())));
    }
    let html = response.header("content-type").is_some_and(|kind| kind.contains("html"));
    match response.json() {
        Some(value) if !html => Ok(value),
        _ => {
            let known = recognised(failures.known, response, None, || None);
            Err(known.unwrap_or_else(|| Error::new(Code::NotJson)).with_status(Some(response.status())))
        }
    }
}

/// What an answer that is no success means.
fn failure(response: &Response, failures: &Failures) -> Error {
    if let Some(refusal) = response.header(GATEWAY_HEADER) {
        return gateway_failure(response, refusal);
    }
    let body = response.json();
    let (remote, field) = body.as_ref().map_or((None, None), failures.describe);
    let plain = || response.body().and_then(plain_text).filter(|_| body.is_none());
    refused(response, failures, remote.or_else(plain), field)
}

/// A failure, by the system's own words where it has said some.
fn refused(response: &Response, failures: &Failures, words: Option<String>, field: Option<String>) -> Error {
    let remote = words.as_deref().map(|words| response.words(words));
    let named = || (failures.named)(remote.as_deref().unwrap_or_default(), field.as_deref());
    let known = recognised(failures.known, response, words.as_deref(), named);
    let is_known = known.is_some();
    let error = known.unwrap_or_else(|| {
        Error::new(match response.status() {
            // A redirect that was not followed has status 0 in a browser.
            0 | 300..=399 => Code::NotJson,
            401 => Code::AuthFailed,
            403 => Code::Forbidden,
            // A proxy before a system that is down, and a wrong path, say so too: nothing is known to be gone by that.
            404 | 405 | 410 | 501 if !response.json().is_some_and(|body| (failures.recognises)(&body)) => {
                Code::WrongProduct
            }
            404 => Code::NotFound,
            501 => Code::Rejected,
            429 => Code::RateLimited,
            // A proxy that waited too long for what it had handed on answers 408 as well: nobody knows what came of that.
            408 | 500..=599 => Code::RemoteFailed,
            _ => Code::Rejected,
        })
    });
    let message = match &remote {
        Some(remote) => format!("{} It says: {remote}", error.message),
        None if is_known => error.message.clone(),
        None => format!("{} It answered with status {}.", error.message, response.status()),
    };
    error.saying(message).answered(response.status(), remote, field)
}

/// A gateway names its own refusals here, and takes the header from the answers of the system.
const GATEWAY_HEADER: &str = "x-case-connectors-gateway";

/// A gateway's own answer: what it did not let through, or what it could not get.
fn gateway_failure(response: &Response, refusal: &str) -> Error {
    let failed = response.status() >= 500;
    let code = if failed { Code::GatewayFailed } else { Code::GatewayRefused };
    let words = response.json().and_then(|body| text(body.get("message")));
    let remote = response.words(&format!("{refusal}: {}", words.unwrap_or_default()));
    let message = format!("{} It says: {remote}", code.meaning());
    Error::with(code, message).answered(response.status(), Some(remote), None)
}

/// A success without what the push needs.
pub(crate) fn incomplete(response: &Response, what: &str) -> Error {
    let message = format!("The answer has no {what}.");
    Error::with(Code::AnswerIncomplete, message).with_status(Some(response.status()))
}

/// A failure that came inside of a success.
pub(crate) fn in_band(response: &Response, failures: &Failures, remote: &str, field: Option<String>) -> Error {
    refused(response, failures, Some(remote.to_owned()), field)
}

/// A string or a number as text; nothing where it is empty.
pub(crate) fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The id of a record, which goes into paths and links as one segment: what could be anything else there is none, whatever a
/// server says. Those of the systems are numbers and hexadecimal digits.
pub(crate) fn id(value: Option<&Value>) -> Option<String> {
    const MAX: usize = 255;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text(value).filter(|id| id.len() <= MAX && id.bytes().all(is_plain))
}

/// A short answer in plain text, as proxies and Jira give it; a web page says nothing.
fn plain_text(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?.trim();
    let readable = !text.is_empty() && !text.starts_with(['<', '{', '[']);
    readable.then(|| crate::markup::fit_line(text, Some(300)).text)
}
