//! The glue of the modules, as small as it is shipped.

use crate::build::{self, MODULES};
use crate::problem::Result;
use crate::project::Project;
use crate::run;

/// By esbuild; see xtask/glue.mjs.
pub(super) fn shrink(project: &Project) -> Result {
    let glue = MODULES.map(|module| build::files(project, module.name)).map(|[_, glue]| glue);
    run::run(run::node().arg(project.path("xtask/glue.mjs")).args(glue))
}
