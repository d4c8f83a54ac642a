//! IBM Resilient (QRadar SOAR).
//!
//! What differs from a naive stand-in: a failed update is a success by its
//! status, old values are compared, and text comes back as HTML.

mod access;
mod comment;
mod fields;
mod html_text;
mod incident;
mod pages;
mod patch;
mod query;
mod store;
mod types;
mod values;
mod view;

use crate::shared::{
    answer::Refusal,
    control,
    hub::{Hub, Simulated, lock},
};
use axum::{
    Router,
    http::{HeaderMap, Uri, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Map, Value, json};
use std::sync::{Arc, Mutex, MutexGuard};
use store::Store;

/// The simulated server.
#[derive(Debug)]
pub(crate) struct Resilient {
    hub: Hub,
    store: Mutex<Store>,
}

type System = axum::extract::State<Arc<Resilient>>;

/// Everything that listens on the port.
pub(crate) fn router(hub: Hub) -> Router {
    let system = Arc::new(Resilient { hub, store: Mutex::default() });
    let org = Router::new()
        .route("/rest/orgs/{org}", get(access::org))
        .route("/rest/orgs/{org}/incidents", post(incident::create))
        .route("/rest/orgs/{org}/incidents/query_paged", post(query::query_paged))
        .route("/rest/orgs/{org}/incidents/{id}", get(incident::read).patch(patch::patch).delete(incident::delete))
        .route("/rest/orgs/{org}/incidents/{id}/comments", get(comment::list).post(comment::create))
        .route("/rest/orgs/{org}/types/incident/fields", get(types::all_fields))
        .route("/rest/orgs/{org}/types/incident/fields/{field}", get(types::one_field))
        .route("/rest/const", get(access::constants))
        .route_layer(from_fn_with_state(Arc::clone(&system), access::authenticate));
    let routes = org
        .route("/rest/session", get(access::session).post(access::login))
        .route("/", get(pages::list))
        .route("/fragments/incidents/{id}", get(pages::fragment))
        .fallback(unknown)
        .with_state(Arc::clone(&system));
    control::complete(routes, system)
}

impl Resilient {
    /// The id of the user to whom the credentials belong.
    fn person(&self) -> u32 {
        u32::try_from(self.hub.settings().person).unwrap_or_default() + 1
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        lock(&self.store)
    }
}

impl Simulated for Resilient {
    fn name(&self) -> &'static str {
        "resilient"
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
        error(message, "generic")
    }
}

async fn unknown(uri: Uri) -> Response {
    if uri.path().starts_with("/rest/") {
        refuse(404, "The requested resource was not found.").into_response()
    } else {
        pages::not_found()
    }
}

/// The error body of the REST API.
fn error(message: &str, code: &str) -> Value {
    json!({
        "success": false,
        "title": null,
        "message": message,
        "hints": [],
        "error_code": code,
    })
}

fn refuse(status: u16, message: &str) -> Refusal {
    Refusal { status, body: error(message, "generic") }
}

/// A mistake in the request.
fn bad(message: impl AsRef<str>) -> Refusal {
    refuse(400, message.as_ref())
}

/// Reads the body of a write.
fn json_object(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|value| value.to_str().ok()).unwrap_or("");
    if !kind.starts_with("application/json") {
        return Err(refuse(415, "The content type must be application/json."));
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(bad("Unable to process JSON.")),
    }
}
