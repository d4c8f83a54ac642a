//! Checks for the tools that a command needs, and installs what it may.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::problem::{Problem, Result};
use crate::project::{Project, read, say, write};
use crate::run;

/// Vite 8 asks for this; Node 20 brought `require()` of modules with it too.
const NODE: (u32, u32) = (20, 19);

pub(crate) fn need_node() -> Result {
    let version = run::output(run::node().arg("--version"))?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(|part| part.parse().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < NODE {
        return Err(Problem::new(
            format!("Node.js {} is too old.", version.trim()),
            format!("Install Node.js {}.{} or later from nodejs.org.", NODE.0, NODE.1),
        ));
    }
    run::output(run::npm("npm").arg("--version")).map(drop)
}

/// The toolchain file names the target, but a toolchain that was installed
/// before it did may lack it.
pub(crate) fn need_wasm_target(project: &Project) -> Result {
    let mut rustc = Command::new("rustc");
    let sysroot = run::output(rustc.current_dir(&project.root).args(["--print", "sysroot"]))?;
    let has = || Path::new(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown").is_dir();
    if has() {
        return Ok(());
    }
    say("Installing the Rust toolchain that rust-toolchain.toml names");
    run::run(Command::new("rustup").current_dir(&project.root).args(["toolchain", "install"]))?;
    if has() {
        return Ok(());
    }
    Err(Problem::new("Rust has no target wasm32-unknown-unknown.", "Run `rustup target add wasm32-unknown-unknown`."))
}

/// `npm ci`, unless exactly this lock file is installed already.
pub(crate) fn npm_ci(folder: &Path) -> Result {
    let lock = read(&folder.join("package-lock.json")).map_err(|_| {
        Problem::new(
            format!("{} has no package-lock.json.", folder.display()),
            "Run `npm install` there once and commit the lock file.",
        )
    })?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    say(&format!("Installing the npm packages of {name}"));
    run::run(run::npm("npm").current_dir(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    write(&stamp, &lock)
}

/// Whether a program is there and answers `--version`.
pub(crate) fn answers(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Where a program is.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Debian's packages, where this process may install them. What is missing
/// afterwards is reported by whoever looks for it next.
pub(crate) fn apt(packages: &[&str]) {
    let root =
        Command::new("id").arg("-u").stderr(Stdio::null()).output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    if !root || on_path("apt-get").is_none() {
        return;
    }
    say(&format!("Installing {} from the system's packages", packages.join(" and ")));
    let apt_get =
        |arguments: &[&str]| run::run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(arguments));
    let install = [&["install", "-y", "-qq", "--no-install-recommends"], packages].concat();
    if let Err(problem) = apt_get(&["update", "-qq"]).and_then(|()| apt_get(&install)) {
        eprintln!("{problem}");
    }
}
