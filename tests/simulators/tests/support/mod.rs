//! A small HTTP client for the tests of the simulators.

#![allow(dead_code, unreachable_pub)]

use reqwest::{Client, Method, header::HeaderMap};
use serde_json::Value;
use simulators::{Options, Running, start};

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    /// The body as JSON, or null.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// Who calls, and where.
#[derive(Clone, Debug)]
pub struct Caller {
    pub base: String,
    login: Option<(&'static str, &'static str)>,
    headers: Vec<(&'static str, String)>,
}

/// Starts all simulators on free ports.
pub async fn simulators() -> Running {
    start(Options::default()).await.expect("free ports")
}

impl Caller {
    /// Calls with HTTP Basic.
    pub fn new(base: &str, user: &'static str, password: &'static str) -> Self {
        Self {
            base: base.to_owned(),
            login: Some((user, password)),
            headers: vec![("accept", "application/json".into())],
        }
    }

    /// The same without a login.
    pub fn anonymous(&self) -> Self {
        Self { login: None, ..self.clone() }
    }

    /// The same with one more header.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut caller = self.clone();
        caller.headers.retain(|header| header.0 != name);
        if !value.is_empty() {
            caller.headers.push((name, value.to_owned()));
        }
        caller
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path, None).await.unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.call(Method::POST, path, Some(body)).await.unwrap()
    }

    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.call(Method::PUT, path, Some(body)).await.unwrap()
    }

    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.call(Method::PATCH, path, Some(body)).await.unwrap()
    }

    /// Changes settings of the simulator.
    pub async fn set(&self, settings: Value) {
        let reply = self.put("/_sim/settings", settings).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }

    /// Queues faults in the simulator.
    pub async fn fault(&self, faults: Value) {
        let reply = self.post("/_sim/faults", faults).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }

    /// One request. It fails when the connection was dropped.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> reqwest::Result<Reply> {
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
