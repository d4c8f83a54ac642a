//! Simulated ServiceNow, Jira and IBM Resilient.
fn main() {}
