//! Query parameters.

use axum::{
    extract::{self, FromRequestParts},
    http::{Uri, request::Parts},
};
use std::{collections::BTreeMap, convert::Infallible};

/// Query parameters, decoded.
pub(crate) type Params = BTreeMap<String, String>;

/// Extracts the query parameters of a request.
#[derive(Debug)]
pub(crate) struct Query(pub(crate) Params);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(params(&parts.uri)))
    }
}

/// The parameters of an address. What is given several times counts as one
/// list, which is how clients send the fields they want.
pub(crate) fn params(uri: &Uri) -> Params {
    let pairs = extract::Query::<Vec<(String, String)>>::try_from_uri(uri);
    let mut params = Params::new();
    for (name, value) in pairs.map(|query| query.0).unwrap_or_default() {
        params
            .entry(name)
            .and_modify(|list| {
                list.push(',');
                list.push_str(&value);
            })
            .or_insert(value);
    }
    params
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_parameters_make_a_list() {
        let uri = Uri::from_static("/a?fields=b%20c&fields=d&e");
        let expected = [("fields", "b c,d"), ("e", "")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(params(&uri), Params::from(expected));
    }
}
