//! Node and npm: packages exactly as the lock files have them.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::console::{say, timed};
use crate::files::{read, read_text, write};
use crate::problem::{Problem, Result};
use crate::run;

/// Vite 8 asks for this; Node 20 brought `require()` of modules with it too.
const NODE: (u32, u32) = (20, 19);

/// All kinds are named: what NODE_ENV, the environment or a user's .npmrc leave out is needed here.
const CI: [&str; 7] =
    ["ci", "--include=dev", "--include=optional", "--include=peer", "--no-audit", "--no-fund", "--loglevel=error"];

/// Names of the file that a complete install leaves in node_modules.
const STAMP: &str = ".complete";

pub(crate) fn need_node() -> Result {
    node_version().map(drop)
}

fn node_version() -> Result<String> {
    let version = run::output(run::node().arg("--version"))?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(|part| part.parse().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < NODE {
        return Err(Problem::new(
            format!("Node.js {} is too old.", version.trim()),
            format!("Install Node.js {}.{} or later from nodejs.org.", NODE.0, NODE.1),
        ));
    }
    Ok(version.trim().to_owned())
}

/// `npm ci`, unless exactly this is installed already.
pub(crate) fn ci(folder: &Path) -> Result {
    let one_at_a_time = turn(folder);
    let _turn = one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
    // Packages hold programs for one Node. Which npm put them there makes no difference, and asking takes long.
    let made = format!("{}\n{}\n{}", node_version()?, CI.join(" "), wanted(folder)?);
    let stamp = folder.join("node_modules").join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|found| found == made) && missing(folder)?.is_none() {
        return Ok(());
    }
    match fs::remove_file(&stamp) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(Problem::new(format!("Cannot replace {}: {error}.", stamp.display()), RIGHTS));
        }
        _ => {}
    }
    say(&format!("Installing the npm packages of {}", name(folder)));
    timed(&format!("the npm packages of {}", name(folder)), || {
        npm(folder, &[], &format!("npm could not install the packages of {}.", name(folder)))
    })?;
    if let Some(package) = missing(folder)? {
        return Err(Problem::new(
            format!("npm was content, but {} lacks `{package}`.", folder.display()),
            "Look at `npm config list` there for a setting that leaves packages out, then try again.",
        ));
    }
    write(&stamp, made.as_bytes())
}

/// Several steps may want the packages of one folder.
fn turn(folder: &Path) -> Arc<Mutex<()>> {
    static TURNS: Mutex<BTreeMap<PathBuf, Arc<Mutex<()>>>> = Mutex::new(BTreeMap::new());
    let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(turns.entry(folder.to_owned()).or_default())
}

/// Whether npm would install here at all: fails when package.json and lock file disagree.
pub(crate) fn check_lock(folder: &Path) -> Result {
    let what = format!("npm cannot install what package.json of {} asks for.", name(folder));
    npm(folder, &["--dry-run", "--ignore-scripts"], &what)
}

/// Both files: npm reads more than the lock.
fn wanted(folder: &Path) -> Result<String> {
    let lock = read_text(&folder.join("package-lock.json")).map_err(|_| {
        Problem::new(
            format!("{} has no package-lock.json.", folder.display()),
            "Run `npm install` there once and commit the lock file.",
        )
    })?;
    Ok(read_text(&folder.join("package.json"))? + &lock)
}

/// A package of the lock file that is not there, though every system needs it.
fn missing(folder: &Path) -> Result<Option<String>> {
    let lock: Value = serde_json::from_slice(&read(&folder.join("package-lock.json"))?).unwrap_or_default();
    let packages = lock["packages"].as_object().into_iter().flatten();
    let needed = packages.filter(|(path, entry)| {
        path.contains("node_modules/") && entry["optional"] != true && entry["devOptional"] != true
    });
    Ok(needed.map(|(path, _)| path).find(|path| !folder.join(path).join("package.json").is_file()).cloned())
}

fn name(folder: &Path) -> std::borrow::Cow<'_, str> {
    folder.file_name().unwrap_or_default().to_string_lossy()
}

/// Runs npm, and tells from its words what can be done.
fn npm(folder: &Path, more: &[&str], what: &str) -> Result {
    let mut command = run::npm("npm");
    // What it would print besides is a list of all packages.
    command.current_dir(folder).args(CI).args(more).stdout(Stdio::null());
    let (content, words) = run::errors(&mut command)?;
    if content { Ok(()) } else { Err(Problem::new(what, remedy(&words, folder))) }
}

const RIGHTS: &str = "Look at the rights and the free space of that folder.";

fn remedy(words: &str, folder: &Path) -> String {
    let says = |codes: &[&str]| codes.iter().any(|code| words.contains(code));
    if says(&["can only install packages when your package.json"]) {
        return format!("Run `npm install` in {} and commit its package-lock.json.", folder.display());
    }
    if says(&["CERT_", "SELF_SIGNED", "UNABLE_TO_"]) {
        return String::from(
            "The registry's certificate is not trusted here. Where a proxy opens connections, set NODE_EXTRA_CA_CERTS to its \
             certificate, then try again.",
        );
    }
    if says(&[
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONN",
        "ETIMEDOUT",
        "ENETUNREACH",
        "EHOSTUNREACH",
        "SOCKET_TIMEOUT",
        "ENOTCACHED",
    ]) {
        return String::from(
            "npm does not reach its registry. Look at the network, at `npm config get proxy https-proxy` and at `npm config \
             get registry offline`, then try again.",
        );
    }
    if says(&["E401", "E403", "E404", "E50", "ETARGET", "EINTEGRITY"]) {
        return String::from(
            "The registry answered, but not with the package. Look at which one it is, `npm config get registry`, whether it \
             asks for a login, and whether it holds the package that is named above; then try again.",
        );
    }
    if says(&["EACCES", "EPERM", "EROFS", "ENOSPC"]) {
        return String::from(RIGHTS);
    }
    String::from("npm's own words are above. Remove node_modules there and try again.")
}
