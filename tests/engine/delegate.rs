//! Pushes by Kibana against a simulated one, over HTTP.

use case_connectors::case::{Page, SecurityCase};
use case_connectors::delegate::{DelegatedPush, Intent, Kibana, Next, Options, plan, status};
use case_connectors::error::Code;
use case_connectors::http::{FailReason, Request, Response};
use case_connectors::machine::Machine;
use case_connectors::push::{IncidentState, Outcome, PushState, Settlement};
use case_connectors::time::{parse_iso, to_iso};
use serde_json::{Value, json};
use simulators::{KIBANA_CONNECTOR as CONNECTOR, KIBANA_OTHER_CONNECTOR as OTHER, KIBANA_SESSION, Running};

const NOW: &str = "2026-11-24T08:00:00.000Z";

/// Kibana with one case of two comments, and what this browser has stored.
struct World {
    http: reqwest::Client,
    base: String,
    case_id: String,
    intent: Option<Intent>,
    now_ms: i64,
    waited_ms: u32,
    _running: Running,
}

impl World {
    async fn new() -> Self {
        let running = simulators::start(simulators::Options::default()).await.unwrap();
        let http = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
        let (base, now_ms) = (running.addresses.kibana.clone(), parse_iso(NOW).unwrap());
        let mut world =
            Self { http, base, case_id: String::new(), intent: None, now_ms, waited_ms: 0, _running: running };
        let case = json!({ "title": "Phishing", "description": "**3** users", "tags": [], "owner": "securitySolution",
            "connector": { "id": CONNECTOR, "name": "Jira", "type": ".jira", "fields": null } });
        world.case_id = world.post("/api/cases", case).await["id"].as_str().unwrap().to_owned();
        for text in ["first", "second"] {
            world.comment(text).await;
        }
        world
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let sent = self.http.post(format!("{}{path}", self.base)).header("kbn-xsrf", "t").json(&body).send().await;
        sent.unwrap().error_for_status().unwrap().json().await.unwrap()
    }

    async fn comment(&self, text: &str) {
        let body = json!({ "type": "user", "comment": text, "owner": "securitySolution" });
        self.post(&format!("/api/cases/{}/comments", self.case_id), body).await;
    }

    async fn set(&self, settings: Value) {
        let settings = json!({ "kibana": settings });
        let sent = self.http.put(format!("{}/_sim/settings", self.base)).json(&settings).send().await;
        sent.unwrap().error_for_status().unwrap();
    }

    async fn fault(&self, fault: Value) {
        let sent = self.http.post(format!("{}/_sim/faults", self.base)).json(&json!([fault])).send().await;
        sent.unwrap().error_for_status().unwrap();
    }

    async fn get(&self, path: &str) -> Value {
        self.http.get(format!("{}{path}", self.base)).send().await.unwrap().json().await.unwrap()
    }

    /// How many comments each incident has that Kibana has made.
    async fn incidents(&self) -> Vec<usize> {
        let records = self.get("/_sim/records").await;
        records.as_array().unwrap().iter().map(|it| it["comments"].as_array().unwrap().len()).collect()
    }

    /// How often a `_push` has arrived.
    async fn pushes(&self) -> usize {
        let ledger = self.get("/_sim/ledger").await;
        ledger.as_array().unwrap().iter().filter(|it| it["path"].as_str().unwrap().ends_with("/_push")).count()
    }

    /// The case with its comments, as a host passes it.
    async fn status(&self) -> (IncidentState, Vec<String>, u32) {
        let case = self.get(&format!("/api/cases/{}", self.case_id)).await.to_string();
        let page = self.get(&format!("/api/cases/{}/comments/_find", self.case_id)).await.to_string();
        let case = SecurityCase::parse(case.as_bytes(), &[Page::Comments(page.as_bytes())]).unwrap();
        let status = status(&case, CONNECTOR, self.intent.is_some());
        (status.state, status.reasons, status.comments)
    }

    fn begin(&self, connector: &str) -> DelegatedPush {
        let options = Options::new(to_iso(self.now_ms));
        let kibana = Kibana::new(&self.base, None).unwrap();
        DelegatedPush::new(kibana, self.case_id.clone(), connector.into(), self.intent.clone(), &options).unwrap()
    }

    async fn push(&mut self) -> Outcome {
        let mut push = self.begin(CONNECTOR);
        self.drive(&mut push).await
    }

    async fn settle(&mut self, settlement: Settlement) -> Outcome {
        let mut push = self.begin(CONNECTOR);
        push.settle(settlement).unwrap();
        self.drive(&mut push).await
    }

    async fn drive(&mut self, push: &mut DelegatedPush) -> Outcome {
        self.waited_ms = 0;
        loop {
            match push.next() {
                Next::Save { mut records } => {
                    self.intent = records.pop();
                    push.saved().unwrap();
                }
                Next::Send { id, request, .. } => match self.send(&request).await {
                    Some(response) => push.receive(id, &response).unwrap(),
                    None => push.fail(id, FailReason::NoAnswer, None).unwrap(),
                },
                Next::Wait { ms, .. } => {
                    self.waited_ms += ms;
                    self.now_ms += i64::from(ms);
                    push.tick(&to_iso(self.now_ms));
                }
                Next::Done => break,
            }
        }
        self.intent = push.intent().cloned();
        push.outcome()
    }

    async fn send(&self, request: &Request) -> Option<Response> {
        let method = reqwest::Method::from_bytes(request.method.as_str().as_bytes()).unwrap();
        let mut builder = self.http.request(method, &request.url);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let answer = builder.body(request.body.clone().unwrap_or_default()).send().await.ok()?;
        let status = answer.status().as_u16();
        let header = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
            (name.to_string(), value.to_str().unwrap().to_owned())
        };
        let headers = answer.headers().iter().map(header).collect();
        Some(Response::received(request, status, headers, answer.bytes().await.ok()?.to_vec()))
    }
}

fn code(outcome: &Outcome) -> Option<Code> {
    outcome.error.as_ref().map(|error| error.code)
}

fn push_fault(kind: &str, times: u32) -> Value {
    json!({ "kind": kind, "times": times, "match": { "pathContains": "/_push" } })
}

fn there() -> Settlement {
    Settlement::There { external_id: None }
}

#[tokio::test]
async fn kibana_pushes_and_its_receipts_are_the_outcome() {
    let mut world = World::new().await;
    assert_eq!(world.status().await, (IncidentState::NeverPushed, vec![], 2));
    let outcome = world.push().await;
    assert_eq!((outcome.state, outcome.writes, &outcome.error), (PushState::Complete, 1, &None));
    assert_eq!((outcome.pushed_comments.len(), outcome.close_case), (2, false));
    assert_eq!((world.incidents().await, &world.intent), (vec![2], &None));
    let service = outcome.external_service.unwrap();
    assert_eq!((service.connector_id.as_str(), service.external_title.as_str()), (CONNECTOR, "SOC-1"));
    let written: Value = serde_json::from_slice(&outcome.updated_case.unwrap()).unwrap();
    assert_eq!(written["external_service"]["external_id"], json!(service.external_id));
    assert_eq!(world.status().await, (IncidentState::UpToDate, vec![], 0));

    world.comment("third").await;
    assert_eq!(world.status().await, (IncidentState::NeedsUpdate, vec!["case".into(), "comments".into()], 1));
    let outcome = world.push().await;
    assert_eq!((outcome.state, outcome.pushed_comments.len()), (PushState::Complete, 1));
    assert_eq!((world.incidents().await, world.pushes().await), (vec![3], 2));
}

#[tokio::test]
async fn an_answer_that_is_lost_is_found_in_the_case() {
    let mut world = World::new().await;
    world.fault(push_fault("cutAfter", 1)).await;
    let outcome = world.push().await;
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0));
    assert_eq!(outcome.external_service.unwrap().external_title, "SOC-1");
    assert_eq!((world.incidents().await, world.pushes().await, &world.intent), (vec![2], 1, &None));
    assert_eq!(world.waited_ms, 2_000);
}

#[tokio::test]
async fn a_push_that_did_not_arrive_stays_unknown_and_a_person_settles_it() {
    for fault in [
        push_fault("cutBefore", 1),
        push_fault("html", 1),
        push_fault("badJson", 1),
        json!({ "kind": "status", "status": 502, "body": "bad gateway", "match": { "pathContains": "/_push" } }),
        json!({ "kind": "status", "status": 408, "body": "too slow", "match": { "pathContains": "/_push" } }),
    ] {
        let mut world = World::new().await;
        world.fault(fault.clone()).await;
        let outcome = world.push().await;
        assert_eq!((outcome.state, code(&outcome)), (PushState::Unknown, Some(Code::OutcomeUnknown)), "{fault}");
        assert_eq!((world.waited_ms, world.pushes().await), (120_000, 1), "{fault}");
        assert_eq!(world.status().await.0, IncidentState::Unknown);

        // Pushed again it looks again, and sends nothing.
        let outcome = world.push().await;
        assert_eq!((outcome.state, world.pushes().await), (PushState::Unknown, 1));
        let outcome = world.settle(there()).await;
        assert_eq!((code(&outcome), world.waited_ms), (Some(Code::DelegateIncomplete), 0));
        assert_eq!(world.pushes().await, 1);
        let outcome = world.settle(Settlement::NotThere).await;
        assert_eq!((outcome.state, world.incidents().await, world.pushes().await), (PushState::Complete, vec![2], 2));
    }
}

#[tokio::test]
async fn a_later_push_by_another_connector_or_an_older_one_proves_nothing() {
    let mut world = World::new().await;
    world.push().await;
    world.fault(push_fault("cutBefore", 1)).await;
    let mut push = world.begin(OTHER);
    assert_eq!(world.drive(&mut push).await.state, PushState::Unknown);
    // The case shows the first connector's push alone.
    world.intent = None;
    world.fault(push_fault("cutBefore", 1)).await;
    assert_eq!(world.push().await.state, PushState::Unknown);
    assert_eq!(world.incidents().await, vec![2]);
}

#[tokio::test]
async fn not_there_is_not_believed_against_the_case() {
    let mut world = World::new().await;
    world.fault(push_fault("cutAfter", 1)).await;
    world.fault(json!({ "kind": "cutBefore", "times": 9, "match": { "method": "GET", "nth": 2, "pathContains": "/api/cases" } })).await;
    assert_eq!(world.push().await.state, PushState::Unknown);
    world.http.delete(format!("{}/_sim/faults", world.base)).send().await.unwrap();
    let outcome = world.settle(Settlement::NotThere).await;
    assert_eq!((outcome.state, outcome.writes, world.pushes().await), (PushState::Complete, 0, 1));
    let mut push = world.begin(CONNECTOR);
    assert_eq!(push.settle(Settlement::NotThere).unwrap_err().code, Code::NothingPending);
}

#[tokio::test]
async fn what_kibana_does_not_store_is_named_and_never_repeated_by_itself() {
    for (settings, clear, status) in [
        (json!({ "failAtComment": 2 }), json!({ "failAtComment": 0 }), 424),
        (json!({ "changedMeanwhile": true }), json!({ "changedMeanwhile": false }), 409),
    ] {
        let mut world = World::new().await;
        world.set(settings).await;
        let outcome = world.push().await;
        assert_eq!((outcome.state, code(&outcome)), (PushState::Unknown, Some(Code::DelegateIncomplete)));
        let error = outcome.error.unwrap();
        assert_eq!((error.status, world.waited_ms), (Some(status), 0));
        assert!(error.message.contains(error.remote.as_deref().unwrap()), "{}", error.message);
        assert_eq!(world.incidents().await.len(), 1);

        // Kibana has answered, so one look is enough, on another day too.
        world.set(clear).await;
        let outcome = world.push().await;
        assert_eq!((code(&outcome), world.waited_ms), (Some(Code::DelegateIncomplete), 0));
        assert_eq!((world.incidents().await.len(), world.pushes().await), (1, 1));

        // The known fault of Kibana, and the reason why a person decides.
        let outcome = world.settle(Settlement::NotThere).await;
        assert_eq!((outcome.state, world.incidents().await.len()), (PushState::Complete, 2));
    }
}

#[tokio::test]
async fn refusals_come_in_kibanas_words_and_leave_nothing_open() {
    for (settings, expected, status, words) in [
        (json!({ "sessionRequired": true }), Code::SessionMissing, 401, "Unauthorized"),
        (json!({ "mayPush": false }), Code::Forbidden, 403, "Unauthorized to push case"),
        (json!({ "licensed": false }), Code::LicenseRequired, 403, "does not support it"),
    ] {
        let mut world = World::new().await;
        world.set(settings).await;
        let outcome = world.push().await;
        assert_eq!((outcome.state, code(&outcome)), (PushState::Failed, Some(expected)));
        let error = outcome.error.unwrap();
        assert_eq!(error.status, Some(status));
        assert!(error.remote.as_ref().unwrap().contains(words));
        assert!(error.message.contains(words));
        assert_eq!((&world.intent, world.incidents().await), (&None, vec![]));
    }

    let mut world = World::new().await;
    let mut push = world.begin("no-such-connector");
    let outcome = world.drive(&mut push).await;
    assert_eq!((outcome.state, code(&outcome)), (PushState::Failed, Some(Code::ConnectorUnknown)));
    world.case_id = "no-such-case".into();
    let outcome = world.push().await;
    assert_eq!((outcome.state, code(&outcome), world.pushes().await), (PushState::Failed, Some(Code::CaseUnknown), 1));
}

#[tokio::test]
async fn a_closed_case_is_refused_up_to_8_and_pushed_since() {
    let mut world = World::new().await;
    world.set(json!({ "closeByPushing": true })).await;
    let outcome = world.push().await;
    let written: Value = serde_json::from_slice(&outcome.updated_case.unwrap()).unwrap();
    assert_eq!(written["status"], json!("closed"));
    assert_eq!(world.push().await.state, PushState::Complete);
    world.set(json!({ "major": 8 })).await;
    let outcome = world.push().await;
    assert_eq!((outcome.state, code(&outcome)), (PushState::Failed, Some(Code::Rejected)));
    assert_eq!((outcome.error.unwrap().status, &world.intent), (Some(409), &None));
}

#[tokio::test]
async fn a_busy_kibana_is_asked_again_but_not_for_ever() {
    let mut world = World::new().await;
    let busy =
        |times| json!({ "kind": "rateLimit", "retryAfter": 7, "times": times, "match": { "pathContains": "/_push" } });
    world.fault(busy(1)).await;
    let outcome = world.push().await;
    assert_eq!((outcome.state, world.waited_ms, world.pushes().await), (PushState::Complete, 7_000, 2));
    world.fault(busy(99)).await;
    let outcome = world.push().await;
    assert_eq!((outcome.state, code(&outcome)), (PushState::Failed, Some(Code::RateLimited)));
    assert_eq!((&world.intent, world.pushes().await), (&None, 7));
}

#[tokio::test]
async fn an_intent_that_is_not_stored_sends_nothing_and_an_abort_leaves_what_is_open() {
    let mut world = World::new().await;
    let mut push = world.begin(CONNECTOR);
    let Next::Send { id, request, .. } = push.next() else { panic!("no read") };
    let answer = world.send(&request).await.unwrap();
    push.receive(id, &answer).unwrap();
    assert!(matches!(push.next(), Next::Save { .. }));
    push.not_saved(case_connectors::error::Error::new(Code::StoreFull)).unwrap();
    assert_eq!((push.next(), code(&push.outcome()), push.intent()), (Next::Done, Some(Code::StoreFull), None));

    let mut push = world.begin(CONNECTOR);
    let Next::Send { id, request, .. } = push.next() else { panic!("no read") };
    push.receive(id, &world.send(&request).await.unwrap()).unwrap();
    let Next::Save { mut records } = push.next() else { panic!("no intent") };
    let intent = records.pop().unwrap();
    push.saved().unwrap();
    let Next::Send { id, .. } = push.next() else { panic!("no push") };
    push.abort();
    push.fail(id, FailReason::Aborted, None).unwrap();
    assert_eq!((push.outcome().state, push.intent()), (PushState::Unknown, Some(&intent)));

    // The tab died before Kibana heard of it; the next day one look is enough.
    world.intent = Some(intent);
    world.now_ms += 24 * 3_600_000;
    let outcome = world.push().await;
    assert_eq!((code(&outcome), world.waited_ms, world.pushes().await), (Some(Code::OutcomeUnknown), 0, 0));
}

#[test]
fn the_plan_is_the_one_request_with_kibanas_headers() {
    let kibana = Kibana::new("https://kibana.example.com/base/", Some("soc 1")).unwrap();
    let plan = plan(&kibana, "a/b", CONNECTOR);
    let [step] = plan.steps.as_slice() else { panic!("{plan:?}") };
    let url = "https://kibana.example.com/base/s/soc%201/api/cases/a%2Fb/connector/kibana-jira/_push";
    assert_eq!((step.request.url.as_str(), step.request.body.as_deref(), step.writes), (url, Some("{}"), true));
    for name in ["kbn-xsrf", "elastic-api-version", "content-type"] {
        assert!(step.request.headers.contains_key(name), "{name}");
    }
    assert!(!step.request.headers.contains_key("authorization"));
    for url in ["http://kibana.example.com", "/base", "https://u:p@kibana.example.com", ""] {
        let error = Kibana::new(url, None).unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::OptionsInvalid, Some("delegate.url")));
    }
}

#[tokio::test]
async fn a_session_is_enough() {
    let mut world = World::new().await;
    world.set(json!({ "sessionRequired": true })).await;
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("cookie", format!("sid={KIBANA_SESSION}").parse().unwrap());
    world.http = reqwest::Client::builder().pool_max_idle_per_host(0).default_headers(headers).build().unwrap();
    assert_eq!(world.push().await.state, PushState::Complete);
}
