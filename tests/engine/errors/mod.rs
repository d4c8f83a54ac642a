//! docs/errors.md names every code of the product, in the engine's own words, and a test asserts each.

pub(crate) mod answers;
pub(crate) mod asserted;
mod codes;
pub(crate) mod lexer;
mod reports;

use crate::common::files::{files, text};
use asserted::asserted;
use case_connectors::error::Code;
use case_connectors::http::FailReason;
use lexer::Language;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The rows of the tables of docs/errors.md, by code.
fn documented() -> BTreeMap<String, (String, String)> {
    table(&text("docs/errors.md"))
}

/// The rows of tables, by code; a leading column with the status is passed over.
fn table(text: &str) -> BTreeMap<String, (String, String)> {
    let rows = text.lines().filter(|line| line.starts_with("| "));
    let cells = |line: &str| -> Vec<String> {
        let line = line.trim_matches('|').replace("\\|", "\u{0}");
        line.split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect()
    };
    rows.filter_map(|line| {
        let cells = cells(line);
        let at = cells.iter().position(|cell| cell.starts_with('`') && cell.to_uppercase() == *cell)?;
        Some((cells[at].trim_matches('`').to_owned(), (cells.get(at + 1)?.clone(), cells.get(at + 2)?.clone())))
    })
    .collect()
}

/// The codes of one section of docs/errors.md.
fn section(title: &str) -> BTreeSet<String> {
    let text = text("docs/errors.md");
    let section = text.split("\n## ").find(|section| section.starts_with(title)).unwrap();
    table(section).into_keys().collect()
}

/// The words of a union in a declaration file.
fn union(file: &str, name: &str) -> BTreeSet<String> {
    let text = text(&format!("pkg/{file}"));
    let (_, union) = text.split_once(&format!("export type {name} =")).unwrap();
    let lines = union.split(';').next().unwrap().lines().filter(|line| !line.trim().starts_with("/**"));
    lines.flat_map(|line| line.split('\'').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// What stands between quotes and looks like a code.
fn quoted_codes(text: &str, quote: char) -> BTreeSet<String> {
    let is_code =
        |word: &&str| word.len() > 3 && word.contains('_') && word.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    text.split(quote).filter(is_code).map(str::to_owned).collect()
}

#[test]
fn every_code_of_the_engine_is_documented_in_its_own_words() {
    let documented = documented();
    for code in Code::ALL {
        let expected = (code.meaning().to_owned(), code.remedy().to_owned());
        assert_eq!(documented.get(code.as_str()), Some(&expected), "{}", code.as_str());
    }
}

#[test]
fn every_other_code_is_documented_and_no_code_is_invented() {
    // What the code says in quotes that is no code of ours: Jira's rights, a journal's reasons, an environment, what platforms
    // say of connections.
    const OTHERS: [&str; 13] = [
        "ADD_COMMENTS",
        "BROWSE_PROJECTS",
        "CREATE_ISSUES",
        "EDIT_ISSUES",
        "NOT_THERE",
        "SETTLED_NOT_THERE",
        "CARGO_PKG_VERSION",
        "CASE_INVALID",
        "PBKDF_",
        "EAI_AGAIN",
        "UND_ERR_SOCKET",
        "ERR_TLS_CERT_ALTNAME_INVALID",
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ];
    let mut used: BTreeSet<String> =
        files("src", &[".rs"]).iter().flat_map(|(_, text)| quoted_codes(text, '"')).collect();
    used.extend(files("pkg", &[".js"]).iter().flat_map(|(_, text)| quoted_codes(text, '\'')));
    used.retain(|code| !OTHERS.contains(&code.as_str()));
    used.extend(Code::ALL.iter().map(|code| code.as_str().to_owned()));
    used.insert("COLON".into());
    let documented: BTreeSet<String> = documented().into_keys().collect();
    let undocumented: Vec<_> = used.difference(&documented).collect();
    let invented: Vec<_> = documented.difference(&used).collect();
    assert!(undocumented.is_empty() && invented.is_empty(), "undocumented {undocumented:?}, invented {invented:?}");
}

#[test]
fn the_declared_codes_are_those_of_the_engine_and_of_the_documents() {
    let engine: BTreeSet<String> = Code::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    assert_eq!(union("codes.d.ts", "EngineErrorCode"), engine);
    let others = ["MAPPING_INVALID", "LICENSE_REQUIRED", "DEPLOYMENT_WRONG", "DEPLOYMENT_FOUND"].map(str::to_owned);
    let problems: BTreeSet<String> = section("Problems of a form").into_iter().chain(others).collect();
    assert_eq!(union("codes.d.ts", "ProblemCode"), problems);
    assert_eq!(union("codes.d.ts", "NoteCode"), section("Notes of live fields"));
    assert_eq!(union("codes.d.ts", "WarningCode"), section("Warnings of a plan"));
    let gateway: BTreeSet<String> =
        section("The gateway's own answers").into_iter().filter(|code| code != "GATEWAY_OPTIONS").collect();
    assert_eq!(union("gateway/index.d.ts", "GatewayCode"), gateway);
    // What the scripts of the package throw themselves.
    let mut own = union("codes.d.ts", "ErrorCode");
    own.extend(union("load.d.ts", "InitErrorCode"));
    let mut scripts: BTreeSet<String> =
        files("pkg", &[".js"]).iter().flat_map(|(_, text)| quoted_codes(text, '\'')).collect();
    // A gateway's own answers are no errors that anybody catches; a problem's code decides when it is shown.
    scripts.retain(|code| !engine.contains(code) && !gateway.contains(code) && !problems.contains(code));
    assert_eq!(own, scripts);
}

#[test]
fn a_problem_and_a_warning_have_codes_of_their_own_kind() {
    // A system says in its form what only it knows of a value; a case's fields are judged by what it was read to take.
    let judges = files("src", &["validate.rs", "form.rs", "check_live.rs"]);
    let mut problems: BTreeSet<String> = judges.iter().flat_map(|(_, text)| quoted_codes(text, '"')).collect();
    problems.extend(["COLON", "MAPPING_INVALID"].map(str::to_owned));
    assert_eq!(union("codes.d.ts", "ProblemCode"), problems);
    let sources = files("src", &[".rs"]);
    let warnings = sources.iter().flat_map(|(_, text)| text.split("Warning::new(").skip(1).map(str::to_owned));
    let warnings: BTreeSet<String> =
        warnings.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next().map(str::to_owned)).collect();
    assert_eq!(warnings.difference(&union("codes.d.ts", "WarningCode")).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(!warnings.is_empty());
}

#[test]
fn a_connection_that_failed_for_a_known_cause_has_the_remedy_for_it() {
    let because = |cause: &str| {
        let mut error = FailReason::NoAnswer.error();
        error.cause = Some(cause.into());
        error
    };
    for (cause, words) in [
        ("ECONNREFUSED", "host and port"),
        ("ENOTFOUND", "host name"),
        ("UND_ERR_SOCKET", "cut"),
        ("DEPTH_ZERO_SELF_SIGNED_CERT", "NODE_EXTRA_CA_CERTS"),
        ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "NODE_EXTRA_CA_CERTS"),
        ("UND_ERR_CONNECT_TIMEOUT", "proxy"),
    ] {
        let error = because(cause);
        assert!(error.remedy().contains(words) && !error.remedy().contains("browser"), "{cause}: {}", error.remedy());
        let told = serde_json::to_value(&error).unwrap();
        assert_eq!(told["cause"], json!({ "code": cause }));
        assert_eq!(told["remedy"], error.remedy());
    }
    assert!(FailReason::NoAnswer.error().remedy().contains("CORS"));
    assert_eq!(serde_json::to_value(FailReason::NoAnswer.error()).unwrap()["cause"], Value::Null);
}

/// Files of tests that list codes and make none happen: what compares documents, and what only has to compile.
const LISTS: [&str; 3] = ["engine/errors/", "consumers/types/", "simulators/src/"];

/// The codes that the tests assert.
fn asserted_codes() -> BTreeSet<String> {
    let mut sources = files("tests", &[".rs", ".js", ".mjs", ".ts"]);
    sources.retain(|(path, _)| path.ends_with("codes.rs") || !LISTS.iter().any(|list| path.starts_with(list)));
    sources.extend(files("src", &[".rs"]).into_iter().filter_map(|(path, text)| {
        let from = text.find("#[cfg(test)]")?;
        Some((path, text[from..].to_owned()))
    }));
    let mut found = BTreeSet::new();
    for (path, text) in &sources {
        let is_rust = path.extension().is_some_and(|ending| ending == "rs");
        found.extend(asserted(text, if is_rust { Language::Rust } else { Language::JavaScript }));
    }
    found
}

#[test]
fn every_documented_code_is_asserted_by_a_test() {
    let asserted = asserted_codes();
    let variants: BTreeMap<&str, String> =
        Code::ALL.iter().map(|code| (code.as_str(), format!("Code::{code:?}"))).collect();
    let is_asserted =
        |code: &String| asserted.contains(code) || variants.get(code.as_str()).is_some_and(|it| asserted.contains(it));
    let missing: Vec<String> = documented().into_keys().filter(|code| !is_asserted(code)).collect();
    assert!(missing.is_empty(), "no test asserts {missing:?}");
}
