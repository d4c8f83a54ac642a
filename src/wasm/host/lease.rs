//! Leases: who holds a lock where the platform has none.

use crate::host::lease::{self, LOOK_MS, Lease, RENEW_MS};
use crate::wasm::convert::{from_js, object, to_js};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// What is stored, if it is a lease: anything else holds nobody off.
fn read(stored: &JsValue) -> Option<Lease> {
    from_js(stored, "lease").ok()
}

/// Whether `owner` may have a lease now: `{ lease, seen }`, to be written and to be passed at the next look.
#[wasm_bindgen(js_name = leaseClaim)]
pub fn lease_claim(owner: &str, seen: &JsValue, stored: &JsValue) -> JsValue {
    to_js(&lease::claim(owner, from_js(seen, "look").ok(), read(stored)))
}

/// The renewed lease, or `null` where somebody else has taken it over.
#[wasm_bindgen(js_name = leaseRenew)]
pub fn lease_renew(owner: &str, stored: &JsValue) -> JsValue {
    to_js(&lease::renew(owner, read(stored)))
}

/// Whether the lease is this holder's, or somebody else has taken it over.
#[wasm_bindgen(js_name = leaseIsOf)]
#[must_use]
pub fn lease_is_of(owner: &str, stored: &JsValue) -> bool {
    lease::is_of(owner, read(stored).as_ref())
}

/// Whether somebody holds a lease: `{ isHeld, seen, isLeft }`, nothing where more looks must tell; to be passed at the next look;
/// whether to remove it, since the one who held it is gone.
#[wasm_bindgen(js_name = leaseLook)]
pub fn lease_look(seen: &JsValue, stored: &JsValue) -> JsValue {
    to_js(&lease::look(from_js(seen, "look").ok(), read(stored)))
}

/// How often a holder renews and one who waits looks: `{ renewMs, lookMs }`.
#[wasm_bindgen(js_name = leaseTimes)]
pub fn lease_times() -> JsValue {
    object([("renewMs", RENEW_MS.into()), ("lookMs", LOOK_MS.into())])
}
