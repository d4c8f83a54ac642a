//! The security case, as Kibana's Cases API answers it.
//!
//! Two generations are read. Up to 8.x the case carries its comments. Since 9.0 they come apart,
//! as pages of `/api/cases/{id}/comments/_find`, and attachments have a second shape
//! (`type: "comment"` with `data.content`; alerts with `attachmentId`). The documents of the alerts,
//! of which a case has only the ids, come apart too. Strings are borrowed from
//! the bytes where JSON allows it; fields that are not used are passed over.

mod alert;
mod ids;
mod parse;
mod path;
mod summary;
mod text;
mod unread;
mod wire;
mod write_back;

pub use alert::AlertDocument;
pub use summary::Summary;
pub use text::Text;
pub(crate) use write_back::{TakeOver, members, take_over};
pub use write_back::{WriteBack, with_connector, write_back};

use serde_json::{Map, Value};

/// With which some programs begin a text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The largest case that is read, with its pages of comments.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// A case with what a push needs of it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SecurityCase<'a> {
    /// The case's id.
    pub id: Text<'a>,
    /// The title.
    pub title: Text<'a>,
    /// The description, in Markdown.
    pub description: Text<'a>,
    /// The tags, in order.
    pub tags: Vec<Text<'a>>,
    /// When the case was created, in milliseconds since 1970.
    pub created_at: Option<i64>,
    /// Who created it.
    pub created_by: Author<'a>,
    /// When it was changed last, comments included.
    pub updated_at: Option<i64>,
    /// Who changed it last, where somebody did.
    pub updated_by: Option<Author<'a>>,
    /// `open`, `in-progress` or `closed`.
    pub status: Option<Text<'a>>,
    /// `low`, `medium`, `high` or `critical`.
    pub severity: Option<Text<'a>>,
    /// The connector that was chosen for this case, with its fields.
    pub connector: Option<CaseConnector<'a>>,
    /// The incident that the case was last pushed to, by whichever connector.
    pub external_service: Option<ExternalService<'a>>,
    /// The user comments, ordered by creation time, then id.
    pub comments: Vec<Comment<'a>>,
    /// How many different alerts are attached.
    pub alerts: usize,
    /// Whether the case says of each of them that it was pushed.
    pub alerts_pushed: bool,
    /// The documents of attached alerts, as far as they were passed.
    pub alert_documents: Vec<AlertDocument<'a>>,
    /// How many documents were passed of alerts that are not attached: nothing is made of them.
    pub foreign_alert_documents: usize,
    /// How many attachments are neither comments nor alerts: they are not pushed.
    pub other_attachments: usize,
}

impl SecurityCase<'_> {
    /// The status, which cases of before there was one do not tell.
    pub(crate) fn status_or_open(&self) -> &str {
        self.status.as_deref().unwrap_or("open")
    }

    /// The per-case fields that were chosen for a connector: those for another one mean nothing to it.
    #[must_use]
    pub fn fields_for(&self, connector_id: &str, type_id: &str) -> Option<&Map<String, Value>> {
        let chosen = self.connector.as_ref()?;
        (&*chosen.id == connector_id && &*chosen.type_id == type_id).then_some(&chosen.fields)
    }
}

/// What comes apart from a case, as JSON bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Page<'a> {
    /// Attachments, as `/api/cases/{id}/comments/_find` answers them.
    Comments(&'a [u8]),
    /// Alert documents, as a search of Elasticsearch answers them: `{"hits": {"hits": [{"_id", "_source"}]}}`.
    Alerts(&'a [u8]),
}

impl<'a> Page<'a> {
    /// The bytes.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        match self {
            Self::Comments(bytes) | Self::Alerts(bytes) => bytes,
        }
    }
}

/// A user comment.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Comment<'a> {
    /// The comment's id.
    pub id: Text<'a>,
    /// Its text, in Markdown.
    pub text: Text<'a>,
    /// When it was written, in milliseconds since 1970.
    pub created_at: i64,
    /// When it was edited last.
    pub updated_at: Option<i64>,
    /// When Kibana or an earlier push sent it.
    pub pushed_at: Option<i64>,
    /// Who wrote it, or edited it last.
    pub author: Author<'a>,
}

impl Comment<'_> {
    /// The time of the version that stands in the case now.
    #[must_use]
    pub fn version_at(&self) -> i64 {
        self.updated_at.unwrap_or(self.created_at)
    }
}

/// A person, as Kibana names people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Author<'a> {
    /// The full name, where the profile has one.
    pub full_name: Option<Text<'a>>,
    /// The login name.
    pub username: Option<Text<'a>>,
}

impl Author<'_> {
    /// Full name, else user name, else `Unknown`.
    #[must_use]
    pub fn display_name(&self) -> &str {
        let names = [&self.full_name, &self.username].into_iter().flatten().map(|name| name.trim());
        names.into_iter().find(|name| !name.is_empty()).unwrap_or("Unknown")
    }
}

/// The connector of a case: which one, and the per-case fields for it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CaseConnector<'a> {
    /// The connector's id, or `none`.
    pub id: Text<'a>,
    /// The connector type, or `.none`.
    pub type_id: Text<'a>,
    /// The per-case fields, by Kibana's names.
    pub fields: Map<String, Value>,
}

/// Kibana's `external_service`: the incident of the last push.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExternalService<'a> {
    /// The connector that made the push.
    pub connector_id: Text<'a>,
    /// The incident's id in the remote system.
    pub external_id: Text<'a>,
    /// Its number or key.
    pub external_title: Text<'a>,
    /// Where a person finds it.
    pub external_url: Text<'a>,
    /// When the push was made.
    pub pushed_at: Option<i64>,
}
