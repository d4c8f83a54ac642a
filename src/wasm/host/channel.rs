//! The channel on which the tabs and workers of one storage hear each other.

use super::clock::unref;
use js_sys::{Function, Reflect};
use std::cell::RefCell;
use wasm_bindgen::prelude::Closure;
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
    /// Joins the others, whose messages it hears. Where the platform has no channels, this tab is alone.
    pub(super) fn join(&self, name: &str, hear: impl Fn(&JsValue) + 'static) {
        let has = Reflect::get(&js_sys::global(), &"BroadcastChannel".into()).is_ok_and(|it| it.is_function());
        let Some(channel) = has.then(|| BroadcastChannel::new(&format!("case-connectors/{name}")).ok()).flatten()
        else {
            return;
        };
        let listener = Closure::new(move |event: MessageEvent| hear(&event.data()));
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        // Node would wait for messages for ever.
        unref(&channel);
        *self.joined.borrow_mut() = Some(Joined { channel, _hears: listener });
    }

    pub(super) fn leave(&self) {
        if let Some(Joined { channel, .. }) = self.joined.borrow_mut().take() {
            channel.set_onmessage(None);
            channel.close();
        }
        self.listeners.borrow_mut().clear();
    }

    /// Tells the other tabs.
    pub(super) fn post(&self, message: &JsValue) {
        if let Some(Joined { channel, .. }) = &*self.joined.borrow() {
            // A message that cannot be sent is news that others miss, and no failure of the push.
            drop(channel.post_message(message));
        }
    }

    pub(super) fn call_listeners(&self, message: &JsValue) {
        // A copy: a listener may leave while it is called.
        let listeners: Vec<Function> = self.listeners.borrow().iter().flatten().cloned().collect();
        for listener in listeners {
            drop(listener.call1(&JsValue::UNDEFINED, message));
        }
    }

    /// Calls this function with what is told, until it leaves by the number that is answered.
    pub(super) fn watch(&self, listener: Function) -> u32 {
        let mut listeners = self.listeners.borrow_mut();
        listeners.push(Some(listener));
        u32::try_from(listeners.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn unwatch(&self, watch: u32) {
        if let Some(listener) = self.listeners.borrow_mut().get_mut(watch as usize) {
            *listener = None;
        }
    }
}
