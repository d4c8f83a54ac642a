//! What the answers to reads mean for a push.

use super::{Push, What, receipt_of};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::push::decide::Read;
use crate::push::journal::{Event, Evidence, Receipt, Step};
use crate::push::known::Known;
use crate::push::remote::closed;
use crate::systems::{ANCHOR, Found, IncidentRef, RemoteIncident, Trace};
use serde_json::Value;

impl Push {
    pub(super) fn take_read(&mut self, read: Read, response: &Response) -> Result<(), Error> {
        let system = self.connector.system();
        let context = self.known.context(&self.goal, &self.connector);
        match read {
            Read::Prepare(_) => {
                let learned = system.prepare(&context, response)?;
                self.known.prepared.extend(learned);
            }
            Read::Incident => {
                let remote = system.read_incident(&context, response)?;
                self.take_incident(remote)?;
            }
            Read::Lookup => {
                let found = system.read_lookup(&context, response)?;
                self.known.looked_up = true;
                self.take_found(found)?;
            }
            Read::Trace | Read::Recheck => self.take_trace(read, response)?,
            Read::Comments(at) => {
                let page = system.read_comments(&context, response)?;
                // A page that leads back would be read for ever.
                if page.next.is_some_and(|next| next <= at) {
                    return Err(Error::new(Code::AnswerIncomplete));
                }
                let next = page.next.zip(self.known.incident.as_ref());
                let more = next.map(|(start, (incident, _))| (start, system.comments(&context, &incident.id, start)));
                if at == 0 {
                    self.known.begin_comments();
                }
                for (_, text) in &page.texts {
                    self.known.read_text(text);
                }
                match more {
                    Some((start, request)) => self.send(request, What::Read(Read::Comments(start))),
                    None => self.take_comments(),
                }
            }
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
                let proof = self.connector.system().evidence(&self.connector).empty_lookup_is_proof;
                self.nothing_found(open, proof);
            }
            (None, None) => {}
        }
        Ok(())
    }

    /// What a look without the search means: for a create under suspicion, or after one that was answered.
    fn take_trace(&mut self, read: Read, response: &Response) -> Result<(), Error> {
        let system = self.connector.system();
        let context = self.known.context(&self.goal, &self.connector);
        let trace = if system.trace(&context).is_some() {
            system.read_trace(&context, response)?
        } else {
            let found = system.read_lookup(&context, response)?;
            Trace { found, next: None, proof: true }
        };
        if read == Read::Recheck {
            return self.take_recheck(&trace.found);
        }
        if let Some(next) = trace.next.filter(|_| trace.found.is_empty()) {
            self.known.prepared.insert(ANCHOR.into(), Value::from(next));
            self.trace();
            return Ok(());
        }
        match (the_one(&self.known, trace.found)?, self.known.open.clone()) {
            (Some(incident), Some(open)) => {
                let receipt = receipt_of(&open, Evidence::Found, incident);
                self.record(open.step, Event::Receipt(receipt));
            }
            (None, Some(open)) => self.not_there(open, trace.proof),
            (Some(incident), None) => {
                self.record(Step::Create, Event::Receipt(Receipt::new(Evidence::Found, incident)));
            }
            (None, None) => self.known.traced = true,
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
        let authoritative = self.connector.system().evidence(&self.connector).empty_comments_are_proof;
        let proof = authoritative || self.known.ours_visible;
        self.nothing_found(open, proof);
    }
}

/// The incident among those that carry the mark: of several the open one, where only one is open.
fn the_one(known: &Known, found: Vec<Found>) -> Result<Option<IncidentRef>, Error> {
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
