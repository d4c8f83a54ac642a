//! Connectors, settings and choices in a real IndexedDB.

use crate::js::{get, json, run, servicenow, string, text, wait};
use case_connectors::wasm::{
    host_case_choice, host_close, host_connectors, host_delete_connector, host_open, host_save_case_choice,
    host_save_connector, host_save_settings, host_set_secrets, host_settings,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

pub(crate) async fn open(name: &str) -> Result<u32, JsValue> {
    let handle = wait(host_open(json(&format!(r#"{{"name":"{name}"}}"#)))).await?;
    Ok(handle.as_f64().unwrap() as u32)
}

pub(crate) async fn save(handle: u32, draft: JsValue) -> String {
    let result = wait(host_save_connector(handle, draft)).await.unwrap();
    assert_eq!(text(&get(&result, "saved")), "true", "{}", text(&result));
    string(&result, "connector.id")
}

/// Everything in a database, as text.
pub(crate) async fn dump(name: &str) -> String {
    let body = "const db = await new Promise((done, fail) => {
            const opening = indexedDB.open(argument); opening.onsuccess = () => done(opening.result); opening.onerror = fail; });
        const all = {};
        for (const table of db.objectStoreNames) {
            all[table] = await new Promise((done) => {
                const request = db.transaction(table).objectStore(table).getAll(); request.onsuccess = () => done(request.result); });
        }
        db.close();
        return JSON.stringify(all);";
    run(body, &name.into()).await.as_string().unwrap()
}

#[wasm_bindgen_test]
async fn a_connector_survives_without_its_secret() {
    let handle = open("survives").await.unwrap();
    let id = save(handle, servicenow(None)).await;
    let connectors = wait(host_connectors(handle)).await.unwrap();
    assert_eq!(text(&get(&connectors, "0.isMissingSecrets")), "false");
    host_close(handle);
    let closed = wait(host_connectors(handle)).await.unwrap_err();
    assert_eq!(string(&closed, "code"), "HOST_CLOSED");
    assert!(string(&closed, "remedy").contains("open()"));

    let handle = open("survives").await.unwrap();
    let connectors = wait(host_connectors(handle)).await.unwrap();
    assert_eq!(string(&connectors, "0.id"), id);
    assert_eq!(text(&get(&connectors, "0.isMissingSecrets")), "true");
    wait(host_set_secrets(handle, id, json(r#"{"password":"servicenow-demo-password"}"#))).await.unwrap();
    let connectors = wait(host_connectors(handle)).await.unwrap();
    assert_eq!(text(&get(&connectors, "0.isMissingSecrets")), "false");
    host_close(handle);

    let stored = dump("survives").await;
    assert!(stored.contains("case.bot"), "{stored}");
    assert!(!stored.contains("demo-password"), "{stored}");
}

#[wasm_bindgen_test]
async fn the_same_connector_made_anew_gets_the_same_id() {
    let first = open("anew-1").await.unwrap();
    let second = open("anew-2").await.unwrap();
    let id = save(first, servicenow(None)).await;
    assert_eq!(save(second, servicenow(None)).await, id);
    // A second one beside it does not.
    assert_ne!(save(second, servicenow(None)).await, id);
}

#[wasm_bindgen_test]
async fn an_update_keeps_the_secret_unless_the_url_changes() {
    let handle = open("update").await.unwrap();
    let id = save(handle, servicenow(None)).await;
    let draft = |url: &str| {
        json(&format!(
            r#"{{"id":"{id}","type":".servicenow","name":"Renamed","config":{{"apiUrl":"{url}","username":"case.bot"}},"secrets":{{"password":""}}}}"#
        ))
    };
    save(handle, draft(&format!("{}/", crate::js::simulator("servicenow")))).await;
    let connectors = wait(host_connectors(handle)).await.unwrap();
    assert_eq!(string(&connectors, "0.name"), "Renamed");
    assert_eq!(text(&get(&connectors, "0.isMissingSecrets")), "false");

    let moved = wait(host_save_connector(handle, draft("https://elsewhere.example"))).await.unwrap();
    assert_eq!(text(&get(&moved, "saved")), "false");
    assert!(text(&get(&moved, "problems")).contains("SECRET_AGAIN"));
}

#[wasm_bindgen_test]
async fn settings_and_choices_are_kept_and_taken_back() {
    let handle = open("settings").await.unwrap();
    assert_eq!(string(&wait(host_settings(handle)).await.unwrap(), "closure"), "close-by-user");
    let id = save(handle, servicenow(None)).await;
    let settings = json(&format!(r#"{{"defaultConnectorId":"{id}","closure":"close-by-pushing"}}"#));
    wait(host_save_settings(handle, settings)).await.unwrap();
    let choice = json(&format!(r#"{{"connectorId":"{id}","fields":{{"urgency":"1"}}}}"#));
    wait(host_save_case_choice(handle, "case".into(), choice)).await.unwrap();
    host_close(handle);

    let handle = open("settings").await.unwrap();
    assert_eq!(string(&wait(host_settings(handle)).await.unwrap(), "defaultConnectorId"), id);
    assert_eq!(string(&wait(host_case_choice(handle, "case".into())).await.unwrap(), "fields.urgency"), "1");
    assert!(wait(host_case_choice(handle, "cas".into())).await.unwrap().is_null());
    wait(host_save_case_choice(handle, "case".into(), JsValue::NULL)).await.unwrap();
    assert!(wait(host_case_choice(handle, "case".into())).await.unwrap().is_null());
    wait(host_delete_connector(handle, id)).await.unwrap();
    assert!(get(&wait(host_settings(handle)).await.unwrap(), "defaultConnectorId").is_null());

    let wrong = json(r#"{"closure":"sometimes"}"#);
    assert_eq!(string(&wait(host_save_settings(handle, wrong)).await.unwrap_err(), "code"), "OPTIONS_INVALID");
}

#[wasm_bindgen_test]
async fn namespaces_do_not_see_each_other() {
    let first = wait(host_open(json(r#"{"name":"shared","namespace":"a"}"#))).await.unwrap().as_f64().unwrap() as u32;
    let second = wait(host_open(json(r#"{"name":"shared","namespace":"b"}"#))).await.unwrap().as_f64().unwrap() as u32;
    save(first, servicenow(None)).await;
    assert_eq!(text(&wait(host_connectors(second)).await.unwrap()), "[]");
}

#[wasm_bindgen_test]
async fn a_newer_database_is_left_as_it_is() {
    let make = "await new Promise((done) => { const opening = indexedDB.open(argument, 99);
        opening.onupgradeneeded = () => opening.result.createObjectStore('future');
        opening.onsuccess = () => { opening.result.close(); done(); }; });";
    run(make, &"newer".into()).await;
    assert_eq!(string(&open("newer").await.unwrap_err(), "code"), "STORE_TOO_NEW");
    assert_eq!(dump("newer").await, r#"{"future":[]}"#);
}

#[wasm_bindgen_test]
async fn refused_and_missing_storage_are_errors_that_name_the_way_out() {
    for (instead, code) in [
        ("undefined", "STORE_MISSING"),
        ("{ open() { throw new DOMException('no', 'SecurityError'); } }", "STORE_UNAVAILABLE"),
    ] {
        let hide = format!(
            "const own = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
            Object.defineProperty(globalThis, 'indexedDB', {{ value: {instead}, configurable: true }});
            return own;"
        );
        let own = run(&hide, &JsValue::UNDEFINED).await;
        let error = open("refused").await.unwrap_err();
        run("Object.defineProperty(globalThis, 'indexedDB', argument);", &own).await;
        assert_eq!(string(&error, "code"), code);
        assert!(string(&error, "remedy").contains("memory"));
    }
}

#[wasm_bindgen_test]
async fn a_storage_that_fails_or_is_taken_is_an_error_with_the_browsers_words() {
    let handle = open("fails").await.unwrap();
    for (thrown, code) in [("UnknownError", "STORE_FAILED"), ("ConstraintError", "STORE_CONFLICT")] {
        let fail = "const own = IDBObjectStore.prototype.put;
            IDBObjectStore.prototype.put = function () { throw new DOMException('The disk is gone.', argument); };
            return own;";
        let own = run(fail, &thrown.into()).await;
        let error = wait(host_save_connector(handle, servicenow(None))).await.unwrap_err();
        run("IDBObjectStore.prototype.put = argument;", &own).await;
        assert_eq!(string(&error, "code"), code);
        assert!(string(&error, "message").contains("The disk is gone."));
    }
}
