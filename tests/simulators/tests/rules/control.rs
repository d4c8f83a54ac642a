//! The control area, CORS and faults, which are the same everywhere.

use crate::support::{Caller, simulators};
use reqwest::Method;
use serde_json::{Value, json};
use simulators::{Options, Running, SERVICENOW_PASSWORD, SERVICENOW_USER, start};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const TABLE: &str = "/api/now/table/incident";

async fn instance() -> (Running, Caller) {
    let running = simulators().await;
    let caller = Caller::new(&running.addresses.servicenow, SERVICENOW_USER, SERVICENOW_PASSWORD);
    (running, caller)
}

async fn count(now: &Caller) -> usize {
    now.get("/_sim/records").await.json().as_array().unwrap().len()
}

#[tokio::test]
async fn the_ledger_shows_everything_but_secrets() {
    let (_running, now) = instance().await;
    now.post(&format!("{TABLE}?a=b%20c"), json!({ "short_description": "x" })).await;
    now.anonymous().get(TABLE).await;
    let ledger = now.get("/_sim/ledger").await;
    let entries = ledger.json();
    assert_eq!(entries.as_array().unwrap().len(), 2);
    let first = &entries[0];
    assert_eq!((&first["seq"], &first["method"], &first["path"]), (&json!(1), &json!("POST"), &json!(TABLE)));
    assert_eq!((&first["query"], &first["status"]), (&json!({ "a": "b c" }), &json!(201)));
    assert_eq!(first["body"], json!({ "short_description": "x" }));
    assert_eq!((&first["preflight"], &first["fault"]), (&json!(false), &Value::Null));
    assert_eq!(first["headers"]["authorization"], "present");
    assert_eq!(entries[1]["headers"]["authorization"], "absent");
    assert_eq!((&entries[1]["status"], &entries[1]["body"]), (&json!(401), &Value::Null));
    assert!(!ledger.text.contains("Basic"));
}

#[tokio::test]
async fn a_listener_says_what_it_is() {
    let running = simulators().await;
    let addresses = &running.addresses;
    for (base, system) in [
        (&addresses.servicenow, "servicenow"),
        (&addresses.jira_cloud, "jiraCloud"),
        (&addresses.jira_data_center, "jiraDataCenter"),
        (&addresses.resilient, "resilient"),
        (&addresses.kibana, "kibana"),
    ] {
        let about = Caller::new(base, "", "").get("/_sim/about").await.json();
        assert_eq!(about, json!({ "system": system, "base": base }));
    }
}

#[tokio::test]
async fn a_reset_forgets_everything() {
    let (_running, now) = instance().await;
    now.set(json!({ "elasticApp": false })).await;
    now.post(TABLE, json!({})).await;
    now.fault(json!([{ "kind": "cutBefore" }])).await;
    assert_eq!(count(&now).await, 1);
    assert_eq!(now.post("/_sim/reset", json!({})).await.status, 204);
    assert_eq!(count(&now).await, 0);
    assert_eq!(now.get("/_sim/ledger").await.json(), json!([]));
    assert_eq!(now.get("/_sim/faults").await.json(), json!([]));
    assert_eq!(now.get("/_sim/settings").await.json()["elasticApp"], true);
}

#[tokio::test]
async fn mistakes_of_a_test_are_reported() {
    let (_running, now) = instance().await;
    assert_eq!(now.put("/_sim/settings", json!({ "elasticapp": false })).await.status, 400);
    assert_eq!(now.post("/_sim/faults", json!([{ "kind": "explode" }])).await.status, 400);
    assert_eq!(now.post("/_sim/faults", json!({ "kind": "html" })).await.status, 400);
    now.set(json!({ "cors": { "maxAge": 5 } })).await;
    let settings = now.get("/_sim/settings").await.json();
    assert_eq!((&settings["cors"]["maxAge"], &settings["cors"]["mode"]), (&json!(5), &json!("allowed")));
}

#[tokio::test]
async fn a_preflight_is_answered_by_the_policy() {
    let (_running, now) = instance().await;
    let browser = now.anonymous().with("access-control-request-method", "PATCH");
    let ask = async |origin: &str| {
        let caller = browser.with("origin", origin);
        caller.call(Method::OPTIONS, TABLE, None).await.unwrap()
    };
    let yes = ask("http://localhost:5173").await;
    assert_eq!(yes.status, 204);
    assert_eq!(yes.header("access-control-allow-origin"), "http://localhost:5173");
    assert!(yes.header("access-control-allow-headers").contains("Authorization"));
    let no = ask("https://other.example").await;
    assert_eq!((no.status, no.header("access-control-allow-origin")), (403, ""));

    let page = now.with("origin", "http://127.0.0.1:8080");
    let reply = page.get(TABLE).await;
    assert_eq!(reply.header("access-control-allow-origin"), "http://127.0.0.1:8080");
    assert!(reply.header("access-control-expose-headers").contains("Retry-After"));
    now.set(json!({ "cors": { "exposeHeaders": [] } })).await;
    assert_eq!(page.get(TABLE).await.header("access-control-expose-headers"), "");
    now.set(json!({ "cors": { "mode": "refused" } })).await;
    assert_eq!(ask("http://localhost:5173").await.status, 403);
    // A refused page still reaches the server: it only cannot read the answer.
    let reply = page.get(TABLE).await;
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, ""));
    let entries = now.get("/_sim/ledger").await.json();
    let preflights = entries.as_array().unwrap().iter().filter(|it| it["preflight"] == true);
    assert_eq!(preflights.count(), 3);
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error_or_any_other_is_used() {
    let holder = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let taken = holder.local_addr().unwrap().port();
    let options = |or_any_port| Options { jira_cloud: taken, or_any_port, ..Options::default() };
    assert_eq!(start(options(false)).await.err().map(|error| error.kind()), Some(std::io::ErrorKind::AddrInUse));
    let running = start(options(true)).await.unwrap();
    assert!(!running.addresses.jira_cloud.ends_with(&format!(":{taken}")));
    drop(running);
    drop(holder);
    let running = start(options(true)).await.unwrap();
    assert_eq!(running.addresses.jira_cloud, format!("http://127.0.0.1:{taken}"));
}

#[tokio::test]
async fn the_command_line_can_name_the_origins() {
    let running =
        start(Options { cors_origins: vec!["https://soc.example".into()], ..Options::default() }).await.unwrap();
    let page = Caller::new(&running.addresses.servicenow, SERVICENOW_USER, SERVICENOW_PASSWORD);
    let allowed = async |origin: &str| {
        let reply = page.with("origin", origin).get(TABLE).await;
        reply.header("access-control-allow-origin").to_owned()
    };
    assert_eq!(allowed("https://soc.example").await, "https://soc.example");
    assert_eq!(allowed("http://localhost:5173").await, "");
    // The ledger holds what somebody has sent: pages from elsewhere, and names that lead here, get nothing.
    for (name, value) in [
        ("origin", "https://any.example"),
        ("origin", "null"),
        ("origin", "https://localhost.evil.example"),
        ("origin", "https://soc.example"),
        ("host", "evil.example:4790"),
        ("host", "127.0.0.1.evil.example"),
        ("host", "localhost.evil.example:4790"),
        ("host", "127.0.0.1@evil.example"),
        ("host", "evil.example/127.0.0.1"),
        ("host", "evil-localhost"),
        ("host", "localhost:80@evil.example"),
        ("host", "[::1].evil.example"),
        ("host", "evil.example/.localhost"),
        ("origin", "http://127.0.0.1@evil.example"),
        ("origin", "http://127.0.0.1.nip.io"),
        ("origin", "https://evil.example#http://localhost"),
        ("origin", "file://"),
        ("origin", "chrome-extension://localhostabcdef"),
    ] {
        for path in ["/_sim/ledger", "/_sim/records", "/_sim/about"] {
            let control = page.with(name, value).get(path).await;
            assert_eq!((control.status, control.header("access-control-allow-origin")), (403, ""), "{name}: {value}");
        }
    }
    let control = page.with("origin", "http://localhost:4780").get("/_sim/ledger").await;
    assert_eq!(control.header("access-control-allow-origin"), "http://localhost:4780");
}

#[tokio::test]
async fn a_cut_before_writes_nothing_and_a_cut_after_does() {
    let (_running, now) = instance().await;
    now.fault(json!([{ "match": { "method": "POST" }, "kind": "cutBefore" }])).await;
    assert!(now.call(Method::POST, TABLE, Some(json!({}))).await.is_err());
    assert_eq!(count(&now).await, 0);
    now.fault(json!([{ "match": { "method": "POST", "pathContains": "/incident" }, "kind": "cutAfter" }])).await;
    assert!(now.call(Method::POST, TABLE, Some(json!({}))).await.is_err());
    assert_eq!(count(&now).await, 1);
    assert_eq!(now.post(TABLE, json!({})).await.status, 201);
    now.fault(json!([{ "kind": "cutAfter", "silent": true }])).await;
    assert!(now.call(Method::GET, TABLE, None).await.is_err());
    let entries = now.get("/_sim/ledger").await.json();
    assert_eq!((&entries[0]["status"], &entries[0]["fault"]), (&Value::Null, &json!("cutBefore")));
    assert_eq!((&entries[1]["status"], &entries[1]["fault"]), (&Value::Null, &json!("cutAfter")));
}

#[tokio::test]
async fn other_answers_come_instead_of_the_real_one() {
    let (_running, now) = instance().await;
    now.fault(json!([
        { "kind": "html" },
        { "kind": "badJson" },
        { "kind": "status", "status": 503, "body": { "a": 1 } },
        { "kind": "rateLimit", "retryAfter": 7, "rateLimitReset": "2030-01-01T00:00:00Z" },
        { "kind": "rateLimit" },
        { "kind": "delay", "ms": 80 },
    ]))
    .await;
    let html = now.get(TABLE).await;
    assert_eq!((html.status, html.json()), (200, Value::Null));
    assert!(html.header("content-type").starts_with("text/html"));
    let broken = now.get(TABLE).await;
    assert_eq!((broken.status, broken.json()), (200, Value::Null));
    assert_eq!(broken.header("content-type"), "application/json");
    let status = now.get(TABLE).await;
    assert_eq!((status.status, status.json()), (503, json!({ "a": 1 })));
    let limited = now.get(TABLE).await;
    assert_eq!((limited.status, limited.header("retry-after")), (429, "7"));
    assert_eq!(limited.header("x-ratelimit-reset"), "2030-01-01T00:00:00Z");
    let limited = now.get(TABLE).await;
    assert_eq!((limited.status, limited.header("retry-after")), (429, ""));
    assert_eq!(limited.json()["error"]["message"], "Rate limit exceeded");
    let started = Instant::now();
    assert_eq!(now.get(TABLE).await.status, 200);
    assert!(started.elapsed() >= Duration::from_millis(80));
    assert_eq!(now.get("/_sim/faults").await.json(), json!([]));
}

#[tokio::test]
async fn what_is_late_is_carried_out_though_nobody_waits_and_what_is_delayed_is_not() {
    let (_running, now) = instance().await;
    let send = |kind: &'static str| {
        let now = now.clone();
        async move {
            now.fault(json!([{ "kind": kind, "ms": 300 }])).await;
            let post = now.post(TABLE, json!({ "short_description": kind }));
            assert!(tokio::time::timeout(Duration::from_millis(100), post).await.is_err(), "{kind} answers late");
        }
    };
    send("delay").await;
    send("late").await;
    let begun = Instant::now();
    while count(&now).await == 0 {
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing was carried out");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // The delayed one was sent before.
    let records = now.get("/_sim/records").await.json();
    assert_eq!(records[0]["fields"]["short_description"], "late");
    assert_eq!(records.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn dropping_the_simulators_stops_them() {
    let (running, now) = instance().await;
    assert_eq!(now.get(TABLE).await.status, 200);
    drop(running);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(now.call(Method::GET, TABLE, None).await.is_err());
}

#[test]
fn the_program_ends_with_its_parent_where_it_is_told_so() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_simulators"));
    let mut child =
        program.arg("--with-parent").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("\"servicenow\""), "{line}");
    assert!(child.try_wait().unwrap().is_none(), "it runs");
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}
