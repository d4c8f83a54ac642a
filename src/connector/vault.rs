//! The vault: what sealed secrets look like at rest, what they are bound to, and when they may be opened.
//!
//! No cryptography happens here: the host has the browser's own do it, with AES-256-GCM.

use super::draft::Draft;
use super::form::FormSpec;
use super::secrets::Secrets;
use super::validate::identity;
use crate::error::{Code, Error};
use crate::hash::hash;
use crate::json;
use serde::Serializer;
use serde_json::json;
use zeroize::Zeroizing;

/// PBKDF2-HMAC-SHA-256, as often as OWASP's Password Storage Cheat Sheet asks for.
pub(crate) const ITERATIONS: u32 = 600_000;

/// The shortest passphrase, in characters: whoever has a copy of the storage can try passphrases for ever.
const SHORTEST_PASSPHRASE: usize = 12;

/// After so long without use the key of a passphrase is dropped, where the host sets nothing else.
pub(crate) const AUTO_LOCK_MS: u32 = 15 * 60 * 1000;

/// Where secrets are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Level {
    /// In memory, until the page is gone.
    #[default]
    Memory,
    /// Sealed with a key that the browser keeps and shows to no script.
    Device,
    /// Sealed with a key that is made from a passphrase and kept in memory until it is locked.
    Passphrase,
}

impl Level {
    /// The level by its name in JavaScript and in the storage.
    #[must_use]
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "memory" => Self::Memory,
            "device" => Self::Device,
            "passphrase" => Self::Passphrase,
            _ => return None,
        })
    }

    /// Its name.
    #[must_use]
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Device => "device",
            Self::Passphrase => "passphrase",
        }
    }
}

/// Refuses a passphrase that would be found by trying.
///
/// # Errors
/// `VAULT_PASSPHRASE`.
pub(crate) fn check_passphrase(passphrase: &str) -> Result<(), Error> {
    if passphrase.chars().count() < SHORTEST_PASSPHRASE {
        let message = format!("The passphrase needs at least {SHORTEST_PASSPHRASE} characters.");
        return Err(Error::with(Code::VaultPassphrase, message).at("passphrase"));
    }
    Ok(())
}

/// What sealed secrets are authenticated with: a record that is moved to another connector, URL or user
/// cannot be opened there.
#[must_use]
pub(crate) fn additional_data(connector: &Draft, form: Option<&FormSpec>) -> Vec<u8> {
    let (type_id, url, user, bearer) = identity(connector, form);
    let id = connector.id.as_deref().unwrap_or_default();
    json::write(&json!(["case-connectors secrets", 1, id, type_id, url, user, bearer])).into_bytes()
}

/// Tells without the key whether sealed secrets still fit their connector.
#[must_use]
pub(crate) fn bound_to(connector: &Draft, form: Option<&FormSpec>) -> String {
    let data = String::from_utf8(additional_data(connector, form)).unwrap_or_default();
    hash(&[&data])
}

/// The text that is sealed.
#[must_use]
pub(crate) fn to_plaintext(secrets: &Secrets) -> Zeroizing<Vec<u8>> {
    // Written into a buffer of its final size: one that grows leaves copies of the secret behind.
    let size: usize = secrets.entries().map(|(key, secret)| 6 * (key.len() + secret.len()) + 8).sum();
    let mut out = Zeroizing::new(Vec::with_capacity(size + 2));
    // Writing to memory cannot fail; an empty text would be refused when it is opened.
    drop(serde_json::Serializer::new(&mut *out).collect_map(secrets.entries()));
    out
}

/// The secrets in an opened text.
///
/// # Errors
/// `SECRET_MISSING` where it is not what [`to_plaintext`] writes.
pub(crate) fn from_plaintext(text: &Zeroizing<Vec<u8>>) -> Result<Secrets, Error> {
    json::text(text).and_then(serde_json::from_str).map_err(|_| Error::new(Code::SecretMissing))
}

#[cfg(test)]
mod tests {
    use super::{Level, additional_data, bound_to, check_passphrase, from_plaintext, to_plaintext};
    use crate::connector::{Draft, Scalar, Secrets};

    fn data(draft: &Draft) -> Vec<u8> {
        additional_data(draft, crate::systems::form(&draft.type_id))
    }

    fn bound(draft: &Draft) -> String {
        bound_to(draft, crate::systems::form(&draft.type_id))
    }

    fn connector(id: &str, type_id: &str, url: &str, user: &str) -> Draft {
        let config = [("apiUrl", url), ("username", user)].map(|(key, value)| (key.to_owned(), Scalar::from(value)));
        Draft { id: Some(id.into()), type_id: type_id.into(), config: config.into(), ..Draft::default() }
    }

    #[test]
    fn secrets_are_bound_to_connector_type_url_and_user() {
        let one = connector("a", ".servicenow", "https://dev1.service-now.com/", "bot");
        assert_eq!(bound(&one), bound(&connector("a", ".servicenow", "https://DEV1.service-now.com", "bot")));
        for other in [
            connector("b", ".servicenow", "https://dev1.service-now.com", "bot"),
            connector("a", ".jira", "https://dev1.service-now.com", "bot"),
            connector("a", ".servicenow", "https://dev2.service-now.com", "bot"),
            connector("a", ".servicenow", "https://dev1.service-now.com/tenant", "bot"),
            connector("a", ".servicenow", "https://dev1.service-now.com", "admin"),
            // The parts cannot run together.
            connector("a\",\".servicenow", "", "https://dev1.service-now.com", "bot"),
        ] {
            assert_ne!(data(&one), data(&other));
            assert_ne!(bound(&one), bound(&other));
        }
    }

    #[test]
    fn what_is_sealed_is_what_is_opened() {
        let secrets = Secrets::from([("password", "p\"\\\u{7}\u{1f512} "), ("apiToken", "")]);
        let text = to_plaintext(&secrets);
        assert_eq!(from_plaintext(&text).unwrap(), secrets);
        assert!(from_plaintext(&zeroize::Zeroizing::new(b"[]".to_vec())).is_err());
    }

    #[test]
    fn the_buffer_of_a_plaintext_never_grows() {
        let secret = "\u{1}".repeat(500);
        let secrets = Secrets::from([("password", secret.as_str())]);
        let text = to_plaintext(&secrets);
        assert!(text.capacity() < 6 * (secret.len() + 8) + 12 && text.len() <= text.capacity(), "{}", text.capacity());
    }

    #[test]
    fn a_short_passphrase_is_refused_by_its_characters() {
        assert!(check_passphrase("eleven chär").is_err());
        assert!(check_passphrase("twelve chärs").is_ok());
    }

    #[test]
    fn levels_have_stable_names() {
        for level in [Level::Memory, Level::Device, Level::Passphrase] {
            assert_eq!(Level::parse(level.as_str()), Some(level));
        }
        assert_eq!(Level::parse("cookie"), None);
    }
}
