//! The base URL that a person means who pastes the address of a page.

use crate::url::BaseUrl;

/// Sites that have no path of their own: whatever comes after the host is a page.
const ROOTS: [&str; 5] =
    [".service-now.com", ".atlassian.net", ".jira.com", ".atlassian-us-gov.net", ".atlassian-us-gov-mod.net"];

/// What the pages and interfaces of the systems begin with, below the base URL; and how files of pages end.
const PAGES: [&str; 15] = [
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
    ".do",
    ".jspa",
    ".jsp",
    ".html",
];

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

/// `typed` is the base URL that the text is, where it is one.
pub(super) fn meant(text: &str, typed: Option<&BaseUrl>) -> Meant {
    let (text, _) = cut(text.trim(), b"?#");
    let (scheme, rest) = match cut(text, b":") {
        (scheme, rest) if rest.starts_with("://") => (scheme, rest.get(3..).unwrap_or_default()),
        _ => ("https", text),
    };
    let (authority, path) = cut(rest, b"/");
    let host = match cut(authority, b"@") {
        (host, "") => host,
        (_, host) => host.get(1..).unwrap_or_default(),
    };
    let (name, port) = cut(host, b":");
    let name = name.strip_suffix('.').unwrap_or(name);
    let is_root = ROOTS.iter().any(|root| ends_with(name, root));
    let mut base = String::from(if is_root { "https" } else { scheme });
    for part in ["://", name, port] {
        base.push_str(part);
    }
    let (mut rest, mut count, mut is_page) = (path, 0, is_root);
    while let Some(from) = rest.get(1..) {
        let (segment, next) = cut(from, b"/");
        rest = next;
        count += usize::from(!segment.is_empty());
        is_page |=
            PAGES.iter().any(|page| ends_with(segment, page) && (page.starts_with('.') || segment.len() == page.len()));
        if !is_page {
            base.push('/');
            base.push_str(segment);
        }
    }
    // A word alone is no host that anybody can mean for certain; and tokens with scopes go to a longer address.
    let Ok(other) = BaseUrl::parse(&base) else { return Meant::This };
    match typed {
        Some(typed) if *typed == other => {
            if count > 1 && !ends_with(name, "api.atlassian.com") {
                Meant::Unclear
            } else {
                Meant::This
            }
        }
        None if !name.bytes().any(|byte| byte == b'.') => Meant::This,
        _ => Meant::Other(other.into_text()),
    }
}

/// What stands before the first of these bytes, and the rest with it. Bytes, and slices that cannot fail, since the others would be a
/// tenth of the small module.
#[inline(never)]
fn cut<'a>(text: &'a str, ends: &[u8]) -> (&'a str, &'a str) {
    let at = text.bytes().position(|byte| ends.contains(&byte)).unwrap_or(text.len());
    (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default())
}

#[inline(never)]
fn ends_with(text: &str, end: &str) -> bool {
    let from = text.len().checked_sub(end.len());
    from.and_then(|from| text.get(from..)).is_some_and(|it| it.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::{BaseUrl, Meant};

    fn meant(text: &str) -> Meant {
        super::meant(text, BaseUrl::parse(text).ok().as_ref())
    }

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
