//! Case text into the remote system's text, so that it arrives as text and as nothing else.
//!
//! [`render`] reads Markdown once and writes it for one target. Every writer keeps what a reader sees:
//! a character that means something in the target is escaped for its place.
//!
//! A crate of its own, not built for size alone, with what it needs of times and hashes; `case-connectors` hands it on.
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod builder;
mod document;
mod entities;
mod fit;
mod format;
#[doc(hidden)]
pub mod hash;
#[doc(hidden)]
pub mod json;
mod keyed;
mod kinds;
mod line;
mod link;
mod loss;
mod lowercase;
mod nesting;
mod normal;
#[doc(hidden)]
pub mod origin;
mod parse;
mod prose;
mod read;
#[doc(hidden)]
pub mod reference;
mod remote;
mod render;
mod servicenow;
pub mod time;
mod write;

pub use fit::{Ending, Fitted, Rendered, fit, fit_line, render};
pub use format::Format;
#[doc(hidden)]
pub use keyed::Keyed;
pub use line::{one_line, utf16_len};
pub use loss::Loss;
#[doc(hidden)]
pub use lowercase::lowercase;
pub use remote::{escaped, join, read_back, taken_over, visible};
#[doc(hidden)]
pub use servicenow::shown as shown_in_journal;
