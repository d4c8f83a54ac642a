//! The rules of IBM Resilient, each as its vendor states it.

use crate::support::{Caller, simulators};
use serde_json::{Value, json};
use simulators::{RESILIENT_KEY_ID, RESILIENT_KEY_SECRET, Running};

const ORG: &str = "/rest/orgs/201";
const INCIDENTS: &str = "/rest/orgs/201/incidents";

async fn server() -> (Running, Caller) {
    let running = simulators().await;
    let caller = Caller::new(&running.addresses.resilient, RESILIENT_KEY_ID, RESILIENT_KEY_SECRET);
    (running, caller)
}

fn incident(more: Value) -> Value {
    let mut body = json!({ "name": "Mail", "discovered_date": 1_700_000_000_000_i64 });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

async fn create(soar: &Caller, more: Value) -> Value {
    let reply = soar.post(INCIDENTS, incident(more)).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()
}

async fn refused(soar: &Caller, body: Value) -> String {
    let reply = soar.post(INCIDENTS, body).await;
    assert_eq!((reply.status, &reply.json()["success"]), (400, &json!(false)), "{}", reply.text);
    assert_eq!(reply.json()["error_code"], "generic");
    reply.json()["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_key_of_the_organisation_is_needed() {
    let (_running, soar) = server().await;
    let reply = soar.anonymous().get(&format!("{INCIDENTS}/2095")).await;
    assert_eq!((reply.status, &reply.json()["success"]), (401, &json!(false)));
    assert_eq!(soar.get("/rest/orgs/202/types/incident/fields").await.status, 403);
    assert_eq!(soar.get("/rest/orgs/none/types/incident/fields").await.status, 404);
    assert_eq!(soar.get("/rest/session").await.json()["orgs"][0]["id"], 201);
    assert_eq!(soar.get("/rest/const").await.json()["max_attachment_mb"], 25);
}

#[tokio::test]
async fn a_session_needs_its_cookie_and_its_token() {
    let (_running, soar) = server().await;
    let login = json!({ "email": RESILIENT_KEY_ID, "password": RESILIENT_KEY_SECRET });
    let reply = soar.anonymous().post("/rest/session", login).await;
    let token = reply.json()["csrf_token"].as_str().unwrap().to_owned();
    let cookie = reply.header("set-cookie").split(';').next().unwrap().to_owned();
    let with_cookie = soar.anonymous().with("cookie", &cookie);
    assert_eq!(with_cookie.get(ORG).await.status, 401);
    assert_eq!(with_cookie.with("x-sess-id", &token).get(ORG).await.status, 200);
    let ledger = soar.get("/_sim/ledger").await.text;
    assert!(!ledger.contains(RESILIENT_KEY_SECRET) && !ledger.contains(&token));
}

#[tokio::test]
async fn an_incident_is_created_whole() {
    let (_running, soar) = server().await;
    let created = create(
        &soar,
        json!({
            "severity_code": { "id": 5 }, "incident_type_ids": [{ "id": 22 }, 17, { "name": "Phishing" }],
            "properties": { "case_connectors_mark": "m-1", "risk_score": 7 },
            "description": { "format": "text", "content": "a" },
        }),
    )
    .await;
    assert_eq!((&created["id"], &created["vers"], &created["plan_status"]), (&json!(2095), &json!(1), &json!("A")));
    assert_eq!((&created["severity_code"], &created["incident_type_ids"]), (&json!(5), &json!([17, 22])));
    assert_eq!(created["properties"]["case_connectors_mark"], "m-1");
    assert!(created["create_date"].is_i64() && created["inc_last_modified_date"].is_i64());
    assert_eq!(soar.get(&format!("{INCIDENTS}/2095")).await.json(), created);
    let names = soar.get(&format!("{INCIDENTS}/2095?handle_format=names")).await.json();
    assert_eq!((&names["severity_code"], &names["incident_type_ids"][0]), (&json!("Medium"), &json!("Malware")));
    assert_eq!(soar.get(&format!("{INCIDENTS}/1")).await.status, 404);
}

#[tokio::test]
async fn name_and_date_are_required_and_values_checked() {
    let (_running, soar) = server().await;
    assert!(refused(&soar, json!({ "discovered_date": 1 })).await.contains("'name'"));
    assert!(refused(&soar, json!({ "name": "a" })).await.contains("'discovered_date'"));
    assert!(refused(&soar, incident(json!({ "name": "" }))).await.contains("'name'"));
    assert!(refused(&soar, incident(json!({ "severity_code": { "id": 50 } }))).await.contains("severity_code"));
    assert!(
        refused(&soar, incident(json!({ "incident_type_ids": [{ "id": 1 }] }))).await.contains("incident_type_ids")
    );
    assert!(refused(&soar, incident(json!({ "nothing": 1 }))).await.contains("nothing"));
    assert!(refused(&soar, incident(json!({ "properties": { "name": "b" } }))).await.contains("name"));
    soar.set(json!({ "markField": false, "requiredFields": ["case_url"] })).await;
    let marked = incident(json!({ "properties": { "case_connectors_mark": "m" } }));
    assert!(refused(&soar, marked).await.contains("case_connectors_mark"));
    assert!(refused(&soar, incident(json!({}))).await.contains("case_url"));
}

#[tokio::test]
async fn text_comes_back_as_html() {
    let (_running, soar) = server().await;
    let text = json!({ "format": "text", "content": "a <b>\nc" });
    let created = create(&soar, json!({ "description": text })).await;
    assert_eq!(created["description"], "a &lt;b&gt;<br>c");
    let get = async |format: &str| {
        let at = format!("{INCIDENTS}/2095?text_content_output_format={format}");
        soar.get(&at).await.json()["description"].clone()
    };
    assert_eq!(get("objects_convert").await, json!({ "format": "html", "content": "a &lt;b&gt;<br>c" }));
    assert_eq!(get("objects_convert_text").await, text);
    let header = soar.with("text_content_output_format", "objects_convert_text");
    assert_eq!(header.get(&format!("{INCIDENTS}/2095")).await.json()["description"], text);

    let html = json!({ "format": "html", "content": "<b>x</b><script>y</script><img onerror=z>" });
    assert_eq!(create(&soar, json!({ "description": html })).await["description"], "<b>x</b>");
}

#[tokio::test]
async fn a_patch_compares_old_values() {
    let (_running, soar) = server().await;
    create(&soar, json!({ "severity_code": 4, "description": "<b>x</b>" })).await;
    let at = format!("{INCIDENTS}/2095");
    let patch = async |field: Value, old: Value, new: Value| {
        let body = json!({ "version": 1, "changes": [{ "field": field, "old_value": old, "new_value": new }] });
        soar.patch(&at, body).await
    };
    let done = patch(json!({ "name": "name" }), json!({ "text": "Mail" }), json!({ "text": "Post" })).await;
    assert_eq!((done.status, &done.json()["success"]), (200, &json!(true)));
    assert_eq!(done.json()["field_failures"], json!([]));

    let stale = patch(json!("name"), json!({ "text": "Mail" }), json!({ "text": "Letter" })).await;
    assert_eq!((stale.status, &stale.json()["success"]), (200, &json!(false)));
    let failure = &stale.json()["field_failures"][0];
    assert_eq!(failure["field"], "name");
    assert_eq!(failure["your_original_value"], "Mail");
    assert_eq!(failure["actual_current_value"], "Post");
    let read = soar.get(&at).await.json();
    assert_eq!((&read["name"], &read["vers"]), (&json!("Post"), &json!(2)));

    let area = |content: &str| json!({ "textarea": { "format": "html", "content": content } });
    assert_eq!(patch(json!("description"), area("<b>x</b>"), area("y")).await.json()["success"], true);
    assert_eq!(patch(json!("severity_code"), json!({ "id": 4 }), json!({ "id": 6 })).await.json()["success"], true);
    assert_eq!(patch(json!("incident_type_ids"), json!({}), json!({ "ids": [22] })).await.json()["success"], true);
    assert_eq!(patch(json!("case_connectors_mark"), json!({}), json!({ "text": "m" })).await.json()["success"], true);
    assert_eq!(soar.get(&at).await.json()["properties"]["case_connectors_mark"], "m");

    assert_eq!(patch(json!("nothing"), json!({}), json!({ "text": "a" })).await.status, 400);
    assert_eq!(patch(json!("severity_code"), json!({ "id": 6 }), json!({ "id": 50 })).await.status, 400);
    assert_eq!(patch(json!("name"), json!({ "text": "Post" }), json!({ "id": 1 })).await.status, 400);
    assert_eq!(patch(json!("name"), json!({ "text": "Post" }), json!({})).await.status, 400);
    assert_eq!(soar.patch(&at, json!({})).await.status, 400);
}

#[tokio::test]
async fn a_conflict_of_the_database_can_be_asked_for() {
    let (_running, soar) = server().await;
    create(&soar, json!({})).await;
    soar.fault(json!([{ "match": { "method": "PATCH" }, "kind": "status", "status": 409 }])).await;
    let change =
        json!({ "changes": [{ "field": "name", "old_value": { "text": "Mail" }, "new_value": { "text": "a" } }] });
    let at = format!("{INCIDENTS}/2095");
    assert_eq!(soar.patch(&at, change.clone()).await.status, 409);
    assert_eq!(soar.patch(&at, change).await.json()["success"], true);
}

#[tokio::test]
async fn closing_needs_a_resolution() {
    let (_running, soar) = server().await;
    create(&soar, json!({})).await;
    let change = |field: &str, value: Value, old: Value| json!({ "field": field, "old_value": { "object": old }, "new_value": { "object": value } });
    let close = change("plan_status", json!("C"), json!("A"));
    let at = format!("{INCIDENTS}/2095");
    assert_eq!(soar.patch(&at, json!({ "changes": [close] })).await.status, 400);
    let whole = json!({ "changes": [close, change("resolution_id", json!(10), Value::Null), change("resolution_summary", json!("done"), Value::Null)] });
    assert_eq!(soar.patch(&at, whole).await.json()["success"], true);
}

#[tokio::test]
async fn comments_are_kept_as_html() {
    let (_running, soar) = server().await;
    create(&soar, json!({})).await;
    let at = format!("{INCIDENTS}/2095/comments");
    let reply = soar.post(&at, json!({ "text": { "format": "text", "content": "x < y" } })).await;
    assert_eq!((reply.status, &reply.json()["text"]), (200, &json!("x &lt; y")));
    soar.post(&at, json!({ "text": "<i>z</i>" })).await;
    let list = soar.get(&format!("{at}?text_content_output_format=objects_convert")).await.json();
    assert_eq!(list[0]["text"], json!({ "format": "html", "content": "x &lt; y" }));
    assert_eq!(list[1]["text"]["content"], "<i>z</i>");
    assert!(list[0]["create_date"].is_i64() && list[0]["user_fname"].is_string());
    assert_eq!(soar.post(&at, json!({ "text": { "format": "text", "content": " " } })).await.status, 400);
    assert_eq!(soar.post(&format!("{INCIDENTS}/1/comments"), json!({ "text": "a" })).await.status, 404);
}

#[tokio::test]
async fn incidents_are_found_by_condition() {
    let (_running, soar) = server().await;
    for (name, mark) in [("Mail", "m-1"), ("Malware", "m-2"), ("Mail again", "m-3")] {
        create(&soar, json!({ "name": name, "properties": { "case_connectors_mark": mark } })).await;
    }
    let query = async |field: &str, method: &str, value: Value| {
        let filter = json!({ "conditions": [{ "field_name": field, "method": method, "value": value }] });
        soar.post(
            &format!("{INCIDENTS}/query_paged?return_level=normal"),
            json!({ "filters": [filter], "start": 0, "length": 1 }),
        )
        .await
    };
    let found = query("properties.case_connectors_mark", "equals", json!("m-2")).await.json();
    assert_eq!((&found["recordsTotal"], &found["recordsFiltered"]), (&json!(3), &json!(1)));
    assert_eq!(found["data"][0]["id"], 2096);
    let found = query("name", "contains", json!("mail")).await.json();
    assert_eq!((found["recordsFiltered"].clone(), found["data"].as_array().unwrap().len()), (json!(2), 1));
    assert_eq!(query("no_such_field", "equals", json!("a")).await.status, 400);
    assert_eq!(query("case_connectors_mark", "equals", json!("a")).await.status, 400);
    assert_eq!(query("name", "sounds_like", json!("a")).await.status, 400);
    soar.set(json!({ "markField": false })).await;
    assert_eq!(query("properties.case_connectors_mark", "equals", json!("m-2")).await.status, 400);
}

#[tokio::test]
async fn fields_are_described() {
    let (_running, soar) = server().await;
    let at = format!("{ORG}/types/incident/fields");
    let all = soar.get(&at).await.json();
    let named = |name: &str| all.as_array().unwrap().iter().find(|it| it["name"] == name).cloned();
    assert_eq!(named("discovered_date").unwrap()["required"], "always");
    assert_eq!(named("resolution_id").unwrap()["required"], "close");
    assert_eq!(named("description").unwrap()["input_type"], "textarea");
    assert_eq!(named("case_connectors_mark").unwrap()["prefix"], "properties");
    assert_eq!(named("name").unwrap()["prefix"], Value::Null);
    let severity = soar.get(&format!("{at}/severity_code")).await.json();
    let labels: Vec<_> =
        severity["values"].as_array().unwrap().iter().map(|it| (it["value"].clone(), it["label"].clone())).collect();
    assert_eq!(labels, [(json!(4), json!("Low")), (json!(5), json!("Medium")), (json!(6), json!("High"))]);
    assert_eq!(soar.get(&format!("{at}/nothing")).await.status, 404);
    soar.set(json!({ "markField": false })).await;
    assert_eq!(soar.get(&format!("{at}/case_connectors_mark")).await.status, 404);
}

#[tokio::test]
async fn a_person_can_look_at_an_incident() {
    let (_running, soar) = server().await;
    create(&soar, json!({ "name": "<b>Mail", "description": { "format": "text", "content": "<i>hi" } })).await;
    let person = soar.anonymous();
    let page = person.get("/").await.text;
    assert!(page.contains("Simulated IBM Resilient") && page.contains("href=\"/#incidents/2095\""));
    let fragment = person.get("/fragments/incidents/2095").await.text;
    assert!(fragment.contains("&lt;b&gt;Mail") && fragment.contains("&lt;i&gt;hi"));
    assert!(!fragment.contains("<b>") && !fragment.contains("<i>"));
}

#[tokio::test]
async fn a_key_without_a_right_is_refused_without_a_word() {
    let (_running, soar) = server().await;
    soar.set(json!({ "missingRights": ["create", "comment"] })).await;
    let reply = soar.post(INCIDENTS, incident(json!({}))).await;
    assert_eq!((reply.status, reply.text.as_str()), (403, ""));
    assert_eq!(soar.get(&format!("{ORG}/types/incident/fields")).await.status, 200);
}

#[tokio::test]
async fn owners_and_members_have_shapes_of_their_own() {
    let (_running, soar) = server().await;
    let made = create(&soar, json!({ "owner_id": 2, "members": [3, 1] })).await;
    assert_eq!((&made["owner_id"], &made["members"]), (&json!(2), &json!([1, 3])));
    let path = format!("{INCIDENTS}/{}", made["id"]);
    let change = |new: Value| json!({ "changes": [{ "field": { "name": "owner_id" }, "old_value": { "id": 2 }, "new_value": new }] });
    assert_eq!(soar.patch(&path, change(json!({ "text": 3 }))).await.status, 400);
    assert_eq!(soar.patch(&path, change(json!({ "id": 3 }))).await.json()["success"], true);
    assert_eq!(soar.get(&path).await.json()["owner_id"], 3);
}
