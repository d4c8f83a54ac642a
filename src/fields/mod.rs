//! The live fields of a connector: what its system asks of a new incident, and the search for choices. It only reads.
//!
//! Nothing here does I/O. [`Machine::next`] says what to send, the host sends it and replies with [`Machine::receive`] or
//! [`Machine::fail`]; at `Done`, [`FieldsQuery::found`] has the answer or the error. What a system is asked stands in its
//! folder.

pub use crate::connector::check_live::check_fields;
pub use crate::connector::live::{ConnectorFields, LiveChoice, LiveField, LiveKind, Note, Others, RequiredAt};

use crate::error::{Code, Error};
use crate::http::{FailReason, Limit, Request, Response};
use crate::machine::{self, Machine};
use crate::markup::lowercase;
use crate::systems::{Call, Connector, Context, Facts, Fields, Live};
use std::convert::Infallible;

/// What the host of a query does next. It keeps nothing, so nothing is ever saved.
pub type Next = machine::Next<Infallible>;

/// What a query has found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Found {
    /// What the system asks of a new incident.
    Fields(ConnectorFields),
    /// The choices that fit the words.
    Choices(Vec<LiveChoice>),
}

#[derive(Debug)]
enum Asked {
    Fields {
        issue_type: Option<String>,
        incident_id: Option<String>,
        /// What was read before.
        known: Option<ConnectorFields>,
    },
    Choices,
}

#[derive(Debug)]
enum Phase {
    Deciding,
    Reading(&'static str, Call<Facts>),
    Searching(Call<Vec<LiveChoice>>),
    Ended(Result<Found, Error>),
}

/// A running query. See the [module](self) for the protocol.
#[derive(Debug)]
pub struct FieldsQuery {
    connector: Connector,
    asked: Asked,
    facts: Facts,
    /// There is no case, so no field of an incident either.
    none: Fields,
    phase: Phase,
    next_id: u32,
}

/// More questions than a system has, with pages: an answer that never ends is none.
const MOST_QUESTIONS: u32 = 200;

impl FieldsQuery {
    /// Asks for the fields; of Jira, for those of an issue type, or of the one that a case without any gets.
    #[must_use]
    pub fn fields(connector: Connector, issue_type: Option<String>) -> Self {
        let issue_type = issue_type.filter(|id| !id.trim().is_empty());
        Self::new(connector, Asked::Fields { issue_type, incident_id: None, known: None }, Phase::Deciding)
    }

    /// Asks for them as an incident has them that is there already, by its id or key: which of them it takes no change of. Where
    /// that cannot be read, nothing is said of it.
    #[must_use]
    pub fn of_incident(mut self, id: &str) -> Self {
        if let Asked::Fields { incident_id, .. } = &mut self.asked {
            *incident_id = Some(id.to_owned()).filter(|id| !id.trim().is_empty());
        }
        self
    }

    /// With what was read before, so that only what an incident takes is asked.
    pub(crate) fn know(&mut self, fields: ConnectorFields) {
        if let Asked::Fields { known, .. } = &mut self.asked {
            *known = Some(fields);
        }
    }

    /// Looks for choices of a field, by words: in the system, or among those that the field lists. Nothing is asked for the
    /// latter.
    #[must_use]
    pub fn choices(connector: Connector, field: &LiveField, words: &str) -> Self {
        let query = Self::new(connector, Asked::Choices, Phase::Deciding);
        let search = field.search.as_deref().filter(|_| field.choices.is_empty());
        let call = search.and_then(|by| query.connector.system().search(&query.context(), by, words));
        let phase = match call {
            Some(call) => Phase::Searching(call),
            None => Phase::Ended(Ok(Found::Choices(listed(field, words)))),
        };
        Self { phase, ..query }
    }

    fn new(connector: Connector, asked: Asked, phase: Phase) -> Self {
        Self { connector, asked, facts: Facts::default(), none: Fields::new(), phase, next_id: 0 }
    }

    /// The connector that requests are to be authorized for.
    #[must_use]
    pub const fn connector(&self) -> &Connector {
        &self.connector
    }

    /// What was found, or why nothing was; nothing as long as it goes on.
    ///
    /// # Errors
    /// Why the system could not be read.
    pub fn found(&self) -> Result<Option<&Found>, Error> {
        match &self.phase {
            Phase::Ended(Ok(found)) => Ok(Some(found)),
            Phase::Ended(Err(error)) => Err(error.clone()),
            _ => Ok(None),
        }
    }

    fn context(&self) -> Context<'_> {
        let (connector, fields, facts) = (&self.connector, &self.none, &self.facts);
        Context {
            connector,
            mark: "",
            case_id: "",
            created_at: 0,
            fields,
            incident: None,
            facts,
            opened_by: None,
            given_up: 0,
        }
    }

    fn under_way(&self) -> Option<(&'static str, &Request)> {
        match &self.phase {
            Phase::Reading(label, call) => Some((label, &call.request)),
            Phase::Searching(call) => Some(("Searching", &call.request)),
            Phase::Deciding | Phase::Ended(_) => None,
        }
    }

    fn decide(&mut self) {
        let Asked::Fields { issue_type, incident_id, known } = &mut self.asked else { return };
        let (issue_type, incident_id, known) = (issue_type.clone(), incident_id.clone(), known.take());
        let system = self.connector.system();
        let live = known.map_or_else(|| system.live(&self.context(), issue_type.as_deref()), Live::Ready);
        self.phase = match live {
            Live::Ready(mut fields) => {
                match incident_id.and_then(|id| system.editable(&self.context(), &id, &mut fields)) {
                    Some(call) => {
                        self.know(fields);
                        Phase::Reading("Reading what the incident takes", call)
                    }
                    None => Phase::Ended(Ok(Found::Fields(fields))),
                }
            }
            Live::Ask(..) if self.next_id >= MOST_QUESTIONS => {
                Phase::Ended(Err(Error::with(Code::AnswerIncomplete, "The list of fields has no end.")))
            }
            Live::Ask(label, call) => Phase::Reading(label, call),
        };
    }

    /// Where only what an incident takes cannot be read, nothing is said of it.
    fn failed(&mut self, error: Error) -> Phase {
        let known = match &mut self.asked {
            Asked::Fields { known, .. } if error.code != Code::Aborted => known.take(),
            _ => None,
        };
        Phase::Ended(known.map_or(Err(error), |mut fields| {
            fields.edited(None);
            Ok(Found::Fields(fields))
        }))
    }

    /// The incident that they are asked for.
    #[cfg(any(test, feature = "bindings"))]
    pub(crate) fn incident_id(&self) -> Option<String> {
        match &self.asked {
            Asked::Fields { incident_id, .. } => incident_id.clone(),
            Asked::Choices => None,
        }
    }

    fn take(&mut self, id: u32) -> Result<Phase, Error> {
        if id != self.next_id || self.under_way().is_none() {
            return Err(Error::with(Code::PushState, "The query was not waiting for this call."));
        }
        self.next_id += 1;
        Ok(std::mem::replace(&mut self.phase, Phase::Deciding))
    }
}

impl Machine for FieldsQuery {
    type Record = Infallible;

    fn next(&mut self) -> Next {
        if matches!(self.phase, Phase::Deciding) {
            self.decide();
        }
        match self.under_way() {
            Some((label, request)) => {
                Next::Send { id: self.next_id, label: label.to_owned(), request: request.clone() }
            }
            None => Next::Done,
        }
    }

    fn receive(&mut self, id: u32, response: &Response) -> Result<(), Error> {
        match self.take(id)? {
            Phase::Reading(_, call) => match call.read(&self.context(), response) {
                Ok(facts) => self.facts = facts,
                Err(error) => self.phase = self.failed(error),
            },
            Phase::Searching(call) => {
                self.phase = Phase::Ended(call.read(&self.context(), response).map(Found::Choices));
            }
            Phase::Deciding | Phase::Ended(_) => {}
        }
        Ok(())
    }

    fn fail(&mut self, id: u32, reason: FailReason, detail: Option<Error>) -> Result<(), Error> {
        self.take(id)?;
        self.phase = self.failed(detail.unwrap_or_else(|| reason.error()));
        Ok(())
    }

    fn abort(&mut self) {
        if !matches!(self.phase, Phase::Ended(_)) {
            self.phase = Phase::Ended(Err(Error::with(Code::Aborted, "The reading was stopped on request.")));
        }
    }

    fn limit(&self) -> Limit {
        match &self.phase {
            Phase::Reading(_, call) => call.limit,
            Phase::Searching(call) => call.limit,
            Phase::Deciding | Phase::Ended(_) => Limit::Usual,
        }
    }
}

/// The listed choices whose labels have all the words.
fn listed(field: &LiveField, words: &str) -> Vec<LiveChoice> {
    let words: Vec<String> = words.split_whitespace().map(lowercase).collect();
    let fits = |choice: &&LiveChoice| {
        let label = lowercase(&choice.label);
        !choice.retired && words.iter().all(|word| label.contains(word.as_str()))
    };
    field.choices.iter().filter(fits).cloned().collect()
}
