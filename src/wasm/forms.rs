//! What `case-connectors/forms` exports.

use super::convert::{Answer, from_js, read_license, to_js};
use crate::connector::form::FormSpec;
use crate::connector::{Draft, License, Rules, validate, validate_field};
use crate::systems::FORMS;
use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the package.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Every connector type with its form.
///
/// # Errors
/// `OPTIONS_INVALID` for a licence that is not known.
#[wasm_bindgen(js_name = connectorTypes)]
pub fn connector_types(license: Option<String>) -> Answer {
    let license = read_license(license)?;
    let types = js_sys::Array::new();
    for form in FORMS {
        let kind = to_js(form);
        js_sys::Reflect::set(&kind, &"available".into(), &is_available(form, license).into())?;
        types.push(&kind);
    }
    Ok(types.into())
}

fn is_available(form: &FormSpec, license: Option<License>) -> bool {
    license.is_none_or(|license| license >= form.minimum_license)
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Options {
    existing: Option<Draft>,
    other_names: Option<Vec<String>>,
    license: Option<String>,
}

impl Options {
    fn read(value: JsValue) -> Answer<Self> {
        if value.is_undefined() || value.is_null() { Ok(Self::default()) } else { from_js(value, "options") }
    }

    fn rules(&self) -> Answer<Rules<'_>> {
        Ok(Rules {
            existing: self.existing.as_ref(),
            other_names: self.other_names.as_deref().unwrap_or_default(),
            license: read_license(self.license.clone())?,
        })
    }
}

/// Every problem of a draft.
///
/// # Errors
/// `OPTIONS_INVALID` where the draft or the options are no objects of the right shape.
#[wasm_bindgen(js_name = validateConnector)]
pub fn validate_connector(draft: JsValue, options: JsValue) -> Answer {
    let draft: Draft = from_js(draft, "draft")?;
    Ok(to_js(&validate(&draft, Options::read(options)?.rules()?)))
}

/// The problems of one field.
///
/// # Errors
/// As [`validate_connector`].
#[wasm_bindgen(js_name = validateField)]
pub fn validate_connector_field(draft: JsValue, field: &str, options: JsValue) -> Answer {
    let draft: Draft = from_js(draft, "draft")?;
    Ok(to_js(&validate_field(&draft, field, Options::read(options)?.rules()?)))
}
