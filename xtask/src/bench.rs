//! `bench`: ratios against a peer in the same run, which no test should time.

use crate::browser;
use crate::npm;
use crate::pack;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::test::in_markup;

/// Markdown to ADF against marklassian, in Node and in a browser; then plans, bulk and forms against the same jobs in JavaScript,
/// and a page's start and pushes against what the browser alone needs for them.
pub(crate) fn bench() -> Result {
    let project = Project::find()?;
    let packed = pack::pack(&project)?;
    let browser = browser::find(&project)?;
    // The page is served by what serves the consumers' tests.
    npm::ci(&project.path("tests/consumers"))?;
    let rows = project.path("tests/bench");
    npm::ci(&rows)?;
    let _lock = packed.hold(&project)?;
    let disturbed = |what: &'static str| {
        move |_| {
            Problem::new(
                format!("{what}, or the run was disturbed."),
                "Run it again with nothing else at work on the machine.",
            )
        }
    };
    run::run(in_markup(&project)?.env("CHROMIUM_PATH", &browser).arg("speed.mjs"))
        .map_err(disturbed("Text is written too slowly"))?;
    let above = "A row is above its ceiling in tests/bench/ceilings.json";
    run::run(run::node().current_dir(&rows).arg("bench.mjs")).map_err(disturbed(above))?;
    let simulators = project.program("simulators")?;
    run::run(
        run::node()
            .current_dir(&rows)
            .env("CHROMIUM_PATH", &browser)
            .env("SIMULATORS_BIN", simulators)
            .arg("browser.mjs"),
    )
    .map_err(disturbed(above))
}
