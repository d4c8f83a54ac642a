//! The recognition key: with it a push proves that it has written a text, whatever the account.

use super::form::RECOGNITION;
use super::secrets::Secrets;
use crate::hash::keyed_hash;
use zeroize::Zeroizing;

/// A key that those share who push the same cases. It never shows itself, and goes nowhere: what is sent is the check value.
#[derive(Clone)]
pub(crate) struct RecognitionKey(Zeroizing<String>);

impl RecognitionKey {
    /// The key among the secrets of a connector, if there is one.
    pub(crate) fn of(secrets: &Secrets) -> Option<Self> {
        secrets.get(RECOGNITION.key).map(|key| Self(Zeroizing::new(key.to_owned())))
    }

    /// What proves that somebody with this key has said this.
    pub(crate) fn check(&self, parts: &[&str]) -> String {
        keyed_hash(self.0.as_bytes(), parts)
    }
}

impl std::fmt::Debug for RecognitionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}
