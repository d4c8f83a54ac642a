//! Connectors: their form as data, validation, secrets, and what a host stores of them.

mod authorize;
mod draft;
pub mod form;
mod license;
mod redact;
mod secrets;
mod stored;
mod transport;
mod validate;
pub mod vault;

pub use authorize::authorize;
pub use draft::{Draft, Scalar};
pub use license::License;
pub use redact::{REDACTED, Redaction};
pub use secrets::Secrets;
pub use stored::{Auth, CommentsTarget, Connector, Deployment, TextFormat};
pub use transport::Transport;
pub use validate::{Problem, Rules, Severity, secret_fields, validate, validate_field};
