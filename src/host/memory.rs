//! What the vault holds in memory: secrets, and for how long the key of a passphrase may be used.

use super::key::{Key, KeyPlace};
use crate::connector::vault::{Level, additional_data, bound_to};
use crate::connector::{Draft, Secrets};
use crate::error::{Code, Error};
use crate::systems::form;

#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// By the id of their connector. A list, since they are few and the code of a map is there once for each kind of value.
    kept: Vec<(String, Bound)>,
    /// Opened for what is about to begin.
    opened: Option<(String, Bound)>,
    unlocked: Option<Unlocked>,
    locked_times: u32,
}

/// Secrets, with what they are bound to: another tab may have changed their connector since.
#[derive(Debug)]
struct Bound {
    to: String,
    secrets: Secrets,
}

/// The key of a passphrase is in use.
#[derive(Debug)]
struct Unlocked {
    key_id: String,
    locks_at: i64,
    auto_lock_ms: u32,
}

impl Memory {
    /// The secrets of a connector, where they were entered for its URL and its user.
    pub(super) fn secrets_for(&self, connector: &Draft) -> Option<&Secrets> {
        let id = connector.id.as_deref()?;
        let binding = binding(connector);
        let fits = |(of, bound): &&(String, Bound)| of == id && bound.to == binding;
        self.opened.iter().chain(&self.kept).find(fits).map(|(_, bound)| &bound.secrets)
    }

    pub(super) fn keep(&mut self, id: String, to: String, secrets: Secrets) {
        self.forget(&id);
        self.kept.push((id, Bound { to, secrets }));
    }

    pub(super) fn forget(&mut self, id: &str) {
        self.kept.retain(|(of, _)| of != id);
    }

    pub(super) fn set_opened(&mut self, connector: &Draft, secrets: Secrets) {
        let bound = Bound { to: binding(connector), secrets };
        self.opened = connector.id.clone().map(|id| (id, bound));
    }

    pub(super) fn forget_opened(&mut self) {
        self.opened = None;
    }

    /// Where the key lies that seals and opens; nothing where secrets are kept in memory. Each use puts the locking off.
    ///
    /// # Errors
    /// `VAULT_LOCKED`, also where nobody has looked at the clock since it was time.
    pub(super) fn use_key(&mut self, key: &Key, now: i64) -> Result<Option<KeyPlace>, Error> {
        self.locks_in(now);
        match key.level {
            Level::Memory => Ok(None),
            Level::Device => Ok(Some(KeyPlace::Stored)),
            Level::Passphrase if self.is_open(key) => {
                self.open(key, now);
                Ok(Some(KeyPlace::Unlocked))
            }
            Level::Passphrase => Err(Error::new(Code::VaultLocked)),
        }
    }

    /// Locks where it is time. Answers in how many milliseconds it is; nothing where no key is in use.
    pub(super) fn locks_in(&mut self, now: i64) -> Option<i64> {
        let unlocked = self.unlocked.as_mut()?;
        // A clock that was put back must not keep the vault open for longer.
        unlocked.locks_at = unlocked.locks_at.min(now.saturating_add(unlocked.auto_lock_ms.into()));
        let left = unlocked.locks_at.saturating_sub(now);
        if left <= 0 {
            self.lock();
            return None;
        }
        Some(left)
    }

    /// Forgets everything.
    pub(super) fn lock(&mut self) {
        let locked_times = self.locked_times.wrapping_add(1);
        *self = Self { locked_times, ..Self::default() };
    }

    /// Another one after each lock: what was begun before must not open it.
    pub(super) fn turn(&self) -> u32 {
        self.locked_times
    }

    pub(super) fn is_open(&self, key: &Key) -> bool {
        self.unlocked.as_ref().is_some_and(|unlocked| unlocked.key_id == key.id)
    }

    pub(super) fn open(&mut self, key: &Key, now: i64) {
        let Key { id, auto_lock_ms, .. } = key;
        let locks_at = now.saturating_add((*auto_lock_ms).into());
        self.unlocked = Some(Unlocked { key_id: id.clone(), locks_at, auto_lock_ms: *auto_lock_ms });
    }
}

/// What the sealed secrets of a connector are authenticated with.
pub(super) fn authenticated(connector: &Draft) -> Vec<u8> {
    additional_data(connector, form(&connector.type_id))
}

/// Tells without the key whether secrets still fit their connector.
pub(super) fn binding(connector: &Draft) -> String {
    bound_to(connector, form(&connector.type_id))
}
