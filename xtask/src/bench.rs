//! `bench`: ratios against a peer in the same run, which no test should time. `test` runs those of Node as well, which count the
//! processor's time and so hold on a machine that has other work.

use std::process::Command;

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
    let _lock = packed.hold(&project)?;
    run::run(in_markup(&project)?.env("CHROMIUM_PATH", &browser).arg("speed.mjs"))
        .map_err(|_| disturbed("Text is written too slowly"))?;
    in_node(&project)?;
    let simulators = project.program("simulators")?;
    run::run(rows(&project).env("CHROMIUM_PATH", &browser).env("SIMULATORS_BIN", simulators).arg("browser.mjs"))
        .map_err(|_| disturbed(ABOVE))
}

/// The rows that need no browser, on the package as it is.
pub(crate) fn in_node(project: &Project) -> Result {
    npm::ci(&project.path(ROWS))?;
    run::run(rows(project).arg("bench.mjs")).map_err(|_| disturbed(ABOVE))
}

const ROWS: &str = "tests/bench";
const ABOVE: &str = "A row is above its ceiling in tests/bench/ceilings.json by more than a fifth";

fn rows(project: &Project) -> Command {
    let mut node = run::node();
    node.current_dir(project.path(ROWS));
    node
}

fn disturbed(what: &str) -> Problem {
    Problem::new(
        format!("{what}, or the run was disturbed."),
        "Run `cargo xtask bench` with nothing else at work on the machine.",
    )
}
