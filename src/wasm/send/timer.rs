//! A time limit by the platform's own clock, whatever the host's says.

use crate::wasm::convert::member;
use js_sys::Function;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &JsValue, ms: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// The longest that the platform waits: a longer timer would go off at once.
const LONGEST_TIMER_MS: u32 = i32::MAX.unsigned_abs();

/// Does something after so long, unless it is dropped before.
///
/// Not `AbortSignal.timeout()`, which jsdom has only of late.
pub(super) struct Timer {
    timer: JsValue,
    _then: Closure<dyn FnMut()>,
}

impl Timer {
    pub(super) fn new(ms: u32, then: impl FnMut() + 'static) -> Self {
        let then = Closure::new(then);
        let timer = set_timeout(then.as_ref(), ms.min(LONGEST_TIMER_MS));
        // Node may end although the limit is still to come.
        if let Ok(unref) = member(&timer, "unref").dyn_into::<Function>() {
            drop(unref.call0(&timer));
        }
        Self { timer, _then: then }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
    }
}
