//! The base URL that a person means who pastes the address of a page.

use crate::url::{BaseUrl, cut};

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
    /// For certain this one; its host as it was typed, where a URL spells it otherwise.
    Other(String, Option<String>),
    /// Perhaps another one; only a test can tell.
    Unclear,
}

/// How a URL spells a host with letters beyond ASCII, by the platform that knows the standard's tables; nothing where it is no host.
pub(crate) type SpellHost = fn(&str) -> Option<String>;

/// `typed` is the base URL that the text is, where it is one.
pub(super) fn meant(text: &str, typed: Option<&BaseUrl>, spell: Option<SpellHost>) -> Meant {
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
    // A backslash ends the host for a browser, and is no part of one.
    let is_foreign = name.bytes().any(|byte| byte == b'%' || !byte.is_ascii()) && !name.contains('\\');
    let (spelled, readable) = match spell.filter(|_| is_foreign).and_then(|spell| spell(name)) {
        Some(spelled) => (spelled, Some(name.to_owned())),
        None => (name.to_owned(), None),
    };
    let name = spelled.as_str();
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
        _ => Meant::Other(other.into_text(), readable),
    }
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
        super::meant(text, BaseUrl::parse(text).ok().as_ref(), None)
    }

    /// A platform that knows a few hosts.
    fn spell(host: &str) -> Option<String> {
        let known = [
            ("jira.bücher.example", "jira.xn--bcher-kva.example"),
            ("jira.b%C3%BCcher.example", "jira.xn--bcher-kva.example"),
            ("例え.jp", "xn--r8jz45g.jp"),
            ("例え。jp", "xn--r8jz45g.jp"),
        ];
        known.iter().find(|(name, _)| *name == host).map(|(_, spelled)| (*spelled).to_owned())
    }

    #[test]
    fn a_host_of_other_letters_is_offered_as_a_url_spells_it() {
        for (pasted, base, readable) in [
            ("https://jira.bücher.example/browse/SOC-1", "https://jira.xn--bcher-kva.example", "jira.bücher.example"),
            ("https://jira.bücher.example", "https://jira.xn--bcher-kva.example", "jira.bücher.example"),
            (
                "jira.bücher.example:8443/jira/secure/Dashboard.jspa",
                "https://jira.xn--bcher-kva.example:8443/jira",
                "jira.bücher.example",
            ),
            ("https://jira.b%C3%BCcher.example./", "https://jira.xn--bcher-kva.example", "jira.b%C3%BCcher.example"),
            ("https://bot@例え.jp/nav_to.do?uri=x", "https://xn--r8jz45g.jp", "例え.jp"),
            ("https://例え。jp/", "https://xn--r8jz45g.jp", "例え。jp"),
        ] {
            let meant = |spell| super::meant(pasted, BaseUrl::parse(pasted).ok().as_ref(), spell);
            assert_eq!(meant(Some(spell)), Meant::Other(base.to_owned(), Some(readable.to_owned())), "{pasted}");
            // Without a platform that knows, nothing is offered rather than something wrong.
            assert_eq!(meant(None), Meant::This, "{pasted}");
        }
        for pasted in ["https://例え\\.jp/", "https://unknown.bücher.example/", "https://b ü.example"] {
            assert_eq!(super::meant(pasted, None, Some(spell)), Meant::This, "{pasted}");
        }
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
            assert_eq!(meant(pasted), Meant::Other(base.to_owned(), None), "{pasted}");
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
