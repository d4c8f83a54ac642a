//! Turns a security case into an incident in ServiceNow, ServiceNow SecOps, Jira or IBM Resilient, and keeps the two in step.
//!
//! The engine does no I/O and has no clock: it reads a case, maps it, plans a push and carries it
//! out as a state machine, whose effects the host performs. No incident is made twice and no
//! comment is lost, whatever the network does; where it cannot be known, it says so.
//!
//! ```
//! use case_connectors::{case::SecurityCase, push, systems::Connector};
//!
//! let case = br#"{"id":"1","title":"Phishing","description":"**3** users","created_at":"2026-09-14T07:31:08Z"}"#;
//! let connector = br#"{"id":"soc","type":".jira","name":"SOC","config":
//!     {"apiUrl":"https://example.atlassian.net","projectKey":"SOC","email":"bot@example.com"}}"#;
//! let case = SecurityCase::parse(case, &[])?;
//! let connector = Connector::from_json(connector)?;
//! let options = push::Options::new("2026-09-14T08:00:00Z");
//! let plan = push::plan(&case, &connector, &[], &options)?;
//! let writes: Vec<_> = plan.steps.iter().filter(|step| step.writes).map(|step| step.kind).collect();
//! assert_eq!(writes, [push::StepKind::Create]);
//! # Ok::<(), case_connectors::error::Error>(())
//! ```
//!
//! - [`case`]: the case, its comments and alerts.
//! - [`connector`]: forms as data, field mappings, validation, secrets.
//! - [`markup`]: text that arrives as text.
//! - [`doctor`]: the test of a connector that is not saved yet, by reads alone.
//! - [`push`]: case fields to incident fields, plan, state machine, journal.
//! - [`pull`]: what the other team did in the incident, as data to choose from.
//! - [`fields`]: what a connector's system asks of a new incident, read when it is needed.
//! - [`delegate`]: the same push, done by Kibana.
//! - [`machine`]: what a push, a push by Kibana and a test of a connector have in common.
//! - [`systems`]: one folder per remote system, and the connector that is ready to use.
//! - [`url`], [`http`], [`error`], [`warning`], [`time`]: what all of them share.
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod case;
pub mod connector;
pub mod delegate;
pub mod doctor;
pub mod error;
pub mod fields;
pub(crate) use ::markup::hash;
#[cfg(any(test, feature = "bindings"))]
#[cfg_attr(not(feature = "bindings"), allow(dead_code, unused_imports, reason = "the bindings alone use it"))]
mod host;
pub mod http;
mod json;
pub mod machine;
mod order;
pub mod markup {
    //! Case text into the remote system's text, so that it arrives as text and as nothing else.
    #[doc(inline)]
    pub use ::markup::{
        Ending, Fitted, Format, Loss, Rendered, escaped, fit, fit_line, join, one_line, read_back, render, taken_over,
        utf16_len, visible,
    };
    pub(crate) use ::markup::{lowercase, origin, reference, shown_in_journal};
}
pub mod pull;
pub mod push;
pub mod systems;
pub mod time {
    //! Points in time as milliseconds since 1970, UTC. There is no clock here: "now" is an argument.
    pub(crate) use ::markup::time::{day_of, parse_servicenow};
    #[doc(inline)]
    pub use ::markup::time::{parse_iso, to_iso};
}
mod unreadable;
pub mod url;
pub mod warning;
mod words;
// The exports of the npm package: public for wasm-bindgen, and no part of the crate's interface.
#[cfg(feature = "forms")]
#[doc(hidden)]
pub mod wasm;

/// The example of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
