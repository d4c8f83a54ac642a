//! The hash behind marks, receipts and stand-ins for ids; and the keyed one behind check values.

use sha2::{Digest, Sha256};

/// Twenty hexadecimal digits of SHA-256 over the parts, each preceded by its length, so that nothing
/// can run together.
#[must_use]
pub fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(length(part));
        hasher.update(part.as_bytes());
    }
    digits(&hasher.finalize(), 10)
}

/// Sixteen hexadecimal digits of HMAC-SHA-256 (RFC 2104) over the parts, put together in the same way.
#[must_use]
pub fn keyed_hash(key: &[u8], parts: &[&str]) -> String {
    let mut message = Vec::new();
    for part in parts {
        message.extend_from_slice(&length(part));
        message.extend_from_slice(part.as_bytes());
    }
    digits(&hmac(key, &message), 8)
}

fn length(part: &str) -> [u8; 4] {
    u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes()
}

fn digits(bytes: &[u8], count: usize) -> String {
    bytes.iter().take(count).map(|byte| format!("{byte:02x}")).collect()
}

/// So many bytes SHA-256 takes at a time.
const BLOCK: usize = 64;

fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let hashed = two(key, &[]);
    let key = if key.len() > BLOCK { hashed.as_slice() } else { key };
    let padded = |pad: u8| {
        let mut block = [pad; BLOCK];
        for (byte, key) in block.iter_mut().zip(key) {
            *byte ^= *key;
        }
        block
    };
    two(&padded(0x5c), &two(&padded(0x36), message))
}

/// SHA-256 of two texts as one. Once for all, since what is inlined into each caller is large.
#[inline(never)]
fn two(first: &[u8], second: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(first);
    hasher.update(second);
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::{digits, hmac, keyed_hash};

    #[test]
    fn the_keyed_hash_is_that_of_rfc_4231() {
        let of = |key: &[u8], message: &[u8]| digits(&hmac(key, message), 32);
        for (key, message, expected) in [
            (&[0x0b; 20][..], &b"Hi There"[..], "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
            (
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
            (
                &[0xaa; 131],
                b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.",
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
            ),
        ] {
            assert_eq!(of(key, message), expected);
        }
    }

    #[test]
    fn no_two_lists_of_parts_are_one() {
        assert_ne!(keyed_hash(b"key", &["ab", "c"]), keyed_hash(b"key", &["a", "bc"]));
        assert_ne!(keyed_hash(b"key", &["ab"]), keyed_hash(b"kez", &["ab"]));
        assert_eq!(keyed_hash(b"key", &["ab"]).len(), 16);
    }
}
