//! Stored connectors, their export, the settings, and the choices of cases.

use super::records::{changes, entries, given, seal, stored, time, value, view};
use super::with_host;
use crate::host::{At, Choice, Existing, Export, Imported, Listed, OfHost, Refused, Settings, check_export};
use crate::wasm::convert::{Answer, member, object, set, text_or_null, to_js};
use crate::wasm::draft::{read_draft, read_license};
use crate::wasm::forms::problems_to_js;
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// `{ connectors, changes }`: the stored connectors, by name.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = connectorsList)]
pub fn connectors_list(host: u32, records: &JsValue, now: f64) -> Answer {
    let Listed { connectors, changes: aside } = with_host(host, |host| Ok(host.list(&stored(records), time(now))))?;
    let views: Array = connectors.iter().map(|connector| view(Some(connector))).collect();
    Ok(object([("connectors", views.into()), ("changes", changes(&aside))]))
}

/// `{ saved, connector, problems, changes, seal }`: what comes of a draft.
///
/// # Errors
/// `CONNECTOR_UNKNOWN`, `VAULT_LOCKED`, `OPTIONS_INVALID`, `HOST_CLOSED`.
#[wasm_bindgen(js_name = connectorsSave)]
pub fn connectors_save(host: u32, draft: &JsValue, records: &JsValue, license: &JsValue, now: f64) -> Answer {
    let (draft, license) = (read_draft(draft, "draft")?, read_license(license)?);
    let saved = with_host(host, |host| host.save(draft, &stored(records), license, time(now)))?;
    Ok(object([
        ("saved", saved.connector.is_some().into()),
        ("connector", view(saved.connector.as_ref())),
        ("problems", problems_to_js(&saved.problems)),
        ("changes", changes(&saved.changes)),
        ("seal", seal(saved.seal)),
    ]))
}

/// `{ changes, pause }`: what deletes a connector with what belongs to it; of `{connectors, choices, settings}`.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = connectorsDelete)]
pub fn connectors_delete(host: u32, id: &str, records: &JsValue, now: f64) -> Answer {
    let of_host = OfHost {
        connectors: entries(&member(records, "connectors")),
        choices: entries(&member(records, "choices")),
        settings: value(&member(records, "settings")),
    };
    Ok(to_js(&with_host(host, |host| Ok(host.delete(id, &of_host, time(now))))?))
}

/// `{ connector, takesItsSecrets }`: what a draft is judged against.
///
/// # Errors
/// `CONNECTOR_UNKNOWN`, `OPTIONS_INVALID`, `HOST_CLOSED`.
#[wasm_bindgen(js_name = connectorsExisting)]
pub fn connectors_existing(host: u32, draft: &JsValue, records: &JsValue) -> Answer {
    let draft = read_draft(draft, "draft")?;
    let Existing { connector, takes_its_secrets } = with_host(host, |host| host.existing(&draft, &stored(records)))?;
    Ok(object([("connector", view(connector.as_ref())), ("takesItsSecrets", takes_its_secrets.into())]))
}

/// `{ data, changes }`: all connectors without their secrets.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = connectorsExport)]
pub fn connectors_export(host: u32, records: &JsValue, now: f64) -> Answer {
    let (data, aside) = with_host(host, |host| {
        let Listed { connectors, changes } = host.list(&stored(records), time(now));
        Ok((to_js(&Export::of(&connectors, host)), changes))
    })?;
    Ok(object([("data", data), ("changes", changes(&aside))]))
}

/// `{ results, missingSecrets, changes }`: what comes of an export, where the stored connectors with the ids in `replace` may give way.
///
/// # Errors
/// `OPTIONS_INVALID` where it is none, or a newer one; `HOST_CLOSED`.
#[wasm_bindgen(js_name = connectorsImport)]
pub fn connectors_import(
    host: u32,
    data: &JsValue,
    replace: &JsValue,
    records: &JsValue,
    license: &JsValue,
    now: f64,
) -> Answer {
    let list = member(data, "connectors");
    let (format, version) = (member(data, "format").as_string(), member(data, "version").as_f64());
    check_export(format.as_deref(), version, list.is_array())?;
    let at = At { license: read_license(license)?, now: time(now) };
    let replace: Vec<String> = Array::from(replace).iter().filter_map(|id| id.as_string()).collect();
    let list = Array::from(&list);
    let read = |record: JsValue| Imported {
        name: member(&record, "name").as_string(),
        draft: read_draft(&record, "connector"),
    };
    let imported = list.iter().map(read).collect();
    let import = with_host(host, |host| Ok(host.import(imported, &replace, &stored(records), at)))?;
    let results = Array::new();
    for (name, saved) in import.results {
        let result = object([("name", text_or_null(name.as_deref())), ("saved", saved.is_ok().into())]);
        match saved {
            Ok(id) => set(&result, "id", &id.into()),
            Err(refused) => {
                let Refused { error, replaces } = *refused;
                set(&result, "error", &error.into());
                set(&result, "replaces", &to_js(&replaces));
            }
        }
        results.push(&result);
    }
    Ok(object([
        ("results", results.into()),
        ("missingSecrets", to_js(&import.missing_secrets)),
        ("changes", changes(&import.changes)),
    ]))
}

/// The settings that a record holds.
#[wasm_bindgen(js_name = settingsRead)]
#[must_use]
pub fn settings_read(record: &JsValue) -> JsValue {
    to_js(&Settings::read(&value(record)))
}

/// The changes that store settings.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = settingsSave)]
pub fn settings_save(settings: &JsValue) -> Answer {
    Ok(changes(&[Settings::save(&given(settings, "settings")?)?]))
}

/// The choice that a record holds, or `null`.
#[wasm_bindgen(js_name = choiceRead)]
#[must_use]
pub fn choice_read(record: &JsValue) -> JsValue {
    to_js(&Choice::read(&value(record)))
}

/// The changes that store the choice of a case, or take it back.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = choiceSave)]
pub fn choice_save(case_id: &str, choice: &JsValue) -> Answer {
    Ok(changes(&[Choice::save(case_id, &given(choice, "choice")?)?]))
}
