//! wasm-bindgen's test runner, at the version that Cargo.lock holds: `bindgen-test ARGUMENTS` is the command
//! `wasm-bindgen-test-runner ARGUMENTS`.

use std::env;
use std::process::ExitCode;

use wasm_bindgen_cli::wasm_bindgen_test_runner;

fn main() -> ExitCode {
    match wasm_bindgen_test_runner::run_cli_with_args(env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}
