//! What a push believes of clocks, of absence and of its own mark.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, World, comment_ids, edit, sample};
use case_connectors::error::Code;
use case_connectors::http::Request;
use case_connectors::machine::Machine;
use case_connectors::push::{FailReason, IfUnmarked, Next, PushState};
use case_connectors::systems::authorize;
use serde_json::{Value, json};

fn written_at_the_wrong_time(case: &Value, at: &str) -> Value {
    let mut case = case.clone();
    for comment in case["comments"].as_array_mut().unwrap() {
        if comment["pushed_at"].is_string() {
            comment["pushed_at"] = json!(at);
        }
    }
    case["external_service"]["pushed_at"] = json!(at);
    case
}

#[tokio::test]
async fn entries_of_other_incidents_say_nothing_where_the_column_that_tells_them_apart_is_hidden() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport] {
        let world = World::offline(kind);
        world.tells_authors().await;
        world.set(json!({ "hiddenFields": ["element_id"] })).await;
        let mut case = sample("phishing");
        case["id"] = json!("another");
        let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        // The same comments, in an incident that has only the first of them.
        let mut case = sample("phishing");
        let comments = case["comments"].take();
        (case["comments"], case["totalComment"]) = (json!([comments[0]]), json!(1));
        let mut case = updated(&Browser::new(world.connector("soc")).push(&world, &case).await);
        case["comments"].as_array_mut().unwrap().extend(comments.as_array().unwrap().iter().skip(1).cloned());
        case["totalComment"] = json!(case["comments"].as_array().unwrap().len());
        let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let incidents = world.incidents().await;
        assert_eq!(incidents[1].references(), comment_ids(&sample("phishing")), "{kind:?}");
    }
}

#[tokio::test]
async fn an_edit_that_an_old_page_or_a_wrong_clock_says_was_pushed_is_sent() {
    for kind in ALL {
        let world = World::new(kind).await;
        let old = sample("phishing");
        // A page holds the case; somebody edits a comment; the page pushes and writes back what it knows.
        let pushed = updated(&Browser::new(world.connector("soc")).push(&world, &old).await);
        for (n, stored) in [
            pushed.clone(),
            // A host whose clock is ahead, or that stamps comments with the time of the push.
            written_at_the_wrong_time(&pushed, "2031-01-01T00:00:00.000Z"),
        ]
        .into_iter()
        .enumerate()
        {
            if n == 1 {
                // Of an edited comment such a time proves nothing: only who has written the entry does.
                world.tells_authors().await;
            }
            let mut case = stored;
            edit(
                &mut case,
                "c1a1",
                &format!("All sessions revoked, {n}."),
                &format!("2026-09-1{}T10:00:00.000Z", 5 + n),
            );
            let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {n} {:?}", outcome.error);
            let references = world.incidents().await[0].references();
            assert!(references.contains(&format!("comment c1a1, edit {}", n + 1)), "{kind:?} {n} {references:?}");
        }
    }
}

#[tokio::test]
async fn what_is_written_back_is_the_version_and_not_the_time_of_the_push() {
    let world = World::new(Kind::JiraCloud).await;
    let mut case = sample("phishing");
    edit(&mut case, "c1a2", "Log attached below.", "2026-09-15T11:00:00.000Z");
    let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
    let pushed = |id: &str| outcome.pushed_comments.iter().find(|it| it.id == id).unwrap().pushed_at.clone();
    let created =
        case["comments"].as_array().unwrap().iter().find(|it| it["id"] == "c1a1").unwrap()["created_at"].clone();
    assert_eq!((json!(pushed("c1a1")), pushed("c1a2").as_str()), (created.clone(), "2026-09-15T11:00:00.000Z"));
    let written = updated(&outcome);
    let stamped =
        written["comments"].as_array().unwrap().iter().find(|it| it["id"] == "c1a1").unwrap()["pushed_at"].clone();
    assert_eq!(stamped, created);
}

/// Sends what a tab sent, as late as the system carries it out. The tab has died, or its host gave up after so many milliseconds.
async fn goes_on_while_the_system_is_slow(kind: Kind, label: &str, slow_ms: u32, gave_up: Option<u32>) {
    let world = World::new(kind).await;
    world.tells_authors().await;
    let other = json!({ "id": "a", "title": "First", "description": "x", "created_at": "2026-09-01T00:00:00Z" });
    Browser::new(world.connector("soc")).push(&world, &other).await;
    let case = sample("phishing");
    let mut browser = Browser::new(world.connector("soc"));
    let mut push = browser.begin(&case);
    browser.run_until(&world, &mut push, |next| matches!(next, Next::Send { label: it, .. } if it == label)).await;
    let Next::Send { id, request, .. } = push.next() else { unreachable!() };
    let (mut late, mut waited) = (Some(request), gave_up.unwrap_or_default());
    match gave_up {
        Some(_) => push.fail(id, FailReason::TimedOut, None).unwrap(),
        None => push = browser.begin(&case),
    }
    let outcome = loop {
        match push.next() {
            Next::Save { records } => {
                browser.journal.extend(records);
                push.saved().unwrap();
            }
            Next::Send { id, request, .. } => match answer(&world, &browser, &request).await {
                Some(response) => push.receive(id, &response).unwrap(),
                None => push.fail(id, FailReason::NoAnswer, None).unwrap(),
            },
            Next::Wait { ms, .. } => {
                waited += ms;
                if waited >= slow_ms
                    && let Some(request) = late.take()
                {
                    answer(&world, &browser, &request).await;
                }
            }
            Next::Done => break push.outcome(),
        }
    };
    let place = format!("{kind:?} {label} {gave_up:?}: {:?}", outcome.error);
    assert!(late.is_none(), "{place}: it did not wait long enough");
    assert_eq!(outcome.state, PushState::Complete, "{place}");
    let incidents = world.incidents().await;
    assert_eq!(incidents.len(), 2, "{place}");
    assert_eq!(incidents[1].references(), comment_ids(&case), "{place}");
}

async fn answer(world: &World, browser: &Browser, request: &Request) -> Option<case_connectors::http::Response> {
    world.send(&authorize(request, &browser.connector, &browser.secrets).unwrap()).await
}

#[tokio::test]
async fn a_tab_that_is_opened_again_waits_for_a_slow_system() {
    for kind in ALL {
        for label in ["Create the incident", "Add comment c1a2"] {
            goes_on_while_the_system_is_slow(kind, label, 45_000, None).await;
        }
    }
}

#[tokio::test]
async fn a_host_that_gives_up_soon_proves_no_absence() {
    for kind in ALL {
        for label in ["Create the incident", "Add comment c1a2"] {
            goes_on_while_the_system_is_slow(kind, label, 45_000, Some(5_000)).await;
        }
    }
}

/// Uses numbers up, as issues do that this account may not see.
async fn hide_numbers(world: &World, count: usize) {
    for _ in 0..count {
        let (connector, secrets) = world.connector("by-hand");
        let mut request = Request::get(connector.base().join("/rest/api/2/issue"));
        request.headers.insert("content-type".into(), "application/json".into());
        let authorized = authorize(&request, &connector, &secrets).unwrap();
        let mut builder = world.http.post(&authorized.url);
        for (name, value) in &authorized.headers {
            builder = builder.header(name, value);
        }
        let fields = json!({ "project": { "key": "SOC" }, "issuetype": { "id": "10002" }, "summary": "" });
        let status = builder.body(json!({ "fields": fields }).to_string()).send().await.unwrap().status();
        assert_eq!(status.as_u16(), 400);
    }
}

#[tokio::test]
async fn numbers_that_nobody_may_see_hide_no_issue_of_ours() {
    for hidden in [70, 300] {
        let world = World::new(Kind::JiraCloud).await;
        for n in 0..12 {
            let other = json!({ "id": format!("o{n}"), "title": "Other", "description": "x", "created_at": "2026-09-01T00:00:00Z" });
            Browser::new(world.connector("soc")).push(&world, &other).await;
        }
        hide_numbers(&world, hidden).await;
        world.set(json!({ "searchLag": 1_000 })).await;
        world
            .fault(json!({ "kind": "cutAfter", "match": { "method": "POST", "pathContains": "/issue", "nth": 2 } }))
            .await;
        let case = sample("phishing");
        let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{hidden} {:?}", outcome.error);
        let incidents = world.incidents().await;
        assert_eq!(incidents.len(), 13, "{hidden}");
        assert_eq!(incidents[12].references(), comment_ids(&case), "{hidden}");
    }
}

#[tokio::test]
async fn where_a_project_shows_little_of_itself_nothing_is_proved() {
    for (seen, hidden) in [(0, 0), (0, 50), (1, 30)] {
        let world = World::new(Kind::JiraCloud).await;
        hide_numbers(&world, hidden).await;
        for n in 0..seen {
            let other = json!({ "id": format!("o{n}"), "title": "Other", "description": "x", "created_at": "2026-09-01T00:00:00Z" });
            Browser::new(world.connector("soc")).push(&world, &other).await;
        }
        world.set(json!({ "searchLag": 1_000 })).await;
        world
            .fault(json!({ "kind": "cutBefore", "match": { "method": "POST", "pathContains": "/issue", "nth": 2 } }))
            .await;
        let outcome = Browser::new(world.connector("soc")).push(&world, &sample("phishing")).await;
        assert_eq!(outcome.state, PushState::Unknown, "{seen} {hidden}");
        assert_eq!(world.incidents().await.len(), seen, "{seen} {hidden}");
    }
}

#[tokio::test]
async fn a_mark_that_is_not_kept_or_not_found_stops_before_another_browser_doubles() {
    let drops = json!({ "readOnlyFields": ["correlation_id"] });
    let hides = json!({ "hiddenFields": ["correlation_id"], "invalidQueryReturnsNoRows": true });
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport, Kind::SecOps] {
        for settings in [&drops, &hides] {
            let world = World::new(kind).await;
            world.set(settings.clone()).await;
            let case = sample("phishing");
            let mut browser = Browser::new(world.connector("soc"));
            let outcome = browser.push(&world, &case).await;
            let error = outcome.error.clone().unwrap();
            assert_eq!(
                (outcome.state, error.code),
                (PushState::Failed, Code::MarkNotKept),
                "{kind:?} {settings}: {error:?}"
            );
            // It names the incident, so that a host that writes back makes no second one; and it asks again.
            assert!(outcome.external_service.is_some(), "{kind:?}");
            assert_eq!(browser.push(&world, &case).await.error.map(|error| error.code), Some(Code::MarkNotKept));

            browser.choices.if_unmarked = IfUnmarked::Continue;
            assert_eq!(browser.push(&world, &case).await.state, PushState::Complete, "{kind:?} {settings}");
            browser.choices.if_unmarked = IfUnmarked::Stop;
            assert_eq!(browser.push(&world, &case).await.state, PushState::Complete, "{kind:?} {settings}: asked once");
            let incidents = world.incidents().await;
            assert_eq!((incidents.len(), incidents[0].references()), (1, comment_ids(&case)), "{kind:?}");
        }
    }
}

#[tokio::test]
async fn comments_that_cannot_be_read_are_not_sent_again_to_an_incident_that_the_case_names() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport, Kind::SecOps] {
        let world = World::new(kind).await;
        let mut case = updated(&Browser::new(world.connector("soc")).push(&world, &sample("phishing")).await);
        // The host wrote the incident back and not its comments.
        for comment in case["comments"].as_array_mut().unwrap() {
            comment["pushed_at"] = Value::Null;
        }
        world.set(json!({ "hiddenFields": ["comments", "work_notes"] })).await;
        let writes = world.writes().await.len();
        let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
        assert_eq!(outcome.error.map(|error| error.code), Some(Code::CommentsUnreadable), "{kind:?}");
        assert_eq!(world.writes().await.len(), writes, "{kind:?}");
    }
}

#[tokio::test]
async fn a_line_of_a_caller_does_not_show_that_our_notes_can_be_read() {
    let world = World::new(Kind::ServiceNowImport).await;
    let case = sample("phishing");
    Browser::new(world.connector("soc")).push(&world, &case).await;
    let id = world.incidents().await[0].id.clone();
    let line = format!("(added by case-connectors, case {})", case["id"].as_str().unwrap());
    world.comment_as_stranger(&id, &line).await;
    world.set(json!({ "hiddenFields": ["work_notes"] })).await;
    let mut forgetful = case.clone();
    forgetful["external_service"] = Value::Null;
    let outcome = Browser::new(world.connector("soc")).push(&world, &forgetful).await;
    assert_eq!((outcome.writes, outcome.error.map(|error| error.code)), (0, Some(Code::CommentsUnreadable)));
}
