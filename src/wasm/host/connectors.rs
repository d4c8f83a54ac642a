//! Stored connectors and their secrets.

use super::{CaseChoice, Host, exactly, host, parse};
use crate::connector::{Connector, Draft, Problem, Rules, Scalar, Severity, validate};
use crate::error::{Code, Error};
use crate::http::BaseUrl;
use crate::mapping::FieldMapping;
use crate::wasm::convert::{promise, read_license, to_js};
use crate::wasm::draft::{read_draft, read_secrets};
use crate::wasm::store::Table;
use js_sys::Promise;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The version of a stored connector's shape.
const SCHEMA_VERSION: u32 = 1;

/// A connector as it is stored. There is no place for a secret in it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stored {
    pub(super) id: String,
    #[serde(rename = "type")]
    type_id: String,
    pub(super) name: String,
    config: BTreeMap<String, Scalar>,
    #[serde(default)]
    mappings: Option<Vec<FieldMapping>>,
    schema_version: u32,
}

impl Stored {
    pub(super) fn draft(&self) -> Draft {
        Draft {
            id: Some(self.id.clone()),
            type_id: self.type_id.clone(),
            name: Some(self.name.clone()),
            config: self.config.clone(),
            mappings: self.mappings.clone(),
            ..Draft::default()
        }
    }

    pub(super) fn connector(&self) -> Result<Connector, Error> {
        Connector::new(self.draft())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct View<'a> {
    #[serde(flatten)]
    stored: &'a Stored,
    is_missing_secrets: bool,
}

#[derive(Serialize)]
struct SaveResult<'a> {
    saved: bool,
    connector: Option<View<'a>>,
    problems: Vec<Problem>,
}

impl Host {
    pub(super) async fn connector(&self, id: &str) -> Result<Option<Stored>, Error> {
        self.read(Table::Connectors, &exactly(id)).await
    }

    async fn all_connectors(&self) -> Result<Vec<Stored>, Error> {
        let rows = self.store.list(Table::Connectors, "").await?;
        let mut connectors: Vec<Stored> = rows.iter().map(|json| parse(json)).collect::<Result<_, _>>()?;
        connectors.sort_by_key(|connector| connector.name.to_ascii_lowercase());
        Ok(connectors)
    }

    fn view<'a>(&self, stored: &'a Stored) -> View<'a> {
        View { stored, is_missing_secrets: !self.secrets.borrow().contains_key(&stored.id) }
    }

    async fn save_connector(&self, mut draft: Draft) -> Result<(Option<Stored>, Vec<Problem>), Error> {
        let others = self.all_connectors().await?;
        let existing = others.iter().find(|other| Some(&other.id) == draft.id.as_ref());
        if let (Some(id), None) = (&draft.id, existing) {
            return Err(Error::with(Code::ConnectorUnknown, format!("No connector has the id \"{id}\".")));
        }
        let existing = existing.map(|stored| Draft {
            is_missing_secrets: !self.secrets.borrow().contains_key(&stored.id),
            ..stored.draft()
        });
        let other_names: Vec<String> = others
            .iter()
            .filter(|other| Some(&other.id) != draft.id.as_ref())
            .map(|other| other.name.clone())
            .collect();
        let license = read_license(self.license.as_deref())?;
        let rules = Rules { existing: existing.as_ref(), other_names: &other_names, license };
        let problems = validate(&draft, rules);
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            return Ok((None, problems));
        }
        let id = draft.id.take().unwrap_or_else(|| new_id(&draft, &others));
        trim(&mut draft.config);
        if let Ok(base) = BaseUrl::parse(draft.text("apiUrl").unwrap_or_default()) {
            draft.config.insert("apiUrl".into(), Scalar::from(base.as_str()));
        }
        let stored = Stored {
            id: id.clone(),
            type_id: draft.type_id.clone(),
            name: draft.name.as_deref().unwrap_or_default().trim().to_owned(),
            config: draft.config.clone(),
            mappings: draft.mappings.clone(),
            schema_version: SCHEMA_VERSION,
        };
        self.write(Table::Connectors, &exactly(&id), &stored).await?;
        // An empty secret keeps the one that is there; validation made sure that it still fits.
        if draft.secrets.is_filled() {
            self.secrets.borrow_mut().insert(id, draft.secrets);
        }
        Ok((Some(stored), problems))
    }
}

/// The same connector made anew, in another browser or after its data was cleared, gets the same id:
/// the mark of an incident depends on it, so the incident is found again.
fn new_id(draft: &Draft, others: &[Stored]) -> String {
    let url = draft.text("apiUrl").unwrap_or_default();
    let url = BaseUrl::parse(url).map_or_else(|_| url.to_owned(), |base| base.as_str().to_owned());
    let within = draft.text("projectKey").or_else(|| draft.text("orgId")).unwrap_or_default();
    let hash = crate::hash::hash(&[&draft.type_id, &url, within]);
    let id = format!("{}-{}", draft.type_id.trim_start_matches('.'), hash.get(..8).unwrap_or_default());
    let taken = |id: &String| others.iter().any(|other| other.id == *id);
    let candidates = std::iter::once(id.clone()).chain((2_u32..).map(|n| format!("{id}-{n}")));
    candidates.take(1000).find(|id| !taken(id)).unwrap_or(id)
}

fn trim(config: &mut BTreeMap<String, Scalar>) {
    for value in config.values_mut() {
        match value {
            Scalar::Text(text) => *text = text.trim().to_owned(),
            Scalar::Section(section) => trim(section),
            _ => {}
        }
    }
}

/// The stored connectors, by name.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostConnectors)]
pub fn host_connectors(handle: u32) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let connectors = host.all_connectors().await?;
        let views: Vec<View<'_>> = connectors.iter().map(|stored| host.view(stored)).collect();
        Ok(to_js(&views))
    })
}

/// Validates a draft and stores it.
///
/// # Errors
/// `CONNECTOR_UNKNOWN` for an id that is not stored; `STORE_FULL`, `STORE_FAILED`.
#[wasm_bindgen(js_name = hostSaveConnector)]
pub fn host_save_connector(handle: u32, draft: JsValue) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let draft = read_draft(&draft, "draft")?;
        let (stored, problems) = host.save_connector(draft).await?;
        let connector = stored.as_ref().map(|stored| host.view(stored));
        Ok(to_js(&SaveResult { saved: connector.is_some(), connector, problems }))
    })
}

/// Deletes a connector with its secret, the choices of cases for it, and its place as the default.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostDeleteConnector)]
pub fn host_delete_connector(handle: u32, id: String) -> Promise {
    promise(async move {
        let host = host(handle)?;
        delete(&host, &id).await?;
        Ok(JsValue::UNDEFINED)
    })
}

async fn delete(host: &Host, id: &str) -> Result<(), Error> {
    host.secrets.borrow_mut().remove(id);
    host.store.delete(Table::Connectors, &exactly(id)).await?;
    let mut settings = host.settings().await?;
    if settings.default_connector_id.as_deref() == Some(id) {
        settings.default_connector_id = None;
        host.write(Table::Settings, "settings", &settings).await?;
    }
    Ok(())
}

/// Takes the secrets of a connector into memory.
///
/// # Errors
/// `CONNECTOR_UNKNOWN`, `SECRET_MISSING` where none was given.
#[wasm_bindgen(js_name = hostSetSecrets)]
pub fn host_set_secrets(handle: u32, id: String, secrets: JsValue) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let secrets = read_secrets(&secrets);
        let stored = host.connector(&id).await?;
        if stored.is_none() {
            return Err(Error::with(Code::ConnectorUnknown, format!("No connector has the id \"{id}\".")));
        }
        if !secrets.is_filled() {
            return Err(Error::new(Code::SecretMissing));
        }
        host.secrets.borrow_mut().insert(id, secrets);
        Ok(JsValue::UNDEFINED)
    })
}

impl CaseChoice {
    /// The case's `connector`, as Kibana writes it.
    pub(super) fn for_case(&self, stored: &Stored) -> serde_json::Value {
        serde_json::json!({ "id": stored.id, "name": stored.name, "type": stored.type_id, "fields": self.fields })
    }
}
