//! What the package weighs, and the ceilings of `sizes.json`.

use std::path::PathBuf;

use serde_json::Value;

use crate::build::{self, MODULES, Module};
use crate::problem::{Problem, Result};
use crate::project::{Project, read_json};
use crate::run;

/// Bytes of one file, as it is and as servers send it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
}

/// Node compresses: it is here anyway, and a crate for it would be one more.
pub(crate) fn measure(project: &Project, files: &[PathBuf]) -> Result<Vec<Size>> {
    let text = run::output(run::node().arg(project.path("xtask/compress.mjs")).args(files))?;
    let sizes: Vec<Value> = serde_json::from_str(&text)
        .map_err(Problem::because("xtask/compress.mjs printed something other than JSON", ""))?;
    let number = |value: &Value| value.as_u64().unwrap_or(u64::MAX);
    Ok(sizes
        .iter()
        .map(|size| Size { raw: number(&size["raw"]), gzip: number(&size["gzip"]), brotli: number(&size["brotli"]) })
        .collect())
}

/// Prints every size, then fails when a ceiling is passed.
pub(crate) fn check(project: &Project) -> Result {
    let ceilings = read_json(&project.path("xtask/sizes.json"))?;
    println!("\n  {:24}{:>10}{:>10}{:>10}", "bytes", "raw", "gzip", "brotli");
    let mut heavy = Vec::new();
    for Module { name, .. } in MODULES {
        let labels = [format!("{name}.wasm"), format!("glue/{name}.js")];
        let sizes = measure(project, &build::files(project, name))?;
        let sum = sizes.iter().fold(Size { raw: 0, gzip: 0, brotli: 0 }, |a, b| Size {
            raw: a.raw + b.raw,
            gzip: a.gzip + b.gzip,
            brotli: a.brotli + b.brotli,
        });
        for (label, size) in labels.iter().zip(&sizes) {
            print(label, *size, "");
        }
        let ceiling = ceilings[name].as_u64().ok_or_else(|| {
            Problem::new(format!("xtask/sizes.json has no ceiling for `{name}`."), "Give it one, in bytes of brotli.")
        })?;
        print(&format!("{name}, wasm and glue"), sum, &format!("  of {ceiling}"));
        if sum.brotli > ceiling {
            heavy.push(format!("`{name}` is {} bytes of brotli, wasm and glue; the ceiling is {ceiling}.", sum.brotli));
        }
    }
    println!();
    if heavy.is_empty() {
        return Ok(());
    }
    Err(Problem::new(
        heavy.join("\n  "),
        "Find what grew (a new dependency, a table, formatting of floats) and take it out. \
         If it is worth its weight, raise the ceiling in xtask/sizes.json and say why in the commit.",
    ))
}

fn print(label: &str, size: Size, note: &str) {
    println!("  {label:24}{:>10}{:>10}{:>10}{note}", size.raw, size.gzip, size.brotli);
}
