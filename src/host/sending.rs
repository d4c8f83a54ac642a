//! How a request is sent: by whom, with which cookies, for how long.

use crate::http::redact::Redaction;
use crate::http::{Limit, Request};
use crate::systems::transport::Transport;

/// Whether the page may read the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Cors,
    /// Only to learn whether there is an answer.
    NoCors,
}

impl Mode {
    /// No redirect is followed, but where the platform lets a request without CORS do nothing else.
    pub(crate) const fn follows_redirects(self) -> bool {
        matches!(self, Self::NoCors)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookies {
    Omit,
    SameOrigin,
    Include,
}

/// Who is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peer {
    /// The system, or the gateway before it.
    System(Mode, Cookies),
    /// Kibana, by the host's own function where it has one.
    Kibana,
}

impl Peer {
    /// A gateway that holds the secrets knows its caller by a cookie; no system may get one.
    pub(super) fn behind(transport: &Transport) -> Self {
        Self::System(Mode::Cors, if transport.needs_secrets() { Cookies::Omit } else { Cookies::Include })
    }

    /// Asks whether a host answers at all: the request holds no secret, and of the answer nothing is shown.
    pub(super) const PROBE: Self = Self::System(Mode::NoCors, Cookies::Omit);
}

/// A request as it is sent. It may hold a secret.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) request: Request,
    pub(crate) peer: Peer,
    pub(crate) timeout_ms: u32,
    /// How large the answer may be.
    pub(crate) limit: Limit,
    /// What is taken out of the answer.
    pub(crate) redaction: Redaction,
}

#[cfg(test)]
mod tests {
    use super::{Cookies, Mode, Peer};
    use crate::systems::transport::Transport;
    use crate::url::BaseUrl;

    #[test]
    fn a_gateway_that_holds_the_secrets_gets_cookies_and_nobody_else() {
        let gateway = |holds_secrets| {
            let base = BaseUrl::parse("https://gateway.example").unwrap();
            Transport::Gateway { base, holds_secrets }
        };
        for (transport, cookies) in
            [(Transport::Direct, Cookies::Omit), (gateway(false), Cookies::Omit), (gateway(true), Cookies::Include)]
        {
            assert_eq!(Peer::behind(&transport), Peer::System(Mode::Cors, cookies), "{transport:?}");
        }
    }
}
