//! One entry of the notices.

use std::collections::BTreeMap;

/// A work that is compiled in.
#[derive(Debug)]
pub(super) struct Part {
    /// Its name and version.
    pub(super) name: String,
    /// An SPDX expression.
    pub(super) licence: String,
    /// Its texts, by the names of their files.
    pub(super) texts: BTreeMap<String, String>,
}
