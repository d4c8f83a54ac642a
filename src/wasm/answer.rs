//! What an export answers, and what it throws.

use super::json::Value::{Null, Number, Text, Written};
use super::json::{parse, push_object};
#[cfg(not(feature = "bindings"))]
use crate::error::Code;
use crate::error::Error;
use wasm_bindgen::JsValue;

/// Errors are thrown as plain objects, which the package makes real `Error`s.
pub(super) type Answer<T = JsValue> = Result<T, JsValue>;

/// A code as hosts see it, with its remedy.
#[cfg(feature = "bindings")]
fn code_and_remedy(error: &Error) -> (&'static str, &'static str) {
    (error.code.as_str(), error.remedy())
}

/// The forms throw this one alone: without the words of all the others their module is a fifth smaller.
#[cfg(not(feature = "bindings"))]
fn code_and_remedy(error: &Error) -> (&'static str, &'static str) {
    const TOLD: (&str, &str) = (Code::OptionsInvalid.as_str(), Code::OptionsInvalid.remedy());
    debug_assert_eq!(error.code, Code::OptionsInvalid);
    TOLD
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        let (code, remedy) = code_and_remedy(&error);
        let cause = error.cause.as_deref();
        let push_cause = |out: &mut String| push_object(out, &[("code", cause.into())]);
        let members = [
            ("code", Text(code)),
            ("message", Text(&error.message)),
            ("remedy", Text(remedy)),
            ("field", error.field.as_deref().into()),
            ("status", error.status.map_or(Null, |status| Number(status.into()))),
            ("remote", error.remote.as_deref().into()),
            ("cause", if cause.is_some() { Written(&push_cause) } else { Null }),
        ];
        let mut json = String::new();
        push_object(&mut json, &members);
        parse(&json)
    }
}
