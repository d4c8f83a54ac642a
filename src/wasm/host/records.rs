//! Records and changes, between the store and what decides about them.

use crate::connector::Draft;
use crate::error::Error;
use crate::host::{Change, Entry, Seal, Shown, Stored};
use crate::wasm::convert::{member, object, to_js, value_from_js};
use js_sys::{Array, Uint8Array};
use serde_json::Value;
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};

/// A record; what JSON has no form for is none, and is set aside by whoever looks for one.
pub(super) fn value(record: &JsValue) -> Value {
    value_from_js(record, "record").unwrap_or_default()
}

/// What somebody passes: nothing means something of its own, so that what cannot be read must not pass for that.
pub(super) fn given(value: &JsValue, what: &str) -> Result<Value, Error> {
    if value.is_object() { value_from_js(value, what) } else { Ok(Value::Null) }
}

/// Records with their keys, each read by itself: one that cannot be read is not in the way of the others.
pub(super) fn entries(list: &JsValue) -> Vec<Entry> {
    let list: &Array = list.unchecked_ref();
    let entry = |entry: JsValue| {
        let entry: Array = entry.unchecked_into();
        (entry.get(0).as_string().unwrap_or_default(), value(&entry.get(1)))
    };
    list.iter().map(entry).collect()
}

/// `{ connectors, secrets, key }`, as far as the host has read them.
pub(super) fn stored(records: &JsValue) -> Stored {
    let list = |name: &'static str| {
        let list = member(records, name);
        let mut stored = BTreeMap::new();
        stored.extend(if list.is_array() { entries(&list) } else { Vec::new() });
        stored
    };
    Stored { connectors: list("connectors"), secrets: list("secrets"), key: value(&member(records, "key")) }
}

pub(super) fn changes(changes: &[Change]) -> JsValue {
    to_js(changes)
}

pub(super) fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// A connector as it is shown, or nothing.
pub(super) fn view(connector: Option<&Draft>) -> JsValue {
    connector.map_or(JsValue::NULL, |connector| to_js(&Shown::view(connector)))
}

/// What the host seals and writes, or nothing.
pub(super) fn seal(seal: Option<Seal>) -> JsValue {
    seal.map_or(JsValue::NULL, |seal| {
        object([
            ("change", to_js(&seal.change)),
            ("additional", bytes(&seal.additional)),
            ("text", bytes(&seal.text)),
            ("with", to_js(&seal.with)),
        ])
    })
}

/// Milliseconds since 1970.
pub(super) fn time(now: f64) -> i64 {
    #[allow(clippy::cast_possible_truncation, reason = "milliseconds are whole")]
    let now = now as i64;
    now
}
