//! The plan: what a push would do now, worked out without sending anything.

use super::decide::decide;
use super::decision::{Decision, Read, Texts, Write};
use super::goal::Goal;
use super::journal::{Event, Evidence, Receipt, Record, Step};
use super::knowledge::{Knowledge, Looked, Own};
use super::options::Options;
use super::readable::readable_fields;
use crate::case::SecurityCase;
use crate::connector::Problem;
use crate::connector::check_live::{check_changes, check_fields};
use crate::error::Error;
use crate::http::Request;
use crate::order::set_of;
use crate::systems::{Connector, Fields, ID, IncidentRef, LastLook, RemoteIncident};
use crate::warning::Warning;
use serde::Serialize;
use serde_json::Map;

/// The steps of a push, in order, and everything a person should know before.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Plan {
    /// The mark that makes the incident findable.
    pub mark: String,
    /// The steps. Empty where the incident is up to date.
    pub steps: Vec<PlanStep>,
    /// What the system would not take of the case's fields, by what was read of it: [`Options::fields`]. Empty without that.
    pub problems: Vec<Problem>,
    /// Every warning, those of the steps included.
    pub warnings: Vec<Warning>,
}

/// One request of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlanStep {
    /// What it does.
    pub kind: StepKind,
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

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum StepKind {
    /// Reads what a later request needs.
    Prepare,
    /// Looks for the incident.
    Lookup,
    /// Reads the incident.
    ReadIncident,
    /// Reads the comments that are there.
    ReadComments,
    /// Makes the incident.
    Create,
    /// Changes its fields.
    Update,
    /// Adds a comment.
    Comment,
    /// Adds the number of alerts.
    Alerts,
    /// Adds what the system takes of the alerts beyond fields and comments.
    Items,
    /// Has Kibana push.
    Delegate,
}

/// How the incident of a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PushStatus {
    /// The state.
    pub state: IncidentState,
    /// Why an update is needed: remote field names, `comments` or `alerts`.
    pub reasons: Vec<String>,
    /// How many comments would be sent.
    pub comments: u32,
    /// The incident, where it is known.
    pub incident: Option<IncidentRef>,
}

/// How the incident of a case stands, by the case and the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum IncidentState {
    /// No incident is known.
    NeverPushed,
    /// A push would write nothing.
    UpToDate,
    /// A push would write.
    NeedsUpdate,
    /// It is not known whether the last write happened.
    Unknown,
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
    let mut steps = Vec::new();
    let plan = plan_each(case, connector, journal, options, &mut |step| steps.push(step))?;
    Ok(Plan { steps, ..plan })
}

/// The same without its steps, which are handed on one by one: those of a case of 30 MiB take twice as much again.
pub(crate) fn plan_each(
    case: &SecurityCase<'_>,
    connector: &Connector,
    journal: &[Record],
    options: &Options,
    each: &mut dyn FnMut(PlanStep),
) -> Result<Plan, Error> {
    options.check(connector)?;
    let connector = &*options.adapted(connector);
    let goal = Goal::new(case, connector, options)?;
    let known = Knowledge::replay(journal, &goal, connector);
    let live = options.fields.as_ref();
    let chosen = case.fields_for(connector.id(), connector.type_id());
    let mut problems =
        live.map_or_else(Vec::new, |live| check_fields(chosen.unwrap_or(&Map::new()), connector.form(), live));
    let mut of_steps = Vec::new();
    let unconfirmed = simulate(&goal, known, connector, options, Texts::Made, &mut |step| {
        let step = match step {
            Simulated::Read(read) => read_step(read),
            Simulated::Write(write) => write_step(write, connector),
        };
        of_steps.extend_from_slice(&step.warnings);
        if let (StepKind::Update, Some(live)) = (step.kind, live) {
            check_changes(live, &step.after, &mut problems);
        }
        each(step);
    });
    let mut warnings = goal.incident.warnings;
    warnings.extend(unconfirmed);
    let mut said = set_of(warnings.iter().map(said_of));
    of_steps.retain(|warning| said.insert(said_of(warning)));
    warnings.append(&mut of_steps);
    Ok(Plan { mark: goal.mark, steps: Vec::new(), problems, warnings })
}

/// What tells one warning from another.
fn said_of(warning: &Warning) -> String {
    let Warning { code, message, field, comment_id, before, after } = warning;
    let words = [Some(message), Some(field), comment_id.as_ref(), before.as_ref(), after.as_ref()];
    let words = words.map(|word| word.map_or("\u{0}", String::as_str));
    format!("{code}\u{1}{}", words.join("\u{1}"))
}

/// How the incident stands, by the case and the journal alone.
///
/// # Errors
/// As [`plan`].
pub fn status(case: &SecurityCase<'_>, connector: &Connector, journal: &[Record]) -> Result<PushStatus, Error> {
    let goal = Goal::new(case, connector, &Options::default())?;
    let known = Knowledge::replay(journal, &goal, connector);
    let incident = known
        .incident
        .as_ref()
        .map(|(incident, _)| incident.clone())
        .or_else(|| goal.external.as_ref().map(|external| external.incident.clone()));
    let open = known.open.is_some();
    let (mut reasons, mut comments, mut writes) = (Vec::new(), 0_u32, false);
    simulate(&goal, known, connector, &Options::default(), Texts::LeftOut, &mut |step| {
        let Simulated::Write(write) = step else { return };
        writes = true;
        match write.step {
            Step::Comment { .. } => comments += 1,
            Step::Alerts { .. } | Step::Items { .. } => reasons.push("alerts".into()),
            Step::Create | Step::Update => reasons.extend(write.fields.keys().cloned()),
        }
    });
    if comments > 0 {
        reasons.push("comments".into());
    }
    let state = match &incident {
        _ if open => IncidentState::Unknown,
        None => IncidentState::NeverPushed,
        Some(_) if !writes => IncidentState::UpToDate,
        Some(_) => IncidentState::NeedsUpdate,
    };
    Ok(PushStatus { state, reasons, comments, incident })
}

/// A request that a push would send.
pub(super) enum Simulated<'a> {
    Read(&'a Read),
    Write(&'a Write),
}

/// Asks for one decision after the other, as if every read found nothing and every write worked. Answers what nobody can
/// find out.
pub(super) fn simulate(
    goal: &Goal,
    mut known: Knowledge,
    connector: &Connector,
    options: &Options,
    texts: Texts,
    each: &mut dyn FnMut(Simulated<'_>),
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    // Each round writes, reads or records something that is then known, so it ends by itself; the
    // bound only makes sure that a mistake cannot hang a page.
    for _ in 0..goal.comments.len() + 32 {
        match decide(goal, &mut known, connector, options, texts) {
            Decision::Read(read) => {
                each(Simulated::Read(&read));
                assume_read(read, &mut known, goal);
            }
            Decision::Write(write) => {
                assume_written(&write, goal, &mut known, connector);
                each(Simulated::Write(&write));
            }
            Decision::Note(found) => {
                for (step, event) in found {
                    if let (Step::Items { items }, Event::Unconfirmed) = (&step, &event) {
                        warnings.push(unconfirmed(items));
                    }
                    known.apply(&step, &event, connector.system());
                }
            }
            Decision::PassOver(incident_id) => {
                known.has_passed_over = true;
                known.apply(&Step::Create, &Event::GivenUp { incident_id }, connector.system());
            }
            Decision::Leave(warning) => {
                warnings.push(warning);
                known.leaves_status = true;
            }
            Decision::Stop(_) | Decision::Finish => break,
        }
    }
    warnings
}

/// What is looked for is assumed not to be there.
fn assume_read(read: Read, known: &mut Knowledge, goal: &Goal) {
    match read {
        Read::LastLook(LastLook::Incident(_)) => known.taken.fields = Fields::new(),
        Read::LastLook(LastLook::Entries(_) | LastLook::Newest(_)) => known.taken.entries = Vec::new(),
        Read::Deployment(_) => known.asked_deployment = true,
        Read::Prepare(preparation) | Read::PrepareStatus(preparation) => known.facts = preparation.assumed,
        Read::Lookup(_) => {
            known.looked = Looked::Searched;
            known.open = None;
        }
        Read::Account(_) => known.own = Own::Unknown,
        Read::Named(_) => known.assume_named(goal),
        Read::Recheck(_) => known.recheck_due = false,
        Read::Newest(_) => known.looked = Looked::Everywhere,
        Read::Standing(_) => known.is_overtaken = false,
        // Asked where a look has found nothing, and not by a plan.
        Read::Unmarked(_) => {}
        Read::Incident(_) if known.open.is_some() => known.open = None,
        Read::Incident(_) => {
            let incident = known.incident.clone().map(|(incident, _)| incident);
            let incident =
                incident.unwrap_or(IncidentRef { id: String::new(), title: String::new(), url: String::new() });
            known.saw(RemoteIncident { incident, fields: known.fields.clone(), ..RemoteIncident::default() });
        }
        Read::Comments(_) => {
            known.comments_read = true;
            known.comments_readable = true;
            known.assume_case(goal);
            known.open = None;
        }
    }
}

fn assume_written(write: &Write, goal: &Goal, known: &mut Knowledge, connector: &Connector) {
    let incident = known.incident.as_ref().map(|(incident, _)| incident.clone());
    let incident = incident.unwrap_or_else(|| IncidentRef {
        // Shown in the URLs of the steps that follow, until the answer names the real one.
        id: ID.into(),
        title: goal.mark.clone(),
        url: String::new(),
    });
    known.created_now |= write.step == Step::Create;
    let mut receipt = Receipt::new(Evidence::Answered, incident);
    receipt.hashes = write.hashes.clone();
    known.apply(&write.step, &Event::Receipt(receipt), connector.system());
    known.taken.note(&write.step, &write.fields);
    if connector.system().answers_show_fields(connector) {
        known.taken.shown(&write.fields);
    }
}

fn read_step(read: &Read) -> PlanStep {
    let (kind, label) = match read {
        Read::Deployment(_) => (StepKind::Prepare, "Find out how the system is deployed"),
        Read::Prepare(_) | Read::PrepareStatus(_) => (StepKind::Prepare, "Read what the next request needs"),
        Read::Account(_) => (StepKind::Prepare, "Find out which account this is"),
        Read::Named(_) => (StepKind::ReadIncident, "Read the incident that the case names, and take it over"),
        Read::Lookup(_) => (StepKind::Lookup, "Look whether the incident exists"),
        Read::Newest(_) => (StepKind::Lookup, "Look whether it is there, but too new for the search"),
        Read::Unmarked(_) => (StepKind::Lookup, "Look whether it is there without its mark"),
        Read::Recheck(_) => (StepKind::Lookup, "Look whether another browser has created one too"),
        Read::Incident(_) => (StepKind::ReadIncident, "Read the incident"),
        Read::Standing(_) => (StepKind::ReadIncident, "Look what another browser has left there"),
        Read::LastLook(_) => (StepKind::ReadIncident, "Look whether everything has arrived"),
        Read::Comments(_) => (StepKind::ReadComments, "Read the comments that are there"),
    };
    PlanStep {
        kind,
        label: label.to_owned(),
        writes: false,
        comment_id: None,
        format: None,
        request: read.request().clone(),
        before: Fields::new(),
        after: Fields::new(),
        warnings: Vec::new(),
    }
}

fn write_step(write: &Write, connector: &Connector) -> PlanStep {
    let (kind, label) = describe_write(write, connector);
    let comment_id = match &write.step {
        Step::Comment { comment_id, .. } => Some(comment_id.clone()),
        _ => None,
    };
    let field = match &write.step {
        Step::Create | Step::Update => "description",
        Step::Comment { .. } | Step::Alerts { .. } | Step::Items { .. } => {
            connector.comments_field().unwrap_or("comments")
        }
    };
    PlanStep {
        kind,
        label,
        writes: true,
        comment_id,
        format: (!matches!(write.step, Step::Items { .. })).then(|| connector.system().format(connector, field).name()),
        request: write.call.request.clone(),
        before: readable_fields(connector, &write.before),
        after: readable_fields(connector, &write.fields),
        warnings: write.warnings.clone(),
    }
}

/// A write's kind, and the write in words.
pub(super) fn describe_write(write: &Write, connector: &Connector) -> (StepKind, String) {
    match write.status(connector) {
        Some(status) => (StepKind::Update, format!("Set the status to {status}")),
        None => describe(&write.step),
    }
}

/// A step's kind, and the step in words.
pub(super) fn describe(step: &Step) -> (StepKind, String) {
    match step {
        Step::Create => (StepKind::Create, "Create the incident".to_owned()),
        Step::Update => (StepKind::Update, "Update the incident".to_owned()),
        Step::Comment { comment_id, edit: 0, .. } => (StepKind::Comment, format!("Add comment {comment_id}")),
        Step::Comment { comment_id, edit, .. } => (StepKind::Comment, format!("Add comment {comment_id}, edit {edit}")),
        Step::Alerts { total } => (StepKind::Alerts, format!("Add the number of alerts: {total}")),
        Step::Items { items } => (StepKind::Items, format!("Add what the alerts hold: {}", items.len())),
    }
}

const MOST_SHOWN: usize = 20;

/// What nobody can find out.
pub(super) fn unconfirmed(items: &[String]) -> Warning {
    // The plan and the journal have all of them; nobody reads more in a sentence.
    let shown = items.get(..MOST_SHOWN.min(items.len())).unwrap_or_default().join(", ");
    let more = items.len().saturating_sub(MOST_SHOWN);
    let more = if more == 0 { String::new() } else { format!(", and {more} more") };
    let message = format!(
        "Whether the incident has these of the alerts is not known, so they are not sent again: {shown}{more}. Look, and add by hand what is missing."
    );
    Warning::new("ITEMS_UNCONFIRMED", "alerts", message)
}
