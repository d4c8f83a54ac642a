//! Ids and keys that would mean another place than the one that they name.

use crate::common::{connector, connector_json, options};
use case_connectors::case::SecurityCase;
use case_connectors::connector::Secrets;
use case_connectors::delegate::{self, CaseNames, DelegatedPush, Kibana};
use case_connectors::error::Code;
use case_connectors::http::Request;
use case_connectors::machine::{Machine, Next};
use case_connectors::push::{PushState, plan};
use case_connectors::systems::{Connector, authorize};
use serde_json::json;

#[test]
fn an_id_of_dots_asks_kibana_for_nothing() {
    for id in [
        ".",
        "..",
        "..;x",
        "%2e%2e",
        ".;",
        "%252e%252e",
        "..\\",
        "../",
        "..\\..\\x",
        "a/../../b",
        "..\u{0}",
        ".%2e",
        "%c0%ae%c0%ae",
        "\u{ff0e}\u{ff0e}",
    ] {
        for (case_id, connector_id) in [(id, "k"), ("c", id)] {
            let kibana = Kibana::new("https://kibana.example/base", Some("s")).unwrap();
            let made = delegate::Options::new("2026-09-14T08:33:00.000Z");
            let mut push = DelegatedPush::new(kibana, case_id.into(), connector_id.into(), None, &made).unwrap();
            let asked = match push.next() {
                Next::Send { id, request, .. } if case_id == "c" => {
                    let case = json!({ "id": "c", "title": "t" }).to_string().into_bytes();
                    let response = case_connectors::http::Response::received(&request, 200, [].into(), case);
                    push.receive(id, &response).unwrap();
                    assert!(matches!(push.next(), Next::Save { .. }));
                    push.saved().unwrap();
                    push.next()
                }
                next => next,
            };
            match asked {
                // As the standard for URLs reads it, and with every segment at its place.
                Next::Send { request, .. } => {
                    let url = reqwest::Url::parse(&request.url).unwrap();
                    let ids: Vec<&str> = url.path().strip_prefix("/base/s/s/api/cases/").unwrap().split('/').collect();
                    assert!(matches!(ids.as_slice(), [_] | [_, "connector", _, "_push"]), "{id:?}: {url}");
                    assert!(ids.iter().all(|id| !["", ".", ".."].contains(id)), "{id:?}: {url}");
                }
                next => {
                    assert_eq!(next, Next::Done);
                    let outcome = push.outcome();
                    assert_eq!((outcome.state, outcome.error.unwrap().code), (PushState::Failed, Code::UrlOutside));
                }
            }
        }
    }
}

#[test]
fn a_project_key_stays_one_word_of_the_search() {
    for key in [
        "X\" OR project != \"",
        "X\\",
        "X\\\" OR 1=1 --",
        "\"\"",
        "X\\\\\" OR project = \"Y",
        "X\n\" OR 1=1",
        "\\\"",
        "X\" ORDER BY key ASC --",
        "\u{201d} OR \u{ff02}",
    ] {
        let mut json = connector_json("jira_cloud");
        json["config"]["projectKey"] = json!(key);
        let Ok(connector) = Connector::from_json(json.to_string().as_bytes()) else { continue };
        let case = br#"{"id":"c","title":"t","created_at":"2026-09-14T07:31:08Z"}"#;
        let case = SecurityCase::parse(case, &[]).unwrap();
        let steps = plan(&case, &connector, &[], &options()).unwrap().steps;
        let searches: Vec<_> = steps.iter().filter(|step| step.request.url.contains("project%20%3D")).collect();
        assert!(!searches.is_empty());
        for step in searches {
            // Of the quotes that are not escaped there are two: those around the key.
            let jql = step.request.url.replace("%5C%5C", "").replace("%5C%22", "");
            assert_eq!(jql.matches("%22").count(), 2, "{key}: {}", step.request.url);
        }
    }
}

#[test]
fn an_id_with_a_control_character_is_none() {
    for id in ["c\0k\0", "\0", "c\n", "c\u{7f}", "c\u{85}", "\u{1}c", "c\r", "\u{1b}[2Jc", "c\u{9f}", "\t"] {
        let case = json!({ "id": id, "title": "t", "created_at": "2026-09-14T07:31:08Z" }).to_string();
        for error in
            [SecurityCase::parse(case.as_bytes(), &[]).err().unwrap(), CaseNames::read(case.as_bytes()).unwrap_err()]
        {
            assert_eq!((error.code, error.field.as_deref()), (Code::CaseInvalid, Some("id")), "{id:?}");
        }
    }
    assert_eq!(connector("jira_cloud").id(), "jira-soc");
}

#[test]
fn a_secret_goes_to_no_other_place_of_the_host() {
    let connector = connector("jira_data_center");
    let secrets = Secrets::from([("apiToken", "t")]);
    for outside in [
        "/jira/..;/other",
        "/jira/rest/..;a=b/..;/other",
        "/jira/%2e%2e;x/other",
        "/jira/x%2f..%2f..%2fother",
        "/jira/.%252e/other",
        "/jira/%e0%80%ae%e0%80%ae/other",
        "/jira/x%5c..%5c..%5cother",
        "/jira\\..\\other",
        "/jira2/rest",
        "/JIRA/rest",
        "/jira",
        ":443/jira/rest",
        "@evil.example/jira/rest",
        ".evil.example/jira/rest",
    ] {
        let request = Request::get(format!("https://jira.example.com{outside}"));
        let refused = authorize(&request, &connector, &secrets).unwrap_err();
        assert_eq!(refused.code, Code::UrlOutside, "{outside}");
    }
    for inside in ["/jira/rest/api/2/issue/SOC-1?fields=..%2f", "/jira/b%C3%BCcher", "/jira/a%20b#/../"] {
        let request = Request::get(format!("https://jira.example.com{inside}"));
        assert!(authorize(&request, &connector, &secrets).unwrap().headers.contains_key("authorization"), "{inside}");
    }
}
