//! The glue of the modules, and the names of what they import, as small as they are shipped.

use crate::build::{self, MODULES};
use crate::problem::Result;
use crate::project::Project;
use crate::run;

/// By esbuild; see xtask/glue.mjs.
pub(super) fn shrink(project: &Project) -> Result {
    let files = MODULES.map(|module| build::files(project, module.name)).map(|[module, glue]| [glue, module]);
    run::run(run::node().arg(project.path("xtask/glue.mjs")).args(files.as_flattened()))
}
