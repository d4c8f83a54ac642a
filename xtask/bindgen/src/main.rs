//! wasm-bindgen and its test runner, at the version that Cargo.lock holds.
//!
//! `bindgen wasm ARGUMENTS` is the command `wasm-bindgen ARGUMENTS`;
//! `bindgen test ARGUMENTS` is `wasm-bindgen-test-runner ARGUMENTS`.
//! Nothing has to be installed, and no installed version can disagree.

use std::env;
use std::process::ExitCode;

use wasm_bindgen_cli::{wasm_bindgen, wasm_bindgen_test_runner};

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest = [command.clone()].into_iter().chain(arguments);
    let outcome = match command.to_str() {
        Some("wasm") => wasm_bindgen::run_cli_with_args(rest),
        Some("test") => wasm_bindgen_test_runner::run_cli_with_args(rest),
        _ => {
            eprintln!("Use: bindgen wasm ARGUMENTS, or bindgen test ARGUMENTS.");
            return ExitCode::FAILURE;
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}
