//! What a host asks of a push: which case, and with which options.

use super::lock::IfHeld;
use crate::case::Page;
use crate::error::Error;
use crate::push::{Options, Settlement};
use crate::wasm::convert::from_js;
use crate::wasm::draft::member;
use crate::wasm::engine::{PageBytes, as_pages, choice, read_choices};
use crate::wasm::push::read_settlement;
use serde_json::Value;
use wasm_bindgen::JsValue;

/// What a host may set for one push.
#[derive(Clone)]
pub(super) struct RunOptions {
    pub(super) connector_id: Option<String>,
    pub(super) pushed_by: Option<Value>,
    pub(super) timeout_ms: Option<u32>,
    pub(super) settle: Option<Settlement>,
    pub(super) if_busy: IfHeld,
    /// What a person chose for an incident that others have changed.
    pub(super) choices: Options,
}

impl RunOptions {
    pub(super) fn read(options: &JsValue) -> Result<Self, Error> {
        let (pushed_by, settle) = (member(options, "pushedBy"), member(options, "settle"));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let timeout_ms = member(options, "timeoutMs").as_f64().map(|ms| ms as u32);
        let if_held = |word: &str| match word {
            "wait" => Some(IfHeld::Wait),
            "fail" => Some(IfHeld::GiveUp),
            _ => None,
        };
        Ok(Self {
            connector_id: member(options, "connectorId").as_string(),
            timeout_ms,
            pushed_by: pushed_by.is_object().then(|| from_js(&pushed_by, "pushedBy")).transpose()?,
            settle: settle.is_object().then(|| read_settlement(&settle)).transpose()?,
            if_busy: choice(options, "ifBusy", if_held)?.unwrap_or(IfHeld::Wait),
            choices: read_choices(options)?,
        })
    }
}

/// What a push is known by.
pub(super) struct Names {
    pub(super) case_id: String,
    pub(super) title: String,
    pub(super) connector_id: String,
}

/// A case as the host passed it.
#[derive(Clone)]
pub(super) struct CaseBytes {
    pub(super) bytes: Vec<u8>,
    pub(super) pages: Vec<PageBytes>,
}

impl CaseBytes {
    pub(super) fn pages(&self) -> Vec<Page<'_>> {
        as_pages(&self.pages)
    }
}
