//! Whether the lock files say what is needed: a lock file that is behind must fail here, not be corrected in passing.

use std::path::Path;

use crate::npm;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::test::walk;
use crate::toolchain;

/// Every Cargo.lock and package-lock.json of the checkout.
pub(crate) fn check(project: &Project) -> Result {
    for lock in walk::files(project, |name| name == "Cargo.lock" || name == "package-lock.json")? {
        let folder = lock.parent().unwrap_or(&project.root);
        if lock.ends_with("Cargo.lock") {
            crates(folder)?;
        } else {
            npm::check_lock(folder)?;
        }
    }
    Ok(())
}

fn crates(folder: &Path) -> Result {
    let mut cargo = toolchain::cargo();
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
