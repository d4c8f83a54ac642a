//! Short ways to write an answer.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

/// A refusal in the vendor's own words.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

/// What a handler gives back.
pub(crate) type Outcome = Result<Response, Refusal>;

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        json(self.status, &self.body)
    }
}

/// A JSON answer.
pub(crate) fn json(status: u16, body: &Value) -> Response {
    typed(status, "application/json;charset=UTF-8", body.to_string())
}

/// A page.
pub(crate) fn html(status: u16, body: String) -> Response {
    typed(status, "text/html;charset=UTF-8", body)
}

/// Plain text.
pub(crate) fn text(status: u16, body: impl Into<String>) -> Response {
    typed(status, "text/plain;charset=UTF-8", body.into())
}

/// An answer without a body.
pub(crate) fn empty(status: u16) -> Response {
    code(status).into_response()
}

/// Adds a header whose value this crate wrote itself.
pub(crate) fn with_header(mut answer: Response, name: &'static str, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
    answer
}

fn typed(status: u16, kind: &'static str, body: String) -> Response {
    (code(status), [(header::CONTENT_TYPE, kind)], body).into_response()
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
