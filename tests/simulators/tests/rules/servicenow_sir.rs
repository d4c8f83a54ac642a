//! The rules of ServiceNow's Security Operations and of Elastic's application for them. What is an
//! assumption of the simulator is marked in its code, in `src/servicenow/app.rs`.

use crate::support::{Caller, simulators};
use serde_json::{Value, json};
use simulators::{Running, SERVICENOW_ITIL_PASSWORD, SERVICENOW_ITIL_USER, SERVICENOW_PASSWORD, SERVICENOW_USER};

const TABLE: &str = "/api/now/table/sn_si_incident";
const IMPORT: &str = "/api/now/import/x_elas2_sir_int_elastic_si_incident";
const APP: &str = "/api/x_elas2_sir_int/elastic_api";

async fn instance() -> (Running, Caller) {
    let running = simulators().await;
    let caller = Caller::new(&running.addresses.servicenow, SERVICENOW_USER, SERVICENOW_PASSWORD);
    (running, caller)
}

/// An account of the same instance that has the role `itil`, and none of `sn_si`.
fn itil(running: &Running) -> Caller {
    Caller::new(&running.addresses.servicenow, SERVICENOW_ITIL_USER, SERVICENOW_ITIL_PASSWORD)
}

async fn create(now: &Caller, body: Value) -> Value {
    let reply = now.post(TABLE, body).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()["result"].clone()
}

fn path(record: &Value) -> String {
    format!("{TABLE}/{}", record["sys_id"].as_str().unwrap())
}

fn observables_of(record: &Value) -> String {
    format!("{APP}/incident/{}/observables", record["sys_id"].as_str().unwrap())
}

#[tokio::test]
async fn a_security_incident_is_created_read_changed_and_deleted() {
    let (_running, now) = instance().await;
    let reply = now.post(TABLE, json!({ "short_description": "Mail", "correlation_id": "cc-1" })).await;
    let record = reply.json()["result"].clone();
    assert_eq!(reply.status, 201);
    assert!(reply.header("location").ends_with(&path(&record)));
    assert!(record["number"].as_str().unwrap().starts_with("SIR00100"));
    assert_eq!((&record["state"], &record["active"]), (&json!("10"), &json!("true")));

    let at = path(&record);
    now.patch(&at, json!({ "work_notes": "one", "comments": "two", "description": "d".repeat(4001) })).await;
    let shown = now.get(&format!("{at}?sysparm_display_value=true")).await.json()["result"].clone();
    assert_eq!(shown["state"], "Draft");
    assert_eq!(shown["description"].as_str().unwrap().len(), 4000);
    assert!(shown["work_notes"].as_str().unwrap().contains(" - Case Bot (Work notes)\none"));
    assert!(shown["comments"].as_str().unwrap().contains("(Additional comments)\ntwo"));
    assert_eq!(now.get(&at).await.json()["result"]["work_notes"], "");

    let found = now.get(&format!("{TABLE}?sysparm_query=correlation_id=cc-1&sysparm_fields=number")).await;
    assert_eq!(found.json()["result"], json!([{ "number": record["number"] }]));
    assert_eq!(now.call(reqwest::Method::DELETE, &at, None).await.unwrap().status, 204);
    assert_eq!(now.get(&at).await.status, 404);
}

#[tokio::test]
async fn the_two_tables_of_one_instance_are_apart() {
    let (_running, now) = instance().await;
    let security = create(&now, json!({ "correlation_id": "same" })).await;
    let other = now.post("/api/now/table/incident", json!({ "correlation_id": "same" })).await.json();
    // Each counts its own numbers.
    assert_eq!(other["result"]["number"], "INC0010001");
    assert_eq!(security["number"], "SIR0010001");
    for table in [TABLE, "/api/now/table/incident"] {
        let found = now.get(&format!("{table}?sysparm_query=correlation_id=same")).await;
        assert_eq!(found.header("x-total-count"), "1");
    }
    let elsewhere = path(&security).replace("sn_si_incident", "incident");
    assert_eq!(now.get(&elsewhere).await.status, 404);
    assert_eq!(now.patch(&elsewhere, json!({ "description": "x" })).await.status, 404);
    let body = json!({ "u_description": "x", "elastic_incident_id": security["sys_id"] });
    let reply = now.post("/api/now/import/x_elas2_inc_int_elastic_incident", body).await;
    assert_eq!(reply.json()["result"][0]["status"], "error");
}

#[tokio::test]
async fn the_priority_is_a_choice_of_its_own() {
    let (_running, now) = instance().await;
    let record = create(&now, json!({ "priority": "2", "impact": "1", "urgency": "1" })).await;
    assert_eq!(record["priority"], "2");
    let shown = now.get(&format!("{}?sysparm_display_value=true", path(&record))).await;
    assert_eq!(shown.json()["result"]["priority"], "2 - High");
}

#[tokio::test]
async fn indicators_are_columns_and_columns_of_incidents_are_not() {
    let (_running, now) = instance().await;
    let sent = json!({
        "dest_ip": "192.0.2.1,192.0.2.3", "source_ip": "198.51.100.7", "malware_url": "https://a.example/x",
        "malware_hash": "h".repeat(1001), "caller_id": "c0ffee00c0ffee00c0ffee00c0ffee02",
    });
    let record = create(&now, sent).await;
    assert_eq!(record["dest_ip"], "192.0.2.1,192.0.2.3");
    assert_eq!(record["source_ip"], "198.51.100.7");
    assert_eq!(record["malware_url"], "https://a.example/x");
    assert_eq!(record["malware_hash"].as_str().unwrap().len(), 1000);
    assert_eq!(record["caller_id"], Value::Null);
}

#[tokio::test]
async fn the_catalogue_has_its_choices_and_columns() {
    let (_running, now) = instance().await;
    let choices = async |query: &str| {
        let fields = "sysparm_fields=label,value,dependent_value,element";
        let reply = now.get(&format!("/api/now/table/sys_choice?sysparm_query={query}&{fields}")).await;
        reply.json()["result"].as_array().unwrap().clone()
    };
    let subcategories = choices("name=task^ORname=sn_si_incident^element=subcategory^language=en").await;
    let ddos = json!({ "label": "Single or distributed (DoS or DDoS)", "value": "26",
        "dependent_value": "Denial of Service", "element": "subcategory" });
    assert!(subcategories.contains(&ddos));
    assert!(!subcategories.iter().any(|it| it["dependent_value"] == "hardware"));
    let states = choices("name=sn_si_incident^element=state").await;
    let labels: Vec<_> = states.iter().map(|it| it["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["Draft", "Analysis", "Contain", "Eradicate", "Recover", "Review", "Closed", "Cancelled"]);

    now.set(json!({ "requiredFields": ["sn_si_incident.category", "sn_si_incident.description", "subcategory"] }))
        .await;
    let mandatory = now
        .get("/api/now/table/sys_dictionary?sysparm_query=name=task^ORname=sn_si_incident^mandatory=true&sysparm_fields=name,element")
        .await
        .json();
    let row = |element: &str| json!({ "name": "sn_si_incident", "element": element });
    // What `task` does not want filled, but this table does, has a row of the table.
    assert_eq!(mandatory["result"], json!([row("description"), row("category")]));
    assert_eq!(now.post(TABLE, json!({ "category": "Phishing" })).await.status, 403);
    create(&now, json!({ "category": "Phishing", "description": "d" })).await;
}

#[tokio::test]
async fn closing_needs_a_code_and_notes_and_cancelling_does_not() {
    let (_running, now) = instance().await;
    let at = path(&create(&now, json!({})).await);
    assert_eq!(now.patch(&at, json!({ "state": "7" })).await.json()["result"]["active"], "false");
    let refused = now.patch(&at, json!({ "state": "3" })).await;
    assert_eq!(refused.status, 403);
    assert!(refused.json()["error"]["detail"].as_str().unwrap().contains("Close code"));
    let closed = json!({ "state": "3", "close_code": "Threat mitigated", "close_notes": "done" });
    assert_eq!(now.patch(&at, closed).await.json()["result"]["active"], "false");
    assert_eq!(now.patch(&at, json!({ "state": "16" })).await.json()["result"]["active"], "true");
}

#[tokio::test]
async fn an_account_without_the_roles_sees_nothing_and_writes_nothing() {
    let (running, now) = instance().await;
    let record = create(&now, json!({ "short_description": "secret" })).await;
    let outsider = itil(&running);
    // Rows that an access rule hides are left out without an error.
    let list = outsider.get(TABLE).await;
    assert_eq!((list.status, list.json()), (200, json!({ "result": [] })));
    assert_eq!(outsider.get(&path(&record)).await.status, 404);
    assert_eq!(outsider.patch(&path(&record), json!({ "work_notes": "x" })).await.status, 404);
    let refused = outsider.post(TABLE, json!({ "short_description": "x" })).await;
    assert_eq!(refused.status, 403);
    let detail = "ACL Exception Insert Failed due to security constraints";
    assert_eq!(refused.json()["error"], json!({ "message": "Operation Failed", "detail": detail }));
    assert_eq!(outsider.post(IMPORT, json!({ "u_short_description": "x" })).await.status, 403);
    for refused in [
        outsider.get(&format!("{APP}/health")).await,
        outsider.post(&format!("{}/bulk", observables_of(&record)), json!([])).await,
    ] {
        assert_eq!(refused.status, 403);
        let error = json!({ "message": "User Not Authorized", "detail": "Failed API level ACL Validation" });
        assert_eq!(refused.json()["error"], error);
    }
    assert_eq!(now.get(TABLE).await.header("x-total-count"), "1");
}

#[tokio::test]
async fn what_an_account_writes_carries_its_name() {
    let (running, now) = instance().await;
    let record = now.post("/api/now/table/incident", json!({ "work_notes": "one" })).await.json()["result"].clone();
    let at = path(&record).replace("sn_si_incident", "incident");
    itil(&running).patch(&at, json!({ "work_notes": "two" })).await;
    let shown = now.get(&format!("{at}?sysparm_display_value=true")).await.json()["result"].clone();
    let notes = shown["work_notes"].as_str().unwrap();
    assert!(
        notes.contains(" - ITIL Bot (Work notes)\ntwo") && notes.contains(" - Case Bot (Work notes)\none"),
        "{notes}"
    );
    assert_eq!((&shown["sys_created_by"], &shown["sys_updated_by"]), (&json!("case.bot"), &json!("itil.bot")));
}

#[tokio::test]
async fn an_import_creates_and_updates_a_security_incident() {
    let (_running, now) = instance().await;
    let body = json!({ "u_short_description": "Mail", "u_work_notes": "note", "u_priority": "1", "u_dest_ip": null });
    let reply = now.post(IMPORT, body).await;
    assert_eq!(reply.status, 201);
    assert_eq!(reply.json()["staging_table"], "x_elas2_sir_int_elastic_si_incident");
    let result = reply.json()["result"][0].clone();
    assert_eq!((&result["status"], &result["table"]), (&json!("inserted"), &json!("sn_si_incident")));
    assert!(result["display_value"].as_str().unwrap().starts_with("SIR"));
    assert!(result["record_link"].as_str().unwrap().ends_with(&path(&result)));

    let update = json!({ "u_short_description": "Post", "elastic_incident_id": result["sys_id"] });
    let updated = now.post(IMPORT, update).await.json()["result"][0].clone();
    assert_eq!((&updated["status"], &updated["sys_id"]), (&json!("updated"), &result["sys_id"]));
    let record = now.get(&path(&result)).await.json()["result"].clone();
    assert_eq!((&record["short_description"], &record["priority"]), (&json!("Post"), &json!("1")));
    let body = json!({ "u_short_description": "a", "elastic_incident_id": "nowhere" });
    assert_eq!(now.post(IMPORT, body).await.json()["result"][0]["status"], "error");
}

#[tokio::test]
async fn either_application_of_elastic_may_be_missing() {
    let (_running, now) = instance().await;
    let record = create(&now, json!({})).await;
    let health = format!("{APP}/health");
    let result = json!({ "name": "Elastic", "scope": "x_elas2_sir_int", "version": "1.2.0" });
    assert_eq!(now.get(&health).await.json()["result"], result);
    now.set(json!({ "elasticSirApp": false })).await;
    assert_eq!(now.get(&health).await.status, 404);
    assert_eq!(now.post(IMPORT, json!({})).await.status, 400);
    let observable = json!({ "value": "192.0.2.1", "type": "ipv4-addr" });
    assert_eq!(now.post(&observables_of(&record), observable).await.status, 404);
    assert_eq!(now.get("/api/x_elas2_inc_int/elastic_api/health").await.status, 200);
    now.set(json!({ "elasticSirApp": true, "elasticApp": false })).await;
    assert_eq!(now.get(&health).await.status, 200);
    assert_eq!(now.get("/api/x_elas2_inc_int/elastic_api/health").await.status, 404);
}

#[tokio::test]
async fn observables_are_attached_one_by_one_or_many_at_once() {
    let (_running, now) = instance().await;
    let record = create(&now, json!({})).await;
    let at = observables_of(&record);
    let one = now.post(&at, json!({ "value": "192.0.2.1", "type": "ipv4-addr" })).await;
    assert_eq!(one.status, 200, "{}", one.text);
    assert_eq!(one.json()["result"]["value"], "192.0.2.1");
    let hash = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9";
    let bulk = json!([{ "value": hash, "type": "SHA256" }, { "value": "https://a.example/x", "type": "URL" }]);
    let many = now.post(&format!("{at}/bulk"), bulk).await.json()["result"].clone();
    assert_eq!((&many[0]["value"], &many[1]["value"]), (&json!(hash), &json!("https://a.example/x")));
    assert_ne!(many[0]["observable_sys_id"], many[1]["observable_sys_id"]);

    let control = now.get("/_sim/records").await.json()[0].clone();
    assert_eq!(control["table"], "sn_si_incident");
    let first = json!({ "id": one.json()["result"]["observable_sys_id"], "value": "192.0.2.1", "type": "ipv4-addr" });
    assert_eq!(control["observables"][0], first);
    assert_eq!(control["observables"].as_array().unwrap().len(), 3);
    let ledger = now.get("/_sim/ledger").await.json();
    let entry = ledger.as_array().unwrap().last().unwrap().clone();
    assert!(entry["path"].as_str().unwrap().ends_with("/observables/bulk"));
    assert_eq!(entry["body"][0]["value"], hash);
}

#[tokio::test]
async fn what_is_sent_twice_stands_there_twice() {
    let (_running, now) = instance().await;
    let record = create(&now, json!({})).await;
    let bulk = format!("{}/bulk", observables_of(&record));
    for _ in 0..2 {
        now.post(&bulk, json!([{ "value": "192.0.2.1", "type": "ipv4-addr" }])).await;
    }
    assert_eq!(now.get("/_sim/records").await.json()[0]["observables"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn wrong_observables_are_refused_as_a_whole() {
    let (_running, now) = instance().await;
    let record = create(&now, json!({})).await;
    let bulk = format!("{}/bulk", observables_of(&record));
    let good = json!({ "value": "192.0.2.1", "type": "ipv4-addr" });
    for body in
        [json!([good, { "value": "x", "type": "no such type" }]), json!([{ "value": "", "type": "URL" }]), good.clone()]
    {
        assert_eq!(now.post(&bulk, body.clone()).await.status, 400, "{body}");
    }
    assert_eq!(now.post(&observables_of(&record), json!([good])).await.status, 400);
    assert_eq!(now.post(&format!("{APP}/incident/nowhere/observables"), good.clone()).await.status, 404);
    assert_eq!(now.get("/_sim/records").await.json()[0]["observables"], json!([]));
    // The application for incidents knows no observables.
    let other = "/api/x_elas2_inc_int/elastic_api/incident/1/observables";
    assert_eq!(now.post(other, good).await.status, 400);
}

#[tokio::test]
async fn a_person_can_look_at_a_security_incident() {
    let (_running, now) = instance().await;
    let record = create(&now, json!({ "short_description": "<b>Mail", "work_notes": "<i>hi" })).await;
    now.post(&observables_of(&record), json!({ "value": "https://a.example/<u>", "type": "URL" })).await;
    let id = record["sys_id"].as_str().unwrap();
    let person = now.anonymous();
    let page = person.get(&format!("/nav_to.do?uri=sn_si_incident.do?sys_id={id}")).await.text;
    for shown in ["SIR0010001: &lt;b&gt;Mail", "&lt;i&gt;hi", "URL: https://a.example/&lt;u&gt;", "Draft"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert_eq!(person.get(&format!("/nav_to.do?uri=incident.do?sys_id={id}")).await.status, 404);
    let list = person.get("/").await.text;
    assert!(list.contains("Security incidents") && list.contains("&lt;b&gt;Mail"));
}
