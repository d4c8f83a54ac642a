//! wasm-bindgen, at the version that Cargo.lock holds: `bindgen COMPILED FOLDER NAME`.
//!
//! Nothing has to be installed, and no installed version can disagree. The declarations are left out: what the package
//! ships is written by hand.

use std::env;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [compiled, folder, name] = arguments.as_slice() else {
        eprintln!("Use: bindgen COMPILED FOLDER NAME.");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name(name)
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    match bindgen.web(true).and_then(|bindgen| bindgen.generate(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}
