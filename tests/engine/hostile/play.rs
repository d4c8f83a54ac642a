//! One run against the hostile server, and what must hold of it.

use super::random::Random;
use super::server;
use crate::common::{answer, connector, connector_json, options, well_answered, writes};
use case_connectors::connector::{Draft, Rules, Secrets};
use case_connectors::delegate::{self, DelegatedPush, Kibana};
use case_connectors::doctor::{Checkup, Sending, WebPage};
use case_connectors::error::{Code, Error};
use case_connectors::http::{FailReason, Request, Response};
use case_connectors::machine::{Machine, Next};
use case_connectors::pull::{Pull, applied, decided};
use case_connectors::push::{Event, Outcome, Push, PushState, Record};
use case_connectors::systems::{Connector, authorize};
use serde_json::{Value, json};
use std::fmt::Write;

/// More requests than a push of these small cases can need, even where everything is tried again.
const MOST: usize = 600;

/// All that a run may say and keep, in bytes: the answers are small.
const MOST_SAID: usize = 1 << 20;

const SECRET: &str = "Zx9-hunter2-qT7";

/// The same in other spellings, as a whole: in Base64 as it stands in a header and alone, in percent, entities and hexadecimal.
const TOLD: [&str; 5] = [
    SECRET,
    "Wng5LWh1bnRlcjItcVQ3",
    "%5A%78%39%2D%68%75%6E%74%65%72%32%2D%71%54%37",
    "&#90;&#120;&#57;&#45;&#104;&#117;&#110;&#116;&#101;&#114;&#50;&#45;&#113;&#84;&#55;",
    "5a78392d68756e746572322d715437",
];

/// Few and short texts, so that many inputs fit into a minute.
fn case(random: &mut Random) -> Vec<u8> {
    let comment = |id: &str| {
        json!({ "type": "user", "id": id, "comment": "*seen* at 10.0.0.1", "created_at": "2026-11-02T07:00:00.000Z",
            "created_by": { "username": "ann", "full_name": "Ann", "email": null }, "version": "WzEsMV0=" })
    };
    let comments: Vec<Value> = ["1", "2"].iter().take(random.below(3)).map(|id| comment(id)).collect();
    let incident = random.once_in(4).then(|| {
        json!({ "connector_id": "snow-prod", "connector_name": "x", "external_id": "5f3a", "external_title": "INC0010001",
            "external_url": "https://dev1.service-now.com/x", "pushed_at": "2026-11-02T07:30:00.000Z",
            "pushed_by": { "username": "ann", "full_name": "Ann", "email": null } })
    });
    json!({ "id": "c-1", "title": "Phish", "description": "**3** users\n- a\n- b", "tags": ["a b"], "status": "open",
        "owner": "securitySolution", "totalComment": comments.len(), "comments": comments, "external_service": incident,
        "created_at": "2026-11-02T06:00:00.000Z", "created_by": { "username": "ann", "full_name": "Ann", "email": null },
        "connector": { "id": "none", "name": "none", "type": ".none", "fields": null } })
    .to_string()
    .into_bytes()
}

fn secrets() -> Secrets {
    Secrets::from([("password", SECRET), ("apiToken", SECRET), ("apiKeySecret", SECRET)])
}

/// Drives a machine to its end. Answers all that it has asked to be kept.
fn drive<M: Machine>(
    machine: &mut M,
    random: &mut Random,
    well: impl Fn(&Request, bool) -> Response,
    sent_as: impl Fn(&M, &Request) -> Result<Request, Error>,
    mut keep: impl FnMut(Vec<M::Record>),
    checks: impl Fn(&Request),
) {
    let found = random.once_in(2);
    let mut sent = 0;
    // A hostile server is not always hostile: else no push would come far.
    let often = 1 + random.below(6);
    loop {
        match machine.next() {
            Next::Save { records } => {
                keep(records);
                machine.saved().expect("a save was asked for");
                // A push that finds nothing to do has only that to say.
                let is_right = sent > 0 || matches!(machine.next(), Next::Done);
                assert!(is_right, "it goes on without an answer: its login passes for one that was taken");
            }
            Next::Send { id, request, .. } => {
                sent += 1;
                assert!(sent <= MOST, "still sending after {MOST} requests: {}", request.url);
                assert!(request.check().is_ok(), "{request:?}");
                checks(&request);
                let good = well(&request, found);
                match sent_as(machine, &request) {
                    Ok(outgoing) if random.once_in(often) => match server::answer(random, &outgoing, &good) {
                        Ok(response) => machine.receive(id, &response),
                        Err(reason) => machine.fail(id, reason, None),
                    },
                    Ok(_) => machine.receive(id, &good),
                    // As a host does: what an answer has made of the address is not sent.
                    Err(error) => machine.fail(id, FailReason::NotSent, Some(error)),
                }
                .expect("an answer was asked for");
            }
            Next::Wait { ms, .. } => assert!(ms <= 200_000, "waits {ms} ms"),
            Next::Done => break,
        }
    }
}

/// Words for people; a sign says that they were cut.
fn assert_short(words: &str, longest: usize) {
    assert!(words.chars().count() <= longest + 1, "{} characters: {words}", words.chars().count());
}

fn assert_bounded(error: Option<&Error>) {
    let Some(error) = error else { return };
    assert_short(&error.message, 2_000);
    for words in [&error.remote, &error.field].into_iter().flatten() {
        assert_short(words, 1_000);
    }
}

fn assert_silent(said: &str) {
    assert!(said.len() <= MOST_SAID, "{} bytes are said", said.len());
    for secret in TOLD {
        assert!(!said.contains(secret), "{secret} in {said}");
    }
}

/// Of words for people not even the greater part: an answer may have been cut off. Data may hold that, as docs/security.md says.
fn assert_silent_in_part(words: &str) {
    for secret in TOLD {
        let part = &secret[..secret.len() * 5 / 6];
        assert!(!words.contains(part), "{part} in {words}");
    }
}

/// All that an outcome says, without the case that it hands back.
fn words(mut outcome: Outcome) -> String {
    assert!(outcome.state != PushState::Running);
    assert_bounded(outcome.error.as_ref());
    assert_silent_in_part(&format!("{:?}", outcome.error));
    let updated = outcome.updated_case.take().unwrap_or_default();
    for warning in &outcome.warnings {
        assert_short(&warning.message, 2_000);
        assert_silent_in_part(&warning.message);
    }
    format!("{outcome:?}{}", String::from_utf8_lossy(&updated))
}

/// As it is sent: below the base URL, or not at all.
fn authorized(connector: &Connector, request: &Request) -> Result<Request, Error> {
    let authorized = authorize(request, connector, &secrets());
    match &authorized {
        Ok(request) => assert!(connector.base().contains(&request.url), "outside: {}", request.url),
        Err(error) => assert_eq!(error.code, Code::UrlOutside),
    }
    authorized
}

/// Two pushes of one case, the second from the journal of the first.
pub(super) fn push(name: &str, random: &mut Random) {
    let (connector, case) = (connector(name), case(random));
    let journal = std::cell::RefCell::new(Vec::<Record>::new());
    for _ in 0..1 + random.below(2) {
        let known = journal.borrow().clone();
        let mut push = Push::new(case.clone(), &[], connector.clone(), &known, options()).expect("a case");
        let checks = |request: &Request| {
            if writes(request) {
                let journal = journal.borrow();
                // What the push warns of with it is kept with it.
                let mut events = journal.iter().rev().map(|record| &record.event);
                let event = events.find(|event| !matches!(event, Event::Warned { .. }));
                assert!(matches!(event, Some(Event::Intent { request: saved, .. }) if saved == request));
            }
        };
        let keep = |records: Vec<Record>| journal.borrow_mut().extend(records);
        drive(&mut push, random, well_answered, |_, request| authorized(&connector, request), keep, checks);
        let mut said = words(push.outcome());
        write!(said, "{}", serde_json::to_string(&*journal.borrow()).unwrap()).unwrap();
        assert_silent(&said);
    }
}

/// A pull, what is taken over of it, and a push after it.
pub(super) fn pull(name: &str, random: &mut Random) {
    let (connector, case) = (connector(name), case(random));
    let mut seen: Option<Value> = None;
    for _ in 0..1 + random.below(2) {
        let Ok(mut pull) = Pull::new(&case, &[], connector.clone(), &[], seen.as_ref(), &options()) else { return };
        let checks = |request: &Request| assert!(!writes(request), "a pull writes: {request:?}");
        drive(&mut pull, random, well_answered, |_, request| authorized(&connector, request), |_| {}, checks);
        seen = pull.seen().cloned().or(seen);
        match pull.pulled() {
            Err(error) => assert_bounded(Some(&error)),
            Ok(pulled) => {
                let pulled = pulled.expect("it has ended");
                assert_silent(&format!("{pulled}{seen:?}"));
                let choice = |change: &Value| (change["key"].as_str().unwrap().to_owned(), json!("take"));
                let choices: Value = pulled["changes"].as_array().unwrap().iter().map(choice).collect();
                let taken = applied(&case, &[], pulled, &choices).expect("choices of a pull");
                // What it made of the case is a case.
                decided(&taken, &[], &connector, (&[], seen.as_ref()), (pulled, &choices), &options()).expect("a case");
            }
        }
    }
}

pub(super) fn checkup(name: &str, random: &mut Random) {
    let mut draft: Draft = serde_json::from_value(connector_json(name)).unwrap();
    draft.secrets = secrets();
    let mut checkup = Checkup::new(&draft, Rules::default(), WebPage::default());
    let connector = connector(name);
    let sent_as = |checkup: &Checkup, request: &Request| match checkup.sending() {
        Sending::Authorized => authorized(&connector, request),
        Sending::Anonymous | Sending::Probe => Ok(request.clone()),
    };
    let checks = |request: &Request| {
        assert!(!writes(request), "a test writes: {request:?}");
    };
    drive(&mut checkup, random, well_answered, sent_as, |_| {}, checks);
    let report = checkup.report();
    for check in &report.checks {
        assert_short(&check.message, 2_000);
        assert_silent_in_part(&check.message);
    }
    assert_silent(&format!("{report:?}"));
}

pub(super) fn kibana(random: &mut Random) {
    let kibana = Kibana::new("https://kibana.example/s/x", None).unwrap();
    let case: Value = serde_json::from_slice(&case(random)).unwrap();
    let well = |request: &Request, found: bool| {
        let mut case = case.clone();
        if found || request.url.ends_with("/_push") {
            case["external_service"] = json!({ "connector_id": "sn", "connector_name": "S", "external_id": "5f3a",
                "external_title": "INC1", "external_url": "https://dev1.service-now.com/x",
                "pushed_at": "2026-11-02T08:00:01.000Z", "pushed_by": { "username": "ann" } });
        }
        answer(200, &case)
    };
    let mut intent = None;
    for _ in 0..1 + random.below(2) {
        let options = delegate::Options::new(crate::common::NOW);
        let mut push = DelegatedPush::new(kibana.clone(), "c-1".into(), "sn".into(), intent.clone(), &options).unwrap();
        let checks = |request: &Request| assert!(kibana.base().contains(&request.url), "outside: {}", request.url);
        // Its session is a cookie, which nobody sees: here the header is what must not be repeated.
        let sent_as = |_: &DelegatedPush, request: &Request| {
            let mut request = request.clone();
            request.headers.insert("authorization".into(), format!("Bearer {SECRET}"));
            Ok(request)
        };
        drive(&mut push, random, well, sent_as, |records| intent = records.into_iter().last(), checks);
        assert_silent(&words(push.outcome()));
    }
}
