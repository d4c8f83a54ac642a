//! No code of the doctor is there for show: each is what some test of these files expects.

use crate::common::files::{root, text};
use crate::errors::asserted::asserted;
use crate::errors::lexer::Language;
use case_connectors::error::Code;

/// Codes that the doctor reads in an answer and says something else for.
const READ_ONLY: [Code; 2] = [Code::NotFound, Code::Rejected];

#[test]
fn every_code_of_the_doctor_is_triggered_by_a_test() {
    let of_systems = std::fs::read_dir(root().join("src/systems")).unwrap();
    let of_systems = of_systems.map(|entry| entry.unwrap().path().join("checks.rs")).filter(|path| path.exists());
    let of_systems: Vec<String> = of_systems.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert!(of_systems.len() > 2, "the systems were not found");
    let doctor = ["doctor/mod.rs", "doctor/report.rs", "doctor/transport.rs", "systems/checks.rs"];
    let code = doctor.map(|name| text(&format!("src/{name}"))).join("\n") + &of_systems.join("\n");
    let tests = ["systems.rs", "transport.rs"].map(|name| text(&format!("tests/engine/doctor/{name}"))).concat();
    let asserted = asserted(&tests, Language::Rust);
    let named = |name: &str| code.match_indices("Code::").any(|(at, _)| word(&code[at + 6..]) == name);
    let used: Vec<Code> = Code::ALL.iter().copied().filter(|code| named(&format!("{code:?}"))).collect();
    assert!(used.len() > 20, "the sources were not read: {used:?}");
    let untested = used.iter().filter(|code| !READ_ONLY.contains(code));
    let untested: Vec<&str> = untested.map(|code| code.as_str()).filter(|code| !asserted.contains(*code)).collect();
    assert_eq!(untested, Vec::<&str>::new());
}

fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap()
}
