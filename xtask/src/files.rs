//! Where the checkout is, and its files.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::problem::{Problem, Result};

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

pub(crate) fn read_json(path: &Path) -> Result<Value> {
    serde_json::from_slice(&read(path)?)
        .map_err(Problem::because(format!("{} is not JSON", path.display()), "Correct the file."))
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
