//! The toolchain. Cargo names another one in RUSTUP_TOOLCHAIN in all of these: see `Stage::xtask`.

use crate::stage::Stage;

const TARGET: &str = "rust/lib/rustlib/wasm32-unknown-unknown";

#[test]
fn a_missing_target_is_added_to_the_toolchain_of_the_file() {
    let stage = Stage::new("target");
    stage.remove(TARGET);
    let started = stage.starts();
    assert!(started.url.starts_with("http://127.0.0.1:"), "{}", started.url);
    let log = stage.log();
    assert!(log.contains("rustup target add --toolchain 9.9.9 wasm32-unknown-unknown []\n"), "{log}");
    // Not the Cargo that started us.
    assert!(log.contains("cargo metadata --no-deps --format-version 1 [9.9.9]\n"), "{log}");
    assert!(!log.contains("another"), "{log}");
}

#[test]
fn a_missing_toolchain_is_installed_whole_and_rustup_left_as_it_is() {
    let stage = Stage::new("toolchain");
    stage.remove("rust");
    let _started = stage.starts();
    let log = stage.log();
    let all = "rustup toolchain install 9.9.9 --no-self-update --profile minimal --component rustfmt --component clippy \
               --target wasm32-unknown-unknown []\n";
    assert!(log.contains(all), "{log}");
}

#[test]
fn nothing_is_installed_where_nothing_is_missing() {
    let stage = Stage::new("complete");
    let _started = stage.starts();
    let log = stage.log();
    assert!(!log.contains("rustup target") && !log.contains("rustup component"), "{log}");
    assert!(!log.contains("rustup toolchain"), "{log}");
}

#[test]
fn the_tests_need_components_and_start_does_not() {
    let stage = Stage::new("components");
    stage.remove("rust/bin/rustfmt");
    stage.remove("rust/bin/cargo-clippy");
    let _ = stage.starts().terminate();
    assert!(!stage.log().contains("component add"), "{}", stage.log());
    let output = stage.xtask(&["test", "--only", "fmt"]).output().unwrap();
    let log = stage.log();
    assert!(output.status.success(), "{output:?}");
    assert!(log.contains("rustup component add --toolchain 9.9.9 rustfmt clippy []\n"), "{log}");
    // Every file by its name.
    let all = format!("rustfmt --check {} [", stage.root.join("src/lib.rs").display());
    assert!(log.contains(&all), "{log}");
}

#[test]
fn the_remedy_names_the_command_where_rustup_cannot() {
    let stage = Stage::new("offline");
    stage.remove(TARGET);
    stage.script("bin/rustup", r#"[ "$1" = run ] && echo "$STAGE/rust""#);
    let words = stage.fails(&["start"]);
    assert!(words.contains("\n  rustup target add --toolchain 9.9.9 wasm32-unknown-unknown\n"), "{words}");
}

#[test]
fn a_rust_without_rustup_is_taken_if_it_is_complete() {
    let stage = Stage::new("distribution");
    stage.remove("bin/rustup");
    stage.script("bin/rustc", r#"echo "$STAGE/rust""#);
    stage.script("bin/cargo-of-another-toolchain", r#"exec "$STAGE/rust/bin/cargo" "$@""#);
    let _ = stage.starts().terminate();
    stage.remove(TARGET);
    let words = stage.fails(&["start"]);
    assert!(words.contains("without rustup, and without wasm32-unknown-unknown."), "{words}");
    assert!(words.contains("Install rustup from rustup.rs"), "{words}");
}

#[test]
fn a_machine_without_rust_is_told_of_rustup() {
    let stage = Stage::new("no rust");
    stage.remove("bin/rustup");
    let words = stage.fails(&["start"]);
    assert!(words.contains("Neither `rustup` nor `rustc` is on the PATH."), "{words}");
    assert!(words.contains("rustup.rs"), "{words}");
}

#[test]
fn a_lock_file_that_is_behind_fails() {
    let stage = Stage::new("locks");
    stage.file("Cargo.lock", "");
    let metadata = "cargo metadata --quiet --locked --format-version 1";
    assert!(stage.xtask(&["test", "--only", "locks"]).output().unwrap().status.success());
    assert_eq!(stage.calls(metadata), 1);
    let real = stage.script_of("rust/bin/cargo");
    stage.script("rust/bin/cargo", &format!("case \"$*\" in *--locked*) exit 101 ;; esac\n{real}"));
    let words = stage.fails(&["test", "--only", "locks"]);
    assert!(words.contains("cargo update --workspace"), "{words}");
}
