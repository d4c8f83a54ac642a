//! A small HTTP client for the tests of the simulators.

use reqwest::{Client, Method, header::HeaderMap};
use serde_json::Value;
use simulators::{Options, Running, start};

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    /// The body as JSON, or null.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// Who calls, and where.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) base: String,
    login: Option<(&'static str, &'static str)>,
    headers: Vec<(&'static str, String)>,
}

/// Starts all simulators on free ports.
pub(crate) async fn simulators() -> Running {
    start(Options::default()).await.expect("free ports")
}

impl Caller {
    /// Calls with HTTP Basic.
    pub(crate) fn new(base: &str, user: &'static str, password: &'static str) -> Self {
        Self {
            base: base.to_owned(),
            login: Some((user, password)),
            headers: vec![("accept", "application/json".into())],
        }
    }

    /// The same without a login.
    pub(crate) fn anonymous(&self) -> Self {
        Self { login: None, ..self.clone() }
    }

    /// The same with one more header.
    pub(crate) fn with(&self, name: &'static str, value: &str) -> Self {
        let mut caller = self.clone();
        caller.headers.retain(|header| header.0 != name);
        if !value.is_empty() {
            caller.headers.push((name, value.to_owned()));
        }
        caller
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path, None).await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.call(Method::POST, path, Some(body)).await.unwrap()
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.call(Method::PUT, path, Some(body)).await.unwrap()
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Reply {
        self.call(Method::PATCH, path, Some(body)).await.unwrap()
    }

    /// Changes settings of the simulator.
    pub(crate) async fn set(&self, settings: Value) {
        let reply = self.put("/_sim/settings", settings).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }

    /// Queues faults in the simulator.
    pub(crate) async fn fault(&self, faults: Value) {
        let reply = self.post("/_sim/faults", faults).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }

    /// One request. It fails when the connection was dropped.
    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> reqwest::Result<Reply> {
        let client = Client::builder().no_proxy().build()?;
        let mut request = client.request(method, format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some((user, password)) = self.login {
            request = request.basic_auth(user, Some(password));
        }
        if let Some(body) = body {
            if !self.headers.iter().any(|header| header.0 == "content-type") {
                request = request.header("content-type", "application/json");
            }
            request = request.body(body.to_string());
        }
        let reply = request.send().await?;
        Ok(Reply { status: reply.status().as_u16(), headers: reply.headers().clone(), text: reply.text().await? })
    }
}
