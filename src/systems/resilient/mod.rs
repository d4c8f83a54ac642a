//! IBM Resilient, today QRadar SOAR.

mod answers;
mod checks;
mod facts;
mod form;
mod requests;

pub(super) use form::FORM;

use super::checks::Checks;
use super::{
    Absence, Before, Call, CommentsPage, Connector, Context, Fields, Found, OwnAccount, Preparation, RemoteIncident,
    SLOW_WRITE, System, Written,
};
use crate::connector::form::FormSpec;
use crate::markup::Format;
use facts::Facts;
use std::collections::BTreeMap;

pub(super) static SYSTEM: Resilient = Resilient;

pub(super) struct Resilient;

impl System for Resilient {
    fn form(&self) -> &'static FormSpec {
        &FORM
    }

    fn checks(&self) -> &'static Checks {
        &checks::CHECKS
    }

    fn format(&self, connector: &Connector, field: &str) -> Format {
        requests::format(connector, field)
    }

    fn absence(&self, _: &Connector) -> Absence {
        Absence { looks: SLOW_WRITE, of_incident: true }
    }

    fn own_account(&self, context: &Context<'_>) -> OwnAccount {
        OwnAccount::Ask(Call::new(requests::session(context), |_, response| answers::session(response)))
    }

    fn preparation(&self, context: &Context<'_>, before: Before) -> Option<Preparation> {
        let needed = match before {
            Before::Lookup | Before::Create => true,
            Before::Update => context.fields.keys().any(|name| !requests::is_built_in(name)),
            Before::Comment => false,
        };
        if !needed || context.facts::<Facts>().is_some_and(|facts| facts.fields.is_some()) {
            return None;
        }
        let call = Call::new(requests::field_types(context), |context, response| {
            let fields = answers::fields(response)?;
            Ok(context.facts.with(|facts: &mut Facts| facts.fields = Some(fields)))
        });
        let assumed = context.facts.with(|facts: &mut Facts| facts.fields = Some(BTreeMap::new()));
        Some(Preparation { call, assumed })
    }

    fn lookup(&self, context: &Context<'_>) -> Call<Vec<Found>> {
        Call::new(requests::lookup(context), answers::lookup)
    }

    fn create(&self, context: &Context<'_>) -> Call<Written> {
        Call::new(requests::create(context), |context, response| {
            answers::incident(context, response).map(|remote| Written::Incident(remote.incident))
        })
    }

    fn incident(&self, context: &Context<'_>, id: &str) -> Call<RemoteIncident> {
        Call::new(requests::incident(context, id), answers::incident)
    }

    fn update(
        &self,
        context: &Context<'_>,
        id: &str,
        changes: &Fields,
        remote: Option<&RemoteIncident>,
    ) -> Call<Written> {
        Call::new(requests::update(context, id, changes, remote), |_, response| {
            answers::updated(response).map(|()| Written::Done)
        })
    }

    fn comment(&self, context: &Context<'_>, id: &str, text: &str) -> Call<Written> {
        Call::new(requests::comment(context, id, text), |_, response| {
            answers::commented(response).map(Written::Comment)
        })
    }

    fn comments(&self, context: &Context<'_>, id: &str, _: Option<&str>) -> Call<CommentsPage> {
        Call::new(requests::comments(context, id), |_, response| answers::comments(response)).of_list()
    }
}
