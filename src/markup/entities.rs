//! Character references: `&lt;`, `&#60;`, `&#x3c;`. What does not end in a semicolon is text: `?a=1&copy=2` keeps its signs.

use std::borrow::Cow;

/// HTML's names in the order of their bytes, each on a line with its characters; white space as `#` and its number.
const NAMES: &str = include_str!("entities.txt");

/// The longest name, and what stands around it.
const LONGEST: usize = 34;

/// A text with its references as characters.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = text;
    let mut done = 0;
    while let Some(at) = rest.find('&') {
        rest = rest.get(at..).unwrap_or_default();
        let here = text.len() - rest.len();
        let end = rest.bytes().take(LONGEST).position(|b| b == b';').unwrap_or(0);
        let name = rest.get(1..end).unwrap_or_default();
        rest = rest.get(1..).unwrap_or_default();
        if push(name, &mut |from| {
            out.push_str(text.get(done..here).unwrap_or_default());
            out.push_str(from);
        }) {
            done = here + end + 1;
            rest = text.get(done..).unwrap_or_default();
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// Whether a text begins with a reference.
pub(crate) fn begins(text: &str) -> bool {
    let end = text.bytes().take(LONGEST).position(|b| b == b';').unwrap_or(0);
    text.starts_with('&') && text.get(1..end).is_some_and(|name| push(name, &mut |_| ()))
}

/// Passes on what a name stands for, and answers whether it stands for something.
fn push(name: &str, take: &mut dyn FnMut(&str)) -> bool {
    let found = match name.strip_prefix('#') {
        Some(number) => character(number, ['x', 'X']).map(String::from),
        None => named(name).map(|value| match value.strip_prefix('#').filter(|value| !value.is_empty()) {
            Some(numbers) => {
                numbers.split('#').filter_map(|number| char::from_u32(u32::from_str_radix(number, 16).ok()?)).collect()
            }
            None => value.to_owned(),
        }),
    };
    found.iter().for_each(|found| take(found));
    found.is_some()
}

/// A character that a text may hold; of a control character the reference stays.
fn character(number: &str, hexadecimal: [char; 2]) -> Option<char> {
    let code = match number.strip_prefix(hexadecimal) {
        Some(number) => u32::from_str_radix(number, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?).filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
}

fn named(name: &str) -> Option<&'static str> {
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let (mut low, mut high) = (0, NAMES.len());
    while low < high {
        let mut middle = (low + high) / 2;
        while !NAMES.is_char_boundary(middle) {
            middle -= 1;
        }
        let start = NAMES.get(low..middle)?.rfind('\n').map_or(low, |at| low + at + 1);
        let end = start + NAMES.get(start..)?.find('\n')?;
        let (own, value) = NAMES.get(start..end)?.split_once(' ')?;
        match own.cmp(name) {
            std::cmp::Ordering::Equal => return Some(value),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_nothing_else() {
        for line in NAMES.lines() {
            let (name, value) = line.split_once(' ').unwrap();
            assert_eq!(named(name), Some(value));
            assert_eq!(named(&format!("{name}x")).is_some(), NAMES.contains(&format!("\n{name}x ")));
        }
        assert_eq!(decoded("a&uuml;b&nbsp;&num;&#x3c;&#60;&ThickSpace;"), "aüb\u{a0}#<<\u{205f}\u{200a}");
        for text in ["?a=1&copy=2", "&zz;", "&;", "&#;", "&#7;", "&#x110000;", "&&", "R&D; x"] {
            assert_eq!(decoded(text), text);
        }
    }
}
