//! What is open: the state behind each handle.

use super::channel::Channel;
use super::clock::Clock;
use super::keys::VERSION;
use super::license::Licensing;
use super::running::Running;
use super::vault::memory::Vault;
use crate::delegate::Kibana;
use crate::error::{Code, Error};
use crate::host::pauses::Pause;
use crate::systems::transport::Transport;
use crate::wasm::convert::set;
use crate::wasm::send::{Client, Cookies, Mode};
use crate::wasm::store::{Store, Table};
use js_sys::Function;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// One open `CaseConnectors`.
pub(super) struct Host {
    pub(super) store: Store,
    pub(super) licensing: Licensing,
    /// The address at which people find a case.
    pub(super) case_url: Option<String>,
    pub(super) transport: Transport,
    /// Does the pushes in place of this browser.
    pub(super) delegate: Option<Kibana>,
    /// Sends the requests to the delegate in place of the platform.
    pub(super) delegate_send: Option<Function>,
    /// Hears of each request and its answer, without their secrets.
    pub(super) on_exchange: Option<Function>,
    pub(super) clock: Clock,
    /// How many pushes run at once against one base URL.
    pub(super) concurrency: u32,
    pub(super) vault: Vault,
    pub(super) channel: Channel,
    /// The pushes under way in this tab.
    pub(super) running: RefCell<Vec<Running>>,
    /// What systems have asked for, by base URL.
    pub(super) pauses: RefCell<BTreeMap<String, Pause>>,
}

thread_local! {
    /// By handle; the place of a closed one stays empty, so that no handle ever means another host.
    pub(super) static HOSTS: RefCell<Vec<Option<Rc<Host>>>> = const { RefCell::new(Vec::new()) };
}

pub(super) fn host(handle: u32) -> Result<Rc<Host>, Error> {
    let closed = || Error::new(Code::HostClosed);
    HOSTS.with_borrow(|hosts| hosts.get(handle as usize).cloned().flatten()).ok_or_else(closed)
}

impl Host {
    /// A gateway that holds the secrets knows its caller by a cookie; no system may get one.
    pub(super) fn client(&self) -> Client<'static> {
        let omit = self.transport.needs_secrets();
        Client::Fetch(Mode::Cors, if omit { Cookies::Omit } else { Cookies::Include })
    }

    /// Writes a record, with the version of its shape.
    pub(super) async fn write(&self, table: Table, key: &str, record: JsValue) -> Result<(), Error> {
        set(&record, "v", &VERSION.into());
        self.store.put(table, key, record).await
    }
}
