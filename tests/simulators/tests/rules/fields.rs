//! What the systems tell of the fields of a new incident, and that they keep what they tell.

use crate::support::{Caller, simulators};
use serde_json::{Value, json};
use simulators::{JIRA_CLOUD_EMAIL, JIRA_CLOUD_TOKEN, SERVICENOW_PASSWORD, SERVICENOW_USER};

fn issue(fields: Value) -> Value {
    let mut all = json!({ "project": { "key": "SOC" }, "issuetype": { "id": "10006" }, "summary": "Mail" });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    json!({ "fields": all })
}

#[tokio::test]
async fn jira_refuses_what_it_does_not_offer() {
    let running = simulators().await;
    let cloud = Caller::new(&running.addresses.jira_cloud, JIRA_CLOUD_EMAIL, JIRA_CLOUD_TOKEN);
    for (id, good, wrong) in [
        (
            "customfield_10045",
            json!({ "id": "10120", "child": { "id": "10121" } }),
            json!({ "id": "10120", "child": { "id": "10131" } }),
        ),
        ("customfield_10047", json!("2026-12-01T10:00:00.000+0100"), json!("2026-12-01T10:00:00.000Z")),
        ("customfield_10048", json!([{ "value": "VPN" }]), json!({ "value": "VPN" })),
        ("customfield_10046", json!({ "accountId": "712020:8b21d7c4-demo-analyst" }), json!({ "name": "ana.lyst" })),
    ] {
        assert_eq!(cloud.post("/rest/api/2/issue", issue(json!({ id: good }))).await.status, 201, "{id}");
        let refused = cloud.post("/rest/api/2/issue", issue(json!({ id: wrong }))).await;
        assert_eq!((refused.status, refused.json()["errors"][id].is_string()), (400, true), "{id}");
    }
}

#[tokio::test]
async fn jira_demands_a_field_of_one_issue_type_alone() {
    let running = simulators().await;
    let cloud = Caller::new(&running.addresses.jira_cloud, JIRA_CLOUD_EMAIL, JIRA_CLOUD_TOKEN);
    cloud.set(json!({ "requiredFields": ["10006.duedate"] })).await;
    assert_eq!(cloud.post("/rest/api/2/issue", issue(json!({}))).await.status, 400);
    assert_eq!(cloud.post("/rest/api/2/issue", issue(json!({ "issuetype": { "id": "10002" } }))).await.status, 201);
    // Cloud knows people by `query`, and reads nothing of the older name.
    let found = |query: &'static str| cloud.get(query);
    let by_query = found("/rest/api/2/user/assignable/search?project=SOC&query=ana").await.json();
    assert_eq!(by_query.as_array().unwrap().len(), 1);
    let by_username = found("/rest/api/2/user/assignable/search?project=SOC&username=ana").await.json();
    assert!(by_username.as_array().unwrap().len() > 1);
}

#[tokio::test]
async fn servicenow_leaves_hidden_rows_out_without_a_word() {
    let running = simulators().await;
    let now = Caller::new(&running.addresses.servicenow, SERVICENOW_USER, SERVICENOW_PASSWORD);
    now.set(json!({ "requiredFields": ["sn_si_incident.impact"], "choicesReadable": false })).await;
    let rows = |reply: Value| reply["result"].as_array().unwrap().clone();
    let choices = now.get("/api/now/table/sys_choice?sysparm_limit=1").await;
    assert_eq!((choices.status, rows(choices.json()).len()), (200, 0));
    let query = "/api/now/table/sys_dictionary_override?sysparm_query=name=sn_si_incident";
    let overridden = rows(now.get(query).await.json());
    assert_eq!((&overridden[0]["element"], &overridden[0]["mandatory"]), (&json!("impact"), &json!("true")));
    let query = "/api/now/table/sys_user_group?sysparm_query=nameLIKEsec&sysparm_fields=sys_id,name";
    assert_eq!(rows(now.get(query).await.json())[0]["name"], "Security Operations");
    now.set(json!({ "dictionaryReadable": false })).await;
    let dictionary = now.get("/api/now/table/sys_dictionary?sysparm_limit=1").await;
    assert_eq!((dictionary.status, rows(dictionary.json()).len()), (200, 0));
}
