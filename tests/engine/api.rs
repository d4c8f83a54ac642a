//! The public interface of the crate: nothing joins or leaves it unseen.

use crate::common::files::root;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The only types that may not grow: a host that does not know all their members cannot go on.
const EXHAUSTIVE: [&str; 3] = ["doctor::Sending", "machine::Next", "machine::Sending"];

/// The crate, and what it hands on of another one.
const CRATES: [&str; 2] = ["case-connectors", "markup"];

/// The interface, one line for each item. rustdoc writes JSON only for those who ask for what is unstable; the
/// toolchain and the crate that reads it are both pinned.
fn listed(name: &str) -> Vec<String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("api");
    let done = Command::new(env!("CARGO"))
        .current_dir(root())
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["rustdoc", "--quiet", "--package", name, "--lib", "--target-dir"])
        .arg(&target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json", "--cap-lints", "allow"])
        .status();
    assert!(done.unwrap().success(), "`cargo rustdoc` failed");
    let api = public_api::Builder::from_rustdoc_json(target.join(format!("doc/{}.json", name.replace('-', "_"))))
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build();
    api.unwrap().items().map(ToString::to_string).collect()
}

#[test]
fn the_interface_is_the_one_that_is_listed_and_can_grow() {
    let listed = CRATES.map(listed).concat();
    let new = listed.join("\n") + "\n";
    let path = root().join("tests/public-api.txt");
    if std::fs::read_to_string(&path).unwrap_or_default() != new {
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public-api.txt");
        std::fs::write(&copy, new).unwrap();
        panic!(
            "The public interface has changed. See what with `diff tests/public-api.txt {0}`. If it is meant, copy the \
             second over the first and say so in CHANGELOG.md.",
            copy.display()
        );
    }

    let within = |line: &'_ str, kind: &str| {
        let path = line.strip_prefix(kind)?;
        ["case_connectors::", "markup::"].iter().find_map(|name| path.strip_prefix(name)).map(str::to_owned)
    };
    let fields: BTreeSet<String> = listed.iter().filter_map(|line| within(line, "pub ")).collect();
    let closed = |line: &String| {
        let name = within(line, "pub struct ").or_else(|| within(line, "pub enum "))?;
        let name = name.split('<').next()?;
        let open = |member: &String| {
            member.strip_prefix(name).is_some_and(|rest| rest.starts_with("::") || rest.starts_with('<'))
        };
        (fields.iter().any(open) && !EXHAUSTIVE.contains(&name)).then(|| name.to_owned())
    };
    assert_eq!(listed.iter().filter_map(closed).collect::<Vec<_>>(), [""; 0], "these lack #[non_exhaustive]");
}
