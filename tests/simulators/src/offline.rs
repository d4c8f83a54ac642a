//! The systems without ports: a request is carried out by whoever makes it. For programs that make very many.

use crate::{
    Addresses, jira, kibana, resilient, servicenow,
    shared::{cors, cut::Cut, hub::Hub},
};
use axum::{Router, body::Body, http::Request};
use tower::ServiceExt;

/// More than any answer has.
const MOST: usize = 64 * 1024 * 1024;

/// All systems, each fresh.
#[derive(Debug)]
pub struct Offline {
    /// What stands for their addresses. Nothing listens there.
    pub addresses: Addresses,
    routers: Vec<(String, Router)>,
}

/// The answer to a request.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Default for Offline {
    fn default() -> Self {
        let origins = cors::loopback_origins();
        let mut routers = Vec::new();
        let mut add = |port: u16, build: crate::Build| {
            let base = format!("http://127.0.0.1:{port}");
            routers.push((base.clone(), build(Hub::new(&base, &origins))));
            base
        };
        let addresses = Addresses {
            servicenow: add(1, servicenow::router),
            jira_cloud: add(2, jira::cloud),
            jira_data_center: add(3, jira::data_center),
            resilient: add(4, resilient::router),
            kibana: add(5, kibana::router),
        };
        Self { addresses, routers }
    }
}

impl Offline {
    /// Carries a request out; nothing where the connection would have been cut.
    ///
    /// # Panics
    /// Where the URL is none of these systems, or the request is none that HTTP knows.
    pub async fn call(&self, method: &str, url: &str, headers: &[(String, String)], body: Vec<u8>) -> Option<Answer> {
        let at = |base: &str| url.strip_prefix(base).filter(|path| path.starts_with('/'));
        let (path, router) =
            self.routers.iter().find_map(|(base, router)| Some((at(base)?, router))).expect("a system at this address");
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let Ok(answer) = router.clone().oneshot(request).await;
        if answer.extensions().get::<Cut>().is_some() {
            return None;
        }
        let (parts, body) = answer.into_parts();
        let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        Some(Answer {
            status: parts.status.as_u16(),
            headers: parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
            body: axum::body::to_bytes(body, MOST).await.expect("a body in memory").to_vec(),
        })
    }
}
