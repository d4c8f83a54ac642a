//! Case text into the remote system's text, so that it arrives as text and as nothing else.
//!
//! [`render`] reads Markdown once and writes it for one target. Every writer keeps what a reader sees:
//! a character that means something in the target is escaped for its place.

mod autolink;
mod builder;
mod document;
mod fit;
mod format;
mod line;
mod link;
mod loss;
mod nesting;
mod parse;
mod read;
pub(crate) mod reference;
mod remote;
mod render;
mod servicenow;
mod write;

pub use fit::{Ending, Fitted, Rendered, fit, fit_line, render};
pub use format::Format;
pub use line::{one_line, utf16_len};
pub use loss::Loss;
pub use remote::{escaped, join, read_back, visible};
