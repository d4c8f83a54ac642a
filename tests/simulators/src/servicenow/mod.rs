//! ServiceNow: Table API, Import Set API and Elastic's two applications, for the tables of incidents
//! (IT Service Management) and of security incidents (Security Operations).
//!
//! What differs from a naive stand-in: text that is too long is cut without a
//! word, unknown fields and invalid parts of a query are ignored, journal
//! fields read back empty, and an import that failed still answers 201.

mod accounts;
mod app;
mod catalog;
mod columns;
mod import;
mod pages;
mod query;
mod record;
mod render;
mod store;
mod table;
mod tables;

use crate::shared::{
    answer::{self, Refusal},
    auth, clock, control,
    hub::{Hub, Simulated, lock},
};
use accounts::Account;
use axum::{
    Extension, Router,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Map, Value, json};
use std::sync::{Arc, Mutex, MutexGuard};
use store::Store;

/// The simulated instance.
#[derive(Debug)]
pub(crate) struct ServiceNow {
    hub: Hub,
    store: Mutex<Store>,
}

type System = State<Arc<ServiceNow>>;

/// Who calls.
type By = Extension<&'static Account>;

/// Everything that listens on the port.
pub(crate) fn router(hub: Hub) -> Router {
    let system = Arc::new(ServiceNow { hub, store: Mutex::default() });
    let tables = Router::new()
        .route("/table/{table}", get(table::list).post(table::create))
        .route("/table/{table}/{id}", get(table::read).patch(table::update).put(table::update).delete(table::delete));
    let api = Router::new()
        .nest("/api/now", tables.clone())
        .nest("/api/now/v2", tables)
        .route("/api/now/import/{staging}", post(import::import))
        .route("/api/{scope}/elastic_api/health", get(app::health))
        .route("/api/{scope}/elastic_api/incident/{id}/observables", post(app::observable))
        .route("/api/{scope}/elastic_api/incident/{id}/observables/bulk", post(app::observables))
        .route_layer(from_fn(authenticate))
        .route_layer(from_fn_with_state(Arc::clone(&system), asleep));
    let routes = api
        .route("/", get(pages::list))
        .route("/nav_to.do", get(pages::record))
        .fallback(unknown)
        .with_state(Arc::clone(&system));
    control::complete(routes, system)
}

impl ServiceNow {
    fn store(&self) -> MutexGuard<'_, Store> {
        lock(&self.store)
    }
}

impl Simulated for ServiceNow {
    fn name(&self) -> &'static str {
        "servicenow"
    }

    fn hub(&self) -> &Hub {
        &self.hub
    }

    fn clear(&self) {
        *self.store() = Store::default();
    }

    fn records(&self) -> Value {
        self.store().control_records()
    }

    fn error_body(&self, message: &str) -> Value {
        error(message, "")
    }

    /// A rule counts by the hour: it says when the hour ends, and never how many requests are left.
    fn limit(&self) -> Vec<(&'static str, String)> {
        let hour = 3600;
        let end = (clock::now() / 1000 / hour + 1) * hour;
        let limit = ("x-ratelimit-limit", "500".to_owned());
        vec![limit, ("x-ratelimit-reset", end.to_string()), ("x-ratelimit-rule", "Incidents by the hour".to_owned())]
    }
}

/// The error body of every ServiceNow API.
fn error(message: &str, detail: &str) -> Value {
    json!({ "error": { "message": message, "detail": detail }, "status": "failure" })
}

fn refuse(status: u16, message: &str, detail: &str) -> Refusal {
    Refusal { status, body: error(message, detail) }
}

/// A developer instance that nobody has used for a while answers everything with a page.
async fn asleep(State(system): System, request: Request, next: Next) -> Response {
    if system.hub.settings().hibernating {
        let page =
            "<html><head><title>Hibernating Instance</title></head><body>Your instance is hibernating.</body></html>";
        return answer::html(200, page.to_owned());
    }
    next.run(request).await
}

async fn authenticate(mut request: Request, next: Next) -> Response {
    let login = auth::basic(request.headers());
    if let Some(account) = login.and_then(|(user, password)| Account::find(&user, &password)) {
        request.extensions_mut().insert(account);
        return next.run(request).await;
    }
    let refusal = refuse(401, "User Not Authenticated", "Required to provide Auth information");
    let realm = "BASIC realm=\"Service-now\"";
    answer::with_header(refusal.into_response(), "www-authenticate", realm)
}

/// Reads the body of a write.
fn json_object(headers: &HeaderMap, body: &Bytes) -> Result<Map<String, Value>, Refusal> {
    match json_value(headers, body)? {
        Value::Object(members) => Ok(members),
        // Only the first of several records counts.
        Value::Array(mut several) => match several.drain(..).next() {
            Some(Value::Object(members)) => Ok(members),
            _ => Err(unreadable()),
        },
        _ => Err(unreadable()),
    }
}

/// Any JSON. The vendor wants both headers to be sent.
fn json_value(headers: &HeaderMap, body: &Bytes) -> Result<Value, Refusal> {
    for name in [header::ACCEPT, header::CONTENT_TYPE] {
        let value = headers.get(&name).and_then(|value| value.to_str().ok());
        if !value.is_some_and(|value| value.contains("application/json")) {
            let message = format!("The header {name} must be application/json");
            return Err(refuse(400, "Bad request", &message));
        }
    }
    serde_json::from_slice(body).map_err(|_| unreadable())
}

fn unreadable() -> Refusal {
    refuse(400, "Exception while reading request", "The payload is not valid JSON")
}

async fn unknown(request: Request) -> Response {
    if request.uri().path().starts_with("/api/") { no_resource(400).into_response() } else { pages::not_found() }
}

fn no_resource(status: u16) -> Refusal {
    refuse(status, "Requested URI does not represent any resource", "")
}
