//! The structure: the engine does no I/O, has no clock and no randomness, only `src/wasm/` knows that
//! there is JavaScript, and who uses whom goes one way: down.

mod dashboard;
mod graph;

use self::graph::Module;
use std::collections::BTreeMap;

/// The floors, the lowest first. A module uses those of the floors below, and none of its own.
const FLOORS: [&[&str]; 10] = [
    &["words"],
    &["error", "json", "markup", "order", "unreadable", "url", "warning"],
    &["http", "case"],
    &["machine"],
    &["connector"],
    &["systems"],
    &["doctor", "fields", "push"],
    &["delegate", "pull"],
    &["host"],
    &["wasm"],
];

/// Every source file, with its text.
fn sources() -> BTreeMap<Module, String> {
    let found = graph::sources("src");
    assert!(found.len() > 30, "the sources were not found");
    found
}

/// The code without line comments, without string literals, and up to the unit tests.
fn code_of(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    text.lines().map(without_strings_and_comments).collect::<Vec<_>>().join("\n")
}

fn without_strings_and_comments(line: &str) -> String {
    let mut out = String::new();
    let mut characters = line.chars().peekable();
    let mut in_string = false;
    while let Some(c) = characters.next() {
        match c {
            '\\' if in_string => drop(characters.next()),
            '"' => in_string = !in_string,
            '/' if !in_string && characters.peek() == Some(&'/') => break,
            c if !in_string => out.push(c),
            _ => {}
        }
    }
    out
}

fn floor(module: &str) -> usize {
    FLOORS.iter().position(|floor| floor.contains(&module)).unwrap_or_else(|| {
        panic!("{module} has no floor yet: say in tests/engine/purity what it may use");
    })
}

/// Where code outside of `src/wasm/` has one of these words.
fn outside_of_wasm(words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (module, text) in sources().iter().filter(|(module, _)| module.first().is_none_or(|first| first != "wasm")) {
        for (number, line) in code_of(text).lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(**word)) {
                found.push(format!("{}, line {} has {word}", module.join("/"), number + 1));
            }
        }
    }
    found
}

#[test]
fn only_src_wasm_knows_that_there_is_javascript() {
    let crates =
        ["wasm_bindgen", "js_sys", "web_sys", "gloo", "serde_wasm_bindgen", "tsify", "console_error", "JsValue"];
    assert_eq!(outside_of_wasm(&crates), Vec::<String>::new());
    let lib = code_of(&sources()[&Module::new()]);
    let named: Vec<&str> = lib.lines().filter(|line| line.contains("wasm")).map(str::trim).collect();
    assert_eq!(named, ["pub mod wasm;"], "lib.rs only opens the door, behind a feature");
    assert!(lib.contains("#[cfg(feature = )]\n#[doc(hidden)]\npub mod wasm;"));
}

#[test]
fn the_engine_has_no_clock_no_randomness_and_does_no_io() {
    let effects = [
        "SystemTime::now",
        "Instant",
        "OffsetDateTime::now",
        "Utc::now",
        "Local::now",
        "rand::",
        "getrandom",
        "fastrand",
        "RandomState",
        "std::fs",
        "std::io",
        "std::env",
        "std::process",
        "std::thread",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "ToSocketAddrs",
        "println!",
        "eprintln!",
        "print!",
        "eprint!",
        "dbg!",
        "HashMap",
        "HashSet",
        "static mut",
        "thread_local!",
    ];
    assert_eq!(outside_of_wasm(&effects), Vec::<String>::new());
}

#[test]
fn the_engine_cannot_panic_on_purpose_and_is_safe_rust() {
    let traps = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!(", "unsafe "];
    assert_eq!(outside_of_wasm(&traps), Vec::<String>::new());
}

#[test]
fn arrows_point_down_only() {
    let mut up = Vec::new();
    for (module, targets) in graph::arrows(&sources()) {
        for (target, names) in targets {
            let (Some(own), Some(other)) = (module.first(), target.first()) else { continue };
            if own != other && floor(other) >= floor(own) {
                up.push(format!("{} -> {}: {names:?}", module.join("/"), target.join("/")));
            }
        }
    }
    assert!(up.is_empty(), "these arrows do not point down:\n{}", up.join("\n"));
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    for folder in ["src", "xtask/src"] {
        let circles = graph::circles(&graph::arrows(&graph::sources(folder)));
        assert!(circles.is_empty(), "in {folder} these arrows are parts of circles:\n{}", circles.join("\n"));
    }
}

#[test]
fn a_system_uses_no_other_system() {
    let sources = sources();
    let is_system = |module: &Module| {
        // A system is a folder: what all systems share are single files.
        module.len() >= 2 && sources.keys().any(|other| other.len() > 2 && other.starts_with(&module[..2]))
    };
    let mut files = 0;
    for (module, targets) in graph::arrows(&sources) {
        if module.first().is_none_or(|first| first != "systems") || !is_system(&module) {
            continue;
        }
        files += 1;
        for target in targets.keys().filter(|target| target.first() == module.first() && is_system(target)) {
            // `servicenow_sir` is another table of `servicenow`, and builds on it by its name.
            let builds_on = module[1].starts_with(&format!("{}_", target[1]));
            assert!(target[1] == module[1] || builds_on, "{} uses {}", module.join("/"), target.join("/"));
        }
    }
    assert!(files > 3, "the systems were not found");
}

#[test]
fn no_system_is_named_outside_of_its_folder() {
    // A new system is one new folder and its name in the list, so nothing else may know one by its type.
    let types: Vec<String> =
        case_connectors::systems::FORMS.iter().map(|form| format!("\"{}\"", form.type_id)).collect();
    for (module, text) in sources() {
        if module.first().is_some_and(|first| first == "systems" || first == "wasm") {
            continue;
        }
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            assert!(!types.iter().any(|name| line.contains(name)), "{}: {line}", module.join("/"));
        }
    }
}

/// Crates of the workspace, by the folder of their root file.
const CRATES: [&str; 8] = [
    "src",
    "src/markup",
    "tests/engine",
    "tests/simulators/src",
    "tests/simulators/tests/rules",
    "xtask/src",
    "xtask/bindgen/src",
    "xtask/tests/surroundings",
];

/// The files that no `mod` line names: Cargo compiles them never, so nothing in them can fail.
fn undeclared(sources: &BTreeMap<Module, String>) -> Vec<String> {
    let declared = |module: &Module| {
        let (name, parent) = module.split_last().unwrap();
        let line = format!("mod {name};");
        sources
            .get(parent)
            .is_some_and(|text| text.lines().any(|it| it == line || it.starts_with("pub") && it.ends_with(&line)))
    };
    let is_root = |module: &Module| *module == graph::root(module);
    sources.keys().filter(|module| !is_root(module) && !declared(module)).map(|module| module.join("/")).collect()
}

#[test]
fn every_file_is_compiled() {
    for folder in CRATES {
        assert_eq!(undeclared(&graph::sources(folder)), Vec::<String>::new(), "in {folder}");
    }
}

#[test]
fn the_test_sees_what_it_looks_for() {
    let sources = modules(&[
        ("", "pub mod low;\npub mod high;"),
        ("low", "use crate::{high::{Tower as T, Wall}}; // crate::other\n#[cfg(test)]\nmod tests { use super::*; }"),
        ("high", "mod tower;\npub use tower::Tower; pub struct Wall;"),
        (
            "high/tower",
            "macro_rules! m { () => { crate::low::x() } } pub(in crate::low) const A: &str = \"crate::low\";",
        ),
    ]);
    let circles = graph::circles(&graph::arrows(&sources));
    assert_eq!(circles, ["high/tower -> low: x", "low -> high/tower: Tower"]);
    assert_eq!(undeclared(&sources), Vec::<String>::new());
    let forgotten = [("", "pub mod low;"), ("low", "// mod wall;"), ("low/wall", ""), ("high", "")];
    assert_eq!(undeclared(&modules(&forgotten)), ["high", "low/wall"]);
    assert_eq!(code_of("a // b\n\"crate::c\"\n#[cfg(test)]\nmod tests { d }").trim(), "a");
}

fn modules(texts: &[(&str, &str)]) -> BTreeMap<Module, String> {
    let path = |name: &str| name.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    texts.iter().map(|(name, text)| (path(name), (*text).to_owned())).collect()
}
