//! Quotes.

use super::{DEPTH, Parser, TOO_DEEP, definition, indent};
use crate::document::Block;

pub(super) fn begins(line: &str) -> bool {
    line.as_bytes().get(indent(line)) == Some(&b'>')
}

/// The line behind its sign and one space.
fn unquoted(line: &str) -> Option<&str> {
    let rest = line.get(indent(line)..)?.strip_prefix('>')?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

impl<'a> Parser<'a, '_> {
    /// A line without a sign goes on with the quote, until a blank one.
    pub(super) fn quote(&mut self, lines: &[&'a str], depth: usize, out: &mut Vec<Block<'a>>) -> usize {
        let mut inside = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let Some(mut line) = unquoted(line) else {
                let rest = lines.get(number..).unwrap_or_default();
                if line.trim().is_empty() || definition::read(rest).is_some() {
                    break;
                }
                inside.push(*line);
                continue;
            };
            if depth >= DEPTH {
                self.losses.add(TOO_DEEP, line, line);
                while let Some(rest) = unquoted(line) {
                    line = rest;
                }
            }
            inside.push(line);
        }
        let taken = inside.len();
        if depth >= DEPTH {
            // No line of it begins a quote any more.
            out.extend(self.blocks(&inside, depth));
        } else {
            let blocks = self.blocks(&inside, depth + 1);
            out.extend((!blocks.is_empty()).then_some(Block::Quote(blocks)));
        }
        taken
    }
}
