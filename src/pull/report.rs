//! What is new, as data with a choice for each part.

use crate::case::{ExternalService, SecurityCase};
use crate::connector::mapping::{Action, Source};
use crate::hash::hash;
use crate::json::{self, object};
use crate::markup::{Format, fit_line, one_line, origin, taken_over};
use crate::push::{Goal, Knowledge, News, body_format, is_set_by_us, said_by, same_field, without_ours};
use crate::systems::{Account, Connector, Fields, IncidentRef, RemoteIncident, Standing};
use crate::time::to_iso;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What the case says of what the other team may have changed.
#[derive(Debug)]
pub(super) struct Ours {
    title: String,
    description: String,
    status: String,
    /// The number or key of its incident.
    incident: String,
}

impl Ours {
    pub(super) fn of(case: &SecurityCase<'_>, named: &IncidentRef) -> Self {
        let is_it =
            |external: &&ExternalService<'_>| *external.external_id == *named.id && !external.external_title.is_empty();
        let external = case.external_service.as_ref().filter(is_it);
        Self {
            title: case.title.to_string(),
            description: case.description.to_string(),
            status: case.status_or_open().to_owned(),
            incident: external.map_or_else(|| named.title.clone(), |external| external.external_title.to_string()),
        }
    }
}

/// What earlier pulls have seen, by the keys of changes: the mark of each that was decided or needed no answer. Under `open`
/// stand the keys of comments that nobody has decided about, under `id` the incident that all of it is about.
#[derive(Debug, Default)]
pub(super) struct Seen(Option<Map<String, Value>>);

pub(super) const OPEN: &str = "open";
pub(super) const ID: &str = "id";
const GONE: &str = "gone";

impl Seen {
    pub(super) fn read(kept: Option<&Value>) -> Self {
        Self(kept.and_then(Value::as_object).cloned())
    }

    pub(super) fn is(&self, other: &Value) -> bool {
        self.0.as_ref() == other.as_object()
    }

    /// What was seen of one incident says nothing of another that has taken its place.
    pub(super) fn begin_anew_for(&mut self, id: &str) {
        if self.mark(ID).is_some_and(|old| old != id) {
            self.0 = None;
        }
    }

    fn mark(&self, key: &str) -> Option<&str> {
        self.0.as_ref()?.get(key)?.as_str()
    }

    pub(super) fn has_comment(&self, key: &str) -> bool {
        self.mark(&comment_key(key)).is_some()
    }

    /// Whether an earlier pull has read all comments, and each that nobody has decided about is among these.
    pub(super) fn has_no_other_open(&self, read: &BTreeSet<String>) -> bool {
        let open = self.0.as_ref().and_then(|kept| kept.get(OPEN)).and_then(Value::as_array);
        open.is_some_and(|open| open.iter().filter_map(Value::as_str).all(|open| read.contains(open)))
    }
}

pub(super) fn comment_key(key: &str) -> String {
    format!("comment:{key}")
}

/// What an answer is made of.
pub(super) struct Ground<'a> {
    pub(super) connector: &'a Connector,
    pub(super) goal: &'a Goal,
    pub(super) known: &'a Knowledge,
    pub(super) ours: &'a Ours,
    pub(super) seen: &'a Seen,
    /// The incident as the journal or the case names it.
    pub(super) named: &'a IncidentRef,
    pub(super) now: &'a str,
}

/// The answer of a pull, and what is kept of it. Without an incident it is gone.
pub(super) fn report(ground: &Ground<'_>, remote: Option<&RemoteIncident>, news: Vec<News>) -> (Value, Value) {
    let Ground { connector, goal, ours, seen, named, now, .. } = *ground;
    let mut changes = Changes { seen, list: Vec::new(), quiet: seen.0.clone().unwrap_or_default() };
    match remote {
        // What was kept before a mark named the incident is about whichever it was.
        None if seen.mark(GONE) == Some(GONE) => {}
        None => changes.add(GONE, GONE, &named.id, vec![("before", ours.incident.as_str().into())]),
        Some(remote) => {
            changes.forget(GONE);
            changes.quiet.insert(ID.to_owned(), text(&remote.incident.id));
            stands(&mut changes, ground, remote);
            texts(&mut changes, ground, &remote.fields);
            let mut open = Vec::new();
            for it in news {
                let key = comment_key(&it.key);
                let before = changes.list.len();
                comment(&mut changes, &key, it, connector.form().name, &connector.place_id());
                if changes.list.len() > before {
                    open.push(Value::from(key));
                }
            }
            changes.quiet.insert(OPEN.to_owned(), Value::Array(open));
        }
    }
    let incident = remote.map_or(named, |remote| &remote.incident);
    let standing = remote.map(standing).unwrap_or_default();
    let incident =
        object(vec![("id", text(&incident.id)), ("title", text(&incident.title)), ("url", text(&incident.url))]);
    let pulled = object(vec![
        ("caseId", text(&goal.case_id)),
        ("connectorId", text(connector.id())),
        ("system", text(connector.form().name)),
        ("at", text(now)),
        ("incident", incident),
        ("closed", remote.map(|remote| remote.closed).into()),
        ("status", word(&standing.status)),
        ("resolution", word(&standing.resolution)),
        ("assignee", word(&standing.assignee)),
        ("changes", Value::Array(changes.list)),
    ]);
    (pulled, Value::Object(changes.quiet))
}

type Members = Vec<(&'static str, Value)>;

struct Changes<'a> {
    seen: &'a Seen,
    list: Vec<Value>,
    quiet: Map<String, Value>,
}

impl Changes<'_> {
    /// One that is shown, unless it was seen as it is.
    fn add(&mut self, key: &str, kind: &str, mark: &str, more: Members) {
        if self.seen.mark(key) == Some(mark) {
            return;
        }
        let mut members = vec![("key", text(key)), ("kind", text(kind)), ("mark", text(mark)), ("takes", false.into())];
        members.extend(more);
        self.list.push(object(members));
    }

    /// Lets go of a mark. Set to nothing and not removed, which would bring the code for it.
    fn forget(&mut self, key: &str) {
        if let Some(mark) = self.quiet.get_mut(key) {
            *mark = Value::Null;
        }
    }

    /// A value that is shown where it is another one than was seen last, or has something to say from the beginning; ours never.
    fn value(&mut self, key: &str, mark: String, says: bool, is_ours: bool, more: Members) {
        let is_new = self.seen.mark(key).map_or(says, |old| old != mark);
        if is_new && !is_ours {
            self.add(key, key, &mark, more);
        } else {
            self.quiet.insert(key.to_owned(), mark.into());
        }
    }
}

/// Status, resolution, assignee, and the number or key of the incident.
fn stands(changes: &mut Changes<'_>, ground: &Ground<'_>, remote: &RemoteIncident) {
    let Ground { connector, goal, known, ours, .. } = *ground;
    let standing = standing(remote);
    let old = |key: &str| changes.seen.mark(key).filter(|old| !old.is_empty()).map(str::to_owned);
    // With the status stands whether it is closed: a new name for the same is told too.
    let was = old("status");
    let was_closed = was.as_deref().is_some_and(|was| was.starts_with(CLOSED));
    let said = said_by(remote, (goal, known, connector), &ours.status);
    let takes = said.or(match (remote.closed, ours.status == "closed") {
        (true, false) => Some("closed"),
        // Closed with the push, an incident is open for those who work on it.
        (false, true) if was_closed => Some("open"),
        _ => None,
    });
    let followed = goal.incident.status.and_then(|name| Some((name, remote.fields.get(name)?)));
    let mark = format!("{}{}", if remote.closed { CLOSED } else { "open:" }, standing.status);
    let before = was.as_deref().and_then(|was| Some(was.split_once(':')?.1.to_owned()));
    let more = vec![
        ("before", before.into()),
        ("ours", text(&ours.status)),
        ("theirs", word(&standing.status)),
        ("takes", takes.is_some().into()),
        ("status", takes.into()),
        ("field", followed.map(|(name, _)| name).into()),
        ("value", followed.map_or(Value::Null, |(_, value)| value.clone())),
        ("record", followed.and_then(|(name, _)| known.record_of(name)).into()),
    ];
    let (resolution, assignee) = (old("resolution"), old("assignee"));
    // What our own push has set is no news, nor is the resolution that closing it brought.
    let is_ours = takes.is_none() && is_set_by_us(remote, (goal, known, connector));
    let came_with_it = is_ours && remote.closed && !was_closed;
    changes.value("status", mark, takes.is_some(), is_ours, more);
    for (key, before, now, is_ours) in [
        ("resolution", resolution, &standing.resolution, came_with_it),
        ("assignee", assignee, &standing.assignee, false),
    ] {
        let more = vec![("before", before.into()), ("theirs", word(now))];
        changes.value(key, now.clone(), !now.is_empty(), is_ours, more);
    }
    let title = &remote.incident.title;
    let more = vec![("before", text(&ours.incident)), ("theirs", text(title)), ("takes", true.into())];
    changes.value("incident", title.clone(), *title != ours.incident, false, more);
}

const CLOSED: &str = "closed:";

/// Title and description, where others have changed them since the last push left them there.
fn texts(changes: &mut Changes<'_>, ground: &Ground<'_>, theirs: &Fields) {
    let Ground { connector, goal, known, ours, .. } = *ground;
    let context = known.context(goal, connector);
    for mapping in connector.mappings().iter().filter(|mapping| mapping.action == Action::Overwrite) {
        let source = mapping.source;
        let name = &*mapping.target;
        let own = match source {
            Source::Title => &ours.title,
            Source::Description => &ours.description,
            Source::Comments | Source::Tags => continue,
        };
        let (Some(sent), Some(value)) = (goal.incident.fields.get(name), theirs.get(name)) else { continue };
        let key = format!("{}:{name}", source.as_str());
        let base = known.fields.get(name);
        let is_theirs = base.is_none_or(|base| !same_field(&context, name, base, value));
        if !is_theirs || same_field(&context, name, sent, value) {
            // Theirs has gone: where it comes again, it is another edit.
            changes.forget(&key);
            continue;
        }
        let remote = value.as_str().unwrap_or_default();
        let format = body_format(connector, name).unwrap_or(Format::Plain);
        let reads = match source {
            Source::Title => one_line(remote),
            _ => without_ours(&taken_over(remote, format)).to_owned(),
        };
        // A case has a title.
        let takes = source == Source::Description || !reads.trim().is_empty();
        let more = vec![
            ("field", text(name)),
            ("ours", text(own)),
            ("theirs", reads.into()),
            ("value", value.clone()),
            ("record", known.record_of(name).into()),
            ("takes", takes.into()),
        ];
        changes.add(&key, source.as_str(), &hash(&[&json::write(value)]), more);
    }
}

/// A comment, with the comment of the case that it becomes.
fn comment(changes: &mut Changes<'_>, key: &str, news: News, system: &str, place: &str) {
    let News { entry, key: remote_key, text: said, held, is_claim } = news;
    let mark = hash(&[&said]);
    let by = line(if entry.by.is_empty() { "Unknown" } else { &entry.by });
    let ending = origin::line(system, &by, entry.moment, &entry.at, &remote_key);
    let id = format!("pulled-{}", hash(&[place, &remote_key, &mark]));
    let account = |account: &Account| object(vec![("id", text(&account.id)), ("name", text(&account.name))]);
    let becomes = object(vec![("id", id.into()), ("text", format!("{said}\n\n{ending}").into())]);
    let more = vec![
        ("by", by.into()),
        ("account", entry.author.as_ref().map_or(Value::Null, account)),
        ("at", entry.moment.map_or(Value::Null, |at| word(&to_iso(at)))),
        ("atWords", word(&line(&entry.at))),
        ("remoteId", entry.id.into()),
        ("theirs", said.into()),
        ("ours", held.into()),
        ("isClaim", is_claim.into()),
        ("takes", true.into()),
        ("comment", becomes),
    ];
    changes.add(key, "comment", &mark, more);
}

/// How it stands, in words of a length that people read.
fn standing(remote: &RemoteIncident) -> Standing {
    let Standing { status, resolution, assignee } = &remote.standing;
    Standing { status: line(status), resolution: line(resolution), assignee: line(assignee) }
}

fn line(text: &str) -> String {
    fit_line(text, Some(200)).text
}

/// A text, which is a value of its own only where there is one.
fn word(word: &str) -> Value {
    if word.is_empty() { Value::Null } else { text(word) }
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}
