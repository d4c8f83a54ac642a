//! What only a real browser can show: the boundary to JavaScript, IndexedDB, and fetch.
//!
//! `cargo xtask test --only browser` starts the simulated systems and runs this in headless Chromium.
#![cfg(target_arch = "wasm32")]

mod boundary;
mod delegate;
mod doctor;
mod fetch;
mod host;
mod js;
mod pending;
mod storage;
mod vault;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
