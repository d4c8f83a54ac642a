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
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
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

    /// Waits for something that nobody else waits for.
    pub(super) async fn sleep_aside(&self, ms: u32) {
        if self.0.is_some() {
            return self.sleep(ms, None).await;
        }
        real_sleep_aside(ms).await;
    }

    /// Waits, or less where the signal aborts.
    pub(super) async fn sleep(&self, ms: u32, signal: Option<&AbortSignal>) {
        let over = match &self.0 {
            Some((_, sleep)) => sleep.call1(&JsValue::UNDEFINED, &ms.into()).unwrap_or(JsValue::UNDEFINED),
            None => timeout(ms).0.into(),
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

/// The longest that the platform waits: a longer timer would go off at once.
const LONGEST_TIMER_MS: u32 = i32::MAX.unsigned_abs();

/// Does something by the platform's clock after so long, unless it is dropped before.
///
/// Not `AbortSignal.timeout()`, which jsdom has only of late.
pub(in crate::wasm) struct Timer {
    timer: JsValue,
    _then: Closure<dyn FnMut()>,
}

impl Timer {
    pub(in crate::wasm) fn new(ms: u32, then: impl FnMut() + 'static) -> Self {
        let then = Closure::new(then);
        let timer = set_timeout(then.as_ref(), ms.min(LONGEST_TIMER_MS));
        unref(&timer);
        Self { timer, _then: then }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
    }
}

/// A promise that is kept after so long, with what the platform knows the timer by.
fn timeout(ms: u32) -> (Promise, JsValue) {
    let mut timer = JsValue::UNDEFINED;
    let over = Promise::new(&mut |resolve, _| timer = set_timeout(&resolve, ms.min(LONGEST_TIMER_MS)));
    (over, timer)
}

/// Waits by the platform's clock, whatever the host's says.
pub(super) async fn real_sleep(ms: u32) {
    drop(JsFuture::from(timeout(ms).0).await);
}

/// The same for something that nobody else waits for.
pub(super) async fn real_sleep_aside(ms: u32) {
    let (over, timer) = timeout(ms);
    unref(&timer);
    drop(JsFuture::from(over).await);
}

/// Lets Node end although this is still going to happen. Browsers have no such thing.
pub(super) fn unref(value: &JsValue) {
    if let Ok(unref) = member(value, "unref").dyn_into::<Function>() {
        drop(unref.call0(value));
    }
}
