//! What stays as it was typed: addresses, and paths, which are words with a backslash that escapes nothing, or with a slash before
//! a star or an underscore. These mark nothing there, and `\.` in `C:\Users\.ssh` escapes nothing.

use super::address;
use super::escape::is_escaped;

/// A part of a text in which no sign has a meaning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shield {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether an address begins here that may become a link.
    pub(super) is_address: bool,
    /// Whether it is a path with backslashes, in which no bracket counts either.
    pub(super) is_path: bool,
}

/// The shielded parts of a text, in order.
pub(super) fn find(text: &str) -> Vec<Shield> {
    let mut out = Vec::new();
    if !may_hold(text) {
        return out;
    }
    let mut at = 0;
    for word in text.split(|c: char| c.is_whitespace() || c == '<') {
        if may_hold(word) {
            // Angle brackets end what they begin.
            let enclosed = text.get(..at).is_some_and(|before| before.ends_with('<'));
            let split = if enclosed { word.find('>').unwrap_or(word.len()) } else { word.len() };
            all_in(word.get(..split).unwrap_or_default(), at, &mut out);
            all_in(word.get(split..).unwrap_or_default(), at + split, &mut out);
        }
        // What splits a word may take several bytes.
        at += word.len();
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    out
}

/// One look at a text, most of which hold neither an address nor a path.
fn may_hold(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'\\', b'/', b'w', bytes).any(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        match rest.first_chunk() {
            Some(b"//" | b"/_" | b"/*") => true,
            Some(b"ww") => rest.starts_with(b"www."),
            _ => rest.starts_with(b"\\"),
        }
    })
}

/// So many addresses are found in one word, since each is looked for up to the word's end. No one writes more without a space.
const MOST: usize = 16;

fn all_in(word: &str, from: usize, out: &mut Vec<Shield>) {
    let mut done = 0;
    for _ in 0..MOST {
        let Some(rest) = word.get(done..).filter(|rest| !rest.is_empty()) else { return };
        let at = from + done;
        let Some(found) = address_in(rest) else { return out.extend(path_in(rest, at)) };
        let before = rest.get(..found.start).unwrap_or_default();
        match other_in(before) {
            // What begins there ends there.
            Some(other) => {
                out.extend(path_in(before.get(..other.start).unwrap_or_default(), at));
                out.push(Shield { start: other.start + at, end: other.end + at, ..other });
                out.extend(path_in(before.get(other.end..).unwrap_or_default(), at + other.end));
            }
            None => out.extend(path_in(before, at)),
        }
        out.push(Shield { start: found.start + at, end: found.end + at, ..found });
        done += found.end;
    }
}

/// The first address, or what another program would take for one.
fn address_in(word: &str) -> Option<Shield> {
    if let Some(start) = scheme(word).into_iter().chain(find_in(word, "www.")).min() {
        let (before, rest) = word.split_at_checked(start)?;
        if before.ends_with("](") {
            // As a target it ends where that does.
            let end = start + address::unenclosed(rest).max(1);
            return Some(Shield { start, end, is_address: true, is_path: false });
        }
        let length = address::length(if before.contains('[') { before_target(rest) } else { rest });
        let own = rest.get(..length)?;
        let next = if address::target(own).is_some() { None } else { another_in(own) };
        return Some(Shield { start, end: start + next.unwrap_or(length).max(1), is_address: true, is_path: false });
    }
    other_in(word)
}

/// Where in an address that leads nowhere another one begins.
fn another_in(address: &str) -> Option<usize> {
    let from = find_in(address, "://").map_or(1, |at| at + 3);
    let rest = address.get(from..)?;
    ["http://", "https://", "www."].into_iter().filter_map(|begins| find_in(rest, begins)).min().map(|at| from + at)
}

/// An address that is no link: `hxxp://`, `ftp://`.
fn other_in(word: &str) -> Option<Shield> {
    let at = find_in(word, "://")?;
    let head = word.get(..at)?;
    let start = head.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '[' | ']')).len();
    let start = start + head.get(start..)?.find(|c: char| c.is_ascii_alphanumeric())?;
    // Where it stands in code, it ends with that.
    let rest = before_target(word.get(start..)?).split('`').next()?;
    Some(Shield { start, end: start + address::length(rest).max(1), is_address: false, is_path: false })
}

/// What may stand around a path.
const AROUND: [char; 20] =
    ['*', '_', '~', '"', '\'', '(', '[', '{', '`', ')', ']', '}', '>', ',', ';', ':', '.', '!', '?', '|'];

/// A path in a part of a word.
fn path_in(word: &str, from: usize) -> Option<Shield> {
    // What ends before the first of its signs is another thing, as a tag or a link.
    let first = word.find('\\').or_else(|| marked_slash(word))?;
    let begins = word.get(..first)?.rfind(['>', ')', ']', '`']).map_or(0, |at| at + 1);
    let word = word.get(begins..)?;
    let start = word.len() - word.trim_start_matches(AROUND).len();
    let all = before_target(word.get(start..)?).split('`').next()?;
    let rest = all.trim_end_matches(AROUND);
    let is_path = rest.contains('\\');
    let behind = tail(rest, all.get(rest.len()..)?);
    // Also at the end, where a line ends with it.
    let escapes = |at: usize| word.as_bytes().get(at + 1).is_some_and(|next| is_escaped(*next));
    let is_one =
        if is_path { rest.match_indices('\\').any(|(at, _)| !escapes(start + at)) } else { has_folders(rest, behind) };
    let start = from + begins + start;
    is_one.then_some(Shield { start, end: start + rest.len() + behind, is_address: false, is_path })
}

/// Where a slash stands before what would mark something.
fn marked_slash(word: &str) -> Option<usize> {
    find_in(word, "/_").into_iter().chain(find_in(word, "/*")).min()
}

/// Whether a sign of a path with slashes would mark something: `/usr/lib/__pycache__/x.py`, `src/__tests__`, `/_cat/_x_`,
/// `/var/log/*.log`, and with the star behind it `/tmp/*`.
fn has_folders(path: &str, behind: usize) -> bool {
    let is_folder = |signs: &[u8]| matches!(signs, [before, b'/', b'_', b'_'] if before.is_ascii_alphanumeric());
    let is_rooted = path.starts_with('/');
    is_rooted && (behind > 0 || marked_slash(path).is_some()) || path.as_bytes().windows(4).any(is_folder)
}

/// How much of what stands behind a path belongs to it: the star of `/tmp/*`, the underscores of `src/__tests__`.
fn tail(path: &str, behind: &str) -> usize {
    let run = |text: &[u8], sign: u8| text.iter().take_while(|byte| **byte == sign).count();
    let folder = path.as_bytes().rsplit(|byte| matches!(byte, b'/' | b'\\')).next().unwrap_or_default();
    let closes = run(behind.as_bytes(), b'_');
    match folder {
        [] => usize::from(run(behind.as_bytes(), b'*') == 1),
        _ if run(folder, b'_') == closes => closes,
        _ => 0,
    }
}

/// Where `http://` or `https://` begins, in whatever case.
fn scheme(word: &str) -> Option<usize> {
    word.match_indices("://").find_map(|(at, _)| {
        let head = word.get(..at)?;
        let ends = |scheme: &str| {
            let start = head.len().checked_sub(scheme.len())?;
            head.get(start..)?.eq_ignore_ascii_case(scheme).then_some(start)
        };
        ends("https").or_else(|| ends("http"))
    })
}

/// Without the target of a link whose text this ends.
fn before_target(word: &str) -> &str {
    find_in(word, "](").and_then(|end| word.get(..end)).unwrap_or(word)
}

/// Where in a word some ASCII stands. What `str` has for this weighs half a kilobyte in each place.
#[inline(never)]
fn find_in(word: &str, signs: &str) -> Option<usize> {
    let signs = signs.as_bytes();
    // The first byte is looked at first: of a text of 100 kB the rest alone takes 100 ms.
    word.as_bytes().windows(signs.len()).position(|part| part.first() == signs.first() && part == signs)
}
