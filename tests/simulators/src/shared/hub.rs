//! What one listener knows besides its records.

use super::{faults::Faults, ledger::Ledger, settings::Settings};
use serde_json::Value;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Settings, ledger and queued faults of one listener.
#[derive(Debug)]
pub(crate) struct Hub {
    /// Base URL, without a trailing slash.
    pub(crate) base: String,
    initial: Settings,
    settings: Mutex<Settings>,
    ledger: Mutex<Ledger>,
    faults: Mutex<Faults>,
}

/// A simulated system, as the control area and the gate see it.
pub(crate) trait Simulated: Send + Sync + 'static {
    /// Its name in the addresses that are printed at the start.
    fn name(&self) -> &'static str;
    /// Its settings, ledger and faults.
    fn hub(&self) -> &Hub;
    /// Forgets every record.
    fn clear(&self);
    /// Everything stored: `id`, `key`, `fields` and `comments` of each record.
    fn records(&self) -> Value;
    /// The vendor's body for an error that has nothing to do with the request.
    fn error_body(&self, message: &str) -> Value;
    /// What every answer says of the limit, refused or not, while the requests are limited.
    fn limit(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl Hub {
    pub(crate) fn new(base: &str, origins: &[String]) -> Self {
        let initial = Settings::with_origins(origins);
        Self {
            base: base.to_owned(),
            settings: Mutex::new(initial.clone()),
            initial,
            ledger: Mutex::default(),
            faults: Mutex::default(),
        }
    }

    /// Lets pages send further headers.
    pub(crate) fn allowing(mut self, headers: &[&str]) -> Self {
        self.initial.cors.allow_headers.extend(headers.iter().map(|&name| name.to_owned()));
        self.change_settings(self.initial.clone());
        self
    }

    pub(crate) fn settings(&self) -> Settings {
        lock(&self.settings).clone()
    }

    pub(crate) fn change_settings(&self, settings: Settings) {
        *lock(&self.settings) = settings;
    }

    pub(crate) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        lock(&self.ledger)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    /// Empties the ledger and the queue of faults, and restores the settings.
    pub(crate) fn reset(&self) {
        self.change_settings(self.initial.clone());
        *self.ledger() = Ledger::default();
        *self.faults() = Faults::default();
    }
}

/// Takes a lock even after a panic elsewhere: a test that failed must not
/// make every later one fail.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
