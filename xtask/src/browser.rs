//! A Chromium for the tests: one that is there, else Playwright's own, else
//! the system's packages, else an explanation.

use std::env;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::console::say;
use crate::npm;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::tools;

/// Chromium's own build without windows comes first: a page in it takes a fifth of the processor's time. It is what
/// Playwright takes where nobody names a browser.
const NAMES: [&str; 7] = [
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chrome.exe",
];

const MAC: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The second is not in every release.
const PACKAGES: [&[&str]; 2] = [&["chromium"], &["chromium-headless-shell"]];

const HOW: &str = "Install Chromium or Chrome, or set CHROMIUM_PATH to the program of one. \
     On Debian and Ubuntu: apt-get install chromium chromium-headless-shell.";

/// The program of a Chromium.
pub(crate) fn find(project: &Project) -> Result<PathBuf> {
    // Where several steps want one that is not there, the first installs it for all.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(path) = named("CHROMIUM_PATH")? {
        return Ok(path);
    }
    if let Some(path) = installed() {
        return Ok(path);
    }
    if let Some(path) = playwright(project) {
        return Ok(path);
    }
    PACKAGES.iter().for_each(|packages| tools::apt(packages));
    installed().ok_or_else(|| Problem::new("No Chromium or Chrome was found.", HOW))
}

/// A path that the environment names must be right: silently taking another
/// would surprise.
fn named(variable: &str) -> Result<Option<PathBuf>> {
    match env::var_os(variable).map(PathBuf::from) {
        Some(path) if path.is_file() => Ok(Some(path)),
        Some(path) => Err(Problem::new(
            format!("{variable} is `{}`, and there is no such file.", path.display()),
            "Correct it, or unset it to let one be found.",
        )),
        None => Ok(None),
    }
}

fn installed() -> Option<PathBuf> {
    let mac = MAC.iter().map(PathBuf::from).find(|path| path.is_file());
    NAMES.iter().find_map(|name| tools::on_path(name)).or(mac)
}

/// Playwright's own Chromium, downloaded when need be. Any trouble means that
/// the next way is tried.
fn playwright(project: &Project) -> Option<PathBuf> {
    let folder = project.path("tests/consumers");
    npm::ci(&folder).ok()?;
    let path = || {
        let script = "import('playwright-core').then(p => console.log(p.chromium.executablePath()))";
        let text = run::output(run::node().current_dir(&folder).args(["-e", script])).ok()?;
        Some(PathBuf::from(text.trim())).filter(|path| path.is_file())
    };
    path().or_else(|| {
        say("No browser found: asking Playwright for its Chromium");
        run::run(run::npm("npx").current_dir(&folder).args(["playwright-core", "install", "chromium"])).ok()?;
        path()
    })
}
