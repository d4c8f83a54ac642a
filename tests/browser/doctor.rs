//! The test of a connector in a real browser, which hides why a request failed.

use crate::js::{control, get, json, number, run, simulator, string, text, wait};
use crate::storage::{open, save};
use case_connectors::wasm::host_test_connector;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;

const SYSTEMS: [&str; 4] = ["servicenow", "jiraCloud", "jiraDataCenter", "resilient"];

/// A filled form for a simulated system, pointed at a URL.
fn draft_at(system: &str, url: &str) -> JsValue {
    let rest = match system {
        "servicenow" => {
            r#""type": ".servicenow", "secrets": { "password": "servicenow-demo-password" }, "config": { "username": "case.bot", "#
        }
        "jiraCloud" => {
            r#""type": ".jira", "secrets": { "apiToken": "jira-demo-token" },
               "config": { "projectKey": "SOC", "email": "case.bot@example.com", "advanced": { "deployment": "cloud" }, "#
        }
        "jiraDataCenter" => {
            r#""type": ".jira", "secrets": { "apiToken": "jira-demo-pat" },
               "config": { "projectKey": "SOC", "advanced": { "auth": "bearer" }, "#
        }
        _ => {
            r#""type": ".resilient", "secrets": { "apiKeySecret": "resilient-demo-secret" },
               "config": { "orgId": "201", "apiKeyId": "3f6a1c1e-demo-key", "#
        }
    };
    json(&format!(r#"{{ "name": "Test", {rest} "apiUrl": "{url}" }} }}"#))
}

fn draft(system: &str) -> JsValue {
    draft_at(system, &simulator(system))
}

fn put(draft: &JsValue, path: &str, value: &str) {
    let (place, name) = path.rsplit_once('.').unwrap();
    Reflect::set(&get(draft, place), &name.into(), &value.into()).unwrap();
}

async fn test(handle: u32, draft: JsValue) -> JsValue {
    wait(host_test_connector(handle, draft, JsValue::UNDEFINED, None, None)).await.unwrap()
}

/// `state code` of a check.
async fn verdict(report: &JsValue, id: &str) -> String {
    let body = format!(
        "const check = argument.checks.find((check) => check.id === '{id}'); return `${{check.state}} ${{check.code}}`"
    );
    run(&body, report).await.as_string().unwrap()
}

/// The requests that a system received and that are no reads.
async fn writes(system: &str) -> String {
    let ledger = control(system, "GET", "ledger", None).await;
    assert!(number(&ledger, "length") > 0.0, "{system} was not asked");
    let body = "return argument.filter((entry) => !entry.preflight && entry.method !== 'GET' && !entry.path.endsWith('/query_paged'))";
    text(&run(body, &ledger).await)
}

#[wasm_bindgen_test]
async fn a_good_connector_is_ok_on_every_system_and_only_reads_are_sent() {
    let handle = open("doctor-ok").await.unwrap();
    for system in SYSTEMS {
        control(system, "POST", "reset", None).await;
        let report = test(handle, draft(system)).await;
        assert_eq!(string(&report, "grade"), "ok", "{system} {}", text(&report));
        assert_eq!(number(&report, "checks.length"), 9.0);
        assert_eq!(verdict(&report, "cors").await, "passed null", "{system}");
        assert_eq!(writes(system).await, "[]", "{system}");
    }
}

#[wasm_bindgen_test]
async fn a_wrong_password_an_unknown_project_and_another_product_are_told() {
    let handle = open("doctor-wrong").await.unwrap();
    let wrong = draft("servicenow");
    put(&wrong, "secrets.password", "wrong");
    assert_eq!(verdict(&test(handle, wrong).await, "credentials").await, "failed AUTH_FAILED");

    let unknown = draft("jiraCloud");
    put(&unknown, "config.projectKey", "NOPE");
    assert_eq!(verdict(&test(handle, unknown).await, "place").await, "failed PROJECT_MISSING");

    control("servicenow", "POST", "reset", None).await;
    let other = draft_at("jiraDataCenter", &simulator("servicenow"));
    assert_eq!(verdict(&test(handle, other).await, "product").await, "failed WRONG_PRODUCT");
    // The secret was not sent to what turned out to be another product.
    let ledger = control("servicenow", "GET", "ledger", None).await;
    let seen = run("return argument.map((entry) => entry.headers.authorization)", &ledger).await;
    assert_eq!(text(&seen), r#"["absent"]"#);
}

#[wasm_bindgen_test]
async fn refused_cors_is_told_apart_from_nobody_listening() {
    let handle = open("doctor-cors").await.unwrap();
    for (system, words) in [
        ("servicenow", "CORS rule"),
        ("jiraCloud", "gateway"),
        ("jiraDataCenter", "Allow incoming"),
        ("resilient", "gateway"),
    ] {
        control(system, "POST", "reset", None).await;
        control(system, "PUT", "settings", Some(r#"{"cors":{"mode":"refused"}}"#)).await;
        let report = test(handle, draft(system)).await;
        let nothing_written = writes(system).await;
        // Of all that came, only preflights speak of a login.
        let ledger = control(system, "GET", "ledger", None).await;
        control(system, "PUT", "settings", Some(r#"{"cors":{"mode":"allowed"}}"#)).await;
        assert_eq!(verdict(&report, "reachable").await, "passed null", "{system} {}", text(&report));
        assert_eq!(verdict(&report, "cors").await, "failed CORS_REFUSED", "{system}");
        assert_eq!(verdict(&report, "credentials").await, "skipped null", "{system}");
        assert!(string(&report, "checks.2.remedy").contains(words), "{}", text(&report));
        assert!(string(&report, "checks.2.message").contains("http://127.0.0.1"), "{}", text(&report));
        assert_eq!(nothing_written, "[]", "{system}");
        let logins =
            run("return argument.filter((entry) => entry.headers.authorization === 'present').length", &ledger);
        assert_eq!(logins.await.as_f64(), Some(0.0), "{system}");
    }
    // Port 9 is the discard service, which browsers refuse to call and nobody runs.
    let report = test(handle, draft_at("servicenow", "http://127.0.0.1:9")).await;
    assert_eq!(verdict(&report, "reachable").await, "failed UNREACHABLE");
    assert_eq!(verdict(&report, "cors").await, "skipped null");
}

#[wasm_bindgen_test]
async fn a_login_that_cors_does_not_let_through_is_cors_too() {
    let handle = open("doctor-preflight").await.unwrap();
    control("jiraDataCenter", "PUT", "settings", Some(r#"{"cors":{"allowHeaders":["Accept"]}}"#)).await;
    let report = test(handle, draft("jiraDataCenter")).await;
    control("jiraDataCenter", "POST", "reset", None).await;
    assert_eq!(verdict(&report, "product").await, "passed null");
    assert_eq!(verdict(&report, "cors").await, "failed CORS_REFUSED");
}

#[wasm_bindgen_test]
async fn a_web_page_in_place_of_data_is_told() {
    let handle = open("doctor-html").await.unwrap();
    for system in SYSTEMS {
        control(system, "POST", "faults", Some(r#"[{"kind":"html"}]"#)).await;
        assert_eq!(verdict(&test(handle, draft(system)).await, "product").await, "failed NOT_JSON", "{system}");
    }
}

#[wasm_bindgen_test]
async fn an_empty_secret_is_the_stored_ones_while_type_url_and_user_stay() {
    let handle = open("doctor-secret").await.unwrap();
    let id = save(handle, draft("jiraCloud")).await;
    let again = |change: fn(&JsValue)| {
        let draft = draft("jiraCloud");
        Reflect::set(&draft, &"id".into(), &id.as_str().into()).unwrap();
        put(&draft, "secrets.apiToken", "");
        change(&draft);
        draft
    };
    assert_eq!(string(&test(handle, again(|_| ())).await, "grade"), "ok");
    for change in [(|draft: &JsValue| put(draft, "config.email", "ana.lyst@example.com")) as fn(&JsValue), |draft| {
        put(draft, "config.apiUrl", &simulator("jiraDataCenter"))
    }] {
        let report = test(handle, again(change)).await;
        assert_eq!(verdict(&report, "form").await, "failed SECRET_MISSING");
        assert_eq!(verdict(&report, "reachable").await, "skipped null");
    }
    let unknown = draft("jiraCloud");
    Reflect::set(&unknown, &"id".into(), &"nobody".into()).unwrap();
    let error = wait(host_test_connector(handle, unknown, JsValue::UNDEFINED, None, None)).await.unwrap_err();
    assert_eq!(string(&error, "code"), "CONNECTOR_UNKNOWN");
}

#[wasm_bindgen_test]
async fn progress_is_told_after_each_answer_and_an_abort_stops_at_once() {
    let handle = open("doctor-abort").await.unwrap();
    let seen = Array::new();
    let controller = AbortController::new().unwrap();
    let this = js_sys::Object::new();
    Reflect::set(&this, &"seen".into(), &seen).unwrap();
    Reflect::set(&this, &"controller".into(), &controller).unwrap();
    let watch = |body: &str| -> Function { Function::new_with_args("progress", body).bind0(&this).unchecked_into() };
    let all = watch("this.seen.push(progress)");
    wait(host_test_connector(handle, draft("jiraCloud"), JsValue::UNDEFINED, None, Some(all))).await.unwrap();
    let counts = run("return argument.map(({ label, checks }) => [label !== '', checks.length])", &seen).await;
    assert_eq!(text(&counts), "[[true,1],[true,4],[true,6],[true,7],[true,8],[true,9],[false,9]]");

    let slow = r#"[{"kind":"delay","ms":60000,"match":{"pathContains":"myself"}}]"#;
    control("jiraCloud", "POST", "faults", Some(slow)).await;
    let stop = watch("if (progress.label === 'Logging in') setTimeout(() => this.controller.abort('closed'))");
    let stopped =
        host_test_connector(handle, draft("jiraCloud"), JsValue::UNDEFINED, Some(controller.signal()), Some(stop));
    let report = wait(stopped).await.unwrap();
    control("jiraCloud", "DELETE", "faults", None).await;
    assert_eq!(verdict(&report, "credentials").await, "failed ABORTED");
    assert_eq!(verdict(&report, "place").await, "skipped null");
}

#[wasm_bindgen_test]
async fn a_slow_system_times_out() {
    let handle = open("doctor-slow").await.unwrap();
    control("resilient", "POST", "faults", Some(r#"[{"kind":"delay","ms":60000}]"#)).await;
    let options = json(r#"{"timeoutMs":200}"#);
    let report = wait(host_test_connector(handle, draft("resilient"), options, None, None)).await.unwrap();
    assert_eq!(verdict(&report, "reachable").await, "failed TIMED_OUT");
}
