//! Many cases at once: kept before the first is sent, so that a reload loses none; each ends by itself.

use super::handle::{Host, host};
use super::request::RunOptions;
use super::resume::QUEUED;
use super::run::read_cases;
use crate::error::Error;
use crate::push::Outcome;
use crate::host::queue::{Queue, Task};
use crate::wasm::convert::{object, promise, text_or_null};
use crate::wasm::draft::member;
use crate::wasm::push::outcome_to_js;
use crate::wasm::store::{Change, Table};
use js_sys::{Array, Function, Promise};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// One case of a bulk, by its keys; `Err` where it could not even be kept.
type Job = Result<(String, String), Error>;

struct Bulk {
    host: Rc<Host>,
    jobs: Vec<Job>,
    /// The jobs behind the places of the queue.
    places: Vec<usize>,
    queue: RefCell<Queue>,
    results: RefCell<Vec<JsValue>>,
    finished: Cell<u32>,
    options: RunOptions,
    signal: Option<AbortSignal>,
    on_progress: Option<Function>,
    on_result: Option<Function>,
}

fn result(job: &Job, outcome: &Result<Outcome, Error>) -> JsValue {
    let (case_id, connector_id) = match job {
        Ok((case_id, connector_id)) => (Some(case_id.as_str()), Some(connector_id.as_str())),
        Err(_) => (None, None),
    };
    object([
        ("caseId", text_or_null(case_id)),
        ("connectorId", text_or_null(connector_id)),
        ("outcome", outcome.as_ref().map_or(JsValue::NULL, outcome_to_js)),
        ("error", outcome.as_ref().map_or_else(|error| error.clone().into(), |_| JsValue::NULL)),
    ])
}

impl Bulk {
    fn end(&self, place: usize, outcome: &Result<Outcome, Error>) {
        let Some(job) = self.jobs.get(place) else { return };
        let result = result(job, outcome);
        self.finished.set(self.finished.get().saturating_add(1));
        if let Some(slot) = self.results.borrow_mut().get_mut(place) {
            *slot = result.clone();
        }
        if let Some(on_result) = &self.on_result {
            drop(on_result.call2(&JsValue::UNDEFINED, &result, &self.count()));
        }
    }

    fn count(&self) -> JsValue {
        let total = u32::try_from(self.jobs.len()).unwrap_or(u32::MAX);
        object([("finished", self.finished.get().into()), ("count", total.into())])
    }

    /// Works until nothing is left; what is left when the host aborts stays pending.
    async fn work(self: Rc<Self>) {
        while !self.signal.as_ref().is_some_and(AbortSignal::aborted) {
            let Some(task) = self.queue.borrow_mut().take() else { return };
            let (place, skipped) = match task {
                Task::Push(place) => (place, None),
                Task::Skip(place, error) => (place, Some(error)),
            };
            let Some(place) = self.places.get(place).copied() else { return };
            let Some(Ok((case_id, connector_id))) = self.jobs.get(place) else { return };
            let outcome = match skipped {
                Some(error) => Err(error),
                None => {
                    let (options, signal) = (self.options.clone(), self.signal.clone());
                    self.host.resume(case_id, connector_id, options, signal, self.on_progress.as_ref()).await
                }
            };
            let error = match &outcome {
                Ok(outcome) => outcome.error.as_ref(),
                Err(error) => Some(error),
            };
            self.queue.borrow_mut().ended(connector_id, error);
            self.end(place, &outcome);
        }
    }
}

async fn run(
    host: Rc<Host>,
    jobs: Vec<Job>,
    options: RunOptions,
    signal: Option<AbortSignal>,
    on_progress: Option<Function>,
    on_result: Option<Function>,
) -> Result<JsValue, Error> {
    let places: Vec<usize> = jobs.iter().enumerate().filter(|(_, job)| job.is_ok()).map(|(place, _)| place).collect();
    let connectors = jobs.iter().flatten().map(|(_, connector_id)| connector_id.clone()).collect();
    let workers = host.concurrency;
    let bulk = Rc::new(Bulk {
        results: RefCell::new(vec![JsValue::NULL; jobs.len()]),
        queue: RefCell::new(Queue::new(connectors)),
        finished: Cell::new(0),
        host,
        jobs,
        places,
        options,
        signal,
        on_progress,
        on_result,
    });
    for (place, job) in bulk.jobs.iter().enumerate() {
        if let Err(error) = job {
            bulk.end(place, &Err(error.clone()));
        }
    }
    let working: Array = (0..workers)
        .map(|_| {
            let bulk = Rc::clone(&bulk);
            JsValue::from(promise(async move {
                bulk.work().await;
                Ok(JsValue::UNDEFINED)
            }))
        })
        .collect();
    drop(JsFuture::from(Promise::all(&working)).await);
    let aborted = Error::new(crate::error::Code::Aborted);
    for (place, job) in bulk.jobs.iter().enumerate() {
        let is_open = bulk.results.borrow().get(place).is_some_and(JsValue::is_null);
        if is_open && job.is_ok() {
            bulk.end(place, &Err(aborted.clone()));
        }
    }
    let results = bulk.results.borrow().iter().collect::<Array>();
    Ok(results.into())
}

/// Pushes many cases of `{bytes, pages}` and answers a result for each, in their order. No failure stops the others.
///
/// # Errors
/// `OPTIONS_INVALID`, `STORE_FULL`, `STORE_FAILED`: before anything was sent.
#[wasm_bindgen(js_name = hostPushAll)]
pub fn host_push_all(
    handle: u32,
    cases: Array,
    options: JsValue,
    signal: Option<AbortSignal>,
    on_progress: Option<Function>,
    on_result: Option<Function>,
) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let options = RunOptions::read(&options)?;
        let (mut jobs, mut changes) = (Vec::new(), Vec::new());
        for case in read_cases(&cases) {
            jobs.push(host.names(&case, options.connector_id.clone()).await.map(|names| {
                let keys = (names.case_id, names.connector_id);
                let named = (keys.0.as_str(), keys.1.as_str());
                let (key, record) = host.pending_as(QUEUED, &case, &names.title, named, options.pushed_by.as_ref());
                changes.push(Change::Put(Table::Pending, key, record));
                keys
            }));
        }
        host.store.write(changes).await?;
        run(host, jobs, options, signal, on_progress, on_result).await
    })
}

/// Finishes all pushes that did not complete, as `hostPushAll` does.
///
/// # Errors
/// As `hostPushAll`.
#[wasm_bindgen(js_name = hostResumeAll)]
pub fn host_resume_all(
    handle: u32,
    options: JsValue,
    signal: Option<AbortSignal>,
    on_progress: Option<Function>,
    on_result: Option<Function>,
) -> Promise {
    promise(async move {
        let host = host(handle)?;
        let only = member(&options, "only");
        let options = RunOptions::read(&options)?;
        let word = |record: &JsValue, name: &str| member(record, name).as_string().unwrap_or_default();
        // What somebody else has finished meanwhile has a result of its own: nothing is pending.
        let pending = match only.dyn_ref::<Array>() {
            Some(only) => only.to_vec(),
            None => host.all_pending().await?,
        };
        let jobs = pending.iter().map(|record| Ok((word(record, "caseId"), word(record, "connectorId")))).collect();
        run(host, jobs, options, signal, on_progress, on_result).await
    })
}
