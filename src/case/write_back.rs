//! The case after a push, for the host to store: only what a push changes is replaced, every
//! other byte of every value stays as it came.

use crate::error::{Code, Error};
use crate::json;
use crate::order::set_of;
use crate::unreadable::why;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
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
    let mut case = Object::read(case)?;
    let at = Value::from(changes.pushed_at.as_str());
    if let Some(comments) = case.get("comments") {
        let written = stamp_all(comments, changes)?;
        case.set("comments", written);
    }
    case.set("external_service", json::write(&changes.external_service));
    if changes.close {
        case.set("status", "\"closed\"".to_owned());
        case.set("closed_at", json::write(&at));
        case.set("closed_by", json::write(&changes.pushed_by));
    }
    Ok(case.write().into_bytes())
}

/// What is taken over from an incident.
#[derive(Debug, Default)]
pub(crate) struct TakeOver {
    /// The case's own fields, by their names.
    pub(crate) fields: Vec<(String, Value)>,
    /// New comments, in Kibana's shape. One that is there already is not added again.
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
    let owner = case.get("owner").map(str::to_owned);
    let old = case.get("comments").unwrap_or("[]").to_owned();
    let old: Vec<&RawValue> = serde_json::from_str(&old).unwrap_or_default();
    let ids = old.iter().filter_map(|raw| {
        let object = Object::read(raw.get().as_bytes()).ok()?;
        serde_json::from_str::<String>(object.get("id")?).ok()
    });
    let ids = set_of(ids);
    let mut all: Vec<String> = old.iter().map(|raw| raw.get().to_owned()).collect();
    for comment in over.comments {
        if comment.get("id").and_then(Value::as_str).is_some_and(|id| ids.contains(id)) {
            continue;
        }
        let written = json::write(&comment);
        let mut comment = Object::read(written.as_bytes())?;
        if let Some(owner) = &owner {
            comment.set("owner", owner.clone());
        }
        all.push(comment.write());
    }
    let added = all.len() - old.len();
    if added > 0 {
        let total = case.get("totalComment").and_then(|total| total.parse::<usize>().ok());
        case.set("comments", format!("[{}]", all.join(",")));
        if let Some(total) = total {
            case.set("totalComment", (total + added).to_string());
        }
    }
    Ok(case.write().into_bytes())
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

fn stamp_all(comments: &str, changes: &WriteBack) -> Result<String, Error> {
    let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(comments) else {
        return Ok(comments.to_owned());
    };
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        let mut attachment = Object::read(item.get().as_bytes())?;
        let id = attachment.get("id").and_then(|raw| serde_json::from_str::<String>(raw).ok());
        let kind = attachment.get("type").and_then(|raw| serde_json::from_str::<String>(raw).ok());
        let alert = kind.is_some_and(|kind| kind == "alert" || kind.ends_with(".alert"));
        if (alert && changes.alerts) || id.is_some_and(|id| changes.comments.contains(&id)) {
            // The time of the version that was sent, and not of a clock: whoever edits the comment later makes a later one.
            let version = ["updated_at", "created_at"].into_iter().filter_map(|name| attachment.get(name));
            let version = version.into_iter().find(|at| *at != "null").map(str::to_owned);
            attachment
                .set("pushed_at", version.unwrap_or_else(|| json::write(&Value::from(changes.pushed_at.as_str()))));
            attachment.set("pushed_by", json::write(&changes.pushed_by));
        }
        out.push(attachment.write());
    }
    Ok(format!("[{}]", out.join(",")))
}

/// A JSON object whose values are kept as text, in order.
struct Object<'a>(Vec<(String, Entry<'a>)>);

enum Entry<'a> {
    Kept(&'a RawValue),
    Written(String),
}

impl Entry<'_> {
    fn as_str(&self) -> &str {
        match self {
            Self::Kept(raw) => raw.get(),
            Self::Written(text) => text,
        }
    }
}

impl<'a> Object<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        json::text(bytes)
            .and_then(serde_json::from_str)
            .map_err(|e| Error::with(Code::CaseInvalid, format!("The case cannot be read. {}", why(&e))))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, entry)| entry.as_str())
    }

    fn set(&mut self, name: &str, json: String) {
        match self.0.iter_mut().find(|(n, _)| n == name) {
            Some((_, entry)) => *entry = Entry::Written(json),
            None => self.0.push((name.to_owned(), Entry::Written(json))),
        }
    }

    fn write(&self) -> String {
        let entries: Vec<String> = self
            .0
            .iter()
            .map(|(name, entry)| format!("{}:{}", json::write(&Value::from(name.as_str())), entry.as_str()))
            .collect();
        format!("{{{}}}", entries.join(","))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor;
        impl<'de> Visitor<'de> for ObjectVisitor {
            type Value = Object<'de>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some((name, raw)) = map.next_entry::<String, &'de RawValue>()? {
                    entries.push((name, Entry::Kept(raw)));
                }
                Ok(Object(entries))
            }
        }
        deserializer.deserialize_map(ObjectVisitor)
    }
}
