//! The dashboard, built into www/dist.

use std::fs;
use std::path::PathBuf;

use crate::build::Lock;
use crate::console::{say, timed};
use crate::files::write;
use crate::fingerprint::Fingerprint;
use crate::npm;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;

/// What its pages are made of: its own code, the package, and the sample cases.
const SOURCES: [&str; 3] = ["www", "pkg", "tests/fixtures/cases"];

/// Vite empties the folder first, so this never outlives what it stands for.
const STAMP: &str = ".built";

pub(crate) fn install(project: &Project) -> Result {
    let www = project.path("www");
    if !www.join("package.json").is_file() {
        return Err(Problem::new("There is no dashboard in www/.", "Check out the whole repository."));
    }
    npm::ci(&www)
}

/// Builds from the files of pkg/ as they are, where these or its own have changed. Types are for `test` to check.
pub(crate) fn build(project: &Project, _: &Lock) -> Result<PathBuf> {
    let www = project.path("www");
    let mut sources = Fingerprint::default();
    for source in SOURCES {
        sources.add_content(&project.path(source))?;
    }
    let dist = www.join("dist");
    let stamp = dist.join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|built| built == sources.text()) {
        return Ok(dist);
    }
    say("Building the dashboard");
    timed("the dashboard", || {
        run::run(
            run::node()
                .current_dir(&www)
                // Vite obeys it, and would build a slower page.
                .env_remove("NODE_ENV")
                .args(["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"]),
        )
    })?;
    write(&stamp, sources.text().as_bytes())?;
    Ok(dist)
}
