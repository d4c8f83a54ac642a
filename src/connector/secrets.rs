//! Passwords, tokens and keys: a value of their own that never shows itself.

use super::scalar::Scalar;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// The secrets of one connector, by field key (`password`, `apiToken`, `apiKeySecret`).
///
/// Their memory is overwritten when they go. There is no `Serialize`, and `Debug` prints only which keys are set.
#[derive(Clone, PartialEq, Eq, Default)]
// By key, in order. They are few, and a tree of one more kind is half a kB of brotli.
pub struct Secrets(Vec<(String, Zeroizing<String>)>);

impl<'de> Deserialize<'de> for Secrets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values: BTreeMap<String, Scalar> = Deserialize::deserialize(deserializer)?;
        let mut secrets = Self::default();
        for (key, value) in values {
            if let Scalar::Text(secret) = value {
                secrets.insert(key, secret);
            }
        }
        Ok(secrets)
    }
}

impl Secrets {
    /// The secret of a field as it was entered: a password may begin or end with a space. Line breaks around it come from
    /// copying, since no password holds one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        let breaks = ['\n', '\r'];
        let (_, secret) = self.0.iter().find(|(known, _)| known == key)?;
        Some(secret.trim_matches(breaks)).filter(|secret| !secret.trim().is_empty())
    }

    /// Sets the secret of a field.
    pub fn insert(&mut self, key: String, secret: String) {
        let secret = Zeroizing::new(secret);
        let place = self.0.partition_point(|(known, _)| *known < key);
        match self.0.get_mut(place) {
            Some((known, kept)) if *known == key => *kept = secret,
            _ => self.0.insert(place, (key, secret)),
        }
    }

    /// Takes over those that were left empty.
    #[cfg(any(test, feature = "bindings"))]
    pub(crate) fn keep(&mut self, kept: &Self) {
        for (key, secret) in kept.entries() {
            if self.get(key).is_none() {
                self.insert(key.to_owned(), secret.to_owned());
            }
        }
    }

    /// Whether any secret is there.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        self.keys().any(|key| self.get(key).is_some())
    }

    /// The keys with their secrets as they were entered.
    #[cfg(any(test, feature = "bindings"))]
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, secret)| (key.as_str(), secret.as_str()))
    }

    /// The keys that are there.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Secrets {
    fn from(entries: [(&str, &str); N]) -> Self {
        let mut secrets = Self::default();
        for (key, secret) in entries {
            secrets.insert(key.to_owned(), secret.to_owned());
        }
        secrets
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.keys().map(|key| (key, "[redacted]"))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Secrets;

    #[test]
    fn a_secret_takes_the_place_of_the_one_before_and_none_other() {
        let mut secrets = Secrets::from([("password", "one"), ("apiKeyId", "id"), ("password", "two")]);
        secrets.insert("apiToken".into(), "token".into());
        let all: Vec<_> = secrets.entries().collect();
        assert_eq!(all, [("apiKeyId", "id"), ("apiToken", "token"), ("password", "two")]);
        assert_eq!(secrets, Secrets::from([("password", "two"), ("apiToken", "token"), ("apiKeyId", "id")]));
    }

    #[test]
    fn debug_shows_no_secret() {
        let secrets = Secrets::from([("password", "hunter2")]);
        assert_eq!(format!("{secrets:?}"), r#"{"password": "[redacted]"}"#);
    }
}
