//! What a run is about: a push, a push by Kibana, the test of a connector, the reading of its live fields, or a pull. Each is a machine with what its host adds.

use super::deployments::keep;
use super::journal::{append, is_passing, key};
use super::live::Kept;
use super::pending::Pending;
use super::pulls::keep_seen;
use super::record::{Change, Table};
use super::results::ended;
use super::sending::{Outgoing, Peer};
use crate::connector::{Draft, Secrets};
use crate::delegate::{DelegatedPush, Intent, Kibana};
use crate::doctor::Checkup;
use crate::error::{Code, Error};
use crate::fields::{FieldsQuery, Found};
use crate::http::redact::Redaction;
use crate::http::{Method, Request};
use crate::json;
use crate::machine::{Machine, Next, Sending};
use crate::pull::Pull;
use crate::push::{Event, Progress, Push, PushState, Record};
use crate::systems::Connector;
use crate::systems::transport::Transport;
use crate::time::to_iso;
use serde_json::Value;

/// The time limit of a request where the host sets none.
pub(crate) const TIMEOUT_MS: u32 = crate::http::TIME_LIMIT_MS;

/// Of a `_push`: Kibana answers once the last comment has arrived.
const KIBANA_TIMEOUT_MS: u32 = 5 * 60_000;

/// Of a test, and of reading live fields: somebody waits in front of a form.
const TEST_TIMEOUT_MS: u32 = 10_000;

#[derive(Debug)]
pub(super) enum Task {
    Push(Box<PushTask>),
    Kibana(Box<KibanaTask>),
    Test(Box<TestTask>),
    Query(Box<QueryTask>),
    Pull(Box<PullTask>),
}

/// A pull.
#[derive(Debug)]
pub(super) struct PullTask {
    pub(super) pull: Pull,
    pub(super) secrets: Option<Secrets>,
    /// Where it lies what was seen.
    pub(super) key: String,
}

impl PullTask {
    fn pulled(&self) -> Result<Value, Error> {
        self.pull.pulled()?.cloned().ok_or_else(|| Error::new(Code::PushState))
    }
}

/// A push from here.
#[derive(Debug)]
pub(super) struct PushTask {
    pub(super) push: Push,
    pub(super) connector: Connector,
    pub(super) secrets: Option<Secrets>,
    pub(super) pending: Pending,
    /// Whether it was kept with its case, or was queued: else an end that is not complete leaves nothing to resume.
    pub(super) is_kept: bool,
    /// Where the records lie that need not be kept after a complete push.
    pub(super) passing: Vec<String>,
    /// That it is complete.
    pub(super) complete: Option<Change>,
}

/// A push that Kibana does.
#[derive(Debug)]
pub(super) struct KibanaTask {
    pub(super) push: DelegatedPush,
    pub(super) kibana: Kibana,
    pub(super) pending: Pending,
    /// Where the intent lies.
    pub(super) key: String,
}

/// The test of a connector.
#[derive(Debug)]
pub(super) struct TestTask {
    pub(super) checkup: Checkup,
    pub(super) secrets: Option<Secrets>,
    /// Whether it is a stored connector: what is found out is kept beside it.
    pub(super) is_stored: bool,
}

/// The reading of live fields, or a search for choices.
#[derive(Debug)]
pub(super) struct QueryTask {
    pub(super) query: FieldsQuery,
    pub(super) secrets: Option<Secrets>,
    pub(super) draft: Draft,
    /// The issue type that was asked for.
    pub(super) asked: Option<String>,
    /// When what it goes on from was read, in milliseconds since 1970.
    pub(super) known_ms: Option<i64>,
    /// What is kept at the end.
    pub(super) kept: Option<Kept>,
}

impl QueryTask {
    /// What it has come to: live fields with their age, or a list of choices.
    ///
    /// # Errors
    /// Why the system could not be read.
    fn found(&self) -> Result<Value, Error> {
        match self.query.found()? {
            _ if self.kept.is_some() => {
                Ok(json::of(&self.kept.clone().map(|kept| kept.into_shown(self.query.incident_id().as_deref()))))
            }
            Some(Found::Choices(choices)) => Ok(json::of(choices)),
            _ => Err(Error::new(Code::PushState)),
        }
    }

    fn keep(&mut self, now_ms: i64) -> Vec<Change> {
        if let Ok(Some(Found::Fields(fields))) = self.query.found() {
            self.kept =
                Some(Kept::new(&self.draft, self.asked.clone(), fields.clone(), self.known_ms.unwrap_or(now_ms)));
        }
        self.kept.iter().map(Kept::keep).collect()
    }
}

impl PushTask {
    pub(super) fn keep(&mut self, records: &[Record]) -> Vec<Change> {
        let mut kept = Vec::new();
        for record in records {
            if record.event == Event::Complete {
                // It is written with what is deleted then, in one write.
                self.complete = Some(append(record));
            } else {
                if is_passing(record) {
                    self.passing.push(key(record));
                }
                kept.push(append(record));
            }
        }
        kept
    }
}

impl KibanaTask {
    fn keep(&self, intents: &[Intent]) -> Vec<Change> {
        intents.iter().map(|intent| put_intent(&self.key, intent)).collect()
    }
}

/// Whether a request names the connector whose secret goes along. A gateway that holds the secrets takes no anonymous ones.
fn is_named(how: Sending, transport: &Transport) -> bool {
    match how {
        Sending::Authorized => true,
        Sending::Anonymous => !transport.needs_secrets(),
        Sending::Probe => false,
    }
}

/// A request as it is sent: with the secret of a connector, or anonymous.
fn addressed(
    request: &Request,
    connector: Option<&Connector>,
    transport: &Transport,
    secrets: Option<&Secrets>,
) -> Result<Request, Error> {
    match connector {
        Some(connector) => transport.dispatch(request, connector, secrets),
        None => {
            let mut addressed = request.clone();
            addressed.url = transport.address(&request.url);
            Ok(addressed)
        }
    }
}

fn put_intent(key: &str, intent: &Intent) -> Change {
    Change::put(Table::Journal, key, intent)
}

/// Calls one member of whichever machine it is.
macro_rules! machine {
    ($task:expr, $machine:ident => $call:expr) => {
        match $task {
            Task::Push(task) => {
                let $machine = &mut task.push;
                $call
            }
            Task::Kibana(task) => {
                let $machine = &mut task.push;
                $call
            }
            Task::Test(task) => {
                let $machine = &mut task.checkup;
                $call
            }
            Task::Query(task) => {
                let $machine = &mut task.query;
                $call
            }
            Task::Pull(task) => {
                let $machine = &mut task.pull;
                $call
            }
        }
    };
}
pub(super) use machine;

impl Task {
    /// What to do next, with what is to be kept as changes of the store.
    pub(super) fn next(&mut self) -> Next<Change> {
        fn of<R>(next: Next<R>, keep: impl FnOnce(Vec<R>) -> Vec<Change>) -> Next<Change> {
            match next {
                Next::Save { records } => Next::Save { records: keep(records) },
                Next::Send { id, label, request } => Next::Send { id, label, request },
                Next::Wait { ms, label } => Next::Wait { ms, label },
                Next::Done => Next::Done,
            }
        }
        match self {
            Self::Push(task) => of(task.push.next(), |records| task.keep(&records)),
            Self::Kibana(task) => of(task.push.next(), |intents| task.keep(&intents)),
            Self::Test(task) => of(task.checkup.next(), |_| Vec::new()),
            Self::Query(task) => of(task.query.next(), |_| Vec::new()),
            Self::Pull(task) => of(task.pull.next(), |_| Vec::new()),
        }
    }

    /// Whether it has come to what it was for.
    pub(super) fn is_complete(&self) -> bool {
        match self {
            Self::Push(task) => task.push.outcome_state() == PushState::Complete,
            Self::Kibana(task) => task.push.outcome_state() == PushState::Complete,
            Self::Pull(task) => task.pull.seen().is_some(),
            Self::Test(_) | Self::Query(_) => false,
        }
    }

    /// What is kept once the machine is done: after a complete push nothing is pending.
    pub(super) fn end(&mut self, queue_stopped: bool, now_ms: i64) -> Vec<Change> {
        let now = to_iso(now_ms);
        let now = now.as_str();
        match self {
            Self::Push(task) => {
                let outcome = task.push.outcome();
                // Whoever has written in its place is at work, and says what becomes of it.
                let is_lost = outcome.error.as_ref().is_some_and(|error| error.code == Code::StoreConflict);
                if is_lost || !task.is_kept && outcome.state != PushState::Complete {
                    return Vec::new();
                }
                let sent = task.passing.iter().filter(|_| outcome.state == PushState::Complete);
                let mut changes: Vec<Change> = sent.map(|key| Change::remove(Table::Journal, key)).collect();
                changes.extend(task.complete.take());
                changes.extend(ended(&task.pending, &outcome, queue_stopped, now));
                changes
            }
            Self::Kibana(task) => {
                let intent = match task.push.intent() {
                    Some(intent) => put_intent(&task.key, intent),
                    None => Change::remove(Table::Journal, &task.key),
                };
                let mut changes = vec![intent];
                changes.extend(ended(&task.pending, &task.push.outcome(), queue_stopped, now));
                changes
            }
            Self::Test(task) => {
                let connector = task.checkup.connector().filter(|_| task.is_stored);
                let found = connector.and_then(|connector| Some(keep(connector, connector.deployed()?)));
                found.into_iter().collect()
            }
            Self::Query(task) => task.keep(now_ms),
            Self::Pull(task) => task.pull.seen().map(|seen| keep_seen(&task.key, seen)).into_iter().collect(),
        }
    }

    /// What a reading has come to, of live fields or of what others did; nothing of another run.
    pub(super) fn found(&self) -> Option<Result<Value, Error>> {
        match self {
            Self::Query(task) => Some(task.found()),
            Self::Pull(task) => Some(task.pulled()),
            Self::Push(_) | Self::Kibana(_) | Self::Test(_) => None,
        }
    }

    /// The request as it is sent.
    ///
    /// # Errors
    /// `SECRET_MISSING`, `URL_OUTSIDE_CONNECTOR`, `REQUEST_INVALID`: then it is not sent.
    pub(super) fn outgoing(
        &self,
        request: &Request,
        transport: &Transport,
        timeout_ms: Option<u32>,
    ) -> Result<Outgoing, Error> {
        let (request, peer, limit) = match self {
            Self::Push(task) => {
                let connector = Some(&task.connector).filter(|_| is_named(task.push.sending(), transport));
                let request = addressed(request, connector, transport, task.secrets.as_ref())?;
                (request, Peer::behind(transport), TIMEOUT_MS)
            }
            Self::Query(task) => {
                let request = transport.dispatch(request, task.query.connector(), task.secrets.as_ref())?;
                (request, Peer::behind(transport), TEST_TIMEOUT_MS)
            }
            Self::Pull(task) => {
                let request = transport.dispatch(request, task.pull.connector(), task.secrets.as_ref())?;
                (request, Peer::behind(transport), TIMEOUT_MS)
            }
            Self::Kibana(_) => {
                let limit = if request.method == Method::Get { TIMEOUT_MS } else { KIBANA_TIMEOUT_MS };
                (request.clone(), Peer::Kibana, limit)
            }
            Self::Test(task) => {
                let how = task.checkup.sending();
                let peer = if how == Sending::Probe { Peer::PROBE } else { Peer::behind(transport) };
                let connector = task.checkup.connector().filter(|_| is_named(how, transport));
                let request = addressed(request, connector, transport, task.secrets.as_ref())?;
                (request, peer, TEST_TIMEOUT_MS)
            }
        };
        let redaction = self.redaction(&request);
        let timeout_ms = timeout_ms.unwrap_or(limit);
        let limit = match self {
            Self::Push(task) => task.push.limit(),
            Self::Kibana(task) => task.push.limit(),
            Self::Test(task) => task.checkup.limit(),
            Self::Query(task) => task.query.limit(),
            Self::Pull(task) => task.pull.limit(),
        };
        Ok(Outgoing { request, peer, timeout_ms, limit, redaction })
    }

    /// What others may repeat of a request as it is sent.
    pub(super) fn redaction(&self, sent: &Request) -> Redaction {
        let secrets = self.secrets();
        let each = secrets.into_iter().flat_map(|secrets| secrets.keys().filter_map(|key| secrets.get(key)));
        Redaction::of(sent, each)
    }

    /// The base URL whose pauses and places count. A test waits for neither.
    pub(super) fn base_url(&self) -> Option<&str> {
        match self {
            Self::Push(task) => Some(task.connector.base().as_str()),
            Self::Kibana(task) => Some(task.kibana.base().as_str()),
            Self::Query(task) => Some(task.query.connector().base().as_str()),
            Self::Pull(task) => Some(task.pull.connector().base().as_str()),
            Self::Test(_) => None,
        }
    }

    pub(super) fn case_id(&self) -> Option<&str> {
        match self {
            Self::Pull(task) => Some(task.pull.case_id()),
            _ => self.pending().map(|pending| pending.case_id.as_str()),
        }
    }

    pub(super) fn connector_id(&self) -> Option<&str> {
        match self {
            Self::Test(task) => task.checkup.connector().map(Connector::id),
            Self::Query(task) => Some(task.query.connector().id()),
            Self::Pull(task) => Some(task.pull.connector().id()),
            _ => self.pending().map(|pending| pending.connector_id.as_str()),
        }
    }

    pub(super) fn secrets(&self) -> Option<&Secrets> {
        match self {
            Self::Push(task) => task.secrets.as_ref(),
            Self::Kibana(_) => None,
            Self::Test(task) => task.secrets.as_ref(),
            Self::Query(task) => task.secrets.as_ref(),
            Self::Pull(task) => task.secrets.as_ref(),
        }
    }

    pub(super) fn pending(&self) -> Option<&Pending> {
        match self {
            Self::Push(task) => Some(&task.pending),
            Self::Kibana(task) => Some(&task.pending),
            Self::Test(_) | Self::Query(_) | Self::Pull(_) => None,
        }
    }

    /// How far it is, as its listeners get it.
    pub(super) fn progress(&self, label: &str, wait_ms: Option<u32>) -> Value {
        let of_push = |progress: Progress, state: PushState| {
            json::object(vec![
                ("caseId", self.case_id().into()),
                ("connectorId", self.connector_id().into()),
                ("state", json::of(&state)),
                ("label", label.into()),
                ("done", progress.done.into()),
                ("total", progress.total.into()),
                ("waitMs", wait_ms.into()),
            ])
        };
        match self {
            Self::Push(task) => of_push(task.push.progress(), task.push.outcome_state()),
            Self::Kibana(task) => of_push(task.push.progress(), task.push.outcome_state()),
            Self::Test(task) => {
                json::object(vec![("label", label.into()), ("checks", json::of(&task.checkup.report().checks))])
            }
            Self::Query(_) | Self::Pull(_) => json::object(vec![("label", label.into())]),
        }
    }
}
