//! `test`: every test there is, and one line that sums them up.

mod count;
mod lint;
mod locks;
mod steps;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::problem::{Problem, Result};
use crate::project::Project;

use count::Count;
pub(crate) use steps::markup;

/// How a step ended.
#[derive(Clone, Copy, Debug, Default)]
struct Outcome {
    tests: Count,
    /// What it should have tested is not there.
    skipped: bool,
}

pub(crate) fn test(only: Option<&str>) -> Result<ExitCode> {
    let names = steps::STEPS.map(|(name, _)| name);
    if let Some(name) = only
        && !names.contains(&name)
    {
        return Err(Problem::new(
            format!("There is no step `{name}`."),
            format!("The steps are: {}.", names.join(", ")),
        ));
    }
    let project = Project::find()?;
    let mut rows = Vec::new();
    for (name, step) in steps::STEPS {
        if only.is_some_and(|only| only != name) {
            continue;
        }
        println!("\n=== {name} ===");
        let begin = Instant::now();
        // One broken step must not hide what the others would say.
        let outcome = step(&project).unwrap_or_else(|problem| {
            eprintln!("{problem}");
            Outcome { tests: Count { passed: 0, failed: 1 }, skipped: false }
        });
        rows.push((name, outcome, begin.elapsed()));
    }
    Ok(report(&rows))
}

fn report(rows: &[(&str, Outcome, Duration)]) -> ExitCode {
    println!("\n{:16}{:>8}{:>8}{:>9}", "step", "passed", "failed", "seconds");
    let mut sum = Count::default();
    for (name, outcome, time) in rows {
        let note = if outcome.skipped { "   skipped" } else { "" };
        println!("{name:16}{:>8}{:>8}{:>9.1}{note}", outcome.tests.passed, outcome.tests.failed, time.as_secs_f64());
        sum.add(outcome.tests);
    }
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
