//! What went wrong and what to do about it: the only error of xtask.

use std::fmt;

/// A failure as a person reads it.
#[derive(Debug)]
pub(crate) struct Problem {
    what: String,
    remedy: String,
}

pub(crate) type Result<T = ()> = std::result::Result<T, Problem>;

impl Problem {
    pub(crate) fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }

    /// For `map_err` on anything of the operating system.
    pub(crate) fn because<E: fmt::Display>(
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> impl FnOnce(E) -> Self {
        let (what, remedy) = (what.into(), remedy.into());
        move |error| Self::new(format!("{what}: {error}."), remedy)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.what)?;
        if !self.remedy.is_empty() {
            write!(f, "\n  {}", self.remedy.replace('\n', "\n  "))?;
        }
        Ok(())
    }
}
