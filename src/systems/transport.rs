//! How a request gets to the system: directly, or through a gateway that the host configured.

use super::authorize::authorize;
use super::connector::Connector;
use crate::connector::Secrets;
use crate::error::{Code, Error};
use crate::http::Request;
use crate::url::BaseUrl;

/// How the requests of a host reach the system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Transport {
    /// The page calls the system.
    #[default]
    Direct,
    /// The page calls a relay, which calls the system.
    Gateway {
        /// Where the gateway is.
        base: BaseUrl,
        /// Whether the gateway has the secrets: then the page sends only the connector's id.
        holds_secrets: bool,
    },
}

/// Names the connector whose secret a gateway adds.
const CONNECTOR_HEADER: &str = "x-case-connectors-connector";

impl Transport {
    /// Whether the page needs the secrets itself.
    #[must_use]
    pub(crate) fn needs_secrets(&self) -> bool {
        !matches!(self, Self::Gateway { holds_secrets: true, .. })
    }

    /// The request as it is sent: authorized, and addressed to the gateway where there is one.
    ///
    /// Below the gateway's URL comes the system's without its scheme:
    /// `https://gateway.example/relay/acme.atlassian.net/rest/api/2/issue`.
    ///
    /// # Errors
    /// As [`authorize`].
    pub(crate) fn dispatch(
        &self,
        request: &Request,
        connector: &Connector,
        secrets: Option<&Secrets>,
    ) -> Result<Request, Error> {
        let mut sent = if self.needs_secrets() {
            authorize(request, connector, secrets.ok_or_else(|| Error::new(Code::SecretMissing))?)?
        } else if connector.base().contains(&request.url) {
            let mut sent = request.clone();
            sent.headers.insert(CONNECTOR_HEADER.into(), connector.id().to_owned());
            sent.check()?;
            sent
        } else {
            return Err(Error::new(Code::UrlOutside).at("url"));
        };
        sent.url = self.address(&sent.url);
        Ok(sent)
    }

    /// Where a request to this URL of a system goes.
    #[must_use]
    pub(crate) fn address(&self, url: &str) -> String {
        let Self::Gateway { base, .. } = self else { return url.to_owned() };
        let below = url.split_once("://").map_or(url, |(_, below)| below);
        // A path takes no square brackets, as the host of an IPv6 address has them.
        let (host, path) = below.split_once('/').unwrap_or((below, ""));
        let host = host.replace('[', "%5B").replace(']', "%5D");
        base.join(&format!("/{host}/{path}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Transport;
    use crate::connector::Secrets;
    use crate::error::Code;
    use crate::http::Request;
    use crate::systems::Connector;
    use crate::url::BaseUrl;

    fn connector(url: &str) -> Connector {
        let json = format!(
            r#"{{"id":"soc","type":".servicenow","name":"SN","config":{{"apiUrl":"{url}","username":"bot"}}}}"#
        );
        Connector::from_json(json.as_bytes()).unwrap()
    }

    fn gateway(holds_secrets: bool) -> Transport {
        Transport::Gateway { base: BaseUrl::parse("https://gw.example/relay").unwrap(), holds_secrets }
    }

    #[test]
    fn a_gateway_is_addressed_by_the_systems_url_without_its_scheme() {
        let secrets = Secrets::from([("password", "s3cret")]);
        for (base, path, expected) in [
            (
                "https://acme.service-now.com",
                "/api/now?x=y",
                "https://gw.example/relay/acme.service-now.com/api/now?x=y",
            ),
            ("https://soar.example:8443/tenant", "/rest", "https://gw.example/relay/soar.example:8443/tenant/rest"),
            ("https://[2001:db8::5]", "/rest", "https://gw.example/relay/%5B2001:db8::5%5D/rest"),
        ] {
            let request = Request::get(format!("{base}{path}"));
            let sent = gateway(false).dispatch(&request, &connector(base), Some(&secrets)).unwrap();
            assert_eq!(sent.url, expected);
            assert!(sent.headers.contains_key("authorization"));
        }
    }

    #[test]
    fn a_gateway_that_holds_the_secrets_gets_the_connectors_id_and_no_secret() {
        let request = Request::get("https://acme.service-now.com/api/now".into());
        let connector = connector("https://acme.service-now.com");
        let secrets = Secrets::from([("password", "s3cret")]);
        let sent = gateway(true).dispatch(&request, &connector, Some(&secrets)).unwrap();
        assert_eq!(sent.headers.get("x-case-connectors-connector").map(String::as_str), Some("soc"));
        assert!(!sent.headers.contains_key("authorization"));
        assert!(!gateway(true).needs_secrets());

        let outside = Request::get("https://other.example/api/now".into());
        for transport in [gateway(true), gateway(false), Transport::Direct] {
            let error = transport.dispatch(&outside, &connector, Some(&secrets)).unwrap_err();
            assert_eq!(error.code, Code::UrlOutside);
        }
        assert_eq!(gateway(false).dispatch(&request, &connector, None).unwrap_err().code, Code::SecretMissing);
    }
}
