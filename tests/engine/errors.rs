//! docs/errors.md names every code of the product, in the engine's own words, and a test asserts each.

use crate::common::files::{files, text};
use crate::common::{connector, options, well_answered};
use case_connectors::case::SecurityCase;
use case_connectors::connector::{Draft, Rules, Scalar, Secrets};
use case_connectors::error::Code;
use case_connectors::http::{FailReason, Request, Response};
use case_connectors::push::map_case;
use case_connectors::push::{Next, Push, PushState};
use case_connectors::systems::{Connector, validate};
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
    let above = ["MAPPING_INVALID", "LICENSE_REQUIRED"].map(str::to_owned);
    let problems: BTreeSet<String> = section("Problems of a form").into_iter().chain(above).collect();
    assert_eq!(union("codes.d.ts", "ProblemCode"), problems);
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
    // A system says in its form what only it knows of a value.
    let judges = files("src", &["validate.rs", "form.rs"]);
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

#[test]
fn every_documented_code_is_asserted_by_a_test() {
    let mut tests = files("tests", &[".rs", ".js", ".mjs", ".ts"]);
    tests.retain(|(path, _)| !path.starts_with("simulators/src"));
    tests.extend(files("src", &[".rs"]).into_iter().filter_map(|(path, text)| {
        let from = text.find("#[cfg(test)]")?;
        Some((path, text[from..].to_owned()))
    }));
    let variant = |code: &str| {
        let words = code.split('_').map(|word| format!("{}{}", &word[..1], word[1..].to_lowercase()));
        words.collect::<String>()
    };
    let variants: BTreeMap<&str, String> =
        Code::ALL.iter().map(|code| (code.as_str(), format!("Code::{code:?}"))).collect();
    let missing: Vec<String> = documented()
        .into_keys()
        .filter(|code| {
            let as_variant = variants.get(code.as_str()).cloned().unwrap_or_else(|| variant(code));
            let named = |text: &String| {
                text.contains(&format!("\"{code}\""))
                    || text.contains(&format!("'{code}'"))
                    || text.contains(&as_variant)
            };
            !tests.iter().any(|(_, text)| named(text))
        })
        .collect();
    assert!(missing.is_empty(), "no test asserts {missing:?}");
}

/// The error of a push whose requests are answered by `reply`; writes without an answer are looked for.
fn error_of(name: &str, reply: impl Fn(&Request) -> Result<Response, FailReason>) -> (PushState, Code) {
    let case = text("tests/fixtures/cases/phishing.json").into_bytes();
    let mut push = Push::new(case, &[], connector(name), &[], options()).unwrap();
    loop {
        match push.next() {
            Next::Save { .. } => push.saved().unwrap(),
            Next::Send { id, request, .. } => match reply(&request) {
                Ok(response) => push.receive(id, &response).unwrap(),
                Err(reason) => push.fail(id, reason, None).unwrap(),
            },
            Next::Wait { .. } => {}
            Next::Done => return (push.outcome().state, push.outcome().error.unwrap().code),
        }
    }
}

#[test]
fn answers_become_the_codes_that_say_what_to_do() {
    let refuse = |status: u16, headers: &[(&str, &str)], body: &str| {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Response::new(status, headers, body.as_bytes().to_vec())
    };
    let writes = |request: &Request| crate::common::writes(request);
    type Answer<'a> = (u16, &'a [(&'a str, &'a str)], &'a str, Code, PushState);
    let cases: [Answer<'_>; 6] = [
        (403, &[], "XSRF check failed", Code::XsrfRefused, PushState::Failed),
        (403, &[], "no", Code::Forbidden, PushState::Failed),
        (401, &[("x-case-connectors-gateway", "GATEWAY_UNAUTHORIZED")], "{}", Code::GatewayRefused, PushState::Failed),
        (
            403,
            &[("x-case-connectors-gateway", "GATEWAY_ORIGIN")],
            "{\"message\":\"no\"}",
            Code::GatewayRefused,
            PushState::Failed,
        ),
        (400, &[], "{\"errorMessages\":[\"no\"]}", Code::Rejected, PushState::Failed),
        (429, &[("retry-after", "3600")], "{}", Code::RateLimited, PushState::Failed),
    ];
    for (status, headers, body, code, state) in cases {
        let came = error_of("jira_data_center", |request| {
            Ok(if writes(request) { refuse(status, headers, body) } else { well_answered(request, false) })
        });
        assert_eq!(came, (state, code), "{status} {headers:?} {body}");
    }
    // A gateway that got no answer to a read is tried again, and then told.
    let failed = error_of("jira_data_center", |_| {
        Ok(refuse(502, &[("x-case-connectors-gateway", "GATEWAY_UNREACHABLE")], "{\"message\":\"Nothing was sent.\"}"))
    });
    assert_eq!(failed, (PushState::Failed, Code::GatewayFailed));
    // A create without an answer, in a system whose looks can tell nothing.
    let unknown = error_of("jira_cloud", |request| {
        if writes(request) {
            return Err(FailReason::NoAnswer);
        }
        // The anchor itself is not shown: the account may not see the project's issues.
        let nothing = json!({ "issues": [], "issueErrors": [] }).to_string();
        let is_trace = request.url.contains("bulkfetch") || request.url.contains("search");
        Ok(if is_trace {
            refuse(200, &[("content-type", "application/json")], &anchored(request, nothing))
        } else {
            well_answered(request, false)
        })
    });
    assert_eq!(unknown, (PushState::Unknown, Code::OutcomeUnknown));
}

/// The newest issue is known, so that a look by key has somewhere to begin.
fn anchored(request: &Request, nothing: String) -> String {
    if request.url.contains("ORDER%20BY%20key") {
        return json!({ "issues": [{ "id": "1", "key": "SOC-7", "fields": { "labels": [] } }], "isLast": true })
            .to_string();
    }
    nothing
}

#[test]
fn warnings_name_what_is_cut_changed_and_left_out() {
    let case = json!({ "id": "w", "title": "t".repeat(300), "description": "a [code]b[/code] c", "created_at": "2026-01-01T00:00:00Z",
        "tags": ["two words"], "comments": [{ "id": "p", "type": "persistableState", "created_at": "2026-01-01T00:00:00Z" }], "totalComment": 0 });
    let bytes = case.to_string().into_bytes();
    let parsed = SecurityCase::parse(&bytes, &[]).unwrap();
    let mut seen = BTreeSet::new();
    for name in crate::common::CONNECTORS {
        let stored = connector(name);
        let mut mappings: Vec<Value> =
            stored.mappings().iter().map(|mapping| serde_json::to_value(mapping).unwrap()).collect();
        if name.starts_with("jira") {
            mappings.push(json!({ "source": "tags", "target": "labels", "action": "overwrite" }));
        }
        let config = match name {
            "jira_cloud" | "jira_data_center" => {
                json!({ "apiUrl": stored.base().as_str(), "projectKey": "SOC", "email": "bot", "username": "bot" })
            }
            "resilient" => json!({ "apiUrl": stored.base().as_str(), "orgId": "201", "apiKeyId": "k" }),
            _ => json!({ "apiUrl": stored.base().as_str(), "username": "bot" }),
        };
        let draft =
            json!({ "id": stored.id(), "name": "x", "type": stored.type_id(), "config": config, "mappings": mappings });
        let connector = Connector::from_json(draft.to_string().as_bytes()).unwrap();
        seen.extend(map_case(&parsed, &connector, None).unwrap().warnings.into_iter().map(|warning| warning.code));
    }
    let expected = ["ATTACHMENTS_SKIPPED", "LABEL_CHANGED", "TEXT_CHANGED", "TEXT_CUT"];
    assert_eq!(
        expected.iter().filter(|code| !seen.contains(**code)).collect::<Vec<_>>(),
        Vec::<&&str>::new(),
        "{seen:?}"
    );
}

#[test]
fn a_token_with_a_foreign_character_is_not_ascii() {
    let config = [("apiUrl", "https://jira.example"), ("projectKey", "SOC"), ("email", "bot")]
        .map(|(key, value)| (key.to_owned(), Scalar::from(value)));
    let advanced = Scalar::Section([("auth".to_owned(), Scalar::from("bearer"))].into());
    let mut draft = Draft::new(".jira");
    draft.name = Some("J".into());
    draft.config = config.into();
    draft.config.insert("advanced".into(), advanced);
    draft.secrets = Secrets::from([("apiToken", "tökén")]);
    let codes: Vec<_> = validate(&draft, Rules::default()).into_iter().map(|problem| problem.code).collect();
    assert!(codes.contains(&"NOT_ASCII"), "{codes:?}");
}
