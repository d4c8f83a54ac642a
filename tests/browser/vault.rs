//! Secrets in a real browser's cryptography and storage.

use crate::host::{case, push};
use crate::js::{get, json, no_pages, number, run, servicenow, simulator, string, text, wait};
use crate::storage::{dump, open, save};
use case_connectors::wasm::{
    host_close, host_connectors, host_export, host_import, host_lock, host_push, host_set_secrets, host_set_vault,
    host_unlock, host_vault, host_wipe,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const PASSPHRASE: &str = "correct horse battery";

async fn set_vault(handle: u32, options: &str) -> JsValue {
    wait(host_set_vault(handle, json(options))).await.unwrap()
}

async fn is_missing(handle: u32) -> String {
    text(&get(&wait(host_connectors(handle)).await.unwrap(), "0.isMissingSecrets"))
}

fn named(id: &str) -> String {
    format!(r#"{{"connectorId":"{id}"}}"#)
}

#[wasm_bindgen_test]
async fn a_secret_that_is_sealed_on_this_device_survives_a_reload_and_is_nowhere_in_the_open() {
    let handle = open("device").await.unwrap();
    set_vault(handle, r#"{"level":"device"}"#).await;
    let id = save(handle, servicenow(None)).await;
    host_close(handle);
    assert!(!dump("device").await.contains("demo-password"));

    let handle = open("device").await.unwrap();
    assert_eq!(is_missing(handle).await, "false");
    assert_eq!(string(&push(handle, case("device"), &named(&id)).await, "state"), "complete");
    // The key is stored, and can be read by nobody.
    let read = "const db = await new Promise((done) => { const opening = indexedDB.open('device'); opening.onsuccess = () => done(opening.result); });
        const record = await new Promise((done) => { const get = db.transaction('keys').objectStore('keys').get('vault'); get.onsuccess = () => done(get.result); });
        db.close();
        return crypto.subtle.exportKey('raw', record.key).then(() => 'exported', (error) => error.name);";
    assert_eq!(run(read, &JsValue::UNDEFINED).await.as_string().as_deref(), Some("InvalidAccessError"));
}

#[wasm_bindgen_test]
async fn sealed_secrets_do_not_follow_a_url_that_was_changed_in_the_storage() {
    let handle = open("swapped").await.unwrap();
    set_vault(handle, r#"{"level":"device"}"#).await;
    let id = save(handle, servicenow(None)).await;
    host_close(handle);
    // Somebody with access to the storage redirects the connector, and makes the seal fit as far as it shows.
    let swap = "const db = await new Promise((done) => { const opening = indexedDB.open('swapped'); opening.onsuccess = () => done(opening.result); });
        const change = (table, edit) => new Promise((done) => {
            const transaction = db.transaction(table, 'readwrite'); const store = transaction.objectStore(table);
            store.openCursor().onsuccess = (event) => { const cursor = event.target.result; const value = cursor.value; edit(value); cursor.update(value); };
            transaction.oncomplete = done; });
        await change('connectors', (value) => { value.config.apiUrl = argument.url; });
        if (argument.boundTo) await change('secrets', (value) => { value.boundTo = argument.boundTo; });
        const bound = await new Promise((done) => { db.transaction('secrets').objectStore('secrets').getAll().onsuccess = (event) => done(event.target.result[0].boundTo); });
        db.close();
        return bound;";
    let other = json(r#"{"url":"http://127.0.0.1:9"}"#);
    run(swap, &other).await;
    let handle = open("swapped").await.unwrap();
    assert_eq!(is_missing(handle).await, "true");
    let pushed = host_push(handle, case("swapped"), no_pages(), json(&named(&id)), None, None);
    assert_eq!(string(&wait(pushed).await.unwrap_err(), "code"), "SECRET_MISSING");
    // The seal of a connector that really has that URL, copied over ours: its name fits, its text cannot be opened.
    let moved = open("swapped-2").await.unwrap();
    set_vault(moved, r#"{"level":"device"}"#).await;
    let draft = r#"{"type":".servicenow","name":"SN","config":{"apiUrl":"http://127.0.0.1:9","username":"case.bot"},"secrets":{"password":"x"}}"#;
    save(moved, json(draft)).await;
    let read = "const db = await new Promise((done) => { const opening = indexedDB.open('swapped-2'); opening.onsuccess = () => done(opening.result); });
        const rows = await new Promise((done) => { db.transaction('secrets').objectStore('secrets').getAll().onsuccess = (event) => done(event.target.result); });
        db.close();
        return rows[0].boundTo;";
    let bound = run(read, &JsValue::UNDEFINED).await.as_string().unwrap();
    run(swap, &json(&format!(r#"{{"url":"http://127.0.0.1:9","boundTo":"{bound}"}}"#))).await;
    let pushed = host_push(handle, case("swapped"), no_pages(), json(&named(&id)), None, None);
    assert_eq!(string(&wait(pushed).await.unwrap_err(), "code"), "SECRET_MISSING");
}

#[wasm_bindgen_test]
async fn a_passphrase_locks_and_unlocks_and_a_wrong_one_does_not() {
    let handle = open("passphrase").await.unwrap();
    let short = host_set_vault(handle, json(r#"{"level":"passphrase","passphrase":"short"}"#));
    assert_eq!(string(&wait(short).await.unwrap_err(), "code"), "VAULT_PASSPHRASE");
    // What was in memory before is sealed with it.
    let id = save(handle, servicenow(None)).await;
    let vault = set_vault(handle, &format!(r#"{{"level":"passphrase","passphrase":"{PASSPHRASE}"}}"#)).await;
    assert_eq!((number(&vault, "sealed"), text(&get(&vault, "locked"))), (1.0, "false".to_owned()));
    assert_eq!(string(&push(handle, case("passphrase"), &named(&id)).await, "state"), "complete");

    host_lock(handle).unwrap();
    let pushed = host_push(handle, case("passphrase-2"), no_pages(), json(&named(&id)), None, None);
    assert_eq!(string(&wait(pushed).await.unwrap_err(), "code"), "VAULT_LOCKED");
    assert_eq!(is_missing(handle).await, "false");
    let secret = json(r#"{"password":"another"}"#);
    assert_eq!(string(&wait(host_set_secrets(handle, id.clone(), secret)).await.unwrap_err(), "code"), "VAULT_LOCKED");
    let rotated = host_set_vault(handle, json(r#"{"level":"device"}"#));
    assert_eq!(string(&wait(rotated).await.unwrap_err(), "code"), "VAULT_LOCKED");
    host_close(handle);

    // Another tab, after a reload.
    let handle = open("passphrase").await.unwrap();
    let wrong = wait(host_unlock(handle, "correct horse batterz".into())).await.unwrap_err();
    assert_eq!(string(&wrong, "code"), "VAULT_PASSPHRASE");
    wait(host_unlock(handle, PASSPHRASE.into())).await.unwrap();
    assert_eq!(string(&push(handle, case("passphrase-2"), &named(&id)).await, "state"), "complete");

    // A new key for the same secrets; the old passphrase is worth nothing then.
    set_vault(handle, r#"{"level":"passphrase","passphrase":"another long one"}"#).await;
    host_lock(handle).unwrap();
    assert!(wait(host_unlock(handle, PASSPHRASE.into())).await.is_err());
    wait(host_unlock(handle, "another long one".into())).await.unwrap();
    assert_eq!(number(&push(handle, case("passphrase-2"), &named(&id)).await, "writes"), 0.0);

    wait(host_wipe(handle)).await.unwrap();
    let vault = wait(host_vault(handle)).await.unwrap();
    assert_eq!((string(&vault, "level"), number(&vault, "sealed")), ("memory".to_owned(), 0.0));
    assert_eq!(is_missing(handle).await, "true");
}

#[wasm_bindgen_test]
async fn an_unused_passphrase_locks_itself() {
    // By the host's clock, whose time the test puts on.
    let options = run(
        "const clock = { time: 1e12, waiting: [], now: () => clock.time, sleep: (ms) => new Promise((done) => clock.waiting.push(done)) };
        return { name: 'auto-lock', clock };",
        &JsValue::UNDEFINED,
    )
    .await;
    let handle = wait(case_connectors::wasm::host_open(options.clone())).await.unwrap().as_f64().unwrap() as u32;
    set_vault(handle, &format!(r#"{{"level":"passphrase","passphrase":"{PASSPHRASE}","autoLockMs":60000}}"#)).await;
    let pass = "argument.clock.time += 60_001; for (const done of argument.clock.waiting.splice(0)) done(); await new Promise((done) => setTimeout(done));";
    assert_eq!(text(&get(&wait(host_vault(handle)).await.unwrap(), "locked")), "false");
    run(pass, &options).await;
    assert_eq!(text(&get(&wait(host_vault(handle)).await.unwrap(), "locked")), "true");
}

#[wasm_bindgen_test]
async fn connectors_go_out_and_in_without_their_secrets() {
    let from = open("export").await.unwrap();
    let id = save(from, servicenow(None)).await;
    let data = wait(host_export(from)).await.unwrap();
    assert!(!text(&data).contains("demo-password"));
    assert_eq!(string(&data, "missingSecrets.0.fields.0"), "secrets.password");

    let to = open("import").await.unwrap();
    let broken =
        "argument.connectors.push({ type: '.jira', id: 'x', name: 'Broken', config: {} }, null); return argument;";
    let result = wait(host_import(to, run(broken, &data).await)).await.unwrap();
    assert_eq!(string(&result, "results.0.id"), id);
    assert_eq!(string(&result, "results.1.error.code"), "CONNECTOR_INVALID");
    assert_eq!(text(&get(&result, "results.2.saved")), "false");
    assert_eq!(string(&result, "missingSecrets.0.connectorId"), id);
    assert_eq!(text(&get(&result, "missingSecrets.length")), "1");
    assert_eq!(is_missing(to).await, "true");
    let secret = json(r#"{"password":"servicenow-demo-password"}"#);
    wait(host_set_secrets(to, id.clone(), secret)).await.unwrap();
    assert_eq!(string(&push(to, case("import"), &named(&id)).await, "state"), "complete");

    for wrong in ["null", "{}", r#"{"format":"case-connectors","version":2,"connectors":[]}"#] {
        let refused = wait(host_import(to, json(wrong))).await.unwrap_err();
        assert_eq!(string(&refused, "code"), "OPTIONS_INVALID", "{wrong}");
    }
    assert!(simulator("servicenow").starts_with("http"));
}

#[wasm_bindgen_test]
async fn where_the_page_has_no_cryptography_nothing_is_sealed_and_memory_still_works() {
    let handle = open("no-crypto").await.unwrap();
    save(handle, servicenow(None)).await;
    let hide = "Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true });";
    run(hide, &JsValue::UNDEFINED).await;
    let refused = wait(host_set_vault(handle, json(r#"{"level":"device"}"#))).await.unwrap_err();
    run("delete crypto.subtle;", &JsValue::UNDEFINED).await;
    assert_eq!(string(&refused, "code"), "VAULT_UNAVAILABLE");
    assert_eq!(is_missing(handle).await, "false");
}

#[wasm_bindgen_test]
async fn a_locking_time_longer_than_any_timer_does_not_keep_the_page_busy() {
    let handle = open("never-locks").await.unwrap();
    let record = "const own = setTimeout; const seen = [];
        globalThis.setTimeout = (then, ms, ...rest) => { seen.push(ms); return own(then, ms, ...rest); };
        return { own, seen };";
    let timers = run(record, &JsValue::UNDEFINED).await;
    set_vault(handle, &format!(r#"{{"level":"passphrase","passphrase":"{PASSPHRASE}","autoLockMs":1e12}}"#)).await;
    let longest = "globalThis.setTimeout = argument.own; return Math.max(...argument.seen);";
    assert_eq!(run(longest, &timers).await.as_f64(), Some(2_147_483_647.0));
    assert_eq!(text(&get(&wait(host_vault(handle)).await.unwrap(), "locked")), "false");
}
