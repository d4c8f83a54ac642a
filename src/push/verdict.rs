//! What a claim leads to: whether an incident is taken over, and whether something is sent although somebody says that
//! it is there.

use super::check::is_checked;
use super::compare::same_field;
use super::decision::{Decision, Read, Stop};
use super::evidence::{Candidate, Claim, Shown, foreign, unverified};
use super::goal::Goal;
use super::journal::{Event, Evidence, Receipt, Step};
use super::knowledge::{Knowledge, Own};
use super::options::{IfForeign, IfUnverified, Options};
use crate::systems::{Account, Call, Context, IncidentRef, OwnAccount, RemoteIncident};

/// What may become of a candidate.
enum Verdict {
    /// It is the case's.
    Proved,
    /// It is not, and nobody needs to be asked: it belongs to another place.
    Elsewhere,
    /// Who we are there must be found out before.
    Asks(Call<Option<Account>>),
    /// It must be read before.
    Unread,
    /// Nothing proves it.
    Claimed,
}

/// What a candidate shows of the case.
#[derive(Clone, Copy)]
enum Shows {
    /// The case's mark.
    Mark,
    /// No mark, and the case's texts.
    Texts,
    /// No mark, and other texts.
    Nothing,
    /// The mark of another case.
    AnotherMark,
}

/// Finds out which account the connector works with, where that is not known and can be asked.
pub(super) fn ask_account(known: &Knowledge, context: &Context<'_>) -> Option<Call<Option<Account>>> {
    match (&known.own, context.connector.system().own_account(context)) {
        (Own::Unasked, OwnAccount::Ask(call)) => Some(call),
        _ => None,
    }
}

/// Takes over an incident that was found or named, where something proves that it is the case's.
pub(super) fn consider(
    candidate: &Candidate,
    goal: &Goal,
    known: &Knowledge,
    context: &Context<'_>,
    options: &Options,
) -> Decision {
    let incident = candidate.incident().clone();
    match (verdict(candidate, goal, known, context), options.if_foreign) {
        (Verdict::Proved, _) | (Verdict::Claimed, IfForeign::Adopt) => {
            let evidence = match candidate {
                Candidate::Marked(..) => Evidence::Found,
                Candidate::Named(_) => Evidence::Adopted,
            };
            // What stands there, another browser may have sent: that is read, whatever this one was about to send.
            Decision::Note(vec![(Step::Create, Event::Receipt(Receipt::new(evidence, incident)))])
        }
        (Verdict::Claimed, IfForeign::Create) if !known.has_passed_over => Decision::PassOver(incident.id),
        (Verdict::Elsewhere, _) => Decision::Note(vec![(Step::Create, Event::GivenUp { incident_id: incident.id })]),
        (Verdict::Asks(call), _) => Decision::Read(Read::Account(call)),
        (Verdict::Unread, _) => Decision::Read(Read::Named(context.connector.system().incident(context, &incident.id))),
        (Verdict::Claimed, IfForeign::Stop | IfForeign::Create) => {
            let (error, claims) = foreign(candidate);
            Decision::Stop(Stop { error, drift: Vec::new(), claims })
        }
    }
}

/// Whether an incident is the case's. What one person can have written alone proves nothing: the case names it, it
/// carries the mark, it says the same. Two of them agree, since whoever can write the case cannot write the incident; and
/// the account that has created it proves it by itself.
fn verdict(candidate: &Candidate, goal: &Goal, known: &Knowledge, context: &Context<'_>) -> Verdict {
    let by_this = || known.external(goal).is_some_and(|external| external.by_this);
    match (candidate, candidate.origin().in_place, shows(candidate, goal, known, context)) {
        // Two that agree.
        (Candidate::Named(_), true, Shows::Mark | Shows::Texts) => Verdict::Proved,
        // Another connector has pushed there, to another place; with the mark of this one it was moved there since.
        (Candidate::Named(_), false, _) if !by_this() && !candidate.origin().marks.contains(&goal.mark) => {
            Verdict::Elsewhere
        }
        (_, false, _) | (_, _, Shows::AnotherMark) => Verdict::Claimed,
        (Candidate::Marked(_, Shown::Unread), true, _) if context.connector.recognition().is_some() => {
            match known.trusts(candidate.origin().creator.as_ref()) {
                true => Verdict::Proved,
                false => Verdict::Unread,
            }
        }
        _ if candidate.remote().is_some_and(|it| is_checked(it, context.connector, &goal.mark)) => Verdict::Proved,
        (_, true, _) => by_creator(candidate, known, context),
    }
}

/// What the account proves that has created it.
fn by_creator(candidate: &Candidate, known: &Knowledge, context: &Context<'_>) -> Verdict {
    let creator = candidate.origin().creator.as_ref();
    // Nobody can tell who has made it; but the journal says that we were about to.
    let agrees = known.open.is_some() && matches!(candidate, Candidate::Marked(..));
    match (creator, ask_account(known, context)) {
        (Some(_), _) if known.trusts(creator) => Verdict::Proved,
        (Some(_), Some(call)) => Verdict::Asks(call),
        (creator, _) if agrees && (creator.is_none() || matches!(known.own, Own::Unknown)) => Verdict::Proved,
        _ => Verdict::Claimed,
    }
}

fn shows(candidate: &Candidate, goal: &Goal, known: &Knowledge, context: &Context<'_>) -> Shows {
    let Candidate::Named(remote) = candidate else { return Shows::Mark };
    let ours = known.external(goal).map_or(&[][..], |external| &external.marks);
    match remote.origin.marks.as_slice() {
        [] if says_the_same(remote, context) => Shows::Texts,
        [] => Shows::Nothing,
        marks if marks.iter().any(|mark| ours.contains(mark)) => Shows::Mark,
        _ => Shows::AnotherMark,
    }
}

/// Whether the incident's texts are those of the case.
fn says_the_same(remote: &RemoteIncident, context: &Context<'_>) -> bool {
    let mut texts = context.fields.iter().filter(|(_, value)| value.is_string()).peekable();
    texts.peek().is_some()
        && texts
            .all(|(name, ours)| remote.fields.get(name).is_some_and(|theirs| same_field(context, name, ours, theirs)))
}

/// What claims mean for something that is about to be sent: a question, or nothing where there is none.
pub(super) fn claimed(
    step: Step,
    what: &str,
    claims: Vec<Claim>,
    known: &Knowledge,
    context: &Context<'_>,
    incident: &IncidentRef,
    options: &Options,
) -> Option<Decision> {
    // Whoever has written it may be us: then it is proved, and no answer about claims is about it.
    let has_author = claims.iter().any(|claim| claim.account.is_some());
    if let Some(call) = has_author.then(|| ask_account(known, context)).flatten() {
        return Some(Decision::Read(Read::Account(call)));
    }
    if claims.is_empty() || options.if_unverified == IfUnverified::SendAgain {
        return None;
    }
    if options.if_unverified == IfUnverified::Trust {
        return Some(Decision::Note(vec![(step, Event::Receipt(Receipt::new(Evidence::Settled, incident.clone())))]));
    }
    Some(Decision::Stop(Stop { error: unverified(what, &claims), drift: Vec::new(), claims }))
}
