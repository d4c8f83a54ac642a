//! Pending pushes, and the queue of a bulk.

use super::error;
use super::records::{entries, json};
use super::run::order;
use crate::host::{self, Pending, Queue, State, Task};
use crate::wasm::convert::{Answer, from_js, object, to_js};
use crate::wasm::draft::member;
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

/// Where the journal and the pending push of a case and a connector lie.
#[wasm_bindgen(js_name = journalKey)]
pub fn journal_key(case_id: &str, connector_id: &str) -> String {
    host::journal_prefix(case_id, connector_id)
}

/// Reads stored entries without their bytes: `{pending, changes}`, where the changes set aside what is none.
#[wasm_bindgen(js_name = pendingRead)]
pub fn pending_read(stored: &JsValue, now: &str) -> JsValue {
    let (pending, changes) = host::read_pending(entries(stored), now);
    object([("pending", to_js(&pending)), ("changes", to_js(&changes))])
}

/// Keeps a case that waits for its turn, from `{caseId, title, connectorId, order}`: the changes, without the bytes.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = pendingQueued)]
pub fn pending_queued(names: &JsValue, pushed_by: &JsValue, now: &str) -> Answer {
    let word = |name: &str| member(names, name).as_string().unwrap_or_default();
    let pushed_by = pushed_by.is_object().then(|| from_js(pushed_by, "pushedBy")).transpose()?;
    let queued = Pending {
        case_id: word("caseId"),
        connector_id: word("connectorId"),
        title: word("title"),
        started_at: now.to_owned(),
        pushed_by,
        state: State::Queued,
        error: None,
        order: order(names),
    };
    Ok(to_js(&[&queued.keep(), &host::Change::delete(host::Table::Results, queued.key())]))
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
    Ok(json(&host::shown(pending, entries(results), &held, &connectors)))
}

/// The change that stops the queue, or lets it go on.
#[wasm_bindgen(js_name = queuePause)]
pub fn queue_pause(is_paused: bool) -> JsValue {
    to_js(&[host::pause(is_paused)])
}

/// Where it is stored whether the queue is stopped.
#[wasm_bindgen(js_name = queueKey)]
#[must_use]
pub fn queue_key() -> String {
    host::QUEUE.to_owned()
}

/// Keeps the error of a queued push that could not begin: the changes.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = queueFailed)]
pub fn queue_failed(pending: &JsValue, code: &str, message: Option<String>, now: &str) -> Answer {
    let pending: Pending = from_js(pending, "pending")?;
    Ok(to_js(&host::of_error(&pending, &error(code, message, None), now).as_slice()))
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

/// How a push has ended: with the code and the words of its error, where it has one.
#[wasm_bindgen(js_name = queueEnded)]
pub fn queue_ended(queue: u32, connector_id: &str, code: Option<String>, message: Option<String>) {
    let error = code.map(|code| error(&code, message, None));
    QUEUES.with_borrow_mut(|queues| {
        if let Some(queue) = queues.get(queue) {
            queue.ended(connector_id, error.as_ref());
        }
    });
}

/// Forgets a queue.
#[wasm_bindgen(js_name = queueFree)]
pub fn queue_free(queue: u32) {
    QUEUES.with_borrow_mut(|queues| queues.remove(queue));
}
