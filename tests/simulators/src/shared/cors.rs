//! The CORS policy: who may call from a browser, and what it may read.

use super::{
    answer,
    settings::{Cors, CorsMode},
};
use axum::{
    http::{HeaderMap, HeaderValue, Method, header},
    response::Response,
};

/// Any port of this machine, by name or by number.
pub(crate) fn loopback_origins() -> Vec<String> {
    vec!["http://localhost:*".into(), "http://127.0.0.1:*".into()]
}

/// Whether an origin is one of this machine's.
pub(crate) fn is_loopback(origin: &str) -> bool {
    let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    let is_port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let name = |host: &str| match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name.to_ascii_lowercase(),
        _ => host.to_ascii_lowercase(),
    };
    host.map(name).is_some_and(|name| {
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
        ["localhost", "127.0.0.1", "[::1]"].contains(&name.as_str()) || is_name && name.ends_with(".localhost")
    })
}

/// Whether a request is a browser asking for permission.
pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::OPTIONS && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// The `Origin` header.
pub(crate) fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ORIGIN)?.to_str().ok()
}

impl Cors {
    /// Whether pages of this origin may call.
    pub(crate) fn allows(&self, origin: &str) -> bool {
        self.mode == CorsMode::Allowed && self.origins.iter().any(|known| matches(known, origin))
    }

    /// Answers a preflight. A refused one carries no CORS header at all, as
    /// from a server that has never heard of CORS.
    pub(crate) fn preflight(&self, headers: &HeaderMap) -> Response {
        let asked = headers
            .get(header::ACCESS_CONTROL_REQUEST_METHOD)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let origin = origin(headers).filter(|origin| self.allows(origin));
        let known = self.allow_methods.iter().any(|method| method.eq_ignore_ascii_case(asked));
        let (Some(origin), true) = (origin, known) else {
            return answer::empty(403);
        };
        let mut reply = answer::empty(204);
        let out = reply.headers_mut();
        put(out, "access-control-allow-origin", origin);
        put(out, "vary", "Origin");
        let methods = self.allow_methods.join(", ");
        put(out, "access-control-allow-methods", &methods);
        let allowed = self.allow_headers.join(", ");
        put(out, "access-control-allow-headers", &allowed);
        put(out, "access-control-max-age", &self.max_age.to_string());
        if headers.contains_key("access-control-request-private-network") {
            put(out, "access-control-allow-private-network", "true");
        }
        reply
    }

    /// Lets the page of an allowed origin read an answer.
    pub(crate) fn open(&self, origin: Option<&str>, reply: &mut Response) {
        let Some(origin) = origin.filter(|origin| self.allows(origin)) else {
            return;
        };
        let out = reply.headers_mut();
        put(out, "access-control-allow-origin", origin);
        put(out, "vary", "Origin");
        if !self.expose_headers.is_empty() {
            let exposed = self.expose_headers.join(", ");
            put(out, "access-control-expose-headers", &exposed);
        }
    }
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn matches(known: &str, origin: &str) -> bool {
    match known.strip_suffix(":*") {
        None => known == origin,
        Some(host) => origin
            .strip_prefix(host)
            .and_then(|rest| rest.strip_prefix(':'))
            .is_some_and(|port| port.parse::<u16>().is_ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_port_of_an_origin_may_vary() {
        let known = "http://localhost:*";
        assert!(matches(known, "http://localhost:5173"));
        assert!(!matches(known, "http://localhost.example.com:80"));
        assert!(!matches(known, "http://localhost:80.example.com"));
        assert!(!matches(known, "https://localhost:5173"));
        assert!(!matches("https://a.example", "https://b.example"));
    }
}
