//! Between Rust values and JavaScript values.

use crate::connector::License;
use crate::error::{Code, Error};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// What an export answers: errors are thrown as plain objects, which the package makes real `Error`s.
pub(super) type Answer<T = JsValue> = Result<T, JsValue>;

/// A plain object: maps as objects, nothing as `null`. A JavaScript `Map` would stringify to `{}`.
pub(super) fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// Reads a small object; `what` names it in the error.
pub(super) fn from_js<T: DeserializeOwned>(value: JsValue, what: &str) -> Answer<T> {
    serde_wasm_bindgen::from_value(value).map_err(|error| {
        let message = format!(
            "The {what} cannot be read: {}.",
            String::from(js_sys::Error::from(JsValue::from(error)).message())
        );
        thrown(&Error::with(Code::OptionsInvalid, message).at(what))
    })
}

/// An error as the package's JavaScript receives it.
pub(super) fn thrown(error: &Error) -> JsValue {
    to_js(error)
}

pub(super) fn read_license(name: Option<String>) -> Answer<Option<License>> {
    name.map(|name| {
        License::parse(&name).ok_or_else(|| {
            thrown(&Error::with(Code::OptionsInvalid, format!("The licence {name:?} is not known.")).at("license"))
        })
    })
    .transpose()
}
