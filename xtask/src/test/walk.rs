//! The project's own files, as a checkout or an unpacked archive has them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::problem::{Problem, Result};
use crate::project::Project;

/// Folders that hold the files of others.
const FOREIGN: [&str; 4] = ["node_modules", "target", "dist", ".git"];

/// Every file whose name is wanted, in order.
pub(super) fn files(project: &Project, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(&project.root, &wanted, &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, wanted: &impl Fn(&str) -> bool, found: &mut Vec<PathBuf>) -> Result {
    let failed = || Problem::because(format!("Cannot read {}", folder.display()), "");
    for entry in fs::read_dir(folder).map_err(failed())? {
        let entry = entry.map_err(failed())?;
        let name = entry.file_name();
        if entry.file_type().map_err(failed())?.is_dir() {
            if FOREIGN.iter().all(|foreign| name != *foreign) {
                collect(&entry.path(), wanted, found)?;
            }
        } else if name.to_str().is_some_and(wanted) {
            found.push(entry.path());
        }
    }
    Ok(())
}
