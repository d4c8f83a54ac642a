//! One wasm module: Cargo, wasm-bindgen, wasm-opt.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pack::sizes;
use crate::problem::{Problem, Result};
use crate::project::{Project, read, say, write};
use crate::run;

/// What the oldest supported browsers and Node 20 can load, and what rustc
/// emits. With `--all-features` wasm-opt writes modules that they refuse.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
];

pub(crate) fn build(project: &Project, bindgen: &Path, name: &str, features: &[&str]) -> Result {
    say(&format!("Building {name}.wasm"));
    let compiled = compile(project, name, features)?;
    let work = project.target.join("pack").join(name);
    bind(bindgen, &compiled, &work, name)?;
    let small = optimise(project, &work, name)?;

    let pkg = project.path("pkg");
    write(&pkg.join(format!("{name}.wasm")), &read(&small)?)?;
    let glue = format!("{name}.js");
    // The glue makes its coders at once, and jsdom has none: imported names come before global ones.
    let coders = b"import { TextDecoder, TextEncoder } from '../coders.js';\n".to_vec();
    write(&pkg.join("glue").join(&glue), &[coders, read(&work.join(&glue))?].concat())
}

/// Each module has a target directory of its own: in a shared one both would
/// be the same file, and Cargo would take the other's for fresh.
fn compile(project: &Project, name: &str, features: &[&str]) -> Result<PathBuf> {
    let target = project.target.join("wasm").join(name);
    run::run(
        run::cargo()
            .current_dir(&project.root)
            .env("CARGO_ENCODED_RUSTFLAGS", remapped(project)?)
            // As a cdylib alone: with an rlib beside it Cargo leaves link-time optimisation out,
            // and both files double in size.
            .args(["rustc", "--release", "--lib", "--crate-type", "cdylib"])
            .args(["--package", "case-connectors"])
            .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
            .arg(&target)
            .args(features),
    )?;
    Ok(target.join("wasm32-unknown-unknown/release/case_connectors.wasm"))
}

/// Paths of this machine become short names: they say nothing to others, and
/// the same sources give the same bytes everywhere.
fn remapped(project: &Project) -> Result<OsString> {
    let sysroot = run::output(Command::new("rustc").current_dir(&project.root).args(["--print", "sysroot"]))?;
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    // Where crates come from is named in the folder below this one, and says nothing to users either.
    let sources = home.as_ref().and_then(|home| std::fs::read_dir(home.join("registry/src")).ok());
    let sources = sources.into_iter().flatten().flatten().map(|folder| (folder.path(), "crates"));
    // The last match wins, so the checkout, which may lie in a home, is last.
    let folders = [(PathBuf::from(sysroot.trim()), "rust")]
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

/// The smaller, in brotli, of `-Os` and `-Oz`. Done again only when the input
/// or Binaryen has changed: it is the slowest part for the smallest gain.
fn optimise(project: &Project, work: &Path, name: &str) -> Result<PathBuf> {
    let input = work.join(format!("{name}_bg.wasm"));
    let small = work.join("optimised.wasm");
    let (last_input, last_tool) = (work.join("last.wasm"), work.join("last.json"));
    let tool = project.path("xtask/node_modules/binaryen/package.json");
    let same = |a: &Path, b: &Path| fs::read(a).is_ok_and(|a| fs::read(b).is_ok_and(|b| a == b));
    if small.is_file() && same(&input, &last_input) && same(&tool, &last_tool) {
        return Ok(small);
    }
    say(&format!("Optimising {name}.wasm"));
    let levels = ["-Os", "-Oz"];
    let files = levels.map(|level| work.join(format!("optimised{level}.wasm")));
    for (level, file) in levels.iter().zip(&files) {
        run::run(
            run::node()
                .arg(project.path("xtask/node_modules/binaryen/bin/wasm-opt"))
                .args([&input, Path::new("-o"), file])
                .arg(level)
                .args(FEATURES),
        )?;
    }
    let sizes = sizes::measure(project, &files)?;
    let best = sizes
        .iter()
        .zip(&files)
        .min_by_key(|(size, _)| size.brotli)
        .ok_or_else(|| Problem::new("wasm-opt wrote nothing.", ""))?;
    write(&small, &read(best.1)?)?;
    write(&last_input, &read(&input)?)?;
    write(&last_tool, &read(&tool)?)?;
    Ok(small)
}
