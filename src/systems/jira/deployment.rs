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

/// The domains of Atlassian's own sites: the usual one, that of its first years, and those of its government cloud.
const CLOUD: [&str; 4] = [".atlassian.net", ".jira.com", ".atlassian-us-gov.net", ".atlassian-us-gov-mod.net"];

/// As configured, else by the host.
pub(super) fn deployment(connector: &Connector) -> Deployment {
    of(connector.advanced("deployment"), connector.base().host())
}

/// Whether nobody has chosen it, and the URL says Data Center: a site of Cloud under a domain of its own looks the same.
pub(super) fn is_by_the_url(connector: &Connector) -> bool {
    let is_chosen = matches!(connector.advanced("deployment"), Some("cloud" | "dataCenter"));
    !is_chosen && deployment(connector) == Deployment::DataCenter
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
        _ if host == "api.atlassian.com" || CLOUD.iter().any(|domain| host.ends_with(domain)) => Deployment::Cloud,
        _ => Deployment::DataCenter,
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
            assert_eq!(of(None, host), Deployment::Cloud, "{host}");
            assert_eq!(of(Some("dataCenter"), host), Deployment::DataCenter, "{host}");
        }
        for host in
            ["jira.acme.example", "atlassian.net", "acme.atlassian.net.evil.example", "notjira.com", "myjira.com"]
        {
            assert_eq!(of(None, host), Deployment::DataCenter, "{host}");
        }
    }
}
