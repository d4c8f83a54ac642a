//! Where things are, and the version that crate and npm package share.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Instant;

use serde_json::Value;

use crate::problem::{Problem, Result};
use crate::run;

#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    /// Cargo's target directory, wherever the environment puts it.
    pub(crate) target: PathBuf,
    pub(crate) version: String,
    /// The integration tests of the engine: name and source file.
    pub(crate) tests: Vec<(String, PathBuf)>,
    programs: OnceLock<()>,
}

/// Always built together: for each alone Cargo chooses other features, and builds what they share again.
const PROGRAMS: [&str; 2] = ["bindgen", "simulators"];

impl Project {
    /// Asks Cargo rather than guessing: `CARGO_TARGET_DIR` and configuration
    /// files all have a say.
    pub(crate) fn find() -> Result<Self> {
        let root = root();
        let text =
            run::output(run::cargo().current_dir(&root).args(["metadata", "--no-deps", "--format-version", "1"]))?;
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
        let tests = engine["targets"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|target| target["kind"][0] == "test")
            .map(|target| (string(&target["name"]), string(&target["src_path"]).into()))
            .collect();
        Ok(Self {
            version: string(&engine["version"]),
            target: string(&metadata["target_directory"]).into(),
            tests,
            root,
            programs: OnceLock::new(),
        })
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The folder of the source of a crate that the engine depends on.
    pub(crate) fn dependency(&self, name: &str) -> Result<PathBuf> {
        let text = run::output(run::cargo().current_dir(&self.root).args(["metadata", "--format-version", "1"]))?;
        let metadata: Value = serde_json::from_str(&text).unwrap_or_default();
        let package = metadata["packages"].as_array().into_iter().flatten().find(|package| package["name"] == name);
        let manifest = package.and_then(|package| package["manifest_path"].as_str()).map(Path::new);
        manifest.and_then(Path::parent).map(Path::to_owned).ok_or_else(|| {
            Problem::new(format!("The crate `{name}` is not among the dependencies."), "Look at Cargo.toml.")
        })
    }

    /// A program of the workspace, built for development.
    pub(crate) fn program(&self, package: &str) -> Result<PathBuf> {
        if PROGRAMS.contains(&package) {
            self.programs()?;
        } else {
            self.build(&[package])?;
        }
        let file = format!("{package}{}", std::env::consts::EXE_SUFFIX);
        Ok(self.target.join("debug").join(file))
    }

    /// Builds the programs that most commands need, once in a run.
    pub(crate) fn programs(&self) -> Result {
        if self.programs.get().is_none() {
            self.build(&PROGRAMS)?;
            let _ = self.programs.set(());
        }
        Ok(())
    }

    fn build(&self, packages: &[&str]) -> Result {
        run::run(
            run::cargo()
                .current_dir(&self.root)
                // A note about dependencies of dependencies helps nobody here.
                .args(["build", "--config", "future-incompat-report.frequency='never'"])
                .args(packages.iter().flat_map(|package| ["--package", package])),
        )
    }
}

/// The checkout in which Cargo runs us: the one that we were built in may have moved.
pub(crate) fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), Path::to_owned)
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(Problem::because(format!("Cannot read {}", path.display()), ""))
}

pub(crate) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(Problem::because(format!("Cannot read {}", path.display()), ""))
}

/// Writes only what changed, so that whatever watches the file stays calm, and
/// in one move, so that nobody reads half a file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let write = || -> io::Result<()> {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = path.with_file_name(name);
        fs::write(&part, bytes)?;
        fs::rename(&part, path)
    };
    write().map_err(Problem::because(
        format!("Cannot write {}", path.display()),
        "Look at the rights and the free space of that folder.",
    ))
}

pub(crate) fn read_json(path: &Path) -> Result<Value> {
    serde_json::from_slice(&read(path)?)
        .map_err(Problem::because(format!("{} is not JSON", path.display()), "Correct the file."))
}

/// Says what is being done, on its own line. Nobody may be reading any more, as when a terminal was closed: the work, and
/// ending it, must not fail for that.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stdout(), "» {line}");
}

/// Does it, and says how long it took where that was long.
pub(crate) fn timed<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let begin = Instant::now();
    let done = work()?;
    let seconds = begin.elapsed().as_secs_f64();
    if seconds >= 1.0 {
        say(&format!("Took {seconds:.1} s: {what}"));
    }
    Ok(done)
}

/// The command as a person would type it.
pub(crate) fn spell(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default();
    [name].into_iter().chain(command.get_args()).map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
