//! Which entries of the incident others have written, and which of those the case does not hold.

use super::entries::name;
use super::goal::Goal;
use super::knowledge::Knowledge;
use super::theirs::{body, is_fixed, reads_the_same, said};
use crate::markup::reference::{Reference, read_all};
use crate::markup::visible;
use crate::systems::{Connector, Entry};
use crate::time::parse_iso;
use std::collections::{BTreeMap, BTreeSet};

/// An entry that somebody else has written, and that the case does not hold as it stands.
#[derive(Debug)]
pub(crate) struct News {
    pub(crate) entry: Entry,
    /// What stands for it.
    pub(crate) key: String,
    /// What it says, as Markdown, without what is ours in it.
    pub(crate) text: String,
    /// What the case holds of it, where that was taken over and reads otherwise.
    pub(crate) held: Option<String>,
    /// Whether it ends as ours do, and nothing proves that it is.
    pub(crate) is_claim: bool,
}

impl Knowledge {
    /// Whether it must be known which account the connector works with, to tell whose these entries are.
    pub(crate) fn depends_on_account(&self, entries: &[Entry]) -> bool {
        entries.iter().any(|entry| {
            let is_known = self.has_recorded(entry) || self.trusts(entry.author.as_ref());
            !is_known && entry.author.is_some() && !read_all(&entry.text).is_empty()
        })
    }

    /// Those of some entries, the oldest first, that others have written and that the case does not hold.
    pub(crate) fn theirs(&self, goal: &Goal, connector: &Connector, entries: Vec<Entry>) -> Vec<News> {
        let mut held: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for comment in &goal.comments {
            if let Some(key) = &comment.origin {
                held.entry(key).or_default().push(body(comment));
            }
        }
        let lines = self.lines(goal, connector, &entries);
        let pushed = self.said_to_be_pushed(goal);
        let mut news = Vec::new();
        for entry in entries {
            let (key, text) = (entry.key(), said(&entry));
            let taken = held.remove(key.as_str());
            if let Some(bodies) = &taken {
                let old = bodies.first().filter(|_| !bodies.iter().any(|body| reads_the_same(body, &text)));
                let Some(old) = old else { continue };
                news.push(News { key, text, held: Some((*old).to_owned()), is_claim: false, entry });
                continue;
            }
            let references = read_all(&entry.text);
            if is_fixed(&text) || self.is_ours(&entry, &references, (&lines, &pushed), goal, connector) {
                continue;
            }
            news.push(News { key, text, held: None, is_claim: !references.is_empty(), entry });
        }
        // The same entries may have come under other names: an account that may read more sees their ids.
        for (key, bodies) in held {
            for body in bodies {
                let is_it = |it: &News| {
                    it.held.is_none() && has_no_id(&it.key) != has_no_id(key) && reads_the_same(&it.text, body)
                };
                if let Some(at) = news.iter().position(is_it) {
                    news.remove(at);
                }
            }
        }
        news
    }

    /// The lines of ours that entries hold: how many of them do, or none where one of those is ours for certain.
    fn lines(&self, goal: &Goal, connector: &Connector, entries: &[Entry]) -> BTreeMap<String, usize> {
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        let mut settled: BTreeSet<String> = BTreeSet::new();
        for entry in entries {
            for reference in read_all(&entry.text) {
                let name = name(&reference);
                let is_certain = self.has_recorded(entry) || self.trusts(entry.author.as_ref());
                if is_certain || says_of_case(&reference, &entry.text, goal, connector) {
                    settled.insert(name.clone());
                }
                *lines.entry(name).or_default() += 1;
            }
        }
        lines.retain(|name, _| !settled.contains(name));
        lines
    }

    fn is_ours(
        &self,
        entry: &Entry,
        references: &[Reference],
        (lines, pushed): (&BTreeMap<String, usize>, &BTreeMap<String, Vec<String>>),
        goal: &Goal,
        connector: &Connector,
    ) -> bool {
        if self.has_recorded(entry) {
            return true;
        }
        if references.is_empty() {
            return is_of_kibana(&entry.text, pushed);
        }
        // Of several that hold one line, and none of which is ours for certain, somebody has copied it: all are shown.
        let is_alone = |it: &Reference| lines.get(&name(it)) == Some(&1) && self.is_known(it, goal);
        self.trusts(entry.author.as_ref())
            || references.iter().any(|it| is_alone(it) || says_of_case(it, &entry.text, goal, connector))
    }

    /// The comments that the case says were pushed, as words, each with those who have written it.
    fn said_to_be_pushed(&self, goal: &Goal) -> BTreeMap<String, Vec<String>> {
        let mut pushed: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for comment in goal.comments.iter().filter(|comment| self.case_says_pushed(comment, comment.version_at)) {
            pushed.entry(words(&comment.source)).or_default().push(words(&comment.author));
        }
        pushed
    }
}

/// A text as words: white space changes on the way through remote systems.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether Kibana has pushed an entry: it holds a comment that the case says was pushed, with Kibana's words behind it.
fn is_of_kibana(entry: &str, pushed: &BTreeMap<String, Vec<String>>) -> bool {
    let entry = words(entry);
    let is_by = |source: &str, author: Option<&str>| {
        pushed.get(source).is_some_and(|authors| author.is_none_or(|author| authors.iter().any(|it| it == author)))
    };
    let added = entry.rsplit_once(" Added by ");
    let dated = entry.rsplit_once(" (added at ").or_else(|| entry.rsplit_once(" (updated at "));
    is_by(&entry, None)
        || added.is_some_and(|(source, by)| by.strip_suffix('.').is_some_and(|by| is_by(source, Some(by))))
        || dated.is_some_and(|(source, rest)| {
            let rest = rest.strip_suffix(')').and_then(|rest| rest.split_once(" by "));
            rest.is_some_and(|(at, by)| parse_iso(at).is_some() && is_by(source, Some(by)))
        })
}

/// Whether it stands for an entry without an id.
fn has_no_id(key: &str) -> bool {
    key.len() == 21 && key.starts_with('x')
}

/// Whether an entry that ends with the line of a comment says what the comment says: then the case holds it, whoever has
/// written it.
fn says_of_case(it: &Reference, entry: &str, goal: &Goal, connector: &Connector) -> bool {
    let Reference::Comment { token, edit, at } = it else { return false };
    let comment = goal.places.get(token).and_then(|place| goal.comments.get(*place));
    let Some(comment) = comment.filter(|comment| comment.version_at == *at) else { return false };
    let sent = goal.comment_text(comment, *edit, connector).text;
    let same = |text: &str| text.split_whitespace().eq(entry.split_whitespace());
    same(&sent) || same(&visible(&sent, connector.system().format(connector, connector.comments_field().unwrap_or(""))))
}
