//! From JSON bytes to a [`SecurityCase`], with the path of whatever is wrong.

use super::alert::WireAlerts;
use super::object::from_object;
use super::path::{Path, path_at};
use super::{
    AlertDocument, Author, BYTE_ORDER_MARK, CaseConnector, Comment, ExternalService, MAX_BYTES, Page, SecurityCase,
    Text,
};
use crate::error::{Code, Error};
use crate::json;
use crate::order::sort_by;
use crate::time::parse_iso;
use crate::unreadable::why;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The case as it stands on the wire: everything optional that may be missing.
struct WireCase<'a> {
    id: Text<'a>,
    title: Text<'a>,
    description: Option<Text<'a>>,
    tags: Option<Vec<Text<'a>>>,
    status: Option<Text<'a>>,
    severity: Part<'a>,
    connector: Option<WireConnector<'a>>,
    external_service: Option<WireExternalService<'a>>,
    created_at: Option<Text<'a>>,
    created_by: Option<WireUser<'a>>,
    updated_at: Part<'a>,
    updated_by: Option<WireUser<'a>>,
    total_comment: Option<u32>,
    comments: Option<Vec<WireAttachment<'a>>>,
}

from_object!(WireCase: "id" => id, "title" => title;
    "description" => description, "tags" => tags, "status" => status, "severity" => severity, "connector" => connector,
    "external_service" => external_service, "created_at" => created_at, "created_by" => created_by,
    "updated_at" => updated_at, "updated_by" => updated_by, "totalComment" => total_comment, "comments" => comments);

struct WireConnector<'a> {
    id: Text<'a>,
    type_id: Text<'a>,
    fields: Option<&'a RawValue>,
}

from_object!(WireConnector: "id" => id, "type" => type_id; "fields" => fields);

struct WireExternalService<'a> {
    connector_id: Option<Text<'a>>,
    external_id: Option<Text<'a>>,
    external_title: Option<Text<'a>>,
    external_url: Option<Text<'a>>,
    pushed_at: Part<'a>,
}

from_object!(WireExternalService: ;
    "connector_id" => connector_id, "external_id" => external_id, "external_title" => external_title,
    "external_url" => external_url, "pushed_at" => pushed_at);

struct WireUser<'a> {
    username: Option<Text<'a>>,
    full_name: Option<Text<'a>>,
}

from_object!(WireUser: ; "username" => username, "full_name" => full_name);

impl<'a> From<WireUser<'a>> for Author<'a> {
    fn from(user: WireUser<'a>) -> Self {
        Self { full_name: user.full_name, username: user.username }
    }
}

struct WireAttachment<'a> {
    id: Text<'a>,
    kind: Text<'a>,
    comment: Part<'a>,
    data: Part<'a>,
    actions: Option<&'a RawValue>,
    alert_id: Part<'a>,
    attachment_id: Part<'a>,
    created_at: Option<Text<'a>>,
    created_by: Option<WireUser<'a>>,
    updated_at: Option<Text<'a>>,
    updated_by: Option<WireUser<'a>>,
    pushed_at: Option<Text<'a>>,
}

from_object!(WireAttachment: "id" => id, "type" => kind;
    "comment" => comment, "data" => data, "actions" => actions, "alertId" => alert_id, "attachmentId" => attachment_id,
    "created_at" => created_at, "created_by" => created_by, "updated_at" => updated_at, "updated_by" => updated_by,
    "pushed_at" => pushed_at);

/// What was done to hosts from the case: `{type, targets: [{hostname}]}`. Other attachments may have other things there.
#[derive(Default)]
struct Done<'a> {
    kind: Option<Text<'a>>,
    targets: Vec<Target<'a>>,
}

from_object!(Done: ; "type" => kind, "targets" => targets);

struct Target<'a> {
    hostname: Option<Text<'a>>,
}

from_object!(Target: ; "hostname" => hostname);

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

struct WirePage<'a> {
    comments: Vec<WireAttachment<'a>>,
}

from_object!(WirePage: "comments" => comments; );

/// A value of which a part is of use, whatever else it is: other attachment types put other things into the same places.
#[derive(Default)]
enum Part<'a> {
    /// Nothing that is of use.
    #[default]
    Other,
    Text(Text<'a>),
    /// The texts of a list.
    List(Vec<Text<'a>>),
    /// What an object has as its `content`.
    Content(Text<'a>),
}

impl<'a> Part<'a> {
    fn text(self) -> Option<Text<'a>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn content(self) -> Option<Text<'a>> {
        match self {
            Self::Content(text) => Some(text),
            _ => None,
        }
    }

    /// One id, or a list of ids.
    fn ids(self) -> Vec<Text<'a>> {
        match self {
            Self::Text(id) => vec![id],
            Self::List(ids) => ids,
            Self::Other | Self::Content(_) => Vec::new(),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Part<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PartVisitor)
    }
}

struct PartVisitor;

/// Accepts any JSON value; the methods below are about what is of interest.
macro_rules! pass_over {
    ($($method:ident: $type:ty),+) => {
        $(fn $method<E>(self, _: $type) -> Result<Self::Value, E> { Ok(Part::default()) })+
    };
}

impl<'de> Visitor<'de> for PartVisitor {
    type Value = Part<'de>;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any value")
    }
    pass_over!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Part::default())
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Part::Text(text.into()))
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Part::Text(Text::from_owned(text.to_owned())))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element::<Part<'de>>()? {
            list.extend(item.text());
        }
        Ok(Part::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut content = Part::Other;
        while let Some(key) = map.next_key::<Text<'de>>()? {
            if &*key == "content" {
                content = map.next_value::<Part<'de>>()?.text().map_or(Part::Other, Part::Content);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(content)
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
        let mut attachments = vec![("comments".to_owned(), wire.comments.unwrap_or_default())];
        let mut documents = Vec::new();
        let numbered = |name: &'static str| (0..).map(move |number: u32| format!("{name}[{number}]"));
        let (mut comment_pages, mut alert_pages) = (numbered("commentPages"), numbered("alertPages"));
        for page in pages {
            match page {
                Page::Comments(bytes) => {
                    let prefix = comment_pages.next().unwrap_or_default();
                    let page: WirePage<'a> = read(bytes, &prefix)?;
                    attachments.push((format!("{prefix}.comments"), page.comments));
                }
                Page::Alerts(bytes) => {
                    let page: WireAlerts<'a> = read(bytes, &alert_pages.next().unwrap_or_default())?;
                    documents.extend(page.hits.hits);
                }
            }
        }

        let mut out = Self {
            created_at: optional_time(wire.created_at.as_ref(), Path::of_case("created_at"))?,
            id: plain(not_blank(wire.id, Path::of_case("id"))?, "id")?,
            title: not_blank(wire.title, Path::of_case("title"))?,
            description: wire.description.unwrap_or_default(),
            tags: wire.tags.unwrap_or_default(),
            status: wire.status,
            severity: wire.severity.text(),
            created_by: wire.created_by.map(Author::from).unwrap_or_default(),
            updated_at: loose_time(wire.updated_at),
            updated_by: wire.updated_by.map(Author::from),
            connector: wire.connector.map(connector).transpose()?,
            external_service: wire.external_service.and_then(external_service),
            comments: Vec::new(),
            alerts: 0,
            alerts_pushed: false,
            alert_documents: Vec::new(),
            foreign_alert_documents: 0,
            other_attachments: 0,
        };
        let passed: usize = attachments.iter().map(|(_, list)| list.len()).sum();
        let counted = out.take_attachments(attachments, documents)?;
        let promised = wire.total_comment.unwrap_or(0) as usize;
        // Before 8.9 Kibana counted every attachment, and a case had them all in it.
        let counts_all = passed == promised && comment_pages.next().is_some_and(|first| first.ends_with("[0]"));
        if counted < promised && !counts_all {
            let message = format!("The case has {promised} comments, but {counted} were passed.");
            return Err(Error::with(Code::CommentsMissing, message).at("comments"));
        }
        Ok(out)
    }

    /// Takes over what is sent, and answers how many comments Kibana counts among it.
    fn take_attachments(
        &mut self,
        lists: Vec<(String, Vec<WireAttachment<'a>>)>,
        documents: Vec<AlertDocument<'a>>,
    ) -> Result<usize, Error> {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut alerts: BTreeSet<String> = BTreeSet::new();
        let (mut pushed, mut actions) = (true, 0);
        for (list, attachments) in lists {
            for (index, attachment) in attachments.into_iter().enumerate() {
                let path = |member| Path { within: Some((&list, index)), member };
                // Pages overlap when a comment is added while they are read.
                if !seen.insert(attachment.id.to_string()) {
                    continue;
                }
                let text = match &*attachment.kind {
                    "user" => attachment.comment.text().ok_or_else(|| missing(path("comment")))?,
                    "comment" => attachment.data.content().ok_or_else(|| missing(path("data.content")))?,
                    "actions" => {
                        actions += 1;
                        let done = attachment.actions.and_then(|raw| serde_json::from_str::<Done<'_>>(raw.get()).ok());
                        done.unwrap_or_default().with(attachment.comment.text().as_deref().unwrap_or_default())
                    }
                    kind if kind == "alert" || kind.ends_with(".alert") => {
                        alerts.extend(attachment.alert_id.ids().into_iter().map(Text::into_owned));
                        pushed &= attachment.pushed_at.is_some();
                        alerts.extend(attachment.attachment_id.ids().into_iter().map(Text::into_owned));
                        continue;
                    }
                    _ => {
                        self.other_attachments += 1;
                        continue;
                    }
                };
                let created_at = optional_time(attachment.created_at.as_ref(), path("created_at"))?;
                self.comments.push(Comment {
                    id: not_blank(attachment.id, path("id"))?,
                    text,
                    created_at: created_at.ok_or_else(|| missing(path("created_at")))?,
                    updated_at: optional_time(attachment.updated_at.as_ref(), path("updated_at"))?,
                    pushed_at: optional_time(attachment.pushed_at.as_ref(), path("pushed_at"))?,
                    // Who edited last answers for the text that is sent.
                    author: attachment.updated_by.or(attachment.created_by).map(Author::from).unwrap_or_default(),
                });
            }
        }
        self.alerts = alerts.len();
        self.alerts_pushed = pushed && self.alerts > 0;
        let mut taken = BTreeSet::new();
        for document in documents {
            if !alerts.contains(&*document.id) {
                self.foreign_alert_documents += 1;
            } else if taken.insert(document.id.to_string()) {
                // Pages overlap here too.
                self.alert_documents.push(document);
            }
        }
        sort_by(&mut self.comments, |a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        // An action is sent as a comment, but `totalComment` has never counted it as one.
        Ok(self.comments.len() - actions)
    }
}

fn connector(wire: WireConnector<'_>) -> Result<CaseConnector<'_>, Error> {
    let fields = wire.fields.map(|raw| json::read(raw.get()).and_then(json::take::<Map<String, Value>>)).transpose();
    let fields = fields.map_err(|e| {
        Error::with(Code::CaseInvalid, format!("The case cannot be read. {}", why(&e))).at("connector.fields")
    })?;
    Ok(CaseConnector { id: wire.id, type_id: wire.type_id, fields: fields.unwrap_or_default() })
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
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
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

fn not_blank<'a>(text: Text<'a>, path: Path<'_>) -> Result<Text<'a>, Error> {
    if text.trim().is_empty() {
        return Err(Error::with(Code::CaseInvalid, format!("The case's {path} is empty.")).at(path.to_string()));
    }
    Ok(text)
}

fn optional_time(text: Option<&Text<'_>>, path: Path<'_>) -> Result<Option<i64>, Error> {
    let Some(text) = text else { return Ok(None) };
    let Some(at) = parse_iso(text) else {
        return Err(Error::with(Code::CaseInvalid, format!("{path} is not an ISO 8601 time.")).at(path.to_string()));
    };
    Ok(Some(at))
}

/// A time that a push does without: one that cannot be read is none.
fn loose_time(value: Part<'_>) -> Option<i64> {
    parse_iso(&value.text()?)
}

fn missing(path: Path<'_>) -> Error {
    let field = path.to_string();
    Error::with(Code::CaseInvalid, format!("{field} is missing or not a string.")).at(field)
}
