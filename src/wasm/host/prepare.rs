//! Which connector a case gets, and what belongs to keys and licences.

use super::records::{stored, value, view};
use super::with_host;
use crate::case::with_connector;
use crate::host::exactly;
use crate::wasm::convert::{Answer, object, text_or_null, to_js};
use crate::wasm::draft::read_license;
use crate::wasm::engine::{as_pages, read_pages};
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// `{ caseId, title, own }`: what a case says of itself; `own` is the connector that it names.
///
/// # Errors
/// `CASE_INVALID`, `CASE_TOO_LARGE`, `COMMENTS_MISSING`, `HOST_CLOSED`.
#[wasm_bindgen(js_name = caseNames)]
pub fn case_names(host: u32, case: &[u8], pages: &Array) -> Answer {
    let pages = read_pages(pages);
    let names = with_host(host, |host| host.case_names(case, &as_pages(&pages)))?;
    Ok(object([
        ("caseId", names.id.as_str().into()),
        ("title", names.title.as_str().into()),
        ("own", text_or_null(names.connector_id.as_deref())),
    ]))
}

/// `{ connectorId, connector, caseConnector }`: the connector of a case.
///
/// # Errors
/// `CONNECTOR_UNKNOWN`, `CONNECTOR_INVALID`, `MAPPING_INVALID`, `HOST_CLOSED`.
#[wasm_bindgen(js_name = caseConnector)]
pub fn case_connector(
    host: u32,
    own: Option<String>,
    asked: Option<String>,
    choice: &JsValue,
    settings: &JsValue,
    records: &JsValue,
) -> Answer {
    let (choice, settings) = (value(choice), value(settings));
    let prepared = with_host(host, |host| host.prepare(own, asked, &choice, &settings, &stored(records)))?;
    Ok(object([
        ("connectorId", prepared.connector_id.as_str().into()),
        ("connector", view(prepared.connector.as_ref())),
        ("caseConnector", text_or_null(prepared.case_connector.as_deref())),
    ]))
}

/// A case with another connector: JSON text in Kibana's shape.
///
/// # Errors
/// `CASE_INVALID`.
#[wasm_bindgen(js_name = caseWithConnector)]
pub fn case_with_connector(case: &[u8], connector: &str) -> Answer<Vec<u8>> {
    Ok(with_connector(case, connector)?)
}

/// The key of the record of one connector or case, and the beginning of the keys of all that is kept of a case's pushes.
#[wasm_bindgen(js_name = recordKey)]
#[must_use]
pub fn record_key(id: &str) -> String {
    exactly(id)
}

/// The licence by its name, or `null` for none.
///
/// # Errors
/// `OPTIONS_INVALID` for what is no licence.
#[wasm_bindgen(js_name = licenseOf)]
pub fn license_of(license: &JsValue) -> Answer {
    Ok(to_js(&read_license(license)?.map(|license| license.as_str())))
}
