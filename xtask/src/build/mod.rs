//! What `start` and `pack` share: the crate as WebAssembly with its glue, and the host's scripts, in pkg/.
//!
//! Both write the same files of pkg/, one built quickly and one built well. So whoever needs these files holds
//! the [`lock`] from before they are written until they have been read, and never takes what lies there for its own.

mod host;
mod module;
mod wasm;

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use crate::console::{say, timed};
use crate::files::{read, write};
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;

pub(crate) use host::host;
pub(crate) use module::{MODULES, Module, Purpose, files};
pub(crate) use wasm::{Bound, lint};

/// What the glue finds before the platform's: it makes its coders at once, and jsdom has none; and functions of our own that the
/// engine calls.
const IMPORTS: &str = "\
import { TextDecoder, TextEncoder } from '../coders.js';
import { draftText, formText, licenseText, problemsOf, secretsText, spellHost } from '../form-text.js';
import { textOf, watched } from '../watch.js';
";

/// Where the glue takes the exports over: a trap must not leave promises pending, or the engine in use.
const EXPORTS: &str = "wasm = instance.exports;";

/// Where the glue writes a text into the engine's memory, by the length that the value says it has: what is no text would
/// write elsewhere. No check before this one sees what a getter answers the second time.
const TEXTS: &str = "function passStringToWasm0(arg, malloc, realloc) {";

impl Bound {
    /// Puts the glue and this module, or what was made of it, into the package.
    pub(crate) fn place(&self, project: &Project, wasm: &Path, _: &Lock) -> Result {
        let [module, glue] = files(project, self.name);
        write(&module, &read(wasm)?)?;
        let mut bound = String::from_utf8_lossy(&read(&self.glue)?).into_owned();
        for (written, wanted) in [
            (EXPORTS, format!("wasm = watched('{}', instance.exports);", self.name)),
            (TEXTS, format!("{TEXTS}\n    arg = textOf(arg);")),
        ] {
            if bound.matches(written).count() != 1 {
                let what = format!("The glue of {} no longer has `{written}`.", self.name);
                return Err(Problem::new(
                    what,
                    "See what wasm-bindgen writes now, and watch its exports and texts there.",
                ));
            }
            bound = bound.replace(written, &wanted);
        }
        write(&glue, [IMPORTS, &bound].concat().as_bytes())
    }
}

/// Builds what the package needs before it runs here.
pub(crate) fn for_start(project: &Project, lock: &Lock) -> Result {
    host(project, lock)?;
    modules(project, Purpose::Start, lock)?.iter().try_for_each(|module| module.place(project, &module.wasm, lock))
}

/// The modules that this is for, compiled and bound.
pub(crate) fn modules(project: &Project, purpose: Purpose, _: &Lock) -> Result<Vec<Bound>> {
    say("Building the engine, and the programs that this needs");
    let (programs, compiled) = run::at_once(
        || timed("the programs", || project.programs()),
        || timed("the engine", || wasm::compile(project, purpose)),
    );
    programs?;
    let bindgen = project.program("bindgen")?;
    let compiled = compiled?;
    timed("wasm-bindgen", || {
        compiled.iter().map(|(module, file)| wasm::bind(project, &bindgen, module, file, purpose)).collect()
    })
}

/// The right to the built files of pkg/, until it is dropped.
#[derive(Debug)]
#[must_use]
pub(crate) struct Lock {
    _file: File,
}

pub(crate) fn lock(project: &Project) -> Result<Lock> {
    locked(project, File::try_lock, File::lock)
}

/// The same for those who change nothing: they do not wait for each other.
pub(crate) fn lock_for_reading(project: &Project) -> Result<Lock> {
    locked(project, File::try_lock_shared, File::lock_shared)
}

fn locked(
    project: &Project,
    at_once: fn(&File) -> std::result::Result<(), TryLockError>,
    wait: fn(&File) -> io::Result<()>,
) -> Result<Lock> {
    let folder = project.path("dist");
    let open = fs::create_dir_all(&folder).and_then(|()| File::create(folder.join(".lock")));
    let failed = || Problem::because(format!("Cannot lock {}", folder.display()), "Look at the rights of that folder.");
    let file = open.map_err(failed())?;
    if at_once(&file).is_err() {
        say("Waiting for another command to be done with the files of pkg/");
        wait(&file).map_err(failed())?;
    }
    Ok(Lock { _file: file })
}
