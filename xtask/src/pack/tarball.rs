//! The tarball, and exactly the files that it should hold.

use std::path::PathBuf;

use serde_json::Value;

use crate::console::say;
use crate::files::read_text;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;

pub(crate) fn pack(project: &Project) -> Result<PathBuf> {
    let text = run::output(
        run::npm("npm")
            .current_dir(project.path("pkg"))
            .args(["pack", "--json", "--loglevel=error", "--pack-destination"])
            .arg(project.path("dist")),
    )?;
    let answer: Value = serde_json::from_str(&text)
        .map_err(Problem::because("`npm pack --json` printed something other than JSON", ""))?;
    // Newer npm answers an object by package name, older npm a list.
    let entry = answer.get(0).or_else(|| answer.get("case-connectors"));
    let packed: Vec<&str> = entry
        .and_then(|entry| entry["files"].as_array())
        .into_iter()
        .flatten()
        .filter_map(|file| file["path"].as_str())
        .collect();
    let text = read_text(&project.path("xtask/packed-files.txt"))?;
    let expected: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    compare(&expected, &packed)?;

    let tarball = project.path(&format!("dist/case-connectors-{}.tgz", project.version));
    say(&format!("Packed {} files into {}", packed.len(), tarball.display()));
    Ok(tarball)
}

/// A package that lost its wasm, or gained a stray file, must not go out.
fn compare(expected: &[&str], packed: &[&str]) -> Result {
    let without = |of: &[&str], from: &[&str]| -> Vec<String> {
        from.iter().filter(|name| !of.contains(name)).map(|name| format!("  {name}")).collect()
    };
    let (missing, extra) = (without(packed, expected), without(expected, packed));
    if missing.is_empty() && extra.is_empty() {
        return Ok(());
    }
    let mut what = String::from("The package does not hold the files that it should.");
    for (label, names) in [("Missing:", missing), ("Not expected:", extra)] {
        if !names.is_empty() {
            what.push_str(&format!("\n  {label}\n  {}", names.join("\n  ")));
        }
    }
    Err(Problem::new(
        what,
        "`files` in pkg/package.json says what is packed, xtask/packed-files.txt what is expected: correct one of them.",
    ))
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn a_missing_and_a_stray_file_are_both_named() {
        let message =
            compare(&["index.js", "engine.wasm"], &["index.js", "secret.env"]).map_err(|problem| problem.to_string());
        let message = message.err().unwrap_or_default();
        assert!(message.contains("Missing:\n    engine.wasm"), "{message}");
        assert!(message.contains("Not expected:\n    secret.env"), "{message}");
    }
}
