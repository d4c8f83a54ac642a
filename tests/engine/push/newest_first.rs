//! An incident with many entries: where a system shows the newest first, a push reads no further than to what its journal knows.

use super::browser::Browser;
use crate::common::world::{ALL, Kind, World};
use case_connectors::http::{Limit, Method};
use case_connectors::machine::Machine;
use case_connectors::push::{Next, PushState};
use case_connectors::systems::authorize;
use serde_json::{Value, json};

const JIRAS: [Kind; 3] = [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter];

/// A case with comments of these ids, a minute apart.
fn case(ids: &[String]) -> Value {
    let comment = |(minute, id): (usize, &String)| {
        json!({ "id": id, "type": "user", "comment": format!("What {id} says."),
            "created_at": format!("2026-09-14T{:02}:{:02}:00.000Z", minute / 60, minute % 60) })
    };
    let comments: Vec<Value> = ids.iter().enumerate().map(comment).collect();
    json!({ "id": "many", "title": "t", "description": "d", "created_at": "2026-09-13T00:00:00.000Z",
        "totalComment": comments.len(), "comments": comments })
}

fn ids(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|id| format!("c{id}")).collect()
}

async fn sends_one(browser: &mut Browser, world: &World, case: &Value) -> usize {
    let before = world.requests().await;
    let outcome = browser.push(world, case).await;
    assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{:?} {:?}", world.kind, outcome.error);
    world.requests().await - before
}

#[tokio::test]
async fn one_new_comment_costs_a_few_requests_however_many_are_there() {
    for kind in JIRAS {
        let world = World::offline(kind);
        let mut browser = Browser::new(world.connector("soc"));
        browser.push(&world, &case(&ids(0..550))).await;
        for last in [551, 552] {
            let requests = sends_one(&mut browser, &world, &case(&ids(0..last))).await;
            assert!(requests <= 5, "{kind:?}: {requests}");
        }
        // Whoever has no journal reads all of them, once.
        let mut other = Browser::new(world.connector("soc"));
        assert!(sends_one(&mut other, &world, &case(&ids(0..553))).await > 5);
        assert!(sends_one(&mut other, &world, &case(&ids(0..554))).await <= 5);
        assert!(sends_one(&mut browser, &world, &case(&ids(0..555))).await <= 5);
        assert_eq!(world.incidents().await[0].references().len(), 555, "{kind:?}");
    }
}

#[tokio::test]
async fn what_another_browser_has_sent_in_between_is_found_however_old_it_is() {
    for kind in JIRAS {
        let world = World::offline(kind);
        let (mut first, mut second) = (Browser::new(world.connector("soc")), Browser::new(world.connector("soc")));
        first.push(&world, &case(&ids(0..5))).await;
        // The first one has an old copy of the case, and sends on.
        let with_one_more: Vec<String> = ids(0..5).into_iter().chain(["more".to_owned()]).collect();
        sends_one(&mut second, &world, &case(&with_one_more)).await;
        first.push(&world, &case(&ids(0..350))).await;
        let all: Vec<String> = with_one_more.iter().cloned().chain(ids(5..350)).collect();
        assert_eq!(first.push(&world, &case(&all)).await.writes, 0, "{kind:?}");
        assert_eq!(world.incidents().await[0].references().len(), 351, "{kind:?}");
    }
}

#[tokio::test]
async fn entries_of_strangers_are_read_through_and_the_number_of_alerts_is_sent_once() {
    for kind in JIRAS {
        let world = World::offline(kind);
        let mut browser = Browser::new(world.connector("soc"));
        let with_alerts = |last: usize, count: usize| {
            let mut case = case(&ids(0..last));
            let ids: Vec<String> = (0..count).map(|id| format!("a{id}")).collect();
            let alert = json!({ "id": "alerts", "type": "alert", "alertId": ids, "index": ids, "created_at": "2026-09-14T00:00:00.000Z" });
            case["comments"].as_array_mut().unwrap().push(alert);
            case
        };
        browser.push(&world, &with_alerts(150, 3)).await;
        let id = world.incidents().await[0].id.clone();
        world.comment_as_stranger(&id, "We look into it.").await;
        assert!(sends_one(&mut browser, &world, &with_alerts(151, 3)).await <= 6, "{kind:?}");
        // An old entry of the same number is not the one that is due.
        browser.push(&world, &with_alerts(300, 4)).await;
        sends_one(&mut browser, &world, &with_alerts(300, 3)).await;
        assert_eq!(browser.push(&world, &with_alerts(300, 3)).await.writes, 0, "{kind:?}");
        assert!(sends_one(&mut browser, &world, &with_alerts(301, 3)).await <= 5, "{kind:?}");
    }
}

#[tokio::test]
async fn every_read_of_comments_may_be_as_long_as_a_list() {
    for kind in ALL {
        let world = World::offline(kind);
        let mut browser = Browser::new(world.connector("soc"));
        browser.push(&world, &case(&ids(0..1))).await;
        let mut push = browser.begin(&case(&ids(0..2)));
        let mut lists = 0;
        loop {
            match push.next() {
                Next::Save { records } => {
                    browser.journal.extend(records);
                    push.saved().unwrap();
                }
                Next::Send { id, request, .. } => {
                    let of_comments = ["/comment", "sys_journal_field", "sysparm_display_value=true"];
                    if request.method == Method::Get && of_comments.iter().any(|part| request.url.contains(part)) {
                        lists += 1;
                        assert_eq!(push.limit(), Limit::List, "{kind:?} {}", request.url);
                    }
                    let request = authorize(&request, &browser.connector, &browser.secrets).unwrap();
                    push.receive(id, &world.send(&request).await.unwrap()).unwrap();
                }
                Next::Wait { .. } => {}
                Next::Done => break,
            }
        }
        assert!(lists > 0, "{kind:?}");
        assert_eq!(push.outcome().state, PushState::Complete, "{kind:?}");
    }
}
