//! Blocks of lines that hold no others: code, headings, rules.

use super::lines::{indent, is_blank};
use crate::document::Block;
use crate::entities;
use std::borrow::Cow;

/// The line behind four spaces or a tab.
fn unindented(line: &str) -> Option<&str> {
    match line.as_bytes() {
        [b'\t', ..] => line.get(1..),
        [b' ', b' ', b' ', b' ', ..] => line.get(4..),
        _ => None,
    }
}

/// A blank line begins none: each of many would look through all that follow.
pub(super) fn begins_indented_code(line: &str) -> bool {
    unindented(line).is_some() && !is_blank(line)
}

pub(super) fn indented_code<'a>(lines: &[&'a str]) -> Option<(Block<'a>, usize)> {
    lines.first().filter(|line| begins_indented_code(line))?;
    let code: Vec<&str> =
        lines.iter().map_while(|line| unindented(line).or_else(|| is_blank(line).then_some(""))).collect();
    let taken = code.len() - code.iter().rev().take_while(|line| is_blank(line)).count();
    let text = code.get(..taken)?.join("\n");
    Some((Block::Code { language: String::new(), text: Cow::Owned(text) }, taken))
}

/// The fence that opens a block of code.
pub(super) struct Fence<'a> {
    indent: usize,
    mark: u8,
    length: usize,
    info: &'a str,
}

pub(super) fn opens_fence(line: &str) -> Option<Fence<'_>> {
    let indent = indent(line);
    let rest = line.get(indent..)?;
    let mark = rest.bytes().next().filter(|b| matches!(b, b'`' | b'~'))?;
    let length = rest.bytes().take_while(|b| *b == mark).count();
    let info = rest.get(length..)?.trim_matches([' ', '\t']);
    (length >= 3 && !(mark == b'`' && info.contains('`'))).then_some(Fence { indent, mark, length, info })
}

impl Fence<'_> {
    fn is_closed_by(&self, line: &str) -> bool {
        let rest = line.trim_start_matches(' ');
        let length = rest.bytes().take_while(|b| *b == self.mark).count();
        line.len() - rest.len() < 4 && length >= self.length && is_blank(rest.get(length..).unwrap_or_default())
    }
}

pub(super) fn fenced_code<'a>(lines: &[&'a str]) -> Option<(Block<'a>, usize)> {
    let fence = opens_fence(lines.first()?)?;
    let mut text = String::new();
    let mut taken = 1;
    for line in lines.iter().skip(1) {
        taken += 1;
        if fence.is_closed_by(line) {
            break;
        }
        let spaces = line.bytes().take(fence.indent).take_while(|b| *b == b' ').count();
        text.push_str(line.get(spaces..).unwrap_or_default());
        text.push('\n');
    }
    text.pop();
    let language = fence.info.split([' ', '\t', ',', '{']).next().unwrap_or_default();
    let language = entities::decoded(language).replace('\\', "");
    Some((Block::Code { language, text: Cow::Owned(text) }, taken))
}

/// The level of a heading behind its signs, and its text.
pub(super) fn atx_heading(line: &str) -> Option<(u8, &str)> {
    let rest = line.get(indent(line)..)?;
    let level = rest.bytes().take_while(|b| *b == b'#').count();
    let text = rest.get(level..).filter(|_| (1..=6).contains(&level))?;
    if !(text.is_empty() || text.starts_with([' ', '\t'])) {
        return None;
    }
    let mut text = text.trim_matches([' ', '\t']);
    // Signs at the end belong to the heading, unless they touch its text.
    loop {
        let open = text.trim_end_matches('#');
        if open.len() == text.len() || !(open.is_empty() || open.ends_with([' ', '\t'])) {
            break;
        }
        text = open.trim_end_matches([' ', '\t']);
    }
    Some((u8::try_from(level).ok()?, text))
}

/// Three or more of the same sign, with spaces between.
pub(super) fn is_rule(line: &str) -> bool {
    let rest = line.get(indent(line)..).unwrap_or_default();
    let Some(mark) = rest.bytes().next().filter(|b| matches!(b, b'*' | b'-' | b'_')) else { return false };
    rest.bytes().all(|b| b == mark || b == b' ') && rest.bytes().filter(|b| *b == mark).count() >= 3
}

/// The level of a heading whose text is the first line and whose sign is all of the second.
pub(super) fn setext_level(lines: &[&str]) -> Option<u8> {
    let [_, under, ..] = lines else { return None };
    let mark = under.bytes().next().filter(|b| matches!(b, b'=' | b'-'))?;
    under.bytes().all(|b| b == mark).then_some(if mark == b'=' { 1 } else { 2 })
}
