//! The accounts that connectors work with, as their systems have told them since the host was opened.

use crate::connector::{Draft, Secrets};
use crate::hash::hash;
use crate::order::Keyed;
use crate::systems::{Account, Connector};

/// By the ids of connectors. Whoever changes a connector or its secret may have changed the account.
#[derive(Debug, Default)]
pub(crate) struct Accounts(Keyed<Told>);

#[derive(Debug)]
struct Told {
    draft: Draft,
    secrets: Option<String>,
    account: Account,
}

impl Accounts {
    pub(super) fn get(&self, connector: &Connector, secrets: Option<&Secrets>) -> Option<&Account> {
        let told = self.0.get(connector.id())?;
        let is_same = told.draft == *connector.draft() && told.secrets == fingerprint(secrets);
        is_same.then_some(&told.account)
    }

    pub(super) fn note(&mut self, connector: &Connector, secrets: Option<&Secrets>, account: Account) {
        let told = Told { draft: connector.draft().clone(), secrets: fingerprint(secrets), account };
        self.0.insert(connector.id(), told);
    }
}

/// A secret itself is kept nowhere but in the vault.
fn fingerprint(secrets: Option<&Secrets>) -> Option<String> {
    let entries: Vec<&str> = secrets?.entries().flat_map(|(key, secret)| [key, secret]).collect();
    Some(hash(&entries))
}
