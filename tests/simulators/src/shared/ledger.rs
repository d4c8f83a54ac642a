//! Everything a listener received, for tests to look at.

use super::{clock, params};
use axum::http::{HeaderMap, Uri, request::Parts};
use serde::Serialize;
use serde_json::{Map, Value};

/// Headers that would carry a secret.
const SECRET_HEADERS: [&str; 4] = ["authorization", "cookie", "proxy-authorization", "x-sess-id"];

/// One request and what became of it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    seq: usize,
    at: String,
    preflight: bool,
    method: String,
    path: String,
    query: Value,
    headers: Map<String, Value>,
    body: Value,
    /// The status sent, or nothing when the connection was dropped.
    status: Option<u16>,
    fault: Option<Value>,
}

/// The requests in the order of their arrival.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    /// Notes a request and gives the place where its outcome goes.
    pub(crate) fn note(&mut self, parts: &Parts, body: &[u8], preflight: bool) -> usize {
        let place = self.entries.len();
        self.entries.push(Entry {
            seq: place + 1,
            at: clock::iso(clock::now()),
            preflight,
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: query(&parts.uri),
            headers: headers(&parts.headers),
            body: readable(body),
            status: None,
            fault: None,
        });
        place
    }

    /// Notes the outcome.
    pub(crate) fn close(&mut self, place: usize, status: Option<u16>, fault: Option<Value>) {
        // A reset may have come between the request and its answer.
        if let Some(entry) = self.entries.get_mut(place) {
            entry.status = status;
            entry.fault = fault;
        }
    }

    pub(crate) fn to_value(&self) -> Value {
        serde_json::to_value(&self.entries).unwrap_or_default()
    }
}

fn query(uri: &Uri) -> Value {
    serde_json::to_value(params::params(uri)).unwrap_or_default()
}

/// The headers, with a word in place of every secret. One that is missing is
/// said to be absent only for `authorization`, where it matters.
fn headers(headers: &HeaderMap) -> Map<String, Value> {
    let mut shown = Map::from_iter([("authorization".to_owned(), "absent".into())]);
    for (name, value) in headers {
        let text = if SECRET_HEADERS.contains(&name.as_str()) {
            "present".into()
        } else {
            String::from_utf8_lossy(value.as_bytes())
        };
        shown.insert(name.to_string(), text.into());
    }
    shown
}

fn readable(body: &[u8]) -> Value {
    if body.is_empty() {
        return Value::Null;
    }
    let mut value: Value =
        serde_json::from_slice(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned().into());
    // The body of a login.
    if let Some(password) = value.get_mut("password") {
        *password = "present".into();
    }
    value
}
