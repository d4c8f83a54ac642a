//! Node and npm.

use crate::stage::{NPM, Stage};

#[test]
fn without_node_it_says_which_to_install() {
    let stage = Stage::new("no node");
    stage.remove("bin/node");
    let words = stage.fails(&["start"]);
    assert!(words.contains("`node` is not installed, or not on the PATH."), "{words}");
    assert!(words.contains("Install Node.js 20.19 or later"), "{words}");
    assert_eq!(stage.calls("cargo rustc"), 0, "it says so before it builds");
}

#[test]
fn an_old_node_is_named() {
    let stage = Stage::new("old node");
    stage.file("node-version", "v20.18.3");
    let words = stage.fails(&["start"]);
    assert!(words.contains("Node.js v20.18.3 is too old.\n  Install Node.js 20.19 or later"), "{words}");
}

#[test]
fn without_npm_it_says_what_to_install() {
    let stage = Stage::new("no npm");
    stage.remove("bin/npm");
    let words = stage.fails(&["start"]);
    assert!(words.contains("`npm` is not installed, or not on the PATH."), "{words}");
    assert!(words.contains("with npm"), "{words}");
}

#[test]
fn development_packages_are_installed_in_production_too() {
    let stage = Stage::new("production");
    let _started = stage.starts();
    let log = stage.log();
    assert!(log.contains("npm ci --include=dev --include=optional --include=peer "), "{log}");
}

#[test]
fn a_broken_off_install_is_made_again_and_a_complete_one_is_not() {
    let stage = Stage::new("broken off");
    stage.script("bin/npm", "mkdir -p node_modules/half; exit 1");
    assert!(stage.fails(&["start"]).contains("npm could not install the packages of www."));
    stage.script("bin/npm", NPM);
    stage.file("log", "");
    let _ = stage.starts().terminate();
    // Of the dashboard, and of what compiles the host.
    assert_eq!(stage.calls("npm ci"), 2);
    let _ = stage.starts().terminate();
    assert_eq!(stage.calls("npm ci"), 2);
    // Each of these is another install.
    stage.remove("www/node_modules/vite");
    let _ = stage.starts().terminate();
    assert_eq!(stage.calls("npm ci"), 3);
    stage.file("node-version", "v22.12.0");
    let _ = stage.starts().terminate();
    assert_eq!(stage.calls("npm ci"), 5);
    stage.file("www/package.json", "{ }");
    let _ = stage.starts().terminate();
    assert_eq!(stage.calls("npm ci"), 6);
}

#[test]
fn the_host_is_compiled_at_each_start() {
    let stage = Stage::new("host");
    for times in 1..=2 {
        let _ = stage.starts().terminate();
        assert_eq!(stage.log().matches("xtask/host.mjs").count(), times);
    }
}

#[test]
fn an_install_that_left_packages_out_is_none() {
    let stage = Stage::new("left out");
    stage.script("bin/npm", "mkdir -p node_modules");
    let words = stage.fails(&["start"]);
    assert!(words.contains("lacks `node_modules/vite`"), "{words}");
    assert!(!stage.root.join("www/node_modules/.complete").exists());
}

#[test]
fn each_trouble_with_the_registry_has_its_remedy() {
    let stage = Stage::new("registry");
    for (says, remedy) in [
        ("code ENOTFOUND", "npm does not reach its registry."),
        ("code ECONNREFUSED", "`npm config get proxy https-proxy`"),
        ("code SELF_SIGNED_CERT_IN_CHAIN", "NODE_EXTRA_CA_CERTS"),
        ("code E404", "`npm config get registry`"),
        ("code E401", "asks for a login"),
        ("code ENOSPC", "free space"),
        ("`npm ci` can only install packages when your package.json and package-lock.json are in sync", "npm install"),
        ("something new", "Remove node_modules there and try again."),
    ] {
        stage.script("bin/npm", &format!("echo 'npm error {says}' >&2; exit 1"));
        let words = stage.fails(&["start"]);
        assert!(words.contains(says) && words.contains(remedy), "{says}: {words}");
    }
}

#[test]
fn a_package_lock_that_is_behind_fails() {
    let stage = Stage::new("npm lock");
    stage
        .script("bin/npm", "echo 'npm error `npm ci` can only install packages when your package.json is' >&2; exit 1");
    let words = stage.fails(&["test", "--only", "locks"]);
    assert!(words.contains("commit its package-lock.json"), "{words}");
    assert!(stage.log().contains("--dry-run"), "{}", stage.log());
}
