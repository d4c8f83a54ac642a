//! Which Jira it is: Atlassian's own, or self-managed.

use crate::connector::{Draft, Scalar};
use crate::systems::Connector;
use crate::url::BaseUrl;

/// Which Jira it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deployment {
    /// Atlassian's own.
    Cloud,
    /// Self-managed.
    DataCenter,
}

/// As configured, else by the host.
pub(super) fn deployment(connector: &Connector) -> Deployment {
    of(connector.advanced("deployment"), connector.base().host())
}

/// The same of a form that is being filled in.
pub(super) fn deployment_of(draft: &Draft) -> Deployment {
    let url = draft.text("apiUrl").and_then(|url| BaseUrl::parse(url).ok());
    of(draft.advanced("deployment").and_then(Scalar::as_text), url.as_ref().map_or("", BaseUrl::host))
}

fn of(configured: Option<&str>, host: &str) -> Deployment {
    match configured {
        Some("cloud") => Deployment::Cloud,
        Some("dataCenter") => Deployment::DataCenter,
        _ if host.ends_with(".atlassian.net") || host == "api.atlassian.com" => Deployment::Cloud,
        _ => Deployment::DataCenter,
    }
}
