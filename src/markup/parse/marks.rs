//! Where marks end. Kibana's parser looks from each mark for its end alone, whatever stands between; what one look has
//! found holds for all that begin on its way, so that each part of a text is looked at once.

use super::shield::Shield;

/// What a look has found.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// From where on it holds.
    from: usize,
    /// Up to where.
    to: usize,
    end: Option<usize>,
}

/// The ends of marks within a part of a text.
#[derive(Debug)]
pub(super) struct Marks<'t> {
    text: &'t str,
    shields: &'t [Shield],
    to: usize,
    strong: [Option<Seen>; 2],
    emphasis: [Option<Seen>; 2],
    strike: Option<Seen>,
}

fn slot(mark: u8) -> usize {
    usize::from(mark == b'_')
}

impl<'t> Marks<'t> {
    pub(super) fn new(text: &'t str, shields: &'t [Shield], to: usize) -> Self {
        Self { text, shields, to, strong: [None; 2], emphasis: [None; 2], strike: None }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied().filter(|_| at < self.to)
    }

    fn is_empty(&self, from: usize, to: usize) -> bool {
        self.text.get(from..to).is_none_or(|text| text.trim().is_empty())
    }

    /// Behind the shield that covers a position.
    fn shielded(&self, at: usize) -> Option<usize> {
        let number = self.shields.partition_point(|shield| shield.end <= at);
        self.shields.get(number).filter(|shield| shield.start <= at).map(|shield| shield.end)
    }

    /// The next of these signs that is neither shielded nor escaped, and whether an escaped one stands right before it.
    fn next(&self, mark: u8, mut at: usize) -> Option<(usize, bool)> {
        let mut after_escaped = None;
        loop {
            let rest = self.text.as_bytes().get(at..self.to)?;
            at += memchr::memchr2(mark, b'\\', rest)?;
            if let Some(end) = self.shielded(at) {
                at = end;
            } else if self.byte(at) == Some(b'\\') {
                after_escaped = (self.byte(at + 1) == Some(mark)).then_some(at + 2);
                at += 1 + self.text.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            } else {
                return Some((at, after_escaped == Some(at)));
            }
        }
    }

    fn run(&self, mark: u8, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..self.to).unwrap_or_default();
        rest.iter().take_while(|b| **b == mark).count()
    }

    /// Where the two signs stand that end what two of them before `from` begin.
    pub(super) fn strong_end(&mut self, mark: u8, from: usize) -> Option<usize> {
        let seen = self.strong.get(slot(mark)).copied().flatten().filter(|seen| seen.from <= from && from <= seen.to);
        let seen = seen.unwrap_or_else(|| {
            let mut at = from;
            let end = loop {
                let Some((next, _)) = self.next(mark, at) else { break None };
                let run = self.run(mark, next);
                if run > 1 {
                    break Some(next + run - 2);
                }
                at = next + 1;
            };
            Seen { from, to: end.unwrap_or(self.to), end }
        });
        if let Some(slot) = self.strong.get_mut(slot(mark)) {
            *slot = Some(seen);
        }
        seen.end.filter(|end| !self.is_empty(from, *end))
    }

    /// Where the sign stands that ends what one of them before `from` begins.
    pub(super) fn emphasis_end(&mut self, mark: u8, from: usize) -> Option<usize> {
        let seen = self.emphasis.get(slot(mark)).copied().flatten().filter(|seen| seen.from <= from && from <= seen.to);
        let seen = seen.unwrap_or_else(|| self.look_for_emphasis(mark, from));
        if let Some(slot) = self.emphasis.get_mut(slot(mark)) {
            *slot = Some(seen);
        }
        seen.end.filter(|end| !self.is_empty(from, *end))
    }

    fn look_for_emphasis(&self, mark: u8, from: usize) -> Seen {
        let mut at = from;
        loop {
            let Some((next, after_escaped)) = self.next(mark, at) else {
                return Seen { from, to: self.to, end: None };
            };
            let run = self.run(mark, next);
            let last = next + run - 1;
            // Two of them are passed by; three or more, and one behind an escaped one, end the look.
            if run % 2 == 1 {
                if run > 1 || after_escaped {
                    return Seen { from, to: next, end: None };
                }
                let after = self.byte(last + 1);
                let in_word = mark == b'_' && after.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
                if !in_word {
                    return Seen { from, to: next, end: Some(last) };
                }
                // One with nothing before it ends the look from here, but no other.
                if self.is_empty(from, next) {
                    return Seen { from, to: from, end: None };
                }
            }
            at = last + 1;
        }
    }

    /// Where the two tildes stand that end what two of them before `from` begin.
    pub(super) fn strike_end(&mut self, from: usize) -> Option<usize> {
        if self.text.get(from..self.to)?.starts_with(char::is_whitespace) {
            return None;
        }
        let seen = self.strike.filter(|seen| seen.from <= from && from <= seen.to).unwrap_or_else(|| {
            let mut at = from;
            let end = loop {
                let Some(next) = self.next_tilde(at) else { break None };
                let before = self.text.get(..next).unwrap_or_default();
                if self.byte(next + 1) == Some(b'~') && !before.ends_with(char::is_whitespace) {
                    break Some(next);
                }
                at = next + 1;
            };
            Seen { from, to: end.unwrap_or(self.to), end }
        });
        self.strike = Some(seen);
        seen.end.filter(|end| !self.is_empty(from, *end))
    }

    /// Nothing escapes a tilde's end.
    fn next_tilde(&self, mut at: usize) -> Option<usize> {
        loop {
            at += memchr::memchr(b'~', self.text.as_bytes().get(at..self.to)?)?;
            match self.shielded(at) {
                Some(end) => at = end,
                // So many are a text.
                None if self.run(b'~', at) > 3 => at += self.run(b'~', at),
                None => return Some(at),
            }
        }
    }
}
