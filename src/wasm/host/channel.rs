//! What the tabs and workers of one storage tell each other: progress, aborts, pauses.

use super::Host;
use super::clock::unref;
use crate::push::rate::Pause;
use crate::wasm::convert::{from_js, object};
use crate::wasm::draft::member;
use js_sys::{Function, Reflect};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// A joined channel, with the function that hears it.
struct Joined {
    channel: BroadcastChannel,
    _hears: Closure<dyn FnMut(MessageEvent)>,
}

/// The channel of a storage, and who listens here.
#[derive(Default)]
pub(super) struct Channel {
    joined: RefCell<Option<Joined>>,
    /// By number; the place of one who left stays empty.
    listeners: RefCell<Vec<Option<Function>>>,
}

impl Channel {
    /// Joins the others. Where the platform has no channels, this tab is alone.
    pub(super) fn join(host: &Rc<Host>, name: &str) {
        let has = Reflect::get(&js_sys::global(), &"BroadcastChannel".into()).is_ok_and(|it| it.is_function());
        let Some(channel) = has.then(|| BroadcastChannel::new(&format!("case-connectors/{name}")).ok()).flatten()
        else {
            return;
        };
        let weak: Weak<Host> = Rc::downgrade(host);
        let listener = Closure::new(move |event: MessageEvent| {
            if let Some(host) = weak.upgrade() {
                host.hear(&event.data());
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        // Node would wait for messages for ever.
        unref(&channel);
        *host.channel.joined.borrow_mut() = Some(Joined { channel, _hears: listener });
    }

    pub(super) fn leave(&self) {
        if let Some(Joined { channel, .. }) = self.joined.borrow_mut().take() {
            channel.set_onmessage(None);
            channel.close();
        }
        self.listeners.borrow_mut().clear();
    }

    /// Tells the other tabs.
    fn post(&self, message: &JsValue) {
        if let Some(Joined { channel, .. }) = &*self.joined.borrow() {
            // A message that cannot be sent is news that others miss, and no failure of the push.
            drop(channel.post_message(message));
        }
    }

    fn call_listeners(&self, message: &JsValue) {
        // A copy: a listener may leave while it is called.
        let listeners: Vec<Function> = self.listeners.borrow().iter().flatten().cloned().collect();
        for listener in listeners {
            drop(listener.call1(&JsValue::UNDEFINED, message));
        }
    }
}

impl Host {
    /// Tells all tabs, this one included, how a push is getting on.
    pub(super) fn tell(&self, progress: &JsValue) {
        self.channel.post(&object([("kind", "progress".into()), ("progress", progress.clone())]));
        self.channel.call_listeners(progress);
    }

    /// Tells the other tabs of a pause.
    pub(super) fn tell_pause(&self, base_url: &str, pause: &JsValue) {
        self.channel.post(&object([("kind", "pause".into()), ("baseUrl", base_url.into()), ("pause", pause.clone())]));
    }

    fn hear(&self, message: &JsValue) {
        let word = |name: &str| member(message, name).as_string().unwrap_or_default();
        match word("kind").as_str() {
            "progress" => self.channel.call_listeners(&member(message, "progress")),
            "abort" => self.abort_here(&word("caseId")),
            "pause" => {
                if let Ok(pause) = from_js::<Pause>(&member(message, "pause"), "pause") {
                    self.learn_pause(&word("baseUrl"), pause);
                }
            }
            _ => {}
        }
    }
}

/// Calls `listener` with the progress of all pushes of this storage, in whichever tab, until `hostUnwatch`.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = hostWatch)]
pub fn host_watch(handle: u32, listener: Function) -> Result<u32, JsValue> {
    let host = super::host(handle)?;
    let mut listeners = host.channel.listeners.borrow_mut();
    listeners.push(Some(listener));
    Ok(u32::try_from(listeners.len() - 1).unwrap_or(u32::MAX))
}

/// Ends a watch.
#[wasm_bindgen(js_name = hostUnwatch)]
pub fn host_unwatch(handle: u32, watch: u32) {
    if let Ok(host) = super::host(handle)
        && let Some(listener) = host.channel.listeners.borrow_mut().get_mut(watch as usize)
    {
        *listener = None;
    }
}

/// Aborts the push of a case in whichever tab it runs.
///
/// # Errors
/// `HOST_CLOSED`.
#[wasm_bindgen(js_name = hostAbort)]
pub fn host_abort(handle: u32, case_id: String) -> Result<(), JsValue> {
    let host = super::host(handle)?;
    host.abort_here(&case_id);
    host.channel.post(&object([("kind", "abort".into()), ("caseId", case_id.into())]));
    Ok(())
}
