//! What the vault holds in memory.

use crate::connector::Secrets;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

/// What this tab holds in memory.
#[derive(Default)]
pub(in crate::wasm::host) struct Vault {
    /// By connector, each with what it is bound to: another tab may have changed the connector since.
    pub(super) memory: RefCell<BTreeMap<String, (String, Secrets)>>,
    /// The key of a passphrase, with its id, while it is unlocked.
    pub(super) unlocked: RefCell<Option<(String, JsValue)>>,
    /// When it locks itself, by the host's clock.
    pub(super) locks_at: Cell<i64>,
}
