use super::{Effect, Moment, Run};
use crate::connector::{Draft, Rules, Secrets};
use crate::delegate::{self, DelegatedPush, Kibana};
use crate::doctor::{CheckState, Checkup, WebPage};
use crate::error::{Code, Error};
use crate::host::exchange::Failure;
use crate::host::journal::{Journal, Whose};
use crate::host::open::Host;
use crate::host::pauses::Pause;
use crate::host::pending::{Pending, State};
use crate::host::record::{Change, Table};
use crate::http::{FailReason, Request, Response};
use crate::push::{Options, Push, PushState};
use crate::systems::Connector;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const NOW: Moment = Moment { now_ms: 1_789_374_780_000, jitter: 0.0 };
const CASE: &str = r#"{"id":"c","title":"Phishing","description":"text","created_at":"2026-09-14T07:31:08Z"}"#;

fn draft() -> Draft {
    serde_json::from_value(json!({ "id": "sn", "type": ".servicenow", "name": "SN",
        "config": { "apiUrl": "https://dev.service-now.com", "username": "bot" } }))
    .unwrap()
}

fn pending() -> Pending {
    Pending {
        case_id: "c".into(),
        connector_id: "sn".into(),
        title: "Phishing".into(),
        queued_at: None,
        started_at: "2026-09-14T08:33:00.000Z".into(),
        pushed_by: None,
        state: State::Running,
        error: None,
        order: None,
        put: None,
    }
}

fn push(rows: &str, keys: &[&str]) -> Run {
    push_of(CASE, rows, keys)
}

fn push_of(case: &str, rows: &str, keys: &[&str]) -> Run {
    let connector = Connector::new(draft()).unwrap();
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    let whose = Whose { case_id: "c", connector: &connector };
    let journal = Journal::read(whose, &keys, rows.as_bytes(), "2026-09-14T08:33:00.000Z").unwrap();
    let options = Options::new("2026-09-14T08:33:00.000Z");
    let push = Push::new(case.into(), &[], connector.clone(), &journal.records, options).unwrap();
    Run::push(
        push,
        connector,
        Some(Secrets::from([("password", "s3cret")])),
        pending(),
        journal,
        &Host::default().accounts,
    )
}

/// The next effect, and what it writes or sends.
fn next(run: &mut Run, host: &mut Host) -> (&'static str, Vec<Change>) {
    match run.next(host, NOW) {
        Effect::Write { changes, .. } => ("write", changes),
        Effect::Send { .. } => ("send", Vec::new()),
        Effect::Wait { .. } => ("wait", Vec::new()),
        Effect::Done { .. } => ("done", Vec::new()),
    }
}

fn begin(run: &mut Run, host: &mut Host) {
    assert_eq!(next(run, host).0, "write");
    run.written().unwrap();
}

fn answer(run: &mut Run, host: &mut Host, answer: Result<Response, Failure>) -> super::Told {
    let sent = run.outgoing(host).unwrap().ok().map(|outgoing| outgoing.request);
    run.answered(host, sent, answer, (NOW.now_ms - 20, NOW.now_ms))
}

fn came(status: u16, headers: std::collections::BTreeMap<String, String>, body: Vec<u8>) -> Response {
    Response::received(&Request::get(String::new()), status, headers, body)
}

fn ok(body: &Value) -> Response {
    came(200, [("content-type".to_owned(), "application/json".to_owned())].into(), body.to_string().into())
}

fn stored(changes: &[Change], wanted: Table) -> Vec<Value> {
    let value = |change: &Change| match change {
        Change::Put { table, value, .. } | Change::Add { table, value, .. } if *table == wanted => Some(value.clone()),
        _ => None,
    };
    changes.iter().filter_map(value).collect()
}

#[test]
fn a_push_is_pending_before_anything_is_sent_and_no_more_once_it_is_complete() {
    let (mut host, mut run) = (Host::default(), push("[]", &[]));
    assert!(run.outgoing(&host).is_none(), "nothing is sent before it is kept");
    let (kind, changes) = next(&mut run, &mut host);
    assert_eq!((kind, stored(&changes, Table::Pending)[0]["state"].as_str()), ("write", Some("running")));
    run.written().unwrap();
    let connector = Connector::new(draft()).unwrap();
    let incident = json!({ "sys_id": "a".repeat(32), "number": "INC1", "short_description": "Phishing",
        "correlation_id": crate::push::mark("c", &connector) });
    let (mut intents, mut is_created) = (Vec::new(), false);
    loop {
        match next(&mut run, &mut host) {
            ("write", changes) => {
                let of_intents = changes
                    .iter()
                    .filter(|change| matches!(change, Change::Add { value, .. } if value["event"]["kind"] == "intent"));
                intents.extend(of_intents.map(|change| change.key().to_owned()));
                let ends = changes.contains(&Change::remove(Table::Pending, pending().key()));
                if ends {
                    // The bodies that were sent need not be kept.
                    assert!(!intents.is_empty());
                    assert!(intents.iter().all(|key| changes.contains(&Change::remove(Table::Journal, key))));
                }
                run.written().unwrap();
            }
            ("send", _) => {
                let sent = run.outgoing(&host).unwrap().unwrap();
                assert!(sent.request.headers.contains_key("authorization"));
                let writes = sent.request.method.as_str() != "GET";
                let found = match (writes, is_created) {
                    (true, _) => incident.clone(),
                    (false, true) => json!([incident]),
                    (false, false) => json!([]),
                };
                is_created |= writes;
                answer(&mut run, &mut host, Ok(ok(&json!({ "result": found }))));
            }
            (kind, _) => break assert_eq!(kind, "done"),
        }
    }
    assert_eq!(run.outcome().unwrap().state, PushState::Complete);
}

/// What the journal gets of a push whose create the system answers with another title, and what goes at its end; the title in
/// the answers to all other reads.
fn passed_over(run: &mut Run, host: &mut Host, mut each: impl FnMut(&[Change])) {
    let connector = Connector::new(draft()).unwrap();
    let incident = json!({ "sys_id": "a".repeat(32), "number": "INC1", "short_description": "Another title",
        "correlation_id": crate::push::mark("c", &connector) });
    let mut is_created = false;
    loop {
        match next(run, host) {
            ("write", changes) => {
                each(&changes);
                run.written().unwrap();
            }
            ("send", _) => {
                is_created |= run.outgoing(host).unwrap().unwrap().request.method.as_str() != "GET";
                let found = if is_created { json!([incident]) } else { json!([]) };
                let is_write = run.asked.as_ref().is_some_and(|asked| asked.request.method.as_str() != "GET");
                let found = if is_write { incident.clone() } else { found };
                answer(run, host, Ok(ok(&json!({ "result": found }))));
            }
            (kind, _) => break assert_eq!(kind, "done"),
        }
    }
}

#[test]
fn what_a_push_has_learned_is_kept_until_it_is_told_and_goes_in_the_write_that_ends_it() {
    let (mut host, mut run) = (Host::default(), push("[]", &[]));
    let (mut rows, mut passing) = (Vec::new(), Vec::new());
    let mut ending = Vec::new();
    passed_over(&mut run, &mut host, |changes| {
        for change in changes {
            if let Change::Add { table: Table::Journal, key, value } = change {
                rows.push((key.clone(), value.clone()));
            }
        }
        ending = changes.to_vec();
    });
    let kinds: Vec<&str> = rows.iter().map(|(_, row)| row["event"]["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"warned") && kinds.iter().filter(|kind| **kind == "complete").count() == 1, "{kinds:?}");
    let complete = stored(&ending, Table::Journal);
    assert_eq!(complete.iter().map(|it| &it["event"]["kind"]).collect::<Vec<_>>(), ["complete"]);
    passing.extend(rows.iter().filter(|(_, row)| matches!(row["event"]["kind"].as_str(), Some("intent" | "warned"))));
    assert!(passing.iter().all(|(key, _)| ending.contains(&Change::remove(Table::Journal, key))), "{ending:?}");
    assert!(ending.contains(&Change::remove(Table::Pending, pending().key())));
    let told = |run: &Run| run.outcome().unwrap().warnings.iter().map(|it| it.field.clone()).collect::<Vec<_>>();
    assert_eq!(told(&run), ["description", "short_description"]);

    // Where that write was never made, the next push tells it; and after it none does.
    let again = |rows: &[&(String, Value)]| {
        let keys: Vec<&str> = rows.iter().map(|(key, _)| key.as_str()).collect();
        let list = Value::from(rows.iter().map(|(_, row)| row.clone()).collect::<Vec<_>>());
        let mut run = push(&list.to_string(), &keys);
        passed_over(&mut run, &mut Host::default(), |_| ());
        told(&run)
    };
    let unended: Vec<_> = rows.iter().filter(|(_, row)| row["event"]["kind"] != "complete").collect();
    assert_eq!(again(&unended), ["description", "short_description"]);
    let stay: Vec<_> = rows.iter().filter(|row| !passing.contains(row)).collect();
    assert_eq!(again(&stay), Vec::<String>::new());
}

#[test]
fn a_push_that_finds_nothing_to_do_makes_one_write_and_the_journal_does_not_grow() {
    let (mut host, mut run) = (Host::default(), push("[]", &[]));
    let mut rows = BTreeMap::new();
    let mut keep = |changes: &[Change]| {
        for change in changes {
            match change {
                Change::Add { table: Table::Journal, key, value } => drop(rows.insert(key.clone(), value.clone())),
                Change::Remove { table: Table::Journal, key } => drop(rows.remove(key)),
                _ => {}
            }
        }
        rows.clone()
    };
    passed_over(&mut run, &mut host, |changes| drop(keep(changes)));
    let written_back = String::from_utf8(run.outcome().unwrap().updated_case.unwrap()).unwrap();
    let kept = keep(&[]).len();
    for case in [written_back.as_str(), CASE, &written_back] {
        let before = keep(&[]);
        let keys: Vec<&str> = before.keys().map(String::as_str).collect();
        let list = Value::from(before.values().cloned().collect::<Vec<_>>());
        let mut run = push_of(case, &list.to_string(), &keys);
        let (effect, changes) = next(&mut run, &mut host);
        assert_eq!((effect, stored(&changes, Table::Cases).len()), ("write", 0));
        let after = keep(&changes);
        assert_eq!((after.len(), after != before), (kept, true));
        run.written().unwrap();
        assert_eq!(next(&mut run, &mut host).0, "done");
    }
}

#[test]
fn a_push_that_cannot_be_kept_does_not_begin_and_one_that_cannot_be_closed_has_ended() {
    let (mut host, mut run) = (Host::default(), push("[]", &[]));
    next(&mut run, &mut host);
    assert_eq!(run.not_written(Error::new(Code::StoreFull)).unwrap_err().code, Code::StoreFull);

    let mut run = push("[]", &[]);
    begin(&mut run, &mut host);
    run.abort(false);
    let (_, changes) = next(&mut run, &mut host);
    assert_eq!(stored(&changes, Table::Pending)[0]["error"]["code"], "ABORTED");
    run.not_written(Error::new(Code::StoreFull)).unwrap();
    assert_eq!(next(&mut run, &mut host).0, "done");
}

#[test]
fn an_intent_that_is_not_kept_is_not_sent() {
    let (mut host, mut run) = (Host::default(), push("[]", &[]));
    begin(&mut run, &mut host);
    loop {
        match next(&mut run, &mut host) {
            ("send", _) => drop(answer(&mut run, &mut host, Ok(ok(&json!({ "result": [] }))))),
            ("write", _) => break,
            other => panic!("{other:?}"),
        }
    }
    run.not_written(Error::new(Code::StoreFailed)).unwrap();
    assert!(run.outgoing(&host).is_none());
    let (_, changes) = next(&mut run, &mut host);
    assert_eq!(stored(&changes, Table::Pending)[0]["state"], "failed");
    assert_eq!(run.outcome().unwrap().error.unwrap().code, Code::StoreFailed);
}

#[test]
fn who_has_lost_its_lease_leaves_the_end_to_who_has_it() {
    let (mut host, mut run) = (Host::default(), push("[]", &[]));
    begin(&mut run, &mut host);
    while next(&mut run, &mut host).0 == "send" {
        answer(&mut run, &mut host, Ok(ok(&json!({ "result": [] }))));
    }
    run.not_written(Error::new(Code::StoreConflict)).unwrap();
    assert_eq!(next(&mut run, &mut host), ("done", Vec::new()));
    assert_eq!(run.outcome().unwrap().error.unwrap().code, Code::StoreConflict);
}

#[test]
fn damaged_records_are_set_aside_in_the_first_write() {
    let (mut host, mut run) = (Host::default(), push(r#"[{"seq":0}]"#, &["c\u{0}sn\u{0}0000000000"]));
    let (_, changes) = next(&mut run, &mut host);
    assert_eq!(stored(&changes, Table::Aside)[0]["key"], "c\u{0}sn\u{0}0000000000");
    assert_eq!(stored(&changes, Table::Journal)[0]["event"]["kind"], "lost");
}

#[test]
fn what_was_not_sent_yet_is_stopped_without_a_trace_of_doubt() {
    let (mut host, mut run) = (Host::default(), push("[]", &[]));
    begin(&mut run, &mut host);
    while !matches!(&run.asked, Some(asked) if asked.request.method.as_str() == "POST") {
        match next(&mut run, &mut host) {
            ("write", _) => run.written().unwrap(),
            ("send", _) if run.asked.as_ref().is_some_and(|asked| asked.request.method.as_str() == "GET") => {
                answer(&mut run, &mut host, Ok(ok(&json!({ "result": [] }))));
            }
            ("send", _) => {}
            other => panic!("{other:?}"),
        }
    }
    // The create waits for a place; its intent is kept.
    run.abort(false);
    let (_, changes) = next(&mut run, &mut host);
    assert_eq!(stored(&changes, Table::Journal)[0]["event"], json!({ "kind": "rejected", "code": "ABORTED" }));
    run.written().unwrap();
    assert_eq!(run.outcome().unwrap().state, PushState::Failed);
}

#[test]
fn what_a_stop_of_the_queue_has_reached_is_still_to_be_done_and_all_else_has_a_result() {
    for (status, queue_stopped, left) in [
        (None, true, (Some("queued"), None)),
        (None, false, (Some("failed"), Some("ABORTED"))),
        // It had ended before it was reached.
        (Some(401), true, (Some("failed"), Some("AUTH_FAILED"))),
    ] {
        let (mut host, mut run) = (Host::default(), push("[]", &[]));
        let super::Task::Push(task) = &mut run.task else { panic!() };
        task.pending.order = Some(3);
        begin(&mut run, &mut host);
        assert_eq!(next(&mut run, &mut host).0, "send");
        if let Some(status) = status {
            answer(&mut run, &mut host, Ok(came(status, [].into(), Vec::new())));
        }
        run.abort(queue_stopped);
        let (mut pending, mut results) = (Vec::new(), Vec::new());
        while let Effect::Write { changes, .. } = run.next(&mut host, NOW) {
            pending.extend(stored(&changes, Table::Pending));
            results.extend(stored(&changes, Table::Results));
            run.written().unwrap();
        }
        let state = pending.last().and_then(|pending| pending["state"].as_str());
        let code = results.last().and_then(|result| result["error"]["code"].as_str());
        assert_eq!((state, code), left, "{status:?} {queue_stopped}");
    }
}

#[test]
fn a_login_is_taken_once_the_push_goes_on_from_an_answer() {
    let (mut host, mut run) = (Host::default(), push("[]", &[]));
    begin(&mut run, &mut host);
    let mut taken = Vec::new();
    let mut limits = [true, false, true].into_iter();
    loop {
        match run.next(&mut host, NOW) {
            Effect::Wait { ms, taken: is_taken, .. } => {
                taken.push(is_taken);
                host.pauses.end("https://dev.service-now.com", NOW.now_ms);
                assert!(ms > 0);
                run.tick(NOW.now_ms + i64::from(ms));
            }
            Effect::Send { .. } => {
                // The first request and the first write meet a limit.
                let limited = || came(429, [("retry-after".to_owned(), "1".to_owned())].into(), Vec::new());
                match limits.next() {
                    Some(true) => drop(answer(&mut run, &mut host, Ok(limited()))),
                    Some(false) => drop(answer(&mut run, &mut host, Ok(ok(&json!({ "result": [] }))))),
                    None => break,
                }
            }
            Effect::Write { .. } => run.written().unwrap(),
            Effect::Done { .. } => break,
        }
    }
    assert_eq!((taken.first(), taken.last()), (Some(&false), Some(&true)));
}

#[test]
fn what_timed_out_is_sent_again_a_limit_and_all_looks_later_however_soon_the_host_gave_up() {
    for (limit, waits) in [(None, 36_000), (Some(5_000), 61_000), (Some(120_000), 36_000)] {
        let (mut host, mut run) = (Host::default(), push("[]", &[]).within(limit));
        begin(&mut run, &mut host);
        let (mut waited, mut sent) = (0, 0);
        while sent < 2 {
            match run.next(&mut host, NOW) {
                Effect::Write { .. } => run.written().unwrap(),
                Effect::Wait { ms, .. } => waited += ms,
                Effect::Send { .. } if run.outgoing(&host).unwrap().unwrap().request.method.as_str() == "GET" => {
                    answer(&mut run, &mut host, Ok(ok(&json!({ "result": [] }))));
                }
                Effect::Send { .. } => {
                    sent += 1;
                    let error = Error::new(Code::TimedOut);
                    answer(&mut run, &mut host, Err(Failure { reason: FailReason::TimedOut, error }));
                }
                Effect::Done { .. } => panic!("it ends {:?}", run.outcome()),
            }
        }
        assert_eq!(waited, waits, "{limit:?}");
    }
}

#[test]
fn a_pause_is_told_stored_and_waited_for() {
    let (mut host, mut run) = (Host::default(), push("[]", &[]));
    begin(&mut run, &mut host);
    assert_eq!(next(&mut run, &mut host).0, "send");
    let refused = came(429, [("retry-after".to_owned(), "7".to_owned())].into(), Vec::new());
    let told = answer(&mut run, &mut host, Ok(refused));
    assert_eq!(json!(told.pause)["baseUrl"], "https://dev.service-now.com");
    assert_eq!(stored(&told.changes, Table::Pauses).len(), 1);
    let mut other = push("[]", &[]);
    begin(&mut other, &mut host);
    let Effect::Wait { ms, taken, progress } = other.next(&mut host, NOW) else { panic!() };
    assert_eq!((ms, taken, progress["waitMs"].as_u64()), (7_000, false, Some(7_000)));
    let later = Moment { now_ms: NOW.now_ms + 7_000, ..NOW };
    assert!(matches!(other.next(&mut host, later), Effect::Send { .. }));

    // Longer than anybody waits: nothing is sent.
    let refused = came(429, [("retry-after".to_owned(), "3000".to_owned())].into(), Vec::new());
    answer(&mut other, &mut host, Ok(refused));
    let mut third = push("[]", &[]);
    begin(&mut third, &mut host);
    while next(&mut third, &mut host).0 == "wait" {}
    assert!(third.outgoing(&host).is_none());
    assert_eq!(third.outcome().unwrap().error.unwrap().code, Code::RateLimited);
}

#[test]
fn a_log_hears_of_requests_without_their_secrets_and_only_where_somebody_listens() {
    for tells_exchanges in [true, false] {
        let mut host = Host { tells_exchanges, ..Host::default() };
        let mut run = push("[]", &[]);
        begin(&mut run, &mut host);
        next(&mut run, &mut host);
        let redaction = run.outgoing(&host).unwrap().unwrap().redaction;
        let body = b"the password s3cret is wrong, as is Basic Ym90OnMzY3JldA==".to_vec();
        let echo = Response::cleaned(&redaction, 401, [].into(), Some(body));
        let told = answer(&mut run, &mut host, Ok(echo));
        assert_eq!(told.exchange.is_some(), tells_exchanges);
        let outcome = json!(run.outcome()).to_string();
        assert!(
            outcome.contains("[redacted]") && !outcome.contains("s3cret") && !outcome.contains("Ym90"),
            "{outcome}"
        );
        let Some(exchange) = told.exchange else { continue };
        let exchange = json!(exchange);
        assert!(!exchange.to_string().contains("s3cret") && exchange["answer"]["body"] != json!(null), "{exchange}");
        assert_eq!((exchange["ms"].as_f64(), exchange["caseId"].as_str()), (Some(20.0), Some("c")));
        assert!(exchange["request"]["headers"].get("authorization").is_none());
    }
}

#[test]
fn a_push_without_its_secret_sends_nothing() {
    let (mut host, mut run) = (Host::default(), push("[]", &[]));
    let super::Task::Push(task) = &mut run.task else { panic!() };
    task.secrets = None;
    begin(&mut run, &mut host);
    next(&mut run, &mut host);
    let error = run.outgoing(&host).unwrap().unwrap_err();
    assert_eq!(error.code, Code::SecretMissing);
    run.answered(&mut host, None, Err(Failure::not_sent(error)), (0, 0));
    assert_eq!(run.outcome().unwrap().error.unwrap().code, Code::SecretMissing);
}

#[test]
fn an_intent_of_kibana_stays_until_the_push_is_known_to_have_arrived() {
    let kibana = Kibana::new("https://kibana.example", None).unwrap();
    let options = delegate::Options::new("2026-09-14T08:33:00.000Z");
    let push = DelegatedPush::new(kibana.clone(), "c".into(), "sn".into(), None, &options).unwrap();
    let (mut host, key) = (Host::default(), "c\0https://kibana.example\0sn\0".to_owned());
    let mut run = Run::kibana(push, kibana, pending(), key.clone());
    begin(&mut run, &mut host);
    assert_eq!(next(&mut run, &mut host).0, "send");
    answer(&mut run, &mut host, Ok(ok(&json!({ "id": "c", "title": "t", "external_service": null }))));
    let (_, changes) = next(&mut run, &mut host);
    assert!(matches!(&changes[..], [Change::Put { table: Table::Journal, key: at, .. }] if *at == key));
    run.written().unwrap();
    assert_eq!(next(&mut run, &mut host).0, "send");
    let sent = run.outgoing(&host).unwrap().unwrap();
    assert_eq!((sent.timeout_ms, sent.request.method.as_str()), (300_000, "POST"));
    let aborted = Failure { reason: FailReason::Aborted, error: Error::new(Code::Aborted) };
    answer(&mut run, &mut host, Err(aborted));
    let (_, changes) = next(&mut run, &mut host);
    assert!(
        matches!(&changes[..], [Change::Put { table: Table::Journal, .. }, Change::Put { table: Table::Pending, value, .. }]
        if value["state"] == "unknown")
    );
}

#[test]
fn a_test_keeps_nothing_and_waits_for_no_pause() {
    let mut host = Host::default();
    let refused = came(429, [("retry-after".to_owned(), "3000".to_owned())].into(), Vec::new());
    host.pauses.heed("https://dev.service-now.com", Some(&refused), NOW.now_ms);
    let mut draft = draft();
    draft.secrets = Secrets::from([("password", "s3cret")]);
    let checkup = Checkup::new(&draft, Rules::default(), WebPage::default());
    let mut run = Run::test(checkup, Some(draft.secrets), false).within(Some(77));
    assert_eq!(next(&mut run, &mut host).0, "send");
    assert_eq!(run.outgoing(&host).unwrap().unwrap().timeout_ms, 77);
    run.abort(false);
    assert_eq!(next(&mut run, &mut host).0, "done");
    let report = run.report().unwrap();
    assert!(report.checks.iter().any(|check| check.state == CheckState::Failed), "{report:?}");
}

/// A push to Jira that finds an incident of somebody else; how often it asked which account this is.
fn asks_for_its_account(host: &mut Host, project: &str, token: &str) -> usize {
    let draft: Draft = serde_json::from_value(json!({ "id": "jira", "type": ".jira", "name": "Jira",
        "config": { "apiUrl": "https://jira.example.com", "projectKey": project, "email": "bot" } }))
    .unwrap();
    let connector = Connector::new(draft).unwrap();
    let mark = crate::push::mark("c", &connector);
    let whose = Whose { case_id: "c", connector: &connector };
    let journal = Journal::read(whose, &[], b"[]", "2026-09-14T08:33:00.000Z").unwrap();
    let push = Push::new(CASE.into(), &[], connector.clone(), &[], Options::new("2026-09-14T08:33:00.000Z")).unwrap();
    let secrets = Some(Secrets::from([("apiToken", token)]));
    let mut run = Run::push(push, connector, secrets, pending(), journal, &host.accounts);
    let mut asked = 0;
    loop {
        match next(&mut run, host) {
            ("write", _) => run.written().unwrap(),
            ("send", _) => {
                let sent = run.outgoing(host).unwrap().unwrap().request;
                let body = if sent.url.ends_with("/myself") {
                    asked += 1;
                    json!({ "key": "JIRAUSER1", "displayName": "Bot" })
                } else {
                    json!({ "issues": [{ "id": "1", "key": "SOC-1", "fields": { "labels": [mark],
                        "project": { "key": project }, "creator": { "key": "JIRAUSER2", "displayName": "Eve" } } }] })
                };
                answer(&mut run, host, Ok(ok(&body)));
            }
            (kind, _) => break assert_eq!(kind, "done"),
        }
    }
    assert_eq!(run.outcome().unwrap().error.unwrap().code, Code::IncidentForeign);
    asked
}

#[test]
fn a_connector_asks_once_which_account_it_is_as_long_as_nobody_changes_it() {
    let mut host = Host::default();
    let asked = [("SOC", "a"), ("SOC", "a"), ("SOC", "b"), ("SOC", "b"), ("HR", "b"), ("HR", "b")];
    assert_eq!(asked.map(|(project, token)| asks_for_its_account(&mut host, project, token)), [1, 0, 1, 0, 1, 0]);
    assert_eq!(asks_for_its_account(&mut Host::default(), "HR", "b"), 1, "another session asks again");
}

#[test]
fn who_opens_incidents_is_looked_up_once_for_all_new_incidents_of_a_connector() {
    let mut host = Host::default();
    let looks = |host: &mut Host, secret: &str| {
        let connector = Connector::new(draft()).unwrap();
        let whose = Whose { case_id: "c", connector: &connector };
        let journal = Journal::read(whose, &[], b"[]", "2026-09-14T08:33:00.000Z").unwrap();
        let mut options = Options::new("2026-09-14T08:33:00.000Z");
        options.opened_by = Some("ana".into());
        let push = Push::new(CASE.into(), &[], connector.clone(), &[], options).unwrap();
        let secrets = Some(Secrets::from([("password", secret)]));
        let mut run = Run::push(push, connector, secrets, pending(), journal, &host.accounts);
        let mut looks = 0;
        loop {
            match next(&mut run, host) {
                ("write", _) => run.written().unwrap(),
                ("send", _) => {
                    let sent = run.outgoing(host).unwrap().unwrap().request;
                    let body = if sent.url.contains("/sys_user?") {
                        looks += 1;
                        json!({ "result": [{ "sys_id": "1a", "user_name": "ana" }] })
                    } else if sent.url.contains("sysparm_query") {
                        json!({ "result": [] })
                    } else {
                        assert!(sent.body.as_ref().unwrap().contains("\"caller_id\":\"1a\""), "the create names her");
                        break looks;
                    };
                    answer(&mut run, host, Ok(ok(&body)));
                }
                (kind, _) => panic!("{kind}"),
            }
        }
    };
    assert_eq!(["a", "a", "b", "b"].map(|secret| looks(&mut host, secret)), [1, 0, 1, 0]);
}

fn first_push(host: &Host, case_id: &str, url: &str) -> Run {
    let draft: Draft = serde_json::from_value(json!({ "id": "jira", "type": ".jira", "name": "Jira",
        "config": { "apiUrl": url, "projectKey": "SOC", "email": "bot" } }))
    .unwrap();
    let connector = Connector::new(draft).unwrap();
    let journal =
        Journal::read(Whose { case_id, connector: &connector }, &[], b"[]", "2026-09-14T08:33:00.000Z").unwrap();
    let case = CASE.replace("\"c\"", &format!("\"{case_id}\""));
    let push = Push::new(case.into(), &[], connector.clone(), &[], Options::new("2026-09-14T08:33:00.000Z")).unwrap();
    let secrets = Some(Secrets::from([("apiToken", "t")]));
    let mut run = Run::push(push, connector, secrets, pending(), journal, &host.accounts);
    assert!(matches!(run.next(&mut Host::default(), NOW), Effect::Write { .. }));
    run.written().unwrap();
    run
}

/// Whether the run is to ask which Jira it is, to look for the incident, or to wait.
fn asks(run: &mut Run, host: &mut Host) -> &'static str {
    match run.next(host, NOW) {
        Effect::Wait { .. } => "waits",
        Effect::Send { .. } => {
            let request = run.outgoing(host).unwrap().unwrap().request;
            assert_eq!(request.headers.contains_key("authorization"), !request.url.ends_with("/serverInfo"));
            if request.url.ends_with("/serverInfo") { "asks" } else { "looks" }
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn pushes_that_begin_together_ask_once_which_jira_it_is_and_it_is_kept() {
    let url = "https://jira.acme.example";
    for (deployment, kept) in [("Cloud", "cloud"), ("Server", "dataCenter")] {
        let mut host = Host::default();
        let mut runs = ["a", "b", "c", "d"].map(|case_id| first_push(&host, case_id, url));
        let mut elsewhere = first_push(&host, "e", "https://other.acme.example");
        assert_eq!(runs.each_mut().map(|run| asks(run, &mut host)), ["asks", "waits", "waits", "waits"]);
        let [first, ..] = &mut runs;
        assert_eq!(asks(first, &mut host), "asks", "whoever waits for a place asks again");
        let info = json!({ "version": "10.3.0", "versionNumbers": [10, 3, 0], "deploymentType": deployment });
        let told = answer(first, &mut host, Ok(ok(&info)));
        assert_eq!(stored(&told.changes, Table::Fields)[0]["deployment"], kept);
        assert_eq!(runs.each_mut().map(|run| asks(run, &mut host)), ["looks"; 4]);
        let [.., last] = &mut runs;
        assert_eq!(last.outgoing(&host).unwrap().unwrap().request.url.contains("/search/jql"), deployment == "Cloud");
        assert_eq!(asks(&mut elsewhere, &mut host), "asks");
    }
}

#[test]
fn who_asks_in_vain_leaves_it_to_the_next_one_and_a_refusal_to_nobody() {
    let mut host = Host::default();
    let url = "https://jira.acme.example";
    let [mut first, mut second] = ["a", "b"].map(|case_id| first_push(&host, case_id, url));
    assert_eq!([asks(&mut first, &mut host), asks(&mut second, &mut host)], ["asks", "waits"]);
    let silent = Failure { reason: FailReason::NoAnswer, error: FailReason::NoAnswer.error() };
    assert!(answer(&mut first, &mut host, Err(silent)).changes.is_empty());
    assert_eq!([asks(&mut first, &mut host), asks(&mut second, &mut host)], ["looks", "asks"]);
    let told = answer(&mut second, &mut host, Ok(came(403, [].into(), Vec::new())));
    assert_eq!(stored(&told.changes, Table::Fields)[0]["deployment"], "untold");
    assert_eq!(asks(&mut first_push(&host, "c", url), &mut host), "looks");
    // A Cloud shows itself by its first answer all the same, and that is kept.
    assert_eq!(asks(&mut second, &mut host), "looks");
    let told = answer(&mut second, &mut host, Ok(came(410, [].into(), Vec::new())));
    assert_eq!(stored(&told.changes, Table::Fields)[0]["deployment"], "cloud");
}

#[test]
fn a_long_pause_ends_each_push_at_once_and_who_breaks_off_keeps_nobody_waiting() {
    let (mut host, url) = (Host::default(), "https://jira.acme.example");
    host.pauses.learn(url, Pause { since: NOW.now_ms, until: NOW.now_ms + 3_000_000, capped: false });
    for case_id in ["a", "b"] {
        let mut run = first_push(&host, case_id, url);
        loop {
            match next(&mut run, &mut host).0 {
                "write" => run.written().unwrap(),
                "done" => break,
                other => panic!("it {other}s"),
            }
        }
        assert_eq!(run.outcome().unwrap().error.unwrap().code, Code::RateLimited);
    }
    // Nor does one that waits for the end of a short pause.
    host.pauses.end(url, NOW.now_ms);
    host.pauses.learn(url, Pause { since: NOW.now_ms, until: NOW.now_ms + 7_000, capped: false });
    let [mut first, mut second] = ["c", "d"].map(|case_id| first_push(&host, case_id, url));
    assert_eq!(asks(&mut first, &mut host), "waits");
    host.pauses.end(url, NOW.now_ms);
    assert_eq!([asks(&mut second, &mut host), asks(&mut first, &mut host)], ["asks", "waits"]);
    let [mut first, mut second] = [second, first];
    first.abort(false);
    while next(&mut first, &mut host).0 == "write" {
        first.written().unwrap();
    }
    assert_eq!(asks(&mut second, &mut host), "asks");
}

#[test]
fn a_test_of_a_stored_connector_keeps_which_jira_it_is() {
    for (is_stored, kept) in [(true, 1), (false, 0)] {
        let mut host = Host::default();
        let mut draft: Draft = serde_json::from_value(json!({ "id": "jira", "type": ".jira", "name": "Jira",
            "config": { "apiUrl": "https://jira.acme.example", "projectKey": "SOC", "email": "bot" } }))
        .unwrap();
        draft.secrets = Secrets::from([("apiToken", "t")]);
        let checkup = Checkup::new(&draft, Rules::default(), WebPage::default());
        let mut run = Run::test(checkup, Some(draft.secrets), is_stored);
        let info = json!({ "version": "1001.0.0", "versionNumbers": [1001, 0, 0], "deploymentType": "Cloud" });
        assert_eq!(next(&mut run, &mut host).0, "send");
        answer(&mut run, &mut host, Ok(ok(&info)));
        assert_eq!(next(&mut run, &mut host).0, "send");
        answer(&mut run, &mut host, Ok(came(401, [].into(), Vec::new())));
        let changes = next(&mut run, &mut host).1;
        assert_eq!(stored(&changes, Table::Fields).len(), kept, "{changes:?}");
        assert_eq!(run.report().unwrap().problems[0].suggestion.as_deref(), Some("cloud"));
    }
}
