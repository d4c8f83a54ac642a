//! The state machine that reads what is there.

use super::report::{Ground, Ours, Seen, comment_key, report};
use crate::case::{Page, SecurityCase};
use crate::error::{Code, Error};
use crate::http::{FailReason, Limit, Request, Response};
use crate::machine::{self, Machine};
use crate::push::{Goal, Knowledge, Options, Own, Record};
use crate::systems::{Account, Call, CommentsPage, Connector, Context, Entry, IncidentRef, OwnAccount, RemoteIncident};
use serde_json::Value;
use std::collections::BTreeSet;
use std::convert::Infallible;

/// What the host of a pull does next. What it keeps is known at its end, so nothing is ever saved on the way.
pub type Next = machine::Next<Infallible>;

/// So many pages are read: with a hundred comments on each, more than any system keeps of one incident.
const MOST_PAGES: usize = 1_000;

#[derive(Debug)]
enum Phase {
    Deciding,
    Incident(Call<RemoteIncident>),
    Comments(Call<CommentsPage>),
    Account(Call<Option<Account>>),
    Ended(Result<(Value, Value), Error>),
}

/// A running pull. See the [module](super).
#[derive(Debug)]
pub struct Pull {
    connector: Connector,
    goal: Goal,
    known: Knowledge,
    ours: Ours,
    seen: Seen,
    now: String,
    /// The incident as the journal or the case names it, and whether the journal does.
    named: IncidentRef,
    is_recorded: bool,
    remote: Option<RemoteIncident>,
    /// In the order in which they came.
    entries: Vec<Entry>,
    is_newest_first: bool,
    /// Their keys, where the rest need not be read.
    read: BTreeSet<String>,
    cursors: BTreeSet<String>,
    /// Where the next page starts; nothing inside before the first, and nothing at all after the last.
    next_page: Option<Option<String>>,
    phase: Phase,
    next_id: u32,
}

impl Pull {
    /// Begins a pull. `seen` is what [`Pull::seen`] or [`decided`](super::decided()) has said last; nothing where nothing was kept.
    ///
    /// # Errors
    /// As [`plan`](crate::push::plan()), and `NEVER_PUSHED` where neither the journal nor the case names an incident.
    pub fn new(
        case: &[u8],
        pages: &[Page<'_>],
        connector: Connector,
        journal: &[Record],
        seen: Option<&Value>,
        options: &Options,
    ) -> Result<Self, Error> {
        options.check(&connector)?;
        let case = SecurityCase::parse(case, pages)?;
        let goal = Goal::new(&case, &connector, options)?;
        let known = Knowledge::replay(journal, &goal, &connector);
        let recorded = known.incident.as_ref().map(|(incident, _)| incident.clone());
        let of_case = || known.external(&goal).map(|external| external.incident.clone());
        let is_recorded = recorded.is_some();
        let named = recorded.or_else(of_case).ok_or_else(|| Error::new(Code::NeverPushed))?;
        Ok(Self {
            ours: Ours::of(&case, &named),
            seen: Seen::read(seen),
            now: options.now.clone(),
            connector,
            goal,
            known,
            named,
            is_recorded,
            remote: None,
            entries: Vec::new(),
            is_newest_first: false,
            read: BTreeSet::new(),
            cursors: BTreeSet::new(),
            next_page: Some(None),
            phase: Phase::Deciding,
            next_id: 0,
        })
    }

    /// What is new, or why nothing could be read; nothing as long as it goes on. Its members are those of `Pulled` in
    /// `pull-types.d.ts` of the npm package.
    ///
    /// # Errors
    /// Why the system could not be read.
    pub fn pulled(&self) -> Result<Option<&Value>, Error> {
        match &self.phase {
            Phase::Ended(ended) => ended.as_ref().map(|(pulled, _)| Some(pulled)).map_err(Clone::clone),
            _ => Ok(None),
        }
    }

    /// What was seen and needs no answer, with what was seen before: to be kept, and given to the next pull. Nothing where
    /// that is the same as before.
    #[must_use]
    pub fn seen(&self) -> Option<&Value> {
        match &self.phase {
            Phase::Ended(Ok((_, seen))) if !self.seen.is(seen) => Some(seen),
            _ => None,
        }
    }

    /// The connector that requests are to be authorized for.
    #[must_use]
    pub const fn connector(&self) -> &Connector {
        &self.connector
    }

    /// The case.
    #[must_use]
    pub fn case_id(&self) -> &str {
        &self.goal.case_id
    }

    /// Whether the request at hand asks which account this is.
    #[cfg(any(feature = "bindings", test))]
    pub(crate) const fn asks_account(&self) -> bool {
        matches!(self.phase, Phase::Account(_))
    }

    /// The account that the connector works with, where it is known.
    #[cfg(any(feature = "bindings", test))]
    pub(crate) const fn account(&self) -> Option<&Account> {
        self.known.own.account()
    }

    /// Takes over what an earlier push or pull of this session was told, so that it is not asked again.
    #[cfg(any(feature = "bindings", test))]
    pub(crate) fn take_account(&mut self, account: &Account) {
        self.known.own.take(account);
    }

    fn context(&self) -> Context<'_> {
        self.known.context(&self.goal, &self.connector)
    }

    fn decide(&mut self) {
        let system = self.connector.system();
        if self.remote.is_none() {
            self.phase = Phase::Incident(system.standing(&self.context(), &self.named.id));
            return;
        }
        if let Some(cursor) = self.next_page.take() {
            let id = self.remote.as_ref().map_or(&self.named.id, |remote| &remote.incident.id);
            self.phase = Phase::Comments(system.comments(&self.context(), id, cursor.as_deref()));
            return;
        }
        if matches!(self.known.own, Own::Unasked)
            && self.known.depends_on_account(&self.entries)
            && let OwnAccount::Ask(call) = system.own_account(&self.context())
        {
            self.phase = Phase::Account(call);
            return;
        }
        let mut entries: Vec<Entry> =
            std::mem::take(&mut self.entries).into_iter().flat_map(|entry| system.parts(entry)).collect();
        if self.is_newest_first {
            entries.reverse();
        }
        let news = self.known.theirs(&self.goal, &self.connector, entries);
        self.phase = Phase::Ended(Ok(report(&self.ground(), self.remote.as_ref(), news)));
    }

    fn take_incident(&mut self, read: Result<RemoteIncident, Error>) -> Result<(), Error> {
        let remote = match read {
            // It was deleted, or hidden from this account: that is what is new.
            Err(error) if error.code == Code::NotFound => {
                self.phase = Phase::Ended(Ok(report(&self.ground(), None, Vec::new())));
                return Ok(());
            }
            read => read?,
        };
        let is_it = remote.incident.id == self.named.id || remote.incident.title.eq_ignore_ascii_case(&self.named.id);
        if !is_it {
            return Err(Error::new(Code::LookupUnreliable));
        }
        let external = self.known.external(&self.goal);
        let marks = external.map_or(&[][..], |external| &external.marks);
        let is_marked = remote.origin.marks.iter().any(|mark| marks.contains(mark));
        if !self.is_recorded && !remote.origin.marks.is_empty() && !is_marked {
            let message = format!("{} It is {}.", Code::IncidentForeign.meaning(), remote.incident.title);
            return Err(Error::with(Code::IncidentForeign, message));
        }
        self.seen.begin_anew_for(&remote.incident.id);
        self.known.take_read(&remote, is_marked || self.is_recorded);
        self.remote = Some(remote);
        Ok(())
    }

    /// Where each entry of a page of the newest is known, those before it were there at the last pull.
    fn take_page(&mut self, page: CommentsPage) -> Result<(), Error> {
        self.is_newest_first = page.is_newest_first;
        let is_seen = |entry: &Entry| self.seen.has_comment(&entry.key()) || self.known.has_recorded(entry);
        let is_all_seen = page.is_newest_first && page.entries.iter().all(is_seen);
        if page.is_newest_first {
            self.read.extend(page.entries.iter().map(|entry| comment_key(&entry.key())));
        }
        self.entries.extend(page.entries);
        let is_rest_known = is_all_seen && self.seen.has_no_other_open(&self.read);
        self.next_page = page.next.filter(|_| !is_rest_known).map(Some);
        match self.next_page.clone().flatten() {
            // A page that leads back, or on and on, would be read for ever.
            Some(cursor) if self.cursors.len() >= MOST_PAGES || !self.cursors.insert(cursor.clone()) => {
                Err(Error::new(Code::AnswerIncomplete))
            }
            _ => Ok(()),
        }
    }

    fn under_way(&self) -> Option<(&'static str, &Request, Limit)> {
        match &self.phase {
            Phase::Incident(call) => Some(("Reading the incident", &call.request, call.limit)),
            Phase::Comments(call) => Some(("Reading the comments that are there", &call.request, call.limit)),
            Phase::Account(call) => Some(("Finding out which account this is", &call.request, call.limit)),
            Phase::Deciding | Phase::Ended(_) => None,
        }
    }

    fn take(&mut self, id: u32) -> Result<Phase, Error> {
        if id != self.next_id || self.under_way().is_none() {
            return Err(Error::with(Code::PushState, "The pull was not waiting for this call."));
        }
        self.next_id += 1;
        Ok(std::mem::replace(&mut self.phase, Phase::Deciding))
    }

    fn ground(&self) -> Ground<'_> {
        Ground {
            connector: &self.connector,
            goal: &self.goal,
            known: &self.known,
            ours: &self.ours,
            seen: &self.seen,
            named: &self.named,
            now: &self.now,
        }
    }
}

impl Machine for Pull {
    type Record = Infallible;

    fn next(&mut self) -> Next {
        if matches!(self.phase, Phase::Deciding) {
            self.decide();
        }
        match self.under_way() {
            Some((label, request, _)) => {
                Next::Send { id: self.next_id, label: label.to_owned(), request: request.clone() }
            }
            None => Next::Done,
        }
    }

    fn receive(&mut self, id: u32, response: &Response) -> Result<(), Error> {
        let taken = match self.take(id)? {
            Phase::Incident(call) => {
                let read = call.read(&self.context(), response);
                self.take_incident(read)
            }
            Phase::Comments(call) => {
                let read = call.read(&self.context(), response);
                read.and_then(|page| self.take_page(page))
            }
            Phase::Account(call) => {
                let read = call.read(&self.context(), response);
                read.map(|account| self.known.own = account.map_or(Own::Unknown, Own::Known))
            }
            Phase::Deciding | Phase::Ended(_) => Ok(()),
        };
        if let Err(error) = taken {
            self.phase = Phase::Ended(Err(error));
        }
        Ok(())
    }

    fn fail(&mut self, id: u32, reason: FailReason, detail: Option<Error>) -> Result<(), Error> {
        self.take(id)?;
        self.phase = Phase::Ended(Err(detail.unwrap_or_else(|| reason.error())));
        Ok(())
    }

    fn abort(&mut self) {
        if !matches!(self.phase, Phase::Ended(_)) {
            self.phase = Phase::Ended(Err(Error::with(Code::Aborted, "The reading was stopped on request.")));
        }
    }

    fn limit(&self) -> Limit {
        self.under_way().map_or(Limit::Usual, |(_, _, limit)| limit)
    }
}
