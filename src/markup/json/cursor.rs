//! Reads JSON straight from its text, member by member: nothing is made of what nobody asks for.
//!
//! What the library derives for a case is code for each kind of object, and took three times as long.

use super::escaped;
use std::borrow::Cow;

/// A place in a JSON text.
#[derive(Debug, Clone)]
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// Why a text is not read, and how far it was.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong {
    /// How many bytes were read.
    pub at: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong with a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not JSON.
    Json,
    /// Something else than this, which begins here.
    Other(&'static str, usize),
    /// A member that must be there is missing.
    Missing(&'static str),
    /// A member is there twice.
    Twice(&'static str),
}

/// What was read.
pub type Read<T> = Result<T, Wrong>;

/// The members of an object that are of interest.
#[derive(Debug)]
pub struct Shape {
    /// What the object is called where something else is there.
    pub what: &'static str,
    /// Their names; those that must be there come first.
    pub names: &'static [&'static str],
    /// How many must be there.
    pub needed: usize,
}

impl<'a> Cursor<'a> {
    /// At the beginning of a text.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The byte at which the next value or sign begins; zero at the end.
    pub fn peek(&mut self) -> u8 {
        loop {
            let byte = self.byte();
            // Most JSON has no white space between.
            if byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return byte;
            }
            self.at += 1;
        }
    }

    #[inline]
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    fn is(&mut self, sign: u8) -> bool {
        let is = self.byte() == sign || self.peek() == sign;
        self.at += usize::from(is);
        is
    }

    fn wrong<T>(&self, fault: Fault) -> Read<T> {
        Err(Wrong { at: self.at, fault })
    }

    fn need(&mut self, sign: u8) -> Read<()> {
        if self.is(sign) { Ok(()) } else { self.wrong(Fault::Json) }
    }

    /// Something else stands here.
    ///
    /// # Errors
    /// Always.
    pub fn other<T>(&mut self, expected: &'static str) -> Read<T> {
        let begin = self.peek();
        let from = self.at;
        if !matches!(begin, b'[' | b'{') {
            self.pass()?;
        }
        self.wrong(Fault::Other(expected, from))
    }

    /// Nothing may follow.
    ///
    /// # Errors
    /// Where something does.
    pub fn end(&mut self) -> Read<()> {
        self.peek();
        if self.at == self.text.len() { Ok(()) } else { self.wrong(Fault::Json) }
    }

    /// Reads a string.
    ///
    /// # Errors
    /// Where something else is there.
    pub fn string(&mut self) -> Read<Cow<'a, str>> {
        if self.peek() != b'"' {
            return self.other("a string");
        }
        let from = self.at + 1;
        let has_escapes = self.pass_string()?;
        let inside = self.text.get(from..self.at - 1).unwrap_or_default();
        if !has_escapes {
            return Ok(Cow::Borrowed(inside));
        }
        Ok(Cow::Owned(unescaped(inside)))
    }

    /// Passes over a string, and tells whether it has escapes.
    fn pass_string(&mut self) -> Read<bool> {
        let bytes = self.text.as_bytes();
        let mut has_escapes = false;
        self.at += 1;
        loop {
            let step = escaped(bytes.get(self.at..).unwrap_or_default());
            let Some(step) = step else { return self.wrong(Fault::Json) };
            self.at += step;
            match self.byte() {
                b'"' => {
                    self.at += 1;
                    return Ok(has_escapes);
                }
                b'\\' => {
                    has_escapes = true;
                    self.at += match bytes.get(self.at + 1..).unwrap_or_default() {
                        [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
                        [b'u', one, two, three, four, ..]
                            if [one, two, three, four].iter().all(|digit| digit.is_ascii_hexdigit()) =>
                        {
                            6
                        }
                        _ => return self.wrong(Fault::Json),
                    };
                }
                _ => return self.wrong(Fault::Json),
            }
        }
    }

    fn pass_word(&mut self, word: &str) -> Read<()> {
        if !self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            return self.wrong(Fault::Json);
        }
        self.at += word.len();
        Ok(())
    }

    fn pass_digits(&mut self) -> Read<()> {
        let from = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        if self.at > from { Ok(()) } else { self.wrong(Fault::Json) }
    }

    fn pass_number(&mut self) -> Read<()> {
        self.at += usize::from(self.byte() == b'-');
        if self.byte() == b'0' {
            self.at += 1;
        } else {
            self.pass_digits()?;
        }
        if self.byte() == b'.' {
            self.at += 1;
            self.pass_digits()?;
        }
        if matches!(self.byte(), b'e' | b'E') {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), b'+' | b'-'));
            self.pass_digits()?;
        }
        Ok(())
    }

    fn pass_name(&mut self) -> Read<()> {
        if self.peek() != b'"' {
            return self.wrong(Fault::Json);
        }
        self.pass_string()?;
        self.need(b':')
    }

    /// Passes over any value.
    ///
    /// # Errors
    /// Where none is there.
    pub fn pass(&mut self) -> Read<()> {
        // What closes that which is open: a text may be nested as deep as it is long.
        let mut open: Vec<u8> = Vec::new();
        loop {
            match self.peek() {
                b'"' => drop(self.pass_string()?),
                begin @ (b'[' | b'{') => {
                    self.at += 1;
                    if !self.is(begin + 2) {
                        open.push(begin + 2);
                        if begin == b'{' {
                            self.pass_name()?;
                        }
                        continue;
                    }
                }
                b't' => self.pass_word("true")?,
                b'f' => self.pass_word("false")?,
                b'n' => self.pass_word("null")?,
                _ => self.pass_number()?,
            }
            loop {
                let Some(&close) = open.last() else { return Ok(()) };
                if self.is(close) {
                    open.pop();
                    continue;
                }
                self.need(b',')?;
                if close == b'}' {
                    self.pass_name()?;
                }
                break;
            }
        }
    }

    /// The text of any value.
    ///
    /// # Errors
    /// Where none is there.
    pub fn value(&mut self) -> Read<&'a str> {
        self.peek();
        let from = self.at;
        self.pass()?;
        Ok(self.text.get(from..self.at).unwrap_or_default())
    }

    /// What is read here, where it is not `null`.
    ///
    /// # Errors
    /// Those of reading it.
    pub fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<Option<T>> {
        if self.peek() == b'n' {
            return self.pass_word("null").map(|()| None);
        }
        read(self).map(Some)
    }

    /// Reads a list, item by item.
    ///
    /// # Errors
    /// Where something else is there, and those of the items.
    pub fn list(&mut self, each: &mut dyn FnMut(&mut Self) -> Read<()>) -> Read<()> {
        if !self.is(b'[') {
            return self.other("a sequence");
        }
        if self.is(b']') {
            return Ok(());
        }
        loop {
            each(self)?;
            if self.is(b']') {
                return Ok(());
            }
            self.need(b',')?;
        }
    }

    /// Reads an object, member by member, whatever their names are.
    ///
    /// # Errors
    /// Where something else is there, and those of the members.
    pub fn object(
        &mut self,
        what: &'static str,
        each: &mut dyn FnMut(Cow<'a, str>, &mut Self) -> Read<()>,
    ) -> Read<()> {
        let mut is_in = self.opens(what)?;
        while is_in {
            let name = self.string()?;
            self.colon()?;
            each(name, self)?;
            is_in = self.goes_on()?;
        }
        Ok(())
    }

    /// Whether an object that begins here has a member.
    fn opens(&mut self, what: &'static str) -> Read<bool> {
        if !self.is(b'{') {
            return self.other(what);
        }
        if self.is(b'}') {
            return Ok(false);
        }
        self.begins_name()
    }

    /// Whether another member comes.
    fn goes_on(&mut self) -> Read<bool> {
        if self.is(b',') {
            return self.begins_name();
        }
        self.need(b'}').map(|()| false)
    }

    fn begins_name(&mut self) -> Read<bool> {
        if self.peek() == b'"' { Ok(true) } else { self.wrong(Fault::Json) }
    }

    fn colon(&mut self) -> Read<()> {
        self.need(b':')
    }

    /// Reads the members of an object by the places of their names, and passes over all others.
    ///
    /// # Errors
    /// Where something else is there, a member is missing or there twice, and those of the members.
    pub fn members(&mut self, of: &Shape, each: &mut dyn FnMut(usize, &mut Self) -> Read<()>) -> Read<()> {
        let mut seen: u32 = 0;
        let mut next = 0;
        let mut is_in = self.opens(of.what)?;
        while is_in {
            if let Some(place) = self.name(of.names, next)? {
                if seen & 1 << place != 0 {
                    return self.wrong(Fault::Twice(of.names.get(place).copied().unwrap_or_default()));
                }
                seen |= 1 << place;
                next = place + 1;
                self.colon()?;
                each(place, self)?;
            } else {
                self.colon()?;
                self.pass()?;
            }
            is_in = self.goes_on()?;
        }
        match of.names.iter().take(of.needed).enumerate().find(|(place, _)| seen & 1 << place == 0) {
            Some((_, name)) => self.wrong(Fault::Missing(name)),
            None => Ok(()),
        }
    }

    /// The place of the name that stands here among these. Objects of one kind have their members in one order: the next is
    /// looked at first.
    fn name(&mut self, names: &[&str], next: usize) -> Read<Option<usize>> {
        let rest = self.text.as_bytes().get(self.at + 1..).unwrap_or_default();
        if let Some(expected) = names.get(next)
            && rest.get(expected.len()) == Some(&b'"')
            && rest.starts_with(expected.as_bytes())
        {
            self.at += expected.len() + 2;
            return Ok(Some(next));
        }
        let name = self.string()?;
        Ok(names.iter().position(|known| *known == name))
    }
}

/// A string without its escapes, each of which is one. Half a character, which some programs leave where they cut a text, is U+FFFD.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, behind)) = rest.split_once('\\') {
        out.push_str(plain);
        let mut taken = 1;
        out.push(match behind.bytes().next() {
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let unit = |at: usize| u32::from_str_radix(behind.get(at..at + 4).unwrap_or_default(), 16).ok();
                let first = unit(1).unwrap_or_default();
                let is_half = (0xd800..0xdc00).contains(&first) && behind.get(5..7) == Some("\\u");
                let second = unit(7).filter(|second| is_half && (0xdc00..0xe000).contains(second));
                taken = if second.is_some() { 11 } else { 5 };
                let code = second.map_or(first, |second| 0x1_0000 + ((first - 0xd800) << 10 | (second - 0xdc00)));
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            Some(other) => char::from(other),
            None => break,
        });
        rest = behind.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::Cursor;
    use crate::json::read;
    use serde::de::IgnoredAny;

    /// Every three of these in a row.
    fn triples(parts: &[&str]) -> Vec<String> {
        let mut out = vec![String::new()];
        for _ in 0..3 {
            out = out.iter().flat_map(|text| parts.iter().map(move |part| format!("{text}{part}"))).collect();
        }
        out
    }

    /// What the library takes for JSON, and what it does not.
    #[test]
    fn the_same_is_json_as_to_the_library() {
        let parts = [
            "",
            "0",
            "-",
            "01",
            "1.5e+3",
            "1.",
            ".5",
            "1e",
            "true",
            "tru",
            "null",
            "\"",
            "\"a\"",
            "\"\\n\\u00e9\\\"\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\u{1}\"",
            "\"\\ud83d\"",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            " \n\t\r",
            "\u{a0}",
            "\"a\":1",
            "[1,{\"b\":[]}]",
        ];
        for part in triples(&parts) {
            for text in [part.clone(), format!("[{part}]"), format!("{{\"x\":{part}}}")] {
                let mut json = Cursor::new(&text);
                let ours = json.pass().and_then(|()| json.end());
                assert_eq!(ours.is_ok(), serde_json::from_str::<IgnoredAny>(&text).is_ok(), "{text}");
            }
        }
    }

    #[test]
    fn strings_are_what_the_library_reads() {
        let parts = [
            "",
            "a",
            "é\u{2028}",
            "\\n",
            "\\u0041",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\ude00",
            "\\u",
            "\\/",
            "\\\"",
            "\"",
            "\\",
            "01234567",
        ];
        for part in triples(&parts) {
            let text = format!(" \"{part}\"");
            let mut json = Cursor::new(&text);
            let ours = json.string().and_then(|text| json.end().map(|()| text.into_owned()));
            let theirs = read(&text).ok().and_then(|value| value.as_str().map(str::to_owned));
            assert_eq!(ours.ok(), theirs, "{text}");
        }
    }

    #[test]
    fn what_is_nested_without_end_is_passed_over() {
        let text = "[".repeat(100_000) + &"]".repeat(100_000);
        assert!(Cursor::new(&text).pass().is_ok());
        assert!(Cursor::new(&"{\"a\":".repeat(100_000)).pass().is_err());
    }
}
