//! `campaign`: the long runs that no ordinary test waits for.

mod push;
mod rules;

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::browser;
use crate::console::say;
use crate::files::read_json;
use crate::npm;
use crate::pack;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::toolchain;
use crate::tools;

/// What a campaign does with the arguments after its name.
type Campaign = fn(&Project, &[&str]) -> Result;

const CAMPAIGNS: [(&str, Campaign); 8] = [
    ("push", push::push),
    ("rules", push::rules),
    ("faults", faults),
    ("fuzz", fuzz),
    ("hostile", hostile),
    ("hosts", hosts),
    ("markup", markup),
    ("text", text),
];

/// The files of tests/hosts, with the folders whose tools they need.
const HOSTS: [(&str, &[&str]); 4] =
    [("next", &["next"]), ("pages", &["parcel", "angular"]), ("nuxt", &["nuxt"]), ("nodes", &["nodes"])];

/// How long each fuzz target runs where nothing else is said.
const SECONDS: u32 = 60;

pub(crate) fn campaign(words: &[&str]) -> Result {
    let project = Project::find()?;
    let Some((name, arguments)) = words.split_first() else {
        return CAMPAIGNS.iter().try_for_each(|(_, run)| run(&project, &[]));
    };
    match CAMPAIGNS.iter().find(|(own, _)| own == name) {
        Some((_, run)) => run(&project, arguments),
        None => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> Problem {
    let names = CAMPAIGNS.map(|(name, _)| name).join(", ");
    Problem::new(format!("There is no campaign `{name}`."), format!("There are: {names}."))
}

/// Random faults, kills and second tabs against the packed package in a real browser: `--seed S --runs N`,
/// `--only NUMBER` to repeat one run, `--without-reconciliation` to see it fail, `--in-real-time` for a server that takes 45 seconds.
fn faults(project: &Project, arguments: &[&str]) -> Result {
    let folder = project.path("tests/faults");
    let browser = browser::find(project)?;
    npm::ci(&folder)?;
    let tarball = pack::pack(project)?.tarball;
    let simulators = project.program("simulators")?;
    run::run(
        run::node()
            .current_dir(folder)
            .env("PACKAGE_TARBALL", tarball)
            .env("SIMULATORS_BIN", simulators)
            .env("CHROMIUM_PATH", browser)
            .arg("campaign.mjs")
            .args(arguments),
    )
    .map_err(|_| {
        Problem::new(
            "The campaign found something, or an argument is wrong.",
            "Repeat a run with: cargo xtask campaign faults --seed S --only NUMBER",
        )
    })
}

/// A hostile server against the engine, and hostile callers against the packed package: `--seed S --runs N`, where N are the
/// inputs of each target.
fn hostile(project: &Project, arguments: &[&str]) -> Result {
    let (seed, runs) = seed_and_runs(arguments)?;
    let found = |_| {
        Problem::new(
            "The campaign found something; the input is named above.",
            "Repeat it with the variables that stand there: HOSTILE_SEED=S HOSTILE_ONLY=NUMBER cargo test --test engine hostile::",
        )
    };
    let variables = |command: &mut Command| {
        command.env("HOSTILE_SEED", seed).env("HOSTILE_RUNS", runs);
    };
    say("A hostile server against pushes and tests of connectors");
    let mut cargo = toolchain::cargo();
    variables(&mut cargo);
    cargo.current_dir(&project.root).args(["test", "--profile", "campaign", "--test", "engine", "hostile::"]);
    // One target after the other: what the memory of each comes to is looked at.
    run::run(cargo.args(["--", "--nocapture", "--test-threads=1"])).map_err(found)?;
    say("Hostile callers against the packed package");
    let folder = project.path("tests/host");
    npm::ci(&folder)?;
    let tarball = pack::pack(project)?.tarball;
    let simulators = project.program("simulators")?;
    let mut node = run::node();
    variables(&mut node);
    node.current_dir(folder).env("PACKAGE_TARBALL", tarball).env("SIMULATORS_BIN", simulators);
    run::run(node.args(["node_modules/vitest/vitest.mjs", "run", "hostile", "--project", "node"])).map_err(found)
}

/// How many inputs of each target the campaign plays where nothing else is said: minutes.
const HOSTILE_RUNS: &str = "100000";

fn seed_and_runs<'a>(arguments: &[&'a str]) -> Result<(&'a str, &'a str)> {
    let wrong = || {
        let remedy = "For example: cargo xtask campaign hostile --seed 7 --runs 1000000";
        Problem::new("The hostile campaign takes --seed S and --runs N, both whole numbers.", remedy)
    };
    let (mut seed, mut runs) = ("1", HOSTILE_RUNS);
    for pair in arguments.chunks(2) {
        match *pair {
            ["--seed", number] if number.parse::<u64>().is_ok() => seed = number,
            ["--runs", number] if number.parse::<u64>().is_ok() => runs = number,
            _ => return Err(wrong()),
        }
    }
    Ok((seed, runs))
}

/// The packed package in the hosts whose tools are too large for every test run; names of rows choose among them.
fn hosts(project: &Project, arguments: &[&str]) -> Result {
    let folder = project.path("tests/hosts");
    let browser = browser::find(project)?;
    npm::ci(&folder)?;
    let chosen: Vec<&(&str, &[&str])> =
        HOSTS.iter().filter(|(name, _)| arguments.is_empty() || arguments.contains(name)).collect();
    if let Some(name) = arguments.iter().find(|name| !HOSTS.iter().any(|(own, _)| own == *name)) {
        let names = HOSTS.map(|(name, _)| name).join(", ");
        return Err(Problem::new(format!("There is no host `{name}`."), format!("There are: {names}.")));
    }
    for tools in chosen.iter().flat_map(|(_, folders)| folders.iter()) {
        npm::ci(&folder.join(tools))?;
    }
    let tarball = pack::pack(project)?.tarball;
    let simulators = project.program("simulators")?;
    run::run(
        run::node()
            .current_dir(&folder)
            .env("PACKAGE_TARBALL", tarball)
            .env("SIMULATORS_BIN", simulators)
            .env("CHROMIUM_PATH", browser)
            // One after the other: each build takes all the machine has.
            .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
            .args(chosen.iter().map(|(name, _)| format!("{name}.test.mjs"))),
    )
    .map_err(|_| {
        Problem::new("A host failed; its own words are above.", "Repeat one with: cargo xtask campaign hosts NAME")
    })
}

/// Hostile texts against the writers, with judges by others: `--seed S --runs N`.
fn markup(project: &Project, arguments: &[&str]) -> Result {
    judged(project, "injection.mjs", "markup", arguments)
}

/// What Kibana shows against what is sent, by Kibana's own parser, and what comes back: `--seed S --runs N --show N`. The Markdown
/// files are those of the packages that the folders of corpus.json lock, of which some no ordinary test of text waits for.
fn text(project: &Project, arguments: &[&str]) -> Result {
    let list = read_json(&project.path("tests/judges/markup/corpus.json"))?;
    let folders = |kind: &str| -> Vec<PathBuf> {
        let lists = list[kind].as_object().into_iter().flat_map(|all| all.values()).filter_map(Value::as_array);
        lists.flatten().filter_map(Value::as_str).map(|folder| project.path(folder)).collect()
    };
    // All of a lock file, so that each machine reads the same crates.
    for folder in folders("cargo") {
        run::run(toolchain::cargo().current_dir(folder).args(["fetch", "--locked", "--quiet"]))?;
    }
    folders("npm").iter().try_for_each(|folder| npm::ci(folder))?;
    judged(project, "kibana.mjs", "text", arguments)?;
    judged(project, "round.mjs", "text", &[])
}

fn judged(project: &Project, script: &str, name: &str, arguments: &[&str]) -> Result {
    let _lock = pack::pack(project)?.hold(project)?;
    run::run(crate::test::in_markup(project)?.arg(script).args(arguments)).map_err(|_| {
        Problem::new(
            "A judge found something, or an argument is wrong.",
            format!("Repeat the run with its seed: cargo xtask campaign {name} --seed S"),
        )
    })
}

fn seconds(arguments: &[&str]) -> Result<u32> {
    let wrong = "The fuzz campaign takes --seconds N";
    let remedy = "For example: cargo xtask campaign fuzz --seconds 300";
    match arguments {
        [] => Ok(SECONDS),
        ["--seconds", number] => number.parse().map_err(Problem::because(wrong, remedy)),
        _ => Err(Problem::new(wrong, remedy)),
    }
}

/// Every target of tests/fuzz, one after the other.
fn fuzz(project: &Project, arguments: &[&str]) -> Result {
    let seconds = seconds(arguments)?;
    let folder = project.path("tests/fuzz");
    if !folder.join("Cargo.toml").is_file() {
        return Err(Problem::new("There are no fuzz targets in tests/fuzz.", "Check out the whole repository."));
    }
    need_nightly()?;
    need_cargo_fuzz()?;
    let list = run::output(nightly().current_dir(&folder).args(["fuzz", "list", "--fuzz-dir", "."]))?;
    let targets: Vec<&str> = list.split_whitespace().collect();
    for target in &targets {
        say(&format!("Fuzzing {target} for {seconds} s"));
        run::run(
            nightly()
                .current_dir(&folder)
                .args(["fuzz", "run", "--fuzz-dir", ".", target, "--"])
                .arg(format!("-max_total_time={seconds}"))
                .args(["-print_final_stats=1", "-verbosity=0"]),
        )?;
    }
    println!("\n{} fuzz targets, {seconds} s each, nothing found", targets.len());
    Ok(())
}

/// Through rustup: `cargo` here may be the pinned one, which fuzzing cannot use.
fn nightly() -> Command {
    let mut command = Command::new("rustup");
    command
        .args(["run", "nightly", "cargo"])
        // Set by the Cargo that runs us; they would lead back to it.
        .env_remove("CARGO")
        .env_remove("RUSTUP_TOOLCHAIN");
    command
}

fn need_nightly() -> Result {
    let list = run::output(Command::new("rustup").args(["toolchain", "list"]))?;
    if list.lines().any(|line| line.starts_with("nightly")) {
        return Ok(());
    }
    say("Installing Rust nightly, which fuzzing needs");
    run::run(Command::new("rustup").args(["toolchain", "install", "nightly", "--profile", "minimal"])).map_err(|_| {
        Problem::new(
            "Rust nightly cannot be had, and fuzzing needs its sanitizers.",
            "Run `rustup toolchain install nightly` where there is a network, then try again.",
        )
    })
}

fn need_cargo_fuzz() -> Result {
    if tools::answers("cargo-fuzz") {
        return Ok(());
    }
    say("Installing cargo-fuzz");
    run::run(nightly().args(["install", "cargo-fuzz", "--locked"])).map_err(|_| {
        Problem::new(
            "cargo-fuzz cannot be had.",
            "Run `cargo install cargo-fuzz` where there is a network and a C++ compiler, then try again.",
        )
    })
}
