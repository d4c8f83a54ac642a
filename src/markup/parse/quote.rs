//! Quotes.

use super::definition;
use super::lines::indent;

pub(super) fn begins(line: &str) -> bool {
    line.as_bytes().get(indent(line)) == Some(&b'>')
}

/// The line behind its sign and one space.
fn unquoted(line: &str) -> Option<&str> {
    let rest = line.get(indent(line)..)?.strip_prefix('>')?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

/// The line without any of its signs.
pub(super) fn bare(mut line: &str) -> &str {
    while let Some(rest) = unquoted(line) {
        line = rest;
    }
    line
}

/// The lines of the quote that some lines begin with. One without a sign goes on with it, until a blank one.
pub(super) fn inside<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let ends = |number: usize, line: &str| {
        line.trim().is_empty() || definition::read(lines.get(number..).unwrap_or_default()).is_some()
    };
    let line = |(number, line): (usize, &&'a str)| unquoted(line).or_else(|| (!ends(number, line)).then_some(*line));
    lines.iter().enumerate().map_while(line).collect()
}
