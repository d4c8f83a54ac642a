//! The error body of Jira.

use crate::shared::answer::Refusal;
use serde_json::{Map, Value, json};

/// Errors collected while a request is checked.
#[derive(Debug, Default)]
pub(super) struct Errors {
    messages: Vec<String>,
    fields: Map<String, Value>,
}

impl Errors {
    /// One error that belongs to no field.
    pub(super) fn message(text: &str) -> Self {
        Self { messages: vec![text.to_owned()], ..Self::default() }
    }

    /// One error of a field.
    pub(super) fn field(name: &str, text: &str) -> Self {
        let mut errors = Self::default();
        errors.add(name, text);
        errors
    }

    pub(super) fn add(&mut self, field: &str, text: impl Into<String>) {
        self.fields.insert(field.to_owned(), text.into().into());
    }

    pub(super) fn add_message(&mut self, text: impl Into<String>) {
        self.messages.push(text.into());
    }

    pub(super) fn body(&self) -> Value {
        json!({ "errorMessages": self.messages, "errors": self.fields })
    }

    pub(super) fn refusal(&self, status: u16) -> Refusal {
        Refusal { status, body: self.body() }
    }

    /// A refusal, if anything was collected.
    pub(super) fn check(self) -> Result<(), Refusal> {
        if self.messages.is_empty() && self.fields.is_empty() { Ok(()) } else { Err(self.refusal(400)) }
    }
}

/// The answer for an issue that is not there or not visible.
pub(super) fn no_issue() -> Refusal {
    Errors::message("Issue does not exist or you do not have permission to see it.").refusal(404)
}
