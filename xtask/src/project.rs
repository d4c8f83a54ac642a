//! Where things are, and the version that crate and npm package share.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::files::root;
use crate::problem::{Problem, Result};
use crate::run;
use crate::toolchain;

#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    /// Cargo's target directory, wherever the environment puts it.
    pub(crate) target: PathBuf,
    pub(crate) version: String,
    extent: Extent,
    programs: Mutex<bool>,
}

/// What is built where a program is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What most commands need.
    Programs,
    /// All programs and all tests: with the features of the whole, so that what they share is not built again for the tests.
    All,
}

/// Always built together: for each alone Cargo chooses other features, and builds what they share again.
const PROGRAMS: [&str; 2] = ["bindgen", "simulators"];

impl Project {
    /// Asks Cargo rather than guessing: `CARGO_TARGET_DIR` and configuration
    /// files all have a say.
    pub(crate) fn find() -> Result<Self> {
        Self::to_build(Extent::Programs)
    }

    /// The same, for commands that build more.
    pub(crate) fn to_build(extent: Extent) -> Result<Self> {
        let root = root();
        let text = run::output(toolchain::cargo().current_dir(&root).args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
        ]))?;
        let metadata: Value = serde_json::from_str(&text).map_err(Problem::because(
            "`cargo metadata` printed something other than JSON",
            "Run it by hand to see what it says.",
        ))?;
        let engine = metadata["packages"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|package| package["name"] == "case-connectors")
            .ok_or_else(|| {
                Problem::new("The workspace has no crate `case-connectors`.", "Look at `members` in Cargo.toml.")
            })?;
        let string = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(Self {
            version: string(&engine["version"]),
            target: string(&metadata["target_directory"]).into(),
            root,
            extent,
            programs: Mutex::new(false),
        })
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The folder of the source of a crate that the engine depends on.
    pub(crate) fn dependency(&self, name: &str) -> Result<PathBuf> {
        let text = run::output(toolchain::cargo().current_dir(&self.root).args(["metadata", "--format-version", "1"]))?;
        let metadata: Value = serde_json::from_str(&text).unwrap_or_default();
        let package = metadata["packages"].as_array().into_iter().flatten().find(|package| package["name"] == name);
        let manifest = package.and_then(|package| package["manifest_path"].as_str()).map(Path::new);
        manifest.and_then(Path::parent).map(Path::to_owned).ok_or_else(|| {
            Problem::new(format!("The crate `{name}` is not among the dependencies."), "Look at Cargo.toml.")
        })
    }

    /// A program of the workspace, built for development.
    pub(crate) fn program(&self, package: &str) -> Result<PathBuf> {
        if self.extent == Extent::All || PROGRAMS.contains(&package) {
            self.programs()?;
        } else {
            self.build(&["--package", package])?;
        }
        let file = format!("{package}{}", std::env::consts::EXE_SUFFIX);
        Ok(self.target.join("debug").join(file))
    }

    /// Builds the programs that most commands need, once in a run.
    pub(crate) fn programs(&self) -> Result {
        let mut built = self.programs.lock().unwrap_or_else(PoisonError::into_inner);
        if !*built {
            match self.extent {
                Extent::Programs => self.build(&PROGRAMS.map(|name| ["--package", name]).concat())?,
                Extent::All => self.build(&["--workspace", "--all-targets"])?,
            }
            *built = true;
        }
        Ok(())
    }

    fn build(&self, what: &[&str]) -> Result {
        run::run(
            toolchain::cargo()
                .current_dir(&self.root)
                // A note about dependencies of dependencies helps nobody here.
                .args(["build", "--config", "future-incompat-report.frequency='never'"])
                .args(what),
        )
    }
}
