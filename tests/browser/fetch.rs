//! Sending: every end of a request is an answer or an error, and no promise stays pending.

use crate::js::{control, json, number, run, simulator, string, text, wait};
use case_connectors::wasm::send;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{AbortController, AbortSignal};

fn request(url: &str) -> JsValue {
    json(&format!(r#"{{"method":"GET","url":"{url}","headers":{{"accept":"application/json"}},"body":null}}"#))
}

async fn error(request: &JsValue, timeout: Option<u32>, signal: Option<AbortSignal>) -> JsValue {
    match send(request, timeout, signal) {
        Ok(promise) => wait(promise).await.unwrap_err(),
        Err(error) => error,
    }
}

#[wasm_bindgen_test]
async fn every_status_is_an_answer_with_headers_and_body() {
    let url = format!("{}/api/now/table/incident", simulator("servicenow"));
    let answer = wait(send(&request(&url), None, None).unwrap()).await.unwrap();
    assert_eq!(number(&answer, "status"), 401.0);
    assert!(string(&answer, "headers.content-type").contains("json"));
    let body = crate::js::bytes(&answer, "body");
    assert!(String::from_utf8(body).unwrap().contains("User Not Authenticated"));
}

#[wasm_bindgen_test]
async fn nobody_listening_is_no_answer() {
    // Port 9 is the discard service, which browsers refuse to call and nobody runs.
    let error = error(&request("http://127.0.0.1:9/"), None, None).await;
    assert_eq!(string(&error, "code"), "NO_ANSWER");
    assert!(string(&error, "remedy").contains("CORS"));
}

#[wasm_bindgen_test]
async fn refused_cors_is_no_answer() {
    control("resilient", "PUT", "settings", Some(r#"{"cors":{"mode":"refused"}}"#)).await;
    let refused = error(&request(&format!("{}/rest/session", simulator("resilient"))), None, None).await;
    control("resilient", "PUT", "settings", Some(r#"{"cors":{"mode":"allowed"}}"#)).await;
    assert_eq!(string(&refused, "code"), "NO_ANSWER");
}

#[wasm_bindgen_test]
async fn a_slow_answer_times_out() {
    let slow = r#"[{"kind":"delay","ms":60000,"match":{"pathContains":"serverInfo"}}]"#;
    control("jiraCloud", "POST", "faults", Some(slow)).await;
    let url = format!("{}/rest/api/2/serverInfo", simulator("jiraCloud"));
    let error = error(&request(&url), Some(200), None).await;
    assert_eq!(string(&error, "code"), "TIMED_OUT");
}

#[wasm_bindgen_test]
async fn an_abort_with_any_reason_rejects_at_once() {
    // Whatever a host aborts with: no reason may leave a promise pending for ever.
    for reason in [JsValue::from("user closed tab"), JsValue::UNDEFINED, 5.into(), JsValue::NULL] {
        let slow = r#"[{"kind":"delay","ms":60000,"match":{"pathContains":"myself"}}]"#;
        control("jiraCloud", "POST", "faults", Some(slow)).await;
        let controller = AbortController::new().unwrap();
        let url = format!("{}/rest/api/2/myself", simulator("jiraCloud"));
        let pending = send(&request(&url), None, Some(controller.signal())).unwrap();
        controller.abort_with_reason(&reason);
        assert_eq!(string(&wait(pending).await.unwrap_err(), "code"), "ABORTED");

        let error = error(&request(&url), None, Some(controller.signal())).await;
        assert_eq!(string(&error, "code"), "ABORTED");
        control("jiraCloud", "DELETE", "faults", None).await;
    }
}

#[wasm_bindgen_test]
async fn what_fetch_would_throw_on_is_refused_before() {
    for (bad, field) in [
        (r#"{"method":"GET","url":"http://127.0.0.1/","headers":{"x":"a\nb"},"body":null}"#, "headers.x"),
        (r#"{"method":"GET","url":"http://127.0.0.1/","headers":{"a b":"c"},"body":null}"#, "headers"),
        (r#"{"method":"GET","url":"http://127.0.0.1/ x","headers":{},"body":null}"#, "url"),
        (r#"{"method":"TRACE","url":"http://127.0.0.1/","headers":{},"body":null}"#, "request.method"),
    ] {
        let error = error(&json(bad), None, None).await;
        assert_eq!(string(&error, "field"), field, "{}", text(&error));
    }
}

#[wasm_bindgen_test]
async fn a_cut_connection_is_no_answer_and_the_request_is_sent_once() {
    control("servicenow", "POST", "reset", None).await;
    let cut = r#"[{"kind":"cutAfter","match":{"method":"GET","pathContains":"sys_choice"}}]"#;
    control("servicenow", "POST", "faults", Some(cut)).await;
    let url = format!("{}/api/now/table/sys_choice", simulator("servicenow"));
    assert_eq!(string(&error(&request(&url), None, None).await, "code"), "NO_ANSWER");
    let ledger = control("servicenow", "GET", "ledger", None).await;
    let count =
        run("return argument.filter((entry) => !entry.preflight && entry.path.includes('sys_choice')).length", &ledger);
    assert_eq!(count.await.as_f64(), Some(1.0));
    assert!(ledger.is_instance_of::<js_sys::Array>());
}
