//! The accounts of a system: who has created an incident, and who has written an entry.

use serde::Serialize;

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
