//! What a push, a push by Kibana and the test of a connector have in common: each is a state machine without I/O.
//!
//! [`Machine::next`] says what to do, the host does it and replies. No request is sent before the records of its `Save`
//! were acknowledged.

use crate::error::{Code, Error};
use crate::http::{FailReason, Limit, Request, Response};
use serde::Serialize;

/// What the host does next. `R` is what the machine keeps.
///
/// Exhaustive on purpose: a host that leaves a member out would never finish, so a new one must not compile unseen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Next<R> {
    /// Store the records, durably, then call [`Machine::saved`].
    Save {
        /// The records, in order.
        records: Vec<R>,
    },
    /// Send as [`Machine::sending`] says, then call [`Machine::receive`] or [`Machine::fail`] with the id.
    Send {
        /// Links the answer to the request.
        id: u32,
        /// The step in words, for a progress display.
        label: String,
        /// The request, without its secret.
        request: Request,
    },
    /// Wait, then call [`Machine::next`] again.
    Wait {
        /// How long, in milliseconds.
        ms: u32,
        /// Why, in words.
        label: String,
    },
    /// Nothing is left: read what it has come to.
    Done,
}

/// How a request is sent. Exhaustive on purpose, as [`Next`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// With the secret: [`authorize`](crate::systems::authorize) it first.
    Authorized,
    /// Without the secret.
    Anonymous,
    /// Without the secret and so that a browser sends it to any host, which hides the answer
    /// (`mode: "no-cors"`). Whatever comes back, an empty [`Response`] says that something came.
    Probe,
}

/// A state machine whose effects its host performs, one at a time.
pub trait Machine {
    /// What it asks its host to keep.
    type Record;

    /// What to do next. Answers the same until the reply has come, except for `Wait`.
    fn next(&mut self) -> Next<Self::Record>;

    /// The records of the last `Save` are kept, durably.
    ///
    /// # Errors
    /// `PUSH_STATE` where no `Save` was asked for.
    fn saved(&mut self) -> Result<(), Error> {
        Err(Error::new(Code::PushState))
    }

    /// The records of the last `Save` could not be kept: the machine stops, and nothing is sent.
    ///
    /// # Errors
    /// `PUSH_STATE` where no `Save` was asked for.
    fn not_saved(&mut self, _error: Error) -> Result<(), Error> {
        Err(Error::new(Code::PushState))
    }

    /// The answer to the request with this id.
    ///
    /// # Errors
    /// `PUSH_STATE` where this request is not under way.
    fn receive(&mut self, id: u32, response: &Response) -> Result<(), Error>;

    /// The request with this id got no answer; `detail` is what the platform says, for the message.
    ///
    /// # Errors
    /// `PUSH_STATE` where this request is not under way.
    fn fail(&mut self, id: u32, reason: FailReason, detail: Option<Error>) -> Result<(), Error>;

    /// Stops between two requests. The one that is under way is aborted by the host, which then calls
    /// [`Machine::fail`]. What was confirmed is still kept.
    fn abort(&mut self);

    /// The time now, ISO 8601: dates in answers, such as `Retry-After`, are counted from it.
    fn tick(&mut self, _now: &str) {}

    /// How large the answer to the request that [`Machine::next`] asked for may be. What is larger need not be read to its
    /// end: [`Machine::receive`] refuses it.
    fn limit(&self) -> Limit {
        Limit::Usual
    }

    /// How the request that [`Machine::next`] asked for is sent.
    fn sending(&self) -> Sending {
        Sending::Authorized
    }
}
