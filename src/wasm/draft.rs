//! Drafts, read by hand: any value that a form can hold is taken, so that typing never throws. It also
//! keeps serde's reading half out of the small module.

use super::convert::{member, member_at};
use crate::connector::mapping::{Action, FieldMapping, Source};
use crate::connector::{Draft, Scalar, Secrets};
use crate::error::{Code, Error};
use js_sys::{Array, Number, Object};
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};

pub(super) fn read_draft(value: &JsValue, what: &str) -> Result<Draft, Error> {
    if !value.is_object() {
        return Err(Error::with(Code::OptionsInvalid, format!("The {what} must be an object.")).at(what));
    }
    let mappings = member(value, "mappings");
    let config = match read_scalar(&member(value, "config"), 0) {
        Scalar::Section(config) => config,
        _ => BTreeMap::new(),
    };
    Ok(Draft {
        id: member(value, "id").as_string(),
        type_id: member(value, "type").as_string().unwrap_or_default(),
        name: member(value, "name").as_string(),
        config,
        secrets: read_secrets(&member(value, "secrets")),
        mappings: mappings.dyn_ref::<Array>().map(|list| list.iter().map(|mapping| read_mapping(&mapping)).collect()),
        is_missing_secrets: member(value, "isMissingSecrets").is_truthy(),
    })
}

pub(super) fn read_secrets(value: &JsValue) -> Secrets {
    let mut secrets = Secrets::default();
    for_each_entry(value, |key, value| {
        if let Some(secret) = value.as_string() {
            secrets.insert(key, secret);
        }
    });
    secrets
}

/// A mapping whose parts are no known words gets an empty target, which validation reports.
fn read_mapping(value: &JsValue) -> FieldMapping {
    let word = |name: &'static str| member(value, name).as_string();
    let source = word("source").and_then(|name| Source::parse(&name));
    let action = word("action").or_else(|| word("action_type")).and_then(|name| Action::parse(&name));
    let target = word("target").filter(|_| source.is_some() && action.is_some()).unwrap_or_default();
    FieldMapping {
        source: source.unwrap_or(Source::Title),
        target: target.into(),
        action: action.unwrap_or(Action::Overwrite),
    }
}

fn read_scalar(value: &JsValue, depth: u32) -> Scalar {
    // A form has one section within its config; an object that holds itself must not go round for ever.
    const DEEPEST: u32 = 2;
    if value.is_undefined() || value.is_null() {
        return Scalar::Empty;
    }
    if let Some(text) = value.as_string() {
        return Scalar::Text(text);
    }
    if let Some(flag) = value.as_bool() {
        return Scalar::Flag(flag);
    }
    if let Some(number) = value.as_f64().filter(|_| Number::is_safe_integer(value)) {
        #[allow(clippy::cast_possible_truncation)]
        return Scalar::Text((number as i64).to_string());
    }
    if !value.is_object() || value.is_array() || depth > DEEPEST {
        return Scalar::Other;
    }
    let mut section = BTreeMap::new();
    for_each_entry(value, |key, value| {
        section.insert(key, read_scalar(&value, depth + 1));
    });
    Scalar::Section(section)
}

fn for_each_entry(value: &JsValue, mut then: impl FnMut(String, JsValue)) {
    // Not `instanceof`: an object of another realm, or without a prototype, is one as well.
    if !value.is_object() {
        return;
    }
    let object: &Object = value.unchecked_ref();
    for key in Object::keys(object).iter() {
        let value = member_at(object, &key);
        then(key.as_string().unwrap_or_default(), value);
    }
}
