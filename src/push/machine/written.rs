//! What the answers to writes say.

use super::Push;
use crate::error::{Code, Error};
use crate::http::Response;
use crate::push::compare::same_field;
use crate::push::decision::Write;
use crate::push::journal::{Evidence, Receipt, Step};
use crate::push::taken::missing;
use crate::systems::{Call, IncidentRef, RemoteIncident, Written};
use crate::warning::Warning;

impl Push {
    /// The incident that a person has named; an answer about another one is not believed.
    pub(super) fn read_named(
        &self,
        named: &str,
        call: &Call<RemoteIncident>,
        response: &Response,
    ) -> Result<IncidentRef, Error> {
        let context = self.known.context(&self.goal, &self.connector);
        let incident = call.read(&context, response)?.incident;
        let same = incident.id == named || incident.title.eq_ignore_ascii_case(named);
        if same { Ok(incident) } else { Err(Error::new(Code::LookupUnreliable)) }
    }

    /// What a write has made; and where its answer shows what became of the fields, what it has passed over.
    pub(super) fn read_write(
        &self,
        write: &Write,
        response: &Response,
    ) -> Result<(Receipt, Option<Vec<Warning>>), Error> {
        let context = self.known.context(&self.goal, &self.connector);
        let known = || self.known.incident.as_ref().map(|(incident, _)| incident.clone());
        let (incident, comment_id, fields) = match write.call.read(&context, response)? {
            Written::Incident(incident, fields) => (Some(incident), None, fields),
            Written::Done(fields) => (known(), None, fields),
            Written::Comment(id) => (known(), Some(id), None),
        };
        let is_of_fields = matches!(write.step, Step::Create | Step::Update);
        let shown = fields.as_ref().filter(|_| is_of_fields);
        let passed_over = shown.map(|shown| {
            missing(&write.fields, shown, &self.connector, &|name, ours, theirs| {
                same_field(&context, name, ours, theirs)
            })
        });
        let incident = incident.ok_or_else(|| Error::new(Code::AnswerIncomplete))?;
        let open = self.known.open.as_ref();
        let receipt = open.map_or_else(
            || Receipt::new(Evidence::Answered, incident.clone()),
            |open| open.receipt(Evidence::Answered, incident.clone()),
        );
        Ok((Receipt { external_comment_id: comment_id, ..receipt }, passed_over))
    }
}
