//! `campaign`: the long runs that no ordinary test waits for.

mod hostile;
mod push;
mod rules;
mod tally;

use std::path::PathBuf;

use serde_json::Value;

use crate::browser;
use crate::files::read_json;
use crate::npm;
use crate::pack;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::toolchain;

/// What a campaign does with the arguments after its name.
type Campaign = fn(&Project, &[&str]) -> Result;

const CAMPAIGNS: [(&str, Campaign); 8] = [
    ("push", push::push),
    ("rules", push::rules),
    ("faults", faults),
    ("fuzz", hostile::fuzz),
    ("hostile", hostile::hostile),
    ("hosts", hosts),
    ("markup", markup),
    ("text", text),
];

/// The files of tests/hosts, with the folders whose tools they need.
const HOSTS: [(&str, &[&str]); 4] =
    [("next", &["next"]), ("pages", &["parcel", "angular"]), ("nuxt", &["nuxt"]), ("nodes", &["nodes"])];

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
