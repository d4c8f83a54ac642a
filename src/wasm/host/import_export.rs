//! Connectors in and out of the storage, without their secrets.

use super::connectors::{name_of, to_record};
use super::handle::{Host, host};
use crate::connector::{Draft, Rules, Secrets, Severity};
use crate::error::{Code, Error};
use crate::systems::{secret_fields, validate};
use crate::wasm::convert::{object, promise, set, text_or_null, to_js};
use crate::wasm::draft::{member, read_draft};
use js_sys::{Array, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// What an export says of itself.
const FORMAT: &str = "case-connectors";

/// The version of the export's shape.
const EXPORT_VERSION: u32 = 1;

/// What must be entered before a connector can push.
fn missing(connector: &Draft) -> JsValue {
    object([
        ("connectorId", connector.id.as_deref().unwrap_or_default().into()),
        ("name", name_of(connector).into()),
        ("fields", to_js(&secret_fields(connector))),
    ])
}

impl Host {
    async fn export(&self) -> Result<JsValue, Error> {
        let all = self.all_connectors().await?;
        Ok(object([
            ("format", FORMAT.into()),
            ("version", EXPORT_VERSION.into()),
            ("connectors", all.iter().map(to_record).collect::<Array>().into()),
            ("missingSecrets", all.iter().map(missing).collect::<Array>().into()),
        ]))
    }

    /// Stores what can be stored; one that cannot stops none of the others.
    async fn import(self: &Rc<Self>, data: &JsValue) -> Result<JsValue, Error> {
        let invalid = |message: &str| Error::with(Code::OptionsInvalid, message).at("data");
        if member(data, "format").as_string().as_deref() != Some(FORMAT) {
            return Err(invalid("This is no export of connectors."));
        }
        if member(data, "version").as_f64().is_none_or(|version| version > f64::from(EXPORT_VERSION)) {
            return Err(invalid("A newer version of the package has written this export."));
        }
        let connectors: Array =
            member(data, "connectors").dyn_into().map_err(|_| invalid("The export has no list of connectors."))?;
        let _guard = self.lock_connectors().await?;
        let (results, still_missing) = (Array::new(), Array::new());
        for record in connectors.iter() {
            let name = member(&record, "name").as_string();
            let saved = match read_draft(&record, "connector") {
                Ok(draft) => self.import_one(draft).await,
                Err(error) => Err(error),
            };
            let result = object([("name", text_or_null(name.as_deref())), ("saved", saved.is_ok().into())]);
            match saved {
                Ok(saved) => {
                    set(&result, "id", &saved.id.as_deref().unwrap_or_default().into());
                    if self.is_missing_secrets(&saved).await? {
                        still_missing.push(&missing(&saved));
                    }
                }
                Err(error) => set(&result, "error", &error.into()),
            }
            results.push(&result);
        }
        Ok(object([("results", results.into()), ("missingSecrets", still_missing.into())]))
    }

    /// Under the id that it had: the marks of its incidents depend on it.
    async fn import_one(self: &Rc<Self>, draft: Draft) -> Result<Draft, Error> {
        let draft = Draft { secrets: Secrets::default(), is_missing_secrets: false, ..draft };
        let all = self.all_connectors().await?;
        let others = all.iter().filter(|other| other.id != draft.id);
        let other_names: Vec<String> = others.map(|other| name_of(other).to_owned()).collect();
        // Compared with itself: its secret is not expected here.
        let rules = Rules { existing: Some(&draft), other_names: &other_names, license: self.licensing.now()? };
        let problem = validate(&draft, rules).into_iter().find(|problem| problem.severity == Severity::Error);
        if let Some(problem) = problem {
            let error = Error::with(Code::ConnectorInvalid, problem.message);
            return Err(Error { field: problem.field, ..error });
        }
        if draft.id.as_deref().is_none_or(|id| id.trim().is_empty()) {
            return Err(Error::with(Code::ConnectorInvalid, "The connector has no id.").at("id"));
        }
        self.store_connector(draft).await
    }
}

/// All connectors without their secrets, with the list of what must be entered again.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostExport)]
pub fn host_export(handle: u32) -> Promise {
    promise(async move { host(handle)?.export().await })
}

/// Stores the connectors of an export, and answers a result for each.
///
/// # Errors
/// `OPTIONS_INVALID` where it is no export, or a newer one.
#[wasm_bindgen(js_name = hostImport)]
pub fn host_import(handle: u32, data: JsValue) -> Promise {
    promise(async move { host(handle)?.import(&data).await })
}
