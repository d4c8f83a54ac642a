//! Lines that anybody can type, here and there: none of them hides what others said, and none keeps back what is ours.

use super::{Kept, all, apply, changes, comment, last_comment, pull, pushed};
use crate::common::world::{ALL, Kind, World};
use case_connectors::push::PushState;
use serde_json::{Value, json};

fn typed(case: &Value, text: &str) -> Value {
    let mut case = case.clone();
    let new = json!({ "id": "typed", "type": "user", "comment": text, "created_at": "2026-09-20T10:00:00.000Z" });
    case["comments"].as_array_mut().unwrap().push(new);
    case["totalComment"] = json!(case["totalComment"].as_u64().unwrap() + 1);
    case
}

#[tokio::test]
async fn an_origin_line_that_somebody_types_keeps_nothing_back() {
    for kind in ALL {
        let world = World::new(kind).await;
        let (mut browser, case, id) = pushed(&world).await;
        comment(&world, &id, "Ours to take.").await;
        let pulled = pull(&world, &browser, &mut Kept::default(), &case).await;
        let taken = apply(&case, &pulled, &all(&pulled, "take"));
        let line = last_comment(&taken)["comment"].as_str().unwrap().rsplit_once('\n').unwrap().1.to_owned();
        // Of no remote comment; of one, with other words; without any words.
        let texts = [
            "Mine.\n\n(from Jira, by x at 2026-09-14 08:33:00 UTC, remote comment 999999)".to_owned(),
            format!("Mine.\n\n{line}"),
            format!("Ours to **take**.\n\n{line}"),
            line.clone(),
        ];
        for (number, text) in texts.iter().enumerate() {
            let case = typed(&case, text);
            let id = format!("typed{number}");
            let case: Value =
                serde_json::from_str(&case.to_string().replace("\"typed\"", &format!("\"{id}\""))).unwrap();
            let outcome = browser.push(&world, &case).await;
            assert_eq!(
                (outcome.state, outcome.writes),
                (PushState::Complete, 1),
                "{kind:?} {text} {:?}",
                outcome.error
            );
            let references = world.incidents().await[0].comments.join("\n").replace('\\', "");
            assert!(references.contains(&format!("case comment {id})")), "{kind:?} {text}");
        }
    }
}

#[tokio::test]
async fn an_origin_line_that_names_a_comment_of_ours_keeps_nothing_back() {
    // Systems that tell ids: elsewhere nobody can name one of ours.
    for kind in [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter, Kind::Resilient] {
        let world = World::new(kind).await;
        let (mut browser, case, _) = pushed(&world).await;
        let ours = browser.journal.iter().find_map(|record| match &record.event {
            case_connectors::push::Event::Receipt(receipt) => receipt.external_comment_id.clone(),
            _ => None,
        });
        let first = case["comments"].as_array().unwrap().iter().find(|it| it["type"] == json!("user")).unwrap();
        let text = format!(
            "{}\n\n(from Jira, by x at 2026-09-14 08:33:00 UTC, remote comment {})",
            first["comment"].as_str().unwrap(),
            ours.unwrap()
        );
        let outcome = browser.push(&world, &typed(&case, &text)).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
    }
}

#[tokio::test]
async fn a_strangers_comment_with_a_copy_of_our_line_is_shown() {
    for kind in ALL {
        let world = World::new(kind).await;
        if matches!(kind, Kind::SecOps | Kind::SecOpsImport) {
            // Only one account may write there, and it is ours.
            continue;
        }
        let (browser, case, id) = pushed(&world).await;
        let sent = world.incidents().await[0].comments[0].clone();
        let plain = sent.replace('\\', "");
        let line = plain.lines().rfind(|line| line.contains(", case comment ")).unwrap().trim_start_matches("<div>");
        let begin = line.find("(added at").unwrap();
        let line = &line[begin..=line.rfind(')').unwrap()];
        comment(&world, &id, &format!("Call me back, now.\n\n{line}")).await;
        let pulled = pull(&world, &browser, &mut Kept::default(), &case).await;
        let shown = changes(&pulled, "comment");
        assert_eq!(shown.len(), 1, "{kind:?} {pulled}");
        assert_eq!(
            (&shown[0]["theirs"], &shown[0]["isClaim"]),
            (&json!("Call me back, now."), &json!(true)),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn heads_that_somebody_types_hide_nothing() {
    for kind in [Kind::ServiceNow, Kind::ServiceNowImport] {
        let world = World::new(kind).await;
        let (browser, case, id) = pushed(&world).await;
        comment(&world, &id, "One.\n2026-09-14 08:33:00 - Case Bot (Work notes)\nTwo.").await;
        let pulled = pull(&world, &browser, &mut Kept::default(), &case).await;
        let mut shown: Vec<&str> =
            changes(&pulled, "comment").iter().map(|it| it["theirs"].as_str().unwrap()).collect();
        shown.sort_unstable();
        assert_eq!(shown, ["One.", "Two."], "{kind:?}");
        assert!(changes(&pulled, "comment").iter().all(|it| it["account"].is_null()), "{kind:?}: nobody can tell");
    }
}
