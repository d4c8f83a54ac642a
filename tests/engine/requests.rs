//! The requests of a first push, for each sample case and each system, against fixtures that were
//! written by hand from the vendors' rules and the design. Nothing can regenerate them.
//!
//! In a fixture, `{"$atLeast": n}` stands for any number from n on, and `{"$anyOrder": […]}` for a
//! list in whatever order, where the remote system gives the order no meaning. `{"$text": name}`
//! stands for one of its `texts`: word for word, a list as lines, an object as a document of Atlassian.
//! A fixture that is `like` another has its steps and differs in `advanced` and in texts alone.

use crate::common::files::root;
use case_connectors::case::{Page, SecurityCase};
use case_connectors::http::Method;
use case_connectors::machine::Machine;
use case_connectors::push::{Next, Options, Plan, PlanStep, Push, PushState, StepKind, mark, plan};
use case_connectors::systems::Connector;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

fn fixtures() -> PathBuf {
    root().join("tests/fixtures")
}

fn case_bytes(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(format!("cases/{name}.json"))).unwrap()
}

fn read(name: &str) -> Value {
    let path = fixtures().join(format!("requests/{name}.json"));
    let text = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_slice(&text).unwrap()
}

fn fixture(case: &str, connector: &str) -> Value {
    let own = read(&format!("{case}.{connector}"));
    let mut fixture = own["like"].as_str().map_or_else(|| own.clone(), read);
    for (name, value) in own["advanced"].as_object().into_iter().flatten() {
        fixture["connector"]["config"]["advanced"][name] = value.clone();
    }
    for (name, text) in own["texts"].as_object().into_iter().flatten() {
        fixture["texts"][name] = text.clone();
    }
    fixture["rules"] = own["rules"].clone();
    let texts = fixture["texts"].take();
    let mut used = BTreeSet::new();
    write_out(&mut fixture, &texts, &mut used);
    let unused: Vec<_> = texts.as_object().unwrap().keys().filter(|name| !used.contains(*name)).collect();
    assert!(unused.is_empty(), "{case}.{connector} does not use {unused:?}");
    fixture
}

/// Puts the texts into the places that name them.
fn write_out(value: &mut Value, texts: &Value, used: &mut BTreeSet<String>) {
    if let Some(name) = value.get("$text").and_then(Value::as_str) {
        used.insert(name.to_owned());
        *value = match &texts[name] {
            Value::Array(lines) => {
                lines.iter().map(|line| line.as_str().unwrap()).collect::<Vec<_>>().join("\n").into()
            }
            document @ Value::Object(_) => document.clone(),
            other => panic!("no text {name}: {other}"),
        };
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| write_out(item, texts, used)),
        Value::Object(members) => members.values_mut().for_each(|member| write_out(member, texts, used)),
        _ => {}
    }
}

fn connector(fixture: &Value) -> Connector {
    Connector::from_json(fixture["connector"].to_string().as_bytes()).unwrap()
}

fn first_push((case, alerts): &(Vec<u8>, Vec<u8>), connector: &Connector) -> Plan {
    let case = SecurityCase::parse(case, &[Page::Alerts(alerts)]).unwrap();
    let options = Options::new("2026-11-02T08:00:00.000Z");
    plan(&case, connector, &[], &options).unwrap()
}

const NO_ALERTS: &[u8] = br#"{"hits":{"hits":[]}}"#;

/// The sample case, with the connector and the alert documents that the fixture names.
fn input(case: &str, fixture: &Value) -> (Vec<u8>, Vec<u8>) {
    let mut json: Value = serde_json::from_slice(&case_bytes(case)).unwrap();
    if fixture["caseConnector"].is_object() {
        json["connector"] = fixture["caseConnector"].clone();
    }
    let hit = |document: &Value| json!({ "_id": document["id"], "_source": document["source"] });
    let hits: Vec<Value> = fixture["alertDocuments"].as_array().into_iter().flatten().map(hit).collect();
    (json.to_string().into_bytes(), json!({ "hits": { "hits": hits } }).to_string().into_bytes())
}

/// What `{case}.{connector}.json` describes, and what the plan says.
fn expected_and_planned(case: &str, name: &str) -> (Value, Connector, Plan) {
    let fixture = fixture(case, name);
    let connector = connector(&fixture);
    let plan = first_push(&input(case, &fixture), &connector);
    (fixture, connector, plan)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let hex = [bytes.next().unwrap(), bytes.next().unwrap()];
            out.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).unwrap()
}

/// A step in the shape of the fixtures.
fn shown(step: &PlanStep, connector: &Connector) -> Value {
    // The path of the base URL is the fixtures' business too: only scheme and host are taken off.
    let base = connector.base().as_str();
    let scheme_and_host = base.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    let below = step.request.url.strip_prefix(&scheme_and_host).unwrap_or_else(|| panic!("{}", step.request.url));
    let (path, query) = below.split_once('?').unwrap_or((below, ""));
    let query: Map<String, Value> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| {
            let value = percent_decoded(value);
            let number = value.parse::<u64>().ok().filter(|n| n.to_string() == value);
            (percent_decoded(name), number.map_or(Value::from(value), Value::from))
        })
        .collect();
    let mut request = json!({ "method": step.request.method.as_str(), "path": percent_decoded(path), "query": query });
    if let Some(body) = &step.request.body {
        request["body"] = serde_json::from_str(body).unwrap();
    }
    let mut shown = json!({ "kind": step.kind, "request": request });
    if let Some(id) = &step.comment_id {
        shown["commentId"] = json!(id);
    }
    shown
}

/// Every place where `actual` is not what `expected` says.
fn differences(expected: &Value, actual: &Value, at: &str, out: &mut Vec<String>) {
    if let Some(least) = expected.get("$atLeast").and_then(Value::as_u64) {
        if actual.as_u64().is_none_or(|n| n < least) {
            out.push(format!("{at}: {actual} is not {least} or more"));
        }
        return;
    }
    if let Some(items) = expected.get("$anyOrder").and_then(Value::as_array) {
        let sorted = |items: &[Value]| items.iter().map(Value::to_string).collect::<BTreeSet<_>>();
        let same = actual.as_array().is_some_and(|a| a.len() == items.len() && sorted(a) == sorted(items));
        if !same {
            out.push(format!("{at}: expected, in any order,\n  {}\ncame\n  {actual}", json!(items)));
        }
        return;
    }
    match (expected, actual) {
        (Value::Object(e), Value::Object(a)) => {
            for name in e.keys().chain(a.keys()).collect::<BTreeSet<_>>() {
                match (e.get(name), a.get(name)) {
                    (Some(e), Some(a)) => differences(e, a, &format!("{at}.{name}"), out),
                    (Some(e), None) => out.push(format!("{at}.{name}: missing, expected {e}")),
                    (_, a) => out.push(format!("{at}.{name}: not expected: {}", a.unwrap())),
                }
            }
        }
        (Value::Array(e), Value::Array(a)) if e.len() == a.len() => {
            for (index, (e, a)) in e.iter().zip(a).enumerate() {
                differences(e, a, &format!("{at}[{index}]"), out);
            }
        }
        _ if expected == actual => {}
        _ => out.push(format!("{at}: expected\n  {expected}\ncame\n  {actual}")),
    }
}

fn compare(case: &str, name: &str) {
    let (fixture, connector, plan) = expected_and_planned(case, name);
    let steps: Vec<Value> = plan.steps.iter().map(|step| shown(step, &connector)).collect();
    let mut out = Vec::new();
    differences(&fixture["mark"], &json!(plan.mark), "mark", &mut out);
    if fixture["steps"].is_array() {
        let kinds = |steps: &[Value]| steps.iter().map(|s| s["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(kinds(&steps), kinds(fixture["steps"].as_array().unwrap()), "{case}.{name}");
        differences(&fixture["steps"], &json!(steps), "steps", &mut out);
    } else {
        assert_eq!(json!(steps.len()), fixture["count"], "{case}.{name}: the number of steps");
        let (first, last) = (fixture["first"].as_array().unwrap(), fixture["last"].as_array().unwrap());
        differences(&json!(first), &json!(steps[..first.len()]), "first", &mut out);
        differences(&json!(last), &json!(steps[steps.len() - last.len()..]), "last", &mut out);
    }
    assert!(out.is_empty(), "{case}.{name}:\n{}", out.join("\n"));
}

macro_rules! first_pushes {
    ($($test:ident: $case:literal $connector:literal;)+) => {
        /// Every fixture: the case, and by which connector it is pushed.
        const FIXTURES: &[(&str, &str)] = &[$(($case, $connector)),+];
        $(#[test] fn $test() { compare($case, $connector); })+
    };
}

first_pushes! {
    phishing_goes_to_servicenow_by_the_table_api: "phishing" "servicenow_table";
    phishing_goes_to_servicenow_by_the_import_set: "phishing" "servicenow_import";
    phishing_goes_to_servicenow_with_comments_in_code_tags: "phishing" "servicenow_table_code";
    phishing_goes_to_servicenow_as_it_was_typed: "phishing" "servicenow_table_raw";
    phishing_goes_to_secops_by_the_table_api: "phishing" "servicenow_sir_table";
    dns_tunnelling_goes_to_secops_by_the_table_api: "dns_tunnelling" "servicenow_sir_table";
    dns_tunnelling_goes_to_secops_by_the_import_set: "dns_tunnelling" "servicenow_sir_import";
    phishing_goes_to_jira_cloud: "phishing" "jira_cloud";
    phishing_goes_to_jira_cloud_as_plain_text: "phishing" "jira_cloud_plain";
    phishing_goes_to_jira_cloud_as_it_was_typed: "phishing" "jira_cloud_raw";
    phishing_goes_to_jira_cloud_in_version_3: "phishing" "jira_cloud_v3";
    phishing_goes_to_jira_cloud_in_version_3_as_plain_text: "phishing" "jira_cloud_v3_plain";
    phishing_goes_to_jira_cloud_in_version_3_as_it_was_typed: "phishing" "jira_cloud_v3_raw";
    phishing_goes_to_jira_data_center: "phishing" "jira_data_center";
    phishing_goes_to_jira_data_center_as_plain_text: "phishing" "jira_data_center_plain";
    phishing_goes_to_jira_data_center_as_it_was_typed: "phishing" "jira_data_center_raw";
    phishing_goes_to_jira_service_management: "phishing" "jira_service_management";
    phishing_goes_to_resilient: "phishing" "resilient";
    phishing_goes_to_resilient_as_plain_text: "phishing" "resilient_plain";
    phishing_goes_to_resilient_as_it_was_typed: "phishing" "resilient_raw";
    dns_tunnelling_goes_to_servicenow_by_the_table_api: "dns_tunnelling" "servicenow_table";
    dns_tunnelling_goes_to_servicenow_by_the_import_set: "dns_tunnelling" "servicenow_import";
    dns_tunnelling_goes_to_jira_cloud: "dns_tunnelling" "jira_cloud";
    dns_tunnelling_goes_to_jira_cloud_in_version_3: "dns_tunnelling" "jira_cloud_v3";
    dns_tunnelling_goes_to_jira_data_center: "dns_tunnelling" "jira_data_center";
    dns_tunnelling_goes_to_resilient: "dns_tunnelling" "resilient";
    ransomware_goes_to_servicenow_by_the_table_api: "ransomware_intl" "servicenow_table";
    ransomware_goes_to_servicenow_by_the_import_set: "ransomware_intl" "servicenow_import";
    ransomware_goes_to_jira_cloud: "ransomware_intl" "jira_cloud";
    ransomware_goes_to_jira_cloud_in_version_3: "ransomware_intl" "jira_cloud_v3";
    ransomware_goes_to_jira_data_center: "ransomware_intl" "jira_data_center";
    ransomware_goes_to_resilient: "ransomware_intl" "resilient";
    a_long_intrusion_goes_to_servicenow_by_the_table_api: "long_intrusion" "servicenow_table";
    a_long_intrusion_goes_to_servicenow_by_the_import_set: "long_intrusion" "servicenow_import";
    a_long_intrusion_goes_to_jira_cloud: "long_intrusion" "jira_cloud";
    a_long_intrusion_goes_to_jira_data_center: "long_intrusion" "jira_data_center";
    a_long_intrusion_goes_to_resilient: "long_intrusion" "resilient";
}

#[test]
fn every_fixture_is_used_and_says_by_which_rules_it_was_written() {
    let expected: BTreeSet<String> = FIXTURES.iter().map(|(case, name)| format!("{case}.{name}.json")).collect();
    let there: BTreeSet<String> = std::fs::read_dir(fixtures().join("requests"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, expected);
    for (case, name) in FIXTURES {
        let own = read(&format!("{case}.{name}"));
        let rules = own["rules"].as_array().cloned().unwrap_or_default();
        let least = if own["like"].is_string() { 1 } else { 5 };
        assert!(rules.len() >= least && rules.iter().all(Value::is_string), "{case}.{name}");
    }
}

#[test]
fn a_fixture_refuses_what_is_written_in_another_format() {
    for (one, other) in [
        ("servicenow_table", "servicenow_table_code"),
        ("servicenow_table", "servicenow_table_raw"),
        ("jira_cloud", "jira_cloud_plain"),
        ("jira_cloud", "jira_cloud_raw"),
        ("jira_cloud", "jira_cloud_v3"),
        ("jira_cloud_v3", "jira_cloud_v3_plain"),
        ("jira_cloud_v3", "jira_cloud_v3_raw"),
        ("jira_data_center", "jira_data_center_plain"),
        ("jira_data_center", "jira_data_center_raw"),
        ("resilient", "resilient_plain"),
        ("resilient", "resilient_raw"),
    ] {
        let (own, wrong) = (fixture("phishing", one), connector(&fixture("phishing", other)));
        let plan = first_push(&input("phishing", &own), &wrong);
        let steps: Vec<Value> = plan.steps.iter().map(|step| shown(step, &wrong)).collect();
        let mut out = Vec::new();
        differences(&own["steps"], &json!(steps), "steps", &mut out);
        assert!(out.len() >= 3, "{one} accepts what {other} sends: {out:?}");
    }
}

/// Every step of every plan of the fixtures.
fn each_step(mut check: impl FnMut(&str, &Connector, &PlanStep)) {
    for (case, name) in FIXTURES {
        let (_, connector, plan) = expected_and_planned(case, name);
        for step in &plan.steps {
            check(&format!("{case}.{name} {}", step.label), &connector, step);
        }
    }
}

#[test]
fn a_body_goes_with_both_headers_and_a_read_asks_for_json() {
    each_step(|label, _, step| {
        let mut headers = BTreeMap::from([("accept".to_owned(), "application/json".to_owned())]);
        if step.request.method == Method::Get {
            assert_eq!(step.request.body, None, "{label}");
        } else {
            assert!(step.request.body.is_some(), "{label}");
            headers.insert("content-type".into(), "application/json".into());
        }
        assert_eq!(step.request.headers, headers, "{label}");
    });
}

#[test]
fn what_writes_says_so_and_what_reads_does_not() {
    each_step(|label, _, step| {
        let writes = [StepKind::Create, StepKind::Update, StepKind::Comment, StepKind::Alerts, StepKind::Items]
            .contains(&step.kind);
        assert_eq!(step.writes, writes, "{label}");
        assert_eq!(step.comment_id.is_some(), step.kind == StepKind::Comment, "{label}");
    });
}

#[test]
fn every_url_lies_below_the_base_url_and_is_ready_to_be_sent() {
    each_step(|label, connector, step| {
        assert!(connector.base().contains(&step.request.url), "{label}: {}", step.request.url);
        step.request.check().unwrap_or_else(|error| panic!("{label}: {error}"));
    });
}

#[test]
fn the_place_of_an_id_that_is_not_known_yet_is_shown_as_id_in_braces() {
    for (case, name) in FIXTURES.iter().filter(|fixture| !fixture.1.ends_with("_import")) {
        let (_, _, plan) = expected_and_planned(case, name);
        for step in plan.steps.iter().filter(|step| step.kind == StepKind::Comment) {
            assert!(step.request.url.contains("/{id}"), "{name}: {}", step.request.url);
        }
    }
}

#[test]
fn a_first_push_sends_what_its_plan_shows() {
    for (case, name) in FIXTURES {
        let (fixture, connector, plan) = expected_and_planned(case, name);
        let (case_json, alerts) = input(case, &fixture);
        let mut push =
            Push::new(case_json, &[Page::Alerts(&alerts)], connector, &[], crate::common::options()).unwrap();
        let (mut sent, mut created) = (Vec::new(), false);
        for asked in 0.. {
            assert!(asked < 1_000, "{case}.{name}: no end");
            match push.next() {
                Next::Save { .. } => push.saved().unwrap(),
                Next::Send { id, request, .. } => {
                    push.receive(id, &crate::common::well_answered(&request, created)).unwrap();
                    created |= crate::common::writes(&request);
                    sent.push((request.method, request.url.split('?').next().unwrap().to_owned()));
                }
                Next::Wait { .. } => panic!("{case}.{name}: nothing to wait for"),
                Next::Done => break,
            }
        }
        assert_eq!(push.outcome().state, PushState::Complete, "{case}.{name}: {:?}", push.outcome().error);
        let id = push.outcome().external_service.unwrap().external_id;
        let planned: Vec<_> = plan
            .steps
            .iter()
            .map(|step| {
                let url = step.request.url.split('?').next().unwrap().replace("%7B", "{").replace("%7D", "}");
                (step.request.method, url.replace("{id}", &id))
            })
            .collect();
        assert_eq!(sent, planned, "{case}.{name}");
    }
}

#[test]
fn the_same_case_gives_byte_identical_requests() {
    for (case, name) in FIXTURES {
        let (fixture, connector, plan) = expected_and_planned(case, name);
        let (case_json, alerts) = input(case, &fixture);
        let parsed = SecurityCase::parse(&case_json, &[Page::Alerts(&alerts)]).unwrap();
        let mut later = Options::new("2027-01-01T00:00:00Z");
        later.jitter = Some(0.7);
        let again = case_connectors::push::plan(&parsed, &connector, &[], &later).unwrap();
        assert_eq!(plan, again, "{case}.{name}");
    }
}

#[test]
fn an_empty_comment_is_skipped_with_a_warning_that_names_it() {
    for (case, name) in FIXTURES.iter().filter(|fixture| fixture.0 == "ransomware_intl") {
        let (_, _, plan) = expected_and_planned(case, name);
        let empty: Vec<_> = plan.warnings.iter().filter(|w| w.comment_id.as_deref() == Some("c3c2")).collect();
        assert_eq!(empty.len(), 1, "{name}: {:?}", plan.warnings);
        assert_eq!(empty[0].code, "COMMENT_EMPTY");
    }
}

#[test]
fn connector_fields_apply_only_where_id_and_type_are_the_cases() {
    let own = fixture("long_intrusion", "servicenow_table");
    let mut case: Value = serde_json::from_slice(&case_bytes("long_intrusion")).unwrap();
    case["comments"] = json!([]);
    case["totalComment"] = json!(0);
    for (id, type_id, applies) in [
        ("snow-prod", ".servicenow", true),
        ("snow-prod", ".servicenow-sir", false),
        ("snow-prod", ".jira", false),
        ("snow-test", ".servicenow", false),
        ("SNOW-PROD", ".servicenow", false),
        ("none", ".none", false),
    ] {
        case["connector"]["id"] = json!(id);
        case["connector"]["type"] = json!(type_id);
        let plan = first_push(&(case.to_string().into_bytes(), NO_ALERTS.to_vec()), &connector(&own));
        let create = plan.steps.iter().find(|step| step.kind == StepKind::Create).unwrap();
        let body: Value = serde_json::from_str(create.request.body.as_deref().unwrap()).unwrap();
        assert_eq!(body.get("urgency").is_some(), applies, "{id} {type_id}");
    }
}

#[test]
fn the_mark_names_the_case_and_the_place_and_nothing_else() {
    let jira = |id: &str, base: &str, project: &str, advanced: Value| {
        let connector = json!({ "id": id, "name": id, "type": ".jira", "config":
            { "apiUrl": base, "projectKey": project, "email": format!("{id}@example.com"), "advanced": advanced } });
        Connector::from_json(connector.to_string().as_bytes()).unwrap()
    };
    let soc = jira("a", "https://acme.atlassian.net", "SOC", json!({}));
    // python3: h(a, b) is the first 20 digits of SHA-256 over the parts, each after its length in four bytes, little end
    // first; the mark is "cc-" + h("a", h(".jira", "https://acme.atlassian.net", "SOC")).
    assert_eq!(mark("a", &soc), "cc-95fcdfe77c890fd9472d");
    assert_eq!(mark("ü", &soc), "cc-fa55850902178509ca76");
    // Another id, user, spelling of the address or way of working is no other place.
    let twin = jira("b", "HTTPS://ACME.atlassian.net/", "SOC", json!({ "apiVersion": "3", "colleagues": "eve" }));
    assert_eq!(mark("a", &twin), mark("a", &soc));
    for other in [
        jira("a", "https://acme.atlassian.net", "OPS", json!({})),
        jira("a", "https://api.atlassian.com/ex/jira/1", "SOC", json!({})),
    ] {
        assert_ne!(mark("a", &other), mark("a", &soc));
    }
    // Where one system has two addresses, a person names the place.
    let named = jira("a", "https://api.atlassian.com/ex/jira/1", "SEC", json!({ "place": "Acme SOC" }));
    assert_eq!(mark("a", &named), "cc-549f4a1018ec7380827f");
    assert_eq!(
        mark("a", &jira("c", "https://acme.atlassian.net", "SOC", json!({ "place": "Acme SOC" }))),
        mark("a", &named)
    );
}
