//! Encoded queries: `a=1^ORa=2^bLIKEx^ORDERBYDESCc`.
//!
//! An invalid part is ignored, so a query made of nothing else finds every
//! row. That is the vendor's default and a well-known trap.

use super::catalog::Row;
use std::cmp::Ordering;

/// The operators, longest first: `!=` ends with `=`.
const OPERATORS: [&str; 9] = ["ISNOTEMPTY", "STARTSWITH", "ENDSWITH", "ISEMPTY", "NOT LIKE", "LIKE", "!=", "IN", "="];

/// A query that was understood, as far as it could be.
#[derive(Debug, Default)]
pub(super) struct Query {
    /// Alternatives of conjunctions of alternatives.
    sets: Vec<Vec<Vec<Condition>>>,
    order: Vec<(String, bool)>,
    /// Whether some part was ignored.
    pub(super) invalid: bool,
}

#[derive(Debug)]
struct Condition {
    field: String,
    operator: &'static str,
    value: String,
}

impl Query {
    /// Reads a query over these columns.
    pub(super) fn parse(text: &str, columns: &[&str]) -> Self {
        let mut query = Self { sets: vec![Vec::new()], ..Self::default() };
        for part in text.split('^').filter(|part| !part.is_empty()) {
            query.add(part, columns);
        }
        query
    }

    fn add(&mut self, part: &str, columns: &[&str]) {
        for (prefix, descending) in [("ORDERBYDESC", true), ("ORDERBY", false)] {
            if let Some(field) = part.strip_prefix(prefix) {
                if columns.contains(&field) {
                    self.order.push((field.to_owned(), descending));
                } else {
                    self.invalid = true;
                }
                return;
            }
        }
        let (part, or) = match (part.strip_prefix("NQ"), part.strip_prefix("OR")) {
            (Some(rest), _) => {
                self.sets.push(Vec::new());
                (rest, false)
            }
            (_, Some(rest)) => (rest, true),
            _ => (part, false),
        };
        let Some(condition) = condition(part, columns) else {
            self.invalid = true;
            return;
        };
        let Some(set) = self.sets.last_mut() else {
            return;
        };
        match set.last_mut() {
            Some(alternatives) if or => alternatives.push(condition),
            _ => set.push(vec![condition]),
        }
    }

    /// Whether a row is found.
    pub(super) fn finds(&self, row: &Row) -> bool {
        self.sets.iter().any(|set| set.iter().all(|alternatives| alternatives.iter().any(|it| it.holds(row))))
    }

    /// Puts rows into the order that was asked for.
    pub(super) fn sort(&self, rows: &mut [Row]) {
        // What was made in the same second comes in the order of its making, or the other way round.
        if self.order.first().is_some_and(|(_, descending)| *descending) {
            rows.reverse();
        }
        rows.sort_by(|a, b| {
            self.order.iter().fold(Ordering::Equal, |so_far, (field, descending)| {
                let next = a.get(field).cmp(&b.get(field));
                so_far.then(if *descending { next.reverse() } else { next })
            })
        });
    }
}

fn condition(part: &str, columns: &[&str]) -> Option<Condition> {
    let end = part.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))?;
    let (field, rest) = part.split_at(end);
    if !columns.contains(&field) {
        return None;
    }
    let operator = OPERATORS.into_iter().find(|it| rest.starts_with(it))?;
    Some(Condition { field: field.to_owned(), operator, value: rest[operator.len()..].to_lowercase() })
}

impl Condition {
    /// Text compares without regard to case, as in the vendor's database.
    fn holds(&self, row: &Row) -> bool {
        let actual = row.get(&self.field).map(|it| it.to_lowercase());
        let actual = actual.unwrap_or_default();
        let wanted = self.value.as_str();
        match self.operator {
            "=" => actual == wanted,
            "!=" => actual != wanted,
            "LIKE" => actual.contains(wanted),
            "NOT LIKE" => !actual.contains(wanted),
            "STARTSWITH" => actual.starts_with(wanted),
            "ENDSWITH" => actual.ends_with(wanted),
            "IN" => wanted.split(',').any(|one| one == actual),
            "ISEMPTY" => actual.is_empty(),
            _ => !actual.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::catalog::row, *};

    fn finds(query: &str, cells: &[(&str, &str)]) -> bool {
        Query::parse(query, &["a", "b"]).finds(&row(cells))
    }

    #[test]
    fn or_binds_to_the_condition_before_it() {
        assert!(finds("a=1^ORa=2^b=3", &[("a", "2"), ("b", "3")]));
        assert!(!finds("a=1^ORa=2^b=3", &[("a", "1"), ("b", "4")]));
        assert!(finds("a=1^NQb=4", &[("a", "9"), ("b", "4")]));
    }

    #[test]
    fn an_invalid_part_is_ignored_and_remembered() {
        let query = Query::parse("unknown=1", &["a"]);
        assert!(query.invalid && query.finds(&row(&[("a", "x")])));
        let query = Query::parse("a~~1^a=x", &["a"]);
        assert!(query.invalid && !query.finds(&row(&[("a", "y")])));
    }
}
