//! The hash behind marks, receipts and stand-ins for ids.

use sha2::{Digest, Sha256};

/// Twenty hexadecimal digits of SHA-256 over the parts, each preceded by its length, so that nothing
/// can run together.
#[must_use]
pub fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes().get(..4).unwrap_or_default());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().take(10).map(|byte| format!("{byte:02x}")).collect()
}
