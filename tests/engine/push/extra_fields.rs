//! Extra JSON fields reach the system in the shape that each kind of field wants, at a create and at an update.

use super::browser::Browser;
use crate::common::world::{Incident, Kind, World, sample};
use crate::common::{connector, connector_json};
use case_connectors::case::SecurityCase;
use case_connectors::push::{Outcome, PushState, map_case};
use serde_json::{Value, json};

/// A case with extra fields for the connector of a world.
fn case_with(world: &World, extra: &Value) -> Value {
    let mut case = sample("phishing");
    let form = world.form().0;
    let key = if form["type"] == ".jira" { "otherFields" } else { "additionalFields" };
    case["connector"] =
        json!({ "id": "soc", "name": "SOC", "type": form["type"], "fields": { key: extra.to_string() } });
    case
}

async fn push(browser: &mut Browser, world: &World, case: &Value) -> (Outcome, Incident) {
    let outcome = browser.push(world, case).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    (outcome, world.incidents().await.remove(0))
}

#[tokio::test]
async fn every_field_of_several_lines_is_a_document_in_version_3() {
    let world = World::new(Kind::JiraDocuments).await;
    let mut browser = Browser::new(world.connector("soc"));
    let extra = |text: &str| json!({ "environment": text, "customfield_10044": text, "customfield_10041": "one line", "duedate": "2026-12-01" });
    let (_, incident) = push(&mut browser, &world, &case_with(&world, &extra("*first*\nsecond"))).await;
    for field in ["environment", "customfield_10044"] {
        let document = &incident.fields[field];
        assert_eq!(document["type"], "doc", "{field}");
        // As it was typed: it is no Markdown.
        assert!(document.to_string().contains("*first*"), "{document}");
        assert!(document.to_string().contains("second"), "{document}");
    }
    assert_eq!(incident.fields["customfield_10041"], "one line");
    let case = case_with(&world, &extra("changed"));
    let (outcome, incident) = push(&mut browser, &world, &case).await;
    assert_eq!(outcome.writes, 1);
    assert!(incident.fields["customfield_10044"].to_string().contains("changed"));
    let (outcome, _) = push(&mut browser, &world, &case).await;
    assert_eq!(outcome.writes, 0);
    // What reads the same is not written again by who has no journal.
    let mut other = Browser::new((browser.connector.clone(), browser.secrets.clone()));
    let (outcome, _) = push(&mut other, &world, &case).await;
    assert_eq!(outcome.writes, 0);
}

#[tokio::test]
async fn a_document_that_was_given_stays_one_and_version_2_takes_text() {
    let world = World::new(Kind::JiraDocuments).await;
    let document = json!({ "type": "doc", "version": 1,
        "content": [{ "type": "paragraph", "content": [{ "type": "text", "text": "given" }] }] });
    let extra = json!({ "environment": document, "customfield_10044": document });
    let (_, incident) = push(&mut Browser::new(world.connector("soc")), &world, &case_with(&world, &extra)).await;
    assert_eq!(incident.fields["environment"], document);
    for kind in [Kind::JiraCloud, Kind::JiraDataCenter] {
        let world = World::new(kind).await;
        let extra = json!({ "environment": "a\nb", "customfield_10044": "a\nb", "customfield_10041": "c" });
        let (_, incident) = push(&mut Browser::new(world.connector("soc")), &world, &case_with(&world, &extra)).await;
        assert_eq!(incident.fields["environment"], "a\nb", "{kind:?}");
    }
}

#[tokio::test]
async fn the_kinds_are_asked_for_only_where_they_are_needed() {
    let world = World::new(Kind::JiraDocuments).await;
    let asked = async |extra: &Value| {
        let mut browser = Browser::new(world.connector("soc"));
        let mut case = case_with(&world, extra);
        case["id"] = json!(format!("case-{}", world.requests().await));
        let plan = browser.begin(&case);
        drop(plan);
        let before = world.requests().await;
        push(&mut browser, &world, &case).await;
        world.requests().await - before
    };
    let without = asked(&json!({ "environment": "x", "customfield_10043": 7 })).await;
    let with = asked(&json!({ "customfield_10041": "x" })).await;
    assert_eq!(with, without + 1);
}

#[tokio::test]
async fn resilients_people_choices_and_own_fields_go_where_they_belong() {
    let world = World::new(Kind::Resilient).await;
    let mut browser = Browser::new(world.connector("soc"));
    let first = json!({
        "owner_id": 2, "members": [1, 3], "detection_source": 101, "properties.affected_sites": [111],
        "risk_score": 7, "customer_impact": false, "reported_on": "2026-11-02", "affected_hosts": "<b>web-1</b>",
    });
    let (_, incident) = push(&mut browser, &world, &case_with(&world, &first)).await;
    let fields = &incident.fields;
    assert_eq!((&fields["owner_id"], &fields["members"]), (&json!(2), &json!([1, 3])), "{fields}");
    assert_eq!((&fields["detection_source"], &fields["affected_sites"]), (&json!(101), &json!([111])));
    let changed = json!({
        "owner_id": 3, "members": [2], "detection_source": 103, "properties.affected_sites": [112, 113],
        "risk_score": 9, "customer_impact": true, "reported_on": "2026-11-03", "affected_hosts": "web-2",
    });
    let case = case_with(&world, &changed);
    let (outcome, incident) = push(&mut browser, &world, &case).await;
    assert_eq!(outcome.writes, 1);
    let fields = &incident.fields;
    assert_eq!((&fields["owner_id"], &fields["members"]), (&json!(3), &json!([2])), "{fields}");
    assert_eq!((&fields["detection_source"], &fields["affected_sites"]), (&json!(103), &json!([112, 113])));
    assert_eq!((&fields["risk_score"], &fields["customer_impact"]), (&json!(9), &json!(true)));
    assert_eq!(fields["reported_on"], json!(1_793_664_000_000_i64));
    let (outcome, _) = push(&mut browser, &world, &case).await;
    assert_eq!(outcome.writes, 0);
}

#[tokio::test]
async fn what_people_see_is_taken_for_the_id_behind_it() {
    let world = World::new(Kind::Resilient).await;
    let mut browser = Browser::new(world.connector("soc"));
    let labels = json!({
        "owner_id": "Ana Lyst", "members": ["SOC", "cal.ler@example.com"], "detection_source": "Mail gateway",
        "affected_sites": "Lisbon", "incident_type": null,
    });
    let mut extra = labels.clone();
    extra.as_object_mut().unwrap().remove("incident_type");
    let (_, incident) = push(&mut browser, &world, &case_with(&world, &extra)).await;
    let fields = &incident.fields;
    assert_eq!((&fields["owner_id"], &fields["members"]), (&json!(2), &json!([3, 4])), "{fields}");
    assert_eq!((&fields["detection_source"], &fields["affected_sites"]), (&json!(103), &json!([112])));
    extra["owner_id"] = json!("Cal Ler (cal.ler@example.com)");
    extra["detection_source"] = json!({ "name": "Endpoint" });
    let (outcome, incident) = push(&mut browser, &world, &case_with(&world, &extra)).await;
    assert_eq!(outcome.writes, 1, "{:?}", outcome.drift);
    assert_eq!((&incident.fields["owner_id"], &incident.fields["detection_source"]), (&json!(3), &json!(101)));
}

#[tokio::test]
async fn a_bulk_puts_an_organizations_own_fields_below_properties() {
    let world = World::new(Kind::Resilient).await;
    let case = case_with(&world, &json!({ "tlp": 1, "owner_id": 2, "properties.site": "x" }));
    let (connector, _) = world.connector("soc");
    let case = case.to_string();
    let parsed = case_connectors::case::SecurityCase::parse(case.as_bytes(), &[]).unwrap();
    let plan = case_connectors::push::plan(
        &parsed,
        &connector,
        &[],
        &case_connectors::push::Options::new("2026-11-24T08:00:00.000Z"),
    );
    let steps = plan.unwrap().steps;
    let create = steps.iter().find(|step| step.writes).unwrap();
    let body: Value = serde_json::from_str(create.request.body.as_ref().unwrap()).unwrap();
    assert_eq!(body["owner_id"], 2);
    assert_eq!(body["properties"]["site"], "x");
}

/// ServiceNow takes everything as text: a number is sent with the signs that somebody typed.
#[test]
fn a_number_for_servicenow_stays_as_it_was_typed() {
    let typed = r#"{"u_a":123456789012345678901,"u_b":1.10,"u_c": -0 ,"u_d":1e400,"u_e":true,"u_f":null,"u_g":"1.10"}"#;
    let fields = json!({ "additionalFields": typed });
    for name in ["servicenow_table", "servicenow_import"] {
        let own = connector_json(name);
        let case =
            json!({ "id": "1", "title": "t", "connector": { "id": own["id"], "type": own["type"], "fields": fields } });
        let case = case.to_string();
        let incident = map_case(&SecurityCase::parse(case.as_bytes(), &[]).unwrap(), &connector(name), None).unwrap();
        let sent = ["a", "b", "c", "d", "e", "f", "g"].map(|name| incident.fields[&format!("u_{name}")].clone());
        assert_eq!(
            sent,
            ["123456789012345678901", "1.10", "-0", "1e400", "true", "", "1.10"].map(Value::from),
            "{name}"
        );
    }
}
