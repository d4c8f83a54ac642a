//! Sends security cases to ServiceNow, Jira and IBM Resilient.
#[cfg(feature = "forms")]
pub mod wasm;
