//! A push that runs in this tab.

use web_sys::AbortController;

/// A push that runs in this tab.
pub(super) struct Running {
    pub(super) case_id: String,
    pub(super) controller: AbortController,
}

impl Running {
    pub(super) fn abort(&self) {
        self.controller.abort();
    }
}
