//! The API key, the session of IBM's own client, and the organisation.

use super::{System, error, refuse};
use crate::{
    demo,
    shared::{
        answer::{self, Outcome, Refusal},
        auth, ids,
    },
};
use axum::{
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// The session of a user: its cookie and the token against forged requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Session {
    cookie: String,
    token: String,
}

pub(super) async fn authenticate(State(system): System, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if !has_key(headers) && !system.store().sessions.iter().any(|it| it.sent(headers)) {
        return unauthorized().into_response();
    }
    let path = request.uri().path();
    let needed = match (request.method().as_str(), path.rsplit('/').next()) {
        ("POST", Some("comments")) => "comment",
        ("POST", Some("incidents")) => "create",
        ("PATCH", _) => "edit",
        _ => "read",
    };
    // Without a word.
    if system.hub.settings().missing_rights.iter().any(|right| right == needed) {
        return answer::empty(403);
    }
    let org = path.strip_prefix("/rest/orgs/");
    let org = org.and_then(|rest| rest.split('/').next());
    match org.map(str::parse::<u32>) {
        None | Some(Ok(demo::RESILIENT_ORG)) => next.run(request).await,
        Some(Ok(_)) => refuse(403, "You do not have access to this organization.").into_response(),
        Some(Err(_)) => refuse(404, "The organization was not found.").into_response(),
    }
}

fn has_key(headers: &HeaderMap) -> bool {
    auth::is_basic(headers, demo::RESILIENT_KEY_ID, demo::RESILIENT_KEY_SECRET)
}

fn unauthorized() -> Refusal {
    Refusal { status: 401, body: error("Invalid user name or password.", "unauthorized") }
}

impl Session {
    fn sent(&self, headers: &HeaderMap) -> bool {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let cookie = format!("JSESSIONID={}", self.cookie);
        let cookies = text(header::COOKIE.as_str()).unwrap_or("");
        cookies.split(';').any(|one| one.trim() == cookie) && text("x-sess-id") == Some(self.token.as_str())
    }
}

/// What IBM's client asks first: which organisations the key belongs to.
pub(super) async fn session(State(system): System, headers: HeaderMap) -> Outcome {
    if !has_key(&headers) {
        return Err(unauthorized());
    }
    Ok(answer::json(200, &session_body(system.person(), None)))
}

/// The login of a user. The key stands in for an e-mail address and a
/// password: there are no users here.
pub(super) async fn login(State(system): System, body: Bytes) -> Outcome {
    let sent: Value = serde_json::from_slice(&body).unwrap_or_default();
    if sent["email"] != demo::RESILIENT_KEY_ID || sent["password"] != demo::RESILIENT_KEY_SECRET {
        return Err(unauthorized());
    }
    let session = Session { cookie: ids::hex32(), token: ids::hex32() };
    let reply = answer::json(200, &session_body(system.person(), Some(&session.token)));
    let cookie = format!("JSESSIONID={}; Path=/; HttpOnly", session.cookie);
    system.store().sessions.push(session);
    Ok(answer::with_header(reply, "set-cookie", &cookie))
}

fn session_body(user: u32, token: Option<&str>) -> Value {
    json!({
        "orgs": [{
            "id": demo::RESILIENT_ORG,
            "name": demo::RESILIENT_ORG_NAME,
            "enabled": true,
            "cloud_account": null,
            "uuid": "7c0d1f3e-5a52-4d0e-9b57-0d7d3a1c0201",
            "addr": null,
        }],
        "user_id": user,
        "user_fname": "Case",
        "user_lname": "Bot",
        "user_email": null,
        "api_key_handle": 11,
        "session_ip": "127.0.0.1",
        "csrf_token": token,
        "is_saml": false,
        "is_ldap": false,
        "orgs_perms": {},
    })
}

pub(super) async fn org() -> Response {
    answer::json(
        200,
        &json!({
            "id": demo::RESILIENT_ORG,
            "name": demo::RESILIENT_ORG_NAME,
            "enabled": true,
            "actions_framework_enabled": true,
        }),
    )
}

pub(super) async fn constants() -> Response {
    answer::json(
        200,
        &json!({
            "server_version": { "major": 51, "minor": 0, "build_number": 1, "version": "51.0.0" },
            "max_attachment_mb": 25,
            "max_artifact_mb": 25,
            "max_page_size": 1000,
            "incident_statuses": [{ "id": "A", "name": "Active" }, { "id": "C", "name": "Closed" }],
            "input_types": ["text", "textarea", "select", "multiselect", "boolean", "number",
                "datepicker", "datetimepicker"],
            "actions_framework": true,
        }),
    )
}
