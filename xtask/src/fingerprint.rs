//! A number for the content of files: what was made of them need not be made again.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;

use crate::problem::{Problem, Result};

/// What tools put into a folder is not part of it.
const MADE: [&str; 2] = ["node_modules", "dist"];

#[derive(Debug, Default)]
pub(crate) struct Fingerprint(DefaultHasher);

impl Fingerprint {
    pub(crate) fn add(&mut self, part: impl Hash) {
        part.hash(&mut self.0);
    }

    /// A file, or all files of a folder, by name and content.
    pub(crate) fn add_content(&mut self, path: &Path) -> Result {
        self.content(path).map_err(Problem::because(format!("Cannot read {}", path.display()), ""))
    }

    /// A large file that is replaced whole: size and time tell as well.
    pub(crate) fn add_program(&mut self, path: &Path) -> Result {
        let failed = format!("Cannot read {}", path.display());
        let about = fs::metadata(path).and_then(|about| Ok((about.len(), about.modified()?)));
        self.add(about.map_err(Problem::because(failed, ""))?);
        Ok(())
    }

    fn content(&mut self, path: &Path) -> io::Result<()> {
        path.hash(&mut self.0);
        if !path.is_dir() {
            fs::read(path)?.hash(&mut self.0);
            return Ok(());
        }
        let mut names = fs::read_dir(path)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?;
        names.sort();
        names.retain(|name| MADE.iter().all(|made| name != made));
        names.iter().try_for_each(|name| self.content(&path.join(name)))
    }

    pub(crate) fn text(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}
