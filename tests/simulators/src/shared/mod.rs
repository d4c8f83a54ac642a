//! What the simulators have in common: listening, the ledger, faults,
//! settings, CORS, the control area and small helpers.

pub(crate) mod answer;
pub(crate) mod auth;
pub(crate) mod clock;
pub(crate) mod control;
pub(crate) mod cors;
pub(crate) mod cut;
pub(crate) mod faults;
pub(crate) mod gate;
pub(crate) mod html;
pub(crate) mod hub;
pub(crate) mod ids;
pub(crate) mod ledger;
mod params;
pub(crate) mod serve;
pub(crate) mod settings;

pub(crate) use params::{Params, Query};
