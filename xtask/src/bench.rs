//! `bench`: ratios against a peer in the same run, which no test should time.

use crate::browser;
use crate::npm;
use crate::pack;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::test::in_markup;

/// Markdown to ADF against marklassian, in Node and in a browser.
pub(crate) fn bench() -> Result {
    let project = Project::find()?;
    let packed = pack::pack(&project)?;
    let browser = browser::find(&project)?;
    // The page is served by what serves the consumers' tests.
    npm::ci(&project.path("tests/consumers"))?;
    let _lock = packed.hold(&project)?;
    run::run(in_markup(&project)?.env("CHROMIUM_PATH", browser).arg("speed.mjs")).map_err(|_| {
        Problem::new(
            "Text is written too slowly, or the run was disturbed.",
            "Run it again with nothing else at work on the machine.",
        )
    })
}
