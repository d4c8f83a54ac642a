//! Character references: `&lt;`, `&#60;`, `&#x3c;`. What does not end in a semicolon is text: `?a=1&copy=2` keeps its signs.

use std::borrow::Cow;
use std::sync::OnceLock;

/// HTML's characters in the order of their numbers, each on a line with its names; white space as `#` and its number. A line
/// without a character is of the next one. So it takes two thirds of what a list by names takes in the package.
const NAMES: &str = include_str!("entities.txt");

/// The longest name, and what stands around it.
const LONGEST: usize = 34;

/// A text with its references as characters.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
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
    let value = match name.strip_prefix('#') {
        Some(number) => character(number, ['x', 'X']).map(|c| [Some(c), None]),
        None => named(name),
    };
    let found: Option<String> = value.map(|value| value.into_iter().flatten().collect());
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

/// One character, or two.
type Value = [Option<char>; 2];

/// The names with what they stand for, by [`place`].
type Index = Vec<Vec<(&'static str, Value)>>;

/// Made when a text first has a name.
static INDEX: OnceLock<Index> = OnceLock::new();

fn named(name: &str) -> Option<Value> {
    let same = INDEX.get_or_init(index).get(place(name))?;
    same.iter().find(|(own, _)| *own == name).map(|(_, value)| *value)
}

fn place(name: &str) -> usize {
    name.bytes().fold(0, |sum, byte| (sum * 3 + usize::from(byte)) % 256)
}

fn index() -> Index {
    let mut index = vec![Vec::new(); 256];
    let mut last = None;
    for line in NAMES.lines() {
        let (characters, names) = line.split_once(' ').unwrap_or_default();
        let value = match (characters, characters.strip_prefix('#').filter(|numbers| !numbers.is_empty())) {
            ("", _) => [last.and_then(|last| char::from_u32(u32::from(last) + 1)), None],
            (_, Some(numbers)) => {
                two(numbers.split('#').filter_map(|it| char::from_u32(u32::from_str_radix(it, 16).ok()?)))
            }
            _ => two(characters.chars()),
        };
        [last, _] = value;
        for name in names.split(' ') {
            index.get_mut(place(name)).into_iter().for_each(|same: &mut Vec<_>| same.push((name, value)));
        }
    }
    index
}

fn two(mut characters: impl Iterator<Item = char>) -> Value {
    [characters.next(), characters.next()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_nothing_else() {
        let mut count = 0;
        for name in NAMES.lines().filter_map(|line| line.split_once(' ')).flat_map(|(_, names)| names.split(' ')) {
            count += 1;
            assert!(
                name.bytes().all(|b| b.is_ascii_alphanumeric()) && named(name).is_some_and(|value| value[0].is_some())
            );
            assert_eq!(
                named(&format!("{name}x")).is_some(),
                NAMES.split([' ', '\n']).any(|other| other == format!("{name}x"))
            );
        }
        assert_eq!(count, 2125);
        assert_eq!(
            decoded("&Alpha;&Beta;&Cross;&fjlig;&nGt;&zwnj;&Zopf;&num;&Tab;&angst;"),
            "\u{391}\u{392}\u{2a2f}fj\u{226b}\u{20d2}\u{200c}\u{2124}#\t\u{c5}"
        );
        assert_eq!(decoded("a&uuml;b&nbsp;&num;&#x3c;&#60;&ThickSpace;"), "aüb\u{a0}#<<\u{205f}\u{200a}");
        for text in ["?a=1&copy=2", "&zz;", "&;", "&#;", "&#7;", "&#x110000;", "&&", "R&D; x"] {
            assert_eq!(decoded(text), text);
        }
    }
}
