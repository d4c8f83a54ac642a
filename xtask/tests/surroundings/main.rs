//! xtask on machines that lack something: each ends well, or says what to do. The tools are stubs on a PATH of their own,
//! so no test needs a network or a machine like that.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod node;
mod running;
mod rust;
mod stage;
mod testing;
