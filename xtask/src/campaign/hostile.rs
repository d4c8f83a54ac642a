//! `campaign hostile` and `campaign fuzz`: whatever a server, a caller or a file sends.

use std::process::Command;

use super::tally::Tally;
use crate::console::say;
use crate::npm;
use crate::pack;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::toolchain;
use crate::tools;

/// How many inputs of each target the campaign plays where nothing else is said: minutes.
const RUNS: u64 = 100_000;

/// A call takes ten times as long as an answer: it has a host of its own, with a store, or waits for one.
const RUNS_OF_A_SERVER_FOR_ONE_OF_A_CALLER: u64 = 10;

/// How long each fuzz target runs where nothing else is said.
const SECONDS: &str = "60";

/// The sanitizers take five times as long, and other programs run beside: what takes an input longer than this hangs.
const HANGS: &str = "-timeout=10";

/// A hostile server against the engine, and hostile callers against the packed package: `--seed S --runs N`, where N are the
/// inputs of each target of the engine, and a tenth of them those of each function.
pub(super) fn hostile(project: &Project, arguments: &[&str]) -> Result {
    let (seed, runs) = seed_and_runs(arguments)?;
    let mut tally = Tally::default();
    say("A hostile server against pushes, pulls and tests of connectors, and hostile texts against each reader");
    let mut cargo = toolchain::cargo();
    cargo.current_dir(&project.root).args(["test", "--profile", "campaign", "--test", "engine", "hostile::"]);
    // One target after the other: this is a program among others.
    cargo.args(["--", "--nocapture", "--test-threads=1"]);
    play(cargo, seed, runs, &mut tally)?;
    say("Hostile callers against the packed package");
    let folder = project.path("tests/host");
    npm::ci(&folder)?;
    let tarball = pack::pack(project)?.tarball;
    let simulators = project.program("simulators")?;
    let mut node = run::node();
    node.current_dir(folder).env("PACKAGE_TARBALL", tarball).env("SIMULATORS_BIN", simulators);
    node.args(["node_modules/vitest/vitest.mjs", "run", "hostile", "--project", "node"]);
    play(node, seed, (runs / RUNS_OF_A_SERVER_FOR_ONE_OF_A_CALLER).max(1), &mut tally)?;
    println!("\n{tally}");
    Ok(())
}

fn play(mut command: Command, seed: u64, runs: u64, tally: &mut Tally) -> Result {
    command.env("HOSTILE_SEED", seed.to_string()).env("HOSTILE_RUNS", runs.to_string());
    let mut own = Tally::default();
    let read = |line: &str| {
        tally.read(line);
        own.read(line);
    };
    if run::watch(&mut command, read)? && !own.is_empty() {
        return Ok(());
    }
    Err(Problem::new(
        "The campaign found something; the input is named above.",
        "Repeat it with the variables that stand there: HOSTILE_SEED=S HOSTILE_ONLY=NUMBER cargo test --test engine hostile::",
    ))
}

fn seed_and_runs(arguments: &[&str]) -> Result<(u64, u64)> {
    let wrong = || {
        let remedy = "For example: cargo xtask campaign hostile --seed 7 --runs 1000000";
        Problem::new("The hostile campaign takes --seed S and --runs N, both whole numbers.", remedy)
    };
    let (mut seed, mut runs) = (1, RUNS);
    for pair in arguments.chunks(2) {
        let [name, number] = *pair else { return Err(wrong()) };
        let number = number.parse::<u64>().map_err(|_| wrong())?;
        match name {
            "--seed" => seed = number,
            "--runs" => runs = number,
            _ => return Err(wrong()),
        }
    }
    Ok((seed, runs))
}

/// How far each fuzz target goes, as libFuzzer takes it.
fn end(arguments: &[&str]) -> Result<String> {
    let (name, number) = match *arguments {
        [] => ("max_total_time", SECONDS),
        ["--seconds", number] => ("max_total_time", number),
        ["--runs", number] => ("runs", number),
        _ => ("", ""),
    };
    match number.parse::<u64>() {
        Ok(number) => Ok(format!("-{name}={number}")),
        Err(_) => Err(Problem::new(
            "The fuzz campaign takes --seconds N or --runs N, for each target.",
            "For example: cargo xtask campaign fuzz --seconds 300",
        )),
    }
}

/// Every target of tests/fuzz, one after the other.
pub(super) fn fuzz(project: &Project, arguments: &[&str]) -> Result {
    let end = end(arguments)?;
    let folder = project.path("tests/fuzz");
    if !folder.join("Cargo.toml").is_file() {
        return Err(Problem::new("There are no fuzz targets in tests/fuzz.", "Check out the whole repository."));
    }
    need_nightly()?;
    need_cargo_fuzz()?;
    let list = run::output(nightly().current_dir(&folder).args(["fuzz", "list", "--fuzz-dir", "."]))?;
    let mut tally = Tally::default();
    for target in list.split_whitespace() {
        say(&format!("Fuzzing {target}, {end}"));
        let mut command = nightly();
        command.current_dir(&folder).args(["fuzz", "run", "--fuzz-dir", ".", target, "--"]);
        let (is_content, words) = run::errors(command.args([&*end, HANGS, "-print_final_stats=1", "-verbosity=0"]))?;
        if !is_content {
            return Err(Problem::new(format!("Fuzzing {target} found something."), "Its own words are above."));
        }
        tally.read_fuzzer(target, &words);
    }
    println!("\n{tally}");
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
