//! What a person settles, where the push cannot know.

use super::{End, Phase, Push, What};
use crate::error::{Code, Error};
use crate::push::decide::comment_step;
use crate::push::journal::{Event, Evidence, Receipt, Step};
use crate::push::knowledge::Open;

/// What a person found out about a write whose outcome was unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Settlement {
    /// It is there: for a create, the incident's id.
    There {
        /// For a create: the incident's id, number or key. The push reads it before it believes it.
        external_id: Option<String>,
    },
    /// It is not there: send it again.
    NotThere,
}

impl Settlement {
    /// The incident that it names: then it is about that, and never about comments.
    fn named(&self) -> Option<&str> {
        let Self::There { external_id } = self else { return None };
        external_id.as_deref().map(str::trim).filter(|id| !id.is_empty())
    }
}

/// What a settlement hears that comes when all is known.
pub(crate) const NOTHING_OPEN: &str = "What became of each request is known: there is nothing to settle.";

impl Push {
    /// A person has looked and settles a push that ended `unknown`, or that could not read the comments.
    ///
    /// # Errors
    /// `PUSH_STATE` while the push is under way, `NOTHING_PENDING` where there is nothing to settle; `OPTIONS_INVALID` where a
    /// create is there but no id is named.
    pub fn settle(&mut self, settlement: &Settlement) -> Result<(), Error> {
        // Under way the push finds out by itself: settling then could send a write twice.
        let begins = matches!(self.phase, Phase::Deciding) && self.next_id == 0;
        let ended = matches!(self.phase, Phase::Ended(End::Failed(_) | End::Unknown(_)));
        if !begins && !ended {
            return Err(Error::new(Code::PushState));
        }
        self.settlement = None;
        let Some(open) = self.known.open.clone() else {
            return self.settle_comments_later(settlement, begins);
        };
        let was_asked = open.was_asked || matches!(self.phase, Phase::Ended(End::Unknown(_)));
        match (settlement, self.known.incident.clone()) {
            (Settlement::NotThere, _) if was_asked => {
                self.phase = Phase::Deciding;
                self.record(open.step, Event::Rejected { code: "SETTLED_NOT_THERE".into() });
            }
            // An incident that is named is read before it is believed, whoever has asked.
            (Settlement::There { .. }, None) if was_asked || settlement.named().is_some() => {
                self.link(open, settlement.named())?;
            }
            (Settlement::There { .. }, Some((incident, _))) if was_asked && settlement.named().is_none() => {
                self.phase = Phase::Deciding;
                let receipt = open.receipt(Evidence::Settled, incident);
                self.record(open.step, Event::Receipt(receipt));
            }
            // It answers another question: the push looks.
            _ => self.phase = Phase::Deciding,
        }
        (self.looks, self.tries, self.resends) = (0, 0, 0);
        Ok(())
    }

    /// Reads the incident that a person has named, before it is believed.
    fn link(&mut self, open: Open, named: Option<&str>) -> Result<(), Error> {
        let missing =
            || Error::with(Code::OptionsInvalid, "Name the incident: its id, number or key.").at("externalId");
        let named = named.ok_or_else(missing)?;
        let context = self.known.context(&self.goal, &self.connector);
        let call = self.connector.system().incident(&context, named);
        self.send(What::Link(open, named.to_owned(), call));
        Ok(())
    }

    /// Nothing is open: what a person says can only be about comments that cannot be read, which no id names. A push that
    /// begins has not tried to read them yet, and may find that it can. What else is said to it is overtaken: it goes on as
    /// any push does, unless that could make a second incident.
    fn settle_comments_later(&mut self, settlement: &Settlement, begins: bool) -> Result<(), Error> {
        let is_of_comments = settlement.named().is_none();
        match &self.phase {
            Phase::Ended(End::Failed(error)) if error.code == Code::CommentsUnreadable && is_of_comments => {
                self.settle_unreadable(settlement);
                Ok(())
            }
            _ if begins && (self.known.incident.is_some() || *settlement == Settlement::NotThere) => {
                self.settlement = Some(settlement.clone()).filter(|_| is_of_comments);
                Ok(())
            }
            _ => Err(Error::with(Code::NothingPending, NOTHING_OPEN)),
        }
    }

    /// A person says which comments are there, where the push cannot see them: those that were asked about, as they were then.
    pub(super) fn settle_unreadable(&mut self, settlement: &Settlement) {
        let Some((incident, _)) = self.known.incident.clone() else { return };
        self.phase = Phase::Deciding;
        self.known.comments_settled = true;
        if matches!(settlement, Settlement::There { .. }) {
            for step in self.due().into_iter().filter(|step| self.known.was_asked(step)).collect::<Vec<_>>() {
                self.record(step, Event::Receipt(Receipt::new(Evidence::Settled, incident.clone())));
            }
        }
    }

    /// The push ends with the question what became of the open write, and keeps that it has asked: a late answer is about no write that
    /// came after.
    pub(super) fn ask_about_open(&mut self, step: Step, end: End) {
        self.phase = Phase::Deciding;
        self.record(step, Event::Asked { incident_id: None });
        self.end_after_save(end);
    }

    /// The push ends with the question which comments are there, and keeps what it is about: the answer is about nothing that comes
    /// later.
    pub(super) fn ask_about_comments(&mut self, end: End) {
        for step in self.due().into_iter().filter(|step| !self.known.was_asked(step)).collect::<Vec<_>>() {
            self.record(step, Event::Asked { incident_id: None });
        }
        self.end_after_save(end);
    }

    /// What is to be sent to the list of comments.
    fn due(&self) -> Vec<Step> {
        let comments = self.goal.comments.iter().filter(|comment| self.known.turn(comment).is_some());
        let alerts = self.goal.alerts.filter(|total| !self.known.has_alerts(*total, &self.goal));
        comments
            .map(|comment| comment_step(comment, self.known.next_edit(comment)))
            .chain(alerts.map(|total| Step::Alerts { total }))
            .collect()
    }
}
