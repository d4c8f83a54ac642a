//! The vault: where secrets are kept, and what it takes to keep them elsewhere.

use super::key::Key;
use super::open::Host;
use super::record::{Change, Table};
use super::secrets::Reseal;
use super::stored::Stored;
use crate::connector::vault::{AUTO_LOCK_MS, ITERATIONS, Level, check_passphrase};
use crate::error::{Code, Error};
use serde::Serialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// The key of the one record about the key.
pub(crate) const VAULT: &str = "vault";

/// How the vault stands.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VaultState {
    level: &'static str,
    locked: bool,
    sealed: usize,
    auto_lock_ms: Option<u32>,
}

/// Where secrets are to be kept from now on.
#[derive(Debug, Default)]
pub(crate) struct VaultOptions {
    pub(crate) level: Option<String>,
    pub(crate) passphrase: Zeroizing<String>,
    pub(crate) auto_lock_ms: Option<f64>,
    /// The id of the key that is about to be made, which nobody else has.
    pub(crate) key_id: String,
}

/// The key that is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum NewKey {
    /// None: secrets are kept in memory.
    None,
    /// One that the platform makes, and shows to no script.
    Device,
    /// One that is made from the passphrase by so many iterations of PBKDF2.
    Passphrase { iterations: u32 },
}

/// What is to be done to keep secrets elsewhere.
#[derive(Debug)]
pub(crate) struct VaultChange {
    pub(crate) new_key: NewKey,
    /// To be written at once with the secrets that are sealed anew.
    pub(crate) changes: Vec<Change>,
    /// The record of the new key, to which its bytes are added.
    pub(crate) key_record: Option<Change>,
    pub(crate) secrets: Vec<Reseal>,
}

impl Host {
    pub(crate) fn vault_state(&mut self, key: &Value, sealed: usize, now: i64) -> VaultState {
        self.vault.locks_in(now);
        let key = Key::read(key);
        let is_passphrase = key.level == Level::Passphrase;
        VaultState {
            level: key.level.as_str(),
            locked: is_passphrase && !self.vault.is_open(&key),
            sealed,
            auto_lock_ms: is_passphrase.then_some(key.auto_lock_ms),
        }
    }

    /// Locks where it is time. Answers in how many milliseconds it is; nothing where no key is in memory.
    pub(crate) fn locks_in(&mut self, now: i64) -> Option<i64> {
        self.vault.locks_in(now)
    }

    /// Forgets the secrets in memory. The host drops the key.
    pub(crate) fn lock_vault(&mut self) {
        self.vault.lock();
    }

    /// Another one after each lock. Whoever begins to open the vault notes it before anything else, so that a lock wins.
    pub(crate) fn vault_turn(&self) -> u32 {
        self.vault.turn()
    }

    /// How often the passphrase goes through PBKDF2.
    ///
    /// # Errors
    /// `OPTIONS_INVALID` where there is no passphrase.
    pub(crate) fn unlocking(&self, key: &Value) -> Result<u32, Error> {
        let key = Key::read(key);
        if key.level != Level::Passphrase {
            return Err(Error::with(Code::OptionsInvalid, "The secrets are not sealed with a passphrase."));
        }
        Ok(key.iterations.max(ITERATIONS))
    }

    /// The key of a passphrase is made: `fits` says whether it opens what the right one has sealed.
    ///
    /// # Errors
    /// `VAULT_PASSPHRASE` where it does not; `VAULT_LOCKED` where somebody has locked the vault in the meantime.
    pub(crate) fn unlocked(&mut self, key: &Value, fits: bool, turn: u32, now: i64) -> Result<(), Error> {
        if !fits {
            return Err(Error::with(Code::VaultPassphrase, "The passphrase is not the one of this vault."));
        }
        if turn != self.vault.turn() {
            return Err(Error::new(Code::VaultLocked));
        }
        self.vault.open(&Key::read(key), now);
        Ok(())
    }

    /// What is to be done to keep secrets elsewhere, or to seal them with a new key.
    ///
    /// # Errors
    /// `OPTIONS_INVALID`, `VAULT_PASSPHRASE`; `VAULT_LOCKED` where there are secrets that must be opened first.
    pub(crate) fn change_vault(
        &mut self,
        options: &VaultOptions,
        stored: &Stored,
        now: i64,
    ) -> Result<VaultChange, Error> {
        let level = level_of(options)?;
        let secrets = self.reseal(stored, &options.key_id, now)?;
        let mut changes = self.list(stored, now).changes;
        changes.extend([Change::clear(Table::Secrets, ""), Change::remove(Table::Keys, VAULT)]);
        let (new_key, record) = match level {
            Level::Memory => (NewKey::None, None),
            Level::Device => (NewKey::Device, Some(json!({ "level": level.as_str(), "id": options.key_id }))),
            Level::Passphrase => {
                let record = json!({
                    "level": level.as_str(),
                    "id": options.key_id,
                    "iterations": ITERATIONS,
                    "autoLockMs": options.auto_lock_ms.unwrap_or_else(|| AUTO_LOCK_MS.into()),
                });
                (NewKey::Passphrase { iterations: ITERATIONS }, Some(record))
            }
        };
        let key_record = record.map(|record| Change::put(Table::Keys, VAULT, record));
        Ok(VaultChange { new_key, changes, key_record, secrets })
    }

    /// Secrets are kept elsewhere now. Answers whether the new key may be used: not where somebody has locked the
    /// vault in the meantime.
    pub(crate) fn vault_changed(&mut self, key: &Value, turn: u32, now: i64) -> bool {
        let was_locked = turn != self.vault.turn();
        self.vault.lock();
        let key = Key::read(key);
        if !was_locked && key.level == Level::Passphrase {
            self.vault.open(&key, now);
        }
        !was_locked
    }
}

/// What is written when everything is wiped.
pub(crate) fn wipe() -> [Change; 2] {
    [Table::Secrets, Table::Keys].map(|table| Change::clear(table, ""))
}

fn level_of(options: &VaultOptions) -> Result<Level, Error> {
    let unknown = || Error::with(Code::OptionsInvalid, "level must be memory, device or passphrase.").at("level");
    let level = options.level.as_deref().and_then(Level::parse).ok_or_else(unknown)?;
    if level == Level::Passphrase {
        check_passphrase(&options.passphrase)?;
    }
    Ok(level)
}

#[cfg(test)]
mod tests {
    use super::{Host, Key, NewKey, VaultOptions, VaultState};
    use crate::connector::vault::ITERATIONS;
    use crate::connector::{Draft, Secrets};
    use crate::error::Code;
    use crate::host::key::KeyPlace;
    use crate::host::record::Change;
    use crate::host::stored::Stored;
    use serde_json::{Value, json};

    const MINUTE: i64 = 60_000;

    fn passphrase() -> Value {
        json!({ "level": "passphrase", "id": "key-1", "iterations": 1000, "autoLockMs": MINUTE })
    }

    fn use_at(host: &mut Host, now: i64) -> Result<Option<KeyPlace>, Code> {
        host.vault.use_key(&Key::read(&passphrase()), now).map_err(|error| error.code)
    }

    fn unlock(host: &mut Host, now: i64) {
        let turn = host.vault_turn();
        host.unlocked(&passphrase(), true, turn, now).unwrap();
    }

    fn is_locked(host: &mut Host, now: i64) -> bool {
        host.vault_state(&passphrase(), 0, now).locked
    }

    #[test]
    fn each_use_puts_the_locking_off_and_a_look_does_not() {
        let mut host = Host::default();
        unlock(&mut host, 0);
        assert_eq!(use_at(&mut host, MINUTE - 1), Ok(Some(KeyPlace::Unlocked)));
        assert_eq!(host.locks_in(MINUTE), Some(MINUTE - 1));
        assert!(!is_locked(&mut host, 2 * MINUTE - 2));
        assert!(is_locked(&mut host, 2 * MINUTE - 1));
        assert_eq!(host.locks_in(2 * MINUTE - 1), None);
    }

    #[test]
    fn after_a_long_sleep_the_vault_is_locked_although_no_timer_went_off() {
        let mut host = Host::default();
        unlock(&mut host, 0);
        assert_eq!(use_at(&mut host, 12 * 60 * MINUTE), Err(Code::VaultLocked));
        // A clock that is put back opens nothing again.
        assert_eq!(use_at(&mut host, 1), Err(Code::VaultLocked));
    }

    #[test]
    fn a_clock_that_was_put_back_does_not_keep_the_vault_open_for_longer() {
        let mut host = Host::default();
        unlock(&mut host, 1000 * MINUTE);
        assert_eq!(host.locks_in(0), Some(MINUTE));
        assert_eq!(use_at(&mut host, MINUTE), Err(Code::VaultLocked));
    }

    #[test]
    fn locking_while_the_key_is_made_wins() {
        let mut host = Host::default();
        let (iterations, turn) = (host.unlocking(&passphrase()).unwrap(), host.vault_turn());
        // Fewer than today's are not taken from the storage.
        assert_eq!(iterations, ITERATIONS);
        host.lock_vault();
        assert_eq!(host.unlocked(&passphrase(), true, turn, 0).unwrap_err().code, Code::VaultLocked);
        assert!(is_locked(&mut host, 0));
        let turn = host.vault_turn();
        assert_eq!(host.unlocked(&passphrase(), false, turn, 0).unwrap_err().code, Code::VaultPassphrase);
        assert!(is_locked(&mut host, 0));
        host.unlocked(&passphrase(), true, turn, 0).unwrap();
        assert!(!is_locked(&mut host, 0));
    }

    #[test]
    fn locking_forgets_the_secrets_in_memory() {
        let mut host = Host::default();
        let connector = Draft { id: Some("soc".into()), ..Draft::new(".jira") };
        host.keep(&connector, Secrets::from([("apiToken", "s")]), &Value::Null, 0).unwrap();
        host.lock_vault();
        assert!(host.secrets_for(&connector).is_none());
    }

    #[test]
    fn a_key_that_another_tab_has_replaced_is_locked() {
        let mut host = Host::default();
        unlock(&mut host, 0);
        let replaced = json!({ "level": "passphrase", "id": "key-2" });
        assert_eq!(host.vault.use_key(&Key::read(&replaced), 0).unwrap_err().code, Code::VaultLocked);
        assert!(host.vault_state(&replaced, 0, 0).locked);
    }

    #[test]
    fn the_state_says_where_secrets_are_kept() {
        let mut host = Host::default();
        let memory = VaultState { level: "memory", locked: false, sealed: 0, auto_lock_ms: None };
        for record in [Value::Null, json!({ "level": "cookie" }), json!(7)] {
            assert_eq!(host.vault_state(&record, 0, 0), memory, "{record}");
        }
        let device = json!({ "level": "device", "id": "k" });
        assert_eq!(host.vault_state(&device, 2, 0), VaultState { level: "device", sealed: 2, ..memory });
        let record = json!({ "level": "passphrase", "id": "k", "autoLockMs": 1e12 });
        let locked = VaultState { level: "passphrase", locked: true, sealed: 1, auto_lock_ms: Some(u32::MAX) };
        assert_eq!(host.vault_state(&record, 1, 0), locked);
        assert_eq!(host.unlocking(&device).unwrap_err().code, Code::OptionsInvalid);
    }

    fn options(level: &str, passphrase: &str) -> VaultOptions {
        VaultOptions {
            level: Some(level.into()),
            passphrase: passphrase.to_owned().into(),
            auto_lock_ms: None,
            key_id: "new".into(),
        }
    }

    #[test]
    fn a_new_key_has_a_record_and_everything_sealed_before_goes() {
        let mut host = Host::default();
        for (level, new_key, record) in [
            ("memory", NewKey::None, None),
            ("device", NewKey::Device, Some(json!({ "v": 1, "level": "device", "id": "new" }))),
            (
                "passphrase",
                NewKey::Passphrase { iterations: 600_000 },
                Some(
                    json!({ "v": 1, "level": "passphrase", "id": "new", "iterations": 600_000, "autoLockMs": 900_000.0 }),
                ),
            ),
        ] {
            let change = host.change_vault(&options(level, "twelve chars"), &Stored::default(), 0).unwrap();
            let value = change.key_record.map(|record| match record {
                Change::Put { value, .. } => value,
                other => panic!("{other:?}"),
            });
            assert_eq!((change.new_key, value), (new_key, record), "{level}");
            assert_eq!(change.changes.len(), 2);
        }
        let refused = |options| Host::default().change_vault(&options, &Stored::default(), 0).unwrap_err();
        assert_eq!(refused(options("cookie", "")).field.as_deref(), Some("level"));
        assert_eq!(refused(VaultOptions::default()).field.as_deref(), Some("level"));
        assert_eq!(refused(options("passphrase", "short")).code, Code::VaultPassphrase);
    }

    #[test]
    fn a_change_of_the_vault_opens_it_unless_somebody_locked_it_meanwhile() {
        let mut host = Host::default();
        let turn = host.vault_turn();
        host.change_vault(&options("passphrase", "twelve chars"), &Stored::default(), 0).unwrap();
        assert!(host.vault_changed(&passphrase(), turn, 0));
        assert!(!is_locked(&mut host, 0));
        let turn = host.vault_turn();
        host.change_vault(&options("passphrase", "twelve chars"), &Stored::default(), 0).unwrap();
        host.lock_vault();
        assert!(!host.vault_changed(&passphrase(), turn, 0));
        assert!(is_locked(&mut host, 0));
    }
}
