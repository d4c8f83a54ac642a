//! Sends security cases to ServiceNow, Jira and IBM Resilient.
