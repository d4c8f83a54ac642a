//! Live fields: what the simulated systems ask of a new incident, and a case's fields judged by it.

mod check;
mod edit;
mod labels;
mod reader;
mod search;
mod systems;
mod taken;
