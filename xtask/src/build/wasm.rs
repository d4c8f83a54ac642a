//! One wasm module: Cargo, then wasm-bindgen.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build::module::{ENGINE, Module, Purpose};
use crate::files::write;
use crate::fingerprint::Fingerprint;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::toolchain;

/// A module as wasm-bindgen leaves it.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) name: &'static str,
    /// The folder of this module and purpose alone, for what is made of it.
    pub(crate) folder: PathBuf,
    pub(crate) wasm: PathBuf,
    pub(crate) glue: PathBuf,
}

/// Each module has a target directory of its own: in a shared one both would
/// be the same file, and Cargo would take the other's for fresh.
fn target(project: &Project, module: &Module) -> PathBuf {
    project.target.join("wasm").join(module.name)
}

/// Judges what the engine's module is made of, where it was compiled: the macros of what it depends on are built already.
pub(crate) fn lint(project: &Project) -> Result {
    let mut clippy = toolchain::cargo();
    clippy.current_dir(&project.root).env("CARGO_ENCODED_RUSTFLAGS", remapped(project)?);
    clippy.args(["clippy", "--profile", Purpose::Release.profile(), "--lib", "--package", "case-connectors"]);
    clippy.args(["--target", "wasm32-unknown-unknown", "--target-dir"]).arg(target(project, &ENGINE));
    run::run(clippy.args(ENGINE.features).args(["--", "-D", "warnings"]))
}

pub(crate) fn compile(project: &Project, purpose: Purpose) -> Result<Vec<(Module, PathBuf)>> {
    let flags = remapped(project)?;
    let compile = |module: &Module| {
        let target = target(project, module);
        run::run(
            toolchain::cargo()
                .current_dir(&project.root)
                .env("CARGO_ENCODED_RUSTFLAGS", &flags)
                // As a cdylib alone: with an rlib beside it Cargo leaves link-time optimisation out,
                // and both files double in size. Quiet: another Cargo shows its progress at the same time.
                .args(["rustc", "--quiet", "--profile", purpose.profile(), "--lib", "--crate-type", "cdylib"])
                .args(["--package", "case-connectors"])
                .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
                .arg(&target)
                .args(module.features),
        )?;
        Ok((*module, target.join("wasm32-unknown-unknown").join(purpose.profile()).join("case_connectors.wasm")))
    };
    let modules = purpose.modules();
    let both = |module: &Module| {
        let first = target(project, &modules[0]);
        begin_as(&first, &target(project, module))
            .map_err(Problem::because("Cannot copy what both modules depend on", ""))?;
        compile(module)
    };
    modules.iter().map(both).collect()
}

/// What both modules depend on is built once, by the first: a directory that is not there yet begins as a copy of it. Cargo
/// tells by the times of files what it need not build again.
fn begin_as(first: &Path, folder: &Path) -> io::Result<()> {
    if folder.exists() || !first.is_dir() {
        return Ok(());
    }
    // Whoever is stopped half-way leaves no folder that looks whole.
    let part = folder.with_extension("part");
    if part.exists() {
        fs::remove_dir_all(&part)?;
    }
    copy(first, &part)?;
    fs::rename(&part, folder)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy(&from, &to)?;
        } else {
            fs::copy(&from, &to)?;
            fs::File::options().write(true).open(&to)?.set_modified(entry.metadata()?.modified()?)?;
        }
    }
    Ok(())
}

/// Paths of this machine become short names: they say nothing to others, and
/// the same sources give the same bytes everywhere.
fn remapped(project: &Project) -> Result<OsString> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    // Where crates come from is named in the folder below this one, and says nothing to users either.
    let sources = home.as_ref().and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let sources = sources.into_iter().flatten().flatten().map(|folder| (folder.path(), "crates"));
    // The last match wins, so the checkout, which may lie in a home, is last.
    let folders = [(toolchain::sysroot().to_owned(), "rust")]
        .into_iter()
        .chain(home.clone().map(|home| (home, "cargo")))
        .chain(sources)
        .chain([(project.root.clone(), "case-connectors")]);
    // A few texts are hashed at a time: the loop takes 1.2 kB less than the one that is written out.
    let mut flags = OsString::from("--cfg=sha2_backend_soft=\"compact\"");
    for (folder, short) in folders {
        flags.push("\u{1f}--remap-path-prefix=");
        flags.push(folder);
        flags.push(format!("={short}"));
    }
    Ok(flags)
}

/// Done again only when the module or wasm-bindgen has changed.
pub(crate) fn bind(
    project: &Project,
    bindgen: &Path,
    module: &Module,
    compiled: &Path,
    purpose: Purpose,
) -> Result<Bound> {
    let name = module.name;
    let folder = project.target.join("pack").join(purpose.profile()).join(name);
    let bound =
        Bound { name, wasm: folder.join(format!("{name}_bg.wasm")), glue: folder.join(format!("{name}.js")), folder };
    let mut made_of = Fingerprint::default();
    made_of.add_program(bindgen)?;
    made_of.add_content(compiled)?;
    let stamp = bound.folder.join("bound.txt");
    let is_there = bound.wasm.is_file() && bound.glue.is_file();
    if is_there && fs::read_to_string(&stamp).is_ok_and(|stamp| stamp == made_of.text()) {
        return Ok(bound);
    }
    // Broken off, the old stamp must not stand for the new files.
    write(&stamp, b"")?;
    run::run(Command::new(bindgen).arg(compiled).arg(&bound.folder).arg(name))?;
    write(&stamp, made_of.text().as_bytes())?;
    Ok(bound)
}
