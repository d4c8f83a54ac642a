//! Stored connectors and their secrets.

use super::handle::{Host, host};
use super::keys::{VERSION, exactly};
use super::lock::{Guard, IfHeld};
use super::settings::{CaseChoice, SETTINGS};
use crate::connector::mapping::FieldMapping;
use crate::connector::{Draft, Problem, Rules, Scalar, Severity};
use crate::error::{Code, Error};
use crate::systems::{self, validate};
use crate::url::BaseUrl;
use crate::wasm::convert::{promise, set, to_js};
use crate::wasm::draft::{read_draft, read_secrets};
use crate::wasm::forms::problems_to_js;
use crate::wasm::store::{Change, Table};
use js_sys::Promise;
use serde::Serialize;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The version of a stored connector's shape.
const SCHEMA_VERSION: u32 = 1;

/// A connector as it is stored and shown. There is no place for a secret in it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown<'a> {
    id: Option<&'a str>,
    #[serde(rename = "type")]
    type_id: &'a str,
    name: &'a str,
    config: &'a BTreeMap<String, Scalar>,
    mappings: &'a Option<Vec<FieldMapping>>,
    schema_version: u32,
}

pub(super) fn to_record(stored: &Draft) -> JsValue {
    to_js(&Shown {
        id: stored.id.as_deref(),
        type_id: &stored.type_id,
        name: name_of(stored),
        config: &stored.config,
        mappings: &stored.mappings,
        schema_version: SCHEMA_VERSION,
    })
}

pub(super) fn name_of(stored: &Draft) -> &str {
    stored.name.as_deref().unwrap_or_default()
}

impl Host {
    pub(super) async fn connector(&self, id: &str) -> Result<Option<Draft>, Error> {
        let stored = self.store.get(Table::Connectors, &exactly(id)).await?;
        stored.map(|stored| read_draft(&stored, "stored connector")).transpose()
    }

    /// The stored connectors, by name; each knows whether its secret is gone.
    pub(super) async fn all_connectors(&self) -> Result<Vec<Draft>, Error> {
        let (mut connectors, mut changes) = (Vec::new(), Vec::new());
        for (key, record) in self.store.entries(Table::Connectors, "").await? {
            match read_draft(&record, "stored connector").ok().filter(|draft| draft.id.is_some()) {
                Some(mut stored) => {
                    stored.is_missing_secrets = self.is_missing_secrets(&stored).await?;
                    connectors.push(stored);
                }
                None => {
                    changes.push(self.set_aside(Table::Connectors, &key, record, "It is no connector."));
                    changes.push(Change::Delete(Table::Connectors, key));
                }
            }
        }
        self.store.write(changes).await?;
        connectors.sort_by_key(|connector| name_of(connector).to_ascii_lowercase());
        Ok(connectors)
    }

    async fn view(&self, stored: &Draft) -> Result<JsValue, Error> {
        let view = to_record(stored);
        set(&view, "isMissingSecrets", &self.is_missing_secrets(stored).await?.into());
        Ok(view)
    }

    pub(super) async fn save_connector(
        self: &Rc<Self>,
        mut draft: Draft,
    ) -> Result<(Option<Draft>, Vec<Problem>), Error> {
        let _guard = self.lock_connectors().await?;
        let all = self.all_connectors().await?;
        let (same, others): (Vec<&Draft>, Vec<&Draft>) =
            all.iter().partition(|stored| draft.id.is_some() && stored.id == draft.id);
        let existing = same.first().copied();
        let without_secrets = self.without_secrets(&draft);
        if let (Some(id), None) = (&draft.id, existing) {
            return Err(unknown(id));
        }
        let other_names: Vec<String> = others.iter().map(|other| name_of(other).to_owned()).collect();
        let problems = validate(
            &draft,
            Rules {
                existing: existing.or(without_secrets.as_ref()),
                other_names: &other_names,
                license: self.licensing.now()?,
            },
        );
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            return Ok((None, problems));
        }
        let id = draft.id.take().unwrap_or_else(|| new_id(&draft, &all));
        draft.id = Some(id);
        Ok((Some(self.store_connector(draft).await?), problems))
    }

    /// Two tabs that save at once would miss each other's names and ids, and seal with two keys.
    pub(super) async fn lock_connectors(self: &Rc<Self>) -> Result<Option<Guard>, Error> {
        self.lock("connectors", IfHeld::Wait, None).await
    }

    /// Stores a valid connector with its id. The caller holds the lock.
    pub(super) async fn store_connector(self: &Rc<Self>, mut draft: Draft) -> Result<Draft, Error> {
        trim(&mut draft.config);
        if let Ok(base) = BaseUrl::parse(draft.text("apiUrl").unwrap_or_default()) {
            draft.config.insert("apiUrl".into(), Scalar::from(base.as_str()));
        }
        draft.name = Some(name_of(&draft).trim().to_owned());
        // An empty secret keeps the one that is there; validation made sure that it still fits. Sealed ones are
        // written together with the connector.
        let secrets = std::mem::take(&mut draft.secrets);
        let record = to_record(&draft);
        set(&record, "v", &VERSION.into());
        let mut changes =
            vec![Change::Put(Table::Connectors, exactly(draft.id.as_deref().unwrap_or_default()), record)];
        if secrets.is_filled() {
            changes.extend(self.keep_secrets(&draft, secrets).await?);
        }
        self.store.write(changes).await?;
        Ok(draft)
    }

    /// Where a gateway holds the secrets, a form is valid without one: compared with itself, it lacks none.
    pub(super) fn without_secrets(&self, draft: &Draft) -> Option<Draft> {
        (!self.transport.needs_secrets()).then(|| draft.clone())
    }

    async fn delete_connector(&self, id: &str) -> Result<(), Error> {
        let connector = Change::Delete(Table::Connectors, exactly(id));
        self.store.write(vec![connector, self.forget_secrets(id)]).await?;
        for choice in self.store.list(Table::Choices, "").await?.iter().filter_map(CaseChoice::read) {
            if choice.connector_id == id {
                self.store.delete(Table::Choices, &exactly(&choice.case_id)).await?;
            }
        }
        let mut settings = self.settings().await?;
        if settings.default_connector_id.as_deref() == Some(id) {
            settings.default_connector_id = None;
            self.write(Table::Settings, SETTINGS, to_js(&settings)).await?;
        }
        Ok(())
    }
}

pub(super) fn unknown(id: &str) -> Error {
    Error::with(Code::ConnectorUnknown, format!("No connector has the id \"{id}\"."))
}

/// The same connector made anew, in another browser or after its data was cleared, gets the same id:
/// the mark of an incident depends on it, so the incident is found again.
fn new_id(draft: &Draft, others: &[Draft]) -> String {
    let url = draft.text("apiUrl").unwrap_or_default();
    let url = BaseUrl::parse(url).map_or_else(|_| url.to_owned(), |base| base.as_str().to_owned());
    let within = systems::form(&draft.type_id).and_then(|form| form.place.within(draft)).unwrap_or_default();
    let hash = crate::hash::hash(&[&draft.type_id, &url, within]);
    let id = format!("{}-{}", draft.type_id.trim_start_matches('.'), hash.get(..8).unwrap_or_default());
    let taken = |id: &String| others.iter().any(|other| other.id.as_ref() == Some(id));
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
        let out = js_sys::Array::new();
        for stored in host.all_connectors().await? {
            out.push(&host.view(&stored).await?);
        }
        Ok(out.into())
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
        let out = js_sys::Object::new().into();
        set(&out, "saved", &stored.is_some().into());
        let connector = match &stored {
            Some(stored) => host.view(stored).await?,
            None => JsValue::NULL,
        };
        set(&out, "connector", &connector);
        set(&out, "problems", &problems_to_js(&problems));
        Ok(out)
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
        host.delete_connector(&id).await?;
        Ok(JsValue::UNDEFINED)
    })
}

/// Takes the secrets of a connector over, into memory or into the vault.
///
/// # Errors
/// `CONNECTOR_UNKNOWN`, `VAULT_LOCKED`, `SECRET_MISSING` where none was given.
#[wasm_bindgen(js_name = hostSetSecrets)]
pub fn host_set_secrets(handle: u32, id: String, secrets: JsValue) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let secrets = read_secrets(&secrets);
        let stored = host.connector(&id).await?.ok_or_else(|| unknown(&id))?;
        if !secrets.is_filled() {
            return Err(Error::new(Code::SecretMissing));
        }
        let _guard = host.lock_connectors().await?;
        let sealed = host.keep_secrets(&stored, secrets).await?;
        host.store.write(sealed.into_iter().collect()).await?;
        Ok(JsValue::UNDEFINED)
    })
}
