//! What a push believes, and why. Something is *proved* by a receipt of ours, by the account that has written it, or by
//! two that agree and that no one person can write. Everything else is a *claim*: it makes the push ask, and decides
//! nothing by itself.

use crate::error::{Code, Error};
use crate::order::set_of;
use crate::systems::{Account, Found, IncidentRef, Origin, RemoteIncident};
use serde::Serialize;

/// Where it is known from that the remote side has something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// A receipt of ours.
    Journal,
    /// An entry with a check value that only those can make who have the connector's recognition key, whoever wrote it there.
    Checked,
    /// An entry in the remote system: its author where nobody can have forged it, and its time in the system's words.
    Entry { author: Option<Account>, at: String },
}

impl Source {
    /// What it says where nothing proves it.
    pub(crate) fn claim(&self, comment_id: Option<&str>) -> Option<Claim> {
        match self {
            Self::Journal | Self::Checked => None,
            Self::Entry { author, at } => Some(Claim {
                kind: ClaimKind::Entry,
                comment_id: comment_id.map(str::to_owned),
                account: author.clone(),
                at: (!at.is_empty()).then(|| at.clone()),
                incident: None,
            }),
        }
    }
}

/// Something that says that the remote side has what the push would send, and that nobody has proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Claim {
    /// What it is.
    pub kind: ClaimKind,
    /// The comment of the case that it is about; none for an incident or the number of alerts.
    pub comment_id: Option<String>,
    /// Who has written it; none where that cannot be told.
    pub account: Option<Account>,
    /// When, in the system's own words.
    pub at: Option<String>,
    /// The incident that is in question, for a person to look at; none for an entry or a case.
    pub incident: Option<IncidentRef>,
}

impl Claim {
    /// Of the case alone.
    pub(crate) fn of_case(comment_id: &str) -> Self {
        Self { kind: ClaimKind::Case, comment_id: Some(comment_id.to_owned()), account: None, at: None, incident: None }
    }
}

/// What a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ClaimKind {
    /// An incident that carries the case's mark, or that the case names.
    Incident,
    /// An entry in the incident that ends as ours do.
    Entry,
    /// The case, which says that the comment was pushed, while the incident does not show it.
    Case,
}

/// An incident that may be the case's.
#[derive(Debug, Clone)]
pub(crate) enum Candidate {
    /// It carries the mark. With a recognition key it is read before it is believed.
    Marked(Found, Shown),
    /// The case names it, and it was read. Whether this connector did, or one of another id.
    Named(Box<RemoteIncident>),
}

/// What of a marked incident was read.
#[derive(Debug, Clone)]
pub(crate) enum Shown {
    /// Nobody has asked.
    Unread,
    /// It could not be read.
    Nothing,
    Read(Box<RemoteIncident>),
}

impl Candidate {
    /// The incident as far as it was read.
    pub(crate) fn remote(&self) -> Option<&RemoteIncident> {
        match self {
            Self::Marked(_, Shown::Read(remote)) | Self::Named(remote) => Some(remote),
            Self::Marked(..) => None,
        }
    }

    pub(crate) const fn incident(&self) -> &IncidentRef {
        match self {
            Self::Marked(found, _) => &found.incident,
            Self::Named(remote) => &remote.incident,
        }
    }

    pub(crate) const fn origin(&self) -> &Origin {
        match self {
            Self::Marked(found, _) => &found.origin,
            Self::Named(remote) => &remote.origin,
        }
    }

    pub(crate) fn into_remote(self) -> Option<RemoteIncident> {
        match self {
            Self::Marked(_, Shown::Read(remote)) | Self::Named(remote) => Some(*remote),
            Self::Marked(..) => None,
        }
    }
}

/// What stops a push that found an incident which nothing proves.
pub(crate) fn foreign(candidate: &Candidate) -> (Error, Vec<Claim>) {
    let (incident, origin) = (candidate.incident(), candidate.origin());
    let by =
        origin.creator.as_ref().map_or_else(String::new, |account| format!(" It was created by {}.", account.shown()));
    let place = if origin.in_place { "" } else { " It is not where this connector puts incidents." };
    let message = format!("{} It is {}.{by}{place}", Code::IncidentForeign.meaning(), incident.title);
    let claim = Claim {
        kind: ClaimKind::Incident,
        comment_id: None,
        account: origin.creator.clone(),
        at: None,
        incident: Some(incident.clone()),
    };
    (Error::with(Code::IncidentForeign, message), vec![claim])
}

/// What stops a push where a claim stands against sending something.
pub(crate) fn unverified(what: &str, claims: &[Claim]) -> Error {
    let names = claims.iter().filter_map(|claim| Some(claim.account.as_ref()?.shown()));
    let names: Vec<String> = set_of(names).into_iter().collect();
    let by = if names.is_empty() { String::new() } else { format!(" It was written by {}.", names.join(", ")) };
    let of_case = claims.iter().any(|claim| claim.kind == ClaimKind::Case);
    let of_case = if of_case { " The case says that it was pushed, but the incident does not show it." } else { "" };
    Error::with(Code::EntryUnverified, format!("{} It is about {what}.{by}{of_case}", Code::EntryUnverified.meaning()))
}
