//! Performs effects and converts between Rust and JavaScript. No decisions.
use wasm_bindgen::prelude::*;

/// The version of the engine.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
