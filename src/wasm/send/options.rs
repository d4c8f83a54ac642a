//! How much a request asks of the platform.

/// Whether the page may read the answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::wasm) enum Mode {
    Cors,
    /// Only to learn whether there is an answer.
    NoCors,
}

impl Mode {
    /// No redirect is followed, but where the platform lets a request without CORS do nothing else.
    pub(super) const fn follows_redirects(self) -> bool {
        matches!(self, Self::NoCors)
    }
}

#[derive(Clone, Copy)]
pub(in crate::wasm) enum Cookies {
    Omit,
    SameOrigin,
    Include,
}
