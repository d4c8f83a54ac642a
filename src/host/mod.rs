//! The host: what it decides. Nothing here does I/O, waits or has a clock.
//!
//! A host reads its store, asks one of these functions what that means, and writes the [`Change`]s that are answered.
//! What a host *does* (store, locks, cryptography, sending) lies in `pkg/host` of the npm package.

mod choice;
mod connectors;
mod exports;
mod key;
pub(crate) mod lease;
mod memory;
mod open;
mod prepare;
mod record;
mod secrets;
mod settings;
mod stored;
mod vault;

pub(crate) use choice::Choice;
pub(crate) use connectors::{Existing, Listed, Shown};
pub(crate) use exports::{Export, Imported, check_export};
pub(crate) use open::{Host, concurrency};
pub(crate) use record::{Change, Entry, Table, VERSION, exactly, journal_prefix, set_aside};
pub(crate) use secrets::{Reseal, Seal, Source};
pub(crate) use settings::Settings;
pub(crate) use stored::Stored;
pub(crate) use vault::{VaultOptions, wipe};
