//! What a push has come to, in the shapes that a host stores.

use super::drift::Drift;
use super::evidence::Claim;
use crate::error::Error;
use crate::warning::Warning;
use serde::Serialize;
use serde_json::Value;

/// How a push stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum PushState {
    /// It is under way.
    Running,
    /// The remote side has everything.
    Complete,
    /// It stopped; what was done is recorded, and another push goes on from there.
    Failed,
    /// It stopped, and it is not known whether the last write happened. Settle it, or push again.
    Unknown,
}

/// How far a push is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Progress {
    /// The writes that are done.
    pub done: u32,
    /// The writes that the plan had, or more where more were needed.
    pub total: u32,
}

/// Kibana's `external_service`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ExternalService {
    /// The connector's id.
    pub connector_id: String,
    /// The connector's name.
    pub connector_name: String,
    /// The incident's id.
    pub external_id: String,
    /// Its number or key.
    pub external_title: String,
    /// Where a person finds it.
    pub external_url: String,
    /// When the push was made.
    pub pushed_at: String,
    /// Who made it, in Kibana's shape for users.
    pub pushed_by: Value,
}

/// A comment that the remote side has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PushedComment {
    /// The comment's id in the case.
    pub id: String,
    /// The time of the version that the incident has: that of its edit, else of its creation.
    pub pushed_at: String,
}

/// The result of a push.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Outcome {
    /// How it ended.
    pub state: PushState,
    /// Why it did not complete.
    pub error: Option<Error>,
    /// The incident, once it is known.
    pub external_service: Option<ExternalService>,
    /// The comments that this push sent, or found already there.
    pub pushed_comments: Vec<PushedComment>,
    /// Whether the host should close the case.
    pub close_case: bool,
    /// How many writes were sent and confirmed.
    pub writes: u32,
    /// Where the push stopped because the incident's text was edited: what stands there, and what it was.
    pub drift: Vec<Drift>,
    /// Where it stopped because nothing proves what something says: what says it, and who has written that.
    pub claims: Vec<Claim>,
    /// What a person should know although the push went on.
    pub warnings: Vec<Warning>,
    /// The case with all of this written into it.
    #[serde(skip)]
    pub updated_case: Option<Vec<u8>>,
}
