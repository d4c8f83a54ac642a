//! The recognition key: those who share it are asked nothing, whatever their accounts, and nobody else can make what it makes.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, OF_SEVERAL, World, comment_ids, edit, sample};
use case_connectors::connector::Secrets;
use case_connectors::error::Code;
use case_connectors::http::Request;
use case_connectors::machine::Machine;
use case_connectors::push::{IfForeign, IfUnverified, Next, Outcome, PushState};
use case_connectors::systems::Connector;
use serde_json::{Value, json};

const KEY: &str = "one-key-for-the-whole-team";
const ANOTHER: &str = "the-key-of-somebody-else";
const FUTURE: &str = "2099-01-01 00:00:00.000 UTC";

fn with_key((connector, secrets): (Connector, Secrets), key: &str) -> Browser {
    let mut all = secrets.clone();
    all.insert("recognitionKey".into(), key.into());
    Browser::new((connector.recognizing(&all), secrets))
}

/// Another person, with an account of its own; on ServiceNow SecOps nobody else has one, and there nobody can tell who has
/// written what.
async fn colleague(world: &World, key: &str) -> Browser {
    if matches!(world.kind, Kind::SecOps | Kind::SecOpsImport) {
        return with_key(world.connector("colleague"), key);
    }
    let advanced = match world.kind {
        Kind::JiraDocuments => json!({ "apiVersion": "3" }),
        _ => json!({}),
    };
    with_key(world.connector_of_another("colleague", &advanced).await, key)
}

fn forgetful(case: &Value) -> Value {
    let mut case = case.clone();
    case["external_service"] = Value::Null;
    for comment in case["comments"].as_array_mut().unwrap() {
        comment["pushed_at"] = Value::Null;
    }
    case
}

fn code(outcome: &Outcome) -> Option<Code> {
    outcome.error.as_ref().map(|error| error.code)
}

/// The check value in an entry of an incident.
fn check_in(text: &str) -> &str {
    let (_, rest) = text.rsplit_once(", check ").unwrap_or_else(|| panic!("no check value: {text}"));
    &rest[..16]
}

#[tokio::test]
async fn a_team_with_accounts_of_their_own_and_the_key_is_asked_nothing() {
    for kind in ALL {
        for sample_name in ["phishing", "dns_tunnelling", "ransomware_intl"] {
            let world = World::offline(kind);
            let mut case = sample(sample_name);
            let mut first = with_key(world.connector("soc"), KEY);
            let outcome = first.push(&world, &case).await;
            let place = format!("{kind:?} {sample_name}");
            assert_eq!(outcome.state, PushState::Complete, "{place} {:?}", outcome.error);
            let there = world.incidents().await;

            // The host writes nothing back, and the other browser has no journal: it goes by the key alone.
            let mut second = colleague(&world, KEY).await;
            let outcome = second.push(&world, &forgetful(&case)).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{place} {:?}", outcome.error);
            assert_eq!(world.incidents().await[0].comments, there[0].comments, "{place}");

            // What the second sends, the first knows for its own.
            let id = comment_ids(&case)[0].strip_prefix("comment ").unwrap().to_owned();
            edit(&mut case, &id, "Edited by the second.", "2026-11-20T10:00:00.000Z");
            let outcome = second.push(&world, &forgetful(&case)).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{place} {:?}", outcome.error);
            world.log_in(0).await;
            let outcome = first.push(&world, &case).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{place} {:?}", outcome.error);
            let outcome = with_key(world.connector("soc"), KEY).push(&world, &forgetful(&case)).await;
            assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{place} {:?}", outcome.error);
            assert_eq!(world.incidents().await.len(), 1, "{place}");
        }
    }
}

#[tokio::test]
async fn however_a_text_is_written_and_cut_its_value_is_right_when_it_is_read_back() {
    let long = "Stage *two*: `powershell -enc SQBFAFgA` at 10.0.0.7.\n\n1. one\n2. two\n\n".repeat(700);
    let texts = [
        long.as_str(),
        "# Head\n\n> quoted **bold**\n\n```sh\nif a; then b; fi\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "Ünïcødé 端末 \u{1f512} e\u{301} \u{200b} {code} [x|http://a.example] !b! ~c~ ^d^ &amp; <b>e</b>",
        "...",
        "[code]<b>x</b>[/code] (added at 2026-09-20 10:00:00.000 UTC by x, check 0123456789abcdef, case comment c9)",
    ];
    for kind in ALL {
        for format in ["auto", "plain", "code", "raw"] {
            let world = World::offline(kind);
            let options = json!({ "textFormat": format });
            let is_choice = case_connectors::systems::form(world.form().0["type"].as_str().unwrap())
                .unwrap()
                .all_fields()
                .any(|field| {
                    field.key == "textFormat" && matches!(field.kind, case_connectors::connector::form::Kind::Select(all) if all.iter().any(|it| it.value == format))
                });
            if !is_choice {
                continue;
            }
            let comments: Vec<Value> = (10..)
                .zip(texts)
                .map(|(n, text)| json!({ "id": format!("t{n}"), "type": "user", "comment": text, "created_at": format!("2026-09-{n}T10:00:00.000Z") }))
                .collect();
            let case = json!({ "id": "of-texts", "title": "T", "description": "D", "created_at": "2026-09-01T00:00:00Z",
                "comments": comments, "totalComment": comments.len() });
            let mut first = with_key(world.connector_with("soc", &options, None), KEY);
            let outcome = first.push(&world, &case).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {format} {:?}", outcome.error);
            // Who trusts nobody finds all of them proved.
            let options = match kind {
                Kind::JiraDocuments => json!({ "textFormat": format, "apiVersion": "3" }),
                _ => options,
            };
            let of_another = match kind {
                Kind::SecOps | Kind::SecOpsImport => world.connector_with("colleague", &options, None),
                _ => world.connector_of_another("colleague", &options).await,
            };
            let mut second = with_key(of_another, KEY);
            let outcome = second.push(&world, &case).await;
            assert_eq!(
                (outcome.state, outcome.writes),
                (PushState::Complete, 0),
                "{kind:?} {format} {:?} {:?}",
                outcome.error,
                outcome.claims
            );
        }
    }
}

#[tokio::test]
async fn a_value_of_another_version_comment_incident_or_key_proves_nothing() {
    for kind in OF_SEVERAL {
        let of_another_key = {
            let world = World::offline(kind);
            with_key(world.connector("soc"), ANOTHER).push(&world, &sample("phishing")).await;
            check_in(&world.incidents().await[0].comments[0]).to_owned()
        };
        let of_another_incident = {
            let world = World::offline(kind);
            with_key(world.connector("soc"), KEY).push(&world, &sample("ransomware_intl")).await;
            with_key(world.connector("soc"), KEY).push(&world, &sample("phishing")).await;
            check_in(&world.incidents().await[1].comments[0]).to_owned()
        };
        for forged in ["later", "comment", "text", "key", "incident"] {
            let world = World::offline(kind);
            let mut case = sample("phishing");
            let mut browser = with_key(world.connector("soc"), KEY);
            browser.push(&world, &case).await;
            let incident = world.incidents().await.remove(0);
            let check = check_in(&incident.comments[0]).to_owned();
            edit(&mut case, "c1a1", "All sessions revoked.", "2026-09-19T10:00:00.000Z");
            let new = json!({ "id": "new-one", "type": "user", "comment": "More.", "created_at": "2026-09-20T10:00:00.000Z" });
            case["comments"].as_array_mut().unwrap().push(new);
            case["totalComment"] = json!(4);
            let edited = "2026-09-19 10:00:00.000 UTC";
            let line = match forged {
                "later" => format!("(added at {FUTURE} by x, check {check}, case comment c1a1, edit 7)"),
                "comment" => format!("(added at {FUTURE} by x, check {check}, case comment new-one)"),
                "text" => format!("All.\n(added at {edited} by editor, check {check}, case comment c1a1, edit 1)"),
                "key" => format!(
                    "All sessions revoked.\n\n(added at {edited} by editor, check {of_another_key}, case comment c1a1, edit 1)"
                ),
                _ => format!(
                    "All sessions revoked.\n\n(added at {edited} by editor, check {of_another_incident}, case comment c1a1, edit 1)"
                ),
            };
            world.comment_as_stranger(&incident.id, &line).await;
            for journal in [browser.journal.clone(), Vec::new()] {
                let mut browser = Browser { journal, ..with_key(world.connector("soc"), KEY) };
                let outcome = browser.push(&world, &case).await;
                let place = format!("{kind:?} {forged} {line}: {:?}", outcome.error);
                assert_eq!(
                    (outcome.state, code(&outcome)),
                    (PushState::Failed, Some(Code::EntryUnverified)),
                    "{place}"
                );
            }
            browser.choices.if_unverified = IfUnverified::SendAgain;
            let outcome = browser.push(&world, &case).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {forged} {:?}", outcome.error);
            // Those of the first push, the stranger's, the edit and the new one.
            assert_eq!(world.incidents().await[0].comments.len(), 3 + 1 + 2, "{kind:?} {forged}");
        }
    }
}

#[tokio::test]
async fn a_comment_that_was_copied_whole_proves_what_is_so_and_holds_nothing_back() {
    for kind in OF_SEVERAL {
        let world = World::offline(kind);
        let mut case = sample("phishing");
        with_key(world.connector("soc"), KEY).push(&world, &case).await;
        let incident = world.incidents().await.remove(0);
        // In Jira the stranger pastes the source; elsewhere what a reader sees.
        world.comment_as_stranger(&incident.id, &incident.comments[0]).await;
        edit(&mut case, "c1a1", "All sessions revoked.", "2026-09-19T10:00:00.000Z");
        let outcome = with_key(world.connector("soc"), KEY).push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
    }
}

#[tokio::test]
async fn an_incident_that_a_stranger_has_prepared_is_asked_about_and_so_is_one_by_another_key() {
    for kind in [Kind::JiraCloud, Kind::JiraDataCenter, Kind::Resilient, Kind::ServiceNow] {
        let world = World::offline(kind);
        let case = sample("phishing");
        super::strangers::prepare_as_stranger(&world, &case).await;
        let outcome = with_key(world.connector("soc"), KEY).push(&world, &case).await;
        assert_eq!((outcome.writes, code(&outcome)), (0, Some(Code::IncidentForeign)), "{kind:?} {:?}", outcome.error);

        let world = World::offline(kind);
        with_key(world.connector("soc"), ANOTHER).push(&world, &case).await;
        let mut other = colleague(&world, KEY).await;
        let outcome = other.push(&world, &case).await;
        assert_eq!((outcome.writes, code(&outcome)), (0, Some(Code::IncidentForeign)), "{kind:?} {:?}", outcome.error);
        // A person says that it is ours: the entries are asked about all the same.
        other.choices.if_foreign = IfForeign::Adopt;
        let outcome = other.push(&world, &case).await;
        assert_eq!(outcome.writes, 0, "{kind:?} {:?}", outcome.error);
    }
}

#[tokio::test]
async fn a_key_that_comes_between_a_lost_answer_and_the_look_doubles_nothing() {
    for kind in ALL {
        let world = World::offline(kind);
        let case = sample("phishing");
        let mut browser = Browser::new(world.connector("soc"));
        let mut push = browser.begin(&case);
        let is_comment = |next: &Next| matches!(next, Next::Send { label, .. } if label == "Add comment c1a2");
        browser.run_until(&world, &mut push, is_comment).await;
        let Next::Send { request, .. } = push.next() else { unreachable!() };
        let sent: Request =
            case_connectors::systems::authorize(&request, &browser.connector, &browser.secrets).unwrap();
        world.send(&sent).await.unwrap();
        let mut reopened = Browser { journal: browser.journal, ..with_key(world.connector("soc"), KEY) };
        let outcome = reopened.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        assert_eq!(world.incidents().await[0].references(), comment_ids(&case), "{kind:?}");
    }
}

#[tokio::test]
async fn what_a_browser_without_the_key_finds_is_as_without_any() {
    for kind in ALL {
        let world = World::offline(kind);
        world.tells_authors().await;
        let mut case = sample("phishing");
        case["description"] = json!("");
        let mut first = with_key(world.connector("soc"), KEY);
        first.choices.case_url = Some("https://kibana.example/app/case/{id}".into());
        let case = updated(&first.push(&world, &case).await);
        // Neither the description's line nor those of the comments are an edit, a claim, or news.
        let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        let outcome = Browser::new(world.connector("soc")).push(&world, &forgetful(&case)).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
    }
}

#[tokio::test]
async fn where_the_marked_incident_may_not_be_read_its_creator_decides() {
    // ServiceNow's own account is known without asking, so that nothing is read there.
    for kind in [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter, Kind::Resilient] {
        let world = World::offline(kind);
        let case = sample("phishing");
        with_key(world.connector("soc"), KEY).push(&world, &case).await;
        let id = world.incidents().await[0].id.clone();
        let refused =
            json!({ "kind": "status", "status": 403, "times": 1, "match": { "pathContains": id, "method": "GET" } });
        world.fault(refused).await;
        let outcome = with_key(world.connector("soc"), KEY).push(&world, &forgetful(&case)).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
    }
}

#[tokio::test]
async fn the_key_is_in_nothing_that_is_sent_kept_planned_or_told() {
    for kind in ALL {
        let world = World::offline(kind);
        let case = sample("phishing");
        let mut browser = with_key(world.connector("soc"), KEY);
        let bytes = case.to_string().into_bytes();
        let parsed = case_connectors::case::SecurityCase::parse(&bytes, &[]).unwrap();
        let plan = case_connectors::push::plan(
            &parsed,
            &browser.connector,
            &[],
            &case_connectors::push::Options::new("2026-11-24T08:00:00.000Z"),
        )
        .unwrap();
        let push = browser.begin(&case);
        let shown = format!("{push:?} {:?} {plan:?} {}", browser.connector, serde_json::to_string(&plan).unwrap());
        let outcome = browser.run(&world, push, None).await.unwrap();
        let ledger = world.read::<Value>("ledger").await.to_string();
        let kept = serde_json::to_string(&browser.journal).unwrap();
        let told = serde_json::to_string(&outcome).unwrap();
        let all = [("shown", shown), ("ledger", ledger), ("kept", kept), ("told", told)];
        for (what, text) in all.iter().chain(&[("records", world.read::<Value>("records").await.to_string())]) {
            assert!(!text.contains(KEY), "{kind:?} {what}");
        }
        assert!(!String::from_utf8(outcome.updated_case.unwrap()).unwrap().contains(KEY));
        assert!(all[1].1.contains(", check ") && !all[0].1.contains("check 0000"), "{kind:?}");
    }
}
