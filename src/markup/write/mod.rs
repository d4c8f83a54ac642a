//! One writer per target; each writes the same [`Document`](super::document::Document).

pub(super) mod adf;
pub(super) mod html;
mod lines;
pub(super) mod markdown;
pub(super) mod plain;
pub(super) mod wiki;
