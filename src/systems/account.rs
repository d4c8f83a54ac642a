//! The accounts of a system: who has created an incident, and who has written an entry.

use crate::order::set_of;
use serde::Serialize;
use std::collections::BTreeSet;

/// An account of the remote system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Account {
    /// What the system tells accounts apart by.
    pub id: String,
    /// The name that people see.
    pub name: String,
}

impl Account {
    /// Whether this is the account with the id. Systems that let people type user names take any case.
    pub(crate) fn has_id(&self, id: &str) -> bool {
        self.id.eq_ignore_ascii_case(id)
    }

    /// As people read it: the name, with the id where it says more.
    pub(crate) fn shown(&self) -> String {
        if self.name.is_empty() || self.name == self.id {
            self.id.clone()
        } else {
            format!("{} ({})", self.name, self.id)
        }
    }
}

/// The accounts that count as ours because a person has said so.
#[derive(Debug, Clone, Default)]
pub(crate) struct Colleagues {
    /// In small letters.
    ids: BTreeSet<String>,
    /// Whoever can write there counts, also where nobody can tell who has written.
    everybody: bool,
}

impl Colleagues {
    /// From the connector's list: ids, apart by commas or lines, and `*` for everybody.
    pub(crate) fn parse(listed: &str) -> Self {
        let ids = listed.split([',', '\n']).map(str::trim).filter(|id| !id.is_empty());
        let ids = set_of(ids.map(str::to_ascii_lowercase));
        Self { everybody: ids.contains("*"), ids }
    }

    pub(crate) fn has(&self, account: Option<&Account>) -> bool {
        self.everybody || account.is_some_and(|account| self.ids.contains(&account.id.to_ascii_lowercase()))
    }
}
