//! The control area `/_sim/` of every listener, for pages and programs of this machine.

use super::{answer, cors, faults::Fault, gate, hub::Simulated};
use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};
use std::sync::Arc;

type System = State<Arc<dyn Simulated>>;

/// Puts the control area beside the routes of a system, and the gate around all.
pub(crate) fn complete(routes: Router, system: Arc<dyn Simulated>) -> Router {
    let control = Router::new()
        .route("/about", get(about))
        .route("/ledger", get(ledger))
        .route("/records", get(records))
        .route("/reset", post(reset))
        .route("/settings", get(settings).put(change_settings))
        .route("/faults", get(faults).post(queue).delete(clear_faults))
        .layer(from_fn(open))
        .with_state(Arc::clone(&system));
    routes.nest("/_sim", control).layer(from_fn_with_state(system, gate::gate))
}

/// Lets pages of this machine use the control area. The ledger holds what somebody has sent while trying the product: no page from
/// elsewhere may read it, nor one that reaches this machine under a name of its own.
async fn open(request: Request, next: Next) -> Response {
    let host =
        request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).map(|host| format!("http://{host}"));
    let origin = cors::origin(request.headers()).map(str::to_owned);
    let local = |name: &Option<String>| name.as_deref().is_none_or(cors::is_loopback);
    if !local(&host) || !local(&origin) {
        return answer::empty(403);
    }
    let mut reply = if request.method() == Method::OPTIONS { answer::empty(204) } else { next.run(request).await };
    let headers = reply.headers_mut();
    if let Some(origin) = origin.and_then(|origin| HeaderValue::from_str(&origin).ok()) {
        headers.insert("access-control-allow-origin", origin);
    }
    for (name, value) in [
        ("vary", "Origin"),
        ("access-control-allow-methods", "GET, POST, PUT, DELETE"),
        ("access-control-allow-headers", "Content-Type"),
        ("access-control-allow-private-network", "true"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    reply
}

/// Which system this is, for a tool that was given only its address.
async fn about(State(system): System) -> Response {
    answer::json(200, &json!({ "system": system.name(), "base": system.hub().base }))
}

async fn ledger(State(system): System) -> Response {
    answer::json(200, &system.hub().ledger().to_value())
}

async fn records(State(system): System) -> Response {
    answer::json(200, &system.records())
}

async fn reset(State(system): System) -> Response {
    system.clear();
    system.hub().reset();
    answer::empty(204)
}

async fn settings(State(system): System) -> Response {
    let settings = serde_json::to_value(system.hub().settings());
    answer::json(200, &settings.unwrap_or_default())
}

async fn change_settings(State(system): System, body: Bytes) -> Response {
    let change: Value = match serde_json::from_slice(&body) {
        Ok(change @ Value::Object(_)) => change,
        _ => return problem("settings are a JSON object"),
    };
    match system.hub().settings().merged(&change) {
        Ok(merged) => {
            system.hub().change_settings(merged);
            settings(State(system)).await
        }
        Err(error) => problem(&error),
    }
}

async fn faults(State(system): System) -> Response {
    answer::json(200, &system.hub().faults().waiting())
}

async fn queue(State(system): System, body: Bytes) -> Response {
    match serde_json::from_slice::<Vec<Fault>>(&body) {
        Ok(queued) => {
            system.hub().faults().queue(queued);
            faults(State(system)).await
        }
        Err(error) => problem(&error.to_string()),
    }
}

async fn clear_faults(State(system): System) -> Response {
    *system.hub().faults() = Default::default();
    answer::empty(204)
}

/// A mistake of the test itself, said plainly.
fn problem(message: &str) -> Response {
    answer::json(400, &json!({ "problem": message }))
}
