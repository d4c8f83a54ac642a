//! Pending pushes, and the queue of a bulk.

use super::error;
use super::records::{entries, value};
use super::run::pending_of;
use crate::host::{self, Pending, Queue, State, Task};
use crate::systems::Connector;
use crate::wasm::convert::{Answer, from_js, object, to_js, tree_to_js};
use crate::wasm::draft::read_draft;
use crate::wasm::handles::Handles;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static QUEUES: RefCell<Handles<Queue>> = const { RefCell::new(Handles::new()) };
}

/// The name of the lock of a case.
#[wasm_bindgen(js_name = caseLock)]
pub fn case_lock(case_id: &str) -> String {
    host::case_lock(case_id)
}

/// The names of the places for requests to a base URL.
#[wasm_bindgen(js_name = placeLocks)]
pub fn place_locks(base_url: &str, concurrency: u32) -> Vec<String> {
    host::place_locks(base_url, concurrency)
}

/// Where the pending push of a case and a connector lies that this put has made. Without one: under which all of them lie, and where
/// what became of it does.
#[wasm_bindgen(js_name = pendingKey)]
pub fn pending_key(case_id: &str, connector_id: &str, put: Option<String>) -> String {
    host::pending_key(case_id, connector_id, put.as_deref())
}

/// Where the journal of a case lies that a stored connector goes on from; null where it is no longer stored.
///
/// # Errors
/// `CONNECTOR_INVALID` where the stored one cannot be used.
#[wasm_bindgen(js_name = journalPrefixes)]
pub fn journal_prefixes(case_id: &str, connector_id: &str, connector: &JsValue) -> Answer<Vec<String>> {
    let stored =
        connector.is_object().then(|| read_draft(connector, "connector").and_then(Connector::new)).transpose()?;
    Ok(host::journal_prefixes(case_id, connector_id, stored.as_ref()))
}

/// Reads stored entries without their bytes: `{pending, changes}`, where the changes set aside what is none, and take off what was put
/// in anew since.
#[wasm_bindgen(js_name = pendingRead)]
pub fn pending_read(stored: &JsValue, now: &str) -> JsValue {
    let (pending, changes) = host::read_pending(entries(stored), now);
    object([("pending", to_js(&pending)), ("changes", to_js(changes.as_slice()))])
}

/// Keeps a case that waits for its turn, from `{caseId, title, connectorId, order, queuedAt, put}`: the changes, without
/// the bytes.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = pendingQueued)]
pub fn pending_queued(names: &JsValue, pushed_by: &JsValue) -> Answer {
    Ok(to_js(&pending_of(names, pushed_by, State::Queued)?.put_in().as_slice()))
}

/// What became of a stored pending push since it was listed in this state: `{code, message, remedy, ...}`, or nothing where it is
/// still to be pushed.
#[wasm_bindgen(js_name = pendingEnded)]
#[must_use]
pub fn pending_ended(listed: &JsValue, stored: &JsValue) -> JsValue {
    let listed = from_js(listed, "state");
    let stored = from_js::<Pending>(stored, "pending");
    let (Ok(listed), Ok(stored)) = (listed, stored) else { return JsValue::NULL };
    stored.ended_since(listed).map_or(JsValue::NULL, to_js)
}

/// What of the stored entries goes where a push begins or is taken off that had found these keys: its keys.
#[wasm_bindgen(js_name = pendingReplaced)]
#[must_use]
pub fn pending_replaced(stored: &JsValue, found: Vec<String>) -> Vec<String> {
    host::replaced_pending(entries(stored), &found)
}

/// Sets a pending push aside whose case is not there: the changes.
#[wasm_bindgen(js_name = pendingWithoutCase)]
#[must_use]
pub fn pending_without_case(key: &str, now: &str) -> JsValue {
    to_js(host::without_case(key, now).as_slice())
}

/// The pending push of a case that is meant.
///
/// # Errors
/// `NOTHING_PENDING`.
#[wasm_bindgen(js_name = pendingChoose)]
pub fn pending_choose(pending: &JsValue, case_id: &str, connector_id: Option<String>) -> Answer {
    Ok(to_js(&host::choose_pending(from_js(pending, "pending")?, case_id, connector_id.as_deref())?))
}

/// The pending pushes that no tab is at work on, as a person sees them.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = pendingShown)]
pub fn pending_shown(pending: &JsValue, held: Vec<String>, connectors: &JsValue) -> Answer {
    let connectors: Vec<host::Known> = from_js(connectors, "connectors")?;
    Ok(to_js(&host::interrupted(from_js(pending, "pending")?, &held, &connectors)))
}

/// The place in the queue behind all others.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = queueNextOrder)]
pub fn queue_next_order(pending: &JsValue, results: &JsValue) -> Answer<u32> {
    Ok(host::next_order(&from_js::<Vec<Pending>>(pending, "pending")?, &entries(results)))
}

/// What is in the queue: stored pending pushes and results, the locks that are held, the connectors.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = queueShown)]
pub fn queue_shown(pending: &JsValue, results: &JsValue, held: Vec<String>, connectors: &JsValue) -> Answer {
    let connectors: Vec<host::Known> = from_js(connectors, "connectors")?;
    let pending = from_js(pending, "pending")?;
    Ok(tree_to_js(&host::shown(pending, entries(results), &held, &connectors).into()))
}

/// Whether any of these is in the queue, and still to be done.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = queueHas)]
pub fn queue_has(pending: &JsValue) -> Answer<bool> {
    Ok(from_js::<Vec<Pending>>(pending, "pending")?.iter().any(Pending::is_queued))
}

/// Takes what is still to be done off the queue: the changes.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = queueDiscard)]
pub fn queue_discard(pending: &JsValue, results: &JsValue) -> Answer {
    Ok(to_js(host::discard(&from_js::<Vec<Pending>>(pending, "pending")?, &entries(results)).as_slice()))
}

/// Whether the queue is stopped, by the stored record: `{isPaused, stops}`; stopped or going on where `is_paused` says so.
#[wasm_bindgen(js_name = queueMark)]
#[must_use]
pub fn queue_mark(record: &JsValue, is_paused: Option<bool>) -> JsValue {
    let mark = host::Mark::read(value(record));
    tree_to_js(&host::versioned(is_paused.map_or(mark, |is_paused| mark.set(is_paused))))
}

/// Where it is stored whether the queue is stopped.
#[wasm_bindgen(js_name = queueKey)]
#[must_use]
pub fn queue_key() -> String {
    host::QUEUE.to_owned()
}

/// Keeps the error of a queued push that could not begin: its result, and the push as one that failed; nothing where none is kept.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = queueFailed)]
pub fn queue_failed(pending: &JsValue, code: &str, message: Option<String>, queue_stopped: bool, now: &str) -> Answer {
    let pending: Pending = from_js(pending, "pending")?;
    let kept = host::of_error(&pending, &error(code, message, None), queue_stopped, now);
    Ok(kept.map_or(JsValue::NULL, |changes| to_js(changes.as_slice())))
}

/// Begins a queue of cases, by the ids of their connectors: `{queue, workers}`.
#[wasm_bindgen(js_name = queueNew)]
pub fn queue_new(connector_ids: Vec<String>, concurrency: u32) -> JsValue {
    let queue = Queue::new(connector_ids, concurrency);
    let workers = queue.workers();
    let queue = QUEUES.with_borrow_mut(|queues| queues.add(queue));
    object([("queue", queue.into()), ("workers", workers.into())])
}

/// What a worker does next: `{kind: "push" | "skip" | "later", place, error}`, or nothing where all are taken.
#[wasm_bindgen(js_name = queueTake)]
pub fn queue_take(queue: u32) -> JsValue {
    let task = QUEUES.with_borrow_mut(|queues| queues.get(queue).and_then(Queue::take));
    match task {
        None => JsValue::NULL,
        Some(Task::Push(place)) => object([("kind", "push".into()), ("place", place.into())]),
        Some(Task::Skip(place, error)) => {
            object([("kind", "skip".into()), ("place", place.into()), ("error", error.into())])
        }
        Some(Task::Later) => object([("kind", "later".into())]),
    }
}

/// How a push has ended: with the code and the words of its error, where it has one; or that its login was taken.
#[wasm_bindgen(js_name = queueEnded)]
pub fn queue_ended(queue: u32, place: u32, is_taken: bool, code: Option<String>, message: Option<String>) {
    let error = code.map(|code| error(&code, message, None));
    QUEUES.with_borrow_mut(|queues| {
        if let Some(queue) = queues.get(queue) {
            queue.ended(place, is_taken, error.as_ref());
        }
    });
}

/// Forgets a queue.
#[wasm_bindgen(js_name = queueFree)]
pub fn queue_free(queue: u32) {
    QUEUES.with_borrow_mut(|queues| queues.remove(queue));
}
