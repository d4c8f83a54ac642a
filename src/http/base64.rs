//! Base64 as basic authentication has it, RFC 4648. By hand: the crate `base64` knows every alphabet and padding, which was
//! 6 kB of code.

use zeroize::Zeroizing;

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// With padding.
pub(crate) fn encode(bytes: &[u8]) -> Zeroizing<String> {
    // Of its final size: a text that grows leaves copies of the secret behind.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len().div_ceil(3) * 4));
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(group.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let sign = SIGNS.get((bits >> (18 - 6 * at) & 63) as usize).filter(|_| at <= group.len());
            text.push(sign.map_or('=', |sign| char::from(*sign)));
        }
    }
    text
}

/// With padding or without; nothing for what is no Base64.
pub(crate) fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let text = text.trim_end_matches('=');
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let (mut bits, mut held) = (0_usize, 0);
    for byte in text.bytes() {
        bits = bits << 6 | SIGNS.iter().position(|sign| *sign == byte)?;
        held += 6;
        if held >= 8 {
            held -= 8;
            #[allow(clippy::cast_possible_truncation, reason = "one byte of them")]
            bytes.push((bits >> held) as u8);
        }
    }
    // A sign alone is less than a byte.
    (held < 6).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

    #[test]
    fn it_is_what_everybody_writes_and_reads() {
        for length in 0..70_u8 {
            let bytes: Vec<u8> = (0..length).map(|at| at.wrapping_mul(167).wrapping_add(length)).collect();
            assert_eq!(*encode(&bytes), STANDARD.encode(&bytes));
            for text in [STANDARD.encode(&bytes), STANDARD_NO_PAD.encode(&bytes)] {
                assert_eq!(decode(&text).as_deref(), Some(&bytes), "{text}");
            }
        }
        for text in ["A", "AAAAA", "AA-A", "AA A", "=A", "é"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
