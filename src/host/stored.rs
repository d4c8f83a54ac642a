//! What is stored of connectors and their secrets, as it is read.

use super::record::exactly;
use crate::connector::mapping::{Action, FieldMapping, Source};
use crate::connector::{Draft, Scalar};
use crate::error::{Code, Error};
use crate::json;
use serde_json::Value;
use std::collections::BTreeMap;

/// What is stored of connectors and their secrets, without the bytes.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    pub(crate) connectors: BTreeMap<String, Value>,
    pub(crate) secrets: BTreeMap<String, Value>,
    /// The record about the key.
    pub(crate) key: Value,
}

impl Stored {
    /// A stored connector; nothing where there is none, or none that can be read.
    pub(super) fn connector(&self, id: &str) -> Option<Draft> {
        self.connectors.get(&exactly(id)).and_then(read)
    }

    /// The same for one that must be there.
    ///
    /// # Errors
    /// `CONNECTOR_UNKNOWN`.
    pub(super) fn known(&self, id: &str) -> Result<Draft, Error> {
        self.connector(id).ok_or_else(|| unknown(id))
    }

    /// What is stored of the sealed secrets of a connector.
    pub(super) fn sealed(&self, id: &str) -> &Value {
        self.secrets.get(&exactly(id)).unwrap_or(&Value::Null)
    }
}

pub(super) fn unknown(id: &str) -> Error {
    Error::with(Code::ConnectorUnknown, format!("No connector has the id \"{id}\"."))
}

pub(super) fn name_of(connector: &Draft) -> &str {
    connector.name.as_deref().unwrap_or_default()
}

pub(super) fn id_of(connector: &Draft) -> &str {
    connector.id.as_deref().unwrap_or_default()
}

/// Reads a stored connector as a form is read: what a later version has written into it does not make it unreadable.
pub(super) fn read(record: &Value) -> Option<Draft> {
    let record = record.as_object()?;
    let word = |name: &str| record.get(name).and_then(Value::as_str).map(str::to_owned);
    let mappings = record.get("mappings").and_then(Value::as_array);
    Some(Draft {
        id: Some(word("id")?),
        type_id: word("type").unwrap_or_default(),
        name: word("name"),
        config: record.get("config").map(read_config).unwrap_or_default(),
        mappings: mappings.map(|mappings| mappings.iter().map(read_mapping).collect()),
        ..Draft::default()
    })
}

fn read_config(config: &Value) -> BTreeMap<String, Scalar> {
    json::take(config.clone()).unwrap_or_default()
}

/// A mapping whose parts are no known words gets an empty target, which validation reports.
fn read_mapping(mapping: &Value) -> FieldMapping {
    json::take(mapping.clone()).unwrap_or_else(|_| FieldMapping::new(Source::Title, "", Action::Overwrite))
}
