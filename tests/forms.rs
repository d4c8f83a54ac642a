//! The forms of the three connector types, and every rule that a person can break while typing.
#![cfg(not(target_arch = "wasm32"))]

use case_connectors::connector::form::{FieldSpec, Place};
use case_connectors::connector::{Connector, Draft, License, Problem, Rules, Severity, validate, validate_field};
use case_connectors::error::Code;
use case_connectors::systems::{FORMS, form};
use serde_json::{Value, json};

const TYPES: [&str; 3] = [".servicenow", ".jira", ".resilient"];

/// A form without any problem: even the comments of ServiceNow stay internal.
fn good(type_id: &str) -> Value {
    match type_id {
        ".servicenow" => json!({ "id": "snow", "type": ".servicenow", "name": "ServiceNow",
            "config": { "apiUrl": "https://dev1.service-now.com", "username": "bot",
                "advanced": { "commentsTarget": "work_notes" } },
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
fn the_three_forms_are_as_the_administrators_of_kibana_know_them() {
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
fn each_form_has_one_secret_and_it_is_typed_into_a_password_field() {
    for form in FORMS {
        let secret: Vec<&FieldSpec> = form.all_fields().filter(|field| field.place == Place::Secrets).collect();
        assert_eq!(secret.len(), 1, "{}", form.type_id);
        let shown = serde_json::to_value(secret[0]).unwrap();
        assert_eq!((&shown["kind"], &shown["secret"]), (&json!("secret"), &json!(true)));
        let url = form.fields.iter().find(|field| field.label == "URL").unwrap();
        assert_eq!(serde_json::to_value(url).unwrap()["kind"], "url");
    }
}

#[test]
fn a_form_crosses_to_hosts_as_plain_data() {
    let jira = serde_json::to_value(form(".jira").unwrap()).unwrap();
    assert_eq!(jira["id"], ".jira");
    assert_eq!(jira["minimumLicense"], "gold");
    assert_eq!(jira["fields"][1]["path"], "config.apiUrl");
    assert_eq!(jira["fields"][1]["required"], true);
    let targets = jira["targets"].as_array().unwrap();
    let summary = targets.iter().find(|target| target["name"] == "summary").unwrap();
    assert_eq!((&summary["required"], summary["limit"].as_u64()), (&json!(true), Some(254)));
    let expected = json!([
        { "source": "title", "target": "summary", "action": "overwrite" },
        { "source": "description", "target": "description", "action": "overwrite" },
        { "source": "comments", "target": "comments", "action": "append" },
    ]);
    assert_eq!(jira["defaultMappings"], expected);
}

#[test]
fn what_is_advanced_is_there_with_its_defaults() {
    let defaults = |type_id: &str| -> Vec<(String, Value)> {
        let shown = serde_json::to_value(form(type_id).unwrap()).unwrap();
        let advanced = shown["advanced"].as_array().unwrap().clone();
        advanced.iter().map(|field| (field["key"].as_str().unwrap().to_owned(), field["default"].clone())).collect()
    };
    let has = |type_id: &str, key: &str, default: Value| {
        let all = defaults(type_id);
        assert!(all.contains(&(key.to_owned(), default.clone())), "{type_id} {key} {default}: {all:?}");
    };
    has(".servicenow", "usesTableApi", json!(true));
    has(".servicenow", "commentsTarget", json!("comments"));
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
        (".jira", &["gold", "platinum", "enterprise", "trial"]),
        (".resilient", &["platinum", "enterprise", "trial"]),
    ] {
        for name in ["basic", "standard", "gold", "platinum", "enterprise", "trial"] {
            let rules = Rules { license: License::parse(name), ..Rules::default() };
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

// ---- What must be filled in ---------------------------------------------------------------------

#[test]
fn every_required_field_has_its_own_message() {
    // The texts of Kibana 7.x, some of which end without a full stop.
    for (type_id, pointer, field, code, message) in [
        (".servicenow", "/name", "name", "NAME_REQUIRED", "Connector name is required."),
        (".servicenow", "/config/apiUrl", "config.apiUrl", "URL_REQUIRED", "URL is required."),
        (".servicenow", "/config/username", "config.username", "FIELD_REQUIRED", "Username is required."),
        (".servicenow", "/secrets/password", "secrets.password", "SECRET_REQUIRED", "Password is required."),
        (".jira", "/name", "name", "NAME_REQUIRED", "Connector name is required."),
        (".jira", "/config/apiUrl", "config.apiUrl", "URL_REQUIRED", "URL is required."),
        (".jira", "/config/projectKey", "config.projectKey", "FIELD_REQUIRED", "Project key is required"),
        (".jira", "/config/email", "config.email", "FIELD_REQUIRED", "Username or email address is required"),
        (".jira", "/secrets/apiToken", "secrets.apiToken", "SECRET_REQUIRED", "API token or password is required"),
        (".resilient", "/name", "name", "NAME_REQUIRED", "Connector name is required."),
        (".resilient", "/config/apiUrl", "config.apiUrl", "URL_REQUIRED", "URL is required."),
        (".resilient", "/config/orgId", "config.orgId", "FIELD_REQUIRED", "Organization ID is required"),
        (".resilient", "/config/apiKeyId", "config.apiKeyId", "FIELD_REQUIRED", "API key ID is required"),
        (
            ".resilient",
            "/secrets/apiKeySecret",
            "secrets.apiKeySecret",
            "SECRET_REQUIRED",
            "API key secret is required",
        ),
    ] {
        for empty in [Value::Null, json!(""), json!("  \t ")] {
            let found = problems(&but(type_id, &[(pointer, empty.clone())]));
            let expected =
                Problem { field: Some(field.to_owned()), code, severity: Severity::Error, message: message.to_owned() };
            assert_eq!(found, [expected], "{type_id} {field} as {empty}");
        }
    }
}

#[test]
fn a_form_in_which_everything_is_wrong_names_everything_at_once() {
    let url = "http://u:p@host.example/x?q#f";
    let url_errors = ["URL_NOT_HTTPS", "URL_CREDENTIALS", "URL_QUERY", "URL_FRAGMENT"];
    let mapping = json!([{ "source": "comments", "target": "nowhere", "action": "append" }]);
    let all = |more: &[(&str, &'static str)]| {
        let url = url_errors.map(|code| ("config.apiUrl", code));
        named(
            &[
                &url[..],
                &[
                    ("", "LICENSE_REQUIRED"),
                    ("mappings[0]", "MAPPING_INVALID"),
                    ("mappings[1]", "MAPPING_INVALID"),
                    ("name", "NAME_REQUIRED"),
                ],
                more,
            ]
            .concat(),
        )
    };
    let found = |type_id: &str, config: Value, secrets: Value| {
        let form = json!({ "type": type_id, "name": " ", "config": config, "secrets": secrets, "mappings": mapping });
        codes(&validate(&draft(&form), Rules { license: Some(License::Basic), ..Rules::default() }), Severity::Error)
    };
    assert_eq!(
        found(
            ".servicenow",
            json!({ "apiUrl": url, "username": "a b", "advanced": { "usesTableApi": "yes", "commentsTarget": "both" } }),
            json!({ "password": "a\nb" }),
        ),
        all(&[
            ("config.advanced.commentsTarget", "VALUE_INVALID"),
            ("config.advanced.usesTableApi", "VALUE_INVALID"),
            ("config.username", "WHITE_SPACE"),
            ("secrets.password", "CONTROL_CHARACTER"),
        ])
    );
    assert_eq!(
        found(
            ".jira",
            json!({ "apiUrl": url, "projectKey": [], "email": "a:b", "advanced": { "deployment": "moon", "apiVersion": "3" } }),
            json!({}),
        ),
        all(&[
            ("config.advanced.apiVersion", "VALUE_INVALID"),
            ("config.advanced.deployment", "VALUE_INVALID"),
            ("config.email", "COLON"),
            ("config.projectKey", "VALUE_INVALID"),
            ("secrets.apiToken", "SECRET_REQUIRED"),
        ])
    );
    assert_eq!(
        found(".resilient", json!({ "apiUrl": url, "orgId": "org", "apiKeyId": "" }), json!({ "apiKeySecret": "a b" })),
        all(&[
            ("config.apiKeyId", "FIELD_REQUIRED"),
            ("config.orgId", "NOT_A_NUMBER"),
            ("secrets.apiKeySecret", "WHITE_SPACE"),
        ])
    );
}

#[test]
fn an_unknown_connector_type_is_one_problem_of_the_type() {
    for type_id in ["", ".none", ".servicenow-sir", "jira", ".JIRA"] {
        let mut form = good(".jira");
        form["type"] = json!(type_id);
        assert_eq!(errors(&form), named(&[("type", "TYPE_UNKNOWN")]), "{type_id}");
    }
}

#[test]
fn what_no_field_can_hold_is_an_error_and_what_no_field_is_for_a_warning() {
    for value in [json!(true), json!([1]), json!({ "a": 1 }), json!(1.5)] {
        for (type_id, pointer, field) in [
            (".jira", "/config/projectKey", "config.projectKey"),
            (".jira", "/config/apiUrl", "config.apiUrl"),
            (".resilient", "/config/orgId", "config.orgId"),
            (".jira", "/config/advanced/auth", "config.advanced.auth"),
        ] {
            let found = errors(&but(type_id, &[(pointer, value.clone())]));
            assert_eq!(found, named(&[(field, "VALUE_INVALID")]), "{field} = {value}");
        }
    }
    let strange = but(
        ".jira",
        &[
            ("/config/orgId", json!("201")),
            ("/config/advanced/usesTableApi", json!(true)),
            ("/secrets/password", json!("p")),
        ],
    );
    assert_eq!(errors(&strange), []);
    assert_eq!(
        warnings(&strange),
        named(&[
            ("config.advanced.usesTableApi", "FIELD_UNKNOWN"),
            ("config.orgId", "FIELD_UNKNOWN"),
            ("secrets.password", "FIELD_UNKNOWN"),
        ])
    );
    assert_eq!(problems(&but(".jira", &[("/config/advanced", json!({}))])), []);
}

// ---- URLs ---------------------------------------------------------------------------------------

#[test]
fn each_rule_for_urls_has_its_code_and_all_apply_at_once() {
    for (url, expected) in [
        ("https://jira.example", &[][..]),
        ("https://jira.example:8443/jira/", &[]),
        ("HTTPS://Jira.Example", &[]),
        ("https://192.0.2.7", &[]),
        ("https://[2001:db8::1]/jira", &[]),
        // This machine, and only this machine, may be reached without TLS.
        ("http://localhost:8080", &[]),
        ("http://127.0.0.1", &[]),
        ("http://127.9.9.9:1", &[]),
        ("http://[::1]:9000/x", &[]),
        ("http://jira.localhost", &[]),
        ("http://jira.example", &["URL_NOT_HTTPS"]),
        ("http://10.0.0.1", &["URL_NOT_HTTPS"]),
        ("http://localhost.example", &["URL_NOT_HTTPS"]),
        ("http://127.0.0.1.example", &["URL_NOT_HTTPS"]),
        ("http://notlocalhost", &["URL_NOT_HTTPS"]),
        ("http://[::2]", &["URL_NOT_HTTPS"]),
        ("ftp://jira.example", &["URL_NOT_HTTPS"]),
        ("ftp://localhost", &["URL_NOT_HTTPS"]),
        ("file:///etc/passwd", &["URL_INVALID", "URL_NOT_HTTPS"]),
        ("jira.example", &["URL_INVALID"]),
        ("//jira.example", &["URL_INVALID"]),
        ("https:/jira.example", &["URL_INVALID"]),
        ("https://", &["URL_INVALID"]),
        ("https:///jira", &["URL_INVALID"]),
        ("https://jira example", &["URL_INVALID"]),
        ("https://jira.example/a b", &["URL_INVALID"]),
        ("https://jira.example/\u{202e}", &["URL_INVALID"]),
        ("https://jira.example:port", &["URL_INVALID"]),
        ("https://jira.example:65536", &["URL_INVALID"]),
        ("https://-jira.example", &["URL_INVALID"]),
        ("https://jira..example", &["URL_INVALID"]),
        ("https://[::1", &["URL_INVALID"]),
        ("https://1.2.3", &["URL_INVALID"]),
        ("https://0x7f.1", &["URL_INVALID"]),
        ("https://jira.example/../admin", &["URL_INVALID"]),
        ("https://jira.example/%2E%2e/admin", &["URL_INVALID"]),
        ("https://jira.example/%zz", &["URL_INVALID"]),
        ("javascript://jira.example", &["URL_NOT_HTTPS"]),
        ("https://bot:secret@jira.example", &["URL_CREDENTIALS"]),
        ("https://bot@jira.example", &["URL_CREDENTIALS"]),
        ("https://@jira.example", &["URL_CREDENTIALS"]),
        ("https://jira.example?x=1", &["URL_QUERY"]),
        ("https://jira.example/?", &["URL_QUERY"]),
        ("https://jira.example/#top", &["URL_FRAGMENT"]),
        ("https://jira.example/#/?x", &["URL_FRAGMENT"]),
        ("http://bot:secret@jira.example/?x#y", &["URL_CREDENTIALS", "URL_FRAGMENT", "URL_NOT_HTTPS", "URL_QUERY"]),
        ("https://a:b@host name/?x#y", &["URL_CREDENTIALS", "URL_FRAGMENT", "URL_INVALID", "URL_QUERY"]),
    ] {
        for type_id in TYPES {
            let found = errors(&but(type_id, &[("/config/apiUrl", json!(url))]));
            let expected: Vec<_> = expected.iter().map(|code| ("config.apiUrl", *code)).collect();
            assert_eq!(found, named(&expected), "{type_id}: {url}");
        }
    }
}

#[test]
fn the_messages_for_urls_are_short_and_those_of_kibana_where_it_has_one() {
    for (url, message) in [("nonsense", "URL is invalid."), ("http://jira.example", "URL must start with https://.")] {
        let found = problems(&but(".jira", &[("/config/apiUrl", json!(url))]));
        assert_eq!(found.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>(), [message]);
    }
    let typed = "https://bot:hunter2@jira.example/?token=hunter2#hunter2";
    for problem in problems(&but(".jira", &[("/config/apiUrl", json!(typed))])) {
        assert!(!problem.message.contains("hunter2"), "{}", problem.message);
        assert!(problem.message.len() < 80 && problem.message.ends_with('.'), "{}", problem.message);
    }
}

#[test]
fn white_space_around_a_value_is_no_problem_and_does_not_stay() {
    let form = but(
        ".jira",
        &[
            ("/name", json!("  SOC  ")),
            ("/config/apiUrl", json!(" https://Example.Atlassian.net/ \n")),
            ("/config/projectKey", json!(" SOC ")),
            ("/config/email", json!("\tbot@example.com ")),
            ("/secrets/apiToken", json!(" token\n")),
        ],
    );
    assert_eq!(problems(&form), []);
    let draft = draft(&form);
    assert_eq!(draft.secrets.get("apiToken"), Some("token"));
    let connector = Connector::new(draft).unwrap();
    assert_eq!(connector.name(), "SOC");
    assert_eq!(connector.base().as_str(), "https://example.atlassian.net");
    assert_eq!((connector.config("projectKey"), connector.config("email")), ("SOC", "bot@example.com"));
    let soar = but(".resilient", &[("/config/orgId", json!(201)), ("/config/apiKeyId", json!(" key "))]);
    assert_eq!(problems(&soar), [], "a number is as good as its digits");
}

// ---- Users, secrets and the other fields --------------------------------------------------------

#[test]
fn users_and_secrets_hold_nothing_that_a_header_cannot_carry() {
    for (type_id, pointer, field, value, code) in [
        (".servicenow", "/config/username", "config.username", "a b", Some("WHITE_SPACE")),
        (".servicenow", "/config/username", "config.username", "a\u{a0}b", Some("WHITE_SPACE")),
        (".servicenow", "/config/username", "config.username", "a\tb", Some("CONTROL_CHARACTER")),
        (".servicenow", "/config/username", "config.username", "a\u{0}b", Some("CONTROL_CHARACTER")),
        (".servicenow", "/config/username", "config.username", "a\u{7f}b", Some("CONTROL_CHARACTER")),
        // RFC 7617, 2: a user-id with a colon is invalid.
        (".servicenow", "/config/username", "config.username", "a:b", Some("COLON")),
        (".servicenow", "/config/username", "config.username", "jörg@example.com", None),
        (".jira", "/config/email", "config.email", "bot@example.com\r\nX-Evil: 1", Some("CONTROL_CHARACTER")),
        (".jira", "/config/email", "config.email", "a\u{2028}b", Some("CONTROL_CHARACTER")),
        (".jira", "/config/email", "config.email", "bot@ example.com", Some("WHITE_SPACE")),
        (".jira", "/config/email", "config.email", "bot:x", Some("COLON")),
        (".resilient", "/config/apiKeyId", "config.apiKeyId", "5d8f-c4 c9", Some("WHITE_SPACE")),
        (".resilient", "/config/apiKeyId", "config.apiKeyId", "5d8f:c4", Some("COLON")),
        (".servicenow", "/secrets/password", "secrets.password", "correct horse: battery", None),
        (".servicenow", "/secrets/password", "secrets.password", "pässwörd", None),
        (".servicenow", "/secrets/password", "secrets.password", "a\nb", Some("CONTROL_CHARACTER")),
        (".servicenow", "/secrets/password", "secrets.password", "a\u{0}b", Some("CONTROL_CHARACTER")),
        (".jira", "/secrets/apiToken", "secrets.apiToken", "a b", None),
        (".jira", "/secrets/apiToken", "secrets.apiToken", "a\rb", Some("CONTROL_CHARACTER")),
        (".resilient", "/secrets/apiKeySecret", "secrets.apiKeySecret", "a b", Some("WHITE_SPACE")),
        (".resilient", "/secrets/apiKeySecret", "secrets.apiKeySecret", "a\nb", Some("CONTROL_CHARACTER")),
        (".resilient", "/secrets/apiKeySecret", "secrets.apiKeySecret", "a:b", None),
    ] {
        let found = problems(&but(type_id, &[(pointer, json!(value))]));
        let expected: Vec<_> = code.iter().map(|code| (field, *code)).collect();
        assert_eq!(codes(&found, Severity::Error), named(&expected), "{field} = {value:?}");
        for problem in found {
            assert!(!problem.message.contains(value), "{}", problem.message);
        }
    }
}

#[test]
fn a_bearer_token_asks_for_no_user_and_stands_in_the_header_as_it_is() {
    let bearer = ("/config/advanced/auth", json!("bearer"));
    let without_user = ("/config/email", Value::Null);
    assert_eq!(problems(&but(".jira", &[bearer.clone(), without_user.clone()])), []);
    assert_eq!(problems(&but(".jira", &[bearer.clone(), ("/config/email", json!("any: thing"))])), []);
    for (token, code) in [("a b", "WHITE_SPACE"), ("a\nb", "CONTROL_CHARACTER")] {
        let form = but(".jira", &[bearer.clone(), without_user.clone(), ("/secrets/apiToken", json!(token))]);
        assert_eq!(errors(&form), named(&[("secrets.apiToken", code)]), "{token:?}");
    }
    let empty = but(".jira", &[bearer, without_user, ("/secrets/apiToken", json!(""))]);
    assert_eq!(errors(&empty), named(&[("secrets.apiToken", "SECRET_REQUIRED")]));
}

#[test]
fn a_bearer_token_that_no_header_can_carry_is_named_while_it_is_typed() {
    // RFC 6750, 2.1: a token is ASCII. Of `authorize` a person hears only when the push stands.
    let form = but(
        ".jira",
        &[
            ("/config/advanced/auth", json!("bearer")),
            ("/secrets/apiToken", json!("tökén")),
            ("/config/email", Value::Null),
        ],
    );
    let fields: Vec<String> = errors(&form).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["secrets.apiToken"]);
}

#[test]
fn an_organization_id_is_a_number() {
    for (id, code) in [
        ("201", None),
        ("0201", None),
        ("x", Some("NOT_A_NUMBER")),
        ("-1", Some("NOT_A_NUMBER")),
        ("2 01", Some("NOT_A_NUMBER")),
        ("２０１", Some("NOT_A_NUMBER")),
        ("201/../202", Some("NOT_A_NUMBER")),
    ] {
        let found = errors(&but(".resilient", &[("/config/orgId", json!(id))]));
        let expected: Vec<_> = code.iter().map(|code| ("config.orgId", *code)).collect();
        assert_eq!(found, named(&expected), "{id}");
    }
}

#[test]
fn an_unusual_project_key_is_a_warning_because_administrators_can_change_the_pattern() {
    for (key, unusual) in [
        ("SOC", false),
        ("S2", false),
        ("SEC_OPS", false),
        ("soc", true),
        ("S", true),
        ("1SOC", true),
        ("SO-C", true),
        ("ЖОК", true),
    ] {
        let form = but(".jira", &[("/config/projectKey", json!(key))]);
        assert_eq!(errors(&form), [], "{key}");
        let expected: &[_] = if unusual { &[("config.projectKey", "PROJECT_KEY_UNUSUAL")] } else { &[] };
        assert_eq!(warnings(&form), named(expected), "{key}");
    }
}

#[test]
fn a_name_that_another_connector_has_is_a_warning() {
    let others = ["Jira".to_owned(), "SOAR prod ".to_owned()];
    let found = |name: &str| {
        let draft = draft(&but(".jira", &[("/name", json!(name))]));
        let found = validate(&draft, Rules { other_names: &others, ..Rules::default() });
        assert!(codes(&found, Severity::Error).is_empty());
        codes(&found, Severity::Warning)
    };
    for same in ["Jira", " jira ", "SOAR PROD"] {
        assert_eq!(found(same), named(&[("name", "NAME_DUPLICATE")]), "{same}");
    }
    assert_eq!(found("Jira 2"), []);
}

#[test]
fn comments_that_the_caller_sees_are_a_warning_of_servicenow() {
    let visible = named(&[("config.advanced.commentsTarget", "COMMENTS_VISIBLE")]);
    let target = |value: Value| warnings(&but(".servicenow", &[("/config/advanced/commentsTarget", value)]));
    assert_eq!(target(Value::Null), visible, "it is the default");
    assert_eq!(target(json!("comments")), visible);
    assert_eq!(target(json!("work_notes")), []);
    let found = problems(&but(".servicenow", &[("/config/advanced/commentsTarget", json!("comments"))]));
    assert!(found[0].message.contains("visible to the caller"), "{}", found[0].message);
}

// ---- Updates ------------------------------------------------------------------------------------

fn update(type_id: &str, stored: &Value, changes: &[(&str, Value)]) -> Vec<(String, &'static str)> {
    let stored = draft(stored);
    let draft = draft(&but(type_id, changes));
    codes(&validate(&draft, Rules { existing: Some(&stored), ..Rules::default() }), Severity::Error)
}

#[test]
fn an_empty_secret_keeps_the_stored_one_unless_it_would_go_elsewhere() {
    let secret = |type_id: &str| match type_id {
        ".servicenow" => ("/secrets/password", "secrets.password", "/config/username"),
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
        ".servicenow" => "short_description",
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

// ---- One field, and a whole connector -----------------------------------------------------------

#[test]
fn one_field_is_judged_alone_while_it_is_typed() {
    let form = draft(&but(
        ".jira",
        &[("/config/apiUrl", json!("http://x.example/?q")), ("/config/email", json!("")), ("/name", json!("Jira"))],
    ));
    let others = ["Jira".to_owned()];
    let rules = Rules { other_names: &others, ..Rules::default() };
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

#[test]
fn a_problem_crosses_to_hosts_as_field_code_severity_and_message() {
    let found = problems(&but(".jira", &[("/config/projectKey", json!("soc"))]));
    let shown = serde_json::to_value(&found).unwrap();
    assert_eq!(shown[0]["field"], "config.projectKey");
    assert_eq!((&shown[0]["code"], &shown[0]["severity"]), (&json!("PROJECT_KEY_UNUSUAL"), &json!("warning")));
    assert!(shown[0]["message"].is_string());
}
