//! The incident's status, where it follows that of the case: set by a request of its own, before everything else where the
//! incident is opened again, and after everything else where it is closed.

use super::compare::is_written;
use super::decision::{Decision, Read, Write};
use super::goal::Goal;
use super::incident::Hashes;
use super::journal::{Event, Evidence, Receipt, Step};
use super::knowledge::Knowledge;
use super::options::Options;
use super::update::edited_there;
use crate::connector::follows::STATUSES;
use crate::error::Error;
use crate::systems::{Connector, Context, Fields, RemoteIncident, StatusChange, fields};
use crate::warning::Warning;
use serde_json::Value;

/// The field of the status with its value.
type Status<'a> = (&'a String, &'a Value);

/// What of the fields that have changed is the status, unless this push leaves it, and the others.
pub(super) fn status_apart<'a>(
    mut stale: Vec<Status<'a>>,
    goal: &Goal,
    known: &Knowledge,
) -> (Option<Status<'a>>, Vec<Status<'a>>) {
    let place = stale.iter().position(|(name, _)| Some(name.as_str()) == goal.incident.status);
    let status = place.map(|place| stale.remove(place));
    (status.filter(|_| !known.leaves_status), stale)
}

/// Whether a status is the one of an incident whose case is closed.
pub(super) fn closes((_, value): Status<'_>, connector: &Connector) -> bool {
    value.as_str() == connector.closing_status()
}

/// Whether an incident is closed because we have closed it, or are about to.
pub(super) fn is_closed_by_us(remote: &RemoteIncident, goal: &Goal, known: &Knowledge, connector: &Connector) -> bool {
    let Some(name) = goal.incident.status else { return false };
    let context = known.context(goal, connector);
    let ours = [known.fields.get(name), goal.incident.fields.get(name)];
    remote.fields.get(name).is_some_and(|theirs| {
        ours.into_iter()
            .flatten()
            .any(|ours| closes((&name.to_owned(), ours), connector) && is_written(&context, name, ours, theirs))
    })
}

/// Whether the incident's status is still the one that a push has set.
pub(crate) fn is_set_by_us(remote: &RemoteIncident, (goal, known, connector): (&Goal, &Knowledge, &Connector)) -> bool {
    let Some(name) = goal.incident.status else { return false };
    let (ours, theirs) = (known.fields.get(name), remote.fields.get(name));
    ours.zip(theirs).is_some_and(|(ours, theirs)| is_written(&known.context(goal, connector), name, ours, theirs))
}

/// The status of the case that the incident's says, where it follows the case and others have changed it since the last push.
pub(crate) fn said_by(
    remote: &RemoteIncident,
    (goal, known, connector): (&Goal, &Knowledge, &Connector),
    of_case: &str,
) -> Option<&'static str> {
    let name = goal.incident.status?;
    let theirs = remote.fields.get(name)?;
    let context = known.context(goal, connector);
    let is_it = |value: &Value| is_written(&context, name, value, theirs);
    let says = |of_case: &str| connector.status_for(of_case).is_some_and(|status| is_it(&Value::from(status)));
    if is_set_by_us(remote, (goal, known, connector)) || says(of_case) {
        return None;
    }
    STATUSES.iter().map(|(of_case, _)| *of_case).find(|of_case| says(of_case))
}

/// Brings the status to that of the case. One that others have changed since, a person decides about.
pub(super) fn set_status(
    (name, value): Status<'_>,
    goal: &Goal,
    known: &Knowledge,
    context: &Context<'_>,
    options: &Options,
) -> Decision {
    let (Some((incident, _)), Some(remote)) = (&known.incident, &known.remote) else { return Decision::Finish };
    let theirs = remote.fields.get(name);
    // Whatever its status is called there, a closed incident is what a closed case asks for.
    let is_closed = remote.closed && closes((name, value), context.connector);
    let is_there =
        |theirs: Option<&Value>| is_closed || theirs.is_some_and(|theirs| is_written(context, name, value, theirs));
    // The first status of a new incident is nobody's.
    let is_untouched = !known.fields.contains_key(name) && !remote.closed;
    let is_expected = known.created_now
        || is_there(theirs)
        || theirs.is_some_and(|theirs| goes_on(context, name, theirs, value, is_untouched));
    let edited = if is_expected { None } else { edited_there(goal, known, context, &[(name, value)], options) };
    if let Some(decision) = edited {
        return decision;
    }
    let mut hashes = Hashes::new();
    hashes.extend(goal.incident.hashes.get(name).map(|hash| (name.clone(), hash.clone())));
    let ours = fields([(name.clone(), value.clone())]);
    if is_there(theirs) {
        let theirs = theirs.map(|theirs| (name.clone(), theirs.clone()));
        let receipt = Receipt { fields: fields(theirs), hashes, ..Receipt::new(Evidence::Found, incident.clone()) };
        return Decision::Note(vec![(Step::Update, Event::Receipt(receipt))]);
    }
    let status = value.as_str().unwrap_or_default();
    match context.connector.system().set_status(context, &incident.id, status, remote) {
        StatusChange::Ask(preparation) => Decision::Read(Read::PrepareStatus(preparation)),
        StatusChange::Write(call) => {
            let before: Fields = fields(theirs.map(|theirs| (name.clone(), theirs.clone())));
            let warnings = Vec::new();
            Decision::Write(Box::new(Write { step: Step::Update, call, before, fields: ours, hashes, warnings }))
        }
        StatusChange::Impossible(why) => Decision::Leave(not_set(name, status, &why)),
    }
}

/// The same, where the system has refused it.
pub(super) fn refused_status(status: &str, error: &Error, connector: &Connector) -> Warning {
    not_set(connector.form().follows.status, status, &error.message)
}

/// Whether a status is that of a case which is not as far as ours: whoever has set it, another browser or the other team, this is
/// what follows. An old copy of a case takes none back. Where such a case leaves the status as it is, and no push has set one, any that
/// is not closed is one of those.
fn goes_on(context: &Context<'_>, name: &str, theirs: &Value, ours: &Value, is_untouched: bool) -> bool {
    let far = |value: &Value, is_left: bool| {
        let is_it = |it: Option<&str>| it.map_or(is_left, |it| is_written(context, name, &Value::from(it), value));
        STATUSES.iter().position(|(of_case, _)| is_it(context.connector.status_for(of_case)))
    };
    far(theirs, is_untouched).zip(far(ours, false)).is_some_and(|(theirs, ours)| theirs < ours)
}

/// What a person is told where the system does not take the status. The push goes on, and the next one tries again.
pub(super) fn not_set(name: &str, status: &str, why: &str) -> Warning {
    let message = format!("The incident's status was not set to {status}. {why}");
    Warning::new("STATUS_NOT_SET", name, message)
}
