//! What a host takes from one push of a session to the next: which account this is, who opens incidents, how the system is
//! deployed.

use super::{Phase, Push, What};
use crate::connector::Deployed;
use crate::push::decision::Read;
#[cfg(any(feature = "bindings", test))]
#[cfg(feature = "bindings")]
use crate::systems::Connector;
#[cfg(any(feature = "bindings", test))]
use crate::systems::{Account, Facts};

impl Push {
    /// Whether it is a push of this connector.
    #[cfg(feature = "bindings")]
    pub(crate) fn is_of(&self, connector: &Connector) -> bool {
        (self.connector.id(), self.connector.base()) == (connector.id(), connector.base())
    }

    /// Whether the request at hand may tell of people: which account this is, or who opens incidents.
    #[cfg(any(feature = "bindings", test))]
    pub(crate) const fn asks_people(&self) -> bool {
        matches!(self.phase, Phase::Sending(_, What::Read(Read::Account(_) | Read::Prepare(_))))
    }

    /// Who opens incidents, where a read has told it.
    #[cfg(any(feature = "bindings", test))]
    pub(crate) fn opener(&self) -> Option<Facts> {
        self.connector.system().known_opener(&self.known.facts)
    }

    /// Whether the request at hand asks how the system is deployed.
    #[cfg(any(feature = "bindings", test))]
    pub(crate) const fn asks_deployment(&self) -> bool {
        matches!(self.phase, Phase::Sending(_, What::Read(Read::Deployment(_))))
    }

    /// How the system is deployed, where that is known from itself.
    #[cfg(any(feature = "bindings", test))]
    pub(crate) const fn deployed(&self) -> Option<Deployed> {
        self.connector.deployed()
    }

    /// Takes over how the system is deployed. Where that is just being asked, it need not be.
    pub(crate) fn take_deployment(&mut self, deployed: Deployed) {
        self.connector = self.connector.clone().with_deployed(Some(deployed));
        if matches!(self.phase, Phase::Sending(_, What::Read(Read::Deployment(_)))) {
            self.phase = Phase::Deciding;
        }
    }

    /// Takes over after how many milliseconds the host gives a request up.
    #[cfg(any(feature = "bindings", test))]
    pub(crate) const fn take_limit(&mut self, ms: u32) {
        self.limit_ms = ms;
    }

    /// The account that the connector works with, where it is known.
    #[cfg(any(feature = "bindings", test))]
    pub(crate) const fn account(&self) -> Option<&Account> {
        self.known.own.account()
    }

    /// Takes over what an earlier push of this session was told, so that it is not asked again.
    #[cfg(any(feature = "bindings", test))]
    pub(crate) fn take_people(&mut self, account: Option<&Account>, opener: Option<&Facts>) {
        if let Some(account) = account {
            self.known.own.take(account);
        }
        if let Some(opener) = opener {
            self.known.facts = opener.clone();
        }
    }
}
