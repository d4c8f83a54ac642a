//! What every request needs: the session, `kbn-xsrf` and a version that is known.

use super::{System, refuse};
use crate::{demo, shared::answer::Refusal};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};

pub(super) async fn check(State(system): System, request: Request, next: Next) -> Response {
    let session_required = system.hub.settings().kibana.session_required;
    match refusal(request.method(), request.headers(), session_required) {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    }
}

fn refusal(method: &Method, headers: &HeaderMap, session_required: bool) -> Option<Refusal> {
    if session_required && !has_session(headers) {
        return Some(refuse(401, "Unauthorized"));
    }
    if method != Method::GET && text(headers, "kbn-xsrf").is_empty() {
        return Some(refuse(400, "Request must contain a kbn-xsrf header."));
    }
    let known = matches!(text(headers, "elastic-api-version"), "" | "2023-10-31");
    (!known).then(|| refuse(400, "No version available for this route. Available versions are: [2023-10-31]"))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

fn has_session(headers: &HeaderMap) -> bool {
    let session = format!("sid={}", demo::KIBANA_SESSION);
    text(headers, header::COOKIE.as_str()).split(';').any(|cookie| cookie.trim() == session)
}

/// Reads the body of a write, whose members are known.
pub(super) fn body(headers: &HeaderMap, body: &[u8], known: &[&str]) -> Result<Map<String, Value>, Refusal> {
    if !text(headers, header::CONTENT_TYPE.as_str()).starts_with("application/json") {
        return Err(refuse(415, "Unsupported Media Type"));
    }
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return Err(refuse(400, "Invalid request payload JSON format"));
    };
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(refuse(400, format!("invalid keys \"{name}\""))),
        None => Ok(members),
    }
}
