//! Whether the lock files say what is needed: a lock file that is behind must fail here, not be corrected in passing.

use std::fs;
use std::path::{Path, PathBuf};

use crate::npm;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;

/// Folders that hold the files of others.
const FOREIGN: [&str; 4] = ["node_modules", "target", "dist", ".git"];

/// Every Cargo.lock and package-lock.json of the checkout.
pub(crate) fn check(project: &Project) -> Result {
    let mut folders = Vec::new();
    collect(&project.root, &mut folders)?;
    folders.sort();
    for folder in &folders {
        if folder.join("Cargo.lock").is_file() {
            crates(folder)?;
        }
        if folder.join("package-lock.json").is_file() {
            npm::check_lock(folder)?;
        }
    }
    Ok(())
}

fn crates(folder: &Path) -> Result {
    let mut cargo = run::cargo();
    run::output(cargo.current_dir(folder).args(["metadata", "--quiet", "--locked", "--format-version", "1"]))
        .map(drop)
        .map_err(|_| {
            Problem::new(
                format!("{} cannot be used as it is.", folder.join("Cargo.lock").display()),
                format!(
                    "Where it is behind its Cargo.toml, run `cargo update --workspace` in {} and commit it. Otherwise Cargo says \
                     above what it could not get.",
                    folder.display()
                ),
            )
        })
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result {
    let failed = || Problem::because(format!("Cannot read {}", folder.display()), "");
    for entry in fs::read_dir(folder).map_err(failed())? {
        let entry = entry.map_err(failed())?;
        let name = entry.file_name();
        if entry.file_type().map_err(failed())?.is_dir() {
            if FOREIGN.iter().all(|foreign| name != *foreign) {
                collect(&entry.path(), found)?;
            }
        } else if name == "Cargo.lock" || name == "package-lock.json" {
            found.push(folder.to_owned());
        }
    }
    Ok(())
}
