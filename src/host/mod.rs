//! The host: what it decides. Nothing here does I/O, waits or has a clock.
//!
//! A host reads its store, asks one of these functions what that means, and writes the [`Change`]s that are answered.
//! What a host *does* (store, locks, cryptography, sending) lies in `pkg/host` of the npm package.

mod exchange;
mod journal;
mod open;
pub(crate) mod pauses;
mod pending;
mod queue;
mod record;
mod run;
mod sending;
mod task;

pub(crate) use exchange::{Answer, Failure};
pub(crate) use journal::{Journal, Whose};
pub(crate) use open::{Host, concurrency};
pub(crate) use pending::{
    Known, Pending, State, case_lock, choose as choose_pending, interrupted, place_locks, read as read_pending,
};
pub(crate) use queue::{Queue, Task};
pub(crate) use record::{Change, Entry, Table, VERSION, exactly, journal_prefix, kibana_key, set_aside};
pub(crate) use run::{Effect, Moment, Run};
pub(crate) use sending::{Cookies, Mode, Outgoing, Peer};
