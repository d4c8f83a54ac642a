//! wasm-opt: what a release is made of.

use std::fs;
use std::path::{Path, PathBuf};

use crate::build::Bound;
use crate::console::say;
use crate::files::{read, read_text, write};
use crate::problem::Result;
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

/// `-Oz` takes as long again, and is a few hundred bytes of brotli away, now below and now above.
///
/// The stack grows down to address 0, before all else that is in memory: nothing has an address below 1,024 until the stack is all but
/// full. So what is read at a pointer and a small number needs no addition of its own: 2 kB.
const SMALL: [&str; 2] = ["-Os", "--low-memory-unused"];

/// Sorts alone, and writes as after `SMALL`.
const SORT: [&str; 3] = ["--optimize-level=2", "--shrink-level=1", "--reorder-functions-by-name"];

/// Done again only when the input, Binaryen or what it is told has changed: it is the slowest part for the smallest gain.
pub(crate) fn optimise(project: &Project, module: &Bound) -> Result<PathBuf> {
    let (input, work) = (&module.wasm, &module.folder);
    let small = work.join("optimised.wasm");
    let (last_input, last_tool) = (work.join("last.wasm"), work.join("last.txt"));
    let bytes = read(input)?;
    let binaryen = read_text(&project.path("xtask/optimise/node_modules/binaryen/package.json"))?;
    let order = project.path("xtask/order.mjs");
    let tool = format!("{binaryen}{SMALL:?}{FEATURES:?}{SORT:?}{}", read_text(&order)?).into_bytes();
    let is = |path: &Path, wanted: &[u8]| fs::read(path).is_ok_and(|found| found == wanted);
    if small.is_file() && is(&last_input, &bytes) && is(&last_tool, &tool) {
        return Ok(small);
    }
    say(&format!("Optimising {}.wasm", module.name));
    // Broken off between here and the last line, the old input must not stand for the new result.
    write(&last_input, b"")?;
    let wasm_opt = |from: &Path, to: &Path, what: &[&str]| {
        let program = project.path("xtask/optimise/node_modules/binaryen/bin/wasm-opt");
        run::run(run::node().arg(program).args([from, Path::new("-o"), to]).args(what).args(FEATURES))
    };
    let named = work.join("named.wasm");
    wasm_opt(input, &small, &SMALL)?;
    run::run(run::node().arg(order).args([&small, &named]))?;
    wasm_opt(&named, &small, &SORT)?;
    write(&last_tool, &tool)?;
    write(&last_input, &bytes)?;
    Ok(small)
}
