//! A push of each system with answers of whatever bytes, at every step: it ends, and nothing is
//! written whose intent was not saved.
#![no_main]

#[allow(dead_code, reason = "shared with the engine's tests, which use more of it")]
#[path = "../../engine/common/systems.rs"]
mod common;
#[path = "../input.rs"]
mod input;

use case_connectors::http::{Request, Response};
use case_connectors::machine::Machine;
use case_connectors::push::{Event, FailReason, Next, Push, PushState, Record};
use common::{CASES, CONNECTORS, came, connector, options, well_answered, writes};
use input::Input;
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;

/// More requests than a push of a small sample can need.
const MOST: usize = 600;

const STATUS: [u16; 16] = [200, 201, 204, 0, 301, 400, 401, 403, 404, 409, 429, 500, 502, 503, 412, 999];
const HEADERS: [(&str, &str); 4] = [
    ("retry-after", "1"),
    ("x-ratelimit-reset", "2026-11-02T08:00:01Z"),
    ("content-type", "text/html"),
    ("retry-after", "soon"),
];

/// A good answer, one with a piece replaced, one of whatever bytes, or none.
fn reply(input: &mut Input<'_>, request: &Request) -> Result<Response, FailReason> {
    let kind = input.byte();
    let mut response = well_answered(request, kind & 1 == 1);
    match kind >> 1 & 7 {
        0..=2 => {}
        3 | 4 => {
            let mut body = response.body().unwrap_or_default().to_vec();
            input.edit(&mut body);
            response = came(response.status(), response.headers().clone(), body);
        }
        5 => {
            let length = usize::from(input.byte());
            let body = input.take(length).to_vec();
            response = came(STATUS[usize::from(input.byte() & 15)], response.headers().clone(), body);
        }
        6 => {
            let status = STATUS[usize::from(input.byte() & 15)];
            let (name, value) = HEADERS[usize::from(input.byte() & 3)];
            let headers = BTreeMap::from([(name.to_owned(), value.to_owned())]);
            response = came(status, headers, response.body().unwrap_or_default().to_vec());
        }
        _ => {
            return Err(match input.byte() & 3 {
                0 => FailReason::NoAnswer,
                1 => FailReason::TimedOut,
                2 => FailReason::Aborted,
                _ => FailReason::NotSent,
            });
        }
    }
    Ok(response)
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input(bytes);
    let choice = usize::from(input.byte());
    let connector = connector(CONNECTORS[choice % CONNECTORS.len()]);
    let case = CASES[choice / CONNECTORS.len() % 3].1;
    let mut journal: Vec<Record> = Vec::new();
    // The second push takes up the journal of the first, with answers of the same input.
    for _ in 0..2 {
        let mut push =
            Push::new(case.to_vec(), &[], connector.clone(), &journal, options()).expect("the sample is a case");
        let again = input.0;
        let mut sent = 0;
        loop {
            match push.next() {
                Next::Save { records } => {
                    journal.extend(records);
                    push.saved().expect("a save was asked for");
                }
                Next::Send { id, request, .. } => {
                    sent += 1;
                    assert!(sent <= MOST, "still sending after {MOST} requests: {}", request.url);
                    assert!(connector.base().contains(&request.url) && request.check().is_ok());
                    if writes(&request) {
                        let event = journal.last().map(|record| &record.event);
                        assert!(matches!(event, Some(Event::Intent { request: saved, .. }) if *saved == request));
                    }
                    // The same answers again and again: a system does not become well by being asked.
                    if input.0.is_empty() {
                        input.0 = again;
                    }
                    match reply(&mut input, &request) {
                        Ok(response) => push.receive(id, &response),
                        Err(reason) => push.fail(id, reason, None),
                    }
                    .expect("an answer was asked for");
                }
                Next::Wait { ms, .. } => assert!(ms <= 200_000),
                Next::Done => break,
            }
        }
        assert!(push.outcome().state != PushState::Running);
    }
});
