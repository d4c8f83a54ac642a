//! Jira: Cloud by REST v2 or v3, Data Center by v2, service management projects through the same issues.

mod answers;
mod checks;
mod deployment;
mod facts;
mod form;
mod live;
mod refusals;
mod requests;
mod status;
mod transitions;

pub(super) use form::FORM;

use super::checks::Checks;
use super::connector::TextFormat;
use super::{
    Absence, Before, Call, CommentsPage, Connector, Context, Fields, Found, ID, IncidentRef, Live, Newest, OwnAccount,
    Preparation, RemoteIncident, SLOW_WRITE, StatusChange, System, Written,
};
use crate::connector::Deployed;
use crate::connector::form::FormSpec;
use crate::connector::live::{ConnectorFields, LiveChoice};
use crate::http::{Method, Request, Response};
use crate::markup::Format;
use deployment::{Deployment, deployment};
use facts::Facts;
use std::collections::BTreeSet;

pub(super) static SYSTEM: Jira = Jira;

pub(super) struct Jira;

impl System for Jira {
    fn form(&self) -> &'static FormSpec {
        &FORM
    }

    fn remedy_of_rare(&self, connector: &Connector) -> Option<&'static str> {
        let may_be_why =
            deployment(connector) == Deployment::DataCenter && connector.advanced("characters") != Some("basic");
        may_be_why.then_some(refusals::RARE)
    }

    fn deployment(&self, context: &Context<'_>) -> Option<Call<Deployed>> {
        let is_open = deployment::known(context.connector).is_none();
        let call = || {
            Call::new(requests::server_info(context), |_, response| {
                answers::deployed(response).map(|(deployed, _)| deployed)
            })
        };
        is_open.then(call)
    }

    fn right(&self, request: &Request) -> Option<&'static str> {
        Some(match request.method {
            Method::Post if request.url.contains("/comment") => "the permission Add Comments",
            Method::Post if request.url.ends_with("/transitions") => "the permission Transition Issues",
            Method::Post if request.url.ends_with("/issue") => "the permission Create Issues",
            Method::Put => "the permission Edit Issues",
            _ => "the permission Browse Projects",
        })
    }

    fn live(&self, context: &Context<'_>, issue_type: Option<&str>) -> Live {
        live::live(context, issue_type)
    }

    fn editable(&self, context: &Context<'_>, id: &str, fields: &mut ConnectorFields) -> Option<Call<super::Facts>> {
        live::editable(context, id, fields)
    }

    fn search(&self, context: &Context<'_>, by: &str, words: &str) -> Option<Call<Vec<LiveChoice>>> {
        live::search(context, by, words)
    }

    fn checks(&self) -> &'static Checks {
        &checks::CHECKS
    }

    fn format(&self, connector: &Connector, field: &str) -> Format {
        match (connector.text_format(), requests::takes_adf(connector, field)) {
            (TextFormat::Plain, false) => Format::Plain,
            (TextFormat::Plain, true) => Format::PlainAdf,
            (TextFormat::Raw, false) => Format::Raw,
            (TextFormat::Raw, true) => Format::RawAdf,
            (_, false) => Format::Wiki,
            (_, true) => Format::Adf,
        }
    }

    fn absence(&self, connector: &Connector) -> Absence {
        match deployment(connector) {
            // Search on Cloud lags by seconds to minutes, so an empty answer never proves absence.
            Deployment::Cloud => Absence { looks: &[2_000, 4_000, 8_000, 16_000, 30_000], of_incident: false },
            Deployment::DataCenter => Absence { looks: SLOW_WRITE, of_incident: true },
        }
    }

    fn own_account(&self, context: &Context<'_>) -> OwnAccount {
        OwnAccount::Ask(Call::new(requests::myself(context), |_, response| answers::myself(response)))
    }

    fn preparation(&self, context: &Context<'_>, before: Before) -> Option<Preparation> {
        let writes_fields = matches!(before, Before::Create | Before::Update);
        if writes_fields && requests::needs_kinds(context) {
            let call = Call::new(requests::kinds(context), |context, response| {
                let documents = answers::documents(response)?;
                Ok(context.facts.with(|facts: &mut Facts| facts.documents = Some(documents)))
            });
            let assumed = context.facts.with(|facts: &mut Facts| facts.documents = Some(BTreeSet::new()));
            return Some(Preparation { call, assumed });
        }
        if before != Before::Create {
            return None;
        }
        if requests::issue_type(context).is_none() {
            let call = Call::new(requests::issue_types(context), |context, response| {
                let issue_type = answers::first_issue_type(response)?;
                Ok(context.facts.with(|facts: &mut Facts| facts.issue_type = Some(issue_type)))
            });
            let assumed = context.facts.with(|facts: &mut Facts| facts.issue_type = Some(ID.to_owned()));
            return Some(Preparation { call, assumed });
        }
        let has_anchor = || context.facts::<Facts>().is_some_and(|facts| facts.anchor.is_some());
        if deployment(context.connector) == Deployment::DataCenter || has_anchor() {
            return None;
        }
        let call = Call::new(requests::newest(context), |context, response| {
            Ok(self::SYSTEM.anchored(context.facts, &answers::newest_key(context, response)?))
        });
        Some(Preparation { call, assumed: self.anchored(context.facts, ID) })
    }

    fn lookup(&self, context: &Context<'_>) -> Call<Vec<Found>> {
        Call::new(requests::lookup(context), answers::lookup)
    }

    fn newest(&self, context: &Context<'_>) -> Option<Call<Newest>> {
        let lags = deployment(context.connector) == Deployment::Cloud;
        lags.then(|| Call::new(requests::since_anchor(context), answers::since_anchor))
    }

    fn anchor<'a>(&self, facts: &'a super::Facts) -> Option<&'a str> {
        facts.get::<Facts>()?.anchor.as_deref()
    }

    fn anchored(&self, facts: &super::Facts, anchor: &str) -> super::Facts {
        facts.with(|facts: &mut Facts| (facts.anchor, facts.scan) = (Some(anchor.to_owned()), None))
    }

    fn is_elsewhere(&self, connector: &Connector, incident: &IncidentRef) -> bool {
        // Where a person has named the place, its project may have had another key.
        let key = Some(&incident.title).filter(|_| connector.advanced("place").is_none());
        let project = key.and_then(|key| requests::split_key(key)).map(|(project, _)| project);
        project.is_some_and(|project| !project.eq_ignore_ascii_case(connector.place()))
    }

    fn create(&self, context: &Context<'_>) -> Call<Written> {
        Call::new(requests::create(context), |context, response| {
            answers::created(context, response).map(|incident| Written::Incident(incident, None))
        })
    }

    fn incident(&self, context: &Context<'_>, id: &str) -> Call<RemoteIncident> {
        Call::new(requests::incident(context, id, &[]), answers::incident)
    }

    fn standing(&self, context: &Context<'_>, id: &str) -> Call<RemoteIncident> {
        Call::new(requests::incident(context, id, &["resolution", "assignee"]), answers::incident)
    }

    fn update(&self, context: &Context<'_>, id: &str, changes: &Fields, _: Option<&RemoteIncident>) -> Call<Written> {
        Call::new(requests::update(context, id, changes), |_, response| {
            answers::updated(response).map(|()| Written::Done(None))
        })
    }

    fn refused_fields(&self, context: &Context<'_>, response: &Response) -> Vec<String> {
        answers::refused_fields(context, response)
    }

    fn set_status(&self, context: &Context<'_>, id: &str, status: &str, remote: &RemoteIncident) -> StatusChange {
        transitions::set_status(context, id, status, &remote.standing.status)
    }

    fn comment(&self, context: &Context<'_>, id: &str, text: &str) -> Call<Written> {
        Call::new(requests::comment(context, id, text), |_, response| {
            answers::commented(response).map(Written::Comment)
        })
    }

    fn comments(&self, context: &Context<'_>, id: &str, cursor: Option<&str>) -> Call<CommentsPage> {
        // A hundred on a page, each of up to 32,767 characters.
        Call::new(requests::comments(context, id, cursor.unwrap_or("0")), |_, response| answers::comments(response))
            .of_list()
    }
}
