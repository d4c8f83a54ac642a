//! The host: what it decides. Nothing here does I/O, waits or has a clock.
//!
//! A host reads its store, asks one of these functions what that means, and writes the [`Change`]s that are answered.
//! What a host *does* (store, locks, cryptography, sending) lies in `pkg/host` of the npm package.

pub(crate) mod lease;
mod open;
mod record;

pub(crate) use open::{Host, concurrency};
pub(crate) use record::{Change, Entry, Table, VERSION, exactly, journal_prefix, set_aside};
