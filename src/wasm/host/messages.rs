//! What the tabs and workers of one storage tell each other: progress, aborts, pauses.

use super::handle::{Host, host};
use crate::host::pauses::Pause;
use crate::wasm::convert::{from_js, object};
use crate::wasm::draft::member;
use js_sys::Function;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

impl Host {
    /// Joins the other tabs of this storage.
    pub(super) fn join(self: &Rc<Self>, name: &str) {
        let weak = Rc::downgrade(self);
        self.channel.join(name, move |message| {
            if let Some(host) = weak.upgrade() {
                host.hear(message);
            }
        });
    }

    /// Tells all tabs, this one included, how a push is getting on.
    pub(super) fn tell(&self, progress: &JsValue) {
        self.channel.post(&object([("kind", "progress".into()), ("progress", progress.clone())]));
        self.channel.call_listeners(progress);
    }

    /// Tells the other tabs of a pause.
    pub(super) fn tell_pause(&self, base_url: &str, pause: &JsValue) {
        self.channel.post(&object([("kind", "pause".into()), ("baseUrl", base_url.into()), ("pause", pause.clone())]));
    }

    fn hear(&self, message: &JsValue) {
        let word = |name: &str| member(message, name).as_string().unwrap_or_default();
        match word("kind").as_str() {
            "progress" => self.channel.call_listeners(&member(message, "progress")),
            "abort" => self.abort_here(&word("caseId")),
            "pause" => {
                if let Ok(pause) = from_js::<Pause>(&member(message, "pause"), "pause") {
                    self.learn_pause(&word("baseUrl"), pause);
                }
            }
            _ => {}
        }
    }
}

/// Calls `listener` with the progress of all pushes of this storage, in whichever tab, until `hostUnwatch`.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = hostWatch)]
pub fn host_watch(handle: u32, listener: Function) -> Result<u32, JsValue> {
    Ok(host(handle)?.channel.watch(listener))
}

/// Ends a watch.
#[wasm_bindgen(js_name = hostUnwatch)]
pub fn host_unwatch(handle: u32, watch: u32) {
    if let Ok(host) = host(handle) {
        host.channel.unwatch(watch);
    }
}

/// Aborts the push of a case in whichever tab it runs.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = hostAbort)]
pub fn host_abort(handle: u32, case_id: String) -> Result<(), JsValue> {
    let host = host(handle)?;
    host.abort_here(&case_id);
    host.channel.post(&object([("kind", "abort".into()), ("caseId", case_id.into())]));
    Ok(())
}
