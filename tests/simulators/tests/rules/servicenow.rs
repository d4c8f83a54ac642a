//! The rules of ServiceNow, each as its vendor states it.

use crate::support::{Caller, simulators};
use serde_json::{Value, json};
use simulators::{Running, SERVICENOW_PASSWORD, SERVICENOW_USER};

const TABLE: &str = "/api/now/table/incident";
const IMPORT: &str = "/api/now/import/x_elas2_inc_int_elastic_incident";

async fn instance() -> (Running, Caller) {
    let running = simulators().await;
    let caller = Caller::new(&running.addresses.servicenow, SERVICENOW_USER, SERVICENOW_PASSWORD);
    (running, caller)
}

async fn create(now: &Caller, body: Value) -> Value {
    let reply = now.post(TABLE, body).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()["result"].clone()
}

fn path(record: &Value) -> String {
    format!("{TABLE}/{}", record["sys_id"].as_str().unwrap())
}

#[tokio::test]
async fn a_login_is_needed() {
    let (_running, now) = instance().await;
    let reply = now.anonymous().get(TABLE).await;
    assert_eq!(reply.status, 401);
    assert_eq!(reply.json()["error"]["message"], "User Not Authenticated");
    assert_eq!(reply.json()["status"], "failure");
    assert!(reply.header("www-authenticate").starts_with("BASIC"));
}

#[tokio::test]
async fn a_record_is_created_read_and_changed() {
    let (_running, now) = instance().await;
    let reply = now.post(TABLE, json!({ "short_description": "Mail", "urgency": 1, "impact": "1" })).await;
    let record = reply.json()["result"].clone();
    assert_eq!(reply.status, 201);
    assert!(reply.header("location").ends_with(&path(&record)));
    assert_eq!(record["sys_id"].as_str().unwrap().len(), 32);
    assert!(record["number"].as_str().unwrap().starts_with("INC00100"));
    // Every value is text, and the priority follows from impact and urgency.
    assert_eq!((&record["urgency"], &record["priority"]), (&json!("1"), &json!("1")));
    assert_eq!(record["sys_created_on"].as_str().unwrap().len(), 19);

    let changed = now.patch(&path(&record), json!({ "short_description": "Post", "urgency": "" })).await;
    assert_eq!(changed.json()["result"]["short_description"], "Post");
    assert_eq!(changed.json()["result"]["urgency"], "");
    assert_eq!(changed.json()["result"]["sys_mod_count"], "1");
    let v2 = path(&record).replace("/api/now/", "/api/now/v2/");
    assert_eq!(now.get(&v2).await.json()["result"]["short_description"], "Post");
}

#[tokio::test]
async fn both_headers_are_needed_to_write() {
    let (_running, now) = instance().await;
    let body = json!({ "short_description": "a" });
    assert_eq!(now.with("accept", "*/*").post(TABLE, body.clone()).await.status, 400);
    assert_eq!(now.with("content-type", "text/plain").post(TABLE, body).await.status, 400);
    let record = create(&now, json!({})).await;
    let silent = now.with("x-no-response-body", "true");
    let reply = silent.patch(&path(&record), json!({ "description": "b" })).await;
    assert_eq!((reply.status, reply.text.as_str()), (200, ""));
}

#[tokio::test]
async fn long_text_is_cut_and_unknown_fields_are_ignored() {
    let (_running, now) = instance().await;
    let record = create(
        &now,
        json!({
            "short_description": "ä".repeat(200),
            "description": "d".repeat(4001),
            "correlation_id": "c".repeat(101),
            "no_such_field": "x",
            "number": "INC1",
        }),
    )
    .await;
    let length = |name: &str| record[name].as_str().unwrap().chars().count();
    assert_eq!(length("short_description"), 160);
    assert_eq!(length("description"), 4000);
    assert_eq!(length("correlation_id"), 100);
    assert_eq!(record["no_such_field"], Value::Null);
    assert_ne!(record["number"], "INC1");
}

#[tokio::test]
async fn journals_append_and_read_back_empty() {
    let (_running, now) = instance().await;
    let record = create(&now, json!({ "work_notes": "one" })).await;
    let at = path(&record);
    now.patch(&at, json!({ "work_notes": "two", "comments": "hello" })).await;
    let plain = now.get(&at).await.json()["result"].clone();
    assert_eq!((&plain["work_notes"], &plain["comments"]), (&json!(""), &json!("")));

    let shown = now.get(&format!("{at}?sysparm_display_value=true")).await.json();
    let notes = shown["result"]["work_notes"].as_str().unwrap();
    let heading = notes.lines().next().unwrap();
    assert!(heading.ends_with(" - Case Bot (Work notes)"), "{heading}");
    assert_eq!(heading.find(" - "), Some(19));
    assert!(notes.find("\ntwo\n\n").unwrap() < notes.find("\none\n\n").unwrap());

    let all = now.get(&format!("{at}?sysparm_display_value=all")).await.json();
    let comments = &all["result"]["comments"];
    assert_eq!(comments["value"], "");
    assert!(comments["display_value"].as_str().unwrap().contains("(Additional comments)\nhello"));
    assert_eq!(all["result"]["state"], json!({ "display_value": "New", "value": "1" }));
}

#[tokio::test]
async fn the_journal_table_is_empty_for_an_ordinary_account() {
    let (_running, now) = instance().await;
    let record = create(&now, json!({ "work_notes": "one" })).await;
    let id = record["sys_id"].as_str().unwrap();
    let table = format!("/api/now/table/sys_journal_field?sysparm_query=element_id={id}^element=work_notes");
    let reply = now.get(&table).await;
    assert_eq!((reply.status, reply.json()), (200, json!({ "result": [] })));
    now.set(json!({ "journalReadable": true })).await;
    assert_eq!(now.get(&table).await.json()["result"][0]["value"], "one");
}

#[tokio::test]
async fn an_invalid_part_of_a_query_is_ignored() {
    let (_running, now) = instance().await;
    for id in ["a", "b", "b"] {
        create(&now, json!({ "correlation_id": id })).await;
    }
    let count = async |query: &str| {
        let reply = now.get(&format!("{TABLE}?sysparm_query={query}&sysparm_limit=1")).await;
        assert_eq!(reply.status, 200);
        reply.header("x-total-count").to_owned()
    };
    assert_eq!(count("correlation_id=b").await, "2");
    assert_eq!(count("correlation_idSTARTSWITHa").await, "1");
    assert_eq!(count("correlation_id=zzz").await, "0");
    assert_eq!(count("no_such_field=b").await, "3");
    now.set(json!({ "hiddenFields": ["correlation_id"] })).await;
    assert_eq!(count("correlation_id=b").await, "3");
    now.set(json!({ "invalidQueryReturnsNoRows": true })).await;
    assert_eq!(count("correlation_id=b").await, "0");
}

#[tokio::test]
async fn a_list_is_ordered_cut_and_narrowed() {
    let (_running, now) = instance().await;
    for title in ["b", "c", "a"] {
        create(&now, json!({ "short_description": title })).await;
    }
    let list = format!("{TABLE}?sysparm_query=short_description!=b^ORDERBYDESCshort_description");
    let reply = now.get(&format!("{list}&sysparm_fields=short_description,nothing")).await;
    let both = json!([{ "short_description": "c" }, { "short_description": "a" }]);
    assert_eq!(reply.json()["result"], both);
    let reply = now.get(&format!("{list}&sysparm_fields=short_description&sysparm_offset=1&sysparm_limit=1")).await;
    assert_eq!(reply.json()["result"], json!([{ "short_description": "a" }]));
    assert_eq!(reply.header("x-total-count"), "2");
}

#[tokio::test]
async fn references_carry_a_link_unless_told_otherwise() {
    let (_running, now) = instance().await;
    let record = create(&now, json!({})).await;
    let user = record["opened_by"]["value"].as_str().unwrap();
    let link = record["opened_by"]["link"].as_str().unwrap();
    assert!(link.ends_with(&format!("/api/now/table/sys_user/{user}")));
    let bare = now.get(&format!("{}?sysparm_exclude_reference_link=true", path(&record))).await;
    assert_eq!(bare.json()["result"]["opened_by"], user);
}

#[tokio::test]
async fn a_missing_record_or_table_is_refused() {
    let (_running, now) = instance().await;
    let reply = now.get(&format!("{TABLE}/00000000000000000000000000000000")).await;
    assert_eq!(reply.status, 404);
    assert_eq!(reply.json()["error"]["message"], "No Record found");
    assert_eq!(now.get("/api/now/table/no_such_table").await.status, 400);
    assert_eq!(now.post("/api/now/table/sys_choice", json!({})).await.status, 403);
}

#[tokio::test]
async fn closing_needs_a_code_and_notes() {
    let (_running, now) = instance().await;
    let record = create(&now, json!({})).await;
    let refused = now.patch(&path(&record), json!({ "state": "7" })).await;
    assert_eq!(refused.status, 403);
    assert!(refused.json()["error"]["detail"].as_str().unwrap().contains("Resolution code"));
    let closed = json!({ "state": "7", "close_code": "User error", "close_notes": "done" });
    assert_eq!(now.patch(&path(&record), closed).await.status, 200);
    now.set(json!({ "requiredFields": ["caller_id"] })).await;
    assert_eq!(now.post(TABLE, json!({})).await.status, 403);
}

#[tokio::test]
async fn the_catalogue_can_be_read() {
    let (_running, now) = instance().await;
    let choices = now
        .get("/api/now/table/sys_choice?sysparm_query=name=task^ORname=incident^element=subcategory&sysparm_fields=label,value,dependent_value,element")
        .await
        .json();
    let phishing =
        json!({ "label": "Phishing", "value": "phishing", "dependent_value": "security", "element": "subcategory" });
    assert!(choices["result"].as_array().unwrap().contains(&phishing));
    let fields = now
        .get("/api/now/table/sys_dictionary?sysparm_query=name=task^ORname=incident^element=short_description&sysparm_fields=max_length,element")
        .await
        .json();
    assert_eq!(fields["result"], json!([{ "max_length": "160", "element": "short_description" }]));
    now.set(json!({ "requiredFields": ["subcategory", "impact"] })).await;
    let mandatory = now
        .get("/api/now/table/sys_dictionary?sysparm_query=mandatory=true&sysparm_fields=name,element,default_value")
        .await
        .json();
    let impact = json!({ "name": "task", "element": "impact", "default_value": "3" });
    let subcategory = json!({ "name": "incident", "element": "subcategory", "default_value": "" });
    assert_eq!(mandatory["result"], json!([impact, subcategory]));
}

#[tokio::test]
async fn an_import_creates_and_updates() {
    let (_running, now) = instance().await;
    let body = json!({
        "u_short_description": "Mail", "u_work_notes": "note", "u_correlation_display": null,
        "u_description": { "a": 1 }, "close_notes": "extra",
    });
    let reply = now.post(IMPORT, body).await;
    assert_eq!(reply.status, 201);
    let result = reply.json()["result"][0].clone();
    assert_eq!((&result["status"], &result["table"]), (&json!("inserted"), &json!("incident")));
    assert!(result["display_value"].as_str().unwrap().starts_with("INC"));
    let link = result["record_link"].as_str().unwrap().replace(&now.base, "");
    let record = now.get(&format!("{link}?sysparm_display_value=true")).await.json()["result"].clone();
    assert_eq!(record["description"], "{a=1}");
    assert_eq!(record["close_notes"], "extra");
    assert!(record["work_notes"].as_str().unwrap().contains("note"));

    let update = json!({ "u_short_description": "Post", "u_description": "", "elastic_incident_id": result["sys_id"] });
    let reply = now.post(IMPORT, update.clone()).await;
    assert_eq!(reply.json()["result"][0]["status"], "updated");
    let record = now.get(&link).await.json()["result"].clone();
    // Empty values are not copied unless the transform map says so.
    assert_eq!((&record["short_description"], &record["description"]), (&json!("Post"), &json!("{a=1}")));
    now.set(json!({ "importCopiesEmpty": true })).await;
    now.post(IMPORT, update).await;
    assert_eq!(now.get(&link).await.json()["result"]["description"], "");
}

#[tokio::test]
async fn a_failed_import_hides_in_a_success() {
    let (_running, now) = instance().await;
    let body = json!({ "u_short_description": "a", "elastic_incident_id": "nowhere" });
    let reply = now.post(IMPORT, body).await;
    assert_eq!(reply.status, 201);
    let result = reply.json()["result"][0].clone();
    assert_eq!(result["status"], "error");
    assert!(result["error_message"].is_string() && result["sys_id"].is_null());
}

#[tokio::test]
async fn the_application_of_elastic_may_be_missing() {
    let (_running, now) = instance().await;
    let health = "/api/x_elas2_inc_int/elastic_api/health";
    let result = json!({ "name": "Elastic", "scope": "x_elas2_inc_int", "version": "1.2.0" });
    assert_eq!(now.get(health).await.json()["result"], result);
    now.set(json!({ "elasticApp": false })).await;
    assert_eq!(now.get(health).await.status, 404);
    assert_eq!(now.post(IMPORT, json!({})).await.status, 400);
}

#[tokio::test]
async fn a_person_can_look_at_a_record() {
    let (_running, now) = instance().await;
    let record = create(&now, json!({ "short_description": "<b>Mail", "comments": "<i>hi" })).await;
    let id = record["sys_id"].as_str().unwrap();
    let person = now.anonymous();
    let page = person.get(&format!("/nav_to.do?uri=incident.do?sys_id={id}")).await;
    assert!(page.text.contains("Simulated ServiceNow"));
    assert!(page.text.contains("&lt;b&gt;Mail") && page.text.contains("&lt;i&gt;hi"));
    assert!(!page.text.contains("<b>") && !page.text.contains("<i>"));
    let encoded = person.get(&format!("/nav_to.do?uri=incident.do%3Fsys_id%3D{id}")).await;
    assert_eq!(encoded.text, page.text);
    assert!(person.get("/").await.text.contains("&lt;b&gt;Mail"));
    assert_eq!(person.get("/nav_to.do?uri=incident.do?sys_id=x").await.status, 404);
}

#[tokio::test]
async fn a_reference_takes_an_id_and_a_choice_may_be_held_to_its_list() {
    let (_running, now) = instance().await;
    let record = create(&now, json!({ "opened_by": "Abel Tuter", "category": "no such category" })).await;
    assert_ne!(record["opened_by"], "Abel Tuter");
    assert_eq!(record["category"], "no such category");
    now.set(json!({ "dropsUnknownChoices": true })).await;
    let record = create(&now, json!({ "category": "no such category", "subcategory": "email" })).await;
    assert_eq!((&record["category"], &record["subcategory"]), (&json!("inquiry"), &json!("email")));
}

#[tokio::test]
async fn a_business_rule_refuses_and_an_instance_sleeps() {
    let (_running, now) = instance().await;
    now.set(json!({ "businessRule": "Stop bots" })).await;
    let reply = now.post(TABLE, json!({ "short_description": "a" })).await;
    assert_eq!((reply.status, &reply.json()["error"]["message"]), (403, &json!("Operation Failed")));
    assert!(reply.text.contains("aborted by Business Rule 'Stop bots"), "{}", reply.text);
    now.set(json!({ "hibernating": true })).await;
    let reply = now.get(TABLE).await;
    assert_eq!(reply.status, 200);
    assert!(reply.header("content-type").starts_with("text/html") && reply.text.contains("hibernating"));
}

#[tokio::test]
async fn a_reference_is_written_by_its_id_and_by_the_import_set_also_by_a_user_name() {
    let (_running, now) = instance().await;
    let abel = now.get("/api/now/table/sys_user?sysparm_query=user_name=abel.tuter").await.json()["result"][0].clone();
    for (sent, stands) in [(&abel["sys_id"], &abel["sys_id"]), (&abel["user_name"], &json!(""))] {
        let record = create(&now, json!({ "short_description": "a", "caller_id": sent })).await;
        let caller = record["caller_id"].get("value").unwrap_or(&record["caller_id"]).clone();
        assert_eq!(&caller, stands);
    }
    let reply = now.post(IMPORT, json!({ "u_short_description": "a", "u_caller_id": abel["user_name"] })).await;
    let id = reply.json()["result"][0]["sys_id"].clone();
    let record = now.get(&format!("{TABLE}/{}", id.as_str().unwrap())).await.json()["result"].clone();
    assert_eq!(record["caller_id"]["value"], abel["sys_id"]);
    now.set(json!({ "usersReadable": false })).await;
    assert_eq!(now.get("/api/now/table/sys_user").await.json()["result"], json!([]));
}
