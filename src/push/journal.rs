//! The journal: intents and receipts, appended in order, per case and place. What survives a crash.

use super::incident::Hashes;
use super::mark_of;
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::{self, Members, Unread};
use crate::systems::IncidentRef;
use crate::systems::{Connector, Fields};
use crate::unreadable::why;
use crate::warning::Warning;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the records that this code writes.
pub(crate) const VERSION: u32 = 1;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Record {
    /// The version of the record's shape.
    pub v: u32,
    /// The case.
    pub case_id: String,
    /// The connector that wrote it. Any connector of the same place goes on from it.
    pub connector_id: String,
    /// The base URL that the connector had.
    pub base_url: String,
    /// What identifies the place that was written to. Empty in records of before places had an identity: those belong
    /// to one connector at one base URL.
    #[serde(default)]
    pub place: String,
    /// The position within the journal of this case and place, from 0.
    pub seq: u32,
    /// When the push was started, ISO 8601.
    pub at: String,
    /// What the record is about.
    pub step: Step,
    /// What happened.
    pub event: Event,
}

/// A write of a push, by which its records find each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", try_from = "Unsorted")]
#[non_exhaustive]
pub enum Step {
    /// The incident is made.
    Create,
    /// Its fields are changed.
    Update,
    /// One version of a comment is added.
    Comment {
        /// The comment's id in the case.
        comment_id: String,
        /// How many earlier versions were sent.
        edit: u32,
        /// The time of the version, in ISO 8601.
        version_at: String,
        /// The hash of the source text.
        hash: String,
    },
    /// The number of alerts is added.
    Alerts {
        /// The number.
        total: u32,
    },
    /// What the system takes beyond fields and comments is added.
    Items {
        /// The items, in the system's own terms.
        items: Vec<String>,
    },
}

/// What a record says of its step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", try_from = "Unsorted")]
#[non_exhaustive]
pub enum Event {
    /// The request is about to be sent. Without a later record its outcome is unknown.
    Intent {
        /// The request without its secret: case text at rest.
        request: Request,
        /// The incident's fields that it carries.
        fields: Fields,
        /// The hashes of their sources.
        hashes: Hashes,
        /// Of a create: what a look without the search starts from, where the system has one.
        anchor: Option<String>,
        /// Of a create: the mark that it sets, by which it is looked for.
        mark: Option<String>,
    },
    /// The remote side has it.
    Receipt(Receipt),
    /// The remote side has it not, for certain.
    Rejected {
        /// Why: an error's code.
        code: String,
    },
    /// Nobody can find out whether the remote side has it. It is not sent again.
    Unconfirmed,
    /// A person was asked: whether the remote side has it, since the push cannot know; or what becomes of an incident that is
    /// closed or gone.
    Asked {
        /// That incident's id.
        incident_id: Option<String>,
    },
    /// A person gave the incident up: a new one takes its place.
    GivenUp {
        /// The incident's id.
        incident_id: String,
    },
    /// The push has learned what a person should know, and nobody else can. It is told with the outcome of the push that
    /// completes, in whichever tab that is.
    Warned {
        /// What it is.
        warning: Warning,
    },
    /// A push is complete: what the records before this one have of writes was looked at, and its outcome tells what it was
    /// warned of. Of several only the last counts: where the case tells another time, another browser has pushed since.
    Complete,
    /// Records before this one could not be read. What they said must be found out.
    Lost,
}

/// What the remote side confirmed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Receipt {
    /// How it is known.
    pub evidence: Evidence,
    /// The incident.
    pub incident: IncidentRef,
    /// The remote comment's id, where the system tells one.
    pub external_comment_id: Option<String>,
    /// The incident's fields that the remote side has now.
    pub fields: Fields,
    /// The hashes of their sources.
    pub hashes: Hashes,
}

/// How a receipt is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Evidence {
    /// The system answered the write.
    Answered,
    /// It was found in the system by its mark or reference.
    Found,
    /// The case named it: Kibana or another browser had pushed.
    Adopted,
    /// A person said so.
    Settled,
}

/// The fields of a receipt and of an intent, with their hashes.
fn fields_of(members: &mut Members) -> Result<(Fields, Hashes), Unread> {
    Ok((members.take("fields")?.unwrap_or_default(), members.take("hashes")?.unwrap_or_default()))
}

/// A step or an event as it is read. By hand: serde would buffer a tagged enum whole, at twice the code.
#[derive(Deserialize)]
struct Unsorted(Value);

/// The codes of the warnings that are kept: of what one push alone can learn.
pub(super) const KEPT: [&str; 6] =
    ["COMMENT_TWICE", "FIELD_NOT_TAKEN", "FIELD_UNSEEN", "ITEMS_UNCONFIRMED", "OPENER_UNKNOWN", "TEXT_CHANGED"];

fn read_warning(kept: Value) -> Result<Warning, Unread> {
    let mut members = Members::of(kept)?;
    Ok(Warning {
        // One of another version has none here, and is told to nobody: the record is no damage.
        code: KEPT.into_iter().find(|code| *code == members.word("code")).unwrap_or_default(),
        message: members.need("message")?,
        field: members.need("field")?,
        comment_id: members.take("commentId")?,
        before: members.take("before")?,
        after: members.take("after")?,
    })
}

impl TryFrom<Unsorted> for Step {
    type Error = Unread;

    fn try_from(step: Unsorted) -> Result<Self, Unread> {
        let mut members = Members::of(step.0)?;
        Ok(match members.word("kind") {
            "create" => Self::Create,
            "update" => Self::Update,
            "comment" => Self::Comment {
                comment_id: members.need("commentId")?,
                edit: members.need("edit")?,
                version_at: members.need("versionAt")?,
                hash: members.need("hash")?,
            },
            "alerts" => Self::Alerts { total: members.need("total")? },
            "items" => Self::Items { items: members.need("items")? },
            _ => return Err(Unread::custom("a step has an unknown kind")),
        })
    }
}

impl TryFrom<Unsorted> for Event {
    type Error = Unread;

    fn try_from(event: Unsorted) -> Result<Self, Unread> {
        let mut members = Members::of(event.0)?;
        Ok(match members.word("kind") {
            "intent" => {
                let (fields, hashes) = fields_of(&mut members)?;
                let (anchor, mark) = (members.take("anchor")?, members.take("mark")?);
                Self::Intent { request: members.need("request")?, fields, hashes, anchor, mark }
            }
            "receipt" => {
                let (fields, hashes) = fields_of(&mut members)?;
                Self::Receipt(Receipt {
                    evidence: members.need("evidence")?,
                    incident: members.need("incident")?,
                    external_comment_id: members.take("externalCommentId")?,
                    fields,
                    hashes,
                })
            }
            "givenUp" => Self::GivenUp { incident_id: members.need("incidentId")? },
            "lost" => Self::Lost,
            "asked" => Self::Asked { incident_id: members.take("incidentId")? },
            "unconfirmed" => Self::Unconfirmed,
            "warned" => Self::Warned { warning: read_warning(members.value("warning")?)? },
            "complete" => Self::Complete,
            "rejected" => Self::Rejected { code: members.need("code")? },
            _ => return Err(Unread::custom("an event has an unknown kind")),
        })
    }
}

impl Record {
    /// Whether it was written for this place.
    pub(crate) fn is_of(&self, connector: &Connector) -> bool {
        if self.place.is_empty() {
            return self.connector_id == connector.id() && self.base_url == connector.base().as_str();
        }
        self.place == connector.place_id()
    }

    /// The mark that its create set or looks for.
    pub(crate) fn mark(&self) -> String {
        match &self.event {
            Event::Intent { mark: Some(mark), .. } => mark.clone(),
            _ if self.place.is_empty() => mark_of(&self.case_id, &self.connector_id),
            _ => mark_of(&self.case_id, &self.place),
        }
    }

    /// Says that records before it could not be read.
    #[must_use]
    pub fn lost(case_id: &str, connector: &Connector, seq: u32, at: String) -> Self {
        let event = Event::Lost;
        Self {
            v: VERSION,
            case_id: case_id.to_owned(),
            connector_id: connector.id().to_owned(),
            base_url: connector.base().as_str().to_owned(),
            place: connector.place_id(),
            seq,
            at,
            step: Step::Create,
            event,
        }
    }
}

impl Receipt {
    pub(crate) fn new(evidence: Evidence, incident: IncidentRef) -> Self {
        Self { evidence, incident, external_comment_id: None, fields: Fields::new(), hashes: Hashes::new() }
    }
}

/// Reads journal records as a store kept them: a JSON array.
///
/// # Errors
/// `JOURNAL_INVALID` names the record that cannot be read, or that newer code wrote.
pub fn read_journal(json: &[u8]) -> Result<Vec<Record>, Error> {
    let (records, damaged) = salvage_journal(json)?;
    match damaged.into_iter().next() {
        Some(damage) => Err(damage.error),
        None => Ok(records),
    }
}

/// A record that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Damage {
    /// Its place in the list.
    pub index: usize,
    /// Why.
    pub error: Error,
}

/// Reads what can be read. A store that goes on with the rest must append [`Event::Lost`] in the place of the
/// damaged records: what they said may have been an intent.
///
/// # Errors
/// `JOURNAL_INVALID` where it is no list, or where newer code wrote a record: that one is not damaged.
pub fn salvage_journal(json: &[u8]) -> Result<(Vec<Record>, Vec<Damage>), Error> {
    let no_list = |why: &str| Error::with(Code::JournalInvalid, format!("The journal is not a list of records.{why}"));
    let rows = match json::read_bytes(json) {
        Ok(Value::Array(rows)) => rows,
        Ok(_) => return Err(no_list("")),
        Err(error) => return Err(no_list(&format!(" {}", why(&error)))),
    };
    let (mut records, mut damaged) = (Vec::new(), Vec::new());
    for (index, row) in rows.into_iter().enumerate() {
        let path = format!("journal[{index}]");
        if row.get("v").and_then(Value::as_u64).is_some_and(|v| v > u64::from(VERSION)) {
            return Err(Error::with(Code::JournalInvalid, "A newer version wrote this record.").at(path));
        }
        match json::take(row) {
            Ok(record) => records.push(record),
            Err(e) => {
                let error = Error::with(Code::JournalInvalid, format!("{path} cannot be read. {}", why(&e))).at(path);
                damaged.push(Damage { index, error });
            }
        }
    }
    Ok((records, damaged))
}
