//! What one push alone can learn, and a person should know: it is told with the outcome of the push that completes, wherever
//! the tab died that has learned it, and once.

use super::browser::{Browser, Crash};
use crate::common::world::{Kind, World, sample};
use case_connectors::push::{Event, IfRare, PushState, read_journal};
use serde_json::{Value, json};

/// How something comes about that a push warns of.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Told {
    /// The answer to an addition of observables is lost.
    AnswerLost,
    /// Another browser has made the incident, and may have sent the observables.
    NotMadeHere,
    /// The system passes over a value without a word: its answer shows it, or a look at the end.
    PassedOver(Kind),
    /// The system refuses a value of a change.
    Refused,
    /// Nobody has the name of who is to open the incident.
    NoOpener,
    /// Characters are left out of the texts.
    LeftOut,
}

const ALL: [Told; 7] = [
    Told::AnswerLost,
    Told::NotMadeHere,
    Told::PassedOver(Kind::ServiceNow),
    Told::PassedOver(Kind::ServiceNowImport),
    Told::Refused,
    Told::NoOpener,
    Told::LeftOut,
];

/// A browser that is about to push a case with these documents of alerts.
struct Scene {
    world: World,
    browser: Browser,
    case: Value,
    alerts: Vec<Value>,
}

impl Told {
    const fn kind(self) -> Kind {
        match self {
            Self::AnswerLost | Self::NotMadeHere => Kind::SecOpsImport,
            Self::PassedOver(kind) => kind,
            Self::Refused | Self::LeftOut => Kind::JiraDataCenter,
            Self::NoOpener => Kind::ServiceNow,
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::AnswerLost | Self::NotMadeHere => "ITEMS_UNCONFIRMED",
            Self::PassedOver(_) | Self::Refused => "FIELD_NOT_TAKEN",
            Self::NoOpener => "OPENER_UNKNOWN",
            Self::LeftOut => "TEXT_CHANGED",
        }
    }

    /// The world before the push that learns it.
    async fn scene(self) -> Scene {
        let world = World::offline(self.kind());
        world.tells_authors().await;
        let mut case = sample("phishing");
        let mut browser = Browser::new(world.connector("soc"));
        let mut alerts = Vec::new();
        let fields =
            |fields: Value| json!({ "id": "soc", "name": "SOC", "type": world.form().0["type"], "fields": fields });
        match self {
            Self::AnswerLost | Self::NotMadeHere => {
                case["comments"] = json!([{ "id": "k1", "type": "alert", "alertId": ["a1"], "index": ["i"],
                    "created_at": "2026-11-02T08:00:00.000Z", "created_by": { "username": "ana" } }]);
                case["totalComment"] = json!(0);
                alerts.push(json!({ "_id": "a1", "_source": { "source": { "ip": "192.0.2.10" } } }));
                if self == Self::NotMadeHere {
                    let push = browser.begin_with(&case, &alerts);
                    browser.run(&world, push, None).await.unwrap();
                    browser = Browser::new(world.connector("soc"));
                } else {
                    world.fault(json!({ "kind": "cutAfter", "match": { "pathContains": "/observables/bulk" } })).await;
                }
            }
            Self::PassedOver(_) => {
                world.set(json!({ "readOnlyFields": ["close_notes"] })).await;
                case["connector"] = fields(json!({ "additionalFields": "{\"close_notes\":\"None\"}" }));
            }
            Self::Refused => {
                case["connector"] = fields(json!({ "priority": "High" }));
                browser.push(&world, &case).await;
                world.set(json!({ "offScreen": ["priority"] })).await;
                case["connector"] = fields(json!({ "priority": "Low" }));
                case["title"] = json!("Another title");
            }
            Self::NoOpener => browser.choices.opened_by = Some("nobody".into()),
            Self::LeftOut => {
                let (mut advanced, basic) = (json!({}), json!("basic"));
                advanced["characters"] = basic;
                let (connector, secrets) = world.connector_with("soc", &advanced, None);
                browser = Browser::new((connector, secrets));
                browser.choices.if_rare = IfRare::LeaveOut;
                case["description"] = json!("A rocket: \u{1f680}.");
            }
        }
        Scene { world, browser, case, alerts }
    }
}

#[tokio::test]
async fn what_one_push_has_learned_is_told_whichever_effect_its_tab_dies_at_and_once() {
    for told in ALL {
        for (effect, after) in (0..).flat_map(|effect| [(effect, false), (effect, true)]) {
            let Scene { world, mut browser, case, alerts } = told.scene().await;
            let (push, known) = (browser.begin_with(&case, &alerts), browser.journal.len());
            let survived = browser.run(&world, push, Some(Crash { effect, after })).await;
            let place = format!("{told:?}, effect {effect}, after {after}");
            // Where the journal says that it is complete, the host has its outcome in its hands.
            let is_told = browser.journal.iter().skip(known).any(|record| record.event == Event::Complete);
            let mut codes = Vec::new();
            for push in 0..2 {
                let begun = browser.begin_with(&case, &alerts);
                let outcome = browser.run(&world, begun, None).await.unwrap();
                assert_eq!(outcome.state, PushState::Complete, "{place}: {:?}", outcome.error);
                codes.extend(outcome.warnings.iter().map(|warning| (push, warning.code)));
            }
            match is_told {
                true => assert_eq!(codes, [], "{place}"),
                false => assert_eq!(codes, [(0, told.code())], "{place}"),
            }
            if let Some(outcome) = survived {
                assert!(is_told && effect > 3, "{place}");
                let codes: Vec<_> = outcome.warnings.iter().map(|warning| warning.code).collect();
                assert_eq!(codes, [told.code()], "{place}");
                break;
            }
        }
    }
}

#[tokio::test]
async fn what_a_text_loses_by_a_cut_is_no_warning_to_keep() {
    // At one of these lengths the words that are cut off begin with the first rocket.
    for length in 248..=254 {
        let world = World::offline(Kind::JiraDataCenter);
        let mut browser = Browser::new(world.connector("soc"));
        browser.choices.if_rare = IfRare::LeaveOut;
        let mut case = sample("phishing");
        case["title"] = json!(format!("{} {}", "a".repeat(length), "\u{1f680} off ".repeat(9)));
        for _ in 0..2 {
            // It reads its own journal.
            let outcome = browser.push(&world, &case).await;
            assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
            // Each is told once, and a cut the plan tells.
            assert!(outcome.warnings.iter().all(|warning| warning.code == "TEXT_CHANGED"), "{:?}", outcome.warnings);
        }
    }
}

#[test]
fn a_warning_of_another_version_is_no_damage() {
    let warning = json!({ "code": "NOT_YET_KNOWN", "message": "m", "field": "title" });
    let record = json!({ "v": 1, "caseId": "c", "connectorId": "soc", "baseUrl": "https://jira.example", "seq": 0,
        "at": "2026-11-24T08:00:00.000Z", "step": { "kind": "update" }, "event": { "kind": "warned", "warning": warning } });
    assert_eq!(read_journal(json!([record]).to_string().as_bytes()).unwrap().len(), 1);
}
