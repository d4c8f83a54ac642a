//! The journal as it is stored. What cannot be read is set aside, and never blocks the rest.

use super::handle::{Host, host};
use super::keys::{VERSION, journal_prefix};
use crate::error::Error;
use crate::push::{Record, salvage_journal};
use crate::systems::Connector;
use crate::wasm::convert::{object, promise, stringify, to_js};
use crate::wasm::store::{Change, Table};
use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A damaged record where it lies, and why it cannot be read.
struct Damaged {
    key: String,
    value: JsValue,
    reason: String,
}

impl Host {
    async fn salvage(&self, case_id: &str, connector: &Connector) -> Result<(Vec<Record>, Vec<Damaged>), Error> {
        let entries = self.store.entries(Table::Journal, &journal_prefix(case_id, connector.id())).await?;
        let rows: Array = entries.iter().map(|(_, row)| row).collect();
        let (mut records, damage) = salvage_journal(stringify(&rows).as_bytes())?;
        let damaged: Vec<Damaged> = damage
            .into_iter()
            .filter_map(|damage| {
                let (key, value) = entries.get(damage.index)?.clone();
                Some(Damaged { key, value, reason: damage.error.message })
            })
            .collect();
        if !damaged.is_empty() {
            records.push(Record::lost(case_id, connector, next_seq(&entries), self.clock.now()));
        }
        Ok((records, damaged))
    }

    /// The journal of a case and a connector as it stands.
    pub(super) async fn read_journal(&self, case_id: &str, connector: &Connector) -> Result<Vec<Record>, Error> {
        Ok(self.salvage(case_id, connector).await?.0)
    }

    /// The same before a push: damaged records are set aside, and one that says so takes their place.
    pub(super) async fn mend_journal(&self, case_id: &str, connector: &Connector) -> Result<Vec<Record>, Error> {
        let (records, damaged) = self.salvage(case_id, connector).await?;
        if damaged.is_empty() {
            return Ok(records);
        }
        let mut changes: Vec<Change> = Vec::new();
        for Damaged { key, value, reason } in damaged {
            changes.push(self.set_aside(Table::Journal, &key, value, &reason));
            changes.push(Change::Delete(Table::Journal, key));
        }
        changes.extend(records.last().map(|lost| {
            let key = format!("{}{:010}", journal_prefix(case_id, connector.id()), lost.seq);
            Change::Add(Table::Journal, key, to_js(lost))
        }));
        self.store.write(changes).await?;
        Ok(records)
    }

    /// Appends records, all or none: one whose place is taken means that another tab pushes too.
    pub(super) async fn save(&self, records: &[Record]) -> Result<(), Error> {
        let add = |record: &Record| {
            let key = format!("{}{:010}", journal_prefix(&record.case_id, &record.connector_id), record.seq);
            Change::Add(Table::Journal, key, to_js(record))
        };
        self.store.write(records.iter().map(add).collect()).await
    }

    /// Keeps a record that cannot be read where somebody can look at it.
    pub(super) fn set_aside(&self, table: Table, key: &str, value: JsValue, reason: &str) -> Change {
        let record = object([
            ("v", VERSION.into()),
            ("table", table.name().into()),
            ("key", key.into()),
            ("value", value),
            ("reason", reason.into()),
            ("at", self.clock.now().into()),
        ]);
        Change::Put(Table::Aside, format!("{}/{key}", table.name()), record)
    }
}

/// The number after the highest one, of damaged records too: their keys tell it.
fn next_seq(entries: &[(String, JsValue)]) -> u32 {
    let seq = |key: &str| key.rsplit('\u{0}').next()?.parse::<u32>().ok();
    entries.iter().filter_map(|(key, _)| seq(key)).max().map_or(0, |seq| seq.saturating_add(1))
}

/// The records of the journal of a case and a connector.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostJournal)]
pub fn host_journal(handle: u32, case_id: String, connector_id: String) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let records = host.store.list(Table::Journal, &journal_prefix(&case_id, &connector_id)).await?;
        Ok(records.into_iter().collect::<Array>().into())
    })
}

/// The records that could not be read, and why.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostAside)]
pub fn host_aside(handle: u32) -> Promise {
    promise(async move {
        let records = host(handle)?.store.list(Table::Aside, "").await?;
        Ok(records.into_iter().collect::<Array>().into())
    })
}
