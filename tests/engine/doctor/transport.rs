//! Requests that get no answer: what the browser hides, and what is said of it.

use super::patient::{Patient, check, is_read, rest_is_skipped, verdict};
use crate::common::came;
use crate::common::world::Kind;
use case_connectors::connector::{Draft, License, Rules, Secrets};
use case_connectors::doctor::{CheckId, CheckState, Checkup, Next, Report, Sending, WebPage};
use case_connectors::http::{FailReason, Response};
use case_connectors::machine::Machine;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SERVICENOW: &str = r#"{ "type": ".servicenow", "name": "S", "secrets": { "password": "p" },
    "config": { "apiUrl": "https://a.service-now.com", "username": "u" } }"#;
const SECOPS: &str = r#"{ "type": ".servicenow-sir", "name": "S", "secrets": { "password": "p" },
    "config": { "apiUrl": "https://a.service-now.com", "username": "u" } }"#;
const RESILIENT: &str = r#"{ "type": ".resilient", "name": "R", "secrets": { "apiKeySecret": "p" },
    "config": { "apiUrl": "https://soar.example", "orgId": "201", "apiKeyId": "u" } }"#;

fn jira(url: &str) -> String {
    json!({ "type": ".jira", "name": "J", "secrets": { "apiToken": "p" },
        "config": { "apiUrl": url, "projectKey": "SOC", "email": "u" } })
    .to_string()
}

/// JSON without a header.
fn ok(body: &Value) -> Response {
    came(200, BTreeMap::new(), body.to_string().into_bytes())
}

fn begin(form: &str, page: WebPage) -> Checkup {
    let draft: Draft = serde_json::from_str(form).unwrap();
    Checkup::new(&draft, Rules::default(), page)
}

/// Fails the first question, then answers the probe, or not.
fn unanswered(form: &str, page: WebPage, probe: Result<(), FailReason>) -> Report {
    let mut checkup = begin(form, page);
    let Next::Send { id, request: first, .. } = checkup.next() else { panic!("nothing is asked") };
    checkup.fail(id, FailReason::NoAnswer, None).unwrap();
    let Next::Send { id, request, .. } = checkup.next() else { panic!("no probe") };
    assert_eq!((checkup.sending(), &request.url), (Sending::Probe, &first.url));
    match probe {
        Ok(()) => checkup.receive(id, &Response::default()).unwrap(),
        Err(reason) => checkup.fail(id, reason, None).unwrap(),
    }
    assert_eq!(checkup.next(), Next::Done);
    checkup.report()
}

#[test]
fn a_host_that_answers_a_probe_alone_refuses_the_page_and_each_system_has_its_own_remedy() {
    for (form, words) in [
        (SERVICENOW, "CORS rule"),
        (SECOPS, "\"Elastic SIR API\""),
        (&jira("https://jira.example"), "\"Allow incoming\""),
        (&jira("https://a.atlassian.net"), "use a gateway"),
        (RESILIENT, "use a gateway"),
    ] {
        let report = unanswered(form, WebPage::new("https://kibana.example"), Ok(()));
        assert_eq!(verdict(&report, CheckId::Reachable), (CheckState::Passed, None));
        assert_eq!(verdict(&report, CheckId::Certificate), (CheckState::Passed, None));
        let cors = check(&report, CheckId::Cors);
        assert_eq!((cors.state, cors.code.unwrap().as_str()), (CheckState::Failed, "CORS_REFUSED"));
        assert!(cors.message.contains("Most likely") && cors.message.contains("https://kibana.example"));
        let remedy = cors.remedy.as_ref().unwrap();
        assert!(remedy.contains(words), "{remedy}");
        rest_is_skipped(&report, CheckId::Certificate);
    }
}

#[test]
fn a_silent_host_is_told_with_what_is_likely() {
    let mut offline = WebPage::new("https://kibana.example");
    offline.online = false;
    let silent = Err(FailReason::NoAnswer);
    let mut isolated = WebPage::new("https://kibana.example");
    isolated.isolated = true;
    for (form, page, code) in [
        (SERVICENOW, isolated, "NO_ANSWER"),
        (SERVICENOW, WebPage::new("https://kibana.example"), "UNREACHABLE"),
        (SERVICENOW, offline, "OFFLINE"),
        (&jira("http://127.0.0.1:9"), WebPage::new("https://kibana.example"), "MIXED_CONTENT"),
        (&jira("http://127.0.0.1:9"), WebPage::new("http://localhost:5601"), "UNREACHABLE"),
    ] {
        let report = unanswered(form, page, silent);
        assert_eq!(verdict(&report, CheckId::Reachable), (CheckState::Failed, Some(code)));
        rest_is_skipped(&report, CheckId::Reachable);
    }
    let report = unanswered(SERVICENOW, WebPage::default(), silent);
    assert!(check(&report, CheckId::Reachable).message.contains("certificate"));
    assert!(check(&report, CheckId::Reachable).remedy.as_ref().unwrap().contains("new tab"));
    assert!(check(&report, CheckId::Certificate).message.contains("nothing is known"));
    let report = unanswered(SERVICENOW, WebPage::default(), Err(FailReason::TimedOut));
    assert_eq!(verdict(&report, CheckId::Reachable), (CheckState::Failed, Some("TIMED_OUT")));
}

#[test]
fn a_platform_that_says_why_is_believed() {
    for (cause, about, remedy) in [
        ("ECONNREFUSED", CheckId::Reachable, "host and port"),
        ("CERT_HAS_EXPIRED", CheckId::Certificate, "certificate"),
    ] {
        let mut checkup = begin(&jira("https://jira.example"), WebPage::default());
        for _ in 0..2 {
            let Next::Send { id, .. } = checkup.next() else { panic!() };
            let mut error = FailReason::NoAnswer.error();
            error.cause = Some(cause.into());
            checkup.fail(id, FailReason::NoAnswer, Some(error)).unwrap();
        }
        let report = checkup.report();
        assert_eq!(verdict(&report, about), (CheckState::Failed, Some("UNREACHABLE")));
        let check = check(&report, about);
        assert!(check.message.contains(cause), "{}", check.message);
        assert!(check.remedy.as_ref().unwrap().contains(remedy), "{:?}", check.remedy);
    }
}

#[test]
fn a_preflight_that_is_refused_only_for_the_login_is_cors_too() {
    let mut checkup = begin(&jira("https://jira.example"), WebPage::new("https://kibana.example"));
    let Next::Send { id, .. } = checkup.next() else { panic!() };
    assert_eq!(checkup.sending(), Sending::Anonymous);
    let info = json!({ "version": "10", "versionNumbers": [10], "deploymentType": "Server" });
    checkup.receive(id, &ok(&info)).unwrap();
    let Next::Send { id, .. } = checkup.next() else { panic!() };
    assert_eq!(checkup.sending(), Sending::Authorized);
    checkup.fail(id, FailReason::NoAnswer, None).unwrap();
    let Next::Send { id, .. } = checkup.next() else { panic!() };
    assert_eq!(checkup.sending(), Sending::Probe);
    checkup.receive(id, &Response::default()).unwrap();
    let report = checkup.report();
    assert_eq!(verdict(&report, CheckId::Cors), (CheckState::Failed, Some("CORS_REFUSED")));
    assert_eq!(verdict(&report, CheckId::Product), (CheckState::Passed, None));
}

#[test]
fn a_login_without_an_answer_from_a_host_that_was_there_is_no_verdict_on_cors() {
    let mut checkup = begin(&jira("https://jira.example"), WebPage::new("https://kibana.example"));
    let Next::Send { id, .. } = checkup.next() else { panic!() };
    let info = json!({ "version": "10", "versionNumbers": [10], "deploymentType": "Server" });
    checkup.receive(id, &ok(&info)).unwrap();
    for _ in 0..2 {
        let Next::Send { id, .. } = checkup.next() else { panic!() };
        checkup.fail(id, FailReason::NoAnswer, None).unwrap();
    }
    let report = checkup.report();
    assert_eq!(verdict(&report, CheckId::Credentials), (CheckState::Failed, Some("NO_ANSWER")));
    assert_eq!(verdict(&report, CheckId::Cors), (CheckState::Skipped, None));
}

#[test]
fn a_slow_host_and_a_stop_end_it_at_once() {
    for (reason, code) in [(FailReason::TimedOut, "TIMED_OUT"), (FailReason::Aborted, "ABORTED")] {
        let mut checkup = begin(SERVICENOW, WebPage::default());
        let Next::Send { id, .. } = checkup.next() else { panic!() };
        checkup.fail(id, reason, None).unwrap();
        assert_eq!(checkup.next(), Next::Done);
        assert_eq!(verdict(&checkup.report(), CheckId::Reachable), (CheckState::Failed, Some(code)));
    }
}

#[test]
fn a_value_that_cannot_be_sent_is_the_forms() {
    let mut checkup = begin(SERVICENOW, WebPage::default());
    let Next::Send { id, .. } = checkup.next() else { panic!() };
    checkup.fail(id, FailReason::NotSent, None).unwrap();
    assert_eq!(verdict(&checkup.report(), CheckId::Form), (CheckState::Failed, Some("REQUEST_INVALID")));
    rest_is_skipped(&checkup.report(), CheckId::Form);
}

#[test]
fn a_reply_that_was_not_asked_for_is_refused() {
    let mut checkup = begin(SERVICENOW, WebPage::default());
    assert_eq!(checkup.fail(0, FailReason::NoAnswer, None).unwrap_err().code.as_str(), "PUSH_STATE");
    let Next::Send { id, .. } = checkup.next() else { panic!() };
    assert_eq!(checkup.next(), checkup.next());
    assert!(checkup.receive(id + 1, &Response::default()).is_err());
    checkup.fail(id, FailReason::TimedOut, None).unwrap();
    assert!(checkup.receive(id, &Response::default()).is_err());
}

#[test]
fn an_invalid_form_asks_nothing() {
    let form: Value = serde_json::from_str(SERVICENOW).unwrap();
    for (path, value, code) in [
        ("/config/apiUrl", json!("http://a.example"), "CONNECTOR_INVALID"),
        ("/config/username", json!(""), "CONNECTOR_INVALID"),
        ("/secrets/password", json!(""), "SECRET_MISSING"),
        ("/type", json!(".nothing"), "CONNECTOR_INVALID"),
        ("/mappings", json!([{ "source": "title", "target": "nothing", "action": "overwrite" }]), "MAPPING_INVALID"),
    ] {
        let mut form = form.clone();
        form["mappings"] = Value::Null;
        *form.pointer_mut(path).unwrap() = value;
        let mut checkup = begin(&form.to_string(), WebPage::default());
        assert_eq!(checkup.next(), Next::Done);
        let report = checkup.report();
        assert_eq!(verdict(&report, CheckId::Form), (CheckState::Failed, Some(code)), "{path}");
        rest_is_skipped(&report, CheckId::Form);
    }
    let rules = Rules::default().with_license(License::parse("basic"));
    let mut checkup = Checkup::new(&serde_json::from_value(form.clone()).unwrap(), rules, WebPage::default());
    assert_eq!(checkup.next(), Next::Done);
    assert_eq!(verdict(&checkup.report(), CheckId::Form), (CheckState::Failed, Some("LICENSE_REQUIRED")));
    let mut form = form;
    form["config"]["apiUrl"] = json!("ftp://x?q");
    form["name"] = json!("");
    form["secrets"]["password"] = json!("");
    let message = check(&begin(&form.to_string(), WebPage::default()).report(), CheckId::Form).message.clone();
    for words in ["URL must start with https://.", "Connector name is required.", "Password is required."] {
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn an_empty_secret_is_the_stored_ones_while_url_and_user_stay() {
    let stored: Draft = serde_json::from_str(SERVICENOW).unwrap();
    let mut draft = stored.clone();
    draft.secrets = Secrets::default();
    let code = |draft: &Draft| {
        let rules = Rules::default().with_existing(&stored);
        verdict(&Checkup::new(draft, rules, WebPage::default()).report(), CheckId::Form).1
    };
    assert_eq!(code(&draft), None);
    draft.config.insert("username".into(), "another".into());
    assert_eq!(code(&draft), Some("SECRET_MISSING"));
}

#[tokio::test]
async fn nobody_listening_is_unreachable() {
    let mut patient = Patient::new(Kind::Resilient).await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    patient.form["config"]["apiUrl"] = json!(format!("http://127.0.0.1:{port}"));
    let report = patient.check().await;
    assert_eq!(verdict(&report, CheckId::Reachable), (CheckState::Failed, Some("UNREACHABLE")));
    assert!(patient.world.writes().await.is_empty());
}

#[test]
fn every_request_is_a_read() {
    for form in [SERVICENOW, RESILIENT, &jira("https://a.atlassian.net"), &jira("https://jira.example")] {
        let mut checkup = begin(form, WebPage::default());
        // Whatever is answered, nothing but reads follow.
        while let Next::Send { id, request, .. } = checkup.next() {
            assert!(is_read(&request), "{request:?}");
            let body = json!({ "version": "1", "versionNumbers": [], "displayName": "x", "name": "x", "result": [{}],
                "orgs": [{ "id": 201, "name": "x" }], "issueTypes": [{ "id": "1" }], "fields": [], "data": [] });
            checkup.receive(id, &ok(&body)).unwrap();
        }
        assert_eq!(checkup.report().checks.len(), CheckId::ALL.len());
    }
}
