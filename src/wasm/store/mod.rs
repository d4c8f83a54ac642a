//! The browser's storage: IndexedDB, or memory where the host asks for it.
//!
//! Values are plain objects. Every failure is an error with a code, and none is a trap.

mod indexed;
mod table;

use crate::error::{Code, Error};
use indexed::Indexed;
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

pub(super) use table::{Change, Table};

/// Where things are kept.
pub(super) enum Store {
    Indexed(Indexed),
    Memory(RefCell<BTreeMap<String, JsValue>>),
}

impl Store {
    pub(super) fn memory() -> Self {
        Self::Memory(RefCell::default())
    }

    /// Opens or makes the database.
    pub(super) async fn open(name: &str) -> Result<Self, Error> {
        Indexed::open(name).await.map(Self::Indexed)
    }

    pub(super) fn close(&self) {
        if let Self::Indexed(database) = self {
            database.close();
        }
    }

    pub(super) async fn get(&self, table: Table, key: &str) -> Result<Option<JsValue>, Error> {
        match self {
            Self::Memory(map) => Ok(map.borrow().get(&table.key(key)).cloned()),
            Self::Indexed(database) => database.get(table, key).await,
        }
    }

    /// The records whose keys begin with `prefix`, in the order of the keys.
    pub(super) async fn entries(&self, table: Table, prefix: &str) -> Result<Vec<(String, JsValue)>, Error> {
        match self {
            Self::Memory(map) => {
                let (map, start) = (map.borrow(), table.key(""));
                let ours = map.iter().filter_map(|(key, value)| Some((key.strip_prefix(&start)?, value)));
                let ours = ours.filter(|(key, _)| key.starts_with(prefix));
                Ok(ours.map(|(key, value)| (key.to_owned(), value.clone())).collect())
            }
            Self::Indexed(database) => database.entries(table, prefix).await,
        }
    }

    /// The values alone.
    pub(super) async fn list(&self, table: Table, prefix: &str) -> Result<Vec<JsValue>, Error> {
        Ok(self.entries(table, prefix).await?.into_iter().map(|(_, value)| value).collect())
    }

    /// Carries out all changes or none, durably.
    pub(super) async fn write(&self, changes: Vec<Change>) -> Result<(), Error> {
        match self {
            Self::Memory(map) => {
                let mut map = map.borrow_mut();
                let taken = |change: &Change| match change {
                    Change::Add(table, key, _) => map.contains_key(&table.key(key)),
                    _ => false,
                };
                if changes.iter().any(taken) {
                    return Err(Error::new(Code::StoreConflict));
                }
                for change in changes {
                    match change {
                        Change::Put(table, key, value) | Change::Add(table, key, value) => {
                            map.insert(table.key(&key), value);
                        }
                        Change::Delete(table, prefix) => {
                            let prefix = table.key(&prefix);
                            map.retain(|key, _| !key.starts_with(&prefix));
                        }
                    }
                }
                Ok(())
            }
            Self::Indexed(database) => database.write(&changes).await,
        }
    }

    pub(super) async fn put(&self, table: Table, key: &str, value: JsValue) -> Result<(), Error> {
        self.write(vec![Change::Put(table, key.to_owned(), value)]).await
    }

    /// Deletes what lies under keys that begin with `prefix`.
    pub(super) async fn delete(&self, table: Table, prefix: &str) -> Result<(), Error> {
        self.write(vec![Change::Delete(table, prefix.to_owned())]).await
    }

    /// Reads a value and writes what `change` makes of it, with nobody else in between. Answers whether it
    /// was written.
    pub(super) async fn exchange(
        &self,
        table: Table,
        key: &str,
        change: impl FnOnce(Option<JsValue>) -> Option<JsValue>,
    ) -> Result<bool, Error> {
        match self {
            Self::Memory(map) => {
                let mut map = map.borrow_mut();
                let new = change(map.get(&table.key(key)).cloned());
                Ok(new.map(|new| map.insert(table.key(key), new)).is_some())
            }
            Self::Indexed(database) => database.exchange(table, key, change).await,
        }
    }
}
