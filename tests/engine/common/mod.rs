//! What several tests share.

pub(crate) mod files;
mod systems;
pub(crate) mod world;

pub(crate) use systems::*;
