//! The files of the project, for tests that read them.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold what was built, installed or found.
const FOREIGN: [&str; 8] = ["node_modules", "target", "dist", "glue", "inline", "cjs", "results", "corpus"];

pub(crate) fn root() -> &'static Path {
    // This package is the folder `tests` of the project.
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The text of a file, named from the root.
pub(crate) fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files below a folder of the project whose names end so, by their paths from that folder, in order. An empty
/// answer is a mistake of the test.
pub(crate) fn files(folder: &str, endings: &[&str]) -> Vec<(PathBuf, String)> {
    let top = root().join(folder);
    let mut found = Vec::new();
    let mut folders = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                if !name.starts_with('.') && !FOREIGN.contains(&name) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push((path.strip_prefix(&top).unwrap().to_owned(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folder} has no {}", endings.join(" "));
    found
}
