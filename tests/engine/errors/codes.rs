//! Codes that no test of another folder meets: what answers become, what a plan warns of, what a form finds.

use crate::common::files::text;
use crate::common::{CONNECTORS, came, connector, options, well_answered, writes};
use case_connectors::case::SecurityCase;
use case_connectors::connector::{Draft, Rules, Scalar, Secrets};
use case_connectors::error::Code;
use case_connectors::http::{FailReason, Request, Response};
use case_connectors::machine::Machine;
use case_connectors::push::map_case;
use case_connectors::push::{Next, Push, PushState, plan};
use case_connectors::systems::{Connector, validate};
use serde_json::{Value, json};
use std::collections::BTreeSet;

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
        came(status, headers, body.as_bytes().to_vec())
    };
    type Answer<'a> = (u16, &'a [(&'a str, &'a str)], &'a str, Code, PushState);
    let cases: [Answer<'_>; 7] = [
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
        (404, &[], "{\"errorMessages\":[\"no\"]}", Code::NotFound, PushState::Failed),
        (429, &[("retry-after", "3600")], "{}", Code::RateLimited, PushState::Failed),
    ];
    let many = format!("[{}0]", "0,".repeat(600_000));
    let large = error_of("jira_data_center", |_| Ok(refuse(200, &[], &many)));
    assert_eq!(large, (PushState::Failed, Code::AnswerTooLarge));
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
    for name in CONNECTORS {
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

/// The reference at the end of a comment's text, as a plan shows it.
fn token_of(body: &str) -> String {
    let at = body.rfind("case comment ").unwrap() + "case comment ".len();
    body[at..].split([')', ',']).next().unwrap().to_owned()
}

#[test]
fn two_comments_that_would_share_a_reference_are_refused() {
    let comment = |id: &str| json!({ "id": id, "type": "user", "comment": "c", "created_at": "2026-09-14T08:00:00Z" });
    let planned = |comments: Vec<Value>| {
        let case = json!({ "id": "1", "title": "t", "comments": comments }).to_string();
        let case = SecurityCase::parse(case.as_bytes(), &[]).unwrap();
        plan(&case, &connector("resilient"), &[], &options())
    };
    // What has no plain id is named by a hash, which another comment may have as its id.
    let steps = planned(vec![comment("with a space")]).unwrap().steps;
    let twin = token_of(steps.last().unwrap().request.body.as_deref().unwrap());
    assert!(twin.starts_with('x') && twin.len() > 10, "{twin}");
    let error = planned(vec![comment("with a space"), comment(&twin)]).unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (Code::CaseInvalid, Some("comments")));
    assert!(error.message.contains("with a space") && error.message.contains(&twin), "{}", error.message);
    assert!(planned(vec![comment("with a space"), comment(&format!("{twin}0"))]).is_ok());
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
