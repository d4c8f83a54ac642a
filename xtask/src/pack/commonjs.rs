//! The CommonJS files of the package, with their declarations.

use crate::console::say;
use crate::problem::Result;
use crate::project::Project;
use crate::run;

/// By esbuild, for Jest and for Node that `require`s; see xtask/commonjs.mjs.
pub(super) fn build(project: &Project) -> Result {
    say("Writing the CommonJS files");
    run::run(run::node().arg(project.path("xtask/commonjs.mjs")))
}
