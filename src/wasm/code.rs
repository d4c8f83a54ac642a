//! What the codes of errors mean, for the host.

use super::convert::{Answer, object};
use crate::error::{Code, Error};
use wasm_bindgen::prelude::wasm_bindgen;

/// What happened and what to do about it, by the code of an error.
///
/// # Errors
/// `OPTIONS_INVALID`, where there is no such code.
#[wasm_bindgen(js_name = errorOf)]
pub fn error_of(code: &str) -> Answer {
    let known = Code::ALL.iter().find(|known| known.as_str() == code);
    let known = known.ok_or_else(|| Error::with(Code::OptionsInvalid, format!("There is no code \"{code}\".")))?;
    Ok(object([("message", known.meaning().into()), ("remedy", known.remedy().into())]))
}
