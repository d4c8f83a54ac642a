//! Records and changes, between the store and what decides about them.

use crate::connector::Draft;
use crate::error::Error;
use crate::host::{Change, Entry, Seal, Shown, Stored};
use crate::wasm::convert::{from_js, object, to_js};
use crate::wasm::draft::member;
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};

/// A record; what JSON has no form for is none, and is set aside by whoever looks for one.
pub(super) fn value(record: &JsValue) -> Value {
    from_js(record, "record").unwrap_or_default()
}

/// What somebody passes: nothing means something of its own, so that what cannot be read must not pass for that.
pub(super) fn given(value: &JsValue, what: &str) -> Result<Value, Error> {
    if value.is_object() { from_js(value, what) } else { Ok(Value::Null) }
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
    let list = |name: &str| {
        let list = member(records, name);
        let mut stored = BTreeMap::new();
        stored.extend(if list.is_array() { entries(&list) } else { Vec::new() });
        stored
    };
    Stored { connectors: list("connectors"), secrets: list("secrets"), key: value(&member(records, "key")) }
}

/// What may hold numbers as JSON has them: those beyond the safe integers would be refused otherwise.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> JsValue {
    let text = serde_json::to_string(value).unwrap_or_default();
    js_sys::JSON::parse(&text).unwrap_or(JsValue::NULL)
}

pub(super) fn changes(changes: &[Change]) -> JsValue {
    json(changes)
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
            ("change", json(&seal.change)),
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
