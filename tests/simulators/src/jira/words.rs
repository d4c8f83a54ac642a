//! Text search on the summary: the operator `~` of JQL.
//!
//! The text is a query of its own. Its special characters have a meaning
//! unless a backslash stands before them. Word stems are not simulated.

/// A text query that was understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TextQuery(Vec<Term>);

#[derive(Debug, PartialEq, Eq)]
struct Term {
    excluded: bool,
    /// Words that follow each other; `*` and `?` are wildcards.
    words: Vec<String>,
}

/// Stand-ins for wildcards, so that an escaped `*` stays a plain character.
const MANY: char = '\u{1}';
const ONE: char = '\u{2}';

impl TextQuery {
    /// Reads a query, or gives the text that Jira complains about.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let unreadable = || format!("Unable to parse the text '{text}' for field 'summary'.");
        let mut terms = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(&first) = chars.peek() {
            if first.is_whitespace() {
                chars.next();
                continue;
            }
            let excluded = first == '-';
            if matches!(first, '-' | '+') {
                chars.next();
            }
            let quoted = chars.peek() == Some(&'"');
            if quoted {
                chars.next();
            }
            let mut term = String::new();
            let mut closed = !quoted;
            while let Some(&c) = chars.peek() {
                match c {
                    '"' if quoted => {
                        chars.next();
                        closed = true;
                        break;
                    }
                    '\\' => {
                        chars.next();
                        term.push(chars.next().ok_or_else(unreadable)?);
                        continue;
                    }
                    c if c.is_whitespace() && !quoted => break,
                    '(' | ')' | '[' | ']' | '{' | '}' | '^' | ':' | '/' | '!' | '"' if !quoted => {
                        return Err(unreadable());
                    }
                    '*' | '?' if !quoted && term.is_empty() => {
                        return Err(format!(
                            "The text query '{text}' for field 'summary' is not allowed to start with '{c}'."
                        ));
                    }
                    '*' if !quoted => term.push(MANY),
                    '?' if !quoted => term.push(ONE),
                    c => term.push(c),
                }
                chars.next();
            }
            if !closed {
                return Err(unreadable());
            }
            let words = words(&term);
            if !words.is_empty() {
                terms.push(Term { excluded, words });
            }
        }
        Ok(Self(terms))
    }

    /// Whether a text has every term and none of the excluded ones.
    pub(super) fn finds(&self, text: &str) -> bool {
        let there = words(text);
        let found = |term: &Term| {
            there
                .windows(term.words.len())
                .any(|window| window.iter().zip(&term.words).all(|(word, pattern)| matches(pattern, word)))
        };
        !self.0.is_empty() && self.0.iter().all(|term| found(term) != term.excluded)
    }
}

/// The words of a text: letters and digits, in lower case.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !(c.is_alphanumeric() || c == MANY || c == ONE))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn matches(pattern: &str, word: &str) -> bool {
    let mut pattern_chars = pattern.chars();
    match pattern_chars.next() {
        None => word.is_empty(),
        Some(MANY) => {
            let rest = pattern_chars.as_str();
            let ends = word.char_indices().map(|(place, _)| place);
            ends.chain([word.len()]).any(|place| matches(rest, &word[place..]))
        }
        Some(c) => {
            let mut word_chars = word.chars();
            let same = word_chars.next().is_some_and(|other| c == ONE || c == other);
            same && matches(pattern_chars.as_str(), word_chars.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, text: &str) -> bool {
        TextQuery::parse(query).unwrap().finds(text)
    }

    #[test]
    fn every_word_must_be_there() {
        assert!(finds("mail phishing", "Phishing by mail"));
        assert!(!finds("mail malware", "Phishing by mail"));
        assert!(finds("phish*", "Phishing by mail"));
        assert!(finds("\"by mail\"", "Phishing by mail"));
        assert!(!finds("\"mail by\"", "Phishing by mail"));
        assert!(!finds("phishing -mail", "Phishing by mail"));
    }

    #[test]
    fn special_characters_need_a_backslash() {
        assert!(TextQuery::parse("[SOC] alert").is_err());
        assert!(TextQuery::parse("*alert").is_err());
        assert!(finds(r"\[SOC\] alert", "[SOC] alert on host-7"));
        assert!(finds(r"host\-7", "[SOC] alert on host-7"));
    }
}
