//! Locks across tabs and workers: Web Locks, which the browser frees when a tab dies; else leases in the storage.

use super::clock::{real_sleep, real_sleep_aside};
use super::handle::Host;
use crate::error::{Code, Error};
use crate::host::lease::{self, LOOK_MS, Lease, RENEW_MS};
use crate::wasm::convert::{from_js, set, to_js};
use crate::wasm::crypto;
use crate::wasm::draft::member;
use crate::wasm::store::Table;
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, options: &JsValue, granted: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn query(this: &LockManager) -> Result<Promise, JsValue>;
}

/// What to do where somebody else holds the lock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum IfHeld {
    Wait,
    GiveUp,
}

/// A held lock, which is free again when this goes.
pub(super) enum Guard {
    /// Resolves the promise that the browser waits for.
    Web(Function),
    /// Renewed in the storage for as long as it is held.
    Lease(Rc<Held>),
}

/// A lease that this tab holds.
pub(super) struct Held {
    host: Rc<Host>,
    name: String,
    owner: String,
    given_back: Cell<bool>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        match self {
            Self::Web(release) => drop(release.call0(&JsValue::UNDEFINED)),
            Self::Lease(held) => {
                held.given_back.set(true);
                let held = Rc::clone(held);
                // At once: whoever waits looks only once a second.
                spawn_local(async move {
                    held.exchange().await;
                });
            }
        }
    }
}

fn manager() -> Option<LockManager> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok().filter(JsValue::is_object)?;
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object).map(JsCast::unchecked_into)
}

impl Host {
    /// The lock of this name; nothing where another one has it and the caller gives up.
    pub(super) async fn lock(
        self: &Rc<Self>,
        name: &str,
        if_held: IfHeld,
        signal: Option<&AbortSignal>,
    ) -> Result<Option<Guard>, Error> {
        let name = format!("case-connectors/{name}");
        match manager() {
            Some(manager) => web_lock(&manager, &name, if_held, signal).await,
            None => self.lease(&name, if_held, signal).await,
        }
    }

    /// The names of the locks that are held now, by whichever tab.
    pub(super) async fn held(&self) -> Vec<String> {
        let Some(manager) = manager() else {
            let leases = self.store.entries(Table::Leases, "").await.unwrap_or_default();
            let held = |lease: &JsValue| lease::look(None, read(lease)).is_held.is_none();
            return leases.into_iter().filter(|(_, lease)| held(lease)).map(|(name, _)| name).collect();
        };
        let Ok(asked) = manager.query() else { return Vec::new() };
        let snapshot = JsFuture::from(asked).await.unwrap_or(JsValue::UNDEFINED);
        let held: Array = member(&snapshot, "held").dyn_into().unwrap_or_default();
        held.iter().filter_map(|lock| member(&lock, "name").as_string()).collect()
    }

    async fn lease(
        self: &Rc<Self>,
        name: &str,
        if_held: IfHeld,
        signal: Option<&AbortSignal>,
    ) -> Result<Option<Guard>, Error> {
        let owner = crypto::unique()?;
        let mut seen = None;
        loop {
            let claimed = self.store.exchange(Table::Leases, name, |stored| {
                let claimed = lease::claim(&owner, seen.take(), stored.as_ref().and_then(read));
                seen = claimed.seen;
                claimed.lease.map(|lease| to_js(&lease))
            });
            if claimed.await? {
                let held = Held { host: Rc::clone(self), name: name.to_owned(), owner, given_back: Cell::new(false) };
                let held = Rc::new(held);
                spawn_local(renew(Rc::clone(&held)));
                return Ok(Some(Guard::Lease(held)));
            }
            if if_held == IfHeld::GiveUp {
                return Ok(None);
            }
            if signal.is_some_and(AbortSignal::aborted) {
                return Err(Error::new(Code::Aborted));
            }
            real_sleep(LOOK_MS).await;
        }
    }
}

fn read(stored: &JsValue) -> Option<Lease> {
    from_js(stored, "lease").ok()
}

impl Held {
    /// Renews it, or frees it where it was given back. Answers whether it is still ours.
    async fn exchange(&self) -> bool {
        let exchanged = self.host.store.exchange(Table::Leases, &self.name, |stored| {
            let next = if self.given_back.get() { lease::free } else { lease::renew };
            next(&self.owner, stored.as_ref().and_then(read)).map(|lease| to_js(&lease))
        });
        exchanged.await.unwrap_or(false)
    }
}

/// Renews a lease until it is given back, or was taken over: then the journal refuses the next record.
async fn renew(held: Rc<Held>) {
    loop {
        real_sleep_aside(RENEW_MS).await;
        if held.given_back.get() || !held.exchange().await {
            return;
        }
    }
}

async fn web_lock(
    manager: &LockManager,
    name: &str,
    if_held: IfHeld,
    signal: Option<&AbortSignal>,
) -> Result<Option<Guard>, Error> {
    let options: JsValue = Object::new().into();
    match (if_held, signal) {
        (IfHeld::GiveUp, _) => set(&options, "ifAvailable", &true.into()),
        (IfHeld::Wait, Some(signal)) => set(&options, "signal", signal),
        (IfHeld::Wait, None) => {}
    }
    let mut asked = None;
    let granted = Promise::new(&mut |resolve, _| {
        // The lock is held for as long as the promise that this answers is pending.
        let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            if lock.is_null() {
                drop(resolve.call1(&JsValue::UNDEFINED, &JsValue::NULL));
                return JsValue::UNDEFINED;
            }
            let answer = |release: Function, _: Function| drop(resolve.call1(&JsValue::UNDEFINED, &release));
            Promise::new(&mut { answer }).into()
        });
        asked = Some(manager.request(name, &options, &callback));
    });
    let failed = |error: &JsValue| {
        if member(error, "name").as_string().as_deref() == Some("AbortError") {
            return Error::new(Code::Aborted);
        }
        Error::new(Code::StoreFailed)
    };
    let asked = asked.transpose().map_err(|error| failed(&error))?;
    let either: Array = [Some(granted.into()), asked.map(JsValue::from)].into_iter().flatten().collect();
    let release = JsFuture::from(Promise::race(&either)).await.map_err(|error| failed(&error))?;
    Ok(release.dyn_into().ok().map(Guard::Web))
}

/// The name of the lock of a case. It does not name the storage: two namespaces of one page push the same case
/// one after the other too.
pub(super) fn case_lock(case_id: &str) -> String {
    format!("push/{case_id}")
}

/// Whether the lock of a case is among those that are held.
pub(super) fn is_running(held: &[String], case_id: &str) -> bool {
    let name = format!("case-connectors/{}", case_lock(case_id));
    held.contains(&name)
}
