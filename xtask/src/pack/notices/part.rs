//! One entry of the notices.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::files::read_text;
use crate::problem::{Problem, Result};

/// How the files are named that a licence asks to be passed on.
const NAMES: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

/// A work that is compiled in.
#[derive(Debug)]
pub(super) struct Part {
    /// Its name and version.
    pub(super) name: String,
    /// An SPDX expression.
    pub(super) licence: String,
    /// Its texts, by the names of their files.
    pub(super) texts: BTreeMap<String, String>,
}

/// The texts of the licences in the folder of a work.
pub(super) fn texts(folder: &Path) -> Result<BTreeMap<String, String>> {
    let failed = || Problem::because(format!("Cannot read {}", folder.display()), "");
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(failed())? {
        let path = entry.map_err(failed())?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let upper = name.to_uppercase();
        if path.is_file() && NAMES.iter().any(|known| upper.starts_with(known)) {
            texts.insert(name, read_text(&path)?);
        }
    }
    Ok(texts)
}
