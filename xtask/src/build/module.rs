//! The modules of the package, and what each is built for.

use std::path::PathBuf;

use crate::project::Project;

/// One of the two modules of the package.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Module {
    pub(crate) name: &'static str,
    /// What Cargo is told.
    pub(crate) features: &'static [&'static str],
}

const FORMS: Module = Module { name: "forms", features: &["--no-default-features", "--features", "forms"] };
pub(super) const ENGINE: Module = Module { name: "engine", features: &["--features", "bindings"] };

pub(crate) const MODULES: [Module; 2] = [FORMS, ENGINE];

/// What the modules are built for. Each names a profile of Cargo.toml.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// To be tried on this machine: built in seconds.
    Start,
    /// To be shipped: small, then fast.
    Release,
}

impl Purpose {
    pub(crate) fn profile(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Release => "release",
        }
    }

    /// The dashboard does not load the forms alone.
    pub(crate) fn modules(self) -> &'static [Module] {
        match self {
            Self::Start => &[ENGINE],
            Self::Release => &MODULES,
        }
    }
}

/// Where the package has a module and its glue.
pub(crate) fn files(project: &Project, name: &str) -> [PathBuf; 2] {
    let pkg = project.path("pkg");
    [pkg.join(format!("{name}.wasm")), pkg.join("glue").join(format!("{name}.js"))]
}
