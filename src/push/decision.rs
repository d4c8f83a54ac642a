//! What a push can do next, as data. `decide.rs` says which of them it is.

use super::drift::Drift;
use super::evidence::Claim;
use super::incident::Hashes;
use super::journal::{Event, Step};
use crate::connector::Deployed;
use crate::error::Error;
use crate::http::{Limit, Request};
use crate::systems::{
    Account, Before, Call, CommentsPage, Connector, Context, Fields, Found, LastLook, Newest, Preparation,
    RemoteIncident, Written,
};
use crate::warning::Warning;

/// What a push does next.
#[derive(Debug)]
pub(crate) enum Decision {
    /// Reads something that a later decision needs.
    Read(Read),
    /// Writes; the intent is saved first.
    Write(Box<Write>),
    /// Records what was found without writing.
    Note(Vec<(Step, Event)>),
    /// Another incident is wanted in place of the one with this id, which nothing proves: a person has said so of this one alone.
    PassOver(String),
    /// Leaves the status as it is, and tells why.
    Leave(Warning),
    /// Cannot go on: a person decides.
    Stop(Stop),
    /// Nothing is left to do.
    Finish,
}

/// Whether a write is decided with the text of its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Texts {
    Made,
    /// For whoever only counts the writes: making ten thousand texts takes a second.
    LeftOut,
}

/// Why a push cannot go on, with what a person needs to know for deciding.
#[derive(Debug)]
pub(crate) struct Stop {
    pub(crate) error: Error,
    /// Where the remote text was edited, what stands there.
    pub(crate) drift: Vec<Drift>,
    /// What says without a proof that something is there.
    pub(crate) claims: Vec<Claim>,
}

impl From<Error> for Decision {
    fn from(error: Error) -> Self {
        Self::Stop(Stop { error, drift: Vec::new(), claims: Vec::new() })
    }
}

/// A read, and what it is for.
#[derive(Debug)]
pub(crate) enum Read {
    /// How the system is deployed, where nobody has chosen it and the URL does not tell.
    Deployment(Call<Deployed>),
    /// What later requests need.
    Prepare(Preparation),
    /// What setting the status needs, and nothing else.
    PrepareStatus(Preparation),
    /// The account that the connector works with.
    Account(Call<Option<Account>>),
    /// The incident that the case names, before it is believed.
    Named(Call<RemoteIncident>),
    /// The incident by its mark.
    Lookup(Call<Vec<Found>>),
    /// The same after a create: another browser may have created one in the same moment.
    Recheck(Look),
    /// What was created since the anchor, where the search lags.
    Newest(Call<Newest>),
    /// Whether it is there without its mark.
    Unmarked(Call<bool>),
    /// The incident's fields.
    Incident(Call<RemoteIncident>),
    /// Whether the texts that this journal has sent stand there still, where another browser has pushed since.
    Standing(Call<RemoteIncident>),
    /// A page of the incident's comments.
    Comments(Comments),
    /// When all is written: whether the system has passed over something.
    LastLook(LastLook),
}

/// The best look for an incident that a system has.
#[derive(Debug)]
pub(crate) enum Look {
    Search(Call<Vec<Found>>),
    Newest(Call<Newest>),
}

/// A page of comments.
#[derive(Debug)]
pub(crate) struct Comments {
    pub(crate) call: Call<CommentsPage>,
    /// Whether the comments are read from the start with it.
    pub(crate) is_first: bool,
}

impl Read {
    pub(crate) fn request(&self) -> &Request {
        match self {
            Self::Deployment(call) => &call.request,
            Self::Prepare(preparation) | Self::PrepareStatus(preparation) => &preparation.call.request,
            Self::Lookup(call) | Self::Recheck(Look::Search(call)) => &call.request,
            Self::Account(call) => &call.request,
            Self::Unmarked(call) => &call.request,
            Self::Newest(call) | Self::Recheck(Look::Newest(call)) => &call.request,
            Self::Incident(call) | Self::Named(call) | Self::Standing(call) => &call.request,
            Self::Comments(comments) => &comments.call.request,
            Self::LastLook(look) => look.request(),
        }
    }

    /// How large the answer may be.
    pub(crate) fn limit(&self) -> Limit {
        match self {
            Self::Comments(comments) => comments.call.limit,
            Self::LastLook(look) => look.limit(),
            _ => Limit::Usual,
        }
    }
}

/// A write with all that its records and its preview need.
#[derive(Debug)]
pub(crate) struct Write {
    pub(crate) step: Step,
    pub(crate) call: Call<Written>,
    /// The fields before, where they are known.
    pub(crate) before: Fields,
    pub(crate) fields: Fields,
    pub(crate) hashes: Hashes,
    pub(crate) warnings: Vec<Warning>,
}

impl Write {
    /// The status that it sets, where it sets nothing else.
    pub(super) fn status(&self, connector: &Connector) -> Option<&str> {
        let of_status = |name: &String| name == connector.form().follows.status;
        let is_it = self.step == Step::Update && self.fields.keys().all(of_status);
        self.fields.values().next().filter(|_| is_it)?.as_str()
    }
}

pub(super) fn prepare(context: &Context<'_>, before: Before) -> Option<Decision> {
    let preparation = context.connector.system().preparation(context, before)?;
    Some(Decision::Read(Read::Prepare(preparation)))
}
