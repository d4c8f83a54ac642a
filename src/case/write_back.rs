//! The case after a push, for the host to store: only what a push changes is replaced, every
//! other byte of every value stays as it came.

use super::BYTE_ORDER_MARK;
use super::unread::why_not;
use crate::error::{Code, Error};
use crate::json::{self, Cursor};
use crate::unreadable::why;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What a push changes in a case.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WriteBack {
    /// The new `external_service`.
    pub external_service: Value,
    /// When the push was made, ISO 8601.
    pub pushed_at: String,
    /// Who pushed, in Kibana's shape for users.
    pub pushed_by: Value,
    /// The ids of the comments that the incident holds now.
    pub comments: BTreeSet<String>,
    /// Whether the number of alerts was sent.
    pub alerts: bool,
    /// Whether the case closes.
    pub close: bool,
}

impl WriteBack {
    /// A push of nothing but the incident itself. The other changes are fields to set.
    #[must_use]
    pub fn new(external_service: Value, pushed_at: impl Into<String>, pushed_by: Value) -> Self {
        let (comments, alerts, close) = (BTreeSet::new(), false, false);
        Self { external_service, pushed_at: pushed_at.into(), pushed_by, comments, alerts, close }
    }
}

/// Applies the changes to the JSON of a case.
///
/// # Errors
/// `CASE_INVALID` where the bytes are not a JSON object.
pub fn write_back(case: &[u8], changes: &WriteBack) -> Result<Vec<u8>, Error> {
    let room = case.len() + changes.comments.len() * STAMP;
    let mut case = Object::read(case)?;
    let at = Value::from(changes.pushed_at.as_str());
    case.set("external_service", json::write(&changes.external_service));
    if changes.close {
        case.set("status", "\"closed\"".to_owned());
        case.set("closed_at", json::write(&at));
        case.set("closed_by", json::write(&changes.pushed_by));
    }
    // The comments are written where they stay: of a case of 30 MiB there is no room for them twice.
    let mut comments = true;
    let (mut out, mut before) = (String::with_capacity(room), '{');
    for (name, json) in &case.0 {
        push_name(&mut out, &mut before, name);
        if name == "comments" && std::mem::take(&mut comments) {
            stamp_all(json, changes, &mut out)?;
        } else {
            out.push_str(json);
        }
    }
    out.push('}');
    Ok(out.into_bytes())
}

/// What is added to a comment takes less, in bytes: what is left of the room is never touched, and so takes none of the machine's memory.
const STAMP: usize = 256;

/// What is taken over from an incident.
#[derive(Debug, Default)]
pub(crate) struct TakeOver {
    /// The case's own fields, by their names.
    pub(crate) fields: Vec<(String, Value)>,
    /// New comments, in Kibana's shape.
    pub(crate) comments: Vec<Value>,
    /// The incident, `{id, title, url}`, where its number or key is another one now.
    pub(crate) incident: Option<Value>,
}

/// Applies it to the JSON of a case.
///
/// # Errors
/// `CASE_INVALID` where the bytes are not a JSON object.
pub(crate) fn take_over(case: &[u8], over: TakeOver) -> Result<Vec<u8>, Error> {
    let mut case = Object::read(case)?;
    for (name, value) in over.fields {
        case.set(&name, json::write(&value));
    }
    if let (Some(incident), Some(external)) = (over.incident, case.get("external_service").map(str::to_owned)) {
        let parsed: Value = json::read(&external).unwrap_or_default();
        if parsed.get("external_id") == incident.get("id") && parsed.is_object() {
            let mut external = Object::read(external.as_bytes())?;
            for (name, part) in [("external_title", "title"), ("external_url", "url")] {
                external.set(name, json::write(incident.get(part).unwrap_or(&Value::Null)));
            }
            let external = external.write();
            case.set("external_service", external);
        }
    }
    if !over.comments.is_empty() {
        let comments = with_comments(&case, &over.comments)?;
        let total = case.get("totalComment").and_then(|total| total.parse::<usize>().ok());
        case.set("comments", comments);
        if let Some(total) = total {
            case.set("totalComment", (total + over.comments.len()).to_string());
        }
    }
    Ok(case.write().into_bytes())
}

/// The comments of a case with these behind them.
fn with_comments(case: &Object<'_>, comments: &[Value]) -> Result<String, Error> {
    let old = items(case.get("comments").unwrap_or("[]")).unwrap_or_default();
    let mut written = String::with_capacity(old.iter().map(|raw| raw.len() + 1).sum());
    let mut list = List::new(&mut written);
    for raw in old {
        list.next().push_str(raw);
    }
    for comment in comments {
        let comment = json::write(comment);
        let mut comment = Object::read(comment.as_bytes())?;
        if let Some(owner) = case.get("owner") {
            comment.set("owner", owner.to_owned());
        }
        comment.write_to(list.next());
    }
    list.end();
    Ok(written)
}

/// The case with another connector: JSON text in Kibana's shape.
///
/// # Errors
/// `CASE_INVALID` where the bytes are not a JSON object.
pub fn with_connector(case: &[u8], connector: &str) -> Result<Vec<u8>, Error> {
    let mut case = Object::read(case)?;
    case.set("connector", connector.to_owned());
    Ok(case.write().into_bytes())
}

fn stamp_all(comments: &str, changes: &WriteBack, out: &mut String) -> Result<(), Error> {
    let Some(items) = items(comments) else {
        out.push_str(comments);
        return Ok(());
    };
    let (pushed_at, pushed_by) =
        (json::write(&Value::from(changes.pushed_at.as_str())), json::write(&changes.pushed_by));
    let mut list = List::new(out);
    for item in items {
        let mut attachment = Object::read(item.as_bytes())?;
        let (id, kind) = (attachment.get("id").and_then(string), attachment.get("type").and_then(string));
        let alert = kind.is_some_and(|kind| kind == "alert" || kind.ends_with(".alert"));
        if (alert && changes.alerts) || id.is_some_and(|id| changes.comments.contains(&*id)) {
            // The time of the version that was sent, and not of a clock: whoever edits the comment later makes a later one.
            let version = ["updated_at", "created_at"].into_iter().filter_map(|name| attachment.get(name));
            let version = version.into_iter().find(|at| *at != "null").map(str::to_owned);
            attachment.set("pushed_at", version.unwrap_or_else(|| pushed_at.clone()));
            attachment.set("pushed_by", pushed_by.clone());
        }
        attachment.write_to(list.next());
    }
    list.end();
    Ok(())
}

/// JSON text of a list, written once, where it stays.
struct List<'a> {
    out: &'a mut String,
    before: char,
}

impl<'a> List<'a> {
    fn new(out: &'a mut String) -> Self {
        Self { out, before: '[' }
    }

    /// Where the next item is written.
    fn next(&mut self) -> &mut String {
        self.out.push(self.before);
        self.before = ',';
        self.out
    }

    fn end(self) {
        if self.before == '[' {
            self.out.push('[');
        }
        self.out.push(']');
    }
}

/// A JSON object whose values are kept as text, in order.
struct Object<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

/// The items of a list, as text; nothing where it is none.
fn items(list: &str) -> Option<Vec<&str>> {
    let mut items = Vec::new();
    let mut json = Cursor::new(list);
    let read = json.list(&mut |json| {
        items.push(json.value()?);
        Ok(())
    });
    read.and_then(|()| json.end()).is_ok().then_some(items)
}

/// The text that a value is.
fn string(value: &str) -> Option<Cow<'_, str>> {
    Cursor::new(value).string().ok()
}

/// The members of the JSON object that a text is, each as it was typed.
pub(crate) fn members(text: &str) -> Result<Vec<(Cow<'_, str>, &str)>, json::Wrong> {
    let mut members = Vec::new();
    let mut json = Cursor::new(text);
    let read = json.object("an object", &mut |name, json| {
        members.push((name, json.value()?));
        Ok(())
    });
    read.and_then(|()| json.end()).map(|()| members)
}

impl<'a> Object<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let unread = |why: &str| Error::with(Code::CaseInvalid, format!("The case cannot be read. {why}"));
        let text = json::text(bytes).map_err(|error| unread(&why(&error)))?;
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let members = members(text).map_err(|wrong| unread(&why_not(text, &wrong).0))?;
        Ok(Self(members.into_iter().map(|(name, value)| (name, Cow::Borrowed(value))).collect()))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, json)| &**json)
    }

    fn set(&mut self, name: &str, json: String) {
        match self.0.iter_mut().find(|(n, _)| n == name) {
            Some((_, kept)) => *kept = Cow::Owned(json),
            None => self.0.push((Cow::Owned(name.to_owned()), Cow::Owned(json))),
        }
    }

    fn write(&self) -> String {
        // Names have few escapes, if any.
        let length = self.0.iter().map(|(name, json)| name.len() + json.len() + 4).sum::<usize>();
        let mut out = String::with_capacity(length + 2);
        self.write_to(&mut out);
        out
    }

    fn write_to(&self, out: &mut String) {
        let mut before = '{';
        for (name, json) in &self.0 {
            push_name(out, &mut before, name);
            out.push_str(json);
        }
        if self.0.is_empty() {
            out.push('{');
        }
        out.push('}');
    }
}

fn push_name(out: &mut String, before: &mut char, name: &str) {
    out.push(std::mem::replace(before, ','));
    json::string(name, out);
    out.push(':');
}
