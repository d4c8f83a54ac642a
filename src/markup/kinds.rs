//! What bytes may mean: one table for all who look for some of them, and one way to look.
//!
//! To ask for each of two dozen in turn takes four times as long, byte by byte twice as long.

/// Means something to every target: control characters, tags of ServiceNow, and what a comma may begin.
pub(super) const ALWAYS: u8 = 1;
/// Means something as Markdown besides, or may.
pub(super) const MARKDOWN: u8 = 2;
/// May begin a mark within a text.
pub(super) const INLINE: u8 = 4;
/// Stands for something else in HTML, or may.
pub(super) const HTML: u8 = 8;

const KINDS: [u8; 256] = kinds();

#[allow(clippy::indexing_slicing, reason = "while it is compiled")]
const fn kinds() -> [u8; 256] {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        kinds[byte] = match byte as u8 {
            b'\n' | b'\t' | b'{' | b'|' | b'/' | b'w' => MARKDOWN,
            b'[' => ALWAYS | INLINE,
            // As the second one, every control character beyond ASCII begins with 0xc2, and so does the space that does not break.
            0xc2 => ALWAYS | HTML,
            0..=0x1f | 0x7f | b',' => ALWAYS,
            b'<' => MARKDOWN | INLINE | HTML,
            b'&' => MARKDOWN | HTML,
            b'\\' | b'*' | b'_' | b'~' | b'`' | b'@' => MARKDOWN | INLINE,
            b'!' => INLINE,
            b'>' => HTML,
            _ => 0,
        };
        byte += 1;
    }
    kinds
}

/// Where the first byte of these kinds is.
pub(super) fn first(bytes: &[u8], kinds: u8) -> Option<usize> {
    let (eights, _) = bytes.as_chunks::<8>();
    let passed = eights.iter().take_while(|&&[a, b, c, d, e, f, g, h]| {
        (of(a) | of(b) | of(c) | of(d) | of(e) | of(f) | of(g) | of(h)) & kinds == 0
    });
    let passed = passed.count() * 8;
    let rest = bytes.get(passed..).unwrap_or_default();
    rest.iter().position(|byte| of(*byte) & kinds != 0).map(|at| passed + at)
}

#[inline]
fn of(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or_default()
}
