//! The base URL that a person means who pastes the address of a page.

use crate::url::BaseUrl;

/// Sites that have no path of their own: whatever comes after the host is a page.
const ROOTS: [&str; 5] =
    [".service-now.com", ".atlassian.net", ".jira.com", ".atlassian-us-gov.net", ".atlassian-us-gov-mod.net"];

/// What the pages and interfaces of the systems begin with, below the base URL. Files of pages are known by their ending.
const PAGES: [&str; 13] = [
    "browse",
    "secure",
    "projects",
    "issues",
    "plugins",
    "servicedesk",
    "rest",
    "now",
    "api",
    "sp",
    "login",
    "dashboard",
    "incidents",
];

const FILES: [&str; 4] = [".do", ".jspa", ".jsp", ".html"];

/// What a person may mean.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// Just what was typed.
    This,
    /// For certain this one.
    Other(String),
    /// Perhaps another one; only a test can tell.
    Unclear,
}

pub(super) fn meant(text: &str) -> Meant {
    let text = text.trim();
    let typed = BaseUrl::parse(text).ok();
    let cut = text.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = cut.split_once("://").unwrap_or(("https", cut));
    let mut segments = rest.split('/');
    let authority = segments.next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let is_root = ROOTS.iter().any(|root| name.ends_with(root));
    let mut base = format!("{}://{name}", if is_root { "https" } else { scheme });
    if let Some(port) = port {
        base = format!("{base}:{port}");
    }
    let segments: Vec<&str> = segments.filter(|segment| !segment.is_empty()).collect();
    let is_page = |segment: &&str| {
        let segment = segment.to_ascii_lowercase();
        PAGES.contains(&segment.as_str()) || FILES.iter().any(|ending| segment.ends_with(ending))
    };
    let kept = if is_root { 0 } else { segments.iter().position(is_page).unwrap_or(segments.len()) };
    for segment in segments.iter().take(kept) {
        base = format!("{base}/{segment}");
    }
    // A word alone is no host that anybody can mean for certain.
    let Some(other) = BaseUrl::parse(&base).ok().filter(|_| name.contains('.') || typed.is_some()) else {
        return Meant::This;
    };
    match typed {
        Some(typed) if typed == other => {
            // Tokens with scopes go to such an address.
            let is_known = name == "api.atlassian.com";
            if segments.len() > 1 && !is_known { Meant::Unclear } else { Meant::This }
        }
        _ => Meant::Other(other.as_str().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Meant, meant};

    #[test]
    fn the_address_of_a_page_means_the_system_behind_it() {
        for (pasted, base) in [
            ("https://acme.atlassian.net/browse/SOC-1", "https://acme.atlassian.net"),
            ("https://acme.atlassian.net/jira/software/c/projects/SOC/boards/1", "https://acme.atlassian.net"),
            ("https://acme.atlassian.net/secure/Dashboard.jspa", "https://acme.atlassian.net"),
            ("https://jira.acme.example/jira/secure/Dashboard.jspa?x=1#top", "https://jira.acme.example/jira"),
            ("https://jira.acme.example:8443/browse/SOC-1", "https://jira.acme.example:8443"),
            ("https://dev1.service-now.com/nav_to.do?uri=incident.do", "https://dev1.service-now.com"),
            ("https://dev1.service-now.com/now/nav/ui/classic/params/target/x", "https://dev1.service-now.com"),
            ("https://dev1.service-now.com/$pa_dashboard.do", "https://dev1.service-now.com"),
            ("https://itsm.acme.example/incident_list.do", "https://itsm.acme.example"),
            ("https://soar.acme.example/rest/orgs/201", "https://soar.acme.example"),
            ("https://soar.acme.example/#incidents/2095", "https://soar.acme.example"),
            ("  HTTPS://ACME.Atlassian.NET./  ", "https://acme.atlassian.net"),
            ("acme.atlassian.net", "https://acme.atlassian.net"),
            ("http://acme.service-now.com", "https://acme.service-now.com"),
            ("https://bot:pw@soar.acme.example/", "https://soar.acme.example"),
            ("jira.acme.example/browse/X-1", "https://jira.acme.example"),
        ] {
            assert_eq!(meant(pasted), Meant::Other(base.to_owned()), "{pasted}");
        }
    }

    #[test]
    fn what_may_be_right_is_left_as_it_is() {
        for typed in [
            "https://acme.atlassian.net",
            "  https://acme.atlassian.net/ ",
            "HTTPS://ACME.Atlassian.NET:443/",
            "https://jira.acme.example/jira",
            "https://api.atlassian.com/ex/jira/3f1d",
            "http://localhost:8080",
            "https://soar",
            "jira",
            "",
            "not a url",
            "http://jira.acme.example",
            "https://bücher.example",
        ] {
            assert_eq!(meant(typed), Meant::This, "{typed}");
        }
        assert_eq!(meant("https://proxy.acme.example/tools/jira"), Meant::Unclear);
        assert_eq!(meant("https://proxy.acme.example/a/b/c"), Meant::Unclear);
    }
}
