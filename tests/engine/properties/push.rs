//! A push with a system that answers whatever it likes: it ends, asks only for valid things, and
//! writes nothing whose intent was not saved.

use super::{any_json, config, mutated, with_a_value_replaced};
use crate::common::{CASES, CONNECTORS, answer, came, connector, options, well_answered, writes};
use case_connectors::error::Code;
use case_connectors::http::{Request, Response};
use case_connectors::machine::Machine;
use case_connectors::push::{Event, FailReason, Next, Outcome, Push, PushState, Record, Step};
use case_connectors::systems::Connector;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// More requests than any push of the small samples can need, even when everything is tried again.
const MOST: usize = 600;

/// How the system behaves for one request.
#[derive(Debug, Clone)]
enum Reply {
    Well { found: bool },
    Changed { found: bool, bytes: prop::sample::Index, with: u8 },
    Replaced { found: bool, at: prop::sample::Index, with: Value },
    Json(u16, Value),
    Bytes(u16, Vec<u8>),
    Refused(u16, BTreeMap<String, String>),
    Silent(FailReason),
}

fn any_status() -> impl Strategy<Value = u16> {
    prop_oneof![
        prop::sample::select(vec![
            0_u16, 200, 201, 204, 301, 400, 401, 403, 404, 409, 410, 412, 429, 500, 502, 503, 504
        ]),
        any::<u16>()
    ]
}

fn any_headers() -> impl Strategy<Value = BTreeMap<String, String>> {
    let name = prop::sample::select(vec!["retry-after", "x-ratelimit-reset", "content-type", "location"]);
    let value = prop::sample::select(vec![
        "0",
        "1",
        "-5",
        "3600",
        "99999999999999999999",
        "soon",
        "Mon, 14 Sep 2026 08:33:09 GMT",
        "1793606401",
        "2026-11-02T08:00:01Z",
        "text/html",
        "application/json",
    ]);
    prop::collection::vec((name, value), 0..3)
        .prop_map(|pairs| pairs.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect())
}

fn any_reply() -> impl Strategy<Value = Reply> {
    let reason = prop::sample::select(vec![
        FailReason::NoAnswer,
        FailReason::TimedOut,
        FailReason::Aborted,
        FailReason::NotSent,
    ]);
    prop_oneof![
        8 => any::<bool>().prop_map(|found| Reply::Well { found }),
        2 => (any::<bool>(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(found, bytes, with)| Reply::Changed { found, bytes, with }),
        3 => (any::<bool>(), any::<prop::sample::Index>(), any_json()).prop_map(|(found, at, with)| Reply::Replaced { found, at, with }),
        2 => (any_status(), any_json()).prop_map(|(status, json)| Reply::Json(status, json)),
        1 => (any_status(), prop::collection::vec(any::<u8>(), 0..60)).prop_map(|(status, bytes)| Reply::Bytes(status, bytes)),
        3 => (any_status(), any_headers()).prop_map(|(status, headers)| Reply::Refused(status, headers)),
        2 => reason.prop_map(Reply::Silent),
    ]
}

/// The answer, or why there is none.
fn respond(reply: &Reply, request: &Request) -> Result<Response, FailReason> {
    Ok(match reply {
        Reply::Well { found } => well_answered(request, *found),
        Reply::Changed { found, bytes, with } => {
            let response = well_answered(request, *found);
            let mut body = response.body().unwrap().to_vec();
            if !body.is_empty() {
                let at = bytes.index(body.len());
                body[at] = *with;
            }
            came(response.status(), response.headers().clone(), body)
        }
        Reply::Replaced { found, at, with } => {
            let mut response = well_answered(request, *found);
            if let Some(mut json) = response.json() {
                let mut places = Vec::new();
                super::pointers(&json, String::new(), &mut places);
                *json.pointer_mut(&places[at.index(places.len())]).unwrap() = with.clone();
                response = came(response.status(), response.headers().clone(), json.to_string().into_bytes());
            }
            response
        }
        Reply::Json(status, json) => answer(*status, json),
        Reply::Bytes(status, bytes) => came(*status, BTreeMap::new(), bytes.clone()),
        Reply::Refused(status, headers) => {
            let body = json!({ "error": { "message": "no", "detail": "because" }, "errorMessages": ["no"], "success": false, "message": "no" });
            came(*status, headers.clone(), body.to_string().into_bytes())
        }
        Reply::Silent(reason) => return Err(*reason),
    })
}

/// What a push did.
#[derive(Debug, PartialEq)]
struct Run {
    asked: Vec<Next>,
    records: Vec<Record>,
    outcome: Outcome,
}

/// Drives a push to its end, or until `stop` things were asked for, and checks the protocol on the way.
fn drive(
    case: &[u8],
    connector: &Connector,
    journal: &[Record],
    stop: usize,
    mut reply: impl FnMut(&Request) -> Result<Response, FailReason>,
) -> Result<Run, TestCaseError> {
    let mut push = Push::new(case.to_vec(), &[], connector.clone(), journal, options()).unwrap();
    let (mut asked, mut records, mut sent) = (Vec::new(), Vec::<Record>::new(), 0);
    while asked.len() < stop {
        let next = push.next();
        if !matches!(next, Next::Wait { .. }) {
            prop_assert_eq!(&push.next(), &next, "the same until the reply has come");
        }
        asked.push(next.clone());
        match next {
            Next::Save { records: new } => {
                prop_assert!(!new.is_empty());
                prop_assert_eq!(push.receive(1, &Response::default()).unwrap_err().code, Code::PushState);
                records.extend(new);
                push.saved().unwrap();
            }
            Next::Send { id, request, .. } => {
                sent += 1;
                prop_assert!(
                    sent <= MOST,
                    "still sending after {MOST} requests: {} {}",
                    request.method.as_str(),
                    request.url
                );
                prop_assert!(request.check().is_ok() && connector.base().contains(&request.url), "{:?}", request);
                prop_assert!(!request.headers.contains_key("authorization"));
                if writes(&request) {
                    let open = records.last().map(|record| &record.event);
                    let announced = matches!(open, Some(Event::Intent { request: saved, .. }) if *saved == request);
                    prop_assert!(announced, "sent before its intent was saved: {:?}", request);
                }
                prop_assert_eq!(push.saved().unwrap_err().code, Code::PushState);
                prop_assert_eq!(
                    push.receive(id.wrapping_add(1), &Response::default()).unwrap_err().code,
                    Code::PushState
                );
                match reply(&request) {
                    Ok(response) => push.receive(id, &response).unwrap(),
                    Err(reason) => push.fail(id, reason, None).unwrap(),
                }
            }
            Next::Wait { ms, .. } => prop_assert!(ms <= 200_000, "{ms} ms is too long for a page"),
            Next::Done => break,
        }
    }
    let outcome = push.outcome();
    let ended = matches!(asked.last(), Some(Next::Done));
    prop_assert!(!ended || outcome.state != PushState::Running);
    prop_assert_eq!(outcome.error.is_some(), matches!(outcome.state, PushState::Failed | PushState::Unknown));
    if let Some(case) = &outcome.updated_case {
        prop_assert!(serde_json::from_slice::<Value>(case).is_ok());
    }
    Ok(Run { asked, records, outcome })
}

/// By its index, so that a failure does not print a whole case.
fn small_case() -> impl Strategy<Value = usize> {
    0_usize..3
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn a_push_ends_whatever_the_system_answers(
        case in small_case(), name in prop::sample::select(&CONNECTORS[..]), replies in prop::collection::vec(any_reply(), 1..14)
    ) {
        let (connector, case) = (connector(name), CASES[case].1);
        // The last ones come again and again: a system does not become well by being asked.
        let run = || {
            let mut cycle = replies.iter().cycle();
            drive(case, &connector, &[], usize::MAX, |request| respond(cycle.next().unwrap(), request))
        };
        let first = run()?;
        // The same answers give the same requests, to the byte.
        prop_assert_eq!(&run()?, &first);
        // What was saved is enough for the next one to go on, and with a well system to complete or to say why not.
        let second = drive(case, &connector, &first.records, usize::MAX, |request| Ok(well_answered(request, true)))?;
        prop_assert!(second.outcome.state != PushState::Running);
    }

    #[test]
    fn a_push_that_stopped_anywhere_goes_on_from_its_journal(
        case in small_case(), name in prop::sample::select(&CONNECTORS[..]), stop in 0_usize..30
    ) {
        let (connector, case) = (connector(name), CASES[case].1);
        // What was created is found from then on.
        let system = |mut created: bool| move |request: &Request| {
            let answer = well_answered(request, created);
            created |= writes(request);
            Ok(answer)
        };
        let first = drive(case, &connector, &[], stop, system(false))?;
        let journal: Vec<Record> = serde_json::from_str(&serde_json::to_string(&first.records).unwrap()).unwrap();
        prop_assert_eq!(&journal, &first.records);
        let created = first.records.iter().any(|r| r.step == Step::Create && matches!(r.event, Event::Receipt(_)));
        let second = drive(case, &connector, &journal, usize::MAX, system(created))?;
        let creates = |run: &Run| run.asked.iter().filter(|next| matches!(next, Next::Send { request, .. } if is_create(request))).count();
        prop_assert!(!created || creates(&second) == 0, "a second incident");
        // One system shows its comments to nobody who did not write any: then a person settles it.
        prop_assert!(matches!(second.outcome.state, PushState::Complete | PushState::Unknown), "{:?}", second.outcome.error);
    }

    #[test]
    fn a_damaged_answer_is_an_error_with_the_status(
        name in prop::sample::select(&CONNECTORS[..]), step in 0_usize..6, found in any::<bool>(), seed in any::<prop::sample::Index>(), json in any_json()
    ) {
        let connector = connector(name);
        let mut number = 0;
        let run = drive(CASES[1].1, &connector, &[], usize::MAX, |request| {
            number += 1;
            let reply = if number == step + 1 { Reply::Replaced { found, at: seed, with: json.clone() } } else { Reply::Well { found } };
            respond(&reply, request)
        })?;
        if let Some(error) = run.outcome.error {
            prop_assert!(!error.message.is_empty() && !error.remedy().is_empty());
        }
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_damaged_journal_is_refused_or_used_without_a_panic(
        bytes in Just(()).prop_flat_map(|()| mutated(journal_bytes())), json in with_a_value_replaced(serde_json::from_slice(&journal_bytes()).unwrap())
    ) {
        for bytes in [bytes, json.to_string().into_bytes()] {
            match case_connectors::push::read_journal(&bytes) {
                Ok(records) => drop(drive(CASES[0].1, &connector("jira_cloud"), &records, usize::MAX, |request| Ok(well_answered(request, true)))?),
                Err(error) => prop_assert_eq!(error.code, Code::JournalInvalid),
            }
        }
    }
}

fn journal_bytes() -> Vec<u8> {
    let run = drive(CASES[0].1, &connector("jira_cloud"), &[], 7, |request| Ok(well_answered(request, false))).unwrap();
    serde_json::to_vec(&run.records).unwrap()
}

fn is_create(request: &Request) -> bool {
    let path = request.url.split('?').next().unwrap();
    let body: Value = serde_json::from_str(request.body.as_deref().unwrap_or("null")).unwrap();
    match path.rsplit('/').next().unwrap() {
        "incident" | "issue" | "incidents" => writes(request),
        "x_elas2_inc_int_elastic_incident" => body.get("elastic_incident_id").is_none(),
        _ => false,
    }
}

#[test]
fn a_list_of_comments_without_end_does_not_keep_a_push_busy() {
    // A server that takes no notice of startAt, and says each time that there is more.
    for name in ["jira_cloud", "jira_data_center"] {
        let run = drive(CASES[0].1, &connector(name), &[], usize::MAX, |request| {
            if request.url.contains("/comment?") {
                return Ok(answer(
                    200,
                    &json!({ "startAt": 0, "maxResults": 1, "total": 9, "comments": [{ "id": "7", "body": "x" }] }),
                ));
            }
            Ok(well_answered(request, true))
        });
        let run = run.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(run.outcome.state, PushState::Failed, "{name}");
    }
}

#[test]
fn an_update_that_is_refused_again_and_again_ends() {
    type Refusal = fn() -> Result<Response, FailReason>;
    let refusals: [(&str, Refusal); 5] = [
        ("success:false", || {
            Ok(answer(
                200,
                &json!({ "success": false, "message": "stale", "result": [{ "status": "error", "error_message": "no" }] }),
            ))
        }),
        ("409", || Ok(answer(409, &json!({ "message": "conflict" })))),
        ("429", || Ok(answer(429, &json!({})))),
        ("503", || Ok(answer(503, &json!({})))),
        ("silence", || Err(FailReason::TimedOut)),
    ];
    let mut endless = Vec::new();
    for name in CONNECTORS {
        for (what, refuse) in refusals {
            let mut created = false;
            let run = drive(CASES[0].1, &connector(name), &[], usize::MAX, |request| {
                created |= writes(request);
                if writes(request) { refuse() } else { Ok(well_answered(request, true)) }
            });
            assert!(created || run.is_ok(), "{name} {what}: nothing was updated");
            match run {
                Ok(run) if matches!(run.outcome.state, PushState::Failed | PushState::Unknown) => {}
                Ok(run) => endless.push(format!("{name} {what}: {:?}", run.outcome.state)),
                Err(error) => endless.push(format!("{name} {what}: {error}")),
            }
        }
    }
    assert!(endless.is_empty(), "{}", endless.join("\n"));
}
