//! Programs of the system: looks for them, and installs what it may.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::console::{self, say};
use crate::run;

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
    // Two at a time would refuse each other.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    say(&format!("Installing {} from the system's packages", packages.join(" and ")));
    let apt_get =
        |arguments: &[&str]| run::run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(arguments));
    let install = [&["install", "-y", "-qq", "--no-install-recommends"], packages].concat();
    if let Err(problem) = apt_get(&["update", "-qq"]).and_then(|()| apt_get(&install)) {
        console::complain(format!("{problem}\n").as_bytes());
    }
}
