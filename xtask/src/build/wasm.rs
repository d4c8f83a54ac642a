//! One wasm module: Cargo, then wasm-bindgen.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build::{Bound, Module, Purpose};
use crate::problem::Result;
use crate::project::{Project, say};
use crate::run;
use crate::toolchain;

pub(crate) fn build(project: &Project, bindgen: &Path, module: Module, purpose: Purpose) -> Result<Bound> {
    let Module { name, .. } = module;
    say(&format!("Building {name}.wasm"));
    let compiled = compile(project, module, purpose)?;
    let folder = project.target.join("pack").join(purpose.profile()).join(name);
    bind(bindgen, &compiled, &folder, name)?;
    Ok(Bound { name, wasm: folder.join(format!("{name}_bg.wasm")), glue: folder.join(format!("{name}.js")), folder })
}

/// Each module has a target directory of its own: in a shared one both would
/// be the same file, and Cargo would take the other's for fresh.
fn compile(project: &Project, module: Module, purpose: Purpose) -> Result<PathBuf> {
    let target = project.target.join("wasm").join(module.name);
    run::run(
        run::cargo()
            .current_dir(&project.root)
            .env("CARGO_ENCODED_RUSTFLAGS", remapped(project)?)
            // As a cdylib alone: with an rlib beside it Cargo leaves link-time optimisation out,
            // and both files double in size.
            .args(["rustc", "--profile", purpose.profile(), "--lib", "--crate-type", "cdylib"])
            .args(["--package", "case-connectors"])
            .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
            .arg(&target)
            .args(module.features),
    )?;
    Ok(target.join("wasm32-unknown-unknown").join(purpose.profile()).join("case_connectors.wasm"))
}

/// Paths of this machine become short names: they say nothing to others, and
/// the same sources give the same bytes everywhere.
fn remapped(project: &Project) -> Result<OsString> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    // Where crates come from is named in the folder below this one, and says nothing to users either.
    let sources = home.as_ref().and_then(|home| std::fs::read_dir(home.join("registry/src")).ok());
    let sources = sources.into_iter().flatten().flatten().map(|folder| (folder.path(), "crates"));
    // The last match wins, so the checkout, which may lie in a home, is last.
    let folders = [(toolchain::sysroot().to_owned(), "rust")]
        .into_iter()
        .chain(home.clone().map(|home| (home, "cargo")))
        .chain(sources)
        .chain([(project.root.clone(), "case-connectors")]);
    let mut flags = OsString::new();
    for (folder, short) in folders {
        if !flags.is_empty() {
            flags.push("\u{1f}");
        }
        flags.push("--remap-path-prefix=");
        flags.push(folder);
        flags.push(format!("={short}"));
    }
    Ok(flags)
}

fn bind(bindgen: &Path, compiled: &Path, work: &Path, name: &str) -> Result {
    // The declarations stay here: what the package ships is written by hand.
    run::run(
        Command::new(bindgen)
            .arg("wasm")
            .arg(compiled)
            .args(["--target", "web", "--omit-default-module-path"])
            .args(["--remove-name-section", "--remove-producers-section"])
            .args(["--out-name", name, "--out-dir"])
            .arg(work),
    )
}
