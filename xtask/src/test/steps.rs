//! The steps of `test`, in the order in which they run.

use std::path::Path;
use std::process::Command;

use crate::bench;
use crate::browser;
use crate::build;
use crate::files::read_text;
use crate::npm;
use crate::pack;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::test::count::Count;
use crate::test::lint::lint;
use crate::test::runner::{counted, must_be_there, node_tests, pack_once};
use crate::test::schedule::Place;
use crate::test::{dashboard, judges, locks, walk};
use crate::toolchain;
use crate::tools;

/// One step of `test`.
pub(crate) struct Step {
    pub(crate) place: Place,
    pub(crate) run: fn(&Project) -> Result<Count>,
}

const fn step(name: &'static str, after: &'static [&'static str], run: fn(&Project) -> Result<Count>) -> Step {
    Step { place: Place { name, after }, run }
}

/// In the order in which they start and are listed. Those that take long and those that others wait for come first.
pub(crate) const STEPS: [Step; 18] = [
    step("locks", &[], lock_files),
    step("fmt", &[], fmt),
    step("lint", &[], lint),
    step("pack", &[], package),
    step("clippy", &[], clippy),
    step("doc", &["clippy"], doc),
    step("rust", &["doc"], rust),
    step("dashboard", &["pack"], dashboard::dashboard),
    step("faults", &["pack"], faults),
    step("host", &["pack"], host),
    step("consumers", &["pack"], consumers),
    step("judges-markup", &["pack"], judges::markup),
    step("clippy-wasm", &["pack"], clippy_wasm),
    step("bench", &["pack"], ratios),
    step("www", &["pack"], dashboard::www),
    step("gateway", &["pack"], gateway),
    step("judges-node", &["pack"], judges::node),
    step("judges-python", &["pack"], judges::python),
];

/// The suites of Rust. Cargo would be content without them.
const RUST_SUITES: [&str; 3] =
    ["tests/engine/main.rs", "tests/simulators/tests/rules/main.rs", "xtask/tests/surroundings/main.rs"];

fn lock_files(project: &Project) -> Result<Count> {
    npm::need_node()?;
    locks::check(project)?;
    Ok(Count::default())
}

fn fmt(project: &Project) -> Result<Count> {
    // File by file: what Cargo formats leaves out crates that are no members, and modules that a macro declares.
    let files = walk::files(project, |name| name.ends_with(".rs"))?;
    run::run(toolchain::program("rustfmt").current_dir(&project.root).arg("--check").args(files)).map_err(|_| {
        Problem::new(
            "The Rust code is not formatted.",
            "Run `rustfmt` with the names of the files that are named above.",
        )
    })?;
    Ok(Count::default())
}

fn clippy(project: &Project) -> Result<Count> {
    run::run(toolchain::cargo().current_dir(&project.root).args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    Ok(Count::default())
}

/// The bindings of the forms are a part of those of the engine; what is there without these is judged by `clippy`.
fn clippy_wasm(project: &Project) -> Result<Count> {
    pack_once(project)?;
    build::lint(project)?;
    Ok(Count::default())
}

fn doc(project: &Project) -> Result<Count> {
    let mut cargo = toolchain::cargo();
    // rustdoc only warns of a link that leads nowhere.
    cargo.current_dir(&project.root).env("RUSTDOCFLAGS", "-D warnings").args(["doc", "--workspace", "--no-deps"]);
    // Examples, of which there are none, bring the features of what tests depend on: else what clippy has checked is checked
    // again. The program of the simulators has the name of its library, and no documents of its own.
    cargo.args(["--examples", "--lib", "--bin", "xtask", "--bin", "bindgen"]);
    run::run(&mut cargo)?;
    Ok(Count::default())
}

fn rust(project: &Project) -> Result<Count> {
    RUST_SUITES.iter().try_for_each(|suite| must_be_there(project, suite))?;
    counted(toolchain::cargo().current_dir(&project.root).args(["test", "--workspace", "--no-fail-fast"]))
}

fn package(project: &Project) -> Result<Count> {
    let readmes = || pack::sizes::READMES.map(|name| read_text(&project.path(name)).ok());
    let before = readmes();
    pack_once(project)?;
    if readmes() != before {
        return Err(Problem::new(
            "The READMEs said other sizes than the package has.",
            format!("They are corrected: commit {}.", pack::sizes::READMES.join(" and ")),
        ));
    }
    Ok(Count::default())
}

fn consumers(project: &Project) -> Result<Count> {
    node_tests(&mut judged(project, "tests/consumers")?)
}

/// Node in a folder whose tests judge the packed package, with the simulated systems and a browser.
fn judged(project: &Project, folder: &str) -> Result<Command> {
    let tarball = &pack_once(project)?.tarball;
    let folder = project.path(folder);
    npm::ci(&folder)?;
    let mut node = run::node();
    node.current_dir(&folder)
        .env("PACKAGE_TARBALL", tarball)
        .env("SIMULATORS_BIN", project.program("simulators")?)
        .env("CHROMIUM_PATH", browser::find(project)?);
    Ok(node)
}

fn gateway(project: &Project) -> Result<Count> {
    let folder = project.path("tests/gateway");
    npm::need_node()?;
    npm::ci(&folder)?;
    proxies();
    let simulators = project.program("simulators")?;
    node_tests(run::node().current_dir(&folder).env("SIMULATORS_BIN", simulators))
}

/// The programs that the gateway's examples are for. Their packages start them
/// as servers of the machine where a service manager runs, which no test may
/// do: there, and where they cannot be had, the tests say that they skip them.
fn proxies() {
    let missing: Vec<&str> =
        ["nginx", "caddy", "openssl"].into_iter().filter(|name| tools::on_path(name).is_none()).collect();
    if !missing.is_empty() && !Path::new("/run/systemd/system").exists() {
        tools::apt(&missing);
    }
}

fn ratios(project: &Project) -> Result<Count> {
    let _lock = pack_once(project)?.hold(project)?;
    bench::in_node(project)?;
    Ok(Count::default())
}

fn faults(project: &Project) -> Result<Count> {
    node_tests(&mut judged(project, "tests/faults")?)
}

fn host(project: &Project) -> Result<Count> {
    must_be_there(project, "tests/host/vitest.config.js")?;
    counted(judged(project, "tests/host")?.args(["node_modules/vitest/vitest.mjs", "run", "--no-color"]))
}

#[cfg(test)]
mod tests {
    use super::STEPS;

    /// Cargo is content without them: their packages build none of their own.
    #[test]
    fn the_tests_within_the_engines_files_are_built() {
        let tests = include_str!("../../../tests/Cargo.toml");
        for library in ["../src/lib.rs", "../src/markup/mod.rs"] {
            assert!(tests.contains(&format!("path = \"{library}\"")), "{library}");
        }
    }

    #[test]
    fn a_step_waits_only_for_steps_before_it() {
        for (at, step) in STEPS.iter().enumerate() {
            for name in step.place.after {
                assert!(STEPS[..at].iter().any(|before| before.place.name == *name), "{name}");
            }
        }
    }
}
