//! ServiceNow: Table API, or Elastic's import set where the instance has its app.

mod answers;
pub(super) mod checks;
mod facts;
pub(super) mod form;
mod live;
mod opener;
pub(super) mod refusals;
pub(super) mod requests;
mod table;

pub(super) use answers::result;
pub(super) use form::FORM;
pub(super) use table::Table;

use super::checks::{Checks, Question};
use super::connector::{CommentsTarget, TextFormat};
use super::{
    Absence, Account, Before, Call, CaseFields, CommentsPage, Connector, Context, Entry, Fields, Found, IncidentRef,
    LastLook, Live, OfAlerts, OwnAccount, Preparation, RemoteIncident, SLOW_WRITE, System, Written,
};
use crate::case::AlertDocument;
use crate::connector::form::FormSpec;
use crate::connector::live::LiveChoice;
use crate::http::Request;
use crate::markup::Format;
use crate::warning::Warning;
use facts::Facts;
use serde_json::json;

pub(super) static SYSTEM: ServiceNow = ServiceNow {
    form: &FORM,
    table: &TABLE,
    checks: &CHECKS,
    of_alerts: |_, _, _| OfAlerts::default(),
    add_items: |_, _, _| None,
};

static TABLE: Table = Table {
    name: "incident",
    number: "INC",
    app: "x_elas2_inc_int",
    import_set: "x_elas2_inc_int_elastic_incident",
    staged: &["state", "close_code", "close_notes"],
    opener: &["caller_id", "opened_by"],
    comments: CommentsTarget::Public,
    rights: "the role itil, or rules that let it create and write incidents and their journal",
    import_rights: "the role itil, import_set_loader and import_transformer, or rules that allow the same",
};

static CHECKS: Checks =
    Checks { questions: &QUESTIONS, recognises: refusals::recognises, cors_remedy: checks::cors_remedy };

static QUESTIONS: [Question; 4] = checks::questions([
    |context| Some(checks::incident(&TABLE, context)),
    |context| checks::app(&TABLE, context),
    |context| checks::journal(&TABLE, context),
    |context| Some(checks::mandatory(&TABLE, context)),
]);

/// A table of ServiceNow as a system.
pub(super) struct ServiceNow {
    pub(super) form: &'static FormSpec,
    pub(super) table: &'static Table,
    pub(super) checks: &'static Checks,
    pub(super) of_alerts: fn(&Connector, &CaseFields, &[AlertDocument<'_>]) -> OfAlerts,
    pub(super) add_items: fn(&Context<'_>, &str, &[String]) -> Option<Call<Written>>,
}

impl System for ServiceNow {
    fn form(&self) -> &'static FormSpec {
        self.form
    }

    fn right(&self, request: &Request) -> Option<&'static str> {
        let imports = ["/api/now/import/", "/elastic_api/"].iter().any(|path| request.url.contains(path));
        Some(if imports { self.table.import_rights } else { self.table.rights })
    }

    fn live(&self, context: &Context<'_>, _: Option<&str>) -> Live {
        live::live(self.table, context)
    }

    fn search(&self, context: &Context<'_>, by: &str, words: &str) -> Option<Call<Vec<LiveChoice>>> {
        live::search(context, by, words)
    }

    fn checks(&self) -> &'static Checks {
        self.checks
    }

    fn format(&self, connector: &Connector, field: &str) -> Format {
        match connector.text_format() {
            // Only journal fields render it.
            TextFormat::Code if ["comments", "work_notes"].contains(&field) => Format::Code,
            TextFormat::Raw => Format::Raw,
            _ => Format::Journal,
        }
    }

    fn absence(&self, _: &Connector) -> Absence {
        Absence { looks: SLOW_WRITE, of_incident: true }
    }

    fn own_account(&self, context: &Context<'_>) -> OwnAccount {
        // Nobody can ask; but the user that people log in with is what the columns of an author hold.
        match requests::user(context.connector) {
            Some(user) => OwnAccount::Known(Account { id: user.to_owned(), name: user.to_owned() }),
            None => OwnAccount::Unknown,
        }
    }

    fn preparation(&self, context: &Context<'_>, before: Before) -> Option<Preparation> {
        let is_known = context.facts::<Facts>().is_some_and(|facts| facts.app.is_some());
        // Where there is an incident it was there, or a write says so itself.
        if before != Before::Create {
            return None;
        }
        if requests::uses_table_api(context.connector) || is_known {
            return opener::preparation(self.table, context);
        }
        let assumed = context.facts.with(|facts: &mut Facts| facts.app = Some(String::new()));
        let call = Call::new(requests::health(self.table, context), |context, response| {
            let version = answers::health(response)?;
            Ok(context.facts.with(|facts: &mut Facts| facts.app = Some(version)))
        });
        Some(Preparation { call, assumed })
    }

    fn lookup(&self, context: &Context<'_>) -> Call<Vec<Found>> {
        let table = self.table;
        Call::new(requests::lookup(table, context), |context, response| answers::lookup(table, context, response))
    }

    fn unmarked(&self, context: &Context<'_>) -> Option<Call<bool>> {
        Some(Call::new(requests::newest(self.table, context), answers::unmarked))
    }

    fn opener(&self, context: &Context<'_>) -> (Fields, Option<Warning>) {
        opener::opener(self.table, context)
    }

    #[cfg(any(feature = "bindings", test))]
    fn known_opener(&self, facts: &super::Facts) -> Option<super::Facts> {
        opener::known(facts)
    }

    fn is_elsewhere(&self, _: &Connector, incident: &IncidentRef) -> bool {
        // As we and Kibana link to it.
        let table = incident.url.split_once("/nav_to.do?uri=").and_then(|(_, uri)| uri.split_once(".do"));
        table.is_some_and(|(table, _)| table != self.table.name)
    }

    fn create(&self, context: &Context<'_>) -> Call<Written> {
        let table = self.table;
        Call::new(requests::create(table, context), |context, response| {
            answers::written(table, context, response).map(|(incident, fields)| Written::Incident(incident, fields))
        })
    }

    fn incident(&self, context: &Context<'_>, id: &str) -> Call<RemoteIncident> {
        let table = self.table;
        Call::new(requests::incident(table, context, id), |context, response| {
            answers::incident(table, context, response)
        })
    }

    fn standing(&self, context: &Context<'_>, id: &str) -> Call<RemoteIncident> {
        let table = self.table;
        Call::new(requests::standing(table, context, id), |context, response| {
            answers::standing(table, context, response)
        })
    }

    fn update(&self, context: &Context<'_>, id: &str, changes: &Fields, _: Option<&RemoteIncident>) -> Call<Written> {
        self.change(context, id, changes.clone())
    }

    fn of_alerts(&self, connector: &Connector, case: &CaseFields, alerts: &[AlertDocument<'_>]) -> OfAlerts {
        (self.of_alerts)(connector, case, alerts)
    }

    fn add_items(&self, context: &Context<'_>, id: &str, items: &[String]) -> Option<Call<Written>> {
        (self.add_items)(context, id, items)
    }

    fn answers_show_fields(&self, connector: &Connector) -> bool {
        requests::uses_table_api(connector)
    }

    fn last_look_at_fields(&self, context: &Context<'_>, id: &str) -> Option<LastLook> {
        Some(LastLook::Incident(self.incident(context, id)))
    }

    fn last_look_at_entries(&self, context: &Context<'_>, id: &str) -> Option<LastLook> {
        let table = self.table;
        let call = Call::new(requests::journal(table, context, id), |context, response| {
            answers::written_entries(table, context, response)
        });
        Some(LastLook::Entries(call.of_list()))
    }

    fn comment(&self, context: &Context<'_>, id: &str, text: &str) -> Call<Written> {
        let mut fields = Fields::new();
        // The comment alone: the whole incident again would overwrite what others changed.
        fields.insert(requests::journal_field(self.table, context.connector).to_owned(), json!(text));
        self.change(context, id, fields)
    }

    /// First by the journal's own table, which tells authors and which few accounts may read; then by the display value.
    fn comments(&self, context: &Context<'_>, id: &str, cursor: Option<&str>) -> Call<CommentsPage> {
        let table = self.table;
        match cursor {
            None => {
                let of = id.to_owned();
                Call::new(requests::journal_rows(context, id), move |context, response| {
                    answers::journal_rows(context, &of, response)
                })
                .of_list()
            }
            Some(_) => Call::new(requests::journal(table, context, id), |context, response| {
                answers::journal(table, context, response)
            })
            .of_list(),
        }
    }

    fn parts(&self, entry: Entry) -> Vec<Entry> {
        answers::parts(entry)
    }
}

impl ServiceNow {
    /// Changes fields of an incident. A journal entry has no id in the answer.
    fn change(&self, context: &Context<'_>, id: &str, fields: Fields) -> Call<Written> {
        let table = self.table;
        Call::new(requests::write(table, context, Some(id), fields), |context, response| {
            answers::written(table, context, response).map(|(_, fields)| Written::Done(fields))
        })
    }
}
