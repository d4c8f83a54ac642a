//! Texts that stand as they are typed where nothing is marked: most comments. One look tells, and no parser is asked.

use super::format::Format;

/// Means something to every target: control characters, tags of ServiceNow, and what a comma may begin.
const ALWAYS: u8 = 1;
/// Means something as Markdown besides, or may.
const MARKDOWN: u8 = 2;

/// What each byte may mean. A table: to ask for each of two dozen in turn takes four times as long.
const KINDS: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        // As the second one, every control character beyond ASCII begins with 0xc2.
        kinds[byte] = match byte as u8 {
            b'\n' | b'\t' => MARKDOWN,
            0..b' ' | 0x7f | 0xc2 | b'[' | b',' => ALWAYS,
            b'\\' | b'<' | b'{' | b'*' | b'_' | b'~' | b'`' | b'@' | b'&' | b'|' | b'/' | b'w' => MARKDOWN,
            _ => 0,
        };
        byte += 1;
    }
    kinds
}

/// A text with its ending, where it is written as it is typed; nothing where somebody has to look closer.
pub(super) fn written(source: &str, format: Format, limit: Option<usize>, ending: Option<&str>) -> Option<String> {
    let kinds = match format {
        Format::Raw => ALWAYS,
        Format::Plain | Format::Journal => ALWAYS | MARKDOWN,
        _ => return None,
    };
    let ending = ending.unwrap_or_default();
    let between = if ending.is_empty() { "" } else { "\n\n" };
    let length = source.len() + between.len() + ending.len();
    // In UTF-16 units it is no longer. Of the ending too nothing may be read as a tag.
    if limit.is_some_and(|limit| length > limit)
        || memchr::memchr(b'[', ending.as_bytes()).is_some()
        || !is_prose(source, kinds)
    {
        return None;
    }
    let mut text = String::with_capacity(length);
    text.push_str(source);
    text.push_str(between);
    text.push_str(ending);
    Some(text)
}

/// Whether nothing in a text means anything to who looks for bytes of these kinds.
fn is_prose(text: &str, kinds: u8) -> bool {
    let bytes = text.as_bytes();
    let is = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
    let mut done = 0;
    if kinds & MARKDOWN != 0 && (!begins_line(bytes.first()) || matches!(bytes.last(), Some(b'\n' | b' '))) {
        return false;
    }
    while let Some(step) = first(bytes.get(done..).unwrap_or_default(), kinds) {
        let at = done + step;
        done = at + 1;
        let means_nothing = match bytes.get(at) {
            // A comment reference has a comma and then, behind white space, this word.
            Some(b',') => {
                let rest = bytes.get(done..).unwrap_or_default();
                let white = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n')).count();
                let next = rest.get(white..).unwrap_or_default();
                // Behind what is no letter there may be more of that.
                next.first().is_some_and(|next| (b'!'..0x7f).contains(next) && *next != b'\\')
                    && !next.starts_with(b"case")
                    && !b"case".starts_with(next)
            }
            // One empty line may stand between two others.
            Some(b'\n') => {
                let ends_in_space = at.checked_sub(1).is_some_and(|last| is(last, b' '));
                done += usize::from(is(done, b'\n'));
                !ends_in_space && begins_line(bytes.get(done))
            }
            Some(b'/') => !is(done, b'/'),
            Some(b'w') => !is(done, b'w'),
            _ => false,
        };
        if !means_nothing {
            return false;
        }
    }
    true
}

/// Where the first byte of these kinds is. Eight at a time, which takes half as long.
fn first(bytes: &[u8], kinds: u8) -> Option<usize> {
    let (eights, _) = bytes.as_chunks::<8>();
    let passed = eights.iter().take_while(|&&[a, b, c, d, e, f, g, h]| {
        (means(a) | means(b) | means(c) | means(d) | means(e) | means(f) | means(g) | means(h)) & kinds == 0
    });
    let passed = passed.count() * 8;
    let rest = bytes.get(passed..).unwrap_or_default();
    rest.iter().position(|byte| means(*byte) & kinds != 0).map(|at| passed + at)
}

#[inline]
fn means(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Whether a line that begins so is one of a paragraph.
fn begins_line(first: Option<&u8>) -> bool {
    first.is_some_and(|first| first.is_ascii_alphabetic() || !first.is_ascii() || matches!(first, b'"' | b'\'' | b'('))
}
