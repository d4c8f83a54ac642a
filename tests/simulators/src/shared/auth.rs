//! Reading the `Authorization` header.

use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::STANDARD};

/// User and password of HTTP Basic, if that is what was sent.
pub(crate) fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let encoded = scheme(headers, "basic")?;
    let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (user, password) = decoded.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

/// The token of a bearer header, if that is what was sent.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    scheme(headers, "bearer")
}

/// Whether exactly this user and password were sent.
pub(crate) fn is_basic(headers: &HeaderMap, user: &str, password: &str) -> bool {
    basic(headers).is_some_and(|sent| sent.0 == user && sent.1 == password)
}

fn scheme<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case(wanted).then(|| rest.trim())
}
