//! THIRD-PARTY-NOTICES: whose code is compiled into the modules or bundled into the scripts, and under which licences.
//!
//! A step of our own, since Cargo itself says what is compiled in, and each crate holds its texts. `cargo-about` would
//! compile 145 crates first, and `cargo-bundle-licenses` knows neither targets nor licences that are not allowed.

mod bundled;
mod part;
mod rust;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::build::MODULES;
use crate::files::{read_text, write};
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::toolchain;

use part::{Part, texts};

/// Licences that ask for no more than to be named. Another one is a decision for people.
const ALLOWED: [&str; 7] = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Unicode-3.0", "Zlib"];

/// Writes the notices of all modules, or says which work cannot be shipped.
pub(super) fn make(project: &Project) -> Result {
    let mut parts = crates(project)?;
    parts.extend(rust::parts(project)?);
    parts.extend(bundled::parts(project)?);
    let apache = read_text(&project.path("LICENSE-APACHE"))?;
    write(&project.path("pkg/THIRD-PARTY-NOTICES"), notices(&parts, &apache)?.as_bytes())
}

/// The crates of the modules, as Cargo resolves them for WebAssembly; procedural macros and their crates only run
/// while it compiles.
fn crates(project: &Project) -> Result<Vec<Part>> {
    let mut compiled = BTreeSet::new();
    for module in MODULES {
        let mut cargo = toolchain::cargo();
        cargo.current_dir(&project.root).args(["tree", "--package", "case-connectors", "--prefix", "none"]);
        cargo.args(["--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro", "--format", "{p}"]);
        compiled.extend(run::output(cargo.args(module.features))?.lines().filter_map(name_and_version));
    }
    let mut cargo = toolchain::cargo();
    let text =
        run::output(cargo.current_dir(&project.root).args(["metadata", "--all-features", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&text)
        .map_err(Problem::because("`cargo metadata` printed something other than JSON", ""))?;
    let string = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut parts = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = format!("{} {}", string(&package["name"]), string(&package["version"]));
        // What comes from no registry is ours.
        if compiled.remove(&name) && !package["source"].is_null() {
            let manifest = string(&package["manifest_path"]);
            let folder = Path::new(&manifest).parent().unwrap_or(Path::new(""));
            let mut texts = texts(folder)?;
            if let Some(file) = package["license_file"].as_str() {
                texts.insert(file.to_owned(), read_text(&folder.join(file))?);
            }
            parts.push(Part { name, licence: string(&package["license"]), texts });
        }
    }
    match compiled.first() {
        Some(name) => {
            Err(Problem::new(format!("`cargo metadata` does not know `{name}`, which `cargo tree` names."), ""))
        }
        None => Ok(parts),
    }
}

/// A line of `cargo tree`, such as `serde v1.0.0 (*)`.
fn name_and_version(line: &str) -> Option<String> {
    let (name, rest) = line.split_once(" v")?;
    Some(format!("{name} {}", rest.split(' ').next()?))
}

/// Every work with its licence, then every text once, with all whose text it is.
fn notices(parts: &[Part], apache: &str) -> Result<String> {
    let mut problems = Vec::new();
    let mut list = String::new();
    let mut groups: Vec<(String, &str, Vec<String>)> = Vec::new();
    for part in parts {
        list.push_str(&format!("  {} ({})\n", part.name, part.licence));
        if !is_allowed(&part.licence) {
            problems.push(format!("{} is under \"{}\", which is not on the list.", part.name, part.licence));
        }
        // Its text is the same for everybody, and asks for no copyright line.
        let standard = part.texts.is_empty() && part.licence.contains("Apache-2.0");
        if part.texts.is_empty() && !standard {
            problems.push(format!("{} brings no text of its licence \"{}\".", part.name, part.licence));
        }
        let own = part.texts.iter().map(|(file, text)| (format!("{}, {file}", part.name), text.as_str()));
        for (whose, text) in own.chain(standard.then(|| (part.name.clone(), apache))) {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            match groups.iter_mut().find(|(known, ..)| *known == words) {
                Some((_, _, all)) => all.push(whose),
                None => groups.push((words, text, vec![whose])),
            }
        }
    }
    if !problems.is_empty() {
        return Err(Problem::new(
            problems.join("\n  "),
            "Take another one, or decide that the licence may be shipped: see xtask/src/pack/notices.rs.",
        ));
    }
    let mut text = format!(
        "Third-party notices\n\nThe WebAssembly modules and the scripts of case-connectors hold code of these works:\n\n{list}"
    );
    for (_, words, whose) in groups {
        let line = "-".repeat(100);
        text.push_str(&format!("\n{line}\n{}\n{line}\n\n{}\n", whose.join("\n"), words.trim_matches('\n')));
    }
    Ok(text)
}

/// Whether the licence can be met with licences of the list alone.
fn is_allowed(licence: &str) -> bool {
    let allowed = |wanted: &spdx::LicenseReq| {
        let exception = wanted.addition.is_none() || wanted.to_string().ends_with(" WITH LLVM-exception");
        exception && wanted.license.id().is_some_and(|id| ALLOWED.contains(&id.name))
    };
    // Older crates write a slash for "or".
    spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX).is_ok_and(|expression| expression.evaluate(allowed))
}

#[cfg(test)]
mod tests {
    use super::{Part, is_allowed, name_and_version, notices};

    fn part(name: &str, licence: &str, texts: &[(&str, &str)]) -> Part {
        let texts = texts.iter().map(|(file, text)| ((*file).into(), (*text).into())).collect();
        Part { name: name.into(), licence: licence.into(), texts }
    }

    #[test]
    fn a_choice_needs_one_allowed_licence_and_a_sum_all() {
        let good = ["MIT", "MIT/Apache-2.0", "Unlicense OR MIT", "(MIT OR GPL-3.0) AND Unicode-3.0"];
        let bad = ["", "GPL-3.0-only", "MIT AND GPL-3.0-only", "MPL-2.0", "LicenseRef-own", "no licence"];
        assert!(good.iter().all(|licence| is_allowed(licence)));
        assert_eq!(bad.iter().find(|licence| is_allowed(licence)), None);
        assert!(is_allowed("Apache-2.0 WITH LLVM-exception"));
    }

    #[test]
    fn every_work_that_cannot_be_shipped_is_named() {
        let parts = [part("viral 1.0.0", "AGPL-3.0", &[("LICENSE", "text")]), part("bare 2.0.0", "MIT", &[])];
        let problem = notices(&parts, "apache").map_err(|problem| problem.to_string()).err().unwrap_or_default();
        assert!(problem.contains("viral 1.0.0 is under \"AGPL-3.0\""), "{problem}");
        assert!(problem.contains("bare 2.0.0 brings no text"), "{problem}");
    }

    #[test]
    fn a_text_is_printed_once_for_all_whose_it_is() {
        let parts = [
            part("one 1.0.0", "MIT", &[("LICENSE", "may  be used\n")]),
            part("two 1.0.0", "MIT", &[("COPYING", "may be used")]),
            part("three 1.0.0", "MIT OR Apache-2.0", &[]),
        ];
        let text = notices(&parts, "standard").unwrap_or_default();
        assert!(text.contains("one 1.0.0, LICENSE\ntwo 1.0.0, COPYING\n"), "{text}");
        assert!(text.contains("three 1.0.0\n") && text.contains("standard"), "{text}");
        assert_eq!(text.matches("be used").count(), 1, "{text}");
    }

    #[test]
    fn lines_of_cargo_tree_are_read() {
        assert_eq!(name_and_version("serde v1.0.0 (*)").as_deref(), Some("serde 1.0.0"));
        assert_eq!(name_and_version("own v0.1.0 (/a folder/x)").as_deref(), Some("own 0.1.0"));
        assert_eq!(name_and_version(""), None);
    }
}
