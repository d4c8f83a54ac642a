//! Which field mappings a form allows.

use super::form::FormSpec;
use super::found::Problems;
use super::mapping::{Action, FieldMapping, Source, TargetKind};
use super::problem::Severity;
use crate::words::numbered;

/// Every problem of a connector's mappings, for its form.
pub(super) fn check_mappings(mappings: &[FieldMapping], form: &FormSpec, problems: &mut Problems) {
    let mut problem = |index: usize, words: &[&str]| {
        let path = numbered("mappings[", index, "]");
        problems.at(Some(path), Severity::Error, "MAPPING_INVALID", words);
    };
    // In their order, so that each is looked up fast.
    let (mut written, mut comments_before) = (Vec::<String>::new(), false);
    for (index, mapping) in mappings.iter().enumerate() {
        let target = form.targets.iter().find(|target| target.name == mapping.target);
        let kind = target.map(|target| target.kind);
        let own = form.own_name(&mapping.target).filter(|_| mapping.is_active());
        let comments = kind == Some(TargetKind::Comments);
        if mapping.target.trim().is_empty() {
            problem(index, &["A mapping has no target field."]);
        } else if let Some(own) = own.filter(|own| *own != mapping.target) {
            problem(index, &[&*mapping.target, " is another spelling of ", own, "."]);
        } else if mapping.is_active() && (mapping.source == Source::Comments) != comments {
            problem(index, &[mapping.source.as_str(), " cannot go to ", &mapping.target, "."]);
        } else if mapping.action == Action::Append && kind == Some(TargetKind::Line) {
            problem(index, &[&*mapping.target, " is one line and cannot be appended to."]);
        } else if own.is_some_and(|own| form.reserved.contains(&own)) {
            problem(index, &[&*mapping.target, " is set by the push itself."]);
        }
        if !mapping.is_active() {
            continue;
        }
        let is_of_comments = mapping.source == Source::Comments;
        let readings = form.readings(&mapping.target);
        let is_written = |reading: &String| written.binary_search(reading).is_ok();
        if readings.iter().any(is_written) {
            problem(index, &["Two mappings write ", &mapping.target, "."]);
        } else if is_of_comments && comments_before {
            problem(index, &["Comments go to one field only."]);
        }
        for reading in readings {
            if let Err(place) = written.binary_search(&reading) {
                written.insert(place, reading);
            }
        }
        comments_before |= is_of_comments;
    }
    for target in form.targets.iter().filter(|target| target.required) {
        let at = mappings.iter().position(|m| m.target == target.name).unwrap_or(mappings.len());
        if !mappings.get(at).is_some_and(FieldMapping::is_active) {
            problem(at, &[target.name, " is required and must be mapped."]);
        }
    }
}
