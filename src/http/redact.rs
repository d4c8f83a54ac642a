//! What was sent and answered, as others may read it: without the secret, however it is spelled there.

use super::base64;
use super::remains::Parts;
use super::request::Request;
use super::spelling::{Kind, Pattern, Text};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// In the place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// In the place of a text in which a secret cannot be told from other words.
pub(crate) const WITHHELD: &str = "[withheld: the secret is too short to be taken out]";

/// In the place of one that takes too long to look through.
pub(super) const UNREAD: &str = "[withheld: it takes too long to look through]";

/// In the place of one that holds so much of a secret that the rest can be guessed.
pub(crate) const PART_WITHHELD: &str = "[withheld: it repeats a part of the secret]";

/// A shorter secret may be part of any word.
const SHORTEST: usize = 6;

/// The headers by which somebody is known, in lower case as all are; they are left out, whatever they say.
const HEADERS: [&str; 5] = ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-csrf-token"];

/// Takes the secrets of one request out of texts. A server may repeat in its answer what it was sent.
#[derive(Default)]
pub(crate) struct Redaction {
    patterns: Vec<Pattern>,
    /// Secrets that are too short to be looked for.
    short: Vec<Zeroizing<String>>,
    /// What is left of one that was not repeated as a whole.
    parts: Parts,
}

impl std::fmt::Debug for Redaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Redaction of {} texts", self.patterns.len() + self.short.len())
    }
}

/// A text that takes too long to look through.
#[derive(Debug)]
pub(super) struct Spent;

impl Redaction {
    /// Of a request as it is sent, and of secrets that it does not hold.
    #[must_use]
    pub(crate) fn of<'a>(sent: &Request, others: impl IntoIterator<Item = &'a str>) -> Self {
        let mut found = Self::default();
        let credentials = sent.headers.get("authorization").and_then(|value| value.split_once(' '));
        if let Some((scheme, credentials)) = credentials {
            let is_basic = scheme.eq_ignore_ascii_case("basic");
            // A part of `user:password` may be that of the user, who is no secret.
            found.add_as(credentials, !is_basic);
            if is_basic {
                found.add_password(credentials);
            }
        }
        for secret in others {
            found.add(secret);
        }
        found
    }

    /// The password of `user:password` in Base64.
    fn add_password(&mut self, credentials: &str) {
        let decoded = base64::decode(credentials);
        let text = decoded.as_ref().and_then(|decoded| std::str::from_utf8(decoded).ok());
        if let Some((_, password)) = text.and_then(|text| text.split_once(':')) {
            self.add(password);
        }
    }

    fn add(&mut self, secret: &str) {
        self.add_as(secret, true);
    }

    /// `in_parts` where a part of it gives it away too.
    fn add_as(&mut self, secret: &str, in_parts: bool) {
        let length = secret.chars().count();
        if length == 0 {
            return;
        }
        if length < SHORTEST {
            self.short.push(Zeroizing::new(secret.to_owned()));
            return;
        }
        self.add_pattern(Kind::Text, secret, in_parts);
        self.add_encoded(secret.as_bytes(), in_parts);
        // As `btoa` has it, which takes Latin-1.
        let latin: Option<Vec<u8>> = secret.chars().map(|char| u8::try_from(u32::from(char)).ok()).collect();
        if let Some(latin) = latin.map(Zeroizing::new).filter(|_| !secret.is_ascii()) {
            self.add_encoded(&latin, in_parts);
        }
    }

    fn add_encoded(&mut self, secret: &[u8], in_parts: bool) {
        // Base64 depends on where in a group of three bytes the text begins. The characters that hold bits of what stands
        // before and after are left out.
        for offset in 0..3_usize {
            let mut bytes = Zeroizing::new(vec![0_u8; offset]);
            bytes.extend_from_slice(secret);
            let encoded = base64::encode(&bytes);
            let (from, to) = ((offset * 8).div_ceil(6), bytes.len() * 8 / 6);
            self.add_pattern(Kind::Base64, encoded.get(from..to).unwrap_or_default(), in_parts);
        }
        let hex: Zeroizing<String> = Zeroizing::new(secret.iter().map(|byte| format!("{byte:02x}")).collect());
        self.add_pattern(Kind::Hex, &hex, in_parts);
    }

    fn add_pattern(&mut self, kind: Kind, text: &str, in_parts: bool) {
        if in_parts {
            self.parts.add(text);
        }
        self.patterns.push(Pattern::new(kind, text));
    }

    /// What stands in the place of all texts for people, where those of this answer are withheld; `text` is without the secrets.
    #[must_use]
    pub(super) fn withholds(&self, text: &[u8]) -> Option<&'static str> {
        if !self.short.is_empty() {
            return Some(WITHHELD);
        }
        self.parts.remain(text).then_some(PART_WITHHELD)
    }

    /// What stands in the place of a value that holds a part of a secret.
    #[must_use]
    pub(super) fn withholds_part(&self, value: &str) -> Option<&'static str> {
        self.parts.remain(value.as_bytes()).then_some(PART_WITHHELD)
    }

    /// Bytes without the secrets. Short ones are taken out where they stand alone.
    pub(super) fn bytes(&self, text: Vec<u8>) -> Result<Vec<u8>, Spent> {
        let mut text = Zeroizing::new(text);
        let ranges = self.find(&text)?;
        if ranges.is_empty() {
            return Ok(std::mem::take(&mut *text));
        }
        let (mut out, mut done) = (Vec::with_capacity(text.len()), 0);
        for (start, end) in ranges {
            out.extend_from_slice(text.get(done..start).unwrap_or_default());
            out.extend_from_slice(REDACTED.as_bytes());
            done = end;
        }
        out.extend_from_slice(text.get(done..).unwrap_or_default());
        Ok(out)
    }

    /// A text without the secrets.
    #[must_use]
    pub(crate) fn text(&self, text: &str) -> String {
        match self.bytes(text.as_bytes().to_vec()) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(Spent) => UNREAD.to_owned(),
        }
    }

    /// A text for people.
    #[must_use]
    #[cfg(feature = "bindings")]
    pub(crate) fn words(&self, words: &str) -> String {
        let text = self.text(words);
        self.withholds(text.as_bytes()).map_or(text, str::to_owned)
    }

    /// Where secrets stand, in order and apart.
    fn find(&self, text: &[u8]) -> Result<Vec<(usize, usize)>, Spent> {
        let mut found = Vec::new();
        let (mut at, looked) = (0, Text::new(text));
        while at < text.len() {
            let mut range: Option<(usize, usize)> = None;
            let firsts = looked.firsts(at);
            for pattern in self.patterns.iter().filter(|pattern| pattern.begins(&firsts)) {
                if let Some(end) = pattern.end(&looked, at) {
                    let (start, end) = if pattern.is_base64() { blob(text, at, end) } else { (at, end) };
                    range = Some(range.map_or((start, end), |(s, e)| (s.min(start), e.max(end))));
                }
            }
            if looked.is_given_up() {
                return Err(Spent);
            }
            for secret in &self.short {
                if text.get(at..).is_some_and(|rest| rest.starts_with(secret.as_bytes()))
                    && alone(text, at, secret.len())
                {
                    range = range.or(Some((at, at + secret.len())));
                }
            }
            match range {
                Some((start, end)) => {
                    let done = found.last().map_or(0, |(_, end)| *end);
                    found.push((escaped(text, start).max(done), end));
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        Ok(found)
    }

    /// Headers without the secrets, and without those that name somebody.
    #[must_use]
    pub(crate) fn headers(&self, headers: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        // Extended and not collected, which would sort them and bring the code for it.
        let mut kept = BTreeMap::new();
        let shown = headers.iter().filter(|(name, _)| !HEADERS.contains(&name.as_str()));
        kept.extend(shown.map(|(name, value)| (self.text(name), self.text(value))));
        kept
    }

    /// The request.
    #[must_use]
    #[cfg(any(test, feature = "bindings"))]
    pub(crate) fn request(&self, sent: &Request) -> Request {
        Request {
            method: sent.method,
            url: self.text(&sent.url),
            headers: self.headers(&sent.headers),
            body: sent.body.as_deref().map(|body| self.text(body)),
        }
    }
}

/// All of the Base64 in which a secret was found: what stands around it holds some of its bits.
fn blob(text: &[u8], start: usize, end: usize) -> (usize, usize) {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_=%\\".contains(byte);
    let before = text.get(..start).unwrap_or_default().iter().rev().take_while(|byte| is_part(byte)).count();
    let after = text.get(end..).unwrap_or_default().iter().take_while(|byte| is_part(byte)).count();
    // A backslash at the end belongs to what comes then.
    let last = text.get(end..end + after).unwrap_or_default().iter().rev().take_while(|byte| **byte == b'\\').count();
    (start - before, end + after - last)
}

/// Whether neither a letter nor a digit touches it.
fn alone(text: &[u8], at: usize, length: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    !is_word(at.checked_sub(1).and_then(|before| text.get(before))) && !is_word(text.get(at + length))
}

/// The start with the backslash that belongs to its first character, so that JSON stays JSON.
fn escaped(text: &[u8], start: usize) -> usize {
    let slashes = text.get(..start).unwrap_or_default().iter().rev().take_while(|byte| **byte == b'\\').count();
    start - slashes % 2
}

#[cfg(test)]
mod tests;
