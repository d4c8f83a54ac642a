//! `pack`: from the crate to the npm tarball in dist/. What only a release needs is here; the rest is in `build`.

mod commonjs;
mod glue;
mod inline;
mod notices;
mod optimise;
pub(crate) mod sizes;
mod tarball;

use std::path::PathBuf;

use crate::build::{self, Lock, MODULES, Purpose};
use crate::files::{read, read_json, read_text, write};
use crate::npm;
use crate::problem::{Problem, Result};
use crate::project::Project;

/// What is made or checked between the modules and the tarball, in this order. Each is fast, or keeps what it made.
const STEPS: [fn(&Project) -> Result; 6] =
    [glue::shrink, inline::inline, commonjs::build, licences, notices::make, sizes::check];

/// The package as it is released.
#[derive(Debug)]
pub(crate) struct Packed {
    pub(crate) tarball: PathBuf,
    /// What `start` builds in another way.
    modules: Vec<(PathBuf, Vec<u8>)>,
}

impl Packed {
    /// Keeps pkg/ as it was packed for as long as the answer lives, whoever has built there since. Several may.
    pub(crate) fn hold(&self, project: &Project) -> Result<Lock> {
        let is_there = |(path, bytes): &(PathBuf, Vec<u8>)| read(path).is_ok_and(|found| found == *bytes);
        loop {
            let lock = build::lock_for_reading(project)?;
            if self.modules.iter().all(is_there) {
                return Ok(lock);
            }
            drop(lock);
            let _lock = build::lock(project)?;
            self.modules.iter().try_for_each(|(path, bytes)| write(path, bytes))?;
        }
    }
}

pub(crate) fn pack(project: &Project) -> Result<Packed> {
    check_version(project)?;
    npm::need_node()?;
    let lock = build::lock(project)?;
    build::host(project, &lock)?;
    npm::ci(&project.path("xtask/optimise"))?;
    for module in build::modules(project, Purpose::Release, &lock)? {
        module.place(project, &optimise::optimise(project, &module)?, &lock)?;
    }
    STEPS.iter().try_for_each(|step| step(project))?;
    let files = MODULES.iter().flat_map(|module| build::files(project, module.name));
    let modules = files.map(|path| Ok((path.clone(), read(&path)?))).collect::<Result<_>>()?;
    Ok(Packed { tarball: tarball::pack(project)?, modules })
}

fn licences(project: &Project) -> Result {
    ["LICENSE-MIT", "LICENSE-APACHE"]
        .iter()
        .try_for_each(|licence| write(&project.path("pkg").join(licence), &read(&project.path(licence))?))
}

fn check_version(project: &Project) -> Result {
    let package = read_json(&project.path("pkg/package.json"))?;
    let npm = package["version"].as_str().unwrap_or("no version");
    let script = read_text(&project.path("pkg/version.js"))?;
    if npm == project.version && script.contains(&format!("'{npm}'")) {
        return Ok(());
    }
    Err(Problem::new(
        format!(
            "The crate is version {}, pkg/package.json says {npm}, and pkg/version.js is to say the same.",
            project.version
        ),
        "They share one version: change it in Cargo.toml ([workspace.package]), pkg/package.json and pkg/version.js together.",
    ))
}
