//! What a validation has found so far.

use super::form::FieldSpec;
use super::problem::{Problem, Severity};
use crate::words::joined;

/// What is found, in the order in which it is.
#[derive(Debug, Default)]
pub(super) struct Problems(pub(super) Vec<Problem>);

impl Problems {
    pub(super) fn error(&mut self, field: &FieldSpec, code: &'static str, words: &[&str]) {
        self.of(field, Severity::Error, code, words);
    }

    pub(super) fn warning(&mut self, field: &FieldSpec, code: &'static str, words: &[&str]) {
        self.of(field, Severity::Warning, code, words);
    }

    #[inline(never)]
    fn of(&mut self, field: &FieldSpec, severity: Severity, code: &'static str, words: &[&str]) {
        self.at(Some(field.path()), severity, code, words);
    }

    /// Words and problems are put together here alone: at each place that finds one, that would be a tenth of the small module.
    #[inline(never)]
    pub(super) fn at(&mut self, field: Option<String>, severity: Severity, code: &'static str, words: &[&str]) {
        self.0.push(Problem { field, code, severity, message: joined(words), suggestion: None });
    }
}
