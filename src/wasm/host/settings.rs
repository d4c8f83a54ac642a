//! The settings of a host, and the connector that a person chose for a case.

use super::handle::{Host, host};
use super::keys::exactly;
use crate::error::{Code, Error};
use crate::push::Closure;
use crate::wasm::convert::{promise, set, to_js};
use crate::wasm::draft::member;
use crate::wasm::engine::choice;
use crate::wasm::store::Table;
use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The key of the one record of settings.
pub(super) const SETTINGS: &str = "settings";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Settings {
    pub(super) default_connector_id: Option<String>,
    pub(super) closure: Closure,
}

/// The connector of a case. Its fields stay JavaScript's: nothing here looks into them.
pub(super) struct CaseChoice {
    pub(super) case_id: String,
    pub(super) connector_id: String,
    pub(super) fields: JsValue,
}

impl CaseChoice {
    pub(super) fn read(value: &JsValue) -> Option<Self> {
        Some(Self {
            case_id: member(value, "caseId").as_string().unwrap_or_default(),
            connector_id: member(value, "connectorId").as_string()?,
            fields: member(value, "fields"),
        })
    }

    pub(super) fn to_js(&self) -> JsValue {
        let out = js_sys::Object::new().into();
        set(&out, "connectorId", &self.connector_id.as_str().into());
        let fields = Some(&self.fields).filter(|fields| fields.is_object());
        set(&out, "fields", fields.unwrap_or(&JsValue::NULL));
        out
    }
}

impl Host {
    pub(super) async fn settings(&self) -> Result<Settings, Error> {
        let stored = self.store.get(Table::Settings, SETTINGS).await?.unwrap_or(JsValue::UNDEFINED);
        Ok(Settings {
            default_connector_id: member(&stored, "defaultConnectorId").as_string(),
            closure: member(&stored, "closure").as_string().and_then(|word| Closure::parse(&word)).unwrap_or_default(),
        })
    }

    pub(super) async fn choice(&self, case_id: &str) -> Result<Option<CaseChoice>, Error> {
        Ok(self.store.get(Table::Choices, &exactly(case_id)).await?.as_ref().and_then(CaseChoice::read))
    }
}

/// The default connector and the closure option.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostSettings)]
pub fn host_settings(handle: u32) -> Promise {
    promise(async move {
        let host = host(handle)?;
        Ok(to_js(&host.settings().await?))
    })
}

/// Stores the default connector and the closure option.
///
/// # Errors
/// `OPTIONS_INVALID`, `STORE_FULL`, `STORE_FAILED`.
#[wasm_bindgen(js_name = hostSaveSettings)]
pub fn host_save_settings(handle: u32, settings: JsValue) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let missing = || Error::with(Code::OptionsInvalid, "The settings name no closure.").at("closure");
        let settings = Settings {
            default_connector_id: member(&settings, "defaultConnectorId").as_string(),
            closure: choice(&settings, "closure", Closure::parse)?.ok_or_else(missing)?,
        };
        host.write(Table::Settings, SETTINGS, to_js(&settings)).await?;
        Ok(JsValue::UNDEFINED)
    })
}

/// The connector that was chosen for a case.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostCaseChoice)]
pub fn host_case_choice(handle: u32, case_id: String) -> Promise {
    promise(async move {
        let host = host(handle)?;
        Ok(host.choice(&case_id).await?.map_or(JsValue::NULL, |choice| choice.to_js()))
    })
}

/// Chooses the connector of a case, or takes the choice back.
///
/// # Errors
/// `OPTIONS_INVALID`, `STORE_FULL`, `STORE_FAILED`.
#[wasm_bindgen(js_name = hostSaveCaseChoice)]
pub fn host_save_case_choice(handle: u32, case_id: String, choice: JsValue) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let key = exactly(&case_id);
        if !choice.is_object() {
            host.store.delete(Table::Choices, &key).await?;
            return Ok(JsValue::UNDEFINED);
        }
        let choice = CaseChoice::read(&choice).ok_or_else(|| {
            Error::with(Code::OptionsInvalid, "The choice names no connector.").at("choice.connectorId")
        })?;
        let record = choice.to_js();
        set(&record, "caseId", &case_id.into());
        host.write(Table::Choices, &key, record).await?;
        Ok(JsValue::UNDEFINED)
    })
}
