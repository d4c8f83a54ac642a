//! Who may call: the login, and the check against requests forged by a page.

use super::{Deployment, System};
use crate::{
    demo,
    shared::{answer, auth, cors},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};
use serde_json::json;

pub(super) async fn authenticate(State(system): System, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let known = match system.deployment {
        Deployment::Cloud => auth::is_basic(headers, demo::JIRA_CLOUD_EMAIL, demo::JIRA_CLOUD_TOKEN),
        Deployment::DataCenter => {
            let (user, password) = (demo::JIRA_DATA_CENTER_USER, demo::JIRA_DATA_CENTER_PASSWORD);
            auth::is_basic(headers, user, password) || auth::bearer(headers) == Some(demo::JIRA_DATA_CENTER_PAT)
        }
    };
    if known {
        return next.run(request).await;
    }
    let message = "Client must be authenticated to access this resource.";
    match system.deployment {
        Deployment::Cloud => {
            let body = json!({ "message": message, "status-code": 401 });
            let reply = answer::json(401, &body);
            answer::with_header(reply, "x-seraph-loginreason", "AUTHENTICATED_FAILED")
        }
        // Data Center answers a program with a page.
        Deployment::DataCenter => {
            let page = format!(
                "<html><head><title>Unauthorized (401)</title></head><body>\
                 <h1>Unauthorized (401)</h1><p>{message}</p></body></html>"
            );
            let reply = answer::html(401, page);
            answer::with_header(reply, "www-authenticate", "OAuth realm=\"jira\"")
        }
    }
}

/// Writes that look like a browser's are refused unless their origin is known.
/// `X-Atlassian-Token: no-check` does not help a browser.
pub(super) async fn xsrf(State(system): System, request: Request, next: Next) -> Response {
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    let origin = cors::origin(request.headers());
    let allowed = |origin: &str| origin == system.hub.base || system.hub.settings().cors.allows(origin);
    let refused = !reads && looks_like_a_browser(request.headers());
    if refused && origin.is_some_and(|origin| !allowed(origin)) {
        return answer::text(403, "XSRF check failed");
    }
    next.run(request).await
}

/// MySQL's old `utf8` has no place for characters beyond U+FFFF: the insert fails, and Jira answers with a server error that says
/// nothing of why.
pub(super) async fn database(State(system): System, request: Request, next: Next) -> Response {
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if reads || !system.hub.settings().old_database {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else { return answer::empty(413) };
    let sent: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    if sent.to_string().chars().any(|c| u32::from(c) > 0xFFFF) {
        return answer::json(500, &json!({ "errorMessages": ["Internal server error"], "errors": {} }));
    }
    next.run(Request::from_parts(parts, axum::body::Body::from(body))).await
}

fn looks_like_a_browser(headers: &HeaderMap) -> bool {
    let agent = headers.get(header::USER_AGENT);
    agent.is_some_and(|agent| String::from_utf8_lossy(agent.as_bytes()).contains("Mozilla"))
}
