//! The key that seals, as it is made and as it is stored.

use crate::connector::vault::{AUTO_LOCK_MS, ITERATIONS, Level, additional_data, bound_to, to_plaintext};
use crate::connector::{Draft, Secrets};
use crate::error::Error;
use crate::systems::form;
use crate::wasm::convert::{self, object, set};
use crate::wasm::crypto::{self, Sealed};
use crate::wasm::draft::member;
use crate::wasm::host::keys::{VERSION, exactly};
use crate::wasm::store::{Change, Table};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

/// What a passphrase is tried on.
const CHECK: &[u8] = b"case-connectors passphrase";

/// The stored record about the key.
pub(super) struct Stored {
    pub(super) level: Level,
    /// Tells secrets that were sealed with this key from others.
    pub(super) id: String,
    record: JsValue,
}

impl Stored {
    pub(super) fn read(record: JsValue) -> Self {
        let word = |name: &str| member(&record, name).as_string();
        let level = word("level").as_deref().and_then(Level::parse).unwrap_or_default();
        Self { level, id: word("id").unwrap_or_default(), record }
    }

    pub(super) fn member(&self, name: &str) -> JsValue {
        member(&self.record, name)
    }

    /// The key of this passphrase, where it is the right one.
    pub(super) async fn try_passphrase(&self, passphrase: &str) -> Result<Option<JsValue>, Error> {
        let iterations = self.number("iterations", ITERATIONS);
        let key = crypto::passphrase_key(passphrase, &self.bytes("salt"), iterations).await?;
        let check = Sealed { iv: self.bytes("checkIv"), data: self.bytes("checkData") };
        let opened = crypto::open(&key, &check, CHECK).await?;
        Ok(opened.map(|_| key))
    }

    fn bytes(&self, name: &str) -> Uint8Array {
        convert::bytes(&member(&self.record, name)).unwrap_or_default()
    }

    pub(super) fn number(&self, name: &str, default: u32) -> u32 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let number = member(&self.record, name).as_f64().map_or(default, |number| number as u32);
        number
    }
}

pub(super) async fn seal(stored: &Draft, secrets: &Secrets, key_id: &str, key: &JsValue) -> Result<Change, Error> {
    let sealed = crypto::seal(key, &to_plaintext(secrets), &authenticated(stored)).await?;
    let record = object([
        ("v", VERSION.into()),
        ("keyId", key_id.into()),
        ("boundTo", binding(stored).into()),
        ("iv", sealed.iv.into()),
        ("data", sealed.data.into()),
    ]);
    Ok(Change::Put(Table::Secrets, exactly(stored.id.as_deref().unwrap_or_default()), record))
}

/// What the sealed secrets of a connector are authenticated with.
pub(super) fn authenticated(stored: &Draft) -> Vec<u8> {
    additional_data(stored, form(&stored.type_id))
}

/// Tells without the key whether sealed secrets still fit their connector.
pub(super) fn binding(stored: &Draft) -> String {
    bound_to(stored, form(&stored.type_id))
}

/// A new key with its id and the record that is stored of it: the key of a passphrase is not.
pub(super) async fn new_key(
    level: Level,
    passphrase: &str,
    auto_lock_ms: &JsValue,
) -> Result<Option<(String, JsValue, JsValue)>, Error> {
    if level == Level::Memory {
        return Ok(None);
    }
    let id = crypto::unique()?;
    let record = object([("v", VERSION.into()), ("level", level.as_str().into()), ("id", id.as_str().into())]);
    let key = match level {
        Level::Passphrase => {
            let salt = crypto::random(16)?;
            let key = crypto::passphrase_key(passphrase, &salt, ITERATIONS).await?;
            let check = crypto::seal(&key, &Zeroizing::new(CHECK.to_vec()), CHECK).await?;
            set(&record, "salt", &salt);
            set(&record, "iterations", &ITERATIONS.into());
            set(&record, "checkIv", &check.iv);
            set(&record, "checkData", &check.data);
            set(&record, "autoLockMs", &auto_lock_ms.as_f64().unwrap_or_else(|| f64::from(AUTO_LOCK_MS)).into());
            key
        }
        Level::Device | Level::Memory => {
            let key = crypto::device_key().await?;
            set(&record, "key", &key);
            key
        }
    };
    Ok(Some((id, key, record)))
}
