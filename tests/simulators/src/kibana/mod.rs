//! The cases of Kibana, and the push that it makes of them.
//!
//! What differs from a naive stand-in: the incident's id is stored only after
//! every comment has arrived, an incident that is there is never looked for,
//! and all comments with a change since the last push go along.

mod access;
mod cases;
mod push;
mod store;

use crate::shared::{
    answer::Refusal,
    control,
    hub::{Hub, Simulated, lock},
};
use axum::{
    Router,
    extract::State,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard};
use store::Store;

/// The simulated server.
#[derive(Debug)]
pub(crate) struct Kibana {
    hub: Hub,
    store: Mutex<Store>,
}

type System = State<Arc<Kibana>>;

/// Everything that listens on the port. The default space and any other are one here.
pub(crate) fn router(hub: Hub) -> Router {
    let hub = hub.allowing(&["kbn-xsrf", "elastic-api-version"]);
    let system = Arc::new(Kibana { hub, store: Mutex::default() });
    let api = Router::new()
        .route("/api/cases", post(cases::create))
        .route("/api/cases/{id}", get(cases::read))
        .route("/api/cases/{id}/comments", post(cases::comment))
        .route("/api/cases/{id}/comments/_find", get(cases::comments))
        .route("/api/cases/{id}/connector/{connector}/_push", post(push::push))
        .route_layer(from_fn_with_state(Arc::clone(&system), access::check));
    let routes = Router::new()
        .merge(api.clone())
        .nest("/s/{space}", api)
        .fallback(async || refuse(404, "Not Found").into_response())
        .with_state(Arc::clone(&system));
    control::complete(routes, system)
}

impl Kibana {
    fn store(&self) -> MutexGuard<'_, Store> {
        lock(&self.store)
    }
}

impl Simulated for Kibana {
    fn name(&self) -> &'static str {
        "kibana"
    }

    fn hub(&self) -> &Hub {
        &self.hub
    }

    fn clear(&self) {
        *self.store() = Store::default();
    }

    fn records(&self) -> Value {
        self.store().records()
    }

    fn error_body(&self, message: &str) -> Value {
        error(500, message)
    }
}

/// Kibana's error body.
fn error(status: u16, message: &str) -> Value {
    let name = match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        415 => "Unsupported Media Type",
        424 => "Failed Dependency",
        _ => "Internal Server Error",
    };
    json!({ "statusCode": status, "error": name, "message": message })
}

fn refuse(status: u16, message: impl AsRef<str>) -> Refusal {
    Refusal { status, body: error(status, message.as_ref()) }
}

fn no_case(id: &str) -> Refusal {
    refuse(404, format!("Saved object [cases/{id}] not found"))
}

/// A success, as Kibana sends it.
fn done(body: &Value) -> Response {
    crate::shared::answer::json(200, body)
}
