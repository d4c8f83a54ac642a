//! Pushes that did not complete: what is kept of them, which they are, and how they go on.

use super::drive::Reporter;
use super::handle::{Host, host};
use super::keys::{VERSION, journal_prefix};
use super::lock::is_running;
use super::request::{CaseBytes, RunOptions};
use crate::error::{Code, Error};
use crate::push::Outcome;
use crate::wasm::convert::{self, from_js, object, promise, set, text_or_null, to_js};
use crate::wasm::draft::member;
use crate::wasm::engine::{PageBytes, read_pages};
use crate::wasm::push::outcome_to_js;
use crate::wasm::store::{Change, Table};
use js_sys::{Array, Function, Promise, Uint8Array};
use serde_json::Value;
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

/// The state of a push that a dead tab has left. A living one holds the lock of its case.
const RUNNING: &str = "running";

/// A push that waits in a queue for its turn.
pub(super) const QUEUED: &str = "queued";

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

impl Host {
    /// The key and the record of a push that begins: all that it needs to go on without the host.
    pub(super) fn pending(
        &self,
        case: &CaseBytes,
        title: &str,
        report: &Reporter<'_>,
        pushed_by: Option<&Value>,
    ) -> (String, JsValue) {
        self.pending_as(RUNNING, case, title, (report.case_id, report.connector_id), pushed_by)
    }

    pub(super) fn pending_as(
        &self,
        state: &str,
        case: &CaseBytes,
        title: &str,
        (case_id, connector_id): (&str, &str),
        pushed_by: Option<&Value>,
    ) -> (String, JsValue) {
        let record = object([
            ("v", VERSION.into()),
            ("caseId", case_id.into()),
            ("connectorId", connector_id.into()),
            ("title", title.into()),
            ("startedAt", self.clock.now().into()),
            ("pushedBy", pushed_by.map_or(JsValue::NULL, to_js)),
            ("state", state.into()),
            ("error", JsValue::NULL),
            ("case", bytes(&case.bytes)),
            ("pages", case.pages.iter().map(PageBytes::to_js).collect::<Array>().into()),
        ]);
        (journal_prefix(case_id, connector_id), record)
    }

    /// The pending pushes, oldest first; those that cannot be read are set aside.
    pub(super) async fn all_pending(&self) -> Result<Vec<JsValue>, Error> {
        let (mut pending, mut changes) = (Vec::new(), Vec::new());
        for (key, record) in self.store.entries(Table::Pending, "").await? {
            let readable = ["caseId", "connectorId"].iter().all(|name| member(&record, name).is_string())
                && convert::bytes(&member(&record, "case")).is_some();
            if readable {
                pending.push(record);
            } else {
                changes.push(self.set_aside(Table::Pending, &key, record, "It is no pending push."));
                changes.push(Change::Delete(Table::Pending, key));
            }
        }
        self.store.write(changes).await?;
        pending.sort_by_key(|record| member(record, "startedAt").as_string());
        Ok(pending)
    }

    /// The pending pushes as a person sees them; those under way in any tab are left out.
    async fn interrupted(self: &Rc<Self>) -> Result<Array, Error> {
        let held = self.held().await;
        let out = Array::new();
        for record in self.all_pending().await? {
            let word = |name: &str| member(&record, name).as_string().unwrap_or_default();
            if is_running(&held, &word("caseId")) {
                continue;
            }
            let connector = self.connector(&word("connectorId")).await?;
            let missing = match &connector {
                Some(connector) => self.is_missing_secrets(connector).await?,
                None => false,
            };
            let state = if word("state") == RUNNING { "interrupted".to_owned() } else { word("state") };
            let shown = object([
                ("caseId", word("caseId").into()),
                ("connectorId", word("connectorId").into()),
                ("connectorName", text_or_null(connector.as_ref().map(super::connectors::name_of))),
                ("title", word("title").into()),
                ("startedAt", word("startedAt").into()),
                ("state", state.into()),
                ("error", member(&record, "error")),
                ("isMissingSecrets", missing.into()),
            ]);
            out.push(&shown);
        }
        Ok(out)
    }

    /// Takes a pending push up again.
    pub(super) async fn resume(
        self: &Rc<Self>,
        case_id: &str,
        connector_id: &str,
        mut options: RunOptions,
        signal: Option<AbortSignal>,
        on_progress: Option<&Function>,
    ) -> Result<Outcome, Error> {
        let record = self.store.get(Table::Pending, &journal_prefix(case_id, connector_id)).await?;
        let record = record.ok_or_else(|| Error::new(Code::NothingPending))?;
        let case = convert::bytes(&member(&record, "case")).unwrap_or_default();
        let pages: Array = member(&record, "pages").dyn_into().unwrap_or_default();
        let case = CaseBytes { bytes: case.to_vec(), pages: read_pages(&pages) };
        let user = member(&record, "pushedBy");
        if options.pushed_by.is_none() && user.is_object() {
            options.pushed_by = Some(from_js(&user, "pushedBy")?);
        }
        options.connector_id = Some(connector_id.to_owned());
        self.push(&case, options, signal, on_progress).await
    }
}

/// The pushes that did not complete.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostInterrupted)]
pub fn host_interrupted(handle: u32) -> Promise {
    promise(async move { Ok(host(handle)?.interrupted().await?.into()) })
}

/// Finishes a push that did not complete, from the case as it was kept.
///
/// # Errors
/// As `hostPush`, and `NOTHING_PENDING`.
#[wasm_bindgen(js_name = hostResume)]
pub fn host_resume(
    handle: u32,
    case_id: String,
    options: JsValue,
    signal: Option<AbortSignal>,
    on_progress: Option<Function>,
) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let run = RunOptions::read(&options)?;
        let connector_id = run.connector_id.clone();
        let of_case = |record: &JsValue| {
            let connector = member(record, "connectorId").as_string();
            member(record, "caseId").as_string().as_deref() == Some(&case_id)
                && (connector_id.is_none() || connector == connector_id)
        };
        let pending = host.all_pending().await?.into_iter().find(of_case);
        let pending = pending.ok_or_else(|| Error::new(Code::NothingPending))?;
        let connector_id = member(&pending, "connectorId").as_string().unwrap_or_default();
        let outcome = host.resume(&case_id, &connector_id, run, signal, on_progress.as_ref()).await?;
        let out = outcome_to_js(&outcome);
        set(&out, "caseId", &case_id.into());
        Ok(out)
    })
}

/// Takes a push off the list of those that did not complete. The journal stays.
///
/// # Errors
/// `STORE_FAILED`.
#[wasm_bindgen(js_name = hostDismiss)]
pub fn host_dismiss(handle: u32, case_id: String, connector_id: String) -> Promise {
    promise(async move {
        host(handle)?.store.delete(Table::Pending, &journal_prefix(&case_id, &connector_id)).await?;
        Ok(JsValue::UNDEFINED)
    })
}
