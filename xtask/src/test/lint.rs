//! Whether TypeScript and JavaScript are formatted and pass the linter, by the rules of biome.jsonc.

use crate::npm;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::test::count::Count;

pub(crate) fn lint(project: &Project) -> Result<Count> {
    npm::need_node()?;
    let folder = project.path("tests/lint");
    npm::ci(&folder)?;
    let biome = folder.join("node_modules/@biomejs/biome/bin/biome");
    let pass =
        |what: &str, more: &[&str]| run::run(run::node().current_dir(&project.root).arg(&biome).arg(what).args(more));
    pass("format", &[]).map_err(|_| {
        Problem::new("TypeScript or JavaScript is not formatted.", "Run `npm run format` in tests/lint.")
    })?;
    pass("lint", &["--error-on-warnings"]).map_err(|_| {
        Problem::new(
            "The linter of TypeScript and JavaScript has found something.",
            "Mend what it names above. `npm run fix` in tests/lint mends what it can by itself.",
        )
    })?;
    Ok(Count::default())
}
