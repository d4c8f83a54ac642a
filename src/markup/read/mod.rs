//! The way back: what stands in the remote system, as a [`Document`](super::document::Document).
//!
//! Good enough to show a difference and to know our own text again; not a converter for its own sake.

pub(super) mod adf;
pub(super) mod html;
pub(super) mod wiki;
