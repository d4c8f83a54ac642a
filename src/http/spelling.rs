//! Finds a text in however others spell it: plain, or with its characters escaped for JSON, HTML, a URL or a program,
//! one within the other.
//!
//! At each place all readings are followed at once. That knows no encoder and no order of encoders, and needs no table of
//! names: what stands between `&` and `;` may be any character that is no letter or digit, or any two.

use std::cell::Cell;
use zeroize::Zeroizing;

/// So many escapes within each other are read: HTML in JSON in a URL.
const DEPTH: u8 = 3;

/// How a text may be spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Any escape.
    Text,
    /// Base64, with either alphabet, wrapped or not.
    Base64,
    /// Two digits for each byte, in upper or lower case.
    Hex,
}

/// A text to be found.
pub(super) struct Pattern {
    kind: Kind,
    chars: Zeroizing<Vec<char>>,
}

/// What one character, or one escape, may stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Char(char),
    /// A named entity.
    Named,
}

/// A text that is looked through, and how much of that may still be done: one that is made to be slow is given up.
pub(super) struct Text<'a> {
    bytes: &'a [u8],
    left: Cell<u32>,
}

impl<'a> Text<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        Self { bytes, left: Cell::new(length.saturating_mul(READINGS_PER_BYTE).saturating_add(READINGS)) }
    }

    /// Whether more was to be looked at than anybody waits for.
    pub(super) const fn is_given_up(&self) -> bool {
        self.left.get() == 0
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// All that may stand here. Most places have one reading, and cost nothing.
    pub(super) fn firsts(&self, at: usize) -> Firsts {
        match self.byte(at) {
            Some(byte) if !byte.is_ascii() => Firsts::Foreign,
            Some(byte) if !is_intro(byte) => Firsts::One(char::from(byte)),
            _ => {
                let mut firsts = Vec::new();
                readings(self, at, DEPTH, &mut |reading, _| firsts.push(reading));
                Firsts::Several(firsts)
            }
        }
    }
}

/// What may stand at one place.
pub(super) enum Firsts {
    One(char),
    /// One beyond ASCII, whichever: UTF-8 and Latin-1 that were taken for each other are beyond it too.
    Foreign,
    Several(Vec<Reading>),
}

/// So many places are read of any text, and of a long one so many for each byte: a third more than HTML, Windows paths or another
/// script take that were escaped twice.
const READINGS: u32 = 5_000_000;
const READINGS_PER_BYTE: u32 = 4;

impl Pattern {
    pub(super) fn new(kind: Kind, text: &str) -> Self {
        Self { kind, chars: Zeroizing::new(text.chars().collect()) }
    }

    /// Whether it can begin with one of these.
    pub(super) fn begins(&self, firsts: &Firsts) -> bool {
        let Some(first) = self.chars.first() else { return false };
        match firsts {
            Firsts::One(char) => self.agrees(*first, *char),
            Firsts::Foreign => !first.is_ascii(),
            Firsts::Several(firsts) => firsts.iter().any(|reading| match reading {
                Reading::Char(char) => self.agrees(*first, *char),
                Reading::Named => self.kind == Kind::Text,
            }),
        }
    }

    /// Where the text ends that begins here; nothing where another one does.
    pub(super) fn end(&self, text: &Text<'_>, at: usize) -> Option<usize> {
        // The places that are reached with so many characters found; a name may stand for two.
        let (mut here, mut next, mut after) = (vec![at], Vec::new(), Vec::new());
        for (found, wanted) in self.chars.iter().enumerate() {
            if here.is_empty() && next.is_empty() {
                return None;
            }
            let mut place = 0;
            while let Some(at) = here.get(place).copied() {
                place += 1;
                readings(text, at, DEPTH, &mut |reading, end| match reading {
                    Reading::Char(char) if self.agrees(*wanted, char) => insert(&mut next, end),
                    // Base64 may be wrapped.
                    Reading::Char('\r' | '\n') if self.kind == Kind::Base64 && found > 0 => insert(&mut here, end),
                    Reading::Named if self.kind == Kind::Text => {
                        if !wanted.is_ascii_alphanumeric() {
                            insert(&mut next, end);
                        }
                        insert(&mut after, end);
                    }
                    _ => {}
                });
            }
            here.clear();
            std::mem::swap(&mut here, &mut next);
            std::mem::swap(&mut next, &mut after);
        }
        here.into_iter().max()
    }

    fn agrees(&self, wanted: char, found: char) -> bool {
        match self.kind {
            Kind::Text => wanted == found,
            Kind::Hex => wanted.eq_ignore_ascii_case(&found),
            Kind::Base64 => {
                let usual = |char| match char {
                    '-' => '+',
                    '_' => '/',
                    other => other,
                };
                usual(wanted) == usual(found)
            }
        }
    }

    pub(super) fn is_base64(&self) -> bool {
        self.kind == Kind::Base64
    }
}

fn insert(places: &mut Vec<usize>, place: usize) {
    if !places.contains(&place) {
        places.push(place);
    }
}

/// Whether an escape can begin with it.
const fn is_intro(byte: u8) -> bool {
    matches!(byte, b'\\' | b'%' | b'&' | b'=' | b'+')
}

/// The character that stands here as it is; a byte that is no UTF-8 is read as Latin-1.
fn literal(text: &[u8], at: usize) -> Option<(char, usize)> {
    let first = *text.get(at)?;
    let length = match first {
        0..=0x7f => return Some((char::from(first), at + 1)),
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    let read = text.get(at..at + length).and_then(|bytes| std::str::from_utf8(bytes).ok()?.chars().next());
    Some(read.map_or((char::from(first), at + 1), |char| (char, at + length)))
}

/// All that may stand here, with where it ends. What was escaped twice has its first character escaped, so that the rest of
/// an escape is read as deep as its beginning.
fn readings(text: &Text<'_>, at: usize, depth: u8, then: &mut dyn FnMut(Reading, usize)) {
    if text.is_given_up() {
        return;
    }
    text.left.set(text.left.get() - 1);
    let Some((char, end)) = literal(text.bytes, at) else { return };
    then(Reading::Char(char), end);
    if !char.is_ascii() {
        // UTF-8 that was taken for Latin-1, or Latin-1 for UTF-8.
        return misread(text.bytes, at, then);
    }
    if depth == 0 || !is_intro_char(char) {
        return;
    }
    let mut intros = vec![(char, end)];
    for level in 0..depth {
        let mut deeper = Vec::new();
        for (intro, end) in std::mem::take(&mut intros) {
            escape(text, intro, end, level, &mut |reading, end| {
                then(reading, end);
                // An entity that stands for the beginning of another escape is `&amp;`, `&bsol;`, `&percnt;`.
                let begins = match reading {
                    Reading::Char(char) if is_intro_char(char) => &[char][..],
                    Reading::Char(_) => &[],
                    Reading::Named => &['&', '\\', '%'],
                };
                deeper.extend(begins.iter().map(|intro| (*intro, end)).filter(|_| level + 1 < depth));
            });
        }
        intros = deeper;
        intros.dedup();
    }
}

fn is_intro_char(char: char) -> bool {
    u8::try_from(char).is_ok_and(is_intro)
}

fn escape(text: &Text<'_>, intro: char, at: usize, depth: u8, then: &mut dyn FnMut(Reading, usize)) {
    match intro {
        '\\' => backslash(text, at, depth, then),
        '%' | '=' => bytes(text, intro, at, depth, then),
        '&' => entity(text, at, depth, then),
        _ => then(Reading::Char(' '), at),
    }
}

/// Bytes of UTF-8 that each became a character of its own.
fn misread(text: &[u8], at: usize, then: &mut dyn FnMut(Reading, usize)) {
    let (mut bytes, mut end) = ([0_u8; 4], at);
    for length in 0..4 {
        let Some((char, next)) = literal(text, end) else { return };
        let (Ok(byte), Some(place)) = (u8::try_from(u32::from(char)), bytes.get_mut(length)) else { return };
        (*place, end) = (byte, next);
        if let Some(char) = whole(bytes.get(..=length).unwrap_or_default()) {
            return then(Reading::Char(char), end);
        }
    }
}

/// The one character that these bytes are.
fn whole(bytes: &[u8]) -> Option<char> {
    let mut chars = std::str::from_utf8(bytes).ok()?.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// The first reading that is wanted.
fn one(text: &Text<'_>, at: usize, depth: u8, wanted: impl Fn(char) -> bool) -> Option<(char, usize)> {
    let mut found = None;
    readings(text, at, depth, &mut |reading, end| {
        // The name of an entity within another: `&num;`, `&semi;`.
        let char = match reading {
            Reading::Char(char) => Some(char),
            Reading::Named => [';', '#'].into_iter().find(|char| wanted(*char)),
        };
        found = found.or_else(|| char.filter(|char| wanted(*char)).map(|char| (char, end)));
    });
    found
}

/// Where a character ends that stands here, in all its readings.
fn each(text: &Text<'_>, at: usize, depth: u8, wanted: char) -> Vec<usize> {
    let mut ends = Vec::new();
    readings(text, at, depth, &mut |reading, end| {
        if reading == Reading::Char(wanted) {
            insert(&mut ends, end);
        }
    });
    ends
}

/// Digits, at least as many as said and at most; the number, and where they end.
fn number(text: &Text<'_>, at: usize, depth: u8, base: u32, least: usize, most: usize) -> Option<(u32, usize)> {
    let (mut value, mut end, mut count) = (0_u32, at, 0);
    while count < most
        && let Some((digit, next)) = one(text, end, depth, |char| char.is_digit(base))
    {
        value = value.checked_mul(base)?.checked_add(digit.to_digit(base)?)?;
        (end, count) = (next, count + 1);
    }
    (count >= least).then_some((value, end))
}

/// After a backslash: `\n`, `\"`, `\/`, `\xe9`, `\u00e9`, `\u{e9}`, `\351`, and whatever a shell escapes.
fn backslash(text: &Text<'_>, at: usize, depth: u8, then: &mut dyn FnMut(Reading, usize)) {
    let mut all = Vec::new();
    readings(text, at, depth, &mut |reading, end| {
        if let Reading::Char(char) = reading {
            all.push((char, end));
        }
    });
    for (char, end) in all {
        then(Reading::Char(char), end);
        named_by(text, at, (char, end), depth, then);
    }
}

fn named_by(text: &Text<'_>, at: usize, (char, end): (char, usize), depth: u8, then: &mut dyn FnMut(Reading, usize)) {
    match char {
        'n' => then(Reading::Char('\n'), end),
        't' => then(Reading::Char('\t'), end),
        'r' => then(Reading::Char('\r'), end),
        'b' => then(Reading::Char('\u{8}'), end),
        'f' => then(Reading::Char('\u{c}'), end),
        'u' | 'U' => unicode(text, end, depth, then),
        'x' => bytes(text, '\\', at, depth, then),
        '0'..='7' => {
            if let Some((value, end)) = number(text, at, depth, 8, 1, 3) {
                code(value, end, then);
            }
        }
        _ => {}
    }
}

fn code(value: u32, end: usize, then: &mut dyn FnMut(Reading, usize)) {
    if let Some(char) = char::from_u32(value) {
        then(Reading::Char(char), end);
    }
}

/// After `\u` or `%u`: four digits, or a pair of surrogates, or digits in braces; after `\U` eight.
fn unicode(text: &Text<'_>, at: usize, depth: u8, then: &mut dyn FnMut(Reading, usize)) {
    if let Some((_, inside)) = one(text, at, depth, |char| char == '{')
        && let Some((value, end)) = number(text, inside, depth, 16, 1, 6)
        && let Some((_, end)) = one(text, end, depth, |char| char == '}')
    {
        code(value, end, then);
    }
    if let Some((value, end)) = number(text, at, depth, 16, 8, 8) {
        code(value, end, then);
    }
    let Some((high, end)) = number(text, at, depth, 16, 4, 4) else { return };
    code(high, end, then);
    if !(0xd800..0xdc00).contains(&high) {
        return;
    }
    for next in ['\\', '%'].into_iter().flat_map(|intro| each(text, end, depth, intro)) {
        if let Some((_, next)) = one(text, next, depth, |char| char == 'u')
            && let Some((low @ 0xdc00..0xe000, end)) = number(text, next, depth, 16, 4, 4)
        {
            code(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00), end, then);
        }
    }
}

/// After `%`, `=` or a backslash: the digits of a byte, and of those that follow where it begins a character of UTF-8.
fn bytes(text: &Text<'_>, intro: char, at: usize, depth: u8, then: &mut dyn FnMut(Reading, usize)) {
    if intro == '%'
        && let Some((_, end)) = one(text, at, depth, |char| char == 'u')
    {
        return unicode(text, end, depth, then);
    }
    let byte = |at: usize| {
        let at = if intro == '\\' { one(text, at, depth, |char| char == 'x')?.1 } else { at };
        let (value, end) = number(text, at, depth, 16, 2, 2)?;
        Some((u8::try_from(value).ok()?, end))
    };
    let Some((first, mut end)) = byte(at) else { return };
    // Latin-1.
    then(Reading::Char(char::from(first)), end);
    let mut read = vec![first];
    while read.len() < 4 && first >= 0xc2 {
        let mut next = each(text, end, depth, intro).into_iter().filter_map(byte);
        let Some((next, after)) = next.find(|(byte, _)| (0x80..0xc0).contains(byte)) else { return };
        read.push(next);
        end = after;
        if let Some(char) = whole(&read) {
            return then(Reading::Char(char), end);
        }
    }
}

/// After `&`: `#233;`, `#xe9;` or a name.
fn entity(text: &Text<'_>, at: usize, depth: u8, then: &mut dyn FnMut(Reading, usize)) {
    const LONGEST_NAME: usize = 32;
    let past_semicolon = |end: usize| one(text, end, depth, |char| char == ';').map_or(end, |(_, end)| end);
    if let Some((_, inside)) = one(text, at, depth, |char| char == '#') {
        let hex = one(text, inside, depth, |char| matches!(char, 'x' | 'X'));
        let digits = match hex {
            Some((_, inside)) => number(text, inside, depth, 16, 1, 8),
            None => number(text, inside, depth, 10, 1, 10),
        };
        if let Some((value, end)) = digits {
            code(value, past_semicolon(end), then);
        }
        return;
    }
    let mut end = at;
    for _ in 0..LONGEST_NAME {
        match text.byte(end) {
            Some(byte) if byte.is_ascii_alphanumeric() => end += 1,
            _ => break,
        }
    }
    if end > at
        && let Some((_, end)) = one(text, end, depth, |char| char == ';')
    {
        then(Reading::Named, end);
    }
}
