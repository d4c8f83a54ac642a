//! The dashboard's own floors, `www/src`: no files import each other in a circle, and no folder imports from above itself.

use super::graph::{self, Arrows, Module};
use crate::common::files::files;
use std::collections::BTreeMap;
use std::path::Path;

/// The folders of `www/src`, the lowest first; www/README.md says what each is for. `main` is the script that starts it.
const FLOORS: [&str; 8] = ["shared", "core", "vault", "cases", "push", "connectors", "app", "main"];

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

/// The imports that lead from a floor to a higher one, or from or to a folder that is no floor.
fn upward(arrows: &Arrows) -> Vec<String> {
    let floor = |module: &Module| FLOORS.iter().position(|name| *name == module[0]);
    let lead_up = |from: &Module, to: &Module| match (floor(from), floor(to)) {
        (Some(from), Some(to)) => to > from,
        _ => true,
    };
    arrows
        .iter()
        .flat_map(|(from, targets)| targets.keys().map(move |to| (from, to)))
        .filter(|(from, to)| lead_up(from, to))
        .map(|(from, to)| format!("{} imports {}", from.join("/"), to.join("/")))
        .collect()
}

#[test]
fn no_files_of_the_dashboard_import_each_other_in_a_circle() {
    let circles = graph::circles(&arrows(&scripts()));
    assert!(circles.is_empty(), "these imports are parts of circles:\n{}", circles.join("\n"));
}

#[test]
fn no_folder_of_the_dashboard_imports_from_above_itself() {
    let upward = upward(&arrows(&scripts()));
    assert!(upward.is_empty(), "these imports lead up:\n{}", upward.join("\n"));
}

fn made_up(scripts: &[(&str, &str)]) -> BTreeMap<Module, String> {
    scripts.iter().map(|(name, text)| (name.split('/').map(str::to_owned).collect(), (*text).to_owned())).collect()
}

#[test]
fn the_test_sees_circles() {
    let scripts = made_up(&[
        ("a/one", "import { two } from '../b/two';"),
        ("b/two", "const Lazy = lazy(() => import('./three'));\nimport x from 'react';"),
        ("b/three", "export type { One } from '../a/one';"),
    ]);
    assert_eq!(graph::circles(&arrows(&scripts)).len(), 3);
}

#[test]
fn the_test_sees_imports_that_lead_up() {
    let scripts = made_up(&[
        ("shared/time", ""),
        ("core/engine", "import { count } from '../shared/time';\nimport { useCases } from '../cases/cases';"),
        ("cases/cases", "import type { Engine } from '../core/engine';\nexport * from './other';"),
        ("cases/other", "const Late = lazy(() => import('../attic/late'));"),
        ("attic/late", ""),
    ]);
    assert_eq!(upward(&arrows(&scripts)), ["cases/other imports attic/late", "core/engine imports cases/cases"]);
}
