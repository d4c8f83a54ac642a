//! What several tests share.

pub(crate) mod files;
pub(crate) mod processor;
mod systems;
pub(crate) mod world;

#[allow(unused_imports, reason = "not every program needs them")]
pub(crate) use systems::*;
