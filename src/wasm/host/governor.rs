//! Keeps the pauses that systems ask for, and the number of pushes that run at once against one base URL.

use super::handle::Host;
use super::keys::VERSION;
use super::lock::{Guard, IfHeld};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::host::pauses::{Gate, Pause};
use crate::wasm::convert::{from_js, set, to_js};
use crate::wasm::store::Table;
use std::rc::Rc;
use web_sys::AbortSignal;

/// How many pushes run at once against one base URL, where the host sets nothing else.
pub(super) const CONCURRENCY: u32 = 4;

/// More would be no use: browsers open six connections to one host.
pub(super) const MOST_CONCURRENCY: u32 = 16;

impl Host {
    /// Reads the pauses that other tabs have left.
    pub(super) async fn load_pauses(&self) -> Result<(), Error> {
        for (base_url, stored) in self.store.entries(Table::Pauses, "").await? {
            if let Ok(pause) = from_js::<Pause>(&stored, "pause") {
                self.learn_pause(&base_url, pause);
            }
        }
        Ok(())
    }

    pub(super) fn learn_pause(&self, base_url: &str, pause: Pause) {
        let mut pauses = self.pauses.borrow_mut();
        let longest = pause.longest(pauses.get(base_url).copied());
        pauses.insert(base_url.to_owned(), longest);
    }

    /// What the governor says of a request to this base URL now.
    pub(super) fn gate(&self, base_url: &str) -> Gate {
        let pause = self.pauses.borrow().get(base_url).copied();
        pause.map_or(Gate::Open, |pause| pause.gate(self.clock.now_ms(), js_sys::Math::random()))
    }

    /// Waits until a request to this base URL may go; `tell` is told how long.
    pub(super) async fn admit(
        &self,
        base_url: &str,
        signal: &AbortSignal,
        tell: impl Fn(&str, u32),
    ) -> Result<(), Error> {
        loop {
            match self.gate(base_url) {
                Gate::Open => return Ok(()),
                Gate::Shut => return Err(Error::new(Code::RateLimited)),
                Gate::Wait(ms) => {
                    tell("Waiting because the system limits how many requests it takes", ms);
                    self.clock.sleep(ms, Some(signal)).await;
                }
            }
            if signal.aborted() {
                return Err(Error::new(Code::Aborted));
            }
        }
    }

    /// Takes over what an answer says about further requests, and tells the other tabs.
    pub(super) async fn heed(&self, base_url: &str, response: &Response) {
        let Some(pause) = Pause::asked(response, self.clock.now_ms()) else { return };
        self.learn_pause(base_url, pause);
        let record = to_js(&pause);
        self.tell_pause(base_url, &record);
        set(&record, "v", &VERSION.into());
        // Only tabs that open later miss it where the storage is full.
        drop(self.store.put(Table::Pauses, base_url, record).await);
    }

    /// One of the places for pushes to this base URL, shared by all tabs. Waits until one is free.
    pub(super) async fn place(self: &Rc<Self>, base_url: &str, signal: &AbortSignal) -> Result<Guard, Error> {
        let name = |place: u32| format!("place/{base_url}/{place}");
        for place in 0..self.concurrency {
            if let Some(guard) = self.lock(&name(place), IfHeld::GiveUp, None).await? {
                return Ok(guard);
            }
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the number of places")]
        let place = (js_sys::Math::random() * f64::from(self.concurrency)) as u32;
        let guard = self.lock(&name(place), IfHeld::Wait, Some(signal)).await?;
        guard.ok_or_else(|| Error::new(Code::PushBusy))
    }
}
