//! Pushes that did not complete, other tabs, many cases at once, and records that cannot be read.

use crate::host::{case, push};
use crate::js::{control, get, json, no_pages, number, run, servicenow, string, text, wait};
use crate::storage::{open, save};
use case_connectors::wasm::{
    host_abort, host_aside, host_close, host_connectors, host_dismiss, host_interrupted, host_journal, host_push,
    host_push_all, host_resume, host_resume_all, host_set_secrets, host_watch,
};
use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn named(id: &str) -> String {
    format!(r#"{{"connectorId":"{id}"}}"#)
}

async fn fault(fault: &str) {
    control("servicenow", "POST", "faults", Some(&format!("[{fault}]"))).await;
}

/// How many incidents of the simulator have a comment of the case, and how many comments the first has.
async fn stored(case_id: &str) -> String {
    let records = control("servicenow", "GET", "records", None).await;
    let body = format!(
        "return argument.map((incident) => incident.comments.filter((comment) => comment.text.includes('case {case_id})') || /case comment c1a/.test(comment.text)))
            .filter((comments) => comments.some((comment) => comment.text.includes('case {case_id})'))).map((comments) => comments.length)"
    );
    text(&run(&body, &records).await)
}

async fn resume(handle: u32, case_id: &str) -> Result<JsValue, JsValue> {
    wait(host_resume(handle, case_id.into(), JsValue::UNDEFINED, None, None)).await
}

#[wasm_bindgen_test]
async fn a_push_that_failed_is_finished_without_the_case() {
    let handle = open("resume").await.unwrap();
    let id = save(handle, servicenow(None)).await;
    fault(r#"{"kind":"status","status":403,"times":1,"match":{"method":"PATCH","nth":2}}"#).await;
    let failed = push(handle, case("resume"), &named(&id)).await;
    assert_eq!(string(&failed, "error.code"), "FORBIDDEN");
    host_close(handle);

    let handle = open("resume").await.unwrap();
    let pending = wait(host_interrupted(handle)).await.unwrap();
    assert_eq!(text(&get(&pending, "length")), "1");
    assert_eq!(string(&pending, "0.caseId"), "resume");
    assert_eq!(string(&pending, "0.state"), "failed");
    assert_eq!(string(&pending, "0.error.code"), "FORBIDDEN");
    assert_eq!(text(&get(&pending, "0.isMissingSecrets")), "true");
    assert_eq!(string(&resume(handle, "resume").await.unwrap_err(), "code"), "SECRET_MISSING");

    wait(host_set_secrets(handle, id.clone(), json(r#"{"password":"servicenow-demo-password"}"#))).await.unwrap();
    let outcome = resume(handle, "resume").await.unwrap();
    assert_eq!(string(&outcome, "state"), "complete", "{}", text(&outcome));
    assert!(get(&outcome, "updatedCase").is_instance_of::<Uint8Array>());
    assert_eq!(text(&wait(host_interrupted(handle)).await.unwrap()), "[]");
    assert_eq!(string(&resume(handle, "resume").await.unwrap_err(), "code"), "NOTHING_PENDING");
    assert_eq!(stored("resume").await, "[4]");
    // What was sent is not kept: no intent, with its body, is left.
    let journal = text(&wait(host_journal(handle, "resume".into(), id)).await.unwrap());
    assert!(!journal.contains("\"intent\"") && journal.contains("\"receipt\""), "{journal}");
}

#[wasm_bindgen_test]
async fn another_tab_sees_a_push_and_can_stop_it() {
    let (first, second) = (open("tabs").await.unwrap(), open("tabs").await.unwrap());
    let id = save(first, servicenow(None)).await;
    let seen = Array::new();
    let listener: Function = Function::new_with_args("progress", "this.push(progress)").bind0(&seen).unchecked_into();
    host_watch(second, listener).unwrap();
    fault(r#"{"kind":"delay","ms":20000,"times":1,"match":{"method":"PATCH","nth":2}}"#).await;
    let pushing = host_push(first, case("tabs"), no_pages(), json(&named(&id)), None, None);
    let until = "while (!argument.some((progress) => progress.label === 'Add comment c1a2')) await new Promise((done) => setTimeout(done, 5));";
    run(until, &seen).await;
    assert_eq!(string(&seen.get(0), "caseId"), "tabs");
    // While it runs it is not interrupted.
    assert_eq!(text(&wait(host_interrupted(second)).await.unwrap()), "[]");
    host_abort(second, "tabs".into()).unwrap();
    let outcome = wait(pushing).await.unwrap();
    assert_eq!((string(&outcome, "state"), string(&outcome, "error.code")), ("unknown".into(), "ABORTED".into()));
    assert_eq!(string(&wait(host_interrupted(second)).await.unwrap(), "0.state"), "unknown");
    wait(host_dismiss(second, "tabs".into(), id)).await.unwrap();
    assert_eq!(text(&wait(host_interrupted(second)).await.unwrap()), "[]");
    control("servicenow", "DELETE", "faults", None).await;
}

#[wasm_bindgen_test]
async fn without_web_locks_a_lease_keeps_tabs_apart() {
    let hide = "Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });";
    run(hide, &JsValue::UNDEFINED).await;
    let (first, second) = (open("lease").await.unwrap(), open("lease").await.unwrap());
    let id = save(first, servicenow(None)).await;
    wait(host_set_secrets(second, id.clone(), json(r#"{"password":"servicenow-demo-password"}"#))).await.unwrap();
    let one = host_push(first, case("lease"), no_pages(), json(&named(&id)), None, None);
    let other = host_push(second, case("lease"), no_pages(), json(&named(&id)), None, None);
    let outcomes = [wait(one).await.unwrap(), wait(other).await.unwrap()];
    run("delete navigator.locks;", &JsValue::UNDEFINED).await;
    let mut writes = outcomes.map(|outcome| number(&outcome, "writes"));
    writes.sort_by(f64::total_cmp);
    assert_eq!(writes, [0.0, 4.0]);
    assert_eq!(stored("lease").await, "[4]");
}

fn cases(ids: &[&str]) -> Array {
    ids.iter()
        .map(|id| {
            let one = js_sys::Object::new();
            let bytes = Uint8Array::from(case(id).as_slice());
            js_sys::Reflect::set(&one, &"bytes".into(), &bytes).unwrap();
            js_sys::Reflect::set(&one, &"pages".into(), &Array::new()).unwrap();
            JsValue::from(one)
        })
        .collect()
}

#[wasm_bindgen_test]
async fn many_cases_have_a_result_each_and_a_bad_one_stops_none() {
    let handle = open("bulk").await.unwrap();
    let id = save(handle, servicenow(None)).await;
    let all = cases(&["bulk-1", "bulk-2", "bulk-3", "bulk-4", "bulk-5", "bulk-6"]);
    js_sys::Reflect::set(&all.get(3), &"bytes".into(), &Uint8Array::from(&b"{}"[..])).unwrap();
    let ended = Array::new();
    let on_result: Function =
        Function::new_with_args("result, progress", "this.push(progress.finished + ' of ' + progress.count)")
            .bind0(&ended)
            .unchecked_into();
    let results = wait(host_push_all(handle, all, json(&named(&id)), None, None, Some(on_result))).await.unwrap();
    let states = run("return argument.map((result) => result.outcome?.state ?? result.error.code)", &results).await;
    let expected = r#"["complete","complete","complete","CASE_INVALID","complete","complete"]"#;
    assert_eq!(text(&states), expected);
    assert_eq!(text(&get(&ended, "length")), "6");
    assert_eq!(string(&ended, "5"), "6 of 6");
    assert_eq!(text(&wait(host_interrupted(handle)).await.unwrap()), "[]");
}

#[wasm_bindgen_test]
async fn a_wrong_password_is_tried_as_often_as_pushes_run_at_once_and_the_rest_can_be_resumed() {
    let handle = open("bulk-401").await.unwrap();
    let id = save(handle, servicenow(None)).await;
    wait(host_set_secrets(handle, id.clone(), json(r#"{"password":"wrong"}"#))).await.unwrap();
    let ids: Vec<String> = (0..9).map(|n| format!("locked-{n}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let count = "return argument.filter((entry) => entry.status === 401 && !entry.preflight).length";
    let before = run(count, &control("servicenow", "GET", "ledger", None).await).await.as_f64().unwrap();
    let results = wait(host_push_all(handle, cases(&ids), json(&named(&id)), None, None, None)).await.unwrap();
    let tried = run(count, &control("servicenow", "GET", "ledger", None).await).await.as_f64().unwrap() - before;
    assert!((1.0..=4.0).contains(&tried), "{tried}");
    let codes = run("return [...new Set(argument.map((result) => (result.outcome ?? result).error.code))]", &results);
    assert_eq!(text(&codes.await), r#"["AUTH_FAILED"]"#);

    let pending = wait(host_interrupted(handle)).await.unwrap();
    assert_eq!(text(&get(&pending, "length")), "9");
    wait(host_set_secrets(handle, id.clone(), json(r#"{"password":"servicenow-demo-password"}"#))).await.unwrap();
    let states = "return argument.map((result) => result.outcome?.state ?? result.error.code)";
    let only = format!(
        r#"{{"only":[{{"caseId":"locked-3","connectorId":"{id}"}},{{"caseId":"none","connectorId":"{id}"}}]}}"#
    );
    let results = wait(host_resume_all(handle, json(&only), None, None, None)).await.unwrap();
    assert_eq!(text(&run(states, &results).await), r#"["complete","NOTHING_PENDING"]"#);
    assert_eq!(text(&get(&wait(host_interrupted(handle)).await.unwrap(), "length")), "8");
    let results = wait(host_resume_all(handle, JsValue::UNDEFINED, None, None, None)).await.unwrap();
    let complete = run("return argument.filter((result) => result.outcome?.state === 'complete').length", &results);
    assert_eq!(text(&complete.await), "8");
    assert_eq!(text(&wait(host_interrupted(handle)).await.unwrap()), "[]");
}

#[wasm_bindgen_test]
async fn a_full_storage_stops_a_push_before_anything_is_sent() {
    let handle = open("full").await.unwrap();
    let id = save(handle, servicenow(None)).await;
    let before = text(&get(&control("servicenow", "GET", "ledger", None).await, "length"));
    let fill = "const own = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function () { throw new DOMException('Quota exceeded.', 'QuotaExceededError'); };
        return own;";
    let own = run(fill, &JsValue::UNDEFINED).await;
    let pushed = host_push(handle, case("full"), no_pages(), json(&named(&id)), None, None);
    let error = wait(pushed).await.unwrap_err();
    run("IDBObjectStore.prototype.put = argument;", &own).await;
    assert_eq!(string(&error, "code"), "STORE_FULL");
    assert_eq!(text(&get(&control("servicenow", "GET", "ledger", None).await, "length")), before);
}

#[wasm_bindgen_test]
async fn damaged_records_are_set_aside_and_block_nothing() {
    let handle = open("damaged").await.unwrap();
    let id = save(handle, servicenow(None)).await;
    push(handle, case("damaged"), &named(&id)).await;
    let damage = "const db = await new Promise((done) => { const opening = indexedDB.open('damaged'); opening.onsuccess = () => done(opening.result); });
        const transaction = db.transaction(['journal', 'connectors', 'pending'], 'readwrite');
        const journal = transaction.objectStore('journal');
        journal.getAllKeys().onsuccess = (event) => { journal.put({ v: 1, nonsense: true }, event.target.result[0]); };
        transaction.objectStore('connectors').put('nonsense', 'x');
        transaction.objectStore('pending').put({ v: 1 }, 'y');
        await new Promise((done) => { transaction.oncomplete = done; });
        db.close();";
    run(damage, &JsValue::UNDEFINED).await;
    assert_eq!(text(&get(&wait(host_connectors(handle)).await.unwrap(), "length")), "1");
    assert_eq!(text(&wait(host_interrupted(handle)).await.unwrap()), "[]");
    // The create's receipt is lost. The push finds out what it said, and writes nothing twice.
    let outcome = push(handle, case("damaged"), &named(&id)).await;
    assert_eq!((string(&outcome, "state"), number(&outcome, "writes")), ("complete".into(), 0.0), "{}", text(&outcome));
    let aside = wait(host_aside(handle)).await.unwrap();
    let tables = run("return argument.map((record) => record.table).sort()", &aside).await;
    assert_eq!(text(&tables), r#"["connectors","journal","pending"]"#);
    assert!(string(&aside, "0.reason").len() > 10);
    assert_eq!(stored("damaged").await, "[4]");
}

#[wasm_bindgen_test]
async fn a_database_of_the_first_layout_is_brought_forward_with_what_it_holds() {
    let make = "const opening = indexedDB.open('forward', 1);
        opening.onupgradeneeded = () => { for (const table of ['connectors', 'settings', 'choices', 'journal']) opening.result.createObjectStore(table); };
        const db = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
        const transaction = db.transaction('connectors', 'readwrite');
        transaction.objectStore('connectors').put(argument, argument.id + '\\u0000');
        await new Promise((done) => { transaction.oncomplete = done; });
        db.close();";
    run(make, &servicenow(Some("old"))).await;
    let handle = open("forward").await.unwrap();
    assert_eq!(string(&wait(host_connectors(handle)).await.unwrap(), "0.id"), "old");
    wait(host_set_secrets(handle, "old".into(), json(r#"{"password":"servicenow-demo-password"}"#))).await.unwrap();
    assert_eq!(string(&push(handle, case("forward"), &named("old")).await, "state"), "complete");
}
