//! The doctor over HTTP against the simulated systems, and with answers that no simulator gives.

mod codes;
mod healthy;
mod patient;
mod systems;
mod transport;
