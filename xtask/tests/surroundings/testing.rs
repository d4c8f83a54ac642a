//! `test`: what is not there, and what tests nothing, has failed.

use crate::stage::Stage;

#[test]
fn a_suite_that_has_vanished_has_failed() {
    let stage = Stage::new("vanished");
    for (step, suite) in [
        ("rust", "tests/engine/main.rs"),
        ("host", "tests/host/vitest.config.js"),
        ("gateway", "tests/gateway"),
        ("judges-node", "tests/judges/node"),
        ("judges-python", "tests/judges/python"),
    ] {
        let words = stage.fails(&["test", "--only", step]);
        assert!(words.contains(suite) && words.contains("0 passed, 1 failed"), "{step}: {words}");
    }
}

#[test]
fn a_runner_that_is_content_without_any_test_has_failed() {
    let stage = Stage::new("no tests");
    for suite in ["tests/engine", "tests/simulators/tests/rules", "xtask/tests/surroundings"] {
        stage.file(&format!("{suite}/main.rs"), "");
    }
    let words = stage.fails(&["test", "--only", "rust"]);
    assert!(words.contains("no test was counted") && words.contains("0 passed, 1 failed"), "{words}");
    let cargo = stage.script_of("rust/bin/cargo");
    let passed = "echo 'test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out'";
    stage.script("rust/bin/cargo", &format!("case $1 in test) {passed} ;; esac\n{cargo}"));
    assert!(stage.xtask(&["test", "--only", "rust"]).output().unwrap().status.success());
}

#[test]
fn the_steps_run_side_by_side_and_each_keeps_its_words_together() {
    let stage = Stage::new("side by side");
    let words = stage.fails(&["test"]);
    // Those that say something: the next words after the title of a step are its own.
    let rust = words.split("\n=== rust ===\n").nth(1).unwrap();
    assert!(rust.starts_with("error: tests/engine/main.rs is not there."), "{words}");
    // The table keeps the order of the steps, whoever ended first.
    let table = words.split("\nstep ").nth(1).unwrap();
    let steps: Vec<&str> = table.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    let at = |name: &str| steps.iter().position(|step| *step == name);
    assert_eq!((at("locks"), at("fmt")), (Some(0), Some(1)), "{words}");
    assert!(at("pack") < at("rust") && at("rust") < at("judges-python"), "{words}");
}
