//! `campaign`: the long runs that no ordinary test waits for.

use std::process::Command;

use crate::problem::{Problem, Result};
use crate::project::{Project, say};
use crate::run;
use crate::tools;

/// What a campaign does with the seconds given.
type Campaign = fn(&Project, u32) -> Result;

const CAMPAIGNS: [(&str, Campaign); 1] = [("fuzz", fuzz)];

const SECONDS: u32 = 60;

pub(crate) fn campaign(words: &[&str]) -> Result {
    let (name, seconds) = match words {
        [] => (None, SECONDS),
        ["--seconds", number] => (None, parse(number)?),
        [name] => (Some(*name), SECONDS),
        [name, "--seconds", number] => (Some(*name), parse(number)?),
        _ => return Err(unknown(&words.join(" "))),
    };
    let project = Project::find()?;
    let mut found = false;
    for (own, run) in CAMPAIGNS {
        if name.is_none_or(|name| name == own) {
            found = true;
            run(&project, seconds)?;
        }
    }
    if found { Ok(()) } else { Err(unknown(name.unwrap_or_default())) }
}

fn parse(number: &str) -> Result<u32> {
    number.parse().map_err(Problem::because(
        format!("`{number}` is not a number of seconds"),
        "For example: cargo xtask campaign fuzz --seconds 300",
    ))
}

fn unknown(words: &str) -> Problem {
    let names = CAMPAIGNS.map(|(name, _)| name).join(", ");
    Problem::new(
        format!("There is no campaign `{words}`."),
        format!("There are: {names}. Use: cargo xtask campaign [NAME] [--seconds N]"),
    )
}

/// Every target of tests/fuzz, one after the other.
fn fuzz(project: &Project, seconds: u32) -> Result {
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
