//! An answer as data: the one place through which all that others say comes in.
//!
//! Whatever reads an answer, shows it, keeps it or logs it has a [`Response`], and none is made but here: bounded, and
//! without the credentials of the request that it answers.

use super::redact::Redaction;
use super::request::Request;
use crate::error::{Code, Error, LONGEST_WORDS, cut};
use crate::json;
use serde_json::Value;
use std::collections::BTreeMap;
use zeroize::Zeroize;

/// How large an answer may be. What is larger is not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Limit {
    /// 8 MiB.
    #[default]
    Usual,
    /// 64 MiB: a list of comments, which ServiceNow and Resilient give as a whole.
    List,
}

impl Limit {
    /// The limit in bytes.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::Usual => 8 << 20,
            Self::List => 64 << 20,
        }
    }
}

/// Deeper JSON is no answer of a system.
const DEEPEST: usize = 100;

/// Each value of JSON takes many times the memory of its text.
const MOST_VALUES: usize = 500_000;

/// What the remote system answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Body,
    /// What stands in the place of its words where they are for nobody: the secret, or a part of it, may be in them.
    withheld: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Body {
    Whole(Vec<u8>),
    /// Larger than the limit.
    TooLarge,
    /// So full of escapes that looking through it takes too long.
    Tangled,
}

impl Default for Body {
    fn default() -> Self {
        Self::Whole(Vec::new())
    }
}

impl Response {
    /// The answer to a request as it was sent, its `Authorization` included: what the other side repeats of that is taken
    /// out of headers and body. Header names are made lower case.
    #[must_use]
    pub fn received(sent: &Request, status: u16, headers: BTreeMap<String, String>, body: Vec<u8>) -> Self {
        Self::cleaned(&Redaction::of(sent, []), status, headers, Some(body))
    }

    /// The same, with what is to be taken out. Without a body it was too large to be read to its end.
    pub(crate) fn cleaned(
        redaction: &Redaction,
        status: u16,
        headers: BTreeMap<String, String>,
        body: Option<Vec<u8>>,
    ) -> Self {
        let mut lower = BTreeMap::new();
        lower.extend(headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)));
        let body = body.filter(|body| body.len() <= Limit::List.bytes()).map(|body| redaction.bytes(body));
        let body = body.map_or(Body::TooLarge, |body| body.map_or(Body::Tangled, Body::Whole));
        let whole = if let Body::Whole(body) = &body { body.as_slice() } else { &[] };
        let withheld = redaction.withholds(whole);
        let mut headers = redaction.headers(&lower);
        for value in headers.values_mut() {
            if let Some(instead) = redaction.withholds_part(value) {
                *value = instead.to_owned();
            }
        }
        // They may have repeated what is taken out.
        lower.values_mut().for_each(Zeroize::zeroize);
        Self { status, headers, body, withheld }
    }

    /// The HTTP status; 0 where a redirect was not followed.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// Header names in lower case, with their values. A browser shows only those that CORS exposes.
    #[must_use]
    pub const fn headers(&self) -> &BTreeMap<String, String> {
        &self.headers
    }

    /// A header's value, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The body; nothing where it was too large, or took too long to look through.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        match &self.body {
            Body::Whole(body) => Some(body),
            Body::TooLarge | Body::Tangled => None,
        }
    }

    /// The body, or what is wrong with it.
    pub(crate) fn whole(&self, limit: Limit) -> Result<&[u8], String> {
        match &self.body {
            Body::Whole(body) if body.len() <= limit.bytes() => Ok(body),
            Body::Tangled => Err("is so full of escapes that it takes too long to look through".to_owned()),
            _ => Err(format!("is larger than {} MiB", limit.bytes() >> 20)),
        }
    }

    /// Whether the status says that the request was carried out.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// The body as JSON, if it is JSON, and not too deep or too much of it.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        let body = self.body().filter(|body| is_bounded(body))?;
        json::read_bytes(body).ok()
    }

    /// Refuses what is larger than a read of this kind can be.
    ///
    /// # Errors
    /// `ANSWER_TOO_LARGE` names the request.
    pub(crate) fn within(&self, limit: Limit, request: &Request) -> Result<(), Error> {
        // What failed is told by its status.
        let too_large = match self.whole(limit) {
            _ if !self.is_success() => return Ok(()),
            Err(why) => why,
            Ok(body) if !is_bounded(body) => "is JSON of too many values, or too deep".to_owned(),
            Ok(_) => return Ok(()),
        };
        // Without the query, which may hold text of the case.
        let url = request.url.split(['?', '#']).next().unwrap_or_default();
        let message = format!("The answer to {} {url} {too_large}.", request.method.as_str());
        Err(Error::with(Code::AnswerTooLarge, message).with_status(Some(self.status)))
    }

    /// Words of this answer as people may see them.
    pub(crate) fn words(&self, words: &str) -> String {
        self.withheld.map_or_else(|| cut(words.to_owned(), LONGEST_WORDS), str::to_owned)
    }

    /// The body as a log may show it. What is not UTF-8 is shown as well as it can be.
    #[cfg(any(test, feature = "bindings"))]
    pub(crate) fn shown(&self) -> String {
        match &self.body {
            Body::TooLarge => "[too large]".to_owned(),
            Body::Tangled => super::redact::UNREAD.to_owned(),
            Body::Whole(body) => match self.withheld {
                Some(instead) => instead.to_owned(),
                None => String::from_utf8_lossy(body).into_owned(),
            },
        }
    }
}

/// Whether a text has no more values than can be kept, and none too deep. What is no JSON is not judged well, and need not
/// be: only text with very many commas or brackets is refused.
fn is_bounded(body: &[u8]) -> bool {
    let (mut values, mut depth, mut in_text, mut escaped) = (1_usize, 0_usize, false, false);
    for byte in body {
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b',' => values += 1,
            b'[' | b'{' => (values, depth) = (values + 1, depth + 1),
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST || values > MOST_VALUES {
            return false;
        }
    }
    true
}
