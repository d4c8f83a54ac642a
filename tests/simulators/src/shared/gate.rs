//! What every request passes: the ledger, CORS and queued faults.

use super::{
    answer,
    cors::{is_preflight, origin},
    cut::Cut,
    faults::{Fault, Kind},
    hub::Simulated,
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use serde_json::Value;
use std::{sync::Arc, time::Duration};

/// Larger bodies are refused; no case comes near.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// The middleware around a whole system.
pub(crate) async fn gate(State(system): State<Arc<dyn Simulated>>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/_sim/") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return answer::empty(413);
    };
    let hub = system.hub();
    let preflight = is_preflight(&parts.method, &parts.headers);
    let place = hub.ledger().note(&parts, &body, preflight);
    let target = parts.uri.path_and_query().map_or("/", |it| it.as_str());
    let fault = hub.faults().strike(parts.method.as_str(), target);
    let late =
        |kind: Kind| fault.as_ref().filter(|fault| fault.kind == kind).map(|fault| Duration::from_millis(fault.ms));
    let (carried_out_late, answered_late) = (late(Kind::Late), late(Kind::SlowAnswer));
    if let Some(fault) = fault.as_ref().filter(|_| carried_out_late.is_none() && answered_late.is_none()) {
        tokio::time::sleep(Duration::from_millis(fault.ms)).await;
    }
    let name = fault.as_ref().map(|fault| fault.kind.name());
    let cors = hub.settings().cors;
    let from = origin(&parts.headers).map(str::to_owned);

    let mut reply = match fault.as_ref().and_then(|fault| instead(fault, &*system)) {
        Some(reply) => reply,
        None if preflight => cors.preflight(&parts.headers),
        None => {
            let request = Request::from_parts(parts, Body::from(body));
            match carried_out_late {
                Some(time) => whoever_waits(time, request, next).await,
                None => next.run(request).await,
            }
        }
    };
    if hub.settings().rate_limits && !preflight {
        for (name, value) in system.limit() {
            if !reply.headers().contains_key(name) {
                reply = answer::with_header(reply, name, &value);
            }
        }
    }
    if let Some(time) = answered_late {
        tokio::time::sleep(time).await;
    }
    if let Some(cut) = fault.as_ref().and_then(Fault::cut) {
        reply.extensions_mut().insert(cut);
    }
    let sent = reply.extensions().get::<Cut>().is_none();
    let status = sent.then(|| reply.status().as_u16());
    hub.ledger().close(place, status, name);
    if !preflight {
        cors.open(from.as_deref(), &mut reply);
    }
    reply
}

/// Carries a request out later. When a client leaves, what is done for it is dropped: all but this.
async fn whoever_waits(time: Duration, request: Request, next: Next) -> Response {
    let late = tokio::spawn(async move {
        tokio::time::sleep(time).await;
        next.run(request).await
    });
    late.await.unwrap_or_else(|_| answer::empty(500))
}

/// The answer of a fault that keeps the request from being carried out.
fn instead(fault: &Fault, system: &dyn Simulated) -> Option<Response> {
    let status = |default| fault.status.unwrap_or(default);
    match fault.kind {
        Kind::Delay | Kind::Late | Kind::SlowAnswer | Kind::CutAfter => None,
        Kind::CutBefore => Some(answer::empty(500)),
        Kind::Status => Some(body(fault, status(500), || system.error_body("Something went wrong on the server"))),
        Kind::Html => {
            let page = "<!DOCTYPE html><html><head><title>Log in</title></head>\
                <body><form><input name=\"user\"></form></body></html>";
            let page = match &fault.body {
                Some(Value::String(text)) => text.clone(),
                _ => page.to_owned(),
            };
            Some(answer::html(status(200), page))
        }
        Kind::BadJson => {
            let broken = match &fault.body {
                Some(Value::String(text)) => text.clone(),
                _ => "{\"result\":[{".to_owned(),
            };
            let reply = answer::text(status(200), broken);
            Some(answer::with_header(reply, "content-type", "application/json"))
        }
        Kind::RateLimit => Some(rate_limit(fault, system)),
    }
}

fn rate_limit(fault: &Fault, system: &dyn Simulated) -> Response {
    let mut reply = body(fault, fault.status.unwrap_or(429), || system.error_body("Rate limit exceeded"));
    let pairs = [("retry-after", &fault.retry_after), ("x-ratelimit-reset", &fault.rate_limit_reset)];
    for (name, value) in pairs {
        if let Some(value) = value {
            let value = value.as_str().map_or_else(|| value.to_string(), Into::into);
            reply = answer::with_header(reply, name, &value);
        }
    }
    reply
}

fn body(fault: &Fault, status: u16, default: impl FnOnce() -> Value) -> Response {
    match &fault.body {
        Some(Value::String(text)) => answer::text(status, text.clone()),
        Some(value) => answer::json(status, value),
        None => answer::json(status, &default()),
    }
}
