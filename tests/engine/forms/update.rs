//! Updates of a stored connector, and its field mappings.

use super::{TYPES, but, codes, draft, errors, good, named};
use case_connectors::connector::{Rules, Severity};
use case_connectors::systems::{Connector, validate};
use serde_json::{Value, json};

// ---- Updates ------------------------------------------------------------------------------------

fn update(type_id: &str, stored: &Value, changes: &[(&str, Value)]) -> Vec<(String, &'static str)> {
    let stored = draft(stored);
    let draft = draft(&but(type_id, changes));
    codes(&validate(&draft, Rules::default().with_existing(&stored)), Severity::Error)
}

#[test]
fn an_empty_secret_keeps_the_stored_one_unless_it_would_go_elsewhere() {
    let secret = |type_id: &str| match type_id {
        ".servicenow" | ".servicenow-sir" => ("/secrets/password", "secrets.password", "/config/username"),
        ".jira" => ("/secrets/apiToken", "secrets.apiToken", "/config/email"),
        _ => ("/secrets/apiKeySecret", "secrets.apiKeySecret", "/config/apiKeyId"),
    };
    for type_id in TYPES {
        let (pointer, field, user) = secret(type_id);
        let again = named(&[(field, "SECRET_AGAIN")]);
        let mut stored = good(type_id);
        stored["secrets"] = json!({});
        stored["config"]["apiUrl"] = json!("https://host.example/tenant");
        let to = |url: &str| update(type_id, &stored, &[(pointer, json!("")), ("/config/apiUrl", json!(url))]);
        for same in [
            "https://host.example/tenant",
            "https://host.example/tenant/",
            " https://HOST.Example/tenant ",
            "HTTPS://host.example:443/tenant//",
        ] {
            assert_eq!(to(same), [], "{type_id}: {same}");
        }
        for other in [
            "https://host.example/Tenant",
            "https://host.example/tenant2",
            "https://host.example",
            "https://host.example:8443/tenant",
            "https://evil.example/tenant",
            "http://localhost/tenant",
        ] {
            assert_eq!(to(other), again, "{type_id}: {other}");
        }
        let same_url = ("/config/apiUrl", json!("https://host.example/tenant"));
        let empty = (pointer, Value::Null);
        assert_eq!(update(type_id, &stored, &[empty.clone(), same_url.clone(), (user, json!("another"))]), again);
        assert_eq!(update(type_id, &stored, &[empty.clone(), same_url.clone(), ("/name", json!("Renamed"))]), []);
        let typed = (pointer, json!("new"));
        assert_eq!(update(type_id, &stored, &[typed, ("/config/apiUrl", json!("https://evil.example"))]), []);
        // An import brings no secret: there is nothing to keep.
        stored["isMissingSecrets"] = json!(true);
        assert_eq!(update(type_id, &stored, &[empty, same_url]), named(&[(field, "SECRET_REQUIRED")]));
    }
}

#[test]
fn another_way_to_authenticate_asks_for_the_secret_again() {
    let stored = good(".jira");
    let changed =
        update(".jira", &stored, &[("/secrets/apiToken", json!("")), ("/config/advanced/auth", json!("bearer"))]);
    assert_eq!(changed, named(&[("secrets.apiToken", "SECRET_AGAIN")]));
    let same = update(".jira", &stored, &[("/secrets/apiToken", json!("")), ("/config/advanced/auth", json!("basic"))]);
    assert_eq!(same, []);
}

#[test]
fn a_secret_of_another_connector_type_is_not_kept() {
    let mut stored = good(".jira");
    stored["config"]["apiUrl"] = json!("https://host.example");
    let changes = [
        ("/secrets/password", json!("")),
        ("/config/apiUrl", json!("https://host.example")),
        ("/config/username", json!("bot@example.com")),
    ];
    let fields: Vec<String> = update(".servicenow", &stored, &changes).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["secrets.password"]);
}

// ---- Mappings -----------------------------------------------------------------------------------

fn mapping_errors(type_id: &str, mappings: Value) -> Vec<(String, &'static str)> {
    errors(&but(type_id, &[("/mappings", mappings)]))
}

#[test]
fn a_mapping_that_cannot_work_is_named_by_its_place() {
    let m = |source: &str, target: &str, action: &str| json!({ "source": source, "target": target, "action": action });
    let title = |type_id: &str| match type_id {
        ".servicenow" | ".servicenow-sir" => "short_description",
        ".jira" => "summary",
        _ => "name",
    };
    for type_id in TYPES {
        let line = title(type_id);
        let good = m("title", line, "overwrite");
        for (mappings, at) in [
            (json!([]), &["mappings[0]"][..]),
            (json!([m("description", "description", "overwrite")]), &["mappings[1]"]),
            (json!([m("title", line, "nothing")]), &["mappings[0]"]),
            (json!([m("title", "not_mapped", "overwrite")]), &["mappings[1]"]),
            (json!([good, m("description", line, "overwrite")]), &["mappings[1]"]),
            (
                json!([good, m("tags", "description", "overwrite"), m("description", "description", "append")]),
                &["mappings[2]"],
            ),
            (json!([m("title", line, "append")]), &["mappings[0]"]),
            (json!([good, m("comments", "description", "append")]), &["mappings[1]"]),
            (json!([good, m("comments", "elsewhere", "append")]), &["mappings[1]"]),
            (json!([good, m("description", "comments", "append")]), &["mappings[1]"]),
            (json!([good, m("tags", " ", "overwrite")]), &["mappings[1]"]),
            (
                json!([m("comments", line, "append"), m("title", "comments", "append"), m("tags", "", "append")]),
                &["mappings[0]", "mappings[1]", "mappings[2]"],
            ),
            (json!([good, m("comments", "comments", "append"), m("description", "description", "append")]), &[]),
            (json!([good, m("comments", "not_mapped", "append"), m("description", "description", "nothing")]), &[]),
        ] {
            let expected: Vec<_> = at.iter().map(|at| (*at, "MAPPING_INVALID")).collect();
            let mut found = mapping_errors(type_id, mappings.clone());
            found.dedup();
            assert_eq!(found, named(&expected), "{type_id}: {mappings}");
        }
    }
}

#[test]
fn what_the_push_sets_itself_cannot_be_mapped_to() {
    for (type_id, line, targets) in [
        (".servicenow", "short_description", &["correlation_id", "correlation_display", "sys_id"][..]),
        (".jira", "summary", &["project", "issuetype"]),
        (".resilient", "name", &["discovered_date", "id"]),
    ] {
        for target in targets {
            let mappings = json!([
                { "source": "title", "target": line, "action": "overwrite" },
                { "source": "tags", "target": target, "action": "overwrite" },
            ]);
            assert_eq!(mapping_errors(type_id, mappings), named(&[("mappings[1]", "MAPPING_INVALID")]), "{target}");
        }
    }
}

/// The import set of ServiceNow takes `u_correlation_id` for the mark, and Jira's fields have one name in all cases.
#[test]
fn another_spelling_of_a_field_is_that_field() {
    let m = |source: &str, target: &str| json!({ "source": source, "target": target, "action": "overwrite" });
    for (type_id, line, own, custom) in [
        (".servicenow", "short_description", ["u_correlation_id", "U_Correlation_Display", "u-u_sys_id"], "u_risk"),
        (".servicenow-sir", "short_description", ["Correlation_ID", "u_dest_ip", "U_SHORT_DESCRIPTION"], "u_risk"),
        (".jira", "summary", ["Project", "issueType", "Summary"], "customfield_10010"),
        (".resilient", "name", ["properties.id", "Discovered_Date", "properties.name"], "properties.risk"),
    ] {
        for target in own.into_iter().chain(["Description", "Comments"]) {
            let source = if target == "Comments" { "comments" } else { "description" };
            let mappings = json!([m("title", line), m(source, target)]);
            let mut found = mapping_errors(type_id, mappings);
            found.dedup();
            assert_eq!(found, named(&[("mappings[1]", "MAPPING_INVALID")]), "{target}");
        }
        assert_eq!(mapping_errors(type_id, json!([m("title", line), m("tags", custom)])), [], "{type_id}");
        let twice = json!([m("title", line), m("tags", custom), m("description", &custom.to_uppercase())]);
        assert_eq!(mapping_errors(type_id, twice), named(&[("mappings[2]", "MAPPING_INVALID")]), "{type_id}");
    }
}

#[test]
fn kibanas_own_spelling_of_a_mapping_is_read() {
    let mappings = json!([{ "source": "title", "target": "summary", "action_type": "overwrite" }]);
    assert_eq!(mapping_errors(".jira", mappings), []);
}

#[test]
fn without_mappings_a_connector_has_those_of_the_documentation() {
    for (type_id, title) in [(".servicenow", "short_description"), (".jira", "summary"), (".resilient", "name")] {
        let connector = Connector::new(draft(&good(type_id))).unwrap();
        let expected = json!([
            { "source": "title", "target": title, "action": "overwrite" },
            { "source": "description", "target": "description", "action": "overwrite" },
            { "source": "comments", "target": "comments", "action": "append" },
        ]);
        assert_eq!(serde_json::to_value(connector.mappings()).unwrap(), expected);
    }
}
