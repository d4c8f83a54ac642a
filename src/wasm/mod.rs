//! The bindings: they convert between Rust and JavaScript and perform effects. Decisions are made elsewhere.
//!
//! This is the one folder that names JavaScript crates. What small things cross as objects, and what
//! grows crosses as bytes, is decided in `convert`.

mod convert;
#[cfg(feature = "bindings")]
mod crypto;
mod draft;
mod forms;

#[cfg(feature = "bindings")]
mod engine;
#[cfg(feature = "bindings")]
mod handles;
#[cfg(feature = "bindings")]
mod host;
#[cfg(feature = "bindings")]
mod host_new;
#[cfg(feature = "bindings")]
mod push;
#[cfg(feature = "bindings")]
mod send;
#[cfg(feature = "bindings")]
mod store;

pub use forms::{connector_types, validate_connector, validate_connector_field, version};

#[cfg(feature = "bindings")]
pub use engine::{authorize, build, map_case, plan_push, push_status, read_case, read_text, render_text};
#[cfg(feature = "bindings")]
pub use host::{
    host_abort, host_aside, host_case_choice, host_close, host_connectors, host_delete_connector, host_dismiss,
    host_export, host_forget, host_import, host_interrupted, host_journal, host_lock, host_open, host_plan, host_push,
    host_push_all, host_resume, host_resume_all, host_save_case_choice, host_save_connector, host_save_settings,
    host_set_secrets, host_set_vault, host_settings, host_status, host_test_connector, host_unlock, host_unwatch,
    host_vault, host_watch, host_wipe,
};
#[cfg(feature = "bindings")]
pub use host_new::{
    case_connector, case_names, case_with_connector, choice_read, choice_save, connectors_delete, connectors_existing,
    connectors_export, connectors_import, connectors_list, connectors_save, error_of, host_concurrency, host_free,
    host_new, lease_claim, lease_free, lease_look, lease_renew, lease_times, license_of, record_key,
    secrets_forget_opened, secrets_keep, secrets_opened, secrets_set, secrets_to_open, settings_read, settings_save,
    vault_change, vault_changed, vault_lock, vault_locks_in, vault_state, vault_unlocked, vault_unlocking, vault_wipe,
};
#[cfg(feature = "bindings")]
pub use push::{
    push_abort, push_fail, push_free, push_new, push_next, push_not_saved, push_outcome, push_progress, push_receive,
    push_saved, push_settle,
};
#[cfg(feature = "bindings")]
pub use send::send;
