//! The dashboard's own house, `www/src`: no files import each other in a circle, and what all share knows nobody.

use super::graph::{self, Arrows, Module};
use crate::common::files::files;
use std::collections::BTreeMap;
use std::path::Path;

/// Every script, by its path without the ending.
fn scripts() -> BTreeMap<Module, String> {
    let scripts = files("www/src", &[".ts", ".tsx"]).into_iter();
    let named = |path: &Path| path.with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    let found: BTreeMap<Module, String> = scripts.map(|(path, text)| (named(&path), text)).collect();
    assert!(found.len() > 100, "the dashboard was not found");
    found
}

fn arrows(scripts: &BTreeMap<Module, String>) -> Arrows {
    let mut arrows = Arrows::new();
    for (module, text) in scripts {
        for path in imported(text) {
            let mut target: Module = module[..module.len() - 1].to_vec();
            for part in path.split('/') {
                match part {
                    "." => {}
                    ".." => drop(target.pop()),
                    part => target.push(part.to_owned()),
                }
            }
            // Styles and pictures have endings, and import nothing.
            if scripts.contains_key(&target) {
                arrows.entry(module.clone()).or_default().entry(target).or_default();
            }
        }
    }
    arrows
}

/// The paths of other files here that a script imports, by `import`, `export … from` and `import()`.
fn imported(text: &str) -> Vec<&str> {
    let after = ["from '", "import '", "import('"].into_iter().flat_map(|word| text.split(word).skip(1));
    after.filter_map(|rest| rest.split('\'').next()).filter(|path| path.starts_with('.')).collect()
}

#[test]
fn no_files_of_the_dashboard_import_each_other_in_a_circle() {
    let circles = graph::circles(&arrows(&scripts()));
    assert!(circles.is_empty(), "these imports are parts of circles:\n{}", circles.join("\n"));
}

#[test]
fn what_all_of_the_dashboard_share_knows_nobody() {
    for (module, targets) in arrows(&scripts()).iter().filter(|(module, _)| module[0] == "shared") {
        for target in targets.keys() {
            assert_eq!(target[0], "shared", "{} imports {}", module.join("/"), target.join("/"));
        }
    }
}

#[test]
fn the_test_sees_circles() {
    let scripts: BTreeMap<Module, String> = [
        ("a/one", "import { two } from '../b/two';"),
        ("b/two", "const Lazy = lazy(() => import('./three'));\nimport x from 'react';"),
        ("b/three", "export type { One } from '../a/one';"),
    ]
    .into_iter()
    .map(|(name, text)| (name.split('/').map(str::to_owned).collect(), text.to_owned()))
    .collect();
    assert_eq!(graph::circles(&arrows(&scripts)).len(), 3);
}
