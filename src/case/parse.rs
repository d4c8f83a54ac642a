//! From JSON bytes to a [`SecurityCase`], with the path of whatever is wrong.

use super::alert::WireAlerts;
use super::path::path_at;
use super::{AlertDocument, Author, CaseConnector, Comment, ExternalService, MAX_BYTES, Page, SecurityCase, Text};
use crate::error::{Code, Error};
use crate::order::sort_by;
use crate::time::parse_iso;
use crate::unreadable::why;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The case as it stands on the wire: everything optional that may be missing.
#[derive(Deserialize)]
struct WireCase<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow, default)]
    description: Option<Text<'a>>,
    #[serde(borrow, default)]
    tags: Option<Vec<Text<'a>>>,
    #[serde(borrow, default)]
    status: Option<Text<'a>>,
    #[serde(borrow, default)]
    severity: Loose<'a>,
    #[serde(borrow, default)]
    connector: Option<WireConnector<'a>>,
    #[serde(borrow, default)]
    external_service: Option<WireExternalService<'a>>,
    #[serde(borrow, default)]
    created_at: Option<Text<'a>>,
    #[serde(borrow, default)]
    created_by: Option<WireUser<'a>>,
    #[serde(borrow, default)]
    updated_at: Loose<'a>,
    #[serde(borrow, default)]
    updated_by: Option<WireUser<'a>>,
    #[serde(rename = "totalComment", default)]
    total_comment: Option<u32>,
    #[serde(borrow, default)]
    comments: Option<Vec<WireAttachment<'a>>>,
}

#[derive(Deserialize)]
struct WireConnector<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow, rename = "type")]
    type_id: Text<'a>,
    #[serde(default)]
    fields: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
struct WireExternalService<'a> {
    #[serde(borrow, default)]
    connector_id: Option<Text<'a>>,
    #[serde(borrow, default)]
    external_id: Option<Text<'a>>,
    #[serde(borrow, default)]
    external_title: Option<Text<'a>>,
    #[serde(borrow, default)]
    external_url: Option<Text<'a>>,
    #[serde(borrow, default)]
    pushed_at: Loose<'a>,
}

#[derive(Deserialize)]
struct WireUser<'a> {
    #[serde(borrow, default)]
    username: Option<Text<'a>>,
    #[serde(borrow, default)]
    full_name: Option<Text<'a>>,
}

impl<'a> From<WireUser<'a>> for Author<'a> {
    fn from(user: WireUser<'a>) -> Self {
        Self { full_name: user.full_name, username: user.username }
    }
}

#[derive(Deserialize)]
struct WireAttachment<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow, default)]
    comment: Loose<'a>,
    #[serde(borrow, default)]
    data: Data<'a>,
    #[serde(borrow, default)]
    actions: Option<&'a RawValue>,
    #[serde(borrow, rename = "alertId", default)]
    alert_id: Ids<'a>,
    #[serde(borrow, rename = "attachmentId", default)]
    attachment_id: Ids<'a>,
    #[serde(borrow, default)]
    created_at: Option<Text<'a>>,
    #[serde(borrow, default)]
    created_by: Option<WireUser<'a>>,
    #[serde(borrow, default)]
    updated_at: Option<Text<'a>>,
    #[serde(borrow, default)]
    updated_by: Option<WireUser<'a>>,
    #[serde(borrow, default)]
    pushed_at: Option<Text<'a>>,
}

/// What was done to hosts from the case: `{type, targets: [{hostname}]}`. Other attachments may have other things there.
#[derive(Default, Deserialize)]
struct Done<'a> {
    #[serde(borrow, rename = "type", default)]
    kind: Option<Text<'a>>,
    #[serde(borrow, default)]
    targets: Vec<Target<'a>>,
}

#[derive(Deserialize)]
struct Target<'a> {
    #[serde(borrow, default)]
    hostname: Option<Text<'a>>,
}

impl Done<'_> {
    /// The analyst's own words, and after them what was done.
    fn with(&self, comment: &str) -> Text<'static> {
        let kind = self.kind.as_deref().unwrap_or("action");
        let hosts: Vec<&str> = self.targets.iter().filter_map(|target| target.hostname.as_deref()).collect();
        let done = match kind {
            "isolate" => "Isolated".to_owned(),
            "unisolate" => "Released".to_owned(),
            other => format!("Action {other}:"),
        };
        let hosts = if hosts.is_empty() { "a host".to_owned() } else { hosts.join(", ") };
        let words = comment.trim_end();
        let between = if words.is_empty() { "" } else { "\n\n" };
        Text::from_owned(format!("{words}{between}{done} {hosts}."))
    }
}

#[derive(Deserialize)]
struct WirePage<'a> {
    #[serde(borrow)]
    comments: Vec<WireAttachment<'a>>,
}

/// A string, or nothing for any other value: other attachment types put other things here.
#[derive(Default)]
struct Loose<'a>(Option<Text<'a>>);

/// `data.content`, where `data` is an object that has one.
#[derive(Default)]
struct Data<'a>(Option<Text<'a>>);

/// One id or a list of ids.
#[derive(Default)]
struct Ids<'a>(Vec<Text<'a>>);

/// Accepts any JSON value; the visitors below override what they are interested in.
macro_rules! pass_over {
    ($value:expr => $($method:ident: $type:ty),+) => {
        $(fn $method<E>(self, _: $type) -> Result<Self::Value, E> { Ok($value) })+
    };
}

macro_rules! loose_visitor {
    ($visitor:ident, $out:ident) => {
        struct $visitor;
        impl<'de: 'a, 'a> Deserialize<'de> for $out<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($visitor)
            }
        }
    };
}

loose_visitor!(LooseVisitor, Loose);
loose_visitor!(DataVisitor, Data);
loose_visitor!(IdsVisitor, Ids);

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose<'de>;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any value")
    }
    pass_over!(Loose(None) => visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Loose(None))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Loose(Some(text.into())))
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Loose(Some(Text::from_owned(text.to_owned()))))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose(None))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose(None))
    }
}

impl<'de> Visitor<'de> for DataVisitor {
    type Value = Data<'de>;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any value")
    }
    pass_over!(Data(None) => visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Data(None))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Data(None))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut content = None;
        while let Some(key) = map.next_key::<Text<'de>>()? {
            if &*key == "content" {
                content = map.next_value::<Loose<'de>>()?.0;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Data(content))
    }
}

impl<'de> Visitor<'de> for IdsVisitor {
    type Value = Ids<'de>;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an id or a list of ids")
    }
    pass_over!(Ids(Vec::new()) => visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Ids(Vec::new()))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Ids(vec![text.into()]))
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Ids(vec![Text::from_owned(text.to_owned())]))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut ids = Vec::new();
        while let Some(id) = seq.next_element::<Loose<'de>>()? {
            ids.extend(id.0);
        }
        Ok(Ids(ids))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Ids(Vec::new()))
    }
}

impl<'a> SecurityCase<'a> {
    /// Reads a case from its JSON bytes, with the pages of what came apart.
    ///
    /// # Errors
    /// `CASE_TOO_LARGE` over 32 MiB in all; `CASE_INVALID` with the path of the value at fault;
    /// `COMMENTS_MISSING` where `totalComment` promises more user comments than were passed.
    pub fn parse(case: &'a [u8], pages: &[Page<'a>]) -> Result<Self, Error> {
        let size = pages.iter().fold(case.len(), |sum, page| sum.saturating_add(page.bytes().len()));
        if size > MAX_BYTES {
            let message = format!("The case is {} MiB large; at most 32 MiB are read.", size.div_ceil(1024 * 1024));
            return Err(Error::with(Code::CaseTooLarge, message));
        }
        let wire: WireCase<'a> = read(case, "")?;
        let mut attachments = Vec::new();
        for (index, attachment) in wire.comments.into_iter().flatten().enumerate() {
            attachments.push((format!("comments[{index}]"), attachment));
        }
        let mut documents = Vec::new();
        let numbered = |name: &'static str| (0..).map(move |number: u32| format!("{name}[{number}]"));
        let (mut comment_pages, mut alert_pages) = (numbered("commentPages"), numbered("alertPages"));
        for page in pages {
            match page {
                Page::Comments(bytes) => {
                    let prefix = comment_pages.next().unwrap_or_default();
                    let page: WirePage<'a> = read(bytes, &prefix)?;
                    for (index, attachment) in page.comments.into_iter().enumerate() {
                        attachments.push((format!("{prefix}.comments[{index}]"), attachment));
                    }
                }
                Page::Alerts(bytes) => {
                    let page: WireAlerts<'a> = read(bytes, &alert_pages.next().unwrap_or_default())?;
                    documents.extend(page.hits.hits);
                }
            }
        }

        let mut out = Self {
            created_at: optional_time(wire.created_at.as_ref(), "created_at")?,
            id: plain(not_blank(wire.id, "id")?, "id")?,
            title: not_blank(wire.title, "title")?,
            description: wire.description.unwrap_or_default(),
            tags: wire.tags.unwrap_or_default(),
            status: wire.status,
            severity: wire.severity.0,
            created_by: wire.created_by.map(Author::from).unwrap_or_default(),
            updated_at: loose_time(wire.updated_at),
            updated_by: wire.updated_by.map(Author::from),
            connector: wire.connector.map(|c| CaseConnector {
                id: c.id,
                type_id: c.type_id,
                fields: c.fields.unwrap_or_default(),
            }),
            external_service: wire.external_service.and_then(external_service),
            comments: Vec::new(),
            alerts: 0,
            alerts_pushed: false,
            alert_documents: Vec::new(),
            foreign_alert_documents: 0,
            other_attachments: 0,
        };
        let passed = attachments.len();
        out.take_attachments(attachments, documents)?;
        let promised = wire.total_comment.unwrap_or(0) as usize;
        // Before 8.9 Kibana counted every attachment, and a case had them all in it.
        let counts_all = passed == promised && comment_pages.next().is_some_and(|first| first.ends_with("[0]"));
        if out.comments.len() < promised && !counts_all {
            let message = format!("The case has {promised} comments, but {} were passed.", out.comments.len());
            return Err(Error::with(Code::CommentsMissing, message).at("comments"));
        }
        Ok(out)
    }

    fn take_attachments(
        &mut self,
        attachments: Vec<(String, WireAttachment<'a>)>,
        documents: Vec<AlertDocument<'a>>,
    ) -> Result<(), Error> {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut alerts: BTreeSet<String> = BTreeSet::new();
        let mut pushed = true;
        for (path, attachment) in attachments {
            // Pages overlap when a comment is added while they are read.
            if !seen.insert(attachment.id.to_string()) {
                continue;
            }
            let text = match &*attachment.kind {
                "user" => attachment.comment.0.ok_or_else(|| missing(&path, "comment"))?,
                "comment" => attachment.data.0.ok_or_else(|| missing(&path, "data.content"))?,
                "actions" => {
                    let done = attachment.actions.and_then(|raw| serde_json::from_str::<Done<'_>>(raw.get()).ok());
                    done.unwrap_or_default().with(attachment.comment.0.as_deref().unwrap_or_default())
                }
                kind if kind == "alert" || kind.ends_with(".alert") => {
                    alerts.extend(attachment.alert_id.0.into_iter().map(Text::into_owned));
                    pushed &= attachment.pushed_at.is_some();
                    alerts.extend(attachment.attachment_id.0.into_iter().map(Text::into_owned));
                    continue;
                }
                _ => {
                    self.other_attachments += 1;
                    continue;
                }
            };
            let created_at = optional_time(attachment.created_at.as_ref(), &format!("{path}.created_at"))?;
            self.comments.push(Comment {
                id: not_blank(attachment.id, &format!("{path}.id"))?,
                text,
                created_at: created_at.ok_or_else(|| missing(&path, "created_at"))?,
                updated_at: optional_time(attachment.updated_at.as_ref(), &format!("{path}.updated_at"))?,
                pushed_at: optional_time(attachment.pushed_at.as_ref(), &format!("{path}.pushed_at"))?,
                // Who edited last answers for the text that is sent.
                author: attachment.updated_by.or(attachment.created_by).map(Author::from).unwrap_or_default(),
            });
        }
        self.alerts = alerts.len();
        self.alerts_pushed = pushed && self.alerts > 0;
        let mut taken = BTreeSet::new();
        for document in documents {
            // Pages overlap here too.
            match alerts.take(&*document.id) {
                Some(id) => {
                    taken.insert(id);
                    self.alert_documents.push(document);
                }
                None if taken.contains(&*document.id) => {}
                None => self.foreign_alert_documents += 1,
            }
        }
        sort_by(&mut self.comments, |a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        Ok(())
    }
}

fn external_service(wire: WireExternalService<'_>) -> Option<ExternalService<'_>> {
    Some(ExternalService {
        connector_id: wire.connector_id?,
        external_id: wire.external_id.filter(|id| !id.trim().is_empty())?,
        external_title: wire.external_title.unwrap_or_default(),
        external_url: wire.external_url.unwrap_or_default(),
        pushed_at: loose_time(wire.pushed_at),
    })
}

fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8], prefix: &str) -> Result<T, Error> {
    let place = |path: String| match (prefix.is_empty(), path.is_empty()) {
        (true, _) => path,
        (false, true) => prefix.to_owned(),
        (false, false) => format!("{prefix}.{path}"),
    };
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let message = format!("The case is not valid UTF-8 at byte {}.", e.valid_up_to());
        Error::with(Code::CaseInvalid, message).at(place(String::new()))
    })?;
    serde_json::from_str(text).map_err(|e| {
        let line = text.split_inclusive('\n').take(e.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let path = path_at(text, line + e.column());
        Error::with(Code::CaseInvalid, format!("The case cannot be read. {}", why(&e))).at(place(path))
    })
}

/// An id, which is part of the keys under which a host keeps things: a control character divides those.
fn plain<'a>(id: Text<'a>, path: &str) -> Result<Text<'a>, Error> {
    let message = || Error::with(Code::CaseInvalid, "The id has a control character.").at(path);
    if id.chars().any(char::is_control) { Err(message()) } else { Ok(id) }
}

fn not_blank<'a>(text: Text<'a>, path: &str) -> Result<Text<'a>, Error> {
    if text.trim().is_empty() {
        return Err(Error::with(Code::CaseInvalid, format!("The case's {path} is empty.")).at(path));
    }
    Ok(text)
}

fn optional_time(text: Option<&Text<'_>>, path: &str) -> Result<Option<i64>, Error> {
    let Some(text) = text else { return Ok(None) };
    let Some(at) = parse_iso(text) else {
        return Err(Error::with(Code::CaseInvalid, format!("{path} is not an ISO 8601 time.")).at(path));
    };
    Ok(Some(at))
}

/// A time that a push does without: one that cannot be read is none.
fn loose_time(value: Loose<'_>) -> Option<i64> {
    parse_iso(&value.0?)
}

fn missing(path: &str, name: &str) -> Error {
    let field = format!("{path}.{name}");
    Error::with(Code::CaseInvalid, format!("{field} is missing or not a string.")).at(field)
}
