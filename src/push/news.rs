//! Which entries of the incident others have written, and which of those the case does not hold.

use super::entries::name;
use super::goal::Goal;
use super::knowledge::Knowledge;
use super::theirs::{body, is_fixed, may_be_one, reads_the_same, said};
use crate::markup::reference::{Reference, read_all, without_checks};
use crate::markup::visible;
use crate::order::Keyed;
use crate::systems::{Connector, Entry, ID};
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
            let is_known = self.is_certain(entry);
            !is_known && entry.author.is_some() && !read_all(&entry.text).is_empty()
        })
    }

    /// Those of some entries, the oldest first, that others have written and that the case does not hold.
    pub(crate) fn theirs(&self, goal: &Goal, connector: &Connector, entries: Vec<Entry>) -> Vec<News> {
        let (held, texts) = held(goal);
        let ground = Ground { lines: self.lines(goal, connector, &entries), pushed: self.pushed(goal) };
        let (mut news, mut met) = (Vec::new(), BTreeSet::new());
        for entry in entries {
            let (key, text) = (entry.key(), said(&entry));
            let old = held.get(&key).cloned();
            if old.is_some() {
                met.insert(key.clone());
            }
            let references = read_all(&entry.text);
            let is_no_news = match &old {
                Some(_) => texts.contains(&of_origin(&key, &text)),
                None => is_fixed(&text) || self.is_ours(&entry, &references, &ground, goal, connector),
            };
            if !is_no_news {
                news.push(News { is_claim: old.is_none() && !references.is_empty(), key, text, held: old, entry });
            }
        }
        // The same entries may have come under other names: an account that may read more sees their ids.
        for (key, body) in held.iter().filter(|(key, _)| !met.contains(*key)) {
            let is_it = |it: &News| it.held.is_none() && may_be_one(&it.key, key) && reads_the_same(&it.text, body);
            if let Some(at) = news.iter().position(is_it) {
                news.remove(at);
            }
        }
        news
    }

    /// Whether an entry is ours, whatever the case says.
    fn is_certain(&self, entry: &Entry) -> bool {
        self.has_recorded(entry) || self.trusts(entry.author.as_ref()) || self.proved_by_key(entry).is_some()
    }

    /// How many entries hold each line of ours; many where one of those is ours for certain, since then the others are not.
    fn lines(&self, goal: &Goal, connector: &Connector, entries: &[Entry]) -> Keyed<usize> {
        let mut lines = Keyed::<usize>::default();
        for entry in entries {
            let is_certain = self.is_certain(entry);
            for reference in read_all(&entry.text) {
                let is_certain = is_certain || says_of_case(&reference, &entry.text, goal, connector);
                if let Some(count) = lines.or_default(&name(&reference)) {
                    *count += if is_certain { 2 } else { 1 };
                }
            }
        }
        lines
    }

    fn is_ours(
        &self,
        entry: &Entry,
        references: &[Reference],
        ground: &Ground,
        goal: &Goal,
        connector: &Connector,
    ) -> bool {
        if self.has_recorded(entry) {
            return true;
        }
        if references.is_empty() {
            return is_of_kibana(&entry.text, &ground.pushed);
        }
        // Of several that hold one line, and none of which is ours for certain, somebody has copied it: all are shown.
        let is_alone = |it: &Reference| ground.lines.get(&name(it)) == Some(&1) && self.is_known(it, goal);
        self.is_certain(entry)
            || references.iter().any(|it| is_alone(it) || says_of_case(it, &entry.text, goal, connector))
    }

    /// The comments that the case says were pushed, as words: each alone, and with who has written it.
    fn pushed(&self, goal: &Goal) -> BTreeSet<String> {
        let mut pushed = BTreeSet::new();
        for comment in goal.comments.iter().filter(|comment| self.case_says_pushed(comment, comment.version_at)) {
            let source = words(&comment.source);
            pushed.insert(by(&source, &words(&comment.author)));
            pushed.insert(by(&source, ""));
        }
        pushed
    }
}

/// What entries are judged by.
struct Ground {
    /// How many hold each line of ours.
    lines: Keyed<usize>,
    /// What the case says was pushed, for what Kibana has.
    pushed: BTreeSet<String>,
}

/// What the case has taken over: a text of each remote comment, and all texts with what they were taken from.
fn held(goal: &Goal) -> (BTreeMap<String, String>, BTreeSet<String>) {
    let (mut held, mut texts) = (BTreeMap::new(), BTreeSet::new());
    for comment in &goal.comments {
        if let Some(key) = &comment.origin {
            held.insert(key.clone(), body(comment).to_owned());
            texts.insert(of_origin(key, body(comment)));
        }
    }
    (held, texts)
}

/// What a remote comment says, with what it is.
pub(crate) fn of_origin(key: &str, text: &str) -> String {
    text.trim().lines().fold(key.to_owned(), |all, line| all + "\n" + line.trim_end())
}

/// A text as words: white space changes on the way through remote systems.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn by(source: &str, author: &str) -> String {
    format!("{source}\n{author}")
}

/// Whether Kibana has pushed an entry: it holds a comment that the case says was pushed, with Kibana's words behind it.
fn is_of_kibana(entry: &str, pushed: &BTreeSet<String>) -> bool {
    if pushed.is_empty() {
        return false;
    }
    let entry = words(entry);
    let is_by = |source: &str, author: &str| !author.is_empty() && pushed.contains(&by(source, author));
    let added = entry.rsplit_once(" Added by ");
    let dated = entry.rsplit_once(" (added at ").or_else(|| entry.rsplit_once(" (updated at "));
    pushed.contains(&by(&entry, ""))
        || added.is_some_and(|(source, by)| is_by(source, by.trim_end_matches('.')))
        || dated.is_some_and(|(source, rest)| {
            let rest = rest.strip_suffix(')').and_then(|rest| rest.split_once(" by "));
            rest.is_some_and(|(at, by)| parse_iso(at).is_some() && is_by(source, by))
        })
}

/// Whether an entry that ends with the line of a comment says what the comment says: then the case holds it, whoever has
/// written it.
fn says_of_case(it: &Reference, entry: &str, goal: &Goal, connector: &Connector) -> bool {
    let Reference::Comment { token, edit, at } = it else { return false };
    let comment = goal.comment_of(token);
    let Some(comment) = comment.filter(|comment| comment.version_at == *at) else { return false };
    let sent = goal.comment_text(comment, *edit, connector, ID).text;
    let entry = without_checks(entry);
    let same = |text: &str| text.split_whitespace().eq(entry.split_whitespace());
    same(&sent) || same(&visible(&sent, connector.system().format(connector, connector.comments_field().unwrap_or(""))))
}
