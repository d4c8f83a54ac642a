//! The time, and waiting: the platform's, or what the host passed in its place.

use crate::error::{Code, Error};
use crate::wasm::draft::member;
use js_sys::{Array, Date, Function, Promise};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &JsValue, ms: u32) -> JsValue;
}

/// `{ now(): number, sleep(ms): Promise }`, or the platform's.
pub(super) struct Clock(Option<(Function, Function)>);

impl Clock {
    pub(super) fn read(value: &JsValue) -> Result<Self, Error> {
        if !value.is_object() {
            return Ok(Self(None));
        }
        let function = |name: &str| member(value, name).dyn_into::<Function>().ok();
        match (function("now"), function("sleep")) {
            (Some(now), Some(sleep)) => Ok(Self(Some((now, sleep)))),
            _ => Err(Error::with(Code::OptionsInvalid, "clock needs now() and sleep(ms).").at("clock")),
        }
    }

    /// Milliseconds since 1970.
    pub(super) fn now_ms(&self) -> i64 {
        let now = self.0.as_ref().and_then(|(now, _)| now.call0(&JsValue::UNDEFINED).ok()?.as_f64());
        #[allow(clippy::cast_possible_truncation, reason = "milliseconds are whole")]
        let now = now.unwrap_or_else(Date::now) as i64;
        now
    }

    /// The time, ISO 8601.
    pub(super) fn now(&self) -> String {
        crate::time::to_iso(self.now_ms())
    }

    /// Waits, or less where the signal aborts.
    pub(super) async fn sleep(&self, ms: u32, signal: Option<&AbortSignal>) {
        let over = match &self.0 {
            Some((_, sleep)) => sleep.call1(&JsValue::UNDEFINED, &ms.into()).unwrap_or(JsValue::UNDEFINED),
            None => timeout(ms).into(),
        };
        let aborted = signal.map(|signal| {
            Promise::new(&mut |resolve, _| {
                let stop = Closure::once_into_js(move || drop(resolve.call0(&JsValue::UNDEFINED)));
                drop(signal.add_event_listener_with_callback("abort", stop.unchecked_ref()));
            })
        });
        let either: Array = [Some(over), aborted.map(JsValue::from)].into_iter().flatten().collect();
        drop(JsFuture::from(Promise::race(&either)).await);
    }
}

fn timeout(ms: u32) -> Promise {
    Promise::new(&mut |resolve, _| drop(set_timeout(&resolve, ms)))
}

/// Waits by the platform's clock, whatever the host's says.
pub(super) async fn real_sleep(ms: u32) {
    drop(JsFuture::from(timeout(ms)).await);
}
