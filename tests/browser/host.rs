//! Whole pushes from a browser: fetch, IndexedDB and the engine together.

use crate::js::{PHISHING, bytes, control, get, json, no_pages, number, run, servicenow, string, text, wait};
use crate::storage::{open, save};
use case_connectors::wasm::{
    host_close, host_connectors, host_forget, host_journal, host_open, host_plan, host_push, host_save_case_choice,
    host_save_settings, host_set_secrets, host_status,
};
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;

pub(crate) async fn push(handle: u32, case: Vec<u8>, options: &str) -> JsValue {
    wait(host_push(handle, case, no_pages(), json(options), None, None)).await.unwrap()
}

/// A case of its own, so that tests do not meet each other's incidents.
pub(crate) fn case(id: &str) -> Vec<u8> {
    PHISHING.replace("7b0f2a5e-4a0c-4d7e-9f0a-0c3d1f6b9a11", id).into()
}

#[wasm_bindgen_test]
async fn a_push_survives_a_reload_and_a_second_profile_finds_it() {
    let handle = open("profile-1").await.unwrap();
    let id = save(handle, servicenow(None)).await;
    let options = format!(r#"{{"connectorId":"{id}"}}"#);
    let outcome = push(handle, case("reload"), &options).await;
    assert_eq!(string(&outcome, "state"), "complete", "{}", text(&outcome));
    assert_eq!(number(&outcome, "writes"), 4.0);
    host_close(handle);

    // The page is loaded anew: the journal is there, the secret is not.
    let handle = open("profile-1").await.unwrap();
    let pushed = host_push(handle, case("reload"), no_pages(), json(&options), None, None);
    assert_eq!(string(&wait(pushed).await.unwrap_err(), "code"), "SECRET_MISSING");
    let secret = json(r#"{"password":"servicenow-demo-password"}"#);
    wait(host_set_secrets(handle, id.clone(), secret)).await.unwrap();
    assert_eq!(number(&push(handle, case("reload"), &options).await, "writes"), 0.0);
    let status = wait(host_status(handle, case("reload"), no_pages(), Some(id.clone()))).await.unwrap();
    assert_eq!(string(&status, "state"), "upToDate");

    let other = open("profile-2").await.unwrap();
    let other_id = save(other, servicenow(None)).await;
    assert_eq!(other_id, id);
    let found = push(other, case("reload"), &options).await;
    assert_eq!(number(&found, "writes"), 0.0, "{}", text(&found));
    assert_eq!(string(&found, "externalService.external_id"), string(&outcome, "externalService.external_id"));

    // Forgetting deletes the case text; the next push looks in the system first.
    wait(host_forget(handle, "reload".into())).await.unwrap();
    assert_eq!(text(&wait(host_journal(handle, "reload".into(), id)).await.unwrap()), "[]");
    assert_eq!(number(&push(handle, case("reload"), &options).await, "writes"), 0.0);
}

#[wasm_bindgen_test]
async fn the_case_is_written_back_and_closes_where_the_option_says_so() {
    let handle = open("closes").await.unwrap();
    let id = save(handle, servicenow(None)).await;
    let settings = json(&format!(r#"{{"defaultConnectorId":"{id}","closure":"close-by-pushing"}}"#));
    wait(host_save_settings(handle, settings)).await.unwrap();
    // No connector is named: the default one is taken.
    let outcome =
        push(handle, case("closes"), r#"{"pushedBy":{"username":"ana","full_name":null,"email":null}}"#).await;
    let written = json(&String::from_utf8(bytes(&outcome, "updatedCase")).unwrap());
    assert_eq!(string(&written, "status"), "closed");
    assert_eq!(string(&written, "external_service.pushed_by.username"), "ana");
    assert_eq!(string(&written, "comments.0.pushed_by.username"), "ana");
    assert_eq!(string(&written, "severity"), "high");
}

#[wasm_bindgen_test]
async fn the_choice_of_a_case_brings_its_fields_along() {
    let handle = open("choice").await.unwrap();
    let id = save(handle, servicenow(None)).await;
    let choice = json(&format!(r#"{{"connectorId":"{id}","fields":{{"urgency":"1","impact":"2"}}}}"#));
    wait(host_save_case_choice(handle, "choice".into(), choice)).await.unwrap();
    let plan = wait(host_plan(handle, case("choice"), no_pages(), JsValue::UNDEFINED)).await.unwrap();
    assert_eq!(string(&plan, "steps.1.after.urgency"), "1");
}

#[wasm_bindgen_test]
async fn progress_is_told_and_an_abort_stops_and_the_next_push_goes_on() {
    let handle = open("abort").await.unwrap();
    let id = save(handle, servicenow(None)).await;
    let options = format!(r#"{{"connectorId":"{id}"}}"#);
    let controller = AbortController::new().unwrap();
    let seen = Array::new();
    // Aborts when the second comment is about to be sent.
    let watch = Function::new_with_args(
        "progress",
        "this.seen.push(progress); if (progress.label === 'Add comment c1a2') this.controller.abort('closed');",
    );
    let this = js_sys::Object::new();
    Reflect::set(&this, &"seen".into(), &seen).unwrap();
    Reflect::set(&this, &"controller".into(), &controller).unwrap();
    let watch: Function = watch.bind0(&this).unchecked_into();
    let stopped = host_push(handle, case("abort"), no_pages(), json(&options), Some(controller.signal()), Some(watch));
    let stopped = wait(stopped).await.unwrap();
    assert_eq!(string(&stopped, "error.code"), "ABORTED", "{}", text(&stopped));
    assert_eq!(number(&seen.get(0), "total"), 4.0);
    assert_eq!(text(&get(&seen.get(0), "waitMs")), "null");

    let outcome = push(handle, case("abort"), &options).await;
    assert_eq!(string(&outcome, "state"), "complete", "{}", text(&outcome));
    let records = control("servicenow", "GET", "records", None).await;
    let body = "return argument.filter((incident) => incident.comments.some((comment) => comment.text.includes('case abort)')))
        .map((incident) => incident.comments.length)";
    assert_eq!(text(&run(body, &records).await), "[4]");
}

#[wasm_bindgen_test]
async fn two_pushes_of_one_case_do_not_run_together() {
    let handle = open("together").await.unwrap();
    let id = save(handle, servicenow(None)).await;
    let options = format!(r#"{{"connectorId":"{id}"}}"#);
    let first = host_push(handle, case("together"), no_pages(), json(&options), None, None);
    let second = host_push(handle, case("together"), no_pages(), json(&options), None, None);
    let impatient = format!(r#"{{"connectorId":"{id}","ifBusy":"fail"}}"#);
    let third = host_push(handle, case("together"), no_pages(), json(&impatient), None, None);
    assert_eq!(string(&wait(third).await.unwrap_err(), "code"), "PUSH_BUSY");
    // One waits for the other, and finds everything done.
    let outcomes = [wait(first).await.unwrap(), wait(second).await.unwrap()];
    let mut writes = outcomes.map(|outcome| number(&outcome, "writes"));
    writes.sort_by(f64::total_cmp);
    assert_eq!(writes, [0.0, 4.0]);
}

#[wasm_bindgen_test]
async fn a_secret_does_not_follow_a_connector_that_another_tab_has_moved() {
    let first = open("moved").await.unwrap();
    let second = open("moved").await.unwrap();
    let id = save(first, servicenow(None)).await;
    let moved = json(&format!(
        r#"{{ "id": "{id}", "type": ".servicenow", "name": "SN", "config": {{ "apiUrl": "http://127.0.0.1:9", "username": "case.bot" }},
             "secrets": {{ "password": "another" }} }}"#
    ));
    save(second, moved).await;
    let connectors = wait(host_connectors(first)).await.unwrap();
    assert_eq!(text(&get(&connectors, "0.isMissingSecrets")), "true");
    let pushed = host_push(first, case("moved"), no_pages(), json(&format!(r#"{{"connectorId":"{id}"}}"#)), None, None);
    assert_eq!(string(&wait(pushed).await.unwrap_err(), "code"), "SECRET_MISSING");
}

#[wasm_bindgen_test]
async fn memory_is_a_store_too() {
    let handle = wait(host_open(json(r#"{"store":"memory"}"#))).await.unwrap().as_f64().unwrap() as u32;
    let id = save(handle, servicenow(None)).await;
    let options = format!(r#"{{"connectorId":"{id}"}}"#);
    assert_eq!(string(&push(handle, case("memory"), &options).await, "state"), "complete");
    assert_eq!(number(&push(handle, case("memory"), &options).await, "writes"), 0.0);
    let unknown = host_push(handle, case("memory"), no_pages(), json(r#"{"connectorId":"none"}"#), None, None);
    assert_eq!(string(&wait(unknown).await.unwrap_err(), "code"), "CONNECTOR_UNKNOWN");
}
