//! Which Jira it is: Atlassian's own, or self-managed.

use crate::connector::{Deployed, Draft, Scalar};
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

/// The domains of Atlassian's own sites: the usual one, that of its first years, and those of its government cloud.
const CLOUD: [&str; 4] = [".atlassian.net", ".jira.com", ".atlassian-us-gov.net", ".atlassian-us-gov-mod.net"];

/// As configured, else by the host, else as the system has said; one that nobody knows is taken for Data Center.
pub(super) fn deployment(connector: &Connector) -> Deployment {
    known(connector).unwrap_or(match connector.deployed() {
        Some(Deployed::Cloud) => Deployment::Cloud,
        _ => Deployment::DataCenter,
    })
}

/// As configured, else by the host; nothing where only the system itself can tell.
pub(super) fn known(connector: &Connector) -> Option<Deployment> {
    of(connector.advanced("deployment"), connector.base().host())
}

/// The same of a form that is being filled in.
pub(super) fn by_the_form(draft: &Draft) -> Option<Deployment> {
    let url = draft.text("apiUrl").and_then(|url| BaseUrl::parse(url).ok());
    of(draft.advanced("deployment").and_then(Scalar::as_text), url.as_ref().map_or("", BaseUrl::host))
}

fn of(configured: Option<&str>, host: &str) -> Option<Deployment> {
    match configured {
        Some("cloud") => Some(Deployment::Cloud),
        Some("dataCenter") => Some(Deployment::DataCenter),
        _ => (host == "api.atlassian.com" || CLOUD.iter().any(|domain| host.ends_with(domain)))
            .then_some(Deployment::Cloud),
    }
}

#[cfg(test)]
mod tests {
    use super::{Deployment, of};

    #[test]
    fn atlassians_own_sites_are_cloud_unless_somebody_says_otherwise() {
        for host in [
            "acme.atlassian.net",
            "api.atlassian.com",
            "acme.jira.com",
            "agency.atlassian-us-gov.net",
            "agency.atlassian-us-gov-mod.net",
        ] {
            assert_eq!(of(None, host), Some(Deployment::Cloud), "{host}");
            assert_eq!(of(Some("dataCenter"), host), Some(Deployment::DataCenter), "{host}");
        }
        for host in
            ["jira.acme.example", "atlassian.net", "acme.atlassian.net.evil.example", "notjira.com", "myjira.com"]
        {
            assert_eq!(of(None, host), None, "{host}");
        }
    }
}
