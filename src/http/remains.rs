//! Whether a text still holds a part of a secret: one that was cut off, spaced out or escaped with mistakes is not found as a
//! whole, and its greater part is as good as the whole.
//!
//! Letters and digits alone count, in either case, in the text as it is and as it reads once it is decoded, over and over.

use zeroize::Zeroizing;

/// So many characters in a row are told from any accident.
const ENOUGH: usize = 12;

/// Fewer may be a part of any word.
const FEWEST: usize = 6;

/// So many escapes within each other are read.
const DEPTH: usize = 3;

/// A text is looked through in pieces, each with so much of what follows: more than the longest part takes, however it is escaped.
const PIECE: usize = 64 << 10;
const OVERLAP: usize = 2 << 10;

/// How many characters at its end a part is first looked up by.
const FIRST: u32 = 4;

/// The parts of secrets that give them away.
#[derive(Default)]
pub(super) struct Parts {
    /// By their length.
    of: Vec<(usize, Vec<Zeroizing<Vec<u8>>>)>,
    /// Which last characters any of them has.
    ends: Vec<bool>,
}

impl Parts {
    /// Adds those of a secret: three quarters of it, or twelve characters.
    pub(super) fn add(&mut self, secret: &str) {
        let plain: Zeroizing<Vec<u8>> = Zeroizing::new(secret.bytes().filter_map(plain).collect());
        let length = (plain.len() * 3).div_ceil(4).clamp(FEWEST, ENOUGH);
        if plain.len() < length {
            return;
        }
        if self.ends.is_empty() {
            self.ends = vec![false; 1 << 16];
        }
        let mut parts = Vec::new();
        for part in plain.windows(length) {
            if let Some(end) = self.ends.get_mut(usize::from(key(part))) {
                *end = true;
            }
            parts.push(Zeroizing::new(part.to_vec()));
        }
        self.of.push((length, parts));
    }

    /// Whether one of them is left in a text.
    pub(super) fn remain(&self, text: &[u8]) -> bool {
        if self.of.is_empty() {
            return false;
        }
        let mut from = 0;
        while from < text.len() {
            let end = text.len().min(from + PIECE + OVERLAP);
            if self.stand_in(text.get(from..end).unwrap_or_default()) {
                return true;
            }
            from += PIECE;
        }
        false
    }

    fn stand_in(&self, piece: &[u8]) -> bool {
        let mut read = Zeroizing::new(piece.to_vec());
        for _ in 0..DEPTH {
            if self.read_in(&read) {
                return true;
            }
            let (decoded, is_other) = decoded(&read);
            if !is_other {
                return false;
            }
            read = Zeroizing::new(decoded);
        }
        self.read_in(&read)
    }

    fn read_in(&self, text: &[u8]) -> bool {
        let (mut row, mut key) = (Zeroizing::new(Vec::with_capacity(text.len())), 0_u16);
        for byte in text.iter().filter_map(|byte| plain(*byte)) {
            row.push(byte);
            key = shifted(key, byte);
            let may_end = self.ends.get(usize::from(key)).copied().unwrap_or_default();
            if may_end && self.of.iter().any(|(length, parts)| is_end(&row, *length, parts)) {
                return true;
            }
        }
        false
    }
}

fn is_end(row: &[u8], length: usize, parts: &[Zeroizing<Vec<u8>>]) -> bool {
    let part = row.len().checked_sub(length).and_then(|from| row.get(from..));
    part.is_some_and(|part| parts.iter().any(|it| it.as_slice() == part))
}

/// What counts of a text.
const fn plain(byte: u8) -> Option<u8> {
    if byte.is_ascii_alphanumeric() { Some(byte.to_ascii_lowercase()) } else { None }
}

/// The last characters as one number.
fn key(part: &[u8]) -> u16 {
    part.iter().fold(0, |key, byte| shifted(key, *byte))
}

const fn shifted(key: u16, byte: u8) -> u16 {
    // What was more than so many characters ago is shifted out.
    (key << (16 / FIRST)) ^ (byte as u16).wrapping_mul(0x9d)
}

/// The text with its escapes read once, and whether there were any. What is wrong in them is passed over.
fn decoded(text: &[u8]) -> (Vec<u8>, bool) {
    let (mut out, mut rest, mut is_other) = (Vec::with_capacity(text.len()), text, false);
    while let Some((byte, after)) = rest.split_first() {
        let read = match byte {
            b'%' if matches!(after.first(), Some(b'u' | b'U')) => number(after.get(1..), 16, 4),
            b'%' => number(Some(after), 16, 2),
            b'\\' => backslash(after),
            b'&' => entity(after),
            _ => None,
        };
        match read {
            Some((value, after)) => {
                out.push(u8::try_from(value).unwrap_or(b' '));
                (rest, is_other) = (after, true);
            }
            None => {
                out.push(*byte);
                rest = after;
            }
        }
    }
    (out, is_other)
}

type Read<'a> = Option<(u32, &'a [u8])>;

/// Up to so many digits.
fn number(text: Option<&[u8]>, base: u32, most: usize) -> Read<'_> {
    let text = text?;
    let digit = |byte: &u8| char::from(*byte).to_digit(base);
    let count = text.iter().take(most).take_while(|byte| digit(byte).is_some()).count();
    let value = text
        .iter()
        .take(count)
        .filter_map(digit)
        .fold(0_u32, |value, digit| value.saturating_mul(base).saturating_add(digit));
    (count > 0).then_some((value, text.get(count..)?))
}

fn backslash(text: &[u8]) -> Read<'_> {
    match text.first()? {
        b'u' | b'U' => number(text.get(1..), 16, 4),
        b'x' => number(text.get(1..), 16, 2),
        b'n' | b't' | b'r' | b'b' | b'f' => Some((u32::from(b' '), text.get(1..)?)),
        _ => None,
    }
}

fn entity(text: &[u8]) -> Read<'_> {
    let (value, after) = match text.split_first()? {
        (b'#', after) if matches!(after.first(), Some(b'x' | b'X')) => number(after.get(1..), 16, 6)?,
        (b'#', after) => number(Some(after), 10, 7)?,
        _ => {
            let length = text.iter().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
            let char = match text.get(..length)? {
                b"amp" => b'&',
                b"num" => b'#',
                b"percnt" => b'%',
                b"bsol" => b'\\',
                _ => return None,
            };
            (u32::from(char), text.get(length..)?)
        }
    };
    Some((value, after.strip_prefix(b";").unwrap_or(after)))
}
