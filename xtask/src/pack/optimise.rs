//! wasm-opt: what a release is made of.

use std::fs;
use std::path::{Path, PathBuf};

use crate::build::Bound;
use crate::console::say;
use crate::files::{read, read_text, write};
use crate::pack::sizes;
use crate::problem::{Problem, Result};
use crate::project::Project;
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

const LEVELS: [&str; 2] = ["-Os", "-Oz"];

/// The smaller, in brotli, of both levels. Done again only when the input, Binaryen
/// or what it is told has changed: it is the slowest part for the smallest gain.
pub(crate) fn optimise(project: &Project, module: &Bound) -> Result<PathBuf> {
    let (input, work) = (&module.wasm, &module.folder);
    let small = work.join("optimised.wasm");
    let (last_input, last_tool) = (work.join("last.wasm"), work.join("last.txt"));
    let bytes = read(input)?;
    let binaryen = read_text(&project.path("xtask/optimise/node_modules/binaryen/package.json"))?;
    let tool = format!("{binaryen}{LEVELS:?}{FEATURES:?}").into_bytes();
    let is = |path: &Path, wanted: &[u8]| fs::read(path).is_ok_and(|found| found == wanted);
    if small.is_file() && is(&last_input, &bytes) && is(&last_tool, &tool) {
        return Ok(small);
    }
    say(&format!("Optimising {}.wasm", module.name));
    let files = LEVELS.map(|level| work.join(format!("optimised{level}.wasm")));
    let wasm_opt = |level: &str, file: &Path| {
        run::run(
            run::node()
                .arg(project.path("xtask/optimise/node_modules/binaryen/bin/wasm-opt"))
                .args([input, Path::new("-o"), file])
                .arg(level)
                .args(FEATURES),
        )
    };
    // Each works on one core alone.
    let (one, other) = run::at_once(|| wasm_opt(LEVELS[0], &files[0]), || wasm_opt(LEVELS[1], &files[1]));
    one.and(other)?;
    let sizes = sizes::measure(project, &files)?;
    let best = sizes
        .iter()
        .zip(&files)
        .min_by_key(|(size, _)| size.brotli)
        .ok_or_else(|| Problem::new("wasm-opt wrote nothing.", ""))?;
    // Broken off between these lines, the old input must not stand for the new result.
    write(&last_input, b"")?;
    write(&small, &read(best.1)?)?;
    write(&last_tool, &tool)?;
    write(&last_input, &bytes)?;
    Ok(small)
}
