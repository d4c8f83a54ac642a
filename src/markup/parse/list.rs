//! Lists and checkboxes.

use super::lines::indent;
use super::{definition, leaf};

const TAB: usize = 4;

/// What an item begins with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bullet {
    mark: u8,
    pub(super) number: Option<u64>,
    /// Where its text begins: in bytes, and in columns.
    text: usize,
    column: usize,
}

impl Bullet {
    /// Only a list that begins with 1 ends a paragraph.
    pub(super) fn may_interrupt(&self) -> bool {
        matches!(self.number, None | Some(1))
    }
}

/// Bytes and columns of the white space at the start of a line.
fn columns(line: &str) -> (usize, usize) {
    let mut column = 0;
    let length = indent(line);
    for byte in line.bytes().take(length) {
        column = if byte == b'\t' { column + TAB - column % TAB } else { column + 1 };
    }
    (length, column)
}

pub(super) fn bullet(line: &str) -> Option<Bullet> {
    let (mut text, mut column) = columns(line);
    let rest = line.get(text..)?;
    let mark = rest.bytes().next()?;
    let number = match mark {
        b'*' | b'+' | b'-' => None,
        b'0'..=b'9' => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let number = rest.get(..digits)?;
            rest.get(digits..)?.strip_prefix('.')?;
            text += digits;
            column += digits;
            Some(number.parse().unwrap_or(u64::MAX))
        }
        _ => return None,
    };
    text += 1;
    column += 1;
    let after = line.get(text..)?;
    let spaces = after.bytes().take_while(|b| *b == b' ').count();
    match after.bytes().next() {
        None => {}
        Some(b'\t') => {
            text += 1;
            column += TAB - column % TAB;
        }
        // More than four begin code within the item.
        Some(b' ') => {
            let spaces = if spaces > TAB { 1 } else { spaces };
            text += spaces;
            column += spaces;
        }
        Some(_) => return None,
    }
    let mark = if number.is_some() { b'.' } else { mark };
    Some(Bullet { mark, number, text, column })
}

/// A checkbox on a line of its own: whether it is ticked, and its text. What reads as a link is one.
pub(super) fn checkbox(line: &str) -> Option<(bool, &str)> {
    let lead = line.trim_start().strip_prefix(['-', '*']).map(str::trim_start);
    let rest = lead.unwrap_or(line).strip_prefix('[')?;
    let (inside, text) = rest.split_once(']')?;
    let is_box = inside.chars().all(|c| c == 'x' || c.is_whitespace()) && !text.is_empty();
    (is_box && !text.starts_with(['(', '[', ':'])).then_some((inside.contains('x'), text))
}

/// `[x] ` at the start of an item.
fn task(text: &str) -> Option<(bool, &str)> {
    let rest = text.strip_prefix('[')?;
    let sign = rest.chars().next().filter(|c| matches!(c, ' ' | 'x' | 'X' | '\t'))?;
    let text = rest.get(1..)?.strip_prefix(']')?.strip_prefix([' ', '\t'])?;
    Some((matches!(sign, 'x' | 'X'), text))
}

/// An item, its lines without what marks them.
pub(super) struct Item<'a> {
    pub(super) lines: Vec<&'a str>,
    /// Whether its checkbox is ticked, where it has one.
    pub(super) task: Option<bool>,
}

/// An item as it was written.
struct Raw<'a> {
    lines: Vec<&'a str>,
    bullet: Bullet,
}

/// The items of a list, and how many lines they take.
pub(super) fn items<'a>(first: Bullet, lines: &[&'a str]) -> (Vec<Item<'a>>, usize) {
    let mut items: Vec<Raw<'a>> = Vec::new();
    let mut taken = 0;
    let mut after_blank = false;
    // Blank lines belong to an item only where it goes on after them.
    let mut blank = 0;
    for (number, line) in lines.iter().enumerate() {
        let (_, column) = columns(line);
        let mut indented = items.last().is_some_and(|item| column >= item.bullet.column);
        let bullet = if indented { None } else { bullet(line) };
        if bullet.is_some_and(|bullet| bullet.mark != first.mark || bullet.number.is_none() && leaf::is_rule(line)) {
            break;
        }
        indented |= bullet.is_none() && line.starts_with(' ');
        let was_blank = std::mem::replace(&mut after_blank, bullet.is_none() && line.trim().is_empty());
        match (bullet, items.last_mut()) {
            (Some(bullet), _) => items.push(Raw { lines: vec![line], bullet }),
            (None, None) => break,
            (None, Some(_)) if !indented && after_blank && !was_blank => {
                blank += 1;
                continue;
            }
            (None, Some(_)) if !indented && (was_blank || ends_list(line)) => break,
            (None, Some(item)) => {
                item.lines.extend(std::iter::repeat_n("", blank));
                item.lines.push(line);
            }
        }
        blank = 0;
        taken = number + 1;
    }
    (items.iter().map(read).collect(), taken)
}

fn read<'a>(item: &Raw<'a>) -> Item<'a> {
    let mut lines = unindented(item);
    let task = lines.first().and_then(|line| task(line));
    if let (Some((_, rest)), Some(first)) = (task, lines.first_mut()) {
        *first = rest;
    }
    Item { lines, task: task.map(|(done, _)| done) }
}

fn ends_list(line: &str) -> bool {
    leaf::atx_heading(line).is_some()
        || leaf::opens_fence(line).is_some()
        || leaf::is_rule(line)
        || definition::read(&[line]).is_some()
}

/// The lines of an item without its bullet, and without the white space that all of them have.
fn unindented<'a>(item: &Raw<'a>) -> Vec<&'a str> {
    let Some(first) = item.lines.first() else { return Vec::new() };
    let rest = first.get(item.bullet.text..).unwrap_or_default();
    // Numbers of one digit may have a space more.
    let wide = item.bullet.number.is_some_and(|number| number < 10) && item.bullet.text % 2 == 1;
    let most = item.bullet.column + usize::from(wide);
    let others = item.lines.iter().skip(1);
    let nonblank = others.clone().filter(|line| !line.trim().is_empty()).map(|line| columns(line).1);
    let least = nonblank.fold(most, usize::min);
    let without = |line: &&'a str| {
        let mut column = 0;
        let mut end = 0;
        for byte in line.bytes().take(indent(line)) {
            if column >= least {
                break;
            }
            column = if byte == b'\t' { column + TAB - column % TAB } else { column + 1 };
            end += 1;
        }
        line.get(end..).unwrap_or_default()
    };
    std::iter::once(rest).chain(others.map(without)).collect()
}
