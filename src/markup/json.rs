//! JSON text and values: one place that reads and one that writes. The library's code is there once for each kind of input and of
//! output, and once more in each crate.

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

/// A value as JSON has it. By way of text, which is written anyway: the library's code that makes values would be there beside it
/// for each type.
pub fn of(value: &impl Serialize) -> Value {
    serde_json::to_string(value).and_then(|text| read(&text)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{read, read_bytes, write};

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
