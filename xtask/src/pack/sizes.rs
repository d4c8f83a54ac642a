//! What the package weighs, and the ceilings of `sizes.json`.

use std::path::PathBuf;

use serde_json::Value;

use crate::build::{self, MODULES, Module};
use crate::console::{self, say};
use crate::files::{read_json, read_text, write};
use crate::problem::{Problem, Result};
use crate::project::Project;
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

/// Both say what the modules weigh.
pub(crate) const READMES: [&str; 2] = ["README.md", "pkg/README.md"];

/// Prints every size and writes them into the READMEs, then fails when a ceiling is passed.
pub(crate) fn check(project: &Project) -> Result {
    let ceilings = read_json(&project.path("xtask/sizes.json"))?;
    console::print(format!("\n  {:24}{:>10}{:>10}{:>10}\n", "bytes", "raw", "gzip", "brotli").as_bytes());
    let (mut heavy, mut sums) = (Vec::new(), Vec::new());
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
        sums.push((name, sum));
        let ceiling = ceilings[name].as_u64().ok_or_else(|| {
            Problem::new(format!("xtask/sizes.json has no ceiling for `{name}`."), "Give it one, in bytes of brotli.")
        })?;
        print(&format!("{name}, wasm and glue"), sum, &format!("  of {ceiling}"));
        if sum.brotli > ceiling {
            heavy.push(format!("`{name}` is {} bytes of brotli, wasm and glue; the ceiling is {ceiling}.", sum.brotli));
        }
    }
    console::print(b"\n");
    let table = table(&sums);
    for name in READMES {
        let path = project.path(name);
        let old = read_text(&path)?;
        let new = replaced(&old, &table)
            .ok_or_else(|| Problem::new(format!("{name} has no block `{BEGIN} … {END}`."), "Put both marks back."))?;
        if new != old {
            say(&format!("{name} has new sizes: commit it"));
            write(&path, new.as_bytes())?;
        }
    }
    if heavy.is_empty() {
        return Ok(());
    }
    Err(Problem::new(
        heavy.join("\n  "),
        "Find what grew (a new dependency, a table, formatting of floats) and take it out. \
         If it is worth its weight, raise the ceiling in xtask/sizes.json and say why in the commit.",
    ))
}

const BEGIN: &str = "<!-- sizes: `cargo xtask pack` writes them -->";
const END: &str = "<!-- end of sizes -->";

/// Up to the next 5 kB, so that not every change of the code changes the documents.
fn table(sums: &[(&str, Size)]) -> String {
    let kilobytes = |bytes: u64| bytes.div_ceil(5_000) * 5;
    let mut table = String::from("| import | WebAssembly and its glue, brotli | gzip |\n|---|---|---|\n");
    for (name, size) in sums {
        let import = if *name == "engine" { String::new() } else { format!("/{name}") };
        let (brotli, gzip) = (kilobytes(size.brotli), kilobytes(size.gzip));
        table.push_str(&format!("| `case-connectors{import}` | under {brotli} kB | under {gzip} kB |\n"));
    }
    table
}

/// A document with another table between the marks.
fn replaced(document: &str, table: &str) -> Option<String> {
    let (before, rest) = document.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}{END}{after}"))
}

fn print(label: &str, size: Size, note: &str) {
    let Size { raw, gzip, brotli } = size;
    console::print(format!("  {label:24}{raw:>10}{gzip:>10}{brotli:>10}{note}\n").as_bytes());
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, Size, replaced, table};

    #[test]
    fn the_table_between_the_marks_is_replaced_and_nothing_else() {
        let sums = [
            ("forms", Size { raw: 1, gzip: 33_609, brotli: 28_743 }),
            ("engine", Size { raw: 1, gzip: 1, brotli: 415_001 }),
        ];
        let table = table(&sums);
        assert!(table.contains("| `case-connectors/forms` | under 30 kB | under 35 kB |"), "{table}");
        assert!(table.contains("| `case-connectors` | under 420 kB | under 5 kB |"), "{table}");
        let new = replaced(&format!("a\n{BEGIN}\nold\n{END}\nb\n"), &table);
        assert_eq!(new, Some(format!("a\n{BEGIN}\n{table}{END}\nb\n")));
        assert_eq!(replaced("no marks", &table), None);
    }
}
