//! Connectors: their form as data, validation, secrets, and what a host stores of them.

pub mod case_field;
pub(crate) mod check_live;
mod check_mappings;
mod deployed;
mod draft;
pub(crate) mod follows;
pub mod form;
mod found;
mod license;
pub(crate) mod live;
pub mod mapping;
mod pasted;
mod problem;
pub(crate) mod recognition;
mod scalar;
mod secrets;
pub(crate) mod validate;

// What the JavaScript host needs besides the connectors themselves.
#[cfg(any(test, feature = "bindings"))]
pub(crate) mod vault;

pub use deployed::Deployed;
pub use draft::Draft;
pub use license::License;
#[cfg(any(test, feature = "forms"))]
pub(crate) use pasted::SpellHost;
pub use problem::{Problem, Severity};
pub use scalar::Scalar;
pub use secrets::Secrets;
pub use validate::Rules;
