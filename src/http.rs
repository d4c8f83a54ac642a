//! Requests and answers as data.
//!
//! Nothing here sends anything. A [`Request`] carries no secret:
//! [`authorize`](crate::systems::authorize) adds it last.

use crate::error::{Code, Error};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a request of a push may take, in milliseconds.
pub(crate) const TIME_LIMIT_MS: u32 = 30_000;

/// An HTTP method that the systems need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, comments and searches with a body.
    Post,
    /// Replaces the named fields (Jira).
    Put,
    /// Changes the named fields (ServiceNow, Resilient).
    Patch,
}

impl Method {
    /// The method as it stands on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
        }
    }
}

/// One HTTP request, complete but for the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The whole URL, below the connector's base URL.
    pub url: String,
    /// Header names in lower case, with their values.
    pub headers: BTreeMap<String, String>,
    /// JSON text, where the method carries a body.
    pub body: Option<String>,
}

impl Request {
    /// A request without headers and body.
    #[must_use]
    pub const fn new(method: Method, url: String) -> Self {
        Self { method, url, headers: BTreeMap::new(), body: None }
    }

    /// A read.
    #[must_use]
    pub fn get(url: String) -> Self {
        let mut request = Self::new(Method::Get, url);
        request.headers.insert("accept".into(), "application/json".into());
        request
    }

    /// A request with a JSON body. ServiceNow answers 400 unless both headers are there.
    #[must_use]
    pub fn json(method: Method, url: String, body: &serde_json::Value) -> Self {
        let mut request = Self::get(url);
        request.method = method;
        request.headers.insert("content-type".into(), "application/json".into());
        request.body = Some(body.to_string());
        request
    }

    /// Refuses what the platform's fetch would throw on, so that a bad value
    /// is an error with a name and never a stuck promise.
    ///
    /// # Errors
    /// `REQUEST_INVALID` names the header or the URL.
    pub fn check(&self) -> Result<(), Error> {
        for (name, value) in &self.headers {
            let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
            if name.is_empty() || !name.bytes().all(token) {
                return Err(Error::with(Code::RequestInvalid, "A header name is not valid.").at("headers"));
            }
            if !value.bytes().all(|b| matches!(b, 0x20..=0x7e)) {
                let message = format!("The header {name} has a character that headers cannot carry.");
                return Err(Error::with(Code::RequestInvalid, message).at(format!("headers.{name}")));
            }
        }
        if !self.url.bytes().all(|b| matches!(b, 0x21..=0x7e)) {
            return Err(Error::with(Code::RequestInvalid, "The URL has a character that URLs cannot carry.").at("url"));
        }
        Ok(())
    }
}

/// What the remote system answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status; 0 where a redirect was not followed.
    pub status: u16,
    /// Header names in lower case. A browser shows only those that CORS exposes.
    pub headers: BTreeMap<String, String>,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Response {
    /// An answer as it came; header names in lower case.
    #[must_use]
    pub const fn new(status: u16, headers: BTreeMap<String, String>, body: Vec<u8>) -> Self {
        Self { status, headers, body }
    }

    /// A header's value, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Whether the status says that the request was carried out.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// The body as JSON, if it is JSON.
    #[must_use]
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// Why a request got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailReason {
    /// The connection failed: no network, no such host, refused by CORS, or cut.
    NoAnswer,
    /// The time limit ran out.
    TimedOut,
    /// The host aborted it.
    Aborted,
    /// It was never sent: there was no secret, or it could not be built.
    NotSent,
}

impl FailReason {
    /// Reads the reason by its name in JavaScript.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "noAnswer" => Self::NoAnswer,
            "timedOut" => Self::TimedOut,
            "aborted" => Self::Aborted,
            "notSent" => Self::NotSent,
            _ => return None,
        })
    }

    /// The error of a request that got no answer for this reason.
    #[must_use]
    pub fn error(self) -> Error {
        Error::new(match self {
            Self::NoAnswer => Code::NoAnswer,
            Self::TimedOut => Code::TimedOut,
            Self::Aborted => Code::Aborted,
            Self::NotSent => Code::RequestInvalid,
        })
    }
}
