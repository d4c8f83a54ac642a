//! Rows of tables.

pub(super) fn begins(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

/// Whether a row that has not ended goes on with what follows.
pub(super) fn goes_on(next: &str) -> bool {
    !next.trim().is_empty() && !begins(next)
}

/// The texts between the bars. Between the two bars of a head stands no cell.
pub(super) fn cells(row: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(step) = row.get(at..).and_then(|rest| rest.find(['|', '[', '{', '!', '\\'])) {
        at += step;
        let rest = row.get(at..).unwrap_or_default();
        match rest.bytes().next() {
            Some(b'|') => {
                out.push(row.get(from..at).unwrap_or_default());
                at += 1;
                from = at;
            }
            Some(b'\\') => at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            Some(b'[') => at += closed(rest, ']', &['[', '\n']),
            Some(b'{') => at += closed(rest, '}', &['{', '\n']),
            _ => at += closed(rest, '!', &[' ', '\n']),
        }
    }
    out.push(row.get(from..).unwrap_or_default());
    out.retain(|cell| !cell.is_empty());
    out
}

/// How long what a sign begins is, where it ends before one of these; else the sign alone.
fn closed(text: &str, end: char, not: &[char]) -> usize {
    let inside = text.get(1..).unwrap_or_default();
    let at = inside.find(|c: char| c == end || not.contains(&c));
    match at {
        Some(at) if inside.get(at..).is_some_and(|rest| rest.starts_with(end)) => at + 2,
        _ => 1,
    }
}
