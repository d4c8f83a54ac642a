//! Live fields: reading them, searching their choices, and what is kept of them.

use super::records::{time, value};
use super::run::{add, timeout_ms};
use super::with_host;
use crate::connector::{Deployed, Draft};
use crate::error::{Code, Error};
use crate::fields::{FieldsQuery, LiveField};
use crate::host::{Kept, Run, deployment_key, fields_key, fields_prefix, read_deployment};
use crate::systems::Connector;
use crate::wasm::convert::{Answer, from_js, member, object, to_js};
use crate::wasm::draft::read_draft;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A query, with when that was read which it goes on from.
type Begun = (FieldsQuery, Option<i64>);

/// Begins what is made of the connector.
fn begin(host: u32, connector: &JsValue, options: &JsValue, query: &dyn Fn(Connector, &Draft) -> Begun) -> Answer<u32> {
    let draft = read_draft(connector, "connector")?;
    let (query, known_ms) = query(Connector::new(draft.clone())?, &draft);
    let secrets = with_host(host, |host| {
        let secrets = host.secrets_for(&draft).cloned();
        if secrets.is_none() && host.transport.needs_secrets() {
            return Err(Error::new(Code::SecretMissing));
        }
        Ok(secrets)
    })?;
    let asked = member(options, "issueType").as_string();
    Ok(add(Run::query(query, draft, asked, known_ms, secrets).within(timeout_ms(options))))
}

/// Begins to read the live fields of a stored connector: `{issueType, incidentId, known, timeoutMs}`, where `known` is a record
/// that only lacks what the incident takes.
///
/// # Errors
/// `CONNECTOR_INVALID`, `SECRET_MISSING`.
#[wasm_bindgen(js_name = runFields)]
pub fn run_fields(host: u32, connector: &JsValue, options: &JsValue) -> Answer<u32> {
    let issue_type = member(options, "issueType").as_string();
    let incident_id = member(options, "incidentId").as_string().unwrap_or_default();
    begin(host, connector, options, &|connector, draft| {
        let mut query = FieldsQuery::fields(connector, issue_type.clone()).of_incident(&incident_id);
        let known = Kept::read(&value(&member(options, "known")), draft).map(Kept::into_known);
        let known_ms = known.map(|(fields, read_ms)| {
            query.know(fields);
            read_ms
        });
        (query, known_ms)
    })
}

/// Begins to search the choices of a live field: `{timeoutMs}`.
///
/// # Errors
/// As [`run_fields`], and `OPTIONS_INVALID` for what is no live field.
#[wasm_bindgen(js_name = runSearch)]
pub fn run_search(host: u32, connector: &JsValue, field: &JsValue, words: &str, options: &JsValue) -> Answer<u32> {
    let field: LiveField = from_js(field, "field")?;
    begin(host, connector, options, &|connector, _| (FieldsQuery::choices(connector, &field, words), None))
}

/// Where the live fields of a connector lie: all of them, or those that were asked for with an issue type or without.
#[wasm_bindgen(js_name = fieldsPrefix)]
#[must_use]
pub fn fields_place(connector_id: &str) -> String {
    fields_prefix(connector_id)
}

/// The key of those that were asked for with an issue type, or without.
#[wasm_bindgen(js_name = fieldsKey)]
#[must_use]
pub fn fields_record_key(connector_id: &str, issue_type: Option<String>) -> String {
    fields_key(connector_id, issue_type.as_deref())
}

/// The key of what a connector's system has said of how it is deployed.
#[wasm_bindgen(js_name = deploymentKey)]
#[must_use]
pub fn deployment_record_key(connector_id: &str) -> String {
    deployment_key(connector_id)
}

/// How a connector's system is deployed, by the record: `cloud` or `dataCenter`; nothing where it has not said.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = deploymentRead)]
pub fn deployment_read(connector: &JsValue, record: &JsValue) -> Answer {
    let connector = read_draft(connector, "connector")?;
    let deployed = read_deployment(&value(record), &connector).filter(|deployed| *deployed != Deployed::Untold);
    Ok(to_js(&deployed))
}

/// What is kept of the live fields of a connector, for an incident or for a new one: `{fields, isOld, isWhole}`, or nothing.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = fieldsRead)]
pub fn fields_read(connector: &JsValue, record: &JsValue, now: f64, incident_id: Option<String>) -> Answer {
    let connector = read_draft(connector, "connector")?;
    Ok(Kept::read(&value(record), &connector).map_or(JsValue::NULL, |kept| {
        let incident_id = incident_id.as_deref();
        let (is_old, is_whole) = (kept.is_old(time(now)), kept.is_of(incident_id));
        let fields = to_js(&kept.into_shown(incident_id));
        object([("fields", fields), ("isOld", is_old.into()), ("isWhole", is_whole.into())])
    }))
}
