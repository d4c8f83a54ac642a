//! The fuzzer's bytes as decisions, so that it needs no corpus to get past the first brace.
#![allow(dead_code, reason = "no target uses all of it")]

/// Takes bytes off the input.
pub(crate) struct Input<'a>(pub(crate) &'a [u8]);

impl<'a> Input<'a> {
    pub(crate) fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    pub(crate) fn take(&mut self, most: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(most.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// Replaces a piece of up to 255 bytes by another one of up to 31.
    pub(crate) fn edit(&mut self, bytes: &mut Vec<u8>) {
        let at = usize::from(u16::from_le_bytes([self.byte(), self.byte()])) % (bytes.len() + 1);
        let end = (at + usize::from(self.byte())).min(bytes.len());
        let length = usize::from(self.byte() & 31);
        bytes.splice(at..end, self.take(length).iter().copied());
    }

    /// All that is left as edits of `sample`; as it is, where the first byte says so.
    pub(crate) fn edited(&mut self, sample: impl FnOnce(u8) -> Vec<u8>) -> Vec<u8> {
        let choice = self.byte();
        if choice & 0x80 != 0 {
            return self.take(usize::MAX).to_vec();
        }
        let mut bytes = sample(choice);
        while !self.0.is_empty() && bytes.len() < 100_000 {
            self.edit(&mut bytes);
        }
        bytes
    }
}
