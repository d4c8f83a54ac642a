//! The vault: where secrets are kept, and the key that seals them.

mod key;
pub(super) mod memory;

use crate::connector::vault::{AUTO_LOCK_MS, Level, check_passphrase, from_plaintext};
use crate::connector::{Draft, Secrets};
use crate::error::{Code, Error};
use crate::wasm::convert::{self, object, promise};
use crate::wasm::crypto::{self, Sealed};
use crate::wasm::draft::member;
use crate::wasm::host::handle::{Host, host};
use crate::wasm::host::keys::exactly;
use crate::wasm::store::{Change, Table};
use js_sys::Promise;
use key::{Stored, authenticated, binding, new_key, seal};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use zeroize::Zeroizing;

/// The key of the one record about the key.
const VAULT: &str = "vault";

impl Host {
    async fn stored_vault(&self) -> Result<Stored, Error> {
        let record = self.store.get(Table::Keys, VAULT).await?;
        Ok(Stored::read(record.unwrap_or(JsValue::UNDEFINED)))
    }

    /// The key that seals, or nothing where secrets are kept in memory.
    async fn key(self: &Rc<Self>) -> Result<Option<(String, JsValue)>, Error> {
        let stored = self.stored_vault().await?;
        match stored.level {
            Level::Memory => Ok(None),
            Level::Device => Ok(Some((stored.id.clone(), stored.member("key")))),
            Level::Passphrase => {
                let key = self.vault.unlocked.borrow().clone().filter(|(id, _)| *id == stored.id);
                self.keep_open(&stored);
                key.map(Some).ok_or_else(|| Error::new(Code::VaultLocked))
            }
        }
    }

    /// Each use puts the locking off.
    fn keep_open(&self, stored: &Stored) {
        let ms = stored.number("autoLockMs", AUTO_LOCK_MS);
        self.vault.locks_at.set(self.clock.now_ms().saturating_add(i64::from(ms)));
    }

    fn lock_when_unused(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        spawn_local(async move {
            while let Some(host) = weak.upgrade().filter(|host| host.vault.unlocked.borrow().is_some()) {
                let left = host.vault.locks_at.get() - host.clock.now_ms();
                match u32::try_from(left) {
                    Ok(left) if left > 0 => host.clock.sleep_aside(left).await,
                    _ => host.lock_vault(),
                }
            }
        });
    }

    pub(super) fn lock_vault(&self) {
        self.vault.unlocked.borrow_mut().take();
        self.vault.memory.borrow_mut().clear();
    }

    /// The secrets of a connector, where they were entered for its URL and its user.
    pub(super) async fn secrets_of(self: &Rc<Self>, stored: &Draft) -> Result<Option<Secrets>, Error> {
        let Some(id) = &stored.id else { return Ok(None) };
        let bound_to = binding(stored);
        if let Some((bound, secrets)) = self.vault.memory.borrow().get(id)
            && *bound == bound_to
        {
            return Ok(Some(secrets.clone()));
        }
        let record = self.store.get(Table::Secrets, &exactly(id)).await?.unwrap_or(JsValue::UNDEFINED);
        let word = |name: &str| member(&record, name).as_string();
        if word("boundTo") != Some(bound_to) {
            return Ok(None);
        }
        let Some((key_id, key)) = self.key().await? else { return Ok(None) };
        if word("keyId") != Some(key_id) {
            return Ok(None);
        }
        let bytes = |name: &str| convert::bytes(&member(&record, name)).unwrap_or_default();
        let sealed = Sealed { iv: bytes("iv"), data: bytes("data") };
        let text = crypto::open(&key, &sealed, &authenticated(stored)).await?;
        text.map(|text| from_plaintext(&text)).transpose()
    }

    /// Whether the secrets must be entered before a push. A locked vault has them.
    pub(super) async fn is_missing_secrets(&self, stored: &Draft) -> Result<bool, Error> {
        let Some(id) = stored.id.as_ref().filter(|_| self.transport.needs_secrets()) else { return Ok(false) };
        let bound_to = binding(stored);
        if self.vault.memory.borrow().get(id).is_some_and(|(bound, _)| *bound == bound_to) {
            return Ok(false);
        }
        let record = self.store.get(Table::Secrets, &exactly(id)).await?.unwrap_or(JsValue::UNDEFINED);
        Ok(member(&record, "boundTo").as_string() != Some(bound_to))
    }

    /// Takes the secrets of a connector over: into memory, or sealed as a change for the storage.
    pub(super) async fn keep_secrets(
        self: &Rc<Self>,
        stored: &Draft,
        secrets: Secrets,
    ) -> Result<Option<Change>, Error> {
        let Some(id) = stored.id.clone() else { return Ok(None) };
        match self.key().await? {
            None => {
                self.vault.memory.borrow_mut().insert(id, (binding(stored), secrets));
                Ok(None)
            }
            Some((key_id, key)) => seal(stored, &secrets, &key_id, &key).await.map(Some),
        }
    }

    pub(super) fn forget_secrets(&self, id: &str) -> Change {
        self.vault.memory.borrow_mut().remove(id);
        Change::Delete(Table::Secrets, exactly(id))
    }

    /// Changes the level or makes a new key, and seals all secrets anew.
    async fn set_vault(self: &Rc<Self>, options: &JsValue) -> Result<(), Error> {
        let word = |name: &str| member(options, name).as_string();
        let unknown = || {
            let message = "level must be memory, device or passphrase.";
            Error::with(Code::OptionsInvalid, message).at("level")
        };
        let level = word("level").as_deref().and_then(Level::parse).ok_or_else(unknown)?;
        let passphrase = Zeroizing::new(word("passphrase").unwrap_or_default());
        if level == Level::Passphrase {
            check_passphrase(&passphrase)?;
        }
        let _guard = self.lock_connectors().await?;
        let mut all = Vec::new();
        for connector in self.all_connectors().await? {
            if let Some(secrets) = self.secrets_of(&connector).await? {
                all.push((connector, secrets));
            }
        }
        let mut changes =
            vec![Change::Delete(Table::Secrets, String::new()), Change::Delete(Table::Keys, VAULT.into())];
        let made = new_key(level, &passphrase, &member(options, "autoLockMs")).await?;
        if let Some((key_id, key, record)) = &made {
            changes.push(Change::Put(Table::Keys, VAULT.into(), record.clone()));
            for (connector, secrets) in &all {
                changes.push(seal(connector, secrets, key_id, key).await?);
            }
        }
        self.store.write(changes).await?;
        self.lock_vault();
        match (level, made) {
            (Level::Memory, _) | (_, None) => {
                let mut memory = self.vault.memory.borrow_mut();
                for (connector, secrets) in all {
                    memory.insert(connector.id.clone().unwrap_or_default(), (binding(&connector), secrets));
                }
            }
            (Level::Device, _) => {}
            (Level::Passphrase, Some((key_id, key, _))) => self.open_vault(key_id, key).await?,
        }
        Ok(())
    }

    async fn open_vault(self: &Rc<Self>, key_id: String, key: JsValue) -> Result<(), Error> {
        *self.vault.unlocked.borrow_mut() = Some((key_id, key));
        let stored = self.stored_vault().await?;
        self.keep_open(&stored);
        self.lock_when_unused();
        Ok(())
    }

    async fn unlock(self: &Rc<Self>, passphrase: &str) -> Result<(), Error> {
        let stored = self.stored_vault().await?;
        if stored.level != Level::Passphrase {
            return Err(Error::with(Code::OptionsInvalid, "The secrets are not sealed with a passphrase."));
        }
        let key = stored
            .try_passphrase(passphrase)
            .await?
            .ok_or_else(|| Error::with(Code::VaultPassphrase, "The passphrase is not the one of this vault."))?;
        self.open_vault(stored.id, key).await
    }

    async fn vault_state(&self) -> Result<JsValue, Error> {
        let stored = self.stored_vault().await?;
        let open = self.vault.unlocked.borrow().as_ref().is_some_and(|(id, _)| *id == stored.id);
        let sealed = self.store.entries(Table::Secrets, "").await?.len();
        let is_passphrase = stored.level == Level::Passphrase;
        let auto_lock = is_passphrase.then(|| stored.number("autoLockMs", AUTO_LOCK_MS));
        Ok(object([
            ("level", stored.level.as_str().into()),
            ("locked", (is_passphrase && !open).into()),
            ("sealed", u32::try_from(sealed).unwrap_or(u32::MAX).into()),
            ("autoLockMs", auto_lock.map_or(JsValue::NULL, JsValue::from)),
        ]))
    }
}

/// Where secrets are kept, and whether they are locked.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostVault)]
pub fn host_vault(handle: u32) -> Promise {
    promise(async move { host(handle)?.vault_state().await })
}

/// Changes where secrets are kept, or makes a new key for the same place.
///
/// # Errors
/// `VAULT_LOCKED` before it is unlocked, `VAULT_PASSPHRASE`, `VAULT_UNAVAILABLE`, `OPTIONS_INVALID`, `STORE_FULL`.
#[wasm_bindgen(js_name = hostSetVault)]
pub fn host_set_vault(handle: u32, options: JsValue) -> Promise {
    promise(async move {
        let host = host(handle)?;
        host.set_vault(&options).await?;
        host.vault_state().await
    })
}

/// Unlocks the secrets with their passphrase.
///
/// # Errors
/// `VAULT_PASSPHRASE` where it is another one.
#[wasm_bindgen(js_name = hostUnlock)]
pub fn host_unlock(handle: u32, passphrase: String) -> Promise {
    let passphrase = Zeroizing::new(passphrase);
    promise(async move {
        host(handle)?.unlock(&passphrase).await?;
        Ok(JsValue::UNDEFINED)
    })
}

/// Forgets the key of the passphrase, and the secrets in memory.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = hostLock)]
pub fn host_lock(handle: u32) -> Result<(), JsValue> {
    host(handle)?.lock_vault();
    Ok(())
}

/// Deletes all secrets and the key.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostWipe)]
pub fn host_wipe(handle: u32) -> Promise {
    promise(async move {
        let host = host(handle)?;
        host.lock_vault();
        let all = [Table::Secrets, Table::Keys].map(|table| Change::Delete(table, String::new()));
        host.store.write(all.into()).await?;
        Ok(JsValue::UNDEFINED)
    })
}
