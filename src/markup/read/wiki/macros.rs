//! `{code:java}`, `{quote}` and their kind.

/// A macro that stands around blocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Macro<'t> {
    pub(super) name: &'static str,
    pub(super) attributes: &'t str,
    /// Of all of it.
    pub(super) length: usize,
}

const BLOCKS: [&str; 4] = ["code", "noformat", "quote", "panel"];

/// What is no text, and changes none that Markdown knows.
const UNSEEN: [&str; 2] = ["color", "anchor"];

/// The macro that a text begins with.
fn read<'t>(text: &'t str, names: &[&'static str]) -> Option<Macro<'t>> {
    let inside = text.strip_prefix('{')?;
    let name = names.iter().find(|name| {
        let own = inside.get(..name.len());
        own.is_some_and(|own| own.eq_ignore_ascii_case(name))
            && inside.get(name.len()..).is_some_and(|rest| rest.starts_with([':', '}']))
    })?;
    let rest = inside.get(name.len()..)?;
    // Attributes stand on one line, and hold no macro.
    let end = rest.find(['}', '{', '\n']).filter(|end| rest.as_bytes().get(*end) == Some(&b'}'))?;
    let attributes = rest.get(..end)?.trim_start_matches(':');
    Some(Macro { name, attributes, length: 1 + name.len() + end + 1 })
}

/// How long what a text begins with is that nobody sees; in a cell, where no blocks stand, also the macros around those.
pub(super) fn unseen(text: &str) -> Option<usize> {
    read(text, &UNSEEN).or_else(|| read(text, &BLOCKS)).map(|found| found.length)
}

/// The first macro of a line, or of its rest, that stands around blocks, and where: none within code, and none that is escaped.
///
/// What is known of the line before is known of its rest: where no code ends any more, none is looked for again.
pub(super) fn first<'t>(line: &'t str, codes_end: &mut bool) -> Option<(usize, Macro<'t>)> {
    let mut at = 0;
    while let Some(step) = line.get(at..)?.find(['{', '\\']) {
        at += step;
        let rest = line.get(at..)?;
        if rest.starts_with('\\') {
            at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
        } else if rest.starts_with("{{") {
            let end = if *codes_end { code_end(rest) } else { None };
            *codes_end = end.is_some();
            at += end.unwrap_or(1);
        } else if let Some(found) = read(rest, &BLOCKS) {
            return Some((at, found));
        } else {
            at += 1;
        }
    }
    None
}

/// Behind the code between two braces on each side that a text begins with.
fn code_end(text: &str) -> Option<usize> {
    let mut at = 2;
    loop {
        at += text.get(at..)?.find(['}', '\\'])?;
        let rest = text.get(at..)?;
        if rest.starts_with('\\') {
            at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
        } else if rest.starts_with("}}") {
            return Some(at + 2);
        } else {
            at += 1;
        }
    }
}
