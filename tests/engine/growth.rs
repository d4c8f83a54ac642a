//! Ten times as many comments, edits, records or whatever else grows take about ten times the work, and not a hundred times.

use crate::common::processor;
use crate::common::{came, connector_json, options, well_answered, writes};
use case_connectors::case::SecurityCase;
use case_connectors::connector::Draft;
use case_connectors::connector::mapping::{Action, FieldMapping, Source};
use case_connectors::http::Response;
use case_connectors::machine::{self, Machine};
use case_connectors::pull::{Pull, applied, decided};
use case_connectors::push::{
    Event, IfEdited, IfForeign, IfUnmarked, Next, Push, PushState, Record, Step, plan, status,
};
use case_connectors::systems::{Connector, validate};
use serde_json::{Value, json};
use std::time::Duration;

const FEW: usize = 400;
const MANY: usize = 10 * FEW;

/// By the square it would be a hundred times as long. What seems to be slow is looked at again, and the shortest times count.
fn grows_with_its_number<I>(make: impl Fn(usize) -> I, work: impl Fn(&I)) -> Result<(), (Duration, Duration)> {
    let took = |input: &I| processor::taken(|| work(input));
    let inputs = (make(FEW), make(MANY));
    let (mut few, mut many) = (Duration::MAX, Duration::MAX);
    for _ in 0..6 {
        (few, many) = (few.min(took(&inputs.0)), many.min(took(&inputs.1)));
        if many < few * 25 {
            return Ok(());
        }
    }
    Err((few, many))
}

/// What grows in a case.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Comments,
    /// Comments whose text was changed since.
    Edits,
    /// Comments that lose something on the way.
    Losses,
    /// Comments that the case says were pushed, by Kibana.
    Pushed,
}

fn text(id: usize) -> String {
    format!("The host ws-{id} has asked for **example.net** again, and `{id}` answers came.")
}

fn case(count: usize, of: Of) -> Vec<u8> {
    let at = |minutes: usize| {
        format!("2026-09-{:02}T{:02}:{:02}:00.000Z", 1 + minutes / 1440, minutes / 60 % 24, minutes % 60)
    };
    let comments: Vec<Value> = (0..count)
        .map(|id| {
            let mut comment =
                json!({ "id": format!("c{id}"), "type": "user", "comment": text(id), "created_at": at(id) });
            match of {
                Of::Comments => {}
                Of::Edits => {
                    comment["updated_at"] = json!("2026-10-01T00:00:00.000Z");
                    comment["comment"] = json!(format!("{} Or so.", text(id)));
                }
                Of::Losses => comment["comment"] = json!(format!("![{id}](https://example.net/{id}.png)")),
                Of::Pushed => comment["pushed_at"] = json!("2026-10-01T00:00:00.000Z"),
            }
            comment
        })
        .collect();
    let mut case = json!({ "id": "c", "title": "t", "description": "d", "created_at": at(0), "comments": comments, "totalComment": count });
    if of == Of::Pushed {
        case["external_service"] = json!({ "connector_id": "jira-soc", "connector_name": "Jira", "external_id": "10001", "external_title": "SOC-1",
            "external_url": "https://jira.example.com/jira/browse/SOC-1", "pushed_at": "2026-10-01T00:00:00.000Z", "pushed_by": null });
    }
    case.to_string().into_bytes()
}

fn jira(advanced: &Value) -> Connector {
    let mut connector = connector_json("jira_data_center");
    for (name, value) in advanced.as_object().unwrap() {
        connector["config"]["advanced"][name] = value.clone();
    }
    Connector::from_json(connector.to_string().as_bytes()).unwrap()
}

/// Pushes to a system where all is well, and answers the records that were kept. The incident has the entries, on one page.
fn push(case: &[u8], connector: &Connector, journal: &[Record], entries: &[Value]) -> Vec<Record> {
    let mut kept = journal.to_vec();
    let mut options = options();
    // The system of these tests shows no mark, and another text.
    (options.if_unmarked, options.if_foreign, options.if_edited) =
        (IfUnmarked::Continue, IfForeign::Adopt, IfEdited::Overwrite);
    let is_there = !journal.is_empty() || !entries.is_empty();
    let mut push = Push::new(case.to_vec(), &[], connector.clone(), journal, options).unwrap();
    loop {
        match push.next() {
            Next::Save { records } => {
                kept.extend(records);
                push.saved().unwrap();
            }
            Next::Wait { .. } => {}
            Next::Send { id, request, .. } => {
                let reads_comments = request.url.contains("/comment?") && !writes(&request);
                let answer = if reads_comments { page(entries) } else { well_answered(&request, is_there) };
                push.receive(id, &answer).unwrap();
            }
            Next::Done => break,
        }
    }
    let outcome = push.outcome();
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    kept
}

fn page(entries: &[Value]) -> Response {
    let headers = [("content-type".to_owned(), "application/json".to_owned())].into();
    let body = json!({ "startAt": 0, "maxResults": entries.len(), "total": entries.len(), "comments": entries });
    came(200, headers, body.to_string().into_bytes())
}

fn parsed(case: &[u8]) -> SecurityCase<'_> {
    SecurityCase::parse(case, &[]).unwrap()
}

#[track_caller]
fn holds(what: &str, grows: Result<(), (Duration, Duration)>) {
    assert!(grows.is_ok(), "{what}, {FEW} and {MANY}: {grows:?}");
}

#[test]
fn plans_and_states_grow_with_what_is_to_be_sent() {
    let connector = &jira(&json!({}));
    for (what, of) in [("comments", Of::Comments), ("losses", Of::Losses), ("pushed by Kibana", Of::Pushed)] {
        let make = |count: usize| case(count, of);
        holds(what, grows_with_its_number(make, |case| drop(plan(&parsed(case), connector, &[], &options()).unwrap())));
        holds(what, grows_with_its_number(make, |case| drop(status(&parsed(case), connector, &[]).unwrap())));
        let begin = |case: &Vec<u8>| drop(Push::new(case.clone(), &[], connector.clone(), &[], options()).unwrap());
        holds(what, grows_with_its_number(make, begin));
    }
}

#[test]
fn a_push_grows_with_its_comments_and_its_journal() {
    let connector = &jira(&json!({}));
    let first = |count: usize| case(count, Of::Comments);
    holds("a first push", grows_with_its_number(first, |case| drop(push(case, connector, &[], &[]))));
    let again = |count: usize| (case(count, Of::Edits), push(&first(count), connector, &[], &[]));
    holds("edits", grows_with_its_number(again, |(case, journal)| drop(push(case, connector, journal, &[]))));
    let plans =
        |(case, journal): &(Vec<u8>, Vec<Record>)| drop(plan(&parsed(case), connector, journal, &options()).unwrap());
    holds("a plan of edits", grows_with_its_number(again, plans));
}

#[test]
fn the_edits_of_one_comment_are_as_many_records() {
    let connector = &jira(&json!({}));
    let make = |count: usize| {
        let case = case(1, Of::Comments);
        let kept = push(&case, connector, &[], &[]);
        let receipt = kept.last().unwrap();
        let mut journal = json!(kept);
        for edit in 1..count {
            let mut record = json!(receipt);
            record["seq"] = json!(1_000 + edit);
            record["step"]["edit"] = json!(edit);
            record["step"]["hash"] = json!(format!("{edit}"));
            journal.as_array_mut().unwrap().push(record);
        }
        (case, case_connectors::push::read_journal(journal.to_string().as_bytes()).unwrap())
    };
    holds(
        "edits",
        grows_with_its_number(make, |(case, journal)| drop(status(&parsed(case), connector, journal).unwrap())),
    );
}

#[test]
fn entries_of_others_and_colleagues_grow_with_their_number() {
    let make = |count: usize| {
        let colleagues: Vec<String> = (0..count).map(|id| format!("person-{id}")).collect();
        let entries = |id: usize| {
            json!({ "id": id.to_string(), "body": format!("{}\n\nAdded by Ana.", text(id)),
            "author": { "name": format!("person-{id}"), "displayName": "Ana" }, "created": "2026-10-01T00:00:00.000+0000" })
        };
        let connector = jira(&json!({ "colleagues": colleagues.join(",") }));
        (case(count, Of::Pushed), connector, (0..count).map(entries).collect::<Vec<_>>())
    };
    let work = |(case, connector, entries): &(Vec<u8>, Connector, Vec<Value>)| {
        let is_comment =
            |record: &Record| matches!((&record.step, &record.event), (Step::Comment { .. }, Event::Intent { .. }));
        assert!(!push(case, connector, &[], entries).iter().any(is_comment), "all of them are there");
    };
    holds("entries", grows_with_its_number(make, work));
}

#[test]
fn a_pull_grows_with_the_comments_that_are_there() {
    let connector = &jira(&json!({}));
    let begin =
        |case: &[u8], seen: Option<&Value>| Pull::new(case, &[], connector.clone(), &[], seen, &options()).unwrap();
    let read = |case: &[u8], entries: &[Value]| {
        let mut pull = begin(case, None);
        while let machine::Next::Send { id, request, .. } = pull.next() {
            let is_list = request.url.contains("/comment?");
            pull.receive(id, &if is_list { page(entries) } else { well_answered(&request, true) }).unwrap();
        }
        pull.pulled().unwrap().unwrap().clone()
    };
    let make = |count: usize| {
        let entry = |id: usize| {
            json!({ "id": id.to_string(), "body": format!("{} I say.", text(id)),
            "author": { "name": format!("person-{id}"), "displayName": "Ana" }, "created": "2026-10-01T00:00:00.000+0000" })
        };
        (case(count, Of::Pushed), (0..count).map(entry).collect::<Vec<_>>())
    };
    let work = |(case, entries): &(Vec<u8>, Vec<Value>)| {
        let pulled = read(case, entries);
        let comments = pulled["changes"].as_array().unwrap().iter().filter(|change| change["kind"] == json!("comment"));
        let choices: serde_json::Map<String, Value> =
            comments.map(|change| (change["key"].as_str().unwrap().to_owned(), json!("take"))).collect();
        assert_eq!(choices.len(), entries.len());
        let choices = Value::Object(choices);
        let case = applied(case, &[], &pulled, &choices).unwrap();
        decided(&case, &[], connector, (&[], None), (&pulled, &choices), &options()).unwrap();
        let again = read(&case, entries);
        assert!(again["changes"].as_array().unwrap().iter().all(|change| change["kind"] != json!("comment")));
    };
    holds("a pull", grows_with_its_number(make, work));
}

#[test]
fn mappings_and_fields_of_a_case_grow_with_their_number() {
    let make = |count: usize| {
        let mapping = |id: usize| FieldMapping::new(Source::Title, format!("u_field_{id}"), Action::Overwrite);
        let mut draft = Draft::new(".servicenow");
        draft.mappings = Some((0..count).map(mapping).collect());
        draft
    };
    holds("mappings", grows_with_its_number(make, |draft| drop(validate(draft, Default::default()))));
    let make = |count: usize| {
        let extra: serde_json::Map<String, Value> = (0..count).map(|id| (format!("u_{id}"), json!("x"))).collect();
        json!({ "id": "c", "title": "t", "connector": { "id": "snow-prod", "type": ".servicenow", "name": "S",
            "fields": { "additionalFields": Value::Object(extra).to_string() } } })
        .to_string()
        .into_bytes()
    };
    let connector = crate::common::connector("servicenow_table");
    holds(
        "fields",
        grows_with_its_number(make, |case| drop(plan(&parsed(case), &connector, &[], &options()).unwrap())),
    );
}
