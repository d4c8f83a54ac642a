//! Pushes and tests behind a number, by the one protocol of `host::Run`.

use super::error;
use super::records::entries;
use super::with_host;
use crate::case::SecurityCase;
use crate::connector::{Draft, Rules, Secrets};
use crate::delegate::{self, DelegatedPush};
use crate::doctor::{Checkup, WebPage};
use crate::error::{Code, Error};
use crate::fields::ConnectorFields;
use crate::host::{
    Answer as Came, Entry, Failure, Journal, Moment, Pending, Run, State, Whose, deployment_of, fields_of_case,
    kibana_key,
};
use crate::http::Request;
use crate::push::{self, Push};
use crate::systems::Connector;
use crate::wasm::convert::{Answer, bytes, from_js, member, object, promise, to_js, tree_to_js, value_from_js};
use crate::wasm::draft::{read_draft, read_license};
use crate::wasm::engine::{PageBytes, as_pages, choice, plan_to_js, read_choices, read_options, read_pages};
use crate::wasm::forms::spell_host;
use crate::wasm::handles::Handles;
use crate::wasm::push::{outcome_to_js, read_settlement};
use crate::wasm::send;
use js_sys::{Array, Function, Promise};
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::AbortSignal;

/// A run with the request that is under way.
struct Running {
    run: Run,
    sent: Option<Request>,
    came: Option<Came>,
}

thread_local! {
    static RUNS: RefCell<Handles<Running>> = const { RefCell::new(Handles::new()) };
}

fn with_run<T>(handle: u32, then: impl FnOnce(&mut Running) -> Result<T, Error>) -> Result<T, Error> {
    let gone = || Error::with(Code::PushState, "This run has ended.");
    RUNS.with_borrow_mut(|runs| then(runs.get(handle).ok_or_else(gone)?))
}

pub(super) fn add(run: Run) -> u32 {
    RUNS.with_borrow_mut(|runs| runs.add(Running { run, sent: None, came: None }))
}

/// A case with its connector and its journal, as the host has read them.
pub(super) struct Given {
    pub(super) case: Vec<u8>,
    pub(super) pages: Vec<PageBytes>,
    pub(super) draft: Draft,
    pub(super) connector: Connector,
    keys: Vec<String>,
    rows: String,
    /// What is kept of the connector's live fields.
    kept: Vec<Entry>,
}

impl Given {
    pub(super) fn read(given: &JsValue) -> Result<Self, Error> {
        let case = bytes(&member(given, "bytes")).unwrap_or_default().to_vec();
        let draft = read_draft(&member(given, "connector"), "connector")?;
        let kept = kept(&member(given, "fields"));
        Ok(Self {
            case,
            pages: read_pages(&Array::from(&member(given, "pages"))),
            connector: Connector::new(draft.clone())?.with_deployed(deployment_of(&kept, &draft)),
            draft,
            kept,
            keys: Array::from(&member(given, "keys")).iter().filter_map(|key| key.as_string()).collect(),
            rows: member(given, "rows").as_string().unwrap_or_default(),
        })
    }

    pub(super) fn journal(&self, case_id: &str, now: &str) -> Result<Journal, Error> {
        Journal::read(Whose { case_id, connector: &self.connector }, &self.keys, self.rows.as_bytes(), now)
    }

    /// The live fields that the case is judged by, where they were read.
    fn live(&self) -> Result<Option<ConnectorFields>, Error> {
        if self.kept.is_empty() {
            return Ok(None);
        }
        self.with_case(|case| {
            let chosen = case.fields_for(self.connector.id(), self.connector.type_id());
            let issue_type = chosen.and_then(|fields| fields.get("issueType")?.as_str()).filter(|id| !id.is_empty());
            let incident = case.external_service.as_ref();
            let incident = incident.filter(|service| self.connector.base().contains(&service.external_url));
            let incident_id = incident.map(|service| &*service.external_id);
            Ok(fields_of_case(&self.kept, &self.draft, issue_type, incident_id))
        })
    }

    pub(super) fn with_case<T>(&self, then: impl FnOnce(&SecurityCase<'_>) -> Result<T, Error>) -> Result<T, Error> {
        SecurityCase::parse(&self.case, &as_pages(&self.pages)).and_then(|case| then(&case))
    }
}

/// Kept live fields, where the host has read any.
fn kept(list: &JsValue) -> Vec<Entry> {
    if list.is_array() { entries(list) } else { Vec::new() }
}

/// What is kept of a push, from `{caseId, title, connectorId, order, queuedAt, startedAt, put}`.
pub(super) fn pending_of(names: &JsValue, pushed_by: &JsValue, state: State) -> Result<Pending, Error> {
    let word = |name: &'static str| member(names, name).as_string();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place is small")]
    let order = member(names, "order").as_f64().map(|order| order as u32);
    Ok(Pending {
        case_id: word("caseId").unwrap_or_default(),
        connector_id: word("connectorId").unwrap_or_default(),
        title: word("title").unwrap_or_default(),
        queued_at: word("queuedAt"),
        started_at: word("startedAt").unwrap_or_default(),
        pushed_by: pushed_by.is_object().then(|| value_from_js(pushed_by, "pushedBy")).transpose()?,
        state,
        error: None,
        order,
        put: word("put"),
    })
}

/// What is kept of a push that begins, or goes on.
fn pending(options: &JsValue, now: &str) -> Result<Pending, Error> {
    let mut pending = pending_of(&member(options, "names"), &member(options, "pushedBy"), State::Running)?;
    if pending.started_at.is_empty() {
        now.clone_into(&mut pending.started_at);
    }
    Ok(pending)
}

pub(super) fn timeout_ms(options: &JsValue) -> Option<u32> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    let ms = member(options, "timeoutMs").as_f64().map(|ms| ms as u32);
    ms
}

/// The options of a push, with what the host was opened with.
pub(super) fn push_options(host: u32, options: &JsValue) -> Result<push::Options, Error> {
    with_host(host, |host| {
        let (case_url, opened_by) = (host.case_url.clone(), host.opened_by.clone());
        Ok(push::Options { case_url, link_back: host.link_back, opened_by, ..read_options(options)? })
    })
}

/// Reads the options of a push before anything else is done. Answers what to do where another tab pushes the case: `wait`
/// or `giveUp`, from the option `ifBusy`.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = runOptions)]
pub fn run_options(options: &JsValue) -> Answer<String> {
    read_choices(options)?;
    let settle = member(options, "settle");
    if settle.is_object() {
        read_settlement(&settle)?;
    }
    let if_held = |word: &str| match word {
        "wait" => Some("wait"),
        "fail" => Some("giveUp"),
        _ => None,
    };
    Ok(choice(options, "ifBusy", if_held)?.unwrap_or("wait").to_owned())
}

/// The progress of a push that waits for another tab.
#[wasm_bindgen(js_name = waitingProgress)]
pub fn waiting_progress(case_id: &str, connector_id: &str) -> JsValue {
    object([
        ("caseId", case_id.into()),
        ("connectorId", connector_id.into()),
        ("state", "waiting".into()),
        ("label", "Waiting for another tab or window that pushes this case".into()),
        ("done", 0.into()),
        ("total", 0.into()),
        ("waitMs", JsValue::NULL),
    ])
}

/// The connector with its recognition key, where its secrets are at hand and have one.
pub(super) fn recognizing(connector: Connector, secrets: Option<&Secrets>) -> Connector {
    match secrets {
        Some(secrets) => connector.recognizing(secrets),
        None => connector,
    }
}

/// Begins a push from here: `{bytes, pages, connector, keys, rows}` and
/// `{now, names, license, closure, pushedBy, jitter, timeoutMs, settle}` with the choices of a person.
///
/// # Errors
/// As `planPush`.
#[wasm_bindgen(js_name = runPush)]
pub fn run_push(host: u32, given: &JsValue, options: &JsValue) -> Answer<u32> {
    let given = Given::read(given)?;
    let engine_options = push::Options { fields: given.live()?, ..push_options(host, options)? };
    let pending = pending(options, &engine_options.now)?;
    let journal = given.journal(&pending.case_id, &engine_options.now)?;
    let Given { case, pages, draft, connector, .. } = given;
    let secrets = with_host(host, |host| Ok(host.secrets_for(&draft).cloned()))?;
    let connector = recognizing(connector, secrets.as_ref());
    let mut push = Push::new(case, &as_pages(&pages), connector.clone(), &journal.records, engine_options)?;
    let settle = member(options, "settle");
    if settle.is_object() {
        push.settle(&read_settlement(&settle)?)?;
    }
    let run = with_host(host, |host| {
        if secrets.is_none() && host.transport.needs_secrets() {
            return Err(Error::new(Code::SecretMissing));
        }
        Ok(Run::push(push, connector, secrets, pending, journal, &host.accounts))
    })?;
    Ok(add(run.within(timeout_ms(options))))
}

/// What a push would do now.
///
/// # Errors
/// As `planPush`.
#[wasm_bindgen(js_name = runPlan)]
pub fn run_plan(host: u32, given: &JsValue, options: &JsValue) -> Answer {
    let given = Given::read(given)?;
    let options = push::Options { fields: given.live()?, ..push_options(host, options)? };
    let plan = given.with_case(|case| {
        let journal = given.journal(&case.id, &options.now)?;
        plan_to_js(case, &given.connector, &journal.records, &options)
    });
    Ok(plan?)
}

/// How the incident of a case stands.
///
/// # Errors
/// As `pushStatus`.
#[wasm_bindgen(js_name = runStatus)]
pub fn run_status(given: &JsValue, now: &str) -> Answer {
    let given = Given::read(given)?;
    let status = given.with_case(|case| {
        let journal = given.journal(&case.id, now)?;
        push::status(case, &given.connector, &journal.records)
    });
    Ok(to_js(&status?))
}

/// What a push by Kibana is known by: `{caseId, title, connectorId, key}`; its intent lies under the key.
///
/// # Errors
/// `CASE_INVALID`, `CONNECTOR_UNKNOWN`.
#[wasm_bindgen(js_name = kibanaKey)]
pub fn kibana_intent_key(host: u32, case_id: &str, connector_id: &str) -> Answer<String> {
    Ok(with_host(host, |host| Ok(kibana_key(host.kibana()?, case_id, connector_id)))?)
}

/// An intent that cannot be read must not pass for none: the push would be sent again.
fn read_intent(stored: &JsValue) -> Result<Option<delegate::Intent>, Error> {
    let stored = Some(stored).filter(|stored| !stored.is_undefined());
    stored.map(|stored| from_js(stored, "intent").map_err(|_| Error::new(Code::JournalInvalid))).transpose()
}

/// Begins a push by Kibana, from the stored intent and the options of `runPush`.
///
/// # Errors
/// `OPTIONS_INVALID` for choices that Kibana does not know, `JOURNAL_INVALID`, `PUSH_STATE`.
#[wasm_bindgen(js_name = runKibana)]
pub fn run_kibana(host: u32, intent: &JsValue, options: &JsValue) -> Answer<u32> {
    let engine_options = read_options(options)?;
    if engine_options.has_choices() {
        let message = "Kibana does not look at the incident before it writes: it takes no such choice.";
        return Err(Error::with(Code::OptionsInvalid, message).at("options").into());
    }
    let pending = pending(options, &engine_options.now)?;
    let kibana = with_host(host, |host| host.kibana().cloned())?;
    let key = kibana_key(&kibana, &pending.case_id, &pending.connector_id);
    let jitter = engine_options.jitter.unwrap_or_default();
    let delegate_options = delegate::Options { jitter, ..delegate::Options::new(engine_options.now) };
    let (case_id, connector_id) = (pending.case_id.clone(), pending.connector_id.clone());
    let open = read_intent(intent)?;
    let mut push = DelegatedPush::new(kibana.clone(), case_id, connector_id, open, &delegate_options)?;
    let settle = member(options, "settle");
    if settle.is_object() {
        push.settle(read_settlement(&settle)?)?;
    }
    Ok(add(Run::kibana(push, kibana, pending, key).within(timeout_ms(options))))
}

/// What a push by Kibana would do.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = kibanaPlan)]
pub fn kibana_plan(host: u32, case_id: &str, connector_id: &str) -> Answer {
    Ok(with_host(host, |host| Ok(to_js(&delegate::plan(host.kibana()?, case_id, connector_id))))?)
}

/// How the incident of a case stands in Kibana.
///
/// # Errors
/// As `readCase`, and `JOURNAL_INVALID`.
#[wasm_bindgen(js_name = kibanaStatus)]
pub fn kibana_status(case: &[u8], pages: &Array, connector_id: &str, intent: &JsValue) -> Answer {
    let open = read_intent(intent)?.is_some();
    let pages = read_pages(pages);
    let case = SecurityCase::parse(case, &as_pages(&pages))?;
    Ok(to_js(&delegate::status(&case, connector_id, open)))
}

/// Begins the test of a draft: `{existing, license, page, timeoutMs}`, where `existing` is the stored connector that
/// it would replace.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = runTest)]
pub fn run_test(host: u32, draft: &JsValue, options: &JsValue) -> Answer<u32> {
    let draft = read_draft(draft, "draft")?;
    let existing = member(options, "existing");
    let stored = existing.is_object().then(|| read_draft(&existing, "existing")).transpose()?;
    let is_stored = stored.is_some();
    let (existing, secrets) = with_host(host, |host| {
        // An empty secret is the stored one's: the form is valid only where that is bound to the same URL and user.
        let kept = stored.as_ref().filter(|_| !draft.secrets.is_filled() && host.transport.needs_secrets());
        let secrets = match kept {
            Some(stored) => host.secrets_for(stored).cloned(),
            None => Some(draft.secrets.clone()),
        };
        Ok((stored.or_else(|| host.without_secrets(&draft)), secrets))
    })?;
    let license = read_license(&member(options, "license"))?;
    let rules = Rules { existing: existing.as_ref(), license, spell_host: Some(spell_host), ..Rules::default() };
    let checkup = Checkup::new(&draft, rules, page(&member(options, "page")));
    Ok(add(Run::test(checkup, secrets, is_stored).within(timeout_ms(options))))
}

/// What a browser knows of itself: `{origin, online, isolated}`.
fn page(page: &JsValue) -> WebPage {
    let origin = member(page, "origin").as_string();
    let online = member(page, "online").as_bool().unwrap_or(true);
    WebPage { origin, online, isolated: member(page, "isolated").is_truthy() }
}

/// The effect that is next, with how far the run is.
///
/// # Errors
/// `PUSH_STATE` where the run was freed, `HOST_CLOSED`.
#[wasm_bindgen(js_name = runNext)]
pub fn run_next(host: u32, run: u32, now_ms: f64, jitter: f64) -> Answer {
    let moment = Moment { now_ms: whole(now_ms), jitter };
    Ok(with_run(run, |running| with_host(host, |host| Ok(to_js(&running.run.next(host, moment)))))?)
}

#[allow(clippy::cast_possible_truncation, reason = "milliseconds are whole")]
const fn whole(ms: f64) -> i64 {
    ms as i64
}

/// The changes are stored.
///
/// # Errors
/// `PUSH_STATE`.
#[wasm_bindgen(js_name = runWritten)]
pub fn run_written(run: u32) -> Answer<()> {
    Ok(with_run(run, |running| running.run.written())?)
}

/// The changes could not be stored, by the code and the words of the store.
///
/// # Errors
/// The error itself, where the run cannot begin without them.
#[wasm_bindgen(js_name = runNotWritten)]
pub fn run_not_written(run: u32, code: &str, message: Option<String>) -> Answer<()> {
    Ok(with_run(run, |running| running.run.not_written(error(code, message, None)))?)
}

/// Sends the request that is next, and keeps what comes. Resolves whatever happens.
#[wasm_bindgen(js_name = runSend)]
pub fn run_send(host: u32, run: u32, send: Option<Function>, signal: Option<AbortSignal>) -> Promise {
    promise(async move {
        let outgoing = with_run(run, |running| with_host(host, |host| Ok(running.run.outgoing(host))))?;
        let (sent, came) = match outgoing {
            None => return Ok(JsValue::UNDEFINED),
            Some(Err(error)) => (None, Err(Failure::not_sent(error))),
            Some(Ok(outgoing)) => {
                let came = send::perform(&outgoing, send.as_ref(), signal).await;
                (Some(outgoing.request), came)
            }
        };
        with_run(run, |running| {
            (running.sent, running.came) = (sent, Some(came));
            Ok(())
        })?;
        Ok(JsValue::UNDEFINED)
    })
}

/// Hands what came to the run. Answers what is told of it: `{exchange, pause, changes}`.
///
/// # Errors
/// `PUSH_STATE` where nothing was sent.
#[wasm_bindgen(js_name = runAnswered)]
pub fn run_answered(host: u32, run: u32, begun_ms: f64, ended_ms: f64) -> Answer {
    let told = with_run(run, |running| {
        let came = running.came.take().ok_or_else(|| Error::new(Code::PushState))?;
        let sent = running.sent.take();
        with_host(host, |host| Ok(running.run.answered(host, sent, came, (whole(begun_ms), whole(ended_ms)))))
    });
    Ok(to_js(&told?))
}

/// The time after a wait.
///
/// # Errors
/// `PUSH_STATE`.
#[wasm_bindgen(js_name = runTick)]
pub fn run_tick(run: u32, now_ms: f64) -> Answer<()> {
    Ok(with_run(run, |running| {
        running.run.tick(whole(now_ms));
        Ok(())
    })?)
}

/// Stops the run, between two requests or before one that was not sent yet; `queue_stopped` where the whole queue was
/// stopped.
///
/// # Errors
/// `PUSH_STATE`.
#[wasm_bindgen(js_name = runAbort)]
pub fn run_abort(run: u32, queue_stopped: bool) -> Answer<()> {
    Ok(with_run(run, |running| {
        running.run.abort(queue_stopped);
        Ok(())
    })?)
}

/// The base URL whose places the run needs; a test needs none.
///
/// # Errors
/// `PUSH_STATE`.
#[wasm_bindgen(js_name = runBaseUrl)]
pub fn run_base_url(run: u32) -> Answer<Option<String>> {
    Ok(with_run(run, |running| Ok(running.run.base_url().map(str::to_owned)))?)
}

/// What the run has come to: the outcome of a push, the report of a test, live fields or choices, what was pulled.
///
/// # Errors
/// `PUSH_STATE`; where live fields or what others did could not be read, why.
#[wasm_bindgen(js_name = runResult)]
pub fn run_result(run: u32) -> Answer {
    Ok(with_run(run, |running| match (running.run.found(), running.run.outcome()) {
        (Some(found), _) => Ok(tree_to_js(&found?)),
        (None, Some(outcome)) => Ok(outcome_to_js(&outcome)),
        (None, None) => Ok(to_js(&running.run.report())),
    })?)
}

/// Gives a run's memory back, and overwrites its secrets.
#[wasm_bindgen(js_name = runFree)]
pub fn run_free(run: u32) {
    RUNS.with_borrow_mut(|runs| runs.remove(run));
}
