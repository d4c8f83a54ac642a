//! From JSON bytes to a [`SecurityCase`], with the path of whatever is wrong.

use super::ids::Ids;
use super::path::{Path, path_at};
use super::unread::why_not;
use super::wire::{self, Done, Part, WireAttachment, WireConnector, WireExternalService, WireUser};
use super::{
    AlertDocument, Author, BYTE_ORDER_MARK, CaseConnector, Comment, ExternalService, MAX_BYTES, Page, SecurityCase,
    Text,
};
use crate::error::{Code, Error};
use crate::json::{self, Cursor, Read};
use crate::order::sort_by;
use crate::time::parse_iso;
use crate::unreadable::why;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

impl<'a> From<WireUser<'a>> for Author<'a> {
    fn from(user: WireUser<'a>) -> Self {
        Self { full_name: user.full_name, username: user.username }
    }
}

impl Done<'_> {
    /// The analyst's own words, and after them what was done.
    fn with(&self, comment: &str) -> Text<'static> {
        let kind = self.kind.as_deref().unwrap_or("action");
        let done = match kind {
            "isolate" => "Isolated".to_owned(),
            "unisolate" => "Released".to_owned(),
            other => format!("Action {other}:"),
        };
        let hosts = if self.hosts.is_empty() {
            "a host".to_owned()
        } else {
            self.hosts.iter().map(|host| &**host).collect::<Vec<_>>().join(", ")
        };
        let words = comment.trim_end();
        let between = if words.is_empty() { "" } else { "\n\n" };
        Text::from_owned(format!("{words}{between}{done} {hosts}."))
    }
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
        let wire = read(case, "", wire::case)?;
        let mut attachments = vec![("comments".to_owned(), wire.comments)];
        let mut documents = Vec::new();
        let numbered = |name: &'static str| (0..).map(move |number: u32| format!("{name}[{number}]"));
        let (mut comment_pages, mut alert_pages) = (numbered("commentPages"), numbered("alertPages"));
        for page in pages {
            match page {
                Page::Comments(bytes) => {
                    let prefix = comment_pages.next().unwrap_or_default();
                    let page = read(bytes, &prefix, wire::page)?;
                    attachments.push((format!("{prefix}.comments"), page));
                }
                Page::Alerts(bytes) => {
                    documents.extend(read(bytes, &alert_pages.next().unwrap_or_default(), wire::alerts)?);
                }
            }
        }

        let mut out = Self {
            created_at: optional_time(wire.created_at.as_ref(), Path::of_case("created_at"))?,
            id: plain(not_blank(wire.id, Path::of_case("id"))?, "id")?,
            title: not_blank(wire.title, Path::of_case("title"))?,
            description: wire.description.unwrap_or_default(),
            tags: wire.tags,
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
        let promised = wire.total_comment as usize;
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
        let ids = Ids::of(lists.iter().flat_map(|(_, list)| list).map(|attachment| &*attachment.id));
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut alerts: BTreeSet<String> = BTreeSet::new();
        let (mut pushed, mut actions) = (true, 0);
        for (list, attachments) in lists {
            for (index, attachment) in attachments.into_iter().enumerate() {
                let path = |member| Path { within: Some((&list, index)), member };
                // Pages overlap when a comment is added while they are read.
                if ids.may_repeat(&attachment.id) && !seen.insert((*attachment.id).to_owned()) {
                    continue;
                }
                let text = match &*attachment.kind {
                    "user" => attachment.comment.text().ok_or_else(|| missing(path("comment")))?,
                    "comment" => attachment.data.content().ok_or_else(|| missing(path("data.content")))?,
                    "actions" => {
                        actions += 1;
                        let done = attachment.actions.and_then(|raw| wire::done(&mut Cursor::new(raw)).ok());
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
    let fields = wire.fields.map(|raw| json::read(raw).and_then(json::take::<Map<String, Value>>)).transpose();
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

fn read<'a, T>(bytes: &'a [u8], prefix: &str, with: fn(&mut Cursor<'a>) -> Read<T>) -> Result<T, Error> {
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
    let mut json = Cursor::new(text);
    with(&mut json).and_then(|read| json.end().map(|()| read)).map_err(|wrong| {
        let (words, at) = why_not(text, &wrong);
        Error::with(Code::CaseInvalid, format!("The case cannot be read. {words}")).at(place(path_at(text, at)))
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
