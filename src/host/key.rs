//! The key that seals secrets, as far as it may be seen: the key itself stays with the host.

use crate::connector::vault::{AUTO_LOCK_MS, ITERATIONS, Level};
use serde::Serialize;
use serde_json::Value;

/// What is stored of the key that seals secrets, without its bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Key {
    pub(super) level: Level,
    /// Tells secrets that were sealed with this key from others.
    pub(super) id: String,
    pub(super) iterations: u32,
    pub(super) auto_lock_ms: u32,
}

impl Key {
    /// Reads the stored record; without one, secrets are kept in memory.
    pub(crate) fn read(record: &Value) -> Self {
        let word = |name: &str| record.get(name).and_then(Value::as_str);
        let number = |name: &str, default: u32| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
            let number = record.get(name).and_then(Value::as_f64).map_or(default, |number| number as u32);
            number
        };
        Self {
            level: word("level").and_then(Level::parse).unwrap_or_default(),
            id: word("id").unwrap_or_default().to_owned(),
            iterations: number("iterations", ITERATIONS),
            auto_lock_ms: number("autoLockMs", AUTO_LOCK_MS),
        }
    }
}

/// Where the host has the key that it may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyPlace {
    /// In its record.
    Stored,
    /// In memory, made from the passphrase.
    Unlocked,
}
