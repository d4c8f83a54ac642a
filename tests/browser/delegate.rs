//! Pushes by Kibana from a browser: what is kept over a reload, and which cookies go where.

use crate::host::push;
use crate::js::{control, get, json, no_pages, number, run, servicenow, simulator, string, text, wait};
use crate::storage::save;
use case_connectors::wasm::{
    host_close, host_dismiss, host_forget, host_interrupted, host_open, host_plan, host_push, host_push_all,
    host_resume, host_status, host_test_connector,
};
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;

/// A clock that does not wait: two minutes of looks are over at once.
async fn open(name: &str) -> u32 {
    let options = json(&format!(
        r#"{{ "name": "{name}", "delegate": {{ "kind": "kibana", "url": "{}", "space": "soc" }} }}"#,
        simulator("kibana")
    ));
    let clock = "let now = Date.now(); return { now: () => now, sleep: async (ms) => { now += ms; } };";
    Reflect::set(&options, &"clock".into(), &run(clock, &JsValue::UNDEFINED).await).unwrap();
    wait(host_open(options)).await.unwrap().as_f64().unwrap() as u32
}

/// A new case in Kibana, with a comment: its bytes and its id.
async fn case() -> (Vec<u8>, String) {
    let body = "const post = async (path, body) => (await fetch(argument + path, { method: 'POST',
            headers: { 'kbn-xsrf': 't', 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
        const owner = 'securitySolution';
        const connector = { id: 'kibana-jira', name: 'Jira', type: '.jira', fields: null };
        const { id } = await post('/api/cases', { title: 'Phishing', description: 'd', tags: [], owner, connector });
        await post('/api/cases/' + id + '/comments', { type: 'user', comment: 'first', owner });
        return await (await fetch(argument + '/api/cases/' + id)).json();";
    let made = run(body, &simulator("kibana").into()).await;
    (text(&made).into(), string(&made, "id"))
}

async fn fault(kind: &str, case_id: &str) {
    let fault = format!(r#"[{{"kind":"{kind}","match":{{"pathContains":"{case_id}/connector/kibana-jira/_push"}}}}]"#);
    control("kibana", "POST", "faults", Some(&fault)).await;
}

/// How many incidents Kibana has made of a case, and how often it was asked to push it.
async fn made(case_id: &str) -> (f64, f64) {
    let count = async |what: &str, test: String| {
        let all = control("kibana", "GET", what, None).await;
        run(&format!("return argument.filter((it) => {test}).length"), &all).await.as_f64().unwrap()
    };
    let incidents = count("records", format!("it.fields.case === '{case_id}'")).await;
    let pushes = format!("it.path.includes('{case_id}') && it.path.endsWith('_push') && !it.preflight");
    (incidents, count("ledger", pushes).await)
}

async fn length(handle: u32) -> String {
    text(&get(&wait(host_interrupted(handle)).await.unwrap(), "length"))
}

#[wasm_bindgen_test]
async fn kibana_pushes_a_case_without_a_connector_or_a_secret_here() {
    let handle = open("kibana").await;
    let (bytes, id) = case().await;
    let plan = wait(host_plan(handle, bytes.clone(), no_pages(), JsValue::UNDEFINED)).await.unwrap();
    assert!(
        string(&plan, "steps.0.request.url").ends_with(&format!("/s/soc/api/cases/{id}/connector/kibana-jira/_push"))
    );
    let told = Array::new();
    let watch: Function = Function::new_with_args("progress", "this.push(progress)").bind0(&told).unchecked_into();
    let pushed = host_push(handle, bytes.clone(), no_pages(), JsValue::UNDEFINED, None, Some(watch));
    let outcome = wait(pushed).await.unwrap();
    assert_eq!((string(&outcome, "state"), number(&outcome, "writes")), ("complete".into(), 1.0), "{}", text(&outcome));
    assert_eq!(string(&outcome, "externalService.connector_id"), "kibana-jira");
    assert_eq!((made(&id).await, length(handle).await), ((1.0, 1.0), "0".into()));
    let labels = run("return argument.map((it) => it.label)", &told).await;
    assert_eq!(text(&labels), r#"["Reading the case in Kibana","Push with Kibana",""]"#);

    // The updated case has its comments: what was pushed is up to date.
    let updated = get(&outcome, "updatedCase").unchecked_into::<Uint8Array>().to_vec();
    let status = wait(host_status(handle, updated, no_pages(), None)).await.unwrap();
    assert_eq!(string(&status, "state"), "upToDate", "{}", text(&status));

    let choice = host_push(handle, bytes, no_pages(), json(r#"{"ifGone":"recreate"}"#), None, None);
    assert_eq!(string(&wait(choice).await.unwrap_err(), "code"), "OPTIONS_INVALID");
}

#[wasm_bindgen_test]
async fn what_did_not_arrive_is_kept_over_a_reload_and_sent_again_only_when_a_person_says_so() {
    let handle = open("kibana-unknown").await;
    let (bytes, id) = case().await;
    fault("cutBefore", &id).await;
    let outcome = push(handle, bytes.clone(), "{}").await;
    assert_eq!(string(&outcome, "error.code"), "OUTCOME_UNKNOWN", "{}", text(&outcome));
    host_close(handle);

    let handle = open("kibana-unknown").await;
    assert_eq!(string(&wait(host_interrupted(handle)).await.unwrap(), "0.state"), "unknown");
    let status = wait(host_status(handle, read(&id).await, no_pages(), None)).await.unwrap();
    assert_eq!(string(&status, "state"), "unknown");
    for _ in 0..2 {
        let resumed = wait(host_resume(handle, id.clone(), JsValue::UNDEFINED, None, None)).await.unwrap();
        assert_eq!(string(&resumed, "error.code"), "OUTCOME_UNKNOWN");
    }
    // Neither a list of many nor a dismissal makes it forget what is open.
    wait(host_dismiss(handle, id.clone(), "kibana-jira".into())).await.unwrap();
    let one = Object::new();
    Reflect::set(&one, &"bytes".into(), &Uint8Array::from(bytes.as_slice())).unwrap();
    Reflect::set(&one, &"pages".into(), &no_pages()).unwrap();
    let all = host_push_all(handle, Array::of1(&one), JsValue::UNDEFINED, None, None, None);
    assert_eq!(string(&wait(all).await.unwrap(), "0.outcome.error.code"), "OUTCOME_UNKNOWN");
    assert_eq!(made(&id).await, (0.0, 1.0));

    let settled = push(handle, bytes, r#"{"settle":{"kind":"notThere"}}"#).await;
    assert_eq!(string(&settled, "state"), "complete", "{}", text(&settled));
    assert_eq!((made(&id).await, length(handle).await), ((1.0, 2.0), "0".into()));
}

/// The case with its comments, as the first generation of Kibana answers it.
async fn read(id: &str) -> Vec<u8> {
    let body = "const [kibana, id] = argument; const read = async (below) => (await fetch(kibana + '/api/cases/' + id + below)).json();
        return { ...(await read('')), comments: (await read('/comments/_find')).comments };";
    let argument = Array::of2(&simulator("kibana").into(), &id.into());
    text(&run(body, &argument).await).into()
}

#[wasm_bindgen_test]
async fn a_tab_that_dies_while_kibana_works_leaves_a_push_that_is_found_done() {
    let handle = open("kibana-dies").await;
    let (bytes, id) = case().await;
    // The page goes away once the request is on its way; Kibana carries it out.
    fault("cutAfter", &id).await;
    let controller = AbortController::new().unwrap();
    let watch = Function::new_with_args(
        "progress",
        "if (progress.label === 'Waiting before looking whether it was carried out') this.abort()",
    );
    let watch: Function = watch.bind0(&controller).unchecked_into();
    let pushed = host_push(handle, bytes, no_pages(), JsValue::UNDEFINED, Some(controller.signal()), Some(watch));
    let stopped = wait(pushed).await.unwrap();
    assert_eq!((string(&stopped, "state"), string(&stopped, "error.code")), ("unknown".into(), "ABORTED".into()));
    host_close(handle);

    let handle = open("kibana-dies").await;
    let outcome = wait(host_resume(handle, id.clone(), JsValue::UNDEFINED, None, None)).await.unwrap();
    assert_eq!((string(&outcome, "state"), number(&outcome, "writes")), ("complete".into(), 0.0), "{}", text(&outcome));
    assert_eq!((made(&id).await, length(handle).await), ((1.0, 1.0), "0".into()));
}

#[wasm_bindgen_test]
async fn forgetting_a_case_forgets_what_is_open() {
    let handle = open("kibana-forget").await;
    let (bytes, id) = case().await;
    fault("cutBefore", &id).await;
    push(handle, bytes.clone(), "{}").await;
    wait(host_forget(handle, id.clone())).await.unwrap();
    let settled = host_push(handle, bytes.clone(), no_pages(), json(r#"{"settle":{"kind":"notThere"}}"#), None, None);
    assert_eq!(string(&wait(settled).await.unwrap_err(), "code"), "PUSH_STATE");
    assert_eq!(string(&push(handle, bytes, "{}").await, "state"), "complete");
}

/// What `fetch` is asked for, instead of asking.
async fn with_credentials(then: impl Future<Output = ()>) -> String {
    let record = "const own = self.fetch; const seen = [];
        self.fetch = (request, ...rest) => { if (request.credentials) seen.push(request.credentials); return own(request, ...rest); };
        return { own, seen };";
    let recorded = run(record, &JsValue::UNDEFINED).await;
    then.await;
    run("self.fetch = argument.own;", &recorded).await;
    text(&run("return [...new Set(argument.seen)]", &recorded).await)
}

#[wasm_bindgen_test]
async fn cookies_go_to_kibana_of_the_same_origin_and_to_a_gateway_that_holds_secrets_and_nowhere_else() {
    let handle = open("kibana-cookies").await;
    let (bytes, _) = case().await;
    let seen = with_credentials(async move {
        push(handle, bytes, "{}").await;
    });
    assert_eq!(seen.await, r#"["same-origin"]"#);

    for (holds, expected) in [(true, r#"["include"]"#), (false, r#"["omit"]"#)] {
        let gateway =
            format!(r#"{{ "kind": "gateway", "url": "{}/relay", "holdsSecrets": {holds} }}"#, simulator("kibana"));
        let options = json(&format!(r#"{{ "store": "memory", "transport": {gateway} }}"#));
        let handle = wait(host_open(options)).await.unwrap().as_f64().unwrap() as u32;
        let id = save(handle, servicenow(None)).await;
        let seen = with_credentials(async move {
            push(handle, crate::host::case("cookies"), &format!(r#"{{"connectorId":"{id}"}}"#)).await;
        });
        assert_eq!(seen.await, expected);
        let seen = with_credentials(async move {
            wait(host_test_connector(handle, servicenow(None), JsValue::UNDEFINED, None, None)).await.unwrap();
        });
        assert!(seen.await.contains(expected.trim_matches(['[', ']'])));
    }
}

#[wasm_bindgen_test]
async fn a_delegate_that_is_none_is_refused() {
    for delegate in
        [r#"{"kind":"other"}"#, r#"{"kind":"kibana"}"#, r#"{"kind":"kibana","url":"http://kibana.example"}"#]
    {
        let options = json(&format!(r#"{{ "store": "memory", "delegate": {delegate} }}"#));
        assert_eq!(string(&wait(host_open(options)).await.unwrap_err(), "code"), "OPTIONS_INVALID");
    }
}
