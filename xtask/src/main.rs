//! The commands of the project: `cargo xtask COMMAND`.
//!
//! Each command installs what it needs, says what it is doing, and ends with a
//! message that names the remedy when something cannot be had.

mod bench;
mod browser;
mod build;
mod campaign;
mod children;
mod console;
mod files;
mod fingerprint;
mod npm;
mod pack;
mod problem;
mod project;
mod run;
mod start;
mod test;
mod toolchain;
mod tools;

use std::env;
use std::process::ExitCode;

use problem::{Problem, Result};
use project::Project;
use toolchain::Need;

const HELP: &str = "\
cargo xtask COMMAND

  start [--connect ORIGIN...]
                            build what is needed, start the simulated systems and the dashboard, print one URL; the page may send
                            requests to these origins as well, such as https://jira.example.com
  test [--only STEP]        run every test, or one step; a wrong STEP is answered with the names of all
  pack                      build the npm package into dist/
  campaign [NAME] [ARGUMENTS]
                            long runs; without a name all of them:
                            push [--seed S] [--runs N] [--only NUMBER]
                            rules [--seed S] [--runs N]
                            faults [--seed S] [--runs N] [--only NUMBER] [--in-real-time] [--without-reconciliation]
                            fuzz [--seconds N | --runs N]
                            hostile [--seed S] [--runs N]
                            hosts [next] [pages] [nuxt] [nodes]
                            markup [--seed S] [--runs N]
                            text [--seed S] [--runs N] [--show N]
  bench                     how fast plans, pushes, forms and texts are, against the same jobs in JavaScript in the same run";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match command(&words) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("\n{problem}");
            ExitCode::FAILURE
        }
    }
}

fn prepare(need: Need) -> Result {
    children::end_with_us()?;
    toolchain::ready(need)
}

fn command(words: &[&str]) -> Result<ExitCode> {
    match words {
        ["start" | "pack" | "bench" | "campaign", ..] => prepare(Need::Build)?,
        ["test", ..] => prepare(Need::Test)?,
        _ => {}
    }
    match words {
        ["start"] => start::start(&[]),
        ["start", "--connect", origins @ ..] => {
            start::start(&origins.iter().map(|&origin| origin.to_owned()).collect::<Vec<_>>())
        }
        ["test"] => test::test(None),
        ["test", "--only", step] => test::test(Some(step)),
        ["pack"] => Project::find().and_then(|project| pack::pack(&project)).map(|_| ExitCode::SUCCESS),
        ["bench"] => bench::bench().map(|()| ExitCode::SUCCESS),
        ["campaign", rest @ ..] => campaign::campaign(rest).map(|()| ExitCode::SUCCESS),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        _ => Err(Problem::new(
            format!("`{}` is not a command.", words.join(" ")),
            format!("Use one of these:\n\n{HELP}"),
        )),
    }
}
