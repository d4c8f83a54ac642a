//! What a log hears of a request and its answer: both without secrets.

use crate::error::Error;
use crate::http::redact::Redaction;
use crate::http::{FailReason, Request, Response};
use crate::time::to_iso;
use serde::Serialize;
use std::collections::BTreeMap;

/// Why a request got no answer.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) reason: FailReason,
    pub(crate) error: Error,
}

impl Failure {
    /// It was never sent.
    pub(crate) const fn not_sent(error: Error) -> Self {
        Self { reason: FailReason::NotSent, error }
    }
}

/// What came of a request.
pub(crate) type Answer = Result<Response, Failure>;

/// A request with its answer, as a log may have it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Exchange {
    case_id: Option<String>,
    connector_id: Option<String>,
    label: String,
    started_at: String,
    ms: f64,
    request: Request,
    answer: Option<Shown>,
    error: Option<Error>,
}

#[derive(Debug, Serialize)]
struct Shown {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

/// What a request was for.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) case_id: Option<&'a str>,
    pub(super) connector_id: Option<&'a str>,
    pub(super) label: &'a str,
    /// What is taken out of the request.
    pub(super) redaction: &'a Redaction,
}

/// Describes a request that was sent, with the times of its beginning and its end in milliseconds since 1970.
pub(super) fn describe(about: About<'_>, sent: &Request, answer: &Answer, (begun, ended): (i64, i64)) -> Exchange {
    let (shown, error) = match answer {
        Ok(answer) => {
            let (status, headers, body) = (answer.status(), answer.headers().clone(), answer.shown());
            (Some(Shown { status, headers, body }), None)
        }
        Err(Failure { error, .. }) => (None, Some(error.clone())),
    };
    #[allow(clippy::cast_precision_loss, reason = "no request takes so long")]
    let ms = ended.saturating_sub(begun) as f64;
    Exchange {
        case_id: about.case_id.map(str::to_owned),
        connector_id: about.connector_id.filter(|id| !id.is_empty()).map(str::to_owned),
        label: about.label.to_owned(),
        started_at: to_iso(begun),
        ms,
        request: about.redaction.request(sent),
        answer: shown,
        error,
    }
}
