//! The report, and its first check: the form.

use crate::connector::{Draft, Problem, Rules, Severity};
use crate::error::{Code, Error};
use crate::systems::checks::{Check, CheckId, CheckState};
use crate::systems::{Connector, validate};
use serde::Serialize;

/// How a checkup ended: its worst check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Grade {
    /// Nothing speaks against a push. What reading cannot tell does not count.
    Ok,
    /// A push may work, but a person should know something first.
    Warning,
    /// A push cannot work.
    Failed,
}

/// What a checkup has found out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The worst of the checks.
    pub grade: Grade,
    /// In a fixed order.
    pub checks: Vec<Check>,
    /// What it means for the form, as problems of its fields: what can be offered for one click has a suggestion.
    pub problems: Vec<Problem>,
}

/// What is known so far, in the order of the checks.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Check>);

impl Findings {
    pub(super) fn add(&mut self, checks: impl IntoIterator<Item = Check>) {
        for check in checks {
            let place = self.0.partition_point(|known| known.id < check.id);
            match self.0.get_mut(place).filter(|known| known.id == check.id) {
                Some(known) => known.join(check),
                None => self.0.insert(place, check),
            }
        }
    }

    pub(super) fn has(&self, id: CheckId) -> bool {
        self.0.iter().any(|check| check.id == id)
    }

    fn first_failed(&self) -> Option<CheckId> {
        self.0.iter().find(|check| check.state == CheckState::Failed).map(|check| check.id)
    }

    /// Nothing more is asked: what is not known yet stays so.
    pub(super) fn close(&mut self) {
        let why = match self.first_failed() {
            Some(id) => format!("Not asked, because the check \"{}\" failed.", id.as_str()),
            None => "Not asked.".to_owned(),
        };
        for id in CheckId::ALL.iter().copied().filter(|id| !self.has(*id)).collect::<Vec<_>>() {
            self.add([Check::skipped(id, why.as_str())]);
        }
    }

    pub(super) fn report(&self) -> Report {
        let worst = self.0.iter().map(|check| check.state).max();
        let grade = match worst {
            Some(CheckState::Failed) => Grade::Failed,
            Some(CheckState::Warning) => Grade::Warning,
            _ => Grade::Ok,
        };
        Report { grade, checks: self.0.clone(), problems: Vec::new() }
    }
}

/// The connector that a valid form is; else the check says why not, and the rest is skipped.
pub(super) fn check_form(draft: &Draft, rules: Rules<'_>, findings: &mut Findings) -> Option<Connector> {
    let problems: Vec<_> =
        validate(draft, rules).into_iter().filter(|problem| problem.severity == Severity::Error).collect();
    let code_of = |code: &str| match code {
        "SECRET_REQUIRED" | "SECRET_AGAIN" => Code::SecretMissing,
        "LICENSE_REQUIRED" => Code::LicenseRequired,
        "MAPPING_INVALID" => Code::MappingInvalid,
        _ => Code::ConnectorInvalid,
    };
    let mut codes: Vec<Code> = problems.iter().map(|problem| code_of(problem.code)).collect();
    codes.dedup();
    let error = match codes.as_slice() {
        [] => None,
        [code] => Some(*code),
        _ => Some(Code::ConnectorInvalid),
    }
    .map(|code| {
        let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        Error::with(code, messages.join(" "))
    });
    // A draft has no id before it is saved; nothing that is asked depends on one.
    let id = draft.id.clone().or_else(|| Some("draft".to_owned()));
    let connector = match error {
        Some(error) => Err(error),
        None => Connector::new(Draft { id, ..draft.clone() }),
    };
    match connector {
        Ok(connector) => {
            findings.add([Check::passed(CheckId::Form, "The form is valid.")]);
            Some(connector)
        }
        Err(error) => {
            findings.add([Check::failed(CheckId::Form, error)]);
            findings.close();
            None
        }
    }
}
