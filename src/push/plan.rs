//! The plan: what a push would do now, worked out without sending anything.

use super::decide::{Action, Read, Write, decide};
use super::goal::Goal;
use super::journal::{Evidence, Record, Step};
use super::known::Known;
use super::remote::{IfClosed, IfEdited, IfGone};
use crate::case::SecurityCase;
use crate::connector::{Connector, License};
use crate::error::{Code, Error};
use crate::http::Request;
use crate::mapping::{Fields, comments_target, readable_fields};
use crate::systems::{ID, IncidentRef, RemoteIncident};
use crate::warning::Warning;
use serde::Serialize;
use serde_json::Value;

/// What a plan or a push is made with, besides the case and the connector.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// The time, ISO 8601 in UTC. There is no clock in the engine.
    pub now: String,
    /// The host's licence; a host that passes none is not limited.
    pub license: Option<String>,
    /// Whether a complete push closes the case: `close-by-pushing` or `close-by-user`.
    pub closure: Option<String>,
    /// Who pushes, in Kibana's shape for users.
    pub pushed_by: Option<Value>,
    /// From 0 to 1: spreads the waits of many pages.
    pub jitter: Option<f64>,
    /// The address at which people find a case, for texts that are cut: `{id}` stands for its id.
    pub case_url: Option<String>,
    /// What to do where the incident's text was edited in the remote system.
    pub if_edited: IfEdited,
    /// What to do where the incident is gone.
    pub if_gone: IfGone,
    /// What to do where the incident was closed.
    pub if_closed: IfClosed,
}

impl Options {
    /// Options with the time, ISO 8601 in UTC. The others are fields to set.
    #[must_use]
    pub fn new(now: impl Into<String>) -> Self {
        Self { now: now.into(), ..Self::default() }
    }

    /// The time in milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> Result<i64, Error> {
        let invalid = || Error::with(Code::OptionsInvalid, "now is not an ISO 8601 time in UTC.").at("now");
        crate::time::parse_iso(&self.now).ok_or_else(invalid)
    }

    /// Refuses what the options do not allow.
    pub(crate) fn check(&self, connector: &Connector) -> Result<(), Error> {
        if !matches!(self.closure.as_deref(), None | Some("close-by-user" | "close-by-pushing")) {
            let message = "closure must be close-by-user or close-by-pushing.";
            return Err(Error::with(Code::OptionsInvalid, message).at("closure"));
        }
        let Some(name) = &self.license else { return Ok(()) };
        let Some(license) = License::parse(name) else {
            return Err(
                Error::with(Code::OptionsInvalid, format!("The licence \"{name}\" is not known.")).at("license")
            );
        };
        let form = connector.system().form();
        if license < form.minimum_license {
            let message = format!("{} needs a {} licence or a higher one.", form.name, form.minimum_license.as_str());
            return Err(Error::with(Code::LicenseRequired, message));
        }
        Ok(())
    }
}

/// The steps of a push, in order, and everything a person should know before.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Plan {
    /// The mark that makes the incident findable.
    pub mark: String,
    /// The steps. Empty where the incident is up to date.
    pub steps: Vec<PlanStep>,
    /// Every warning, those of the steps included.
    pub warnings: Vec<Warning>,
}

/// One request of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlanStep {
    /// `prepare`, `lookup`, `readIncident`, `readComments`, `create`, `update`, `comment` or `alerts`.
    pub kind: &'static str,
    /// The step in words.
    pub label: String,
    /// Whether it changes the remote side.
    pub writes: bool,
    /// The comment that is sent, where one is.
    pub comment_id: Option<String>,
    /// What the texts of the request are written in; nothing where it has none.
    pub format: Option<&'static str>,
    /// The request, without its secret. What a step before it will read is not filled in yet.
    pub request: Request,
    /// The fields as the remote side was last given them, text as Markdown.
    pub before: Fields,
    /// The fields as they will be, text as Markdown; the request has the text as it is sent.
    pub after: Fields,
    /// What is cut, changed or left out.
    pub warnings: Vec<Warning>,
}

/// How the incident of a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PushStatus {
    /// `neverPushed`, `upToDate`, `needsUpdate` or `unknown`.
    pub state: &'static str,
    /// Why an update is needed: remote field names, `comments` or `alerts`.
    pub reasons: Vec<String>,
    /// How many comments would be sent.
    pub comments: u32,
    /// The incident, where it is known.
    pub incident: Option<IncidentRef>,
}

/// Plans a push. Pure and cheap: nothing is sent.
///
/// # Errors
/// `LICENSE_REQUIRED`, `OPTIONS_INVALID`, or `FIELDS_INVALID` for the case's connector fields.
pub fn plan(
    case: &SecurityCase<'_>,
    connector: &Connector,
    journal: &[Record],
    options: &Options,
) -> Result<Plan, Error> {
    options.check(connector)?;
    let goal = Goal::new(case, connector, options.case_url.as_deref())?;
    let known = Known::replay(journal, &goal, connector);
    let steps = simulate(&goal, known, connector, options);
    let mut warnings = goal.incident.warnings;
    for warning in steps.iter().flat_map(|step| &step.warnings) {
        if !warnings.contains(warning) {
            warnings.push(warning.clone());
        }
    }
    Ok(Plan { mark: goal.mark, steps, warnings })
}

/// How the incident stands, by the case and the journal alone.
///
/// # Errors
/// As [`plan`].
pub fn status(case: &SecurityCase<'_>, connector: &Connector, journal: &[Record]) -> Result<PushStatus, Error> {
    let goal = Goal::new(case, connector, None)?;
    let known = Known::replay(journal, &goal, connector);
    let incident = known.incident.as_ref().map(|(incident, _)| incident.clone()).or_else(|| goal.external.clone());
    let open = known.open.is_some();
    let steps = simulate(&goal, known, connector, &Options::default());
    let mut reasons: Vec<String> = Vec::new();
    let mut comments = 0;
    for step in steps.iter().filter(|step| step.writes) {
        match step.kind {
            "comment" => comments += 1,
            "alerts" => reasons.push("alerts".into()),
            _ => reasons.extend(step.after.keys().cloned()),
        }
    }
    if comments > 0 {
        reasons.push("comments".into());
    }
    let state = match &incident {
        _ if open => "unknown",
        None => "neverPushed",
        Some(_) if steps.iter().all(|step| !step.writes) => "upToDate",
        Some(_) => "needsUpdate",
    };
    Ok(PushStatus { state, reasons, comments, incident })
}

/// Asks for one decision after the other, as if every read found nothing and every write worked.
pub(super) fn simulate(goal: &Goal, mut known: Known, connector: &Connector, options: &Options) -> Vec<PlanStep> {
    let mut steps = Vec::new();
    // Each round writes, reads or records something that is then known, so it ends by itself; the
    // bound only makes sure that a mistake cannot hang a page.
    for _ in 0..goal.comments.len() + 32 {
        match decide(goal, &known, connector, options) {
            Action::Read(read, request) => {
                steps.push(read_step(read, request));
                assume_read(read, &mut known);
            }
            Action::Write(write) => {
                assume_written(&write, goal, &mut known);
                steps.push(write_step(*write, connector));
            }
            Action::Note(found) => {
                for (step, receipt) in found {
                    known.apply(&step, &super::Event::Receipt(receipt));
                }
            }
            Action::Stop(..) | Action::Finish => break,
        }
    }
    steps
}

fn assume_read(read: Read, known: &mut Known) {
    match read {
        Read::Prepare(teaches) => drop(known.prepared.insert(teaches.to_owned(), Value::Null)),
        Read::Lookup => known.looked_up = true,
        Read::Recheck => known.recheck_due = false,
        Read::Trace => known.traced = true,
        Read::Incident => {
            let incident = known.incident.clone().map(|(incident, _)| incident);
            let incident =
                incident.unwrap_or(IncidentRef { id: String::new(), title: String::new(), url: String::new() });
            known.remote =
                Some(RemoteIncident { incident, fields: known.fields.clone(), raw: Value::Null, closed: false });
        }
        Read::Comments(_) => {
            known.comments_read = true;
            known.ours_visible = true;
        }
    }
    // What is looked for is assumed not to be there.
    if matches!(read, Read::Lookup | Read::Comments(_)) {
        known.open = None;
    }
}

fn assume_written(write: &Write, goal: &Goal, known: &mut Known) {
    let incident = known.incident.as_ref().map(|(incident, _)| incident.clone());
    let incident = incident.unwrap_or_else(|| IncidentRef {
        // Shown in the URLs of the steps that follow, until the answer names the real one.
        id: ID.into(),
        title: goal.mark.clone(),
        url: String::new(),
    });
    known.created_now |= write.step == Step::Create;
    let mut receipt = super::Receipt::new(Evidence::Answered, incident);
    receipt.hashes = write.hashes.clone();
    known.apply(&write.step, &super::Event::Receipt(receipt));
}

fn read_step(read: Read, request: Request) -> PlanStep {
    let (kind, label) = match read {
        Read::Prepare(_) => ("prepare", "Read what the next request needs"),
        Read::Lookup => ("lookup", "Look whether the incident exists"),
        Read::Trace => ("lookup", "Look whether it is there, but too new for the search"),
        Read::Recheck => ("lookup", "Look whether another browser has created one too"),
        Read::Incident => ("readIncident", "Read the incident"),
        Read::Comments(_) => ("readComments", "Read the comments that are there"),
    };
    PlanStep {
        kind,
        label: label.to_owned(),
        writes: false,
        comment_id: None,
        format: None,
        request,
        before: Fields::new(),
        after: Fields::new(),
        warnings: Vec::new(),
    }
}

fn write_step(write: Write, connector: &Connector) -> PlanStep {
    let (kind, label) = describe(&write.step);
    let comment_id = match &write.step {
        Step::Comment { comment_id, .. } => Some(comment_id.clone()),
        _ => None,
    };
    let field = match &write.step {
        Step::Create | Step::Update => "description",
        Step::Comment { .. } | Step::Alerts { .. } => comments_target(connector).unwrap_or("comments"),
    };
    PlanStep {
        kind,
        label,
        writes: true,
        comment_id,
        format: Some(connector.system().format(connector, field).name()),
        request: write.request,
        before: readable_fields(connector, &write.before),
        after: readable_fields(connector, &write.fields),
        warnings: write.warnings,
    }
}

/// A step's kind, and the step in words.
pub(super) fn describe(step: &Step) -> (&'static str, String) {
    match step {
        Step::Create => ("create", "Create the incident".to_owned()),
        Step::Update => ("update", "Update the incident".to_owned()),
        Step::Comment { comment_id, edit: 0, .. } => ("comment", format!("Add comment {comment_id}")),
        Step::Comment { comment_id, edit, .. } => ("comment", format!("Add comment {comment_id}, edit {edit}")),
        Step::Alerts { total } => ("alerts", format!("Add the number of alerts: {total}")),
    }
}
