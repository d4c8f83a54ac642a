//! Which links may be written, and what keeps their target in sight.

use super::document::{Line, Span};
use super::lowercase::lowercase;
use std::borrow::Cow;
use std::rc::Rc;

const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// The target as it may be written: of an allowed scheme, without white space, control characters
/// and what has a meaning in one of the targets, which are percent-encoded.
pub(super) fn target(url: &str) -> Option<Rc<str>> {
    let lower = url.get(..8.min(url.len())).unwrap_or(url).to_ascii_lowercase();
    let scheme = SCHEMES.into_iter().find(|scheme| lower.starts_with(scheme))?;
    let rest = url.get(scheme.len()..).filter(|rest| !rest.is_empty())?;
    let mut out = String::with_capacity(url.len());
    out.push_str(scheme);
    // Most of a target is letters, digits and what needs no other form.
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_' | b'?' | b'=' | b'&' | b':');
    let from = rest.bytes().take_while(|b| plain(*b)).count();
    let (head, tail) = rest.split_at(from);
    out.push_str(head);
    for c in tail.chars() {
        match c {
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' | '*' | '!' | '\'' => encode(c, &mut out),
            c if c.is_whitespace() || c.is_control() || is_invisible(c) => encode(c, &mut out),
            c => out.push(c),
        }
    }
    Some(out.into())
}

fn encode(c: char, out: &mut String) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// Zero-width characters and those that change the direction of text.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a text is the address that it leads to.
pub(super) fn is_same(text: &str, target: &str) -> bool {
    let with = |scheme: &str| self::target(&format!("{scheme}{text}")).as_deref() == Some(target);
    ["", "http://", "mailto:"].into_iter().any(with)
}

/// Ends a link, with its target where that may be written: its spans get it, and where they would hide it, it follows in
/// brackets. Answers whether the target may not be linked.
pub(super) fn finish<'a>(line: &mut Line<'a>, from: usize, url: &str, target: Option<Rc<str>>) -> bool {
    let Some(target) = target else {
        let text = text_of(line, from);
        if !url.is_empty() && url != text {
            line.push(Span::plain(if text.is_empty() { url.to_owned() } else { format!(" ({url})") }));
        }
        return !url.is_empty();
    };
    if let Some([span]) = line.get_mut(from..)
        && span.text == url
        && !url.chars().any(changes_direction)
    {
        span.link = Some(target);
        return false;
    }
    let text = text_of(line, from);
    if text.trim().is_empty() {
        line.push(Span { link: Some(Rc::clone(&target)), ..Span::plain(Cow::Owned(target.to_string())) });
        return false;
    }
    for span in line.get_mut(from..).unwrap_or_default() {
        span.link = Some(Rc::clone(&target));
    }
    line.extend(shown_target(&text, &target).map(Span::plain));
    false
}

/// What stands behind a link whose text would hide where it leads.
pub(super) fn shown_target(text: &str, target: &str) -> Option<String> {
    hides(text, target).then(|| format!("{} ({target})", closing(text)))
}

fn text_of(line: &Line<'_>, from: usize) -> String {
    line.get(from..).unwrap_or_default().iter().map(|span| span.text.as_ref()).collect()
}

/// Whether a text makes a reader believe that the link leads elsewhere: by another address, or by a
/// change of direction, with which any text can look like an address.
fn hides(text: &str, target: &str) -> bool {
    if text.chars().any(changes_direction) {
        return true;
    }
    let shown = lowercase(&text.chars().filter(|c| !is_invisible(*c)).collect::<String>());
    let own = host(target.trim_start_matches("mailto:"));
    let other = |host: String| own.as_ref() != Some(&host);
    // A name that is the whole text, or what stands behind a scheme anywhere in it.
    let named = (!shown.trim().contains(char::is_whitespace)).then(|| host(&shown)).flatten();
    let addresses = ["://", "www.", "mailto:"].into_iter().flat_map(|sign| shown.split(sign).skip(1)).filter_map(host);
    named.into_iter().chain(addresses).any(other)
}

/// Endings of files that are no top-level domain.
const FILES: [&str; 40] = [
    "bat", "bin", "bmp", "cfg", "cmd", "conf", "csv", "dll", "doc", "docx", "eml", "evtx", "exe", "gif", "gz", "htm",
    "html", "ini", "jar", "jpeg", "jpg", "js", "json", "lnk", "log", "msg", "pcap", "pdf", "png", "ppt", "pptx", "rar",
    "svg", "sys", "tar", "txt", "vbs", "xls", "xlsx", "xml",
];

/// The host with which an address, or a name with a dot, begins.
fn host(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let text = SCHEMES.into_iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
    let end =
        text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '@' | '_' | '+'))).unwrap_or(text.len());
    let host = text.get(..end)?.rsplit('@').next()?.trim_start_matches("www.").trim_end_matches('.');
    let (labels, last) = host.rsplit_once('.')?;
    // `T1059.001`, `v2.0.1` and `10.0.0.5` are no names, and `report.pdf` is a file.
    let is_name = last.len() > 1 && last.chars().all(char::is_alphabetic) && !FILES.contains(&last);
    let looks = !labels.is_empty() && !labels.starts_with('.') && is_name;
    looks.then(|| lowercase(host))
}

pub(super) fn changes_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What ends the changes of direction that a text leaves open.
fn closing(text: &str) -> String {
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push('\u{202c}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            '\u{202c}' | '\u{2069}' => {
                open.pop();
            }
            _ => {}
        }
    }
    open.into_iter().rev().collect()
}
