//! IBM Resilient, today QRadar SOAR.

mod answers;
mod checks;
mod facts;
mod form;
mod live;
mod refusals;
mod requests;

pub(super) use form::FORM;

use super::checks::Checks;
use super::{
    Absence, Before, Call, CommentsPage, Connector, Context, Fields, Found, Live, OwnAccount, Preparation,
    RemoteIncident, SLOW_WRITE, System, Written,
};
use crate::connector::form::FormSpec;
use crate::http::{Method, Request};
use crate::markup::Format;
use crate::order::Keyed;
use facts::Facts;

pub(super) static SYSTEM: Resilient = Resilient;

pub(super) struct Resilient;

impl System for Resilient {
    fn form(&self) -> &'static FormSpec {
        &FORM
    }

    fn right(&self, request: &Request) -> Option<&'static str> {
        Some(match request.method {
            Method::Post if request.url.contains("/comments") => "the right to create comments of incidents",
            Method::Post if request.url.contains("/query_paged") => "the right to read incidents",
            Method::Post => "the right to create incidents",
            Method::Patch | Method::Put => "the right to edit the fields of incidents",
            Method::Get if request.url.contains("/types/") => "the right to read the fields of incidents",
            _ => "the right to read incidents and their comments",
        })
    }

    fn label(&self, context: &Context<'_>, field: &str) -> Option<String> {
        let label = &requests::field(context, field)?.label;
        (!label.is_empty()).then(|| format!("{label} ({field})"))
    }

    fn live(&self, context: &Context<'_>, _: Option<&str>) -> Live {
        live::live(context)
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
        let assumed = context.facts.with(|facts: &mut Facts| facts.fields = Some(Keyed::default()));
        Some(Preparation { call, assumed })
    }

    fn lookup(&self, context: &Context<'_>) -> Call<Vec<Found>> {
        Call::new(requests::lookup(context), answers::lookup)
    }

    fn create(&self, context: &Context<'_>) -> Call<Written> {
        Call::new(requests::create(context), |context, response| {
            answers::incident(context, response).map(|remote| Written::Incident(remote.incident, None))
        })
    }

    fn incident(&self, context: &Context<'_>, id: &str) -> Call<RemoteIncident> {
        Call::new(requests::incident(context, id, ""), answers::incident)
    }

    fn standing(&self, context: &Context<'_>, id: &str) -> Call<RemoteIncident> {
        Call::new(requests::incident(context, id, "&handle_format=objects"), answers::incident)
    }

    fn update(
        &self,
        context: &Context<'_>,
        id: &str,
        changes: &Fields,
        remote: Option<&RemoteIncident>,
    ) -> Call<Written> {
        Call::new(requests::update(context, id, changes, remote), |_, response| {
            answers::updated(response).map(|()| Written::Done(None))
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
