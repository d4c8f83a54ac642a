//! Between Rust values and JavaScript values.

pub(super) use super::answer::Answer;
use super::json::parse;
use crate::error::{Code, Error};
use crate::{json, unreadable::why};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// A tree of values as plain objects: maps as objects, nothing as `null`. A JavaScript `Map` would stringify to `{}`.
pub(super) fn tree_to_js(tree: &serde_json::Value) -> JsValue {
    serde::Serialize::serialize(tree, &serde_wasm_bindgen::Serializer::json_compatible())
        // It knows no numbers beyond the safe integers, which a system may have answered: they are rounded.
        .unwrap_or_else(|_| to_js(tree))
}

/// A value of any other type as a plain object.
///
/// By way of JSON text, which is written anyway: serde-wasm-bindgen's code would be there for each type, and the
/// platform's own parser makes many small objects faster than calls for each member.
pub(super) fn to_js<T: serde::Serialize + ?Sized>(value: &T) -> JsValue {
    // What cannot be written as JSON is nothing.
    parse(&serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()))
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Object)]
    type Made;

    /// `Reflect::set` takes three times as long.
    #[wasm_bindgen(method, structural, catch, indexing_setter)]
    fn set(this: &Made, name: &JsValue, value: &JsValue) -> Result<(), JsValue>;
}

thread_local! {
    /// Words that have crossed before: a text takes longer to cross than a member to be read.
    static WORDS: RefCell<Vec<(&'static str, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// A word of the engine's own. It is found by its address: there are as many as literals.
pub(super) fn word(of: &'static str) -> JsValue {
    WORDS.with_borrow_mut(|words| {
        let known = words.iter().find(|(word, _)| std::ptr::eq(*word, of)).map(|(_, word)| word.clone());
        known.unwrap_or_else(|| {
            words.push((of, of.into()));
            of.into()
        })
    })
}

/// A member of an object; `undefined` where there is none.
pub(super) fn member(object: &JsValue, name: &'static str) -> JsValue {
    member_at(object, &word(name))
}

/// The same by a name that JavaScript has.
pub(super) fn member_at(object: &JsValue, name: &JsValue) -> JsValue {
    // To be thrown at takes longer than all else that a form needs.
    if object.is_undefined() || object.is_null() {
        return JsValue::UNDEFINED;
    }
    js_sys::Reflect::get(object, name).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a member of an object that we have just made, which cannot fail.
pub(super) fn set(object: &JsValue, name: &'static str, value: &JsValue) {
    drop(object.unchecked_ref::<Made>().set(&word(name), value));
}

/// An object with these members.
pub(super) fn object<const N: usize>(members: [(&'static str, JsValue); N]) -> JsValue {
    let object = js_sys::Object::new().into();
    for (name, value) in members {
        set(&object, name, &value);
    }
    object
}

/// Bytes of any realm, in whatever view they come: `instanceof` knows those of its own realm alone.
pub(super) fn bytes(value: &JsValue) -> Option<js_sys::Uint8Array> {
    if !js_sys::ArrayBuffer::is_view(value) {
        return None;
    }
    let part = |name: &'static str| member(value, name);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in memory")]
    let number = |name: &'static str| part(name).as_f64().unwrap_or_default() as u32;
    let (start, length) = (number("byteOffset"), number("byteLength"));
    Some(js_sys::Uint8Array::new_with_byte_offset_and_length(&part("buffer"), start, length))
}

/// Text, or `null`.
pub(super) fn text_or_null(text: Option<&str>) -> JsValue {
    text.map_or(JsValue::NULL, JsValue::from)
}

/// Reads a small object; `what` names it in the error.
///
/// By way of JSON text: the engine reads JSON anyway, and serde's code for a second format would make
/// it larger by a quarter.
pub(super) fn from_js<T: serde::de::DeserializeOwned>(value: &JsValue, what: &str) -> Result<T, Error> {
    json::take(value_from_js(value, what)?).map_err(|error| unreadable(&error, what))
}

/// The same of what is looked into by hand.
pub(super) fn value_from_js(value: &JsValue, what: &str) -> Result<serde_json::Value, Error> {
    // It may hold a secret.
    let json = zeroize::Zeroizing::new(stringify(value));
    json::read(&json).map_err(|error| unreadable(&error, what))
}

fn unreadable(error: &serde_json::Error, what: &str) -> Error {
    Error::with(Code::OptionsInvalid, format!("The {what} cannot be read. {}", why(error))).at(what)
}

/// The JSON text of a value; empty for what JSON has no form for.
pub(super) fn stringify(value: &JsValue) -> String {
    js_sys::JSON::stringify(value).ok().and_then(|json| json.as_string()).unwrap_or_default()
}

/// A promise of what a future answers.
///
/// Boxed and not generic, so that the code around a future is there once and not once per export.
pub(super) fn promise(future: impl Future<Output = Result<JsValue, Error>> + 'static) -> js_sys::Promise {
    fn of(future: std::pin::Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>) -> js_sys::Promise {
        wasm_bindgen_futures::future_to_promise(async { Ok(future.await?) })
    }
    of(Box::pin(future))
}
