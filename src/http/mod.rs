//! Requests and answers as data.
//!
//! Nothing here sends anything. A [`Request`] carries no secret: [`authorize`](crate::systems::authorize) adds it last. A
//! [`Response`] carries none either: it is made together with the request that it answers, and whatever of that request's
//! credentials the other side has repeated is taken out.

pub(crate) mod base64;
pub(crate) mod redact;
mod remains;
mod request;
mod response;
mod spelling;

pub(crate) use request::TIME_LIMIT_MS;
pub use request::{Method, Request};
pub use response::{Limit, Response};

use crate::error::{Code, Error};

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
