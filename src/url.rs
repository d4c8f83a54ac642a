//! The policy for URLs: which base URLs a connector may have, and what lies below one.

use crate::words::{joined, numbered, read_number};

/// Percent-encodes everything but the unreserved characters (RFC 3986, 2.3).
#[must_use]
pub(crate) fn encode_component(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |n: u8| char::from(HEX.get(usize::from(n & 15)).copied().unwrap_or(b'0'));
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(digit(byte >> 4));
            out.push(digit(byte));
        }
    }
    out
}

/// Scheme, host, port and path of a connector, normalised: what a secret is bound to.
///
/// An origin would be too wide: several tenants can share one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    text: String,
    host: String,
}

/// Why a text is no base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlProblem {
    /// Nothing is there.
    Missing,
    /// It cannot be read as a URL with a host.
    Invalid,
    /// The scheme is not https, and the host is not this machine.
    NotHttps,
    /// It holds a user name or a password, which would travel and be logged in the open.
    Credentials,
    /// It holds a query.
    Query,
    /// It holds a fragment.
    Fragment,
}

impl BaseUrl {
    /// Reads and normalises: white space around it, trailing slashes, the default port and
    /// upper case in scheme and host go.
    ///
    /// # Errors
    /// Every problem at once, in the order of the text.
    #[inline(never)]
    pub fn parse(text: &str) -> Result<Self, Vec<UrlProblem>> {
        let text = text.trim();
        if text.is_empty() {
            return Err(vec![UrlProblem::Missing]);
        }
        let (scheme, rest) = cut(text, b":");
        let Some(rest) = rest.strip_prefix("://") else {
            return Err(vec![UrlProblem::Invalid]);
        };
        let scheme = scheme.to_ascii_lowercase();
        let (rest, fragment) = cut(rest, b"#");
        let (rest, query) = cut(rest, b"?");
        let (authority, path) = cut(rest, b"/");
        let host_port = parts(authority, b"@").last().unwrap_or_default();
        let host = parse_host_port(host_port, scheme == "https");
        let path = normalise_path(path);

        let mut problems = Vec::new();
        let well_formed =
            !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
        if !well_formed || host.is_none() || path.is_none() {
            problems.push(UrlProblem::Invalid);
        }
        let loopback = host.as_ref().is_some_and(|(host, _)| is_loopback(host));
        if well_formed && scheme != "https" && !(scheme == "http" && (loopback || host.is_none())) {
            problems.push(UrlProblem::NotHttps);
        }
        if host_port.len() < authority.len() {
            problems.push(UrlProblem::Credentials);
        }
        if !query.is_empty() {
            problems.push(UrlProblem::Query);
        }
        if !fragment.is_empty() {
            problems.push(UrlProblem::Fragment);
        }
        match (host, path) {
            (Some((host, port)), Some(path)) if problems.is_empty() => {
                let port = port.map(|port| numbered(":", port.into(), "")).unwrap_or_default();
                Ok(Self { text: joined(&[&scheme, "://", &host, &port, &path]), host })
            }
            _ => Err(problems),
        }
    }

    /// The URL without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The same, as its own text.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// The host in lower case.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The URL of a path below, which begins with a slash.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }

    /// Whether a URL lies below this one. `https://a.example.evil` does not lie below
    /// `https://a.example`, and no dot segment climbs out.
    #[must_use]
    pub fn contains(&self, url: &str) -> bool {
        let Some(rest) = url.strip_prefix(self.text.as_str()) else { return false };
        let path = rest.split(['?', '#']).next().unwrap_or("");
        rest.starts_with('/') && !rest.contains('\\') && !climbs(path)
    }
}

/// What stands before the first of these bytes, and the rest with it. Bytes, and slices that cannot fail, since to search for letters
/// or texts would be a tenth of the small module.
#[inline(never)]
pub(crate) fn cut<'a>(text: &'a str, ends: &[u8]) -> (&'a str, &'a str) {
    let at = text.bytes().position(|byte| ends.contains(&byte)).unwrap_or(text.len());
    (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default())
}

/// The parts of a text with this byte of ASCII between them.
pub(crate) fn parts<'a>(text: &'a str, between: &'static [u8; 1]) -> impl Iterator<Item = &'a str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let (part, after) = cut(rest?, between);
        rest = after.get(1..);
        Some(part)
    })
}

/// The host in lower case and the port, unless it is the scheme's own.
fn parse_host_port(text: &str, https: bool) -> Option<(String, Option<u16>)> {
    let (host, port) = if let Some(rest) = text.strip_prefix("[") {
        let (inside, after) = cut(rest, b"]");
        let after = after.get(1..)?;
        if !is_ipv6(inside) {
            return None;
        }
        (joined(&["[", &inside.to_ascii_lowercase(), "]"]), after)
    } else {
        let (host, port) = cut(text, b":");
        (parse_host(host)?, port)
    };
    let port = match port {
        "" | ":" => None,
        port => Some(read_number(port.strip_prefix(":")?)?),
    };
    let default = if https { 443 } else { 80 };
    Some((host, port.filter(|p| *p != default)))
}

/// A DNS name in its ASCII form or a dotted IPv4 address. The other spellings of IPv4
/// (`0x7f.1`, `2130706433`) are refused: they hide where a request goes.
fn parse_host(host: &str) -> Option<String> {
    let host = host.to_ascii_lowercase();
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !l.starts_with("-")
            && !l.ends_with("-")
    };
    if host.len() > 253 || !parts(&host, b".").all(label) {
        return None;
    }
    let last = parts(&host, b".").last()?;
    let numeric = last.bytes().all(|b| b.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    if numeric && ipv4(&host).is_none() {
        return None;
    }
    Some(host)
}

/// Four decimal numbers without leading zeros. The parser of the standard library, which takes no more
/// than this, is two kilobytes of a module that has thirty.
fn ipv4(host: &str) -> Option<[u8; 4]> {
    let mut address = [0; 4];
    let mut labels = parts(host, b".");
    for byte in &mut address {
        let label = labels.next().filter(|label| *label == "0" || !label.starts_with("0"))?;
        *byte = u8::try_from(read_number(label)?).ok()?;
    }
    labels.next().is_none().then_some(address)
}

/// Eight groups of up to four hexadecimal digits, or fewer with one gap. An IPv4 address within is
/// refused, as other spellings of one are.
fn is_ipv6(text: &str) -> bool {
    let is_group = |group: &str| (1..=4).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_hexdigit());
    let (mut rest, mut gaps, mut groups) = (text, 0, 0);
    for without in [rest.strip_prefix("::"), rest.strip_suffix("::")].into_iter().flatten() {
        (rest, gaps) = (without, gaps + 1);
    }
    if rest.is_empty() {
        return gaps == 1 || text == "::";
    }
    if rest.starts_with(":") || rest.ends_with(":") {
        return false;
    }
    for part in parts(rest, b":") {
        match part {
            "" => gaps += 1,
            part if is_group(part) => groups += 1,
            _ => return false,
        }
    }
    (gaps == 0 && groups == 8) || (gaps == 1 && groups < 8)
}

/// The path without empty segments and without a trailing slash.
fn normalise_path(path: &str) -> Option<String> {
    let mut out = String::new();
    for segment in parts(path, b"/").filter(|s| !s.is_empty()) {
        if climbs(segment) || !is_segment(segment) {
            return None;
        }
        out.push('/');
        out.push_str(segment);
    }
    Some(out)
}

/// Whether a path has a segment `.` or `..`, for whichever server: with parameters, or encoded, more than once. What is no UTF-8
/// may be read as one: in more bytes than it takes, or in some other encoding.
fn climbs(path: &str) -> bool {
    // No server decodes as often.
    const TIMES: usize = 5;
    let mut path = path.as_bytes().to_vec();
    for _ in 0..TIMES {
        let is_dots = |segment: &[u8]| matches!(segment.split(|b| *b == b';').next(), Some(b"." | b".."));
        if path.split(|b| matches!(b, b'/' | b'\\')).any(is_dots) || std::str::from_utf8(&path).is_err() {
            return true;
        }
        if !path.contains(&b'%') {
            break;
        }
        path = decoded(&path);
    }
    false
}

/// The bytes that a path stands for, once.
fn decoded(path: &[u8]) -> Vec<u8> {
    let digit = |b: Option<&u8>| char::from(*b?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (mut out, mut rest) = (Vec::with_capacity(path.len()), path.iter());
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let encoded = (*byte == b'%').then(|| Some(digit(ahead.next())? * 16 + digit(ahead.next())?)).flatten();
        let byte = encoded.unwrap_or(*byte);
        if encoded.is_some() {
            rest = ahead;
        }
        out.push(byte);
    }
    out
}

fn is_segment(segment: &str) -> bool {
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        let ok = match byte {
            b'%' => (0..2).all(|_| bytes.next().is_some_and(|b| b.is_ascii_hexdigit())),
            _ => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte),
        };
        if !ok {
            return false;
        }
    }
    true
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || ipv4(host).is_some_and(|[first, ..]| first == 127)
}

#[cfg(test)]
mod tests {
    use super::{BaseUrl, UrlProblem, UrlProblem as P};

    fn parse(text: &str) -> Result<String, Vec<UrlProblem>> {
        BaseUrl::parse(text).map(|url| url.as_str().to_owned())
    }

    #[test]
    fn no_spelling_of_dots_climbs_out() {
        let base = BaseUrl::parse("https://a.example/tenant").unwrap();
        for path in [
            "..",
            "../other",
            "./x",
            "..;/other",
            "..;a=b/other",
            ".;/x",
            "x/..;/y",
            "%2e%2e/other",
            "%2E%2E;/other",
            "..%3b/other",
            "..%2fother",
            "x%2f..%2fy",
            "..%5cother",
            "%252e%252e/other",
            "%25252e%25252e/other",
            "..%253b/other",
            "%c0%ae%c0%ae/other",
            "%C0%AE%C0%AE%C0%AFother",
            "x%5c..%5cy",
            "%252e%252e%252fother",
            "%e0%80%ae%e0%80%ae/other",
            "%F0%80%80%AE./other",
            "x%C1%9C..%C1%9Cy",
            "..%25c0%25afother",
        ] {
            assert!(!base.contains(&format!("https://a.example/tenant/{path}")), "{path}");
            assert!(!base.contains(&format!("https://a.example/tenant/x/{path}?q")), "{path}");
        }
        for path in [
            "api/now",
            "a..b",
            "...",
            "x;y=..",
            "%2e%2ea",
            "a%20b",
            "100%25",
            "x?q=../..",
            "x#/../",
            ".well-known",
            "a%2Fb",
            "b%C3%BCcher",
        ] {
            assert!(base.contains(&format!("https://a.example/tenant/{path}")), "{path}");
        }
        for given in ["https://a.example/..;/b", "https://a.example/%252e%252e/b", "https://a.example/x%2f..%2fb"] {
            assert_eq!(parse(given), Err(vec![P::Invalid]), "{given}");
        }
    }

    #[test]
    fn normalises_without_changing_the_address() {
        for (given, expected) in [
            (" https://Dev1.Service-Now.com/ ", "https://dev1.service-now.com"),
            ("HTTPS://jira.example:443/jira//", "https://jira.example/jira"),
            ("https://jira.example:8443/a//b/", "https://jira.example:8443/a/b"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://127.0.0.1:80/x", "http://127.0.0.1/x"),
            ("http://[::1]:9000/", "http://[::1]:9000"),
            ("https://[2001:DB8::5]", "https://[2001:db8::5]"),
            ("https://[1:2:3:4:5:6:7:8]", "https://[1:2:3:4:5:6:7:8]"),
            ("https://soar.example/a%20b", "https://soar.example/a%20b"),
        ] {
            assert_eq!(parse(given).as_deref(), Ok(expected), "{given}");
        }
    }

    #[test]
    fn names_every_problem_at_once() {
        for (given, expected) in [
            ("   ", vec![P::Missing]),
            ("not a url", vec![P::Invalid]),
            ("https://", vec![P::Invalid]),
            ("https://a b.example", vec![P::Invalid]),
            ("https://exa\u{200b}mple.com", vec![P::Invalid]),
            ("https://host:99999", vec![P::Invalid]),
            ("https://2130706433/", vec![P::Invalid]),
            ("https://1.2.3.256", vec![P::Invalid]),
            ("https://1.2.3", vec![P::Invalid]),
            ("https://127.0.0.01", vec![P::Invalid]),
            ("https://[::1", vec![P::Invalid]),
            ("https://[1:2:3:4:5:6:7]", vec![P::Invalid]),
            ("https://[1::2::3]", vec![P::Invalid]),
            ("https://[:::1]", vec![P::Invalid]),
            ("https://[12345::]", vec![P::Invalid]),
            ("https://[1:2:3:4:5:6:7::8]", vec![P::Invalid]),
            ("https://[::ffff:127.0.0.1]", vec![P::Invalid]),
            ("https://0x7f.0.0.1/", vec![P::Invalid]),
            ("https://host/a/../b", vec![P::Invalid]),
            ("https://host/%2e%2e/b", vec![P::Invalid]),
            ("https://host/a\\b", vec![P::Invalid]),
            ("http://jira.example", vec![P::NotHttps]),
            ("ftp://localhost", vec![P::NotHttps]),
            ("http://127.0.0.1.evil.example", vec![P::NotHttps]),
            ("http://u:p@host.example/?q#f", vec![P::NotHttps, P::Credentials, P::Query, P::Fragment]),
        ] {
            assert_eq!(parse(given), Err(expected), "{given}");
        }
    }

    #[test]
    fn contains_only_what_lies_below() {
        let base = BaseUrl::parse("https://a.example/tenant").unwrap();
        assert!(base.contains("https://a.example/tenant/rest?x=../y"));
        for outside in [
            "https://a.example/tenant",
            "https://a.example/tenant2/rest",
            "https://a.example/other",
            "https://a.example.evil/tenant/",
            "https://a.example/tenant/../other",
            "https://a.example/tenant/%2E%2e/other",
            "https://a.example/tenant\\@evil/",
        ] {
            assert!(!base.contains(outside), "{outside}");
        }
    }
}
