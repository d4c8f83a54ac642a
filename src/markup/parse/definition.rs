//! `[label]: target`: shown nowhere where a reference uses it, else a text like any other.

use crate::keyed::Keyed;
use crate::lowercase::lowercase;

/// More of a title is none.
const LONGEST_TITLE: usize = 1_000;

/// A definition, as it stands in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    label: &'a str,
    pub(super) target: &'a str,
    pub(super) has_title: bool,
    /// How many lines it takes.
    pub(super) taken: usize,
}

/// What the references of a text refer to.
#[derive(Debug, Default)]
pub(super) struct Definitions<'a> {
    found: Keyed<Found<'a>>,
    asked: Keyed<()>,
    /// Whether all are found, so that those without a reference are known.
    complete: bool,
}

impl<'a> Definitions<'a> {
    pub(super) fn known(mut self) -> Self {
        self.complete = true;
        self
    }

    /// What a label stands for.
    pub(super) fn of(&mut self, label: &str) -> Option<Found<'a>> {
        let label = normalised(label);
        let found = self.found.get(&label).copied();
        if !self.complete {
            self.asked.insert(&label, ());
        }
        found
    }

    /// Takes note of a definition, and answers whether it is shown nowhere: a reference needs it, and of several with one
    /// label it is the first.
    pub(super) fn is_hidden(&mut self, found: &Found<'a>) -> bool {
        let label = normalised(found.label);
        if !self.complete {
            if !self.found.has(&label) {
                self.found.insert(&label, *found);
            }
            return true;
        }
        let first = self.found.get(&label).is_some_and(|first| std::ptr::eq(first.label, found.label));
        first && self.asked.has(&label)
    }
}

/// Labels are the same whatever their case and white space.
fn normalised(label: &str) -> String {
    lowercase(&label.split_whitespace().collect::<Vec<_>>().join(" "))
}

pub(super) fn read<'a>(lines: &[&'a str]) -> Option<Found<'a>> {
    let inside = lines.first()?.trim_start_matches([' ', '\t']).strip_prefix('[')?;
    let mut escaped = false;
    let end = inside.bytes().position(|b| {
        let ends = b == b']' && !escaped;
        escaped = b == b'\\' && !escaped;
        ends
    })?;
    let label = inside.get(..end).filter(|label| !label.is_empty())?;
    let mut rest = inside.get(end + 1..)?.strip_prefix(':')?;
    let mut taken = 1;
    let white = |c: char| matches!(c, ' ' | '\t');
    rest = rest.trim_start_matches(white);
    while rest.is_empty() {
        rest = lines.get(taken)?.trim_start_matches(white);
        taken += 1;
    }
    let enclosed = rest.strip_prefix('<').and_then(|rest| {
        let end = rest.find(['>', '[', ']'])?;
        rest.get(end..)?.strip_prefix('>').map(|after| (rest.get(..end).unwrap_or_default(), after))
    });
    let (target, mut rest) = enclosed.filter(|(target, _)| !target.is_empty()).unwrap_or_else(|| {
        rest.split_at(rest.find(|c: char| c.is_whitespace() || matches!(c, '[' | ']')).unwrap_or(rest.len()))
    });
    if target.is_empty() {
        return None;
    }
    let found = Found { label, target, has_title: false, taken };
    // A title may stand on the next line; what looks like one and is none makes all of it a text.
    let behind = rest.trim_start_matches(white);
    let mut title = behind;
    let mut at = taken;
    while title.is_empty() {
        let Some(line) = lines.get(at) else { return Some(found) };
        title = line.trim_start_matches(white);
        at += 1;
    }
    let closing = match title.bytes().next() {
        Some(b'"') => '"',
        Some(b'\'') => '\'',
        Some(b'(') => ')',
        _ => return behind.is_empty().then_some(found),
    };
    if title.len() == rest.len() {
        return None;
    }
    rest = title.get(1..)?;
    let mut read = 0;
    loop {
        if let Some((_, after)) = rest.split_once(closing) {
            return after.trim_matches(white).is_empty().then_some(Found { taken: at, has_title: true, ..found });
        }
        read += rest.len();
        rest = lines.get(at).filter(|line| !line.is_empty() && read < LONGEST_TITLE)?;
        at += 1;
    }
}
