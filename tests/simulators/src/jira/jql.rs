//! The part of JQL that finding a case needs: comparisons joined by AND, and
//! an order.

use super::{
    catalog::find_project,
    store::{Issue, Store},
    words::TextQuery,
};
use std::iter::Peekable;
use std::str::CharIndices;

/// A query that was understood.
#[derive(Debug, Default)]
pub(super) struct Jql {
    conditions: Vec<Condition>,
    order: Vec<(Key, bool)>,
}

#[derive(Debug)]
enum Condition {
    Project(&'static str),
    Label(String),
    Summary(TextQuery),
    Issue(u32),
}

#[derive(Clone, Copy, Debug)]
enum Key {
    Created,
    Updated,
    Number,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Quoted(String),
    Operator(&'static str),
}

impl Jql {
    /// Reads a query, or says what is wrong with it.
    pub(super) fn parse(text: &str, store: &Store) -> Result<Self, String> {
        let tokens = tokens(text)?;
        let mut rest = tokens.as_slice();
        let mut jql = Self::default();
        let mut expect_condition = !is_word(rest.first(), "order");
        while expect_condition && !rest.is_empty() {
            let [field, operator, value, tail @ ..] = rest else {
                return Err("Error in the JQL Query: the query ends too early.".to_owned());
            };
            jql.conditions.push(condition(field, operator, value, store)?);
            expect_condition = is_word(tail.first(), "and");
            rest = if expect_condition { &tail[1..] } else { tail };
            if expect_condition && rest.is_empty() {
                return Err("Error in the JQL Query: the query ends too early.".to_owned());
            }
        }
        if is_word(rest.first(), "order") && is_word(rest.get(1), "by") {
            jql.order = order(&rest[2..])?;
            rest = &[];
        }
        match rest.first() {
            None => Ok(jql),
            Some(token) => Err(format!("Error in the JQL Query: Expecting 'AND' but got '{}'. (line 1)", token.text())),
        }
    }

    /// Whether anything narrows the search.
    pub(super) fn is_bounded(&self) -> bool {
        !self.conditions.is_empty()
    }

    pub(super) fn finds(&self, issue: &Issue) -> bool {
        self.conditions.iter().all(|condition| match condition {
            Condition::Project(key) => issue.project.key == *key,
            Condition::Label(label) => issue.labels().contains(&label.as_str()),
            Condition::Summary(words) => words.finds(issue.summary()),
            Condition::Issue(id) => issue.id == *id,
        })
    }

    /// Puts issues into the order asked for; newest first when none was.
    pub(super) fn sort(&self, issues: &mut [&Issue]) {
        issues.sort_by_key(|issue| std::cmp::Reverse(issue.id));
        for (key, descending) in self.order.iter().rev() {
            let value = |issue: &&Issue| match key {
                Key::Created => (issue.created, issue.id),
                Key::Updated => (issue.updated, issue.id),
                Key::Number => (0, issue.id),
            };
            issues.sort_by_key(value);
            if *descending {
                issues.reverse();
            }
        }
    }
}

impl Token {
    fn text(&self) -> &str {
        match self {
            Self::Word(text) | Self::Quoted(text) => text,
            Self::Operator(text) => text,
        }
    }
}

fn is_word(token: Option<&Token>, word: &str) -> bool {
    matches!(token, Some(Token::Word(text)) if text.eq_ignore_ascii_case(word))
}

fn condition(field: &Token, operator: &Token, value: &Token, store: &Store) -> Result<Condition, String> {
    let Token::Operator(operator) = operator else {
        return Err(format!("Error in the JQL Query: Expecting operator but got '{}'. (line 1)", operator.text()));
    };
    if matches!(value, Token::Operator(_)) {
        return Err(format!("Error in the JQL Query: Expecting a value but got '{}'. (line 1)", value.text()));
    }
    let value = value.text();
    match (field.text().to_ascii_lowercase().as_str(), *operator) {
        ("project", "=") => find_project(value)
            .map(|project| Condition::Project(project.key))
            .ok_or_else(|| format!("The value '{value}' does not exist for the field 'project'.")),
        ("labels", "=") => Ok(Condition::Label(value.to_owned())),
        ("summary", "~") => TextQuery::parse(value).map(Condition::Summary),
        ("key" | "issuekey" | "issue" | "id", "=") => store
            .find(value)
            .map(|issue| Condition::Issue(issue.id))
            .ok_or_else(|| format!("An issue with key '{value}' does not exist for field 'key'.")),
        ("project" | "labels" | "summary" | "key" | "issuekey" | "issue" | "id", other) => {
            Err(format!("The operator '{other}' is not supported by the '{}' field.", field.text()))
        }
        (other, _) => Err(format!("Field '{other}' does not exist or you do not have permission to view it.")),
    }
}

fn order(mut rest: &[Token]) -> Result<Vec<(Key, bool)>, String> {
    let mut order = Vec::new();
    loop {
        let key = match rest.first().map(|it| it.text().to_ascii_lowercase()) {
            Some(name) if name == "created" => Key::Created,
            Some(name) if name == "updated" => Key::Updated,
            Some(name) if ["key", "id"].contains(&name.as_str()) => Key::Number,
            other => {
                let other = other.unwrap_or_default();
                return Err(format!("Not able to sort using field '{other}'."));
            }
        };
        rest = &rest[1..];
        let descending = is_word(rest.first(), "desc");
        if descending || is_word(rest.first(), "asc") {
            rest = &rest[1..];
        }
        order.push((key, descending));
        match rest.first() {
            None => return Ok(order),
            Some(Token::Operator(",")) => rest = &rest[1..],
            Some(other) => {
                return Err(format!("Error in the JQL Query: Expecting ',' but got '{}'. (line 1)", other.text()));
            }
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some(&(place, c)) = chars.peek() {
        match c {
            c if c.is_whitespace() => {
                chars.next();
            }
            '"' | '\'' => {
                chars.next();
                tokens.push(Token::Quoted(quoted(&mut chars, c)?));
            }
            '=' | '~' | ',' => {
                chars.next();
                tokens.push(Token::Operator(match c {
                    '=' => "=",
                    '~' => "~",
                    _ => ",",
                }));
            }
            c if is_bare(c) => {
                let mut word = String::new();
                while let Some(&(_, c)) = chars.peek().filter(|next| is_bare(next.1)) {
                    word.push(c);
                    chars.next();
                }
                tokens.push(Token::Word(word));
            }
            c => {
                return Err(format!(
                    "Error in the JQL Query: The character '{c}' is a reserved JQL character. \
                     You must enclose it in a string. (line 1, character {})",
                    place + 1
                ));
            }
        }
    }
    Ok(tokens)
}

/// What may stand outside quotes.
fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// The rest of a quoted string, after its opening quote.
fn quoted(chars: &mut Peekable<CharIndices<'_>>, quote: char) -> Result<String, String> {
    let mut text = String::new();
    while let Some((place, c)) = chars.next() {
        match c {
            c if c == quote => return Ok(text),
            '\\' => {
                let escaped = chars.next().map(|next| next.1);
                text.push(match escaped {
                    Some(c @ ('\\' | '"' | '\'' | ' ')) => c,
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some('u') => unicode(chars).ok_or("Error in the JQL Query: bad \\u escape.")?,
                    other => {
                        let other = other.map_or(String::new(), String::from);
                        return Err(format!(
                            "Error in the JQL Query: '\\{other}' is an illegal JQL escape \
                             sequence. The valid escape sequences are \\', \\\", \\t, \\n, \\r, \
                             \\\\, '\\ ' and \\uXXXX. (line 1, character {})",
                            place + 1
                        ));
                    }
                });
            }
            c => text.push(c),
        }
    }
    Err("Error in the JQL Query: The quoted string has not been completed.".to_owned())
}

fn unicode(chars: &mut Peekable<CharIndices<'_>>) -> Option<char> {
    let digits: String = chars.by_ref().take(4).map(|next| next.1).collect();
    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        Jql::parse(text, &Store::default()).unwrap_err()
    }

    #[test]
    fn comparisons_are_joined_by_and() {
        let jql = Jql::parse(
            "project = \"SOC\" and labels='a' AND summary ~ \"b\" order by created DESC, key",
            &Store::default(),
        );
        let jql = jql.unwrap();
        assert_eq!((jql.conditions.len(), jql.order.len()), (3, 2));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert!(problem("project = SOC OR labels = a").contains("'OR'"));
        assert!(problem("project = NONE").contains("does not exist"));
        assert!(problem("status = Done").contains("'status'"));
        assert!(problem("summary = a").contains("operator"));
        assert!(problem("summary ~ a!").contains("reserved"));
        assert!(problem(r#"summary ~ "a\-b""#).contains("escape"));
        assert!(problem("summary ~ \"a").contains("not been completed"));
        assert!(problem("project = SOC AND").contains("early"));
    }
}
