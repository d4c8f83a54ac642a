//! The steps of the dashboard.

use std::iter;

use serde_json::json;

use crate::browser;
use crate::console::say;
use crate::npm;
use crate::problem::Result;
use crate::project::Project;
use crate::run;
use crate::start::Stack;
use crate::start::simulators::Ports;
use crate::test::count::Count;
use crate::test::runner::{counted, pack_once};

/// The unit tests of the dashboard. They use the package as Node loads it.
pub(super) fn www(project: &Project) -> Result<Count> {
    let folder = project.path("www");
    let _lock = pack_once(project)?.hold(project)?;
    npm::ci(&folder)?;
    let run = |arguments: &[&str]| {
        let mut vitest = run::node();
        // In production React has no act(), which draws for tests.
        vitest.current_dir(&folder).env("NODE_ENV", "test");
        counted(vitest.args(["node_modules/vitest/vitest.mjs", "run", "--no-color"]).args(arguments))
    };
    let others: Vec<&str> =
        iter::once("--no-isolate").chain(ALONE.iter().flat_map(|file| ["--exclude", file])).collect();
    let mut tests = run(&others)?;
    tests.add(run(&ALONE)?);
    Ok(tests)
}

/// Files of tests with a process each: they replace modules, or hear what the modules of others tell. All others share one, where
/// what npm has brought is loaded once: a third of the time. One that has another name by now runs with those.
const ALONE: [&str; 8] = [
    "src/app/case_page.test.tsx",
    "src/cases/cases.test.tsx",
    "src/cases/comment_form.test.tsx",
    "src/cases/configuration/configuration.test.ts",
    "src/cases/fields/json_box.test.tsx",
    "src/push/pull/looks.test.ts",
    "src/push/push_database.test.ts",
    "src/push/queue/queue.test.ts",
];

/// One for each worker: a test resets the simulated systems that it uses.
const STACKS: usize = 3;

/// Tests of the dashboard, each worker with a dashboard and simulated systems of its own.
pub(super) fn dashboard(project: &Project) -> Result<Count> {
    say("Checking the types of the dashboard");
    npm::ci(&project.path("www"))?;
    run::run(run::npm("npm").current_dir(project.path("www")).args(["run", "--silent", "check"]))?;
    let folder = project.path("tests/dashboard");
    let packed = pack_once(project)?;
    let browser = browser::find(project)?;
    npm::ci(&folder)?;
    let start = |_| Stack::start(project, Vec::new(), Ports::Any, packed.hold(project)?);
    let stacks = (0..STACKS).map(start).collect::<Result<Vec<_>>>()?;
    let addresses = stacks.iter().map(Stack::addresses).collect::<Vec<_>>();
    let mut npx = run::npm("npx");
    npx.current_dir(&folder).env("STACKS", json!(addresses).to_string()).env("CHROMIUM_PATH", browser);
    counted(npx.args(["playwright", "test", "--reporter=list"]))
}
