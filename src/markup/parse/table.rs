//! Tables.

use super::lines::indent;

/// The rows of a table, head first, each as the texts of its cells; and how many lines it takes.
pub(super) fn read<'a>(lines: &[&'a str]) -> Option<(Vec<Vec<&'a str>>, usize)> {
    let [head, under, ..] = lines else { return None };
    if !(is_row(head) && is_row(under) && is_delimiter(under)) {
        return None;
    }
    let taken = lines.iter().take_while(|line| is_row(line)).count();
    let rows = lines.iter().take(taken).enumerate().filter(|(number, _)| *number != 1);
    let mut rows: Vec<Vec<&str>> = rows.map(|(_, line)| cells(line)).collect();
    rows.retain(|row| !row.is_empty());
    (!rows.is_empty()).then_some((rows, taken))
}

fn is_row(line: &str) -> bool {
    line.bytes().skip(1).any(|b| b == b'|')
}

/// The line between the head and the rows: a dash or a colon for each column, and bars.
fn is_delimiter(line: &str) -> bool {
    let mut columns = 0;
    let mut within = false;
    let mut bars = 0;
    for c in line.chars() {
        match c {
            '|' if !within && bars > 0 => return false,
            '|' => {
                bars += 1;
                within = false;
            }
            '-' | ':' => {
                columns += usize::from(!within);
                within = true;
            }
            c if c.is_whitespace() => {}
            _ => return false,
        }
    }
    columns > 0
}

/// The texts between the bars. A bar within code or within the target of a link ends no cell: there Kibana loses what
/// stands behind it.
fn cells(line: &str) -> Vec<&str> {
    let line = line.get(indent(line)..).unwrap_or_default();
    let line = line.strip_prefix('|').unwrap_or(line);
    let bytes = line.as_bytes();
    let mut out = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            // A bracket that is escaped ends the text of no link.
            b'\\' if bytes.get(at + 1) == Some(&b']') && bytes.get(at + 2) == Some(&b'(') => at += 3,
            b'\\' => at += 2,
            b'`' => at = after_code(line, at),
            b'(' if at > 0 && bytes.get(at - 1) == Some(&b']') => at = after_target(line, at),
            b'|' => {
                out.push(cell(line, from, at));
                at += 1;
                from = at;
            }
            _ => at += 1,
        }
    }
    let last = cell(line, from, line.len());
    out.extend((!last.is_empty()).then_some(last));
    out
}

fn cell(line: &str, from: usize, to: usize) -> &str {
    line.get(from..to).unwrap_or_default().trim_matches([' ', '\t'])
}

/// Behind the code that begins here, or behind the backticks where there is none.
fn after_code(line: &str, at: usize) -> usize {
    let rest = line.get(at..).unwrap_or_default();
    let length = rest.bytes().take_while(|b| *b == b'`').count();
    let mut run = 0;
    for (number, byte) in rest.bytes().enumerate().skip(length).chain([(rest.len(), b' ')]) {
        if byte == b'`' {
            run += 1;
        } else {
            if run == length {
                return at + number;
            }
            run = 0;
        }
    }
    at + length
}

/// Behind the target that begins here, or behind the bracket where it is none.
fn after_target(line: &str, at: usize) -> usize {
    let rest = line.get(at + 1..).unwrap_or_default();
    let end = rest.find(|c: char| c.is_whitespace() || c == ')');
    end.filter(|end| rest.as_bytes().get(*end) == Some(&b')')).map_or(at + 1, |end| at + 1 + end)
}
