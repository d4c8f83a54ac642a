//! The rules of each vendor, and what the simulated systems have in common, in one program.

mod control;
mod fields;
mod jira;
mod kibana;
mod resilient;
mod servicenow;
mod servicenow_sir;
mod support;
