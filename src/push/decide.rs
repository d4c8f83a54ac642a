//! The one place that decides what a push does next. The plan and the push both ask here. What a look for a write
//! without an answer has proved, `machine/read.rs` and `machine/trouble.rs` say.

use super::drift::{Drift, drift, edited};
use super::evidence::{Candidate, Claim, Verdict, foreign, unverified};
use super::goal::{External, Goal, GoalComment};
use super::incident::Hashes;
use super::journal::{Event, Evidence, Receipt, Step};
use super::knowledge::{Knowledge, Looked, Open, Own};
use super::link_back::without as without_link;
use super::options::{IfEdited, IfUnverified, Options};
use super::readable::body_format;
use crate::connector::mapping::Action;
use crate::error::{Code, Error};
use crate::http::{Limit, Request};
use crate::markup::{Format, join, read_back, utf16_len, visible};
use crate::systems::{
    Account, Before, Call, CommentsPage, Connector, Context, Fields, Found, IncidentRef, LastLook, Newest, OwnAccount,
    Preparation, RemoteIncident, Written, fields,
};
use crate::time::to_iso;
use crate::warning::Warning;
use serde_json::Value;
use std::borrow::Cow;

/// What a push does next.
#[derive(Debug)]
pub(crate) enum Decision {
    /// Reads something that a later decision needs.
    Read(Read),
    /// Writes; the intent is saved first.
    Write(Box<Write>),
    /// Records what was found without writing.
    Note(Vec<(Step, Event)>),
    /// Cannot go on: a person decides.
    Stop(Stop),
    /// Nothing is left to do.
    Finish,
}

/// Why a push cannot go on, with what a person needs to know for deciding.
#[derive(Debug)]
pub(crate) struct Stop {
    pub(crate) error: Error,
    /// Where the remote text was edited, what stands there.
    pub(crate) drift: Vec<Drift>,
    /// What says without a proof that something is there.
    pub(crate) claims: Vec<Claim>,
}

impl From<Error> for Decision {
    fn from(error: Error) -> Self {
        Self::Stop(Stop { error, drift: Vec::new(), claims: Vec::new() })
    }
}

/// A read, and what it is for.
#[derive(Debug)]
pub(crate) enum Read {
    /// What later requests need.
    Prepare(Preparation),
    /// The account that the connector works with.
    Account(Call<Option<Account>>),
    /// The incident that the case names, before it is believed.
    Named(Call<RemoteIncident>),
    /// The incident by its mark.
    Lookup(Call<Vec<Found>>),
    /// The same after a create: another browser may have created one in the same moment.
    Recheck(Look),
    /// What was created since the anchor, where the search lags.
    Newest(Call<Newest>),
    /// The incident's fields.
    Incident(Call<RemoteIncident>),
    /// A page of the incident's comments.
    Comments(Comments),
    /// When all is written: whether the system has passed over something.
    LastLook(LastLook),
}

/// The best look for an incident that a system has.
#[derive(Debug)]
pub(crate) enum Look {
    Search(Call<Vec<Found>>),
    Newest(Call<Newest>),
}

/// A page of comments.
#[derive(Debug)]
pub(crate) struct Comments {
    pub(crate) call: Call<CommentsPage>,
    /// The cursors of this page and of those before it; none for the first.
    pub(crate) cursors: Vec<String>,
}

impl Read {
    pub(crate) fn request(&self) -> &Request {
        match self {
            Self::Prepare(preparation) => &preparation.call.request,
            Self::Lookup(call) | Self::Recheck(Look::Search(call)) => &call.request,
            Self::Account(call) => &call.request,
            Self::Newest(call) | Self::Recheck(Look::Newest(call)) => &call.request,
            Self::Incident(call) | Self::Named(call) => &call.request,
            Self::Comments(comments) => &comments.call.request,
            Self::LastLook(look) => look.request(),
        }
    }

    /// How large the answer may be.
    pub(crate) fn limit(&self) -> Limit {
        match self {
            Self::Comments(comments) => comments.call.limit,
            Self::LastLook(look) => look.limit(),
            _ => Limit::Usual,
        }
    }
}

/// A write with all that its records and its preview need.
#[derive(Debug)]
pub(crate) struct Write {
    pub(crate) step: Step,
    pub(crate) call: Call<Written>,
    /// The fields before, where they are known.
    pub(crate) before: Fields,
    pub(crate) fields: Fields,
    pub(crate) hashes: Hashes,
    pub(crate) warnings: Vec<Warning>,
}

/// What a push does next. When all is written it looks once more, where the system passes over what it does not take.
pub(crate) fn decide(goal: &Goal, known: &Knowledge, connector: &Connector, options: &Options) -> Decision {
    match decide_next(goal, known, connector, options) {
        Decision::Finish => last_look(goal, known, connector).map_or(Decision::Finish, Decision::Read),
        decision => decision,
    }
}

fn last_look(goal: &Goal, known: &Knowledge, connector: &Connector) -> Option<Read> {
    let (incident, _) = known.incident.as_ref()?;
    let (context, system) = (known.context(goal, connector), connector.system());
    let of_fields = || system.last_look_at_fields(&context, &incident.id).filter(|_| !known.taken.fields.is_empty());
    let of_entries = || system.last_look_at_entries(&context, &incident.id).filter(|_| !known.taken.entries.is_empty());
    of_fields().or_else(of_entries).map(Read::LastLook)
}

fn decide_next(goal: &Goal, known: &Knowledge, connector: &Connector, options: &Options) -> Decision {
    let context = known.context(goal, connector);
    if let Some(candidate) = &known.candidate {
        return consider(candidate, goal, known, &context, options);
    }
    if let Some(open) = &known.open {
        return look(open, goal, known, &context);
    }
    let Some((incident, evidence)) = &known.incident else {
        return open_incident(goal, known, &context);
    };
    let system = connector.system();
    if known.recheck_due {
        if let Some(prepare) = prepare(&context, Before::Lookup) {
            return prepare;
        }
        let newest = system.newest(&context).map(Look::Newest);
        return Decision::Read(Read::Recheck(newest.unwrap_or_else(|| Look::Search(system.lookup(&context)))));
    }
    let stale = stale(goal, known);
    let next = next_comment(goal, known, connector);
    let alerts = goal.alerts.filter(|total| !known.has_alerts(*total, goal, connector));
    let items = known.missing_items(goal);
    if !items.is_empty() && !known.sends_items() {
        // The browser that made the incident may have sent them, and nobody can look: a person is told.
        return Decision::Note(vec![(Step::Items { items }, Event::Unconfirmed)]);
    }
    if stale.is_empty() && next.is_none() && alerts.is_none() && items.is_empty() {
        return record_found(goal, known, connector);
    }
    // Whatever is written, the incident may have been edited, closed or deleted in between.
    if known.remote.is_none() && !known.created_now {
        return Decision::Read(Read::Incident(system.incident(&context, &incident.id)));
    }
    if let Some(decision) = update(goal, known, &context, &stale, options) {
        return decision;
    }
    let comments = next.is_some() || alerts.is_some();
    if comments && !known.comments_read && !known.created_now {
        return first_comments(&context, &incident.id);
    }
    // What this journal has sent it knows without reading.
    let made = matches!(evidence, Evidence::Answered | Evidence::Settled);
    let is_claimed = || next.is_some_and(|comment| !known.claims(comment, connector).is_empty());
    if comments && !known.created_now && !known.comments_readable && (!made || is_claimed()) {
        return Error::new(Code::CommentsUnreadable).into();
    }
    if let Some(prepare) = prepare(&context, Before::Comment) {
        return prepare;
    }
    match (next, alerts) {
        (Some(comment), _) => {
            let (step, what) = (comment_step(comment, known.next_edit(comment)), format!("comment {}", comment.id));
            let claims = known.claims(comment, connector);
            match claimed(step, &what, claims, known, &context, incident, options) {
                // A person is told all at once, since one answer is for all.
                Some(Decision::Stop(stop)) => {
                    let due = goal.comments.iter().filter(|comment| known.turn(comment, connector).is_some());
                    let claims = due.flat_map(|comment| known.claims(comment, connector)).collect();
                    Decision::Stop(Stop { claims, ..stop })
                }
                Some(decision) => decision,
                None => write_comment(comment, goal, known, &context, &incident.id),
            }
        }
        (None, Some(total)) => {
            let claims = known.alert_claims(total, connector);
            let step = Step::Alerts { total };
            if let Some(decision) = claimed(step, "the number of alerts", claims, known, &context, incident, options) {
                return decision;
            }
            let fitted = goal.alerts_text(total, connector);
            let call = system.comment(&context, &incident.id, &fitted.text);
            write(Step::Alerts { total }, call, comment_field(&fitted.text), Vec::new())
        }
        (None, None) => match system.add_items(&context, &incident.id, &items) {
            Some(call) => {
                let shown = fields([("items".to_owned(), Value::from(items.clone()))]);
                write(Step::Items { items }, call, shown, Vec::new())
            }
            None => record_found(goal, known, connector),
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
        // Who has written an entry must be known before one is taken for ours.
        (_, Some((incident, _))) => {
            ask_account(known, context).unwrap_or_else(|| first_comments(context, &incident.id))
        }
    }
}

fn read_named(external: &External, context: &Context<'_>) -> Decision {
    Decision::Read(Read::Named(context.connector.system().incident(context, &external.incident.id)))
}

/// Finds out which account the connector works with, where that is not known and can be asked.
fn ask_account(known: &Knowledge, context: &Context<'_>) -> Option<Decision> {
    if !matches!(known.own, Own::Unasked) {
        return None;
    }
    match context.connector.system().own_account(context) {
        OwnAccount::Ask(call) => Some(Decision::Read(Read::Account(call))),
        OwnAccount::Known(_) | OwnAccount::Unknown => None,
    }
}

/// Takes over an incident that was found or named, where something proves that it is the case's.
fn consider(
    candidate: &Candidate,
    goal: &Goal,
    known: &Knowledge,
    context: &Context<'_>,
    options: &Options,
) -> Decision {
    let incident = candidate.incident().clone();
    match verdict(candidate, goal, known, context).with(options.if_foreign) {
        Verdict::Proved => {
            let evidence = match candidate {
                Candidate::Marked(_) => Evidence::Found,
                Candidate::Named(_) => Evidence::Adopted,
            };
            let open = known.open.as_ref();
            let (fields, hashes) = open.map(|open| (open.fields.clone(), open.hashes.clone())).unwrap_or_default();
            let receipt = Receipt { fields, hashes, ..Receipt::new(evidence, incident) };
            Decision::Note(vec![(Step::Create, Event::Receipt(receipt))])
        }
        Verdict::Elsewhere => Decision::Note(vec![(Step::Create, Event::GivenUp { incident_id: incident.id })]),
        Verdict::Asks => ask_account(known, context).unwrap_or_else(|| Error::new(Code::IncidentForeign).into()),
        Verdict::Claimed => {
            let (error, claims) = foreign(candidate);
            Decision::Stop(Stop { error, drift: Vec::new(), claims })
        }
    }
}

/// Whether an incident is the case's. What one person can have written alone proves nothing: the case names it, it
/// carries the mark, it says the same. Two of them agree, since whoever can write the case cannot write the incident; and
/// the account that has created it proves it by itself.
fn verdict(candidate: &Candidate, goal: &Goal, known: &Knowledge, context: &Context<'_>) -> Verdict {
    let (origin, external) = (candidate.origin(), known.external(goal));
    let is_named = external.is_some_and(|external| external.incident.id == candidate.incident().id);
    let of_another_case = match candidate {
        Candidate::Marked(_) => false,
        Candidate::Named(remote) => {
            let Some(external) = external else { return Verdict::Elsewhere };
            let is_marked = origin.marks.iter().any(|mark| external.marks.contains(mark));
            if !external.by_this
                && (!origin.in_place || !is_marked && origin.marks.is_empty() && !says_the_same(remote, context))
            {
                // Another connector pushed there: to another place, or nobody can tell.
                return Verdict::Elsewhere;
            }
            if origin.in_place && (is_marked || (origin.marks.is_empty() && says_the_same(remote, context))) {
                return Verdict::Proved;
            }
            !origin.marks.is_empty()
        }
    };
    let by_ours = known.trusts_creator(origin.creator.as_ref(), context);
    if origin.in_place && !of_another_case && (by_ours || matches!(candidate, Candidate::Marked(_)) && is_named) {
        return Verdict::Proved;
    }
    let may_be_ours = origin.in_place && !of_another_case && origin.creator.is_some();
    if may_be_ours && ask_account(known, context).is_some() {
        return Verdict::Asks;
    }
    // Nobody can tell who has made it; but the journal says that we were about to.
    let agrees = known.open.is_some() && origin.in_place && matches!(candidate, Candidate::Marked(_));
    if agrees && (origin.creator.is_none() || matches!(known.own, Own::Unknown)) {
        Verdict::Proved
    } else {
        Verdict::Claimed
    }
}

/// Whether the incident's texts are those of the case.
fn says_the_same(remote: &RemoteIncident, context: &Context<'_>) -> bool {
    let mut texts = context.fields.iter().filter(|(_, value)| value.is_string()).peekable();
    texts.peek().is_some()
        && texts
            .all(|(name, ours)| remote.fields.get(name).is_some_and(|theirs| same_field(context, name, ours, theirs)))
}

/// What a claim means for something that is about to be sent: a question, or nothing where there is none.
fn claimed(
    step: Step,
    what: &str,
    claims: Vec<Claim>,
    known: &Knowledge,
    context: &Context<'_>,
    incident: &IncidentRef,
    options: &Options,
) -> Option<Decision> {
    if claims.is_empty() || options.if_unverified == IfUnverified::SendAgain {
        return None;
    }
    let may_be_ours = claims.iter().any(|claim| claim.account.is_some());
    if let Some(decision) = may_be_ours.then(|| ask_account(known, context)).flatten() {
        return Some(decision);
    }
    if options.if_unverified == IfUnverified::Trust {
        return Some(Decision::Note(vec![(step, Event::Receipt(Receipt::new(Evidence::Settled, incident.clone())))]));
    }
    Some(Decision::Stop(Stop { error: unverified(what, &claims), drift: Vec::new(), claims }))
}

/// Adopts the incident that the case names, else looks for it, else makes it.
fn open_incident(goal: &Goal, known: &Knowledge, context: &Context<'_>) -> Decision {
    if let Some(external) = known.external(goal) {
        return read_named(external, context);
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
    let (fields, hashes) = (goal.incident.fields.clone(), goal.incident.hashes.clone());
    let write = Write {
        step: Step::Create,
        call: system.create(context),
        before: Fields::new(),
        fields,
        hashes,
        warnings: goal.incident.warnings.clone(),
    };
    Decision::Write(Box::new(write))
}

fn prepare(context: &Context<'_>, before: Before) -> Option<Decision> {
    let preparation = context.connector.system().preparation(context, before)?;
    Some(Decision::Read(Read::Prepare(preparation)))
}

fn first_comments(context: &Context<'_>, id: &str) -> Decision {
    let call = context.connector.system().comments(context, id, None);
    Decision::Read(Read::Comments(Comments { call, cursors: Vec::new() }))
}

/// The fields whose source has changed since the remote side was last given them.
fn stale<'a>(goal: &'a Goal, known: &Knowledge) -> Vec<(&'a String, &'a Value)> {
    let changed = |name: &String| goal.incident.hashes.get(name) != known.hashes.get(name);
    goal.incident.fields.iter().filter(|(name, _)| changed(name)).collect()
}

/// Brings the incident's fields up to date.
fn update(
    goal: &Goal,
    known: &Knowledge,
    context: &Context<'_>,
    stale: &[(&String, &Value)],
    options: &Options,
) -> Option<Decision> {
    if stale.is_empty() {
        return None;
    }
    if let Some(decision) = edited_there(goal, known, context, stale, options) {
        return Some(decision);
    }
    let mut changes = Fields::new();
    let mut before = Fields::new();
    for (name, value) in stale {
        let theirs = known.remote.as_ref().and_then(|remote| remote.fields.get(*name));
        let appends = context.connector.action_for(name) == Action::Append;
        let new = match theirs {
            Some(theirs) if appends && ends_with(context.connector, name, theirs, value) => continue,
            Some(theirs) if appends => {
                let joined = append(context.connector, name, theirs, value);
                if let Some(error) = too_long(context, name, &joined) {
                    return Some(error.into());
                }
                joined
            }
            Some(theirs) if is_written(context, name, value, theirs) => continue,
            _ => (*value).clone(),
        };
        if let Some(old) = theirs.or_else(|| known.fields.get(*name)) {
            before.insert((*name).clone(), old.clone());
        }
        changes.insert((*name).clone(), new);
    }
    let mut hashes = Hashes::new();
    hashes
        .extend(stale.iter().filter_map(|(name, _)| Some(((*name).clone(), goal.incident.hashes.get(*name)?.clone()))));
    let (incident, _) = known.incident.as_ref()?;
    if changes.is_empty() {
        // The remote side already says the same: remember it, so that it is not asked again.
        let fields = fields(stale.iter().map(|(name, value)| ((*name).clone(), (*value).clone())));
        let receipt = Receipt { fields, hashes, ..Receipt::new(Evidence::Found, incident.clone()) };
        return Some(Decision::Note(vec![(Step::Update, Event::Receipt(receipt))]));
    }
    if let Some(prepare) = prepare(context, Before::Update) {
        return Some(prepare);
    }
    let call = context.connector.system().update(context, &incident.id, &changes, known.remote.as_ref());
    let about = |warning: &&Warning| changes.contains_key(&warning.field);
    let warnings = goal.incident.warnings.iter().filter(about).cloned().collect();
    Some(Decision::Write(Box::new(Write { step: Step::Update, call, before, fields: changes, hashes, warnings })))
}

/// What was edited there since the last push: a stop, or the remote texts as the new base.
fn edited_there(
    goal: &Goal,
    known: &Knowledge,
    context: &Context<'_>,
    stale: &[(&String, &Value)],
    options: &Options,
) -> Option<Decision> {
    let (incident, _) = known.incident.as_ref()?;
    let remote: &RemoteIncident = known.remote.as_ref()?;
    let drifts: Vec<Drift> = stale
        .iter()
        .filter_map(|(name, value)| {
            let same = |one: &Value, other: &Value| same_field(context, name, one, other);
            drift(known, context.connector, remote, name, value, same)
        })
        .collect();
    if drifts.is_empty() {
        return None;
    }
    match options.if_edited {
        IfEdited::Overwrite => None,
        IfEdited::Stop => {
            let error = edited(&drifts);
            let drift = drifts.into_iter().map(|drift| drift.readable(context.connector)).collect();
            Some(Decision::Stop(Stop { error, drift, claims: Vec::new() }))
        }
        IfEdited::Keep => {
            let hash = |drift: &Drift| goal.incident.hashes.get(&drift.field).cloned();
            let mut receipt = Receipt::new(Evidence::Found, incident.clone());
            receipt.hashes.extend(drifts.iter().filter_map(|drift| Some((drift.field.clone(), hash(drift)?))));
            receipt.fields = fields(drifts.into_iter().map(|drift| (drift.field, drift.theirs)));
            Some(Decision::Note(vec![(Step::Update, Event::Receipt(receipt))]))
        }
    }
}

/// The next comment in turn.
fn next_comment<'a>(goal: &'a Goal, known: &Knowledge, connector: &Connector) -> Option<&'a GoalComment> {
    let open = goal.comments.iter().filter_map(|comment| Some((known.turn(comment, connector)?, comment)));
    open.min_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.id.cmp(&other.id))).map(|(_, comment)| comment)
}

fn write_comment(comment: &GoalComment, goal: &Goal, known: &Knowledge, context: &Context<'_>, id: &str) -> Decision {
    let edit = known.next_edit(comment);
    let fitted = goal.comment_text(comment, edit, context.connector);
    let call = context.connector.system().comment(context, id, &fitted.text);
    write(
        comment_step(comment, edit),
        call,
        comment_field(&fitted.text),
        Goal::comment_warnings(comment, &fitted, context.connector),
    )
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
fn record_found(goal: &Goal, known: &Knowledge, connector: &Connector) -> Decision {
    let Some((incident, _)) = &known.incident else { return Decision::Finish };
    let receipt = || Event::Receipt(Receipt::new(Evidence::Found, incident.clone()));
    let mut found: Vec<(Step, Event)> = goal
        .comments
        .iter()
        .filter(|comment| known.is_unrecorded(comment, connector))
        .map(|comment| {
            let step = comment_step(comment, known.latest_edit(comment, connector).unwrap_or(0));
            (step, receipt())
        })
        .collect();
    if let Some(total) = goal.alerts.filter(|total| known.sees_new_alerts(*total, goal, connector)) {
        found.push((Step::Alerts { total }, receipt()));
    }
    if found.is_empty() { Decision::Finish } else { Decision::Note(found) }
}

/// Remote systems change white space; a difference in it alone is none.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

/// What a reader sees of a text: systems change markup on its way through them, and that is no difference.
fn seen<'a>(connector: &Connector, name: &str, text: &'a str) -> Cow<'a, str> {
    let seen = |format| Cow::Owned(without_link(&visible(text, format)).to_owned());
    body_format(connector, name).map_or(Cow::Borrowed(text), seen)
}

/// A text as our own is compared with what stands there: nothing of what it says may be passed over, so only line
/// breaks, and white space at the ends of lines, mean nothing.
fn lines(connector: &Connector, name: &str, text: &str) -> Vec<String> {
    let read = body_format(connector, name).map_or(Cow::Borrowed(text), |format| Cow::Owned(read_back(text, format)));
    without_link(read.trim()).lines().map(|line| line.trim_end().to_owned()).collect()
}

fn ends_with(connector: &Connector, name: &str, theirs: &Value, ours: &Value) -> bool {
    let (Some(theirs), Some(ours)) = (theirs.as_str(), ours.as_str()) else { return false };
    lines(connector, name, theirs).ends_with(&lines(connector, name, ours))
}

fn append(connector: &Connector, name: &str, theirs: &Value, ours: &Value) -> Value {
    match (theirs, ours) {
        (Value::String(theirs), Value::String(ours)) => {
            Value::from(join(theirs, ours, body_format(connector, name).unwrap_or(Format::Plain)))
        }
        (Value::Array(theirs), Value::Array(ours)) => {
            let mut all = theirs.clone();
            all.extend(ours.iter().filter(|value| !theirs.contains(value)).cloned());
            Value::Array(all)
        }
        _ => ours.clone(),
    }
}

/// Cutting here would lose the end, which is what is new: a person decides instead.
fn too_long(context: &Context<'_>, name: &str, joined: &Value) -> Option<Error> {
    let limit = context.connector.target(name)?.limit?;
    let length = utf16_len(joined.as_str()?);
    let message = || format!("{name} would have {length} characters, but takes {limit}.");
    (length > limit).then(|| Error::with(Code::TextTooLong, message()).at(name))
}

/// Whether our own value stands there already. A change of ours that a reader may not see, such as a word that is no
/// longer struck out, is a change.
fn is_written(context: &Context<'_>, name: &str, ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::String(ours), Value::String(theirs)) => {
            lines(context.connector, name, ours) == lines(context.connector, name, theirs)
        }
        _ => same(ours, theirs, context.mark),
    }
}

/// Whether two remote values of a field read the same: what differs in markup alone was changed by the system.
pub(super) fn same_field(context: &Context<'_>, name: &str, ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::String(ours), Value::String(theirs)) if ours != theirs => {
            let (ours, theirs) = (seen(context.connector, name, ours), seen(context.connector, name, theirs));
            words(&ours).eq(words(&theirs))
        }
        _ => same(ours, theirs, context.mark),
    }
}

/// Whether a remote value says what ours says: systems answer more keys, bare ids and other
/// white space than they were sent.
fn same(ours: &Value, theirs: &Value, mark: &str) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            ours.iter().all(|(key, value)| theirs.get(key).is_some_and(|other| same(value, other, mark)))
        }
        (Value::Object(ours), theirs) => ours.get("id").is_some_and(|id| same(id, theirs, mark)),
        (Value::Array(ours), Value::Array(theirs)) => {
            let theirs: Vec<&Value> = theirs.iter().filter(|value| value.as_str() != Some(mark)).collect();
            ours.len() == theirs.len() && ours.iter().all(|value| theirs.iter().any(|other| same(value, other, mark)))
        }
        (Value::Null, Value::String(text)) | (Value::String(text), Value::Null) => text.trim().is_empty(),
        (Value::String(_) | Value::Number(_), Value::String(_) | Value::Number(_)) => {
            let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            words(&text(ours)).eq(words(&text(theirs)))
        }
        _ => ours == theirs,
    }
}
