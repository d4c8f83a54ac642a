//! Plain data in, plain data out; whatever comes in, nothing traps.

use crate::js::{PHISHING, get, json, no_pages, string, text};
use case_connectors::wasm::{
    authorize, connector_types, map_case, plan_push, push_free, push_new, push_next, validate_connector,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const CONNECTOR: &str = r#"{"id":"soc","type":".jira","name":"SOC","config":
    {"apiUrl":"https://example.atlassian.net","projectKey":"SOC","email":"bot@example.com"}}"#;

#[wasm_bindgen_test]
fn forms_are_plain_objects_that_survive_json() {
    let types = connector_types(&"gold".into()).unwrap();
    let copy = json(&text(&types));
    assert_eq!(string(&copy, "2.fields.2.path"), "config.projectKey");
    assert_eq!(text(&get(&copy, "0.available")), "false");
    assert_eq!(text(&get(&copy, "2.available")), "true");
    assert_eq!(
        text(&get(&copy, "2.fields.2")),
        r#"{"key":"projectKey","path":"config.projectKey","label":"Project key","kind":"text","required":true,"secret":false,"help":"The letters before the number of an issue, such as SOC.","choices":null,"default":null}"#
    );
    assert_eq!(text(&get(&copy, "0.advanced.0.default")), "true");
    assert_eq!(string(&copy, "2.advanced.1.choices.1.value"), "bearer");
    assert_eq!(text(&get(&copy, "2.targets.0")), r#"{"name":"summary","limit":254,"required":true}"#);
    assert_eq!(text(&get(&copy, "3.defaultMappings.0")), r#"{"source":"title","target":"name","action":"overwrite"}"#);
    // Nothing is `null`, never missing.
    assert_eq!(text(&get(&copy, "2.fields.0.choices")), "null");
}

#[wasm_bindgen_test]
fn a_problem_is_field_code_severity_and_message() {
    let problems = validate_connector(
        &json(&CONNECTOR.replace("\"SOC\",\"email", "\"soc\",\"email")),
        &json(
            r#"{"existing":{"type":".jira","config":{"apiUrl":"https://example.atlassian.net","email":"bot@example.com"}}}"#,
        ),
    );
    assert_eq!(
        text(&problems.unwrap()),
        r#"[{"field":"config.projectKey","code":"PROJECT_KEY_UNUSUAL","severity":"warning","message":"Project keys are usually capital letters and digits, such as SOC."}]"#
    );
}

#[wasm_bindgen_test]
fn a_plan_survives_json_and_says_null_where_nothing_is() {
    let options = json(r#"{"now":"2026-11-24T08:00:00Z","license":null}"#);
    let plan = plan_push(PHISHING.as_bytes(), &no_pages(), &json(CONNECTOR), None, &options).unwrap();
    let copy = json(&text(&plan));
    assert_eq!(string(&copy, "steps.0.request.headers.accept"), "application/json");
    assert_eq!(text(&get(&copy, "steps.0.request.body")), "null");
    assert_eq!(text(&get(&copy, "steps.0.commentId")), "null");
    assert!(string(&copy, "steps.4.after.summary").starts_with("Credential phishing"));
}

#[wasm_bindgen_test]
fn errors_are_objects_with_code_remedy_and_field() {
    let error = map_case(br#"{"id":"1","title":5}"#, &no_pages(), &json(CONNECTOR)).unwrap_err();
    assert_eq!(string(&error, "code"), "CASE_INVALID");
    assert_eq!(string(&error, "field"), "title");
    assert!(!string(&error, "remedy").is_empty());
    assert_eq!(text(&get(&error, "status")), "null");
}

#[wasm_bindgen_test]
fn no_draft_throws_but_one_that_is_no_object() {
    let cyclic = js_sys::Object::new();
    js_sys::Reflect::set(&cyclic, &"config".into(), &cyclic).unwrap();
    js_sys::Reflect::set(&cyclic, &"type".into(), &".jira".into()).unwrap();
    assert!(!text(&validate_connector(&cyclic, &JsValue::UNDEFINED).unwrap()).is_empty());
    for draft in [
        "{}",
        "[]",
        r#"{"type":5}"#,
        r#"{"type":".jira","name":7,"config":[],"secrets":"x","mappings":{}}"#,
        r#"{"type":".jira","config":{"apiUrl":{},"projectKey":1.5,"advanced":{"auth":{"x":[1]}}},"mappings":[null,5]}"#,
        r#"{"type":".resilient","config":{"orgId":201}}"#,
    ] {
        let problems = validate_connector(&json(draft), &JsValue::NULL).unwrap();
        assert_ne!(text(&problems), "[]", "{draft}");
        assert!(!text(&problems).contains("NOT_A_NUMBER"), "{draft}");
    }
    for draft in [JsValue::NULL, JsValue::UNDEFINED, "x".into(), 5.into()] {
        assert_eq!(string(&validate_connector(&draft, &JsValue::NULL).unwrap_err(), "code"), "OPTIONS_INVALID");
    }
}

#[wasm_bindgen_test]
fn malformed_calls_cost_no_memory() {
    let pages = || wasm_bindgen::memory();
    let draft = json(r#"{"type":".jira","config":{"apiUrl":[1,2,{"x":"y"}]},"secrets":{"apiToken":{}}}"#);
    let wrong = json(r#"{"license":"none such","existing":{"config":5}}"#);
    let size =
        || js_sys::Reflect::get(&js_sys::Reflect::get(&pages(), &"buffer".into()).unwrap(), &"byteLength".into());
    for _ in 0..1_000 {
        validate_connector(&draft, &wrong).unwrap_err();
    }
    let before = size().unwrap().as_f64();
    for _ in 0..20_000 {
        validate_connector(&draft, &wrong).unwrap_err();
    }
    assert_eq!(size().unwrap().as_f64(), before);
}

#[wasm_bindgen_test]
fn a_secret_is_added_last_and_only_below_the_base_url() {
    let secrets = json(r#"{"apiToken":"t0ken"}"#);
    let request = |url: &str| json(&format!(r#"{{"method":"GET","url":"{url}","headers":{{}},"body":null}}"#));
    let inside = authorize(&request("https://example.atlassian.net/rest"), &json(CONNECTOR), &secrets).unwrap();
    // Base64 of `bot@example.com:t0ken`.
    assert_eq!(string(&inside, "headers.authorization"), "Basic Ym90QGV4YW1wbGUuY29tOnQwa2Vu");
    for outside in
        ["https://example.atlassian.net.evil.example/rest", "https://evil.example/", "http://example.atlassian.net/"]
    {
        let error = authorize(&request(outside), &json(CONNECTOR), &secrets).unwrap_err();
        assert_eq!(string(&error, "code"), "URL_OUTSIDE_CONNECTOR", "{outside}");
    }
}

#[wasm_bindgen_test]
fn a_freed_push_is_an_error_and_not_another_push() {
    let options = json(r#"{"now":"2026-11-24T08:00:00Z"}"#);
    let begin = || push_new(PHISHING.into(), &no_pages(), &json(CONNECTOR), None, &options).unwrap();
    let first = begin();
    assert_eq!(string(&push_next(first).unwrap(), "kind"), "send");
    push_free(first);
    let second = begin();
    assert_ne!(first, second);
    assert_eq!(string(&push_next(first).unwrap_err(), "code"), "PUSH_STATE");
    push_free(second);
}
