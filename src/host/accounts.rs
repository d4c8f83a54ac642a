//! The accounts that connectors work with, and who opens incidents, as their systems have told since the host was opened.

use crate::connector::{Draft, Secrets};
use crate::hash::hash;
use crate::order::Keyed;
use crate::systems::{Account, Connector, Facts};

/// By the ids of connectors. Whoever changes a connector or its secret may have changed the account.
#[derive(Debug, Default)]
pub(crate) struct Accounts(Keyed<(Whose, People)>);

/// Of which connector it was told, as it is.
#[derive(Debug, PartialEq)]
struct Whose {
    draft: Draft,
    secrets: Option<String>,
}

/// What a system has told of people.
#[derive(Debug, Clone, Default)]
pub(crate) struct People {
    pub(super) account: Option<Account>,
    /// The facts that name who opens incidents.
    pub(super) opener: Option<Facts>,
}

impl Accounts {
    pub(super) fn get(&self, connector: &Connector, secrets: Option<&Secrets>) -> Option<&People> {
        let (whose, people) = self.0.get(connector.id())?;
        (*whose == Whose::new(connector, secrets)).then_some(people)
    }

    /// Notes what is told, beside what was told before of the connector as it is.
    pub(super) fn note(&mut self, connector: &Connector, secrets: Option<&Secrets>, told: People) {
        let before = self.get(connector, secrets).cloned().unwrap_or_default();
        let people = People { account: told.account.or(before.account), opener: told.opener.or(before.opener) };
        self.0.insert(connector.id(), (Whose::new(connector, secrets), people));
    }
}

impl Whose {
    fn new(connector: &Connector, secrets: Option<&Secrets>) -> Self {
        Self { draft: connector.draft().clone(), secrets: fingerprint(secrets) }
    }
}

/// A secret itself is kept nowhere but in the vault.
fn fingerprint(secrets: Option<&Secrets>) -> Option<String> {
    let entries: Vec<&str> = secrets?.entries().flat_map(|(key, secret)| [key, secret]).collect();
    Some(hash(&entries))
}
