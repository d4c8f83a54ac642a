//! The simulated Kibana against the rules of its Cases API.

use crate::support::{Caller, simulators};
use serde_json::{Value, json};
use simulators::{KIBANA_CONNECTOR, KIBANA_OTHER_CONNECTOR, Running};

/// Kibana with a case of two comments, and where the case lies.
async fn with_case() -> (Running, Caller, String) {
    let running = simulators().await;
    let kibana = Caller::new(&running.addresses.kibana, "", "").anonymous().with("kbn-xsrf", "t");
    let case = json!({ "title": "Phishing", "description": "d", "tags": [], "owner": "securitySolution",
        "connector": { "id": KIBANA_CONNECTOR, "name": "Jira", "type": ".jira", "fields": null } });
    let made = kibana.post("/api/cases", case).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let path = format!("/api/cases/{}", made.json()["id"].as_str().unwrap());
    for text in ["first", "second"] {
        comment(&kibana, &path, text).await;
    }
    (running, kibana, path)
}

async fn comment(kibana: &Caller, path: &str, text: &str) {
    let body = json!({ "type": "user", "comment": text, "owner": "securitySolution" });
    assert_eq!(kibana.post(&format!("{path}/comments"), body).await.status, 200);
}

/// How many comments each incident has.
async fn incidents(kibana: &Caller) -> Vec<usize> {
    let records = kibana.get("/_sim/records").await.json();
    records.as_array().unwrap().iter().map(|it| it["comments"].as_array().unwrap().len()).collect()
}

fn push_path(path: &str, connector: &str) -> String {
    format!("{path}/connector/{connector}/_push")
}

#[tokio::test]
async fn a_push_is_stored_in_the_case_and_the_next_one_updates_in_place() {
    let (_running, kibana, path) = with_case().await;
    let pushed = kibana.post(&push_path(&path, KIBANA_CONNECTOR), json!({})).await.json();
    assert_eq!(pushed["external_service"]["connector_id"], KIBANA_CONNECTOR);
    assert_eq!(pushed["comments"][0]["pushed_at"], pushed["external_service"]["pushed_at"]);
    assert_eq!(incidents(&kibana).await, [2]);
    comment(&kibana, &path, "third").await;
    kibana.post(&format!("/s/soc{}", push_path(&path, KIBANA_CONNECTOR)), json!({})).await;
    assert_eq!(incidents(&kibana).await, [3]);
    kibana.post(&push_path(&path, KIBANA_OTHER_CONNECTOR), json!({})).await;
    assert_eq!(incidents(&kibana).await, [3, 3]);
}

#[tokio::test]
async fn a_comment_that_fails_leaves_an_incident_that_the_next_push_does_not_find() {
    let (_running, kibana, path) = with_case().await;
    kibana.set(json!({ "kibana": { "failAtComment": 2 } })).await;
    let refused = kibana.post(&push_path(&path, KIBANA_CONNECTOR), json!({})).await;
    assert_eq!((refused.status, &refused.json()["error"]), (424, &json!("Failed Dependency")));
    assert_eq!(kibana.get(&path).await.json()["external_service"], Value::Null);
    kibana.set(json!({ "kibana": { "failAtComment": 0 } })).await;
    kibana.post(&push_path(&path, KIBANA_CONNECTOR), json!({})).await;
    assert_eq!(incidents(&kibana).await, [1, 2]);
}

#[tokio::test]
async fn requests_that_kibana_refuses() {
    let (_running, kibana, path) = with_case().await;
    let push = push_path(&path, KIBANA_CONNECTOR);
    let status = async |caller: Caller, path: &str, body: Value| caller.post(path, body).await.status;
    assert_eq!(status(kibana.with("kbn-xsrf", ""), &push, json!({})).await, 400);
    assert_eq!(status(kibana.with("elastic-api-version", "1"), &push, json!({})).await, 400);
    assert_eq!(status(kibana.clone(), &push, json!({ "x": 1 })).await, 400);
    assert_eq!(status(kibana.with("content-type", "text/plain"), &push, json!({})).await, 415);
    assert_eq!(status(kibana.clone(), &push_path(&path, "nobody"), json!({})).await, 404);
    assert_eq!(status(kibana.clone(), &push_path("/api/cases/none", KIBANA_CONNECTOR), json!({})).await, 404);
    for (setting, expected) in [("licensed", 403), ("mayPush", 403)] {
        kibana.set(json!({ "kibana": { setting: false } })).await;
        assert_eq!(status(kibana.clone(), &push, json!({})).await, expected);
        kibana.set(json!({ "kibana": { setting: true } })).await;
    }
    kibana.set(json!({ "kibana": { "sessionRequired": true } })).await;
    let refused = kibana.get(&path).await;
    assert_eq!((refused.status, &refused.json()["statusCode"]), (401, &json!(401)));
    let session = kibana.with("cookie", &format!("sid={}", simulators::KIBANA_SESSION));
    assert_eq!(session.get(&path).await.status, 200);
    assert_eq!(incidents(&kibana).await, Vec::<usize>::new());
}

#[tokio::test]
async fn comments_come_apart_since_9() {
    let (_running, kibana, path) = with_case().await;
    let shown = async |path: &str| kibana.get(path).await.json()["comments"].as_array().unwrap().len();
    assert_eq!((shown(&path).await, shown(&format!("{path}/comments/_find")).await), (0, 2));
    assert_eq!(kibana.get(&path).await.json()["totalComment"], 2);
    kibana.set(json!({ "kibana": { "major": 8 } })).await;
    assert_eq!(shown(&path).await, 2);
}
