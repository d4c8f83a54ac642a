//! What Kibana answers: the case with its `external_service`, and errors in its own words.

use crate::error::{Code, Error};
use crate::http::Response;
use crate::json;
use crate::push::{ExternalService, PushedComment};
use crate::systems::answer::{Failures, incomplete, json, text};
use crate::time::parse_iso;
use serde_json::Value;

pub(super) const FAILURES: Failures = Failures { describe, named: |_, _| None, recognises, known: &[] };

/// What the delegate needs of a case before Kibana has been asked: no comments, which Kibana reads itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CaseNames {
    /// The case's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The case's own connector, where it has one.
    pub connector_id: Option<String>,
}

impl CaseNames {
    /// Reads them from the JSON bytes of a case.
    ///
    /// # Errors
    /// `CASE_INVALID` where it has no id.
    pub fn read(case: &[u8]) -> Result<Self, Error> {
        let case: Value = json::read_bytes(case).unwrap_or_default();
        let id = text(case.get("id")).ok_or_else(|| Error::new(Code::CaseInvalid).at("id"))?;
        if id.chars().any(char::is_control) {
            return Err(Error::with(Code::CaseInvalid, "The id has a control character.").at("id"));
        }
        let own = case.get("connector").and_then(|connector| text(connector.get("id")));
        let title = text(case.get("title")).unwrap_or_default();
        Ok(Self { id, title, connector_id: own.filter(|id| id != "none") })
    }
}

/// A push that Kibana has stored.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) service: ExternalService,
    pub(super) comments: Vec<PushedComment>,
    pub(super) case: Vec<u8>,
}

impl Stored {
    /// Whether it was stored after another one.
    pub(super) fn is_after(&self, before: Option<&str>) -> bool {
        before.is_none_or(|before| parse_iso(&self.service.pushed_at) > parse_iso(before))
    }
}

/// What the case that Kibana answered says of the last push with this connector; nothing where the last one was
/// with another, or where there was none.
pub(super) fn read_case(response: &Response, case_id: &str, connector_id: &str) -> Result<Option<Stored>, Error> {
    let case = json(response, &FAILURES)?;
    if text(case.get("id")).as_deref() != Some(case_id) {
        return Err(incomplete(response, "case that was asked for"));
    }
    let Some(service) = case.get("external_service").filter(|service| service.is_object()) else { return Ok(None) };
    let word = |name: &str| text(service.get(name));
    let (Some(external_id), Some(pushed_at)) = (word("external_id"), word("pushed_at")) else { return Ok(None) };
    if word("connector_id").as_deref() != Some(connector_id) {
        return Ok(None);
    }
    // Kibana gives everything that a push brought the same time.
    let with_it = |comment: &Value| {
        let at = text(comment.get("pushed_at")).filter(|at| *at == pushed_at)?;
        let user = matches!(comment.get("type").and_then(Value::as_str), Some("user" | "comment"));
        text(comment.get("id")).filter(|_| user).map(|id| PushedComment { id, pushed_at: at })
    };
    let comments = case.get("comments").and_then(Value::as_array);
    let comments = comments.into_iter().flatten().filter_map(with_it).collect();
    let service = ExternalService {
        connector_id: connector_id.to_owned(),
        connector_name: word("connector_name").unwrap_or_default(),
        external_title: word("external_title").unwrap_or_else(|| external_id.clone()),
        external_url: word("external_url").unwrap_or_default(),
        pushed_by: service.get("pushed_by").cloned().unwrap_or_default(),
        external_id,
        pushed_at,
    };
    Ok(Some(Stored { service, comments, case: response.body().unwrap_or_default().to_vec() }))
}

/// The body of Kibana's errors.
fn recognises(body: &Value) -> bool {
    body.get("statusCode").is_some()
}

fn describe(body: &Value) -> (Option<String>, Option<String>) {
    (text(body.get("message")), None)
}

/// What Kibana's refusal means: for a read, and for a `_push`.
pub(super) fn translate(error: Error, pushing: bool) -> Error {
    let says = |word: &str| error.remote.as_ref().is_some_and(|remote| remote.to_ascii_lowercase().contains(word));
    let code = match (error.code, error.status) {
        (Code::AuthFailed, _) => Code::SessionMissing,
        (Code::Forbidden, _) if says("license") => Code::LicenseRequired,
        (Code::NotFound, _) if pushing => Code::ConnectorUnknown,
        (Code::NotFound, _) => Code::CaseUnknown,
        // The system refused something, or the case changed before the id was stored: what was done by then is
        // done. Up to 8.x the same status also refuses a closed case, before anything is done.
        (Code::Rejected, Some(424)) => Code::DelegateIncomplete,
        (Code::Rejected, Some(409)) if pushing && !says("is closed") => Code::DelegateIncomplete,
        _ => return error,
    };
    let words = error.remote.as_ref().map_or_else(String::new, |remote| format!(" It says: {remote}"));
    error.saying(format!("{}{words}", code.meaning())).coded(code)
}
