//! `test`: every test there is, and one line that sums them up.

mod count;
mod dashboard;
mod judges;
mod lint;
mod locks;
mod report;
mod runner;
mod schedule;
mod steps;
mod walk;

use std::panic::catch_unwind;
use std::process::ExitCode;
use std::time::Instant;

use crate::console;
use crate::problem::{Problem, Result};
use crate::project::{Extent, Project};

use count::Count;
pub(crate) use judges::in_markup;
use report::{Report, Row};
use schedule::Place;
use steps::{STEPS, Step};

/// Most steps wait for something half of the time: a page, a second, a registry.
const AT_ONCE: usize = 2;

pub(crate) fn test(only: Option<&str>) -> Result<ExitCode> {
    let begin = Instant::now();
    let project = Project::to_build(if only.is_none() { Extent::All } else { Extent::Programs })?;
    let rows = match only {
        None => side_by_side(&project),
        Some(name) => vec![alone(&project, name)?],
    };
    let report = Report { rows, took: begin.elapsed() };
    console::print(report.to_string().as_bytes());
    Ok(if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One step, whose words come as they are said.
fn alone(project: &Project, name: &str) -> Result<Row> {
    let step = STEPS.iter().find(|step| step.place.name == name).ok_or_else(|| {
        let names = STEPS.map(|step| step.place.name).join(", ");
        Problem::new(format!("There is no step `{name}`."), format!("The steps are: {names}."))
    })?;
    Ok(row(project, step))
}

/// All steps. The words of each come when it ends.
fn side_by_side(project: &Project) -> Vec<Row> {
    let places: Vec<Place> = STEPS.iter().map(|step| step.place).collect();
    schedule::run(&places, AT_ONCE, |at| {
        let name = places[at].name;
        console::say(&format!("{name}: begins"));
        let (mut row, words) = console::kept(name, || row(project, &STEPS[at]));
        row.words = words;
        let Row { tests, took, .. } = &row;
        console::say(&format!(
            "{name}: ended after {:.1} s, {} passed, {} failed",
            took.as_secs_f64(),
            tests.passed,
            tests.failed
        ));
        row
    })
}

/// Runs a step. One that is broken must not hide what the others would say.
fn row(project: &Project, step: &Step) -> Row {
    let begin = Instant::now();
    let done = catch_unwind(|| (step.run)(project));
    let tests =
        done.unwrap_or_else(|_| Err(Problem::new("The step ended by a panic.", ""))).unwrap_or_else(|problem| {
            console::complain(format!("{problem}\n").as_bytes());
            Count::broken()
        });
    Row { step: step.place.name, tests, took: begin.elapsed(), words: Vec::new() }
}
