//! What a person types into a field: missing, too much, or in the wrong shape.

use super::{TYPES, but, codes, draft, errors, good, named, problems, warnings};
use case_connectors::connector::{Draft, License, Problem, Rules, Secrets, Severity};
use case_connectors::systems::{Connector, validate};
use serde_json::{Value, json};

// ---- What must be filled in ---------------------------------------------------------------------

#[test]
fn the_version_that_only_the_cloud_has_is_a_warning_elsewhere() {
    for (url, deployment, expected) in [
        ("https://soc.atlassian.net", "auto", vec![]),
        ("https://jira.example.com", "cloud", vec![]),
        ("https://jira.example.com", "auto", vec![("config.advanced.apiVersion".to_owned(), "API_VERSION_UNUSED")]),
    ] {
        let advanced = json!({ "deployment": deployment, "apiVersion": "3" });
        let form = json!({ "type": ".jira", "name": "Jira", "secrets": { "apiToken": "t" },
            "config": { "apiUrl": url, "projectKey": "SOC", "email": "a@b.example", "advanced": advanced } });
        assert_eq!(codes(&validate(&draft(&form), Rules::default()), Severity::Warning), expected, "{url}");
    }
}

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
            let [Problem { field: at, code: found_code, severity: Severity::Error, message: words, .. }] = &found[..]
            else {
                panic!("{type_id} {field} as {empty}: {found:?}");
            };
            assert_eq!(
                (at.as_deref(), *found_code, words.as_str()),
                (Some(field), code, message),
                "{type_id} as {empty}"
            );
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
        codes(&validate(&draft(&form), Rules::default().with_license(License::Basic)), Severity::Error)
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
            json!({ "apiUrl": url, "projectKey": [], "email": "a:b", "advanced": { "deployment": "moon", "apiVersion": "4" } }),
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
    for type_id in ["", ".none", ".servicenow-itom", "jira", ".JIRA"] {
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
    // What no form shows may be a secret, and would be kept in the clear.
    assert_eq!(
        errors(&strange),
        named(&[("config.advanced.usesTableApi", "FIELD_UNKNOWN"), ("config.orgId", "FIELD_UNKNOWN")])
    );
    assert_eq!(warnings(&strange), named(&[("secrets.password", "FIELD_UNKNOWN")]));
    for path in
        ["/config/apiToken", "/config/password", "/config/advanced/apiKeySecret", "/config/Advanced", "/config/"]
    {
        assert_eq!(errors(&but(".jira", &[(path, json!("hunter2"))])).len(), 1, "{path}");
    }
    // A stored one is told of and stays; another key beside it is refused.
    let stored: Draft = serde_json::from_value(strange.clone()).unwrap();
    let again = |draft: &Value| {
        let draft: Draft = serde_json::from_value(draft.clone()).unwrap();
        let mut rules = Rules::default();
        rules.existing = Some(&stored);
        let found = validate(&draft, rules);
        found
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
            .filter_map(|it| it.field.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(again(&strange), Vec::<String>::new());
    let mut more = strange.clone();
    more["config"]["apiToken"] = json!("hunter2");
    assert_eq!(again(&more), ["config.apiToken"]);
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
        assert!(problem.message.len() < 90 && problem.message.ends_with(['.', '?']), "{}", problem.message);
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
            ("/secrets/apiToken", json!("token\r\n")),
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
        (".servicenow", "/secrets/recognitionKey", "secrets.recognitionKey", "nineteen-characters", Some("TOO_SHORT")),
        (".servicenow", "/secrets/recognitionKey", "secrets.recognitionKey", "twenty-characters-äöü", None),
        (
            ".resilient",
            "/secrets/recognitionKey",
            "secrets.recognitionKey",
            "one key for all of us",
            Some("WHITE_SPACE"),
        ),
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
        let found = validate(&draft, Rules::default().with_other_names(&others));
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
    let of_secops = |value: Value| warnings(&but(".servicenow-sir", &[("/config/advanced/commentsTarget", value)]));
    assert_eq!(of_secops(json!("comments")), visible);
    for internal in [Value::Null, json!("work_notes")] {
        assert_eq!(of_secops(internal), [], "only who has chosen them shows them");
    }
    let found = problems(&but(".servicenow", &[("/config/advanced/commentsTarget", json!("comments"))]));
    assert!(found[0].message.contains("visible to the caller"), "{}", found[0].message);
}

#[test]
fn a_password_keeps_the_spaces_at_its_ends_and_says_so() {
    for (secret, warned) in [(" leading", true), ("trailing ", true), ("in between", false), ("none", false)] {
        let mut draft = Draft::new(".servicenow");
        draft.name = Some("SOC".into());
        draft.config.insert("apiUrl".into(), "https://dev1.service-now.com".into());
        draft.config.insert("username".into(), "bot".into());
        draft.secrets = Secrets::from([("password", secret)]);
        let problems = validate(&draft, Rules::default());
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes.contains(&"SPACE_AT_END"), warned, "{secret:?} {codes:?}");
        assert_eq!(draft.secrets.get("password"), Some(secret));
    }
    assert_eq!(Secrets::from([("password", "  ")]).get("password"), None);
}

// ---- The address of a page in place of the system's -----------------------------------------------

#[test]
fn the_base_url_is_offered_where_the_address_of_a_page_was_pasted() {
    for (type_id, pasted, base) in [
        (".jira", "https://soc.atlassian.net/browse/SOC-1", "https://soc.atlassian.net"),
        (".jira", "https://jira.acme.example/jira/secure/Dashboard.jspa", "https://jira.acme.example/jira"),
        (".servicenow", "https://dev1.service-now.com/nav_to.do?uri=%2Fincident.do", "https://dev1.service-now.com"),
        (".servicenow-sir", "https://dev1.service-now.com/now/nav/ui/home", "https://dev1.service-now.com"),
        (".resilient", "https://soar.acme.example/rest/orgs/201", "https://soar.acme.example"),
        (".resilient", "https://soar.acme.example/#incidents/2095", "https://soar.acme.example"),
        (".resilient", "https://soar.acme.example./", "https://soar.acme.example"),
        (".jira", "soc.atlassian.net", "https://soc.atlassian.net"),
    ] {
        let found = problems(&but(type_id, &[("/config/apiUrl", json!(pasted))]));
        let of_url: Vec<&Problem> = found.iter().filter(|it| it.field.as_deref() == Some("config.apiUrl")).collect();
        assert!(!of_url.is_empty(), "{pasted}");
        for problem in of_url {
            assert_eq!(problem.suggestion.as_deref(), Some(base), "{pasted}");
            assert!(problem.message.ends_with(&format!("Did you mean {base}?")), "{}", problem.message);
        }
        // What is offered is taken without a word.
        let taken = problems(&but(type_id, &[("/config/apiUrl", json!(base))]));
        assert!(taken.iter().all(|it| it.field.as_deref() != Some("config.apiUrl")), "{base}: {taken:?}");
    }
}

#[test]
fn a_path_that_may_be_right_is_a_warning_without_an_offer() {
    let found = problems(&but(".jira", &[("/config/apiUrl", json!("https://proxy.acme.example/tools/jira"))]));
    let [problem] = &found[..] else { panic!("{found:?}") };
    assert_eq!((problem.code, problem.severity), ("URL_PATH", Severity::Warning));
    assert_eq!(problem.suggestion, None);
    for fine in
        ["https://jira.acme.example/jira", "https://api.atlassian.com/ex/jira/11", "HTTPS://Jira.Acme.EXAMPLE:443/"]
    {
        assert_eq!(problems(&but(".jira", &[("/config/apiUrl", json!(fine))])), [], "{fine}");
    }
}
