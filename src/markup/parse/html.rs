//! What Kibana takes for HTML, and does not show. It is shown as text here; nothing in it is Markdown.

use super::lines::indent;

/// Elements that are a block of their own, with a bar on each side.
const BLOCKS: &str = "|address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hgroup|hr|html|iframe|legend|li|link|main|menu|menuitem|meta|nav|noframes|ol|optgroup|option|p|param|pre|section|source|title|summary|table|tbody|td|tfoot|th|thead|tr|track|ul|";

/// How a block of HTML ends.
enum End {
    /// On the line that holds this.
    With(&'static str),
    /// On the line that closes one of the elements whose text is no HTML.
    RawText,
    /// Before an empty line.
    Empty,
}

/// How many lines a block of HTML takes, and whether it ends a paragraph.
pub(super) fn block(lines: &[&str]) -> Option<(usize, bool)> {
    let line = lines.first()?;
    let line = line.get(indent(line)..).filter(|line| line.starts_with('<'))?;
    let (end, interrupts) = end(line)?;
    let ends = |line: &str| match end {
        End::With(sign) => line.contains(sign),
        End::RawText => closes_raw_text(line),
        End::Empty => line.is_empty(),
    };
    if ends(line) {
        return Some((1, interrupts));
    }
    let more = lines.iter().skip(1).take_while(|line| !ends(line)).count();
    let last = usize::from(!matches!(end, End::Empty) && more + 1 < lines.len());
    Some((1 + more + last, interrupts))
}

fn end(line: &str) -> Option<(End, bool)> {
    let name = line.strip_prefix('<')?;
    if is_named(name, "|script|pre|style|", false) {
        return Some((End::RawText, true));
    }
    if line.starts_with("<!--") {
        return Some((End::With("-->"), true));
    }
    if line.starts_with("<?") {
        return Some((End::With("?>"), true));
    }
    if name.starts_with('!') && name.get(1..)?.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some((End::With(">"), true));
    }
    if line.starts_with("<![CDATA[") {
        return Some((End::With("]]>"), true));
    }
    if is_named(name.strip_prefix('/').unwrap_or(name), BLOCKS, true) {
        return Some((End::Empty, true));
    }
    let tag = element(line)?;
    line.get(tag..)?.trim().is_empty().then_some((End::Empty, false))
}

fn is_named(text: &str, names: &str, may_close: bool) -> bool {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (name, after) = text.split_at(end);
    let ends = after.is_empty()
        || after.starts_with(|c: char| c.is_whitespace() || c == '>')
        || may_close && after.starts_with("/>");
    ends && !name.is_empty() && names.contains(&format!("|{}|", name.to_ascii_lowercase()))
}

fn closes_raw_text(line: &str) -> bool {
    line.match_indices("</").any(|(at, _)| {
        let name = line.get(at + 2..).unwrap_or_default();
        let end = name.find('>').unwrap_or_default();
        matches!(name.get(..end).unwrap_or_default().to_ascii_lowercase().as_str(), "script" | "pre" | "style")
    })
}

/// How long the tag is that a text begins with: of an element, or what else Kibana takes for one.
pub(super) fn tag(text: &str) -> Option<usize> {
    let until = |sign: &str, from: usize| Some(from + text.get(from..)?.find(sign)? + sign.len());
    match text.as_bytes().get(1)? {
        b'?' => until("?>", 2).filter(|end| !text.get(..*end).unwrap_or_default().contains('\n')),
        b'!' if text.starts_with("<!---->") => Some(7),
        b'!' if text.starts_with("<!--") => {
            let inside = text.get(4..)?;
            let end = inside.find("--").filter(|end| *end > 0 && !inside.starts_with(['>']))?;
            (!inside.starts_with("->") && inside.get(end + 2..)?.starts_with('>')).then_some(4 + end + 3)
        }
        b'!' if text.starts_with("<![CDATA[") => until("]]>", 9),
        b'!' => {
            let name = text.get(2..)?;
            let end = name.find(|c: char| !c.is_ascii_alphabetic())?;
            (end > 0 && name.get(end..)?.starts_with(char::is_whitespace)).then(|| until(">", 2 + end)).flatten()
        }
        _ => element(text),
    }
}

/// No tag is longer.
const LONGEST: usize = 4_000;

/// How long the opening or closing tag is that a text begins with.
fn element(text: &str) -> Option<usize> {
    let mut longest = LONGEST.min(text.len());
    while !text.is_char_boundary(longest) {
        longest -= 1;
    }
    let text = text.get(..longest)?;
    let rest = text.strip_prefix('<')?;
    let (rest, closes) = rest.strip_prefix('/').map_or((rest, false), |rest| (rest, true));
    let mut rest = after_name(rest, |c| c.is_ascii_alphanumeric() || c == '-')?;
    if !closes {
        while let Some(after) = attribute(rest) {
            rest = after;
        }
    }
    let rest = rest.trim_start();
    let rest = if closes { rest } else { rest.strip_prefix('/').unwrap_or(rest) };
    Some(text.len() - rest.strip_prefix('>')?.len())
}

fn after_name(text: &str, goes_on: impl Fn(char) -> bool) -> Option<&str> {
    text.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| text.trim_start_matches(goes_on))
}

/// Behind the attribute that a text begins with, after its white space.
fn attribute(text: &str) -> Option<&str> {
    let name = text.trim_start();
    if name.len() == text.len() || !name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':')) {
        return None;
    }
    let rest = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | '_' | '-'));
    let Some(value) = rest.trim_start().strip_prefix('=').map(str::trim_start) else { return Some(rest) };
    for quote in ['"', '\''] {
        if let Some(value) = value.strip_prefix(quote) {
            return value.split_once(quote).map(|(_, after)| after).or(Some(rest));
        }
    }
    let ends = |c: char| c <= ' ' || matches!(c, '"' | '\'' | '=' | '<' | '>' | '`');
    let end = value.find(ends).unwrap_or(value.len());
    if end == 0 { Some(rest) } else { value.get(end..) }
}
