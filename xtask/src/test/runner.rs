//! What several steps do: find a suite, pack, run a runner and count.

use std::process::Command;
use std::sync::OnceLock;

use crate::pack::{self, Packed};
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::test::count::Count;

/// A suite that has vanished must not be taken for one that is content.
pub(super) fn must_be_there(project: &Project, suite: &str) -> Result {
    if project.path(suite).is_file() {
        return Ok(());
    }
    Err(Problem::new(format!("{suite} is not there."), "Restore it, or take its step out of xtask/src/test/steps.rs."))
}

/// The package of the code as it is now: packed once in this run, by the step
/// `pack` or by the first that needs it.
pub(super) fn pack_once(project: &Project) -> Result<&'static Packed> {
    static PACKED: OnceLock<Option<Packed>> = OnceLock::new();
    let mut problem = None;
    let packed = PACKED.get_or_init(|| pack::pack(project).map_err(|it| problem = Some(it)).ok());
    packed.as_ref().ok_or_else(|| {
        problem.unwrap_or_else(|| Problem::new("The package could not be packed.", "An earlier step says why."))
    })
}

pub(super) fn node_tests(command: &mut Command) -> Result<Count> {
    counted(command.args(["--test", "--test-reporter=spec"]))
}

/// Runs a runner and counts. A runner that fails without naming a failed test,
/// or passes without any test, counts as one failure.
pub(super) fn counted(command: &mut Command) -> Result<Count> {
    let mut tests = Count::default();
    let content = run::watch(command, |line| tests.read(line))?;
    if !content && tests.failed == 0 {
        tests.failed = 1;
    }
    if content && tests.passed + tests.failed == 0 {
        return Err(Problem::new(
            "The runner ended well, but no test was counted.",
            "Its output has changed, or it found no tests: see xtask/src/test/count.rs.",
        ));
    }
    Ok(tests)
}
