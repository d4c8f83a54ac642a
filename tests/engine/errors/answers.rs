//! What the systems answer where they refuse or fail, from `fixtures/answers.json`: the push and the doctor say the same of it, and
//! docs/errors.md has it.

use crate::common::files::text;
use crate::common::{came, connector, connector_json, options, well_answered, writes};
use case_connectors::connector::{Draft, Rules, Secrets};
use case_connectors::doctor::{CheckState, Checkup, Next as Asked, WebPage};
use case_connectors::error::Error;
use case_connectors::http::{Request, Response};
use case_connectors::machine::Machine;
use case_connectors::push::{Next, Push, PushState};
use case_connectors::systems::Connector;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    system: String,
    connector: String,
    /// The answer in words, as the documents have it.
    answer: String,
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Value,
    /// The request that gets it: the first one that reads, or that writes.
    to: To,
    code: String,
    /// What the answer names, and the message therefore too.
    #[serde(default)]
    names: Option<String>,
    /// The code of the doctor, where the answer can come to a question of the doctor.
    #[serde(default)]
    doctor: Option<String>,
    says: String,
    remedy: String,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum To {
    Read,
    Write,
}

fn rows() -> Vec<Row> {
    serde_json::from_str(&text("tests/fixtures/answers.json")).unwrap()
}

impl Row {
    fn response(&self) -> Response {
        let mut headers = self.headers.clone();
        let (kind, body) = match &self.body {
            Value::String(page) if page.starts_with('<') => ("text/html", page.clone()),
            Value::String(words) => ("text/plain", words.clone()),
            body => ("application/json", body.to_string()),
        };
        headers.insert("content-type".into(), kind.into());
        came(self.status, headers, body.into_bytes())
    }

    fn connector(&self) -> Connector {
        connector(if self.connector == "servicenow" { "servicenow_table" } else { &self.connector })
    }
}

/// How a push ends whose requests are answered so.
pub(crate) fn end(connector: Connector, answer: impl Fn(&Request) -> Response) -> (PushState, Option<Error>) {
    let case = text("tests/fixtures/cases/phishing.json").into_bytes();
    let mut push = Push::new(case, &[], connector, &[], options()).unwrap();
    loop {
        match push.next() {
            Next::Save { .. } => push.saved().unwrap(),
            Next::Send { id, request, .. } => push.receive(id, &answer(&request)).unwrap(),
            Next::Wait { .. } => {}
            Next::Done => return (push.outcome().state, push.outcome().error),
        }
    }
}

#[test]
fn each_known_answer_says_what_it_means_and_what_to_do() {
    for row in rows() {
        let (state, error) = end(row.connector(), |request| match row.to {
            To::Read => row.response(),
            To::Write if writes(request) => row.response(),
            To::Write => well_answered(request, false),
        });
        let error = error.unwrap();
        let says = row.says.replace("{name}", row.names.as_deref().unwrap_or("?"));
        assert_eq!((state, error.code.as_str()), (PushState::Failed, row.code.as_str()), "{row:?}\n{error:?}");
        assert!(error.message.starts_with(&says), "{says}\n{error:?}");
        assert!(row.names.as_ref().is_none_or(|names| error.message.contains(names)), "{row:?}\n{error:?}");
        assert_eq!((error.remedy(), error.status), (row.remedy.as_str(), Some(row.status)), "{row:?}");
    }
}

#[test]
fn the_doctor_says_the_same_of_the_same_answer() {
    let asked: Vec<Row> = rows().into_iter().filter(|row| row.doctor.is_some()).collect();
    assert!(asked.len() > 15);
    for row in asked {
        let name = if row.connector == "servicenow" { "servicenow_table" } else { &row.connector };
        let mut draft: Draft = serde_json::from_value(connector_json(name)).unwrap();
        draft.secrets =
            Secrets::from([("password", "a secret"), ("apiToken", "a-secret"), ("apiKeySecret", "a-secret")]);
        let mut checkup = Checkup::new(&draft, Rules::default(), WebPage::default());
        while let Asked::Send { id, request, .. } = checkup.next() {
            let kind = if row.connector == "jira_cloud" { "Cloud" } else { "Server" };
            let info = json!({ "version": "10.3.0", "versionNumbers": [10, 3, 0], "deploymentType": kind });
            let json = BTreeMap::from([("content-type".to_owned(), "application/json".to_owned())]);
            let is_anonymous = request.url.contains("serverInfo");
            let answer = if is_anonymous { came(200, json, info.to_string().into()) } else { row.response() };
            checkup.receive(id, &answer).unwrap();
        }
        let report = checkup.report();
        let failed = report.checks.iter().find(|check| check.state == CheckState::Failed);
        let failed = failed.unwrap_or_else(|| panic!("{row:?}\n{report:#?}"));
        assert_eq!(failed.code.map(|code| code.as_str()), row.doctor.as_deref(), "{row:?}\n{report:#?}");
        assert_eq!(failed.remedy.as_deref(), Some(row.remedy.as_str()), "{row:?}");
        let says = row.says.replace("{name}", row.names.as_deref().unwrap_or("?"));
        assert!(failed.message.contains(&says), "{row:?}\n{report:#?}");
    }
}

#[test]
fn the_documents_have_each_known_answer_and_no_other() {
    let text = text("docs/errors.md");
    let section = text.split("\n## ").find(|section| section.starts_with("What the systems answer")).unwrap();
    let mut documented = Vec::new();
    for part in section.split("\n### ").skip(1) {
        let system = part.lines().next().unwrap();
        let lines = part.lines().filter(|line| line.starts_with("| ")).skip(1);
        documented.extend(lines.map(|line| format!("{system} {line}")));
    }
    let expected: Vec<String> = rows()
        .iter()
        .map(|row| {
            let says = row.says.replace("{name}", "…");
            format!("{} | {} | {says} | {} | {} |", row.system, row.answer, row.remedy, row.code)
        })
        .collect();
    assert_eq!(documented, expected);
}

#[test]
fn each_row_of_the_engine_has_a_row_in_the_documents() {
    for (system, folder) in [("ServiceNow", "servicenow"), ("Jira", "jira"), ("IBM Resilient", "resilient")] {
        let source = text(&format!("src/systems/{folder}/refusals.rs"));
        let known = source.matches("Known::of(").count() + source.matches("Known::by_header(").count();
        // One answer of Jira is known by its status or by its words.
        let twice = usize::from(system == "Jira");
        let documented = rows().iter().filter(|row| row.system == system).count();
        assert_eq!(known - twice, documented, "{system}");
    }
}

#[test]
fn words_that_a_secret_may_hide_in_are_not_named() {
    let answer =
        json!({ "error": { "message": "Operation Failed", "detail": "The following fields are mandatory: hunter2" } });
    let mut sent = Request::get("https://dev1.service-now.com".to_owned());
    // Too short to be told apart from other words: all words of the answer are withheld.
    sent.headers.insert("authorization".into(), "Bearer abc".into());
    let response = Response::received(&sent, 403, BTreeMap::new(), answer.to_string().into_bytes());
    let (_, error) = end(connector("servicenow_table"), |request| {
        if writes(request) { response.clone() } else { well_answered(request, false) }
    });
    let error = error.unwrap();
    assert!(!error.message.contains("hunter2"), "{error:?}");
}

/// Jira answers who is not logged in as nobody, who sees no issue.
#[test]
fn a_login_that_has_failed_is_no_incident_that_is_gone() {
    for name in ["jira_cloud", "jira_data_center"] {
        for reason in ["AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED"] {
            let connector = connector(name);
            let mut case: Value = serde_json::from_str(&text("tests/fixtures/cases/phishing.json")).unwrap();
            let url = connector_json(name)["config"]["apiUrl"].as_str().unwrap().to_owned();
            case["external_service"] = json!({ "connector_id": "jira-soc", "connector_name": "Jira", "external_id": "10001",
                "external_title": "SOC-1", "external_url": format!("{url}/browse/SOC-1"), "pushed_by": {},
                "pushed_at": "2026-09-15T10:00:00.000Z" });
            let mut push = Push::new(case.to_string().into_bytes(), &[], connector, &[], options()).unwrap();
            let Next::Send { id, .. } = push.next() else { panic!("the incident is read") };
            let json = json!({ "errorMessages": ["Issue does not exist or you do not have permission to see it."] });
            let headers = BTreeMap::from([
                ("content-type".to_owned(), "application/json".to_owned()),
                ("x-seraph-loginreason".to_owned(), reason.to_owned()),
            ]);
            push.receive(id, &came(404, headers, json.to_string().into_bytes())).unwrap();
            assert_eq!(push.next(), Next::Done, "{name} {reason}");
            assert_eq!(push.outcome().error.map(|error| error.code.as_str()), Some("AUTH_FAILED"), "{name} {reason}");
        }
    }
}

/// A login page has fields too, and an answer that was cut off holds words of the case.
#[test]
fn what_is_no_data_refuses_no_write() {
    let html =
        "<!doctype html><html><form><input type=password required> mandatory, required, aborted by business rule";
    let cut = r#"{"result":{"sys_id":"5f3a","description":"mandatory, required, aborted by business rule, "#;
    for name in crate::common::CONNECTORS {
        for (kind, body) in [("text/html", html), ("application/json", cut)] {
            for status in [200, 201] {
                let page = || came(status, BTreeMap::from([("content-type".into(), kind.into())]), body.into());
                let writes_sent = std::cell::Cell::new(0);
                let (state, error) = end(connector(name), |request| {
                    writes_sent.set(writes_sent.get() + u32::from(writes(request)));
                    if writes(request) { page() } else { well_answered(request, writes_sent.get() > 0) }
                });
                // It is looked for, and there.
                let code = error.map(|error| error.code.as_str());
                assert!(!matches!(code, Some("FIELDS_REQUIRED" | "REJECTED")), "{name} {kind} {state:?} {code:?}");
                let (_, error) = end(connector(name), |_| page());
                assert_eq!(error.map(|error| error.code.as_str()), Some("NOT_JSON"), "{name} {kind}");
            }
        }
    }
}
