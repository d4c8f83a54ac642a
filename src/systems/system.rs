//! What a system does: the trait that each system's folder fills. What it is stands in its form.

use super::account::Account;
use super::call::Call;
use super::case_fields::{CaseFields, Fields, fields};
use super::checks::Checks;
use super::connector::Connector;
use super::context::Context;
use super::facts::Facts;
use super::live::Live;
use super::remote::{CommentsPage, Entry, Found, IncidentRef, Newest, RemoteIncident, Written};
use crate::case::AlertDocument;
use crate::connector::Deployed;
use crate::connector::form::FormSpec;
use crate::connector::live::{ConnectorFields, LiveChoice};
use crate::http::{Limit, Request, Response};
use crate::markup::Format;
use crate::warning::Warning;
use serde_json::Value;

/// What a preparation is for, which decides what must be known before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// Before the incident is looked for.
    Lookup,
    /// Before it is made; the look has found none.
    Create,
    /// Before its fields are changed; they were read.
    Update,
    /// Before something is added to it; its comments were read, where that was needed.
    Comment,
}

/// A read whose answer later requests need, or what reads their answers.
#[derive(Debug)]
pub(crate) struct Preparation {
    pub(crate) call: Call<Facts>,
    /// What a plan goes on with, which reads nothing: the facts, with `{id}` for what is not known yet.
    pub(crate) assumed: Facts,
}

/// Looks that end only when a request of the usual time limit can no longer be at work.
pub(crate) const SLOW_WRITE: &[u32] = &[1_000, 5_000, 30_000];

/// What it proves that a look finds nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Absence {
    /// After a create without an answer: how long to wait before each look, in milliseconds. A
    /// request that timed out may still be at work, so the first look alone proves nothing.
    pub(crate) looks: &'static [u32],
    /// Whether an empty last look proves that nothing was created.
    pub(crate) of_incident: bool,
}

/// What an incident gets of the documents of the case's alerts.
#[derive(Debug, Default)]
pub(crate) struct OfAlerts {
    pub(crate) fields: Fields,
    /// What the system takes beyond fields and comments: each is added once. Whether one is there cannot be read, so
    /// an addition whose answer is lost is not repeated.
    pub(crate) items: Vec<String>,
    pub(crate) warnings: Vec<Warning>,
}

/// What a system tells of the account that a connector works with.
pub(crate) enum OwnAccount {
    /// It stands in the connector.
    Known(Account),
    /// A cheap read tells it; nothing where the account has no name there.
    Ask(Call<Option<Account>>),
    /// Nobody can find out.
    Unknown,
}

/// How an incident gets another status.
#[derive(Debug)]
pub(crate) enum StatusChange {
    /// What must be read before.
    Ask(Preparation),
    Write(Call<Written>),
    /// It does not: why, in words for people.
    Impossible(String),
}

/// What a push looks at when it has written everything, where a system passes over what it does not take.
#[derive(Debug)]
pub(crate) enum LastLook {
    /// The incident's fields.
    Incident(Call<RemoteIncident>),
    /// The entries of the field that comments go to.
    Entries(Call<CommentsPage>),
    /// The newest comments, where somebody else may have sent the same.
    Newest(Call<CommentsPage>),
}

impl LastLook {
    pub(crate) fn request(&self) -> &Request {
        match self {
            Self::Incident(call) => &call.request,
            Self::Entries(call) | Self::Newest(call) => &call.request,
        }
    }

    /// How large the answer may be.
    pub(crate) fn limit(&self) -> Limit {
        match self {
            Self::Incident(call) => call.limit,
            Self::Entries(call) | Self::Newest(call) => call.limit,
        }
    }
}

/// The code of the warning that nobody is named as who has opened an incident.
pub(crate) const OPENER_UNKNOWN: &str = "OPENER_UNKNOWN";

/// One remote system. Makes requests and reads answers; decides nothing about the push.
pub(crate) trait System: Sync {
    /// What the system is.
    fn form(&self) -> &'static FormSpec;
    /// The right that a request needs, in the system's own words, where a refusal does not name it.
    fn right(&self, _: &Request) -> Option<&'static str> {
        None
    }

    /// What to do where it fails at a write with characters beyond U+FFFF, and they may be why.
    fn remedy_of_rare(&self, _: &Connector) -> Option<&'static str> {
        None
    }

    /// Asks how it is deployed. Nothing where that is known by the connector, or makes no difference.
    fn deployment(&self, _: &Context<'_>) -> Option<Call<Deployed>> {
        None
    }

    /// A field by the label that people see, where it is known by now.
    fn label(&self, _: &Context<'_>, _: &str) -> Option<String> {
        None
    }

    /// The next read of what it asks of a new incident, by what was read so far; or what it asks.
    fn live(&self, context: &Context<'_>, issue_type: Option<&str>) -> Live;

    /// A read of which live fields an incident takes changes, where it may be fewer than a new one has; once that is known, it is put
    /// into the fields.
    fn editable(&self, _: &Context<'_>, _id: &str, _fields: &mut ConnectorFields) -> Option<Call<Facts>> {
        None
    }

    /// Searches the choices of a field whose choices are too many to list, by what such a field says it is searched by.
    fn search(&self, _: &Context<'_>, _by: &str, _words: &str) -> Option<Call<Vec<LiveChoice>>> {
        None
    }

    /// What a checkup asks it.
    fn checks(&self) -> &'static Checks;
    /// What the text of a field is written in.
    fn format(&self, connector: &Connector, field: &str) -> Format;
    fn absence(&self, connector: &Connector) -> Absence;

    /// The account that the connector works with.
    fn own_account(&self, _: &Context<'_>) -> OwnAccount {
        OwnAccount::Unknown
    }

    /// A read whose answer later requests need, where it is not known yet.
    fn preparation(&self, _: &Context<'_>, _: Before) -> Option<Preparation> {
        None
    }

    /// Looks for the incident by its mark: answers every incident that carries it, each of them checked.
    fn lookup(&self, context: &Context<'_>) -> Call<Vec<Found>>;

    /// Looks whether one of the newest incidents may be the one that was to be made, without its mark: then it proves nothing
    /// that none is found by it. Nothing where the system refuses what it does not keep.
    fn unmarked(&self, _: &Context<'_>) -> Option<Call<bool>> {
        None
    }

    /// Looks for the incident without the search, where the search lags: reads what was created since
    /// the anchor. Nothing where the lookup is as good.
    fn newest(&self, _: &Context<'_>) -> Option<Call<Newest>> {
        None
    }
    /// What a look at the newest incidents starts from. The journal keeps it with the intent of a create.
    fn anchor<'a>(&self, _: &'a Facts) -> Option<&'a str> {
        None
    }
    /// The facts with an anchor that the journal kept, or that an earlier look named.
    fn anchored(&self, facts: &Facts, _anchor: &str) -> Facts {
        facts.clone()
    }

    /// The fields that say who has opened the incident, and what a person should know of that. They are set once: whoever
    /// changes it later has not opened it.
    fn opener(&self, _: &Context<'_>) -> (Fields, Option<Warning>) {
        Default::default()
    }

    /// What of the facts names that person, for other pushes of the connector.
    #[cfg(any(feature = "bindings", test))]
    fn known_opener(&self, _: &Facts) -> Option<Facts> {
        None
    }

    /// Whether the name of an incident that cannot be read shows that it is not in the connector's place.
    fn is_elsewhere(&self, _: &Connector, _: &IncidentRef) -> bool {
        false
    }

    /// Makes the incident, and answers it.
    fn create(&self, context: &Context<'_>) -> Call<Written>;
    fn incident(&self, context: &Context<'_>, id: &str) -> Call<RemoteIncident>;
    /// The same, with how it stands.
    fn standing(&self, context: &Context<'_>, id: &str) -> Call<RemoteIncident>;
    fn update(
        &self,
        context: &Context<'_>,
        id: &str,
        changes: &Fields,
        remote: Option<&RemoteIncident>,
    ) -> Call<Written>;

    /// The fields of a refused change that the incident does without: the others may still be changed.
    fn refused_fields(&self, _: &Context<'_>, _: &Response) -> Vec<String> {
        Vec::new()
    }

    /// Gives the incident another status, and where that closes it, what the connector names for closing.
    fn set_status(&self, context: &Context<'_>, id: &str, status: &str, remote: &RemoteIncident) -> StatusChange {
        if let Some(preparation) = self.preparation(context, Before::Update) {
            return StatusChange::Ask(preparation);
        }
        let connector = context.connector;
        let mut changes = fields([(self.form().follows.status.to_owned(), Value::from(status))]);
        if connector.closing_status() == Some(status) {
            let more = connector.closing_fields().into_iter();
            changes.extend(more.map(|(name, value)| (name.to_owned(), Value::from(value))));
        }
        StatusChange::Write(self.update(context, id, &changes, Some(remote)))
    }

    /// What the incident gets of the documents of the case's alerts.
    fn of_alerts(&self, _: &Connector, _: &CaseFields, _: &[AlertDocument<'_>]) -> OfAlerts {
        OfAlerts::default()
    }

    /// Whether the answer to a write shows what became of its fields.
    fn answers_show_fields(&self, _: &Connector) -> bool {
        true
    }

    /// Looks at the incident's fields once more, where the system passes over values without a word and no answer has shown
    /// them.
    fn last_look_at_fields(&self, _: &Context<'_>, _: &str) -> Option<LastLook> {
        None
    }

    /// The same for the entries that comments have become.
    fn last_look_at_entries(&self, _: &Context<'_>, _: &str) -> Option<LastLook> {
        None
    }

    /// Adds items to the incident, those of [`OfAlerts::items`]. Nothing where the system takes none.
    fn add_items(&self, _: &Context<'_>, _id: &str, _items: &[String]) -> Option<Call<Written>> {
        None
    }

    /// Answers the remote id of the new comment, where the system tells it.
    ///
    /// The body holds the text as one value, as it is: a bulk makes it once and puts the texts in.
    fn comment(&self, context: &Context<'_>, id: &str, text: &str) -> Call<Written>;
    /// A page of comments: the first, or the one at a cursor that the page before it has named.
    fn comments(&self, context: &Context<'_>, id: &str, cursor: Option<&str>) -> Call<CommentsPage>;
    /// The entries of a text that the system answers for several, the oldest first.
    fn parts(&self, entry: Entry) -> Vec<Entry> {
        vec![entry]
    }
}
