//! What is kept apart, and the changes of a transaction.

use wasm_bindgen::JsValue;

/// What is kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::wasm) enum Table {
    Connectors,
    Settings,
    Choices,
    Journal,
    /// The cases of pushes that have not completed.
    Pending,
    /// Sealed secrets, by connector.
    Secrets,
    /// The key that seals them.
    Keys,
    /// The pauses that systems have asked for, by base URL.
    Pauses,
    /// Who pushes a case, where the browser has no Web Locks.
    Leases,
    /// Records that could not be read.
    Aside,
}

impl Table {
    /// Each with the version of the layout that brought it.
    pub(super) const ALL: [(Self, u32); 10] = [
        (Self::Connectors, 1),
        (Self::Settings, 1),
        (Self::Choices, 1),
        (Self::Journal, 1),
        (Self::Pending, 2),
        (Self::Secrets, 2),
        (Self::Keys, 2),
        (Self::Pauses, 2),
        (Self::Leases, 2),
        (Self::Aside, 2),
    ];

    /// The key of a record where all tables share one map.
    pub(super) fn key(self, key: &str) -> String {
        format!("{}/{key}", self.name())
    }

    pub(in crate::wasm) const fn name(self) -> &'static str {
        match self {
            Self::Connectors => "connectors",
            Self::Settings => "settings",
            Self::Choices => "choices",
            Self::Journal => "journal",
            Self::Pending => "pending",
            Self::Secrets => "secrets",
            Self::Keys => "keys",
            Self::Pauses => "pauses",
            Self::Leases => "leases",
            Self::Aside => "aside",
        }
    }
}

/// The version of the layout. A database of an older one gets what it lacks.
pub(super) const VERSION: u32 = 2;

/// One change of a transaction.
#[derive(Debug)]
pub(in crate::wasm) enum Change {
    /// Writes a value in the place of what was there.
    Put(Table, String, JsValue),
    /// Writes a value under a new key; one that is taken is `STORE_CONFLICT`.
    Add(Table, String, JsValue),
    /// Deletes what lies under keys that begin with this.
    Delete(Table, String),
}

impl Change {
    pub(super) fn table(&self) -> Table {
        match self {
            Self::Put(table, ..) | Self::Add(table, ..) | Self::Delete(table, _) => *table,
        }
    }
}
