//! The host: what it decides. Nothing here does I/O, waits or has a clock.
//!
//! A host reads its store, asks one of these functions what that means, and writes the [`Change`]s that are answered.
//! What a host *does* (store, locks, cryptography, sending) lies in `pkg/host` of the npm package.

mod accounts;
mod choice;
mod connectors;
mod deployments;
mod exchange;
mod exports;
mod journal;
mod key;
pub(crate) mod lease;
mod live;
mod memory;
mod open;
mod pauses;
mod pending;
mod prepare;
mod pulls;
mod queue;
mod record;
mod replaced;
mod results;
mod run;
mod secrets;
mod sending;
mod settings;
mod stored;
mod task;
#[cfg(test)]
mod tests;
mod vault;

pub(crate) use choice::Choice;
pub(crate) use connectors::{Existing, Listed, OfHost, Shown};
pub(crate) use deployments::{deployment_key, deployment_of, read_deployment};
pub(crate) use exchange::{Answer, Failure};
pub(crate) use exports::{At, Export, Imported, Refused, check_export};
pub(crate) use journal::{Journal, Whose, prefixes as journal_prefixes};
pub(crate) use live::{Kept, fields_key, fields_prefix, of_case as fields_of_case};
pub(crate) use open::{Host, concurrency};
pub(crate) use pauses::{Pause, try_lock};
pub(crate) use pending::{
    Known, Pending, State, case_lock, choose as choose_pending, interrupted, key as pending_key, place_locks,
    read as read_pending, replaced as replaced_pending, without_case,
};
pub(crate) use pulls::{is_as_read, keep_decided, pull_key, seen_of};
pub(crate) use queue::{Queue, Task};
pub(crate) use record::{Change, Entry, exactly, kibana_key, versioned};
pub(crate) use results::{Mark, QUEUE, discard, next_order, of_error, shown};
pub(crate) use run::{Moment, Run};
pub(crate) use secrets::{Reseal, Seal, Source};
pub(crate) use sending::{Cookies, Mode, Outgoing, Peer};
pub(crate) use settings::Settings;
pub(crate) use stored::Stored;
pub(crate) use task::TIMEOUT_MS;
pub(crate) use vault::{VaultOptions, wipe};
