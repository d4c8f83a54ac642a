//! What a person settles, where the push cannot know.

use super::{Ending, Phase, Push, What, receipt_of};
use crate::error::{Code, Error};
use crate::push::decide::comment_step;
use crate::push::journal::{Event, Evidence, Receipt, Step};
use crate::systems::IncidentRef;
use serde_json::Value;

/// What a person found out about a write whose outcome was unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        let unreadable = match &self.phase {
            Phase::Ended(Ending::Failed(error)) => error.code == Code::CommentsUnreadable,
            // A push that begins with the settlement of the one before it.
            Phase::Deciding => matches!(self.known.incident, Some((_, Evidence::Found))),
            _ => false,
        };
        match (self.known.open.clone(), settlement) {
            (Some(open), Settlement::NotThere) => {
                self.phase = Phase::Deciding;
                self.record(open.step, Event::Rejected { code: "SETTLED_NOT_THERE".into() });
            }
            (Some(open), Settlement::There { external_id }) => match self.known.incident.clone() {
                Some((incident, _)) => {
                    self.phase = Phase::Deciding;
                    let receipt = receipt_of(&open, Evidence::Settled, incident);
                    self.record(open.step, Event::Receipt(receipt));
                }
                None => {
                    let named = external_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
                    let missing = || {
                        Error::with(Code::OptionsInvalid, "Name the incident: its id, number or key.").at("externalId")
                    };
                    let prepared = Value::Object(self.known.prepared.clone());
                    let context = self.known.context(&self.goal, &self.connector, &prepared);
                    let request = self.connector.system().incident(&context, named.ok_or_else(missing)?);
                    self.send(request, What::Link(open));
                }
            },
            (None, settlement) if unreadable => {
                let Some((incident, _)) = self.known.incident.clone() else {
                    return Err(Error::new(Code::PushState));
                };
                self.phase = Phase::Deciding;
                self.record(Step::Create, Event::Receipt(Receipt::new(Evidence::Settled, incident.clone())));
                if matches!(settlement, Settlement::There { .. }) {
                    self.settle_comments(&incident);
                }
            }
            _ => return Err(Error::new(Code::PushState)),
        }
        (self.looks, self.tries, self.resends) = (0, 0, 0);
        Ok(())
    }

    /// A person says that the comments, as they stand now, are all there.
    fn settle_comments(&mut self, incident: &IncidentRef) {
        let missing: Vec<Step> = self
            .goal
            .comments
            .iter()
            .filter(|comment| !self.known.has_current(comment))
            .map(|comment| {
                let edit = self.known.latest_edit(comment).map_or(0, |edit| edit.saturating_add(1));
                comment_step(comment, edit)
            })
            .chain(self.goal.alerts.map(|total| Step::Alerts { total }))
            .collect();
        for step in missing {
            self.record(step, Event::Receipt(Receipt::new(Evidence::Settled, incident.clone())));
        }
    }
}
