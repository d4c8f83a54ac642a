//! What `case-connectors/forms` exports.

use super::convert::{Answer, read_license, set, to_js};
use super::draft::{member, read_draft};
use crate::connector::form::FormSpec;
use crate::connector::{Draft, License, Rules, validate, validate_field};
use crate::error::Error;
use crate::systems::FORMS;
use js_sys::Array;
use wasm_bindgen::JsCast;
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
    let license = read_license(license.as_deref())?;
    let types = js_sys::Array::new();
    for form in FORMS {
        let kind = to_js(form);
        set(&kind, "available", &is_available(form, license).into());
        types.push(&kind);
    }
    Ok(types.into())
}

fn is_available(form: &FormSpec, license: Option<License>) -> bool {
    license.is_none_or(|license| license >= form.minimum_license)
}

#[derive(Default)]
struct Options {
    existing: Option<Draft>,
    other_names: Vec<String>,
    license: Option<License>,
}

impl Options {
    fn read(value: &JsValue) -> Result<Self, Error> {
        if !value.is_object() {
            return Ok(Self::default());
        }
        let existing = member(value, "existing");
        let names = member(value, "otherNames");
        let names = names.dyn_ref::<Array>().into_iter().flat_map(Array::iter).filter_map(|name| name.as_string());
        Ok(Self {
            existing: if existing.is_object() { Some(read_draft(&existing, "existing")?) } else { None },
            other_names: names.collect(),
            license: read_license(member(value, "license").as_string().as_deref())?,
        })
    }

    fn rules(&self) -> Rules<'_> {
        Rules { existing: self.existing.as_ref(), other_names: &self.other_names, license: self.license }
    }
}

/// Every problem of a draft.
///
/// # Errors
/// `OPTIONS_INVALID` where the draft or the options are no objects of the right shape.
#[wasm_bindgen(js_name = validateConnector)]
pub fn validate_connector(draft: &JsValue, options: &JsValue) -> Answer {
    let draft = read_draft(draft, "draft")?;
    Ok(to_js(&validate(&draft, Options::read(options)?.rules())))
}

/// The problems of one field.
///
/// # Errors
/// As [`validate_connector`].
#[wasm_bindgen(js_name = validateField)]
pub fn validate_connector_field(draft: &JsValue, field: &str, options: &JsValue) -> Answer {
    let draft = read_draft(draft, "draft")?;
    Ok(to_js(&validate_field(&draft, field, Options::read(options)?.rules())))
}
