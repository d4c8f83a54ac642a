//! `campaign push` and `campaign rules`: random pushes in virtual time, and what becomes of them without a rule.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::rules::{RULES, Rule};
use crate::console::say;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::toolchain;

/// How many runs each command makes where nothing else is said.
const RUNS: &str = "1000";
const RUNS_OF_A_RULE: &str = "400";

/// The seed and the number of runs, as the test takes them.
fn chosen(arguments: &[&str], runs: &'static str) -> Result<Vec<(&'static str, String)>> {
    let mut chosen = vec![("CAMPAIGN_RUNS", runs.to_owned())];
    for pair in arguments.chunks(2) {
        let (name, value) = match pair {
            ["--seed", value] => ("CAMPAIGN_SEED", value),
            ["--runs", value] => ("CAMPAIGN_RUNS", value),
            ["--only", value] => ("CAMPAIGN_ONLY", value),
            _ => {
                return Err(Problem::new(
                    "The campaign takes --seed S, --runs N and --only NUMBER.",
                    "For example: cargo xtask campaign push --seed 7 --runs 1000",
                ));
            }
        };
        chosen.push((name, (*value).to_owned()));
    }
    Ok(chosen)
}

fn test(folder: &Path, target: &Path, chosen: &[(&str, String)]) -> Command {
    let mut command = toolchain::cargo();
    command.current_dir(folder).env("CARGO_TARGET_DIR", target).env("RUST_BACKTRACE", "0");
    command.envs(chosen.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))));
    command.args(["test", "--quiet", "--test", "campaign", "--", "--nocapture"]);
    command
}

/// Random runs of the engine in virtual time: `--seed S --runs N`, `--only NUMBER` to repeat one and see all of it.
pub(super) fn push(project: &Project, arguments: &[&str]) -> Result {
    let chosen = chosen(arguments, RUNS)?;
    run::run(&mut test(&project.root, &project.path("target"), &chosen)).map_err(|_| {
        Problem::new(
            "The campaign found something, or an argument is wrong.",
            "Repeat a run with: cargo xtask campaign push --seed S --only NUMBER",
        )
    })
}

/// Each rule made false in turn, in a copy of the sources, and how many runs fail then: `--seed S --runs N`.
pub(super) fn rules(project: &Project, arguments: &[&str]) -> Result {
    let chosen = chosen(arguments, RUNS_OF_A_RULE)?;
    let copy = project.path("target/rules");
    copy_sources(project, &copy)?;
    // Of its own: Cargo takes a copy for the original.
    let target = copy.join("target");
    let all = failed(&copy, &target, &chosen)?;
    if all != (0, all.1) {
        let message = format!("With all rules {} of {} runs fail.", all.0, all.1);
        return Err(Problem::new(message, "Mend that first: cargo xtask campaign push"));
    }
    let mut rows = Vec::new();
    let mut useless = Vec::new();
    for rule in &RULES {
        say(&format!("Without the rule: {}", rule.name));
        let path = copy.join(rule.file);
        let source = fs::read_to_string(&path).map_err(Problem::because("Cannot read a copied source", ""))?;
        write(&path, &without(rule, &source)?)?;
        let result = failed(&copy, &target, &chosen);
        write(&path, &source)?;
        let (failed, runs) = result?;
        if failed == 0 {
            useless.push(rule.name);
        }
        say(&format!("{failed} of {runs} runs failed"));
        rows.push(format!("| {} | {} | {failed} of {runs} |", rule.name, rule.prevents));
    }
    println!("\n| rule | what it prevents | runs that failed without it |\n|---|---|---|\n{}", rows.join("\n"));
    match useless.as_slice() {
        [] => Ok(()),
        names => Err(Problem::new(
            format!("Nothing fails without these rules: {}.", names.join("; ")),
            "Make more runs with --runs N, or give the campaign what they are about.",
        )),
    }
}

/// The source without the rule.
pub(super) fn without(rule: &Rule, source: &str) -> Result<String> {
    match source.matches(rule.before).count() {
        1 => Ok(source.replacen(rule.before, rule.after, 1)),
        count => Err(Problem::new(
            format!("What makes the rule \"{}\" stands {count} times in {}.", rule.name, rule.file),
            "Correct it in xtask/src/campaign/rules.rs.",
        )),
    }
}

/// How many runs failed, of how many.
fn failed(folder: &Path, target: &Path, chosen: &[(&str, String)]) -> Result<(u32, u32)> {
    let mut result = None;
    run::watch(&mut test(folder, target, chosen), |line| result = read(line).or(result))?;
    result.ok_or_else(|| Problem::new("The campaign did not end.", "Its own words are above."))
}

/// What the last line of the campaign says.
fn read(line: &str) -> Option<(u32, u32)> {
    let (failed, rest) = line.split_once(" of ")?;
    let (runs, _) = rest.split_once(" runs failed, in ")?;
    Some((failed.parse().ok()?, runs.parse().ok()?))
}

fn write(path: &Path, text: &str) -> Result {
    fs::write(path, text).map_err(Problem::because("Cannot write the copied source", ""))
}

/// What Cargo needs to build the tests, as it stands here.
fn copy_sources(project: &Project, copy: &Path) -> Result {
    let list = run::output(Command::new("git").current_dir(&project.root).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        ".cargo",
        "*.rs",
        "*Cargo.toml",
        "*.md",
        "*.txt",
        "tests/fixtures",
        "tests/simulators",
    ]))?;
    // What an earlier copy had, and these sources have no more.
    for folder in ["src", "tests", "xtask"].map(|folder| copy.join(folder)).iter().filter(|folder| folder.is_dir()) {
        fs::remove_dir_all(folder).map_err(Problem::because("Cannot remove an earlier copy", ""))?;
    }
    let because = Problem::because("Cannot copy the sources", "");
    let all = list.lines().map(PathBuf::from).filter(|path| project.path(&path.to_string_lossy()).is_file());
    all.into_iter()
        .try_for_each(|path| {
            let to = copy.join(&path);
            fs::create_dir_all(to.parent().unwrap_or(copy))?;
            fs::copy(project.root.join(&path), to).map(drop)
        })
        .map_err(because)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_stands_once_in_its_file() {
        let project = Project::find().expect("the project");
        for rule in &RULES {
            let source = fs::read_to_string(project.path(rule.file)).expect(rule.file);
            let without = without(rule, &source).unwrap_or_else(|problem| panic!("{problem:?}"));
            assert_ne!(without, source, "{}", rule.name);
        }
    }

    #[test]
    fn the_last_line_is_understood() {
        assert_eq!(read("3 of 400 runs failed, in 12.5 s"), Some((3, 400)));
        assert_eq!(read("run 3 of seed 1, Resilient: lost: a title"), None);
    }
}
