//! pkg/host/, which is TypeScript, as scripts with their declarations.

use crate::build::Lock;
use crate::console::timed;
use crate::npm;
use crate::problem::Result;
use crate::project::Project;
use crate::run;

/// By TypeScript's own compiler; see xtask/host.mjs.
pub(crate) fn host(project: &Project, _: &Lock) -> Result {
    npm::ci(&project.path("xtask"))?;
    timed("the host", || run::run(run::node().arg(project.path("xtask/host.mjs"))))
}
