//! How much a request asks of the platform.

/// Whether the page may read the answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::wasm) enum Mode {
    Cors,
    /// Only to learn whether there is an answer.
    NoCors,
}

#[derive(Clone, Copy)]
pub(in crate::wasm) enum Cookies {
    Omit,
    SameOrigin,
    Include,
}
