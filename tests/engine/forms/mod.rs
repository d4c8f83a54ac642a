//! The forms of the connector types, and every rule that a person can break while typing.

mod typing;
mod update;

use crate::common::files::root;
use crate::common::world::{ALL, World};
use crate::common::{CONNECTORS, connector};
use case_connectors::connector::form::{FieldSpec, Kind, Place};
use case_connectors::connector::{Draft, License, Problem, Rules, Severity};
use case_connectors::error::Code;
use case_connectors::systems::{Connector, validate, validate_field};
use case_connectors::systems::{FORMS, form};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const TYPES: [&str; 4] = [".servicenow", ".servicenow-sir", ".jira", ".resilient"];

/// Most tests go through one of these lists: a system that is missing there would be judged by nobody.
#[tokio::test]
async fn every_system_is_in_each_list_of_the_tests() {
    let text = |id: &str| id.to_owned();
    let known: BTreeSet<String> = FORMS.iter().map(|form| text(form.type_id)).collect();
    let is_whole = |list: &str, types: BTreeSet<String>| assert_eq!(types, known, "{list}");
    is_whole("TYPES in tests/engine/forms/mod.rs", TYPES.map(text).into());
    let connectors = CONNECTORS.iter().map(|name| text(connector(name).type_id()));
    is_whole("CONNECTORS in tests/engine/common/systems.rs", connectors.collect());
    let mut worlds = BTreeSet::new();
    for kind in ALL {
        worlds.insert(text(World::new(kind).await.form().0["type"].as_str().unwrap()));
    }
    is_whole("Kind in tests/engine/common/world.rs", worlds);
    let fixtures = std::fs::read_dir(root().join("tests/fixtures/requests")).unwrap();
    let fixtures = fixtures.map(|file| std::fs::read(file.unwrap().path()).unwrap());
    let fixtures = fixtures.map(|bytes| serde_json::from_slice::<Value>(&bytes).unwrap());
    // One that is like another names no connector of its own.
    let types = fixtures.filter_map(|fixture| fixture["connector"]["type"].as_str().map(text));
    is_whole("tests/fixtures/requests", types.collect());
}

/// A form without any problem: even the comments of ServiceNow stay internal.
fn good(type_id: &str) -> Value {
    match type_id {
        ".servicenow" => json!({ "id": "snow", "type": ".servicenow", "name": "ServiceNow",
            "config": { "apiUrl": "https://dev1.service-now.com", "username": "bot",
                "advanced": { "commentsTarget": "work_notes" } },
            "secrets": { "password": "pass word" } }),
        ".servicenow-sir" => json!({ "id": "sir", "type": ".servicenow-sir", "name": "SecOps",
            "config": { "apiUrl": "https://dev1.service-now.com", "username": "bot" },
            "secrets": { "password": "pass word" } }),
        ".jira" => json!({ "id": "jira", "type": ".jira", "name": "Jira",
            "config": { "apiUrl": "https://example.atlassian.net", "projectKey": "SOC", "email": "bot@example.com" },
            "secrets": { "apiToken": "token" } }),
        _ => json!({ "id": "soar", "type": ".resilient", "name": "SOAR",
            "config": { "apiUrl": "https://soar.example.com", "orgId": "201", "apiKeyId": "key" },
            "secrets": { "apiKeySecret": "secret" } }),
    }
}

/// The good form with other values; `null` takes one away.
fn but(type_id: &str, changes: &[(&str, Value)]) -> Value {
    let mut form = good(type_id);
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        if parent == "/config/advanced" && form["config"].get("advanced").is_none() {
            form["config"]["advanced"] = json!({});
        }
        form.pointer_mut(parent).unwrap()[key] = value.clone();
    }
    form
}

fn draft(form: &Value) -> Draft {
    serde_json::from_value(form.clone()).unwrap()
}

fn problems(form: &Value) -> Vec<Problem> {
    validate(&draft(form), Rules::default())
}

/// Field and code of each problem, errors only or warnings only.
fn codes(problems: &[Problem], severity: Severity) -> Vec<(String, &'static str)> {
    let mut codes: Vec<_> = problems
        .iter()
        .filter(|problem| problem.severity == severity)
        .map(|problem| (problem.field.clone().unwrap_or_default(), problem.code))
        .collect();
    codes.sort();
    codes
}

fn errors(form: &Value) -> Vec<(String, &'static str)> {
    codes(&problems(form), Severity::Error)
}

fn warnings(form: &Value) -> Vec<(String, &'static str)> {
    codes(&problems(form), Severity::Warning)
}

fn named(pairs: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    let mut pairs: Vec<_> = pairs.iter().map(|(field, code)| ((*field).to_owned(), *code)).collect();
    pairs.sort();
    pairs
}

// ---- The forms ----------------------------------------------------------------------------------

#[test]
fn the_forms_are_as_the_administrators_of_kibana_know_them() {
    let fields = |type_id: &str| -> Vec<(String, &str)> {
        form(type_id).unwrap().fields.iter().map(|field| (field.path(), field.label)).collect()
    };
    let expect = |list: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
        list.iter().map(|(path, label)| ((*path).to_owned(), *label)).collect()
    };
    let said: Vec<_> = FORMS.iter().map(|form| (form.type_id, form.name, form.description)).collect();
    assert_eq!(
        said,
        [
            (".servicenow", "ServiceNow", "To send cases to ServiceNow"),
            (".servicenow-sir", "ServiceNow SecOps", "To send cases to ServiceNow SecOps"),
            (".jira", "Jira", "To send cases to Jira or Jira Service Desk"),
            (".resilient", "IBM Resilient", "To send cases to IBM Resilient"),
        ]
    );
    assert_eq!(
        fields(".servicenow"),
        expect(&[
            ("name", "Connector name"),
            ("config.apiUrl", "URL"),
            ("config.username", "Username"),
            ("secrets.password", "Password"),
        ])
    );
    assert_eq!(
        fields(".jira"),
        expect(&[
            ("name", "Connector name"),
            ("config.apiUrl", "URL"),
            ("config.projectKey", "Project key"),
            ("config.email", "Email or Username"),
            ("secrets.apiToken", "API token or Password"),
        ])
    );
    assert_eq!(
        fields(".resilient"),
        expect(&[
            ("name", "Connector name"),
            ("config.apiUrl", "URL"),
            ("config.orgId", "Organization ID"),
            ("config.apiKeyId", "API key ID"),
            ("secrets.apiKeySecret", "API key secret"),
        ])
    );
}

#[test]
fn each_form_has_one_secret_that_it_needs_and_a_key_and_both_are_typed_into_password_fields() {
    for form in FORMS {
        let secrets: Vec<&FieldSpec> = form.all_fields().filter(|field| field.place == Place::Secrets).collect();
        assert!(secrets.iter().all(|field| field.kind.name() == "secret"), "{}", form.type_id);
        let needed = secrets.iter().filter(|field| field.required.is_some()).count();
        assert_eq!((needed, secrets.last().unwrap().key), (1, "recognitionKey"), "{}", form.type_id);
        let url = form.fields.iter().find(|field| field.label == "URL").unwrap();
        assert_eq!(url.kind.name(), "url");
    }
}

#[test]
fn a_form_says_where_its_fields_and_mappings_lead() {
    let jira = form(".jira").unwrap();
    assert_eq!(jira.minimum_license.as_str(), "gold");
    assert_eq!(jira.fields[1].path(), "config.apiUrl");
    assert!(jira.fields[1].required.is_some());
    let summary = jira.targets.iter().find(|target| target.name == "summary").unwrap();
    assert_eq!((summary.required, summary.limit), (true, Some(254)));
    let mappings: Vec<_> =
        jira.default_mappings.iter().map(|m| (m.source.as_str(), &*m.target, m.action.as_str())).collect();
    let expected = [
        ("title", "summary", "overwrite"),
        ("description", "description", "overwrite"),
        ("comments", "comments", "append"),
    ];
    assert_eq!(mappings, expected);
}

#[test]
fn what_is_advanced_is_there_with_its_defaults() {
    let default = |kind: Kind| match kind {
        Kind::Flag(on) => json!(on),
        Kind::Select(choices) => json!(choices[0].value),
        _ => Value::Null,
    };
    let defaults = |type_id: &str| -> Vec<(String, Value)> {
        form(type_id).unwrap().advanced.iter().map(|field| (field.key.to_owned(), default(field.kind))).collect()
    };
    let has = |type_id: &str, key: &str, default: Value| {
        let all = defaults(type_id);
        assert!(all.contains(&(key.to_owned(), default.clone())), "{type_id} {key} {default}: {all:?}");
    };
    has(".servicenow", "usesTableApi", json!(true));
    has(".servicenow", "commentsTarget", json!("comments"));
    has(".servicenow-sir", "usesTableApi", json!(true));
    has(".servicenow-sir", "commentsTarget", json!("work_notes"));
    has(".jira", "commentsTarget", json!("internal"));
    has(".jira", "auth", json!("basic"));
    has(".jira", "apiVersion", json!("2"));
    for key in ["deployment", "defaultIssueType", "textFormat"] {
        assert!(defaults(".jira").iter().any(|(name, _)| name == key), "{key}");
    }
}

// ---- Licences -----------------------------------------------------------------------------------

#[test]
fn licences_stand_in_their_order_and_a_trial_is_as_good_as_enterprise() {
    let order = ["basic", "standard", "gold", "platinum", "enterprise"].map(|name| License::parse(name).unwrap());
    assert!(order.is_sorted() && order.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(License::parse("trial"), License::parse("enterprise"));
    for odd in ["", "Gold", "premium", " gold"] {
        assert_eq!(License::parse(odd), None, "{odd}");
    }
}

#[test]
fn a_licence_below_the_minimum_is_an_error_of_the_whole_form() {
    for (type_id, enough) in [
        (".servicenow", &["platinum", "enterprise", "trial"][..]),
        (".servicenow-sir", &["platinum", "enterprise", "trial"]),
        (".jira", &["gold", "platinum", "enterprise", "trial"]),
        (".resilient", &["platinum", "enterprise", "trial"]),
    ] {
        for name in ["basic", "standard", "gold", "platinum", "enterprise", "trial"] {
            let rules = Rules::default().with_license(License::parse(name));
            let found = validate(&draft(&good(type_id)), rules);
            if enough.contains(&name) {
                assert!(found.is_empty(), "{type_id} with {name}: {found:?}");
            } else {
                assert_eq!(found.len(), 1, "{type_id} with {name}: {found:?}");
                let problem = &found[0];
                assert_eq!(
                    (&problem.field, problem.code, problem.severity),
                    (&None, "LICENSE_REQUIRED", Severity::Error)
                );
                assert!(problem.message.contains(enough[0]), "{}", problem.message);
            }
        }
        assert!(problems(&good(type_id)).is_empty(), "a host without a licence is not limited");
    }
}

// ---- One field, and a whole connector -----------------------------------------------------------

#[test]
fn one_field_is_judged_alone_while_it_is_typed() {
    let form = draft(&but(
        ".jira",
        &[("/config/apiUrl", json!("http://x.example/?q")), ("/config/email", json!("")), ("/name", json!("Jira"))],
    ));
    let others = ["Jira".to_owned()];
    let rules = Rules::default().with_other_names(&others);
    let code = |field: &str| -> Vec<&str> { validate_field(&form, field, rules).iter().map(|p| p.code).collect() };
    assert_eq!(code("config.apiUrl"), ["URL_NOT_HTTPS", "URL_QUERY"]);
    assert_eq!(code("config.email"), ["FIELD_REQUIRED"]);
    assert_eq!(code("name"), ["NAME_DUPLICATE"]);
    assert_eq!(code("config.projectKey"), [""; 0]);
    assert_eq!(code("no.such.field"), [""; 0]);
    let whole = validate(&form, rules);
    let one_by_one: Vec<Problem> =
        ["name", "config.apiUrl", "config.email"].iter().flat_map(|f| validate_field(&form, f, rules)).collect();
    assert_eq!(codes(&whole, Severity::Error), codes(&one_by_one, Severity::Error));
}

#[test]
fn a_connector_is_made_of_a_valid_form_only() {
    for type_id in TYPES {
        assert!(Connector::new(draft(&good(type_id))).is_ok());
        // Secrets live apart: a stored connector has none.
        assert!(Connector::new(draft(&but(type_id, &[("/secrets", json!({}))]))).is_ok());
        let error = Connector::new(draft(&but(type_id, &[("/id", json!(" "))]))).unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::ConnectorInvalid, Some("id")));
        let error = Connector::new(draft(&but(type_id, &[("/config/apiUrl", json!("http://x.example"))]))).unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::ConnectorInvalid, Some("config.apiUrl")));
        let error = Connector::new(draft(&but(type_id, &[("/mappings", json!([]))]))).unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::MappingInvalid, Some("mappings[0]")));
    }
    for broken in [
        "",
        "[]",
        "{",
        r#"{"type":5}"#,
        r#"{"id":"1","type":".jira","mappings":[{"source":"votes","target":"x","action":"overwrite"}]}"#,
    ] {
        assert_eq!(Connector::from_json(broken.as_bytes()).unwrap_err().code, Code::ConnectorInvalid, "{broken}");
    }
}
