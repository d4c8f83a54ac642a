//! The last call before sending: it alone puts a secret into a request.

use super::connector::Connector;
use crate::connector::Secrets;
use crate::error::{Code, Error};
use crate::http::{Request, base64};
use zeroize::Zeroizing;

/// Adds the `Authorization` header.
///
/// # Errors
/// `URL_OUTSIDE_CONNECTOR` where the request does not lie below the connector's base URL;
/// `SECRET_MISSING` where a field of the secret is empty; `REQUEST_INVALID` where the request
/// or the secret could not be sent.
pub fn authorize(request: &Request, connector: &Connector, secrets: &Secrets) -> Result<Request, Error> {
    if !connector.base().contains(&request.url) {
        return Err(Error::new(Code::UrlOutside).at("url"));
    }
    let authentication = connector.form().authentication;
    let key = authentication.secret();
    let secret = secrets.get(key).ok_or_else(|| Error::new(Code::SecretMissing).at(format!("secrets.{key}")))?;
    let value = if authentication.is_bearer(connector.draft()) {
        format!("Bearer {secret}")
    } else {
        let user = connector.config(authentication.user());
        format!("Basic {}", *base64::encode(Zeroizing::new(format!("{user}:{secret}")).as_bytes()))
    };
    let mut authorized = request.clone();
    authorized.headers.insert("authorization".into(), value);
    authorized.check()?;
    Ok(authorized)
}
