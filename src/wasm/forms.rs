//! What `case-connectors/forms` exports.

use super::answer::Answer;
use super::draft::{Form, read_form, read_license};
use super::json::Value::{Flag, Null, Number, Text, Written};
use super::json::{parse, push_list, push_object};
use crate::connector::case_field::{CaseField, CaseFieldKind};
use crate::connector::form::{Choice, FieldSpec, FormSpec, Kind, Place};
use crate::connector::mapping::{FieldMapping, Target};
use crate::connector::{License, Problem, Rules, SpellHost};
use crate::systems::FORMS;
use crate::systems::{validate, validate_field};
use crate::words::push_number;
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
pub fn connector_types(license: &JsValue) -> Answer {
    let license = read_license(license)?;
    let mut out = String::new();
    push_list(&mut out, FORMS, |out, form| push_form(out, form, license));
    Ok(parse(&out))
}

fn push_form(out: &mut String, form: &FormSpec, license: Option<License>) {
    let members = [
        ("id", Text(form.type_id)),
        ("name", Text(form.name)),
        ("description", Text(form.description)),
        ("minimumLicense", Text(form.minimum_license.as_str())),
        ("available", Flag(license.is_none_or(|license| license >= form.minimum_license))),
        ("fields", Written(&|out| push_list(out, form.fields, push_field))),
        ("advanced", Written(&|out| push_list(out, form.advanced, push_field))),
        ("targets", Written(&|out| push_list(out, form.targets, push_target))),
        ("defaultMappings", Written(&|out| push_list(out, form.default_mappings, push_mapping))),
        ("caseFields", Written(&|out| push_list(out, form.case_fields, push_case_field))),
    ];
    push_object(out, &members);
}

fn push_field(out: &mut String, field: &FieldSpec) {
    let choices: Option<&[Choice]> = match field.kind {
        Kind::Select(choices) => Some(choices),
        _ => None,
    };
    let default = match field.kind {
        Kind::Flag(on) => Flag(on),
        _ => choices.and_then(<[Choice]>::first).map(|choice| choice.value).into(),
    };
    let push_choice = |out: &mut String, choice: &Choice| {
        push_object(out, &[("value", Text(choice.value)), ("label", Text(choice.label))]);
    };
    let push_choices = |out: &mut String| push_list(out, choices.unwrap_or_default(), push_choice);
    let members = [
        ("key", Text(field.key)),
        ("path", Text(&field.path())),
        ("label", Text(field.label)),
        ("kind", Text(field.kind.name())),
        ("required", Flag(field.required.is_some())),
        ("secret", Flag(field.place == Place::Secrets)),
        ("help", Text(field.help)),
        ("group", field.group.into()),
        ("choices", if choices.is_some() { Written(&push_choices) } else { Null }),
        ("default", default),
    ];
    push_object(out, &members);
}

fn push_case_field(out: &mut String, field: &CaseField) {
    let default = match field.kind {
        CaseFieldKind::Flag(on) => Flag(on),
        _ => Null,
    };
    let members = [
        ("key", Text(field.key)),
        ("label", Text(field.label)),
        ("kind", Text(field.kind.name())),
        ("help", Text(field.help)),
        ("default", default),
    ];
    push_object(out, &members);
}

fn push_target(out: &mut String, target: &Target) {
    let limit = target.limit.map_or(Null, Number);
    push_object(out, &[("name", Text(target.name)), ("limit", limit), ("required", Flag(target.required))]);
}

fn push_mapping(out: &mut String, mapping: &FieldMapping) {
    let (source, action) = (mapping.source.as_str(), mapping.action.as_str());
    push_object(out, &[("source", Text(source)), ("target", Text(&mapping.target)), ("action", Text(action))]);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = problemsOf)]
    fn problems_of(text: &str) -> JsValue;

    /// How a URL spells a host.
    #[wasm_bindgen(js_name = spellHost)]
    pub(super) fn spell_host(host: &str) -> Option<String>;
}

/// The problems of a form. They cross as one text, of whose parts each has its length in UTF-16 units and a colon before it.
pub(super) fn problems_to_js(problems: &[Problem]) -> JsValue {
    // What a form with several problems needs: to grow from nothing would copy it seven times.
    let mut text = String::with_capacity(512);
    for Problem { field, code, severity, message, suggestion } in problems {
        push(&mut text, field.as_deref().unwrap_or_default());
        push(&mut text, code);
        push(&mut text, severity.as_str());
        push(&mut text, message);
        push(&mut text, suggestion.as_deref().unwrap_or_default());
    }
    problems_of(&text)
}

fn push(text: &mut String, part: &str) {
    push_number(text, if part.is_ascii() { part.len() } else { part.encode_utf16().count() });
    text.push(':');
    text.push_str(part);
}

impl Form {
    fn rules(&self) -> Rules<'_> {
        let Self { existing, other_names, license, deployed, .. } = self;
        let spell_host = Some(spell_host as SpellHost);
        Rules { existing: existing.as_ref(), other_names, license: *license, deployed: *deployed, spell_host }
    }
}

/// Every problem of a draft.
///
/// # Errors
/// `OPTIONS_INVALID` where the draft or the options are no objects of the right shape.
#[wasm_bindgen(js_name = validateConnector)]
pub fn validate_connector(draft: &JsValue, options: &JsValue) -> Answer {
    let form = read_form(draft, options)?;
    Ok(problems_to_js(&validate(&form.draft, form.rules())))
}

/// The problems of one field.
///
/// # Errors
/// As [`validate_connector`].
#[wasm_bindgen(js_name = validateField)]
pub fn validate_connector_field(draft: &JsValue, field: &str, options: &JsValue) -> Answer {
    let form = read_form(draft, options)?;
    Ok(problems_to_js(&validate_field(&form.draft, field, form.rules())))
}
