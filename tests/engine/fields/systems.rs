//! What each system is read to ask.

use super::reader::{INCIDENT, Reader, answered, labels};
use crate::common::connector;
use crate::common::world::{ALL, Kind};
use case_connectors::error::Code;
use case_connectors::fields::{FieldsQuery, Found, LiveField, LiveKind, Next, Others, RequiredAt};
use case_connectors::http::Response;
use case_connectors::machine::Machine;
use serde_json::{Value, json};

const JIRAS: [Kind; 3] = [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter];
const SERVICENOWS: [Kind; 4] = [Kind::ServiceNow, Kind::ServiceNowImport, Kind::SecOps, Kind::SecOpsImport];

#[tokio::test]
async fn every_system_describes_fields_with_labels_and_writes_nothing() {
    for kind in ALL {
        let reader = Reader::new(kind);
        let live = reader.fields(None).await;
        assert!(live.fields.len() > 5 && live.notes.is_empty(), "{kind:?} {live:?}");
        for field in &live.fields {
            assert!(!field.label.is_empty() && !field.path.is_empty(), "{kind:?} {field:?}");
            let is_date = matches!(field.kind, LiveKind::Date | LiveKind::DateTime);
            assert_eq!(field.format.is_some(), is_date, "{kind:?} {field:?}");
            let is_choice = matches!(field.kind, LiveKind::Select | LiveKind::MultiSelect | LiveKind::Cascading);
            let has_any = !field.choices.is_empty() || field.search.is_some();
            assert!(is_choice == has_any, "{kind:?} {field:?}");
        }
        let mut paths: Vec<&str> = live.fields.iter().map(|field| field.path.as_str()).collect();
        let count = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), count, "{kind:?}: a path stands for one field");
        assert!(reader.world.writes().await.is_empty());
    }
}

#[tokio::test]
async fn jira_tells_types_priorities_and_each_kind_of_field() {
    for kind in JIRAS {
        let reader = Reader::new(kind);
        reader.world.set(json!({ "requiredFields": ["10006.customfield_10042", "10006.customfield_10045"] })).await;
        let live = reader.fields(Some(INCIDENT)).await;
        let at = |path: &str| live.at(path).unwrap_or_else(|| panic!("{kind:?} {path}"));
        assert_eq!(live.issue_type.as_deref(), Some(INCIDENT));
        assert_eq!(live.others, Others::Refused);
        let types = at("issueType");
        assert!(labels(&types.choices).contains(&"Incident"));
        assert!(types.choices.iter().all(|choice| choice.value.is_string()));
        let priority = at("priority");
        assert_eq!(priority.choices[0].value, json!("Highest"));
        assert_eq!(priority.default, json!("Medium"));
        let team = at("otherFields.customfield_10042");
        assert_eq!((team.kind, team.required), (LiveKind::Select, Some(RequiredAt::Create)));
        assert_eq!(team.choices[0].value, json!({ "id": "10100" }));
        let vector = at("otherFields.customfield_10045");
        assert_eq!((vector.kind, vector.required), (LiveKind::Cascading, Some(RequiredAt::Create)));
        let child = &vector.choices[0].children[1];
        assert_eq!((&*child.label, &child.value), ("Link", &json!({ "id": "10120", "child": { "id": "10122" } })));
        for (path, kind, search) in [
            ("otherFields.customfield_10041", LiveKind::Text, None),
            ("otherFields.customfield_10043", LiveKind::Number, None),
            ("otherFields.customfield_10044", LiveKind::TextArea, None),
            ("otherFields.customfield_10046", LiveKind::Select, Some("user")),
            ("otherFields.customfield_10047", LiveKind::DateTime, None),
            ("otherFields.customfield_10048", LiveKind::MultiSelect, None),
            ("otherFields.duedate", LiveKind::Date, None),
        ] {
            assert_eq!((at(path).kind, at(path).search.as_deref()), (kind, search), "{path}");
            assert_eq!(at(path).required, None, "{path}");
        }
        // What the mapping and the push fill is not asked for again.
        for own in ["summary", "description", "labels", "project", "issuetype"] {
            assert!(live.at(&format!("otherFields.{own}")).is_none(), "{own}");
        }
        // Another type asks for nothing of it.
        let task = reader.fields(Some("10002")).await;
        assert_eq!(task.at("otherFields.customfield_10042").unwrap().required, None);
    }
}

#[tokio::test]
async fn without_an_issue_type_jira_tells_those_of_the_one_that_a_case_gets() {
    let reader = Reader::new(Kind::JiraCloud);
    assert_eq!(reader.fields(None).await.issue_type.as_deref(), Some("10002"));
    let (chosen, _) = reader.world.connector_with("soc", &json!({ "defaultIssueType": INCIDENT }), None);
    let types = json!({ "total": 1, "issueTypes": [{ "id": INCIDENT, "name": "Incident" }] });
    let fields = json!({ "total": 0, "fields": [] });
    let live = answered(&chosen, None, &[("/issuetypes?", types), ("/issuetypes/10006?", fields)]);
    assert_eq!((live.issue_type.as_deref(), &live.fields[0].default), (Some(INCIDENT), &json!(INCIDENT)));
    // No field at all is no answer to believe in.
    assert_eq!((live.notes[0].code.as_str(), live.others), ("FIELDS_UNREADABLE", Others::Unknown));
}

/// Both name the list and its end otherwise, and a server may give fewer than were asked for.
#[test]
fn every_page_of_either_jira_is_read() {
    let item = |id: u32| {
        json!({ "fieldId": format!("customfield_{id}"), "name": format!("F{id}"), "required": false,
        "schema": { "type": "string", "custom": "com.atlassian.jira.plugin.system.customfieldtypes:textfield" } })
    };
    let kind = |id: u32| json!({ "id": id.to_string(), "name": format!("T{id}"), "subtask": id == 1 });
    let cloud = [
        ("issuetypes?startAt=0&", json!({ "startAt": 0, "maxResults": 1, "total": 2, "issueTypes": [kind(1)] })),
        ("issuetypes?startAt=1&", json!({ "startAt": 1, "maxResults": 1, "total": 2, "issueTypes": [kind(2)] })),
        ("issuetypes/2?startAt=0&", json!({ "startAt": 0, "maxResults": 2, "total": 3, "fields": [item(1), item(2)] })),
        ("issuetypes/2?startAt=2&", json!({ "startAt": 2, "maxResults": 2, "total": 3, "fields": [item(3)] })),
    ];
    let data_center = [
        ("issuetypes?startAt=0&", json!({ "startAt": 0, "maxResults": 1, "isLast": false, "values": [kind(1)] })),
        ("issuetypes?startAt=1&", json!({ "startAt": 1, "maxResults": 1, "isLast": true, "values": [kind(2)] })),
        (
            "issuetypes/2?startAt=0&",
            json!({ "startAt": 0, "maxResults": 2, "isLast": false, "values": [item(1), item(2)] }),
        ),
        ("issuetypes/2?startAt=2&", json!({ "startAt": 2, "maxResults": 2, "isLast": true, "values": [item(3)] })),
    ];
    for (name, answers) in [("jira_cloud", cloud), ("jira_data_center", data_center)] {
        let live = answered(&connector(name), Some("2"), &answers);
        let paths: Vec<&str> = live.fields.iter().map(|field| field.path.as_str()).collect();
        let expected =
            ["issueType", "otherFields.customfield_1", "otherFields.customfield_2", "otherFields.customfield_3"];
        assert_eq!(paths, expected, "{name}");
        assert_eq!(labels(&live.fields[0].choices), ["T1", "T2"], "{name}");
    }
}

/// The table of kinds, by the schemas that Jira answers.
#[test]
fn jiras_kinds_are_told_apart_by_their_schemas() {
    let vendor = |tail: &str| format!("com.atlassian.jira.plugin.system.customfieldtypes:{tail}");
    let own = |tail: &str, kind: &str| json!({ "type": kind, "custom": vendor(tail) });
    let list = |tail: &str, items: &str| json!({ "type": "array", "items": items, "custom": vendor(tail) });
    let table = [
        (own("url", "string"), LiveKind::Url, None),
        (own("radiobuttons", "option"), LiveKind::Select, None),
        (list("multicheckboxes", "option"), LiveKind::MultiSelect, None),
        (list("multiuserpicker", "user"), LiveKind::MultiSelect, Some("user")),
        (own("grouppicker", "group"), LiveKind::Select, Some("group")),
        (list("multigrouppicker", "group"), LiveKind::MultiSelect, Some("group")),
        (own("version", "version"), LiveKind::Select, None),
        (list("multiversion", "version"), LiveKind::MultiSelect, None),
        (list("labels", "string"), LiveKind::Labels, None),
        (json!({ "type": "array", "items": "component", "system": "components" }), LiveKind::MultiSelect, None),
        (json!({ "type": "array", "items": "version", "system": "fixVersions" }), LiveKind::MultiSelect, None),
        (json!({ "type": "securitylevel", "system": "security" }), LiveKind::Select, None),
        (json!({ "type": "user", "system": "assignee" }), LiveKind::Select, Some("user")),
        (json!({ "type": "timetracking", "system": "timetracking" }), LiveKind::Json, None),
        // An app's own text may want anything.
        (json!({ "type": "string", "custom": "com.pyxis.greenhopper.jira:gh-epic-link" }), LiveKind::Json, None),
        (
            json!({ "type": "array", "items": "json", "custom": "com.pyxis.greenhopper.jira:gh-sprint" }),
            LiveKind::Json,
            None,
        ),
    ];
    for (schema, kind, search) in table {
        let item = json!({ "fieldId": "customfield_1", "name": "F", "required": true, "schema": schema });
        let types = json!({ "total": 1, "issueTypes": [{ "id": "2", "name": "T" }] });
        let answers = [("issuetypes?", types), ("issuetypes/2?", json!({ "total": 1, "fields": [item] }))];
        let live = answered(&connector("jira_cloud"), None, &answers);
        let field = &live.fields[1];
        assert_eq!((field.kind, field.search.as_deref()), (kind, search), "{schema}");
        assert_eq!(field.help.is_empty(), kind != LiveKind::Json, "{schema}: raw JSON has a hint");
    }
}

#[tokio::test]
async fn servicenow_tells_choices_dependents_references_and_lengths() {
    for kind in SERVICENOWS {
        let reader = Reader::new(kind);
        let live = reader.fields(None).await;
        let category = live.at("category").unwrap();
        assert_eq!(category.kind, LiveKind::Select, "{kind:?}");
        let subcategory = live.at("subcategory").unwrap();
        assert_eq!(subcategory.depends_on.as_deref(), Some("category"));
        assert!(subcategory.choices.iter().all(|choice| choice.when.is_some()));
        for (name, table) in [("assignment_group", "sys_user_group"), ("opened_by", "sys_user"), ("cmdb_ci", "cmdb_ci")]
        {
            let field = live.at(&format!("additionalFields.{name}")).unwrap();
            assert_eq!((field.kind, field.search.as_deref()), (LiveKind::Select, Some(table)), "{kind:?}");
        }
        assert_eq!(live.limits.get("short_description"), Some(&160));
        assert_eq!(live.others, Others::Dropped);
        for own in ["correlation_id", "short_description", "comments", "sys_id", "number"] {
            assert!(live.at(&format!("additionalFields.{own}")).is_none(), "{own}");
        }
    }
    let live = Reader::new(Kind::ServiceNow).fields(None).await;
    // The child's own choices take the place of its parent's; impact has only the parent's.
    assert_eq!(labels(&live.at("impact").unwrap().choices), ["1 - High", "2 - Medium", "3 - Low"]);
    assert_eq!(live.at("category").unwrap().default, json!("inquiry"));
    assert_eq!(labels(&live.at("additionalFields.state").unwrap().choices)[0], "New");
    // Computed, so it cannot be set.
    assert!(live.at("additionalFields.priority").is_none());
    let live = Reader::new(Kind::SecOps).fields(None).await;
    assert_eq!(live.at("priority").unwrap().kind, LiveKind::Select);
    assert_eq!(labels(&live.at("additionalFields.state").unwrap().choices)[0], "Draft");
}

/// Rows that an access rule hides are missing in their page, and counted in the total, which a browser may not be shown.
#[test]
fn a_page_of_servicenow_that_an_access_rule_has_thinned_out_is_not_the_last() {
    let rows = |count: usize| vec![json!({ "name": "task", "element": "sys_x", "internal_type": "string" }); count];
    let late = json!({ "name": "incident", "element": "u_late", "column_label": "Late", "internal_type": "string" });
    for (is_told, hidden, asked) in [(true, 1_000, 4), (true, 1, 4), (false, 1, 7)] {
        let mut query = FieldsQuery::fields(connector("servicenow_table"), None);
        let mut count = 0;
        while let Next::Send { id, request, .. } = query.next() {
            let is_of = |part: &str| request.url.contains(part);
            let (page, total) = match (is_of("/sys_dictionary?"), is_of("offset=0"), is_of("offset=1000")) {
                (true, true, _) => (rows(1_000 - hidden), 1_001),
                (true, _, true) => (vec![late.clone()], 1_001),
                (false, true, _) => (rows(1), 1),
                _ => (Vec::new(), 0),
            };
            let headers = is_told.then(|| ("X-Total-Count".to_owned(), total.to_string()));
            let body = json!({ "result": page }).to_string().into_bytes();
            query.receive(id, &Response::received(&request, 200, headers.into_iter().collect(), body)).unwrap();
            count += 1;
        }
        let Found::Fields(live) = query.found().unwrap().unwrap() else { panic!("no fields") };
        assert!(live.at("additionalFields.u_late").is_some(), "{is_told} {hidden}");
        assert_eq!(count, asked, "{is_told} {hidden}");
    }
}

#[tokio::test]
async fn mandatory_by_dictionary_or_override_is_a_hint() {
    let reader = Reader::new(Kind::SecOps);
    reader.world.set(json!({ "requiredFields": ["sn_si_incident.category", "sn_si_incident.impact"] })).await;
    let live = reader.fields(None).await;
    assert_eq!(live.at("category").unwrap().required, Some(RequiredAt::Form));
    assert_eq!(live.at("additionalFields.impact").unwrap().required, Some(RequiredAt::Form));
    assert_eq!(live.at("subcategory").unwrap().required, None);
}

/// The child's row wins over its parent's, and an override over both.
#[test]
fn inheritance_is_resolved() {
    let row = |name: &str, label: &str, mandatory: &str| {
        json!({ "name": name, "element": "u_site", "column_label": label,
        "internal_type": "string", "max_length": "40", "mandatory": mandatory, "read_only": "false", "choice": "0" })
    };
    let overridden = json!({ "element": "u_site", "mandatory": "true", "mandatory_override": "true" });
    for (rows, overrides, label, required) in [
        (vec![row("incident", "Site", "false"), row("task", "Place", "true")], vec![], "Site", None),
        (vec![row("task", "Place", "false")], vec![overridden], "Place", Some(RequiredAt::Form)),
    ] {
        let answers = [
            ("sys_dictionary?", json!({ "result": rows })),
            ("sys_dictionary_override?", json!({ "result": overrides })),
            ("sys_choice?", json!({ "result": [{ "name": "task", "element": "x", "value": "1", "label": "1" }] })),
        ];
        let live = answered(&connector("servicenow_table"), None, &answers);
        let field = live.at("additionalFields.u_site").unwrap();
        assert_eq!((&*field.label, field.required), (label, required));
    }
}

#[tokio::test]
async fn an_empty_dictionary_or_choice_list_is_said_to_be_hidden() {
    let reader = Reader::new(Kind::ServiceNow);
    reader.world.set(json!({ "dictionaryReadable": false })).await;
    let live = reader.fields(None).await;
    let codes = |live: &case_connectors::fields::ConnectorFields| -> Vec<String> {
        live.notes.iter().map(|note| note.code.clone()).collect()
    };
    assert_eq!((codes(&live), live.others), (vec!["FIELDS_UNREADABLE".to_owned()], Others::Unknown));
    // What the choices alone say is still there.
    let subcategory = live.at("subcategory").unwrap();
    assert_eq!((&*subcategory.label, subcategory.depends_on.as_deref()), ("Subcategory", Some("category")));
    reader.world.set(json!({ "choicesReadable": false })).await;
    let live = reader.fields(None).await;
    assert_eq!(codes(&live), ["FIELDS_UNREADABLE", "CHOICES_UNREADABLE"]);
    assert!(live.fields.is_empty());
    reader.world.set(json!({ "dictionaryReadable": true })).await;
    let live = reader.fields(None).await;
    assert_eq!(codes(&live), ["CHOICES_UNREADABLE"]);
    assert_eq!(live.at("category").unwrap().kind, LiveKind::Text);
}

#[tokio::test]
async fn resilient_tells_what_creation_and_closing_need() {
    let reader = Reader::new(Kind::Resilient);
    reader.world.set(json!({ "requiredFields": ["detection_source"] })).await;
    let live = reader.fields(None).await;
    let at = |path: &str| live.at(path).unwrap_or_else(|| panic!("{path}"));
    assert_eq!(at("incidentTypes").kind, LiveKind::MultiSelect);
    assert_eq!(at("incidentTypes").choices[0].value, json!("17"));
    assert_eq!(labels(&at("severityCode").choices), ["Low", "Medium", "High"]);
    let source = at("additionalFields.detection_source");
    assert_eq!((source.required, &source.choices[0].value), (Some(RequiredAt::Create), &json!(101)));
    assert_eq!(at("additionalFields.resolution_id").required, Some(RequiredAt::Close));
    assert_eq!(at("additionalFields.owner_id").choices[1].label, "Ana Lyst (ana.lyst@example.com)");
    assert_eq!(at("additionalFields.members").kind, LiveKind::MultiSelect);
    assert_eq!(at("additionalFields.reported_on").format.as_deref(), Some("x"));
    for own in ["name", "description", "discovered_date", "plan_status", "case_connectors_mark", "create_date"] {
        assert!(live.at(&format!("additionalFields.{own}")).is_none(), "{own}");
    }
}

/// Values that are no longer offered keep their labels for incidents that have them; a required field with a default of its own
/// need not be filled.
#[test]
fn hidden_values_are_kept_and_not_offered() {
    let value = |id: u32, more: Value| {
        let mut value =
            json!({ "value": id, "label": format!("L{id}"), "enabled": true, "hidden": false, "default": false });
        value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        value
    };
    let values = [
        value(1, json!({ "default": true })),
        value(2, json!({ "hidden": true })),
        value(3, json!({ "enabled": false })),
    ];
    let list = json!([{ "name": "workspace", "text": "Workspace", "input_type": "select", "required": "always", "values": values }]);
    let live = answered(&connector("resilient"), None, &[("/types/incident/fields", list)]);
    let field: &LiveField = live.at("additionalFields.workspace").unwrap();
    assert_eq!(field.default, json!(1));
    let retired: Vec<bool> = field.choices.iter().map(|choice| choice.retired).collect();
    assert_eq!(retired, [false, true, true]);
}

/// A list without an end is read to a limit, and that is said.
#[test]
fn a_list_that_is_too_long_is_cut_and_says_so() {
    let value = |id: usize| json!({ "name": format!("f{id}"), "text": "F", "input_type": "text" });
    let list: Vec<Value> = (0..5_001).map(value).collect();
    let live = answered(&connector("resilient"), None, &[("/types/incident/fields", list.into())]);
    let codes: Vec<&str> = live.notes.iter().map(|note| note.code.as_str()).collect();
    assert_eq!((live.fields.len(), codes, live.others), (5_000, vec!["FIELDS_CUT"], Others::Unknown));
}

#[tokio::test]
async fn a_refusal_is_the_answer() {
    for (kind, path) in
        [(Kind::JiraCloud, "/createmeta"), (Kind::ServiceNow, "/sys_dictionary"), (Kind::Resilient, "/types/")]
    {
        let reader = Reader::new(kind);
        reader.answer(path, 401, json!({})).await;
        assert_eq!(reader.try_fields(None).await.unwrap_err().code, Code::AuthFailed, "{kind:?}");
    }
    // A table that may not be read at all is one more way to hide it.
    let reader = Reader::new(Kind::ServiceNow);
    reader.answer("/sys_dictionary", 403, json!({ "error": { "message": "x" }, "status": "failure" })).await;
    assert_eq!(reader.fields(None).await.notes[0].code, "FIELDS_UNREADABLE");
}
