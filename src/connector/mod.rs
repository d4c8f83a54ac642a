//! Connectors: their form as data, validation, secrets, and what a host stores of them.

mod authorize;
mod draft;
pub mod form;
mod license;
mod secrets;
mod stored;
mod validate;

// What the JavaScript host needs besides the connectors themselves.
#[cfg(any(test, feature = "bindings"))]
pub(crate) mod redact;
#[cfg(any(test, feature = "bindings"))]
pub(crate) mod transport;
#[cfg(any(test, feature = "bindings"))]
pub(crate) mod vault;

pub use authorize::authorize;
pub use draft::{Draft, Scalar};
pub use license::License;
pub use secrets::Secrets;
pub use stored::Connector;
pub(crate) use stored::{Auth, CommentsTarget, Deployment, TextFormat};
pub use validate::{Problem, Rules, Severity, secret_fields, validate, validate_field};
