//! What the answers to reads mean for a push.

use super::{Push, What, receipt_of};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::push::decide::{Comments, Look, Read};
use crate::push::drift::closed;
use crate::push::journal::{Event, Evidence, Receipt, Step};
use crate::push::knowledge::{Knowledge, Looked};
use crate::systems::{Found, IncidentRef, Newest, RemoteIncident};

/// So many pages of comments are read: with a hundred on each, more than any system keeps of one incident.
const MOST_PAGES: usize = 1_000;

/// So many answers of a hundred incidents each are read without the search: nobody makes as many between two looks.
const MOST_TRACES: u32 = 100;

impl Push {
    pub(super) fn take_read(&mut self, read: &Read, response: &Response) -> Result<(), Error> {
        let context = self.known.context(&self.goal, &self.connector);
        match read {
            Read::Prepare(preparation) => self.known.facts = preparation.call.read(&context, response)?,
            Read::Incident(call) => {
                let remote = call.read(&context, response)?;
                self.take_incident(remote)?;
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
            Read::Recheck(Look::Search(call)) => {
                let found = call.read(&context, response)?;
                self.take_recheck(&found)?;
            }
            Read::Recheck(Look::Newest(call)) => {
                let newest = call.read(&context, response)?;
                self.take_recheck(&newest.found)?;
            }
            Read::Comments(comments) => self.take_page(comments, response)?,
        }
        Ok(())
    }

    fn take_page(&mut self, Comments { call, cursors }: &Comments, response: &Response) -> Result<(), Error> {
        let context = self.known.context(&self.goal, &self.connector);
        let page = call.read(&context, response)?;
        // A page that leads back, or on and on, would be read for ever.
        if page.next.as_ref().is_some_and(|next| cursors.contains(next) || cursors.len() >= MOST_PAGES) {
            return Err(Error::new(Code::AnswerIncomplete));
        }
        let next = page.next.zip(self.known.incident.as_ref());
        let more = next.map(|(cursor, (incident, _))| Comments {
            call: self.connector.system().comments(&context, &incident.id, Some(&cursor)),
            cursors: cursors.iter().cloned().chain([cursor]).collect(),
        });
        if cursors.is_empty() {
            self.known.begin_comments();
        }
        for text in &page.texts {
            self.known.read_text(text);
        }
        match more {
            Some(more) => self.send(What::Read(Read::Comments(more))),
            None => self.take_comments(),
        }
        Ok(())
    }

    /// The incident as it stands now: closed, moved, or as it was.
    fn take_incident(&mut self, remote: RemoteIncident) -> Result<(), Error> {
        if remote.closed && closed(&self.options, &remote.incident.title)? {
            self.give_up(&remote.incident.id);
            return Ok(());
        }
        if let Some((known, _)) = &mut self.known.incident
            && known.id == remote.incident.id
        {
            // The key of a moved issue has changed; its id has not.
            *known = remote.incident.clone();
        }
        self.known.remote = Some(remote);
        Ok(())
    }

    pub(super) fn give_up(&mut self, id: &str) {
        self.record(Step::Create, Event::GivenUp { incident_id: id.to_owned() });
    }

    /// What a look for the incident means, with or without a create under suspicion.
    fn take_found(&mut self, found: Vec<Found>) -> Result<(), Error> {
        match (the_one(&self.known, found)?, self.known.open.clone()) {
            (Some(incident), Some(open)) => {
                let receipt = receipt_of(&open, Evidence::Found, incident);
                self.record(open.step, Event::Receipt(receipt));
            }
            (Some(incident), None) => {
                self.record(Step::Create, Event::Receipt(Receipt::new(Evidence::Found, incident)));
            }
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
        if let Some(anchor) = newest.next.filter(|_| newest.found.is_empty()) {
            // A trace that goes on and on would be followed for ever.
            self.traced += 1;
            if self.traced > MOST_TRACES {
                return Err(Error::new(Code::AnswerIncomplete));
            }
            self.known.facts = self.connector.system().anchored(&self.known.facts, &anchor);
            self.look_at_newest();
            return Ok(());
        }
        match (the_one(&self.known, newest.found)?, self.known.open.clone()) {
            (Some(incident), Some(open)) => {
                let receipt = receipt_of(&open, Evidence::Found, incident);
                self.record(open.step, Event::Receipt(receipt));
            }
            (None, Some(open)) => self.not_there(open, newest.proof),
            (Some(incident), None) => {
                self.record(Step::Create, Event::Receipt(Receipt::new(Evidence::Found, incident)));
            }
            (None, None) => self.known.looked = Looked::Everywhere,
        }
        Ok(())
    }

    /// Whether another browser has created an incident in the same moment as this push.
    fn take_recheck(&mut self, found: &[Found]) -> Result<(), Error> {
        let Some((ours, _)) = self.known.incident.clone() else { return Ok(()) };
        let others = found.iter().filter(|found| found.incident.id != ours.id && !found.closed);
        match the_one(&self.known, others.cloned().collect())? {
            Some(other) => Err(ambiguous(&[&ours, &other])),
            None => {
                self.record(Step::Create, Event::Receipt(Receipt::new(Evidence::Found, ours)));
                Ok(())
            }
        }
    }

    /// What the comments that are there mean for a comment under suspicion.
    fn take_comments(&mut self) {
        let Some(open) = self.known.open.clone() else {
            self.known.comments_read = true;
            return;
        };
        if self.known.shows(&open.step)
            && let Some((incident, _)) = self.known.incident.clone()
        {
            let receipt = receipt_of(&open, Evidence::Found, incident);
            self.record(open.step, Event::Receipt(receipt));
            return;
        }
        let authoritative = self.connector.system().absence(&self.connector).of_comments;
        let proof = authoritative || self.known.ours_visible;
        self.nothing_found(open, proof);
    }
}

/// The incident among those that carry the mark: of several the open one, where only one is open.
fn the_one(known: &Knowledge, found: Vec<Found>) -> Result<Option<IncidentRef>, Error> {
    let mut found: Vec<Found> = found.into_iter().filter(|it| !known.given_up.contains(&it.incident.id)).collect();
    if found.len() > 1 && found.iter().any(|it| !it.closed) {
        found.retain(|it| !it.closed);
    }
    if found.len() > 1 {
        return Err(ambiguous(&found.iter().map(|it| &it.incident).collect::<Vec<_>>()));
    }
    Ok(found.pop().map(|it| it.incident))
}

fn ambiguous(incidents: &[&IncidentRef]) -> Error {
    let titles: Vec<&str> = incidents.iter().map(|incident| incident.title.as_str()).collect();
    let message = format!("{} They are: {}.", Code::IncidentAmbiguous.meaning(), titles.join(", "));
    Error::with(Code::IncidentAmbiguous, message)
}
