//! Strict, stateful stand-ins for ServiceNow, Jira Cloud, Jira Data Center,
//! IBM Resilient and the cases of Kibana, on the loopback interface only.
//!
//! They follow the rules of the vendors, not the habits of any client: what a
//! real system cuts, ignores, refuses or hides, these do as well. Each one has
//! a control area under `/_sim/` and pages for people.

mod demo;
mod jira;
mod kibana;
mod offline;
mod resilient;
mod servicenow;
mod shared;

pub use demo::*;
pub use offline::{Answer, Offline};
use serde::Serialize;
use shared::{cors, hub::Hub, serve};
use std::io;
use tokio::task::JoinHandle;

/// What to start. A port of 0 takes any free one.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Port of the simulated ServiceNow.
    pub servicenow: u16,
    /// Port of the simulated Jira Cloud.
    pub jira_cloud: u16,
    /// Port of the simulated Jira Data Center.
    pub jira_data_center: u16,
    /// Port of the simulated IBM Resilient.
    pub resilient: u16,
    /// Port of the simulated Kibana.
    pub kibana: u16,
    /// Whether a system whose port is taken listens at any free one.
    pub or_any_port: bool,
    /// Origins that a browser may call from. Empty: every origin on loopback.
    pub cors_origins: Vec<String>,
}

/// Base URLs of the systems, without a trailing slash.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Addresses {
    /// Simulated ServiceNow.
    pub servicenow: String,
    /// Simulated Jira Cloud.
    pub jira_cloud: String,
    /// Simulated Jira Data Center.
    pub jira_data_center: String,
    /// Simulated IBM Resilient.
    pub resilient: String,
    /// Simulated Kibana.
    pub kibana: String,
}

/// What a page that offers the simulated systems is told.
#[derive(Clone, Debug, Serialize)]
pub struct Offer {
    /// Where the systems are.
    #[serde(flatten)]
    pub addresses: Addresses,
    /// A connector of each type, ready to be used.
    pub connectors: Vec<DemoConnector>,
}

/// Running simulators. Dropping it stops them.
#[derive(Debug)]
pub struct Running {
    /// Where they listen.
    pub addresses: Addresses,
    listeners: Vec<JoinHandle<()>>,
}

impl Running {
    /// The addresses, with connectors to them.
    #[must_use]
    pub fn offer(&self) -> Offer {
        Offer { addresses: self.addresses.clone(), connectors: demo::connectors(&self.addresses) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for listener in &self.listeners {
            listener.abort();
        }
    }
}

/// What builds a system.
type Build = fn(Hub) -> axum::Router;

/// Starts all simulators on 127.0.0.1.
///
/// # Errors
///
/// When one of the ports is taken.
pub async fn start(options: Options) -> io::Result<Running> {
    let origins = if options.cors_origins.is_empty() { cors::loopback_origins() } else { options.cors_origins.clone() };
    let mut listeners = Vec::new();
    let mut open = async |port, build: Build| {
        let listener = serve::bind(port, options.or_any_port).await?;
        let base = format!("http://{}", listener.local_addr()?);
        let router = build(Hub::new(&base, &origins));
        listeners.push(tokio::spawn(serve::run(listener, router)));
        io::Result::Ok(base)
    };
    let addresses = Addresses {
        servicenow: open(options.servicenow, servicenow::router).await?,
        jira_cloud: open(options.jira_cloud, jira::cloud).await?,
        jira_data_center: open(options.jira_data_center, jira::data_center).await?,
        resilient: open(options.resilient, resilient::router).await?,
        kibana: open(options.kibana, kibana::router).await?,
    };
    Ok(Running { addresses, listeners })
}
