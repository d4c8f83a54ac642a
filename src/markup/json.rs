//! JSON text and values: one place that reads and one that writes. The library's code is there once for each kind of input and of
//! output, and once more in each crate.

mod cursor;

pub use cursor::{Cursor, Fault, Read, Shape, Wrong};

use serde::Serialize;
use serde_json::{Error, Map, Value};

/// What a text says. Half a character, which some programs leave where they cut a text, reads as U+FFFD.
///
/// # Errors
/// Where it is no JSON.
pub fn read(text: &str) -> Result<Value, Error> {
    let mut read = value(text);
    if read.is_err()
        && let Some(whole) = whole(text)
    {
        read = value(&whole);
    }
    read
}

/// There once, and not in each place.
#[inline(never)]
fn value(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text)
}

/// The text without escapes of half a character, where it has some.
fn whole(text: &str) -> Option<String> {
    let half = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok().filter(|code| (0xd800..0xe000).contains(code))
    };
    let mut out = String::new();
    let (mut done, mut at) = (0, 0);
    while let Some(next) = memchr::memchr(b'\\', text.as_bytes().get(at..).unwrap_or_default()) {
        at += next;
        at += match (half(at), half(at + 6)) {
            (Some(0xd800..0xdc00), Some(0xdc00..)) => 12,
            (Some(_), _) => {
                out.push_str(text.get(done..at).unwrap_or_default());
                out.push_str("\\ufffd");
                done = at + 6;
                6
            }
            _ => 2,
        };
    }
    (done > 0).then(|| out + text.get(done..).unwrap_or_default())
}

/// The members of the object that a text is; nothing where it is none.
#[must_use]
pub fn read_object(text: &str) -> Option<Map<String, Value>> {
    match read(text) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

/// What bytes say.
///
/// # Errors
/// Where they are no JSON, or no UTF-8.
pub fn read_bytes(bytes: &[u8]) -> Result<Value, Error> {
    text(bytes).and_then(read)
}

/// The text that bytes are.
///
/// # Errors
/// Where they are no UTF-8, or no JSON before that.
pub fn text(bytes: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(bytes).or_else(|error| {
        let good = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
        // A control character is refused wherever it stands: the error names the place.
        read(&format!("{good}\u{0}")).map(|_| "")
    })
}

/// The text of a value.
#[must_use]
pub fn write(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Writes a text as a JSON string, as the library does: byte by byte that took three times as long.
pub fn string(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = escaped(rest.as_bytes()) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let Some(byte) = special.bytes().next() else { break };
        out.push('\\');
        match byte {
            b'"' | b'\\' => out.push(char::from(byte)),
            b'\n' => out.push('n'),
            b'\t' => out.push('t'),
            b'\r' => out.push('r'),
            8 => out.push('b'),
            12 => out.push('f'),
            other => {
                out.push_str(if other < 16 { "u000" } else { "u001" });
                out.push(char::from_digit(u32::from(other) % 16, 16).unwrap_or('0'));
            }
        }
        rest = special.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    out.push('"');
}

/// Where the first byte is that a JSON string has escaped; all of these are ASCII.
fn escaped(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    // A byte that is zero, or below a space, borrows from its highest bit. Those above it may be wrong, the lowest is right.
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let (words, rest) = bytes.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let found = (control | zero(word ^ (ONES * 0x22)) | zero(word ^ (ONES * 0x5c))) & HIGH;
        if found != 0 {
            return Some(number * 8 + (found.trailing_zeros() / 8) as usize);
        }
    }
    let is_one = |byte: &u8| *byte < b' ' || matches!(byte, b'"' | b'\\');
    Some(bytes.len() - rest.len() + rest.iter().position(is_one)?)
}

/// A value as JSON has it. By way of text, which is written anyway: the library's code that makes values would be there beside it
/// for each type.
pub fn of(value: &impl Serialize) -> Value {
    serde_json::to_string(value).and_then(|text| read(&text)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{read, read_bytes, string, write};

    #[test]
    fn a_text_is_written_as_the_library_writes_it() {
        for byte in 0..=0xff_u8 {
            for before in ["", "a", "0123456", "01234567", "é\u{7f}\u{80}\u{2028}𝕏 "] {
                let text = format!("{before}{}{before}\"\n{}", char::from(byte), char::from(byte ^ 1));
                let mut ours = String::new();
                string(&text, &mut ours);
                assert_eq!(ours, serde_json::to_string(&text).unwrap());
            }
        }
    }

    #[test]
    fn half_a_character_is_none() {
        for (json, text) in [
            (r#""x \ud83d""#, "x \u{fffd}"),
            (r#""\uDE00\ud83d\ude00\ud83d\ud83d\ude00.""#, "\u{fffd}😀\u{fffd}😀."),
            (r#""\\ud83d \ud83d\n""#, "\\ud83d \u{fffd}\n"),
            (r#""\ude00\\""#, "\u{fffd}\\"),
        ] {
            assert_eq!(read(json).unwrap(), text, "{json}");
        }
        assert!(read(r#""\ud83"#).is_err() && read(r#""\ud83d"#).is_err() && read(r#""\ud8é""#).is_err());
    }

    #[test]
    fn what_is_no_utf_8_is_refused_where_it_stands() {
        for bytes in [&b"{\"a\": \"\xff\"}"[..], b"\xff", b"{\"a\":1}\xff", b"[1,\n\xc3\xa9\xff]"] {
            let (ours, theirs) =
                (read_bytes(bytes).unwrap_err(), serde_json::from_slice::<serde_json::Value>(bytes).unwrap_err());
            assert!(ours.is_syntax() && theirs.is_syntax(), "{ours} {theirs}");
            assert_eq!((ours.line(), theirs.line()), (theirs.line(), ours.line()));
        }
        assert_eq!(
            read_bytes(br#" {"b":[1.50,null],"a":"\u00e9"}"#).map(|value| write(&value)).unwrap(),
            r#"{"a":"é","b":[1.5,null]}"#
        );
    }
}
