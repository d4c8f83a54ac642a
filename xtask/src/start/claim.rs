//! One `start` per checkout: a second one is told where the first is.

use std::fs::{self, File, TryLockError};
use std::path::PathBuf;

use crate::files::write;
use crate::problem::{Problem, Result};
use crate::project::Project;

/// Whose turn it is.
#[derive(Debug)]
pub(crate) enum Claim {
    Ours(Place),
    /// The address of the one that runs.
    Taken(String),
}

/// The right to run, which ends with us, however we end.
#[derive(Debug)]
pub(crate) struct Place {
    _lock: File,
    address: PathBuf,
}

impl Claim {
    pub(crate) fn new(project: &Project) -> Result<Self> {
        let folder = project.path("dist");
        let failed =
            || Problem::because(format!("Cannot lock {}", folder.display()), "Look at the rights of that folder.");
        let open = fs::create_dir_all(&folder).and_then(|()| File::create(folder.join(".start.lock")));
        let lock = open.map_err(failed())?;
        let address = folder.join(".start");
        match lock.try_lock() {
            Ok(()) => {
                // What an earlier one left.
                let _ = fs::remove_file(&address);
                Ok(Self::Ours(Place { _lock: lock, address }))
            }
            Err(TryLockError::WouldBlock) => fs::read_to_string(&address).map(Self::Taken).map_err(|_| {
                Problem::new(
                    "Another `cargo xtask start` of this checkout is still building.",
                    "Wait for it: it prints the address. Or end it with Ctrl-C there.",
                )
            }),
            Err(TryLockError::Error(error)) => Err(failed()(error)),
        }
    }
}

impl Place {
    /// From now on others are sent here.
    pub(crate) fn tell(&self, address: &str) -> Result {
        write(&self.address, address.as_bytes())
    }
}
