//! The doctor over HTTP against the simulated systems, and with answers that no simulator gives.
#![cfg(not(target_arch = "wasm32"))]

mod codes;
mod healthy;
mod patient;
mod systems;
mod transport;
#[path = "../push/world.rs"]
mod world;
