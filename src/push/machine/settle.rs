//! What a person settles, where the push cannot know.

use super::{End, Phase, Push, What};
use crate::error::{Code, Error};
use crate::push::decide::comment_step;
use crate::push::journal::{Event, Evidence, Receipt, Step};
use crate::push::knowledge::Open;
use crate::systems::IncidentRef;

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

impl Push {
    /// A person has looked and settles a push that ended `unknown`, or that could not read the comments.
    ///
    /// # Errors
    /// `PUSH_STATE` where there is nothing to settle; `OPTIONS_INVALID` where a create is there
    /// but no id is named.
    pub fn settle(&mut self, settlement: &Settlement) -> Result<(), Error> {
        // Under way the push finds out by itself: settling then could send a write twice.
        let begins = matches!(self.phase, Phase::Deciding) && self.next_id == 0;
        let ended = matches!(self.phase, Phase::Ended(End::Failed(_) | End::Unknown(_)));
        let Some(open) = self.known.open.clone() else {
            return self.settle_comments_later(settlement, begins);
        };
        if !begins && !ended {
            return Err(Error::new(Code::PushState));
        }
        match settlement {
            Settlement::NotThere => {
                self.phase = Phase::Deciding;
                self.record(open.step, Event::Rejected { code: "SETTLED_NOT_THERE".into() });
            }
            Settlement::There { external_id } => match self.known.incident.clone() {
                Some((incident, _)) => {
                    self.phase = Phase::Deciding;
                    let receipt = open.receipt(Evidence::Settled, incident);
                    self.record(open.step, Event::Receipt(receipt));
                }
                None => self.link(open, external_id.as_deref())?,
            },
        }
        (self.looks, self.tries, self.resends) = (0, 0, 0);
        Ok(())
    }

    /// Reads the incident that a person has named, before it is believed.
    fn link(&mut self, open: Open, external_id: Option<&str>) -> Result<(), Error> {
        let missing =
            || Error::with(Code::OptionsInvalid, "Name the incident: its id, number or key.").at("externalId");
        let named = external_id.map(str::trim).filter(|id| !id.is_empty()).ok_or_else(missing)?;
        let context = self.known.context(&self.goal, &self.connector);
        let call = self.connector.system().incident(&context, named);
        self.send(What::Link(open, named.to_owned(), call));
        Ok(())
    }

    /// Nothing is open: what a person says can only be about comments that cannot be read. A push that
    /// begins has not tried to read them yet, and may find that it can.
    fn settle_comments_later(&mut self, settlement: &Settlement, begins: bool) -> Result<(), Error> {
        match &self.phase {
            Phase::Ended(End::Failed(error)) if error.code == Code::CommentsUnreadable => {
                self.settle_unreadable(settlement);
                Ok(())
            }
            _ if begins && self.known.incident.is_some() => {
                self.settlement = Some(settlement.clone());
                Ok(())
            }
            _ => Err(Error::new(Code::PushState)),
        }
    }

    /// A person says which comments are there, where the push cannot see them.
    pub(super) fn settle_unreadable(&mut self, settlement: &Settlement) {
        let Some((incident, _)) = self.known.incident.clone() else { return };
        self.phase = Phase::Deciding;
        self.known.comments_settled = true;
        if matches!(settlement, Settlement::There { .. }) {
            self.settle_comments(&incident);
        }
    }

    /// A person says that the comments, as they stand now, are all there.
    fn settle_comments(&mut self, incident: &IncidentRef) {
        let missing: Vec<Step> = self
            .goal
            .comments
            .iter()
            .filter(|comment| self.known.turn(comment).is_some())
            .map(|comment| comment_step(comment, self.known.next_edit(comment)))
            .chain(self.goal.alerts.map(|total| Step::Alerts { total }))
            .collect();
        for step in missing {
            self.record(step, Event::Receipt(Receipt::new(Evidence::Settled, incident.clone())));
        }
    }
}
