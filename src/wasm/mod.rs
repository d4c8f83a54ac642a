//! The bindings: they convert between Rust and JavaScript and perform effects. Decisions are made elsewhere.
//!
//! This is the one folder that names JavaScript crates. What small things cross as objects, and what
//! grows crosses as bytes, is decided in `convert`.

mod answer;
mod draft;
mod forms;
mod json;

#[cfg(feature = "bindings")]
mod convert;
#[cfg(feature = "bindings")]
mod engine;
#[cfg(feature = "bindings")]
mod handles;
#[cfg(feature = "bindings")]
mod host;
#[cfg(feature = "bindings")]
mod push;
#[cfg(feature = "bindings")]
mod send;

pub use forms::{connector_types, validate_connector, validate_connector_field, version};

#[cfg(feature = "bindings")]
pub use engine::{build, map_case, plan_push, push_status, read_case, read_text, render_text, validate_fields};
#[cfg(feature = "bindings")]
pub use host::*;
#[cfg(feature = "bindings")]
pub use push::{
    authorize, push_abort, push_fail, push_free, push_new, push_next, push_not_saved, push_outcome, push_progress,
    push_receive, push_saved, push_settle,
};
#[cfg(feature = "bindings")]
pub use send::send;
