//! The one place that decides what a push does next. The plan and the push both ask here. What a look for a write
//! without an answer has proved, `machine/read.rs` and `machine/trouble.rs` say.

use super::decision::{Comments, Decision, Look, Read, Stop, Texts, Write, prepare};
use super::goal::{External, Goal, GoalComment};
use super::incident::Hashes;
use super::journal::{Event, Step};
use super::knowledge::{Knowledge, Looked, Open};
use super::options::Options;
use super::status::{closes, set_status, status_apart};
use super::update::{stale, update};
use super::verdict::{ask_account, claimed, consider};
use crate::connector::Deployed;
use crate::error::{Code, Error};
use crate::systems::{Before, Call, Connector, Context, Fields, LastLook, Written, fields};
use crate::time::to_iso;
use crate::warning::Warning;
use serde_json::Value;

/// What a push does next. When all is written it looks once more, where the system passes over what it does not take.
pub(crate) fn decide(
    goal: &Goal,
    known: &mut Knowledge,
    connector: &Connector,
    options: &Options,
    texts: Texts,
) -> Decision {
    known.line_up(goal);
    match decide_next(goal, known, connector, options, texts) {
        Decision::Finish => last_look(goal, known, connector).map_or(Decision::Finish, Decision::Read),
        decision => decision,
    }
}

fn last_look(goal: &Goal, known: &Knowledge, connector: &Connector) -> Option<Read> {
    let (incident, _) = known.incident.as_ref()?;
    let (of_fields, of_entries) = (!known.taken.fields_of(goal).is_empty(), !known.taken.entries.is_empty());
    if !of_fields && !of_entries {
        return None;
    }
    let (context, system) = (known.context(goal, connector), connector.system());
    let fields = of_fields.then(|| system.last_look_at_fields(&context, &incident.id)).flatten();
    let entries = || of_entries.then(|| system.last_look_at_entries(&context, &incident.id)).flatten();
    let newest = || {
        let call = (of_entries && known.met_others).then(|| system.comments(&context, &incident.id, None));
        call.map(LastLook::Newest)
    };
    fields.or_else(entries).or_else(newest).map(Read::LastLook)
}

fn decide_next(goal: &Goal, known: &Knowledge, connector: &Connector, options: &Options, texts: Texts) -> Decision {
    let context = known.context(goal, connector);
    if let Some(candidate) = &known.candidate {
        return consider(candidate, goal, known, &context, options);
    }
    if let Some(open) = &known.open {
        return look(open, goal, known, &context);
    }
    let Some((incident, _)) = &known.incident else {
        return open_incident(goal, known, &context);
    };
    let system = connector.system();
    if known.recheck_due {
        if let Some(prepare) = prepare(&context, Before::Lookup) {
            return prepare;
        }
        let newest = system.newest(&context).filter(|_| system.anchor(&known.facts).is_some()).map(Look::Newest);
        return Decision::Read(Read::Recheck(newest.unwrap_or_else(|| Look::Search(system.lookup(&context)))));
    }
    let (status, stale) = status_apart(stale(goal, known), goal, known);
    // An incident that is opened again takes what comes; one that is closed may take nothing more.
    let (closing, status) =
        if status.is_some_and(|it| closes(it, connector)) { (status, None) } else { (None, status) };
    let next = known.due.next(goal);
    let new_alerts = || goal.alerts.filter(|total| !known.has_alerts(*total, goal));
    // They come after the comments, and are looked at when those are there.
    let alerts = if next.is_none() { new_alerts() } else { None };
    let items = known.due.items();
    if !items.is_empty() && !known.sends_items() {
        // The browser that made the incident may have sent them, and nobody can look: a person is told.
        return Decision::Note(vec![(Step::Items { items: items.to_vec() }, Event::Unconfirmed)]);
    }
    let is_last = stale.is_empty() && next.is_none() && alerts.is_none() && items.is_empty();
    let status = status.or(closing.filter(|_| is_last));
    if is_last && status.is_none() {
        // Only the incident tells whether all is as it was left, and of the number of alerts its comments.
        if known.is_overtaken {
            return Decision::Read(Read::Standing(system.incident(&context, &incident.id)));
        }
        return match goal.alerts.filter(|_| known.doubts_alerts) {
            Some(_) if !known.comments_read => first_comments(&context, &incident.id),
            Some(total) if known.may_show_later_alerts(total) => {
                // Whoever has sent another number may be us.
                ask_account(known, &context)
                    .map_or_else(|| record_found(goal, known), |call| Decision::Read(Read::Account(call)))
            }
            _ => record_found(goal, known),
        };
    }
    // Whatever is written, the incident may have been edited, closed or deleted in between. A new one has a status of the
    // system's own.
    let is_unread = known.remote.is_none() && !known.created_now;
    if is_unread || status.is_some() && !known.shows_status() {
        return Decision::Read(Read::Incident(system.incident(&context, &incident.id)));
    }
    if let Some(status) = status {
        return set_status(status, goal, known, &context, options);
    }
    if let Some(decision) = update(goal, known, &context, &stale, options) {
        return decision;
    }
    let comments = next.is_some() || alerts.is_some();
    if comments && !known.comments_read && !known.created_now {
        return first_comments(&context, &incident.id);
    }
    // A person has said whether it is there.
    let is_settled = known.comments_settled && !known.comments_readable && {
        let due = next.map(|comment| comment_step(comment, known.next_edit(comment)));
        due.or(alerts.map(|total| Step::Alerts { total })).is_some_and(|step| known.was_asked(&step))
    };
    let claims = match (next, alerts) {
        _ if is_settled => Vec::new(),
        (Some(comment), _) => known.claims(comment),
        (None, Some(total)) => known.alert_claims(total),
        (None, None) => Vec::new(),
    };
    // Whoever has made the incident, another browser may have sent what is due.
    if comments && !known.created_now && !known.comments_readable && !is_settled {
        return Error::new(Code::CommentsUnreadable).into();
    }
    if let Some(prepare) = prepare(&context, Before::Comment) {
        return prepare;
    }
    match (next, alerts) {
        (Some(comment), _) => {
            let (step, what) = (comment_step(comment, known.next_edit(comment)), format!("comment {}", comment.id));
            match claimed(step, &what, claims, known, &context, incident, options) {
                // A person is told all at once, since one answer is for all.
                Some(Decision::Stop(stop)) => {
                    let due = goal.comments.iter().filter(|comment| known.turn(comment).is_some());
                    let of_alerts = new_alerts().into_iter().flat_map(|total| known.alert_claims(total));
                    let claims = due.flat_map(|comment| known.claims(comment)).chain(of_alerts).collect();
                    Decision::Stop(Stop { claims, ..stop })
                }
                Some(decision) => decision,
                None => write_comment(comment, goal, known, &context, &incident.id, texts),
            }
        }
        (None, Some(total)) => {
            let (step, what) = (Step::Alerts { total }, "the number of alerts");
            claimed(step, what, claims, known, &context, incident, options).unwrap_or_else(|| {
                let text = match texts {
                    Texts::Made => goal.alerts_text(total, connector, &incident.id).text,
                    Texts::LeftOut => String::new(),
                };
                let call = system.comment(&context, &incident.id, &text);
                write(Step::Alerts { total }, call, comment_field(&text), Vec::new())
            })
        }
        (None, None) => match system.add_items(&context, &incident.id, items) {
            Some(call) => {
                let shown = fields([("items".to_owned(), Value::from(items.to_vec()))]);
                write(Step::Items { items: items.to_vec() }, call, shown, Vec::new())
            }
            None => record_found(goal, known),
        },
    }
}

/// Looks whether a write happened whose outcome is unknown.
fn look(open: &Open, goal: &Goal, known: &Knowledge, context: &Context<'_>) -> Decision {
    let system = context.connector.system();
    if let (Step::Create, Some(external)) = (&open.step, known.external(goal)) {
        // The answer came after all, or another browser has found out: the case names the incident.
        return read_named(external, context);
    }
    if matches!(open.step, Step::Items { .. }) {
        return Decision::Note(vec![(open.step.clone(), Event::Unconfirmed)]);
    }
    match (&open.step, &known.incident) {
        (Step::Create, _) | (_, None) => {
            prepare(context, Before::Lookup).unwrap_or_else(|| Decision::Read(Read::Lookup(system.lookup(context))))
        }
        (Step::Update, Some((incident, _))) => Decision::Read(Read::Incident(system.incident(context, &incident.id))),
        // Who has written an entry must be known before one is taken for ours.
        (_, Some((incident, _))) => ask_account(known, context)
            .map_or_else(|| first_comments(context, &incident.id), |call| Decision::Read(Read::Account(call))),
    }
}

fn read_named(external: &External, context: &Context<'_>) -> Decision {
    Decision::Read(Read::Named(context.connector.system().incident(context, &external.incident.id)))
}

/// Adopts the incident that the case names, else looks for it, else makes it.
fn open_incident(goal: &Goal, known: &Knowledge, context: &Context<'_>) -> Decision {
    if let Some(external) = known.external(goal) {
        return read_named(external, context);
    }
    if let Some(call) = ask_deployment(known, context) {
        return Decision::Read(Read::Deployment(call));
    }
    let before = if known.looked == Looked::Nowhere { Before::Lookup } else { Before::Create };
    if let Some(prepare) = prepare(context, before) {
        return prepare;
    }
    let system = context.connector.system();
    if known.looked == Looked::Nowhere {
        return Decision::Read(Read::Lookup(system.lookup(context)));
    }
    if let (Looked::Searched, Some(call)) = (known.looked, system.newest(context)) {
        return Decision::Read(Read::Newest(call));
    }
    let mut fields = goal.incident.made_with().into_owned();
    let (opener, unknown) = system.opener(context);
    fields.extend(opener);
    let sent = goal.incident.hashes.iter().filter(|(name, _)| fields.contains_key(*name));
    let mut hashes = Hashes::new();
    hashes.extend(sent.map(|(name, hash)| (name.clone(), hash.clone())));
    let write = Write {
        step: Step::Create,
        call: system.create(&Context { fields: &fields, ..*context }),
        before: Fields::new(),
        fields,
        hashes,
        warnings: goal.incident.warnings.iter().cloned().chain(unknown).collect(),
    };
    Decision::Write(Box::new(write))
}

/// Before the first request to a system that nobody knows; an earlier push that worked has shown enough.
fn ask_deployment(known: &Knowledge, context: &Context<'_>) -> Option<Call<Deployed>> {
    let is_first = !known.has_worked && !known.asked_deployment && context.connector.deployed().is_none();
    context.connector.system().deployment(context).filter(|_| is_first)
}

fn first_comments(context: &Context<'_>, id: &str) -> Decision {
    let call = context.connector.system().comments(context, id, None);
    Decision::Read(Read::Comments(Comments { call, is_first: true }))
}

fn write_comment(
    comment: &GoalComment,
    goal: &Goal,
    known: &Knowledge,
    context: &Context<'_>,
    id: &str,
    texts: Texts,
) -> Decision {
    let edit = known.next_edit(comment);
    let (text, warnings) = match texts {
        Texts::Made => {
            let fitted = goal.comment_text(comment, edit, context.connector, id);
            let warnings = Goal::comment_warnings(comment, &fitted, context.connector);
            (fitted.text, warnings)
        }
        Texts::LeftOut => (String::new(), Vec::new()),
    };
    let call = context.connector.system().comment(context, id, &text);
    write(comment_step(comment, edit), call, comment_field(&text), warnings)
}

pub(crate) fn comment_step(comment: &GoalComment, edit: u32) -> Step {
    Step::Comment {
        comment_id: comment.id.clone(),
        edit,
        version_at: to_iso(comment.version_at),
        hash: comment.hash().to_owned(),
    }
}

fn comment_field(text: &str) -> Fields {
    fields([("comment".to_owned(), Value::from(text))])
}

fn write(step: Step, call: Call<Written>, fields: Fields, warnings: Vec<Warning>) -> Decision {
    let write = Write { step, call, before: Fields::new(), fields, hashes: Hashes::new(), warnings };
    Decision::Write(Box::new(write))
}

/// Receipts for what was only seen in the remote system so far.
fn record_found(goal: &Goal, known: &Knowledge) -> Decision {
    let Some((incident, _)) = &known.incident else { return Decision::Finish };
    let receipt = |step: &Step| Event::Receipt(known.found(step, incident));
    let mut found: Vec<(Step, Event)> = goal
        .comments
        .iter()
        .filter(|comment| known.is_unrecorded(comment))
        .map(|comment| {
            let step = comment_step(comment, known.latest_edit(comment).unwrap_or(0));
            let receipt = receipt(&step);
            (step, receipt)
        })
        .collect();
    if let Some(total) = goal.alerts.filter(|total| known.is_new_alerts(*total, goal)) {
        let step = Step::Alerts { total };
        found.push((step.clone(), receipt(&step)));
    }
    if found.is_empty() { Decision::Finish } else { Decision::Note(found) }
}
