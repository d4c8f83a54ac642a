//! What `case-connectors/forms` exports.

use super::convert::{Answer, member, object, read_license, text_or_null, word};
use super::draft::read_draft;
use crate::connector::case_field::{CaseField, CaseFieldKind};
use crate::connector::form::{Choice, FieldSpec, FormSpec, Kind, Place};
use crate::connector::mapping::{FieldMapping, Target};
use crate::connector::{Deployed, Draft, License, Problem, Rules, SpellHost};
use crate::error::Error;
use crate::systems::FORMS;
use crate::systems::{validate, validate_field};
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
pub fn connector_types(license: &JsValue) -> Answer {
    let license = read_license(license)?;
    Ok(list(FORMS, |form| form_to_js(form, license)))
}

fn list<T>(items: &[T], to_js: impl Fn(&T) -> JsValue) -> JsValue {
    items.iter().map(to_js).collect::<Array>().into()
}

fn form_to_js(form: &FormSpec, license: Option<License>) -> JsValue {
    object([
        ("id", form.type_id.into()),
        ("name", form.name.into()),
        ("description", form.description.into()),
        ("minimumLicense", form.minimum_license.as_str().into()),
        ("available", license.is_none_or(|license| license >= form.minimum_license).into()),
        ("fields", list(form.fields, field_to_js)),
        ("advanced", list(form.advanced, field_to_js)),
        ("targets", list(form.targets, target_to_js)),
        ("defaultMappings", list(form.default_mappings, mapping_to_js)),
        ("caseFields", list(form.case_fields, case_field_to_js)),
    ])
}

fn field_to_js(field: &FieldSpec) -> JsValue {
    let choices: Option<&[Choice]> = match field.kind {
        Kind::Select(choices) => Some(choices),
        _ => None,
    };
    let default = match field.kind {
        Kind::Flag(on) => on.into(),
        _ => text_or_null(choices.and_then(<[Choice]>::first).map(|choice| choice.value)),
    };
    let choice = |choice: &Choice| object([("value", choice.value.into()), ("label", choice.label.into())]);
    object([
        ("key", field.key.into()),
        ("path", field.path().into()),
        ("label", field.label.into()),
        ("kind", field.kind.name().into()),
        ("required", field.required.is_some().into()),
        ("secret", (field.place == Place::Secrets).into()),
        ("help", field.help.into()),
        ("group", text_or_null(field.group)),
        ("choices", choices.map_or(JsValue::NULL, |choices| list(choices, choice))),
        ("default", default),
    ])
}

fn case_field_to_js(field: &CaseField) -> JsValue {
    let default = match field.kind {
        CaseFieldKind::Flag(on) => on.into(),
        _ => JsValue::NULL,
    };
    object([
        ("key", field.key.into()),
        ("label", field.label.into()),
        ("kind", field.kind.name().into()),
        ("help", field.help.into()),
        ("default", default),
    ])
}

fn target_to_js(target: &Target) -> JsValue {
    let limit = target.limit.and_then(|limit| u32::try_from(limit).ok());
    object([
        ("name", target.name.into()),
        ("limit", limit.map_or(JsValue::NULL, JsValue::from)),
        ("required", target.required.into()),
    ])
}

fn mapping_to_js(mapping: &FieldMapping) -> JsValue {
    object([
        ("source", mapping.source.as_str().into()),
        ("target", (&*mapping.target).into()),
        ("action", mapping.action.as_str().into()),
    ])
}

/// The problems of a form.
pub(super) fn problems_to_js(problems: &[Problem]) -> JsValue {
    list(problems, |problem| {
        object([
            ("field", text_or_null(problem.field.as_deref())),
            ("code", word(problem.code)),
            ("severity", word(problem.severity.as_str())),
            ("message", problem.message.as_str().into()),
            ("suggestion", text_or_null(problem.suggestion.as_deref())),
        ])
    })
}

#[wasm_bindgen]
extern "C" {
    /// The platform's, which knows the tables of the standard: browsers, workers and Node all have it.
    #[wasm_bindgen(js_name = URL)]
    type PlatformUrl;

    #[wasm_bindgen(constructor, catch, js_class = "URL")]
    fn new(text: &str) -> Result<PlatformUrl, JsValue>;

    #[wasm_bindgen(method, getter, js_class = "URL")]
    fn hostname(this: &PlatformUrl) -> String;
}

/// How a URL spells a host.
pub(super) fn spell_host(host: &str) -> Option<String> {
    PlatformUrl::new(&format!("https://{host}/")).ok().map(|url| url.hostname())
}

#[derive(Default)]
struct Options {
    existing: Option<Draft>,
    other_names: Vec<String>,
    license: Option<License>,
    deployed: Option<Deployed>,
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
            license: read_license(&member(value, "license"))?,
            deployed: member(&existing, "deployment").as_string().and_then(|word| Deployed::parse(&word)),
        })
    }

    fn rules(&self) -> Rules<'_> {
        let Self { existing, other_names, license, deployed } = self;
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
    let draft = read_draft(draft, "draft")?;
    Ok(problems_to_js(&validate(&draft, Options::read(options)?.rules())))
}

/// The problems of one field.
///
/// # Errors
/// As [`validate_connector`].
#[wasm_bindgen(js_name = validateField)]
pub fn validate_connector_field(draft: &JsValue, field: &str, options: &JsValue) -> Answer {
    let draft = read_draft(draft, "draft")?;
    Ok(problems_to_js(&validate_field(&draft, field, Options::read(options)?.rules())))
}
