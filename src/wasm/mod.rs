//! The bindings: they convert between Rust and JavaScript and perform effects. Decisions are made elsewhere.
//!
//! This is the one room that names JavaScript crates. What small things cross as objects, and what
//! grows crosses as bytes, is decided in `convert`.

// wasm-bindgen exports only what is `pub`, wherever it stands.
#![allow(unreachable_pub)]

mod convert;
mod draft;
mod forms;

#[cfg(feature = "bindings")]
mod engine;
#[cfg(feature = "bindings")]
mod host;
#[cfg(feature = "bindings")]
mod push;
#[cfg(feature = "bindings")]
mod send;
#[cfg(feature = "bindings")]
mod store;
