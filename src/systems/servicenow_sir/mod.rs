//! ServiceNow Security Operations: security incidents, a table of ServiceNow with an application of Elastic's own, which
//! takes what the alerts hold as observables.

mod form;
mod observables;

pub(super) use form::FORM;

use super::Connector;
use super::checks::{Checks, Question};
use super::connector::CommentsTarget;
use super::servicenow::{ServiceNow, Table, checks, refusals};

pub(super) static SYSTEM: ServiceNow = ServiceNow {
    form: &FORM,
    table: &TABLE,
    checks: &CHECKS,
    of_alerts: observables::of_alerts,
    add_items: |context, id, items| Some(observables::add(&TABLE, context, id, items)),
};

static TABLE: Table = Table {
    name: "sn_si_incident",
    number: "SIR",
    app: "x_elas2_sir_int",
    import_set: "x_elas2_sir_int_elastic_si_incident",
    staged: &["state", "close_code", "close_notes"],
    opener: &["opened_by"],
    comments: CommentsTarget::Internal,
    rights: "the role sn_si.basic, or rules that let it create and write security incidents and their journal",
    import_rights: "the roles sn_si.basic, x_elas2_sir_int.integration_user, import_set_loader and import_transformer, or rules that allow the same",
};

static CHECKS: Checks = Checks { questions: &QUESTIONS, recognises: refusals::recognises, cors_remedy };

static QUESTIONS: [Question; 4] = checks::questions([
    |context| Some(checks::incident(&TABLE, context)),
    |context| checks::app(&TABLE, context),
    |context| checks::journal(&TABLE, context),
    |context| Some(checks::mandatory(&TABLE, context)),
]);

fn cors_remedy(connector: &Connector, origin: &str) -> String {
    let remedy = checks::cors_remedy(connector, origin);
    format!("{remedy} The import set needs one more, for \"Elastic SIR API\", with GET and POST.")
}
