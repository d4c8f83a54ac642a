//! What the answers to reads mean for a push.

use super::{End, Phase, Push, What};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::push::compare::same_field;
use crate::push::decision::{Comments, Look, Read};
use crate::push::drift::closed;
use crate::push::evidence::{self, Candidate, unverified};
use crate::push::journal::{Event, Evidence, Receipt, Step};
use crate::push::knowledge::{Knowledge, Looked, Open, Own, Shown};
use crate::push::options::{IfUnmarked, Options};
use crate::push::plan::describe;
use crate::push::status::is_closed_by_us;
use crate::push::taken::missing;
use crate::push::update::{moved, stands};
use crate::systems::{Absent, Fields, Found, IncidentRef, LastLook, Newest, RemoteIncident};
use serde_json::Value;

/// So many pages of comments are read: with a hundred on each, more than any system keeps of one incident.
const MOST_PAGES: usize = 1_000;

/// So many answers of a hundred incidents each are read without the search: nobody makes as many between two looks.
const MOST_TRACES: u32 = 100;

impl Push {
    pub(super) fn take_read(&mut self, read: &Read, response: &Response) -> Result<(), Error> {
        let context = self.known.context(&self.goal, &self.connector);
        match read {
            Read::Deployment(call) => {
                let deployed = call.read(&context, response)?;
                self.learn_deployment(deployed);
            }
            Read::Prepare(preparation) | Read::PrepareStatus(preparation) => {
                self.known.facts = preparation.call.read(&context, response)?;
            }
            Read::Incident(call) => {
                let remote = call.read(&context, response)?;
                match self.known.open.clone() {
                    Some(open) => self.take_update(open, &remote),
                    None => self.take_incident(remote)?,
                }
            }
            Read::Standing(call) => {
                let remote = call.read(&context, response)?;
                let moved = moved(&self.goal, &self.known, &context, &remote);
                self.known.is_overtaken = false;
                self.known.take_origin(remote.origin.creator.clone());
                for name in moved {
                    // It is brought up to date as what the case has changed, by what stands there then.
                    self.known.hashes.insert(name, String::new());
                    self.known.remote = None;
                }
            }
            Read::Account(call) => {
                self.known.own = call.read(&context, response)?.map_or(Own::Unknown, Own::Known);
            }
            Read::Named(call) => {
                let remote = call.read(&context, response)?;
                self.take_named(remote)?;
            }
            Read::Lookup(call) => {
                let found = call.read(&context, response)?;
                self.known.looked = self.known.looked.max(Looked::Searched);
                self.take_found(found)?;
            }
            Read::Newest(call) => {
                let newest = call.read(&context, response)?;
                self.take_newest(newest)?;
            }
            Read::Unmarked(call) => {
                let may_be_there = call.read(&context, response)?;
                if let Some(open) = self.known.open.clone() {
                    self.not_there(open, !may_be_there);
                }
            }
            Read::Recheck(Look::Search(call)) => {
                let found = call.read(&context, response)?;
                let ours = self.known.incident.as_ref();
                let unmarked = ours.is_some_and(|(ours, _)| found.iter().all(|it| it.incident.id != ours.id));
                let is_immediate = self.connector.system().absence(&self.connector).of_incident;
                self.take_recheck(&found, unmarked && is_immediate)?;
            }
            Read::Recheck(Look::Newest(call)) => {
                let newest = call.read(&context, response)?;
                // Where it does not show the incident at all, it says nothing of its mark.
                let ours = self.known.incident.as_ref();
                let unmarked = ours.is_some_and(|(ours, _)| newest.unmarked.contains(&ours.id));
                self.take_recheck(&newest.found, unmarked)?;
            }
            Read::Comments(comments) => self.take_page(comments, response)?,
            Read::LastLook(look) => {
                let warnings = match look {
                    LastLook::Incident(call) => {
                        let remote = call.read(&context, response)?;
                        missing(
                            &self.known.taken.fields_of(&self.goal),
                            &remote.fields,
                            &self.connector,
                            &|name, ours, theirs| same_field(&context, name, ours, theirs),
                        )
                    }
                    LastLook::Entries(call) => {
                        let page = call.read(&context, response)?;
                        let mut warnings = self.known.taken.lost(&page);
                        warnings.extend(self.known.twice(&page));
                        warnings
                    }
                    LastLook::Newest(call) => self.known.twice(&call.read(&context, response)?),
                };
                self.looked_last(look);
                self.warn(warnings);
            }
        }
        Ok(())
    }

    /// One look, whatever has become of it.
    pub(super) fn looked_last(&mut self, look: &LastLook) {
        match look {
            LastLook::Incident(_) => self.known.taken.fields = Fields::new(),
            LastLook::Entries(_) | LastLook::Newest(_) => self.known.taken.entries = Vec::new(),
        }
    }

    fn take_page(&mut self, Comments { call, is_first }: &Comments, response: &Response) -> Result<(), Error> {
        let context = self.known.context(&self.goal, &self.connector);
        let page = call.read(&context, response)?;
        let next = page.next.zip(self.known.incident.as_ref());
        let more = next.map(|(cursor, (incident, _))| {
            let call = self.connector.system().comments(&context, &incident.id, Some(&cursor));
            (cursor, Comments { call, is_first: false })
        });
        if *is_first {
            self.cursors.clear();
            self.known.begin_comments();
        }
        let more = match more {
            // A page that leads back, or on and on, would be read for ever.
            Some((cursor, _)) if self.cursors.len() >= MOST_PAGES || !self.cursors.insert(cursor.clone()) => {
                return Err(Error::new(Code::AnswerIncomplete));
            }
            more => more.map(|(_, comments)| comments),
        };
        for entry in &page.entries {
            self.known.read_entry(entry, self.connector.system());
        }
        self.known.comments_readable |= page.readable;
        let has_rest = page.left.is_some_and(|left| self.known.knows_the_rest(left));
        match more.filter(|_| !has_rest) {
            Some(more) => self.send(What::Read(Read::Comments(more))),
            None => {
                self.known.end_comments(page.is_newest_first, has_rest);
                self.take_comments();
            }
        }
        Ok(())
    }

    /// The incident as it stands now: closed, moved, or as it was.
    fn take_incident(&mut self, remote: RemoteIncident) -> Result<(), Error> {
        if self.is_closed_by_others(&remote) && self.takes_another(&remote.incident, closed)? {
            return Ok(());
        }
        if let Some((known, _)) = &mut self.known.incident
            && known.id == remote.incident.id
        {
            // The key of a moved issue has changed; its id has not.
            *known = remote.incident.clone();
        }
        self.known.take_origin(remote.origin.creator.clone());
        self.known.saw(remote);
        Ok(())
    }

    fn is_closed_by_others(&self, remote: &RemoteIncident) -> bool {
        remote.closed && !is_closed_by_us(remote, &self.goal, &self.known, &self.connector)
    }

    /// Whether an update without an answer was carried out. It is not sent again while it may still be at work: what comes
    /// late would take the place of what was sent after it.
    fn take_update(&mut self, open: Open, remote: &RemoteIncident) {
        let context = self.known.context(&self.goal, &self.connector);
        let is_there = |(name, ours): (&String, &Value)| {
            remote.fields.get(name).is_some_and(|theirs| stands(&self.known, &context, name, ours, theirs))
        };
        let goal = &self.goal.incident;
        let status = goal.status.and_then(|name| open.fields.get(name).zip(goal.fields.get(name)));
        if !open.fields.iter().all(is_there) {
            self.nothing_found(open, true);
        } else if status.is_some_and(|(sent, wanted)| sent != wanted) && self.waits_it_out() {
            // Others set the same status too, and ours may still come: it would take the place of what the case has now.
        } else {
            let receipt = open.receipt(Evidence::Found, remote.incident.clone());
            self.record(open.step, Event::Receipt(receipt));
        }
    }

    /// The incident that the case names, or that carries its mark. An answer about another one is not believed.
    fn take_named(&mut self, remote: RemoteIncident) -> Result<(), Error> {
        let marked = match &self.known.candidate {
            Some(Candidate::Marked(found, _)) => Some(found.clone()),
            _ => None,
        };
        let named = || self.known.external(&self.goal).map(|external| external.incident.id.clone());
        let id = marked.as_ref().map_or_else(named, |found| Some(found.incident.id.clone()));
        if id.as_ref() != Some(&remote.incident.id) {
            return Err(Error::new(Code::LookupUnreliable));
        }
        if self.is_closed_by_others(&remote) && self.takes_another(&remote.incident, closed)? {
            return Ok(());
        }
        let remote = Box::new(remote);
        self.known.candidate = Some(match marked {
            Some(found) => Candidate::Marked(found, evidence::Shown::Read(remote)),
            None => Candidate::Named(remote),
        });
        Ok(())
    }

    /// Whether a person wants a new one in the place of an incident that is closed or gone. Whoever has not said so is asked, about
    /// this one.
    pub(super) fn takes_another(
        &mut self,
        IncidentRef { id, title, .. }: &IncidentRef,
        wish: impl FnOnce(&Options, &str, bool) -> Result<bool, Error>,
    ) -> Result<bool, Error> {
        let wish = wish(&self.options, title, self.known.may_recreate(id));
        match &wish {
            Ok(true) => self.give_up(id),
            Err(_) if !self.known.asked_about.contains(id) => {
                self.record(Step::Create, Event::Asked { incident_id: Some(id.clone()) });
            }
            _ => {}
        }
        wish
    }

    /// A person wants none of it.
    pub(super) fn give_up(&mut self, id: &str) {
        self.record(Step::Create, Event::GivenUp { incident_id: id.to_owned() });
        self.known.has_passed_over = true;
    }

    /// What a look for the incident means, with or without a create under suspicion.
    fn take_found(&mut self, found: Vec<Found>) -> Result<(), Error> {
        match (the_one(&self.known, found)?, self.known.open.clone()) {
            (Some(found), _) => self.known.candidate = Some(Candidate::Marked(found, evidence::Shown::Unread)),
            (None, Some(open)) => {
                let proof = self.connector.system().absence(&self.connector).of_incident;
                self.nothing_found(open, proof);
            }
            (None, None) => {}
        }
        Ok(())
    }

    /// What a look without the search means: for a create under suspicion, or before one.
    fn take_newest(&mut self, newest: Newest) -> Result<(), Error> {
        let Newest { found, next, absence, .. } = newest;
        match (the_one(&self.known, found)?, self.known.open.clone(), absence, next) {
            (Some(found), ..) => self.known.candidate = Some(Candidate::Marked(found, evidence::Shown::Unread)),
            (None, Some(_), Absent::NotYet(facts), _) | (None, None, _, Some(facts)) => {
                // A trace that goes on and on would be followed for ever.
                self.traced += 1;
                if self.traced > MOST_TRACES {
                    return Err(Error::new(Code::AnswerIncomplete));
                }
                self.known.facts = facts;
                self.look_on_at_newest();
                return Ok(());
            }
            (None, Some(open), absence, _) => self.not_there(open, matches!(absence, Absent::Proved)),
            (None, None, ..) => self.known.looked = Looked::Everywhere,
        }
        self.rewind();
        Ok(())
    }

    /// Whether another browser has created an incident in the same moment as this push, and whether this one can be found.
    fn take_recheck(&mut self, found: &[Found], unmarked: bool) -> Result<(), Error> {
        let Some((ours, evidence)) = self.known.incident.clone() else { return Ok(()) };
        self.rewind();
        let others = found.iter().filter(|found| found.incident.id != ours.id && !found.closed);
        if let Some(other) = the_one(&self.known, others.cloned().collect())? {
            return Err(ambiguous(&[&ours, &other.incident]));
        }
        // One that the case names may never have had it: Kibana sets none.
        let unmarked = unmarked && evidence != Evidence::Adopted;
        if unmarked && self.options.if_unmarked == IfUnmarked::Stop {
            return self.mark_not_found(&ours);
        }
        self.record(Step::Create, Event::Receipt(Receipt::new(Evidence::Found, ours)));
        Ok(())
    }

    /// The incident that was just made is not found by its mark. An index may lag for a moment.
    fn mark_not_found(&mut self, ours: &IncidentRef) -> Result<(), Error> {
        let looks = self.connector.system().absence(&self.connector).looks;
        self.looks += 1;
        match looks.get(self.looks as usize - 1).filter(|_| self.looks <= 2) {
            Some(ms) => {
                self.wait_after_save(*ms, "Waiting before looking for the mark again");
                Ok(())
            }
            None => {
                let message = format!(
                    "{} It is {}, and its mark is {}.",
                    Code::MarkNotKept.meaning(),
                    ours.title,
                    self.goal.mark
                );
                Err(Error::with(Code::MarkNotKept, message))
            }
        }
    }

    /// What the comments that are there mean for a comment under suspicion.
    fn take_comments(&mut self) {
        let Some(open) = self.known.open.clone() else {
            self.known.comments_read = true;
            return;
        };
        let Some((incident, _)) = self.known.incident.clone() else { return };
        match self.known.of_open(&open.step, &self.goal, &self.connector, self.options.if_unverified) {
            Shown::There => {
                let Receipt { external_comment_id, .. } = self.known.found(&open.step, &incident);
                let receipt = open.receipt(Evidence::Found, incident);
                self.record(open.step, Event::Receipt(Receipt { external_comment_id, ..receipt }));
            }
            Shown::NotThere => self.nothing_found(open, self.known.comments_readable),
            Shown::Claimed(claims) => {
                let error = unverified(&describe(&open.step).1, &claims);
                self.claims = claims;
                self.phase = Phase::Ended(End::Unknown(error));
            }
        }
    }
}

/// The incident among those that carry the mark: of several by one hand the open one, where only one is open. Between ours and a
/// stranger's that one is open says nothing: ours is closed with its case.
fn the_one(known: &Knowledge, found: Vec<Found>) -> Result<Option<Found>, Error> {
    let mut found: Vec<Found> = found.into_iter().filter(|it| !known.given_up.contains(&it.incident.id)).collect();
    let creator = |it: &Found| it.origin.creator.as_ref().map(|account| account.id.clone());
    let by_one = found.iter().all(|it| known.trusts(it.origin.creator.as_ref()))
        || found.iter().all(|it| creator(it) == found.first().and_then(creator));
    if by_one && found.iter().any(|it| !it.closed) {
        found.retain(|it| !it.closed);
    }
    if found.len() > 1 {
        return Err(ambiguous(&found.iter().map(|it| &it.incident).collect::<Vec<_>>()));
    }
    Ok(found.pop())
}

fn ambiguous(incidents: &[&IncidentRef]) -> Error {
    let titles: Vec<&str> = incidents.iter().map(|incident| incident.title.as_str()).collect();
    let message = format!("{} They are: {}.", Code::IncidentAmbiguous.meaning(), titles.join(", "));
    Error::with(Code::IncidentAmbiguous, message)
}
