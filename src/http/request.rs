//! A request as data.

use crate::error::{Code, Error};
use crate::json;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use zeroize::Zeroize;

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

/// Freed memory keeps what stood in it, so the credentials are overwritten.
impl Drop for Request {
    fn drop(&mut self) {
        if let Some(authorization) = self.headers.get_mut("authorization") {
            authorization.zeroize();
        }
    }
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
        request.body = Some(json::write(body));
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
