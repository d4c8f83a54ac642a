//! What a host is opened with.

use super::accounts::Accounts;
use super::deployments::Deployments;
use super::memory::Memory;
use super::pauses::Pauses;
use crate::connector::SpellHost;
use crate::delegate::Kibana;
use crate::error::{Code, Error};
use crate::json::{Members, Unread};
use crate::systems::transport::Transport;
use crate::url::BaseUrl;
use serde::Deserialize;
use serde_json::Value;

/// How many requests are under way at once to one base URL, where the host sets nothing else.
const CONCURRENCY: u32 = 4;

/// More would be no use: browsers open six connections to one host.
const MOST_CONCURRENCY: u32 = 16;

/// One open `CaseConnectors`: what it was opened with, and what it knows in memory.
#[derive(Debug, Default)]
pub(crate) struct Host {
    pub(crate) transport: Transport,
    /// Does the pushes in place of this browser.
    pub(crate) delegate: Option<Kibana>,
    /// The address at which people find a case.
    pub(crate) case_url: Option<String>,
    /// Whether incidents lead back to it.
    pub(crate) link_back: Option<bool>,
    /// Who opens new incidents.
    pub(crate) opened_by: Option<String>,
    /// Whether somebody hears of each request and its answer.
    pub(crate) tells_exchanges: bool,
    /// What systems have asked for.
    pub(crate) pauses: Pauses,
    /// Who its connectors are there.
    pub(crate) accounts: Accounts,
    /// How their systems are deployed.
    pub(crate) deployments: Deployments,
    /// How a URL spells a host with letters beyond ASCII, by the platform.
    pub(crate) spell_host: Option<SpellHost>,
    pub(super) vault: Memory,
}

/// The options of a host that are data. What JavaScript alone has a use for stays there.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "Value")]
pub(crate) struct Options {
    transport: Option<Place>,
    delegate: Option<Place>,
    case_url: Option<String>,
    link_back: Option<bool>,
    opened_by: Option<String>,
    tells_exchanges: bool,
}

/// A gateway or a delegate.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Value")]
struct Place {
    kind: Option<String>,
    url: Option<String>,
    space: Option<String>,
    holds_secrets: bool,
}

impl TryFrom<Value> for Options {
    type Error = Unread;

    fn try_from(options: Value) -> Result<Self, Unread> {
        let mut members = Members::of(options)?;
        Ok(Self {
            transport: members.take("transport")?,
            delegate: members.take("delegate")?,
            case_url: members.take("caseUrl")?,
            link_back: members.take("linkBack")?,
            opened_by: members.take("openedBy")?,
            tells_exchanges: members.take("tellsExchanges")?.unwrap_or_default(),
        })
    }
}

impl TryFrom<Value> for Place {
    type Error = Unread;

    fn try_from(place: Value) -> Result<Self, Unread> {
        let mut members = Members::of(place)?;
        Ok(Self {
            kind: members.take("kind")?,
            url: members.take("url")?,
            space: members.take("space")?,
            holds_secrets: members.take("holdsSecrets")?.unwrap_or_default(),
        })
    }
}

impl Host {
    /// Reads the options.
    ///
    /// # Errors
    /// `OPTIONS_INVALID` with the path of what is wrong.
    pub(crate) fn open(options: Options) -> Result<Self, Error> {
        Ok(Self {
            transport: transport(options.transport)?,
            delegate: options.delegate.map(delegate).transpose()?,
            case_url: options.case_url,
            link_back: options.link_back,
            opened_by: options.opened_by,
            tells_exchanges: options.tells_exchanges,
            ..Self::default()
        })
    }
}

impl Host {
    /// The Kibana that does the pushes.
    ///
    /// # Errors
    /// `OPTIONS_INVALID` where pushes are done here.
    pub(crate) fn kibana(&self) -> Result<&Kibana, Error> {
        let none = || Error::with(Code::OptionsInvalid, "No delegate was configured.").at("delegate");
        self.delegate.as_ref().ok_or_else(none)
    }
}

fn transport(place: Option<Place>) -> Result<Transport, Error> {
    let Some(place) = place else { return Ok(Transport::Direct) };
    match place.kind.as_deref() {
        Some("direct") => return Ok(Transport::Direct),
        Some("gateway") => {}
        _ => {
            return Err(Error::with(Code::OptionsInvalid, "The transport must be direct or gateway.").at("transport"));
        }
    }
    let invalid = |_| {
        let message = "The gateway's URL must be https, or http on this machine, without query or credentials. A path alone needs a page that it belongs to.";
        Error::with(Code::OptionsInvalid, message).at("transport.url")
    };
    let base = BaseUrl::parse(&place.url.unwrap_or_default()).map_err(invalid)?;
    Ok(Transport::Gateway { base, holds_secrets: place.holds_secrets })
}

fn delegate(place: Place) -> Result<Kibana, Error> {
    if place.kind.as_deref() != Some("kibana") {
        return Err(Error::with(Code::OptionsInvalid, "The delegate must be kibana.").at("delegate"));
    }
    Kibana::new(&place.url.unwrap_or_default(), place.space.as_deref())
}

/// How many requests may be under way at once, from the option of that name.
///
/// # Errors
/// `OPTIONS_INVALID` for what is no whole number within the bounds.
pub(crate) fn concurrency(asked: Option<f64>) -> Result<u32, Error> {
    let Some(number) = asked else { return Ok(CONCURRENCY) };
    (1..=MOST_CONCURRENCY).find(|whole| f64::from(*whole) == number).ok_or_else(|| {
        let message = format!("concurrency must be a whole number from 1 to {MOST_CONCURRENCY}.");
        Error::with(Code::OptionsInvalid, message).at("concurrency")
    })
}

#[cfg(test)]
mod tests {
    use super::{Host, Options, concurrency};
    use crate::systems::transport::Transport;
    use serde_json::json;

    fn open(options: serde_json::Value) -> Result<Host, Option<String>> {
        let options: Options = serde_json::from_value(options).unwrap();
        Host::open(options).map_err(|error| error.into_details().field)
    }

    #[test]
    fn what_is_wrong_is_named_by_its_path() {
        for (options, field) in [
            (json!({ "transport": { "kind": "carrier pigeon" } }), "transport"),
            // It must not send secrets straight to a system where a gateway was meant.
            (json!({ "transport": { "url": "https://gw.example", "holdsSecrets": true } }), "transport"),
            (json!({ "transport": { "kind": "gateway", "url": "http://gw.example" } }), "transport.url"),
            (json!({ "delegate": { "kind": "splunk", "url": "https://kibana.example" } }), "delegate"),
            (json!({ "delegate": { "kind": "kibana", "url": "kibana" } }), "delegate.url"),
        ] {
            assert_eq!(open(options).unwrap_err().as_deref(), Some(field));
        }
    }

    #[test]
    fn what_is_left_out_is_the_plainest() {
        let host = open(json!({ "transport": { "kind": "direct" }, "caseUrl": null })).unwrap();
        assert_eq!(host.transport, Transport::Direct);
        assert!(host.delegate.is_none() && host.case_url.is_none());
    }

    #[test]
    fn concurrency_is_a_whole_number_from_1_to_16() {
        assert_eq!(concurrency(None).unwrap(), 4);
        assert_eq!(concurrency(Some(16.0)).unwrap(), 16);
        for wrong in [0.0, 17.0, 1.5, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(concurrency(Some(wrong)).unwrap_err().field.as_deref(), Some("concurrency"), "{wrong}");
        }
    }
}
