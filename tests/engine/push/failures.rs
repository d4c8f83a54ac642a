//! What the systems refuse, and what a person is told.

use super::browser::Browser;
use crate::common::world::{ALL, Kind, World, comment_ids, sample};
use case_connectors::connector::Secrets;
use case_connectors::error::{Code, Error};
use case_connectors::http::{Request, Response};
use case_connectors::machine::Machine;
use case_connectors::push::{FailReason, IfRare, Next, Outcome, PushState};
use case_connectors::systems::authorize;
use case_connectors::warning::Warning;
use serde_json::{Value, json};
use std::collections::BTreeMap;

async fn error_of(browser: &mut Browser, world: &World, case: &Value) -> Error {
    let outcome = browser.push(world, case).await;
    assert_eq!(outcome.state, PushState::Failed);
    outcome.error.unwrap()
}

#[tokio::test]
async fn a_wrong_secret_stops_at_the_first_request() {
    for kind in ALL {
        let world = World::new(kind).await;
        let (connector, _) = world.connector("soc");
        let wrong = Secrets::from([("password", "wrong"), ("apiToken", "wrong"), ("apiKeySecret", "wrong")]);
        let mut browser = Browser::new((connector, wrong));
        let error = error_of(&mut browser, &world, &sample("phishing")).await;
        assert_eq!((error.code, error.status), (Code::AuthFailed, Some(401)), "{kind:?}");
        assert!(error.remedy().contains("again"), "{kind:?}");
        // A Jira is asked first what it is, without the secret.
        let first = if kind == Kind::JiraDataCenter { 2 } else { 1 };
        assert_eq!(world.requests().await, first, "{kind:?}");
    }
}

#[tokio::test]
async fn a_rate_limit_is_waited_for_as_long_as_the_system_says() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.fault(json!({ "kind": "rateLimit", "retryAfter": "7", "times": 2 })).await;
        let mut browser = Browser::new(world.connector("soc"));
        let outcome = browser.push(&world, &sample("phishing")).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(browser.waits, [7_000, 7_000], "{kind:?}");
        assert_eq!(world.incidents().await.len(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn what_is_said_of_a_limit_that_is_not_reached_is_no_pause() {
    for kind in [Kind::ServiceNow, Kind::JiraDataCenter] {
        let world = World::new(kind).await;
        world.set(json!({ "rateLimits": true })).await;
        world.fault(json!({ "kind": "status", "status": 500, "times": 2 })).await;
        world.fault(json!({ "kind": "status", "status": 503, "match": { "method": "GET", "nth": 4 } })).await;
        let mut browser = Browser::new(world.connector("soc"));
        let outcome = browser.push(&world, &sample("phishing")).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert!(browser.waits.len() > 1, "{kind:?} {:?}", browser.waits);
        assert!(browser.waits.iter().all(|ms| (1_000..10_000).contains(ms)), "{kind:?} {:?}", browser.waits);
    }
}

#[tokio::test]
async fn a_rate_limit_of_an_hour_stops_and_the_next_push_goes_on() {
    let world = World::new(Kind::JiraCloud).await;
    let path = json!({ "method": "POST", "pathContains": "/comment", "nth": 2 });
    world.fault(json!({ "kind": "rateLimit", "retryAfter": "3600", "match": path })).await;
    let mut browser = Browser::new(world.connector("soc"));
    let error = error_of(&mut browser, &world, &sample("phishing")).await;
    assert_eq!(error.code, Code::RateLimited);
    let outcome = browser.push(&world, &sample("phishing")).await;
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 2));
}

#[tokio::test]
async fn a_server_error_that_passes_is_survived_and_one_that_stays_is_told() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.fault(json!({ "kind": "status", "status": 503, "times": 2 })).await;
        let mut browser = Browser::new(world.connector("soc"));
        assert_eq!(browser.push(&world, &sample("phishing")).await.state, PushState::Complete, "{kind:?}");

        let world = World::new(kind).await;
        world.fault(json!({ "kind": "status", "status": 503, "times": 1000 })).await;
        let mut browser = Browser::new(world.connector("soc"));
        let error = error_of(&mut browser, &world, &sample("phishing")).await;
        assert_eq!((error.code, error.status), (Code::RemoteFailed, Some(503)), "{kind:?}");
    }
}

#[tokio::test]
async fn a_proxy_that_has_waited_too_long_says_nothing_of_what_it_handed_on() {
    // 408 is what some proxies answer where others say 504.
    for (kind, status) in ALL.into_iter().flat_map(|kind| [(kind, 408), (kind, 504)]) {
        let (world, case) = (World::offline(kind), sample("phishing"));
        let outcome = first_comment_answered(&world, &case, status, "").await;
        let place = format!("{kind:?} {status} {:?}", outcome.error);
        assert_eq!(outcome.state, PushState::Complete, "{place}");
        let mut references = world.incidents().await[0].references();
        let all = references.len();
        references.dedup();
        assert_eq!((references.len(), outcome.pushed_comments.len()), (all, comment_ids(&case).len()), "{place}");
    }
}

/// A push whose first comment arrives, and is answered so in place of the system.
async fn first_comment_answered(world: &World, case: &Value, status: u16, body: &str) -> Outcome {
    let mut browser = Browser::new(world.connector("soc"));
    let mut push = browser.begin(case);
    let is_comment = |next: &Next| matches!(next, Next::Send { label, .. } if label.starts_with("Add comment"));
    browser.run_until(world, &mut push, is_comment).await;
    let Next::Send { id, request, .. } = push.next() else { unreachable!() };
    let sent = authorize(&request, &browser.connector, &browser.secrets).unwrap();
    world.send(&sent).await.unwrap();
    push.receive(id, &Response::received(&sent, status, BTreeMap::new(), body.into())).unwrap();
    browser.run(world, push, None).await.unwrap()
}

#[tokio::test]
async fn a_login_page_in_place_of_an_answer_is_named() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.fault(json!({ "kind": "html", "times": 1000 })).await;
        let error = error_of(&mut Browser::new(world.connector("soc")), &world, &sample("phishing")).await;
        assert_eq!(error.code, Code::NotJson, "{kind:?}");
        assert_eq!(world.incidents().await.len(), 0, "{kind:?}");
    }
}

#[tokio::test]
async fn a_page_in_place_of_an_answer_refuses_nothing_whatever_it_says() {
    const PAGE: &str = "<html><noscript>JavaScript is required and mandatory. The requested API has been removed: aborted by business rule.</noscript></html>";
    for kind in ALL {
        let (world, case) = (World::offline(kind), sample("phishing"));
        // It is looked for, and found.
        let outcome = first_comment_answered(&world, &case, 200, PAGE).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        world.fault(json!({ "kind": "status", "status": 200, "body": PAGE, "times": 1000 })).await;
        let error = error_of(&mut Browser::new(world.connector("soc")), &world, &case).await;
        assert_eq!(error.code, Code::NotJson, "{kind:?}");
    }
}

#[tokio::test]
async fn jiras_own_words_keep_the_names_of_the_fields() {
    let world = World::new(Kind::JiraDataCenter).await;
    let mut case = sample("dns_tunnelling");
    case["connector"]["fields"]["priority"] = json!("Nonsense");
    let error = error_of(&mut Browser::new(world.connector("jira-soc")), &world, &case).await;
    assert_eq!((error.code, error.status, error.field.as_deref()), (Code::Rejected, Some(400), Some("priority")));
    assert!(error.remote.as_ref().unwrap().starts_with("priority: "));
}

#[tokio::test]
async fn a_failed_import_hides_in_a_success_and_is_found() {
    let world = World::new(Kind::ServiceNowImport).await;
    world.set(json!({ "requiredFields": ["subcategory"] })).await;
    let error = error_of(&mut Browser::new(world.connector("soc")), &world, &sample("phishing")).await;
    assert_eq!(error.code, Code::FieldsRequired);
    assert!(error.message.contains("empty: Subcategory."), "{}", error.message);
    assert!(error.remote.as_ref().is_some_and(|words| !words.is_empty()));
    assert!(world.incidents().await.is_empty());
}

#[tokio::test]
async fn an_instance_without_elastics_app_is_named() {
    let world = World::new(Kind::ServiceNowImport).await;
    world.set(json!({ "elasticApp": false })).await;
    let error = error_of(&mut Browser::new(world.connector("soc")), &world, &sample("phishing")).await;
    assert_eq!(error.code, Code::AppMissing);
}

#[tokio::test]
async fn a_search_that_answers_every_row_is_not_believed() {
    let world = World::new(Kind::ServiceNow).await;
    Browser::new(world.connector("another")).push(&world, &sample("dns_tunnelling")).await;
    world.set(json!({ "hiddenFields": ["correlation_id"] })).await;
    let error = error_of(&mut Browser::new(world.connector("soc")), &world, &sample("phishing")).await;
    assert_eq!(error.code, Code::LookupUnreliable);
    assert_eq!(world.incidents().await.len(), 1);
}

#[tokio::test]
async fn two_incidents_with_one_mark_are_left_to_a_person() {
    let world = World::new(Kind::ServiceNow).await;
    let case = sample("phishing");
    let mut browser = Browser::new(world.connector("soc"));
    browser.push(&world, &case).await;
    let mark = world.incidents().await[0].fields["correlation_id"].clone();
    let twin = json!({ "short_description": "twin", "correlation_id": mark });
    let url = browser.connector.base().join("/api/now/table/incident");
    let request = world.http.post(url).basic_auth(simulators::SERVICENOW_USER, Some(simulators::SERVICENOW_PASSWORD));
    let answer = request.header("accept", "application/json").json(&twin).send().await.unwrap();
    assert_eq!(answer.status(), 201);

    let mut other = Browser::new(world.connector("soc"));
    let error = error_of(&mut other, &world, &case).await;
    assert_eq!(error.code, Code::IncidentAmbiguous);
    assert!(error.message.contains("INC"), "{}", error.message);
}

#[tokio::test]
async fn a_conflict_in_resilients_database_is_tried_again() {
    let world = World::new(Kind::Resilient).await;
    let mut case = sample("phishing");
    let mut browser = Browser::new(world.connector("soc"));
    browser.push(&world, &case).await;
    world.fault(json!({ "kind": "status", "status": 409, "match": { "method": "PATCH" } })).await;
    case["title"] = json!("Phishing, contained");
    let outcome = browser.push(&world, &case).await;
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{:?}", outcome.error);
    assert_eq!(world.incidents().await[0].fields["name"], json!("Phishing, contained"));
}

/// The writes of a case that was pushed while the system answered each create so.
async fn create_fails(kind: Kind, fault: Value, case: &Value) -> (case_connectors::push::Outcome, World) {
    let world = World::new(kind).await;
    world.fault(fault).await;
    let outcome = Browser::new(world.connector("soc")).push(&world, case).await;
    (outcome, world)
}

/// Which request makes an incident.
fn creates(kind: Kind) -> Value {
    match kind {
        Kind::ServiceNow => json!({ "method": "POST", "pathContains": "/table/incident" }),
        Kind::ServiceNowImport | Kind::SecOpsImport => json!({ "method": "POST", "pathContains": "/import/" }),
        Kind::SecOps => json!({ "method": "POST", "pathContains": "/table/sn_si_incident" }),
        Kind::JiraCloud | Kind::JiraDocuments | Kind::JiraDataCenter => {
            json!({ "method": "POST", "pathContains": "/issue" })
        }
        Kind::Resilient => json!({ "method": "POST", "pathContains": "/incidents?" }),
    }
}

#[tokio::test]
async fn a_create_that_fails_again_and_again_keeps_its_cause() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport, Kind::SecOps, Kind::JiraDataCenter, Kind::Resilient] {
        let words = "The script include has failed";
        let body = match kind {
            Kind::Resilient => json!({ "success": false, "message": words, "error_code": "generic" }),
            Kind::JiraDataCenter => json!({ "errorMessages": [words], "errors": {} }),
            _ => json!({ "error": { "message": words, "detail": "" }, "status": "failure" }),
        };
        let fault = json!({ "kind": "status", "status": 500, "body": body, "times": 1000, "match": creates(kind) });
        let (outcome, world) = create_fails(kind, fault, &sample("phishing")).await;
        let error = outcome.error.unwrap();
        assert_eq!(
            (outcome.state, error.code, error.status),
            (PushState::Failed, Code::RemoteFailed, Some(500)),
            "{kind:?}"
        );
        assert_eq!(error.remote.as_deref(), Some(words), "{kind:?}");
        assert!(error.message.contains(words) && error.message.contains("3 times"), "{kind:?} {}", error.message);
        assert!(error.remedy().contains("script"), "{kind:?} {}", error.remedy());
        assert_eq!(world.incidents().await.len(), 0, "{kind:?}");
    }
}

#[tokio::test]
async fn an_id_that_would_lead_elsewhere_is_none() {
    for kind in [Kind::ServiceNow, Kind::JiraDataCenter, Kind::Resilient] {
        for id in ["..", "../../admin", "7?x=1", "7#", "a b", "%2e%2e", "7/../8", &"7".repeat(300)] {
            let body = match kind {
                Kind::ServiceNow => json!({ "result": { "sys_id": id, "number": "INC7" } }),
                _ => json!({ "id": id, "key": "SOC-7" }),
            };
            let fault = json!({ "kind": "status", "status": 201, "body": body, "times": 1000, "match": creates(kind) });
            let (outcome, world) = create_fails(kind, fault, &sample("phishing")).await;
            assert_ne!(outcome.state, PushState::Complete, "{kind:?} {id}");
            assert!(outcome.external_service.is_none(), "{kind:?} {id} {:?}", outcome.external_service);
            let ledger: Vec<Value> = world.read("ledger").await;
            let asked = ledger.iter().any(|entry| entry["path"].as_str().is_some_and(|path| path.contains("admin")));
            assert!(!asked, "{kind:?} {id}");
        }
    }
}

#[tokio::test]
async fn a_create_whose_answer_is_lost_again_and_again_is_told_as_not_done_where_that_is_proved() {
    for kind in [Kind::ServiceNow, Kind::JiraDataCenter, Kind::Resilient] {
        let fault = json!({ "kind": "cutBefore", "times": 1000, "match": creates(kind) });
        let (outcome, world) = create_fails(kind, fault, &sample("phishing")).await;
        let error = outcome.error.unwrap();
        assert_eq!((outcome.state, error.code), (PushState::Failed, Code::RemoteFailed), "{kind:?}");
        assert!(error.message.contains(Code::NoAnswer.meaning()), "{kind:?} {}", error.message);
        assert!(error.remedy().contains("proxy or firewall"), "{kind:?} {}", error.remedy());
        assert_eq!(world.incidents().await.len(), 0, "{kind:?}");
    }
}

/// A push whose browser has no network for so many requests, from the first one on or from the first write.
async fn push_offline(browser: &mut Browser, world: &World, case: &Value, from_write: bool, times: usize) -> Outcome {
    let mut push = browser.begin(case);
    let (mut is_gone, mut left) = (!from_write, times);
    loop {
        let is_lost = |request: &Request| left > 0 && (is_gone || crate::common::writes(request));
        let stops = |next: &Next| match next {
            Next::Send { request, .. } => is_lost(request),
            Next::Save { .. } => false,
            Next::Wait { .. } | Next::Done => true,
        };
        browser.run_until(world, &mut push, stops).await;
        match push.next() {
            Next::Send { id, request, .. } if is_lost(&request) => {
                (is_gone, left) = (true, left - 1);
                push.fail(id, FailReason::NoAnswer, Some(Error::new(Code::Offline))).unwrap();
            }
            Next::Done => return push.outcome(),
            _ => {}
        }
    }
}

#[tokio::test]
async fn without_a_network_a_push_says_so_and_the_next_one_goes_on() {
    for kind in ALL {
        for (from_write, state) in [(false, PushState::Failed), (true, PushState::Unknown)] {
            let world = World::offline(kind);
            let mut browser = Browser::new(world.connector("soc"));
            // In a project without issues nothing that was created since can be told from what is hidden.
            let mut earlier = sample("phishing");
            earlier["id"] = json!("earlier");
            browser.push(&world, &earlier).await;
            let (case, writes) = (sample("phishing"), world.writes().await);
            let outcome = push_offline(&mut browser, &world, &case, from_write, usize::MAX).await;
            let code = outcome.error.map(|error| error.code);
            assert_eq!((outcome.state, code), (state, Some(Code::Offline)), "{kind:?} {from_write}");
            assert_eq!(world.writes().await, writes, "{kind:?}");
            // It is back before the second try.
            let outcome = push_offline(&mut browser, &world, &case, false, 1).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {from_write} {:?}", outcome.error);
            assert_eq!(world.incidents().await.len(), 2, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn what_nobody_knows_of_keeps_the_last_words_too() {
    // In a project without issues nothing that was created since can be told from what is hidden.
    let world = World::new(Kind::JiraCloud).await;
    let mut browser = Browser::new(world.connector("soc"));
    // The first POST below /issue reads, the second creates.
    let creates = json!({ "method": "POST", "pathContains": "/rest/api/2/issue", "nth": 2 });
    let body = json!({ "errorMessages": ["Out of order"] });
    world.fault(json!({ "kind": "status", "status": 500, "body": body, "match": creates })).await;
    let outcome = browser.push(&world, &sample("phishing")).await;
    let error = outcome.error.unwrap();
    assert_eq!((outcome.state, error.code), (PushState::Unknown, Code::OutcomeUnknown));
    assert_eq!((error.status, error.remote.as_deref()), (Some(500), Some("Out of order")));
    assert!(error.message.contains("Create the incident"), "{}", error.message);
}

#[tokio::test]
async fn a_jira_on_an_old_database_is_offered_the_case_without_emoji() {
    let world = World::new(Kind::JiraDataCenter).await;
    world.set(json!({ "oldDatabase": true })).await;
    for (field, text) in
        [("title", "Phishing 🎣"), ("description", "Found 🦠 in mail"), ("tags", "🔥"), ("comment", "𝔖een")]
    {
        let mut case = sample("phishing");
        case["id"] = json!(format!("case-{field}"));
        match field {
            "tags" => case["tags"] = json!([text]),
            "comment" => case["comments"][0]["comment"] = json!(text),
            _ => case[field] = json!(text),
        }
        let mappings = json!([
            { "source": "title", "target": "summary", "action": "overwrite" },
            { "source": "description", "target": "description", "action": "overwrite" },
            { "source": "comments", "target": "comments", "action": "append" },
            { "source": "tags", "target": "labels", "action": "overwrite" },
        ]);
        let mut browser = Browser::new(world.connector_with("soc", &json!({}), Some(mappings.clone())));
        let outcome = browser.push(&world, &case).await;
        let error = outcome.error.unwrap();
        assert_eq!(error.code, Code::RareCharacters, "{field}");
        assert!(error.remedy().contains("Up to U+FFFF"), "{field} {}", error.remedy());
        let rare: String = text.chars().filter(|c| u32::from(*c) > 0xFFFF).collect();
        assert!(error.message.contains(&format!("which may be why: {rare}")), "{field} {}", error.message);
        let mut browser = Browser::new(world.connector_with("soc", &json!({ "characters": "basic" }), Some(mappings)));
        let plan = case_connectors::push::plan(
            &case_connectors::case::SecurityCase::parse(case.to_string().as_bytes(), &[]).unwrap(),
            &browser.connector,
            &[],
            &case_connectors::push::Options::new("2026-11-24T08:00:00.000Z"),
        );
        let warnings = plan.unwrap().warnings;
        assert!(warnings.iter().any(|it| it.code == "TEXT_CHANGED" && it.message.contains("U+FFFF")), "{warnings:?}");
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{field} {:?}", outcome.error);
    }
    // An update too.
    let mut browser = Browser::new(world.connector("soc"));
    let mut case = sample("phishing");
    browser.push(&world, &case).await;
    case["title"] = json!("Phishing 🎣");
    let error = error_of(&mut browser, &world, &case).await;
    assert_eq!(error.code, Code::RareCharacters);
    assert!(error.remedy().contains("Up to U+FFFF"), "{}", error.remedy());
    // A failure that has another cause is not blamed on the text.
    let fault = json!({ "kind": "status", "status": 500, "times": 1000, "match": creates(Kind::JiraDataCenter) });
    let (outcome, _) = create_fails(Kind::JiraDataCenter, fault, &sample("phishing")).await;
    assert!(!outcome.error.unwrap().remedy().contains("U+FFFF"));
}

#[tokio::test]
async fn what_the_systems_refuse_by_their_own_rules_is_named() {
    for (kind, setting, code, names) in [
        (Kind::ServiceNow, json!({ "businessRule": "Stop outside hours" }), Code::Rejected, "Stop outside hours"),
        (Kind::SecOps, json!({ "businessRule": "No bots" }), Code::Rejected, "No bots"),
        (
            Kind::ServiceNow,
            json!({ "requiredFields": ["subcategory", "caller_id"] }),
            Code::FieldsRequired,
            "Subcategory, Caller",
        ),
        (Kind::ServiceNow, json!({ "hibernating": true }), Code::NotJson, "asleep"),
        (Kind::JiraCloud, json!({ "offScreen": ["labels"] }), Code::FieldsMissing, "Labels"),
        (Kind::JiraDocuments, json!({ "offScreen": ["labels"] }), Code::FieldsMissing, "mark"),
        (
            Kind::JiraDataCenter,
            json!({ "offScreen": ["description"] }),
            Code::FieldsMissing,
            "Description (description)",
        ),
        (
            Kind::JiraDataCenter,
            json!({ "requiredFields": ["customfield_10042"] }),
            Code::FieldsRequired,
            "Responsible team",
        ),
        (
            Kind::Resilient,
            json!({ "requiredFields": ["detection_source"] }),
            Code::FieldsRequired,
            "Detection source (detection_source)",
        ),
        (Kind::Resilient, json!({ "missingRights": ["create"] }), Code::Forbidden, "right to create incidents"),
        (Kind::Resilient, json!({ "missingRights": ["comment"] }), Code::Forbidden, "right to create comments"),
        (Kind::Resilient, json!({ "missingRights": ["read"] }), Code::Forbidden, "right to read"),
    ] {
        let world = World::new(kind).await;
        world.set(setting.clone()).await;
        let error = error_of(&mut Browser::new(world.connector("soc")), &world, &sample("phishing")).await;
        assert_eq!(error.code, code, "{kind:?} {setting} {error:?}");
        assert!(error.message.contains(names), "{kind:?} {setting} {error:?}");
    }
}

#[tokio::test]
async fn a_cloud_that_is_taken_for_data_center_is_named_as_such() {
    let world = World::new(Kind::JiraCloud).await;
    let (connector, _) = world.connector_with("soc", &json!({ "deployment": "dataCenter" }), None);
    let (_, secrets) = world.form();
    let error = error_of(&mut Browser::new((connector, secrets)), &world, &sample("phishing")).await;
    assert_eq!((error.code, error.status), (Code::DeploymentWrong, Some(410)));
    let (mut form, secrets) = world.form();
    form["id"] = json!("soc");
    form["config"]["projectKey"] = json!("NOPE");
    let connector = case_connectors::systems::Connector::from_json(form.to_string().as_bytes()).unwrap();
    let error = error_of(&mut Browser::new((connector, secrets)), &world, &sample("phishing")).await;
    assert_eq!(error.code, Code::ProjectMissing, "{error:?}");
}

#[tokio::test]
async fn a_cloud_under_a_domain_of_its_own_is_found_out_by_its_first_answer() {
    let world = World::new(Kind::JiraCloud).await;
    // As on a host of one's own: nobody has chosen, and the URL does not tell.
    for (case, advanced) in [
        ("one", json!({ "deployment": "auto" })),
        ("two", json!({ "deployment": null })),
        ("three", json!({ "deployment": "auto", "apiVersion": "3" })),
    ] {
        let mut browser = Browser::new(world.connector_with("soc", &advanced, None));
        let mut sample = sample("phishing");
        sample["id"] = json!(case);
        let outcome = browser.push(&world, &sample).await;
        assert_eq!(outcome.state, PushState::Complete, "{case} {:?}", outcome.error);
        let codes: Vec<&str> = outcome.warnings.iter().map(|warning| warning.code).collect();
        assert_eq!(codes, ["DEPLOYMENT_FOUND"], "{case}");
        // It is found again by who has no journal, and by the next push, which needs no search.
        let mut other = Browser::new((browser.connector.clone(), browser.secrets.clone()));
        assert_eq!(other.push(&world, &sample).await.writes, 0, "{case}");
        sample["title"] = json!("Another title");
        let outcome = browser.push(&world, &sample).await;
        assert_eq!((outcome.state, outcome.writes, outcome.warnings.len()), (PushState::Complete, 1, 0), "{case}");
    }
    assert_eq!(world.incidents().await.len(), 3);
    // A lost answer is judged as on Cloud: what the search does not show yet is no proof.
    world.set(json!({ "searchLag": 1000 })).await;
    world.fault(json!({ "kind": "cutAfter", "match": { "method": "POST", "pathContains": "/issue" } })).await;
    let mut browser = Browser::new(world.connector_with("soc", &json!({ "deployment": "auto" }), None));
    let mut case = sample("phishing");
    case["id"] = json!("four");
    let outcome = browser.push(&world, &case).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    assert_eq!(world.incidents().await.len(), 4);
}

#[tokio::test]
async fn a_push_without_emoji_says_what_it_has_lost_and_the_next_one_sends_nothing_again() {
    let world = World::new(Kind::JiraDataCenter).await;
    world.set(json!({ "oldDatabase": true })).await;
    let mut case = sample("phishing");
    case["title"] = json!("Phishing \u{1f3a3}");
    case["description"] = json!("Found \u{1f9a0} in mail");
    case["comments"][0]["comment"] = json!("\u{1d516}een");
    let mut browser = Browser::new(world.connector("soc"));
    assert_eq!(error_of(&mut browser, &world, &case).await.code, Code::RareCharacters);
    browser.choices.if_rare = IfRare::LeaveOut;
    let outcome = browser.push(&world, &case).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    let lost = |outcome: &Outcome| -> Vec<(String, String)> {
        let of = |warning: &Warning| (warning.field.clone(), warning.before.clone().unwrap_or_default());
        outcome.warnings.iter().filter(|it| it.code == "TEXT_CHANGED").map(of).collect()
    };
    let all = [("description", "\u{1f9a0}"), ("summary", "\u{1f3a3}"), ("comments", "\u{1d516}")];
    assert!(outcome.warnings.iter().any(|it| it.message.ends_with("left out: \u{1f9a0}")), "{:?}", outcome.warnings);
    assert_eq!(lost(&outcome), all.map(|(field, rare)| (field.to_owned(), rare.to_owned())));
    assert_eq!(world.incidents().await[0].fields["summary"], json!("Phishing \u{fffd}"));
    // The choice was for that push: what has changed since is asked about anew, and nothing else is sent.
    browser.choices.if_rare = IfRare::Stop;
    let outcome = browser.push(&world, &case).await;
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{:?}", outcome.error);
    case["comments"][1]["comment"] = json!("No emoji");
    case["comments"][1]["updated_at"] = json!("2026-11-24T07:00:00.000Z");
    let outcome = browser.push(&world, &case).await;
    assert_eq!((outcome.state, outcome.writes, outcome.warnings.len()), (PushState::Complete, 1, 0));
    case["comments"][2]["comment"] = json!("\u{1f525}");
    case["comments"][2]["updated_at"] = json!("2026-11-24T07:00:00.000Z");
    assert_eq!(error_of(&mut browser, &world, &case).await.code, Code::RareCharacters);
}

#[tokio::test]
async fn a_field_that_is_not_mapped_is_no_change_after_a_push_without_emoji() {
    let world = World::new(Kind::JiraDataCenter).await;
    world.set(json!({ "oldDatabase": true })).await;
    let mut case = sample("phishing");
    let fields = json!({ "issueType": null, "priority": null, "parent": null,
        "otherFields": json!({ "environment": "Mail \u{1f4e7}" }).to_string() });
    case["connector"] = json!({ "id": "soc", "name": "SOC", "type": ".jira", "fields": fields });
    let mut browser = Browser::new(world.connector("soc"));
    browser.choices.if_rare = IfRare::LeaveOut;
    let outcome = browser.push(&world, &case).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    assert_eq!(world.incidents().await[0].fields["environment"], json!("Mail \u{fffd}"));
    browser.choices.if_rare = IfRare::Stop;
    let outcome = browser.push(&world, &case).await;
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{:?}", outcome.error);
}
