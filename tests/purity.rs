//! The house: the engine does no I/O, has no clock and no randomness, only `src/wasm/` knows that
//! there is JavaScript, and who uses whom goes one way: down.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors of the house, the lowest first. A module may use those of its own floor and below.
const FLOORS: [&[&str]; 7] = [
    &["case", "http", "error", "hash", "time", "warning"],
    &["mapping", "markup", "connector"],
    &["systems"],
    &["doctor"],
    &["push"],
    &["delegate"],
    &["wasm"],
];

/// The one look upwards: a connector finds its type in the list of systems, and the mapping asks the
/// system that it finds there for its fields. Passing the list down through every call instead would
/// make each host name it, and a host could name another list for the form than for the push.
const LOOKS_UP: [(&str, &str); 3] =
    [("connector/stored.rs", "systems"), ("connector/validate.rs", "systems"), ("mapping.rs", "systems")];

/// On the lowest floor even neighbours are few: what each may use there.
const GROUND: [(&str, &[&str]); 6] = [
    ("error", &[]),
    ("hash", &[]),
    ("time", &[]),
    ("warning", &[]),
    ("http", &["error"]),
    ("case", &["error", "time"]),
];

/// Every source file with its text; what stands in comments, tests and strings is taken out.
fn sources() -> BTreeMap<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = code_of(&fs::read_to_string(&path).unwrap());
                found.insert(path.strip_prefix(&root).unwrap().to_owned(), text);
            }
        }
    }
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

/// The module of the first level that a file belongs to; nothing for `lib.rs`.
fn module(path: &Path) -> Option<String> {
    let first = path.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
    (first != "lib").then_some(first)
}

fn floor(module: &str) -> usize {
    FLOORS.iter().position(|floor| floor.contains(&module)).unwrap_or_else(|| {
        panic!("{module} has no floor yet: say in tests/purity.rs what it may use");
    })
}

/// The modules of the first level that a text names by `crate::`, one or several at a time.
fn used(code: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut used = Vec::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            None => used.push(word(after)),
            Some(group) => {
                // Only the first word of each entry of the outermost group is a module.
                let mut depth = 0;
                let mut entry = String::new();
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => used.push(word(std::mem::take(&mut entry).trim())),
                        c if depth == 0 => entry.push(c),
                        _ => {}
                    }
                }
                used.push(word(entry.trim()));
            }
        }
    }
    used.retain(|name| !name.is_empty());
    used
}

/// Where code outside of `src/wasm/` has one of these words.
fn outside_of_wasm(words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, code) in sources().iter().filter(|(path, _)| !path.starts_with("wasm")) {
        for (number, line) in code.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(**word)) {
                found.push(format!("src/{}:{} has {word}", path.display(), number + 1));
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
    let lib = &sources()[Path::new("lib.rs")];
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
    for (path, code) in sources() {
        let Some(own) = module(&path) else { continue };
        for other in used(&code).into_iter().filter(|other| *other != own) {
            let allowed = match GROUND.iter().find(|(name, _)| *name == own) {
                Some((_, below)) => below.contains(&other.as_str()),
                None => floor(&other) <= floor(&own),
            };
            let looks_up = LOOKS_UP.iter().any(|(file, module)| path == Path::new(file) && other == *module);
            if !allowed && !looks_up {
                up.push(format!("src/{} uses {other}", path.display()));
            }
        }
    }
    up.dedup();
    assert!(up.is_empty(), "{}", up.join("\n"));
}

#[test]
fn a_room_of_a_system_uses_no_other_room() {
    let rooms = ["servicenow", "jira", "resilient"];
    for (path, code) in sources() {
        let Some(own) = path.strip_prefix("systems").ok().and_then(|below| below.components().next()) else { continue };
        let own = own.as_os_str().to_str().unwrap().to_owned();
        for other in rooms.iter().filter(|room| rooms.contains(&own.as_str()) && **room != own) {
            for way in ["super::", "systems::"] {
                assert!(!code.contains(&format!("{way}{other}")), "src/{} uses {other}", path.display());
            }
        }
    }
}

#[test]
fn no_system_is_named_outside_of_its_room() {
    // A fourth system is one new room and one line in the list, so nothing else may know one by its type.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in sources().into_keys().filter(|path| !path.starts_with("systems") && !path.starts_with("wasm")) {
        let text = fs::read_to_string(root.join(&path)).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for name in ["\".jira\"", "\".servicenow\"", "\".resilient\""] {
                assert!(!line.contains(name), "src/{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn the_test_sees_what_it_looks_for() {
    let code = code_of(
        "use crate::{error::{Code, Error}, push, http as h};\nlet a = crate::time::now(); // crate::wasm\n\"crate::systems\"",
    );
    assert_eq!(used(&code), ["error", "push", "http", "time"]);
    assert_eq!(code_of("a\n#[cfg(test)]\nmod tests { crate::push }").trim(), "a");
}
