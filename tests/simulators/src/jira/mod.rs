//! Jira Cloud and Jira Data Center: one code, two deployments.
//!
//! What differs between them is decided here and there by [`Deployment`]: the
//! search, the shape of the metadata, accounts, version 3 of the API, what a
//! refused login looks like, and that a failed create uses up a number on
//! Cloud.

mod access;
mod adf;
mod catalog;
mod comment;
mod errors;
mod fields;
mod issue;
mod jql;
mod meta;
mod pages;
mod pick;
mod search;
mod store;
mod text;
mod view;
mod words;
mod workflow;

use crate::shared::{
    answer, control,
    hub::{Hub, Simulated, lock},
};
use axum::{
    Extension, Router,
    http::Uri,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use errors::Errors;
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard};
use store::Store;

/// Which Jira it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deployment {
    Cloud,
    DataCenter,
}

/// The version of the API in the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    /// Long text is wiki markup.
    V2,
    /// Long text is an Atlassian Document.
    V3,
}

/// The simulated site.
#[derive(Debug)]
pub(crate) struct Jira {
    hub: Hub,
    deployment: Deployment,
    store: Mutex<Store>,
}

type System = axum::extract::State<Arc<Jira>>;

/// Everything that listens on the port of Jira Cloud.
pub(crate) fn cloud(hub: Hub) -> Router {
    router(hub, Deployment::Cloud)
}

/// Everything that listens on the port of Jira Data Center.
pub(crate) fn data_center(hub: Hub) -> Router {
    router(hub, Deployment::DataCenter)
}

fn router(hub: Hub, deployment: Deployment) -> Router {
    let system = Arc::new(Jira { hub, deployment, store: Mutex::default() });
    let versions = match deployment {
        Deployment::Cloud => [("2", Version::V2), ("3", Version::V3)],
        Deployment::DataCenter => [("2", Version::V2), ("latest", Version::V2)],
    };
    let mut routes = Router::new().route("/", get(pages::list)).route("/browse/{key}", get(pages::issue));
    for (name, version) in versions {
        let api = api(&system).layer(Extension(version));
        routes = routes.nest(&format!("/rest/api/{name}"), api);
    }
    let routes = routes.fallback(unknown).with_state(Arc::clone(&system));
    control::complete(routes, system)
}

fn api(system: &Arc<Jira>) -> Router<Arc<Jira>> {
    let search = match system.deployment {
        Deployment::Cloud => Router::new()
            .route("/search/jql", get(search::cloud_get).post(search::cloud_post))
            .route("/search", get(search::removed).post(search::removed))
            .route("/issue/bulkfetch", axum::routing::post(issue::bulk_fetch)),
        Deployment::DataCenter => {
            Router::new().route("/search", get(search::data_center_get).post(search::data_center_post))
        }
    };
    Router::new()
        .merge(search)
        .route("/issue", axum::routing::post(issue::create))
        .route("/issue/{issue}", get(issue::read).put(issue::update).delete(issue::delete))
        .route("/issue/{issue}/editmeta", get(meta::edit_screen))
        .route("/issue/{issue}/transitions", get(workflow::list).post(workflow::carry_out))
        .route("/issue/{issue}/comment", get(comment::list).post(comment::create))
        .route("/issue/{issue}/comment/{comment}", get(comment::read))
        .route("/issue/createmeta/{project}/issuetypes", get(meta::issue_types))
        .route("/issue/createmeta/{project}/issuetypes/{kind}", get(meta::fields_of_type))
        .route("/project/{project}", get(meta::project))
        .route("/user/assignable/search", get(pick::assignable))
        .route("/groups/picker", get(pick::groups))
        .route("/issue/picker", get(pick::issues))
        .route("/priority", get(meta::priorities))
        .route("/field", get(meta::all_fields))
        .route("/myself", get(meta::myself))
        .route("/mypermissions", get(meta::permissions))
        .route_layer(from_fn_with_state(Arc::clone(system), access::authenticate))
        // Anyone may ask for it, and clients do so before they log in.
        .route("/serverInfo", get(meta::server_info))
        .layer(from_fn_with_state(Arc::clone(system), access::xsrf))
        .layer(from_fn_with_state(Arc::clone(system), access::database))
}

async fn unknown(uri: Uri) -> Response {
    if uri.path().starts_with("/rest/") {
        Errors::message("The requested resource does not exist.").refusal(404).into_response()
    } else {
        pages::not_found()
    }
}

impl Jira {
    fn store(&self) -> MutexGuard<'_, Store> {
        lock(&self.store)
    }

    fn is_cloud(&self) -> bool {
        self.deployment == Deployment::Cloud
    }
}

impl Simulated for Jira {
    fn name(&self) -> &'static str {
        if self.is_cloud() { "jiraCloud" } else { "jiraDataCenter" }
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
        Errors::message(message).body()
    }

    fn limit(&self) -> Vec<(&'static str, String)> {
        if self.is_cloud() {
            return Vec::new();
        }
        let said = [
            ("x-ratelimit-limit", "100"),
            ("x-ratelimit-remaining", "99"),
            ("x-ratelimit-interval-seconds", "60"),
            ("x-ratelimit-fillrate", "10"),
            // Whoever has requests left need not wait.
            ("retry-after", "0"),
        ];
        said.map(|(name, value)| (name, value.to_owned())).into()
    }
}

/// A JSON body of a write, or the vendor's complaint about it.
fn json_object(
    headers: &axum::http::HeaderMap,
    body: &[u8],
) -> Result<serde_json::Map<String, Value>, answer::Refusal> {
    let kind = headers.get(axum::http::header::CONTENT_TYPE);
    let kind = kind.and_then(|value| value.to_str().ok()).unwrap_or("");
    if !kind.starts_with("application/json") {
        return Err(Errors::message("Unsupported Media Type").refusal(415));
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => Ok(members),
        _ => {
            Err(Errors::message("There was an error parsing JSON. Check that your request body is valid.").refusal(400))
        }
    }
}
